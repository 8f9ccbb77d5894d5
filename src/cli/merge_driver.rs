//! `hearken merge-driver`: what Git calls when both sides changed a file.

use std::path::PathBuf;

use super::Call;
use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::key::told::{changed, this_laptop};
use crate::study::git::{NotJoined, join_files};

/// Joins two sides of a file for Git, which calls it; see git-setup
///
/// The joined file takes the place of OURS. What cannot be joined stays as it is, and Git reports a conflict.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example, as Git calls it:\n  hearken merge-driver -- base ours theirs visits/norwich.json"
)]
pub(super) struct Args {
    /// The file both sides come from; a join has no use for it
    #[arg(value_name = "BASE", value_parser = super::args::path())]
    base: PathBuf,
    /// This side, and where the joined file goes
    #[arg(value_name = "OURS", value_parser = super::args::path())]
    ours: PathBuf,
    /// The other side
    #[arg(value_name = "THEIRS", value_parser = super::args::path())]
    theirs: PathBuf,
    /// Where the file stands in the work tree: withdrawals beside it take effect
    #[arg(value_name = "PATH", value_parser = super::args::path())]
    place: Option<PathBuf>,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let Args { base: _, ours, theirs, place } = args;
    let change = join_files(call.storage, ours, theirs, place.as_deref()).map_err(|error| match error {
        NotJoined::Study(error) => Failure::of(&error),
        other => Failure::new(Kind::Invalid, other.to_string())
            .hint("This side was left as it is. Take one of the two, or put them side by side yourself."),
    })?;
    // Told beside, and not as what wants an eye: Git takes any exit code but 0 for a conflict.
    Ok(Answer { done: changed(&change, this_laptop(), false), ..Answer::default() })
}
