//! `hearken report summary`.

use super::made::Inputs;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::laid_out::Output;
use crate::report::summary;
use crate::report::suppress::Below;

/// Tells theme by theme how often it was raised, by whom, and with which words
///
/// Notes by kind and by tag, quotes that summaries rest on, tags by strand, what is in conflict. With --suppress-below small
/// numbers are hidden, zero too, with other numbers from which they could be worked out.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report summary study/ --suppress-below 3")]
pub(super) struct Args {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    output: Output,
    /// Hides numbers under N, which is 2 or more, and what would give them away
    #[arg(long = "suppress-below", value_name = "N", value_parser = clap::value_parser!(u64).range(Below::LEAST..))]
    below: Option<u64>,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let read = args.inputs.read(call)?;
    let report = summary::report(&read.corpus, args.below.and_then(Below::new));
    read.deliver(&report.document, &args.output, call)
}
