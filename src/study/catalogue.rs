//! Which sessions a study has, and which one a name means.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::folder::{StudyFolder, read_session, slug};
use super::opened::{Recovered, look};
use super::{JOURNAL_LIMIT, StudyError, second};
use crate::model::ids::SessionId;
use crate::model::running::SessionKind;
use crate::model::session::Session;
use crate::storage::lock::WriterLock;
use crate::storage::vault::Unopened;
use crate::storage::{Storage, StorageError, StorageErrorKind, journal};

/// One session of a study, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its file.
    pub path: PathBuf,
    /// Its id.
    pub id: SessionId,
    /// All ids it has had, that one among them: journals go by any of them.
    pub ids: BTreeSet<SessionId>,
    /// What kind of session; nothing when it was joined by its id and not merged yet.
    pub kind: Option<SessionKind>,
    /// Where.
    pub site: String,
    /// The date it was held on, as written.
    pub held_on: String,
    /// Notes that stand.
    pub notes: usize,
    /// People with a seat.
    pub people: usize,
    /// Initials of who recorded it, each once.
    pub recorders: Vec<String>,
    /// Entries in conflict.
    pub conflicts: usize,
    /// Whether its journal or a second window's copy holds something: it was cut off, or is open now.
    pub is_unfinished: bool,
    /// Whether another hearken writes it now.
    pub is_open: bool,
}

/// A file that is not a session that can be read.
#[derive(Debug)]
pub struct Unreadable {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub error: StudyError,
}

/// The sessions of a study, newest first, and the files that could not be read.
///
/// Files that are not hearken's are passed over.
///
/// # Errors
/// [`StudyError::Storage`] when the folder cannot be listed.
pub fn list(
    storage: &dyn Storage,
    study: &StudyFolder,
) -> Result<(Vec<Listed>, Vec<Unreadable>), StudyError> {
    let mut listed = Vec::new();
    let mut unreadable = Vec::new();
    let copied = second::copied(storage, study);
    for path in study.session_candidates(storage)? {
        match read_session(storage, &path) {
            Ok(session) => listed.push(describe(storage, study, &path, &session, &copied)),
            Err(error) if is_not_ours(&error) => {}
            Err(error) => unreadable.push(Unreadable { path, error }),
        }
    }
    listed.sort_by(|one, other| (&other.held_on, other.id).cmp(&(&one.held_on, one.id)));
    Ok((listed, unreadable))
}

impl Unreadable {
    /// Whether nothing is wrong with it: it is sealed, and not to a key that is unlocked here. What `seal` sealed is for
    /// the office alone.
    #[must_use]
    pub fn is_for_the_office(&self) -> bool {
        self.error.unopened() == Some(Unopened::NotForUs)
    }
}

pub(super) fn is_not_ours(error: &StudyError) -> bool {
    match error {
        StudyError::Format { source, .. } => matches!(source.problem, crate::format::Problem::NotOurs(_)),
        StudyError::WrongKind { .. } => true,
        _ => false,
    }
}

fn describe(
    storage: &dyn Storage,
    study: &StudyFolder,
    path: &Path,
    session: &Session,
    copied: &BTreeSet<SessionId>,
) -> Listed {
    use crate::model::session::Lists;
    let mut recorders: Vec<String> =
        session.lists.writers.standing().map(|(_, version)| version.body.initials.clone()).collect();
    recorders.sort();
    recorders.dedup();
    let details = session.details();
    let is_unfinished = session.ids().iter().any(|id| {
        let journals = [study.journal(*id), study.next_journal(*id)];
        copied.contains(id) || journals.iter().any(|path| has_lines(storage, path))
    });
    Listed {
        path: path.to_owned(),
        id: session.id(),
        ids: session.ids().clone(),
        kind: details.map(|details| details.kind),
        site: details.map(|details| details.site.clone()).unwrap_or_default(),
        held_on: details.map(|details| details.held_on.to_string()).unwrap_or_default(),
        notes: session.lists.notes.standing().count(),
        people: session.lists.participants.standing().count(),
        recorders,
        conflicts: session.lists.lists().iter().map(|(_, list)| list.counts().conflicts).sum(),
        is_unfinished,
        is_open: is_unfinished && is_held(&study.lock(session.id())),
    }
}

/// Whether a journal holds more than its beginning. One that cannot be read may.
pub(super) fn has_lines(storage: &dyn Storage, path: &Path) -> bool {
    holds_lines(storage, path).unwrap_or(true)
}

/// [`has_lines`], for who has to know.
///
/// # Errors
/// [`StorageError`] for a journal that cannot be read.
pub(super) fn holds_lines(storage: &dyn Storage, path: &Path) -> Result<bool, StorageError> {
    match journal::read(storage, path, JOURNAL_LIMIT) {
        Ok(read) => Ok(read.lines.len() > 1 || read.tail.is_some()),
        Err(error) if error.kind() == StorageErrorKind::Missing => Ok(false),
        Err(error) => Err(error),
    }
}

/// Tries the lock and gives it back at once.
pub(super) fn is_held(lock: &Path) -> bool {
    lock.exists() && WriterLock::try_take(lock, 1).is_err()
}

/// Finds the session a name means: a path, or any unique part of an id, a site or a file name.
///
/// # Errors
/// [`StudyError::NoSuchSession`], [`StudyError::Ambiguous`]; [`StudyError::Storage`] when the folder cannot be
/// listed.
pub fn find(storage: &dyn Storage, study: &StudyFolder, name: &str) -> Result<PathBuf, StudyError> {
    match meant(storage, study, name)? {
        Meant::Readable(path) => Ok(path),
        Meant::Sealed { one, .. } => Err(one.error),
    }
}

/// As [`find`], and finds what only the office can read any more too, for whoever wants to seal it and not to read it. Of
/// such a session the name of its file is all that is known.
///
/// # Errors
/// As [`find`].
pub fn find_to_seal(storage: &dyn Storage, study: &StudyFolder, name: &str) -> Result<PathBuf, StudyError> {
    match meant(storage, study, name)? {
        Meant::Readable(path) => Ok(path),
        Meant::Sealed { one, .. } if !one.is_for_the_office() => Err(one.error),
        Meant::Sealed { one, others } if others.is_empty() => Ok(one.path),
        Meant::Sealed { one, others } => {
            let candidates = std::iter::once(&one).chain(&others).map(file_name).collect();
            Err(StudyError::Ambiguous { name: name.to_owned(), candidates })
        }
    }
}

/// What a name means.
enum Meant {
    /// A session that can be read.
    Readable(PathBuf),
    /// A file that is sealed and cannot be read here, or one of several.
    Sealed { one: Unreadable, others: Vec<Unreadable> },
}

fn meant(storage: &dyn Storage, study: &StudyFolder, name: &str) -> Result<Meant, StudyError> {
    let path = Path::new(name);
    if !name.is_empty() && storage.entry(path).is_ok() {
        return Ok(Meant::Readable(path.to_owned()));
    }
    let wanted = name.to_lowercase();
    let compact = |id: SessionId| id.to_string().replace('-', "");
    let (listed, unreadable) = list(storage, study)?;
    let fits = |one: &&Listed| {
        !wanted.is_empty()
            && (one.site.to_lowercase().contains(&wanted)
                || one.id.to_string().contains(&wanted)
                || compact(one.id).contains(&wanted.replace('-', ""))
                || one
                    .path
                    .file_name()
                    .is_some_and(|file| file.to_string_lossy().to_lowercase().contains(&wanted)))
    };
    let found: Vec<&Listed> = listed.iter().filter(fits).collect();
    match found.as_slice() {
        [] => sealed_file(unreadable, name),
        [only] => Ok(Meant::Readable(only.path.clone())),
        several => Err(StudyError::Ambiguous {
            name: name.to_owned(),
            candidates: several.iter().map(|one| format!("{} ({})", one.id, one.site)).collect(),
        }),
    }
}

/// The sealed file that a name means: what is sealed says nothing of itself but that.
fn sealed_file(unreadable: Vec<Unreadable>, name: &str) -> Result<Meant, StudyError> {
    let wanted = name.to_lowercase();
    let in_a_file = [wanted.clone(), wanted.replace('-', ""), slug(&wanted)];
    let short = name.parse().ok().map(SessionId::short);
    let is_meant = |one: &Unreadable| {
        let file = file_name(one).to_lowercase();
        let mut parts = in_a_file.iter().chain(&short);
        one.error.unopened().is_some() && parts.any(|part| !part.is_empty() && file.contains(part.as_str()))
    };
    let mut others: Vec<Unreadable> = unreadable.into_iter().filter(is_meant).collect();
    if others.is_empty() {
        return Err(StudyError::NoSuchSession(name.to_owned()));
    }
    Ok(Meant::Sealed { one: others.remove(0), others })
}

fn file_name(one: &Unreadable) -> String {
    one.path.file_name().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A session with what its journals hold, for showing; writes nothing.
///
/// # Errors
/// As [`look`].
pub fn show(storage: &dyn Storage, path: &Path) -> Result<(Session, Recovered), StudyError> {
    look(storage, path).map(|looked| (looked.session, looked.recovered))
}
