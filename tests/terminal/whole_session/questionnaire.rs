//! A questionnaire conducted in the real program with the keys that it offers.

use std::collections::HashSet;

use hearken::app::commands::{Id, Place};

use super::conductor::Conductor;
use crate::person::Laptop;

/// Conducts the beginning of one; gives what was used.
pub(super) fn conducted(laptop: &Laptop, columns: u16, rows: u16) -> HashSet<Id> {
    let study = laptop.home().join("returns").display().to_string();
    let made = laptop.run(&[
        "--study",
        &study,
        "new",
        "--kind",
        "questionnaire",
        "--instrument",
        "safeguarding-board",
        "--site",
        "Board 01",
        "--initials",
        "NT",
    ]);
    assert!(made.status.success(), "{made:?}");
    let file = std::fs::read_dir(&study).unwrap().filter_map(|entry| {
        let path = entry.unwrap().path();
        path.file_name()?.to_str()?.contains("board").then_some(path)
    });
    let file = file.last().unwrap().display().to_string();
    let mut it = Conductor::start_with(laptop, &["--study", &study, "open", &file], columns, rows);
    it.see("0 of 16 answered");
    it.menu(Place::Asking, Id::Script);
    it.see("Before we begin");
    it.key(Place::Script, Id::ReadOut);
    it.see("(read at");
    it.key(Place::Script, Id::Back);
    it.see_gone("Before we begin");
    it.letters("b");
    it.see("Now asked: 1a");
    it.letters("only when we hear");
    it.key(Place::Asking, Id::SaveAnswer);
    it.see("If yes, please describe your role.");
    it.key(Place::Asking, Id::PreviousQuestion);
    it.see("Does your local safeguarding children board");
    it.key(Place::Asking, Id::NextQuestion);
    it.see("If yes, please describe your role.");
    it.key(Place::Asking, Id::LeaveEmpty);
    it.see("Why is there no answer?");
    it.letters("decl");
    it.key(Place::Picker, Id::Take);
    it.see("2 of 17 answered");
    it.key(Place::Asking, Id::FindQuestion);
    it.see("Which question?");
    it.letters("16");
    it.key(Place::Picker, Id::Take);
    it.see("Would you like to receive a copy");
    it.menu(Place::Asking, Id::Language);
    it.see("This guide is in one language only: en.");
    it.menu(Place::Asking, Id::QuickEntry);
    it.see("Quick entry:");
    it.key(Place::Asking, Id::Review);
    it.see("2 of 17 questions have an answer or a reason.");
    it.key(Place::Choices, Id::Back);
    it.see_gone("questions have an answer or a reason");
    let (_, used) = it.leave(Place::Asking);
    used
}
