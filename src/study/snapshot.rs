//! Snapshots: the whole session into its file, and the journal that takes over meanwhile.
//!
//! Promises: the file never stands half written; what somebody else wrote into it is joined and not lost; nothing
//! that cannot be read is written over. All of it may take as long as the disk does, on whichever thread.

use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

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
    pub(super) storage: Arc<dyn Storage>,
    pub(super) path: PathBuf,
    pub(super) begin: String,
}

impl SecondJournal {
    /// Makes it. Takes as long as the disk does.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn create(&self) -> Result<JournalFile, StorageError> {
        JournalFile::create(&*self.storage, &self.path, std::slice::from_ref(&self.begin))
    }
}

/// A snapshot to be written, on whichever thread.
pub struct SnapshotJob {
    pub(super) storage: Arc<dyn Storage>,
    pub(super) session: Session,
    pub(super) path: PathBuf,
    /// Where it goes when something that cannot be read stands at `path`.
    pub(super) beside: PathBuf,
    pub(super) backup: PathBuf,
    pub(super) journal: PathBuf,
    pub(super) second: PathBuf,
    pub(super) known: [u8; 32],
    /// What watched over the journal before: its last sync is waited for here.
    pub(super) retired: Option<JournalSync>,
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
    /// Writes the snapshot, then lets the second journal take the first one's place.
    ///
    /// # Errors
    /// [`StudyError::Storage`]: both journals stand as they were.
    pub fn run(self) -> Result<Saved, StudyError> {
        let (storage, journal, second) =
            (Arc::clone(&self.storage), self.journal.clone(), self.second.clone());
        let done = self.save()?;
        folder::rename(&*storage, &second, &journal)?;
        Ok(done)
    }

    pub(super) fn save(mut self) -> Result<Saved, StudyError> {
        drop(self.retired.take());
        let (joined, path) = match self.changed_by_others() {
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
        Ok(Saved { path, joined, known: digest(text.as_bytes()) })
    }

    /// What stands in the file, if somebody else wrote it since this program last did.
    fn changed_by_others(&self) -> Result<Option<Box<Session>>, StudyError> {
        let bytes = match read(&*self.storage, &self.path, FILE_LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == StorageErrorKind::Missing => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if digest(&bytes) == self.known {
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
