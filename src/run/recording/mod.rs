//! The session being recorded: when it is written, and what is done when the disk refuses.
//!
//! Promises: typing goes on whatever the disk does; what could not be written stays in memory, is told in plain words
//! and tried again every second; a session that was left is not let go before it is saved. Leaves to others: the order
//! of writing (`study`), which folder to move to (a person).

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::threads::{Done, Job};
use super::wording::{behind, in_words, left_behind, trouble};
use crate::app::Message;
use crate::format::journal::Happened;
use crate::merge::Join as _;
use crate::model::session::Session;
use crate::model::stamp::Millis;
use crate::study::folder::StudyFolder;
use crate::study::keeper::Keeper;
use crate::study::snapshot::SnapshotJob;
use crate::study::{Now, StudyError};

/// A snapshot is taken after so long without a change.
const QUIET_MILLIS: i64 = 30_000;

/// What failed is tried again after so long.
const PAUSE: Duration = Duration::from_secs(1);

/// A snapshot that failed is tried again after so long: what it would hold is in the journal.
const LONG_PAUSE: Duration = Duration::from_secs(10);

/// How it stands with the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum JournalState {
    /// The session is open but its journal does not stand yet: the screen comes first.
    ToBegin,
    /// What happens is written down.
    Keeping,
    /// It cannot be written; it is tried again.
    InTrouble,
}

/// What the worker does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worker {
    Idle,
    /// It writes for the files that are kept now.
    Writing,
    /// It writes for files that are not kept any more, or were written since; what comes of it is not heard.
    WritingForOthers,
}

/// Whether the session's file is to be written anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Snapshot {
    NotWanted,
    /// As soon as it suits.
    Wanted,
    /// That has failed, and was told.
    Failed,
}

/// The files of the session on the screen, if there is one, and how it stands with them.
pub(super) struct Recording {
    jobs: Sender<Job>,
    keeper: Option<Keeper>,
    journal: JournalState,
    worker: Worker,
    snapshot: Snapshot,
    last_change: Option<Millis>,
    /// The last look at the disk, and the earliest moment for the next snapshot, by the steady clock.
    looked: Option<Duration>,
    next_snapshot: Duration,
    /// A session that was left before it could be saved.
    left: Option<Box<Session>>,
    /// Somebody wanted to leave the program while it was in trouble.
    is_asked_to_end: bool,
}

impl Recording {
    /// Nothing is recorded yet; snapshots will be written by whoever gets the jobs.
    pub(super) const fn new(jobs: Sender<Job>) -> Self {
        Self {
            jobs,
            keeper: None,
            journal: JournalState::Keeping,
            worker: Worker::Idle,
            snapshot: Snapshot::NotWanted,
            last_change: None,
            looked: None,
            next_snapshot: Duration::ZERO,
            left: None,
            is_asked_to_end: false,
        }
    }

    /// Records a session that has just been opened. Its journal begins once the screen has been drawn.
    pub(super) fn record(&mut self, keeper: Keeper) {
        self.let_go();
        self.keeper = Some(keeper);
        self.journal = JournalState::ToBegin;
        self.last_change = None;
    }

    /// What the worker does for the files as they were is not heard any more.
    fn pass_over_worker(&mut self) {
        if self.worker == Worker::Writing {
            self.worker = Worker::WritingForOthers;
        }
    }

    /// Gives up the files, with what the worker still does for them.
    fn let_go(&mut self) -> Option<Keeper> {
        self.pass_over_worker();
        self.snapshot = Snapshot::NotWanted;
        self.next_snapshot = Duration::ZERO;
        self.journal = JournalState::Keeping;
        self.keeper.take()
    }

    /// Whether a session that was left waits for its disk. Until then no other one can be recorded.
    pub(super) const fn is_waiting(&self) -> bool {
        self.left.is_some()
    }

    /// Writes down what happened.
    pub(super) fn write_down(&mut self, happened: Happened, now: &Now) -> Vec<Message> {
        self.last_change = Some(now.millis);
        let Some(keeper) = &mut self.keeper else { return Vec::new() };
        match keeper.append(happened) {
            Ok(()) => Vec::new(),
            // Kept until the journal begins, right after the first drawing.
            Err(_) if self.journal == JournalState::ToBegin => Vec::new(),
            // Told already, with the reason.
            Err(_) if self.journal == JournalState::InTrouble && !keeper.is_keeping() => Vec::new(),
            Err(error) => self.trouble(&error),
        }
    }

    fn trouble(&mut self, error: &StudyError) -> Vec<Message> {
        if self.journal != JournalState::InTrouble {
            self.journal = JournalState::InTrouble;
            // Tried again at once, then every second.
            self.looked = None;
        }
        vec![Message::NotSaved(trouble(error, self.is_asked_to_end))]
    }

    /// What is due once the screen has been drawn: the journal of a session just opened.
    pub(super) fn after_drawing(&mut self, session: Option<&Session>) -> Vec<Message> {
        match (self.journal, session) {
            (JournalState::ToBegin, Some(session)) => self.begin(session),
            _ => Vec::new(),
        }
    }

    fn begin(&mut self, session: &Session) -> Vec<Message> {
        self.try_begin(session).unwrap_or_else(|error| self.trouble(&error))
    }

    fn try_begin(&mut self, session: &Session) -> Result<Vec<Message>, StudyError> {
        let Some(keeper) = &mut self.keeper else { return Ok(Vec::new()) };
        let before = keeper.path().to_owned();
        let begun = keeper.begin(session);
        self.pass_over_worker();
        begun?;
        let after = self.keeper.as_ref().map(|keeper| keeper.path().to_owned());
        let moved_to = after.filter(|path| *path != before);
        let moved = moved_to.is_some().then_some(Message::Saved { joined: None, moved_to });
        let was = std::mem::replace(&mut self.journal, JournalState::Keeping);
        self.is_asked_to_end = false;
        let again = (was == JournalState::InTrouble).then_some(Message::SavingAgain);
        Ok(again.into_iter().chain(moved).collect())
    }

    /// Sees to it that everything is at least in a journal that can be found; where it is not, that is tried once more.
    fn make_safe(&mut self, session: &Session) -> Result<Vec<Message>, StudyError> {
        let Some(keeper) = &mut self.keeper else { return Ok(Vec::new()) };
        let has_failed = keeper.failure().or_else(|| keeper.missing()).is_some();
        if has_failed || self.journal != JournalState::Keeping {
            self.try_begin(session)
        } else {
            Ok(Vec::new())
        }
    }

    /// What is due once in a while: trying again, and a snapshot when it is time for one.
    pub(super) fn look_after(
        &mut self,
        session: Option<&Session>,
        now: &Now,
        steady: Duration,
    ) -> Vec<Message> {
        let left = self.left.clone();
        let Some(session) = left.as_deref().or(session) else { return Vec::new() };
        let failure = self.keeper.as_mut().and_then(Keeper::failure);
        let mut told: Vec<Message> = failure.iter().flat_map(|error| self.trouble(error)).collect();
        let is_time = self.looked.is_none_or(|looked| steady.saturating_sub(looked) >= PAUSE);
        if is_time {
            self.looked = Some(steady);
            told.extend(self.look_at_disk(session));
        }
        if self.journal == JournalState::Keeping && left.is_some() {
            told.extend(self.finish_left());
        }
        if self.is_snapshot_due(now) && !self.is_saving() && steady >= self.next_snapshot {
            if self.snapshot == Snapshot::Wanted {
                self.snapshot = Snapshot::NotWanted;
            }
            self.next_snapshot = steady.saturating_add(PAUSE);
            self.start_snapshot(session);
        }
        told
    }

    /// Looks whether the journal still stands where it did, and tries to begin another where one is wanted.
    fn look_at_disk(&mut self, session: &Session) -> Vec<Message> {
        let missing = match self.journal {
            JournalState::Keeping => self.keeper.as_mut().and_then(Keeper::missing),
            JournalState::ToBegin | JournalState::InTrouble => None,
        };
        if let Some(error) = missing {
            let told = self.trouble(&error);
            self.looked = None;
            return told;
        }
        if self.journal == JournalState::InTrouble && !self.is_saving() {
            return self.begin(session);
        }
        Vec::new()
    }

    fn is_snapshot_due(&self, now: &Now) -> bool {
        let is_quiet = self.last_change.is_some_and(|at| now.millis.get() - at.get() >= QUIET_MILLIS);
        self.journal == JournalState::Keeping
            && self.keeper.as_ref().is_some_and(|keeper| {
                let has_reason = self.snapshot == Snapshot::Wanted || is_quiet;
                let is_due = self.snapshot == Snapshot::Failed
                    || keeper.is_full()
                    || (has_reason && keeper.has_news());
                is_due && keeper.is_keeping()
            })
    }

    /// Asks for a snapshot as soon as it suits.
    pub(super) fn want_snapshot(&mut self) {
        if self.snapshot == Snapshot::NotWanted {
            self.snapshot = Snapshot::Wanted;
        }
    }

    fn start_snapshot(&mut self, session: &Session) {
        let Some(keeper) = &self.keeper else { return };
        let job: Job = match keeper.again(session.clone()) {
            Some(job) => snapshot(job),
            None => {
                let second = keeper.second_journal();
                Box::new(move || second.create().map_or(Done::Overtaken, Done::SecondJournal))
            }
        };
        self.send(job);
    }

    fn send(&mut self, job: Job) {
        self.worker = if self.jobs.send(job).is_ok() { Worker::Writing } else { Worker::Idle };
    }

    /// Goes on where the worker left off.
    pub(super) fn done(&mut self, done: Done, session: Option<&Session>, steady: Duration) -> Vec<Message> {
        if std::mem::replace(&mut self.worker, Worker::Idle) == Worker::WritingForOthers {
            return Vec::new();
        }
        let left = self.left.clone();
        let session = left.as_deref().or(session);
        let Some(keeper) = &mut self.keeper else { return Vec::new() };
        match (done, session) {
            (Done::SecondJournal(Ok(file)), Some(session)) => match keeper.switch(file, session.clone()) {
                Ok(job) => {
                    self.send(snapshot(job));
                    Vec::new()
                }
                Err(error) => self.trouble(&error),
            },
            (Done::SecondJournal(Err(error)), _) => self.behind(&error.into(), steady),
            (Done::Snapshot(Ok(saved)), _) => {
                let moved_to = (saved.path != keeper.path()).then(|| saved.path.clone());
                keeper.saved(&saved);
                if self.snapshot == Snapshot::Failed {
                    self.snapshot = Snapshot::NotWanted;
                }
                if let (Some(left), Some(theirs)) = (&mut self.left, &saved.joined) {
                    // The screen does not have this session any more.
                    left.join((**theirs).clone());
                }
                vec![Message::Saved { joined: saved.joined, moved_to }]
            }
            (Done::Snapshot(Err(error)), _) => self.behind(&error, steady),
            // What was read is for whoever asked for it.
            (Done::SecondJournal(Ok(_)), None) | (Done::Overtaken | Done::Read(_), _) => Vec::new(),
        }
    }

    /// What was typed is in the journal; only the file is behind. Told once, and tried again.
    fn behind(&mut self, error: &StudyError, steady: Duration) -> Vec<Message> {
        self.next_snapshot = steady.saturating_add(LONG_PAUSE);
        let before = std::mem::replace(&mut self.snapshot, Snapshot::Failed);
        if before == Snapshot::Failed || self.journal == JournalState::InTrouble {
            return Vec::new();
        }
        vec![Message::Failed(behind(error))]
    }

    /// Whether the worker is writing.
    pub(super) fn is_saving(&self) -> bool {
        self.worker != Worker::Idle
    }

    /// Keeps the session in another folder from now on.
    pub(super) fn save_elsewhere(&mut self, folder: &Path, session: Option<&Session>) -> Vec<Message> {
        let left = self.left.clone();
        let (Some(session), Some(keeper)) = (left.as_deref().or(session), &mut self.keeper) else {
            return Vec::new();
        };
        let is_elsewhere = StudyFolder::at(folder) != StudyFolder::around(keeper.path());
        match keeper.move_to(folder, session).map(Path::to_owned) {
            Ok(path) => {
                let keeper = self.let_go();
                self.keeper = keeper;
                self.is_asked_to_end = false;
                let mut told = vec![Message::MovedTo(path)];
                told.extend(left.and_then(|_| self.finish_left()));
                told
            }
            Err(error) => {
                let mut told = vec![Message::Failed(format!("Not moved: {}", in_words(&error)))];
                if !is_elsewhere {
                    // Its own files were begun anew, and how far that came is not known: it is tried again.
                    self.pass_over_worker();
                    told.extend(self.trouble(&error));
                }
                told
            }
        }
    }

    /// Saves the session and lets it go; one that is in no journal either is kept in memory until its disk takes it.
    /// Gives its file, where it was saved, and what is to be told.
    pub(super) fn leave(&mut self, session: Box<Session>) -> (Option<PathBuf>, Vec<Message>) {
        let mut told = match self.make_safe(&session) {
            Ok(told) => told,
            Err(error) => {
                self.left = Some(session);
                return (None, self.trouble(&error));
            }
        };
        match self.close(&session) {
            Ok(path) => (path, told),
            Err(error) => {
                told.push(Message::Failed(left_behind(&error)));
                (None, told)
            }
        }
    }

    /// Closes the session that was left, now that its disk takes it.
    fn finish_left(&mut self) -> Option<Message> {
        let session = self.left.take()?;
        let error = self.close(&session).err()?;
        Some(Message::Failed(left_behind(&error)))
    }

    /// Whether the program may end when a person asks for it. While something is in memory only, the first time it may
    /// not, and the reason is given.
    pub(super) fn may_end(&mut self, session: Option<&Session>) -> Result<(), Vec<Message>> {
        let left = self.left.clone();
        let Some(session) = left.as_deref().or(session) else { return Ok(()) };
        if std::mem::replace(&mut self.is_asked_to_end, true) {
            return Ok(());
        }
        match self.make_safe(session) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.trouble(&error)),
        }
    }

    /// Saves and lets the session go, one that was left or else the one on the screen. Gives its file.
    ///
    /// # Errors
    /// [`StudyError`]: see [`is_in_memory_only`](Self::is_in_memory_only).
    pub(super) fn end(&mut self, session: Option<&Session>) -> Result<Option<PathBuf>, StudyError> {
        let left = self.left.clone();
        let Some(session) = left.as_deref().or(session) else { return Ok(None) };
        self.make_safe(session)?;
        self.close(session)
    }

    fn close(&mut self, session: &Session) -> Result<Option<PathBuf>, StudyError> {
        match self.let_go() {
            Some(keeper) => keeper.close(session).map(|saved| Some(saved.path)),
            None => Ok(None),
        }
    }

    /// After an end that failed: saves the session in a folder of last resort. Gives its file.
    pub(super) fn rescue(&mut self, folder: &Path, session: Option<&Session>) -> Option<PathBuf> {
        let left = self.left.clone();
        let (session, mut keeper) = (left.as_deref().or(session)?, self.keeper.take()?);
        let path = keeper.move_to(folder, session).ok()?.to_owned();
        // Where this fails a journal stays beside the file.
        let _ = keeper.close(session);
        Some(path)
    }

    /// Whether what could not be saved is in no journal either.
    pub(super) const fn is_in_memory_only(&self) -> bool {
        self.keeper.is_some()
    }
}

fn snapshot(job: SnapshotJob) -> Job {
    Box::new(move || job.run().map_or(Done::Overtaken, Done::Snapshot))
}

#[cfg(test)]
mod tests;
