//! What is read out, and consent, person by person.

use hearken::model::people::ConsentState;
use hearken::model::running::ScriptState;
use hearken::report::people::consent;

use super::room::Room;

const REMINDER: &str = "The opening has not been read out";

fn room() -> Room {
    Room::begun(120, 30)
}

fn state(room: &Room, seat: usize, item: &str) -> ConsentState {
    consent(room.session(), &room.session().seats()[seat].0, item)
}

#[test]
fn the_script_stands_on_the_screen_with_consent_beside_it() {
    let mut room = room();
    room.keys("<Esc> <r>");
    room.shows("Before we begin");
    room.shows("Consent, person by person");
    room.shows("P1  · take part  · quotes  · contact");
}

#[test]
fn a_script_is_ticked_as_read_with_the_time() {
    let mut room = room();
    room.keys("<Esc> <r> r");
    room.says("Read out at 10:42");
    room.shows("(read at 10:42)");
    let read = room.session().lists.scripts.current("opening").unwrap();
    assert_eq!((read.state, read.words.as_deref()), (ScriptState::Read, None));
}

#[test]
fn a_note_before_the_script_is_saved_at_once_and_the_reminder_stays_until_somebody_says_it_was_read() {
    let mut room = room();
    room.hides(REMINDER);
    room.keys("1: one <Enter>");
    assert_eq!(room.notes(), ["one"]);
    room.shows(REMINDER);
    room.keys("2: two <Enter> <Tab> 3: three");
    room.shows(REMINDER);
    room.keys("<Enter>");
    room.wait(5);
    room.shows(REMINDER);
    room.keys("<Esc> <r> r <Esc>");
    room.hides(REMINDER);
    assert_eq!(room.notes().len(), 3);
}

#[test]
fn why_a_script_was_not_read_is_typed_and_ends_the_reminder() {
    let mut room = room();
    room.keys("1: one <Enter> <Esc> <r> w");
    room.says("Why was it not read");
    room.keys("read out by the chair before we came <Enter>");
    let read = room.session().lists.scripts.current("opening").unwrap();
    assert_eq!(
        (read.state, read.words.as_deref()),
        (ScriptState::NotRead, Some("read out by the chair before we came"))
    );
    room.hides(REMINDER);
}

#[test]
fn a_reason_without_words_is_not_taken_and_the_reminder_stays() {
    let mut room = room();
    room.keys("1: one <Enter> <Esc> <r> w <Enter>");
    room.says("Please type a few words");
    room.keys("<Esc>");
    room.shows(REMINDER);
    assert!(room.session().lists.scripts.current("opening").is_none());
}

#[test]
fn consent_is_asked_person_by_person_and_item_by_item() {
    let mut room = room();
    room.keys("<Esc> <r> y <Down> 223");
    let given = ["take_part", "quotes", "recontact"].map(|item| state(&room, 0, item));
    assert_eq!(given, [ConsentState::Given; 3]);
    assert_eq!(state(&room, 1, "quotes"), ConsentState::NotAsked, "after y the next person is chosen");
    let third = ["take_part", "quotes", "recontact"].map(|item| state(&room, 2, item));
    assert_eq!(third, [ConsentState::NotAsked, ConsentState::Refused, ConsentState::Given]);
    room.shows("P1  ✓ take part  ✓ quotes  ✓ contact");
    room.shows("P3  · take part  ✗ quotes  ✓ contact");
}

#[test]
fn given_refused_and_not_asked_follow_each_other_on_one_key() {
    let mut room = room();
    room.keys("<Esc> <r> 1");
    assert_eq!(state(&room, 0, "take_part"), ConsentState::Given);
    room.keys("1");
    assert_eq!(state(&room, 0, "take_part"), ConsentState::Refused);
    room.keys("1");
    assert_eq!(state(&room, 0, "take_part"), ConsentState::NotAsked);
}

#[test]
fn everybody_means_all_who_have_not_been_asked_and_never_who_refused() {
    let mut room = room();
    room.keys("<Esc> <r> 22e");
    assert_eq!(state(&room, 0, "quotes"), ConsentState::Refused);
    assert_eq!(state(&room, 0, "take_part"), ConsentState::Given);
    assert!((1..8).all(|seat| state(&room, seat, "quotes") == ConsentState::Given));
    room.keys("e");
    room.says("asked already");
}

#[test]
fn consent_is_in_the_file_with_sheet_items_states_and_times() {
    let mut room = room();
    room.keys("<Esc> <r> 122333 <Esc>");
    let file = hearken::format::v1::write_session(room.session());
    let words: String = file.split_whitespace().collect();
    let at = |second: u32| format!("\"at\":\"2026-11-23T10:42:{second:02}+00:00\"");
    let person =
        words.split("\"label\":\"P1\"").nth(1).and_then(|rest| rest.split("\"stamp\"").next()).unwrap();
    assert!(person.contains("\"consent\":{\"sheet\":1,\"items\":{"), "{person}");
    assert!(person.contains("\"quotes\":{\"state\":\"refused\",\"at\":"), "{person}");
    assert!(person.contains("\"recontact\":{\"state\":\"not_asked\"}"), "{person}");
    assert!(person.contains("\"take_part\":{\"state\":\"given\",\"at\":"), "{person}");
    assert!((0..60).any(|second| person.contains(&at(second))), "{person}");
}

#[test]
fn a_quote_of_somebody_who_refused_quotes_is_marked_at_once() {
    let mut room = room();
    room.keys("<Esc> <r> 22 <Esc> 1: \"not my name <Enter>");
    room.says("P1 does not want to be quoted");
    room.shows("“not my name” [not to be quoted]");
    room.keys("2: \"mine is fine <Enter>");
    room.shows("“mine is fine”");
    room.hides("“mine is fine” [not");
}

#[test]
fn what_somebody_said_in_the_note_takers_words_is_not_marked() {
    let mut room = room();
    room.keys("<Esc> <r> 22 <Esc> 1: waits for years <Enter>");
    room.hides("not to be quoted");
}

#[test]
fn consent_that_changes_later_marks_the_quotes_there_are_and_frees_them_again() {
    let mut room = room();
    room.keys("<Esc> <r> er <Esc> 1: \"we wait <Enter>");
    room.hides("not to be quoted");
    room.keys("<Esc> <r> 2 <Esc>");
    room.shows("“we wait” [not to be quoted]");
    room.keys("<Esc> <r> 22 <Esc>");
    room.hides("not to be quoted");
}

#[test]
fn consent_is_taken_back_like_any_change() {
    let mut room = room();
    room.keys("<Esc> <r> e <C-z>");
    assert!((0..8).all(|seat| state(&room, seat, "quotes") == ConsentState::NotAsked));
}

#[test]
fn more_of_the_script_is_read_with_the_space_bar_on_the_smallest_screen() {
    let mut room = Room::begun(50, 14);
    room.keys("<Esc> <r>");
    // The last two rows say what was done, and then what can be.
    let shown = |room: &Room| room.screen().lines().take(12).map(str::to_owned).collect::<Vec<_>>();
    let first = shown(&room);
    room.keys("<Space>");
    assert_ne!(shown(&room), first);
    for _ in 0..100 {
        if shown(&room) == first {
            return;
        }
        room.keys("<Space>");
    }
    panic!("the beginning never came again:\n{}", room.screen());
}

#[test]
fn the_closing_script_is_offered_at_the_end() {
    let mut room = room();
    room.keys("<Esc> <r> r <Esc> 1: one <Enter> <Esc> <z>");
    room.click("Read out what comes last");
    room.shows("To finish");
    room.keys("r <Esc>");
    assert!(room.session().lists.scripts.current("closing").is_some());
    // What is still open is there again.
    room.shows("Before people go");
    room.shows("▸ Read out what comes last");
    room.keys("<Esc>");
    room.hides("Before people go");
}
