//! The clock: minutes in all and on the theme, the quiet reminders, pauses, sleep, the end.

use hearken::app::key::{Code, Key};
use hearken::app::{Message, update};
use hearken::model::running::MarkKind;

use super::room::{Room, now_at};

/// A focus group of 90 minutes in which the talk has begun.
fn talk() -> Room {
    let mut room = Room::begun(120, 30);
    room.keys("one <Enter>");
    room
}

#[test]
fn before_anybody_speaks_no_clock_runs() {
    let mut room = Room::begun(120, 30);
    room.shows("90 min planned");
    room.wait(20);
    room.shows("90 min planned");
    room.keys("one <Enter>");
    room.shows("0 of 90 min");
}

#[test]
fn looking_through_the_themes_before_anybody_speaks_starts_no_clock() {
    let mut room = Room::begun(120, 30);
    room.keys("<Tab> <Tab> <BackTab>");
    room.wait(5);
    room.shows("90 min planned");
    room.shows("Before they speak");
    room.keys("one <Enter>");
    room.wait(2);
    room.shows("2 of 90 min · 2 of 7 on this theme");
}

#[test]
fn the_clocks_begin_when_somebody_says_so_or_a_first_probe_is_asked() {
    let mut room = Room::begun(120, 30);
    room.click("Begin: the clocks start");
    room.wait(3);
    room.shows("3 of 90 min");
    let mut room = Room::begun(120, 30);
    room.keys("<C-t>");
    room.wait(3);
    room.shows("3 of 90 min");
}

/// Until this opening has said where the talk is, the talk lasted until its last note.
#[test]
fn a_note_that_is_deleted_after_opening_again_shortens_the_talk_that_it_ended() {
    let mut room = talk();
    room.wait(10);
    room.keys("two <Enter>");
    room.open_again(24 * 60);
    room.shows("10 of 90 min");
    room.keys("<Up> <Del>");
    room.wait(1);
    room.hides("10 of 90 min");
    room.shows(" 0 of 90 min");
}

/// How long the talk lasted is worked out from all of it, and a letter is wanted on the screen at once.
#[test]
fn a_letter_does_not_wait_until_the_clocks_have_been_looked_at() {
    let mut room = talk();
    let before = room.live().clock().minutes;
    let later = now_at(10_000);
    update(&mut room.app, Message::Key(Key::plain(Code::Char('x'))), &later);
    assert_eq!((room.line(), room.live().clock().minutes), ("x", before));
    update(&mut room.app, Message::Tick, &later);
    assert!(room.live().clock().minutes > before);
}

#[test]
fn minutes_in_all_and_on_the_theme_are_shown_against_the_plan() {
    let mut room = talk();
    room.wait(12);
    room.shows("12 of 90 min · 12 of 8 on this theme");
    room.keys("<Tab>");
    room.wait(6);
    room.shows("18 of 90 min · 6 of 7 on this theme");
    room.keys("<BackTab>");
    room.wait(1);
    room.shows("19 of 90 min · 13 of 8 on this theme");
}

#[test]
fn fifteen_and_five_minutes_before_the_end_are_said_in_words_and_once_each() {
    let mut room = talk();
    room.wait(74);
    room.hides("minutes left");
    room.wait(1);
    room.says("15 minutes left. 9 themes have no notes yet.");
    room.keys("two <Enter>");
    room.wait(8);
    room.hides("minutes left");
    room.wait(2);
    room.says("5 minutes left.");
    room.keys("three <Enter>");
    room.wait(30);
    room.hides("minutes left");
    room.hides("time is over");
}

#[test]
fn a_reminder_takes_no_letter() {
    let mut room = talk();
    room.wait(74);
    room.keys("3: half a");
    room.wait(1);
    room.keys("<Space> thought <Enter>");
    assert_eq!(room.notes(), ["one", "half a thought"]);
}

#[test]
fn a_pause_stops_the_clocks_and_says_since_when() {
    let mut room = talk();
    room.wait(10);
    room.keys("<Esc> <p>");
    room.shows("What is the pause for?");
    room.keys("<Enter>");
    room.says("Paused at");
    room.wait(20);
    room.shows("paused since 10:5");
    room.shows("10 of 90 min");
    room.keys("<Esc> <p>");
    room.wait(5);
    room.shows("15 of 90 min · 15 of 8 on this theme");
    let (_, pause) = room.session().lists.pauses.standing().next().unwrap();
    assert_eq!(pause.body.reason.as_deref(), Some("break"));
    assert!(pause.body.until.is_some());
}

#[test]
fn a_pause_for_distress_is_told_apart_from_a_break() {
    let mut room = talk();
    room.keys("<Esc> <p> <Down> <Enter>");
    let (_, pause) = room.session().lists.pauses.standing().next().unwrap();
    assert_eq!(pause.body.reason.as_deref(), Some("distress"));
}

#[test]
fn notes_can_be_typed_while_the_clocks_stand_still() {
    let mut room = talk();
    room.keys("<Esc> <p> <Enter> (crying <Enter>");
    assert_eq!(room.notes(), ["one", "(crying)"]);
    room.shows("paused since");
}

#[test]
fn no_reminder_comes_during_a_pause() {
    let mut room = talk();
    room.wait(70);
    room.keys("<Esc> <p> <Enter>");
    room.wait(60);
    room.hides("minutes left");
}

#[test]
fn a_laptop_that_slept_is_marked_and_offered_as_a_pause() {
    let mut room = talk();
    room.wait(10);
    room.sleep(30);
    room.says("the laptop slept");
    let (_, mark) = room.session().lists.marks.standing().next().unwrap();
    assert_eq!((mark.body.kind, mark.body.jump_ms), (MarkKind::Gap, Some(1_800_000)));
    room.keys("<Esc> <p>");
    room.says("Noted as a pause");
    room.wait(1);
    room.shows("11 of 90 min");
}

#[test]
fn people_who_talked_on_while_the_lid_was_shut_lose_no_minute() {
    let mut room = talk();
    room.wait(10);
    room.sleep(30);
    room.keys("two <Enter>");
    room.wait(1);
    room.shows("41 of 90 min");
}

#[test]
fn the_end_of_the_talk_stops_the_clocks_for_good() {
    let mut room = talk();
    room.wait(40);
    room.keys("<Esc> <z>");
    room.click("The talk is over");
    room.keys("<Esc>");
    room.wait(20);
    room.shows("ended after 40 of 90 min");
    room.keys("afterthought <Enter> <Tab>");
    room.wait(1);
    room.shows("ended after 40 of 90 min");
    assert_eq!(room.notes(), ["one", "afterthought"]);
}

#[test]
fn a_finished_session_that_is_opened_again_starts_no_clock() {
    let mut room = talk();
    room.wait(40);
    room.keys("<Esc> <z>");
    room.click("The talk is over");
    room.keys("<Esc>");
    room.open_again(5);
    room.wait(3);
    room.keys("a correction <Enter>");
    room.wait(3);
    room.shows("ended after 40 of 90 min");
}

#[test]
fn a_session_opened_a_day_later_starts_no_clock_by_being_read() {
    let mut room = talk();
    room.wait(40);
    room.open_again(24 * 60);
    room.wait(10);
    room.keys("<Tab> <BackTab> <Up> <Enter> <Space> corrected <Enter>");
    room.wait(10);
    assert_eq!(room.notes(), ["one corrected"]);
    // Nothing was told of the talk after its first note, so that is how long it is known to have lasted.
    room.shows(" 0 of 90 min");
    room.hides("minutes left");
}

#[test]
fn a_session_opened_a_day_later_goes_on_when_a_new_note_is_typed() {
    let mut room = talk();
    room.wait(40);
    room.keys("two <Enter>");
    room.open_again(24 * 60);
    room.wait(10);
    room.shows("40 of 90 min");
    room.keys("three <Enter>");
    room.wait(5);
    room.shows("45 of 90 min");
}

#[test]
fn a_session_carried_on_within_minutes_goes_on_with_its_clock() {
    let mut room = talk();
    room.wait(10);
    room.open_again(5);
    room.wait(1);
    room.shows("16 of 90 min");
}

#[test]
fn the_theme_log_says_when_the_talk_came_to_which_theme() {
    let mut room = talk();
    room.keys("<Tab>");
    room.wait(3);
    room.keys("<Tab> <BackTab>");
    let log = room.session().lists.theme_log.standing();
    let themes: Vec<String> = log.map(|(_, entry)| entry.body.theme.as_ref().unwrap().to_string()).collect();
    assert_eq!(themes, ["strategy", "funding", "policies", "funding"]);
}
