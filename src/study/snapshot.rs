//! Snapshots: the whole session into its file, and the journal that takes over meanwhile.
//!
//! Promises: the file never stands half written; what somebody else wrote into it is joined and not lost; nothing
//! that cannot be read is written over. All of it may take as long as the disk does, on whichever thread.

use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::turns::{Leave, Turn};
use super::{FILE_LIMIT, StudyError};
use crate::format::v1::{self, File};
use crate::merge::Join;
use crate::model::session::Session;
use crate::storage::journal::{JournalFile, JournalSync};
use crate::storage::{Storage, StorageError, StorageErrorKind, atomic, folder, read};

/// What tells whether a file still holds what was last written.
pub(super) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Makes the second journal, durable, with nothing in it but its beginning.
pub struct SecondJournal {
    pub(super) leave: Leave,
    pub(super) storage: Arc<dyn Storage>,
    pub(super) path: PathBuf,
    pub(super) begin: String,
}

impl SecondJournal {
    /// Makes it; nothing where the session was saved or left since this was asked for. Takes as long as the disk does.
    ///
    /// # Errors
    /// [`StorageError`].
    #[must_use]
    pub fn create(self) -> Option<Result<JournalFile, StorageError>> {
        let Self { leave, storage, path, begin } = self;
        leave.used(|_| JournalFile::create(&*storage, &path, &[begin]))
    }
}

/// A snapshot to be written by another thread.
pub struct SnapshotJob {
    pub(super) leave: Leave,
    /// What watched over the journal before: its last sync is waited for here.
    pub(super) retired: Option<JournalSync>,
    pub(super) journal: PathBuf,
    pub(super) second: PathBuf,
    pub(super) snapshot: Snapshot,
}

/// A session and where it is written to.
pub(super) struct Snapshot {
    pub(super) storage: Arc<dyn Storage>,
    pub(super) session: Session,
    pub(super) path: PathBuf,
    /// Where it goes when something that cannot be read stands at `path`.
    pub(super) beside: PathBuf,
    pub(super) backup: PathBuf,
}

/// A snapshot that was written.
#[derive(Debug)]
pub struct Saved {
    /// Where; another name than before when what stood there could not be read.
    pub path: PathBuf,
    /// What somebody else had written into the file meanwhile, if anything.
    pub joined: Option<Box<Session>>,
    pub(super) known: [u8; 32],
}

impl SnapshotJob {
    /// Writes the snapshot, then lets the second journal take the first one's place; nothing where the session was saved or
    /// left since this was asked for.
    ///
    /// # Errors
    /// [`StudyError::Storage`]: both journals stand as they were.
    #[must_use]
    pub fn run(self) -> Option<Result<Saved, StudyError>> {
        let Self { leave, retired, journal, second, snapshot } = self;
        drop(retired);
        leave.used(|turn| {
            let storage = Arc::clone(&snapshot.storage);
            let done = snapshot.save(turn)?;
            folder::rename(&*storage, &second, &journal)?;
            Ok(done)
        })
    }
}

impl Snapshot {
    /// Writes it. What somebody else had written is known only when whoever has the session in memory has joined it too:
    /// until then the next snapshot joins it once more.
    ///
    /// # Errors
    /// [`StudyError::Storage`]: what stood there stands there still.
    pub(super) fn save(mut self, turn: &mut Turn) -> Result<Saved, StudyError> {
        let (joined, path) = match self.changed_by_others(turn) {
            Ok(joined) => (joined, self.path.clone()),
            // Something else stands there now: it is left as it is.
            Err(StudyError::Format { .. } | StudyError::WrongKind { .. }) => (None, self.beside.clone()),
            Err(error) => return Err(error),
        };
        if let Some(theirs) = &joined {
            self.session.join((**theirs).clone());
        }
        let text = v1::write_session(&self.session);
        atomic::replace(&*self.storage, &path, text.as_bytes(), Some(&self.backup))?;
        let known = digest(text.as_bytes());
        if joined.is_none() {
            turn.known = known;
        }
        Ok(Saved { path, joined, known })
    }

    /// What stands in the file, if somebody else wrote it since this program last did.
    fn changed_by_others(&self, turn: &Turn) -> Result<Option<Box<Session>>, StudyError> {
        let bytes = match read(&*self.storage, &self.path, FILE_LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == StorageErrorKind::Missing => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if digest(&bytes) == turn.known {
            return Ok(None);
        }
        let wrong = |found| StudyError::WrongKind { path: self.path.clone(), wanted: "this session", found };
        match v1::read(&bytes) {
            Ok(File::Session(theirs)) if !theirs.ids().is_disjoint(self.session.ids()) => Ok(Some(theirs)),
            Ok(other) => Err(wrong(other.kind())),
            Err(source) => Err(StudyError::Format { path: self.path.clone(), source }),
        }
    }
}
