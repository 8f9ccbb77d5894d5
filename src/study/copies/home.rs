//! A folder in which a session is kept: its files there, with backup and journals beside them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::format::journal::{Happened, Line};
use crate::model::ids::{SessionId, WriterId};
use crate::model::session::Session;
use crate::storage::{Storage, journal};
use crate::study::folder::StudyFolder;
use crate::study::opened::with_journals;
use crate::study::replay::Drafts;
use crate::study::{JOURNAL_LIMIT, StudyError};

/// One folder in which the session is kept, and what stands there of it.
#[derive(Debug)]
pub struct Home {
    /// The folder. For a copy that a second window wrote it is the folder of journals itself.
    pub folder: StudyFolder,
    /// Files of the session with what they hold and their bytes; the first is the one that its journals belong to.
    pub sessions: Vec<(PathBuf, Session, Vec<u8>)>,
    /// The session as it was one save before; nothing where that cannot be read.
    pub backups: Vec<(PathBuf, Option<Box<Session>>, Vec<u8>)>,
    /// Its journals.
    pub journals: Vec<PathBuf>,
    /// The lines of its journals that could be read, by journal.
    pub lines: Vec<(PathBuf, Vec<String>)>,
    /// What the journals hold.
    pub gained: Option<Box<Session>>,
    /// What is half typed.
    pub drafts: Drafts,
    /// Whether the end of a journal cannot be read.
    pub has_unreadable_end: bool,
}

/// A session in which nothing is written, known by all of these ids.
pub(super) fn empty(ids: &BTreeSet<SessionId>) -> Session {
    let first = ids.first().copied().unwrap_or_else(|| SessionId::from_random([0; 10]));
    let mut session = Session::new(first);
    session.add_ids(ids.iter().copied());
    session
}

impl Home {
    pub(super) const fn at(folder: StudyFolder) -> Self {
        Self {
            folder,
            sessions: Vec::new(),
            backups: Vec::new(),
            journals: Vec::new(),
            lines: Vec::new(),
            gained: None,
            drafts: Drafts::new(),
            has_unreadable_end: false,
        }
    }

    pub(super) fn take_session(&mut self, path: PathBuf, session: Session, bytes: Vec<u8>, is_named: bool) {
        let at = if is_named { 0 } else { self.sessions.len() };
        self.sessions.insert(at, (path, session, bytes));
    }

    /// Reads the journals that were found.
    pub(super) fn read_journals(
        &mut self,
        storage: &dyn Storage,
        ids: &BTreeSet<SessionId>,
    ) -> Result<(), StudyError> {
        if self.journals.is_empty() {
            return Ok(());
        }
        let looked = with_journals(storage, &self.folder, empty(ids))?;
        self.drafts = looked.recovered.drafts;
        self.has_unreadable_end = !looked.recovered.put_aside.is_empty();
        self.gained = Some(Box::new(looked.session));
        for path in &self.journals {
            let read = journal::read(storage, path, JOURNAL_LIMIT)?;
            self.lines.push((path.clone(), read.lines));
        }
        Ok(())
    }

    /// Everything here that holds versions.
    pub fn copies(&self) -> impl Iterator<Item = &Session> {
        let sessions = self.sessions.iter().map(|(_, session, _)| session);
        let backups = self.backups.iter().filter_map(|(_, session, _)| session.as_deref());
        sessions.chain(backups).chain(self.gained.as_deref())
    }

    /// The files here: sessions, backups, journals.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let sessions = self.sessions.iter().map(|(path, _, _)| path);
        let backups = self.backups.iter().map(|(path, _, _)| path);
        sessions.chain(backups).chain(&self.journals).map(PathBuf::as_path)
    }

    /// Who wrote its journal last, and for which session.
    #[must_use]
    pub fn begun_by(&self) -> Option<(SessionId, WriterId)> {
        let mut lines = self.lines.iter().rev().filter_map(|(_, lines)| lines.first());
        let begun = |line: &String| match Line::read(line).ok()?.happened {
            Happened::Begin { session, writer } => Some((session, writer)),
            _ => None,
        };
        lines.find_map(begun)
    }
}
