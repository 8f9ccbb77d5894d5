//! What a file is to a session: its own, a collection with it, a journal of it, or something that only names it.
//!
//! Names say what lies in a folder of journals; everywhere else it is the contents that say it. A file that says it is
//! one of hearken's, names the session and cannot be read is an error: it may hold what is to go.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;

use super::packed;
use crate::format::Problem;
use crate::format::v1::{self, File};
use crate::model::collection::Collection;
use crate::model::ids::SessionId;
use crate::model::session::Session;
use crate::storage::{Action, Storage, StorageError, is_temporary, read};
use crate::study::withdraw::certificate::BEGINNING;
use crate::study::{FILE_LIMIT, StudyError, recover};

/// What a file is to a session.
pub(super) enum Kind {
    /// The session, or a copy of it.
    Session(Box<Session>, Vec<u8>),
    /// The session one save before, if it can be read.
    Backup(Option<Box<Session>>, Vec<u8>),
    /// A collection that holds it.
    Collection(Collection),
    /// A journal of it.
    Journal,
    /// What was put aside because it cannot be read: the end of a journal, or the session as it was damaged.
    Tail,
    /// A temporary file that a crash left, with the session or its journal.
    Leftover,
    /// Something else that names it.
    Names,
    /// A file that cannot be looked into: packed, sealed, or huge.
    Packed,
}

/// Says what a file is to the session with these ids; nothing when it has nothing to do with it.
///
/// # Errors
/// [`StudyError::Format`] and [`StudyError::Storage`] for a file of the session that cannot be read.
pub(super) fn of(
    storage: &dyn Storage,
    path: &Path,
    ids: &BTreeSet<SessionId>,
) -> Result<Option<Kind>, StudyError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_kept = path.parent().and_then(Path::file_name).is_some_and(|folder| folder == ".hearken");
    if is_kept && path.extension().is_some_and(|extension| extension == "lock") {
        return Ok(None);
    }
    if is_kept && let Some(rest) = ids.iter().find_map(|id| name.strip_prefix(&id.to_string())) {
        match rest {
            ".journal" | ".journal.next" => return Ok(Some(Kind::Journal)),
            ".backup" => return backup(storage, path, ids).map(Some),
            _ if rest.starts_with(".journal") && rest.contains(".tail-") => return Ok(Some(Kind::Tail)),
            _ => {}
        }
    }
    if is_kept && recover::is_damaged(&name) {
        let is_of_it = match names_one(storage, path, ids) {
            // Sealed to others, or not as it was sealed: then its name alone says whose it is.
            Err(StudyError::Storage(StorageError::Sealed { .. })) => is_called_by_one(&name, ids),
            answer => answer?,
        };
        return Ok(is_of_it.then_some(Kind::Tail));
    }
    if storage.entry(path).is_ok_and(|entry| entry.bytes > MOST_SEARCHED) {
        return Ok(Some(Kind::Packed));
    }
    let is_named = match names_one(storage, path, ids) {
        // What is sealed for others, another session of this study for the office among it, is told like what is packed.
        Err(StudyError::Storage(StorageError::Sealed { .. })) => {
            return Ok(Some(if is_temporary(name.as_ref()) { Kind::Leftover } else { Kind::Packed }));
        }
        answer => answer?,
    };
    if !is_named {
        if !is_packed(path) {
            return Ok(None);
        }
        let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
        return Ok(match packed::names_one(storage, path, &texts) {
            Some(true) => Some(Kind::Names),
            Some(false) => None,
            None => Some(Kind::Packed),
        });
    }
    if is_temporary(name.as_ref()) {
        return Ok(Some(Kind::Leftover));
    }
    by_contents(storage, path, ids)
}

fn backup(storage: &dyn Storage, path: &Path, ids: &BTreeSet<SessionId>) -> Result<Kind, StudyError> {
    let bytes = read(storage, path, FILE_LIMIT)?;
    let session = match v1::read(&bytes) {
        Ok(File::Session(session)) if !session.ids().is_disjoint(ids) => Some(session),
        _ => None,
    };
    Ok(Kind::Backup(session, bytes))
}

fn by_contents(
    storage: &dyn Storage,
    path: &Path,
    ids: &BTreeSet<SessionId>,
) -> Result<Option<Kind>, StudyError> {
    let bytes = match read(storage, path, FILE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error @ StorageError::TooLarge { .. }) if may_be_ours(path) => return Err(error.into()),
        Err(StorageError::TooLarge { .. }) => return Ok(Some(Kind::Names)),
        Err(error) => return Err(error.into()),
    };
    if bytes.starts_with(BEGINNING.as_bytes()) {
        return Ok(None);
    }
    let is_one = |session: &Session| !session.ids().is_disjoint(ids);
    match v1::read(&bytes) {
        Ok(File::Session(session)) if is_one(&session) => Ok(Some(Kind::Session(session, bytes))),
        Ok(File::Collection(collection)) => {
            Ok(collection.sessions.iter().any(is_one).then_some(Kind::Collection(collection)))
        }
        Ok(File::Session(_)) => Ok(Some(Kind::Names)),
        Ok(File::Study(_) | File::Instrument(_)) => Ok(None),
        Err(source) if matches!(source.problem, Problem::NotOurs(_)) || !says_it_is_ours(&bytes) => {
            Ok(Some(Kind::Names))
        }
        Err(source) => Err(StudyError::Format { path: path.to_owned(), source }),
    }
}

/// Whether a file that is too large to be read may be a session or a collection, by its name.
fn may_be_ours(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}

/// Whether a file that cannot be read says that it is a session or a collection.
pub(in crate::study) fn says_it_is_ours(bytes: &[u8]) -> bool {
    [&b"\"hearken/session\""[..], b"\"hearken/collection\""].iter().any(|said| has(bytes, said))
}

pub(super) fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

/// The largest file that is searched for ids: films lie in folders too.
const MOST_SEARCHED: u64 = 1 << 30;

/// How much of a file is looked at in one piece.
const PIECE: usize = 1 << 20;

/// The letters of an id as it is written.
const ID_LETTERS: usize = 19;

/// Whether one of the ids stands in a file of any size, or the part of it that a file's name carries in its name.
fn names_one(storage: &dyn Storage, path: &Path, ids: &BTreeSet<SessionId>) -> Result<bool, StudyError> {
    let failed = |source| StorageError::failed(Action::Read, path, source);
    let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut file = storage.open(path, 0).map_err(failed)?;
    let mut piece = Vec::new();
    loop {
        let read = file.by_ref().take(PIECE as u64).read_to_end(&mut piece).map_err(failed)?;
        if texts.iter().any(|text| has(&piece, text.as_bytes())) {
            return Ok(true);
        }
        if read == 0 {
            break;
        }
        // An id may stand across two pieces.
        piece.drain(..piece.len().saturating_sub(ID_LETTERS));
    }
    let is_empty = storage.entry(path).is_ok_and(|entry| entry.bytes == 0);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(!is_empty && is_called_by_one(&name, ids))
}

/// Whether a file's name carries the part of one of the ids that a session's file has in its name.
fn is_called_by_one(name: &str, ids: &BTreeSet<SessionId>) -> bool {
    ids.iter().any(|id| name.contains(&id.short()))
}

/// Endings of files that hold others packed or sealed: what is in them cannot be searched.
const PACKED: &[&str] = &["docx", "xlsx", "pptx", "odt", "ods", "qdpx", "zip", "gz", "7z", "age"];

fn is_packed(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| PACKED.iter().any(|packed| extension.eq_ignore_ascii_case(packed)))
}
