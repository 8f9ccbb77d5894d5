//! What sealed files are called.
//!
//! The floors above know a session as `NAME.json` and its journal as `ID.journal`, sealed or not. On the disk a sealed
//! one has `.age` after that, so that people and other programs see what it is.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::storage::folder;
use crate::storage::temporary::is_temporary;

/// The ending of everything sealed.
const ENDING: &str = ".age";

/// The folder of journals, locks and backups.
const KEEPING: &str = ".hearken";

/// Whether a file is one that an encrypted study keeps sealed: a session, or anything beside its journal but the lock.
/// What says something of the study and nothing of anybody (`study.json`, `withdrawals.json`) is not.
pub(super) fn may_be_sealed(path: &Path) -> bool {
    let Some(name) = path.file_name() else { return false };
    if is_temporary(name) || is_sealed(name) {
        return false;
    }
    let name = name.to_string_lossy();
    let ends = |ending: &str| name.to_ascii_lowercase().ends_with(ending);
    if is_kept(path) {
        return !ends(".lock");
    }
    ends(".json") && name != "study.json" && name != "withdrawals.json"
}

/// Whether a file lies among journals and backups.
pub(super) fn is_kept(path: &Path) -> bool {
    folder::around(path).file_name().is_some_and(|name| name == KEEPING)
}

/// Whether a file is a journal, which is sealed line by line.
pub(super) fn is_journal(path: &Path) -> bool {
    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    let name = name.strip_suffix(ENDING).unwrap_or(&name);
    is_kept(path) && (name.ends_with(".journal") || name.ends_with(".journal.next"))
}

/// Whether a name ends as those of sealed files do.
pub(super) fn is_sealed(name: &OsStr) -> bool {
    name.to_string_lossy().ends_with(ENDING)
}

/// The name of the sealed form.
pub(super) fn sealed(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ENDING);
    PathBuf::from(name)
}

/// The name by which the floors above know a sealed file; nothing where it is not one of theirs.
pub(super) fn known(sealed: &Path) -> Option<PathBuf> {
    let name = sealed.file_name()?.to_str()?.strip_suffix(ENDING)?;
    let known = sealed.with_file_name(name);
    may_be_sealed(&known).then_some(known)
}

/// As [`known`], for one name in a folder.
pub(super) fn known_name(folder: &Path, name: &OsStr) -> Option<OsString> {
    known(&folder.join(name))?.file_name().map(OsStr::to_owned)
}

/// The folder of the study that a file lies in, or among whose journals it lies.
pub(super) fn study_around(path: &Path) -> PathBuf {
    let mut root = folder::around(path);
    while root.file_name().is_some_and(|name| name == KEEPING) {
        root = folder::around(root);
    }
    root.to_owned()
}

/// The part of a session's id that stands in its file's name, out of the name of something beside its journal.
pub(super) fn short_id(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let id = name.split('.').next()?.replace('-', "");
    id.get(..8).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_and_what_lies_beside_journals_may_be_sealed_and_nothing_else() {
        for sealed in [
            "visits/norwich.json",
            ".hearken/k7m2.journal",
            "visits/.hearken/k7m2.journal.next",
            ".hearken/k7m2.backup",
            ".hearken/k7m2.journal.tail-1",
            ".hearken/.second-kj4x9q.json",
            "visits/.hearken/.hearken/k7m2.journal",
        ] {
            assert!(may_be_sealed(Path::new(sealed)), "{sealed}");
        }
        for plain in [
            "visits/study.json",
            "withdrawals.json",
            ".hearken/k7m2.lock",
            ".hearken-1.tmp",
            ".hearken/.hearken-1.tmp",
            "report.html",
            "norwich.json.age",
            ".gitattributes",
        ] {
            assert!(!may_be_sealed(Path::new(plain)), "{plain}");
        }
    }

    #[test]
    fn the_study_of_a_journal_is_the_folder_above() {
        for (path, study) in [
            ("visits/norwich.json", "visits"),
            ("visits/.hearken/k7m2.journal", "visits"),
            ("visits/.hearken/.hearken/k7m2.journal", "visits"),
            ("norwich.json", "."),
            (".hearken/k7m2.journal", "."),
        ] {
            assert_eq!(study_around(Path::new(path)), Path::new(study), "{path}");
        }
        assert_eq!(short_id(Path::new(".hearken/k7m2-q9xd-4tn1-b8wz.journal.next")).unwrap(), "k7m2q9xd");
    }

    #[test]
    fn a_sealed_file_is_known_by_its_name_without_the_ending() {
        assert_eq!(known(Path::new("a/norwich.json.age")), Some("a/norwich.json".into()));
        assert_eq!(known(Path::new("a/norwich.json")), None);
        assert_eq!(known(Path::new("a/film.age")), None);
        assert_eq!(known(Path::new("a/study.json.age")), None);
    }
}
