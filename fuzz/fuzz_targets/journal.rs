//! Any bytes are a journal up to some byte and a rest: what is read of them is refused in words or written to the same
//! again, and replaying it into a session gives a session that can be written and read, and the same the second time.
#![no_main]

use hearken::format::journal::Line;
use hearken::format::v1::{File, read, write_session};
use hearken::model::session::Session;
use hearken::storage::journal::parse;
use hearken::study::replay::replay;
use libfuzzer_sys::fuzz_target;

/// The check at the head of a line, reckoned bit by bit.
fn check(payload: &[u8]) -> u32 {
    !payload.iter().fold(!0, |sum, byte| {
        (0..8)
            .fold(sum ^ u32::from(*byte), |sum: u32, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}

/// The bytes as a journal; after a first `+` each line gets the check it needs, which no fuzzer would find.
fn journal(bytes: &[u8]) -> Vec<u8> {
    let Some(payloads) = bytes.strip_prefix(b"+") else { return bytes.to_vec() };
    let line = |payload: &[u8]| [format!("{:08x} ", check(payload)).as_bytes(), payload, b"\n"].concat();
    payloads.split(|byte| *byte == b'\n').flat_map(line).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let bytes = journal(bytes);
    let journal = parse(bytes.clone());
    let good = usize::try_from(journal.good_bytes).unwrap();
    assert_eq!(journal.tail.as_ref().map_or(&b""[..], |tail| &tail.bytes), &bytes[good..], "the rest, whole");
    let mut ids = Vec::new();
    for payload in &journal.lines {
        match Line::read(payload) {
            Err(error) => assert!(error.to_string().chars().all(|letter| !letter.is_control())),
            Ok(line) => {
                let again = Line::read(&line.write()).expect("what was written can be read");
                assert_eq!(again.write(), line.write());
                if let hearken::format::journal::Happened::Begin { session, .. } = again.happened {
                    ids.push(session);
                }
            }
        }
    }
    let Some(id) = ids.first() else { return };
    let mut session = Session::new(*id);
    if replay(&mut session, &journal.lines).is_err() {
        return;
    }
    let written = write_session(&session);
    let Ok(File::Session(again)) = read(written.as_bytes()) else { panic!("cannot be read:\n{written}") };
    assert_eq!(write_session(&again), written);
    let twice = replay(&mut session, &journal.lines).expect("as the first time");
    assert_eq!((write_session(&session), twice.versions), (written, 0), "replayed twice");
});
