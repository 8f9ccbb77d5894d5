//! `hearken conflicts`: both sides of what two laptops changed, and nothing else.

use hearken::model::note::NoteKind;
use hearken::model::session::Session;

use crate::support::{ID, Laptop, OTHER_ID, Typing, norwich, note, ran, text, with_quote};

/// Norwich as two laptops have it, which changed the same note.
fn two_edits(id: &str) -> [Session; 2] {
    let (session, id) = with_quote(id);
    [("aaaaaa", "We find out in May whether we exist."), ("bbbbbb", "We hear in June whether we exist.")].map(
        |(who, words)| {
            let mut typing = Typing::on(&session, who);
            typing.changes(33, &id, |note| words.clone_into(&mut note.text));
            typing.done()
        },
    )
}

fn with_conflict() -> Laptop {
    let laptop = Laptop::new();
    let [one, other] = two_edits(ID);
    laptop.write("one.json", text(&one));
    laptop.write("other.json", text(&other));
    assert_eq!(laptop.run(["merge", "one.json", "other.json", "-o", "both.json"]).code, 3);
    laptop
}

#[test]
fn both_sides_stand_beside_each_other_with_who_and_when() {
    let laptop = with_conflict();
    let told = laptop.run(["conflicts", "both.json"]);
    assert_eq!(told.code, 3);
    assert!(told.err.starts_with("1 conflict for a person to decide"), "{}", told.err);
    assert!(told.out.starts_with("Norwich, 2026-11-23: 1 in conflict (both.json)\n"), "{}", told.out);
    assert!(told.out.contains(" 1 Note of P3 on Funding\n"), "{}", told.out);
    let row = told.out.lines().find(|row| row.contains("in June")).unwrap();
    let (left, right) = row.split_once(" | ").unwrap();
    assert_eq!(
        (left.trim(), right),
        ("We hear in June whether we exist.", "We find out in May whether we exist.")
    );
    assert!(told.out.contains("said at 10:42"), "{}", told.out);
    assert!(told.out.contains("only here: “hear”, “June”"), "{}", told.out);
    assert!(told.is_safe());
}

#[test]
fn words_that_differ_are_marked_only_where_colour_is_wanted() {
    let laptop = with_conflict();
    let marked = laptop.run(["conflicts", "--color", "always", "both.json"]).out;
    assert!(marked.contains("\u{1b}[1mJune\u{1b}[0m"), "{marked}");
    assert!(!laptop.run(["conflicts", "--color", "never", "both.json"]).out.contains('\u{1b}'));
}

#[test]
fn two_copies_are_told_as_merging_them_would_be() {
    let laptop = with_conflict();
    let told = laptop.run(["conflicts", "one.json", "other.json"]);
    assert_eq!((told.code, told.out.matches("whether we exist").count()), (3, 2));
    assert!(told.out.contains("(one.json, other.json)"), "{}", told.out);
    assert_eq!(laptop.run(["conflicts", "one.json"]).code, 0);
}

#[test]
fn nothing_in_conflict_is_said_and_is_all_right() {
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&norwich(ID)));
    let told = laptop.run(["conflicts", "norwich.json"]);
    assert_eq!((told.code, told.out.as_str(), told.err.as_str()), (0, "Nothing is in conflict.\n", ""));
}

#[test]
fn a_collection_a_study_folder_and_standard_input_are_read_too() {
    let laptop = with_conflict();
    let [one, other] = two_edits(OTHER_ID);
    laptop.write("third.json", text(&one));
    laptop.write("fourth.json", text(&other));
    laptop.run(["merge", "both.json", "third.json", "fourth.json", "-o", "all.json"]);
    laptop.run(["merge", "all.json", "-o", "study/"]);
    for input in ["all.json", "study"] {
        let told = laptop.run(["conflicts", input, "--json"]);
        assert_eq!((told.code, told.json()["conflicts"].as_array().unwrap().len()), (3, 2), "{input}");
    }
    let told = ran(laptop.hearken().args(["conflicts", "-"]).write_stdin(laptop.read("both.json")));
    assert!(told.out.contains("(standard input)"), "{}", told.out);
}

#[test]
fn facts_name_the_entry_and_what_each_side_says() {
    let laptop = with_conflict();
    let facts = laptop.run(["conflicts", "both.json", "--json"]).json();
    let conflict = &facts["conflicts"][0];
    assert_eq!((&conflict["in"], &conflict["disputed"][0]), (&"notes".into(), &"text".into()));
    assert_eq!(conflict["sides"][0]["words"], "We hear in June whether we exist.");
    assert_eq!(conflict["sides"][1]["deleted"], false);
}

#[test]
fn an_input_that_cannot_be_read_is_named_and_ends_it() {
    let laptop = with_conflict();
    laptop.write("cut.json", "{\"format\": \"hearken/session\"");
    let told = laptop.run(["conflicts", "both.json", "cut.json"]);
    assert_eq!((told.code, told.out.as_str()), (4, ""));
    assert!(told.err.contains("cut.json"), "{}", told.err);
}

#[test]
fn resolving_opens_one_session_and_says_so_of_anything_else() {
    let laptop = with_conflict();
    laptop.run(["merge", "both.json", "-o", "study/"]);
    let mut two = Typing::on(&norwich(OTHER_ID), "aaaaaa");
    two.adds(1, note(NoteKind::Point, "funding", Some(1), "one"));
    laptop.write("third.json", text(&two.done()));
    laptop.run(["merge", "both.json", "third.json", "-o", "all.json"]);
    for (inputs, words) in [
        (&["one.json", "other.json"][..], "2 inputs are named"),
        (&["study"], "is a folder"),
        (&["-"], "standard input is none"),
        (&["all.json"], "collection"),
        (&["both.json"], "needs a terminal"),
    ] {
        let told = ran(laptop.hearken().arg("conflicts").args(inputs).arg("--resolve"));
        assert_eq!(told.code, 2, "{inputs:?}: {}", told.err);
        assert!(told.err.contains(words), "{inputs:?}: {}", told.err);
    }
}
