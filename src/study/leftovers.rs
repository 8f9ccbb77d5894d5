//! Temporary files that a save left behind which was killed: they may hold people's words.
//!
//! Promises that none is removed that a living process is writing: those of a session's files are removed by whoever holds
//! its lock, those of a study's by whoever holds the study. What nobody can tell the file of is told ([`told`]), and goes
//! when sessions are sealed while nobody else writes in the study.

use std::path::{Path, PathBuf};

use super::StudyError;
use super::catalogue::is_held;
use super::folder::StudyFolder;
use crate::model::ids::SessionId;
use crate::storage::{FileKind, Storage, StorageErrorKind, folder, is_left_of, leftovers};

/// Removes what saves of a session left: of its file, its backup and its journals. Its lock has to be held.
///
/// # Errors
/// [`StudyError::Storage`].
pub(super) fn remove_of_session(storage: &dyn Storage, path: &Path, id: SessionId) -> Result<(), StudyError> {
    let files = files(path, id);
    remove(storage, &StudyFolder::around(path), |left| files.iter().any(|file| is_left_of(left, file)))
}

/// Removes what saves of `study.json` and `withdrawals.json` left. The study has to be held.
///
/// # Errors
/// [`StudyError::Storage`].
pub(super) fn remove_of_study(storage: &dyn Storage, study: &StudyFolder) -> Result<(), StudyError> {
    let files = [study.study_file(), study.withdrawals_file()];
    remove(storage, study, |left| files.iter().any(|file| is_left_of(left, file)))
}

/// Removes what saves of sessions left, and where nobody else writes in the study what saves of any file left there. The
/// locks of these sessions have to be held.
///
/// Who begins to write in this moment may be told that a save failed, and saves again.
///
/// # Errors
/// [`StudyError::Storage`].
pub(super) fn remove_as_far_as_held(
    storage: &dyn Storage,
    study: &StudyFolder,
    sessions: &[(&Path, SessionId)],
) -> Result<(), StudyError> {
    let own: Vec<PathBuf> = sessions.iter().map(|(_, id)| study.lock(*id)).collect();
    let is_of_others = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ending == "lock") && !own.contains(path) && is_held(path)
    };
    let is_alone = !study.kept(storage)?.iter().any(is_of_others);
    let files: Vec<PathBuf> = sessions.iter().flat_map(|(path, id)| files(path, *id)).collect();
    remove(storage, study, |left| is_alone || files.iter().any(|file| is_left_of(left, file)))
}

/// What stands in a study's folder and beside its journals, left by a save that was cut off. Those of a session, among these,
/// and of the study itself that another hearken holds are passed over: they may be under way.
#[must_use]
pub fn told(storage: &dyn Storage, study: &StudyFolder, sessions: &[(&Path, SessionId)]) -> Vec<PathBuf> {
    let is_open = |left: &PathBuf| {
        let of = |(path, id): &(&Path, SessionId)| {
            files(path, *id).iter().any(|file| is_left_of(left, file)) && is_held(&study.lock(*id))
        };
        let is_of_study =
            [study.study_file(), study.withdrawals_file()].iter().any(|file| is_left_of(left, file));
        (is_of_study && is_held(&study.study_lock())) || sessions.iter().any(of)
    };
    // A folder that cannot be listed is told elsewhere.
    let found = all(storage, study).unwrap_or_default();
    found.into_iter().filter(|left| !is_open(left)).collect()
}

/// The files of a session that are written by whoever holds its lock.
fn files(path: &Path, id: SessionId) -> [PathBuf; 4] {
    let study = StudyFolder::around(path);
    [path.to_owned(), study.backup(id), study.journal(id), study.next_journal(id)]
}

fn remove(
    storage: &dyn Storage,
    study: &StudyFolder,
    is_wanted: impl Fn(&Path) -> bool,
) -> Result<(), StudyError> {
    for left in all(storage, study)?.iter().filter(|left| is_wanted(left)) {
        match folder::remove_file(storage, left) {
            Err(error) if error.kind() != StorageErrorKind::Missing => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// All that stand in the folder of a study and in those for journals.
///
/// # Errors
/// [`StudyError::Storage`].
pub(super) fn all(storage: &dyn Storage, study: &StudyFolder) -> Result<Vec<PathBuf>, StudyError> {
    let inner = StudyFolder::at(study.keeping());
    let mut found = Vec::new();
    for path in [study.root().to_owned(), study.keeping(), inner.keeping()] {
        if storage.entry(&path).is_ok_and(|entry| entry.kind == FileKind::Folder) {
            found.extend(leftovers(storage, &path)?);
        }
    }
    Ok(found)
}
