//! What somebody does on a day, and the disk that is put right when it has to be.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::laptop::Laptop;
use super::told::Went;
use super::{Call, Case, Fault};
use crate::app::Message;
use crate::format::journal::{DraftEdit, DraftName, Happened};
use crate::model::ids::SessionId;
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::session::{NOTES, Session};
use crate::run::recording::tests::{now, opener, setup, writer};
use crate::run::recording::{JournalState, Recording};
use crate::run::threads::Job;
use crate::run::wording::in_words;
use crate::storage::Storage;
use crate::storage::lock::WriterLock;
use crate::storage::vault::Vault;
use crate::study::create::{FreshIds, create};
use crate::study::opened::{Opened, look, open};
use crate::study::recorder::Recorder;
use crate::study::{StudyError, keys};

/// Longer than any thread needs for what it has been asked to do.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody's day.
pub(super) struct Day {
    pub(super) case: Case,
    pub(super) laptop: Laptop,
    pub(super) path: PathBuf,
    pub(super) recording: Recording,
    jobs: std::sync::mpsc::Receiver<Job>,
    pub(super) recorder: Recorder,
    writers: u8,
    seconds: u64,
    /// All notes that have to be there.
    pub(super) said: Vec<String>,
    pub(super) half: String,
    /// The file into which another laptop wrote.
    pub(super) theirs: Option<PathBuf>,
    /// How much of that was acknowledged when last looked.
    pub(super) safe: (usize, String),
    /// What files held when they were last looked at.
    pub(super) looked: BTreeMap<PathBuf, Vec<u8>>,
    pub(super) went: Went,
}

impl Day {
    pub(super) fn begun(case: Case) -> Self {
        let (sender, jobs) = std::sync::mpsc::channel();
        let mut day = Self {
            case,
            laptop: Laptop::new(case),
            path: PathBuf::new(),
            recording: Recording::new(sender),
            jobs,
            recorder: Recorder::new(Session::new(SessionId::from_random([1; 10])), writer(1)),
            writers: 1,
            seconds: 0,
            said: Vec::new(),
            half: String::new(),
            theirs: None,
            safe: (0, String::new()),
            looked: BTreeMap::new(),
            went: Went::default(),
        };
        let study = day.laptop.study();
        for key in day.laptop.study_keys() {
            let ids = (SessionId::from_random([9; 10]), writer(9));
            day.patiently(|vault| keys::add(vault, &study, &key, ids, &now()).map(drop));
        }
        let mut attempts = 0;
        day.path = day.patiently(|vault| {
            attempts += 1;
            let session = SessionId::from_random([attempts; 10]);
            let ids = FreshIds { session, writer: writer(1), laptop: writer(9) };
            Ok(create(vault, &study, &setup(), ids, &now())?.1)
        });
        day
    }

    /// Does what a person starts, who reads what is wrong, has the disk put right where that is needed, and starts it
    /// again.
    pub(super) fn patiently<T>(&mut self, mut act: impl FnMut(&Vault) -> Result<T, StudyError>) -> T {
        let first = act(&self.laptop.vault);
        first.unwrap_or_else(|error| {
            self.is_told(&in_words(&error));
            self.stick_is_put_right();
            act(&self.laptop.vault).unwrap_or_else(|error| panic!("{:?}: {error}", self.case))
        })
    }

    pub(super) fn stick_is_put_right(&self) {
        if self.case.fault.is_some_and(Fault::is_for_good) && self.laptop.disk.has_struck() {
            self.laptop.disk.heal();
        }
    }

    pub(super) fn opens(&mut self) {
        self.writers += 1;
        let opener = opener(self.writers);
        let path = self.path.clone();
        let opened = self.patiently(|vault| {
            let storage: Arc<dyn Storage> = Arc::new(vault.clone());
            open(&storage, &path, &opener, &now(), WriterLock::A_SECOND)
        });
        let Opened { recorder, keeper, recovered } = opened;
        let half = recovered.drafts.get(&None).map(|draft| draft.text.clone()).unwrap_or_default();
        assert_eq!(half, self.half, "{:?}", self.case);
        self.recorder = recorder;
        self.recording.record(keeper);
        let told = self.recording.after_drawing(Some(self.recorder.session()));
        self.hear(told);
        self.step();
    }

    /// In its study a session still has the half-typed note that it had when it was moved from there.
    pub(super) fn finds_what_was_half_typed(&mut self) {
        let looked = look(&self.laptop.sound, &self.path).unwrap();
        self.half = looked.recovered.drafts.get(&None).map(|draft| draft.text.clone()).unwrap_or_default();
    }

    /// Types letters of the half-typed note.
    pub(super) fn types(&mut self, letters: &str) {
        for letter in letters.chars() {
            let edit = DraftEdit {
                note: None,
                at: u32::try_from(self.half.len()).unwrap(),
                removed: 0,
                inserted: letter.to_string(),
                signs: None,
                said_at: now().wall,
                flags: std::collections::BTreeSet::new(),
            };
            self.half.push(letter);
            let told = self.recording.write_down(Happened::Draft(edit), &now());
            self.hear(told);
        }
        self.step();
    }

    /// Saves the half-typed note.
    pub(super) fn enters(&mut self) {
        let words = std::mem::take(&mut self.half);
        let note = Note::new(NoteKind::Point, words.clone(), Origin::Live);
        let put = self.recorder.add(&NOTES, &now(), note).unwrap();
        self.said.push(words);
        let syncs = self.syncs();
        let happened = Happened::Put { puts: vec![put], ends: Some(DraftName { note: None }) };
        let told = self.recording.write_down(happened, &now());
        let is_written = told.is_empty() && self.recording.journal == JournalState::Keeping;
        self.hear(told);
        if is_written && !self.laptop.disk.has_struck() {
            self.waits_for_sync(syncs);
        }
        self.step();
    }

    pub(super) fn notes(&mut self, words: &str) {
        self.types(words);
        self.enters();
    }

    /// Leaves nothing half typed.
    pub(super) fn finishes(&mut self) {
        while !self.half.is_empty() {
            self.enters();
            self.gets_through_trouble();
        }
    }

    /// The thread that syncs is asked at once when a note is saved. Waited for, so that the order of calls is the same
    /// each time.
    #[expect(clippy::disallowed_methods, reason = "waiting has an end")]
    fn waits_for_sync(&self, before: usize) {
        let begun = std::time::Instant::now();
        while self.syncs() == before && begun.elapsed() < PATIENCE {
            thread::yield_now();
        }
    }

    fn syncs(&self) -> usize {
        self.laptop.disk.calls_after(0).into_iter().filter(|call| *call == Call::Sync).count()
    }

    /// What the loop does after each batch of keys; then it is looked what a kill would leave.
    fn step(&mut self) {
        self.looks_after();
        self.is_safe();
    }

    pub(super) fn looks_after(&mut self) {
        let steady = Duration::from_secs(self.seconds);
        let told = self.recording.look_after(Some(self.recorder.session()), &now(), steady);
        self.hear(told);
    }

    fn a_second_goes_by(&mut self) {
        self.seconds += 1;
        self.step();
    }

    /// The worker does one job, and what comes of it is heard.
    pub(super) fn works(&mut self) {
        if let Ok(job) = self.jobs.try_recv() {
            let steady = Duration::from_secs(self.seconds);
            let told = self.recording.done(job(), Some(self.recorder.session()), steady);
            self.hear(told);
        }
        self.step();
    }

    pub(super) fn theme_changes(&mut self) {
        self.recording.want_snapshot();
        self.a_second_goes_by();
    }

    /// While nothing can be saved typing goes on; then the disk is well again, or another folder is taken.
    pub(super) fn gets_through_trouble(&mut self) {
        if self.recording.journal != JournalState::InTrouble {
            return;
        }
        self.notes("said in trouble");
        self.types("ha");
        self.a_second_goes_by();
        if self.case.fault.is_some_and(Fault::is_for_good) {
            assert_eq!(self.recording.journal, JournalState::InTrouble);
            if self.case.moves {
                self.moves_elsewhere();
            } else {
                self.laptop.disk.heal();
            }
        }
        self.types("lf");
        self.a_second_goes_by();
        assert_eq!(self.recording.journal, JournalState::Keeping, "{:?}", self.case);
        self.is_safe();
    }

    fn moves_elsewhere(&mut self) {
        let into = self.laptop.at("elsewhere");
        let told = self.recording.save_elsewhere(&into, Some(self.recorder.session()));
        assert!(matches!(told.as_slice(), [Message::MovedTo(path)] if path.starts_with(&into)), "{told:?}");
        self.hear(told);
        self.step();
    }

    /// A person keeps the session in another folder, and tries once more where that fails; where the disk did not even let
    /// the beginning be taken back, that is in the way and a third folder has to be named.
    pub(super) fn moves_to_other_folder(&mut self) {
        for name in ["stick/other", "stick/other", "stick/third"] {
            let into = self.laptop.at(name);
            let told = self.recording.save_elsewhere(&into, Some(self.recorder.session()));
            if let [Message::Failed(words)] = told.as_slice() {
                assert!(words.starts_with("Not moved: "), "{words}");
                let is_in_the_way =
                    words.contains("is already there") && self.case.fault.is_some_and(Fault::is_for_good);
                if !is_in_the_way {
                    self.is_told(words);
                }
                self.stick_is_put_right();
                self.step();
                continue;
            }
            self.hear(told);
            return self.step();
        }
    }

    /// Leaves the session for the list, and waits until its disk has taken it.
    pub(super) fn leaves(&mut self) {
        let session = Box::new(self.recorder.session().clone());
        let (path, told) = self.recording.leave(session);
        self.hear(told);
        let path = path.or_else(|| {
            if self.recording.is_waiting() {
                self.stick_is_put_right();
                self.a_second_goes_by();
                assert!(!self.recording.is_waiting(), "{:?}", self.case);
            }
            None
        });
        if let Some(path) = path {
            self.path = path;
        }
        self.stick_is_put_right();
        self.is_all_safe();
    }

    /// Ends the program.
    pub(super) fn ends(&mut self) {
        if let Err(told) = self.recording.may_end(Some(self.recorder.session())) {
            let asked: Vec<_> = told.iter().map(|message| format!("{message:?}")).collect();
            assert!(asked.iter().any(|words| words.contains("so hearken stays open")), "{asked:?}");
            self.stick_is_put_right();
        }
        match self.recording.end(Some(self.recorder.session())) {
            Ok(path) => self.path = path.unwrap_or_else(|| self.path.clone()),
            Err(error) => {
                self.is_told(&in_words(&error));
                if self.recording.is_in_memory_only() {
                    let rescued = self.laptop.at("rescued");
                    self.path = self.recording.rescue(&rescued, Some(self.recorder.session())).unwrap();
                }
            }
        }
        self.stick_is_put_right();
        self.is_all_safe();
    }

    /// Starts the program again.
    pub(super) fn starts_again(&mut self) {
        let (sender, jobs) = std::sync::mpsc::channel();
        (self.recording, self.jobs) = (Recording::new(sender), jobs);
        self.laptop.starts_again();
    }
}
