//! `hearken report summary`.

use super::made::{Asked, Hiding};
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::model::session::Session;
use crate::report::summary;

/// Tells theme by theme how often it was raised, by whom, and with which words
///
/// Notes by kind and by tag, quotes that summaries rest on, tags by strand, what is in conflict. With --suppress-below small
/// numbers are hidden, zero too, with other numbers from which they could be worked out.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report summary study/ --suppress-below 3")]
pub(super) struct Args {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    hiding: Hiding,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let reasons = args.asked.reasons();
    let take = |session: Session| summary::take(&session, reasons);
    let below = args.hiding.below();
    args.asked.make_of(call, take, |head, taken| Ok(summary::made(&head, taken, (below, reasons)).document))
}
