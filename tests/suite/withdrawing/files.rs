//! Which files are reached, which are only named, and that what is held or unreadable stops everything.

use std::fs;
use std::sync::Arc;

use hearken::format::v1;
use hearken::model::erasing::Scope;
use hearken::model::note::NoteKind;
use hearken::model::session::Session;
use hearken::storage::OsStorage;
use hearken::storage::lock::WriterLock;
use hearken::storage::vault::Vault;
use hearken::study::StudyError;
use hearken::study::copies::{Hold, Search, find};
use hearken::study::folder::StudyFolder;
use hearken::study::forget::{forget, forgetting};
use hearken::study::keys::FromStudy;
use hearken::study::recover::recover;
use hearken::study::withdraw::settle::settle;

use super::{
    FILE, ID, OTHER_ID, Room, Talk, carry_out, id, now, planned, seat, shown, version, withdraw, writer,
};
use hearken::format::journal::Put;

const EVERYTHING: Scope = Scope::Everything;
const WORDS: &str = "we were scared";

fn talk() -> Talk {
    Talk::new().note(10, 10, &[], 3, WORDS).note(11, 11, &[], 1, "so were we")
}

fn put(second: u32, who: u32, text: &str) -> Put {
    Put::of("notes", id(second), &version(second, &[], NoteKind::Point, who, text))
}

#[test]
fn backup_journals_tails_and_what_a_crash_left_are_reached() {
    let room = Room::with(&talk());
    let keeping = format!(".hearken/{ID}");
    room.write(&format!("{keeping}.backup"), &talk().text());
    room.journal(&format!("{keeping}.journal"), vec![put(20, 3, "in the journal"), put(21, 2, "of P2")], &[]);
    room.journal(&format!("{keeping}.journal.next"), vec![put(22, 3, "in the next")], &[]);
    room.write(&format!("{keeping}.journal.tail-1"), "torn: we were sc");
    room.write(".hearken/.hearken-1.tmp", &talk().text());
    room.write(".hearken-3.tmp", &format!("{ID} we were scared"));
    room.withdraw("P3", EVERYTHING);
    for words in [WORDS, "in the journal", "in the next", "torn", "we were sc"] {
        assert_eq!(room.holding(words), Vec::<String>::new(), "{words}");
    }
    assert_eq!(shown(&room.at(FILE)), ["so were we", "of P2"]);
    assert_eq!(room.holding("so were we"), [format!("study/{keeping}.backup"), format!("study/{FILE}")]);
}

/// A study in which recovering has put damaged files of the session aside, and one of another session.
fn recovered() -> Room {
    let room = Room::with(&talk());
    room.write(&format!(".hearken/{ID}.backup"), &talk().text());
    let text = talk().text();
    let end = text.find("scared").unwrap() + "scared".len();
    let vault = Vault::on(Arc::new(OsStorage), Arc::new(FromStudy::default()));
    // Cut off behind its id and words of P3; overwritten so that no id can be read.
    for damaged in [text.get(..end).unwrap(), &format!("\0\0\0 {WORDS}")] {
        room.write(FILE, damaged);
        let done = recover(&vault, &StudyFolder::at(room.at(""))).unwrap();
        assert_eq!((done.recovered.len(), done.left.len()), (1, 0), "{done:?}");
    }
    room.write(".hearken/leeds-z9z9aaaa.json.damaged-1", "of another session");
    room
}

const OF_ANOTHER: &str = "study/.hearken/leeds-z9z9aaaa.json.damaged-1";

#[test]
fn damaged_files_that_were_put_aside_go_with_the_words_of_who_withdraws() {
    let room = recovered();
    assert_eq!(room.holding("we were scared").len(), 4);
    let done = room.withdraw("P3", EVERYTHING);
    assert_eq!(done.removed.len(), 2, "{done:?}");
    assert_eq!(room.holding("we were scared"), Vec::<String>::new());
    assert_eq!(shown(&room.at(FILE)), ["so were we"]);
    assert_eq!(room.holding("of another session"), [OF_ANOTHER]);
}

#[test]
fn a_withdrawal_that_a_merge_brought_reaches_damaged_files_that_were_put_aside() {
    let room = recovered();
    let elsewhere = Room::with(&talk());
    elsewhere.withdraw("P3", EVERYTHING);
    fs::copy(elsewhere.at("withdrawals.json"), room.at("withdrawals.json")).unwrap();
    settle(&OsStorage, &room.at(FILE), writer(), &now()).unwrap();
    assert_eq!(room.holding("we were scared"), Vec::<String>::new());
    assert_eq!(room.holding("of another session"), [OF_ANOTHER]);
}

#[test]
fn damaged_files_that_were_put_aside_are_forgotten_with_their_session() {
    let room = recovered();
    let told = forgetting(&find(&OsStorage, &room.search(), Hold::All).unwrap());
    assert!(forget(&OsStorage, &told).stopped.is_none());
    assert_eq!(room.files().into_keys().collect::<Vec<_>>(), [room.home.path().join(OF_ANOTHER)]);
}

#[test]
fn a_half_typed_note_of_theirs_goes_and_the_others_stay() {
    let room = Room::with(&talk());
    let journal = format!(".hearken/{ID}.journal");
    let drafts = [
        (None, "3: \"", "half a word of P3"),
        (Some(id(11)), "", "half a word of P1"),
        (Some(id(10)), "", "half a change of P3"),
    ];
    room.journal(&journal, Vec::new(), &drafts);
    room.withdraw("P3", EVERYTHING);
    assert_eq!(room.holding("of P3"), Vec::<String>::new());
    assert_eq!(room.holding("half a word of P1"), [format!("study/{journal}")]);
    let before = room.files();
    assert!(room.withdraw("P3", EVERYTHING).is_nothing());
    assert_eq!(room.files(), before);
}

#[test]
fn a_second_windows_copy_is_reached_with_its_journal_though_it_has_no_folder_for_its_lock() {
    let room = Room::with(&talk());
    let copy = Talk::new().note(20, 20, &[], 3, "in the second window").note(21, 21, &[], 2, "beside it");
    room.write(".hearken/.second-bbbbbb.json", &copy.text());
    room.withdraw("P3", EVERYTHING);
    assert_eq!(room.holding("in the second window"), Vec::<String>::new());
    assert_eq!(room.holding("beside it"), ["study/.hearken/.second-bbbbbb.json"]);
    room.journal(&format!(".hearken/.hearken/{ID}.journal"), vec![put(22, 3, "typed later")], &[]);
    room.withdraw("P3", EVERYTHING);
    assert_eq!(room.holding("typed later"), Vec::<String>::new());
}

#[test]
fn folders_that_are_named_are_reached_with_journals_collections_and_other_studies() {
    let room = Room::with(&talk());
    let other = Session::new(OTHER_ID.parse().unwrap());
    let collection = format!(
        "{{\"format\": \"hearken/collection\", \"version\": 1, \"sessions\": [{}, {}]}}",
        talk().text(),
        v1::write_session(&other)
    );
    room.write("../stick/deep/below/all.json", &collection);
    room.write("../stick/copy.json", &talk().text());
    room.journal(&format!("../stick/.hearken/{ID}.journal"), vec![put(20, 3, "on the stick")], &[]);
    room.journal(
        &format!("../stick/lone/.hearken/{ID}.journal"),
        vec![put(22, 3, "alone on the stick"), put(23, 2, "alone beside it")],
        &[],
    );
    room.write("../elsewhere/study.json", "{}");
    room.write("../elsewhere/norwich.json", &talk().text());
    let folders = vec![room.at("../stick"), room.at("../elsewhere"), room.at("../study/.")];
    let done = withdraw(&OsStorage, &Search { session: room.at(FILE), folders }, "P3", EVERYTHING).unwrap();
    for words in [WORDS, "on the stick"] {
        assert_eq!(room.holding(words), Vec::<String>::new(), "{words}");
    }
    assert_eq!(room.holding("alone beside it"), [format!("stick/lone/.hearken/{ID}.journal")]);
    assert_eq!(done.records, [room.at("withdrawals.json"), room.at("../elsewhere/withdrawals.json")]);
    assert!(!room.at("../stick/withdrawals.json").exists());
    assert_eq!(room.holding(OTHER_ID), ["stick/deep/below/all.json"]);
}

#[test]
fn the_study_itself_under_another_spelling_is_no_other_folder() {
    let room = Room::with(&talk());
    room.write(&format!(".hearken/{ID}.backup"), &talk().text());
    let folders = vec![room.at("../study/../study"), room.home.path().to_owned()];
    let done = withdraw(&OsStorage, &Search { session: room.at(FILE), folders }, "P3", EVERYTHING).unwrap();
    assert_eq!(done.rewritten.len(), 2, "{:?}", done.rewritten);
    assert_eq!(room.holding(WORDS), Vec::<String>::new());
}

#[test]
fn reports_that_name_it_by_any_id_are_told_and_left() {
    let mut session = talk().0;
    session.add_ids([OTHER_ID.parse().unwrap()]);
    let room = Room::new();
    room.write(FILE, &v1::write_session(&session));
    let report = room.write("exports/appendix.html", &format!("<meta content=\"{ID}\"> {WORDS}"));
    let older = room.write("exports/older/matrix.csv", &format!("{OTHER_ID},{WORDS}"));
    let packed = room.write("exports/appendix.docx", "PK…");
    room.write("exports/other.md", "about another session");
    let (copies, _) = super::planned(&OsStorage, &room.search(), "P3", EVERYTHING).unwrap();
    assert_eq!(copies.naming, [report.clone(), older]);
    assert_eq!(copies.packed, [packed]);
    drop(copies);
    room.withdraw("P3", EVERYTHING);
    assert!(fs::read_to_string(report).unwrap().contains(WORDS));
}

#[test]
fn reports_for_word_processors_and_spreadsheets_are_looked_into() {
    use hearken::document::{About, Document, Format, written};
    let room = Room::with(&talk());
    let about = |id: &str| About { sessions: vec![id.to_owned()], foot: Vec::new() };
    let report = |id: &str, format| {
        let document = Document { title: "A report".to_owned(), about: about(id), ..Document::default() };
        written(&document, format, false).unwrap()
    };
    let mut naming = Vec::new();
    for (name, format) in [("matrix.docx", Format::Docx), ("matrix.xlsx", Format::Xlsx)] {
        naming.push(room.at(&format!("exports/{name}")));
        fs::create_dir_all(room.at("exports")).unwrap();
        fs::write(naming.last().unwrap(), report(ID, format)).unwrap();
        fs::write(room.at(&format!("exports/other-{name}")), report(OTHER_ID, format)).unwrap();
        let cut: Vec<u8> = report(ID, format).into_iter().take(200).collect();
        fs::write(room.at(&format!("exports/cut-{name}")), cut).unwrap();
    }
    let (copies, _) = super::planned(&OsStorage, &room.search(), "P3", EVERYTHING).unwrap();
    assert_eq!(copies.naming, naming);
    let cut = ["exports/cut-matrix.docx", "exports/cut-matrix.xlsx"].map(|name| room.at(name));
    assert_eq!(copies.packed, cut, "what is damaged may hold anything");
}

#[test]
fn while_any_copy_is_held_nothing_is_written_anywhere() {
    let room = Room::with(&talk());
    room.write("../stick/copy.json", &talk().text());
    room.write(".hearken/.second-bbbbbb.json", &talk().text());
    let search = Search { session: room.at(FILE), folders: vec![room.at("../stick")] };
    let before = room.files();
    for folder in [".hearken", ".hearken/.hearken", "../stick/.hearken"] {
        fs::create_dir_all(room.at(folder)).unwrap();
        let held = WriterLock::try_take(&room.at(folder).join(format!("{ID}.lock")), 1).unwrap();
        let error = withdraw(&OsStorage, &search, "P3", EVERYTHING).unwrap_err();
        assert!(matches!(error, StudyError::Held { .. }), "{folder}: {error}");
        let error = find(&OsStorage, &search, Hold::IfThere).unwrap_err();
        assert!(matches!(error, StudyError::Held { .. }), "{folder}: {error}");
        assert_eq!(room.files(), before, "{folder}");
        drop(held);
    }
    withdraw(&OsStorage, &search, "P3", EVERYTHING).unwrap();
    assert_eq!(room.holding(WORDS), Vec::<String>::new());
}

#[test]
fn a_lock_that_cannot_be_made_is_no_free_session() {
    let room = Room::with(&talk());
    fs::create_dir_all(room.at(&format!(".hearken/{ID}.lock"))).unwrap();
    let before = room.files();
    let error = withdraw(&OsStorage, &room.search(), "P3", EVERYTHING).unwrap_err();
    assert!(matches!(error, StudyError::Storage(_)), "{error}");
    assert_eq!(room.files(), before);
}

#[test]
fn a_copy_that_cannot_be_read_stops_it_before_the_first_file_is_written() {
    let whole = talk().text();
    let cut = whole.get(..whole.len() / 2).unwrap();
    for (name, text) in
        [("copy.json", cut.to_owned()), ("later.json", whole.replace("\"version\": 1,", "\"version\": 2,"))]
    {
        let room = Room::with(&talk());
        let bad = room.write(name, &text);
        let before = room.files();
        match withdraw(&OsStorage, &room.search(), "P3", EVERYTHING) {
            Err(StudyError::Format { path, .. }) => assert_eq!(path, bad),
            other => panic!("{name}: {other:?}"),
        }
        assert_eq!(room.files(), before);
    }
}

#[test]
fn a_preview_writes_nothing_at_all() {
    let room = Room::with(&talk());
    find(&OsStorage, &room.search(), Hold::IfThere).unwrap();
    assert!(!room.at(".hearken").exists());
}

#[test]
fn forgetting_takes_every_file_of_the_session_and_leaves_the_others() {
    let room = Room::with(&talk());
    let keeping = format!(".hearken/{ID}");
    for name in ["backup", "journal.tail-1"] {
        room.write(&format!("{keeping}.{name}"), &talk().text());
    }
    room.journal(&format!("{keeping}.journal"), vec![put(20, 3, "in the journal")], &[]);
    room.write(".hearken/.second-bbbbbb.json", &talk().text());
    room.write("exports/appendix.html", ID);
    room.write("exports/leeds.html", OTHER_ID);
    let other = room.write("leeds.json", &v1::write_session(&Session::new(OTHER_ID.parse().unwrap())));
    let left = room.write("my own words about it.txt", ID);
    let copies = find(&OsStorage, &room.search(), Hold::All).unwrap();
    let told = forgetting(&copies);
    assert_eq!(told.left, std::slice::from_ref(&left));
    assert_eq!(told.files.last(), Some(&room.at(FILE)), "the file that names it goes last");
    let done = forget(&OsStorage, &told);
    assert!(done.stopped.is_none());
    assert_eq!(done.removed, told.files);
    let stay: Vec<_> = room.files().into_keys().collect();
    assert_eq!(stay, [room.at("exports/leeds.html"), other, left]);
}

#[test]
fn records_that_came_while_somebody_was_asked_stay() {
    let room = Room::with(&talk());
    let (copies, plan) = planned(&OsStorage, &room.search(), "P3", EVERYTHING).unwrap();
    let elsewhere = Room::with(&Talk::new().note(10, 10, &[], 1, "on the other laptop"));
    elsewhere.withdraw("P1", EVERYTHING);
    fs::copy(elsewhere.at("withdrawals.json"), room.at("withdrawals.json")).unwrap();
    carry_out(&OsStorage, &copies, &plan).unwrap();
    let stands = copies.study().withdrawals(&OsStorage).unwrap();
    let mut seats: Vec<&str> =
        stands.withdrawals.iter().map(|record| record.known.participant.as_str()).collect();
    seats.sort_unstable();
    assert_eq!(seats, [seat(1).as_str(), seat(3).as_str()]);
    assert_eq!(shown(&room.at(FILE)), Vec::<String>::new());
}
