//! Sessions that pages come into: one that is there, held meanwhile, or one that is made for them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::Plan;
use crate::format::v1;
use crate::model::entry::{Entries, SINGLE, Version};
use crate::model::ids::{EntryId, ThemeId};
use crate::model::session::Session;
use crate::model::when::When;
use crate::storage::lock::WriterLock;
use crate::storage::{Storage, StorageError, atomic, folder};
use crate::study::create::{FreshIds, Setup, made, write_new};
use crate::study::folder::{StudyFolder, read_session};
use crate::study::opened::look;
use crate::study::{FILE_LIMIT, Now, StudyError};

/// A new session for pages, written nowhere yet. Where the day is said, it was held then.
///
/// # Errors
/// As [`create`](crate::study::create::create).
pub fn fresh(
    place: (&dyn Storage, &StudyFolder),
    setup: &Setup,
    ids: FreshIds,
    now: &Now,
    held_on: Option<NaiveDate>,
    held: Option<&BTreeSet<ThemeId>>,
) -> Result<Session, StudyError> {
    let mut session = made(place, setup, ids, now, held)?;
    if let (Some(date), Some(mut details)) = (held_on, session.details().cloned()) {
        let stamp = session.lists.details.get(SINGLE).and_then(|entry| entry.top()).map(|top| top.stamp);
        if let Some(stamp) = stamp {
            details.held_on = When::new(date.to_string());
            session.lists.details = Entries::default();
            session.lists.details.insert(EntryId::new(SINGLE), Version::first(stamp, details).into());
        }
    }
    Ok(session)
}

/// A session of a study, held so that nobody begins to record it meanwhile.
#[derive(Debug)]
pub struct Held {
    /// The session with what its journals hold.
    pub session: Session,
    path: PathBuf,
    _lock: WriterLock,
}

impl Held {
    /// Takes hold of a session.
    ///
    /// # Errors
    /// [`StudyError::Held`] when another hearken records it; otherwise as [`look`].
    pub fn take(storage: &dyn Storage, path: &Path) -> Result<Self, StudyError> {
        let study = StudyFolder::around(path);
        let id = read_session(storage, path)?.id();
        folder::create(storage, &study.keeping())?;
        let lock = study.hold_session(id, 1)?;
        Ok(Self { session: look(storage, path)?.session, path: path.to_owned(), _lock: lock })
    }

    /// Joins what was planned for this session into its file. Says whether that changed anything.
    ///
    /// # Errors
    /// [`StudyError::Storage`]; nothing was written then.
    pub fn bring(&self, storage: &dyn Storage, plan: &Plan) -> Result<bool, StudyError> {
        let Some(joined) = &plan.joined else { return Ok(false) };
        let text = within_limit(&self.path, v1::write_session(joined))?;
        let backup = StudyFolder::around(&self.path).backup(self.session.id());
        atomic::replace(storage, &self.path, text.as_bytes(), Some(&backup))?;
        Ok(true)
    }
}

/// Writes a new session into a study, with what was planned for it. Gives its file.
///
/// # Errors
/// [`StudyError::Storage`]; nothing was written then.
pub fn begin(
    storage: &dyn Storage,
    study: &StudyFolder,
    session: &Session,
    plan: &Plan,
) -> Result<PathBuf, StudyError> {
    let session = plan.joined.as_ref().unwrap_or(session);
    within_limit(&study.session_file(session), v1::write_session(session))?;
    write_new(storage, study, session)
}

/// A session that grew larger than what is read would be written once and never read again.
fn within_limit(path: &Path, text: String) -> Result<String, StudyError> {
    let (limit, found) = (FILE_LIMIT.as_bytes(), u64::try_from(text.len()).unwrap_or(u64::MAX));
    if found > limit {
        return Err(StorageError::TooLarge { path: path.to_owned(), limit, found }.into());
    }
    Ok(text)
}
