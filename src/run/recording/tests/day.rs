//! A scripted day on a disk of which any one call fails, in every way in which calls fail: a session is made, opened,
//! typed into, saved, joined with what another laptop wrote, left, opened again, closed, and merged with a third copy.
//!
//! After each step it is as though the program were killed there: what was acknowledged has to stand on the disk, and
//! under its real name every file is whole. Acknowledged is what was typed while nobody was told of trouble; what was
//! typed in trouble is in memory, and on the disk when the trouble is over. What people are told has to say what the
//! system said. `HEARKEN_FAULTS=1` plays every case; without it each eleventh is played.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::faulty::{Call, Fault, Faulty};
use super::{now, setup, texts, writer};
use crate::app::Message;
use crate::format::journal::{DraftEdit, DraftName, Happened};
use crate::format::v1;
use crate::model::ids::SessionId;
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::session::NOTES;
use crate::run::recording::{JournalState, Recording};
use crate::run::threads::Job;
use crate::run::wording::in_words;
use crate::storage::lock::WriterLock;
use crate::storage::{OsStorage, Storage, atomic, is_temporary};
use crate::study::StudyError;
use crate::study::create::{FreshIds, create};
use crate::study::folder::{StudyFolder, read_session};
use crate::study::merge::{Output, Unmerged, Wanted, gather};
use crate::study::opened::{Opened, look, open};
use crate::study::recorder::Recorder;

/// Longer than any thread needs for what it has been asked to do.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// What the system says, for each way of failing.
fn words_for(fault: Fault) -> &'static str {
    match fault {
        Fault::InputOutput | Fault::Rename | Fault::Gone => "Input/output error",
        Fault::NoSpace | Fault::Full | Fault::ShortThenError | Fault::ShortForEver => {
            "No space left on device"
        }
        Fault::Short => "bytes could be written to",
        Fault::ReadOnly => "Read-only file system",
        Fault::SyncLosesBytes | Fault::SyncFolder => "could not be made safe against a power cut",
        Fault::NoLinks => "nobody is told of a disk without second names",
    }
}

/// How that is told first, before anything that may be cut off.
fn reason_for(fault: Fault, words: &str) -> &'static str {
    match fault {
        Fault::NoSpace | Fault::Full | Fault::Short | Fault::ShortThenError | Fault::ShortForEver => {
            "the disk is full"
        }
        _ if words.contains("could not be made safe") => "the disk does not confirm what is written",
        Fault::ReadOnly => "the disk takes no writing any more",
        _ => "the disk refuses",
    }
}

/// How the day went.
#[derive(Debug, Default, Clone, Copy)]
struct Went {
    has_struck: bool,
    /// Times that somebody was told of a fault.
    told: usize,
}

/// Somebody's day.
struct Day {
    home: tempfile::TempDir,
    disk: Faulty,
    nth: usize,
    fault: Option<Fault>,
    /// Whether trouble that stays is ended by going to another folder.
    moves: bool,
    path: PathBuf,
    recording: Recording,
    jobs: std::sync::mpsc::Receiver<Job>,
    recorder: Recorder,
    writers: u8,
    seconds: u64,
    /// All notes that have to be there.
    said: Vec<String>,
    half: String,
    /// The file into which another laptop wrote.
    theirs: Option<PathBuf>,
    /// How much of that was acknowledged when last looked.
    safe: (usize, String),
    went: Went,
}

impl Day {
    fn begun(nth: usize, fault: Option<Fault>, moves: bool) -> Self {
        let home = tempfile::tempdir().unwrap();
        let stick = home.path().join("stick");
        std::fs::create_dir(&stick).unwrap();
        let disk = Faulty::at(&stick, nth, fault);
        let (sender, jobs) = std::sync::mpsc::channel();
        let mut day = Self {
            home,
            disk,
            nth,
            fault,
            moves,
            path: PathBuf::new(),
            recording: Recording::new(sender),
            jobs,
            recorder: Recorder::new(
                crate::model::session::Session::new(SessionId::from_random([1; 10])),
                writer(1),
            ),
            writers: 1,
            seconds: 0,
            said: Vec::new(),
            half: String::new(),
            theirs: None,
            safe: (0, String::new()),
            went: Went::default(),
        };
        let study = StudyFolder::at(stick.join("study"));
        let mut attempts = 0;
        day.path = day.patiently(|disk| {
            attempts += 1;
            let session = SessionId::from_random([attempts; 10]);
            let ids = FreshIds { session, writer: writer(1), laptop: writer(9) };
            Ok(create(disk, &study, &setup(), ids, &now())?.1)
        });
        day
    }

    /// Does what a person starts, who reads what is wrong, has the disk put right where that is needed, and starts it
    /// again.
    fn patiently<T>(&mut self, mut act: impl FnMut(&Faulty) -> Result<T, StudyError>) -> T {
        let first = act(&self.disk.clone());
        first.unwrap_or_else(|error| {
            self.is_told(&in_words(&error));
            self.stick_is_put_right();
            act(&self.disk.clone()).unwrap_or_else(|error| panic!("{:?}: {error}", self.fault))
        })
    }

    fn stick_is_put_right(&self) {
        if self.fault.is_some_and(Fault::is_for_good) && self.disk.has_struck() {
            self.disk.heal();
        }
    }

    /// Somebody reads this: it says what the disk did, without a number that only programs know.
    fn is_told(&mut self, words: &str) {
        let fault = self.fault.filter(|_| self.disk.has_struck());
        let fault = fault.unwrap_or_else(|| panic!("nothing is wrong, and told is: {words}"));
        let said = words_for(fault);
        // After a torn line that could not be cut off a journal says that it has ended, and the reason was told before.
        let is_known = self.went.told > 0 && words.contains("takes no more lines after an earlier failure");
        assert!(words.contains(said) || is_known, "{fault:?}: {words}");
        assert!(!words.contains("os error"), "{words}");
        self.went.told += 1;
    }

    fn hear(&mut self, messages: Vec<Message>) {
        for message in messages {
            match message {
                Message::NotSaved(words) => {
                    self.is_told(&words);
                    let reason = reason_for(self.fault.unwrap(), &words);
                    let is_first = self.went.told == 1;
                    assert!(!is_first || words.starts_with(&format!("Not saved: {reason}; ")), "{words}");
                    assert!(
                        words.contains("all is kept in memory") && words.contains("saves elsewhere"),
                        "{words}"
                    );
                }
                Message::Failed(words) => {
                    self.is_told(&words);
                    assert!(words.contains("; every word is in the journal"), "{words}");
                }
                Message::Saved { joined: Some(theirs), .. } => self.recorder.join(*theirs),
                Message::MovedTo(path) => self.path = path,
                Message::Saved { joined: None, moved_to: None } | Message::SavingAgain => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn opens(&mut self) {
        self.writers += 1;
        let opener = crate::study::opened::Opener {
            writer: writer(self.writers),
            laptop: writer(9),
            initials: "NT".to_owned(),
            role: crate::model::people::RecorderRole::NoteTaker,
        };
        let path = self.path.clone();
        let opened = self.patiently(|disk| {
            let storage: std::sync::Arc<dyn Storage> = std::sync::Arc::new(disk.clone());
            open(&storage, &path, &opener, &now(), WriterLock::A_SECOND)
        });
        let Opened { recorder, keeper, recovered } = opened;
        let half = recovered.drafts.get(&None).map(|draft| draft.text.clone()).unwrap_or_default();
        assert_eq!(half, self.half, "{:?}", self.fault);
        self.recorder = recorder;
        self.recording.record(keeper);
        let told = self.recording.after_drawing(Some(self.recorder.session()));
        self.hear(told);
        self.step();
    }

    /// Types letters of the half-typed note.
    fn types(&mut self, letters: &str) {
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
    fn enters(&mut self) {
        let words = std::mem::take(&mut self.half);
        let note = Note::new(NoteKind::Point, words.clone(), Origin::Live);
        let put = self.recorder.add(&NOTES, &now(), note).unwrap();
        self.said.push(words);
        let syncs = self.syncs();
        let happened = Happened::Put { puts: vec![put], ends: Some(DraftName { note: None }) };
        let told = self.recording.write_down(happened, &now());
        let is_written = told.is_empty() && self.recording.journal == JournalState::Keeping;
        self.hear(told);
        if is_written && !self.disk.has_struck() {
            self.waits_for_sync(syncs);
        }
        self.step();
    }

    fn notes(&mut self, words: &str) {
        self.types(words);
        self.enters();
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
        self.disk.calls_after(0).into_iter().filter(|call| *call == Call::Sync).count()
    }

    /// What the loop does after each batch of keys; then it is looked what a kill would leave.
    fn step(&mut self) {
        self.looks_after();
        self.is_safe();
    }

    fn looks_after(&mut self) {
        let steady = std::time::Duration::from_secs(self.seconds);
        let told = self.recording.look_after(Some(self.recorder.session()), &now(), steady);
        self.hear(told);
    }

    fn a_second_goes_by(&mut self) {
        self.seconds += 1;
        self.step();
    }

    /// The worker does one job, and what comes of it is heard.
    fn works(&mut self) {
        if let Ok(job) = self.jobs.try_recv() {
            let steady = std::time::Duration::from_secs(self.seconds);
            let told = self.recording.done(job(), Some(self.recorder.session()), steady);
            self.hear(told);
        }
        self.step();
    }

    fn theme_changes(&mut self) {
        self.recording.want_snapshot();
        self.a_second_goes_by();
    }

    /// If the program were killed now: what was acknowledged is there, and no file is half.
    #[expect(clippy::disallowed_methods, reason = "waiting has an end")]
    fn is_safe(&mut self) {
        if self.recording.journal == JournalState::Keeping && self.recording.left.is_none() {
            self.safe = (self.said.len(), self.half.clone());
        }
        let begun = std::time::Instant::now();
        while let Err(missing) = self.on_disk(&self.safe) {
            // A sync that failed and took bytes with it is known to its thread first, then told; all of it is in memory.
            let is_lost_by_disk = self.fault == Some(Fault::SyncLosesBytes) && self.disk.has_struck();
            assert!(is_lost_by_disk && begun.elapsed() < PATIENCE, "{:?}: {missing}", self.fault);
            if self.recording.journal != JournalState::Keeping {
                assert!(self.went.told > 0);
                return;
            }
            self.looks_after();
        }
        self.has_no_half_file();
    }

    /// Whether so many notes and these letters stand on the disk.
    fn on_disk(&self, (notes, half): &(usize, String)) -> Result<(), String> {
        let path = self.recording.keeper.as_ref().map_or(self.path.as_path(), |keeper| keeper.path());
        let looked = look(&OsStorage, path).map_err(|error| error.to_string())?;
        let mut found = texts(&looked.session);
        if let Some(theirs) = &self.theirs {
            // Who goes to another folder leaves the file on the failed disk as it is.
            let there = look(&OsStorage, theirs).map(|looked| texts(&looked.session)).unwrap_or_default();
            found.extend(there.into_iter().filter(|note| note == "theirs"));
        }
        let missing: Vec<&String> = self.said[..*notes].iter().filter(|note| !found.contains(note)).collect();
        let draft = looked.recovered.drafts.get(&None).map(|draft| draft.text.clone()).unwrap_or_default();
        // Of the newest note a journal may still say how it was half typed, or of the next the first letters already.
        let is_half_there =
            draft.starts_with(half.as_str()) || found.iter().any(|note| note.starts_with(half.as_str()));
        if missing.is_empty() && is_half_there {
            Ok(())
        } else {
            Err(format!("{missing:?} and “{half}” of {found:?} and “{draft}”"))
        }
    }

    fn has_no_half_file(&self) {
        let studies = ["stick/study", "stick/other", "stick/third", "elsewhere", "rescued"]
            .map(|name| self.home.path().join(name));
        for folder in studies.iter().flat_map(|study| [study.clone(), study.join(".hearken")]) {
            let Ok(names) = OsStorage.list(&folder) else { continue };
            for name in names.into_iter().filter(|name| !is_temporary(name)) {
                let path = folder.join(&name);
                let is_session = [".json", ".backup"].iter().any(|end| name.to_string_lossy().ends_with(end));
                if is_session && std::fs::metadata(&path).unwrap().is_file() {
                    let text = std::fs::read(&path).unwrap();
                    assert!(v1::read(&text).is_ok(), "{:?}: {} is half", self.fault, path.display());
                }
            }
        }
    }

    /// While nothing can be saved typing goes on; then the disk is well again, or another folder is taken.
    fn gets_through_trouble(&mut self) {
        if self.recording.journal != JournalState::InTrouble {
            return;
        }
        self.notes("said in trouble");
        self.types("ha");
        self.a_second_goes_by();
        if self.fault.is_some_and(Fault::is_for_good) {
            assert_eq!(self.recording.journal, JournalState::InTrouble);
            if self.moves {
                self.moves_elsewhere();
            } else {
                self.disk.heal();
            }
        }
        self.types("lf");
        self.a_second_goes_by();
        assert_eq!(self.recording.journal, JournalState::Keeping, "{:?}", self.fault);
        self.is_safe();
    }

    fn moves_elsewhere(&mut self) {
        let into = self.home.path().join("elsewhere");
        let told = self.recording.save_elsewhere(&into, Some(self.recorder.session()));
        assert!(matches!(told.as_slice(), [Message::MovedTo(path)] if path.starts_with(&into)), "{told:?}");
        self.hear(told);
        self.step();
    }

    /// A person keeps the session in another folder, and tries once more where that fails; where the disk did not even let
    /// the beginning be taken back, that is in the way and a third folder has to be named.
    fn moves_to_other_folder(&mut self) {
        for name in ["other", "other", "third"] {
            let into = self.home.path().join("stick").join(name);
            let told = self.recording.save_elsewhere(&into, Some(self.recorder.session()));
            if let [Message::Failed(words)] = told.as_slice() {
                assert!(words.starts_with("Not moved: "), "{words}");
                let is_in_the_way =
                    words.contains("is already there") && self.fault.is_some_and(Fault::is_for_good);
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

    /// Another laptop's copy comes into the file, as by a sync program.
    fn somebody_else_writes(&mut self) {
        let path = self.recording.keeper.as_ref().unwrap().path().to_owned();
        let mut theirs = Recorder::new(read_session(&OsStorage, &path).unwrap(), writer(100));
        theirs.add(&NOTES, &now(), Note::new(NoteKind::Point, "theirs", Origin::Live)).unwrap();
        atomic::replace(&OsStorage, &path, v1::write_session(theirs.session()).as_bytes(), None).unwrap();
        self.said.push("theirs".to_owned());
        self.theirs = Some(path);
    }

    /// Leaves the session for the list, and waits until its disk has taken it.
    fn leaves(&mut self) {
        let session = Box::new(self.recorder.session().clone());
        let (path, told) = self.recording.leave(session);
        self.hear(told);
        let path = path.or_else(|| {
            if self.recording.is_waiting() {
                self.stick_is_put_right();
                self.a_second_goes_by();
                assert!(!self.recording.is_waiting(), "{:?}", self.fault);
            }
            None
        });
        if let Some(path) = path {
            self.path = path;
        }
        self.safe = (self.said.len(), self.half.clone());
        self.stick_is_put_right();
        self.on_disk(&self.safe).unwrap_or_else(|missing| panic!("{:?} {}: {missing}", self.fault, self.nth));
        self.has_no_half_file();
    }

    /// Ends the program.
    fn ends(&mut self) {
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
                    let rescued = self.home.path().join("rescued");
                    self.path = self.recording.rescue(&rescued, Some(self.recorder.session())).unwrap();
                }
            }
        }
        self.stick_is_put_right();
        self.safe = (self.said.len(), self.half.clone());
        self.on_disk(&self.safe).unwrap_or_else(|missing| panic!("{:?} {}: {missing}", self.fault, self.nth));
        self.has_no_half_file();
    }

    /// Starts the program again.
    fn starts_again(&mut self) {
        let (sender, jobs) = std::sync::mpsc::channel();
        (self.recording, self.jobs) = (Recording::new(sender), jobs);
    }

    /// A copy from a third laptop is merged into the study.
    fn merges(&mut self) {
        let theirs = self.home.path().join("theirs.json");
        let mut copy = Recorder::new(read_session(&OsStorage, &self.path).unwrap(), writer(101));
        copy.add(&NOTES, &now(), Note::new(NoteKind::Point, "from a third laptop", Origin::Live)).unwrap();
        std::fs::write(&theirs, v1::write_session(copy.session())).unwrap();
        let before = std::fs::read(&self.path).unwrap();
        let root = StudyFolder::around(&self.path).root().to_owned();
        let merge = |disk: &Faulty| merged(disk, &theirs, &root);
        if let Err(error) = merge(&self.disk) {
            self.is_told(&in_words(&error));
            let now = std::fs::read(&self.path).unwrap();
            let is_new = String::from_utf8_lossy(&now).contains("from a third laptop");
            assert!(now == before || is_new, "{:?}", self.fault);
            self.on_disk(&self.safe).unwrap();
            self.has_no_half_file();
            self.stick_is_put_right();
            merge(&self.disk).unwrap_or_else(|error| panic!("{:?}: {error}", self.fault));
        }
        self.said.push("from a third laptop".to_owned());
        self.safe = (self.said.len(), self.half.clone());
        self.on_disk(&self.safe).unwrap_or_else(|missing| panic!("{:?} {}: {missing}", self.fault, self.nth));
        self.has_no_half_file();
    }
}

fn merged(disk: &Faulty, theirs: &Path, root: &Path) -> Result<(), StudyError> {
    let in_study = |unmerged: Unmerged| match unmerged {
        Unmerged::Study(error) => error,
        Unmerged::Bad(mut bad) => bad.remove(0).error,
        Unmerged::Nothing => panic!("there is something to merge"),
    };
    let wanted = Wanted { inputs: vec![theirs.to_owned()], ..Wanted::default() };
    let mut gathered =
        gather(disk, wanted, &Output::Folder(root.to_owned()), || Ok(Vec::new())).map_err(in_study)?;
    let plan = gathered.plan(disk, root, &|_, _| ()).map_err(in_study)?;
    gathered.into_folder(disk, plan, (writer(102), &now()), &|_, _| ()).map(drop).map_err(in_study)
}

/// The whole day.
fn day(nth: usize, fault: Option<Fault>, moves: bool) -> (Went, Vec<Call>) {
    let mut day = Day::begun(nth, fault, moves);
    day.opens();
    day.gets_through_trouble();
    day.notes("we find out in March");
    day.types("whether");
    day.gets_through_trouble();
    day.theme_changes();
    day.types(" we ");
    day.works();
    day.types("exist");
    day.works();
    day.enters();
    day.gets_through_trouble();
    day.somebody_else_writes();
    day.theme_changes();
    day.works();
    day.works();
    day.types("half");
    day.gets_through_trouble();
    day.leaves();
    day.opens();
    day.types(" of it");
    day.gets_through_trouble();
    day.enters();
    day.ends();
    day.merges();
    day.starts_again();
    afternoon(&mut day);
    day.went.has_struck = day.disk.has_struck();
    let calls = day.disk.calls_after(0);
    (day.went, calls)
}

/// After the break it goes on in another folder of the same disk.
fn afternoon(day: &mut Day) {
    day.opens();
    day.gets_through_trouble();
    day.notes("after the break");
    day.types("this");
    day.theme_changes();
    day.works();
    day.types(" is");
    day.works();
    day.gets_through_trouble();
    day.moves_to_other_folder();
    day.types(" it");
    day.gets_through_trouble();
    day.enters();
    day.theme_changes();
    day.works();
    day.notes("the very last");
    day.works();
    day.gets_through_trouble();
    day.leaves();
    day.opens();
    day.gets_through_trouble();
    day.ends();
}

#[test]
fn a_day_without_faults_makes_every_kind_of_call_and_tells_nobody_anything() {
    let (went, calls) = day(0, None, false);
    assert_eq!(went.told, 0);
    for call in [
        Call::Look,
        Call::Open,
        Call::Create,
        Call::Write,
        Call::Sync,
        Call::SyncFolder,
        Call::Link,
        Call::Rename,
        Call::Remove,
    ] {
        assert!(calls.contains(&call), "no {call:?} in {calls:?}");
    }
}

#[expect(clippy::print_stderr, reason = "who asks for every case wants to know how many there are")]
#[test]
fn whichever_call_of_a_day_fails_nothing_acknowledged_is_lost_and_the_reason_is_told() {
    let is_every = std::env::var_os("HEARKEN_FAULTS").is_some();
    let step = if is_every { 1 } else { 11 };
    // What stays is ended by a sound disk or by another folder.
    let faults: Vec<(Fault, bool)> = Fault::ONCE
        .into_iter()
        .chain(Fault::ON_AND_ON)
        .flat_map(|fault| [(fault, false), (fault, true)])
        .filter(|(fault, moves)| fault.is_for_good() || !moves)
        .collect();
    // Each thread takes the next way of failing.
    let (next, told) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let play_some = || {
        while let Some((fault, moves)) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
            let played = (1..5000).step_by(step).map(|nth| day(nth, Some(*fault), *moves).0);
            let struck: Vec<Went> = played.take_while(|went| went.has_struck).collect();
            let with_words = struck.iter().filter(|went| went.told > 0).count();
            told.lock().unwrap().push((*fault, struck.len(), with_words));
        }
    };
    thread::scope(|scope| {
        let running: Vec<_> = (0..2).map(|_| scope.spawn(play_some)).collect();
        for one in running {
            one.join().expect("a day without a loss");
        }
    });
    let told = told.into_inner().unwrap();
    let cases: usize = told.iter().map(|(_, cases, _)| cases).sum();
    if is_every {
        eprintln!(
            "{cases} cases; with each fault, how many, and how many of them people were told of: {told:#?}"
        );
    }
    assert_eq!(told.len(), faults.len());
    assert!(cases * step > 3000, "only {cases} cases: {told:?}");
    for (fault, cases, with_words) in told {
        assert_eq!(with_words == 0, fault == Fault::NoLinks, "{fault:?}: {with_words} of {cases}");
    }
}
