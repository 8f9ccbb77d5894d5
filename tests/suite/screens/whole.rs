//! The whole study on the screen: the matrix cell by cell, reports, where their numbers come from.

use hearken::app::{Effect, Screen};
use hearken::model::session::Session;

use super::room::Room;

fn matrix(width: u16, height: u16) -> Room {
    let mut room = Room::of_example(width, height);
    room.keys("4 <Enter>");
    room
}

#[test]
fn the_matrix_shows_a_summary_in_each_cell_and_all_of_the_one_that_is_chosen() {
    let mut looks = String::new();
    for (width, height) in [(100, 30), (80, 24), (50, 14), (20, 5)] {
        let mut room = matrix(width, height);
        room.keys("<Right> <Down>");
        looks.push_str(&format!("{width}x{height}\n{}\n", room.screen()));
    }
    insta::assert_snapshot!(looks);
}

#[test]
fn the_cell_that_is_chosen_is_always_seen() {
    for (width, height) in [(100, 30), (80, 24), (30, 8)] {
        let mut room = matrix(width, height);
        for _ in 0..12 {
            let Screen::Whole(whole) = &room.app.screen else { panic!() };
            let place = whole.matrix().unwrap().chosen_place();
            let (row, column) = whole.matrix().unwrap().at();
            let grid = whole.matrix().unwrap().grid(hearken::app::layout::Area {
                x: 0,
                y: 3,
                width,
                height: height / 2,
            });
            assert!(grid.sessions.contains(&row) && grid.themes.contains(&column), "{place}: {grid:?}");
            room.keys("<Right> <Down>");
        }
    }
}

#[test]
fn a_cell_leads_to_its_notes_and_back() {
    let mut room = matrix(100, 30);
    room.keys("<Right> <Down> <Enter>");
    insta::assert_snapshot!(room.screen());
    room.keys("<Down> <Enter>");
    let chosen = room.live().chosen.clone().unwrap();
    let note = room.session().lists.notes.current(chosen.as_str()).unwrap();
    assert!(note.text.contains("there's aye a room"), "{}", note.text);
    room.keys("<Esc> <Esc> g");
    assert!(room.screen().contains("Scotland, 2026-04-21 · Funding"), "{}", room.screen());
}

fn summary(session: &Session) -> hearken::model::note::Summary {
    session.lists.summaries.current("funding").unwrap().clone()
}

#[test]
fn a_summary_is_changed_from_its_cell_and_the_notes_it_rests_on_stay() {
    let mut room = matrix(100, 30);
    room.keys("<Right> <Down> e");
    let before = summary(room.session());
    room.keys(" It ends in May. <Enter>");
    assert!(matches!(room.app.screen, Screen::Whole(_)), "{}", room.screen());
    assert!(room.screen().contains("It ends in May."), "{}", room.screen());
    room.keys("e");
    let after = summary(room.session());
    assert_eq!(after.text, format!("{} It ends in May.", before.text));
    assert_eq!(after.notes, before.notes);
    assert!(
        before.notes.len()
            < room
                .session()
                .lists
                .notes
                .standing()
                .filter(|(_, note)| {
                    note.body.theme.as_ref().is_some_and(|theme| theme.as_str() == "funding")
                })
                .count(),
        "there are others, so that it shows which are kept"
    );
    room.keys("<Esc>");
    assert!(room.screen().contains("Framework matrix"), "{}", room.screen());
}

#[test]
fn every_guide_has_its_table_and_a_cell_says_which_silence_it_is() {
    let mut room = matrix(100, 30);
    assert!(room.screen().contains("table 1 of 4"));
    for table in 2..=4 {
        room.keys("<Tab>");
        assert!(room.screen().contains(&format!("table {table} of 4")), "{}", room.screen());
    }
    room.keys("<Tab> <Right>");
    assert!(room.screen().contains("Asked, and nobody answered"), "{}", room.screen());
    room.keys("<Enter>");
    assert!(room.screen().contains("Enter opens the session there"), "{}", room.screen());
    room.keys("<Enter>");
    assert!(room.screen().contains("sum up Funding"), "{}", room.screen());
}

#[test]
fn a_number_of_a_report_tells_what_it_counts() {
    let mut room = Room::of_example(80, 24);
    room.keys("4 4");
    assert!(room.screen().contains("Appendix: the responses"), "{}", room.screen());
    room.keys("<Enter>");
    let first = room.screen();
    room.keys("<Enter>");
    let screen = room.screen();
    assert!(screen.contains("Why appendix.sessions"), "{first}\n{screen}");
    assert_eq!(room.effects.iter().filter(|effect| matches!(effect, Effect::Why(_))).count(), 1);
    room.keys("<Esc>");
    assert!(room.screen().contains("Appendix: the responses"), "{}", room.screen());
    room.keys("<Esc> <Esc>");
    assert!(matches!(room.app.screen, Screen::Home(_)), "{}", room.screen());
}

#[test]
fn a_report_that_comes_late_takes_the_place_of_no_session_and_of_no_first_screen() {
    use hearken::app::Message;
    let late = || Message::Page { of: None, lines: hearken::document::text::Lines::default() };
    let mut room = Room::begun(80, 24);
    room.keys("half a thought");
    room.tell(late());
    assert_eq!(room.line(), "half a thought");
    room.keys("<Enter> <Esc> g");
    room.tell(late());
    room.tell(Message::Matrix(Vec::new()));
    assert!(matches!(room.app.screen, Screen::Home(_)), "{}", room.screen());
}

#[test]
fn every_report_that_is_offered_can_be_read_at_every_size() {
    for (width, height) in [(100, 30), (80, 24), (30, 5), (1, 1)] {
        for place in 1..=7 {
            let mut room = Room::of_example(width, height);
            room.keys(&format!("4 {place} b <Space> <Tab> <Enter> <Esc> <Esc>"));
            assert!(matches!(room.app.screen, Screen::Whole(_)), "{place} at {width}x{height}");
        }
    }
}

#[test]
fn a_study_without_sessions_does_not_offer_it() {
    let room = Room::new(80, 24);
    assert!(!room.screen().contains("See what the study holds"), "{}", room.screen());
}
