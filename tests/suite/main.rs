//! What the house promises, tested from outside: laws, meanings, faults, screens.

#![cfg(test)]

mod architecture;
mod composer;
mod edges;
mod example_study;
mod format_page;
mod schemas;
mod screens;
mod storage;
mod view;
