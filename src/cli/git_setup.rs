//! `hearken git-setup`: Git joins session files as `hearken merge` does.

use std::path::PathBuf;

use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::places::study;
use super::told::name;
use super::{Call, facts};
use crate::study::git::{SetUpError, set_up};

/// Makes Git join the files of a study instead of merging their lines
///
/// Writes .gitattributes and .gitignore in the study's folder and tells this clone of the repository how to join. Lines
/// that stand there stay. The settings of Git are not shared: do this once in every clone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken git-setup visits")]
pub(super) struct Args {
    /// The study's folder [default: the study that --study or `HEARKEN_STUDY` names, else this one, else your own]
    #[arg(value_name = "FOLDER", value_parser = super::args::path())]
    folder: Option<PathBuf>,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let folder = match &args.folder {
        Some(named) => named.clone(),
        None => study(call)?.folder.root().to_owned(),
    };
    let program = std::env::current_exe().map_err(|error| {
        Failure::new(Kind::CouldNot, format!("this program does not find itself: {error}"))
            .hint("Nothing was written.")
    })?;
    let changed = set_up(call.storage, &folder, &program).map_err(|error| failure(&error))?;
    if call.options.is_json {
        let files = facts::list(changed.iter().map(|path| facts::path(path)));
        return Ok(Answer::of(facts::written(&facts::object([
            ("folder", facts::path(&folder)),
            ("changed", files),
        ]))));
    }
    let mut done: Vec<String> = changed.iter().map(|path| format!("{} was written.", name(path))).collect();
    done.push("Git joins the sessions of this folder with hearken from now on, in this clone.".to_owned());
    done.push(
        "After each pull, in that folder: hearken merge . -o . (so that every withdrawal reaches every file).".to_owned(),
    );
    Ok(Answer { done, ..Answer::default() })
}

fn failure(error: &SetUpError) -> Failure {
    let hint = match error {
        SetUpError::Study(error) => return Failure::of_writing(error),
        SetUpError::NoGit(_) => {
            "Nothing was written. Install Git, or carry the files by hand: hearken merge joins them."
        }
        SetUpError::NotARepository { .. } => {
            "Nothing was written. Name the folder of a study that lies in a repository."
        }
        SetUpError::Refused { .. } => {
            ".gitattributes and .gitignore are written, but not the setting of this clone. Look whether the repository can be written to, and run git-setup again."
        }
        SetUpError::Unwritable => "Nothing was written. Install hearken under a plain name.",
    };
    Failure::new(Kind::CouldNot, error.to_string()).hint(hint)
}
