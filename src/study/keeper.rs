//! The files of a session being recorded: its journal, its snapshots, its lock.
//!
//! Promises: a change is in the journal before it is shown; between any two steps a crash replays to the same
//! state; a snapshot that comes late replaces nothing newer. Leaves to others: on which thread a snapshot is written (`run`).
//!
//! While a snapshot is written, typing goes on into a second journal. The order is: second journal durable,
//! changes go there, snapshot durable, second journal takes the first one's name. Replaying reads both, the
//! second after the first, and joining a version twice changes nothing.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::StudyError;
use super::folder::StudyFolder;
use super::replay::{Drafts, type_on};
use super::second;
use super::snapshot::{Saved, SecondJournal, Snapshot, SnapshotJob, digest};
use super::turns::{Turn, Turns};
use crate::format::journal::{Happened, Line, Put};
use crate::merge::Join;
use crate::model::ids::{SessionId, WriterId};
use crate::model::session::Session;
use crate::storage::journal::{JournalFile, JournalSync};
use crate::storage::lock::WriterLock;
use crate::storage::{Storage, StorageError, StorageErrorKind, folder};

/// A journal of this size is followed by a snapshot.
pub const JOURNAL_FULL: u64 = 256 << 10;

/// The files of a session being recorded.
pub struct Keeper {
    storage: Arc<dyn Storage>,
    study: StudyFolder,
    path: PathBuf,
    id: SessionId,
    writer: WriterId,
    turns: Arc<Turns>,
    journal: Option<JournalFile>,
    sync: Option<JournalSync>,
    q: u64,
    /// The number of the first line after those the journal began with.
    begun_q: u64,
    /// Whether changes go to the second journal, because the first one's snapshot is not done.
    is_second: bool,
    drafts: Drafts,
    /// What happened before there was a journal.
    first: Vec<Happened>,
    wants_snapshot_first: bool,
    /// Copies of second windows that were taken in, until file and journal hold what they do.
    copies: Vec<second::Idle>,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper").field("path", &self.path).field("q", &self.q).finish_non_exhaustive()
    }
}

impl Keeper {
    /// Takes over the files of a session whose lock is held. `bytes` is what its file holds.
    pub(super) fn new(
        storage: &Arc<dyn Storage>,
        path: &Path,
        lock: WriterLock,
        id: SessionId,
        writer: WriterId,
        bytes: &[u8],
    ) -> Self {
        Self {
            storage: Arc::clone(storage),
            study: StudyFolder::around(path),
            path: path.to_owned(),
            id,
            writer,
            turns: Turns::new(lock, digest(bytes)),
            journal: None,
            sync: None,
            q: 0,
            begun_q: 0,
            is_second: false,
            drafts: Drafts::new(),
            first: Vec::new(),
            wants_snapshot_first: false,
            copies: Vec::new(),
        }
    }

    /// Says what the first journal begins with, whether the session has to be saved before it does, and which copies were
    /// taken in: they go once it stands.
    pub(super) fn begin_with(
        &mut self,
        drafts: Drafts,
        put: Put,
        wants_snapshot_first: bool,
        copies: Vec<second::Idle>,
    ) {
        self.drafts = drafts;
        self.first = vec![Happened::Put { puts: vec![put], ends: None }];
        self.wants_snapshot_first = wants_snapshot_first;
        self.copies = copies;
    }

    /// The session's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins the journal; a session that has just got something back from an old one is saved first.
    ///
    /// # Errors
    /// [`StudyError::Storage`]: nothing has been lost, and it can be tried again.
    pub fn begin(&mut self, session: &Session) -> Result<(), StudyError> {
        let turns = Arc::clone(&self.turns);
        self.begin_in(&mut turns.take(), session)
    }

    fn begin_in(&mut self, turn: &mut Turn, session: &Session) -> Result<(), StudyError> {
        self.make_keeping(turn)?;
        if self.wants_snapshot_first {
            let done = self.snapshot(session.clone()).save(turn)?;
            self.path = done.path;
            self.wants_snapshot_first = false;
            // Their versions are in the snapshot.
            self.first.clear();
        }
        // Whole at once: it may take the place of one that a crash left, and until it says what is half typed the one
        // before that would count.
        let next = self.study.next_journal(self.id);
        let lines: Vec<String> = std::iter::once(self.first_line()).chain(self.beginning()).collect();
        let made = JournalFile::create(&*self.storage, &next, &lines);
        let file = made.inspect_err(|error| {
            // The new one may stand there all the same.
            if error.kind() == StorageErrorKind::SyncFailed {
                self.give_up_journal();
            }
        })?;
        let retired = self.write_to(file, lines.len())?;
        drop(retired);
        folder::rename(&*self.storage, &next, &self.study.journal(self.id))?;
        self.is_second = false;
        self.remove_copies();
        Ok(())
    }

    fn remove_copies(&mut self) {
        for copy in std::mem::take(&mut self.copies) {
            copy.remove(&*self.storage);
        }
    }

    /// Makes the folder for journals again, where only that has gone. Where the study's folder or the session's file has
    /// gone with it, a stick was pulled out, and nothing is made in its place: what is left there may be the bare folder
    /// on which the stick was mounted.
    fn make_keeping(&mut self, turn: &mut Turn) -> Result<(), StudyError> {
        let keeping = self.study.keeping();
        let has_gone = |path: &Path| is_gone(&*self.storage, path);
        let is_beside = !self.path.starts_with(&keeping);
        if has_gone(&keeping) && (has_gone(self.study.root()) || is_beside && has_gone(&self.path)) {
            return Err(StorageError::Missing { path: self.path.clone() }.into());
        }
        self.make_keeping_anew(turn)
    }

    /// Makes the folder for journals, unless it is there.
    fn make_keeping_anew(&self, turn: &mut Turn) -> Result<(), StudyError> {
        let keeping = self.study.keeping();
        if !is_gone(&*self.storage, &keeping) {
            return Ok(());
        }
        folder::create(&*self.storage, &keeping)?;
        // The lock in the folder that has gone keeps nobody out any more.
        turn.lock = Some(self.study.hold_session(self.id, 1)?);
        Ok(())
    }

    /// Keeps the session in another folder from now on, which is made if need be: in a file of the same name, with a
    /// journal beside it. Gives that file. What stands in the folder it was kept in stays as it is there.
    ///
    /// # Errors
    /// [`StudyError::Storage`], [`StudyError::Held`], [`StudyError::Format`]: it is kept where it was. A journal of
    /// this session that stands in that folder already is one of them: what it holds would be lost.
    pub fn move_to(&mut self, into: &Path, session: &Session) -> Result<&Path, StudyError> {
        let study = StudyFolder::at(into);
        if study == self.study {
            let turns = Arc::clone(&self.turns);
            let mut turn = turns.take();
            self.make_keeping_anew(&mut turn)?;
            self.begin_in(&mut turn, session)?;
            return Ok(&self.path);
        }
        self.storage.keep_alike(study.root(), self.study.root());
        folder::create(&*self.storage, &study.keeping())?;
        for path in [study.journal(self.id), study.next_journal(self.id)] {
            match self.storage.entry(&path) {
                Ok(_) => return Err(StorageError::AlreadyThere { path }.into()),
                Err(source) if source.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(StorageError::unread(&path, source).into()),
            }
        }
        let name = self.path.file_name().filter(|name| !name.to_string_lossy().starts_with('.'));
        let path = name.map_or_else(|| study.session_file(session), |name| study.root().join(name));
        let lock = study.hold_session(self.id, 1)?;
        let mut moved = Self::new(&self.storage, &path, lock, self.id, self.writer, b"");
        moved.drafts.clone_from(&self.drafts);
        moved.wants_snapshot_first = true;
        if let Err(error) = moved.begin(session) {
            moved.take_back_journals();
            return Err(error);
        }
        *self = moved;
        Ok(&self.path)
    }

    /// Removes, as far as that is possible, the journals of a move that failed: they would stand in the way of the next.
    fn take_back_journals(mut self) {
        (self.journal, self.sync) = (None, None);
        for path in [self.study.next_journal(self.id), self.study.journal(self.id)] {
            // What cannot be removed is told when it is in the way.
            let _ = folder::remove_file(&*self.storage, &path);
        }
    }

    /// Writes down what happened. Once this returns a killed process loses nothing of it, and a power cut
    /// nothing after a quarter of a second; versions are made safe at once.
    ///
    /// # Errors
    /// [`StudyError::Storage`]: it is in no journal, but kept here until [`begin`](Self::begin) makes one.
    pub fn append(&mut self, happened: Happened) -> Result<(), StudyError> {
        let is_put = matches!(happened, Happened::Put { .. });
        let line = Line { q: self.q, happened };
        let text = line.write();
        let appended = match &mut self.journal {
            Some(journal) => journal.append(&text),
            None => Err(StorageError::JournalEnded { path: self.study.journal(self.id) }),
        };
        if let Err(error) = appended {
            self.give_up_journal();
            if let Happened::Put { puts, .. } = &line.happened {
                // Which notes are half typed is said anew when the next journal begins.
                self.first.push(Happened::Put { puts: puts.clone(), ends: None });
            }
            self.mirror(line.happened);
            return Err(error.into());
        }
        self.mirror(line.happened);
        self.q += 1;
        if let Some(sync) = &self.sync {
            if is_put { sync.request_now() } else { sync.appended() }
        }
        Ok(())
    }

    /// A journal that failed is not written to again, and its session is saved before the next one begins.
    fn give_up_journal(&mut self) {
        self.wants_snapshot_first |= self.journal.take().is_some();
        self.sync = None;
    }

    /// Keeps up with which notes are half typed, so that the next journal can begin by saying so.
    fn mirror(&mut self, happened: Happened) {
        match happened {
            Happened::Draft(edit) => {
                // What the screen did to its own text fits it.
                let _ = type_on(&mut self.drafts, edit);
                // Where everything was erased again, nobody has to carry on with anything.
                self.drafts.retain(|_, draft| !draft.is_empty());
            }
            Happened::Put { ends: Some(name), .. } => {
                self.drafts.remove(&name.note);
            }
            Happened::Put { .. } | Happened::Begin { .. } => {}
        }
    }

    /// Tells of a sync that failed since it was last asked. The journal has then ended.
    pub fn failure(&mut self) -> Option<StudyError> {
        let failed = self.sync.as_mut().and_then(JournalSync::failure)?;
        self.give_up_journal();
        Some(failed.into())
    }

    /// Tells that the journal has gone from its folder, once. A file that was removed, or that is on a stick which was
    /// pulled out, may take lines that nobody will find. The journal has then ended.
    pub fn missing(&mut self) -> Option<StudyError> {
        let path = self.study.journal(self.id);
        // While a snapshot is written the journal in use may have either name.
        let next = self.study.next_journal(self.id);
        let is_missing =
            self.journal.is_some() && is_gone(&*self.storage, &path) && is_gone(&*self.storage, &next);
        if !is_missing {
            return None;
        }
        self.give_up_journal();
        Some(StorageError::Missing { path }.into())
    }

    /// Whether there is a journal to write to.
    #[must_use]
    pub const fn is_keeping(&self) -> bool {
        self.journal.is_some()
    }

    /// Whether the journal has grown long enough for a snapshot.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.journal.as_ref().is_some_and(|journal| journal.bytes() > JOURNAL_FULL)
    }

    /// Whether anything has been written down since the journal began.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.q > self.begun_q
    }

    /// What it takes to make the second journal, for another thread.
    #[must_use]
    pub fn second_journal(&self) -> SecondJournal {
        SecondJournal {
            leave: self.turns.leave(),
            storage: Arc::clone(&self.storage),
            path: self.study.next_journal(self.id),
            begin: self.first_line(),
        }
    }

    /// What a journal begins with.
    fn first_line(&self) -> String {
        let begin = Happened::Begin { session: self.id, writer: self.writer };
        Line { q: 0, happened: begin }.write()
    }

    /// Lets changes go to a new journal from now on, and says what has to be saved.
    ///
    /// # Errors
    /// [`StudyError::Storage`]; the old journal is then still the one in use.
    pub fn switch(&mut self, file: JournalFile, session: Session) -> Result<SnapshotJob, StudyError> {
        let retired = self.adopt(file)?;
        // What was kept for the next journal is in this session.
        self.first.clear();
        Ok(self.job(session, retired))
    }

    /// Says what has to be saved when the second journal is in use already: after a snapshot that failed.
    #[must_use]
    pub fn again(&self, session: Session) -> Option<SnapshotJob> {
        self.is_second.then(|| self.job(session, None))
    }

    /// What a journal says after its first line: which notes are half typed, then what happened while there was no
    /// journal. The first put, empty if need be, says that all of that is told.
    fn beginning(&self) -> Vec<String> {
        let restated = self.drafts.iter().map(|(name, draft)| draft.restated(name.as_ref()));
        let is_told = self.first.is_empty().then_some(Happened::Put { puts: Vec::new(), ends: None });
        let all = restated.chain(self.first.iter().cloned()).chain(is_told);
        (1..).zip(all).map(|(q, happened)| Line { q, happened }.write()).collect()
    }

    /// Writes to this journal from now on, which has its first line only.
    fn adopt(&mut self, mut file: JournalFile) -> Result<Option<JournalSync>, StudyError> {
        let beginning = self.beginning();
        for line in &beginning {
            file.append(line)?;
        }
        self.write_to(file, beginning.len() + 1)
    }

    /// Writes to this journal from now on, which has so many lines. Gives what watched over the old journal: letting go
    /// of it waits for the disk.
    fn write_to(&mut self, file: JournalFile, lines: usize) -> Result<Option<JournalSync>, StudyError> {
        let q = u64::try_from(lines).unwrap_or(u64::MAX);
        // The new one stands already, and lines in the one before would not be found, or not count.
        let sync = JournalSync::start(&file).inspect_err(|_| self.give_up_journal())?;
        sync.request_now();
        self.q = q;
        self.begun_q = q;
        self.is_second = true;
        self.journal = Some(file);
        // From here on lines stand in this journal that are nowhere else.
        self.wants_snapshot_first = true;
        Ok(self.sync.replace(sync))
    }

    fn job(&self, session: Session, retired: Option<JournalSync>) -> SnapshotJob {
        SnapshotJob {
            leave: self.turns.leave(),
            retired,
            journal: self.study.journal(self.id),
            second: self.study.next_journal(self.id),
            snapshot: self.snapshot(session),
        }
    }

    fn snapshot(&self, session: Session) -> Snapshot {
        Snapshot {
            storage: Arc::clone(&self.storage),
            session,
            path: self.path.clone(),
            beside: self.path.with_extension(format!("{}.json", self.writer)),
            backup: self.study.backup(self.id),
        }
    }

    /// Takes note that a snapshot is done, and that what it joined is in the session from now on.
    pub fn saved(&mut self, done: &Saved) {
        self.turns.knows(done.known);
        self.path.clone_from(&done.path);
        self.is_second = false;
    }

    /// Saves and lets go. Without half-typed notes the journal goes; with them it stays and holds them.
    ///
    /// # Errors
    /// [`StudyError::Storage`], [`StudyError::Format`]: the journal still holds what is not saved.
    pub fn close(self, session: &Session) -> Result<Saved, StudyError> {
        let turns = Arc::clone(&self.turns);
        let mut turn = turns.take();
        let closed = self.close_in(&mut turn, session);
        turn.lock = None;
        closed
    }

    fn close_in(mut self, turn: &mut Turn, session: &Session) -> Result<Saved, StudyError> {
        let ids: Vec<SessionId> = session.ids().iter().copied().collect();
        self.copies.extend(second::idle(&*self.storage, &self.study, &ids));
        let mut session = session.clone();
        for copy in &self.copies {
            session.join(copy.session().clone());
        }
        let done = self.snapshot(session.clone()).save(turn)?;
        self.path.clone_from(&done.path);
        if let Some(theirs) = &done.joined {
            // It stands in the file and is known there, so that nothing would tell it from what is to be replaced.
            session.join((**theirs).clone());
        }
        if self.drafts.is_empty() {
            self.journal = None;
            self.sync = None;
            self.remove_copies();
            for path in [self.study.next_journal(self.id), self.study.journal(self.id)] {
                match folder::remove_file(&*self.storage, &path) {
                    Ok(()) => {}
                    Err(error) if error.kind() == StorageErrorKind::Missing => {}
                    Err(error) => return Err(error.into()),
                }
            }
        } else {
            self.first.clear();
            self.wants_snapshot_first = false;
            self.begin_in(turn, &session)?;
            if self.finish_sync().is_err() {
                // What is half typed may have gone with the bytes that were not synced.
                self.give_up_journal();
                self.begin_in(turn, &session)?;
                self.finish_sync()?;
            }
        }
        Ok(done)
    }

    /// Waits until all of the journal would outlast a power cut.
    fn finish_sync(&mut self) -> Result<(), StudyError> {
        self.sync.take().map_or(Ok(()), JournalSync::finish).map_err(StudyError::from)
    }
}

/// Whether nothing stands at a path; a disk that cannot say has not lost it.
fn is_gone(storage: &dyn Storage, path: &Path) -> bool {
    storage.entry(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}
