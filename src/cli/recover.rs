//! `hearken recover`: what journals and backups hold more than their sessions.

use std::path::PathBuf;

use super::answer::Answer;
use super::failure::Failure;
use super::places;
use super::told::{name, told};
use super::wording::counted;
use super::{Call, facts};
use crate::model::json::Json;
use crate::study::folder::StudyFolder;
use crate::study::recover::{Left, Outcome, Recovered, recover};

/// Joins in what journals and backups hold more than their sessions
///
/// For all sessions of a folder at once: those that a crash cut off, those whose file is damaged or gone, and what second
/// windows left behind. A damaged file is kept under .hearken. Half-typed notes wait in their journal, and come back when
/// the session is opened. A session that is open now is told and left, and so is one of a later version.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken recover /media/stick/visits")]
pub(super) struct Args {
    /// The study's folder [default: the study that --study or `HEARKEN_STUDY` names, else this one, else your own]
    #[arg(value_name = "FOLDER", value_parser = super::args::path())]
    folder: Option<PathBuf>,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let study = match &args.folder {
        Some(folder) => StudyFolder::at(folder),
        None => places::study(call)?.folder,
    };
    let outcome = recover(&call.vault, &study).map_err(|error| Failure::of(&error))?;
    let left = outcome.left.iter().map(|left| format!("Left as it is: {}.", told(&left.error)));
    let damaged = outcome.recovered.iter().filter_map(|one| {
        let kept = one.damaged.as_ref()?;
        Some(format!(
            "{} was damaged and is made of what was kept; the damaged file is {}.",
            name(&one.path),
            name(kept)
        ))
    });
    let for_an_eye = damaged.chain(left).collect();
    let out = if call.options.is_json { as_facts(&outcome) } else { in_words(&outcome) };
    Ok(Answer { for_an_eye, ..Answer::told(out, call) })
}

fn in_words(outcome: &Outcome) -> String {
    let mut out: String = outcome.recovered.iter().map(line).collect();
    if outcome.recovered.is_empty() {
        out = format!(
            "{} looked at: nothing is kept that they do not hold.\n",
            counted(outcome.sessions, "session")
        );
    }
    out
}

fn line(one: &Recovered) -> String {
    let mut parts = Vec::new();
    if one.versions > 0 {
        parts.push(format!("{} joined in", counted(one.versions, "version")));
    }
    if one.half_typed > 0 {
        let come = if one.half_typed == 1 { "comes" } else { "come" };
        parts.push(format!("{} {come} back when it is opened", counted(one.half_typed, "half-typed note")));
    }
    for path in &one.put_aside {
        parts.push(format!("the end of a journal cannot be read and is put aside in {}", name(path)));
    }
    if parts.is_empty() {
        parts.push("made anew".to_owned());
    }
    format!("{}: {}\n", name(&one.path), parts.join("; "))
}

fn as_facts(outcome: &Outcome) -> String {
    let one = |one: &Recovered| {
        facts::object([
            ("file", facts::path(&one.path)),
            ("versions", facts::count(one.versions)),
            ("half_typed", facts::count(one.half_typed)),
            ("put_aside", facts::list(one.put_aside.iter().map(|path| facts::path(path)))),
            ("damaged", one.damaged.as_deref().map_or(Json::Null, facts::path)),
        ])
    };
    let left = |left: &Left| {
        facts::object([("file", facts::path(&left.path)), ("problem", facts::text(told(&left.error)))])
    };
    facts::written(&facts::object([
        ("sessions", facts::count(outcome.sessions)),
        ("recovered", facts::list(outcome.recovered.iter().map(one))),
        ("left", facts::list(outcome.left.iter().map(left))),
    ]))
}
