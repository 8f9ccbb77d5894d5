//! The real program in a pseudo-terminal, used as a person would use it.

#![cfg(test)]

#[path = "../suite/random.rs"]
mod random;
mod import;
mod person;
mod demo;
mod doctor;
mod focus_group;
mod whole_session;
mod endings;
mod sizes;
mod signals;
mod paged;
mod network;
mod kills;
mod load;
#[cfg(target_os = "linux")]
mod disks;
#[cfg(target_os = "linux")]
mod power;
#[cfg(feature = "encryption")]
mod sealed;
mod withdraw;
