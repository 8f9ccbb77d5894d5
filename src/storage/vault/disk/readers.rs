//! Whom a file is sealed to: what the study around it says, and where none does, what was sealed before.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use super::{Vault, is_nothing, lock};
use crate::storage::vault::cipher::{Identity, Recipient};
use crate::storage::vault::{Unopened, names};
use crate::storage::{ReadLimit, StorageError, read};

/// The largest `study.json` that is looked at for keys.
const LARGEST_STUDY: ReadLimit = ReadLimit::of_bytes(64 << 20);

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
pub enum Unreadable {
    /// It makes no sense.
    Damaged,
    /// A newer program has written it: it is whole, and nobody has to put it right.
    LaterVersion,
}

impl From<Unreadable> for Unopened {
    fn from(study: Unreadable) -> Self {
        match study {
            Unreadable::Damaged => Self::StudyUnreadable,
            Unreadable::LaterVersion => Self::StudyOfLaterVersion,
        }
    }
}

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
pub(super) enum Aim {
    /// The office and this laptop.
    Everyday,
    /// The office alone.
    Office,
    /// Those whom the study names; nobody where it names none, whatever was sealed before.
    AsTheStudySays,
}

impl Vault {
    /// Whom a file that is to stand at `path` is sealed to; nothing when it is to be plain.
    pub(super) fn readers(&self, path: &Path) -> io::Result<Option<Vec<Recipient>>> {
        let is_called_sealed = path.file_name().is_some_and(names::is_sealed);
        let is_ours = is_called_sealed || names::may_be_sealed(path);
        if !is_ours {
            // A file that has another name is sealed if the one is whose place it takes: Git has names of its own.
            if is_plain_by_name(path) || !self.is_sealed_there(path)? {
                return Ok(None);
            }
        }
        let root = names::study_around(path);
        if let Some(known) = self.known_keys(&root, is_ours)? {
            return self.among(known).map(Some);
        }
        if self.aim == Aim::AsTheStudySays && !is_called_sealed {
            return Ok(None);
        }
        let is_to_be_sealed = is_called_sealed
            || !is_ours
            || self.was_sealed(path, &root)?
            || self.was_sealed_alike(path, &root);
        if is_to_be_sealed {
            return self.own().map(Some);
        }
        Ok(None)
    }

    /// The keys of the study in a folder, or of the one in whose place it is, for a file of ours or one of Git's.
    fn known_keys(&self, root: &Path, is_ours: bool) -> io::Result<Option<KnownKeys>> {
        if let Some(known) = self.named_keys(root)? {
            return Ok(Some(known));
        }
        let Some(alike) = lock(&self.alike).get(root).cloned() else { return Ok(None) };
        match self.named_keys(&alike) {
            // A disk that was left need not be able to say. The study for which Git merges is there, and what is sealed for
            // it is not sealed past its office.
            Err(_) if is_ours => Ok(None),
            said => said,
        }
    }

    /// The keys that a folder's `study.json` names. Where it has gone since, or cannot be read (a stick was pulled out, and
    /// answers nothing any more), those that it named before: what is sealed now must not be plain then, and what was
    /// written there has to find another folder. One that is there and makes no sense is an error where it named nothing
    /// before: it may be the one by which the study became encrypted.
    fn named_keys(&self, root: &Path) -> io::Result<Option<KnownKeys>> {
        let said = match read(&*self.disk, &root.join("study.json"), LARGEST_STUDY) {
            Ok(study) => self.rule.keys(&study).map_err(|why| Unopened::from(why).into()),
            Err(StorageError::Missing { .. }) => Err(io::ErrorKind::NotFound.into()),
            Err(StorageError::Failed { source, .. }) => Err(source),
            Err(_is_no_file) => Err(Unopened::StudyUnreadable.into()),
        };
        let mut remembered = lock(&self.remembered);
        match (said, remembered.get(root)) {
            (Ok(known), _) => {
                remembered.insert(root.to_owned(), known.clone());
                Ok(known)
            }
            (Err(error), Some(None)) if Unopened::of(&error).is_some() => Err(error),
            (Err(_), Some(known)) => Ok(known.clone()),
            (Err(error), None) if is_nothing(&error) => Ok(None),
            (Err(error), None) => Err(error),
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
        let is_plain_there = || self.named_keys(&like).is_ok() && self.is_there(&there).unwrap_or(false);
        match self.was_sealed(&there, &like) {
            Ok(true) => true,
            Ok(false) if is_plain_there() => false,
            Ok(false) | Err(_) => self.has_a_key(),
        }
    }

    /// Whether a key is unlocked. Asks nobody.
    #[must_use]
    pub fn has_a_key(&self) -> bool {
        !self.ring().keys.is_empty()
    }
}

/// Files that are plain by what they are, whatever stands in their place now.
fn is_plain_by_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json" || extension == "lock")
}
