//! What stands in the place of [`cipher`](super) where the program was built without encryption: sealed files are named as
//! such, and nothing is sealed.

use std::fmt;
use std::io::{self, Read};
use std::ops::Deref;
use std::str::FromStr;

use super::{NotARecipient, Unopened};
use crate::storage::StorageFile;

/// How a sealed journal begins.
pub(crate) const LINES: &[u8] = b"hearken-sealed-journal/1 ";

/// Who can read something sealed: the public half of a key, written `age1…`. Only its form is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient(String);

impl FromStr for Recipient {
    type Err = NotARecipient;

    fn from_str(text: &str) -> Result<Self, NotARecipient> {
        let is_one = text.starts_with("age1") && text.len() == 62;
        is_one.then(|| Self(text.to_owned())).ok_or(NotARecipient)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A secret key. There is none.
#[derive(Debug, Clone)]
pub enum Identity {}

impl Identity {
    /// Makes none.
    ///
    /// # Errors
    /// [`Unopened::NotBuilt`].
    pub const fn generate() -> Result<Identity, Unopened> {
        Err(Unopened::NotBuilt)
    }

    /// Its public half.
    #[must_use]
    pub const fn recipient(&self) -> Recipient {
        match *self {}
    }
}

/// A passphrase, of which nothing is kept.
#[derive(Debug, Default)]
pub struct Passphrase(());

impl Passphrase {
    /// Adds nothing.
    pub const fn push(&mut self, _letter: char) {}

    /// Takes nothing back.
    pub const fn pop(&mut self) {}

    /// None.
    #[must_use]
    pub const fn letters(&self) -> usize {
        0
    }

    /// Whether both are the same.
    #[must_use]
    pub const fn is(&self, _other: &Passphrase) -> bool {
        true
    }
}

/// What a file holds that is to be a key.
#[derive(Debug)]
pub struct KeyFile(Vec<u8>);

impl From<Vec<u8>> for KeyFile {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Deref for KeyFile {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Writes no key.
///
/// # Errors
/// [`Unopened::NotBuilt`].
pub const fn written(_identity: &Identity, _passphrase: Option<&Passphrase>) -> Result<Vec<u8>, Unopened> {
    Err(Unopened::NotBuilt)
}

/// Whether the bytes are a file under a passphrase: nobody can say.
#[must_use]
pub const fn is_under_passphrase(_bytes: &[u8]) -> bool {
    false
}

/// Opens no key.
///
/// # Errors
/// [`Unopened::NotBuilt`].
pub const fn unlock(_bytes: &[u8], _passphrase: &Passphrase) -> Result<Vec<Identity>, Unopened> {
    Err(Unopened::NotBuilt)
}

/// Reads no key.
///
/// # Errors
/// [`Unopened::NotBuilt`].
pub const fn identities(_bytes: &[u8]) -> Result<Vec<Identity>, Unopened> {
    Err(Unopened::NotBuilt)
}

pub(crate) fn seal(_file: Box<dyn StorageFile>, _readers: &[Recipient]) -> io::Result<Box<dyn StorageFile>> {
    Err(Unopened::NotBuilt.into())
}

pub(crate) fn seal_lines(
    _file: Box<dyn StorageFile>,
    _readers: &[Recipient],
) -> io::Result<Box<dyn StorageFile>> {
    Err(Unopened::NotBuilt.into())
}

pub(crate) fn open(
    _file: impl Read + 'static,
    _keys: &dyn Fn() -> Vec<Identity>,
) -> io::Result<Box<dyn Read>> {
    Err(Unopened::NotBuilt.into())
}

pub(crate) fn open_lines(_file: impl Read, _keys: &dyn Fn() -> Vec<Identity>) -> io::Result<Box<dyn Read>> {
    Err(Unopened::NotBuilt.into())
}
