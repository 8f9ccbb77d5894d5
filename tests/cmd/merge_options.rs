//! `hearken merge`: what can be said with it.

use std::fs;

use hearken::model::erasing::{Scope, Withdrawal};
use hearken::model::note::NoteKind;
use hearken::model::session::Session;
use hearken::model::shape::{Open, Unknown};

use crate::support::{
    ID, Laptop, OTHER_ID, Typing, cut_off, norwich, note, now, seat_of, text, with_quote, writer,
};

/// The session after the one in the third seat withdrew.
fn withdrawn(session: &Session) -> Session {
    let stamp = hearken::model::stamp::Stamp::next(now(50).millis, writer("wwwwww"), None, &[]).unwrap();
    let known = Withdrawal {
        session: None,
        formerly: std::collections::BTreeSet::new(),
        participant: seat_of(3),
        scope: Scope::Everything,
        stamp,
    };
    let mut withdrawn = session.clone();
    withdrawn.ledger.withdrawals.insert(Open { known, unknown: Unknown::default() });
    withdrawn
}

/// A study that holds words, and a copy from elsewhere in which the one who said them withdrew.
fn with_a_withdrawal() -> (Laptop, Session) {
    let laptop = Laptop::new();
    let (session, _) = with_quote(ID);
    laptop.write("study/norwich.json", text(&session));
    laptop.write("office.json", text(&withdrawn(&session)));
    (laptop, session)
}

#[test]
fn a_dry_run_says_what_would_come_of_it_and_writes_nothing() {
    let laptop = Laptop::new();
    laptop.write("one.json", text(&with_quote(ID).0));
    laptop.write("study/norwich.json", text(&norwich(ID)));
    let file = laptop.run(["merge", "one.json", "study", "-o", "all.json", "--dry-run"]);
    assert_eq!(file.code, 0, "{}", file.err);
    assert!(file.out.starts_with("1 session, 1 note, no conflicts; nothing was written.\n"), "{}", file.out);
    let folder = laptop.run(["merge", "one.json", "-o", "study", "--dry-run"]);
    let told =
        "1 session, 1 note, no conflicts; nothing was written; 1 file would change.\n  study/norwich.json\n";
    assert!(folder.out.starts_with(told), "{}", folder.out);
    assert_eq!(laptop.names(""), ["one.json", "study"]);
    assert_eq!(laptop.names("study"), ["norwich.json"]);
    assert_eq!(laptop.read("study/norwich.json"), text(&norwich(ID)));
    let facts = laptop.run(["merge", "one.json", "-o", "study", "--dry-run", "--json"]).json();
    assert_eq!((&facts["dry_run"], &facts["changed"][0]), (&true.into(), &"study/norwich.json".into()));
    assert_eq!(laptop.run(["merge", "one.json", "-o", "-", "--dry-run"]).code, 0);
}

#[test]
fn the_table_says_what_each_input_brought() {
    let laptop = Laptop::new();
    let (session, id) = with_quote(ID);
    let mut typing = Typing::on(&session, "bbbbbb");
    typing.changes(40, &id, |note| note.text.push_str(" Every year."));
    typing.adds(41, note(NoteKind::Point, "funding", Some(1), "a second note"));
    laptop.write("one.json", text(&session));
    laptop.write("two.json", text(&typing.done()));
    laptop.write("study/norwich.json", text(&norwich(ID)));
    let merged = laptop.run(["merge", "one.json", "two.json", "-o", "study"]);
    let table: Vec<&str> = merged.out.split("\n\n").nth(1).unwrap().lines().collect();
    assert_eq!(
        table,
        [
            "from       sessions  notes  versions  new  known  erased  left out",
            "the study         1      0         4    0      4       0         0",
            "one.json          1      1         5    1      4       0         0",
            "two.json          1      2         7    2      5       0         0",
        ]
    );
}

#[test]
fn of_many_inputs_every_bad_one_is_named_with_its_place_and_nothing_is_written() {
    let laptop = Laptop::new();
    let whole = text(&with_quote(ID).0);
    laptop.write("good.json", &whole);
    laptop.write("cut.json", whole.split_at(700).0);
    // Its ends are those of a session, so that only reading all of it tells.
    laptop.write("kind.json", whole.replacen("\"kind\": \"quote\"", "\"kind\": \"shout\"", 1));
    let collection = format!(
        "{{\"format\": \"hearken/collection\", \"version\": 1, \"sessions\": [\n{whole},\n{}]}}",
        whole.replacen("\"text\": \"We", "\"text\": 5, \"was\": \"We", 1).replace(ID, OTHER_ID)
    );
    laptop.write("many.json", collection);
    for (out, names) in [("all.json", 5), ("study/", 5), ("-", 5)] {
        let refused = laptop.run([
            "merge",
            "cut.json",
            "good.json",
            "kind.json",
            "many.json",
            "nothing.json",
            "-o",
            out,
        ]);
        assert_eq!((refused.code, refused.out.as_str()), (4, ""), "{}", refused.err);
        for told in ["cut.json: line ", "kind.json: line ", "many.json: line ", "nothing.json"] {
            assert!(refused.err.contains(told), "{told} in {}", refused.err);
        }
        assert!(refused.err.contains("4 inputs cannot be read"), "{}", refused.err);
        assert_eq!(laptop.names("").len(), names - 1, "{:?}", laptop.names(""));
    }
}

#[test]
fn what_cannot_be_read_is_left_out_when_it_is_said_so_and_named() {
    let laptop = Laptop::new();
    let whole = text(&with_quote(ID).0);
    laptop.write("good.json", &whole);
    laptop.write("cut.json", whole.split_at(700).0);
    laptop.write(
        "kind.json",
        whole.replacen("\"kind\": \"quote\"", "\"kind\": \"shout\"", 1).replace(ID, OTHER_ID),
    );
    let merged =
        laptop.run(["merge", "cut.json", "good.json", "kind.json", "--skip-invalid", "-o", "all.json"]);
    assert_eq!(merged.code, 3);
    // One session is left, so it is a session and no collection.
    assert_eq!(laptop.read("all.json"), whole);
    for told in ["Left out: cut.json: line ", "Left out: kind.json: line "] {
        assert!(merged.err.contains(told), "{}", merged.err);
    }
    let row = |name: &str| merged.out.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(row("cut.json").ends_with(" 1") && row("good.json").ends_with(" 0"), "{}", merged.out);
    let facts =
        laptop.run(["merge", "cut.json", "good.json", "--skip-invalid", "-o", "study/", "--json"]).json();
    assert_eq!(facts["left_out"][0]["path"], "cut.json");
    let nothing = laptop.run(["merge", "cut.json", "--skip-invalid", "-o", "none.json"]);
    assert_eq!((nothing.code, laptop.at("none.json").exists()), (1, false), "{}", nothing.err);
}

#[test]
fn two_sessions_of_one_event_become_one_and_the_originals_stay() {
    let laptop = Laptop::new();
    let (one, other) = (with_quote(ID).0, norwich(OTHER_ID));
    laptop.write("one.json", text(&one));
    laptop.write("other.json", text(&other));
    let merged = laptop.run([
        "merge",
        "one.json",
        "other.json",
        "--same-event",
        "k7m2",
        "other.json",
        "-o",
        "all.json",
    ]);
    assert_eq!(merged.code, 0, "{}", merged.err);
    assert!(merged.out.starts_with("1 session, 1 note, "), "{}", merged.out);
    assert!(laptop.read("all.json").contains(&format!("\"formerly\": [\n    \"{ID}\"\n  ]")));
    // From then on either of them is that session.
    let again = laptop.run(["merge", "one.json", "other.json", "all.json", "-o", "again.json"]);
    assert_eq!((again.code, laptop.read("again.json")), (0, laptop.read("all.json")));

    laptop.write("study/one.json", text(&one));
    laptop.write("study/other.json", text(&other));
    let merged = laptop.run(["merge", "study", "--same-event", ID, OTHER_ID, "-o", "study"]);
    assert_eq!(merged.code, 3, "{}", merged.err);
    assert!(merged.err.contains("study/other.json: the study has another file"), "{}", merged.err);
    assert_eq!(laptop.read("study/one.json"), laptop.read("all.json"));
    assert_eq!(laptop.read("study/other.json"), text(&other));
    assert_eq!(laptop.read(&format!("study/.hearken/{OTHER_ID}.backup")), text(&one));
    for wrong in ["zzzz", "norwich"] {
        let refused = laptop.run(["merge", "one.json", "--same-event", wrong, "k7m2", "-o", "none.json"]);
        assert_eq!((refused.code, laptop.at("none.json").exists()), (2, false), "{}", refused.err);
    }
}

#[test]
fn what_a_sync_program_left_under_another_name_is_known_by_the_id_inside() {
    let laptop = Laptop::new();
    let mut typing = Typing::on(&norwich(ID), "bbbbbb");
    typing.adds(30, note(NoteKind::Point, "funding", Some(1), "typed on the other laptop"));
    laptop.write("study/2026-11-23-norwich-k7m2q9xd.json", text(&with_quote(ID).0));
    laptop.write("study/2026-11-23-norwich-k7m2q9xd (conflicted copy).json", text(&typing.done()));
    let merged = laptop.run(["merge", "study", "-o", "study"]);
    assert_eq!(merged.code, 3, "{}", merged.err);
    assert!(merged.out.contains("\n  study/2026-11-23-norwich-k7m2q9xd.json\n"), "{}", merged.out);
    assert!(merged.err.contains("(conflicted copy).json: the study has another file"), "{}", merged.err);
    let joined = laptop.read("study/2026-11-23-norwich-k7m2q9xd.json");
    assert!(joined.contains("typed on the other laptop") && joined.contains("We find out in March"));
}

#[test]
fn a_journal_is_taken_in_when_it_is_said_so() {
    let laptop = Laptop::new();
    let path = laptop.write("one.json", text(&norwich(ID)));
    cut_off(&path, "typed and not saved", "half");
    let journal = fs::read(laptop.at(&format!(".hearken/{ID}.journal"))).unwrap();
    let merged = laptop.run(["merge", "one.json", "--with-journal", "-o", "all.json"]);
    assert_eq!((merged.code, merged.err.as_str()), (0, ""));
    assert!(laptop.read("all.json").contains("typed and not saved"));
    assert_eq!(laptop.read("one.json"), text(&norwich(ID)));
    assert_eq!(fs::read(laptop.at(&format!(".hearken/{ID}.journal"))).unwrap(), journal);
}

#[test]
fn a_file_that_is_no_input_is_replaced_only_when_it_is_said_so() {
    let laptop = Laptop::new();
    laptop.write("one.json", text(&norwich(ID)));
    laptop.write("there.json", "mine");
    assert_eq!(laptop.run(["merge", "one.json", "-o", "there.json"]).code, 1);
    assert_eq!(laptop.read("there.json"), "mine");
    let forced = laptop.run(["merge", "one.json", "-o", "there.json", "--force"]);
    assert_eq!((forced.code, laptop.read("there.json")), (0, text(&norwich(ID))));
}

#[test]
fn a_new_withdrawal_goes_into_a_study_only_when_somebody_agrees() {
    let (laptop, session) = with_a_withdrawal();
    let refused = laptop.run(["merge", "office.json", "-o", "study"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    for told in [
        "a withdrawal is new to this study, and nobody could be asked",
        "2 versions in this study will go.",
        "study/norwich.json: 2 versions",
        "notes         1 version  of 1 entry",
    ] {
        assert!(refused.err.contains(told), "{told} in {}", refused.err);
    }
    assert_eq!(laptop.read("study/norwich.json"), text(&session));
    let tried = laptop.run(["merge", "office.json", "-o", "study", "--dry-run"]);
    assert_eq!(tried.code, 3);
    assert!(tried.out.contains("2 versions in this study will go"), "{}", tried.out);
    assert_eq!(laptop.read("study/norwich.json"), text(&session));

    let done = laptop.run(["merge", "office.json", "-o", "study", "--yes"]);
    assert_eq!(done.code, 3, "{}", done.err);
    assert!(done.err.contains("2 versions in this study were erased"), "{}", done.err);
    assert!(!laptop.read("study/norwich.json").contains("We find out in March"));
    assert!(laptop.read("study/withdrawals.json").contains(&format!("\"session\": \"{ID}\"")));
    // An old copy that comes later brings nothing back, and is no reason to ask.
    laptop.write("old.json", text(&session));
    let again = laptop.run(["merge", "old.json", "-o", "study"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(!laptop.read("study/norwich.json").contains("We find out in March"));
    let row = again.out.lines().find(|line| line.starts_with("old.json")).unwrap().to_owned();
    assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["old.json", "1", "1", "5", "0", "3", "2", "0"]);
}

#[test]
fn a_withdrawal_reaches_every_file_of_the_session_in_the_study() {
    let (laptop, session) = with_a_withdrawal();
    laptop.write("study/norwich (conflicted copy).json", text(&session));
    assert_eq!(laptop.run(["merge", "office.json", "-o", "study", "--yes"]).code, 3);
    for name in laptop.names("study").iter().filter(|name| *name != ".hearken") {
        assert!(!laptop.read(&format!("study/{name}")).contains("We find out in March"), "{name}");
    }
}

#[test]
fn a_withdrawal_that_comes_by_a_merge_reaches_backup_journal_and_names_what_was_exported() {
    let (laptop, session) = with_a_withdrawal();
    let path = laptop.at("study/norwich.json");
    cut_off(&path, "the first seat said this", "half typed by the third");
    laptop.write(&format!("study/.hearken/{ID}.backup"), text(&session));
    laptop.write("study/exports/norwich.md", format!("of {ID}: We find out in March"));
    let done = laptop.run(["merge", "office.json", "-o", "study", "--yes"]);
    assert_eq!(done.code, 3, "{}", done.err);
    assert!(done.err.contains("study/exports/norwich.md: made before words were erased"), "{}", done.err);
    for name in laptop.names("study/.hearken") {
        let held = laptop.read(&format!("study/.hearken/{name}"));
        assert!(
            !held.contains("We find out in March") && !held.contains("half typed by the third"),
            "{name}"
        );
    }
    let shown = laptop.run(["show", "norwich", "--study", "study"]).out;
    assert!(shown.contains("the first seat said this"), "{shown}");
    let again = laptop.run(["merge", "office.json", "-o", "study"]);
    assert_eq!(again.code, 0, "{}", again.err);
    // As a merge leaves it that was cut off between the session and its backup.
    laptop.write(&format!("study/.hearken/{ID}.backup"), text(&session));
    let finished = laptop.run(["merge", "office.json", "-o", "study"]);
    assert!(!laptop.read(&format!("study/.hearken/{ID}.backup")).contains("We find out in March"));
    assert!(finished.out.contains(".backup"), "{}", finished.out);
}

#[test]
fn into_a_new_file_a_withdrawal_goes_without_asking_and_is_told() {
    let (laptop, _) = with_a_withdrawal();
    let merged = laptop.run(["merge", "study/norwich.json", "office.json", "-o", "all.json"]);
    assert_eq!(merged.code, 3, "{}", merged.err);
    assert!(merged.err.contains("2 versions of the inputs are not in this"), "{}", merged.err);
    assert!(!laptop.read("all.json").contains("We find out in March"));
    assert!(laptop.read("study/norwich.json").contains("We find out in March"));
}
