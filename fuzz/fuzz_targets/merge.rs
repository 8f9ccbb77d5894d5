//! Two or three sessions, parted by a line of their own, keep the laws of merging, whatever is in them.
#![no_main]

use hearken::format::v1::{File, read, write_session};
use hearken::merge::Join as _;
use hearken::model::session::Session;
use libfuzzer_sys::fuzz_target;

fn join(one: &Session, other: &Session) -> Session {
    let mut joined = one.clone();
    joined.join(other.clone());
    joined
}

fn session(bytes: &[u8]) -> Option<Session> {
    match read(bytes) {
        Ok(File::Session(session)) => Some(*session),
        _ => None,
    }
}

/// The pieces between lines that hold nothing but `---`.
fn pieces(bytes: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(5).position(|five| five == b"\n---\n") {
        pieces.push(&rest[..at]);
        rest = &rest[at + 5..];
    }
    pieces.push(rest);
    pieces
}

fuzz_target!(|bytes: &[u8]| {
    let sessions: Vec<Session> = pieces(bytes).into_iter().take(3).filter_map(session).collect();
    let [a, b, rest @ ..] = sessions.as_slice() else { return };
    let c = rest.first().unwrap_or(a);
    let (ab, bc) = (join(a, b), join(b, c));
    let bytes_of_ab = write_session(&ab);
    assert_eq!(bytes_of_ab, write_session(&join(b, a)), "commutative");
    assert_eq!(bytes_of_ab, write_session(&join(a, &ab)), "absorbing");
    assert_eq!(write_session(a), write_session(&join(a, a)), "idempotent");
    let abc = write_session(&join(&ab, c));
    assert_eq!(abc, write_session(&join(a, &bc)), "associative");
    assert_eq!(abc, write_session(&join(&join(c, b), a)), "any order");
    let Some(again) = session(abc.as_bytes()) else { panic!("what was written cannot be read:\n{abc}") };
    assert_eq!(abc, write_session(&again), "reading what was written");
    let Some(saved) = session(bytes_of_ab.as_bytes()) else { panic!("cannot be read:\n{bytes_of_ab}") };
    assert_eq!(abc, write_session(&join(&saved, c)), "joining what went through a file");
});
