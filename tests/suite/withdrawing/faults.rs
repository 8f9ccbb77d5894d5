//! Whatever call of the disk fails: nothing has been written, or the filter stands and doing it again finishes.

use std::fs;
use std::path::Path;

use hearken::model::erasing::Scope;
use hearken::model::note::NoteKind;
use hearken::storage::{OsStorage, Storage};
use hearken::study::folder::StudyFolder;
use hearken::study::merge::{Output, Unmerged, Wanted, gather};

use super::{FILE, ID, Room, Talk, id, now, shown, version, withdraw, writer};
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

/// Merges records that came from another laptop.
fn merge(storage: &dyn Storage, room: &Room, records: &Path) -> Result<(), Unmerged> {
    let wanted = Wanted { inputs: vec![records.to_owned()], ..Wanted::default() };
    let root = room.at("");
    let out = Output::Folder(root.clone());
    let mut gathered = gather(storage, wanted, &out, || panic!("nothing is read from there"))?;
    let plan = gathered.plan(storage, &root, &|_, _| ())?;
    gathered.into_folder(storage, plan, (writer(), &now()), &|_, _| ()).map(drop)
}

#[test]
fn a_merge_that_brings_a_withdrawal_and_is_cut_off_is_finished_by_merging_again() {
    let other = room();
    other.withdraw("P3", Scope::Everything);
    let records = other.at("withdrawals.json");
    let lived = |has_backup: bool, storage: &dyn Storage, fault: Fault| {
        let room = room();
        room.write(".hearken-3.tmp", &format!("{ID} {WORDS}"));
        for kept in ["backup", "journal"].iter().filter(|_| !has_backup) {
            fs::remove_file(room.at(&format!(".hearken/{ID}.{kept}"))).unwrap();
        }
        let _cut_off = merge(storage, &room, &records);
        if let Err(again) = merge(&OsStorage, &room, &records) {
            panic!("{fault:?}: {again:?}");
        }
        for words in [WORDS, "scraed"] {
            assert_eq!(room.holding(words), Vec::<String>::new(), "{fault:?}, {has_backup}");
        }
        assert_eq!(shown(&room.at(FILE)), ["so were we"], "{fault:?}");
    };
    for has_backup in [true, false] {
        let number = with_faults(&[Fault::InputOutput, Fault::Gone], |storage, fault, _| {
            lived(has_backup, storage, fault);
        });
        assert!(number > 100, "{number}");
    }
}
