//! The file-system calls that hearken makes, and no others.
//!
//! Everything that touches a session's files goes through [`Storage`], so a test that wraps it can make the n-th
//! call fail and look at what is left. The calls are as raw as the system's own and answer with [`io::Error`]; the
//! functions beside this file add the path and what was being done. Only the writer's lock stands outside: a lock
//! is the system's or it is nothing.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The file system, as far as hearken knows it.
pub trait Storage: Send + Sync {
    /// Tells what stands at `path`, following links to their end without opening anything.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] when nothing stands there, otherwise what the system says. A link that leads
    /// nowhere or in a circle is no error but a [`FileKind`].
    fn entry(&self, path: &Path) -> io::Result<Entry>;

    /// Lists the names in a folder, in no order, without `.` and `..`.
    ///
    /// # Errors
    /// What the system says; a listing that breaks off is an error, never a shorter list.
    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>>;

    /// Opens a file for reading from its byte `from` on, 0 being the first; beyond its end there is nothing to read.
    /// It would wait on a pipe, so [`Storage::entry`] is asked first.
    ///
    /// # Errors
    /// What the system says.
    fn open(&self, path: &Path, from: u64) -> io::Result<Box<dyn Read>>;

    /// Makes an empty file, for its owner only, whose every write goes to its end.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] when anything stands at `path`, otherwise what the system says.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StorageFile>>;

    /// Makes an empty file at `temporary`, as [`Storage::create_new`] does, that is to be renamed to `path`. Where what
    /// stands at `path` is sealed, this is sealed from its first byte on.
    ///
    /// # Errors
    /// As [`Storage::create_new`], for `temporary`.
    fn create_temporary(&self, temporary: &Path, _path: &Path) -> io::Result<Box<dyn StorageFile>> {
        self.create_new(temporary)
    }

    /// Makes one folder, for its owner only.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] when anything stands at `path`, otherwise what the system says.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Gives the file at `existing` a second name.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] when anything stands at `new`, otherwise what the system says; some file
    /// systems (memory sticks) have no second names, and a plain file that is to be sealed gets none.
    fn link(&self, existing: &Path, new: &Path) -> io::Result<()>;

    /// Moves a file to another name in one step, over whatever file stands there.
    ///
    /// # Errors
    /// What the system says; both names are then as they were.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes one name of a file.
    ///
    /// # Errors
    /// What the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes the names in a folder outlast a power cut, where the file system can do that for folders at all.
    ///
    /// # Errors
    /// What the system says.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// What a file is called on the disk, for people and other programs. Only a [vault](crate::storage::vault) knows
    /// files by another name.
    fn real_path(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }

    /// Says that what is written into `folder` from now on is to be as private as what stands in `like`.
    fn keep_alike(&self, _folder: &Path, _like: &Path) {}
}

/// A file open for writing at its end. One call of `write` is one call of the system's.
pub trait StorageFile: Write + Send {
    /// Makes what was written outlast a power cut.
    ///
    /// # Errors
    /// What the system says. After an error the file is not to be trusted, and not to be synced again.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts the file off after `bytes`.
    ///
    /// # Errors
    /// What the system says.
    fn set_len(&mut self, bytes: u64) -> io::Result<()>;

    /// Makes a second handle of the same open file, to be synced from another thread.
    ///
    /// # Errors
    /// What the system says.
    fn another_handle(&self) -> io::Result<Box<dyn StorageFile>>;
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What is found at the end of all links.
    pub kind: FileKind,
    /// The size in bytes, where it is a file.
    pub bytes: u64,
    /// Whether the path itself is a link.
    pub is_link: bool,
    /// Which file it is, where the system can tell.
    pub identity: Option<FileIdentity>,
}

impl Entry {
    /// Tells whether both are names of one file. Where the system cannot tell, they are not.
    #[must_use]
    pub fn is_same_file(&self, other: &Entry) -> bool {
        self.identity.is_some() && self.identity == other.identity
    }
}

/// A file whatever it is called: the device it is on and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileIdentity {
    /// The device.
    pub device: u64,
    /// The number of the file on it.
    pub number: u64,
}

/// The kinds of things that can stand at a path. Displayed with its article: "a folder".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file: the only kind that is read or written.
    File,
    /// A folder.
    Folder,
    /// A named pipe (FIFO), on which reading would wait for ever.
    Pipe,
    /// A socket.
    Socket,
    /// A device.
    Device,
    /// A link to a file, named in errors where only the file itself will do.
    Link,
    /// A link to something that is not there.
    DanglingLink,
    /// A link that leads back to itself.
    CircularLink,
    /// Anything else that a system may have.
    Unknown,
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FileKind::File => "a file",
            FileKind::Folder => "a folder",
            FileKind::Pipe => "a pipe",
            FileKind::Socket => "a socket",
            FileKind::Device => "a device",
            FileKind::Link => "a link",
            FileKind::DanglingLink => "a link to something that is not there",
            FileKind::CircularLink => "a link that leads back to itself",
            FileKind::Unknown => "something unknown",
        })
    }
}
