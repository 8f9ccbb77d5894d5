//! `hearken report findings`.

use super::made::Asked;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::report::findings;

/// Sets the strands of the study beside each other, theme by theme
///
/// What stands there was summed up session by session; nothing is drawn from it. The answers to a questionnaire are in the
/// appendix.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report findings study/ -o findings.html -f html")]
pub(super) struct Args {
    #[command(flatten)]
    asked: Asked,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    args.asked.make(call, findings::report)
}
