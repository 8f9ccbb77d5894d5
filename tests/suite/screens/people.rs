//! Who is here: seat by seat, late, left, and who has not spoken.

use hearken::model::people::Presence;

use super::room::Room;

fn room() -> Room {
    Room::begun(120, 34)
}

#[test]
fn seats_are_described_one_after_the_other_with_role_and_sector() {
    let mut room = room();
    room.keys("<Esc> <w> family worker, voluntary <Enter> teacher <Enter>");
    room.shows("P1  family worker, voluntary");
    let seats = room.session().seats();
    let described: Vec<_> =
        seats.iter().take(3).map(|(_, seat)| (seat.role.as_deref(), seat.sector.as_deref())).collect();
    assert_eq!(
        described,
        [(Some("family worker"), Some("voluntary")), (Some("teacher"), None), (None, None)]
    );
}

#[test]
fn what_was_typed_about_somebody_is_saved_when_the_sheet_is_left() {
    let mut room = room();
    room.keys("<Esc> <w> nurse <Esc>");
    assert_eq!(room.session().seats()[0].1.role.as_deref(), Some("nurse"));
    assert_eq!(room.line(), "");
}

#[test]
fn a_note_that_was_half_typed_waits_and_comes_back() {
    let mut room = room();
    room.keys("1: one <Enter> 3: half a thought <C-k> who is here <Enter> nurse <Esc>");
    room.shows(" P3 › half a thought");
}

#[test]
fn somebody_who_comes_late_gets_the_next_seat_and_the_time_is_kept() {
    let mut room = room();
    room.keys("1: one <Enter> <Esc> <w> <C-n> police <Enter>");
    let (id, seat) = room.session().seats().pop().unwrap();
    assert_eq!((seat.label.as_str(), seat.role.as_deref()), ("P9", Some("police")));
    let (_, came) = room.session().lists.attendance.standing().next().unwrap();
    assert_eq!((came.body.state, &came.body.participant), (Presence::Arrived, &id));
    room.shows("9 people");
}

#[test]
fn somebody_who_leaves_and_comes_back_is_kept_with_the_times() {
    let mut room = room();
    room.keys("<Esc> <w> <Down> <Down> <Del>");
    room.says("P3 has left, at 10:4");
    room.shows("Who is here: 7 of 8");
    room.keys("<Del>");
    room.says("P3 has come back");
    room.shows("Who is here: 8 of 8");
    let states: Vec<Presence> =
        room.session().lists.attendance.standing().map(|(_, one)| one.body.state).collect();
    assert_eq!(states, [Presence::Left, Presence::Arrived]);
}

#[test]
fn who_has_left_is_shown_as_left_and_is_not_waited_for() {
    let mut room = room();
    room.keys("1: one <Enter> <Esc> <w> <Down> <Down> <Del> <Esc>");
    room.shows("left │");
    room.shows("Not heard yet: P2 P4 P5 P6 P7");
}

#[test]
fn who_has_not_spoken_stands_in_the_order_of_seats_and_never_as_a_ranking() {
    let mut room = room();
    room.keys("7: a <Enter> 7: b <Enter> 2: c <Enter> 4: d <Enter>");
    room.shows("Not heard yet: P1 P3 P5 P6 P8");
    let screen = room.screen();
    let rows: Vec<&str> = screen.lines().filter(|row| row.starts_with("│ P")).collect();
    let labels: Vec<&str> = rows.iter().filter_map(|row| row.get(4..).and_then(|row| row.get(..2))).collect();
    assert_eq!(labels, ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"]);
}

#[test]
fn on_a_narrow_screen_one_line_says_who_has_not_spoken() {
    let mut room = Room::begun(80, 24);
    room.keys("7: a <Enter> 2: c <Enter>");
    room.shows("\n Not heard yet: P1 P3 P4 P5 P6 P8");
}

#[test]
fn when_everybody_has_spoken_it_is_said_so() {
    let mut room = room();
    for seat in 1..=8 {
        room.keys(&format!("{seat}: yes <Enter>"));
    }
    room.shows("Everybody has been heard");
}

#[test]
fn a_comment_lets_nobody_be_heard() {
    let mut room = room();
    room.keys("1: one <Enter> ; P2 looks tired <Enter>");
    room.shows("Not heard yet: P2");
}

#[test]
fn each_theme_says_from_how_many_people_something_was_heard() {
    let mut room = room();
    room.keys("1: a <Enter> 2: b <Enter> 2: c <Enter> <Tab> 3: d <Enter>");
    room.shows("Funding · heard from 1 of 8");
    room.keys("<BackTab>");
    room.shows("Strategy · heard from 2 of 8");
    room.keys("<C-o>");
    room.shows("heard from 2 of 8");
    room.shows("heard from 1 of 8");
}

#[test]
fn somebody_is_chosen_with_the_mouse_as_who_speaks() {
    let mut room = room();
    room.click("P5");
    room.shows("\n P5 ›");
    room.keys("yes <Enter>");
    assert_eq!(room.said_by(0), "P5");
}

#[test]
fn what_is_said_about_a_person_is_taken_back_like_any_change() {
    let mut room = room();
    room.keys("<Esc> <w> nurse <Enter> <Esc> <C-z>");
    assert_eq!(room.session().seats()[0].1.role, None);
}
