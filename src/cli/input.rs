//! What commands are given to read, and standard input among it.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::Call;
use super::failure::{Failure, Kind, name};
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

/// Reads standard input whole, as far as a file would be.
pub(super) fn stdin() -> Result<Vec<u8>, StudyError> {
    let path = PathBuf::from("-");
    let mut bytes = Vec::new();
    let limit = FILE_LIMIT.as_bytes();
    let read = io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut bytes);
    match (read, u64::try_from(bytes.len()).unwrap_or(u64::MAX)) {
        (Err(source), _) => Err(StorageError::Failed { action: Action::Read, path, source }.into()),
        (Ok(_), found) if found > limit => Err(StorageError::TooLarge { path, limit, found }.into()),
        (Ok(_), _) => Ok(bytes),
    }
}

/// A sentence for a session whose journal holds more than its file may.
pub(super) fn unsaved(call: &Call<'_>, path: &Path, session: &Session) -> Option<String> {
    let has_more = !is_stream(path) && !beside::journals(call.storage, path, session).is_empty();
    has_more.then(|| {
        format!(
            "{}: what was typed after the last save is in its journal and not in this. Open it once with hearken, \
             then do this again.",
            name(path)
        )
    })
}

/// Refuses to print facts where standard output is to hold a file.
pub(super) fn refuse_two_answers(call: &Call<'_>) -> Result<(), Failure> {
    if !call.options.is_json {
        return Ok(());
    }
    Err(Failure::new(Kind::Usage, "with --json standard output holds the facts, so -o has to name a file"))
}
