//! What can go wrong with bytes on disk, told apart as far as somebody can act on it.
//!
//! Every error has the path as the caller gave it, never the name of a temporary file, and keeps the system's own
//! error as its source. The words here say what happened; what that means for the notes, and what to do next, is
//! for those who know what the file is.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::calls::FileKind;
use super::vault::Unopened;

/// A file or folder that could not be read, written, listed, removed or trusted.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Nothing stands where a file was to be read.
    #[error("there is no {}", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Something stands there that is no file, or a link where only the file itself will do.
    #[error("{} is {found}, not a file", path.display())]
    NotAFile {
        /// Where it stands.
        path: PathBuf,
        /// What it is.
        found: FileKind,
    },
    /// The file has more bytes than the caller is ready to read.
    #[error("{} has {found} bytes or more, and at most {limit} are read", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The most bytes that would have been read.
        limit: u64,
        /// Its size, or how much had come when it outgrew the limit while it was read.
        found: u64,
    },
    /// Something stands already where a new file was to be.
    #[error("{} is already there", path.display())]
    AlreadyThere {
        /// Where it stands.
        path: PathBuf,
    },
    /// The system took a part of a journal line and no more, as it does when the last free block is used up.
    #[error("only {written} of {wanted} bytes could be written to {}", path.display())]
    CutShort {
        /// The journal.
        path: PathBuf,
        /// How many bytes were taken.
        written: usize,
        /// How many there were.
        wanted: usize,
    },
    /// The system would not say that the bytes (or, for a folder, the names in it) would outlast a power cut.
    #[error("{} could not be made safe against a power cut", path.display())]
    SyncFailed {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A journal line must be one line: a line break inside would be read back as a damaged line.
    #[error("a line for the journal {} has a line break inside", path.display())]
    LineBreakInside {
        /// The journal.
        path: PathBuf,
    },
    /// After a failure that may have left a torn line or lost bytes this journal takes no more: begin a new one.
    #[error("the journal {} takes no more lines after an earlier failure", path.display())]
    JournalEnded {
        /// The journal.
        path: PathBuf,
    },
    /// A sealed file cannot be opened, or what was to be sealed cannot be.
    #[error("{} cannot be {}: {why}", path.display(), if *is_read { "opened" } else { "written" })]
    Sealed {
        /// The file.
        path: PathBuf,
        /// Whether it was to be read.
        is_read: bool,
        /// Why not.
        why: Unopened,
    },
    /// The system refused a call.
    #[error("could not {action} {}", path.display())]
    Failed {
        /// What was being done.
        action: Action,
        /// The file or folder it was done for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl StorageError {
    /// Tells the failures apart that want different words.
    #[must_use]
    pub fn kind(&self) -> StorageErrorKind {
        match self {
            StorageError::Missing { .. } => StorageErrorKind::Missing,
            StorageError::NotAFile { found, .. } => StorageErrorKind::NotAFile(*found),
            StorageError::TooLarge { .. } => StorageErrorKind::TooLarge,
            StorageError::AlreadyThere { .. } => StorageErrorKind::AlreadyThere,
            StorageError::CutShort { .. } => StorageErrorKind::NoSpace,
            StorageError::SyncFailed { .. } => StorageErrorKind::SyncFailed,
            StorageError::LineBreakInside { .. } | StorageError::JournalEnded { .. } => {
                StorageErrorKind::Other
            }
            StorageError::Sealed { why, .. } => StorageErrorKind::Sealed(*why),
            StorageError::Failed { source, .. } => kind_of(source),
        }
    }

    /// The file or folder it happened to.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            StorageError::Missing { path }
            | StorageError::NotAFile { path, .. }
            | StorageError::TooLarge { path, .. }
            | StorageError::AlreadyThere { path }
            | StorageError::CutShort { path, .. }
            | StorageError::SyncFailed { path, .. }
            | StorageError::LineBreakInside { path }
            | StorageError::JournalEnded { path }
            | StorageError::Sealed { path, .. }
            | StorageError::Failed { path, .. } => path,
        }
    }

    /// For anything else: what a vault says of a sealed file is an answer of its own too.
    #[must_use]
    pub fn failed(action: Action, path: &Path, source: io::Error) -> StorageError {
        if let Some(why) = Unopened::of(&source) {
            let is_read = matches!(action, Action::Read | Action::List);
            return StorageError::Sealed { path: path.to_owned(), is_read, why };
        }
        StorageError::Failed { action, path: path.to_owned(), source }
    }

    /// For reading, where nothing at the path is an answer of its own.
    #[must_use]
    pub fn unread(path: &Path, source: io::Error) -> StorageError {
        match source.kind() {
            io::ErrorKind::NotFound => StorageError::Missing { path: path.to_owned() },
            _ => StorageError::failed(Action::Read, path, source),
        }
    }
}

/// What was being done when the system refused. Displayed as a verb that takes the path: "write".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Reading a file, or finding out what it is.
    Read,
    /// Writing a new file, or putting it in the place of the old one.
    Write,
    /// Adding a line to a journal.
    Append,
    /// Keeping the previous file as backup.
    KeepBackup,
    /// Giving a file another name.
    Rename,
    /// Removing a file.
    Remove,
    /// Listing a folder.
    List,
    /// Making a folder.
    CreateFolder,
    /// Taking the writer's lock.
    Lock,
    /// Starting the thread that syncs a journal.
    StartSync,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Action::Read => "read",
            Action::Write => "write",
            Action::Append => "add to",
            Action::KeepBackup => "keep the previous file as",
            Action::Rename => "give its name to",
            Action::Remove => "remove",
            Action::List => "list",
            Action::CreateFolder => "make the folder",
            Action::Lock => "lock",
            Action::StartSync => "watch over",
        })
    }
}

/// The failures that want different words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageErrorKind {
    /// No such file, or no such folder to put it in.
    Missing,
    /// The system does not let this person do it.
    NotPermitted,
    /// The disk or stick as a whole takes no writing.
    ReadOnly,
    /// The disk, the person's share of it, or the largest size of a file is used up.
    NoSpace,
    /// More bytes than are read.
    TooLarge,
    /// Not a regular file, and what it is.
    NotAFile(FileKind),
    /// The name has more bytes than the file system takes.
    NameTooLong,
    /// Something stands there already.
    AlreadyThere,
    /// Another process holds the lock.
    Held,
    /// Sealed, and not to be opened; or to be sealed, and not to be.
    Sealed(Unopened),
    /// Not safe against a power cut.
    SyncFailed,
    /// Anything else; the source says what.
    Other,
}

fn kind_of(source: &io::Error) -> StorageErrorKind {
    match source.kind() {
        io::ErrorKind::NotFound => StorageErrorKind::Missing,
        io::ErrorKind::PermissionDenied => StorageErrorKind::NotPermitted,
        io::ErrorKind::ReadOnlyFilesystem => StorageErrorKind::ReadOnly,
        io::ErrorKind::StorageFull
        | io::ErrorKind::QuotaExceeded
        | io::ErrorKind::FileTooLarge
        | io::ErrorKind::WriteZero => StorageErrorKind::NoSpace,
        io::ErrorKind::InvalidFilename => StorageErrorKind::NameTooLong,
        io::ErrorKind::AlreadyExists => StorageErrorKind::AlreadyThere,
        _ => StorageErrorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_of_the_system_that_wants_its_own_words_has_its_own_kind() {
        let table = [
            (io::ErrorKind::NotFound, StorageErrorKind::Missing),
            (io::ErrorKind::PermissionDenied, StorageErrorKind::NotPermitted),
            (io::ErrorKind::ReadOnlyFilesystem, StorageErrorKind::ReadOnly),
            (io::ErrorKind::StorageFull, StorageErrorKind::NoSpace),
            (io::ErrorKind::QuotaExceeded, StorageErrorKind::NoSpace),
            (io::ErrorKind::InvalidFilename, StorageErrorKind::NameTooLong),
            (io::ErrorKind::AlreadyExists, StorageErrorKind::AlreadyThere),
            (io::ErrorKind::BrokenPipe, StorageErrorKind::Other),
        ];
        for (said, wanted) in table {
            let error = StorageError::failed(Action::Write, Path::new("notes.json"), said.into());
            assert_eq!(error.kind(), wanted, "{said:?}");
        }
    }

    #[test]
    fn the_words_name_the_path_and_what_was_done() {
        let error = StorageError::failed(
            Action::Append,
            Path::new("k7m2.journal"),
            io::ErrorKind::StorageFull.into(),
        );
        assert_eq!(error.to_string(), "could not add to k7m2.journal");
        let error = StorageError::NotAFile { path: "notes.json".into(), found: FileKind::Pipe };
        assert_eq!(error.to_string(), "notes.json is a pipe, not a file");
    }
}
