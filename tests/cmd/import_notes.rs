//! `hearken import notes`

use hearken::format::v1::{self, File};
use hearken::model::entry::{Entry, Version};
use hearken::model::ids::EntryId;
use hearken::model::note::{Note, NoteKind};
use hearken::model::people::{Consent, ConsentItem, ConsentState};
use hearken::model::session::{PARTICIPANTS, Session};
use hearken::study::recorder::Recorder;

use crate::support::{ID, Laptop, norwich, now, ran, recording, seat_of, text, writer};

const PAGE: &str = "# fund\n10:42 3: \"In March.\"\n1: a trust\n(laughs)\n";
const INTO: [&str; 5] = ["import", "notes", "page.txt", "--into", "norwich.json"];

/// A laptop with a session in Norwich and a page.
fn with_page(page: impl AsRef<[u8]>) -> Laptop {
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&norwich(ID)));
    laptop.write("page.txt", page);
    laptop
}

fn session(laptop: &Laptop, name: &str) -> Session {
    match v1::read(laptop.read(name).as_bytes()).unwrap() {
        File::Session(session) => *session,
        other => panic!("{}", other.kind()),
    }
}

fn notes(session: &Session) -> Vec<Note> {
    let top = |entry: &Entry<Note>| entry.top().map(|top: &std::sync::Arc<Version<Note>>| top.body.clone());
    session.lists.notes.all().filter_map(|(_, entry)| top(entry)).collect()
}

#[test]
fn a_page_comes_into_a_session_and_the_second_time_changes_nothing() {
    let laptop = with_page(PAGE);
    let first = laptop.run(INTO);
    assert_eq!((first.code, first.out.as_str()), (0, ""), "{}", first.err);
    assert!(first.err.contains("norwich.json: 3 new notes."), "{}", first.err);
    assert_eq!(notes(&session(&laptop, "norwich.json")).len(), 3);
    assert_eq!(laptop.run(["check", "norwich.json"]).code, 0);
    let shown = laptop.run(["show", "norwich.json"]).out;
    assert!(shown.contains("10:42") && shown.contains("“In March.”"), "{shown}");
    let before = laptop.read("norwich.json");
    let again = laptop.run(INTO);
    assert!(again.err.contains("norwich.json: 0 new notes, 3 there already."), "{}", again.err);
    assert_eq!((again.code, laptop.read("norwich.json")), (0, before));
}

#[test]
fn a_corrected_line_is_said_to_be_new() {
    let laptop = with_page(PAGE);
    assert_eq!(laptop.run(INTO).code, 0);
    laptop.write("page.txt", PAGE.replace("a trust", "two trusts"));
    let again = laptop.run(INTO);
    assert!(again.err.contains("1 new note, 2 there already.\nNew: line 3."), "{}", again.err);
}

#[test]
fn a_dry_run_is_a_table_of_lines_and_writes_nothing() {
    let laptop = with_page(PAGE);
    let (names, before) = (laptop.names(""), laptop.read("norwich.json"));
    let told = ran(laptop.hearken().args(INTO).arg("--dry-run"));
    let rows: Vec<Vec<&str>> = told.out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["line", "theme", "seat", "kind", "time", "comes", "in", "words"]);
    assert_eq!(rows[1], ["2", "Funding", "P3", "quote", "10:42", "new", "In", "March."]);
    assert_eq!(rows[3], ["4", "Funding", "observation", "new", "laughs"]);
    assert!(told.err.contains("3 new notes. Nothing was written."), "{}", told.err);
    assert_eq!((laptop.names(""), laptop.read("norwich.json")), (names, before));
    let facts = ran(laptop.hearken().args(INTO).args(["--dry-run", "--json"])).json();
    assert_eq!(facts["lines"][0]["seat"], "P3");
    assert_eq!(facts["counts"]["new"], 3);
}

#[test]
fn a_new_session_is_made_for_a_page_with_as_many_seats_as_it_names() {
    let laptop = with_page(PAGE);
    let new = ["import", "notes", "page.txt", "--kind", "focus-group", "--site", "Leeds", "--study", "study"];
    let made = ran(laptop.hearken().args(new).args(["--held-on", "2026-05-06"]));
    assert_eq!(made.code, 0, "{}", made.err);
    let name = laptop.names("study").into_iter().find(|name| name.starts_with("2026-05-06-leeds-")).unwrap();
    let session = session(&laptop, &format!("study/{name}"));
    assert_eq!(made.out, format!("{}\n", session.id()));
    assert_eq!((session.seats().len(), notes(&session).len()), (3, 3));
}

#[test]
fn every_line_that_cannot_be_taken_is_told_and_nothing_is_written() {
    let laptop = with_page("# weather\n3: yes\n# p\n");
    let before = laptop.read("norwich.json");
    let refused = laptop.run(INTO);
    assert_eq!((refused.code, refused.out.as_str()), (4, ""));
    assert!(refused.err.contains("2 lines cannot be taken"), "{}", refused.err);
    assert!(refused.err.contains("line 1: no theme goes by “weather”"), "{}", refused.err);
    assert!(refused.err.contains("line 3: “p” may mean "), "{}", refused.err);
    assert_eq!(laptop.read("norwich.json"), before);
}

const TALK: &str =
    "Interviewer: Who pays?\nMs Green: Nobody.\nMr Brown: As Green says.\nMs Green: Not for a year.\n";
const MAP: &str = r#"{"Interviewer": null, "Ms Green": "P1", "Mr Brown": "P2"}"#;

#[test]
fn names_of_a_transcript_are_listed_and_without_a_map_nothing_is_written() {
    let laptop = with_page(TALK);
    let before = laptop.read("norwich.json");
    for more in [&[][..], &["--map", "seats.json"]] {
        let refused = ran(laptop.hearken().args(INTO).args(more));
        assert_eq!((refused.code, refused.out.as_str()), (4, ""));
        for told in
            ["Interviewer (1 time)", "Mr Brown (1 time)", "Ms Green (2 times)", "--map FILE", "P1, P2, P3"]
        {
            assert!(refused.err.contains(told), "{told}: {}", refused.err);
        }
        assert_eq!(laptop.read("norwich.json"), before);
        assert!(!laptop.names("").contains(&"seats.json".to_owned()));
    }
}

#[test]
fn with_a_map_turns_come_under_seats_and_no_name_of_a_speaker_is_kept() {
    let laptop = with_page(TALK);
    laptop.write("seats.json", MAP);
    let told = ran(laptop.hearken().args(INTO).args(["--map", "seats.json"]));
    assert_eq!(told.code, 3, "a mention wants an eye: {}", told.err);
    assert!(
        told.err.contains("mention somebody who speaks, by name") && told.err.contains(": line 3."),
        "{}",
        told.err
    );
    let written = laptop.read("norwich.json");
    for name in ["Interviewer", "Ms Green", "Brown"] {
        assert!(!written.contains(name), "{name}");
    }
    let notes = notes(&session(&laptop, "norwich.json"));
    let kinds: Vec<NoteKind> = notes.iter().map(|note| note.kind).collect();
    assert_eq!(kinds, [NoteKind::Comment, NoteKind::Point, NoteKind::Point, NoteKind::Point]);
    assert_eq!(notes[1].participant, Some(seat_of(1)));
    assert_eq!(notes[2].text, "As Green says.", "what others said is not changed");
    assert_eq!(laptop.read("seats.json"), MAP);
}

#[test]
fn a_map_that_is_no_map_or_names_a_seat_that_is_not_there_is_refused() {
    let laptop = with_page(TALK);
    let before = laptop.read("norwich.json");
    for (map, told) in [
        ("[]", "an object of names and seats"),
        ("{\"Ms Green\": 1}", "line 1, column 14"),
        (r#"{"Interviewer": null, "Ms Green": "P9", "Mr Brown": "P2"}"#, "the map says P9 for Ms Green"),
    ] {
        laptop.write("seats.json", map);
        let refused = ran(laptop.hearken().args(INTO).args(["--map", "seats.json"]));
        assert_eq!(refused.code, 4, "{}", refused.err);
        assert!(refused.err.contains(told), "{told}: {}", refused.err);
        assert_eq!(laptop.read("norwich.json"), before);
    }
}

#[test]
fn of_a_verbatim_transcript_whoever_refused_quotes_is_not_quoted() {
    let laptop = with_page("P1: Nobody does.\nP2: We do.\n");
    let mut recorder = Recorder::new(norwich(ID), writer("kj4x9q"));
    let (id, mut seat) = {
        let (id, seat) = recorder.session().seats()[0].clone();
        (id, seat.clone())
    };
    let refused = ConsentItem { state: ConsentState::Refused, at: None };
    seat.consent =
        Some(Consent { sheet: None, items: [("quotes".to_owned(), refused.into())].into() }.into());
    recorder.write(&PARTICIPANTS, &EntryId::new(id.as_str()), &now(1), seat, false).unwrap();
    laptop.write("norwich.json", text(recorder.session()));
    let told = ran(laptop.hearken().args(INTO).arg("--verbatim"));
    assert_eq!(told.code, 3);
    assert!(told.err.contains("do not want to be quoted: line 1."), "{}", told.err);
    let kinds: Vec<NoteKind> =
        notes(&session(&laptop, "norwich.json")).iter().map(|note| note.kind).collect();
    assert_eq!(kinds, [NoteKind::Point, NoteKind::Quote]);
}

#[test]
fn a_file_of_another_encoding_is_refused_by_name_and_a_mark_in_front_is_read() {
    let utf_16 =
        |mark: &[u8]| [mark, &PAGE.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat();
    for (bytes, told) in [
        (utf_16(b"\xff\xfe"), "UTF-16"),
        (utf_16(b""), "UTF-16"),
        (b"3: caf\xe9 talk".to_vec(), "Latin-1"),
        (b"3: \x93yes\x94".to_vec(), "are not UTF-8"),
        (Vec::new(), "the file is empty"),
    ] {
        let refused = with_page(&bytes).run(INTO);
        assert_eq!(refused.code, 4, "{told}");
        assert!(refused.err.contains(told), "{told}: {}", refused.err);
    }
    let windows = format!("\u{feff}{}", PAGE.replace('\n', "\r\n"));
    let laptop = with_page(windows);
    assert_eq!(laptop.run(INTO).code, 0);
    let notes = notes(&session(&laptop, "norwich.json"));
    assert!(notes.len() == 3 && notes.iter().all(|note| !note.text.contains('\r')));
}

#[test]
fn control_characters_of_a_page_are_kept_and_shown_and_not_obeyed() {
    let laptop = with_page("3: a\u{1b}[2Jb\u{202e}c\n# \u{1b}[31m\n");
    let refused = laptop.run(INTO);
    assert!(refused.code == 4 && refused.is_safe(), "{:?}", refused.err);
    laptop.write("page.txt", "3: a\u{1b}[2Jb\u{202e}c\n");
    let table = ran(laptop.hearken().args(INTO).arg("--dry-run"));
    assert!(table.code == 0 && table.is_safe(), "{:?}", table.out);
    assert_eq!(laptop.run(INTO).code, 0);
    assert_eq!(notes(&session(&laptop, "norwich.json"))[0].text, "a\u{1b}[2Jb\u{202e}c");
}

#[test]
fn a_session_that_is_being_recorded_is_left_alone() {
    let laptop = with_page(PAGE);
    let recorded = recording(&laptop.at("norwich.json"), "said", "half");
    let before = laptop.read("norwich.json");
    let refused = laptop.run(INTO);
    assert_eq!((refused.code, laptop.read("norwich.json")), (5, before), "{}", refused.err);
    drop(recorded);
    assert_eq!(laptop.run(INTO).code, 0);
    let texts: Vec<String> =
        notes(&session(&laptop, "norwich.json")).into_iter().map(|note| note.text).collect();
    assert!(texts.contains(&"said".to_owned()), "what its journal holds is there too: {texts:?}");
}

#[test]
fn it_needs_a_session_or_what_a_new_one_is() {
    let laptop = with_page(PAGE);
    for more in
        [&[][..], &["--kind", "interview"], &["--into", "norwich.json", "--kind", "interview", "--site", "X"]]
    {
        assert_eq!(
            ran(laptop.hearken().args(["import", "notes", "page.txt"]).args(more)).code,
            2,
            "{more:?}"
        );
    }
}

#[test]
fn answers_typed_up_from_the_paper_twin_make_a_return_and_are_corrected_by_a_corrected_page() {
    let laptop = Laptop::new();
    laptop.write(
        "paper.txt",
        "q1: yes, but only since March\nq1a.1 A lead officer\n2: no\n2b: Nobody has asked.\n",
    );
    let made = laptop.run([
        "import",
        "notes",
        "paper.txt",
        "--kind",
        "questionnaire",
        "--site",
        "Board 40",
        "--held-on",
        "2026-05-06",
    ]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.err.contains("4 new answers."), "{}", made.err);
    let id = made.out.trim().to_owned();
    let again = laptop.run(["import", "notes", "paper.txt", "--into", &id]);
    assert!(again.err.contains("0 new answers, 4 there already."), "{}", again.err);
    laptop.write("paper.txt", "q1: yes, but only since March\n2: perhaps\n1: no\n");
    let refused = laptop.run(["import", "notes", "paper.txt", "--into", &id]);
    assert_eq!(refused.code, 4);
    assert!(refused.err.contains("2 lines cannot be taken, and nothing was written"), "{}", refused.err);
    assert!(
        refused.err.contains("line 2: no answer to question 2: expected one of: Yes; Yes, but; No; Not yet"),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("line 3: question 1 is answered already, further up"), "{}", refused.err);
    laptop.write("paper.txt", "q1: no\n");
    let dry = laptop.run(["import", "notes", "paper.txt", "--into", &id, "--dry-run"]);
    assert!(dry.out.contains("question 1") && dry.out.contains("corrected"), "{}", dry.out);
    let corrected = laptop.run(["import", "notes", "paper.txt", "--into", &id]);
    assert!(corrected.err.contains("0 new answers, 1 corrected."), "{}", corrected.err);
}
