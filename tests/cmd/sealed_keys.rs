//! A merge that changes the keys of a study: whoever merges is told, because from then on sessions are sealed to others.

use std::fs;
use std::path::{Path, PathBuf};

use hearken::format::v1::{self, File};
use hearken::model::entry::{Entry, Version};
use hearken::model::ids::EntryId;
use hearken::model::stamp::Stamp;
use hearken::model::study::{KeyRole, Study};
use hearken::storage::OsStorage;
use hearken::storage::vault::{Identity, Recipient};
use hearken::study::folder::{StudyFolder, read_file};
use hearken::study::keys::{self, StudyKey};

use crate::sealed::{QUOTE, Sealed};
use crate::support::{Laptop, OTHER_ID, norwich, now, ran, text, with_quote, writer};

/// The study's file as somebody else has it, with one more key.
fn with_key(sealed: &Sealed, role: KeyRole) -> Recipient {
    let recipient = Identity::generate().unwrap().recipient();
    let laptop = (role == KeyRole::Device).then(|| writer("zzzzzz"));
    let key = StudyKey { recipient: recipient.clone(), role, laptop };
    let theirs = sealed.laptop.at("theirs");
    fs::create_dir_all(&theirs).unwrap();
    fs::copy(sealed.laptop.at("visits/study.json"), theirs.join("study.json")).unwrap();
    let ids = ("0000-0000-0000-0001".parse().unwrap(), writer("a2b3c4"));
    assert!(keys::add(&OsStorage, &StudyFolder::at(theirs), &key, ids, &now(10)).unwrap());
    recipient
}

fn study(path: &Path) -> Box<Study> {
    match read_file(&OsStorage, path) {
        Ok(File::Study(study)) => study,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_merge_that_brings_a_key_of_the_office_says_which_and_says_it_once() {
    let sealed = Sealed::new();
    let theirs = with_key(&sealed, KeyRole::Study);
    let dry = sealed.run_with("device.txt", ["merge", "theirs", "-o", "visits/", "--dry-run"]);
    assert_eq!(dry.code, 3, "{}", dry.err);
    let told = format!("A key of the office would be new to this study: {theirs}.");
    assert!(dry.err.contains(&told), "{}", dry.err);
    let merged = sealed.run_with("device.txt", ["merge", "theirs", "-o", "visits/"]);
    assert_eq!(merged.code, 3, "{}", merged.err);
    let told = format!(
        "A key of the office is new to this study: {theirs}. From then on sessions are sealed to it too, and whoever has \
         it can read them. If you do not know it, ask whose it is before anything more is written."
    );
    assert!(merged.err.contains(&told), "{}", merged.err);
    assert!(sealed.run(["key", "show"]).out.contains(&format!("{theirs}  the office\n")));
    let again = sealed.run_with("device.txt", ["merge", "theirs", "-o", "visits/"]);
    assert_eq!((again.code, again.err.as_str()), (0, ""));
}

#[test]
fn the_facts_of_a_merge_name_new_keys_and_those_that_are_lost() {
    let sealed = Sealed::new();
    let theirs = with_key(&sealed, KeyRole::Device);
    let told = sealed.run_with("device.txt", ["merge", "theirs", "-o", "visits/", "--json"]);
    assert!(told.err.contains(&format!("A key of the laptop zzzzzz is new to this study: {theirs}.")));
    let facts = told.json();
    assert_eq!(facts["new_keys"].as_array().unwrap().len(), 1);
    assert_eq!(facts["new_keys"][0]["key"], theirs.to_string());
    assert_eq!(facts["new_keys"][0]["laptop"], "zzzzzz");
    assert_eq!(facts["lost_keys"], serde_json::json!([]));

    // Somebody deletes the office's key in a copy.
    let path = sealed.laptop.at("theirs/study.json");
    let mut without = study(&path);
    let office = EntryId::new(sealed.office.recipient().to_string());
    let entry = without.lists.keys.get(office.as_str()).unwrap();
    let (over, body) = (Entry::head_stamps(entry), entry.top().unwrap().body.clone());
    let replaced: Vec<Stamp> = over.iter().copied().collect();
    let stamp = Stamp::next(now(20).millis, writer("a2b3c4"), None, &replaced).unwrap();
    without
        .lists
        .keys
        .insert(office, Version { is_deleted: true, ..Version::over(stamp, over, body) }.into());
    fs::write(&path, v1::write_study(&without)).unwrap();
    let told = sealed.run_with("device.txt", ["merge", "theirs", "-o", "visits/", "--json"]);
    let words = format!("This study has lost a key of the office: {}.", sealed.office.recipient());
    assert!(told.code == 3 && told.err.contains(&words), "{}", told.err);
    assert!(told.err.contains("the study is not encrypted any more"), "{}", told.err);
    let facts = told.json();
    assert_eq!(facts["lost_keys"][0]["key"], sealed.office.recipient().to_string());
    assert_eq!(facts["new_keys"], serde_json::json!([]));
}

#[test]
fn git_is_told_of_a_new_key_beside_a_merge_that_is_done() {
    let sealed = Sealed::new();
    let theirs = with_key(&sealed, KeyRole::Study);
    fs::copy(sealed.laptop.at("visits/study.json"), sealed.laptop.at(".merge_file_ours")).unwrap();
    let args = ["merge-driver", "--", "base", ".merge_file_ours", "theirs/study.json", "visits/study.json"];
    let joined = ran(sealed.laptop.hearken().args(args));
    assert_eq!(joined.code, 0, "{}", joined.err);
    assert!(joined.err.contains(&format!("A key of the office is new to this study: {theirs}.")));
    assert_eq!(keys::keys(&study(&sealed.laptop.at(".merge_file_ours"))).len(), 3);
}

#[test]
fn beside_a_study_json_that_cannot_be_read_nothing_is_written_and_everything_is_read() {
    let sealed = Sealed::new();
    let study = fs::read_to_string(sealed.laptop.at("visits/study.json")).unwrap();
    let (cut_off, _) = study.split_at(study.len() / 2);
    let conflict = format!("<<<<<<< ours\n{study}=======\n{study}>>>>>>> theirs\n");
    sealed.laptop.write("typed.txt", "P1: We find out in March.\n");
    sealed.laptop.write("theirs.json", text(&with_quote(OTHER_ID).0));
    for broken in [cut_off, &conflict, ""] {
        sealed.laptop.write("visits/study.json", broken);
        let before = sealed.bytes();
        for refused in [
            sealed.run_with("device.txt", ["new", "--kind", "focus-group", "--site", "Devon"]),
            sealed.run_with("device.txt", ["import", "notes", "typed.txt", "--into", "norwich"]),
            sealed.run_with("device.txt", ["merge", "theirs.json", "-o", "visits/"]),
            sealed.run_with("device.txt", ["merge", "theirs.json", "-o", "visits/devon.json"]),
        ] {
            assert!(refused.code != 0 && refused.err.contains("study.json"), "{}", refused.err);
        }
        let locks = |found: Vec<(PathBuf, Vec<u8>)>| -> Vec<_> {
            found
                .into_iter()
                .filter(|(path, _)| path.extension().is_none_or(|ending| ending != "lock"))
                .collect()
        };
        assert_eq!(locks(sealed.bytes()), locks(before), "{broken}");
        let shown = sealed.run_with("device.txt", ["show", "norwich"]);
        assert!(shown.out.contains(QUOTE), "{}", shown.err);
        let listed = sealed.run_with("device.txt", ["list"]);
        assert!(listed.out.contains("Norwich"), "{}", listed.err);
        let checked = sealed.run_with("device.txt", ["check", "visits"]);
        assert!(checked.out.contains("norwich-k7m2q9xd.json.age: good"), "{}{}", checked.out, checked.err);
        let looked = sealed.run_with("device.txt", ["doctor"]);
        assert!(
            looked.out.contains("Nothing is saved in this study until it can be read."),
            "{}",
            looked.out
        );
    }
    let refused = sealed.run_with("device.txt", ["new", "--kind", "focus-group", "--site", "Devon"]);
    assert!(refused.err.contains("take a copy that names the study's keys"), "{}", refused.err);
    assert!(refused.err.contains("hearken key show"), "{}", refused.err);
    for asked in [["key", "show"], ["doctor", "--ascii"]] {
        let told = sealed.run_with("device.txt", asked);
        let told = format!("{}{}", told.out, told.err);
        assert!(told.contains("take a copy that names the study's keys"), "{told}");
        assert!(!told.contains("earlier copy") && !told.contains("where it came from"), "{told}");
    }
    sealed.laptop.write("visits/study.json", study);
    let made = sealed.run_with("device.txt", ["new", "--kind", "focus-group", "--site", "Devon"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(sealed.run_with("office.txt", ["show", "devon"]).code == 0);
}

#[test]
fn a_study_json_of_a_later_version_is_called_whole_and_a_newer_hearken_is_asked_for() {
    let sealed = Sealed::new();
    let study = fs::read_to_string(sealed.laptop.at("visits/study.json")).unwrap();
    let later = study.replacen("\"version\": 1", "\"version\": 2", 1);
    assert_ne!(study, later);
    sealed.laptop.write("visits/study.json", later);
    let refused = sealed.run_with("device.txt", ["new", "--kind", "focus-group", "--site", "Devon"]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("was written by a newer hearken"), "{}", refused.err);
    assert!(refused.err.contains("That study.json is whole: leave it as it is"), "{}", refused.err);
    assert!(!refused.err.contains("copy"), "{}", refused.err);
}

#[cfg(unix)]
#[test]
fn a_pipe_that_is_called_like_a_study_is_not_waited_on() {
    let laptop = Laptop::new();
    fs::create_dir(laptop.at("visits")).unwrap();
    let pipe = laptop.at("visits/study.json");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let made = laptop.run(["new", "--kind", "focus-group", "--site", "Devon", "--study", "visits"]);
    assert!(
        made.code == 1 && made.err.contains("the study.json of its folder cannot be read"),
        "{}",
        made.err
    );
    assert_eq!(laptop.names("visits"), [".hearken", "study.json"]);
}

#[test]
fn an_encrypted_study_that_is_merged_into_a_new_folder_is_not_plain_there() {
    let sealed = Sealed::new();
    let merged = sealed.run_with("office.txt", ["merge", "visits", "-o", "archive/"]);
    assert_eq!(merged.code, 3, "{}", merged.err);
    assert!(merged.err.contains("A key of the office is new to this study"), "{}", merged.err);
    let names = sealed.laptop.names("archive");
    assert_eq!(names, [".hearken", "2026-11-23-norwich-k7m2q9xd.json.age", "study.json"]);
    let shown = sealed.run_with("office.txt", ["show", "archive/2026-11-23-norwich-k7m2q9xd.json.age"]);
    assert!(shown.out.contains(QUOTE), "{}", shown.err);
}

#[test]
fn what_came_sealed_and_stands_in_plain_after_a_merge_is_told() {
    let sealed = Sealed::new();
    let file = sealed.file();
    let merged = sealed.run_with("office.txt", ["merge", file.to_str().unwrap(), "-o", "archive/"]);
    assert_eq!(merged.code, 3, "{}", merged.err);
    assert!(merged.err.contains("What came sealed stands in archive/ in plain now"), "{}", merged.err);
    assert!(sealed.laptop.names("archive").contains(&"2026-11-23-norwich-k7m2q9xd.json".to_owned()));
    let again = sealed.run_with("office.txt", ["merge", file.to_str().unwrap(), "-o", "archive/"]);
    assert_eq!((again.code, again.err.as_str()), (0, ""), "nothing was written");
    sealed.laptop.write("devon.json", text(&norwich(OTHER_ID)));
    let args = ["merge", file.to_str().unwrap(), "devon.json", "-o", "archive/"];
    let beside = sealed.run_with("office.txt", args);
    assert_eq!((beside.code, beside.err.as_str()), (0, ""), "what was written came in plain");
    assert_eq!(sealed.laptop.names("archive").len(), 3);
}

#[test]
fn a_merge_that_ends_after_it_brought_a_key_says_so() {
    let sealed = Sealed::new();
    sealed.laptop.write("stick/norwich.json", text(&with_quote(OTHER_ID).0));
    fs::copy(sealed.laptop.at("visits/study.json"), sealed.laptop.at("stick/study.json")).unwrap();
    let ended = ran(sealed
        .laptop
        .hearken()
        .env("HOME", sealed.laptop.at("another"))
        .args(["merge", "stick", "-o", "new/"]));
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(!ended.err.contains("Nothing was written"), "{}", ended.err);
    assert!(ended.err.contains("A part of it is written, each file whole; do it again"), "{}", ended.err);
    assert!(ended.err.contains("A key of the office is new to this study"), "{}", ended.err);
    assert_eq!(sealed.laptop.names("new"), [".hearken", "study.json"]);
}
