//! What else this laptop can read of sessions that are sealed for the office: other files of theirs, collections, and what a
//! session left beside its journals in a folder of last resort.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::StudyError;
use super::beside::id_of_kept;
use super::folder::{StudyFolder, read_file};
use super::sealing::on_disk;
use crate::format::v1::File;
use crate::model::ids::SessionId;
use crate::model::session::Session;
use crate::storage::vault::Vault;

/// The sessions that are sealed.
pub(super) struct Wanted<'a> {
    /// Their files.
    pub(super) sessions: &'a [PathBuf],
    /// The ids of those that can be read here.
    pub(super) ids: BTreeSet<SessionId>,
    /// The names of those that only the office can read any more: a part of the id stands in them.
    pub(super) names: Vec<String>,
}

impl Wanted<'_> {
    fn is(&self, id: &SessionId) -> bool {
        self.ids.contains(id) || self.names.iter().any(|name| name.contains(&id.short()))
    }

    fn is_one(&self, session: &Session) -> bool {
        session.ids().iter().any(|id| self.is(id))
    }
}

/// Files in the studies of these sessions, and in other folders with what stands beside the journals there, that hold one of
/// the sessions too and can be read here, as they are called on the disk.
///
/// # Errors
/// [`StudyError::Storage`] for a folder that cannot be listed.
pub(super) fn elsewhere(
    vault: &Vault,
    wanted: &Wanted<'_>,
    besides: &[PathBuf],
) -> Result<Vec<PathBuf>, StudyError> {
    let own: BTreeSet<PathBuf> = wanted.sessions.iter().map(|path| one_name(path)).collect();
    let studies: BTreeSet<PathBuf> =
        own.iter().map(|path| StudyFolder::around(path).root().to_owned()).collect();
    let mut found = Vec::new();
    for root in studies.iter().chain(besides) {
        for path in StudyFolder::at(root).session_candidates(vault)? {
            let holds_one = match read_file(vault, &path) {
                Ok(File::Session(session)) => wanted.is_one(&session),
                Ok(File::Collection(collection)) => {
                    collection.sessions.iter().any(|session| wanted.is_one(session))
                }
                // What is for others only is no concern of this; what is damaged, the list of sessions tells.
                Ok(_) | Err(_) => false,
            };
            if holds_one && !own.contains(&one_name(&path)) {
                found.push(on_disk(vault, &path)?);
            }
        }
    }
    for root in besides {
        let kept = StudyFolder::at(root).kept(vault)?;
        for path in kept.iter().filter(|path| id_of_kept(path).is_some_and(|id| wanted.is(&id))) {
            found.push(on_disk(vault, path)?);
        }
    }
    Ok(found)
}

/// A file by one name, whichever way its folder was named.
fn one_name(path: &Path) -> PathBuf {
    let folder = StudyFolder::around(path).root().to_owned();
    let folder = std::fs::canonicalize(&folder).unwrap_or(folder);
    path.file_name().map_or_else(|| path.to_owned(), |name| folder.join(name))
}
