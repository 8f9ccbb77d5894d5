//! `hearken report followup`.

use super::made::Asked;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::report::followup;

/// Lists what somebody has to do: actions, boards to write to, quotes to check
///
/// It names places and seats, so it is for those who do the study and not for publication.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report followup study/")]
pub(super) struct Args {
    #[command(flatten)]
    asked: Asked,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    args.asked.make(call, followup::report)
}
