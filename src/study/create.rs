//! A new session.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::folder::StudyFolder;
use super::{Now, StudyError, instruments, themes};
use crate::format::{builtin, v1};
use crate::model::entry::{SINGLE, Version};
use crate::model::ids::{EntryId, SeatId, SessionId, ThemeId, WriterId};
use crate::model::instrument::Instrument;
use crate::model::people::{Participant, RecorderRole, Writer};
use crate::model::running::{Details, SessionKind};
use crate::model::session::Session;
use crate::model::stamp::Stamp;
use crate::model::when::When;
use crate::storage::{Storage, atomic, folder};

/// What is settled before a session begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The instrument's id.
    pub instrument: String,
    /// What kind of session.
    pub kind: SessionKind,
    /// Where.
    pub site: String,
    /// How long it is to last.
    pub planned_minutes: Option<u32>,
    /// How many seats, and what each person does where that is known.
    pub seats: Vec<Option<String>>,
    /// Of the person at the keys.
    pub initials: String,
    /// What the person does.
    pub role: RecorderRole,
    /// For reading: what is read.
    pub source: Option<String>,
    /// The language it is held in; without one, the instrument's own.
    pub lang: Option<String>,
}

impl Setup {
    /// A small focus group to practise in.
    #[must_use]
    pub fn practice(initials: String) -> Self {
        Self {
            instrument: instrument_of_kind(SessionKind::FocusGroup).to_owned(),
            kind: SessionKind::FocusGroup,
            site: "Practice".to_owned(),
            planned_minutes: Some(90),
            seats: vec![None; 3],
            initials,
            role: RecorderRole::NoteTaker,
            source: None,
            lang: None,
        }
    }
}

/// The random ids a new session needs.
#[derive(Debug, Clone, Copy)]
pub struct FreshIds {
    /// For the session.
    pub session: SessionId,
    /// For the writer that makes it.
    pub writer: WriterId,
    /// The laptop's own.
    pub laptop: WriterId,
}

/// Finds an instrument that comes with the program. [`instruments::find`] knows those of a study too.
///
/// # Errors
/// [`StudyError::NoSuchInstrument`].
pub fn instrument(id: &str) -> Result<Arc<Instrument>, StudyError> {
    let found = builtin::instruments().unwrap_or_default();
    found
        .into_iter()
        .find(|instrument| instrument.guide().id == id)
        .ok_or_else(|| StudyError::NoSuchInstrument(id.to_owned()))
}

/// The id of the instrument that belongs to a kind of session.
#[must_use]
pub const fn instrument_of_kind(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::FocusGroup | SessionKind::Interview => "practice-survey",
        SessionKind::Questionnaire => "safeguarding-board",
        SessionKind::PrisonVisit => "prison-visit",
        SessionKind::Meeting => "meeting",
        SessionKind::Reading => "reading",
    }
}

/// Makes a session in a study and writes its file.
///
/// # Errors
/// As [`instruments::for_new_session`]; [`StudyError::NoSuchLanguage`]; [`StudyError::Storage`] when the folder cannot be
/// written.
pub fn create(
    storage: &dyn Storage,
    study: &StudyFolder,
    setup: &Setup,
    ids: FreshIds,
    now: &Now,
) -> Result<(SessionId, PathBuf), StudyError> {
    create_holding(storage, study, setup, ids, now, None)
}

/// [`create`], holding only some themes of the guide: the others are marked as left out for lack of time. Without
/// a set all of them are held.
///
/// # Errors
/// As [`create`].
pub fn create_holding(
    storage: &dyn Storage,
    study: &StudyFolder,
    setup: &Setup,
    ids: FreshIds,
    now: &Now,
    held: Option<&BTreeSet<ThemeId>>,
) -> Result<(SessionId, PathBuf), StudyError> {
    let session = made((storage, study), setup, ids, now, held)?;
    let path = write_new(storage, study, &session)?;
    Ok((session.id(), path))
}

/// A new session, written nowhere yet.
pub(super) fn made(
    (storage, study): (&dyn Storage, &StudyFolder),
    setup: &Setup,
    ids: FreshIds,
    now: &Now,
    held: Option<&BTreeSet<ThemeId>>,
) -> Result<Session, StudyError> {
    let mut session = Session::new(ids.session);
    let instrument = instruments::for_new_session(storage, study, &setup.instrument)?;
    if let Some(lang) = &setup.lang {
        instruments::has_language(&instrument, lang)?;
    }
    session.instruments.insert(instrument);
    let last = fill(&mut session, setup, ids, now)?;
    if let Some(held) = held {
        themes::leave_out_others(&mut session, held, last, now)?;
    }
    Ok(session)
}

/// Writes the file of a session that has none yet.
pub(super) fn write_new(
    storage: &dyn Storage,
    study: &StudyFolder,
    session: &Session,
) -> Result<PathBuf, StudyError> {
    folder::create(storage, study.root())?;
    folder::create(storage, &study.keeping())?;
    let path = study.session_file(session);
    atomic::create(storage, &path, v1::write_session(session).as_bytes())?;
    Ok(path)
}

/// Adds details, the writer and the seats; gives the last stamp that was used for it.
pub(super) fn fill(
    session: &mut Session,
    setup: &Setup,
    ids: FreshIds,
    now: &Now,
) -> Result<Stamp, StudyError> {
    let mut last = None;
    let mut next = || {
        let stamp = Stamp::next(now.millis, ids.writer, last, &[])?;
        last = Some(stamp);
        Ok::<Stamp, StudyError>(stamp)
    };
    let details = Details {
        kind: setup.kind,
        site: setup.site.clone(),
        held_on: now.wall.date().map_or_else(|| now.wall.clone(), |date| When::new(date.to_string())),
        planned_minutes: setup.planned_minutes,
        lang: setup.lang.clone(),
        source: setup.source.clone(),
    };
    session.lists.details.insert(EntryId::new(SINGLE), Version::first(next()?, details).into());
    let opening = next()?;
    session.lists.writers.insert(
        EntryId::new(ids.writer.to_string()),
        Version::first(opening, writer(setup, ids, now)).into(),
    );
    for (number, role) in (1..).zip(&setup.seats) {
        let seat =
            Participant { label: format!("P{number}"), role: role.clone(), sector: None, consent: None };
        let id = SeatId::of(number, ids.writer);
        let version = Version::over(next()?, BTreeSet::new(), seat);
        session.lists.participants.insert(EntryId::new(id.as_str()), version.into());
    }
    Ok(last.unwrap_or(opening))
}

fn writer(setup: &Setup, ids: FreshIds, now: &Now) -> Writer {
    Writer {
        laptop: ids.laptop,
        initials: setup.initials.clone(),
        role: setup.role,
        opened: now.wall.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instrument_of_every_kind_comes_with_the_program() {
        for kind in SessionKind::ALL {
            assert!(instrument(instrument_of_kind(*kind)).is_ok(), "{}", kind.word());
        }
        assert_eq!(instrument_of_kind(SessionKind::Interview), "practice-survey");
    }
}
