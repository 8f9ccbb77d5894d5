//! Text into the model and back, without touching a disk.
//!
//! Promises: what is read is well formed and normalised, or refused with its place; what is written is
//! canonical, so that two programs that hold the same session write the same bytes. Nothing a later version of
//! the program wrote is lost. Leaves to others: where the bytes come from and go (`storage`, `study`).
//!
//! Read [`reader`] (JSON text as written), [`v1`] (the shapes of files), then [`journal`], [`schema`],
//! [`builtin`] and [`strict`].

pub mod reader;
mod at_once;
mod borrowed;
pub mod v1;
pub mod journal;
pub mod schema;
pub mod builtin;
mod places;
pub mod strict;
mod error;

pub use error::{FormatError, Place, Problem};
