//! What a person decides about other people's words, and erasing a note.

use std::fs;

use hearken::document::{Document, Format};
use hearken::model::erasing::{Reason, Scope};
use hearken::model::ids::EntryId;
use hearken::model::note::NoteKind;
use hearken::storage::OsStorage;
use hearken::study::copies::{Hold, find};
use hearken::study::withdraw::certificate::{certificate, written};
use hearken::study::withdraw::done::{Done, carry_out};
use hearken::study::withdraw::{Choice, Plan, Wanted, wanted};

use super::{FILE, Room, Talk, at, id, now, planned, shown};

fn with_choice(room: &Room, entry: u32, choice: Choice) -> Done {
    let (copies, mut plan) = planned(&OsStorage, &room.search(), "P3", Scope::Everything).unwrap();
    assert_eq!(plan.undecided().count(), 1);
    plan.choose(&copies, ("notes".to_owned(), id(entry)), choice);
    assert_eq!(plan.undecided().count(), 0);
    carry_out(&OsStorage, &copies, &plan).unwrap()
}

fn mentioning() -> Room {
    Room::with(&Talk::new().quote(10, 10, &[], 1, "P3 wept").quote(10, 11, &[], 2, "she wept"))
}

#[test]
fn words_that_mention_the_seat_stay_when_that_is_decided() {
    let room = mentioning();
    with_choice(&room, 10, Choice::Leave);
    assert_eq!(shown(&room.at(FILE)), ["P3 wept", "she wept"]);
}

#[test]
fn a_removed_entry_goes_for_ever() {
    let room = mentioning();
    with_choice(&room, 10, Choice::Remove);
    assert_eq!(shown(&room.at(FILE)), Vec::<String>::new());
    let old = room.write("old.json", &Talk::new().note(10, 10, &[], 1, "P3 wept").text());
    assert_eq!(shown(&old), Vec::<String>::new());
}

#[test]
fn a_paraphrase_stands_over_what_is_still_live_and_is_no_quote() {
    let room = mentioning();
    with_choice(&room, 10, Choice::Paraphrase("somebody wept".to_owned()));
    let session = hearken::study::folder::read_session(&OsStorage, &room.at(FILE)).unwrap();
    let top = session.lists.notes.get(id(10).as_str()).unwrap().top().unwrap().clone();
    assert_eq!((top.body.text.as_str(), top.body.kind), ("somebody wept", NoteKind::Point));
    assert_eq!(top.over, [at(11)].into(), "the other head is still live");
    let alone = Room::with(&Talk::new().note(10, 10, &[], 1, "P3 wept"));
    with_choice(&alone, 10, Choice::Paraphrase("somebody wept".to_owned()));
    assert_eq!(shown(&alone.at(FILE)), ["somebody wept"]);
    let session = hearken::study::folder::read_session(&OsStorage, &alone.at(FILE)).unwrap();
    assert!(session.lists.notes.get(id(10).as_str()).unwrap().top().unwrap().over.is_empty());
    let before = alone.files();
    let (copies, mut plan) = planned(&OsStorage, &alone.search(), "P3", Scope::Everything).unwrap();
    plan.choose(&copies, ("notes".to_owned(), id(10)), Choice::Paraphrase("somebody wept".to_owned()));
    assert!(carry_out(&OsStorage, &copies, &plan).unwrap().is_nothing());
    assert_eq!(alone.files(), before);
}

fn markdown(document: &Document) -> String {
    String::from_utf8(written(document, Format::Markdown, false).unwrap()).unwrap()
}

fn erase(room: &Room, note: &str, reason: Reason) -> (Done, String) {
    let copies = find(&OsStorage, &room.search(), Hold::All).unwrap();
    let note = wanted::note(&copies, note).unwrap();
    let wanted = Wanted::Erase { note, reason };
    let plan = Plan::make(&OsStorage, &copies, wanted, "wwwwww".parse().unwrap(), &now()).unwrap();
    let done = carry_out(&OsStorage, &copies, &plan).unwrap();
    let told = markdown(&certificate(&copies, &plan, &done, &now().wall));
    (done, told)
}

#[test]
fn an_erased_note_is_gone_with_all_it_said_before_and_in_old_copies() {
    let talk = Talk::new().note(10, 10, &[], 1, "in Anytown").note(10, 12, &[10], 1, "in a town");
    let room = Room::with(&talk.note(11, 11, &[], 1, "elsewhere"));
    let (_, told) = erase(&room, id(10).as_str().get(..23).unwrap(), Reason::Identifying);
    assert_eq!(shown(&room.at(FILE)), ["elsewhere"]);
    let old = room.write("old.json", &Talk::new().note(10, 10, &[], 1, "in Anytown").text());
    assert_eq!(shown(&old), Vec::<String>::new());
    assert!(told.contains("identifying") && !told.contains("town"), "{told}");
    fs::remove_file(old).unwrap();
    let before = room.files();
    assert!(erase(&room, id(10).as_str(), Reason::Mistake).0.is_nothing());
    assert_eq!(room.files(), before);
}

#[test]
fn a_beginning_that_several_notes_have_means_none() {
    use hearken::study::withdraw::wanted::NotOne;
    let room = Room::with(&Talk::new().note(10, 10, &[], 1, "one").note(11, 11, &[], 1, "two"));
    let copies = find(&OsStorage, &room.search(), Hold::All).unwrap();
    let several = NotOne::SeveralNotes { name: "2026".to_owned(), number: 2 };
    assert_eq!(wanted::note(&copies, "2026"), Err(several));
    assert_eq!(wanted::note(&copies, "x"), Err(NotOne::NoNote("x".to_owned())));
    assert_eq!(wanted::note(&copies, ""), Err(NotOne::NoNote(String::new())));
    assert_eq!(wanted::note(&copies, "2026-11-23T10:42:11"), Ok(EntryId::of_stamp(at(11))));
}

#[test]
fn a_certificate_says_what_went_and_holds_none_of_the_words() {
    let talk = Talk::new().note(10, 9, &[], 0, "we were scraed").note(10, 10, &[9], 3, "we were scared");
    let room = Room::with(&talk);
    room.write("exports/appendix.html", super::ID);
    let (copies, plan) = planned(&OsStorage, &room.search(), "P3", Scope::Everything).unwrap();
    let done = carry_out(&OsStorage, &copies, &plan).unwrap();
    let told = markdown(&certificate(&copies, &plan, &done, &now().wall));
    assert_eq!(told, markdown(&certificate(&copies, &plan, &done, &now().wall)));
    for wanted in [
        super::ID,
        "P3-aaaaaa",
        "notes: 2 versions of 1 entry",
        "participants: 1 version of 1 entry",
        FILE,
        "withdrawals.json",
        "out of date, not changed",
        "2026-11-23T11:56:40",
    ] {
        assert!(told.contains(wanted), "{wanted} is not in:\n{told}");
    }
    for words in ["scared", "scraed", "work of"] {
        assert!(!told.contains(words), "{told}");
    }
}
