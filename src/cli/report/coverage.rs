//! `hearken report coverage`.

use super::made::Asked;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::model::session::Session;
use crate::report::covered;

/// Tells what was asked where, minutes, who spoke, and what to ask first next time
///
/// It tells seats apart, so it is for those who do the study and not for publication.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report coverage study/ -f html -o coverage.html")]
pub(super) struct Args {
    #[command(flatten)]
    asked: Asked,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let reasons = args.asked.reasons();
    let take = |session: Session| covered::take(&session, reasons);
    args.asked.make_of(call, take, |head, taken| Ok(covered::made(&head, taken).document))
}
