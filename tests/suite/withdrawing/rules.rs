//! What goes and what stays, in the file and in copies that nobody has found.

use std::fs;

use hearken::format::v1::{self, File};
use hearken::model::erasing::Scope;
use hearken::storage::OsStorage;
use hearken::study::catalogue;
use hearken::study::folder::StudyFolder;
use hearken::study::inputs;

use super::{FILE, OTHER_ID, Room, Talk, joined, planned, seat, shown, texts, withdraw};

const EVERYTHING: Scope = Scope::Everything;

#[test]
fn words_answers_and_description_go_and_a_mark_stays_for_each() {
    let talk = Talk::new().note(10, 10, &[], 3, "we were scared").note(11, 11, &[], 1, "so were we");
    let room = Room::with(&talk);
    room.withdraw("P3", EVERYTHING);
    let text = fs::read_to_string(room.at(FILE)).unwrap();
    assert_eq!(shown(&room.at(FILE)), ["so were we"]);
    assert!(!text.contains("work of P3") && text.contains("work of P1"), "{text}");
    let File::Session(session) = v1::read(text.as_bytes()).unwrap() else { panic!("{text}") };
    assert_eq!(session.ledger.erased.count(), 2);
}

#[test]
fn of_quotes_alone_the_point_and_the_description_stay() {
    let talk = Talk::new().note(10, 10, &[], 3, "was scared").quote(11, 11, &[], 3, "I was scared");
    let room = Room::with(&talk);
    room.withdraw("p3", Scope::Quotes);
    assert_eq!(shown(&room.at(FILE)), ["was scared"]);
    assert_eq!(room.holding("work of P3"), [format!("study/{FILE}")]);
}

/// What an old copy shows that comes into the study after the withdrawal, by every way it can be read.
fn old_copy_shows(room: &Room, old: &Talk) -> Vec<String> {
    let path = room.write("old-k7m2q9xd.json", &old.text());
    let seen = shown(&path);
    let read = inputs::read_all(&OsStorage, std::slice::from_ref(&path), || unreachable!()).unwrap();
    let merged = inputs::joined(read);
    assert_eq!(texts(&merged.sessions[0]), seen);
    let (_, recovered) = catalogue::show(&OsStorage, &path).unwrap();
    assert!(recovered.is_nothing());
    let collection =
        format!("{{\"format\": \"hearken/collection\", \"version\": 1, \"sessions\": [{}]}}", old.text());
    let collected = room.write("all.json", &collection);
    let read = inputs::read_all(&OsStorage, &[collected], || unreachable!()).unwrap();
    assert_eq!(texts(&inputs::joined(read).sessions[0]), seen);
    seen
}

#[test]
fn an_old_copy_from_before_the_name_was_put_in_shows_nothing_of_it() {
    let old = Talk::new().note(10, 10, &[], 0, "we were scraed").note(11, 11, &[], 0, "a nod");
    let whole = Talk::new()
        .note(10, 10, &[], 0, "we were scraed")
        .note(10, 12, &[10], 3, "we were scared")
        .note(11, 11, &[], 0, "a nod");
    let room = Room::with(&whole);
    room.withdraw("P3", EVERYTHING);
    assert_eq!(shown(&room.at(FILE)), ["a nod"]);
    assert_eq!(old_copy_shows(&room, &old), ["a nod"]);
}

#[test]
fn an_old_copy_of_another_speaker_whose_words_were_put_right_shows_nothing_of_them() {
    // They were said by P3, and P1 was a mistake.
    let old = Talk::new().note(10, 10, &[], 1, "we were scared");
    let whole = Talk::new().note(10, 10, &[], 1, "we were scared").note(10, 12, &[10], 3, "we were scared");
    let room = Room::with(&whole);
    room.withdraw("P3", EVERYTHING);
    assert_eq!(old_copy_shows(&room, &old), Vec::<String>::new());
}

#[test]
fn an_old_copy_with_a_branch_that_never_had_the_name_shows_nothing_of_it() {
    // One laptop put the name in, the other the spelling right: its copy has neither the name nor a word of who it was.
    let old = Talk::new().note(10, 10, &[], 0, "we were scraed").note(10, 13, &[10], 0, "we were scared");
    let whole = Talk(joined(&old.0, &Talk::new().note(10, 12, &[10], 3, "we were scraed").0));
    let room = Room::with(&whole);
    room.withdraw("P3", EVERYTHING);
    assert_eq!(shown(&room.at(FILE)), Vec::<String>::new());
    assert_eq!(old_copy_shows(&room, &old), Vec::<String>::new());
}

#[test]
fn words_that_were_taken_for_somebody_elses_keep_that_speakers_in_every_copy() {
    // A note of P1 and one of P3 were made one without a name: that goes, and what P1 said stays.
    let old = Talk::new().note(10, 11, &[], 1, "it was dark");
    let whole = Talk::new().note(10, 10, &[], 3, "we were scared").note(10, 11, &[], 1, "it was dark").note(
        10,
        12,
        &[10, 11],
        0,
        "we were scared in the dark",
    );
    let room = Room::with(&whole);
    room.withdraw("P3", EVERYTHING);
    assert_eq!(shown(&room.at(FILE)), ["it was dark"]);
    assert_eq!(old_copy_shows(&room, &old), ["it was dark"]);
}

#[test]
fn seats_that_are_one_person_are_withdrawn_together_and_in_copies_that_lack_the_link() {
    let other = "P3-bbbbbb";
    let whole = Talk::new().seated(4, "P3", other).linked(seat(3).as_str(), other).note(
        10,
        10,
        &[],
        3,
        "we were scared",
    );
    let room = Room::with(&whole);
    room.withdraw(other, EVERYTHING);
    assert_eq!(shown(&room.at(FILE)), Vec::<String>::new());
    let old = Talk::new().note(10, 10, &[], 3, "we were scared");
    assert_eq!(old_copy_shows(&room, &old), Vec::<String>::new());
}

#[test]
fn two_seats_under_one_label_are_asked_about_until_they_are_one_person() {
    use hearken::study::copies::{Hold, find};
    use hearken::study::withdraw::wanted::{NotOne, seat as wanted_seat};
    let apart = Talk::new().seated(4, "P3", "P3-bbbbbb");
    let room = Room::with(&apart);
    let asked = |room: &Room, name| {
        let copies = find(&OsStorage, &room.search(), Hold::All).unwrap();
        wanted_seat(&copies, &copies.study().withdrawals(&OsStorage).unwrap(), name)
    };
    let ids = vec!["P3-aaaaaa".to_owned(), "P3-bbbbbb".to_owned()];
    assert_eq!(asked(&room, "P3"), Err(NotOne::SeveralSeats { name: "P3".to_owned(), seats: ids }));
    assert_eq!(asked(&room, "P3-bbbbbb").as_deref(), Ok("P3-bbbbbb"));
    assert!(matches!(asked(&room, "P9"), Err(NotOne::NoSeat { .. })));
    let linked = Room::with(&apart.linked("P3-aaaaaa", "P3-bbbbbb"));
    assert_eq!(asked(&linked, "P3").as_deref(), Ok("P3-aaaaaa"));
}

#[test]
fn another_session_in_the_study_keeps_the_words_of_its_own_p3() {
    let room = Room::with(&Talk::new().note(10, 10, &[], 3, "we were scared"));
    let mut other = Talk::new().note(10, 10, &[], 3, "we were never scared").0;
    other = {
        let mut moved = hearken::model::session::Session::new(OTHER_ID.parse().unwrap());
        moved.lists = other.lists;
        moved
    };
    let path = room.write("leeds.json", &v1::write_session(&other));
    room.withdraw("P3", EVERYTHING);
    assert_eq!(shown(&path), ["we were never scared"]);
}

#[test]
fn doing_it_again_changes_nothing_and_the_wider_scope_counts() {
    let talk = Talk::new().note(10, 10, &[], 3, "was scared").quote(11, 11, &[], 3, "I was scared");
    let room = Room::with(&talk);
    room.withdraw("P3", Scope::Quotes);
    let after_quotes = room.files();
    assert!(room.withdraw("P3", Scope::Quotes).is_nothing());
    assert_eq!(room.files(), after_quotes);
    room.withdraw("P3", EVERYTHING);
    assert_eq!(shown(&room.at(FILE)), Vec::<String>::new());
    let after_all = room.files();
    for scope in [Scope::Quotes, EVERYTHING] {
        // The label went with the description, and the program's own number still says who is meant.
        assert!(withdraw(&OsStorage, &room.search(), "P3", scope).unwrap().is_nothing());
        assert_eq!(room.files(), after_all);
    }
    let records = StudyFolder::at(room.at("")).withdrawals(&OsStorage).unwrap();
    assert_eq!(records.withdrawals.iter().count(), 2);
}

#[test]
fn the_preview_counts_what_goes_and_lists_what_only_a_person_can_judge() {
    let whole = Talk::new()
        .note(10, 10, &[], 0, "we were scraed")
        .note(10, 12, &[10], 3, "we were scared at night")
        .note(11, 13, &[], 3, "it was dark")
        .note(11, 14, &[13], 1, "it was dark, I said")
        .note(12, 15, &[], 1, "P3 nods, and P31 does not")
        .note(13, 16, &[], 2, "as they said: “We were scared at night!”")
        .note(14, 17, &[], 2, "nothing of the kind");
    let room = Room::with(&whole);
    let (_, plan) = planned(&OsStorage, &room.search(), "P3", EVERYTHING).unwrap();
    let notes = plan.reach.lists["notes"];
    assert_eq!((notes.versions, notes.entries, notes.partly), (3, 1, 1));
    assert_eq!(
        plan.reach.unnamed.iter().map(hearken::report::versions::VersionTold::text).collect::<Vec<_>>(),
        ["we were scraed"]
    );
    assert_eq!(
        plan.reach.partly.iter().map(hearken::report::versions::VersionTold::text).collect::<Vec<_>>(),
        ["it was dark, I said"]
    );
    let remarks: Vec<&str> = plan.remarks.iter().map(|remark| remark.words.as_str()).collect();
    assert_eq!(remarks, ["P3 nods, and P31 does not", "as they said: “We were scared at night!”"]);
}
