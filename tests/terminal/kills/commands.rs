//! Merges and reports that are killed: each file is the one before or the one after, whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

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
    pub(super) fn add(&mut self, other: &Self) {
        self.rounds += other.rounds;
        self.killed += other.killed;
        self.in_the_middle += other.in_the_middle;
    }
}

/// Files by name, without what only one process uses.
type Files = BTreeMap<String, Vec<u8>>;

/// A study, what another laptop made of it, and what comes of merging the two and of reporting on it.
pub(super) struct Prepared {
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
    pub(super) fn new() -> Self {
        let laptop = Laptop::new();
        let run = |args: &[&str]| {
            let ran = laptop.run(args);
            assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        };
        let (page, more) = (laptop.home().join("page.txt"), laptop.home().join("more.txt"));
        fs::write(&page, "1: the money ends in March\n".repeat(200)).unwrap();
        fs::write(&more, "1: nobody asked the children\n".repeat(200)).unwrap();
        for site in ["Telford", "Norwich", "Leeds"] {
            run(&["new", "--kind", "interview", "--site", site, "--seats", "1", "--study", "study"]);
            run(&["import", "notes", "page.txt", "--into", site, "--study", "study"]);
        }
        copy_folder(&laptop.home().join("study"), &laptop.home().join("theirs"));
        for site in ["Telford", "Norwich", "Leeds"] {
            run(&["import", "notes", "more.txt", "--into", site, "--study", "theirs"]);
        }
        let before = files(&laptop.home().join("study"));
        let tried = Laptop::like(&laptop);
        let report_takes = timed(&tried, &REPORT);
        let report = fs::read(tried.home().join("summary.html")).unwrap();
        let merge_takes = timed(&tried, &MERGE);
        let after = files(&tried.home().join("study"));
        let changed = after.iter().filter(|(name, bytes)| before[*name] != **bytes).count();
        assert!(after.len() == before.len() && changed == 3, "{changed} of {:?}", after.keys());
        Self { laptop, before, after, report, merge_takes, report_takes }
    }

    /// Kills a merge into a study.
    pub(super) fn merge(&self, random: &mut Random) -> Written {
        let laptop = Laptop::like(&self.laptop);
        let killed = killed(&laptop, &MERGE, self.merge_takes, random);
        let study = laptop.home().join("study");
        let found = files(&study);
        assert!(found.keys().eq(self.before.keys()), "{:?}", found.keys());
        for (name, bytes) in &found {
            assert!(*bytes == self.before[name] || *bytes == self.after[name], "{name} is neither");
        }
        let is_partly_new = found != self.before && found != self.after;
        let in_the_middle = is_partly_new || !temporary(&study).is_empty();
        // Doing it again finishes it.
        assert!(laptop.run(&MERGE).status.success());
        assert_eq!(files(&study), self.after);
        Written { rounds: 1, killed: u64::from(killed), in_the_middle: u64::from(in_the_middle) }
    }

    /// Kills a report.
    pub(super) fn report(&self, random: &mut Random) -> Written {
        let laptop = Laptop::like(&self.laptop);
        let killed = killed(&laptop, &REPORT, self.report_takes, random);
        let written = fs::read(laptop.home().join("summary.html")).ok();
        assert!(written.is_none_or(|written| written == self.report), "half a report under its name");
        assert_eq!(files(&laptop.home().join("study")), self.before, "a report changes nothing");
        let in_the_middle = !temporary(laptop.home()).is_empty();
        Written { rounds: 1, killed: u64::from(killed), in_the_middle: u64::from(in_the_middle) }
    }
}

#[expect(clippy::disallowed_methods, reason = "the kill has to come while it runs")]
fn timed(laptop: &Laptop, args: &[&str]) -> Duration {
    let begun = Instant::now();
    let ran = laptop.run(args);
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    begun.elapsed()
}

/// Starts a command and kills it at some moment of the time that it takes. Says whether it ran until then.
fn killed(laptop: &Laptop, args: &[&str], takes: Duration, random: &mut Random) -> bool {
    let mut command = laptop.command(env!("CARGO_BIN_EXE_hearken"));
    let mut child = command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    random_pause(random, usize::try_from(takes.as_micros()).unwrap());
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}

/// The sessions and records of a study.
fn files(study: &Path) -> Files {
    let listed = fs::read_dir(study).unwrap().map(|entry| entry.unwrap().path());
    let kept = listed.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    kept.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect()
}

fn temporary(folder: &Path) -> Vec<PathBuf> {
    hearken::storage::leftovers(&hearken::storage::OsStorage, folder).unwrap()
}
