//! Whatever call of the disk fails: nothing has been written, or the filter stands and doing it again finishes.

use hearken::model::erasing::Scope;
use hearken::model::note::NoteKind;
use hearken::storage::OsStorage;
use hearken::study::folder::StudyFolder;

use super::{FILE, ID, Room, Talk, id, shown, version, withdraw};
use crate::faulty::Fault;
use crate::storage::with_faults;
use hearken::format::journal::Put;

const WORDS: &str = "we were scared";

fn room() -> Room {
    let talk = Talk::new().note(10, 9, &[], 0, "we were scraed").note(10, 10, &[9], 3, WORDS).note(
        11,
        11,
        &[],
        1,
        "so were we",
    );
    let room = Room::with(&talk);
    room.write(&format!(".hearken/{ID}.backup"), &talk.text());
    let typed = Put::of("notes", id(20), &version(20, &[], NoteKind::Point, 3, "we were scared again"));
    room.journal(&format!(".hearken/{ID}.journal"), vec![typed], &[(None, "3: ", "we were scared, half")]);
    room.write(".hearken/.second-bbbbbb.json", &talk.text());
    room.write(&format!(".hearken/{ID}.journal.tail-1"), WORDS);
    room
}

#[test]
fn nothing_is_written_or_the_filter_stands_and_doing_it_again_finishes() {
    // One call fails, or all from then on, or a sync that loses bytes: how a single file comes out of each other fault
    // is shown where files are written.
    let faults = [Fault::InputOutput, Fault::Gone, Fault::SyncLosesBytes];
    let number = with_faults(&faults, |storage, fault, _| {
        let room = room();
        let before = room.files();
        let done = withdraw(storage, &room.search(), "P3", Scope::Everything);
        let is_done = done.as_ref().is_ok_and(|done| done.stopped.is_none());
        // A temporary file that could not be removed has words in it as well; the next run takes it away.
        let is_same = room.files() == before;
        let has_records = StudyFolder::at(room.at("")).withdrawals_file().exists();
        assert!(is_same || has_records || done.is_err(), "{fault:?}: {done:?}");
        if has_records {
            assert_eq!(shown(&room.at(FILE)), ["so were we"], "{fault:?}");
            let (session, _) = hearken::study::catalogue::show(&OsStorage, &room.at(FILE)).unwrap();
            assert_eq!(super::texts(&session), ["so were we"], "{fault:?}");
        } else {
            assert!(!is_done, "{fault:?}");
            let kept = room.files();
            assert!(before.iter().all(|(path, bytes)| kept.get(path) == Some(bytes)), "{fault:?}");
        }
        let again = withdraw(&OsStorage, &room.search(), "P3", Scope::Everything).unwrap();
        assert!(again.stopped.is_none(), "{fault:?}: {again:?}");
        for words in [WORDS, "scraed"] {
            assert_eq!(room.holding(words), Vec::<String>::new(), "{fault:?}");
        }
        assert_eq!(shown(&room.at(FILE)), ["so were we"], "{fault:?}");
    });
    assert!(number > 100, "{number}");
}
