//! `hearken report findings`.

use super::made::Inputs;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::laid_out::Output;
use crate::report::findings;

/// Sets the strands of the study beside each other, theme by theme
///
/// What stands there was summed up session by session; nothing is drawn from it. The answers to a questionnaire are in the
/// appendix.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report findings study/ -o findings.html -f html")]
pub(super) struct Args {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let read = args.inputs.read(call)?;
    let report = findings::report(&read.corpus);
    read.deliver(&report.document, &args.output, call)
}
