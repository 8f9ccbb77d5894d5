//! `hearken report matrix`.

use super::made::Inputs;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::laid_out::Output;
use crate::report::matrix::{self, Turned};

/// Sets out the framework matrix: sessions down, themes across
///
/// In each cell stands what was summed up there, with the notes it rests on; where nothing was, which silence it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report matrix study/ -f html -o matrix.html")]
pub(super) struct Args {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    output: Output,
    /// Themes down, sessions across
    #[arg(long = "transpose")]
    is_turned: bool,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let read = args.inputs.read(call)?;
    let report =
        matrix::report(&read.corpus, if args.is_turned { Turned::ThemesDown } else { Turned::SessionsDown });
    read.deliver(&report.document, &args.output, call)
}
