//! The schemas in `schemas/` are the ones that the shapes of files give.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hearken::format::schema::schemas;

/// Set to `1` to write the files anew; see `CONTRIBUTING.md`.
const WRITE: &str = "HEARKEN_WRITE_SCHEMAS";

#[test]
fn the_checked_in_schemas_are_those_of_the_shapes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let is_writing = std::env::var_os(WRITE).is_some_and(|value| value == "1");
    let mut expected = BTreeSet::new();
    for schema in schemas() {
        let name = format!("{}.schema.json", schema.name);
        let path = folder.join(&name);
        if is_writing {
            fs::write(&path, &schema.text).unwrap();
        }
        let held = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            held == schema.text,
            "schemas/{name} is not what the shapes give; `{WRITE}=1 cargo test` writes it anew, then read the \
             difference"
        );
        expected.insert(name);
    }
    let found: BTreeSet<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected, "what else stands in schemas/?");
}

#[test]
fn there_is_one_schema_for_each_kind_of_file() {
    let names: BTreeSet<_> = schemas().iter().map(|schema| schema.name).collect();
    assert_eq!(names, BTreeSet::from(["collection", "instrument", "session", "study"]));
}
