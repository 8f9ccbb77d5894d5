//! The whole study in the real program: the matrix, a cell of it, a report and where its numbers come from.

use std::collections::HashSet;
use std::path::Path;

use hearken::app::commands::{Id, Place};

use super::conductor::Conductor;
use crate::person::Laptop;

/// Looks at the worked example; gives what was used.
pub(super) fn looked_at(laptop: &Laptop, columns: u16, rows: u16) -> HashSet<Id> {
    let study = laptop.home().join("example");
    std::fs::create_dir(&study).unwrap();
    let sessions = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions");
    for entry in std::fs::read_dir(sessions).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            std::fs::copy(entry.path(), study.join(entry.file_name())).unwrap();
        }
    }
    let study = study.display().to_string();
    let mut it = Conductor::start_with(laptop, &["--study", &study], columns, rows);
    it.see("See what the study holds so far");
    it.letters("4");
    it.see("The framework matrix");
    it.key(Place::Reports, Id::Take);
    it.see("table 1 of 4");
    it.key(Place::Matrix, Id::CellRight);
    it.key(Place::Matrix, Id::DownInList);
    it.see("Scotland, 2026-04-21 · Funding");
    it.key(Place::Matrix, Id::CellLeft);
    it.see("Scotland, 2026-04-21 · Strategy");
    it.key(Place::Matrix, Id::NextTable);
    it.see("table 2 of 4");
    it.key(Place::Matrix, Id::Take);
    it.see("Nothing noted");
    it.key(Place::Cell, Id::SumUpCell);
    it.see("Change the summary.");
    it.letters("Read by two of us.");
    it.see("Read by two of us.");
    it.key(Place::Debrief, Id::SaveSummary);
    it.see("It names no notes");
    it.see("Read by two of us.");
    it.key(Place::Cell, Id::Back);
    it.see("table 2 of 4");
    it.key(Place::Matrix, Id::Back);
    it.see("What the study holds so far");
    it.letters("2");
    it.see("Sessions");
    it.key(Place::Page, Id::NextNumber);
    it.key(Place::Page, Id::NextNumber);
    it.key(Place::Page, Id::PreviousNumber);
    it.key(Place::Page, Id::Take);
    it.see("Why coverage.held.focus-group");
    it.key(Place::Page, Id::Back);
    it.see("What was left for the next visit");
    it.key(Place::Page, Id::PageDown);
    it.see_gone("All of this is invented");
    it.key(Place::Page, Id::PageUp);
    it.see("All of this is invented");
    let (_, used) = it.leave(Place::Page);
    used
}
