//! Killed in the middle of a talk, and started again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use hearken::storage::vault::known_name;
use hearken::study::catalogue;
use portable_pty::CommandBuilder;

use super::access::{Access, Form, session_file, succeeds};
use super::random_pause;
use super::talk::{SoFar, Talk, letters};
use crate::person::{Laptop, Person, typing_line};
use crate::random::Random;

/// What the program is doing when it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moment {
    /// Taking keys.
    Typing,
    /// Writing a snapshot, because the theme has changed, while typing goes on.
    Snapshot,
    /// Saving, because somebody leaves.
    Leaving,
    /// Opening again after it was killed while taking keys.
    Opening,
}

/// What a journal is like in this round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Journal {
    AsItIs,
    /// As though the program kept back what does not fill a block, as writers with a buffer do.
    Buffered,
}

const OPEN: [&str; 2] = ["open", "telford"];

/// What a writer with a buffer would write at once.
const BLOCK: usize = 4096;

/// What came of rounds, in letters.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) rounds: u64,
    pub(super) sent: u64,
    pub(super) shown: u64,
    /// There afterwards.
    pub(super) found: u64,
    /// Shown, and not there afterwards.
    pub(super) lost: u64,
    pub(super) rounds_with_losses: u64,
    /// Rounds in which a second journal or a temporary file stood there after the kill: a snapshot was being written.
    pub(super) in_a_snapshot: u64,
}

impl Kept {
    pub(super) fn add(&mut self, other: &Self) {
        self.rounds += other.rounds;
        self.sent += other.sent;
        self.shown += other.shown;
        self.found += other.found;
        self.lost += other.lost;
        self.rounds_with_losses += other.rounds_with_losses;
        self.in_a_snapshot += other.in_a_snapshot;
    }
}

/// Two laptops to begin a round with: one with an empty session, and one with a session that takes a while to write.
pub(super) struct Room {
    access: Access,
    empty: Laptop,
    long: Laptop,
}

/// What was said before the talk.
const BEFORE: &str = "said before: the same as ever\n";

impl Room {
    pub(super) fn new(form: Form) -> Self {
        let empty = Laptop::new();
        empty.make_session();
        let access = Access::make(&empty, &[], form);
        let long = Laptop::like(&empty);
        let page = long.home().join("page.txt");
        fs::write(&page, BEFORE.repeat(600)).unwrap();
        succeeds(&long, &access.args(&["import", "notes", "page.txt", "--into", "telford"]));
        fs::remove_file(page).unwrap();
        Self { access, empty, long }
    }

    /// Types, kills, opens again, and compares.
    pub(super) fn round(&self, moment: Moment, journal: Journal, random: &mut Random) -> Kept {
        let is_long = moment == Moment::Snapshot || random.chance(30);
        let laptop = Laptop::like(if is_long { &self.long } else { &self.empty });
        let talk = Arc::new(Talk::new(random));
        let words = [&talk.traces()[..], &[BEFORE.trim()]].concat();
        let (person, shown) = self.watched(&laptop, &talk, random);
        let sent = type_until_killed(person, &talk, moment, random);
        if moment == Moment::Opening {
            let again = Person::start(&laptop, &self.access.args(&OPEN), 100, 30);
            random_pause(random, 60_000);
            again.kill();
        }
        self.access.assert_nothing_is_plain(&laptop, &words);
        let session = session_file(&laptop);
        let in_a_snapshot = is_in_a_snapshot(&session);
        if journal == Journal::Buffered {
            self.keep_back(&session);
        }
        let kept = self.look(&session, &talk);
        self.opens_with(&laptop, &session, &talk, &kept);
        self.access.assert_nothing_is_plain(&laptop, &words);

        let shown = *shown.lock().unwrap();
        let kept = talk.length(&kept).unwrap();
        assert!(kept <= sent, "more is there than was typed");
        let lost = shown.saturating_sub(kept);
        let count = |letters: usize| u64::try_from(letters).unwrap();
        Kept {
            rounds: 1,
            sent: count(sent),
            shown: count(shown),
            found: count(kept),
            lost: count(lost),
            rounds_with_losses: u64::from(lost > 0),
            in_a_snapshot: u64::from(in_a_snapshot),
        }
    }

    /// Opens the session; what comes to be known is the most of the talk that the screen has ever shown, in letters.
    fn watched(&self, laptop: &Laptop, talk: &Arc<Talk>, random: &mut Random) -> (Person, Arc<Mutex<usize>>) {
        let most = Arc::new(Mutex::new(0));
        let (told, talk) = (Arc::clone(&most), Arc::clone(talk));
        let watch = move |screen: &vt100::Screen| {
            let length = SoFar::on(screen).and_then(|so_far| talk.length(&so_far));
            let mut told = told.lock().unwrap();
            *told = length.unwrap_or(0).max(*told);
        };
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hearken"));
        command.args(self.access.args(&OPEN));
        let window = random.pick(&[(100, 30), (80, 24), (120, 40)]);
        let person = Person::start_watched(laptop, command, window, Box::new(watch));
        person.wait_for("Tab next theme");
        (person, most)
    }

    /// Takes from each journal what a buffer would have kept back. Its first line, and that of its key where it has one,
    /// is written with the file.
    fn keep_back(&self, session: &Path) {
        let mut journals = files(session);
        journals.retain(|path| ends_with(path, "journal") || ends_with(path, "next"));
        assert!(!journals.is_empty());
        let lines = if matches!(self.access, Access::Plain) { 1 } else { 2 };
        for journal in journals {
            let bytes = fs::read(&journal).unwrap();
            let first: usize =
                bytes.split_inclusive(|byte| *byte == b'\n').take(lines).map(<[u8]>::len).sum();
            let written = first + (bytes.len() - first) / BLOCK * BLOCK;
            fs::write(&journal, &bytes[..written]).unwrap();
        }
    }

    /// How far the talk has come in the files: a whole session, and what its journals add to it.
    fn look(&self, session: &Path, talk: &Talk) -> SoFar {
        let (session, recovered) = catalogue::show(&*self.access.storage(), session).unwrap();
        talk.of_session(&session, &recovered)
    }

    /// The program itself shows the same when it is started again, and after leaving its file holds the same.
    fn opens_with(&self, laptop: &Laptop, session: &Path, talk: &Talk, kept: &SoFar) {
        let mut person = Person::start(laptop, &self.access.args(&OPEN), 100, 30);
        let half: String = letters(&kept.half).collect();
        person.wait_until(&format!("“{half}” in the line"), |screen| {
            typing_line(screen).is_some_and(|words| letters(&words).eq(half.chars()))
        });
        // What came back may be told in so many words that they cover the keys.
        person.send(b"\x11");
        assert_eq!(person.wait_for_end(), (0, true));
        assert_eq!(&self.look(session, talk), kept);
        // What stands under the session's name is all of it by itself, but for what is half typed.
        let text = String::from_utf8(self.access.read(session)).unwrap();
        for note in &talk.notes()[..kept.notes] {
            assert!(text.contains(&format!("\"text\": \"{note}\"")), "{note}");
        }
    }
}

/// Types for a while and is cut off. Gives how many letters of the talk were sent.
fn type_until_killed(mut person: Person, talk: &Talk, moment: Moment, random: &mut Random) -> usize {
    let (mut sent, mut bursts) = (0, 20 + random.below(60));
    'talk: for note in talk.notes() {
        let mut left: Vec<char> = note.chars().collect();
        while !left.is_empty() {
            let burst: String = left.drain(..left.len().min(1 + random.below(6))).collect();
            sent += letters(&burst).count();
            person.type_words(&burst);
            random_pause(random, 4_000);
            bursts -= 1;
            if bursts == 0 {
                break 'talk;
            }
        }
        person.send(b"\r");
        if random.chance(15) {
            person.send(b"\t");
        }
    }
    match moment {
        Moment::Typing | Moment::Opening => {}
        Moment::Snapshot => {
            person.send(b"\t");
            random_pause(random, 40_000);
        }
        Moment::Leaving => {
            person.send(b"\x11");
            random_pause(random, 30_000);
        }
    }
    person.kill();
    sent
}

/// What stands in the folders of a session and its journals.
fn files(session: &Path) -> Vec<PathBuf> {
    let study = session.parent().unwrap();
    let folders = [study.to_owned(), study.join(".hearken")];
    let listed = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    listed.map(|entry| entry.unwrap().path()).collect()
}

/// Whether a file has this ending, which in the name of a sealed one is not the last.
fn ends_with(path: &Path, extension: &str) -> bool {
    known_name(path).extension().is_some_and(|its| its == extension)
}

fn is_in_a_snapshot(session: &Path) -> bool {
    let is_unfinished = |path: &PathBuf| ends_with(path, "next") || ends_with(path, "tmp");
    files(session).iter().any(is_unfinished)
}
