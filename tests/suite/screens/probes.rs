//! Probes: ticked when they were asked.

use super::room::Room;

fn room() -> Room {
    Room::begun(120, 30)
}

fn ticked(room: &Room) -> Vec<String> {
    room.session().lists.probes.standing().map(|(id, _)| id.to_string()).collect()
}

#[test]
fn ctrl_t_ticks_the_next_probe_and_says_which() {
    let mut room = room();
    room.keys("<Tab> <C-t>");
    room.says("Ticked: which funders");
    room.shows("✓ which funders  · one-off or recurring");
    room.keys("<C-t>");
    room.shows("✓ one-off or recurring");
    assert_eq!(ticked(&room).len(), 2);
}

#[test]
fn ticking_takes_nothing_from_the_typing_line() {
    let mut room = room();
    room.keys("<Tab> 3: half a <C-t> <Space> thought");
    room.shows(" P3 › half a thought");
    assert_eq!(ticked(&room).len(), 1);
}

#[test]
fn when_every_probe_is_ticked_it_is_said_so() {
    let mut room = room();
    room.keys("<Tab> <C-t> <C-t> <C-t> <C-t> <C-t>");
    room.says("Every probe of this theme is ticked");
    assert_eq!(ticked(&room).len(), 4);
}

#[test]
fn a_click_ticks_a_probe_and_a_second_takes_the_tick_off() {
    let mut room = room();
    room.keys("<Tab>");
    room.click("one-off or recurring");
    room.shows("✓ one-off or recurring");
    room.click("one-off or recurring");
    room.shows("· one-off or recurring");
    assert!(ticked(&room).is_empty());
}

#[test]
fn a_tick_is_taken_back_and_done_again() {
    let mut room = room();
    room.keys("<Tab> <C-t> <C-z>");
    assert!(ticked(&room).is_empty());
    room.keys("<C-y>");
    assert_eq!(ticked(&room).len(), 1);
}

#[test]
fn a_theme_that_was_asked_about_is_covered_only_when_something_was_noted() {
    let mut room = room();
    room.keys("<Tab> <C-t> <Tab> <C-o>");
    room.shows("Themes: 0 of 10 have notes");
    room.shows("Funding: no notes yet");
    room.keys("<Esc> <BackTab> one <Enter> <C-o>");
    room.shows("Themes: 1 of 10 have notes");
    room.hides("Funding: no notes yet");
}

#[test]
fn a_prompt_counts_as_asked_once_one_of_its_probes_is() {
    let mut room = room();
    room.keys("<C-o>");
    room.shows("How is this work paid for now, and for how long?");
    room.keys("<Esc> <Tab> <C-t> <C-o>");
    room.hides("How is this work paid for now, and for how long?");
    room.shows("What happens to the work when its funding starts");
}
