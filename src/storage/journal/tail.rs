//! Putting aside what could not be read, so that nobody's words are thrown away for a turned bit.

use std::path::{Path, PathBuf};

use super::Tail;
use crate::storage::{ReadLimit, Storage, StorageError, StorageErrorKind, atomic, read};

/// How many tails of one journal are kept.
const MOST_TAILS: u32 = 10_000;

/// Writes a tail beside its journal and gives the path: the journal's name with `.tail-1` after it, or the first
/// number after that which is free. The tail stands safe against a power cut before this returns; the journal is
/// not touched. A tail that was put aside before is never written over; where one is the same, nothing is written.
///
/// # Errors
/// As [`atomic::create`], with no part of the tail under such a name; [`StorageError::AlreadyThere`] when 10,000
/// names are taken.
pub fn put_aside(storage: &dyn Storage, journal: &Path, tail: &Tail) -> Result<PathBuf, StorageError> {
    let mut path = PathBuf::new();
    let limit = ReadLimit::of_bytes(u64::try_from(tail.bytes.len()).unwrap_or(u64::MAX));
    for number in 1..=MOST_TAILS {
        let mut name = journal.as_os_str().to_owned();
        name.push(format!(".tail-{number}"));
        path = PathBuf::from(name);
        match atomic::create(storage, &path, &tail.bytes) {
            Err(error) if error.kind() == StorageErrorKind::AlreadyThere => {
                if read(storage, &path, limit).is_ok_and(|there| there == tail.bytes) {
                    return Ok(path);
                }
            }
            other => return other.map(|()| path),
        }
    }
    Err(StorageError::AlreadyThere { path })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::OsStorage;
    use crate::storage::journal::TailFault;

    #[test]
    fn every_tail_gets_a_name_of_its_own_and_keeps_it() {
        let home = tempfile::tempdir().unwrap();
        let journal = home.path().join("k7m2.journal");
        for (number, words) in [(1, "first"), (2, "second"), (1, "first"), (3, "third"), (2, "second")] {
            let tail = Tail { bytes: words.into(), line: 1, fault: TailFault::CutOff };
            let path = put_aside(&OsStorage, &journal, &tail).unwrap();
            assert_eq!(path, home.path().join(format!("k7m2.journal.tail-{number}")));
        }
        assert_eq!(fs::read(home.path().join("k7m2.journal.tail-1")).unwrap(), b"first");
        assert_eq!(fs::read(home.path().join("k7m2.journal.tail-3")).unwrap(), b"third");
    }
}
