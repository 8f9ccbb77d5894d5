//! What the house promises, tested from outside: laws, meanings, faults, screens.

mod composer;
mod screens;
mod storage;
mod view;
