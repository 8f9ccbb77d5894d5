//! Doing what the state asks for: files, ids, the journal, snapshots.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::random::{self, NoRandomness};
use super::threads::{Done, Job};
use crate::app::{Effect, Message, OpenedSession};
use crate::format::journal::Happened;
use crate::model::ids::WriterId;
use crate::model::people::RecorderRole;
use crate::model::session::Session;
use crate::model::stamp::Millis;
use crate::storage::Storage;
use crate::storage::lock::WriterLock;
use crate::study::create::{self, FreshIds, Setup};
use crate::study::folder::StudyFolder;
use crate::study::keeper::Keeper;
use crate::study::laptop::Settings;
use crate::study::opened::{Opened, Opener, look, open};
use crate::study::recorder::Recorder;
use crate::study::{Now, StudyError, catalogue, invite, second};

/// A snapshot is taken after so long without a change.
const QUIET_MILLIS: i64 = 30_000;

/// What effects need.
pub(super) struct Desk {
    storage: Arc<dyn Storage>,
    study: StudyFolder,
    settings: Settings,
    settings_file: Option<PathBuf>,
    jobs: Sender<Job>,
    keeper: Option<Keeper>,
    journal: JournalState,
    is_saving: bool,
    wants_snapshot: bool,
    last_change: Option<Millis>,
    /// The session's own file, while notes are taken in a copy beside it.
    copy_of: Option<PathBuf>,
}

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

/// An effect that could not be done.
#[derive(Debug, thiserror::Error)]
enum Undone {
    #[error(transparent)]
    Study(#[from] StudyError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl Undone {
    fn in_words(&self) -> String {
        match self {
            Self::Study(error) => in_words(error),
            Self::NoRandomness(error) => format!("{error}."),
        }
    }
}

/// What happened, what it means, what to do.
pub(super) fn in_words(error: &StudyError) -> String {
    let mut told = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_words = cause.to_string();
        if !told.contains(&cause_words) {
            told = format!("{told}: {cause_words}");
        }
        source = cause.source();
    }
    let mut letters = told.chars();
    let told = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect::<String>())
        .unwrap_or_default();
    format!("{told}. {}", error.advice())
}

impl Desk {
    pub(super) fn new(
        storage: Arc<dyn Storage>,
        study: StudyFolder,
        settings: Settings,
        settings_file: Option<PathBuf>,
        jobs: Sender<Job>,
    ) -> Self {
        Self {
            storage,
            study,
            settings,
            settings_file,
            jobs,
            keeper: None,
            journal: JournalState::Keeping,
            is_saving: false,
            wants_snapshot: false,
            last_change: None,
            copy_of: None,
        }
    }

    /// Does one effect; gives what the state has to be told.
    pub(super) fn perform(&mut self, effect: Effect, session: Option<&Session>, now: &Now) -> Vec<Message> {
        match effect {
            Effect::List => self.list(),
            Effect::Create(setup) => {
                let made = self.create(&setup, now);
                self.open_made(made, now)
            }
            Effect::Open(path) => self.open_made(Ok(path), now),
            Effect::Look(path) => self.look(&path),
            Effect::OpenCopy(path) => {
                let made = random::writer_id()
                    .map_err(Undone::from)
                    .and_then(|writer| Ok(second::copy(&*self.storage, &path, writer)?));
                self.copy_of = made.is_ok().then_some(path);
                self.open_made(made, now)
            }
            Effect::JoinById(id, setup) => {
                let made = self.join_by_id(id, &setup, now);
                self.open_made(made, now)
            }
            Effect::JoinByFile(path, setup) => {
                self.remember(&setup);
                let made = invite::join_by_file(&*self.storage, &self.study, &path).map_err(Undone::from);
                self.open_made(made, now)
            }
            Effect::Journal(happened) => self.write_down(happened, now),
            Effect::Snapshot => {
                self.wants_snapshot = true;
                Vec::new()
            }
            Effect::Remember(habits) => {
                self.settings.habits = habits;
                Vec::new()
            }
            Effect::SaveElsewhere(_) => Vec::new(),
            Effect::Close(session) => match self.close(&session) {
                Ok(()) => self.list(),
                Err(error) => {
                    let mut told = self.list();
                    told.push(Message::Failed(in_words(&error)));
                    told
                }
            },
            Effect::SaveElsewhere(_) | Effect::Remember(_) => Vec::new(),
            Effect::Quit => {
                let _ = session;
                Vec::new()
            }
        }
    }

    /// The sessions of the study, and a word about files that cannot be read.
    pub(super) fn list(&self) -> Vec<Message> {
        match catalogue::list(&*self.storage, &self.study) {
            Ok((listed, unreadable)) => {
                let told = unreadable.first().map(|one| Message::Failed(in_words(&one.error)));
                [Message::Listed(listed)].into_iter().chain(told).collect()
            }
            Err(error) => vec![Message::Failed(in_words(&error))],
        }
    }

    fn fresh_ids(&self) -> Result<FreshIds, NoRandomness> {
        Ok(FreshIds {
            session: random::session_id()?,
            writer: random::writer_id()?,
            laptop: self.settings.laptop,
        })
    }

    fn create(&mut self, setup: &Setup, now: &Now) -> Result<PathBuf, Undone> {
        self.remember(setup);
        let ids = self.fresh_ids()?;
        let (_, path) = create::create(&*self.storage, &self.study, setup, ids, now)?;
        Ok(path)
    }

    fn join_by_id(
        &mut self,
        id: crate::model::ids::SessionId,
        setup: &Setup,
        now: &Now,
    ) -> Result<PathBuf, Undone> {
        self.remember(setup);
        let ids = FreshIds { session: id, ..self.fresh_ids()? };
        Ok(invite::join_by_id(&*self.storage, &self.study, setup, ids, now)?)
    }

    /// Keeps initials and role for the next time; not being able to is no reason not to start.
    fn remember(&mut self, setup: &Setup) {
        self.settings.initials = Some(setup.initials.clone());
        self.settings.role = Some(setup.role);
        if let Some(path) = &self.settings_file {
            let _ = self.settings.save(&*self.storage, path);
        }
    }

    fn open_made(&mut self, made: Result<PathBuf, Undone>, now: &Now) -> Vec<Message> {
        let path = made.as_ref().ok().cloned();
        let opened = made.and_then(|path| self.open(&path, random::writer_id()?, now));
        match opened {
            Err(Undone::Study(StudyError::Held { .. })) if path.is_some() => {
                path.map(Message::Held).into_iter().collect()
            }
            Ok(opened) => vec![Message::Opened(Box::new(opened))],
            Err(error) => vec![Message::Failed(error.in_words())],
        }
    }

    fn open(&mut self, path: &Path, writer: WriterId, now: &Now) -> Result<OpenedSession, Undone> {
        let opener = Opener {
            writer,
            laptop: self.settings.laptop,
            initials: self.settings.initials.clone().unwrap_or_else(|| "?".to_owned()),
            role: self.settings.role.unwrap_or(RecorderRole::NoteTaker),
        };
        let Opened { recorder, keeper, recovered } =
            open(&self.storage, path, &opener, now, WriterLock::A_SECOND)?;
        self.keeper = Some(keeper);
        self.journal = JournalState::ToBegin;
        self.last_change = None;
        Ok(OpenedSession { recorder, recovered, is_read_only: false })
    }

    /// Shows a session with what its journals hold, and takes no lock: nothing is written.
    fn look(&self, path: &Path) -> Vec<Message> {
        let looked = look(&*self.storage, path).map_err(Undone::from);
        match looked.and_then(|looked| Ok((looked, random::writer_id()?))) {
            Ok((looked, writer)) => vec![Message::Opened(Box::new(OpenedSession {
                recorder: Recorder::new(looked.session, writer),
                recovered: looked.recovered,
                is_read_only: true,
            }))],
            Err(error) => vec![Message::Failed(error.in_words())],
        }
    }

    fn write_down(&mut self, happened: Happened, now: &Now) -> Vec<Message> {
        self.last_change = Some(now.millis);
        let Some(keeper) = &mut self.keeper else { return Vec::new() };
        match keeper.append(happened) {
            Ok(()) => Vec::new(),
            // Kept until the journal begins, right after the first drawing.
            Err(_) if self.journal == JournalState::ToBegin => Vec::new(),
            Err(error) => self.trouble(&error),
        }
    }

    fn trouble(&mut self, error: &StudyError) -> Vec<Message> {
        self.journal = JournalState::InTrouble;
        let told = format!(
            "Not saved, but kept in memory: {} Typing goes on; it is tried again every second.",
            in_words(error)
        );
        vec![Message::NotSaved(told)]
    }

    /// What is due once the screen has been drawn: the journal of a session just opened.
    pub(super) fn after_drawing(&mut self, session: Option<&Session>) -> Vec<Message> {
        match (self.journal, session) {
            (JournalState::ToBegin, Some(session)) => self.begin(session),
            _ => Vec::new(),
        }
    }

    fn begin(&mut self, session: &Session) -> Vec<Message> {
        let Some(keeper) = &mut self.keeper else { return Vec::new() };
        match keeper.begin(session) {
            Ok(()) => {
                let was = std::mem::replace(&mut self.journal, JournalState::Keeping);
                if was == JournalState::InTrouble { vec![Message::SavingAgain] } else { Vec::new() }
            }
            Err(error) => self.trouble(&error),
        }
    }

    /// What is due once in a while: trying again, and a snapshot when it is time for one.
    pub(super) fn look_after(&mut self, session: Option<&Session>, now: &Now) -> Vec<Message> {
        let (Some(session), Some(keeper)) = (session, &mut self.keeper) else { return Vec::new() };
        let mut told = Vec::new();
        if let Some(error) = keeper.failure() {
            told.extend(self.trouble(&error));
        }
        if self.journal == JournalState::InTrouble && !self.is_saving {
            told.extend(self.begin(session));
            return told;
        }
        let Some(keeper) = &self.keeper else { return told };
        let is_quiet = self.last_change.is_some_and(|at| now.millis.get() - at.get() >= QUIET_MILLIS);
        let is_due = keeper.is_full() || ((self.wants_snapshot || is_quiet) && keeper.has_news());
        if is_due && !self.is_saving && keeper.is_keeping() {
            self.wants_snapshot = false;
            self.start_snapshot(session);
        }
        told
    }

    fn start_snapshot(&mut self, session: &Session) {
        let Some(keeper) = &self.keeper else { return };
        let job: Job = match keeper.again(session.clone()) {
            Some(job) => Box::new(move || Done::Snapshot(job.run())),
            None => {
                let second = keeper.second_journal();
                Box::new(move || Done::SecondJournal(second.create()))
            }
        };
        self.is_saving = self.jobs.send(job).is_ok();
    }

    /// Goes on where the worker left off.
    pub(super) fn done(&mut self, done: Done, session: Option<&Session>) -> Vec<Message> {
        self.is_saving = false;
        let Some(keeper) = &mut self.keeper else { return Vec::new() };
        match (done, session) {
            (Done::SecondJournal(Ok(file)), Some(session)) => match keeper.switch(file, session.clone()) {
                Ok(job) => {
                    self.is_saving = self.jobs.send(Box::new(move || Done::Snapshot(job.run()))).is_ok();
                    Vec::new()
                }
                Err(error) => self.trouble(&error),
            },
            (Done::SecondJournal(Err(error)), _) => self.trouble(&error.into()),
            (Done::Snapshot(Ok(saved)), _) => {
                let moved_to = (saved.path != keeper.path()).then(|| saved.path.clone());
                keeper.saved(&saved);
                vec![Message::Saved { joined: saved.joined, moved_to }]
            }
            (Done::Snapshot(Err(error)), _) => {
                self.wants_snapshot = true;
                // What was typed is in the journal; only the file is behind.
                vec![Message::Failed(format!(
                    "The file could not be saved: {} Every word is in the journal.",
                    in_words(&error)
                ))]
            }
            (Done::SecondJournal(Ok(_)), None) => Vec::new(),
        }
    }

    /// Whether the worker is writing.
    pub(super) const fn is_saving(&self) -> bool {
        self.is_saving
    }

    /// Saves and lets the session go.
    pub(super) fn close(&mut self, session: &Session) -> Result<(), StudyError> {
        let Some(keeper) = self.keeper.take() else { return Ok(()) };
        let closed = keeper.close(session)?;
        match self.copy_of.take() {
            Some(original) => second::join_back(&self.storage, &closed.path, &original),
            None => Ok(()),
        }
    }
}
