//! How one gets at a study that is plain, and at one that is encrypted; and that nothing in the latter is plain.
//!
//! The key of the laptop lies on it in a file without a passphrase, which `--identity` names: nobody has to type anything
//! then, and everything else is as it always is.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hearken::storage::vault::{Identity, Unopened, Vault, known_name, written};
use hearken::storage::{OsStorage, ReadLimit, Storage, StorageErrorKind, read};
use hearken::study::keys::FromStudy;

use crate::person::Laptop;

/// How a study keeps what is said in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Plain,
    Sealed,
}

/// The file of the laptop's key, in its home folder.
const KEY: &str = "device.txt";

/// Larger than any file here.
const LIMIT: ReadLimit = ReadLimit::of_bytes(64 << 20);

/// How sealed files begin.
const WHOLE: &[u8] = b"age-encryption.org/v1\n";
const LINES: &[u8] = b"hearken-sealed-journal/1 ";

/// What stands in every session.
const SESSION: &str = "hearken/session";

/// The keys of an encrypted study.
pub(super) struct Keys {
    laptop: Identity,
    office: Identity,
}

/// A disk on which one key is unlocked.
fn vault(key: &Identity) -> Vault {
    let vault = Vault::on(Arc::new(OsStorage), Arc::new(FromStudy::default()));
    vault.unlock([key.clone()]);
    vault
}

impl Keys {
    /// Makes them: the laptop has its own, and the study that these arguments name knows that of the office.
    pub(super) fn make(laptop: &Laptop, study: &[&str]) -> Self {
        let keys = Self { laptop: Identity::generate().unwrap(), office: Identity::generate().unwrap() };
        fs::write(laptop.home().join(KEY), written(&keys.laptop, None).unwrap()).unwrap();
        let office = keys.office.recipient().to_string();
        succeeds(laptop, &[&["key", "new", "--office", "--recipient", &office], study].concat());
        keys
    }

    /// What the laptop reads by itself.
    pub(super) fn laptops(&self) -> Vault {
        vault(&self.laptop)
    }

    /// What the office reads.
    pub(super) fn offices(&self) -> Vault {
        vault(&self.office)
    }

    /// Whether the laptop is among those whom a file is sealed to.
    pub(super) fn laptop_opens(&self, path: &Path) -> bool {
        let is_for_others = |kind| kind == StorageErrorKind::Sealed(Unopened::NotForUs);
        !read(&self.laptops(), path, LIMIT).is_err_and(|why| is_for_others(why.kind()))
    }
}

/// The way to what a study holds.
pub(super) enum Access {
    Plain,
    Sealed(Keys),
}

impl Access {
    /// Makes the study that these arguments name one of this form. What is in it becomes so too.
    pub(super) fn make(laptop: &Laptop, study: &[&str], form: Form) -> Self {
        if form == Form::Plain {
            return Self::Plain;
        }
        let keys = Keys::make(laptop, study);
        succeeds(laptop, &encrypting(study));
        Self::Sealed(keys)
    }

    /// The arguments of a command that may have to open something.
    pub(super) fn args<'a>(&self, args: &[&'a str]) -> Vec<&'a str> {
        match self {
            Self::Plain => args.to_vec(),
            Self::Sealed(_) => [args, &["--identity", KEY]].concat(),
        }
    }

    /// The disk as the program on the laptop sees it.
    pub(super) fn storage(&self) -> Box<dyn Storage> {
        match self {
            Self::Plain => Box::new(OsStorage),
            Self::Sealed(keys) => Box::new(keys.laptops()),
        }
    }

    /// What a file says to the program on the laptop.
    pub(super) fn read(&self, path: &Path) -> Vec<u8> {
        read(&*self.storage(), path, LIMIT).unwrap()
    }

    /// No word stands in any file on the laptop, and what an encrypted study keeps of anybody has the form of something
    /// sealed. Nothing is asked of a plain study.
    pub(super) fn assert_nothing_is_plain(&self, laptop: &Laptop, words: &[&str]) {
        if matches!(self, Self::Sealed(_)) {
            look_below(laptop.home(), &[words, &[SESSION]].concat());
        }
    }
}

/// The arguments of the command that gives the laptop's key to a study which has that of the office, and seals what is in it.
pub(super) fn encrypting<'a>(study: &[&'a str]) -> Vec<&'a str> {
    [&["key", "new", "--identity", KEY], study].concat()
}

/// The only session file on a laptop, by the name that the program has for it.
pub(super) fn session_file(laptop: &Laptop) -> PathBuf {
    known_name(&laptop.session_file())
}

/// Whether the last ending of a name is this one.
pub(super) fn has_ending(name: impl AsRef<Path>, ending: &str) -> bool {
    name.as_ref().extension().is_some_and(|its| its == ending)
}

/// Runs a command that ends well.
pub(super) fn succeeds(laptop: &Laptop, args: &[&str]) {
    let ran = laptop.run(args);
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// Who can open a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    LaptopAndOffice,
    Office,
}

/// What a sealed file says, and to whom.
///
/// # Panics
/// When the office cannot open it, or the laptop reads something else.
pub(super) fn opened(keys: &Keys, path: &Path) -> (Vec<u8>, Reader) {
    let said = read(&keys.offices(), path, LIMIT).unwrap();
    if !keys.laptop_opens(path) {
        return (said, Reader::Office);
    }
    assert_eq!(read(&keys.laptops(), path, LIMIT).unwrap(), said, "{}", path.display());
    (said, Reader::LaptopAndOffice)
}

fn look_below(folder: &Path, words: &[&str]) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look_below(&path, words);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let found = word_in(&bytes, words);
        assert!(found.is_none(), "“{}” stands in {}", found.unwrap_or_default(), path.display());
        assert!(!is_kept_sealed(&path) || is_sealed(&bytes), "{} is not sealed", path.display());
    }
}

/// Whether a file is sealed by where it lies or by its name.
fn is_kept_sealed(path: &Path) -> bool {
    let is_kept = path.parent().is_some_and(|its| its.ends_with(".hearken"));
    has_ending(path, "age") || (is_kept && !has_ending(path, "lock"))
}

/// Whether the bytes are those of a sealed file, or of one of which only the beginning has been written.
fn is_sealed(bytes: &[u8]) -> bool {
    let is_line = |line: &[u8]| line.iter().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte));
    match bytes.strip_prefix(LINES) {
        Some(lines) => lines.split(|byte| *byte == b'\n').all(is_line),
        None => bytes.starts_with(WHOLE) || WHOLE.starts_with(bytes) || LINES.starts_with(bytes),
    }
}

/// One of the words that stand in the bytes.
fn word_in<'a>(bytes: &[u8], words: &[&'a str]) -> Option<&'a str> {
    // Almost no place begins a word, and there are many places.
    let begins = |byte: u8| words.iter().any(|word| word.as_bytes().first() == Some(&byte));
    let beginnings: Vec<bool> = (0..=u8::MAX).map(begins).collect();
    let mut places = bytes.iter().enumerate().filter(|(_, byte)| beginnings[usize::from(**byte)]);
    let word_at = |at: usize| words.iter().find(|word| bytes[at..].starts_with(word.as_bytes()));
    places.find_map(|(at, _)| word_at(at)).copied()
}

#[cfg(feature = "encryption")]
mod tests {
    use super::*;

    fn laptop_with(file: &str, bytes: &str) -> (Laptop, Access) {
        let laptop = Laptop::new();
        laptop.make_session();
        let access = Access::make(&laptop, &[], Form::Sealed);
        access.assert_nothing_is_plain(&laptop, &["scared"]);
        let study = session_file(&laptop).with_file_name("");
        fs::write(study.join(file), bytes).unwrap();
        (laptop, access)
    }

    #[test]
    #[should_panic(expected = "“scared” stands in")]
    fn a_word_in_plain_would_be_found_in_any_file() {
        let (laptop, access) = laptop_with(".hearken-1.tmp", "nobody was scared");
        access.assert_nothing_is_plain(&laptop, &["nothing", "scared"]);
    }

    #[test]
    #[should_panic(expected = "is not sealed")]
    fn letters_in_plain_would_be_found_where_everything_is_sealed() {
        let (laptop, access) = laptop_with(".hearken/k7m2-q9xd-4tn1-b8wz.journal", "sca");
        access.assert_nothing_is_plain(&laptop, &["scared"]);
    }
}
