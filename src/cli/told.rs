//! An error of a use case in words: what happened, what it means for the notes, what to do next.

use std::error::Error as _;
use std::path::Path;

use super::input::is_stream;
use crate::format::Problem;
use crate::model::visible::visible_line;
use crate::storage::vault::{Unopened, real_name};
use crate::storage::{Storage, StorageError};
use crate::study::{StudyError, beside};

/// What happened, on one line, with the system's own reason at the end.
pub(super) fn told(error: &StudyError) -> String {
    let mut words = match error {
        StudyError::Format { path, source } => format!("{}: {source}", name(path)),
        StudyError::Storage(StorageError::TooLarge { path, limit, found }) => {
            format!(
                "{} is too large: it has {} or more, and at most {} are read",
                name(path),
                size(*found),
                size(*limit)
            )
        }
        other => other.to_string(),
    };
    if let Some(path) = error.path() {
        // A sealed file has another name on the disk than the one it is known by here.
        let (known, real) = (path.display().to_string(), real_name(path).display().to_string());
        if known != real {
            words = words.replacen(&known, &real, 1);
        }
    }
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let why = without_number(&deeper.to_string());
        if !words.contains(&why) {
            words = format!("{words}: {why}");
        }
        cause = deeper.source();
    }
    visible_line(&words).into_owned()
}

/// The path as people know it.
pub(super) fn name(path: &Path) -> String {
    if is_stream(path) {
        return "standard input".to_owned();
    }
    visible_line(&real_name(path).to_string_lossy()).into_owned()
}

/// Says that a save which was cut off left a file.
pub(super) fn left_behind(path: &Path) -> String {
    format!(
        "{} was left by a save that was cut off, and may hold words. It goes when its session is opened; if it stays, delete \
         it while no hearken is open.",
        name(path)
    )
}

/// What it means for the notes and what to do next.
pub(super) fn advice(error: &StudyError) -> String {
    match error {
        StudyError::Format { source, .. } => match &source.problem {
            Problem::LaterVersion(_) => "The file was left as it is; nothing in it is lost.",
            _ if is_of_a_study(error) => {
                "The file was left as it is. Put it right, or take a copy that names the study's keys: one from before its first key makes the study plain again. “hearken key show” says which keys a study has."
            }
            Problem::NotOurs(_) => {
                "The file was left as it is. Name a session, a collection, a study or an instrument."
            }
            Problem::Empty | Problem::OnlyZeroes | Problem::CutOff(_) => {
                "The file was left as it is. Copy it again from where it came from."
            }
            Problem::RepeatedName(_) => {
                "The file was left as it is. Which of the two is meant, only a person can say: take one out."
            }
            Problem::Encoding(_) | Problem::NotUtf8 { .. } => {
                "The file was left as it is. Save it again as UTF-8, or take the copy it was made from."
            }
            _ => "The file was left as it is. Put that place right, or take an earlier copy.",
        }
        .to_owned(),
        StudyError::Storage(StorageError::Sealed { path, why: Unopened::Locked, .. }) if is_stream(path) => {
            "Nothing was changed. No passphrase is asked for where a session comes in: name a file with a key that is under none by --identity FILE, or save what comes in as a file and name that.".to_owned()
        }
        StudyError::Held { .. } => "Nothing was written. Leave it there first.".to_owned(),
        other => other.advice().to_owned(),
    }
}

/// Whether an error is about the file that says whether a study is encrypted.
fn is_of_a_study(error: &StudyError) -> bool {
    error.path().and_then(Path::file_name).is_some_and(|name| name == "study.json")
}

/// Where the words of a damaged session still are; nothing when the fault lies elsewhere or nothing is left.
pub(super) fn left(storage: &dyn Storage, path: &Path, error: &StudyError) -> Option<String> {
    let StudyError::Format { source, path: at_fault } = error else { return None };
    if at_fault != path || matches!(source.problem, Problem::LaterVersion(_) | Problem::NotOurs(_)) {
        return None;
    }
    let kept: Vec<String> = beside::left_of(storage, path).iter().map(|path| name(path)).collect();
    let journals = || kept.iter().filter(|name| !name.ends_with(".backup")).cloned().collect::<Vec<_>>();
    let is = kept
        .iter()
        .find(|name| name.ends_with(".backup"))
        .map(|backup| format!("As it was one save before, it stands in {backup}: copy that into its place."));
    let typed = (!journals().is_empty()).then(|| {
        format!(
            "What was typed since stands in {}, and comes back when the session is opened.",
            journals().join(" and ")
        )
    });
    let left: Vec<String> = is.into_iter().chain(typed).collect();
    (!left.is_empty()).then(|| format!("The file was left as it is. {}", left.join(" ")))
}

/// The system's reason without its number.
pub(super) fn without_number(why: &str) -> String {
    why.split(" (os error").next().unwrap_or(why).to_owned()
}

fn size(bytes: u64) -> String {
    match bytes >> 20 {
        0 => format!("{bytes} bytes"),
        megabytes => format!("{megabytes} MB"),
    }
}
