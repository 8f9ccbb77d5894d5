//! The sheet of the example study, and what its rows became in `sessions/`.

use std::collections::BTreeMap;
use std::path::Path;

use hearken::exchange::sheet::Encoding;
use hearken::storage::OsStorage;
use hearken::study::create::instrument;
use hearken::study::folder::StudyFolder;
use hearken::study::returns::{Wanted, gather};

#[test]
fn the_sheet_of_the_example_gives_exactly_the_returns_in_its_study() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = tempfile::tempdir().unwrap();
    let wanted = Wanted {
        files: vec![root.join("tests/vectors/returns.csv")],
        encoding: Encoding::Utf8,
        instrument: instrument("safeguarding-board").unwrap(),
        key: "Board".to_owned(),
        map: None,
        held_on: None,
        skips_invalid: false,
    };
    let gathered = gather(&OsStorage, wanted, || Ok(Vec::new())).unwrap();
    assert_eq!(gathered.columns().passed_over().count(), 0);
    let looked = gathered.look().unwrap();
    let study = StudyFolder::at(scratch.path());
    let imported = gathered.into_study(&OsStorage, &study, &looked, &|_, _| ()).unwrap();
    assert_eq!((imported.new, imported.skipped), (31, 0));
    let mut stands: BTreeMap<_, _> = super::study::files(&root.join("sessions"));
    stands.retain(|name, _| name.starts_with("2007-"));
    assert_eq!(super::study::files(scratch.path()), stands);
}
