//! Putting bytes aside, under the first of many names that is free.

use std::path::PathBuf;

use super::{ReadLimit, Storage, StorageError, StorageErrorKind, atomic, read};

/// How many names are tried.
const MOST_NAMES: u32 = 10_000;

/// A file takes up to twice as many bytes as it holds, and so many more, where it is sealed.
const MORE_SEALED: u64 = 64 << 10;

/// Keeps bytes under the first free one of the names that `named` gives for 1, 2 and so on, and gives it. What was put aside
/// before is never written over; where one of those files is the same, nothing is written.
///
/// # Errors
/// As [`atomic::create`], with no part of the bytes under such a name; [`StorageError::AlreadyThere`] when 10,000 names
/// are taken.
pub fn put_aside(
    storage: &dyn Storage,
    bytes: &[u8],
    named: impl Fn(u32) -> PathBuf,
) -> Result<PathBuf, StorageError> {
    let mut path = PathBuf::new();
    let held = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let limit = ReadLimit::of_bytes(held.saturating_mul(2).saturating_add(MORE_SEALED));
    for number in 1..=MOST_NAMES {
        path = named(number);
        match atomic::create(storage, &path, bytes) {
            Err(error) if error.kind() == StorageErrorKind::AlreadyThere => {
                if read(storage, &path, limit).is_ok_and(|there| there == bytes) {
                    return Ok(path);
                }
            }
            other => return other.map(|()| path),
        }
    }
    Err(StorageError::AlreadyThere { path })
}
