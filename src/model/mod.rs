//! The nouns and their invariants: ids, stamps, entries and versions, sessions, instruments, studies.
//!
//! Promises: a value of these types is well formed; writing one down gives one text ([`canonical`]); what a
//! later version of the program added is kept ([`shape`]). Leaves to others: which version to show and how
//! sessions join (`merge`), text and files (`format`, `storage`). No input or output, no clock, no randomness.
//!
//! Read in this order: [`stamp`] and [`ids`], [`entry`], [`session`], then the bodies ([`note`], [`people`],
//! [`running`]), [`erasing`], then what a session is conducted with ([`instrument`], [`question`], [`condition`]), and
//! last how it is all read and written ([`json`], [`shape`], [`canonical`]).

pub mod stamp;
pub mod ids;
pub mod when;
pub mod entry;
pub mod session;
pub mod note;
pub mod people;
pub mod running;
pub mod erasing;
pub mod instrument;
pub mod question;
pub mod condition;
pub mod language;
pub mod figure;
pub mod collection;
pub mod study;
pub mod json;
pub mod shape;
pub mod canonical;
pub mod visible;
