//! `hearken manual`: the man page, or all keys and signs on one page.
//!
//! Promises that neither holds a list of its own: options come from the definition of the command line, keys from the
//! table of commands, signs from the table of signs, exit codes from the failures.
//!
//! Read [`page`] (the man page), then [`card`].

mod page;
mod card;

use super::Call;
use super::answer::Answer;
use super::failure::Failure;

/// Prints the manual as a man page, or a card of all keys
///
/// The page is in the form that man reads. The card is plain text: one page to print and lay beside the laptop.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearken manual | man -l -\n  hearken manual --card\n  hearken manual --card --ascii | lpr"
)]
pub(super) struct Args {
    /// Prints the keys and signs on one page of plain text
    #[arg(long = "card")]
    is_card: bool,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let written = if args.is_card { Ok(card::written(call.options.is_ascii)) } else { page::written() };
    written.map(Answer::of).map_err(|error| Failure::of_output_stream(&error))
}
