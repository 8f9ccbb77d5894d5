//! The one loop: events in, state changed, effects done, screen drawn.
//!
//! Promises: what was typed is in the journal before it is drawn; typing never waits for a snapshot; whatever
//! ends the program, the terminal is given back and the session saved. Here are the threads, the clock, the
//! randomness and the signals, and nowhere else.
//!
//! Read [`screen`] (the loop), then [`desk`] (effects), [`recording`] (the session being recorded), [`reading`] (the whole
//! study), [`threads`] (what runs beside), [`clock`], [`random`], [`wording`],
//! [`panics`]. [`listen`] is a second, small loop, for finding out what a terminal sends.

pub mod clock;
pub mod random;
mod reading;
mod screen;
mod listen;
pub mod panics;
mod desk;
mod recording;
mod wording;
mod threads;

pub use listen::{Heard, listen};
pub use reading::Reading;
pub use screen::{Ended, Opens, ScreenError, Start, screen};
