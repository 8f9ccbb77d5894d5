//! Back at the office: what two laptops changed differently is settled in the real program, and two seats asked about.

use std::collections::HashSet;
use std::path::Path;

use hearken::app::commands::{Id, Place};
use hearken::format::v1;
use hearken::merge::Join as _;
use hearken::model::ids::EntryId;
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::session::{NOTES, Session};
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::study::Now;
use hearken::study::recorder::Recorder;

use super::conductor::Conductor;
use crate::person::Laptop;

fn now(second: i64) -> Now {
    let wall = When::new("2026-11-23T10:42:07+00:00");
    Now { millis: Millis::new(1_795_430_527_000 + second * 1000), wall }
}

fn changed(session: &Session, writer: &str, second: i64, ids: &[EntryId]) -> Session {
    let mut recorder = Recorder::new(session.clone(), writer.parse().unwrap());
    for (place, id) in ids.iter().enumerate() {
        let note = Note::new(NoteKind::Point, format!("words {place} of {writer}"), Origin::Live);
        recorder.write(&NOTES, id, &now(second), note, false).unwrap();
    }
    recorder.into_session()
}

/// A session with four notes that two laptops changed, and one of them a third one too.
fn in_conflict() -> Session {
    let mut began =
        Recorder::new(Session::new("k7m2-q9xd-4tn1-b8wz".parse().unwrap()), "kj4x9q".parse().unwrap());
    let ids: Vec<EntryId> = (0..4)
        .map(|place| {
            let note = Note::new(NoteKind::Point, format!("words {place}"), Origin::Live);
            began.add(&NOTES, &now(place), note).unwrap().id
        })
        .collect();
    let began = began.into_session();
    let mut session = changed(&began, "aaaaaa", 10, &ids);
    session.join(changed(&began, "bbbbbb", 20, &ids));
    session.join(changed(&began, "cccccc", 5, &ids[..1]));
    session
}

/// Settles all of it; gives what was used.
pub(super) fn settled(laptop: &Laptop, columns: u16, rows: u16) -> HashSet<Id> {
    let path = laptop.home().join("both.json");
    std::fs::write(&path, v1::write_session(&in_conflict())).unwrap();
    let path = path.display().to_string();
    let mut it = Conductor::start_with(laptop, &["conflicts", &path, "--resolve"], columns, rows);
    it.see("In conflict: 4 left");
    it.key(Place::Choices, Id::Take);
    it.see("1 of 4, 4 left");
    it.key(Place::Sides, Id::NextConflict);
    it.see("2 of 4, 4 left");
    it.key(Place::Sides, Id::PreviousConflict);
    it.see("1 of 4, 4 left");
    it.key(Place::Sides, Id::OtherSide);
    it.see("(2 of 2, Right: next)");
    it.key(Place::Sides, Id::HoldTheirs);
    it.see("2 of 4, 3 left");
    it.key(Place::Sides, Id::HoldMine);
    it.see("3 of 4, 2 left");
    it.key(Place::Sides, Id::HoldBoth);
    it.see("4 of 4, 1 left");
    it.key(Place::Sides, Id::HoldOther);
    it.see_line("words 3 of bbbbbb");
    it.letters(", both of us");
    it.see_line("words 3 of bbbbbb, both of us");
    it.key(Place::Field, Id::SaveNote);
    it.see("In conflict: 0 left");
    it.key(Place::Choices, Id::Back);
    it.see_gone("In conflict");
    it.key(Place::Live, Id::Mark);
    it.see("Mark 1 set at");
    it.menu(Place::Live, Id::SamePerson);
    it.see("No two seats have the same label");
    it.menu(Place::Live, Id::AskRoom);
    it.see("This guide has no questions to be answered one by one.");
    it.menu(Place::Live, Id::Conflicts);
    it.see("Nothing is in conflict here.");
    let (_, used) = it.leave(Place::Live);
    holds(laptop, Path::new(&path));
    used
}

fn holds(laptop: &Laptop, path: &Path) {
    let told = laptop.run(&["conflicts", &path.display().to_string()]);
    assert_eq!(told.status.code(), Some(0));
    let file = std::fs::read(path).unwrap();
    let v1::File::Session(session) = v1::read(&file).unwrap() else { panic!("{}", path.display()) };
    let texts: Vec<&str> =
        session.lists.notes.standing().map(|(_, version)| version.body.text.as_str()).collect();
    let expected = [
        "words 0 of cccccc",
        "words 1 of bbbbbb",
        "words 2 of bbbbbb",
        "words 3 of bbbbbb, both of us",
        "words 2 of aaaaaa",
    ];
    assert_eq!(texts, expected);
    assert_eq!(session.lists.marks.standing().count(), 1);
}
