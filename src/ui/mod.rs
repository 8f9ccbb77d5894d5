//! How the state looks, and what keys and clicks come in. The only folder that knows ratatui and crossterm.
//!
//! Promises: drawing takes the state and changes nothing in it; everything that comes from a file or a person
//! passes [`visible`](crate::model::visible::visible) before it is shown; meaning never rests on colour alone.
//! Leaves to others: what a key does (`app`), when to draw (`run`).
//!
//! Read [`panes`] (what stands where), then one file a screen, then [`painter`] (only what changed is drawn and
//! sent), [`input`] and [`terminal`].

pub mod palette;
pub mod panes;
pub mod painter;
pub mod input;
pub mod terminal;
mod codes;
mod canvas;
mod home;
mod form;
mod asking;
mod live;
mod typing;
mod menu;
mod picker;
mod sheet;
mod help;
mod whole;

pub use painter::Painter;
pub use palette::Look;
