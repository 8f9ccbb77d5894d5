//! The vectors of merging in `tests/vectors/merge/`: inputs and the bytes that have to come out of them.
//!
//! `HEARKEN_WRITE_VECTORS=1` writes `merged.json` where a new vector has none yet; read it before you commit it.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

use hearken::format::v1::{File, read, write_collection, write_session, write_study};
use hearken::merge::Join as _;
use hearken::model::collection::Collection;
use hearken::model::study::Study;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/merge")
}

/// The folders of all vectors, by name.
fn vectors() -> Vec<PathBuf> {
    let mut vectors: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    vectors.sort();
    vectors
}

/// The texts of a vector's inputs: `1.json`, `2.json` and so on.
fn inputs(vector: &Path) -> Vec<String> {
    (1..).map_while(|number| fs::read_to_string(vector.join(format!("{number}.json"))).ok()).collect()
}

/// What comes out of merging these inputs in this order, as the page of the format says: one session with nothing
/// beside it is written as a session.
fn merged<'a>(inputs: impl Iterator<Item = &'a String>) -> String {
    let mut all = Collection::default();
    let mut studies: Option<Study> = None;
    for input in inputs {
        match read(input.as_bytes()).unwrap_or_else(|error| panic!("{error} in {input}")) {
            File::Session(session) => all.add(*session),
            File::Collection(collection) => all.join(collection),
            File::Study(study) => match &mut studies {
                Some(held) => held.join(*study),
                None => studies = Some(*study),
            },
            File::Instrument(_) => panic!("an instrument is not merged"),
        }
    }
    match (studies, all.sessions.as_slice()) {
        (Some(study), []) => write_study(&study),
        (None, [only]) if all.is_only_sessions() => write_session(only),
        _ => write_collection(&all),
    }
}

#[test]
fn every_vector_gives_its_bytes_in_both_orders_and_again_with_what_came_out() {
    for vector in vectors() {
        let inputs = inputs(&vector);
        let written = merged(inputs.iter());
        let path = vector.join("merged.json");
        if std::env::var_os("HEARKEN_WRITE_VECTORS").is_some() && !path.exists() {
            fs::write(&path, &written).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap();
        let name = vector.display();
        assert_eq!(written, expected, "{name}");
        assert_eq!(merged(inputs.iter().rev()), expected, "{name}, the last input first");
        assert_eq!(merged(inputs.iter().chain([&expected])), expected, "{name}, with what came out");
        assert_eq!(merged([&expected].into_iter().chain(&inputs)), expected, "{name}, into what came out");
        assert_eq!(merged([&expected].into_iter()), expected, "{name}, what came out alone");
    }
}

#[test]
fn every_vector_is_whole_and_named_in_the_page_about_them() {
    let page = fs::read_to_string(folder().join("README.md")).unwrap();
    let vectors = vectors();
    assert!(vectors.len() >= 20, "{}", vectors.len());
    for vector in vectors {
        let name = vector.file_name().unwrap().to_str().unwrap().to_owned();
        let states = fs::read_to_string(vector.join("states.md")).unwrap();
        assert!(states.len() > 80 && !states.trim_end().contains("\n\n"), "{name}: one paragraph");
        assert!(inputs(&vector).len() >= 2, "{name}: two inputs at least");
        assert!(page.contains(&format!("`{name}`")), "{name} is not in README.md");
        let files = fs::read_dir(&vector).unwrap().count();
        assert_eq!(files, inputs(&vector).len() + 2, "{name}: nothing but inputs, states.md and merged.json");
    }
}
