//! What the house promises, tested from outside: laws, meanings, faults, screens.

#![cfg(test)]

mod architecture;
mod bad_inputs;
mod cases;
mod clocks;
mod composer;
mod corpus;
mod corroboration;
mod damaged;
mod documents;
mod edges;
#[cfg(feature = "encryption")]
mod leftovers;
mod example_study;
mod example_talk;
mod faulty;
mod format_page;
mod growth;
mod history;
mod instruments_page;
mod keystrokes;
mod laws;
mod pair_measures;
mod paper_twin;
mod orders;
mod random;
mod reference;
mod rules;
mod rules_of_collections;
mod rules_of_erasing;
mod rules_of_files;
mod rules_of_lists;
mod reports;
mod returns;
mod routing;
mod schemas;
mod screens;
mod second_window;
mod storage;
#[cfg(feature = "encryption")]
mod at_once;
#[cfg(feature = "encryption")]
mod sealed;
mod typed_answers;
mod typed_up;
mod vectors;
mod view;
mod withdrawing;
mod written;
