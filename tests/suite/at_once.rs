//! Several commands that change the file of a study, or its records, in one moment: nothing that one wrote is lost.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use hearken::format::v1;
use hearken::model::collection::Collection;
use hearken::model::erasing::{Scope, Withdrawal};
use hearken::model::ids::{SeatId, SessionId, ThemeId, WriterId};
use hearken::model::shape::{Open, Unknown};
use hearken::model::stamp::{Millis, Stamp};
use hearken::model::study::{KeyRole, Relation, Strand};
use hearken::model::when::When;
use hearken::storage::OsStorage;
use hearken::storage::vault::Identity;
use hearken::study::findings::{self, Said};
use hearken::study::folder::StudyFolder;
use hearken::study::keys::{self, StudyKey};
use hearken::study::merge::{Gathered, Merged, Output, Plan, Unmerged, Wanted, gather};
use hearken::study::{Now, StudyError};

/// How many there are of each kind.
const EACH: u32 = 8;

fn writer(number: u32) -> WriterId {
    WriterId::from_random(number.to_be_bytes())
}

fn now(second: u32) -> Now {
    let wall = When::new(format!("2026-11-23T10:42:{second:02}+00:00"));
    Now { millis: Millis::new(1_795_430_520_000 + i64::from(second) * 1000), wall }
}

fn session(number: u32) -> SessionId {
    SessionId::from_random([u8::try_from(number).unwrap(); 10])
}

/// Does it as often as somebody would who is told to try again in a moment.
fn until_free<T>(mut attempt: impl FnMut() -> Result<T, StudyError>) -> T {
    loop {
        match attempt() {
            Err(StudyError::StudyHeld { .. }) => {}
            done => return done.unwrap(),
        }
    }
}

fn add_key(study: &StudyFolder, number: u32) -> String {
    let key = StudyKey {
        recipient: Identity::generate().unwrap().recipient(),
        role: KeyRole::Device,
        laptop: Some(writer(number)),
    };
    assert!(until_free(|| keys::add(&OsStorage, study, &key, (session(0), writer(number)), &now(number))));
    key.recipient.to_string()
}

fn say(study: &StudyFolder, number: u32) -> Result<bool, StudyError> {
    let said = Said {
        theme: ThemeId::new(format!("theme-{number}")),
        strands: [Strand::PracticeSurvey, Strand::Literature].into(),
        relation: Some(Relation::Agree),
        text: None,
    };
    findings::say(&OsStorage, study, said, writer(number), &now(number))
}

/// Records of somebody who withdrew from a session that is not here.
fn records(number: u32) -> Collection {
    let withdrawal = Withdrawal {
        session: Some(session(number)),
        formerly: BTreeSet::new(),
        participant: SeatId::of(1, writer(number)),
        scope: Scope::Everything,
        stamp: Stamp::next(now(number).millis, writer(number), None, &[]).unwrap(),
    };
    let mut records = Collection::default();
    records.withdrawals.insert(Open { known: withdrawal, unknown: Unknown::default() });
    records
}

fn planned(inputs: Vec<PathBuf>, root: &Path) -> (Gathered, Plan) {
    let wanted = Wanted { inputs, ..Wanted::default() };
    let out = Output::Folder(root.to_owned());
    let mut gathered = gather(&OsStorage, wanted, &out, || panic!("nothing is read from there")).unwrap();
    let plan = gathered.plan(&OsStorage, root, &|_, _| ()).unwrap();
    (gathered, plan)
}

fn merge(inputs: Vec<PathBuf>, root: &Path, number: u32) -> Result<Merged, StudyError> {
    let (mut gathered, plan) = planned(inputs, root);
    match gathered.into_folder(&OsStorage, plan, (writer(number), &now(number)), &|_, _| ()) {
        Ok(merged) => Ok(merged),
        Err(Unmerged::Study(error)) => Err(error),
        Err(Unmerged::Begun(begun)) => Err(begun.error),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn of_many_commands_that_change_a_study_at_once_each_finds_what_it_wrote_there() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("visits");
    let study = StudyFolder::at(&root);
    let mut merged_keys = Vec::new();
    for number in 0..EACH {
        let theirs = home.path().join(format!("theirs-{number}"));
        merged_keys.push(add_key(&StudyFolder::at(&theirs), 100 + number));
        fs::write(theirs.join("withdrawals.json"), v1::write_collection(&records(number))).unwrap();
    }
    let mut wanted: Vec<String> = thread::scope(|scope| {
        let (root, study) = (&root, &study);
        let mut adding = Vec::new();
        for number in 0..EACH {
            let theirs = home.path().join(format!("theirs-{number}"));
            scope.spawn(move || until_free(|| merge(vec![theirs.clone()], root, number)));
            adding.push(scope.spawn(move || add_key(study, number)));
            scope.spawn(move || {
                until_free(|| study.make(&OsStorage, session(0), writer(number), &now(number)));
                until_free(|| say(study, number))
            });
        }
        adding.into_iter().map(|added| added.join().unwrap()).collect()
    });
    wanted.extend(merged_keys);
    wanted.sort();
    let stands = study.study(&OsStorage).unwrap().unwrap();
    let mut found: Vec<String> = keys::keys(&stands).iter().map(|key| key.recipient.to_string()).collect();
    found.sort();
    assert_eq!(found, wanted);
    assert_eq!(stands.lists.findings.standing().count(), EACH as usize);
    assert_eq!(study.withdrawals(&OsStorage).unwrap().withdrawals.iter().count(), EACH as usize);
}

#[test]
fn while_somebody_holds_a_study_nobody_else_changes_it() {
    let home = tempfile::tempdir().unwrap();
    let study = StudyFolder::at(home.path().join("visits"));
    let theirs = StudyFolder::at(home.path().join("theirs"));
    add_key(&study, 1);
    add_key(&theirs, 2);
    let before = fs::read(study.study_file()).unwrap();
    let held = study.hold(&OsStorage).unwrap();
    let is_told = |done: Result<(), StudyError>| matches!(done, Err(StudyError::StudyHeld { path }) if path == study.study_file());
    assert!(is_told(say(&study, 3).map(|_| ())));
    assert!(is_told(merge(vec![theirs.root().to_owned()], study.root(), 4).map(|_| ())));
    assert_eq!(fs::read(study.study_file()).unwrap(), before);
    drop(held);
    assert!(say(&study, 3).unwrap());
    merge(vec![theirs.root().to_owned()], study.root(), 4).unwrap();
    assert_eq!(keys::keys(&study.study(&OsStorage).unwrap().unwrap()).len(), 2);
}

#[test]
fn records_that_came_after_a_merge_was_planned_stay() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("visits");
    let study = StudyFolder::at(&root);
    add_key(&study, 1);
    let theirs = home.path().join("records.json");
    fs::write(&theirs, v1::write_collection(&records(1))).unwrap();
    let (mut gathered, plan) = planned(vec![theirs], &root);
    fs::write(study.withdrawals_file(), v1::write_collection(&records(2))).unwrap();
    gathered.into_folder(&OsStorage, plan, (writer(3), &now(3)), &|_, _| ()).unwrap();
    let stands = study.withdrawals(&OsStorage).unwrap();
    assert_eq!(stands.withdrawals.iter().count(), 2);
}
