//! What is half typed in a second window, and the end of its journal that cannot be read, are never lost.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hearken::app::live::shown::what_came_back;
use hearken::format::journal::{DraftName, Happened};
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::session::{NOTES, Session};
use hearken::storage::vault::Vault;
use hearken::storage::{OsStorage, Storage};
use hearken::study::folder::{StudyFolder, read_session};
use hearken::study::keeper::Keeper;
use hearken::study::keys::FromStudy;
use hearken::study::opened::{Opened, Recovered, look};
use hearken::study::recorder::Recorder;
use hearken::study::recover::{Outcome, recover};
use hearken::study::second;

use crate::edges::{draft, now, opened_by, session_in};

/// A session that two windows write, and its second one's copy.
struct Windows {
    home: tempfile::TempDir,
    storage: Arc<dyn Storage>,
    path: PathBuf,
    copy: PathBuf,
    first: (Recorder, Keeper),
    second: (Recorder, Keeper),
}

impl Windows {
    fn open() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (storage, path) = session_in(home.path());
        let (_, first) = begun(&storage, &path, "8x3fpw");
        let copy = second::copy(&*storage, &path, "e4r5t6".parse().unwrap()).unwrap();
        let (_, second) = begun(&storage, &copy, "e4r5t6");
        Self { home, storage, path, copy, first, second }
    }

    fn journal_of_copy(&self) -> PathBuf {
        StudyFolder::around(&self.copy).journal(self.first.0.session().id())
    }
}

fn begun(storage: &Arc<dyn Storage>, path: &Path, writer: &str) -> (Recovered, (Recorder, Keeper)) {
    let Opened { recorder, mut keeper, recovered } = opened_by(storage, path, writer);
    keeper.begin(recorder.session()).unwrap();
    (recovered, (recorder, keeper))
}

fn says((recorder, keeper): &mut (Recorder, Keeper), words: &str, ends: Option<DraftName>) {
    let put = recorder.add(&NOTES, &now(), Note::new(NoteKind::Point, words, Origin::Live)).unwrap();
    keeper.append(Happened::Put { puts: vec![put], ends }).unwrap();
}

fn half_typed(back: &Recovered) -> Vec<&str> {
    back.drafts.values().map(|draft| draft.text.as_str()).collect()
}

fn words(session: &Session) -> Vec<String> {
    let mut words: Vec<String> =
        session.lists.notes.standing().map(|(_, version)| version.body.text.clone()).collect();
    words.sort();
    words
}

fn recovered(home: &Path) -> Outcome {
    let vault = Vault::on(Arc::new(OsStorage), Arc::new(FromStudy::default()));
    recover(&vault, &StudyFolder::at(home)).unwrap()
}

#[test]
fn what_was_half_typed_in_a_second_window_comes_back_whichever_is_left_first() {
    for order in ["second, first", "first, second", "killed, first", "first, killed and recovered"] {
        let mut windows = Windows::open();
        says(&mut windows.second, "noted beside it", None);
        windows.second.1.append(draft("We find out in Mar")).unwrap();
        let Windows { home, storage, path, copy, first, second } = windows;
        let close = |(recorder, keeper): (Recorder, Keeper)| keeper.close(recorder.session()).unwrap();
        match order {
            "second, first" => {
                close(second);
                second::join_back(&storage, &copy, &path).unwrap();
                close(first);
            }
            "first, second" => {
                close(first);
                close(second);
                second::join_back(&storage, &copy, &path).unwrap();
            }
            "killed, first" => {
                drop(second);
                close(first);
            }
            _ => {
                close(first);
                drop(second);
                for versions in [2, 0] {
                    let told = recovered(home.path());
                    assert_eq!((told.recovered[0].versions, told.recovered[0].half_typed), (versions, 1));
                }
            }
        }
        assert_eq!(words(&read_session(&*storage, &path).unwrap()), ["noted beside it"], "{order}");
        // Killed before anything was written.
        drop(opened_by(&storage, &path, "r5t6y7"));
        let (back, opened) = begun(&storage, &path, "w3e4r5");
        assert_eq!(half_typed(&back), ["We find out in Mar"], "{order}");
        assert!(!copy.exists(), "{order}: all of it is in the session's own files");
        drop(opened);
        assert_eq!(half_typed(&look(&*storage, &path).unwrap().recovered), ["We find out in Mar"], "{order}");
    }
}

#[test]
fn of_two_notes_that_are_half_typed_in_one_place_each_comes_back_in_its_turn() {
    let mut windows = Windows::open();
    windows.first.1.append(draft("in the first wind")).unwrap();
    windows.second.1.append(draft("in the second wind")).unwrap();
    let Windows { home: _home, storage, path, copy, first, second } = windows;
    second.1.close(second.0.session()).unwrap();
    first.1.close(first.0.session()).unwrap();
    second::join_back(&storage, &copy, &path).unwrap();
    let (back, mut opened) = begun(&storage, &path, "w3e4r5");
    assert_eq!((half_typed(&back), back.waiting), (vec!["in the first wind"], 1));
    assert!(what_came_back(&back).unwrap().contains("in a second window waits"));
    says(&mut opened, "in the first window", Some(DraftName { note: None }));
    opened.1.close(opened.0.session()).unwrap();
    let (back, mut opened) = begun(&storage, &path, "r5t6y7");
    assert_eq!((half_typed(&back), back.waiting), (vec!["in the second wind"], 0));
    says(&mut opened, "in the second window", Some(DraftName { note: None }));
    opened.1.close(opened.0.session()).unwrap();
    let (back, (recorder, _keeper)) = begun(&storage, &path, "t6y7v8");
    assert_eq!(half_typed(&back), Vec::<&str>::new());
    assert_eq!(words(recorder.session()), ["in the first window", "in the second window"]);
}

#[test]
fn the_unreadable_end_of_a_second_windows_journal_is_put_aside_beside_the_sessions_own() {
    for is_recovered in [false, true] {
        let mut windows = Windows::open();
        says(&mut windows.second, "noted beside it", None);
        let journal = windows.journal_of_copy();
        let Windows { home, storage, path, copy, first, second } = windows;
        drop(second);
        fs::OpenOptions::new().append(true).open(&journal).unwrap().write_all(b"scared at ni").unwrap();
        first.1.close(first.0.session()).unwrap();
        second::join_back(&storage, &copy, &path).unwrap();
        let put_aside = if is_recovered {
            recovered(home.path()).recovered.remove(0).put_aside
        } else {
            let (back, _opened) = begun(&storage, &path, "w3e4r5");
            back.put_aside.into_iter().map(|(path, _)| path).collect()
        };
        let [aside] = &*put_aside else { panic!("{put_aside:?}") };
        assert_eq!(fs::read(aside).unwrap(), b"scared at ni");
        assert_eq!(aside.parent(), Some(&*home.path().join(".hearken")));
        assert!(!copy.exists() && !journal.exists());
    }
}

#[test]
fn a_copy_in_which_all_that_was_typed_was_erased_again_is_joined_and_gone() {
    let mut windows = Windows::open();
    windows.second.1.append(draft("")).unwrap();
    let Windows { home: _home, storage: _, path: _, copy, first, second } = windows;
    drop(second);
    first.1.close(first.0.session()).unwrap();
    assert!(!copy.exists());
}
