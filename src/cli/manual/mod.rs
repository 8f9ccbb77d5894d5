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
use super::facts;
use super::failure::{Failure, Kind};
use super::laid_out::Output;

/// Prints the manual as a man page, or a card of all keys
///
/// The page is in the form that man reads. The card is one page to print and lay beside the laptop: plain text, or with -f
/// or -o in any format that reports have.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearken manual | man -l -\n  hearken manual --card\n  hearken manual --card --ascii | lpr\n  hearken manual --card -o card.docx"
)]
pub(super) struct Args {
    /// Prints the keys and signs on one page
    #[arg(long = "card")]
    is_card: bool,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    if args.is_card && !args.output.is_to_be_read() {
        return args.output.deliver(&card::document(), ("card", facts::text("keys and signs")), call);
    }
    if !args.output.is_to_be_read() {
        return Err(Failure::new(Kind::Usage, "only the card has formats, and the page is for man to read")
            .hint("Say --card too, or write the page with: hearken manual > hearken.1"));
    }
    let written = if args.is_card { Ok(card::written(call.options.is_ascii)) } else { page::written() };
    written.map(Answer::of).map_err(|error| Failure::of_output_stream(&error))
}
