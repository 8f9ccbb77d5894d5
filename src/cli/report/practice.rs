//! `hearken report practice`.

use super::made::Asked;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::report::practice;

/// Sets out examples of practice, from emerging to established, by theme and place
///
/// It names places and seats, so look at it before it is published.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report practice study/")]
pub(super) struct Args {
    #[command(flatten)]
    asked: Asked,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    args.asked.make(call, practice::report)
}
