//! Signs in front of a note, short forms, and the questions that are asked once, through keys.
//!
//! What each sign means is tested in `capture` from one table; here is what a person sees and what is saved.

use hearken::model::note::{NoteKind, Stage};

use super::room::Room;

fn room() -> Room {
    Room::begun(120, 30)
}

/// The signs that are typed in front of a note, and the chip each becomes at once.
const SIGNS: &[(&str, &str)] = &[
    ("3: ", " P3 ›"),
    ("@3 ", " P3 ›"),
    ("3:: ", " P3 pinned ›"),
    ("\"", " quote ›"),
    ("(", " observation ›"),
    (";", " comment ›"),
    ("=6/8 ", " hands 6 of 8 ›"),
    ("=6-1/8 ", " hands 6 of 8, 1 against ›"),
    ("*e ", " emerging ›"),
    ("*d ", " developing ›"),
    ("*s ", " established ›"),
    ("!", " action ›"),
    ("~", " parked ›"),
    (">fund ", " in Funding ›"),
];

fn type_in(room: &mut Room, words: &str) {
    for letter in words.chars() {
        room.press(hearken::app::key::Key::plain(hearken::app::key::Code::Char(letter)));
    }
}

#[test]
fn every_sign_is_a_chip_as_soon_as_it_is_complete() {
    for (sign, chip) in SIGNS {
        let mut room = room();
        type_in(&mut room, sign);
        room.shows(&format!("\n{chip}"));
        assert_eq!(room.line(), "", "{sign}");
    }
}

#[test]
fn backspace_turns_every_chip_back_into_text_and_typing_the_rest_makes_it_a_chip_again() {
    for (sign, chip) in SIGNS {
        let mut room = room();
        type_in(&mut room, sign);
        room.keys("<BS>");
        room.hides(&format!("\n{chip}"));
        assert!(!room.line().trim().is_empty(), "{sign}: nothing came back");
        // A sign of one letter came back with the blank that keeps it text; the others lack the blank.
        if room.line().starts_with(' ') {
            room.keys("<Home> <Del> x <BS>");
            assert_eq!(room.line(), *sign, "what is taken away makes no sign of what is left");
        } else {
            room.keys("<Space>");
            assert_eq!(room.line(), "", "{sign}");
        }
    }
}

#[test]
fn signs_come_in_any_order_and_each_says_its_own_thing() {
    for typed in ["3: \">fund we wait", ">fund \"3: we wait", "\">fund @3 we wait"] {
        let mut room = room();
        room.keys(typed);
        room.shows(" P3 quote in Funding › we wait");
        room.keys("<Enter>");
        assert_eq!(
            (room.notes(), room.said_by(0), room.theme_of(0)),
            (vec!["“we wait”".into()], "P3".into(), "funding")
        );
    }
}

#[test]
fn a_quote_of_somebody_in_another_theme_costs_at_most_eight_keys_beside_its_words() {
    let mut room = room();
    let signs = "3: \">f ";
    type_in(&mut room, signs);
    type_in(&mut room, "we wait");
    room.keys("<Enter>");
    assert!(signs.chars().count() < 8);
    assert_eq!(
        (room.notes(), room.said_by(0), room.theme_of(0)),
        (vec!["“we wait”".into()], "P3".into(), "funding")
    );
    room.shows("▸ Strategy");
}

#[test]
fn who_is_pinned_says_what_follows_until_somebody_else_or_nobody_does() {
    let mut room = room();
    room.keys("3:: one <Enter>");
    room.shows("\n P3 pinned ›");
    room.keys("two <Enter> 5: three <Enter> four <Enter> 0: five <Enter> six <Enter>");
    let said: Vec<String> = (0..6).map(|place| room.said_by(place)).collect();
    assert_eq!(said, ["P3", "P3", "P5", "P3", "", ""]);
    room.hides("pinned");
}

#[test]
fn what_nobody_says_is_not_put_into_the_mouth_of_who_is_pinned() {
    let mut room = room();
    room.keys("3:: one <Enter> ; my own thought <Enter> =6/8 want it <Enter> (looks away <Enter>");
    let said: Vec<String> = (1..4).map(|place| room.said_by(place)).collect();
    assert_eq!(said[..2], ["", ""]);
}

#[test]
fn backspace_in_an_empty_line_lets_go_of_who_is_pinned() {
    let mut room = room();
    room.keys("3:: one <Enter> <BS>");
    room.hides("pinned ›");
    room.keys("two <Enter>");
    assert_eq!(room.said_by(1), "");
}

#[test]
fn a_seat_nobody_sits_on_is_asked_about_once_and_loses_nothing() {
    let mut room = room();
    room.keys("9: \"hello <Enter>");
    room.says("Who is P9?");
    assert_eq!((room.notes().len(), room.line()), (0, "hello"));
    room.shows(" P9? quote › hello");
    room.keys("<Enter>");
    assert_eq!((room.notes(), room.said_by(0)), (vec!["“hello”".into()], "P9".into()));
    room.keys("9: again <Enter>");
    assert_eq!((room.notes().len(), room.said_by(1)), (2, "P9".into()), "asked once only");
}

#[test]
fn the_answer_to_who_that_is_can_be_another_seat() {
    let mut room = room();
    room.keys("9: hello <Enter> <Home> <BS> <BS> <BS> 2: <Space> <Enter>");
    assert_eq!((room.notes(), room.said_by(0)), (vec!["hello".into()], "P2".into()));
    assert_eq!(room.session().seats().len(), 8);
}

#[test]
fn more_hands_than_people_are_asked_about_once_in_words() {
    let mut room = room();
    room.keys("=6/9 want to go on <Enter>");
    room.says("9 people? 8 are here.");
    assert_eq!(room.notes().len(), 0);
    room.keys("<Enter>");
    assert_eq!(room.notes(), ["hands: 6 of 9 want to go on"]);
}

#[test]
fn more_hands_raised_than_people_counted_are_asked_about_once_in_words() {
    let mut room = room();
    room.keys("=6-3/8 want to go on <Enter>");
    room.says("9 hands of 8");
    assert_eq!(room.notes().len(), 0);
    room.keys("<Enter>");
    let note = room.note(0);
    assert_eq!((note.hands_for, note.hands_against, note.hands_of), (Some(6), Some(3), Some(8)));
}

#[test]
fn hands_are_held_against_who_is_present_and_not_against_the_seats() {
    let mut room = room();
    room.keys("<Esc> <w> <Del> <Esc> =6/8 want to go on <Enter>");
    room.says("8 people? 7 are here.");
    room.keys("<Home> <BS> <BS> 7 <Space> <Enter>");
    assert_eq!(room.notes(), ["hands: 6 of 7 want to go on"]);
}

#[test]
fn a_question_that_was_answered_by_a_change_is_asked_again_of_what_it_became() {
    let mut room = room();
    room.keys("=6/9 want it <Enter> so <Enter>");
    room.says("9 people?");
    assert_eq!(room.notes().len(), 0);
}

#[test]
fn a_show_of_hands_without_words_is_not_saved_and_the_count_stays_in_the_line() {
    let mut room = room();
    room.keys("=6/8 <Space> <Enter>");
    room.says("What were the hands raised for?");
    assert_eq!(room.notes().len(), 0);
    room.shows(" hands 6 of 8 ›");
    room.keys("have no funding <Enter>");
    assert_eq!(room.notes(), ["hands: 6 of 8 have no funding"]);
}

#[test]
fn practice_is_saved_with_its_stage() {
    let mut room = room();
    room.keys("*e one <Enter> *d two <Enter> 3: *s three <Enter>");
    let stages: Vec<Option<Stage>> = (0..3).map(|place| room.note(place).stage).collect();
    assert_eq!(stages, [Some(Stage::Emerging), Some(Stage::Developing), Some(Stage::Established)]);
    assert_eq!(room.said_by(2), "P3");
    room.shows("established: three");
}

#[test]
fn observation_comment_action_and_parked_are_what_they_are_called() {
    let mut room = room();
    room.keys("(nods <Enter> ;tired <Enter> !send the list <Enter> ~transport <Enter>");
    let kinds: Vec<NoteKind> = (0..4).map(|place| room.note(place).kind).collect();
    assert_eq!(kinds, [NoteKind::Observation, NoteKind::Comment, NoteKind::Action, NoteKind::Parked]);
    assert_eq!(room.notes(), ["(nods)", "; tired", "action: send the list", "parked: transport"]);
}

#[test]
fn a_theme_is_picked_from_a_list_and_the_theme_shown_stays() {
    let mut room = room();
    room.keys(">");
    room.shows("Under which theme?");
    room.keys("trai <Enter> two days a year <Enter>");
    assert_eq!((room.notes(), room.theme_of(0)), (vec!["two days a year".into()], "training"));
    room.shows("▸ Strategy");
    room.keys("here <Enter>");
    assert_eq!(room.theme_of(1), "strategy");
}

#[test]
fn a_few_letters_that_fit_two_themes_stay_text() {
    let mut room = room();
    room.keys(">p yes");
    room.shows("› >p yes");
}

#[test]
fn somebody_is_named_by_a_word_of_what_they_do() {
    let mut room = room();
    room.keys("<Esc> <w> school nurse <Enter> family worker, voluntary <Enter> <Esc>");
    type_in(&mut room, "@family ");
    room.shows("\n P2 ›");
    room.keys("they ask us <Enter>");
    assert_eq!(room.said_by(0), "P2");
}

#[test]
fn a_short_form_and_a_blank_become_words_and_ctrl_z_gives_the_short_form_back() {
    let mut room = room();
    room.keys("<Esc> <h> cyp = children and young people <Enter>");
    room.says("become “children and young people”");
    room.keys("<Esc> 3: many cyp wait");
    assert_eq!(room.line(), "many children and young people wait");
    for _ in 0.." wait".len() {
        room.keys("<C-z>");
        if room.line().ends_with("cyp ") {
            break;
        }
    }
    assert_eq!(room.line(), "many cyp ");
    room.keys("wait <Enter>");
    assert_eq!(room.notes(), ["many cyp wait"]);
}

#[test]
fn a_short_form_that_was_taken_away_is_text_again() {
    let mut room = room();
    room.keys("<Esc> <h> cyp = children <Enter> cyp = <Enter>");
    room.shows("There are none on this laptop yet.");
    room.keys("<Esc> cyp wait <Enter>");
    assert_eq!(room.notes(), ["cyp wait"]);
}

#[test]
fn short_forms_are_remembered_on_this_laptop() {
    let mut room = room();
    room.keys("<Esc> <h> cyp = children <Enter>");
    let remembered = room.effects.iter().any(|effect| {
        matches!(effect, hearken::app::Effect::Remember(habits) if habits.abbreviations.contains_key("cyp"))
    });
    assert!(remembered);
}

#[test]
fn a_blank_in_front_keeps_every_sign_as_it_is_typed() {
    for (sign, _) in SIGNS {
        let mut room = room();
        type_in(&mut room, &format!(" {sign}yes"));
        // A list that opened takes Enter first.
        room.keys("<Esc>");
        if room.app.overlay.is_some() {
            room.keys("<Esc>");
        }
        room.keys("<Enter>");
        let note = room.note(0);
        assert_eq!((note.kind, note.text.as_str()), (NoteKind::Point, format!("{sign}yes").as_str()));
        assert_eq!(room.theme_of(0), "strategy");
    }
}

#[test]
fn a_time_of_day_is_no_seat() {
    let mut room = room();
    room.keys("3:30 we start <Enter>");
    assert_eq!((room.notes(), room.said_by(0)), (vec!["3:30 we start".into()], String::new()));
}

#[test]
fn nothing_of_only_signs_tags_or_blanks_is_saved_and_the_line_keeps_them() {
    for (typed, chip) in
        [("3: ", "P3"), ("\"", "quote"), ("3: \"", "P3 quote"), (">fund ", "in Funding"), ("*e ", "emerging")]
    {
        let mut room = room();
        type_in(&mut room, typed);
        room.keys("<Enter>");
        assert_eq!(room.notes().len(), 0, "{typed}");
        room.says("no words yet");
        room.shows(&format!(" {chip} ›"));
    }
    let mut room = room();
    room.keys("1: one <Enter> <Space> <Space> <Enter> #training <Enter> <Enter>");
    assert_eq!(room.notes(), ["one"]);
}

/// Each kind of note as it is typed; the last letters are those of its words.
const KINDS: &[&str] = &[
    "plain",
    "3: said",
    "3: \"quote",
    "(observed",
    "; comment",
    "=6-1/8 counted",
    "2: *d practice",
    "4: !action",
    "~parked",
];

#[test]
fn changing_the_words_of_a_note_keeps_everything_else_of_it() {
    for typed in KINDS {
        let mut room = room();
        room.keys(&format!("{typed} #training <Enter> <Enter>"));
        if room.notes().is_empty() {
            room.keys("<Enter>");
        }
        let before = room.note(0).clone();
        room.keys("<C-l> <Up> <Enter> <Home> very <Space> <Enter>");
        let after = room.note(0).clone();
        let mut wanted = before.clone();
        wanted.text = format!("very {}", before.text);
        wanted.flags.insert(hearken::model::note::Flag::Check);
        assert_eq!(after, wanted, "{typed}");
        assert_eq!(room.notes().len(), 1, "{typed}");
    }
}

#[test]
fn enter_on_a_note_that_was_not_changed_writes_no_version() {
    for typed in KINDS {
        let mut room = room();
        room.keys(&format!("{typed} <Enter> <Up> <Enter> <Enter>"));
        let (_, entry) = room.session().lists.notes.all().next().unwrap();
        assert_eq!(entry.versions().len(), 1, "{typed}");
    }
}

#[test]
fn a_note_that_looks_like_a_sign_reads_the_same_after_a_change() {
    for typed in [" (not an observation", " 3: not P3", " =6/8 not hands", " ~ not parked"] {
        let mut room = room();
        type_in(&mut room, typed);
        room.keys("<Enter> <Up> <Enter> <End> ! <Enter>");
        assert_eq!(room.notes(), [format!("{}!", typed.trim())]);
    }
}

#[test]
fn the_sign_of_a_saved_note_can_be_taken_off_and_another_put_on() {
    let mut room = room();
    room.keys("3: \"we wait <Enter> <Up> <Enter> <Home> <BS> <BS> <BS> ( <Enter>");
    assert_eq!((room.notes(), room.said_by(0)), (vec!["(we wait)".into()], "P3".into()));
}

#[test]
fn every_sign_is_a_command_for_those_who_have_not_learnt_it() {
    let commands = [
        ("a quote", " quote ›"),
        ("an observation", " observation ›"),
        ("your own comment", " comment ›"),
        ("emerging practice", " emerging ›"),
        ("developing practice", " developing ›"),
        ("established practice", " established ›"),
        ("an action", " action ›"),
        ("a parked point", " parked ›"),
    ];
    for (name, chip) in commands {
        let mut room = room();
        room.keys(&format!("<C-k> {name} <Enter>"));
        room.shows(&format!("\n{chip}"));
    }
    let mut room = room();
    room.keys("<C-k> show of hands <Enter> 6/8 want it <Enter> 3: yes <Enter> <C-k> pin who <Enter>");
    assert_eq!(room.notes()[0], "hands: 6 of 8 want it");
    room.shows("\n P3 pinned ›");
}
