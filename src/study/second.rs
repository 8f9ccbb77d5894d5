//! A second window on a session that another hearken is recording: notes in a copy of one's own.
//!
//! The copy is the session without what was said, under `.second-WRITER.json` beside the journals, with a journal
//! and a lock of its own. It is joined when both are closed, whichever is closed last; until then it stays, and
//! the next opening joins it. Nothing of it is removed before all of it is safe elsewhere: what is half typed in it, and
//! the end of its journal that cannot be read, wait there until the session is opened.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folder::{StudyFolder, read_session};
use super::invite::without_talk;
use super::opened::{Looked, Recovered, look};
use super::replay::Draft;
use super::{FILE_LIMIT, StudyError};
use crate::format::v1;
use crate::merge::Join;
use crate::model::ids::{EntryId, SessionId, WriterId};
use crate::model::session::Session;
use crate::storage::lock::WriterLock;
use crate::storage::{Storage, StorageError, atomic, folder, read};

const PREFIX: &str = ".second-";

/// Makes a copy to take notes in; gives its file.
///
/// # Errors
/// As [`read_session`]; [`StudyError::Storage`].
pub fn copy(storage: &dyn Storage, session: &Path, writer: WriterId) -> Result<PathBuf, StudyError> {
    let keeping = StudyFolder::around(session).keeping();
    folder::create(storage, &keeping)?;
    let path = keeping.join(format!("{PREFIX}{writer}.json"));
    let frame = without_talk(&read_session(storage, session)?);
    atomic::create(storage, &path, v1::write_session(&frame).as_bytes())?;
    Ok(path)
}

/// The copies of a session that are there, whether or not somebody writes them, with their ids. What cannot be read is
/// passed over.
pub(super) fn copies(
    storage: &dyn Storage,
    study: &StudyFolder,
    ids: &[SessionId],
) -> Vec<(PathBuf, SessionId)> {
    let names = folder::list(storage, &study.keeping()).unwrap_or_default();
    let of_session = |path| of_session(storage, path, ids).ok().flatten();
    names.into_iter().filter_map(of_session).collect()
}

/// [`copies`], for who has to know of every one.
///
/// # Errors
/// [`StudyError::Storage`] when the folder, or what is called like a copy, cannot be read.
pub(super) fn every_copy(
    storage: &dyn Storage,
    study: &StudyFolder,
    ids: &[SessionId],
) -> Result<Vec<(PathBuf, SessionId)>, StudyError> {
    study.kept(storage)?.into_iter().filter_map(|path| of_session(storage, path, ids).transpose()).collect()
}

/// The sessions of which a copy is there that can be read.
pub(super) fn copied(storage: &dyn Storage, study: &StudyFolder) -> BTreeSet<SessionId> {
    let names = folder::list(storage, &study.keeping()).unwrap_or_default();
    let is_called_so = |path: &PathBuf| path.file_name().is_some_and(|name| is_copy(&name.to_string_lossy()));
    let ids = names.into_iter().filter(is_called_so).filter_map(|path| read_session(storage, &path).ok());
    ids.map(|session| session.id()).collect()
}

/// A file with its id, if it is a copy of one of these sessions.
fn of_session(
    storage: &dyn Storage,
    path: PathBuf,
    ids: &[SessionId],
) -> Result<Option<(PathBuf, SessionId)>, StudyError> {
    if !path.file_name().is_some_and(|name| is_copy(&name.to_string_lossy())) {
        return Ok(None);
    }
    match read_session(storage, &path) {
        Ok(session) => Ok(Some((path, session.id())).filter(|(_, id)| ids.contains(id))),
        // It is no session, or damaged.
        Err(StudyError::Format { .. } | StudyError::WrongKind { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a file of this name beside the journals is such a copy, of whatever session.
pub(super) fn is_copy(name: &str) -> bool {
    name.starts_with(PREFIX)
}

/// A copy that nobody writes any more, held so that nobody begins to.
pub(super) struct Idle {
    path: PathBuf,
    looked: Looked,
    lock: WriterLock,
}

/// The copies of a session that nobody writes any more, with what their journals hold. One that is being written, that
/// cannot be read, or whose lock cannot be made, is left where it is.
pub(super) fn idle(storage: &dyn Storage, study: &StudyFolder, ids: &[SessionId]) -> Vec<Idle> {
    let inner = StudyFolder::at(study.keeping());
    let held = |(path, id): (PathBuf, SessionId)| {
        // A copy that was brought here without its journals has no folder for the lock yet; that is nobody's hold on it.
        folder::create(storage, &inner.keeping()).ok()?;
        let lock = WriterLock::try_take(&inner.lock(id), 1).ok()?;
        let mut looked = look(storage, &path).ok()?;
        // Of one in which all was erased again nothing is left to carry on with.
        looked.recovered.drafts.retain(|_, draft| !draft.is_empty());
        Some(Idle { path, looked, lock })
    };
    copies(storage, study, ids).into_iter().filter_map(held).collect()
}

impl Idle {
    /// What was noted in the copy.
    pub(super) const fn session(&self) -> &Session {
        &self.looked.session
    }

    /// How many half-typed notes stand in the copy and nowhere else.
    pub(super) fn half_typed(&self) -> usize {
        self.looked.recovered.drafts.len()
    }

    /// Puts the unreadable ends of its journals aside, beside the session's own, and gives where and why. A copy in which
    /// something is half typed keeps them, as it stays itself.
    ///
    /// # Errors
    /// [`StorageError`]: the copy keeps them.
    pub(super) fn put_tails_aside(
        &mut self,
        storage: &dyn Storage,
        study: &StudyFolder,
    ) -> Result<Vec<(PathBuf, String)>, StorageError> {
        if self.half_typed() > 0 {
            return Ok(Vec::new());
        }
        self.looked.put_tails_aside(storage, Some(&study.journal(self.session().id())))?;
        Ok(std::mem::take(&mut self.looked.recovered.put_aside))
    }

    /// Hands over what its journals hold beside versions to what came back of its session: half-typed notes, and ends that
    /// cannot be read. Where another half-typed note stands in the place of one, neither takes it from the other: then the
    /// copy keeps all of it.
    ///
    /// # Errors
    /// As [`put_tails_aside`](Self::put_tails_aside).
    pub(super) fn hand_over(
        &mut self,
        storage: &dyn Storage,
        study: &StudyFolder,
        back: &mut Recovered,
    ) -> Result<(), StorageError> {
        let drafts = &mut self.looked.recovered.drafts;
        let is_in_the_way = |(name, draft): (&Option<EntryId>, &Draft)| {
            let there = back.drafts.get(name).filter(|there| !there.is_empty());
            // What was handed over before a crash came back already.
            there.is_some_and(|there| there.restated(name.as_ref()) != draft.restated(name.as_ref()))
        };
        if drafts.iter().any(is_in_the_way) {
            back.waiting += drafts.len();
            return Ok(());
        }
        let mut drafts = std::mem::take(drafts);
        back.put_aside.extend(self.put_tails_aside(storage, study)?);
        back.drafts.append(&mut drafts);
        Ok(())
    }

    /// Removes the copy with its journal and backup, once what it held stands in the session's files. One that holds
    /// something still that was not handed over stays.
    pub(super) fn remove(self, storage: &dyn Storage) {
        if !self.looked.is_all_in_session() {
            return;
        }
        let inner = StudyFolder::around(&self.path);
        let id = self.session().id();
        let beside = [inner.journal(id), inner.next_journal(id), inner.backup(id)];
        for path in beside.into_iter().chain([self.path]) {
            // One that stays is joined once more at the next opening, which changes nothing.
            let _ = folder::remove_file(storage, &path);
        }
        drop(self.lock);
    }
}

/// After a copy has been closed: joins it into the session's file, if nobody writes that now. Otherwise whoever
/// does joins it on closing. A copy with something half typed stays until the session is opened.
///
/// # Errors
/// [`StudyError::Storage`], [`StudyError::Format`]: the copy stays, and the next opening joins it.
pub fn join_back(storage: &Arc<dyn Storage>, copy: &Path, session: &Path) -> Result<(), StudyError> {
    let study = StudyFolder::around(session);
    let id = read_session(&**storage, copy)?.id();
    let _lock = match study.hold_session(id, 1) {
        Err(StudyError::Held { .. }) => return Ok(()),
        held => held?,
    };
    let before = read(&**storage, session, FILE_LIMIT)?;
    let mut joined = read_session(&**storage, session)?;
    let copies = idle(&**storage, &study, &[id]);
    for copy in &copies {
        joined.join(copy.session().clone());
    }
    let text = v1::write_session(&joined);
    if text.as_bytes() != before {
        atomic::replace(&**storage, session, text.as_bytes(), Some(&study.backup(id)))?;
    }
    for copy in copies {
        copy.remove(&**storage);
    }
    Ok(())
}
