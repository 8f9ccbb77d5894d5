//! What a laptop carries through a gate: the files of a study as they lie on the disk.

use std::path::PathBuf;

use super::folder::StudyFolder;
use super::{StudyError, digests, keys};
use crate::report::gate::{Brought, Carried, Encryption};
use crate::storage::vault::Vault;
use crate::storage::{Storage as _, StorageError};

/// The sessions of a study, or those files alone that are named, and how the study is kept. Nothing is opened: a digest is
/// of the bytes on the disk, sealed as they are.
///
/// # Errors
/// [`StudyError::Storage`], [`StudyError::Format`] and [`StudyError::WrongKind`] of the study's own file.
pub fn brought(vault: &Vault, study: &StudyFolder, named: Vec<PathBuf>) -> Result<Brought, StudyError> {
    let is_there = vault.entry(study.root()).is_ok();
    let files = match (named.is_empty(), is_there) {
        (false, _) => named,
        (true, true) => study.session_candidates(vault)?,
        (true, false) => Vec::new(),
    };
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
