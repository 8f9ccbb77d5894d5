//! Putting aside what could not be read, so that nobody's words are thrown away for a turned bit.

use std::path::{Path, PathBuf};

use super::Tail;
use crate::storage::{Storage, StorageError, aside};

/// Writes a tail beside its journal and gives the path: the journal's name with `.tail-1` after it, or the first
/// number after that which is free. The tail stands safe against a power cut before this returns; the journal is
/// not touched. A tail that was put aside before is never written over; where one is the same, nothing is written.
///
/// # Errors
/// As [`aside::put_aside`].
pub fn put_aside(storage: &dyn Storage, journal: &Path, tail: &Tail) -> Result<PathBuf, StorageError> {
    aside::put_aside(storage, &tail.bytes, |number| {
        let mut name = journal.as_os_str().to_owned();
        name.push(format!(".tail-{number}"));
        PathBuf::from(name)
    })
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
