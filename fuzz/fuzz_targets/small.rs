//! Any bytes are a list of digests that is refused in words or written and read to the same, and settings of a laptop that
//! are read, made anew or left alone, and are then written and read to the same.
#![no_main]

use std::path::PathBuf;
use std::sync::OnceLock;

use hearken::model::ids::WriterId;
use hearken::storage::OsStorage;
use hearken::study::digests::{read_list, written};
use hearken::study::laptop::Settings;
use libfuzzer_sys::fuzz_target;

/// A folder of this process, best where no disk is.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("hearken-fuzz-small-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    })
}

fn list(bytes: &[u8]) {
    let path = folder().join("visit.sha256");
    std::fs::write(&path, bytes).unwrap();
    match read_list(&OsStorage, &path) {
        // Names in it are made visible where they are printed, like those of files.
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(list) => {
            std::fs::write(&path, written(&list)).unwrap();
            assert_eq!(read_list(&OsStorage, &path).expect("what was written"), list);
        }
    }
}

fn settings(bytes: &[u8]) {
    let path = folder().join("settings.json");
    std::fs::write(&path, bytes).unwrap();
    let fresh: WriterId = "7tq2m9".parse().unwrap();
    let settings = Settings::load(&OsStorage, &path, fresh).settings;
    settings.save(&OsStorage, &path).unwrap();
    let again = Settings::load(&OsStorage, &path, fresh);
    assert!(again.trouble.is_none() && again.settings == settings, "{:?}", again.trouble);
    // What was damaged is put aside; it must not fill the disk.
    for entry in std::fs::read_dir(folder()).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
}

fuzz_target!(|bytes: &[u8]| {
    match bytes.split_first() {
        Some((0, rest)) => list(rest),
        Some((_, rest)) => settings(rest),
        None => {}
    }
});
