//! The use cases, each once, for the screen and the command line alike.
//!
//! Promises: what is done to a study's files is done here and nowhere else; a use case that fails has lost
//! nothing and says so in a [`StudyError`]. Time, ids and randomness are passed in. Leaves to others: the words
//! people read (`app`, `cli`), when things happen (`run`).
//!
//! Read [`folder`] (which files there are), [`recorder`] (what a person adds, before any disk), [`undoing`] (what
//! can be taken back), [`settling`] (conflicts), [`same_person`], [`replay`], `derived` (versions that no person stamps), [`opened`], [`keeper`], [`snapshot`] and `turns` (a
//! session being recorded), [`second`], then the use cases: [`instruments`], [`create`], [`themes`], [`catalogue`],
//! [`invite`], [`merge`], [`conflicts`], [`report`], [`findings`], [`pairing`], [`typed_up`], [`returns`], [`git`], [`check`], [`beside`], [`leftovers`], [`copies`]
//! with [`withdraw`] and [`forget`], [`recover`], then [`keys`], [`sealing`], [`digests`] and [`gate`] (an encrypted study);
//! [`demo`] and [`trial`] are about no study of anybody's.

pub mod folder;
pub mod recorder;
pub mod undoing;
pub mod settling;
pub mod same_person;
mod restored;
mod derived;
pub mod replay;
mod turns;
pub mod snapshot;
pub mod keeper;
pub mod opened;
pub mod second;
pub mod instruments;
pub mod create;
pub mod themes;
pub mod catalogue;
pub mod invite;
pub mod laptop;
pub mod inputs;
pub mod merge;
pub mod returns;
pub mod pairing;
pub mod typed_up;
pub mod git;
pub mod check;
pub mod conflicts;
pub mod report;
pub mod findings;
pub mod gate;
pub mod beside;
pub mod leftovers;
pub mod copies;
pub mod withdraw;
pub mod forget;
pub mod demo;
pub mod trial;
pub mod keys;
pub mod digests;
pub mod sealing;
mod elsewhere;
pub mod recover;
mod error;

pub use error::StudyError;

use crate::model::stamp::Millis;
use crate::model::when::When;
use crate::storage::ReadLimit;

/// The clock's reading, passed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Now {
    /// For stamps.
    pub millis: Millis,
    /// What a clock on the wall shows, with its offset from UTC.
    pub wall: When,
}

/// The largest session, instrument or study that is read unless somebody asks for more.
pub const FILE_LIMIT: ReadLimit = ReadLimit::of_bytes(64 << 20);

/// The largest journal that is read; one is begun anew long before, at 256 KiB.
pub const JOURNAL_LIMIT: ReadLimit = ReadLimit::of_bytes(64 << 20);
