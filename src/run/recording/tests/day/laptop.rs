//! The laptop of a day: a disk that fails, as the program sees it through its vault, and the same files on a sound one.

use std::path::{Path, PathBuf};

use super::{Case, Faulty};
use crate::model::study::KeyRole;
use crate::run::recording::tests::{vault_on, writer};
use crate::storage::OsStorage;
use crate::storage::vault::{Identity, Vault};
use crate::study::folder::StudyFolder;
use crate::study::keys::StudyKey;

/// What the study is in which the day is lived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Study {
    Plain,
    Encrypted,
}

/// Parts of what is typed, and members of what is written down: where one of these stands, something is plain.
const NEVER_PLAIN: [&str; 10] = [
    "we find out",
    "we exist",
    "half of it",
    "said in trouble",
    "after the break",
    "the very last",
    "from a third laptop",
    "Norwich",
    "\"inserted\"",
    "hearken/session",
];

/// The keys of an encrypted study, without passphrases.
pub(super) struct Keys {
    pub(super) office: Identity,
    pub(super) laptop: Identity,
}

pub(super) struct Laptop {
    home: tempfile::TempDir,
    pub(super) disk: Faulty,
    /// Nothing where the study is plain.
    pub(super) keys: Option<Keys>,
    /// What the program has in hand.
    pub(super) vault: Vault,
    /// All of it, on a disk that does not fail and with every key.
    pub(super) sound: Vault,
}

impl Laptop {
    pub(super) fn new(case: Case) -> Self {
        let home = tempfile::tempdir().unwrap();
        let stick = home.path().join("stick");
        std::fs::create_dir(&stick).unwrap();
        let disk = Faulty::at(&stick, case.nth, case.fault);
        let keys = (case.study == Study::Encrypted)
            .then(|| Keys { office: Identity::generate().unwrap(), laptop: Identity::generate().unwrap() });
        if keys.is_some() {
            disk.watches_for(&NEVER_PLAIN);
        }
        let vault = vault_on(disk.clone(), keys.iter().map(|keys| &keys.laptop));
        let sound = vault_on(OsStorage, keys.iter().flat_map(|keys| [&keys.office, &keys.laptop]));
        Self { home, disk, keys, vault, sound }
    }

    /// The program forgets what it remembered of keys and folders.
    pub(super) fn starts_again(&mut self) {
        self.vault = vault_on(self.disk.clone(), self.keys.iter().map(|keys| &keys.laptop));
    }

    pub(super) fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(super) fn study(&self) -> StudyFolder {
        StudyFolder::at(self.at("stick/study"))
    }

    /// The keys that make the study an encrypted one: the office's, then this laptop's.
    pub(super) fn study_keys(&self) -> Vec<StudyKey> {
        let Some(keys) = &self.keys else { return Vec::new() };
        let key = |key: &Identity, role, laptop| StudyKey { recipient: key.recipient(), role, laptop };
        vec![key(&keys.office, KeyRole::Study, None), key(&keys.laptop, KeyRole::Device, Some(writer(9)))]
    }

    /// Every file below the folders into which the program writes.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for folder in ["stick", "elsewhere", "rescued"] {
            add_files_below(&self.at(folder), &mut found);
        }
        found
    }

    /// In an encrypted study no word stands plain in any byte of a file.
    pub(super) fn assert_nothing_is_plain(&self, path: &Path, bytes: &[u8]) {
        let words = self.keys.iter().flat_map(|_| NEVER_PLAIN);
        for words in words {
            let is_there = memchr::memmem::find(bytes, words.as_bytes()).is_some();
            assert!(!is_there, "“{words}” stands in {}", path.display());
        }
    }
}

fn add_files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            add_files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}
