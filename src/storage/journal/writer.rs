//! Writing a journal.
//!
//! Promises that a line is either acknowledged and whole or reported and gone: after a failed or short write the
//! file is cut back to the end of the last whole line at once, so that the next one does not follow a torn piece,
//! after which nothing would be read. Where cutting back fails too, or a sync has failed, the journal has ended and
//! says so to every further line; the caller, who has the lines in memory, begins a new one.

use std::io;
use std::path::{Path, PathBuf};

use super::line;
use crate::storage::calls::StorageFile;
use crate::storage::error::Action;
use crate::storage::{Storage, StorageError, atomic};

/// A journal open for adding lines.
pub struct JournalFile {
    path: PathBuf,
    file: Box<dyn StorageFile>,
    good_bytes: u64,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Ended,
}

impl JournalFile {
    /// Begins a journal with `first_lines`, in the place of an older one if that stands at `path`. It stands there
    /// whole and safe against a power cut before this returns.
    ///
    /// While an older [`JournalFile`] of the same path is in use, [`JournalFile::begin_anew`] is the way.
    ///
    /// # Errors
    /// [`StorageError::LineBreakInside`]; otherwise as [`atomic::replace`].
    pub fn create(
        storage: &dyn Storage,
        path: &Path,
        first_lines: &[String],
    ) -> Result<JournalFile, StorageError> {
        let bytes = encode_all(path, first_lines)?;
        let installed = atomic::install(storage, path, &bytes, None)?;
        installed.settled?;
        Ok(JournalFile {
            path: path.to_owned(),
            file: installed.file,
            good_bytes: length(&bytes),
            state: State::Open,
        })
    }

    /// Begins a new journal at the same path and goes on with it, also when this one has ended. A
    /// [`JournalSync`](super::JournalSync) of this one still watches the old file: start another.
    ///
    /// # Errors
    /// As [`JournalFile::create`]. The old journal stands and takes lines as before, with one exception: after
    /// [`StorageError::SyncFailed`] naming the folder the new one stands, and has ended, so that no line goes into a
    /// file that has lost its name.
    pub fn begin_anew(&mut self, storage: &dyn Storage, first_lines: &[String]) -> Result<(), StorageError> {
        let bytes = encode_all(&self.path, first_lines)?;
        let installed = atomic::install(storage, &self.path, &bytes, None)?;
        self.file = installed.file;
        self.good_bytes = length(&bytes);
        self.state = if installed.settled.is_ok() { State::Open } else { State::Ended };
        installed.settled
    }

    /// Adds a line by one call of the system's. `Ok` means that it outlasts this process; only a sync makes it
    /// outlast a power cut.
    ///
    /// # Errors
    /// Nothing of the line stays. [`StorageError::Failed`] and [`StorageError::CutShort`]: the system refused or
    /// took a part; trying again may help. [`StorageError::JournalEnded`]: only a new journal does.
    /// [`StorageError::LineBreakInside`].
    pub fn append(&mut self, payload: &str) -> Result<(), StorageError> {
        self.refuse_if_ended()?;
        let line = encode(&self.path, payload)?;
        let failure = match write_once(&mut *self.file, line.as_bytes()) {
            Ok(written) if written == line.len() => {
                self.good_bytes += length(line.as_bytes());
                return Ok(());
            }
            Ok(written) => StorageError::CutShort { path: self.path.clone(), written, wanted: line.len() },
            Err(source) => StorageError::failed(Action::Append, &self.path, source),
        };
        if self.file.set_len(self.good_bytes).is_err() {
            self.state = State::Ended;
        }
        Err(failure)
    }

    /// Makes every acknowledged line outlast a power cut, and waits for it.
    ///
    /// # Errors
    /// [`StorageError::SyncFailed`], once: the journal has then ended. [`StorageError::JournalEnded`] from then on.
    pub fn sync(&mut self) -> Result<(), StorageError> {
        self.refuse_if_ended()?;
        self.file.sync().map_err(|source| {
            self.state = State::Ended;
            StorageError::SyncFailed { path: self.path.clone(), source }
        })
    }

    /// How many bytes the acknowledged lines are, the first ones among them.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.good_bytes
    }

    /// Where the journal stands.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn another_handle(&self) -> io::Result<Box<dyn StorageFile>> {
        self.file.another_handle()
    }

    fn refuse_if_ended(&self) -> Result<(), StorageError> {
        match self.state {
            State::Open => Ok(()),
            State::Ended => Err(StorageError::JournalEnded { path: self.path.clone() }),
        }
    }
}

/// One write; an interrupted call has written nothing, so it does not count.
fn write_once(file: &mut dyn StorageFile, bytes: &[u8]) -> io::Result<usize> {
    loop {
        match file.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            answer => return answer,
        }
    }
}

fn encode(path: &Path, payload: &str) -> Result<String, StorageError> {
    line::encode(payload).ok_or_else(|| StorageError::LineBreakInside { path: path.to_owned() })
}

fn encode_all(path: &Path, payloads: &[String]) -> Result<Vec<u8>, StorageError> {
    let mut bytes = Vec::new();
    for payload in payloads {
        bytes.extend_from_slice(encode(path, payload)?.as_bytes());
    }
    Ok(bytes)
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::OsStorage;

    #[test]
    fn lines_stand_in_the_file_as_soon_as_they_are_acknowledged() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("k7m2.journal");
        let mut journal = JournalFile::create(&OsStorage, &path, &["123456789".to_owned()]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"cbf43926 123456789\n");
        journal.append("").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"cbf43926 123456789\n00000000 \n");
        assert_eq!(journal.bytes(), 29);
    }

    #[test]
    fn a_line_break_is_refused_and_the_journal_goes_on() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("k7m2.journal");
        let broken = ["two\nlines".to_owned()];
        let refused = JournalFile::create(&OsStorage, &path, &broken).err().unwrap();
        assert!(matches!(refused, StorageError::LineBreakInside { .. }));
        assert!(!path.exists());
        let mut journal = JournalFile::create(&OsStorage, &path, &[]).unwrap();
        assert!(matches!(journal.append("two\nlines"), Err(StorageError::LineBreakInside { .. })));
        journal.append("").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"00000000 \n");
    }

    #[test]
    fn a_new_journal_takes_the_place_of_the_old_one() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("k7m2.journal");
        let mut journal = JournalFile::create(&OsStorage, &path, &["old".to_owned()]).unwrap();
        journal.begin_anew(&OsStorage, &["123456789".to_owned()]).unwrap();
        journal.append("").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"cbf43926 123456789\n00000000 \n");
    }
}
