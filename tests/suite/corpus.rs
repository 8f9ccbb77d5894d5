//! The corpus that is made for measuring: the same options give the same bytes, and every file is canonical.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hearken::format::v1::{self, File, write_session};
use hearken::merge::Join as _;
use hearken::model::session::Session;

#[path = "../../examples/corpus.rs"]
#[allow(dead_code, reason = "the example's options are read by the example alone")]
mod made;

use made::{Wanted, make};

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let listed = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    listed
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap()))
        .collect()
}

fn session(bytes: &[u8]) -> Session {
    match v1::read(bytes).unwrap() {
        File::Session(session) => *session,
        other => panic!("a {}", other.kind()),
    }
}

fn two_copies(seed: u64) -> (tempfile::TempDir, [BTreeMap<String, Vec<u8>>; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_owned();
    let wanted = Wanted { out, sessions: 4, notes: 60, copies: 2, conflicts: 0.2, seed, ..Wanted::default() };
    make(&wanted).unwrap();
    let copies = ["one", "two"].map(|name| files(&folder.path().join(name)));
    (folder, copies)
}

#[test]
fn the_same_options_give_the_same_bytes_and_another_seed_gives_others() {
    let (_kept, first) = two_copies(7);
    assert_eq!(first, two_copies(7).1);
    assert_ne!(first, two_copies(8).1);
    assert_eq!(first[0].len(), 4);
    assert!(first[0].keys().eq(first[1].keys()));
}

#[test]
fn every_file_of_a_corpus_reads_back_and_is_canonical() {
    for bytes in two_copies(3).1.iter().flat_map(BTreeMap::values) {
        assert_eq!(write_session(&session(bytes)).as_bytes(), bytes);
    }
}

#[test]
fn the_two_copies_share_notes_and_differ_and_conflict_when_joined() {
    let (_kept, [one, two]) = two_copies(5);
    let mut texts = BTreeSet::new();
    let mut notes = 0;
    let mut conflicts = 0;
    for (name, bytes) in &one {
        let (mut joined, other) = (session(bytes), session(&two[name]));
        assert!(joined.lists.notes.standing().count() < 60);
        joined.join(other);
        assert_eq!(joined.lists.notes.standing().count(), 60);
        notes += 60;
        texts.extend(joined.lists.notes.standing().map(|(_, version)| version.body.text.clone()));
        conflicts += hearken::model::entry::List::counts(&joined.lists.notes).conflicts;
    }
    assert_eq!(texts.len(), notes, "no two notes say the same");
    assert!(conflicts > 10, "{conflicts}");
}
