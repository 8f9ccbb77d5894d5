//! The signs a note-taker types, turned into notes.
//!
//! Promises: pure and total: any text gives notes, and no word is lost. The same rules drive typing on the
//! screen, typed-up paper and the tests; `tests/vectors/capture.json` lists what each sign means. Leaves to
//! others: when a sign becomes a chip on the screen (`app`), who sits where (`model`).
//!
//! Read [`abbreviations`] and [`room`] (what signs can name) by themselves, or [`signs`] (what stands in front of a note), then [`notes`] (what the whole line becomes).

pub mod abbreviations;
pub mod room;
pub mod signs;
pub mod notes;
pub mod tags;

pub use abbreviations::Abbreviations;
pub use notes::{Captured, captured};
pub use room::{Room, SeatName, ThemeName};
pub use signs::{Sign, Signs, sign_at};
