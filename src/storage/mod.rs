//! Bytes on disk, and nothing above bytes: whole files, journal lines, the lock of the one writer.
//!
//! What this floor promises:
//! - **Old or new, never half.** A file under its real name is either what it was or what it was to become,
//!   whatever call fails and whenever the process or the power goes ([`atomic`]).
//! - **An acknowledged line is there.** After [`journal::JournalFile::append`] has returned `Ok`, a killed process
//!   loses nothing of it; after a sync that succeeded, neither does a power cut. Reading stops at the first line
//!   that is not as it was written, and hands the rest back as it stands ([`journal`]).
//! - **A failed sync is never trusted.** The file it failed on is given up; nothing is synced twice in the hope of
//!   a better answer, because the system may have dropped the pages and say `Ok` the second time
//!   (Rebello et al., *Can Applications Recover from fsync Failures?*, USENIX ATC 2020).
//! - **Nothing waits and nothing runs over.** A pipe, device, folder or broken link is refused before it is opened;
//!   a file is refused by its size before it is read, and again if it grows while it is read ([`read`]).
//! - **Private.** What is made here is for its owner only, whatever the umask: files 0600, folders 0700.
//! - **Sealed**, in an encrypted study, from the first byte on ([`vault`]).
//! - **One writer** at a time, by a lock that dies with its process ([`lock`]).
//!
//! What it leaves to others: what the bytes mean (`format`), which files there are and what they are called
//! (`study`), when to save and what to tell people (`run`, `cli`). It has no clock, except to time the journal's
//! syncs, and no randomness. Paths in its errors are as the system knows them, so whoever shows one first makes
//! its control characters visible.
//!
//! Reading order: [`Storage`] is the narrow set of calls through which everything else goes, so that tests can make
//! any one of them fail, and [`OsStorage`] is the real thing; then [`read`], [`atomic`], [`aside`], [`folder`], [`journal`],
//! [`lock`]; [`vault`], which is a disk around a disk; [`StorageError`] last.

mod ahead;
mod calls;
mod os;
mod reading;
mod temporary;
pub mod atomic;
pub mod aside;
pub mod folder;
pub mod journal;
pub mod lock;
pub mod vault;
mod error;

pub use calls::{Entry, FileIdentity, FileKind, Storage, StorageFile};
pub use error::{Action, StorageError, StorageErrorKind};
pub use os::OsStorage;
pub use reading::{ReadLimit, read, read_part};
pub use temporary::{is_left_of, is_temporary, leftovers};
