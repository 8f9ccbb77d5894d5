//! Commands that are killed, and what is the same in all of them; merges and reports: each file is the one before or the
//! one after, whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use super::access::{Access, Form, has_ending, succeeds};
use super::random_pause;
use crate::person::{Laptop, copy_folder};
use crate::random::Random;

/// What came of rounds.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) rounds: u64,
    /// Killed before they ended by themselves.
    pub(super) killed: u64,
    /// Killed with some files old and some new, or a temporary file there: in the middle of writing.
    pub(super) in_the_middle: u64,
}

impl Written {
    pub(super) fn of(killed: bool, in_the_middle: bool) -> Self {
        Self { rounds: 1, killed: u64::from(killed), in_the_middle: u64::from(in_the_middle) }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.rounds += other.rounds;
        self.killed += other.killed;
        self.in_the_middle += other.in_the_middle;
    }
}

/// Where sessions of the study were held.
pub(super) const SITES: [&str; 3] = ["Telford", "Norwich", "Leeds"];

/// What was said in them, and what another laptop has of them besides.
pub(super) const SAID: [&str; 2] = ["the money ends in March", "nobody asked the children"];

/// What files say, by their names on the disk.
type Files = BTreeMap<String, Vec<u8>>;

/// A study, what another laptop made of it, and what comes of merging the two and of reporting on it.
pub(super) struct Prepared {
    access: Access,
    laptop: Laptop,
    before: Files,
    after: Files,
    report: Vec<u8>,
    /// How long they take when nobody kills them.
    merge_takes: Duration,
    report_takes: Duration,
}

const MERGE: [&str; 4] = ["merge", "theirs", "-o", "study"];
const REPORT: [&str; 5] = ["report", "summary", "study", "-o", "summary.html"];

impl Prepared {
    pub(super) fn new(form: Form) -> Self {
        let laptop = Laptop::new();
        let access = make_study(&laptop, form);
        copy_folder(&study(&laptop), &laptop.home().join("theirs"));
        bring_in(&laptop, &access, SAID[1], "theirs");
        let before = files(&access, &study(&laptop));
        let tried = Laptop::like(&laptop);
        let report_takes = timed(&tried, &access.args(&REPORT));
        let report = fs::read(tried.home().join("summary.html")).unwrap();
        let merge_takes = timed(&tried, &access.args(&MERGE));
        let after = files(&access, &study(&tried));
        let changed = after.iter().filter(|(name, bytes)| before[*name] != **bytes).count();
        assert!(after.len() == before.len() && changed == 3, "{changed} of {:?}", after.keys());
        Self { access, laptop, before, after, report, merge_takes, report_takes }
    }

    /// Kills a merge into a study.
    pub(super) fn merge(&self, random: &mut Random) -> Written {
        let laptop = Laptop::like(&self.laptop);
        let merge = self.access.args(&MERGE);
        let killed = killed(&laptop, &merge, self.merge_takes, random);
        self.access.assert_nothing_is_plain(&laptop, &SAID);
        let study = study(&laptop);
        let found = files(&self.access, &study);
        assert!(found.keys().eq(self.before.keys()), "{:?}", found.keys());
        for (name, bytes) in &found {
            assert!(*bytes == self.before[name] || *bytes == self.after[name], "{name} is neither");
        }
        let is_partly_new = found != self.before && found != self.after;
        let in_the_middle = is_partly_new || !temporary(&study).is_empty();
        // Doing it again finishes it.
        succeeds(&laptop, &merge);
        assert_eq!(files(&self.access, &study), self.after);
        self.access.assert_nothing_is_plain(&laptop, &SAID);
        Written::of(killed, in_the_middle)
    }

    /// Kills a report. What was asked for is plain, and nothing else is.
    pub(super) fn report(&self, random: &mut Random) -> Written {
        let laptop = Laptop::like(&self.laptop);
        let killed = killed(&laptop, &self.access.args(&REPORT), self.report_takes, random);
        let report = laptop.home().join("summary.html");
        let written = fs::read(&report).ok();
        assert!(written.is_none_or(|written| written == self.report), "half a report under its name");
        let study = study(&laptop);
        assert_eq!(files(&self.access, &study), self.before, "a report changes nothing");
        assert_eq!(temporary(&study), Vec::<PathBuf>::new());
        let unfinished = temporary(laptop.home());
        for path in unfinished.iter().chain(report.is_file().then_some(&report)) {
            fs::remove_file(path).unwrap();
        }
        self.access.assert_nothing_is_plain(&laptop, &SAID);
        Written::of(killed, !unfinished.is_empty())
    }
}

/// A study with a session at each site, in its folder on a laptop.
pub(super) fn make_study(laptop: &Laptop, form: Form) -> Access {
    for site in SITES {
        succeeds(laptop, &["new", "--kind", "interview", "--site", site, "--seats", "1", "--study", "study"]);
    }
    let access = Access::make(laptop, &["--study", "study"], form);
    bring_in(laptop, &access, SAID[0], "study");
    access
}

/// Brings a page into each session of a study, and takes it from the laptop again.
pub(super) fn bring_in(laptop: &Laptop, access: &Access, said: &str, study: &str) {
    let page = laptop.home().join("page.txt");
    fs::write(&page, format!("1: {said}\n").repeat(200)).unwrap();
    for site in SITES {
        let import = ["import", "notes", "page.txt", "--into", site, "--study", study];
        succeeds(laptop, &access.args(&import));
    }
    fs::remove_file(page).unwrap();
}

/// The folder of the study.
pub(super) fn study(laptop: &Laptop) -> PathBuf {
    laptop.home().join("study")
}

#[expect(clippy::disallowed_methods, reason = "the kill has to come while it runs")]
pub(super) fn timed(laptop: &Laptop, args: &[&str]) -> Duration {
    let begun = Instant::now();
    succeeds(laptop, args);
    begun.elapsed()
}

/// Starts a command and kills it at some moment of the second half of the time that it takes: before that it only reads.
/// Says whether it ran until then.
pub(super) fn killed(laptop: &Laptop, args: &[&str], takes: Duration, random: &mut Random) -> bool {
    let mut command = laptop.command(env!("CARGO_BIN_EXE_hearken"));
    let mut child = command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(takes / 2);
    random_pause(random, usize::try_from(takes.as_micros() / 2).unwrap());
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}

/// What the sessions and records of a study say.
fn files(access: &Access, study: &Path) -> Files {
    let kept = names(study).into_iter().filter(|name| has_ending(name, "json") || has_ending(name, "age"));
    kept.map(|name| (name.clone(), access.read(&study.join(&name)))).collect()
}

/// What stands in a folder.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let listed = fs::read_dir(folder).unwrap();
    listed.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

pub(super) fn temporary(folder: &Path) -> Vec<PathBuf> {
    hearken::storage::leftovers(&hearken::storage::OsStorage, folder).unwrap()
}
