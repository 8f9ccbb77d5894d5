//! Typed-up paper and transcripts: what a page becomes, and that bringing it in twice changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use hearken::capture::notes::MOST_NOTE_BYTES;
use hearken::capture::{Abbreviations, Captured, Room, SeatName, ThemeName};
use hearken::exchange::contents::{Contents, Remark, Wrong};
use hearken::exchange::{transcript, typed_notes};
use hearken::format::v1::write_session;
use hearken::merge::Join as _;
use hearken::model::erasing::{Erasure, Reason, Scope, Withdrawal};
use hearken::model::ids::{SessionId, ThemeId, WriterId};
use hearken::model::note::{NoteKind, Origin, Stage};
use hearken::model::people::RecorderRole;
use hearken::model::running::SessionKind;
use hearken::model::session::{NOTES, Session};
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::storage::OsStorage;
use hearken::study::Now;
use hearken::study::create::{FreshIds, Setup};
use hearken::study::folder::{StudyFolder, read_session};
use hearken::study::recorder::Recorder;
use hearken::study::typed_up::{Coming, Held, Plan, Reading, Source, begin, fresh, plan};
use serde_json::{Value, json};

fn table() -> (Room, Abbreviations, Vec<Value>) {
    let table: Value = serde_json::from_str(include_str!("../vectors/capture.json")).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = |name: &str| table[name].as_array().unwrap().clone();
    let seats = list("seats").into_iter().map(|seat| SeatName {
        number: u32::try_from(seat["number"].as_u64().unwrap()).unwrap(),
        about: text(&seat["about"]),
    });
    let themes = list("themes")
        .into_iter()
        .map(|theme| ThemeName { id: ThemeId::new(text(&theme["id"])), title: text(&theme["title"]) });
    let room = Room { seats: seats.collect(), themes: themes.collect() };
    let pairs = table["abbreviations"].as_object().unwrap();
    (room, pairs.iter().map(|(short, words)| (short, text(words))).collect(), list("examples"))
}

fn read(page: &str) -> Contents {
    typed_notes::read(page, &table().0, None, &Abbreviations::default())
}

/// A note as the table of examples writes it.
fn written(who: Option<&str>, note: &Captured) -> Value {
    let mut json = json!({ "kind": note.kind.word(), "text": note.text });
    let speaker = who.map(|who| who.trim_start_matches('P').parse::<u32>().unwrap());
    let members = [
        ("speaker", json!(speaker)),
        ("for", json!(note.hands.map(|hands| hands.hands_for))),
        ("against", json!(note.hands.and_then(|hands| hands.hands_against))),
        ("of", json!(note.hands.map(|hands| hands.hands_of))),
        ("stage", json!(note.stage.map(Stage::word))),
        ("theme", json!(note.theme.as_ref().map(ThemeId::as_str))),
        ("tags", json!((!note.tags.is_empty()).then_some(&note.tags))),
    ];
    for (name, member) in members.into_iter().filter(|(_, member)| !member.is_null()) {
        json[name] = member;
    }
    json
}

#[test]
fn every_example_of_the_signs_means_the_same_on_paper() {
    let (room, abbreviations, examples) = table();
    for example in &examples {
        let typed = &example["typed"];
        let typed = typed.as_array().cloned().unwrap_or_else(|| vec![typed.clone()]);
        // A blank line between them, so that a blank in front keeps signs as text; on paper, further lines are indented.
        let lines = typed.iter().map(|line| line.as_str().unwrap().replace('\n', "\n    "));
        let page = lines.collect::<Vec<_>>().join("\n\n");
        let contents = typed_notes::read(&page, &room, None, &abbreviations);
        let notes = contents.notes.iter().map(|typed| written(typed.who.as_deref(), &typed.note));
        assert_eq!(Value::from(notes.collect::<Vec<_>>()), example["notes"], "{page:?}");
        assert_eq!(contents.bad, [], "{page:?}");
    }
}

#[test]
fn themes_times_and_further_lines_are_read_and_blank_lines_are_not() {
    let page = "before any theme\r\n\r\n# fund\r\n10:42 3: \"in March\"\r\n   or April\r\n>strat\r\n[9:05] late\r\n2: no time\r\n";
    let contents = read(page);
    let notes: Vec<_> = contents
        .notes
        .iter()
        .map(|typed| {
            let theme = typed.note.theme.as_ref().map_or("", |theme| theme.as_str());
            let time = typed.at.map(|at| at.time.format("%H:%M").to_string()).unwrap_or_default();
            (typed.line, theme, time, typed.who.as_deref().unwrap_or(""), typed.note.text.as_str())
        })
        .collect();
    assert_eq!(
        notes,
        [
            (1, "", String::new(), "", "before any theme"),
            (4, "funding", "10:42".to_owned(), "P3", "in March"),
            (4, "funding", "10:42".to_owned(), "", "or April"),
            (7, "strategy", "09:05".to_owned(), "", "late"),
            (8, "strategy", String::new(), "P2", "no time"),
        ]
    );
    assert_eq!(contents.remarks, [(7, Remark::Backwards)]);
}

#[test]
fn a_time_after_midnight_is_of_the_next_day_and_told() {
    let contents = read("23:50 one\n00:10 two\n00:20 three");
    let days: Vec<u32> = contents.notes.iter().map(|typed| typed.at.unwrap().days).collect();
    assert_eq!((days, contents.remarks), (vec![0, 1, 1], vec![(2, Remark::Midnight)]));
}

#[test]
fn every_bad_line_is_told_with_its_number_and_none_hides_another() {
    let longest = "x".repeat(MOST_NOTE_BYTES);
    let page = format!("# weather\n{longest}\n{longest}y\n# l\nlast\n3: \"\n");
    let contents = read(&page);
    let wrong: Vec<_> = contents.bad.iter().map(|bad| (bad.line, bad.wrong.clone())).collect();
    assert_eq!(wrong[0], (1, Wrong::NoTheme("weather".to_owned())));
    assert_eq!(wrong[1], (3, Wrong::TooLong(MOST_NOTE_BYTES + 1)));
    assert!(matches!(&wrong[2], (4, Wrong::SeveralThemes(name, titles)) if name == "l" && titles.len() > 1));
    assert_eq!(contents.remarks, [(6, Remark::NoWords)]);
    assert_eq!(contents.notes.len(), 2);
}

#[test]
fn control_characters_are_kept_as_text() {
    let contents = read("3: a\u{1b}[2Jb\u{0}c\rd");
    assert_eq!(contents.notes[0].note.text, "a\u{1b}[2Jb\u{0}c\rd");
}

#[test]
fn a_page_of_ten_megabytes_loses_no_line() {
    let lines = 150_000;
    let line = |number: usize| {
        format!("{}: what was said as number {number}, and a little more of it", number % 9 + 1)
    };
    let page = (0..lines).map(line).collect::<Vec<_>>().join("\n");
    assert!(page.len() > 8 << 20);
    let contents = read(&page);
    assert_eq!((contents.notes.len(), contents.bad.len()), (lines, 0));
    assert!(contents.notes.last().unwrap().note.text.contains("number 149999"));
}

#[test]
fn turns_of_a_transcript_are_points_with_further_lines_and_what_stands_before_is_a_comment() {
    let page = "Made in Leeds\n\nInterviewer: Who pays?\n\n[10:05] Ms Green: Nobody does.\nNot any more.\n\nand never did\n# fund\nInterviewer: Since when?\n";
    let contents = transcript::read(page, &table().0, false);
    let notes: Vec<_> = contents
        .notes
        .iter()
        .map(|typed| (typed.line, typed.who.as_deref(), typed.note.kind, typed.note.text.as_str()))
        .collect();
    assert_eq!(
        notes,
        [
            (1, None, NoteKind::Comment, "Made in Leeds"),
            (3, Some("Interviewer"), NoteKind::Point, "Who pays?"),
            (5, Some("Ms Green"), NoteKind::Point, "Nobody does.\nNot any more.\nand never did"),
            (10, Some("Interviewer"), NoteKind::Point, "Since when?"),
        ]
    );
    let themes: Vec<_> =
        contents.notes.iter().map(|typed| typed.note.theme.as_ref().map(ThemeId::as_str)).collect();
    assert_eq!(themes, [None, None, None, Some("funding")]);
    let verbatim = transcript::read(page, &table().0, true);
    assert_eq!(verbatim.notes[2].note.kind, NoteKind::Quote);
}

fn writer(text: &str) -> WriterId {
    text.parse().unwrap()
}

fn now() -> Now {
    Now { millis: Millis::new(1_795_430_520_000), wall: When::new("2026-11-23T10:42:00+01:00") }
}

fn session() -> Session {
    let setup =
        Setup { site: "Norwich".to_owned(), seats: vec![None; 3], ..Setup::practice("NT".to_owned()) };
    let setup = Setup { kind: SessionKind::FocusGroup, role: RecorderRole::NoteTaker, ..setup };
    let ids = FreshIds {
        session: SessionId::from_random([7; 10]),
        writer: writer("kj4x9q"),
        laptop: writer("7tq2m9"),
    };
    let folder = StudyFolder::at(Path::new("nowhere"));
    fresh((&OsStorage, &folder), &setup, ids, &now(), Some("2026-03-05".parse().unwrap()), None).unwrap()
}

fn pages(texts: &[&str]) -> Vec<Source> {
    texts.iter().map(|text| Source { path: PathBuf::from("page.txt"), text: (*text).to_owned() }).collect()
}

fn planned(session: &Session, page: &str) -> Plan {
    let plan = plan(session, &pages(&[page]), &Reading::default(), &now());
    assert!(plan.is_whole());
    plan
}

/// A session with this page, in a study of its own.
fn with_page(folder: &Path, page: &str) -> PathBuf {
    let session = session();
    begin(&OsStorage, &StudyFolder::at(folder), &session, &planned(&session, page)).unwrap()
}

fn brought(path: &Path, page: &str) -> Plan {
    let held = Held::take(&OsStorage, path).unwrap();
    let plan = planned(&held.session, page);
    held.bring(&OsStorage, &plan).unwrap();
    plan
}

fn texts(session: &Session) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (_, version) in session.lists.notes.standing() {
        *found.entry(version.body.text.clone()).or_default() += 1;
    }
    found
}

const PAGE: &str = "# fund\n10:42 3: \"In March.\"\n1: a trust\n(laughs)\n(laughs)\n";

#[test]
fn a_note_from_paper_says_so_and_has_the_day_and_the_offset_of_its_session() {
    let folder = tempfile::tempdir().unwrap();
    let session = read_session(&OsStorage, &with_page(folder.path(), PAGE)).unwrap();
    assert_eq!(session.details().unwrap().held_on.as_str(), "2026-03-05");
    let notes: Vec<_> = session.lists.notes.standing().map(|(_, version)| &version.body).collect();
    assert_eq!(notes.len(), 4);
    assert!(notes.iter().all(|note| note.from == Origin::Paper));
    let quote = notes.iter().find(|note| note.kind == NoteKind::Quote).unwrap();
    assert_eq!(quote.said_at.as_ref().unwrap().as_str(), "2026-03-05T10:42:00+01:00");
    assert_eq!(session.seat_label(quote.participant.as_ref().unwrap()), "P3");
    assert_eq!(notes.iter().filter(|note| note.said_at.is_none()).count(), 3);
}

#[test]
fn a_page_brought_in_twice_changes_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let path = with_page(folder.path(), PAGE);
    let before = std::fs::read(&path).unwrap();
    let again = brought(&path, PAGE);
    assert_eq!((again.count(Coming::New), again.count(Coming::There)), (0, 4));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn two_laptops_that_bring_in_one_page_have_one_set_of_notes_when_they_are_joined() {
    let session = session();
    let joined = |page: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path =
            begin(&OsStorage, &StudyFolder::at(folder.path()), &session, &planned(&session, page)).unwrap();
        read_session(&OsStorage, &path).unwrap()
    };
    let mut one = joined(PAGE);
    let text = write_session(&one);
    one.join(joined(PAGE));
    assert_eq!(write_session(&one), text);
}

#[test]
fn a_corrected_line_and_one_that_was_put_in_are_new_and_the_others_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = with_page(folder.path(), PAGE);
    let page = "# fund\nput in\n10:42 3: \"In March.\"\n1: two trusts\n(laughs)\n(laughs)\n";
    let plan = brought(&path, page);
    let new: Vec<usize> =
        plan.lines.iter().filter(|line| line.coming == Coming::New).map(|line| line.line).collect();
    assert_eq!((new, plan.count(Coming::There)), (vec![2, 4], 3));
    let found = texts(&read_session(&OsStorage, &path).unwrap());
    assert_eq!(found.values().sum::<usize>(), 6);
    assert_eq!((found["laughs"], found["a trust"], found["two trusts"]), (2, 1, 1));
}

#[test]
fn a_note_that_was_changed_or_deleted_on_the_screen_does_not_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = with_page(folder.path(), PAGE);
    let mut recorder = Recorder::new(read_session(&OsStorage, &path).unwrap(), writer("q2w3e4"));
    let of = |session: &Session, text: &str| {
        let mut notes = session.lists.notes.standing();
        notes
            .find(|(_, version)| version.body.text == text)
            .map(|(id, version)| (id.clone(), version.body.clone()))
    };
    let (id, mut note) = of(recorder.session(), "a trust").unwrap();
    note.text = "a small trust".to_owned();
    recorder.write(&NOTES, &id, &now(), note, false).unwrap();
    let (id, note) = of(recorder.session(), "laughs").unwrap();
    recorder.write(&NOTES, &id, &now(), note, true).unwrap();
    std::fs::write(&path, write_session(recorder.session())).unwrap();
    let before = std::fs::read(&path).unwrap();
    assert_eq!(brought(&path, PAGE).count(Coming::New), 0);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn one_line_on_two_pages_of_one_call_is_two_notes() {
    let session = session();
    let plan = plan(&session, &pages(&["(laughs)", "(laughs)"]), &Reading::default(), &now());
    assert_eq!(plan.count(Coming::New), 2);
    assert_ne!(plan.lines[0].id, plan.lines[1].id);
}

#[test]
fn who_has_no_seat_is_counted_and_nothing_is_whole() {
    let plan = plan(&session(), &pages(&["9: one\n9: two\n3: three"]), &Reading::default(), &now());
    assert_eq!(plan.unknown, BTreeMap::from([("P9".to_owned(), 2)]));
    assert!(!plan.is_whole());
}

#[test]
fn what_was_withdrawn_or_erased_does_not_come_back_with_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = with_page(folder.path(), PAGE);
    let mut session = read_session(&OsStorage, &path).unwrap();
    let of = |text: &str| {
        let (id, version) =
            session.lists.notes.standing().find(|(_, version)| version.body.text == text).unwrap();
        (id.clone(), version.body.participant.clone())
    };
    let (quote, trust) = (of("In March."), of("a trust"));
    let stamp = "2026-11-25T10:00:00.000Z-0000-q2w3e4".parse().unwrap();
    let withdrawal = Withdrawal {
        session: None,
        formerly: BTreeSet::new(),
        participant: quote.1.unwrap(),
        scope: Scope::Everything,
        stamp,
    };
    let erasure = Erasure {
        list: "notes".to_owned(),
        session: None,
        formerly: BTreeSet::new(),
        id: Some(trust.0),
        versions: None,
        reason: Reason::Mistake,
        stamp,
    };
    session.ledger.withdrawals.insert(withdrawal.into());
    session.ledger.erasures.insert(erasure.into());
    std::fs::write(&path, write_session(&session)).unwrap();
    let gone = read_session(&OsStorage, &path).unwrap();
    assert_eq!(texts(&gone).keys().collect::<Vec<_>>(), ["laughs"]);
    std::fs::write(&path, write_session(&gone)).unwrap();
    // Whoever withdrew has no seat any more: a page that names it wants to be told whose words they are.
    let again = plan(&gone, &pages(&[PAGE]), &Reading::default(), &now());
    assert_eq!(again.unknown, BTreeMap::from([("P3".to_owned(), 1)]));
    assert!(!again.is_whole());
    let without = PAGE.replace("10:42 3: \"In March.\"\n", "");
    let again = brought(&path, &without);
    assert_eq!((again.count(Coming::New), again.count(Coming::There), again.count(Coming::Gone)), (0, 2, 1));
    let bytes = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
    assert!(!bytes.contains("In March.") && !bytes.contains("a trust"), "{bytes}");
}
