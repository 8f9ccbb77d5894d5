//! Sealing for the office that is killed: each file is the one before, which this laptop opens, or the one after, which
//! the office alone opens, and says the same in both.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::access::{Access, Form, Keys, Reader, has_ending, opened, succeeds};
use super::commands::{SAID, SITES, Written, bring_in, killed, make_study, names, study, temporary, timed};
use crate::person::Laptop;
use crate::random::Random;

/// A file that a save has left that was killed. It goes first, and the list of digests comes last.
const LEFT: &str = ".hearken-1.tmp";
const LIST: &str = "visit.sha256";
const SEAL: [&str; 8] = ["seal", SITES[0], SITES[1], SITES[2], "--study", "study", "--digests", LIST];
const CHECK: [&str; 4] = ["check", "study", "--digests", LIST];

/// An encrypted study whose sessions are finished.
pub(super) struct Finished {
    access: Access,
    laptop: Laptop,
    /// What each sealed file says.
    before: BTreeMap<PathBuf, Vec<u8>>,
    takes: Duration,
}

impl Finished {
    pub(super) fn new() -> Self {
        let laptop = Laptop::new();
        let access = make_study(&laptop, Form::Sealed);
        bring_in(&laptop, &access, SAID[1], "study");
        let before: BTreeMap<PathBuf, Vec<u8>> = sealed(&laptop)
            .into_iter()
            .map(|name| (name.clone(), access.read(&study(&laptop).join(name))))
            .collect();
        assert_eq!(before.len(), 2 * SITES.len(), "a session and its backup each: {:?}", before.keys());
        // What is left where a save was killed.
        let session = before.keys().find(|name| is_session(name)).unwrap();
        fs::copy(study(&laptop).join(session), study(&laptop).join(LEFT)).unwrap();
        let tried = Laptop::like(&laptop);
        let takes = timed(&tried, &access.args(&SEAL));
        Self { access, laptop, before, takes }
    }

    /// Kills it, and does it again.
    pub(super) fn round(&self, random: &mut Random) -> Written {
        let Access::Sealed(keys) = &self.access else { panic!("a study that is not encrypted") };
        let laptop = Laptop::like(&self.laptop);
        let seal = self.access.args(&SEAL);
        let killed = killed(&laptop, &seal, self.takes, random);
        self.access.assert_nothing_is_plain(&laptop, &SAID);
        let readers = self.readers(&laptop, keys);
        let of_office = readers.values().filter(|reader| **reader == Reader::Office).count();
        if laptop.home().join(LIST).exists() {
            assert_eq!(of_office, readers.len(), "the list says that they left");
            assert_all_is_as_it_left(&laptop);
        }
        let has_begun = !study(&laptop).join(LEFT).exists();
        let is_done = laptop.home().join(LIST).exists();

        // Doing it again finishes it, and nothing is left that this laptop opens.
        succeeds(&laptop, &seal);
        assert!(self.readers(&laptop, keys).values().all(|reader| *reader == Reader::Office));
        assert_all_is_as_it_left(&laptop);
        for path in
            [study(&laptop), study(&laptop).join(".hearken")].iter().flat_map(|folder| temporary(folder))
        {
            assert!(!keys.laptop_opens(&path), "{} is open here", path.display());
        }
        self.access.assert_nothing_is_plain(&laptop, &SAID);
        Written::of(killed, has_begun && !is_done)
    }

    /// Who opens each file. What it says is what it said before.
    fn readers(&self, laptop: &Laptop, keys: &Keys) -> BTreeMap<PathBuf, Reader> {
        assert!(sealed(laptop).iter().eq(self.before.keys()), "{:?}", sealed(laptop));
        let readers: BTreeMap<PathBuf, Reader> = self
            .before
            .iter()
            .map(|(name, before)| {
                let (said, reader) = opened(keys, &study(laptop).join(name));
                assert!(said == *before, "{} says something else", name.display());
                (name.clone(), reader)
            })
            .collect();
        for (session, _) in
            readers.iter().filter(|(name, reader)| is_session(name) && **reader == Reader::Office)
        {
            let id = short_id(session);
            let mut kept = readers.iter().filter(|(name, _)| short_id(name) == id);
            assert!(
                kept.all(|(_, reader)| *reader == Reader::Office),
                "an earlier form of {} is open here",
                session.display()
            );
        }
        readers
    }
}

/// Sessions and what is kept of them, by name.
fn sealed(laptop: &Laptop) -> Vec<PathBuf> {
    let study = study(laptop);
    let kept = names(&study.join(".hearken")).into_iter().map(|name| Path::new(".hearken").join(name));
    let mut all: Vec<PathBuf> = names(&study).into_iter().map(PathBuf::from).chain(kept).collect();
    all.retain(|name| has_ending(name, "age"));
    all.sort();
    all
}

fn is_session(name: &Path) -> bool {
    name.to_string_lossy().ends_with(".json.age")
}

/// The part of a session's id that the names of its files have in common.
fn short_id(name: &Path) -> String {
    let name = name.file_name().unwrap().to_string_lossy().into_owned();
    let stem = name.split('.').next().unwrap();
    if is_session(Path::new(&name)) {
        stem.rsplit('-').next().unwrap().to_owned()
    } else {
        stem.replace('-', "").chars().take(8).collect()
    }
}

/// The list of digests is whole, and what stands in the study is what stands on it.
fn assert_all_is_as_it_left(laptop: &Laptop) {
    let list = fs::read_to_string(laptop.home().join(LIST)).unwrap();
    assert_eq!(list.lines().count(), SITES.len(), "{list}");
    let checked = laptop.run(&CHECK);
    let told = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.status.success() && told.matches(": as it left\n").count() == SITES.len(), "{told}");
}
