//! hearken: notes in focus groups and practice-survey interviews, offline, merged into one study.
//!
//! The folders stand on floors; each uses only folders below it. `ARCHITECTURE.md` says why.

// Tests in here share a file with those outside, which know the library by its name.
#[cfg(test)]
extern crate self as hearken;

pub mod model;
pub mod merge;
pub mod capture;
pub mod routing;
pub mod format;
pub mod document;
pub mod report;
pub mod exchange;
pub mod storage;
pub mod study;
pub mod app;
pub mod ui;
pub mod run;
pub mod cli;
