//! The vault itself.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::cipher::{self, Identity, Recipient};
use super::{Unopened, names};
use crate::storage::{Entry, FileKind, Storage, StorageFile};

/// How an age file begins, and one that was made for mail.
const WHOLE: [&[u8]; 2] = [b"age-encryption.org/v", b"-----BEGIN AGE ENCRYPTED FILE-----"];

/// How many bytes tell what a file is.
const HEAD: usize = 34;

/// The largest `study.json` that is looked at for keys.
const MOST_OF_A_STUDY: u64 = 64 << 20;

/// Reads which keys a study has.
pub trait Rule: Send + Sync {
    /// The keys that a `study.json` names; nothing where it names none for the office, so that the study is not
    /// encrypted.
    ///
    /// # Errors
    /// When the file cannot be read; what there is of it does not matter.
    fn keys(&self, study: &[u8]) -> Result<Option<KnownKeys>, Unreadable>;
}

/// A `study.json` that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

/// Whom an encrypted study seals to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownKeys {
    /// The office.
    pub office: Vec<Recipient>,
    /// This laptop.
    pub laptop: Vec<Recipient>,
    /// Every other laptop.
    pub others: Vec<Recipient>,
}

/// Whom files are sealed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// The office and this laptop.
    Everyday,
    /// The office alone.
    Office,
    /// Those whom the study names; nobody where it names none, whatever was sealed before.
    AsTheStudySays,
}

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

    /// Whom a file that is to stand at `path` is sealed to; nothing when it is to be plain.
    fn readers(&self, path: &Path) -> io::Result<Option<Vec<Recipient>>> {
        let is_called_sealed = path.file_name().is_some_and(names::is_sealed);
        if !is_called_sealed && !names::may_be_sealed(path) {
            // A file that has another name is sealed if the one is whose place it takes: Git has names of its own.
            if is_plain_by_name(path) || !self.is_sealed_there(path)? {
                return Ok(None);
            }
        }
        let root = names::study_around(path);
        if let Some(known) = self.known_keys(&root)? {
            return self.among(known).map(Some);
        }
        if self.aim == Aim::AsTheStudySays && !is_called_sealed {
            return Ok(None);
        }
        let is_to_be_sealed = is_called_sealed
            || !names::may_be_sealed(path)
            || self.was_sealed(path, &root)?
            || self.was_sealed_alike(path, &root);
        if is_to_be_sealed {
            return self.own().map(Some);
        }
        Ok(None)
    }

    /// The keys of the study in a folder, or of the one in whose place it is.
    fn known_keys(&self, root: &Path) -> io::Result<Option<KnownKeys>> {
        if let Some(known) = self.named_keys(root)? {
            return Ok(Some(known));
        }
        let alike = lock(&self.alike).get(root).cloned();
        // The disk that was left need not be able to say.
        Ok(alike.and_then(|alike| self.named_keys(&alike).ok().flatten()))
    }

    /// The keys that a folder's `study.json` names. Where it has gone since, or cannot be read (a stick was pulled out, and
    /// answers nothing any more), those that it named before: what is sealed now must not be plain then, and what was
    /// written there has to find another folder.
    fn named_keys(&self, root: &Path) -> io::Result<Option<KnownKeys>> {
        let mut study = Vec::new();
        let read = self.disk.open(&root.join("study.json"), 0);
        let read = read.and_then(|file| file.take(MOST_OF_A_STUDY).read_to_end(&mut study));
        let mut remembered = lock(&self.remembered);
        match read.map(|_bytes| self.rule.keys(&study)) {
            Ok(Ok(known)) => {
                remembered.insert(root.to_owned(), known.clone());
                Ok(known)
            }
            Err(error) if !is_nothing(&error) && !remembered.contains_key(root) => Err(error),
            Ok(Err(Unreadable)) | Err(_) => Ok(remembered.get(root).cloned().flatten()),
        }
    }

    /// Whom something is sealed to in a study with these keys.
    fn among(&self, known: KnownKeys) -> io::Result<Vec<Recipient>> {
        let KnownKeys { office, laptop, others } = known;
        if self.aim == Aim::Office {
            return Ok(office);
        }
        let unlocked: Vec<Recipient> = self.ring().keys.iter().map(Identity::recipient).collect();
        let is_ours = |key: &Recipient| unlocked.contains(key);
        let can_be_read_again = !laptop.is_empty() || office.iter().chain(&others).any(is_ours);
        if !can_be_read_again {
            return Err(Unopened::NoKeyHere.into());
        }
        let mut readers = office;
        let ours = others.into_iter().filter(is_ours);
        for key in laptop.into_iter().chain(ours) {
            if !readers.contains(&key) {
                readers.push(key);
            }
        }
        Ok(readers)
    }

    /// The keys that are unlocked, for what was sealed before in a folder that names no keys.
    fn own(&self) -> io::Result<Vec<Recipient>> {
        let own: Vec<Recipient> = self.keys().iter().map(Identity::recipient).collect();
        if own.is_empty() { Err(Unopened::Locked.into()) } else { Ok(own) }
    }

    /// Whether a file takes the place of a sealed one, or belongs to a session that is sealed.
    fn was_sealed(&self, path: &Path, root: &Path) -> io::Result<bool> {
        if self.is_there(&names::sealed(path))? {
            return Ok(true);
        }
        if !names::is_kept(path) {
            return self.is_sealed_there(path);
        }
        let beside = self.disk.list(root)?;
        let short = names::short_id(path);
        let is_of_it = |name: &&OsString| {
            short.as_ref().is_none_or(|short| name.to_string_lossy().contains(short.as_str()))
        };
        let ends =
            |end: &'static str| beside.iter().filter(move |name| name.to_string_lossy().ends_with(end));
        if ends(".json.age").any(|name| is_of_it(&name)) {
            return Ok(true);
        }
        // A session may have a name that says nothing of its id.
        let is_plain = ends(".json").any(|name| is_of_it(&name));
        Ok(!is_plain && ends(".json.age").next().is_some() && self.has_a_key())
    }

    /// Whether something of the kind is sealed in the folder in whose place this one is, and no study says so. Where
    /// nobody can say it any more (a stick was pulled out), it is sealed if a key is unlocked.
    fn was_sealed_alike(&self, path: &Path, root: &Path) -> bool {
        let like = lock(&self.alike).get(root).cloned();
        let Some((like, inside)) = like.zip(path.strip_prefix(root).ok()) else { return false };
        let there = like.join(inside);
        match self.was_sealed(&there, &like) {
            Ok(true) => true,
            Ok(false) if self.is_there(&there).unwrap_or(false) => false,
            Ok(false) | Err(_) => self.has_a_key(),
        }
    }

    /// Whether a key is unlocked. Asks nobody.
    fn has_a_key(&self) -> bool {
        !self.ring().keys.is_empty()
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

/// Files that are plain by what they are, whatever stands in their place now.
fn is_plain_by_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json" || extension == "lock")
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
        if !names::may_be_sealed(new) {
            return self.disk.link(&existing, new);
        }
        let sealed = names::sealed(new);
        let (new, other) = if self.is_sealed_on_disk(&existing)? { (&*sealed, new) } else { (new, &*sealed) };
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
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::journal::{self, JournalFile};
    use crate::storage::vault::Unopened;
    use crate::storage::{OsStorage, ReadLimit, StorageErrorKind, atomic, folder, read};

    const LIMIT: ReadLimit = ReadLimit::of_bytes(1 << 20);
    const WORDS: &[u8] = b"We find out in March whether we exist in April.";

    /// A study is encrypted where its file has lines that are keys, the first of them the office's.
    struct FirstLine;

    impl Rule for FirstLine {
        fn keys(&self, study: &[u8]) -> Result<Option<KnownKeys>, Unreadable> {
            let text = std::str::from_utf8(study).map_err(|_why| Unreadable)?;
            let mut keys = text.lines().filter_map(|line| line.parse().ok());
            let Some(office) = keys.next() else { return Ok(None) };
            Ok(Some(KnownKeys { office: vec![office], laptop: keys.collect(), others: Vec::new() }))
        }
    }

    struct Room {
        home: tempfile::TempDir,
        vault: Vault,
        office: Identity,
        laptop: Identity,
    }

    impl Room {
        fn new() -> Room {
            let home = tempfile::tempdir().unwrap();
            let (office, laptop) = (Identity::generate().unwrap(), Identity::generate().unwrap());
            fs::create_dir(home.path().join(".hearken")).unwrap();
            let vault = Vault::on(Arc::new(OsStorage), Arc::new(FirstLine));
            vault.unlock([laptop.clone()]);
            let room = Room { home, vault, office, laptop };
            room.encrypt();
            room
        }

        fn encrypt(&self) {
            let keys = format!("{}\n{}\n", self.office.recipient(), self.laptop.recipient());
            fs::write(self.at("study.json"), keys).unwrap();
        }

        fn at(&self, name: &str) -> PathBuf {
            self.home.path().join(name)
        }

        fn names(&self) -> Vec<String> {
            let paths = folder::list(&OsStorage, self.home.path()).unwrap();
            paths.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
        }
    }

    fn vault_with(key: &Identity) -> Vault {
        let vault = Vault::on(Arc::new(OsStorage), Arc::new(FirstLine));
        vault.unlock([key.clone()]);
        vault
    }

    #[test]
    fn a_session_is_sealed_under_its_name_with_an_ending_and_looks_plain_from_above() {
        let room = Room::new();
        let path = room.at("norwich.json");
        atomic::create(&room.vault, &path, WORDS).unwrap();
        assert_eq!(room.names(), [".hearken", "norwich.json.age", "study.json"]);
        assert_eq!(read(&room.vault, &path, LIMIT).unwrap(), WORDS);
        assert_eq!(read(&room.vault, &room.at("norwich.json.age"), LIMIT).unwrap(), WORDS);
        let listed = folder::list(&room.vault, room.home.path()).unwrap();
        assert_eq!(listed, [room.at(".hearken"), path.clone(), room.at("study.json")]);
        assert_eq!(room.vault.real_path(&path), room.at("norwich.json.age"));
        assert_eq!(crate::storage::read_part(&room.vault, &path, 3, 4).unwrap(), WORDS[3..7]);
        assert!(matches!(
            atomic::create(&room.vault, &path, b"other").unwrap_err().kind(),
            StorageErrorKind::AlreadyThere
        ));
        assert_eq!(read(&vault_with(&room.office), &path, LIMIT).unwrap(), WORDS);
    }

    #[test]
    fn what_says_nothing_of_anybody_and_what_lies_elsewhere_stays_plain() {
        let room = Room::new();
        fs::create_dir(room.at("exports")).unwrap();
        for name in ["withdrawals.json", ".gitattributes", "exports/summary.json"] {
            atomic::replace(&room.vault, &room.at(name), WORDS, None).unwrap();
            assert_eq!(fs::read(room.at(name)).unwrap(), WORDS, "{name}");
        }
    }

    #[test]
    fn saving_over_a_plain_session_leaves_no_plain_one_and_its_backup_is_sealed_too() {
        let room = Room::new();
        let (path, backup) = (room.at("norwich.json"), room.at(".hearken/k7m2.backup"));
        fs::write(&path, WORDS).unwrap();
        atomic::replace(&room.vault, &path, WORDS, None).unwrap();
        atomic::replace(&room.vault, &path, b"later", Some(&backup)).unwrap();
        assert_eq!(room.names(), [".hearken", "norwich.json.age", "study.json"]);
        assert_eq!(read(&room.vault, &path, LIMIT).unwrap(), b"later");
        assert_eq!(read(&room.vault, &backup, LIMIT).unwrap(), WORDS);
        let kept = fs::read(room.at(".hearken/k7m2.backup.age")).unwrap();
        assert!(kept.starts_with(b"age-encryption.org/v1\n"));
    }

    #[test]
    fn a_plain_and_a_sealed_file_of_one_name_are_both_seen_and_neither_is_written_over() {
        let room = Room::new();
        let path = room.at("norwich.json");
        atomic::create(&room.vault, &path, b"sealed").unwrap();
        fs::write(&path, b"plain").unwrap();
        let listed = folder::list(&room.vault, room.home.path()).unwrap();
        assert!(listed.contains(&path) && listed.contains(&room.at("norwich.json.age")));
        assert_eq!(read(&room.vault, &path, LIMIT).unwrap(), b"plain");
        atomic::replace(&room.vault, &path, b"later", None).unwrap();
        assert_eq!(read(&room.vault, &path, LIMIT).unwrap(), b"later");
        assert_eq!(read(&room.vault, &room.at("norwich.json.age"), LIMIT).unwrap(), b"sealed");
        assert!(!fs::read(&path).unwrap().starts_with(b"later"), "sealed, under the plain name");
    }

    #[test]
    fn a_journal_is_sealed_line_by_line_and_read_as_one() {
        let room = Room::new();
        let path = room.at(".hearken/k7m2.journal");
        let mut file = JournalFile::create(&room.vault, &path, &["opened".to_owned()]).unwrap();
        file.append("scared at night").unwrap();
        let before = fs::metadata(room.at(".hearken/k7m2.journal.age")).unwrap().len();
        file.append("and not scared").unwrap();
        assert!(fs::metadata(room.at(".hearken/k7m2.journal.age")).unwrap().len() > before);
        let found = journal::read(&room.vault, &path, LIMIT).unwrap();
        assert_eq!((found.lines.len(), found.tail), (3, None));
        fs::write(room.at(".hearken/k7m2.journal.age"), b"cbf43926 123456789\n").unwrap();
        let found = journal::read(&room.vault, &path, LIMIT).unwrap();
        assert_eq!(found.lines, Vec::<String>::new(), "a plain one of that name is put aside");
        assert!(found.tail.is_some());
    }

    #[test]
    fn a_key_is_asked_for_once_and_only_where_something_is_sealed() {
        let room = Room::new();
        atomic::create(&room.vault, &room.at("norwich.json"), WORDS).unwrap();
        fs::write(room.at("plain.txt"), b"plain").unwrap();
        let vault = Vault::on(Arc::new(OsStorage), Arc::new(FirstLine));
        let (asked, key) = (Arc::new(Mutex::new(0)), room.laptop.clone());
        let counted = Arc::clone(&asked);
        vault.ask(move || {
            *counted.lock().unwrap() += 1;
            vec![key]
        });
        read(&vault, &room.at("plain.txt"), LIMIT).unwrap();
        assert_eq!(*asked.lock().unwrap(), 0);
        for _ in 0..2 {
            assert_eq!(read(&vault, &room.at("norwich.json"), LIMIT).unwrap(), WORDS);
        }
        assert_eq!(*asked.lock().unwrap(), 1);
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        let room = Room::new();
        let path = room.at("norwich.json");
        atomic::create(&room.vault, &path, WORDS).unwrap();
        let why = |vault: &Vault| match read(vault, &path, LIMIT).unwrap_err().kind() {
            StorageErrorKind::Sealed(why) => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(why(&Vault::on(Arc::new(OsStorage), Arc::new(FirstLine))), Unopened::Locked);
        assert_eq!(why(&vault_with(&Identity::generate().unwrap())), Unopened::NotForUs);
        let whole = fs::read(room.at("norwich.json.age")).unwrap();
        fs::write(room.at("norwich.json.age"), &whole[..whole.len() - 1]).unwrap();
        assert_eq!(why(&room.vault), Unopened::Damaged);
        fs::write(room.at("norwich.json.age"), WORDS).unwrap();
        assert_eq!(why(&room.vault), Unopened::NotSealed);
    }

    #[test]
    fn nothing_is_written_that_this_laptop_could_not_read_again() {
        let room = Room::new();
        fs::write(room.at("study.json"), format!("{}\n", room.office.recipient())).unwrap();
        let refused = atomic::create(&room.vault, &room.at("norwich.json"), WORDS).unwrap_err();
        assert_eq!(refused.kind(), StorageErrorKind::Sealed(Unopened::NoKeyHere));
        assert_eq!(room.names(), [".hearken", "study.json"]);
        let office = vault_with(&room.office);
        atomic::create(&office, &room.at("norwich.json"), WORDS).unwrap();
        assert_eq!(room.names(), [".hearken", "norwich.json.age", "study.json"]);
    }

    #[test]
    fn for_the_office_alone_means_that_this_laptop_cannot_read_it() {
        let room = Room::new();
        let path = room.at("norwich.json");
        atomic::create(&room.vault, &path, WORDS).unwrap();
        atomic::replace(&room.vault.for_the_office(), &path, WORDS, None).unwrap();
        let refused = read(&room.vault, &path, LIMIT).unwrap_err();
        assert_eq!(refused.kind(), StorageErrorKind::Sealed(Unopened::NotForUs));
        assert_eq!(read(&vault_with(&room.office), &path, LIMIT).unwrap(), WORDS);
    }

    #[test]
    fn what_was_sealed_stays_sealed_where_no_study_says_so() {
        let room = Room::new();
        let path = room.at("k7m2q9xd.json");
        atomic::create(&room.vault, &path, WORDS).unwrap();
        for study in [Some("a plain study"), None] {
            match study {
                Some(text) => fs::write(room.at("study.json"), text).unwrap(),
                None => fs::remove_file(room.at("study.json")).unwrap(),
            }
            atomic::replace(&room.vault, &path, b"later", None).unwrap();
            let journal = room.at(".hearken/k7m2-q9xd-4tn1-b8wz.journal");
            JournalFile::create(&room.vault, &journal, &["scared".to_owned()]).unwrap();
            assert_eq!(room.vault.real_path(&path), room.at("k7m2q9xd.json.age"));
            assert!(room.at(".hearken/k7m2-q9xd-4tn1-b8wz.journal.age").exists());
            atomic::create(&room.vault, &room.at("other.json"), b"another session").unwrap();
            assert!(room.at("other.json").exists(), "it has nothing to do with the sealed one");
            fs::remove_file(room.at("other.json")).unwrap();
        }
        let unsealing = room.vault.as_the_study_says();
        atomic::replace(&unsealing, &path, WORDS, None).unwrap();
        assert_eq!(fs::read(&path).unwrap(), WORDS);
        assert!(!room.at("k7m2q9xd.json.age").exists());
    }

    #[test]
    fn a_folder_that_takes_the_place_of_a_study_keeps_what_goes_there_as_private() {
        let room = Room::new();
        let elsewhere = tempfile::tempdir().unwrap();
        room.vault.keep_alike(elsewhere.path(), room.home.path());
        let path = elsewhere.path().join("norwich.json");
        atomic::create(&room.vault, &path, WORDS).unwrap();
        assert_eq!(room.vault.real_path(&path), elsewhere.path().join("norwich.json.age"));
        assert_eq!(read(&vault_with(&room.office), &path, LIMIT).unwrap(), WORDS);
    }

    #[test]
    fn a_sealed_file_of_a_foreign_name_is_replaced_under_that_name() {
        let room = Room::new();
        let (path, git) = (room.at("norwich.json"), room.at(".merge_file_a1b2c3"));
        atomic::create(&room.vault, &path, WORDS).unwrap();
        fs::copy(room.at("norwich.json.age"), &git).unwrap();
        assert_eq!(read(&room.vault, &git, LIMIT).unwrap(), WORDS);
        atomic::replace(&room.vault, &git, b"joined", None).unwrap();
        assert!(fs::read(&git).unwrap().starts_with(b"age-encryption.org/v1\n"));
        assert_eq!(read(&vault_with(&room.office), &git, LIMIT).unwrap(), b"joined");
    }
}
