//! Any bytes are refused in words, or read and written in a form that is read to the same and written to the same.
#![no_main]

use hearken::format::v1::{File, read, write_collection, write_session, write_study};
use libfuzzer_sys::fuzz_target;

fn written(file: &File) -> Option<String> {
    match file {
        File::Session(session) => Some(write_session(session)),
        File::Collection(collection) => Some(write_collection(collection)),
        File::Study(study) => Some(write_study(study)),
        File::Instrument(_) => None,
    }
}

fuzz_target!(|bytes: &[u8]| {
    match read(bytes) {
        Err(error) => assert!(error.to_string().chars().all(|letter| !letter.is_control())),
        Ok(file) => {
            let Some(first) = written(&file) else { return };
            let again = match read(first.as_bytes()) {
                Ok(again) => again,
                Err(error) => panic!("{error} in what was written:\n{first}"),
            };
            assert_eq!(Some(first), written(&again));
        }
    }
});
