//! What commands are given to read, and standard input among it.

use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::Call;
use super::failure::{Failure, Kind};
use super::told::name;
use crate::model::session::Session;
use crate::storage::{Action, StorageError};
use crate::study::{FILE_LIMIT, StudyError, beside};

/// The inputs as they were typed, but standard input only once: it can be read once, and joining it with itself
/// would change nothing.
pub(super) fn once(typed: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut is_there = false;
    let stays = |path: &PathBuf| !is_stream(path) || !std::mem::replace(&mut is_there, true);
    typed.into_iter().filter(stays).collect()
}

/// Whether a path means standard input or output.
pub(super) fn is_stream(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads standard input whole, as far as a file would be, and opens it where it is sealed: by the keys that are unlocked
/// already, for a passphrase is never read from where a session comes from.
pub(super) fn stdin(call: &Call<'_>) -> Result<Vec<u8>, StudyError> {
    stdin_and_form(call).map(|(bytes, _)| bytes)
}

/// As [`stdin`], and whether it came sealed.
pub(super) fn stdin_and_form(call: &Call<'_>) -> Result<(Vec<u8>, bool), StudyError> {
    let path = PathBuf::from("-");
    let mut bytes = Vec::new();
    let limit = FILE_LIMIT.as_bytes();
    let read = io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut bytes);
    match (read, u64::try_from(bytes.len()).unwrap_or(u64::MAX)) {
        (Err(source), _) => Err(StorageError::Failed { action: Action::Read, path, source }.into()),
        (Ok(_), found) if found > limit => Err(StorageError::TooLarge { path, limit, found }.into()),
        (Ok(_), _) => {
            let length = bytes.len();
            let opened = call.vault.opened(bytes);
            let opened = opened.map_err(|source| StorageError::failed(Action::Read, &path, source))?;
            // A seal takes room; what is plain comes back as it was.
            let is_sealed = opened.len() != length;
            Ok((opened, is_sealed))
        }
    }
}

/// A sentence for every journal that holds more than a session's file may. Copies of one session in one folder share
/// a journal; it is told once.
pub(super) fn unsaved<'a>(
    call: &Call<'_>,
    sessions: impl IntoIterator<Item = (&'a Path, &'a Session)>,
) -> Vec<String> {
    let mut told = BTreeSet::new();
    let mut sentences = Vec::new();
    for (path, session) in sessions.into_iter().filter(|(path, _)| !is_stream(path)) {
        let mut journals = beside::journals(call.storage, path, session.ids()).into_iter();
        if journals.any(|journal| told.insert(journal)) {
            sentences.push(is_unsaved(path));
        }
    }
    sentences
}

/// Says that the journal of a session holds more than what was read.
pub(super) fn is_unsaved(path: &Path) -> String {
    format!(
        "{}: what was typed after the last save is in its journal and not in this. Open it once with hearken, then do this \
         again.",
        name(path)
    )
}

/// Refuses to print facts where standard output is to hold a file.
pub(super) fn refuse_two_answers(call: &Call<'_>) -> Result<(), Failure> {
    if !call.options.is_json {
        return Ok(());
    }
    Err(Failure::new(Kind::Usage, "with --json standard output holds the facts, so -o has to name a file"))
}
