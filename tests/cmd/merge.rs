//! `hearken merge`: what comes out of it.

use hearken::model::note::NoteKind;
use hearken::model::session::Session;

use crate::support::{ID, Laptop, OTHER_ID, Typing, cut_off, norwich, note, ran, text, with_quote};

/// Norwich as two laptops have it, each with a note of its own.
fn two_copies() -> [Session; 2] {
    let session = with_quote(ID).0;
    [("aaaaaa", 31, "from the facilitator"), ("bbbbbb", 32, "from the note-taker")].map(
        |(who, second, words)| {
            let mut typing = Typing::on(&session, who);
            typing.adds(second, note(NoteKind::Point, "funding", Some(1), words));
            typing.done()
        },
    )
}

/// Norwich as two laptops have it, which changed the same note.
fn two_edits() -> [Session; 2] {
    let (session, id) = with_quote(ID);
    [("aaaaaa", "in May"), ("bbbbbb", "in June")].map(|(who, words)| {
        let mut typing = Typing::on(&session, who);
        typing.changes(33, &id, |note| words.clone_into(&mut note.text));
        typing.done()
    })
}

fn with_copies() -> Laptop {
    let laptop = Laptop::new();
    let [one, other] = two_copies();
    laptop.write("one.json", text(&one));
    laptop.write("other.json", text(&other));
    laptop
}

#[test]
fn two_copies_become_one_session_with_the_notes_of_both() {
    let laptop = with_copies();
    let merged = laptop.run(["merge", "one.json", "other.json", "-o", "all.json"]);
    assert_eq!((merged.code, merged.err.as_str()), (0, ""));
    assert_eq!(
        merged.out,
        "1 session, 3 notes, no conflicts; 1 file changed.\n  all.json\n\n\
         from        sessions  notes  versions  new  known  erased  left out\n\
         one.json           1      2         6    6      0       0         0\n\
         other.json         1      2         6    1      5       0         0\n"
    );
    let shown = laptop.run(["show", "all.json"]).out;
    for words in ["We find out in March", "from the facilitator", "from the note-taker"] {
        assert_eq!(shown.matches(words).count(), 1, "{words} in {shown}");
    }
}

#[test]
fn the_order_and_number_of_inputs_make_no_difference() {
    let laptop = with_copies();
    for args in [
        ["one.json", "other.json", "one.json", "a.json"],
        ["other.json", "one.json", "other.json", "b.json"],
        ["a.json", "one.json", "other.json", "c.json"],
        ["b.json", "a.json", "c.json", "d.json"],
    ] {
        let [first, second, third, out] = args;
        assert_eq!(laptop.run(["merge", first, second, third, "-o", out]).code, 0);
        assert_eq!(laptop.read(out), laptop.read("a.json"));
    }
    let many = ran(laptop.hearken().arg("merge").args(vec!["one.json"; 1000]).args([
        "other.json",
        "-o",
        "many.json",
    ]));
    assert_eq!(many.code, 0);
    assert_eq!(laptop.read("many.json"), laptop.read("a.json"));
}

#[test]
fn merging_again_changes_nothing() {
    let laptop = with_copies();
    for out in ["all.json", "study"] {
        if out == "study" {
            std::fs::create_dir(laptop.at(out)).unwrap();
        }
        assert_eq!(laptop.run(["merge", "one.json", "other.json", "-o", out]).code, 0);
    }
    let file = laptop.read("all.json");
    let again = laptop.run(["merge", "one.json", "other.json", "all.json", "-o", "all.json"]);
    assert_eq!(again.code, 0, "{}", again.err);
    let first = again.out.lines().next();
    assert_eq!(first, Some("1 session, 3 notes, no conflicts; the file held all of it already."));
    assert_eq!(laptop.read("all.json"), file);
    let again = laptop.run(["merge", "other.json", "one.json", "-o", "study"]);
    assert!(again.out.contains("the file held all of it already.\n"), "{}", again.out);
    assert_eq!(laptop.read("study/2026-11-23-norwich-k7m2q9xd.json"), file);
}

#[test]
fn conflicts_are_counted_and_end_with_exit_code_3() {
    let laptop = Laptop::new();
    let [one, other] = two_edits();
    laptop.write("one.json", text(&one));
    laptop.write("other.json", text(&other));
    let merged = laptop.run(["merge", "one.json", "other.json", "-o", "all.json"]);
    assert_eq!(merged.code, 3);
    assert!(merged.out.starts_with("1 session, 1 note, 1 conflict; "), "{}", merged.out);
    assert!(merged.err.contains("1 entry was changed in two places"), "{}", merged.err);
    for out in ["-", "study/"] {
        assert_eq!(laptop.run(["merge", "one.json", "other.json", "-o", out]).code, 3, "{out}");
    }
    let facts = laptop.run(["merge", "one.json", "other.json", "-o", "more.json", "--json"]).json();
    assert_eq!((&facts["sessions"], &facts["notes"], &facts["conflicts"]), (&1.into(), &1.into(), &1.into()));
    assert_eq!(facts["changed"][0], "more.json");
}

#[test]
fn sessions_with_different_ids_become_a_collection_that_is_an_input_again() {
    let laptop = with_copies();
    laptop.write("leeds.json", text(&norwich(OTHER_ID)));
    let merged = laptop.run(["merge", "one.json", "leeds.json", "other.json", "-o", "all.json"]);
    assert!(merged.out.starts_with("2 sessions, 3 notes, no conflicts; 1 file changed.\n  all.json\n"));
    assert!(laptop.read("all.json").starts_with("{\n  \"format\": \"hearken/collection\""));
    assert_eq!(laptop.run(["merge", "all.json", "-o", "study/"]).code, 0);
    assert_eq!(
        laptop.names("study"),
        [".hearken", "2026-11-23-norwich-0d3faaaa.json", "2026-11-23-norwich-k7m2q9xd.json"]
    );
    assert_eq!(laptop.run(["merge", "study", "-o", "back.json"]).code, 0);
    assert_eq!(laptop.read("back.json"), laptop.read("all.json"));
}

#[test]
fn a_hyphen_is_standard_input_and_standard_output() {
    let laptop = with_copies();
    assert_eq!(laptop.run(["merge", "one.json", "other.json", "-o", "all.json"]).code, 0);
    let streamed = ran(laptop
        .hearken()
        .args(["merge", "-", "one.json", "-", "-o", "-"])
        .write_stdin(laptop.read("other.json")));
    assert_eq!((streamed.code, streamed.out), (0, laptop.read("all.json")));
    assert_eq!(streamed.err, "1 session, 3 notes, no conflicts.\n");
    assert_eq!(laptop.run(["merge", "one.json", "-o", "-", "-q"]).err, "");
    assert_eq!(laptop.run(["merge", "one.json", "-o", "-", "--json"]).code, 2);
    assert!(!laptop.at("-").exists());
}

#[test]
fn what_is_only_in_a_journal_is_named_and_ends_with_exit_code_3() {
    let laptop = with_copies();
    cut_off(&laptop.at("one.json"), "typed and not saved", "and then");
    let merged = laptop.run(["merge", "one.json", "other.json", "-o", "all.json"]);
    assert_eq!(merged.code, 3);
    assert!(merged.err.contains("one.json: what was typed after the last save"), "{}", merged.err);
    assert_eq!(merged.err.lines().count(), 1, "two copies beside one journal: {}", merged.err);
    assert!(!laptop.read("all.json").contains("typed and not saved"));
}

#[test]
fn an_instrument_is_passed_over_with_a_word_and_alone_is_nothing_to_merge() {
    let laptop = with_copies();
    let guide = hearken::format::builtin::instruments().unwrap().remove(0);
    let text = hearken::model::canonical::pretty(guide.json());
    laptop.write("guide.json", text.replacen("{\n", "{\n  \"format\": \"hearken/instrument\",\n", 1));
    let merged = laptop.run(["merge", "one.json", "guide.json", "-o", "all.json"]);
    assert_eq!(merged.code, 0);
    assert_eq!(merged.err, "Passed over: guide.json is an instrument, and holds no notes.\n");
    assert_eq!(laptop.read("all.json"), laptop.read("one.json"));
    std::fs::create_dir(laptop.at("empty")).unwrap();
    for input in ["guide.json", "empty"] {
        let refused = laptop.run(["merge", input, "-o", "none.json"]);
        assert_eq!(refused.code, 1, "{input}");
        assert!(refused.err.contains("no session"), "{}", refused.err);
    }
    assert!(!laptop.at("none.json").exists());
}

#[test]
fn unknown_members_and_numbers_come_through_as_they_were_written() {
    let laptop = Laptop::new();
    let later = text(&with_quote(ID).0)
        .replacen(
            "\"text\": ",
            "\"mood\": {\"a\": 99999999999999999999999, \"b\": 1E2},\n      \"text\": ",
            1,
        )
        .replacen("\"others\": {}", "\"weather\": \"rain\",\n  \"others\": {}", 1);
    laptop.write("later.json", later);
    assert_eq!(laptop.run(["merge", "later.json", "-o", "all.json"]).code, 0);
    for kept in ["99999999999999999999999", "1E2", "\"weather\": \"rain\""] {
        assert!(laptop.read("all.json").contains(kept), "{kept}");
    }
}
