//! Lists of digests: what left is what arrived.
//!
//! The form is that of `sha256sum`, one line a file, so that `sha256sum -c` in the folder of the files says the same. A
//! file is known by its name without its folder, because it arrives in another folder than it left.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::{FILE_LIMIT, StudyError};
use crate::storage::{Action, FileKind, Storage, StorageError, StorageErrorKind, atomic, folder, read};

/// The SHA-256 of a file's bytes.
pub type Digest = [u8; 32];

/// Digests by the names of files.
pub type List = BTreeMap<String, Digest>;

/// Why a list could not be used.
#[derive(Debug, Error)]
pub enum NoList {
    /// It could not be read or written.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// A line in it is no digest and name.
    #[error("{}: line {line} is no digest with the name of a file", path.display())]
    NotALine {
        /// The list.
        path: PathBuf,
        /// Which line, counted from 1.
        line: usize,
    },
    /// A name stands in it twice, with different digests.
    #[error("{}: “{name}” stands there twice, with different digests", path.display())]
    TwoDigests {
        /// The list.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// There is nothing in it.
    #[error("{} lists no file", path.display())]
    Empty {
        /// The list.
        path: PathBuf,
    },
}

/// Reads the bytes of a file on the disk, sealed as they are, and gives their digest.
///
/// # Errors
/// [`StudyError::Storage`].
pub fn of_file(disk: &dyn Storage, path: &Path) -> Result<Digest, StudyError> {
    let entry = disk.entry(path).map_err(|source| StorageError::unread(path, source))?;
    if entry.kind != FileKind::File {
        return Err(StorageError::NotAFile { path: path.to_owned(), found: entry.kind }.into());
    }
    let mut file = disk.open(path, 0).map_err(|source| StorageError::unread(path, source))?;
    let mut digest = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let count =
            file.read(&mut piece).map_err(|source| StorageError::failed(Action::Read, path, source))?;
        if count == 0 {
            return Ok(digest.finalize().into());
        }
        digest.update(piece.get(..count).unwrap_or_default());
    }
}

/// The name by which a file stands in a list.
#[must_use]
pub fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A digest in lower-case hexadecimal.
#[must_use]
pub fn in_hex(digest: &Digest) -> String {
    digest.iter().fold(String::new(), |mut text, byte| {
        // Writing into a text does not fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

/// The text of a list.
#[must_use]
pub fn written(list: &List) -> String {
    let mut text = String::new();
    for (name, digest) in list {
        let escaped = name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
        if escaped != *name {
            text.push('\\');
        }
        text.push_str(&in_hex(digest));
        text.push_str("  ");
        text.push_str(&escaped);
        text.push('\n');
    }
    text
}

/// Reads a list.
///
/// # Errors
/// [`NoList`].
pub fn read_list(storage: &dyn Storage, path: &Path) -> Result<List, NoList> {
    let bytes = read(storage, path, FILE_LIMIT).map_err(StudyError::from)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut list = List::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let not_a_line = || NoList::NotALine { path: path.to_owned(), line: number + 1 };
        let (name, digest) = line_of(line).ok_or_else(not_a_line)?;
        if list.insert(name.clone(), digest).is_some_and(|before| before != digest) {
            return Err(NoList::TwoDigests { path: path.to_owned(), name });
        }
    }
    if list.is_empty() { Err(NoList::Empty { path: path.to_owned() }) } else { Ok(list) }
}

fn line_of(line: &str) -> Option<(String, Digest)> {
    let (is_escaped, line) = match line.strip_prefix('\\') {
        Some(line) => (true, line),
        None => (false, line),
    };
    let (digits, rest) = line.split_once(' ')?;
    // A blank for text, a star for binary: to us they are the same.
    let name = rest.strip_prefix([' ', '*'])?;
    let mut digest = [0; 32];
    if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, pair) in digest.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    let name = if is_escaped { unescaped(name)? } else { name.to_owned() };
    (!name.is_empty()).then_some((name, digest))
}

fn unescaped(name: &str) -> Option<String> {
    let mut plain = String::new();
    let mut letters = name.chars();
    while let Some(letter) = letters.next() {
        plain.push(match letter {
            '\\' => match letters.next()? {
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                _ => return None,
            },
            other => other,
        });
    }
    Some(plain)
}

/// Adds digests to the list at `path`, which is made if it is not there. A name that stands there gets the new digest.
///
/// # Errors
/// [`NoList`]; the list is then as it was.
pub fn add(storage: &dyn Storage, path: &Path, more: &List) -> Result<(), NoList> {
    let mut list = match read_list(storage, path) {
        Ok(list) => list,
        Err(NoList::Empty { .. }) => List::new(),
        Err(NoList::Study(StudyError::Storage(error))) if error.kind() == StorageErrorKind::Missing => {
            List::new()
        }
        Err(error) => return Err(error),
    };
    list.extend(more.iter().map(|(name, digest)| (name.clone(), *digest)));
    atomic::replace(storage, path, written(&list).as_bytes(), None).map_err(StudyError::from)?;
    Ok(())
}

/// What became of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrived {
    /// It is as it left.
    Whole,
    /// It is not as it left.
    Altered,
    /// It is on the list and not here.
    Missing,
    /// It is here and not on the list.
    NotListed,
}

/// Compares files, and the files directly in folders, with a list. Gives each name with what became of it, those on the
/// list first.
///
/// # Errors
/// [`StudyError::Storage`] for an input that cannot be read.
pub fn compare(
    disk: &dyn Storage,
    list: &List,
    inputs: &[PathBuf],
    list_file: &Path,
) -> Result<Vec<(String, Arrived)>, StudyError> {
    let mut here: BTreeMap<String, Vec<Digest>> = BTreeMap::new();
    for input in inputs {
        let is_folder = disk.entry(input).is_ok_and(|entry| entry.kind == FileKind::Folder);
        let named = [input.clone()];
        let listed = if is_folder { folder::list(disk, input)? } else { Vec::new() };
        for path in if is_folder { &listed[..] } else { &named } {
            let is_file = disk.entry(path).is_ok_and(|entry| entry.kind == FileKind::File);
            // In a folder lie other things too, and the list itself.
            let is_other = is_folder && !list.contains_key(&name(path)) && !may_be_session(path);
            if (is_folder && !is_file) || is_other || path == list_file {
                continue;
            }
            here.entry(name(path)).or_default().push(of_file(disk, path)?);
        }
    }
    let judged = |(name, wanted): (&String, &Digest)| {
        let arrived = match here.get(name) {
            None => Arrived::Missing,
            Some(found) if found.iter().all(|found| found == wanted) => Arrived::Whole,
            Some(_) => Arrived::Altered,
        };
        (name.clone(), arrived)
    };
    let mut told: Vec<(String, Arrived)> = list.iter().map(judged).collect();
    let unknown = here.keys().filter(|name| !list.contains_key(*name));
    told.extend(unknown.map(|name| (name.clone(), Arrived::NotListed)));
    Ok(told)
}

/// Whether a file may be a session, sealed or not, by its name: nothing that was carried is passed over.
fn may_be_session(path: &Path) -> bool {
    let name = name(path);
    let is_of_study = ["study.json", "withdrawals.json"].contains(&name.as_str());
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    !is_of_study && (is_json || name.ends_with(".json.age"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::OsStorage;

    /// The digest of nothing, and that of `abc`, as every catalogue has them.
    const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_digest_has_digits_only() {
        let line = format!("{ABC}  a.json.age\n");
        assert!(line_of(line.trim_end()).is_some());
        assert_eq!(line_of(&line.trim_end().replacen("01cfea", "+1cfea", 1)), None);
    }

    #[test]
    fn a_session_that_is_not_on_the_list_is_told_plain_ones_too() {
        let home = tempfile::tempdir().unwrap();
        for name in ["a.json", "b.json.age", "study.json", "photo.jpg"] {
            fs::write(home.path().join(name), "abc").unwrap();
        }
        let told = compare(&OsStorage, &List::new(), &[home.path().to_owned()], Path::new("list")).unwrap();
        assert_eq!(told, ["a.json", "b.json.age"].map(|name| (name.to_owned(), Arrived::NotListed)));
    }

    #[test]
    fn a_list_has_the_form_that_other_programs_check() {
        let home = tempfile::tempdir().unwrap();
        let (one, two) = (home.path().join("a b.json.age"), home.path().join("c\\d\ne"));
        fs::write(&one, "abc").unwrap();
        fs::write(&two, "").unwrap();
        let list: List = [&one, &two].map(|path| (name(path), of_file(&OsStorage, path).unwrap())).into();
        assert_eq!(written(&list), format!("{ABC}  a b.json.age\n\\{NOTHING}  c\\\\d\\ne\n"));
        let file = home.path().join("list");
        add(&OsStorage, &file, &list).unwrap();
        assert_eq!(read_list(&OsStorage, &file).unwrap(), list);
        let summed = std::process::Command::new("sha256sum").args(["-c", "list"]).current_dir(&home).output();
        if let Ok(summed) = summed {
            assert!(summed.status.success(), "{}", String::from_utf8_lossy(&summed.stderr));
        }
    }

    #[test]
    fn what_is_no_list_is_told_by_line() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("list");
        for (text, wanted) in [
            ("", "lists no file"),
            ("my shopping list\n", "line 1 is no digest"),
            (&*format!("{ABC}  a\n{ABC} a\n"), "line 2 is no digest"),
            (&format!("{}  a\n", ABC.split_at(63).0), "line 1 is no digest"),
            (&format!("{}é  a\n", ABC.split_at(62).0), "line 1 is no digest"),
            (&format!("{ABC}  a\n{NOTHING}  a\n"), "stands there twice"),
        ] {
            fs::write(&file, text).unwrap();
            let told = read_list(&OsStorage, &file).unwrap_err().to_string();
            assert!(told.contains(wanted), "{told}");
        }
        fs::write(&file, format!("{}  a\n\n{NOTHING} *b\r\n", ABC.to_uppercase())).unwrap();
        assert_eq!(read_list(&OsStorage, &file).unwrap().len(), 2);
    }

    #[test]
    fn what_arrived_is_told_apart_from_what_was_altered_and_what_is_missing() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        for name in ["one.json.age", "two.json.age", "three.json.age"] {
            fs::write(at(name), name).unwrap();
        }
        let named = ["one.json.age", "two.json.age", "gone.json.age"];
        let digest = of_file(&OsStorage, &at("one.json.age")).unwrap();
        let list: List = named.map(|name| (name.to_owned(), digest)).into();
        let wanted = [
            ("gone.json.age", Arrived::Missing),
            ("one.json.age", Arrived::Whole),
            ("two.json.age", Arrived::Altered),
            ("three.json.age", Arrived::NotListed),
        ];
        let told = compare(&OsStorage, &list, &[home.path().to_owned()], &at("list")).unwrap();
        assert_eq!(told, wanted.map(|(name, arrived)| (name.to_owned(), arrived)));
    }
}
