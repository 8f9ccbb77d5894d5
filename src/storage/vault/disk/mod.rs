//! The vault itself, and in `readers` whom it seals to.

mod readers;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::cipher::{self, Identity, Recipient};
use super::{Unopened, names};
use crate::storage::{Entry, FileKind, Storage, StorageFile};
use readers::Aim;
pub use readers::{KnownKeys, Rule, Unreadable};

/// How an age file begins, and one that was made for mail.
const WHOLE: [&[u8]; 2] = [b"age-encryption.org/v", b"-----BEGIN AGE ENCRYPTED FILE-----"];

/// How many bytes tell what a file is.
const HEAD: usize = 34;

/// Asks a person for a key.
type Ask = Box<dyn FnOnce() -> Vec<Identity> + Send>;

/// The keys that are unlocked.
#[derive(Default)]
struct Ring {
    keys: Vec<Identity>,
    ask: Option<Ask>,
}

/// A disk on which sealed files look plain. See the [front page](super).
#[derive(Clone)]
pub struct Vault {
    disk: Arc<dyn Storage>,
    rule: Arc<dyn Rule>,
    ring: Arc<Mutex<Ring>>,
    /// Folders in which files are as private as in another one.
    alike: Arc<Mutex<BTreeMap<PathBuf, PathBuf>>>,
    /// The keys that studies had when they were last looked at; nothing for those that were plain.
    remembered: Arc<Mutex<BTreeMap<PathBuf, Option<KnownKeys>>>>,
    aim: Aim,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("aim", &self.aim).finish_non_exhaustive()
    }
}

impl Vault {
    /// A vault on a disk, with no key unlocked.
    #[must_use]
    pub fn on(disk: Arc<dyn Storage>, rule: Arc<dyn Rule>) -> Self {
        let (ring, alike, remembered) = (Arc::default(), Arc::default(), Arc::default());
        Self { disk, rule, ring, alike, remembered, aim: Aim::Everyday }
    }

    /// Unlocks keys.
    pub fn unlock(&self, keys: impl IntoIterator<Item = Identity>) {
        self.ring().keys.extend(keys);
    }

    /// Says who is to be asked for a key, once, when one is wanted and none is unlocked.
    pub fn ask(&self, ask: impl FnOnce() -> Vec<Identity> + Send + 'static) {
        self.ring().ask = Some(Box::new(ask));
    }

    /// Asks now, if a key is not unlocked already, and nobody later. Says whether one is.
    #[must_use]
    pub fn is_unlocked(&self) -> bool {
        !self.keys().is_empty()
    }

    /// Whether one of the keys that are unlocked belongs to this recipient. Asks nobody.
    #[must_use]
    pub fn has_key_of(&self, recipient: &Recipient) -> bool {
        self.ring().keys.iter().any(|key| key.recipient() == *recipient)
    }

    /// The same vault, for which only the office can read what is written.
    #[must_use]
    pub fn for_the_office(&self) -> Self {
        Self { aim: Aim::Office, ..self.clone() }
    }

    /// The same vault, which writes plain what was sealed before where the study is not encrypted.
    #[must_use]
    pub fn as_the_study_says(&self) -> Self {
        Self { aim: Aim::AsTheStudySays, ..self.clone() }
    }

    /// The disk beneath, on which sealed files are what they are.
    #[must_use]
    pub fn disk(&self) -> &dyn Storage {
        &*self.disk
    }

    /// Whether the file that a path means is sealed.
    ///
    /// # Errors
    /// What the system says.
    pub fn is_sealed(&self, path: &Path) -> io::Result<bool> {
        let path = self.on_disk(path)?;
        Ok(Form::of(&self.head(&path)?) != Form::Plain)
    }

    /// Bytes that came by no file, opened if they are sealed, by the keys that are unlocked. Asks nobody: whoever is asked
    /// may have to answer by the same way.
    ///
    /// # Errors
    /// [`Unopened`], as an error of the system.
    pub fn opened(&self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        let unlocked = || self.ring().keys.clone();
        let mut opened = match Form::of(&bytes) {
            Form::Whole => cipher::open(Cursor::new(bytes), &unlocked)?,
            Form::Lines => cipher::open_lines(Cursor::new(bytes), &unlocked)?,
            Form::Plain => return Ok(bytes),
        };
        let mut plain = Vec::new();
        opened.read_to_end(&mut plain)?;
        Ok(plain)
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        lock(&self.ring)
    }

    /// The keys that are unlocked; a person is asked once where there are none. Whoever else wants one waits for it.
    fn keys(&self) -> Vec<Identity> {
        let mut ring = self.ring();
        if ring.keys.is_empty()
            && let Some(ask) = ring.ask.take()
        {
            ring.keys = ask();
        }
        ring.keys.clone()
    }

    /// Whether something stands at a path of the disk.
    fn is_there(&self, path: &Path) -> io::Result<bool> {
        is_there(&*self.disk, path)
    }

    /// Whether a sealed file stands at a path of the disk, whatever it is called.
    fn is_sealed_there(&self, path: &Path) -> io::Result<bool> {
        match self.disk.entry(path) {
            Ok(entry) if entry.kind == FileKind::File => Ok(Form::of(&self.head(path)?) != Form::Plain),
            Ok(_) => Ok(false),
            Err(error) if is_nothing(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// What a file that the floors above name is called on the disk.
    ///
    /// # Errors
    /// What the system says, where it cannot say what stands there.
    pub fn on_disk(&self, path: &Path) -> io::Result<PathBuf> {
        on_disk(&*self.disk, path)
    }

    /// The first bytes of a file of the disk.
    fn head(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut head = Vec::with_capacity(HEAD);
        self.disk.open(path, 0)?.take(HEAD as u64).read_to_end(&mut head)?;
        Ok(head)
    }

    /// Whether a file of the disk is sealed; one that is called so is.
    fn is_sealed_on_disk(&self, path: &Path) -> io::Result<bool> {
        Ok(path.file_name().is_some_and(names::is_sealed) || Form::of(&self.head(path)?) != Form::Plain)
    }

    /// Makes the file that is to stand at `path` under another name, sealed if it is to be.
    fn begin(&self, temporary: &Path, path: &Path) -> io::Result<Box<dyn StorageFile>> {
        let Some(readers) = self.readers(path)? else { return self.disk.create_new(temporary) };
        let file = self.disk.create_new(temporary)?;
        let sealed = if names::is_journal(path) {
            cipher::seal_lines(file, &readers)
        } else {
            cipher::seal(file, &readers)
        };
        sealed.inspect_err(|_why| {
            // The failure is the thing to tell; nothing has been written into it.
            self.disk.remove(temporary).ok();
        })
    }
}

/// Whether an error says that nothing stands there.
fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// What a mutex holds: nothing here is ever left half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Whole,
    Lines,
}

impl Form {
    fn of(head: &[u8]) -> Form {
        if WHOLE.iter().any(|beginning| head.starts_with(beginning)) {
            Form::Whole
        } else if head.starts_with(cipher::LINES) {
            Form::Lines
        } else {
            Form::Plain
        }
    }
}

impl Storage for Vault {
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        match self.disk.entry(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && names::may_be_sealed(path) => {
                // A disk that cannot say whether the sealed one is there has not said that it is gone.
                match self.disk.entry(&names::sealed(path)) {
                    Err(neither) if neither.kind() == io::ErrorKind::NotFound => Err(error),
                    found => found,
                }
            }
            found => found,
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let mut listed = self.disk.list(folder)?;
        let plain: std::collections::BTreeSet<OsString> =
            listed.iter().filter(|name| !names::is_sealed(name)).cloned().collect();
        for name in &mut listed {
            if names::is_sealed(name)
                && let Some(known) = names::known_name(folder, name)
                && !plain.contains(&known)
            {
                *name = known;
            }
        }
        Ok(listed)
    }

    fn open(&self, path: &Path, from: u64) -> io::Result<Box<dyn Read>> {
        let path = self.on_disk(path)?;
        let mut file = self.disk.open(&path, 0)?;
        let mut head = Vec::with_capacity(HEAD);
        file.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        let form = Form::of(&head);
        let is_known = names::known(&path).is_some();
        if form == Form::Plain && !is_known && from > 0 {
            return self.disk.open(&path, from);
        }
        let whole = Cursor::new(head).chain(file);
        let keys = || self.keys();
        let mut opened: Box<dyn Read> = match form {
            Form::Whole => cipher::open(whole, &keys)?,
            Form::Lines => cipher::open_lines(whole, &keys)?,
            // What is no journal any more is put aside like the end of one.
            Form::Plain if is_known && names::is_journal(&path) => cipher::open_lines(whole, &keys)?,
            Form::Plain if is_known => return Err(Unopened::NotSealed.into()),
            Form::Plain => Box::new(whole),
        };
        if from > 0 {
            io::copy(&mut opened.by_ref().take(from), &mut io::sink())?;
        }
        Ok(opened)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StorageFile>> {
        self.begin(path, path)
    }

    fn create_temporary(&self, temporary: &Path, path: &Path) -> io::Result<Box<dyn StorageFile>> {
        self.begin(temporary, path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.disk.create_folder(path)
    }

    fn link(&self, existing: &Path, new: &Path) -> io::Result<()> {
        let existing = self.on_disk(existing)?;
        let is_sealed = self.is_sealed_on_disk(&existing)?;
        // Under a second name plain words would outlast the sealed file that takes their place.
        if !is_sealed && self.readers(&existing)?.is_some() {
            return Err(io::ErrorKind::Unsupported.into());
        }
        if !names::may_be_sealed(new) {
            return self.disk.link(&existing, new);
        }
        let sealed = names::sealed(new);
        let (new, other) = if is_sealed { (&*sealed, new) } else { (new, &*sealed) };
        if self.is_there(other)? {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.disk.link(&existing, new)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let from = self.on_disk(from)?;
        if !names::may_be_sealed(to) {
            return self.disk.rename(&from, to);
        }
        let sealed = names::sealed(to);
        if !self.is_sealed_on_disk(&from)? {
            self.disk.rename(&from, to)?;
            return if self.is_there(&sealed)? { self.disk.remove(&sealed) } else { Ok(()) };
        }
        if !self.is_there(to)? {
            return self.disk.rename(&from, &sealed);
        }
        // The plain one goes in the same step in which the sealed one comes; only then does that get its own name. In
        // between, and for good where another file has that name, it is a sealed file that is called like a plain one.
        self.disk.rename(&from, to)?;
        if !self.is_there(&sealed)? {
            self.disk.rename(to, &sealed)?;
        }
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.disk.remove(&self.on_disk(path)?)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.disk.sync_folder(folder)
    }

    fn real_path(&self, path: &Path) -> PathBuf {
        self.on_disk(path).unwrap_or_else(|_cannot_say| path.to_owned())
    }

    fn keep_alike(&self, folder: &Path, like: &Path) {
        let mut alike = lock(&self.alike);
        // One folder may be like another that is like a third.
        let like = alike.get(like).cloned().unwrap_or_else(|| like.to_owned());
        alike.insert(folder.to_owned(), like);
    }
}

/// The sealed form of a file where only that is there. A disk that cannot say is an error, for what is not seen would be
/// written over.
fn on_disk(disk: &dyn Storage, path: &Path) -> io::Result<PathBuf> {
    if !names::may_be_sealed(path) || is_there(disk, path)? {
        return Ok(path.to_owned());
    }
    let sealed = names::sealed(path);
    Ok(if is_there(disk, &sealed)? { sealed } else { path.to_owned() })
}

fn is_there(disk: &dyn Storage, path: &Path) -> io::Result<bool> {
    match disk.entry(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// What a file is called on the disk of this machine, for telling it to people: a sealed session that the floors above
/// know as `NAME.json` is `NAME.json.age`.
#[must_use]
pub fn real_name(path: &Path) -> PathBuf {
    on_disk(&crate::storage::OsStorage, path).unwrap_or_else(|_cannot_say| path.to_owned())
}

/// The name by which the program knows a file that was named as it is on the disk of this machine: `NAME.json` for
/// `NAME.json.age`, unless a plain file has that name too.
#[must_use]
pub fn known_name(path: &Path) -> PathBuf {
    let is_free = |known: &PathBuf| crate::storage::OsStorage.entry(known).is_err();
    names::known(path).filter(is_free).unwrap_or_else(|| path.to_owned())
}

#[cfg(feature = "encryption")]
#[cfg(test)]
mod tests;
