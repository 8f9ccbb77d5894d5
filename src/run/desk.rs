//! Doing what the state asks for: files, ids, settings; what is recorded is done by [`Recording`].

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::random::{self, NoRandomness};
use super::reading::Reading;
use super::recording::Recording;
use super::threads::{Done, Job};
use super::wording::in_words;
use crate::app::form::Own;
use crate::app::{Effect, Message, OpenedSession};
use crate::model::ids::WriterId;
use crate::model::people::{RecorderRole, Writer};
use crate::model::running::SessionKind;
use crate::model::session::Session;
use crate::storage::Storage;
use crate::storage::lock::WriterLock;
use crate::study::create::{self, FreshIds, Setup};
use crate::study::demo::Scratch;
use crate::study::folder::StudyFolder;
use crate::study::laptop::{Settings, rescued};
use crate::study::opened::{Opened, Opener, look, open};
use crate::study::recorder::Recorder;
use crate::study::{Now, StudyError, catalogue, instruments, invite, second};

/// What effects need.
pub(super) struct Desk {
    storage: Arc<dyn Storage>,
    study: StudyFolder,
    settings: Settings,
    settings_file: Option<PathBuf>,
    recording: Recording,
    reading: Reading,
    jobs: Sender<Job>,
    /// The session's own file, while notes are taken in a copy beside it.
    copy_of: Option<PathBuf>,
    /// Where somebody practises. It goes with the program and not with the session, which may still be written.
    practice: Option<Scratch>,
}

/// An effect that could not be done.
#[derive(Debug, thiserror::Error)]
enum Undone {
    #[error(transparent)]
    Study(#[from] StudyError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error("the session before is not saved yet")]
    StillUnsaved,
}

impl Undone {
    fn in_words(&self) -> String {
        match self {
            Self::Study(error) => in_words(error),
            Self::NoRandomness(error) => format!("{error}."),
            Self::StillUnsaved => {
                "The session before is not saved yet, and is still in memory. It is tried again \
                                   every second; this one can be opened when that has worked."
                    .to_owned()
            }
        }
    }
}

impl Desk {
    pub(super) fn new(
        storage: Arc<dyn Storage>,
        study: StudyFolder,
        settings: Settings,
        settings_file: Option<PathBuf>,
        reading: Reading,
        jobs: Sender<Job>,
    ) -> Self {
        Self {
            storage,
            study,
            settings,
            settings_file,
            recording: Recording::new(jobs.clone()),
            reading,
            jobs,
            copy_of: None,
            practice: None,
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
            Effect::Practise => {
                let made = self.practise(now);
                self.open_made(made, now)
            }
            Effect::Open(path) => self.open_made(Ok(path), now),
            Effect::OpenById(id) => {
                let found = catalogue::find(&*self.storage, &self.study, &id.to_string());
                self.open_made(found.map_err(Undone::from), now)
            }
            Effect::Report(kind) => {
                self.read(move |reading, storage, study| reading.report(storage, study, kind))
            }
            Effect::Why(anchor) => {
                self.read(move |reading, storage, study| reading.why(storage, study, &anchor))
            }
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
            Effect::Journal(happened) => self.recording.write_down(happened, now),
            Effect::Snapshot => {
                self.recording.want_snapshot();
                Vec::new()
            }
            Effect::SaveElsewhere(folder) => {
                let told = self.recording.save_elsewhere(&folder, session);
                if told.iter().any(|message| matches!(message, Message::MovedTo(_))) {
                    // A copy that was moved is a session of its own, to be merged like any other.
                    self.copy_of = None;
                }
                told
            }
            Effect::Remember(habits) => {
                self.settings.habits = habits;
                self.keep_settings();
                Vec::new()
            }
            Effect::Close(session) => self.leave(session),
            // The loop ends by itself, and it alone has the key.
            Effect::Quit | Effect::Unlock => Vec::new(),
        }
    }

    /// Has the worker read the study; what came of it is told when it is done.
    fn read(
        &self,
        read: impl FnOnce(&Reading, &dyn Storage, &StudyFolder) -> Message + Send + 'static,
    ) -> Vec<Message> {
        let (reading, storage, study) = (self.reading.clone(), Arc::clone(&self.storage), self.study.clone());
        let job = Box::new(move || Done::Read(read(&reading, &*storage, &study)));
        match self.jobs.send(job) {
            Ok(()) => Vec::new(),
            Err(_) => {
                vec![Message::Failed("The study cannot be read now. Leave, and start again.".to_owned())]
            }
        }
    }

    /// The sessions of the study, and a word about files that cannot be read.
    pub(super) fn list(&self) -> Vec<Message> {
        match catalogue::list(&*self.storage, &self.study) {
            Ok((listed, unreadable)) => {
                let (sealed, unreadable): (Vec<_>, Vec<_>) =
                    unreadable.into_iter().partition(catalogue::Unreadable::is_for_the_office);
                let told = match (unreadable.first(), sealed.len()) {
                    (Some(one), _) => Some(Message::Failed(in_words(&one.error))),
                    (None, 0) => None,
                    (None, 1) => Some(Message::Told("One session here is sealed for the office.".to_owned())),
                    (None, several) => {
                        Some(Message::Told(format!("{several} sessions here are sealed for the office.")))
                    }
                };
                [Message::Listed(listed), Message::Instruments(self.own())].into_iter().chain(told).collect()
            }
            Err(error) => vec![Message::Failed(in_words(&error))],
        }
    }

    /// The study's own instruments that a session can be held with. One with slips is not offered; `hearken instrument
    /// check` tells them.
    fn own(&self) -> Vec<Own> {
        let (known, _) = instruments::list(&*self.storage, &self.study).unwrap_or_default();
        let own = known.into_iter().filter(|known| known.file.is_some());
        own.map(|known| {
            let guide = known.instrument.guide();
            let is_questionnaire = guide.themes.is_empty();
            Own {
                id: guide.id.clone(),
                title: guide.title.clone(),
                kind: if is_questionnaire { SessionKind::Questionnaire } else { SessionKind::FocusGroup },
                languages: known.instrument.languages(),
            }
        })
        .collect()
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

    /// Makes a session in a folder of its own; nothing of it is remembered.
    fn practise(&mut self, now: &Now) -> Result<PathBuf, Undone> {
        if self.recording.is_waiting() {
            return Err(Undone::StillUnsaved);
        }
        let scratch = Scratch::make(&*self.storage, &std::env::temp_dir(), random::writer_id()?)
            .map_err(StudyError::from)?;
        let folder = StudyFolder::at(scratch.folder());
        let initials = self.settings.initials.clone().unwrap_or_else(|| "ME".to_owned());
        let (_, path) =
            create::create(&*self.storage, &folder, &Setup::practice(initials), self.fresh_ids()?, now)?;
        self.practice = Some(scratch);
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

    /// Keeps initials and role for the next time.
    fn remember(&mut self, setup: &Setup) {
        self.settings.initials = Some(setup.initials.clone());
        self.settings.role = Some(setup.role);
        self.keep_settings();
    }

    /// Writes the settings; not being able to is no reason to stop.
    fn keep_settings(&self) {
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
        if self.recording.is_waiting() {
            return Err(Undone::StillUnsaved);
        }
        let opener = Opener {
            writer,
            laptop: self.settings.laptop,
            initials: self.settings.initials.clone().unwrap_or_else(|| Writer::NO_INITIALS.to_owned()),
            role: self.settings.role.unwrap_or(RecorderRole::NoteTaker),
        };
        let Opened { recorder, keeper, recovered } =
            open(&self.storage, path, &opener, now, WriterLock::A_SECOND)?;
        self.recording.record(keeper);
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

    /// What is due once the screen has been drawn: the journal of a session just opened.
    pub(super) fn after_drawing(&mut self, session: Option<&Session>) -> Vec<Message> {
        self.recording.after_drawing(session)
    }

    /// What is due once in a while; `steady` is the steady clock.
    pub(super) fn look_after(
        &mut self,
        session: Option<&Session>,
        now: &Now,
        steady: Duration,
    ) -> Vec<Message> {
        self.recording.look_after(session, now, steady)
    }

    /// Goes on where the worker left off.
    pub(super) fn done(&mut self, done: Done, session: Option<&Session>, steady: Duration) -> Vec<Message> {
        match done {
            Done::Read(message) => vec![message],
            done => self.recording.done(done, session, steady),
        }
    }

    /// Whether the worker is writing.
    pub(super) fn is_saving(&self) -> bool {
        self.recording.is_saving()
    }

    /// Whether the program may end when a person asks for it; otherwise the reason.
    pub(super) fn may_end(&mut self, session: Option<&Session>) -> Result<(), Vec<Message>> {
        self.recording.may_end(session)
    }

    /// Leaves a session for the list. One that cannot be saved is kept in memory and tried again.
    fn leave(&mut self, session: Box<Session>) -> Vec<Message> {
        let (path, told) = self.recording.leave(session);
        let not_joined = self.join_back(path).err().map(|error| Message::Failed(in_words(&error)));
        self.list().into_iter().chain(told).chain(not_joined).collect()
    }

    /// Joins a copy that was kept beside another window's session into that session.
    fn join_back(&mut self, copy: Option<PathBuf>) -> Result<(), StudyError> {
        match (copy, self.copy_of.take()) {
            (Some(copy), Some(original)) => second::join_back(&self.storage, &copy, &original),
            // A copy that is not saved yet is joined by the next opening.
            _ => Ok(()),
        }
    }

    /// Saves and lets the session go at the end of the program.
    pub(super) fn end(&mut self, session: Option<&Session>) -> Result<(), Unsaved> {
        let ended = self.recording.end(session).and_then(|path| self.join_back(path));
        let Err(error) = ended else { return Ok(()) };
        if !self.recording.is_in_memory_only() {
            return Err(Unsaved::InJournal(error));
        }
        let folder = self.settings_file.as_ref().map(|file| rescued(file));
        match folder.and_then(|folder| self.recording.rescue(&folder, session)) {
            Some(path) => Err(Unsaved::Rescued { error: Box::new(error), path }),
            None => Err(Unsaved::Lost(error)),
        }
    }
}

/// How it stands with a session that could not be saved where it belongs, at the end of the program.
#[derive(Debug)]
pub(super) enum Unsaved {
    /// Its journal holds everything.
    InJournal(StudyError),
    /// It was saved in this file instead.
    Rescued {
        /// Why it could not be saved where it belongs.
        error: Box<StudyError>,
        /// The file.
        path: PathBuf,
    },
    /// What was typed since the trouble began is nowhere.
    Lost(StudyError),
}
