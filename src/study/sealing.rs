//! Sealing finished sessions for the office alone, and making them readable here again.
//!
//! After sealing, the laptop it was recorded on cannot read a session any more: neither its file nor its backup, nor what a
//! crash left of it in a temporary file. Promises that a session is sealed only when nothing of it stands elsewhere (in a
//! journal, in the copy of a second window), and that all of them are looked at before the first is written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::catalogue::holds_lines;
use super::elsewhere::{Wanted, elsewhere};
use super::folder::{StudyFolder, read_session};
use super::{FILE_LIMIT, StudyError, beside, digests, keys, leftovers, recover, second};
use crate::format::v1;
use crate::model::ids::SessionId;
use crate::storage::lock::WriterLock;
use crate::storage::vault::{Unopened, Vault};
use crate::storage::{StorageError, StorageErrorKind, atomic, folder, read};

/// Why sessions were not sealed.
#[derive(Debug, Error)]
pub enum NotSealed {
    /// A file could not be read or written.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// The study has no key of the office.
    #[error("the study {} is not encrypted: it has no key of the office", folder.display())]
    NotEncrypted {
        /// Its folder.
        folder: PathBuf,
    },
    /// Something of it is not in its file yet.
    #[error("{} is not finished: a half-typed note, a journal or a second window holds more of it", path.display())]
    NotFinished {
        /// Its file.
        path: PathBuf,
    },
}

/// What was sealed.
#[derive(Debug, Default)]
pub struct Sealed {
    /// Files as they stand on the disk, with their digests.
    pub digests: digests::List,
    /// Files that were sealed before, to a key that is not unlocked here: they were left as they are.
    pub before: Vec<PathBuf>,
    /// Other files that hold one of the sessions and can be read here: they were left as they are.
    pub elsewhere: Vec<PathBuf>,
}

/// One session that is held, and what it says.
struct Held {
    path: PathBuf,
    study: StudyFolder,
    ids: BTreeSet<SessionId>,
    text: String,
    _locks: Vec<WriterLock>,
}

/// Seals sessions for the office alone, each in its study, and gives their digests. Looks in their studies, and in these
/// folders besides, for other files that hold one of them.
///
/// # Errors
/// [`NotSealed`], with nothing written; after a [`StudyError::Storage`] those that were sealed before stay so, and doing
/// it again finishes it.
pub fn seal(vault: &Vault, sessions: &[PathBuf], besides: &[PathBuf]) -> Result<Sealed, NotSealed> {
    let mut sealed = Sealed::default();
    let mut all = Vec::new();
    for path in sessions {
        let study = StudyFolder::around(path);
        if !keys::is_encrypted(vault, &study)? {
            return Err(NotSealed::NotEncrypted { folder: study.root().to_owned() });
        }
        // What else there is of a session may be sealed to a key of which nobody knows here, and then it is not finished.
        match read_session(vault, path) {
            Err(error) if error.unopened() == Some(Unopened::NotForUs) => {
                sealed.before.push(on_disk(vault, path)?);
            }
            read => all.push(hold(vault, path, study, read?.ids())?),
        }
    }
    let ids = all.iter().flat_map(|held| held.ids.iter().copied()).collect();
    let names = sealed.before.iter().map(|path| digests::name(path)).collect();
    sealed.elsewhere = elsewhere(vault, &Wanted { sessions, ids, names }, besides)?;
    // What a save was killed over is an earlier form too, and sealed to this laptop.
    let studies: BTreeSet<PathBuf> =
        sessions.iter().map(|path| StudyFolder::around(path).root().to_owned()).collect();
    for root in studies {
        let in_it = all.iter().filter(|held| held.study.root() == root);
        let held: Vec<(&Path, SessionId)> =
            in_it.flat_map(|held| held.ids.iter().map(|id| (held.path.as_path(), *id))).collect();
        leftovers::remove_as_far_as_held(vault, &StudyFolder::at(root), &held)?;
    }
    let office = vault.for_the_office();
    for held in &all {
        seal_one(&office, vault, held)?;
    }
    let real: Result<Vec<PathBuf>, StudyError> = all.iter().map(|held| on_disk(vault, &held.path)).collect();
    for path in real?.into_iter().chain(sealed.before.iter().cloned()) {
        sealed.digests.insert(digests::name(&path), digests::of_file(vault.disk(), &path)?);
    }
    Ok(sealed)
}

fn hold(
    vault: &Vault,
    path: &Path,
    study: StudyFolder,
    ids: &BTreeSet<SessionId>,
) -> Result<Held, NotSealed> {
    let (ids, locks) = locked(vault, &study, ids)?;
    // What was read before it was held may have changed.
    let session = read_session(vault, path)?;
    let several: Vec<SessionId> = ids.iter().copied().collect();
    let mut is_finished = second::every_copy(vault, &study, &several)?.is_empty();
    for journal in ids.iter().flat_map(|id| [study.journal(*id), study.next_journal(*id)]) {
        is_finished &= !holds_lines(vault, &journal).map_err(StudyError::from)?;
    }
    if !is_finished {
        return Err(NotSealed::NotFinished { path: path.to_owned() });
    }
    Ok(Held { path: path.to_owned(), study, ids, text: v1::write_session(&session), _locks: locks })
}

fn locked(
    vault: &Vault,
    study: &StudyFolder,
    ids: &BTreeSet<SessionId>,
) -> Result<(BTreeSet<SessionId>, Vec<WriterLock>), StudyError> {
    folder::create(vault, &study.keeping())?;
    let locks = study.hold_sessions(ids.iter().copied())?;
    Ok((ids.clone(), locks))
}

/// What a session is called on the disk. One that the disk does not show at this moment is not gone.
pub(super) fn on_disk(vault: &Vault, path: &Path) -> Result<PathBuf, StudyError> {
    Ok(vault.on_disk(path).map_err(|source| StorageError::unread(path, source))?)
}

/// The bytes of a file as they stand on the disk, sealed or not.
pub(super) fn as_on_disk(vault: &Vault, path: &Path) -> Result<Vec<u8>, StudyError> {
    Ok(read(vault.disk(), &on_disk(vault, path)?, FILE_LIMIT)?)
}

/// Seals the session, and what is kept of it beside the journals, so that no earlier form of it can be read here.
fn seal_one(office: &Vault, vault: &Vault, held: &Held) -> Result<(), StudyError> {
    let kept = folder::list(vault, &held.study.keeping())?;
    for path in kept {
        let name = digests::name(&path);
        let is_of_it = held.ids.iter().any(|id| {
            name.starts_with(&id.to_string()) || recover::is_damaged(&name) && name.contains(&id.short())
        });
        if !is_of_it {
            continue;
        }
        if beside::is_journal(&name) {
            // It holds nothing but its beginning.
            folder::remove_file(vault, &path)?;
        } else if beside::is_earlier_form(&name) {
            let bytes = match read(vault, &path, FILE_LIMIT) {
                Ok(bytes) => bytes,
                // What of it is as it was sealed can be opened here by other programs: it gets a second seal.
                Err(error) if error.kind() == StorageErrorKind::Sealed(Unopened::Damaged) => {
                    as_on_disk(vault, &path)?
                }
                Err(error) if matches!(error.kind(), StorageErrorKind::Sealed(_)) => continue,
                Err(error) => return Err(error.into()),
            };
            atomic::replace(office, &path, &bytes, None)?;
        }
    }
    atomic::replace(office, &held.path, held.text.as_bytes(), None)?;
    Ok(())
}

/// Writes sessions as their study has them: sealed to the keys of the office and of this laptop where it is encrypted,
/// else plain. Gives each file as it stands on the disk, and whether it is sealed there.
///
/// # Errors
/// [`StudyError`]. All of them are opened before the first is written.
pub fn unseal(vault: &Vault, sessions: &[PathBuf]) -> Result<Vec<(PathBuf, bool)>, StudyError> {
    let mut all = Vec::new();
    for path in sessions {
        let study = StudyFolder::around(path);
        let (ids, locks) = locked(vault, &study, read_session(vault, path)?.ids())?;
        let text = v1::write_session(&read_session(vault, path)?);
        all.push(Held { path: path.clone(), study, ids, text, _locks: locks });
    }
    let unsealing = vault.as_the_study_says();
    let mut written = Vec::new();
    for held in &all {
        atomic::replace(&unsealing, &held.path, held.text.as_bytes(), None)?;
        let real = on_disk(vault, &held.path)?;
        let is_sealed = vault.is_sealed(&real).map_err(|source| StorageError::unread(&real, source))?;
        written.push((real, is_sealed));
    }
    Ok(written)
}
