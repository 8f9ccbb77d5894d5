//! The command line as a person types it: the real program, its two streams, its exit codes and the files it leaves.

#![cfg(test)]

mod support;

mod bad_inputs;
mod check;
mod compare;
mod completions;
mod conflicts;
mod demo;
mod doctor;
mod erase;
mod forget;
mod instrument;
mod gate;
mod git;
mod import_notes;
mod import_csv;
mod invite;
mod list;
mod manual;
mod merge;
mod merge_options;
mod merge_bad_inputs;
mod merge_places;
mod merge_vectors;
mod new;
mod nothing_obeyed;
mod odd_inputs;
mod open;
mod pairs;
mod report;
#[cfg(feature = "encryption")]
mod sealed;
#[cfg(feature = "encryption")]
mod sealed_keys;
#[cfg(feature = "encryption")]
mod sealed_streams;
#[cfg(feature = "encryption")]
mod sealing;
mod show;
mod streams;
mod usage;
mod which_study;
mod withdraw;
