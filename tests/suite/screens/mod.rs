//! Screens as text at fixed sizes, and what keys do to them, without a terminal.

mod room;
mod home;
mod live;
