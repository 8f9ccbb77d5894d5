//! Encryption at rest: a [`Storage`](super::Storage) around another, through which sealed files are read and written as
//! if they were plain.
//!
//! Promises:
//! - What an encrypted study keeps of anybody (sessions, journals, backups, what was put aside, the copy of a second
//!   window) is sealed from its first byte on, in its temporary file already, and stands under its name with `.age` after
//!   it. The plain form of it does not stay beside. No use case can forget this, for none knows of it.
//! - Where a study makes no sense, so that nobody can say whether it is encrypted, no file of this is begun, unless its keys
//!   have been seen. That it was seen plain says nothing: what cannot be read may have brought the first key.
//! - A sealed file is opened wherever it lies and whatever it is called, by its first bytes, if a key for it is unlocked.
//! - Nothing is handed out that is not as it was sealed. What cannot be opened says why ([`Unopened`]).
//! - A journal's line is still one write, and a save still one step: what the disk promises holds through this.
//!
//! Leaves to others: which study has which keys ([`Rule`], answered by `study`), where keys come from and who asks for
//! passphrases (`cli`), and what a person wants to have in plain: `study.json`, `withdrawals.json`, instruments, reports,
//! and files written outside of a study.
//!
//! Read `names`, then `disk` ([`Vault`]), then `cipher`, which alone knows the crates.

mod names;
mod unopened;
mod disk;
#[cfg(feature = "encryption")]
mod cipher;
#[cfg(not(feature = "encryption"))]
#[path = "without.rs"]
mod cipher;

pub use cipher::{
    Identity, KeyFile, Passphrase, Recipient, identities, is_under_passphrase, unlock, written,
};
pub use disk::{KnownKeys, Rule, Unreadable, Vault, known_name, real_name};
pub use unopened::{NotARecipient, Unopened};

/// How hard it is to try a passphrase on a key that is written here: 2^17 steps of scrypt, 128 MiB, about half a second.
pub const WORK: u8 = 17;

/// How hard it may be to try one on a key that was written elsewhere: 2^20 steps, 1 GiB.
pub const MOST_WORK: u8 = 20;
