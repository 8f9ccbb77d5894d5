//! A second recorder in the same room: an invitation file, or the id read out.

use std::path::{Path, PathBuf};

use super::create::{FreshIds, Setup, fill, write_new};
use super::folder::{StudyFolder, read_session};
use super::{Now, StudyError, instruments};
use crate::format::v1;
use crate::model::entry::Entries;
use crate::model::ids::SessionId;
use crate::model::session::Session;
use crate::storage::{Storage, atomic};

/// Writes a session without its notes, answers and summaries, for a second laptop. What was withdrawn or erased
/// goes along, so that it stays gone there too.
///
/// # Errors
/// As [`read_session`]; [`StudyError::Storage`], also when something stands at `out`.
pub fn invite(storage: &dyn Storage, session: &Path, out: &Path) -> Result<SessionId, StudyError> {
    let (id, text) = invitation(storage, session)?;
    atomic::create(storage, out, text.as_bytes())?;
    Ok(id)
}

/// The text of an invitation, with the id of its session.
///
/// # Errors
/// As [`read_session`].
pub fn invitation(storage: &dyn Storage, session: &Path) -> Result<(SessionId, String), StudyError> {
    let session = read_session(storage, session)?;
    Ok((session.id(), v1::write_session(&without_talk(&session))))
}

/// The frame of a session: everything but what was said.
#[must_use]
pub fn without_talk(session: &Session) -> Session {
    let mut frame = Session::new(session.id());
    frame.add_ids(session.ids().iter().copied());
    frame.instruments.clone_from(&session.instruments);
    frame.lists.details.clone_from(&session.lists.details);
    frame.lists.writers.clone_from(&session.lists.writers);
    frame.lists.participants.clone_from(&session.lists.participants);
    frame.lists.themes.clone_from(&session.lists.themes);
    frame.lists.same_as.clone_from(&session.lists.same_as);
    frame.ledger.withdrawals = session.ledger.withdrawals.clone();
    frame.ledger.erasures = session.ledger.erasures.clone();
    frame.ledger.erased = session.ledger.erased.clone();
    frame
}

/// Makes this laptop a second recorder of a session started elsewhere, from an invitation file. If the session
/// is in the study already, that is the one.
///
/// # Errors
/// As [`read_session`]; [`StudyError::Storage`].
pub fn join_by_file(storage: &dyn Storage, study: &StudyFolder, file: &Path) -> Result<PathBuf, StudyError> {
    let mut session = read_session(storage, file)?;
    // An invitation may be older than a withdrawal that this study knows of.
    study.reach(storage, [&mut session])?;
    match already_here(storage, study, session.id())? {
        Some(path) => Ok(path),
        None => write_new(storage, study, &session),
    }
}

/// Makes this laptop a second recorder of a session whose id was read out; `ids.session` is that id. It writes
/// no details: those come with the first merge. Seats made here are this laptop's own until they are linked.
///
/// # Errors
/// As [`instruments::for_new_session`]; [`StudyError::Storage`].
pub fn join_by_id(
    storage: &dyn Storage,
    study: &StudyFolder,
    setup: &Setup,
    ids: FreshIds,
    now: &Now,
) -> Result<PathBuf, StudyError> {
    if let Some(path) = already_here(storage, study, ids.session)? {
        return Ok(path);
    }
    let mut session = Session::new(ids.session);
    session.instruments.insert(instruments::for_new_session(storage, study, &setup.instrument)?);
    fill(&mut session, setup, ids, now)?;
    session.lists.details = Entries::default();
    write_new(storage, study, &session)
}

fn already_here(
    storage: &dyn Storage,
    study: &StudyFolder,
    id: SessionId,
) -> Result<Option<PathBuf>, StudyError> {
    let (listed, _) = super::catalogue::list(storage, study)?;
    Ok(listed.into_iter().find(|one| one.id == id).map(|one| one.path))
}
