//! `hearken report practice`.

use super::made::Inputs;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::laid_out::Output;
use crate::report::practice;

/// Sets out examples of practice, from emerging to established, by theme and place
///
/// It names places and seats, so look at it before it is published.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report practice study/")]
pub(super) struct Args {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let read = args.inputs.read(call)?;
    let report = practice::report(&read.corpus);
    read.deliver(&report.document, &args.output, call)
}
