//! Sessions that are kept in other folders, where no study says that anything is sealed.

use std::fs;
use std::sync::Arc;

use hearken::storage::Storage;
use hearken::storage::vault::Vault;
use hearken::study::folder::read_session;

use super::{Room, SAID, assert_no_word_below, says, texts};
use crate::faulty::Fault;

/// A new start of the program, which remembers nothing of keys and folders.
fn started_again(room: Room) -> Room {
    let vault = Arc::new(room.vault_with(&room.laptop));
    let storage: Arc<dyn Storage> = Arc::<Vault>::clone(&vault);
    Room { vault, storage, ..room }
}

#[test]
fn a_session_that_is_kept_elsewhere_while_it_is_recorded_stays_sealed_there() {
    let room = Room::new();
    let (_, path) = room.make_session();
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    let stick = tempfile::tempdir().unwrap();
    // What says that the study is encrypted is on the stick that was pulled out.
    let (there, gone) = (room.study().study_file(), room.home.path().join("gone"));
    fs::rename(&there, &gone).unwrap();
    let moved = keeper.move_to(stick.path(), recorder.session()).unwrap().to_owned();
    says(&mut recorder, &mut keeper, 12, SAID[1]);
    room.assert_sealed("moved");
    assert_no_word_below(stick.path(), "on the stick");
    keeper.close(recorder.session()).unwrap();
    assert_no_word_below(stick.path(), "on the stick, closed");
    assert_eq!(texts(&read_session(&room.vault_with(&room.office), &moved).unwrap()).len(), 2);
    // Opened again there, where no study says that anything is sealed.
    let again = started_again(room);
    let (mut recorder, mut keeper, ..) = again.open(&moved, "w3e4r5", 20);
    says(&mut recorder, &mut keeper, 21, SAID[3]);
    keeper.close(recorder.session()).unwrap();
    assert_eq!(again.disk.seen(), Vec::<String>::new());
    assert_no_word_below(stick.path(), "on the stick, opened again");
    assert_eq!(texts(&read_session(&*again.storage, &moved).unwrap()).len(), 3);
}

#[test]
fn a_session_on_a_stick_that_answers_nothing_any_more_goes_on_sealed_in_another_folder() {
    let room = Room::new();
    let (_, path) = room.make_session();
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    let laptop = tempfile::tempdir().unwrap();
    room.disk.fails_below(room.home.path(), Fault::Gone);
    let moved = keeper.move_to(laptop.path(), recorder.session()).unwrap().to_owned();
    says(&mut recorder, &mut keeper, 12, SAID[1]);
    keeper.close(recorder.session()).unwrap();
    room.assert_sealed("the stick is gone");
    assert_no_word_below(laptop.path(), "in the other folder");
    let mut said = texts(&read_session(&room.vault_with(&room.office), &moved).unwrap());
    said.sort();
    assert_eq!(said, [SAID[0], SAID[1]]);
}

#[test]
fn a_session_that_is_moved_from_a_folder_without_a_study_stays_sealed_also_where_that_folder_has_gone() {
    for is_gone in [false, true] {
        let room = Room::new();
        let (_, path) = room.make_session();
        let (mail, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let name = path.file_name().unwrap();
        let copy = mail.path().join(name);
        fs::copy(room.vault.on_disk(&path).unwrap(), mail.path().join(format!("{}.age", name.display())))
            .unwrap();
        let again = started_again(room);
        let (mut recorder, mut keeper, ..) = again.open(&copy, "q2w3e4", 10);
        says(&mut recorder, &mut keeper, 11, SAID[0]);
        if is_gone {
            fs::remove_dir_all(mail.path()).unwrap();
        }
        let moved = keeper.move_to(other.path(), recorder.session()).unwrap().to_owned();
        says(&mut recorder, &mut keeper, 12, SAID[1]);
        again.assert_sealed("moved");
        assert_no_word_below(other.path(), "in the other folder");
        keeper.close(recorder.session()).unwrap();
        again.assert_sealed("closed");
        assert_no_word_below(other.path(), "in the other folder, closed");
        assert_eq!(texts(&read_session(&*again.storage, &moved).unwrap()).len(), 2);
    }
}

#[test]
fn a_sealed_session_whose_name_says_nothing_of_its_id_has_a_sealed_journal_where_no_study_says_so() {
    let room = Room::new();
    let (_, path) = room.make_session();
    let mail = tempfile::tempdir().unwrap();
    fs::copy(room.vault.on_disk(&path).unwrap(), mail.path().join("talk.json.age")).unwrap();
    let again = started_again(room);
    let (mut recorder, mut keeper, ..) = again.open(&mail.path().join("talk.json"), "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    again.assert_sealed("typed");
    assert_no_word_below(mail.path(), "typed");
    keeper.close(recorder.session()).unwrap();
    again.assert_sealed("closed");
    assert_no_word_below(mail.path(), "closed");
}
