//! Edges of saving and reading at which words or files could be lost: each test says what holds.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hearken::format::journal::{DraftEdit, Happened};
use hearken::format::v1::{self, File};
use hearken::model::ids::{EntryId, SessionId};
use hearken::model::json::Json;
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::people::RecorderRole;
use hearken::model::running::SessionKind;
use hearken::model::session::NOTES;
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::storage::{OsStorage, Storage};
use hearken::study::Now;
use hearken::study::create::{FreshIds, Setup, create};
use hearken::study::folder::StudyFolder;
use hearken::study::opened::{Opened, Opener, look, open};
use hearken::study::recorder::Recorder;

use crate::faulty::{Fault, Faulty};

pub(crate) fn now() -> Now {
    Now { millis: Millis::new(1_795_430_527_123), wall: When::new("2026-11-23T10:42:07+00:00") }
}

pub(crate) fn session_in(home: &Path) -> (Arc<dyn Storage>, PathBuf) {
    let storage: Arc<dyn Storage> = Arc::new(OsStorage);
    let setup = Setup {
        instrument: "practice-survey".into(),
        kind: SessionKind::FocusGroup,
        site: "Norwich".into(),
        planned_minutes: Some(90),
        seats: vec![None, None],
        initials: "NT".into(),
        role: RecorderRole::NoteTaker,
        source: None,
        lang: None,
    };
    let ids = FreshIds {
        session: SessionId::from_random([1; 10]),
        writer: "kj4x9q".parse().unwrap(),
        laptop: "7tq2m9".parse().unwrap(),
    };
    let (_, path) = create(&*storage, &StudyFolder::at(home), &setup, ids, &now()).unwrap();
    (storage, path)
}

fn opened(storage: &Arc<dyn Storage>, path: &Path) -> Opened {
    opened_by(storage, path, "8x3fpw")
}

pub(crate) fn opened_by(storage: &Arc<dyn Storage>, path: &Path, writer: &str) -> Opened {
    let opener = Opener {
        writer: writer.parse().unwrap(),
        laptop: "7tq2m9".parse().unwrap(),
        initials: "NT".into(),
        role: RecorderRole::NoteTaker,
    };
    open(storage, path, &opener, &now(), 1).unwrap()
}

pub(crate) fn draft(text: &str) -> Happened {
    Happened::Draft(DraftEdit {
        note: None,
        at: 0,
        removed: 0,
        inserted: text.into(),
        signs: None,
        flags: std::collections::BTreeSet::new(),
        said_at: When::new("2026-11-23T10:42:07+00:00"),
    })
}

fn notes_after_a_crash(storage: &Arc<dyn Storage>, path: &Path) -> usize {
    look(&**storage, path).unwrap().session.lists.notes.standing().count()
}

fn quote() -> Note {
    Note::new(NoteKind::Quote, "words", Origin::Live)
}

#[test]
fn a_half_typed_note_outlasts_a_crash_between_making_and_using_the_second_journal() {
    let home = tempfile::tempdir().unwrap();
    let (storage, path) = session_in(home.path());
    let Opened { recorder, mut keeper, .. } = opened(&storage, &path);
    keeper.begin(recorder.session()).unwrap();
    keeper.append(draft("We find out in March")).unwrap();
    drop(keeper.second_journal().create().unwrap().unwrap());
    assert_eq!(look(&*storage, &path).unwrap().recovered.drafts.len(), 1);
}

#[test]
fn beginning_again_after_a_second_journal_could_not_be_made_keeps_what_only_the_first_one_has() {
    let home = tempfile::tempdir().unwrap();
    let (storage, path) = session_in(home.path());
    let Opened { mut recorder, mut keeper, .. } = opened(&storage, &path);
    keeper.begin(recorder.session()).unwrap();
    let put = recorder.add(&NOTES, &now(), quote()).unwrap();
    keeper.append(Happened::Put { puts: vec![put], ends: None }).unwrap();
    // What `run` does a second after `second_journal().create()` or `switch` has failed.
    keeper.begin(recorder.session()).unwrap();
    assert_eq!(notes_after_a_crash(&storage, &path), 1);
}

#[test]
fn a_second_journal_in_use_is_not_replaced_after_beginning_in_the_same_folder_has_failed() {
    let home = tempfile::tempdir().unwrap();
    let (_, path) = session_in(home.path());
    let disk = Faulty::at(home.path(), 0, None);
    let storage: Arc<dyn Storage> = Arc::new(disk.clone());
    let Opened { mut recorder, mut keeper, .. } = opened(&storage, &path);
    keeper.begin(recorder.session()).unwrap();
    let second = keeper.second_journal().create().unwrap().unwrap();
    drop(keeper.switch(second, recorder.session().clone()).unwrap());
    disk.fails_below(&StudyFolder::at(home.path()).next_journal(recorder.session().id()), Fault::Full);
    keeper.move_to(home.path(), recorder.session()).unwrap_err();
    disk.heal();
    let put = recorder.add(&NOTES, &now(), quote()).unwrap();
    keeper.append(Happened::Put { puts: vec![put], ends: None }).unwrap();
    // What `run` does when it is time for a snapshot, as far as it comes before a crash.
    if keeper.again(recorder.session().clone()).is_none() {
        drop(keeper.second_journal().create());
    }
    assert_eq!(notes_after_a_crash(&storage, &path), 1);
}

#[test]
fn a_note_written_while_there_was_no_journal_is_in_the_next_one() {
    let home = tempfile::tempdir().unwrap();
    let (storage, path) = session_in(home.path());
    let Opened { mut recorder, mut keeper, .. } = opened(&storage, &path);
    let put = recorder.add(&NOTES, &now(), quote()).unwrap();
    let _ = keeper.append(Happened::Put { puts: vec![put], ends: None });
    keeper.begin(recorder.session()).unwrap();
    assert_eq!(notes_after_a_crash(&storage, &path), 1);
}

#[test]
fn a_version_with_a_member_as_deep_as_allowed_is_journalled_whole() {
    let deep = "[".repeat(32) + &"]".repeat(32);
    let text = format!(
        r#"{{"format":"hearken/session","version":1,"id":"k7m2-q9xd-4tn1-b8wz","notes":[{{"id":"n","kind":"point","text":"t","from":"live","later":{deep},"stamp":"2026-11-23T10:42:07.123Z-0002-kj4x9q","over":[]}}]}}"#
    );
    let Ok(File::Session(session)) = v1::read(text.as_bytes()) else { panic!() };
    let mut recorder = Recorder::new(*session, "8x3fpw".parse().unwrap());
    let put = recorder.write(&NOTES, &EntryId::new("n"), &now(), quote(), false).unwrap();
    assert_ne!(put.version, Json::Null);
}

#[test]
fn a_session_that_reads_also_reads_inside_a_collection() {
    let deep = "[".repeat(32) + "1" + &"]".repeat(32);
    let text = format!(
        r#"{{"format":"hearken/session","version":1,"id":"k7m2-q9xd-4tn1-b8wz","deleted":{{"notes":[{{"id":"n","kind":"point","text":"t","from":"live","deleted":true,"stamp":"2026-11-23T10:42:08.123Z-0002-kj4x9q","over":["2026-11-23T10:42:07.123Z-0002-kj4x9q"],"earlier":[{{"kind":"point","text":"t","from":"live","later":{deep},"stamp":"2026-11-23T10:42:07.123Z-0002-kj4x9q","over":[]}}]}}]}}}}"#
    );
    v1::read(text.as_bytes()).unwrap();
    v1::read(format!(r#"{{"format":"hearken/collection","version":1,"sessions":[{text}]}}"#).as_bytes())
        .unwrap();
}

#[test]
fn what_was_read_can_be_written_and_read_again_whatever_deleted_names() {
    for name in ["id", "format", "instrument", "withdrawals", "others", "formerly"] {
        let text = format!(
            r#"{{"format":"hearken/session","version":1,"id":"k7m2-q9xd-4tn1-b8wz","deleted":{{"{name}":[]}}}}"#
        );
        if let Ok(File::Session(session)) = v1::read(text.as_bytes()) {
            let written = v1::write_session(&session);
            assert!(v1::read(written.as_bytes()).is_ok(), "{name}: {:?}", v1::read(written.as_bytes()).err());
        }
    }
}

#[test]
fn an_empty_list_under_others_hides_nothing() {
    let text =
        r#"{"format":"hearken/session","version":1,"id":"k7m2-q9xd-4tn1-b8wz","x":[],"others":{"x":[]}}"#;
    let Ok(File::Session(session)) = v1::read(text.as_bytes()) else { panic!() };
    assert!(v1::write_session(&session).contains("\"x\": []"));
}

#[cfg(unix)]
#[test]
fn a_link_is_no_session_of_a_study() {
    let home = tempfile::tempdir().unwrap();
    let (storage, path) = session_in(home.path());
    std::os::unix::fs::symlink(&path, home.path().join("link.json")).unwrap();
    assert_eq!(StudyFolder::at(home.path()).session_candidates(&*storage).unwrap().len(), 1);
}

#[test]
fn the_journal_of_a_later_version_is_refused_and_left_where_it_is() {
    let home = tempfile::tempdir().unwrap();
    let (storage, path) = session_in(home.path());
    let Ok(File::Session(session)) = v1::read(&std::fs::read(&path).unwrap()) else { panic!() };
    let journal = StudyFolder::at(home.path()).journal(session.id());
    let line = format!(
        r#"{{"q":0,"format":"hearken/journal","version":2,"session":"{}","writer":"8x3fpw"}}"#,
        session.id()
    );
    hearken::storage::journal::JournalFile::create(&*storage, &journal, &[line]).unwrap();
    assert!(look(&*storage, &path).is_err());
}

/// Records a note, lets `change` do something to the session's file meanwhile, and closes; gives the file that was
/// saved into and the words in it.
fn closed_after(home: &Path, change: impl FnOnce(&Path)) -> (PathBuf, Vec<String>) {
    let (storage, path) = session_in(home);
    let Opened { mut recorder, mut keeper, .. } = opened(&storage, &path);
    keeper.begin(recorder.session()).unwrap();
    let put = recorder.add(&NOTES, &now(), quote()).unwrap();
    keeper.append(Happened::Put { puts: vec![put], ends: None }).unwrap();
    change(&path);
    let saved = keeper.close(recorder.session()).unwrap();
    let Ok(File::Session(session)) = v1::read(&std::fs::read(&saved.path).unwrap()) else { panic!() };
    let words = session.lists.notes.standing().map(|(_, version)| version.body.text.clone()).collect();
    (saved.path, words)
}

#[test]
fn what_another_laptop_wrote_into_the_file_under_a_live_session_is_joined() {
    let home = tempfile::tempdir().unwrap();
    let (_, mut words) = closed_after(home.path(), |path| {
        let Ok(File::Session(session)) = v1::read(&std::fs::read(path).unwrap()) else { panic!() };
        let mut theirs = Recorder::new(*session, "zzzzzz".parse().unwrap());
        theirs.add(&NOTES, &now(), Note::new(NoteKind::Point, "theirs", Origin::Live)).unwrap();
        std::fs::write(path, v1::write_session(theirs.session())).unwrap();
    });
    words.sort();
    assert_eq!(words, ["theirs", "words"]);
}

#[test]
fn what_cannot_be_joined_is_left_in_the_file_and_the_session_goes_beside_it() {
    let other = "{\"format\":\"hearken/session\",\"version\":1,\"id\":\"0d3f-aaaa-bbbb-cccc\"}";
    let later = "{\"format\":\"hearken/session\",\"version\":2,\"id\":\"0d3f-aaaa-bbbb-cccc\"}";
    for theirs in ["", "not JSON", other, later] {
        let home = tempfile::tempdir().unwrap();
        let mut file = PathBuf::new();
        let (path, words) = closed_after(home.path(), |path| {
            path.clone_into(&mut file);
            std::fs::write(path, theirs).unwrap();
        });
        assert_eq!(std::fs::read_to_string(&file).unwrap(), theirs);
        assert!(path != file && path.parent() == file.parent(), "{} for {theirs}", path.display());
        assert_eq!(words, ["words"]);
    }
}

#[test]
fn a_file_that_went_away_under_a_live_session_is_written_anew() {
    let home = tempfile::tempdir().unwrap();
    let (path, words) = closed_after(home.path(), |path| std::fs::remove_file(path).unwrap());
    assert_eq!((path.exists(), words), (true, vec!["words".to_owned()]));
}
