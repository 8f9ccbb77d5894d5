//! The keys of a study: which there are, and what an encrypted study is.
//!
//! A study is encrypted when its `study.json` names a key of the office. Its sessions are then sealed to that key and to
//! the one of the laptop they are written on. The secret key of a laptop lies beside its settings, under a passphrase;
//! that of the office wherever the office keeps it. Promises that no secret key is ever written into a study.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::beside::{self, id_of_kept};
use super::copies::says_it_is_ours;
use super::folder::{StudyFolder, read_file, read_session};
use super::{FILE_LIMIT, JOURNAL_LIMIT, Now, StudyError, leftovers, second};
use crate::format::v1::{self, File};
use crate::format::{FormatError, Problem};
use crate::model::entry::{Entry, Version};
use crate::model::ids::{EntryId, SessionId, WriterId};
use crate::model::stamp::Stamp;
use crate::model::study::{KeyRole, PublicKey, Study};
use crate::storage::journal::{self, JournalFile};
use crate::storage::lock::WriterLock;
use crate::storage::vault::{KnownKeys, Recipient, Rule, Unreadable, Vault};
use crate::storage::{FileKind, Storage, StorageError, atomic, folder, read};

/// The file of this laptop's secret key, beside its settings.
#[must_use]
pub fn device_file(settings: &Path) -> PathBuf {
    settings.with_file_name("device.key.age")
}

/// Reads the keys of a study for the vault, as seen from one laptop.
#[derive(Debug, Clone, Copy, Default)]
pub struct FromStudy {
    /// The laptop's own id, where it is known.
    pub laptop: Option<WriterId>,
}

impl Rule for FromStudy {
    fn keys(&self, study: &[u8]) -> Result<Option<KnownKeys>, Unreadable> {
        match v1::read(study) {
            Ok(File::Study(study)) => Ok(sealed_to(&study, self.laptop)),
            Err(FormatError { problem: Problem::LaterVersion(_), .. }) => Err(Unreadable::LaterVersion),
            _ => Err(Unreadable::Damaged),
        }
    }
}

/// One key of a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyKey {
    /// The key.
    pub recipient: Recipient,
    /// Whose it is.
    pub role: KeyRole,
    /// The laptop whose it is.
    pub laptop: Option<WriterId>,
}

/// The keys that stand in a study, those of the office first. What is no key is passed over.
#[must_use]
pub fn keys(study: &Study) -> Vec<StudyKey> {
    let known = study.lists.keys.standing().filter_map(|(_, version)| {
        let PublicKey { recipient, role, laptop, .. } = &version.body;
        Some(StudyKey { recipient: recipient.parse().ok()?, role: *role, laptop: *laptop })
    });
    let mut known: Vec<StudyKey> = known.collect();
    known.sort_by_key(|key| key.role == KeyRole::Device);
    known
}

/// Whom an encrypted study seals to; nothing for one that is not encrypted.
#[must_use]
pub fn sealed_to(study: &Study, laptop: Option<WriterId>) -> Option<KnownKeys> {
    let mut known = KnownKeys::default();
    for key in keys(study) {
        let is_ours = laptop.is_some() && key.laptop == laptop;
        match key.role {
            KeyRole::Study => known.office.push(key.recipient),
            KeyRole::Device if is_ours => known.laptop.push(key.recipient),
            KeyRole::Device => known.others.push(key.recipient),
        }
    }
    (!known.office.is_empty()).then_some(known)
}

/// Keys that a study has got or lost.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyChange {
    /// Keys that it has now, and had not before.
    pub new: Vec<StudyKey>,
    /// Keys that it had before.
    pub gone: Vec<StudyKey>,
    /// Whether it is encrypted now.
    pub is_encrypted: bool,
}

/// What became of the keys of a study; one that was not there had none.
#[must_use]
pub fn change(before: Option<&Study>, after: &Study) -> KeyChange {
    let (before, after_keys) = (before.map(keys).unwrap_or_default(), keys(after));
    let only = |one: &[StudyKey], other: &[StudyKey]| -> Vec<StudyKey> {
        one.iter().filter(|key| !other.contains(key)).cloned().collect()
    };
    KeyChange {
        new: only(&after_keys, &before),
        gone: only(&before, &after_keys),
        is_encrypted: sealed_to(after, None).is_some(),
    }
}

/// Whether the study in a folder is encrypted. One without a `study.json` is not.
///
/// # Errors
/// As [`StudyFolder::study`].
pub fn is_encrypted(storage: &dyn Storage, folder: &StudyFolder) -> Result<bool, StudyError> {
    Ok(folder.study(storage)?.is_some_and(|study| sealed_to(&study, None).is_some()))
}

/// Adds a key to the `study.json` of a folder, which is made if it is not there. Says whether it is new to it.
///
/// # Errors
/// As [`StudyFolder::study`], [`StudyFolder::make`] and [`StudyFolder::hold`]; [`StudyError::NoStampLeft`]. The file is
/// then as it was.
pub fn add(
    storage: &dyn Storage,
    folder: &StudyFolder,
    key: &StudyKey,
    (id, writer): (SessionId, WriterId),
    now: &Now,
) -> Result<bool, StudyError> {
    folder.make(storage, id, writer, now)?;
    let _held = folder.hold(storage)?;
    let mut study = folder.study(storage)?.unwrap_or_default();
    if keys(&study).contains(key) {
        return Ok(false);
    }
    let entry = EntryId::new(key.recipient.to_string());
    let body = PublicKey { laptop: key.laptop, role: key.role, recipient: key.recipient.to_string() };
    let over = study.lists.keys.get(entry.as_str()).map(Entry::head_stamps).unwrap_or_default();
    let replaced: Vec<Stamp> = over.iter().copied().collect();
    let stamp = Stamp::next(now.millis, writer, None, &replaced)?;
    study.lists.keys.insert(entry, Version::over(stamp, over, body).into());
    atomic::replace(storage, &folder.study_file(), v1::write_study(&study).as_bytes(), None)?;
    Ok(true)
}

/// How much of a study stands sealed on the disk, and how much plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sealed {
    /// Sessions that are sealed.
    pub sealed: usize,
    /// Sessions that are plain.
    pub plain: usize,
}

/// Counts the sessions of a study by how they stand on the disk.
///
/// # Errors
/// [`StudyError::Storage`].
pub fn count(vault: &Vault, study: &StudyFolder) -> Result<Sealed, StudyError> {
    let mut counted = Sealed::default();
    for path in study.session_candidates(vault)? {
        if is_sealed(vault, &path)? {
            counted.sealed += 1;
        } else if matches!(read_file(vault, &path), Ok(File::Session(_))) {
            counted.plain += 1;
        }
    }
    Ok(counted)
}

/// Seals what still stands plain in an encrypted study: sessions, collections, and what lies beside the journals. Each file
/// is replaced in one step by its sealed form. Gives the files of the study's folder. Where it ended half way, doing it
/// again finishes it.
///
/// # Errors
/// [`StudyError::Held`] for a session or a second window that is open, before anything is changed;
/// [`StudyError::Storage`].
pub fn seal_what_is_plain(vault: &Vault, study: &StudyFolder) -> Result<Vec<PathBuf>, StudyError> {
    let (mut plain, mut ids) = (Vec::new(), BTreeSet::new());
    for path in study.session_candidates(vault)? {
        if is_sealed(vault, &path)? {
            continue;
        }
        match read_file(vault, &path) {
            Ok(File::Session(session)) => ids.extend(session.ids().iter().copied()),
            Ok(File::Collection(_)) => {}
            // The words in it are still words; what is not hearken's is left as it is.
            Err(StudyError::Format { .. }) if says_it_is_ours(&read(vault, &path, FILE_LIMIT)?) => {}
            _ => continue,
        }
        plain.push(path);
    }
    let _locks = hold_all(vault, study, ids)?;
    for path in &plain {
        let bytes = read(vault, path, FILE_LIMIT)?;
        atomic::replace(vault, path, &bytes, None)?;
    }
    remove_plain_leftovers(vault, study)?;
    for keeping in [study, &StudyFolder::at(study.keeping())] {
        for path in plain_kept(vault, keeping)? {
            seal_kept(vault, &path)?;
        }
    }
    Ok(plain)
}

/// Holds these sessions, and those of which something plain lies beside the journals, second windows among them: it is
/// written anew.
fn hold_all(
    vault: &Vault,
    study: &StudyFolder,
    mut ids: BTreeSet<SessionId>,
) -> Result<Vec<WriterLock>, StudyError> {
    let inner = StudyFolder::at(study.keeping());
    folder::create(vault, &study.keeping())?;
    let mut copied = BTreeSet::new();
    for path in plain_kept(vault, study)? {
        ids.extend(id_of_kept(&path));
        let is_copy = path.file_name().is_some_and(|name| second::is_copy(&name.to_string_lossy()));
        copied.extend(read_session(vault, &path).ok().filter(|_| is_copy).map(|copy| copy.id()));
    }
    copied.extend(plain_kept(vault, &inner)?.iter().filter_map(|path| id_of_kept(path)));
    let mut locks = study.hold_sessions(ids)?;
    if !copied.is_empty() {
        folder::create(vault, &inner.keeping())?;
        locks.extend(inner.hold_sessions(copied)?);
    }
    Ok(locks)
}

/// What lies plain beside the journals.
fn plain_kept(vault: &Vault, study: &StudyFolder) -> Result<Vec<PathBuf>, StudyError> {
    let mut plain = Vec::new();
    for path in study.kept(vault)? {
        let is_file = vault.entry(&path).is_ok_and(|entry| entry.kind == FileKind::File);
        if is_file && !is_sealed(vault, &path)? {
            plain.push(path);
        }
    }
    Ok(plain)
}

/// Removes what saves left that were killed, of whatever session, as far as it is plain: sealed ones harm nobody, and one of
/// a session that is open may be under way.
fn remove_plain_leftovers(vault: &Vault, study: &StudyFolder) -> Result<(), StudyError> {
    let _held = study.hold(vault)?;
    for path in leftovers::all(vault, study)? {
        if !is_sealed(vault, &path)? {
            folder::remove_file(vault, &path)?;
        }
    }
    Ok(())
}

/// Seals one plain file beside the journals.
fn seal_kept(vault: &Vault, path: &Path) -> Result<(), StudyError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if beside::is_journal(&name) {
        let read = journal::read(vault, path, JOURNAL_LIMIT)?;
        if let Some(tail) = &read.tail {
            journal::put_aside(vault, path, tail)?;
        }
        JournalFile::create(vault, path, &read.lines)?;
    } else if beside::is_earlier_form(&name) || second::is_copy(&name) {
        let bytes = read(vault, path, FILE_LIMIT)?;
        atomic::replace(vault, path, &bytes, None)?;
    }
    Ok(())
}

fn is_sealed(vault: &Vault, path: &Path) -> Result<bool, StudyError> {
    Ok(vault.is_sealed(path).map_err(|source| StorageError::unread(path, source))?)
}
