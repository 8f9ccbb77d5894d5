//! Keys, whole files and journal lines: what the crates of the trade do for us.
//!
//! A sealed file is in the age format (C2SP age, v1), by X25519 to each of its readers; a key under a passphrase is the
//! same with scrypt. So any age program opens what was sealed here. A journal grows line by line, which age files
//! cannot: [`lines`].

mod header;
mod keys;
mod whole;
mod lines;

pub use keys::{Identity, KeyFile, Passphrase, Recipient, identities, is_under_passphrase, unlock, written};
pub(crate) use lines::{BEGINNING as LINES, open as open_lines, seal as seal_lines};
pub(crate) use whole::{open, seal};

use std::io;

use super::Unopened;

/// What an error of age means to us.
fn meant(error: &age::DecryptError) -> Unopened {
    match error {
        age::DecryptError::NoMatchingKeys => Unopened::NotForUs,
        age::DecryptError::ExcessiveWork { required, .. } => Unopened::TooMuchWork { wanted: *required },
        age::DecryptError::KeyDecryptionFailed => Unopened::WrongPassphrase,
        _ => Unopened::Damaged,
    }
}

/// What the system said stays that; everything else is the file's fault.
fn told(error: age::DecryptError) -> io::Error {
    match error {
        age::DecryptError::Io(error) => read_wrongly(error),
        error => meant(&error).into(),
    }
}

/// An error while reading that comes from the form of the file and not from the system is one of the file.
fn read_wrongly(error: io::Error) -> io::Error {
    let is_of_system = error.raw_os_error().is_some()
        || !matches!(
            error.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput
        );
    if is_of_system { error } else { Unopened::Damaged.into() }
}
