//! A study that is being encrypted and is killed over it: each file is the plain one of before or the sealed one, and says
//! the same in both.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use hearken::model::session::Session;
use hearken::storage::is_temporary;
use hearken::study::catalogue;
use hearken::study::replay::Drafts;

use super::access::{Access, Form, Keys, encrypting, has_ending, succeeds};
use super::commands::{SAID, SITES, Written, bring_in, killed, make_study, names, study, timed};
use crate::person::{Laptop, Person};
use crate::random::Random;

const STUDY: [&str; 2] = ["--study", "study"];

/// What stands in a journal when it begins, and nowhere else.
const TYPED: &str = "families asked about the bus";

/// A plain study, with a journal that a kill has left in it, and the keys that it is going to have.
pub(super) struct StillPlain {
    access: Access,
    laptop: Laptop,
    sessions: BTreeMap<String, (Session, Drafts)>,
    backups: BTreeMap<PathBuf, Vec<u8>>,
    takes: Duration,
}

impl StillPlain {
    pub(super) fn new() -> Self {
        let laptop = Laptop::new();
        let plain = make_study(&laptop, Form::Plain);
        bring_in(&laptop, &plain, SAID[1], "study");
        let mut person = Person::start(&laptop, &[&["open", SITES[0]], &STUDY[..]].concat(), 100, 30);
        person.wait_for("Ctrl+Q leave");
        person.type_words(TYPED);
        person.wait_for(TYPED);
        person.kill();
        let access = Access::Sealed(Keys::make(&laptop, &STUDY));
        let (sessions, backups) = (sessions(&access, &laptop), backups(&access, &laptop));
        assert_eq!((sessions.len(), backups.len()), (SITES.len(), SITES.len()));
        assert_eq!(sessions.values().filter(|(_, drafts)| !drafts.is_empty()).count(), 1);
        let takes = timed(&Laptop::like(&laptop), &encrypting(&STUDY));
        Self { access, laptop, sessions, backups, takes }
    }

    /// Kills it, and does it again.
    pub(super) fn round(&self, random: &mut Random) -> Written {
        let laptop = Laptop::like(&self.laptop);
        let encrypting = encrypting(&STUDY);
        let killed = killed(&laptop, &encrypting, self.takes, random);
        self.assert_all_is_said(&laptop);
        let sealed = sealed(&self.access, &laptop);

        succeeds(&laptop, &encrypting);
        self.assert_all_is_said(&laptop);
        self.access.assert_nothing_is_plain(&laptop, &[&SAID[..], &[TYPED]].concat());
        let all = self.sessions.len() + self.backups.len() + 1;
        assert!(self::sealed(&self.access, &laptop) == all && sealed <= all, "{sealed} of {all}");
        Written::of(killed, sealed > 0 && sealed < all)
    }

    fn assert_all_is_said(&self, laptop: &Laptop) {
        assert!(sessions(&self.access, laptop) == self.sessions, "a session says something else");
        assert!(backups(&self.access, laptop) == self.backups, "a backup says something else");
    }
}

/// What each session says, with its journals. A session that stands there plain and sealed is there twice.
fn sessions(access: &Access, laptop: &Laptop) -> BTreeMap<String, (Session, Drafts)> {
    let study = study(laptop);
    let mut found = BTreeMap::new();
    for name in names(&study) {
        let known = name.trim_end_matches(".age");
        if has_ending(known, "json") && known != "study.json" {
            let (session, recovered) = catalogue::show(&*access.storage(), &study.join(known)).unwrap();
            assert_eq!(recovered.put_aside, []);
            let twice = found.insert(known.to_owned(), (session, recovered.drafts));
            assert!(twice.is_none(), "{known} is there twice");
        }
    }
    found
}

/// What each backup says, by its name when it is plain.
fn backups(access: &Access, laptop: &Laptop) -> BTreeMap<PathBuf, Vec<u8>> {
    let keeping = study(laptop).join(".hearken");
    let known = |name: &String| PathBuf::from(name.trim_end_matches(".age"));
    let backups = names(&keeping).into_iter().filter(|name| has_ending(known(name), "backup"));
    backups.map(|name| (known(&name), access.read(&keeping.join(name)))).collect()
}

/// How many files of the study are sealed, whatever they are called.
fn sealed(access: &Access, laptop: &Laptop) -> usize {
    let Access::Sealed(keys) = access else { return 0 };
    let folders = [study(laptop), study(laptop).join(".hearken")];
    let all = folders.iter().flat_map(|folder| names(folder).into_iter().map(|name| folder.join(name)));
    all.filter(|path| path.is_file() && !is_temporary(path.file_name().unwrap()))
        .filter(|path| keys.laptops().is_sealed(path).unwrap())
        .count()
}
