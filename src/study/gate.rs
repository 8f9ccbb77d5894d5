//! What a laptop carries through a gate: the files of a study as they lie on the disk.

use std::path::PathBuf;

use super::folder::StudyFolder;
use super::{StudyError, digests, keys};
use crate::report::gate::{Brought, Carried, Encryption};
use crate::storage::vault::Vault;
use crate::storage::{FileKind, Storage as _, StorageError};

/// The sessions of a study and what is kept beside them (backups, journals, what was put aside), the same of other folders
/// that sessions were brought to, or those files alone that are named; and how the study is kept. Nothing is opened: a digest
/// is of the bytes on the disk, sealed as they are.
///
/// # Errors
/// [`StudyError::Storage`], [`StudyError::Format`] and [`StudyError::WrongKind`] of the study's own file.
pub fn brought(
    vault: &Vault,
    study: &StudyFolder,
    named: Vec<PathBuf>,
    besides: &[PathBuf],
) -> Result<Brought, StudyError> {
    let is_there = vault.entry(study.root()).is_ok();
    let own = is_there.then(|| study.root().to_owned());
    let mut files = named;
    if files.is_empty() {
        for root in own.iter().chain(besides) {
            files.extend(carried(vault, &StudyFolder::at(root))?);
        }
    }
    let is_encrypted = is_there && keys::is_encrypted(vault, study)?;
    let carried = files.iter().map(|path| {
        let unread = |source| StorageError::unread(path, source);
        let real = vault.real_path(path);
        let entry = vault.disk().entry(&real).map_err(unread)?;
        Ok(Carried {
            name: digests::name(&real),
            bytes: entry.bytes,
            digest: digests::in_hex(&digests::of_file(vault.disk(), &real)?),
            is_sealed: vault.is_sealed(path).map_err(unread)?,
        })
    });
    Ok(Brought {
        files: carried.collect::<Result<_, StudyError>>()?,
        encryption: if is_encrypted { Encryption::Sealed } else { Encryption::Plain },
        ..Brought::default()
    })
}

/// The files of a folder that hold sessions or parts of them.
fn carried(vault: &Vault, study: &StudyFolder) -> Result<Vec<PathBuf>, StudyError> {
    let mut files = study.session_candidates(vault)?;
    for folder in [study, &StudyFolder::at(study.keeping())] {
        let is_file = |path: &PathBuf| vault.entry(path).is_ok_and(|entry| entry.kind == FileKind::File);
        let is_lock = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "lock");
        files.extend(folder.kept(vault)?.into_iter().filter(|path| is_file(path) && !is_lock(path)));
    }
    Ok(files)
}
