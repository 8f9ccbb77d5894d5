//! `hearken forget`: a whole session is deleted, with all that belongs to it.

use std::io;
use std::path::PathBuf;

use super::answer::{self, Answer};
use super::erasing::ask::Ask;
use super::erasing::is_asked;
use super::failure::{Failure, Kind};
use super::told::name;
use super::wording::counted;
use super::{Call, facts, places};
use crate::model::json::Json;
use crate::study::copies::{self, Hold, Search};
use crate::study::forget::{Forgetting, Forgotten, forget, forgetting};

/// Deletes a whole session with its journal, backup, second copies and exports
///
/// It names every file and asks. Without a terminal nothing is deleted unless you say --yes. Files elsewhere that name
/// the session, and collections that hold it, are told and left. Copies on other laptops, in Git and in backups of the
/// disk stay as they are, and merging one of them brings the session back.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken forget norwich")]
pub(super) struct Args {
    /// The session: its file, or a part of its id, site or file name
    #[arg(value_name = "SESSION", value_parser = super::args::path())]
    session: PathBuf,
    /// Deletes without asking
    #[arg(long = "yes")]
    is_sure: bool,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let session = places::session(call, args.session.as_os_str())?;
    let asks = is_asked(call, args.is_sure);
    let hold = if asks || args.is_sure { Hold::All } else { Hold::IfThere };
    let search = Search { session: session.clone(), folders: Vec::new() };
    let copies = copies::find(call.storage, &search, hold)
        .map_err(|error| Failure::of_session(&error, &session, call.storage))?;
    let told = forgetting(&copies);
    if hold == Hold::IfThere {
        let out = if call.options.is_json { as_facts(&told, None) } else { in_words(&told) };
        let failure = Failure::new(Kind::CouldNot, "nothing was deleted: nobody could be asked")
            .hint("Say the same with --yes.");
        return Ok(Answer { failure: Some(failure), ..Answer::told(out, call) });
    }
    if !call.options.is_json {
        answer::print(&in_words(&told)).map_err(|error| Failure::of_output_stream(&error))?;
    }
    if asks {
        let (mut stdin, mut stdout) = (io::stdin().lock(), io::stdout());
        Ask::new(&mut stdin, &mut stdout).for_a_yes("Delete all of these for good?")?;
    }
    let done = forget(call.storage, &told);
    Ok(answer(call, &told, done))
}

fn answer(call: &Call<'_>, told: &Forgetting, done: Forgotten) -> Answer {
    let mut answer = Answer::default();
    if call.options.is_json {
        answer.out = as_facts(told, Some(&done));
    } else {
        answer.done.push(format!("{} deleted.", counted(done.removed.len(), "file")));
    }
    if !told.left.is_empty() {
        let left: Vec<String> = told.left.iter().map(|path| name(path)).collect();
        answer.for_an_eye.push(format!("Left, and may hold something of it: {}.", left.join(", ")));
    }
    answer.failure = done.stopped.map(|error| {
        Failure { kind: Kind::CouldNot, ..Failure::of_writing(&error) }
            .hint("The files that were not reached are as they were. Say the same again, and it goes on.")
    });
    answer
}

fn in_words(told: &Forgetting) -> String {
    let listed = |paths: &[PathBuf]| {
        let rows: Vec<String> = paths
            .iter()
            .map(|path| {
                format!(
                    "  {}
",
                    name(path)
                )
            })
            .collect();
        rows.concat()
    };
    let mut words = format!("These are deleted:\n{}", listed(&told.files));
    if !told.left.is_empty() {
        words.push_str("These stay, and may hold something of it:\n");
        words.push_str(&listed(&told.left));
    }
    words
}

fn as_facts(told: &Forgetting, done: Option<&Forgotten>) -> String {
    let paths = |paths: &[PathBuf]| facts::list(paths.iter().map(|path| facts::path(path)));
    let removed = done.map(|done| done.removed.as_slice()).unwrap_or_default();
    facts::written(&facts::object([
        ("written", Json::Bool(done.is_some())),
        ("files", paths(&told.files)),
        ("removed", paths(removed)),
        ("left", paths(&told.left)),
    ]))
}
