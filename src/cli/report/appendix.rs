//! `hearken report appendix`.

use super::made::Inputs;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::laid_out::Output;
use crate::report::appendix;
use crate::report::suppress::Below;

/// Sets out every question: how often each answer was given, and every response
///
/// Questions stand in printed order, each with its base; a question that is asked only after some answers has those who
/// were asked as its base. The kinds of empty are counted apart. Two wordings of a question are never added up, unless the
/// instrument says that they ask the same. With --suppress-below small numbers are hidden, zero too, with other numbers
/// from which they could be worked out; the responses are set out all the same, and can be counted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken report appendix study/ -f html -o appendix.html\n  \
                        hearken report appendix --suppress-below 5")]
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
    let report = appendix::report(&read.corpus, args.below.and_then(Below::new));
    read.deliver(&report.document, &args.output, call)
}
