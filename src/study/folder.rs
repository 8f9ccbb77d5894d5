//! A study's folder: which files it has and what they are called.
//!
//! Names are for people; the id inside a file is the truth. What comes from outside (a site's name) goes into a
//! file name only as letters, digits and hyphens.

use std::path::{Path, PathBuf};

use super::{FILE_LIMIT, Now, StudyError, leftovers};
use crate::format::v1::{self, File};
use crate::merge::join::reach;
use crate::model::collection::Collection;
use crate::model::entry::{SINGLE, Version};
use crate::model::ids::{EntryId, SessionId, WriterId};
use crate::model::session::Session;
use crate::model::stamp::Stamp;
use crate::model::study::{Study, StudyDetails};
use crate::storage::lock::{LockError, WriterLock};
use crate::storage::{Storage, StorageError, StorageErrorKind, atomic, folder, read};

/// The folder of one study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyFolder {
    root: PathBuf,
}

impl StudyFolder {
    /// The study in this folder, whether or not it is there yet.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The study that the session file at `path` lies in.
    #[must_use]
    pub fn around(path: &Path) -> Self {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        Self::at(parent.unwrap_or(Path::new(".")))
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// `study.json`.
    #[must_use]
    pub fn study_file(&self) -> PathBuf {
        self.root.join("study.json")
    }

    /// `withdrawals.json`: records that reach the sessions here, and old copies of them.
    #[must_use]
    pub fn withdrawals_file(&self) -> PathBuf {
        self.root.join("withdrawals.json")
    }

    /// The folder for reports and exports; never searched for input.
    #[must_use]
    pub fn exports(&self) -> PathBuf {
        self.root.join("exports")
    }

    /// The folder for instruments of the study's own.
    #[must_use]
    pub fn instruments(&self) -> PathBuf {
        self.root.join("instruments")
    }

    /// The file of an instrument of the study's own.
    #[must_use]
    pub fn instrument_file(&self, id: &str) -> PathBuf {
        self.instruments().join(format!("{id}.json"))
    }

    /// The folder for journals, locks and backups.
    #[must_use]
    pub fn keeping(&self) -> PathBuf {
        self.root.join(".hearken")
    }

    /// What lies in the folder for journals; nothing where there is no such folder.
    ///
    /// # Errors
    /// [`StorageError`] when the folder cannot be listed.
    pub(super) fn kept(&self, storage: &dyn Storage) -> Result<Vec<PathBuf>, StorageError> {
        match folder::list(storage, &self.keeping()) {
            Err(error) if error.kind() == StorageErrorKind::Missing => Ok(Vec::new()),
            listed => listed,
        }
    }

    /// The journal of a session.
    #[must_use]
    pub fn journal(&self, id: SessionId) -> PathBuf {
        self.keeping().join(format!("{id}.journal"))
    }

    /// The journal that takes over while a snapshot is being written.
    #[must_use]
    pub fn next_journal(&self, id: SessionId) -> PathBuf {
        self.keeping().join(format!("{id}.journal.next"))
    }

    /// The lock of a session's writer.
    #[must_use]
    pub fn lock(&self, id: SessionId) -> PathBuf {
        self.keeping().join(format!("{id}.lock"))
    }

    /// Holds a session, as whoever records it does; tries so often.
    ///
    /// # Errors
    /// [`StudyError::Held`] when it is open elsewhere; [`StudyError::Storage`], also where the folder for locks is not
    /// there.
    pub(super) fn hold_session(&self, id: SessionId, attempts: u32) -> Result<WriterLock, StudyError> {
        WriterLock::try_take(&self.lock(id), attempts).map_err(|error| StudyError::of_lock(error, id))
    }

    /// Holds several sessions, one try each.
    ///
    /// # Errors
    /// As [`hold_session`](Self::hold_session).
    pub(super) fn hold_sessions(
        &self,
        ids: impl IntoIterator<Item = SessionId>,
    ) -> Result<Vec<WriterLock>, StudyError> {
        ids.into_iter().map(|id| self.hold_session(id, 1)).collect()
    }

    /// The lock of whoever changes `study.json` or `withdrawals.json`.
    pub(super) fn study_lock(&self) -> PathBuf {
        self.keeping().join("study.lock")
    }

    /// Holds `study.json` and `withdrawals.json`. Whoever changes one of them reads, changes and writes it while it is
    /// held: of two commands in one moment neither takes back what the other wrote. What a save of them left that was
    /// killed goes. Waits for a second; a command that holds it must not ask for it again.
    ///
    /// # Errors
    /// [`StudyError::StudyHeld`]; [`StudyError::Storage`] where the lock cannot be made.
    pub fn hold(&self, storage: &dyn Storage) -> Result<WriterLock, StudyError> {
        folder::create(storage, &self.keeping())?;
        let held =
            WriterLock::try_take(&self.study_lock(), WriterLock::A_SECOND).map_err(|error| match error {
                LockError::Held { .. } => StudyError::StudyHeld { path: self.study_file() },
                LockError::Storage(error) => StudyError::from(error),
            })?;
        // One that stays is told by `hearken list`, and is no reason to write nothing.
        leftovers::remove_of_study(storage, self).ok();
        Ok(held)
    }

    /// The session as it was one snapshot ago.
    #[must_use]
    pub fn backup(&self, id: SessionId) -> PathBuf {
        self.keeping().join(format!("{id}.backup"))
    }

    /// The file a new session is written to.
    #[must_use]
    pub fn session_file(&self, session: &Session) -> PathBuf {
        let short = session.id().short();
        let name = match session.details() {
            Some(details) => {
                let date = details.held_on.date().map(|date| format!("{date}-")).unwrap_or_default();
                format!("{date}{}{short}.json", slug(&details.site))
            }
            None => format!("{short}.json"),
        };
        self.root.join(name)
    }

    /// Makes the folder, and a `study.json` where there is none.
    ///
    /// # Errors
    /// [`StudyError::Storage`] when it cannot be written, [`StudyError::StudyHeld`]: said before a session starts.
    pub fn make(
        &self,
        storage: &dyn Storage,
        id: SessionId,
        writer: WriterId,
        now: &Now,
    ) -> Result<(), StudyError> {
        folder::create(storage, &self.root)?;
        folder::create(storage, &self.keeping())?;
        let is_there = || storage.entry(&self.study_file()).is_ok();
        if is_there() {
            return Ok(());
        }
        // A merge that looked before it was there would write over it.
        let _held = self.hold(storage)?;
        if is_there() {
            return Ok(());
        }
        let mut study = Study { ids: [id].into(), ..Study::default() };
        let details = StudyDetails { title: "My study".to_owned(), words: None };
        let version = Version::first(Stamp::next(now.millis, writer, None, &[])?, details);
        study.lists.details.insert(EntryId::new(SINGLE), version.into());
        match atomic::create(storage, &self.study_file(), v1::write_study(&study).as_bytes()) {
            // Something else made it in the same moment.
            Err(StorageError::AlreadyThere { .. }) | Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads `study.json`; nothing where there is none.
    ///
    /// # Errors
    /// [`StudyError::Storage`], [`StudyError::Format`], [`StudyError::WrongKind`].
    pub fn study(&self, storage: &dyn Storage) -> Result<Option<Study>, StudyError> {
        let path = self.study_file();
        match read_file(storage, &path) {
            Ok(File::Study(study)) => Ok(Some(*study)),
            Ok(other) => Err(StudyError::WrongKind { path, wanted: "a study", found: other.kind() }),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The records that reach the sessions here.
    ///
    /// # Errors
    /// [`StudyError::Storage`], [`StudyError::Format`], [`StudyError::WrongKind`].
    pub fn withdrawals(&self, storage: &dyn Storage) -> Result<Collection, StudyError> {
        let path = self.withdrawals_file();
        match read_file(storage, &path) {
            Ok(File::Collection(records)) => Ok(records),
            Ok(other) => Err(StudyError::WrongKind { path, wanted: "a collection", found: other.kind() }),
            Err(error) if is_missing(&error) => Ok(Collection::default()),
            Err(error) => Err(error),
        }
    }

    /// Takes out of sessions what was withdrawn in this study: an old copy brings nothing back.
    ///
    /// # Errors
    /// As [`withdrawals`](Self::withdrawals).
    pub fn reach<'a>(
        &self,
        storage: &dyn Storage,
        sessions: impl IntoIterator<Item = &'a mut Session>,
    ) -> Result<(), StudyError> {
        let records = self.withdrawals(storage)?;
        for session in sessions {
            reach(session, &records.withdrawals, &records.erasures);
        }
        Ok(())
    }

    /// Every file directly in the folder that may be a session, in the order of names, sealed or not. Links and folders
    /// are passed over, and so are `study.json` and `withdrawals.json`.
    ///
    /// # Errors
    /// [`StudyError::Storage`].
    pub fn session_candidates(&self, storage: &dyn Storage) -> Result<Vec<PathBuf>, StudyError> {
        let own = [self.study_file(), self.withdrawals_file()];
        let paths = folder::list(storage, &self.root)?;
        Ok(paths
            .into_iter()
            // A sealed session is known by its name without “.age”, unless a plain one has that name too.
            .filter(|path| {
                path.extension().is_some_and(|extension| extension == "json") || is_sealed_beside(path)
            })
            .filter(|path| !own.contains(path))
            .filter(|path| match storage.entry(path) {
                Ok(entry) => entry.kind == crate::storage::FileKind::File && !entry.is_link,
                // It is there; who reads it is told what is wrong.
                Err(error) => error.kind() != std::io::ErrorKind::NotFound,
            })
            .collect())
    }
}

fn is_sealed_beside(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".json.age"))
}

/// Whether an error says that there is no such file.
pub(super) fn is_missing(error: &StudyError) -> bool {
    matches!(error, StudyError::Storage(error) if error.kind() == StorageErrorKind::Missing)
}

/// Reads any of hearken's files.
///
/// # Errors
/// [`StudyError::Storage`], [`StudyError::Format`].
pub fn read_file(storage: &dyn Storage, path: &Path) -> Result<File, StudyError> {
    let bytes = read(storage, path, FILE_LIMIT)?;
    v1::read(&bytes).map_err(|source| StudyError::Format { path: path.to_owned(), source })
}

/// Reads a session, filtered by the records of the study it lies in.
///
/// # Errors
/// As [`read_file`], and [`StudyError::WrongKind`].
pub fn read_session(storage: &dyn Storage, path: &Path) -> Result<Session, StudyError> {
    match read_file(storage, path)? {
        File::Session(mut session) => {
            let study = StudyFolder::around(path);
            study.reach(storage, [&mut *session])?;
            if study.root().file_name().is_some_and(|name| name == ".hearken") {
                // A second window's copy lies among the journals; its records are those of the study above.
                StudyFolder::around(study.root()).reach(storage, [&mut *session])?;
            }
            Ok(*session)
        }
        other => {
            Err(StudyError::WrongKind { path: path.to_owned(), wanted: "a session", found: other.kind() })
        }
    }
}

/// Letters and digits of a name, in lower case, joined by hyphens and followed by one; at most forty letters.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() || (letter.is_alphanumeric() && !letter.is_ascii()) {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.chars().count() >= 40 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { String::new() } else { format!("{slug}-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sites_name_never_becomes_a_path() {
        assert_eq!(slug("Devon & Cornwall"), "devon-cornwall-");
        assert_eq!(slug("../../etc/x"), "etc-x-");
        assert_eq!(slug("C:\\CON\0"), "c-con-");
        assert_eq!(slug("-rf"), "rf-");
        assert_eq!(slug("///"), "");
        assert_eq!(slug(&"x".repeat(10_000)).len(), 41);
    }
}
