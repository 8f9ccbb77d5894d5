//! A whole focus group with six people, conducted in the real program from an empty home folder to the debrief. Four
//! were announced, a fifth has sat down when it begins, the sixth comes late.
//!
//! [`before`] sets it up, [`talk`] takes notes with every sign, [`comings`] tells who comes and goes and when the talk
//! pauses or runs late, [`changes`] changes what is noted, [`closing`] ends it. [`two_places`]
//! settles another session afterwards, which two laptops changed. Each step writes beside what it does
//! what the file has to hold ([`expected`]); at the end that is compared with what it holds ([`held`]). The steps press
//! keys through the [`conductor`], who presses only what is offered ([`offers`]) and remembers which commands were used:
//! at the end they are those of the table, so a new command fails here until it is used.

mod offers;
mod conductor;
mod expected;
mod held;
mod before;
mod talk;
mod comings;
mod changes;
mod closing;
mod questionnaire;
mod two_places;
mod whole_study;

use std::path::Path;

use conductor::{Conductor, assert_all_used};
use held::Held;

use crate::person::Laptop;

fn whole_focus_group(columns: u16, rows: u16) {
    let laptop = Laptop::new();
    let mut session = Conductor::start(&laptop, columns, rows);
    before::first_screen_and_form(&mut session);
    before::who_is_here(&mut session);
    before::minutes_and_themes(&mut session);
    before::a_note_before_the_script(&mut session);
    before::opening_script(&mut session);
    before::consent(&mut session);
    talk::strategy(&mut session);
    talk::funding(&mut session);
    comings::somebody_comes_late(&mut session);
    talk::partnerships(&mut session);
    comings::a_pause(&mut session);
    talk::training(&mut session);
    talk::links_with_prisons(&mut session);
    talk::practice_by_name(&mut session);
    comings::running_late(&mut session);
    comings::somebody_leaves(&mut session);
    talk::challenges_and_outcomes(&mut session);
    changes::an_earlier_note(&mut session);
    changes::deleted_and_brought_back(&mut session);
    changes::about_the_session(&mut session);
    let mut session = changes::leave_and_open_again(session);
    changes::taken_back_after_opening_again(&mut session);
    closing::not_covered(&mut session);
    closing::finish(&mut session);
    closing::onto_a_stick(&mut session);
    closing::debrief(&mut session);
    let (expected, mut used) = session.leave(hearken::app::commands::Place::Live);
    used.extend(two_places::settled(&laptop, columns, rows));
    used.extend(questionnaire::conducted(&laptop, columns, rows));
    used.extend(whole_study::looked_at(&laptop, columns, rows));
    assert_all_used(&used);
    let file = laptop.session_file_in(closing::STICK);
    compare(&file, &expected.lines());
    the_program_finds_nothing_wrong(&laptop, &file);
    keep_for_schema_check(&file, &format!("{columns}x{rows}"));
}

/// The file holds what was expected, in that order.
fn compare(path: &Path, expected: &[String]) {
    let file: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let held = Held::of(&file).lines();
    let only_in = |one: &[String], other: &[String]| {
        let lines: Vec<&str> = one.iter().filter(|line| !other.contains(line)).map(String::as_str).collect();
        lines.join("\n")
    };
    let (missing, more) = (only_in(expected, &held), only_in(&held, expected));
    assert!(missing.is_empty() && more.is_empty(), "the file lacks\n{missing}\nand has besides\n{more}");
    assert_eq!(expected, held, "in this order");
}

fn the_program_finds_nothing_wrong(laptop: &Laptop, path: &Path) {
    let checked = laptop.run(&["check", &path.display().to_string()]);
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.status.success() && said.contains(": good: "), "{said}");
}

/// The files tests write are checked against the schemas afterwards, by another program.
fn keep_for_schema_check(path: &Path, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/written");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(path, folder.join(format!("whole-session-{name}.json"))).unwrap();
}

#[test]
fn a_focus_group_uses_every_command_and_the_file_holds_exactly_that() {
    whole_focus_group(100, 30);
}

#[test]
fn it_goes_the_same_way_in_a_small_window() {
    whole_focus_group(80, 24);
}
