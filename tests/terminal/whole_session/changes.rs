//! What is noted is changed, deleted, brought back, taken back, also after leaving.

use hearken::app::commands::{Id, Place};

use super::conductor::Conductor;
use super::expected::Noted;

fn noted<'a>(it: &'a mut Conductor<'_>, text: &str) -> &'a mut Noted {
    it.file.notes.iter_mut().find(|note| note.text == text).unwrap()
}

/// Goes up from the typing line to a note of this theme.
fn choose(it: &mut Conductor<'_>, texts: &[&str]) {
    for (at, text) in texts.iter().enumerate() {
        if at == 0 {
            it.key(Place::Live, Id::EarlierNotes);
        } else {
            it.key(Place::Earlier, Id::UpInList);
        }
        it.see_that(text, |screen| {
            screen.contents().lines().any(|line| line.contains('▸') && line.contains(text))
        });
    }
}

/// Words, who said it, tags, theme.
pub(super) fn an_earlier_note(it: &mut Conductor<'_>) {
    choose(it, &["we lose the phone numbers", "visits cost a day of work"]);
    it.key(Place::Earlier, Id::Take);
    it.see_chips("change P3");
    it.type_in(", and nobody pays it");
    it.save();
    it.see("Changed at");
    noted(it, "visits cost a day of work").written().text.push_str(", and nobody pays it");
    let changed = "visits cost a day of work, and nobody pays it";

    choose(it, &["we lose the phone numbers", changed]);
    it.key(Place::Earlier, Id::Who);
    it.see("Who said it?");
    it.pick_as("4", "P4");
    it.see("Now said by P4.");
    noted(it, changed).written().who = "P4";
    for (tag, told) in [("visits", "#visits"), ("gap", "#gap"), ("gap", "#gap")] {
        it.key(Place::Earlier, Id::Tag);
        it.see("Which tag?");
        it.pick(tag);
        it.see(&format!("{told}: added, or taken off"));
        it.see_gone("Which tag?");
        noted(it, changed).written();
    }
    noted(it, changed).tags.insert("visits");
    it.key(Place::Earlier, Id::Refile);
    it.see("Under which theme?");
    it.pick_as("links", "Links with prisons");
    it.see("Filed under Links with prisons.");
    noted(it, changed).written().theme = "Links with prisons";
    it.key(Place::Live, Id::Undo);
    it.see("Taken back.");
    it.see(changed);
    it.key(Place::Live, Id::Redo);
    it.see("Done again.");
    it.see_gone(changed);
    noted(it, changed).versions += 2;
}

/// One note is deleted and brought back by finding it, one stays deleted.
pub(super) fn deleted_and_brought_back(it: &mut Conductor<'_>) {
    let (phone, forms) = ("we lose the phone numbers", "the forms are not for us");
    choose(it, &[phone]);
    it.key(Place::Earlier, Id::DeleteNote);
    it.see("Deleted. Ctrl+Z brings it back.");
    it.see_gone(phone);
    it.key(Place::Live, Id::Find);
    it.see("Find in this session: type words");
    it.letters("phone lose");
    it.see("deleted, Enter brings it back");
    it.key(Place::Picker, Id::Take);
    it.see("Brought back.");
    it.key(Place::Earlier, Id::History);
    it.see("How this note read");
    it.see("now, by NT");
    it.see("deleted, by NT");
    it.see("before, by NT");
    it.key(Place::Help, Id::Back);
    it.see_gone("How this note read");
    noted(it, phone).versions += 2;
    it.key(Place::Earlier, Id::UpInList);
    it.see_that(forms, |screen| {
        screen.contents().lines().any(|line| line.contains('▸') && line.contains(forms))
    });
    it.key(Place::Earlier, Id::DeleteNote);
    it.see("Deleted. Ctrl+Z brings it back.");
    it.see_gone(forms);
    noted(it, forms).written().is_deleted = true;
}

/// What is asked of the session as a whole.
pub(super) fn about_the_session(it: &mut Conductor<'_>) {
    it.key(Place::Live, Id::WhenSaved);
    it.see("Every letter is kept as you type.");
    it.menu(Place::Live, Id::ShowId);
    it.see("Join a session");
    let is_wanted = |screen: &vt100::Screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
    it.see_that("clicks for the program", is_wanted);
    it.menu(Place::Live, Id::Mouse);
    it.see("Clicks go to the terminal again");
    it.see_that("clicks for the terminal", |screen| !is_wanted(screen));
    it.menu(Place::Live, Id::Mouse);
    it.see("Clicks go to hearken");
    it.see_that("clicks for the program", is_wanted);
    it.key(Place::Live, Id::DoNotKill);
    it.see("Ctrl+Q leaves");
    it.key(Place::Live, Id::Blank);
    it.see_that("nothing", |screen| screen.contents().trim().is_empty());
    it.letters("x");
    it.see_that("the session again", |screen| !screen.contents().trim().is_empty());
    it.see_line("");
    it.key(Place::Live, Id::Help);
    it.see("This session");
    it.key(Place::Help, Id::Back);
    it.see_gone("This session");
    it.letters("?");
    it.see("This session");
    it.key(Place::Help, Id::Back);
    it.see_gone("This session");
    it.letters("/");
    it.see("All commands: type a few letters");
    it.key(Place::Picker, Id::Back);
    it.see_gone("All commands: type a few letters");
    it.click("Esc menu");
    it.see("Menu: press a letter, Esc closes");
    it.key(Place::Menu, Id::Back);
    it.see_gone("Menu: press a letter, Esc closes");
}

/// Back to the first screen, out of the program, and in again.
pub(super) fn leave_and_open_again(mut it: Conductor<'_>) -> Conductor<'_> {
    it.menu(Place::Live, Id::GoHome);
    it.see("Notes in focus groups and interviews.");
    let mut it = it.leave_and_start_again(Place::Home);
    for item in ["1  Start", "2  Join", "3  Open an earlier session"] {
        it.see(&format!("▸ {item}"));
        if !item.starts_with('3') {
            it.key(Place::Home, Id::DownInList);
        }
    }
    it.key(Place::Home, Id::Take);
    it.see("Telford, focus group");
    it.key(Place::Home, Id::Take);
    it.see("Type what is said, Enter saves it.");
    it.see("Challenges and obstacles");
    // The talk was only just interrupted: it goes on.
    it.file.theme_log.push("Challenges and obstacles");
    it.file.openings.push("NT both");
    it
}

/// Change by change in the order they were made, as if the session had never been closed; then all are done again.
pub(super) fn taken_back_after_opening_again(it: &mut Conductor<'_>) {
    let (filed, phone) = ("visits cost a day of work, and nobody pays it", "we lose the phone numbers");
    let forms = "the forms are not for us";
    let mut press = |id, is_there: bool, text: &str| {
        it.key(Place::Live, id);
        if is_there {
            it.see(text);
        } else {
            it.see_gone(text);
        }
        it.see(if id == Id::Undo { "Taken back." } else { "Done again." });
    };
    press(Id::Undo, true, forms);
    press(Id::Undo, false, phone);
    press(Id::Undo, true, phone);
    press(Id::Undo, true, filed);
    press(Id::Redo, false, filed);
    press(Id::Redo, false, phone);
    press(Id::Redo, true, phone);
    press(Id::Redo, false, forms);
    for (text, versions) in [(filed, 2), (phone, 4), (forms, 2)] {
        noted(it, text).versions += versions;
    }
}
