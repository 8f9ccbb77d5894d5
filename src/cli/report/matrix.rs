//! `hearken report matrix`.

use super::made::Asked;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::report::corpus::Head;
use crate::report::matrix::{self, Turned};

/// Sets out the framework matrix: sessions down, themes across
///
/// In each cell stands what was summed up there, with the notes it rests on; where nothing was, which silence it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report matrix study/ -f html -o matrix.html")]
pub(super) struct Args {
    #[command(flatten)]
    asked: Asked,
    /// Themes down, sessions across
    #[arg(long = "transpose")]
    is_turned: bool,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let turned = if args.is_turned { Turned::ThemesDown } else { Turned::SessionsDown };
    let made = |head: Head, rows| Ok(matrix::made(&head, rows, turned).document);
    args.asked.make_of(call, |session| matrix::take(&session), made)
}
