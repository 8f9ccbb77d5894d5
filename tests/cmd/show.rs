//! `hearken show`

use hearken::model::note::{Flag, NoteKind, Stage};
use hearken::model::when::When;

use crate::support::{ID, Laptop, Ran, Typing, cut_off, norwich, note, text, with_quote};

fn shown(laptop: &Laptop) -> Ran {
    let shown = laptop.run(["show", "norwich.json"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    shown
}

/// The lines of one theme, without its heading.
fn theme<'a>(out: &'a str, title: &str) -> Vec<&'a str> {
    out.lines().skip_while(|line| *line != title).skip(1).take_while(|line| !line.is_empty()).collect()
}

#[test]
fn notes_stand_by_theme_then_time_with_the_marks_of_their_kind() {
    let laptop = Laptop::new();
    let mut typing = Typing::on(&norwich(ID), "kj4x9q");
    let mut add = |second, kind, seat, words: &str| {
        let mut note = note(kind, "funding", seat, words);
        if kind == NoteKind::Quote {
            note.tags.insert("short-term".to_owned());
        }
        if kind == NoteKind::Count {
            (note.hands_for, note.hands_of) = (Some(6), Some(8));
        }
        if kind == NoteKind::Practice {
            note.stage = Some(Stage::Emerging);
        }
        if kind == NoteKind::Action {
            note.flags.insert(Flag::Check);
        }
        typing.adds(second, note);
    };
    add(9, NoteKind::Point, Some(1), "Trust grant ends this year");
    add(8, NoteKind::Quote, Some(3), "We find out in March");
    add(10, NoteKind::Observation, None, "nods round the table");
    add(11, NoteKind::Comment, None, "ask again");
    add(12, NoteKind::Count, None, "no funding past this year");
    add(13, NoteKind::Practice, Some(2), "a shared fund");
    add(14, NoteKind::Action, None, "send the list");
    add(15, NoteKind::Parked, None, "the reserve");
    laptop.write("norwich.json", text(&typing.done()));
    let shown = shown(&laptop);
    assert_eq!(
        theme(&shown.out, "Funding"),
        [
            "  10:42  P3  “We find out in March” #short-term",
            "  10:42  P1  Trust grant ends this year",
            "  10:42      (nods round the table)",
            "  10:42      ; ask again",
            "  10:42      hands: 6 of 8 no funding past this year",
            "  10:42  P2  emerging: a shared fund",
            "  10:42      action: send the list [to check]",
            "  10:42      parked: the reserve",
        ]
    );
    assert!(shown.out.starts_with(
        "Norwich · focus group · 2026-11-23\nSession k7m2-q9xd-4tn1-b8wz\n\
         Practice survey, version 1 · 90 minutes planned\n\
         People: P1 (family worker), P2 (family worker), P3 (family worker)\n"
    ));
    assert!(
        laptop
            .run(["show", "norwich.json", "--ascii"])
            .out
            .contains("  P3  \"We find out in March\" #short-term")
    );
}

#[test]
fn a_long_note_is_not_wrapped_and_line_breaks_inside_are_indented() {
    let laptop = Laptop::new();
    let long = "word ".repeat(500);
    let mut typing = Typing::on(&norwich(ID), "kj4x9q");
    typing.adds(7, note(NoteKind::Quote, "funding", Some(3), &format!("{long}end\nsecond line\n\nfourth")));
    laptop.write("norwich.json", text(&typing.done()));
    let out = shown(&laptop).out;
    assert!(out.contains(&format!(
        "  10:42  P3  “{long}end\n             second line\n             \n             fourth”\n"
    )));
}

#[test]
fn notes_on_no_theme_and_on_unknown_ones_are_there_too() {
    let laptop = Laptop::new();
    let mut typing = Typing::on(&norwich(ID), "kj4x9q");
    typing.adds(7, note(NoteKind::Point, "", None, "before we began"));
    typing.adds(8, note(NoteKind::Point, "weather", Some(9), "it rained"));
    let mut odd = note(NoteKind::Point, "funding", None, "an odd time");
    odd.said_at = Some(When::new("2026-02-30T23:59:60+00:00"));
    typing.adds(9, odd);
    laptop.write("norwich.json", text(&typing.done()));
    let out = shown(&laptop).out;
    assert_eq!(theme(&out, "On no theme"), ["  10:42  before we began"]);
    let unknown = theme(&out, "On a theme that the guide does not have: weather");
    assert_eq!(unknown, ["  10:42  P9-kj4x9q  it rained"]);
    assert_eq!(theme(&out, "Funding"), ["  2026-02-30T23:59:60+00:00  an odd time"]);
}

#[test]
fn every_wording_of_a_note_in_conflict_is_shown_once() {
    let laptop = Laptop::new();
    let (session, id) = with_quote(ID);
    let mut second = Typing::on(&session, "kj4x9q");
    let retold = second.adds(8, note(NoteKind::Point, "funding", Some(1), "Nothing is agreed"));
    let claimed = second.adds(9, note(NoteKind::Point, "funding", None, "Nobody knows"));
    let kept = second.adds(10, note(NoteKind::Point, "funding", Some(1), "Kept here"));
    let session = second.done();
    let mut one = Typing::on(&session, "aaaaaa");
    one.changes(30, &id, |note| note.text = "We find out in May".to_owned());
    one.changes(30, &retold, |note| note.participant = Some(crate::support::seat_of(2)));
    one.changes(30, &claimed, |note| note.participant = Some(crate::support::seat_of(2)));
    one.deletes(30, &kept);
    let mut other = Typing::on(&session, "bbbbbb");
    other.changes(31, &id, |note| note.text = "We find out in June".to_owned());
    other.changes(31, &retold, |note| note.tags = ["hope".to_owned()].into());
    other.changes(31, &claimed, |note| note.participant = Some(crate::support::seat_of(3)));
    other.changes(31, &kept, |note| note.text = "Kept and changed".to_owned());
    laptop.write("a.json", text(&one.done()));
    laptop.write("b.json", text(&other.done()));
    assert_eq!(laptop.run(["merge", "a.json", "b.json", "-o", "norwich.json"]).code, 3);
    let out = shown(&laptop).out;
    assert_eq!(
        theme(&out, "Funding"),
        [
            "  10:42  P3  “We find out in June”",
            "         in conflict with: P3  “We find out in May”",
            "  10:42  P2  Nothing is agreed #hope",
            "         changed in two places: this holds both changes",
            "  10:42  P3  Nobody knows",
            "         in conflict with the same words, said by P2",
            "  10:42  P1  Kept and changed",
            "         in conflict with deleting it",
        ]
    );
    assert!(out.contains("Changed in two places, for a person to decide: 4\n"));
}

#[test]
fn what_the_journal_holds_is_shown_and_nothing_is_written() {
    let laptop = Laptop::new();
    let path = laptop.write("norwich.json", text(&with_quote(ID).0));
    cut_off(&path, "the last grant", "and then\nthere is");
    let before = (laptop.read("norwich.json"), laptop.names(".hearken"));
    let shown = shown(&laptop);
    assert_eq!(theme(&shown.out, "Funding").len(), 2);
    assert!(shown.out.contains("  10:42  P1  the last grant\n"));
    assert!(
        shown.out.contains("\nhalf typed: 10:42  3: \"and then\n                   there is\n"),
        "{}",
        shown.out
    );
    assert!(shown.out.contains("From its journal, and not in the file yet: "));
    assert_eq!((laptop.read("norwich.json"), laptop.names(".hearken")), before);
    let facts = laptop.run(["show", "norwich.json", "--json"]).json();
    assert_eq!(facts["half_typed"][0]["text"], "and then\nthere is");
    assert_eq!(facts["session"]["notes"][1]["text"], "the last grant");
}

#[test]
fn a_journal_whose_end_is_torn_is_told() {
    let laptop = Laptop::new();
    let path = laptop.write("norwich.json", text(&with_quote(ID).0));
    cut_off(&path, "the last grant", "and then");
    let journal = laptop.at(&format!(".hearken/{ID}.journal"));
    let mut bytes = std::fs::read(&journal).unwrap();
    bytes.truncate(bytes.len() - 5);
    std::fs::write(&journal, &bytes).unwrap();
    let shown = laptop.run(["show", "norwich.json"]);
    assert_eq!(shown.code, 3);
    assert!(shown.out.contains("the last grant") && !shown.out.contains("half typed"));
    assert!(shown.err.contains("cut off"), "{}", shown.err);
    assert_eq!(std::fs::read(&journal).unwrap(), bytes);
}

#[test]
fn control_characters_in_a_note_are_shown() {
    let laptop = Laptop::new();
    let mut typing = Typing::on(&norwich(ID), "kj4x9q");
    let odd = "a\u{1b}[2J\u{1b}]8;;x\u{7}b\u{9b}31m\u{8}\r\u{202e}c\u{feff}";
    let mut note = note(NoteKind::Quote, "funding\u{1b}", Some(3), odd);
    note.tags.insert(format!("tag{odd}"));
    note.said_at = Some(When::new(odd));
    typing.adds(7, note);
    let path = laptop.write("norwich.json", text(&typing.done()));
    cut_off(&path, odd, odd);
    let shown = shown(&laptop);
    assert!(shown.is_safe(), "{:?}", shown.out);
    assert!(shown.out.contains("“a␛[2J␛]8;;x␇b<U+009B>31m␈␍<U+202E>c<U+FEFF>”"), "{}", shown.out);
    assert!(laptop.run(["show", "norwich.json", "--json"]).is_safe());
}

#[test]
fn a_session_is_found_by_any_part_that_no_other_has() {
    let laptop = Laptop::new();
    laptop.write("study/2026-11-23-norwich-k7m2q9xd.json", text(&norwich(ID)));
    laptop.write("study/leeds.json", text(&norwich(crate::support::OTHER_ID)).replace("Norwich", "Leeds"));
    let code = |name: &str| laptop.run(["show", name, "--study", "study"]).code;
    for name in [ID, "k7m2", "k7m2q9xd4tn1", "norwich", "NORWICH", "orwi", "study/leeds.json"] {
        assert_eq!(code(name), 0, "{name}");
    }
    let none = laptop.run(["show", "york", "--study", "study"]);
    assert_eq!(none.code, 1);
    assert!(none.err.contains("no session here goes by “york”"), "{}", none.err);
    let several = laptop.run(["show", "json", "--study", "study"]);
    assert_eq!(several.code, 1);
    assert!(several.err.contains("(Norwich)") && several.err.contains("(Leeds)"), "{}", several.err);
}

#[test]
fn a_journal_larger_than_any_is_refused_by_its_size_and_kept() {
    let laptop = Laptop::new();
    laptop.write("study/norwich.json", text(&norwich(ID)));
    let journal = laptop.write(&format!("study/.hearken/{ID}.journal"), "");
    std::fs::File::options().write(true).open(&journal).unwrap().set_len((64 << 20) + 1).unwrap();
    let shown = laptop.run(["show", "study/norwich.json"]);
    assert_eq!(shown.code, 4, "{}", shown.err);
    assert!(shown.err.contains("Move it elsewhere to open its session, and keep it"), "{}", shown.err);
    let listed = laptop.run(["list", "--study", "study"]);
    assert!(listed.out.contains("unfinished"), "{}{}", listed.out, listed.err);
    assert_eq!(std::fs::metadata(&journal).unwrap().len(), (64 << 20) + 1);
}
