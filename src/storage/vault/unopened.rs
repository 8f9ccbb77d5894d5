//! Why something sealed could not be opened, or something could not be sealed.

use std::io;

/// Why a sealed file stayed shut, or was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unopened {
    /// No key is unlocked.
    #[error("it is sealed, and no key is unlocked")]
    Locked,
    /// The keys that are unlocked are not among those it was sealed to.
    #[error("it is sealed to another key than the ones unlocked here")]
    NotForUs,
    /// It is not as it was sealed: cut off, or altered.
    #[error("it is sealed, and not as it was sealed: cut off or altered")]
    Damaged,
    /// Its name says that it is sealed, and what is in it is not.
    #[error("its name says that it is sealed, and it is not")]
    NotSealed,
    /// It was sealed with a passphrase, as keys are, and not to a key, as sessions are.
    #[error("it is sealed with a passphrase and not to a key")]
    UnderPassphrase,
    /// Trying a passphrase would take longer and more memory than is given to it.
    #[error(
        "trying a passphrase on it would take 2^{wanted} steps, and at most 2^{most} are taken",
        most = super::MOST_WORK
    )]
    TooMuchWork {
        /// The work factor it was sealed with: the binary logarithm of the number of steps.
        wanted: u8,
    },
    /// It says that it is sealed to more keys than a study has people.
    #[error("it is sealed to more keys than are looked through")]
    TooManyReaders,
    /// The passphrase is not the one.
    #[error("the passphrase does not open it")]
    WrongPassphrase,
    /// There is no secret key in it.
    #[error("there is no secret key in it")]
    NoKeyInside,
    /// The study is encrypted, and this laptop has no key of its own by which it could read again what it writes.
    #[error("the study is encrypted, and this laptop has no key for it")]
    NoKeyHere,
    /// What says whether a study is encrypted, and to whom it seals, cannot be read.
    #[error("the study.json of its folder cannot be read, so nobody can say whether it has to be sealed")]
    StudyUnreadable,
    /// What says whether a study is encrypted, and to whom it seals, was written by a later version of the program.
    #[error(
        "the study.json of its folder was written by a newer hearken, so this one cannot say whether it has to be sealed"
    )]
    StudyOfLaterVersion,
    /// This program was built without encryption.
    #[error("it is sealed, and this hearken was built without encryption")]
    NotBuilt,
    /// The system gave no random bits, or the key could not be used.
    #[error("it could not be sealed")]
    NotSealable,
}

/// A text that is no public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a public key begins with age1 and has 62 letters and digits")]
pub struct NotARecipient;

impl From<Unopened> for io::Error {
    fn from(why: Unopened) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, why)
    }
}

impl Unopened {
    /// What an error of a [`Storage`](crate::storage::Storage) says of a sealed file; nothing for any other error.
    #[must_use]
    pub fn of(error: &io::Error) -> Option<Unopened> {
        error.get_ref()?.downcast_ref::<Unopened>().copied()
    }
}
