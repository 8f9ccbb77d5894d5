//! The signs a note-taker types, turned into notes.
//!
//! Promises: pure and total: any text gives notes, and no word is lost. The same rules drive typing on the
//! screen, typed-up paper and the tests; `tests/vectors/capture.json` lists what each sign means. Leaves to
//! others: when a sign becomes a chip on the screen (`app`), who sits where (`model`), and what to ask when a
//! sign names a seat that is not there or more hands than people (`app`).
//!
//! Read [`room`] (what signs can name), [`speaker`] and [`kind`] (what a sign says), [`signs`] (what stands in
//! front of a note), then [`notes`] (what the whole line becomes). [`tags`] and [`abbreviations`] are about
//! words within the line and can be read by themselves.

pub mod room;
pub mod speaker;
pub mod kind;
pub mod signs;
pub mod tags;
pub mod notes;
pub mod abbreviations;

#[cfg(test)]
mod examples;
#[cfg(test)]
mod properties;

pub use abbreviations::Abbreviations;
pub use kind::{Hands, KindSign};
pub use notes::{Captured, captured};
pub use room::{Room, SeatName, ThemeName};
pub use signs::{Sign, Signs, sign_at};
pub use speaker::Speaker;
