//! What the house promises, tested from outside: laws, meanings, faults, screens.

mod composer;
mod storage;
