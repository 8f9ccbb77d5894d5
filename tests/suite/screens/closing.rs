//! Before people go: what is open; then the debrief.

use hearken::model::note::Flag;
use hearken::model::running::Silence;

use super::room::Room;

/// A talk with something of everything: notes by P1 and P2 in two themes, a parked point, an action, a note to check.
fn talk() -> Room {
    let mut room = Room::begun(120, 50);
    room.keys(
        "<Esc> <r> r <Esc> 1: \"one <Enter> ~transport <Enter> <Tab> 2: two <Enter> !send the list <Enter>",
    );
    room.keys("2: three <Enter> <C-l>");
    room
}

fn silence(room: &Room, theme: &str) -> Option<Silence> {
    room.session().lists.themes.current(theme).and_then(|plan| plan.silence)
}

#[test]
fn what_is_open_stands_on_one_sheet() {
    let mut room = talk();
    room.keys("<Esc> <z>");
    for words in [
        "Policies and procedures",
        "P3, P4, P5, P6, P7, P8",
        "parked: transport",
        "action: send the list",
        "three [to check]",
        "Read out what comes last",
        "Debrief",
    ] {
        room.shows(words);
    }
    room.hides("· Strategy");
}

#[test]
fn each_theme_without_notes_says_which_silence_it_was() {
    let mut room = talk();
    room.keys("<Esc> <z> tnr");
    assert_eq!(silence(&room, "policies"), Some(Silence::LeftOutForTime));
    assert_eq!(silence(&room, "partnerships"), Some(Silence::NobodyAnswered));
    assert_eq!(silence(&room, "training"), Some(Silence::NotReached));
    room.shows("left out for time");
    room.shows("asked, nobody answered");
    room.shows("not reached");
}

#[test]
fn enter_goes_round_the_three_silences() {
    let mut room = talk();
    room.keys("<Esc> <z> <Enter>");
    let first = silence(&room, "policies");
    room.keys("<Enter>");
    let second = silence(&room, "policies");
    room.keys("<Enter>");
    let third = silence(&room, "policies");
    let all = [first, second, third];
    assert!(
        all.iter().all(Option::is_some) && first != second && second != third && third != first,
        "{all:?}"
    );
}

#[test]
fn who_never_spoke_is_named_and_nobody_else() {
    let mut room = talk();
    room.keys("<Esc> <z>");
    room.shows("P3, P4, P5, P6, P7, P8");
    room.keys("<Esc>");
    for seat in 3..=8 {
        room.keys(&format!("{seat}: yes <Enter>"));
    }
    room.keys("<Esc> <z>");
    room.hides("Who has not spoken");
}

#[test]
fn a_parked_point_is_settled_from_here() {
    let mut room = talk();
    room.keys("<Esc> <z>");
    room.click("parked: transport");
    assert!(room.note(1).flags.contains(&Flag::Settled));
    room.hides("Parked points still open");
}

#[test]
fn a_note_to_check_is_gone_to() {
    let mut room = talk();
    room.keys("<BackTab> <Esc> <z>");
    room.click("three [to check]");
    room.shows("▸ Funding");
    room.shows("▸P2  three [to check]");
}

#[test]
fn quotes_of_people_who_refused_or_were_not_asked_stand_apart() {
    let mut room = talk();
    room.keys("<Esc> <r> <Down> 22 <Esc> 2: \"mine <Enter> <Esc> <z>");
    room.shows("Quotes of people who do not want to be quoted");
    room.shows("Quotes of people who have not been asked");
}

#[test]
fn the_debrief_asks_for_one_summary_a_theme_and_two_remarks() {
    let mut room = talk();
    room.keys("<Esc> <d>");
    room.shows("sum up Strategy ›");
    room.shows("“one”");
    for at in 0..10 {
        room.keys(&format!("summary {at} <Enter>"));
    }
    room.shows("\n Surprises ›");
    room.keys("the police came <Enter>");
    room.shows("\n What to ask next ›");
    room.keys("about the bus <Enter>");
    room.says("Everything is summed up");
    let summaries = &room.session().lists.summaries;
    assert_eq!(summaries.standing().count(), 12);
    assert_eq!(summaries.current("debrief.surprises").unwrap().text, "the police came");
    assert_eq!(summaries.current("debrief.next").unwrap().text, "about the bus");
    assert_eq!(summaries.current("lessons").unwrap().text, "summary 9");
}

#[test]
fn a_summary_keeps_the_ids_of_the_notes_it_rests_on() {
    let mut room = talk();
    room.keys("<Esc> <d> they wait <Enter>");
    let lists = &room.session().lists;
    let in_strategy: Vec<_> = lists
        .notes
        .standing()
        .filter(|(_, note)| note.body.theme.as_ref().is_some_and(|theme| theme.as_str() == "strategy"))
        .map(|(id, _)| id.clone())
        .collect();
    assert_eq!(in_strategy.len(), 2);
    assert_eq!(lists.summaries.current("strategy").unwrap().notes, in_strategy);
}

#[test]
fn the_debrief_stops_the_clocks() {
    let mut room = talk();
    room.wait(30);
    room.keys("<Esc> <d>");
    room.wait(15);
    room.shows("debrief 15 of 15 min");
    room.keys("<Esc>");
    room.shows("ended after 30 of 90 min");
}

#[test]
fn a_theme_can_be_passed_over_and_come_back_to() {
    let mut room = talk();
    room.keys("<Esc> <d> <Tab> about money <Enter>");
    assert_eq!(room.session().lists.summaries.current("funding").unwrap().text, "about money");
    assert!(room.session().lists.summaries.current("strategy").is_none());
    room.keys("<Esc> <Esc> <d>");
    room.shows("sum up Strategy ›");
}

#[test]
fn a_summary_that_is_there_stands_in_the_line_and_is_changed() {
    let mut room = talk();
    room.keys("<Esc> <d> they wait <Enter> <BackTab>");
    assert_eq!(room.line(), "they wait");
    room.keys("<Space> for years <Enter>");
    assert_eq!(room.session().lists.summaries.current("strategy").unwrap().text, "they wait for years");
    room.keys("<C-z>");
    assert_eq!(room.session().lists.summaries.current("strategy").unwrap().text, "they wait");
}

#[test]
fn esc_out_of_the_debrief_loses_no_word_of_a_summary() {
    let mut room = talk();
    room.keys("<Esc> <d> half a summary <Esc>");
    assert_eq!(room.session().lists.summaries.current("strategy").unwrap().text, "half a summary");
    room.shows("Strategy");
    assert_eq!(room.line(), "");
}

#[test]
fn a_half_typed_summary_comes_back_after_a_kill() {
    let mut room = talk();
    room.keys("<Esc> <d> half a summary");
    room.kill();
    room.keys("1");
    room.shows("sum up Strategy › half a summary");
    room.keys("<Enter>");
    assert_eq!(room.session().lists.summaries.current("strategy").unwrap().text, "half a summary");
}

#[test]
fn a_new_note_that_was_half_typed_waits_through_the_debrief() {
    let mut room = talk();
    room.keys("3: half a note <C-k> debrief <Enter> they wait <Enter> <Esc>");
    room.shows(" P3 › half a note");
}
