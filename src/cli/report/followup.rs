//! `hearken report followup`.

use super::made::Inputs;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::laid_out::Output;
use crate::report::followup;

/// Lists what somebody has to do: actions, boards to write to, quotes to check
///
/// It names places and seats, so it is for those who do the study and not for publication.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report followup study/")]
pub(super) struct Args {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let read = args.inputs.read(call)?;
    let report = followup::report(&read.corpus);
    read.deliver(&report.document, &args.output, call)
}
