//! What stands beside a session's file: journals that hold more than it does, and what is left when it is damaged.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::catalogue::{Listed, Unreadable, has_lines};
use super::folder::StudyFolder;
use super::{recover, second};
use crate::model::ids::SessionId;
use crate::storage::{Storage, folder};

/// The journals of a session that hold something its file may not have (it was cut off, or is being recorded), and
/// the copies in which a second window took notes.
#[must_use]
pub fn journals(storage: &dyn Storage, path: &Path, ids: &BTreeSet<SessionId>) -> Vec<PathBuf> {
    let study = StudyFolder::around(path);
    let both = |id| [study.journal(id), study.next_journal(id)];
    let ids: Vec<_> = ids.iter().copied().collect();
    let journals = ids.iter().copied().flat_map(both).filter(|journal| has_lines(storage, journal));
    let copies = second::copies(storage, &study, &ids).into_iter().map(|(path, _)| path);
    journals.chain(copies).collect()
}

/// Whether a file of this name in the folder of journals is one, of whatever session.
#[must_use]
pub fn is_journal(name: &str) -> bool {
    name.ends_with(".journal") || name.ends_with(".journal.next")
}

/// The session that a file beside the journals belongs to, by its name; nothing for what carries its lock.
pub(super) fn id_of_kept(path: &Path) -> Option<SessionId> {
    let is_lock = path.extension().is_some_and(|extension| extension == "lock");
    let name = path.file_name()?.to_str()?;
    name.split('.').next()?.parse().ok().filter(|_| !is_lock)
}

/// Whether a file of this name in the folder of journals is an earlier form of a session or a part of one, that was kept or
/// put aside: a backup, the end of a journal, a damaged file.
pub(super) fn is_earlier_form(name: &str) -> bool {
    name.contains(".backup") || is_put_aside(name)
}

/// Whether a file of this name in the folder of journals is the end of a journal, or a damaged file.
pub(super) fn is_put_aside(name: &str) -> bool {
    name.contains(".tail-") || recover::is_damaged(name)
}

/// The journals in a study that hold something, and whose session is nowhere in it: its file was moved or deleted by
/// hand. Those of a file that cannot be read are told with that ([`left_of`]) and not here.
#[must_use]
pub fn without_session(
    storage: &dyn Storage,
    study: &StudyFolder,
    listed: &[Listed],
    unreadable: &[Unreadable],
) -> Vec<PathBuf> {
    let of_unreadable: BTreeSet<&str> = unreadable.iter().filter_map(|bad| short_id(&bad.path)).collect();
    let is_lost = |path: &PathBuf| {
        let id = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.split('.').next());
        let id: Option<SessionId> = id.and_then(|id| id.parse().ok());
        id.is_some_and(|id| {
            listed.iter().all(|one| !one.ids.contains(&id)) && !of_unreadable.contains(&*id.short())
        }) && has_lines(storage, path)
    };
    let is_journal = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(is_journal);
    let found = folder::list(storage, &study.keeping()).unwrap_or_default();
    found.into_iter().filter(is_journal).filter(is_lost).collect()
}

/// The backup and the journals of a session whose file cannot be read, found by the part of its id that the file's
/// name carries. Nothing for a file of another name.
#[must_use]
pub fn left_of(storage: &dyn Storage, path: &Path) -> Vec<PathBuf> {
    let Some(short) = short_id(path) else { return Vec::new() };
    let is_of_session = |found: &PathBuf| {
        let Some(name) = found.file_name().and_then(|name| name.to_str()) else { return false };
        name.ends_with(".backup") || is_journal(name)
    };
    let begins = |found: &PathBuf| {
        found.file_name().is_some_and(|name| name.to_string_lossy().replace('-', "").starts_with(short))
    };
    let found = folder::list(storage, &StudyFolder::around(path).keeping()).unwrap_or_default();
    found.into_iter().filter(is_of_session).filter(begins).collect()
}

/// The part of its id that the name of a session's file carries; nothing for a file of another name.
pub(super) fn short_id(path: &Path) -> Option<&str> {
    path.file_stem()?.to_str()?.rsplit('-').next().filter(|short| short.len() == 8)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::OsStorage;

    #[test]
    fn the_backup_of_a_damaged_file_is_found_by_its_name() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        fs::create_dir(at(".hearken")).unwrap();
        for name in ["k7m2-q9xd-4tn1-b8wz.backup", "k7m2-q9xd-4tn1-b8wz.lock", "aaaa-q9xd-4tn1-b8wz.backup"] {
            fs::write(at(".hearken").join(name), b"").unwrap();
        }
        let found = left_of(&OsStorage, &at("2026-11-23-norwich-k7m2q9xd.json"));
        assert_eq!(found, [at(".hearken/k7m2-q9xd-4tn1-b8wz.backup")]);
        assert_eq!(left_of(&OsStorage, &at("norwich.json")), Vec::<PathBuf>::new());
        assert_eq!(left_of(&OsStorage, &at("sub/k7m2q9xd.json")), Vec::<PathBuf>::new());
    }
}
