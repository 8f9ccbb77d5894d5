//! Collections: sessions by id, and withdrawals and erasures that name the session they reach.
#![cfg(test)]

use hearken::format::v1::{File, read, write_collection, write_session};
use hearken::merge::Join as _;
use hearken::model::collection::Collection;

use crate::cases::{Case, at};
use crate::history::History;
use crate::reference::{Erasure, SessionSet, Withdrawal};
use crate::written::file_of;

const A: &str = "a000-0000-0000-0000";
const B: &str = "b000-0000-0000-0000";
const C: &str = "c000-0000-0000-0000";

fn collection(sessions: &[&str], withdrawals: &[&str], erasures: &[&str]) -> Collection {
    let [sessions, withdrawals, erasures] = [sessions, withdrawals, erasures].map(|list| list.join(","));
    let file = format!(
        "{{\"format\":\"hearken/collection\",\"version\":1,\"sessions\":[{sessions}],\
         \"withdrawals\":[{withdrawals}],\"erasures\":[{erasures}]}}"
    );
    match read(file.as_bytes()) {
        Ok(File::Collection(collection)) => collection,
        Ok(other) => panic!("a {}", other.kind()),
        Err(error) => panic!("{error} in {file}"),
    }
}

/// A session known by these ids, with one note of P1.
fn session(ids: &[&str], second: u32, text: &str) -> String {
    let mut case = Case::new().note(second, second, &[], "P1-aaaaaa point", text);
    case.0.ids = ids.iter().map(|id| (*id).to_owned()).collect();
    file_of(&case.0)
}

fn withdrawal(id: &str, formerly: &[&str]) -> String {
    let formerly: Vec<_> = formerly.iter().map(|id| format!("\"{id}\"")).collect();
    let (formerly, stamp) = (formerly.join(","), at(50));
    format!(
        "{{\"session\":\"{id}\",\"formerly\":[{formerly}],\"participant\":\"P1-aaaaaa\",\"scope\":\"everything\",\"stamp\":\"{stamp}\"}}"
    )
}

fn erasure(id: &str, second: u32) -> String {
    let (note, stamp) = (at(second), at(51));
    format!(
        "{{\"in\":\"notes\",\"session\":\"{id}\",\"id\":\"{note}\",\"reason\":\"mistake\",\"stamp\":\"{stamp}\"}}"
    )
}

/// The file of a join, the same in both orders.
fn joined(one: &Collection, other: &Collection) -> String {
    let (mut here, mut there) = (one.clone(), other.clone());
    here.join(other.clone());
    there.join(one.clone());
    assert_eq!(write_collection(&here), write_collection(&there));
    write_collection(&here)
}

#[test]
fn a_withdrawal_reaches_its_session_and_no_other() {
    let sessions = collection(&[&session(&[A], 1, "gone"), &session(&[B], 2, "stays")], &[], &[]);
    let file = joined(&sessions, &collection(&[], &[&withdrawal(A, &[])], &[]));
    assert!(!file.contains("gone") && file.contains("stays"), "{file}");
}

#[test]
fn a_withdrawal_reaches_a_session_by_its_former_id() {
    // The session was joined with another since, and is shown by that one's id.
    let sessions = collection(&[&session(&[A, B], 1, "gone")], &[], &[]);
    assert!(!joined(&sessions, &collection(&[], &[&withdrawal(B, &[])], &[])).contains("gone"));
    // The withdrawal was made in the joined session, and an old copy comes under its old id.
    let old = collection(&[&session(&[B], 1, "gone")], &[], &[]);
    assert!(!joined(&old, &collection(&[], &[&withdrawal(A, &[B])], &[])).contains("gone"));
}

#[test]
fn an_erasure_reaches_its_session_and_no_other() {
    let sessions = collection(&[&session(&[A], 1, "gone"), &session(&[B], 1, "stays")], &[], &[]);
    let file = joined(&sessions, &collection(&[], &[], &[&erasure(A, 1)]));
    assert!(!file.contains("gone") && file.contains("stays"), "{file}");
}

#[test]
fn a_record_stays_in_the_collection_and_stands_in_the_session_it_reached() {
    let file = joined(
        &collection(&[&session(&[A], 1, "gone")], &[], &[]),
        &collection(&[], &[&withdrawal(A, &[])], &[]),
    );
    assert_eq!(file.matches("\"scope\": \"everything\"").count(), 2, "{file}");
    let Ok(File::Collection(read)) = read(file.as_bytes()) else { panic!("{file}") };
    assert_eq!(write_collection(&read), file);
}

#[test]
fn sessions_that_share_an_id_are_one() {
    let apart = collection(&[&session(&[A], 1, "one"), &session(&[C], 2, "two")], &[], &[]);
    let file =
        joined(&apart, &collection(&[&session(&[A, B], 3, "three"), &session(&[B, C], 4, "four")], &[], &[]));
    assert_eq!(file.matches("\"hearken/session\"").count(), 1, "{file}");
    assert!(["one", "two", "three", "four"].iter().all(|text| file.contains(text)), "{file}");
}

#[test]
fn collections_join_to_the_same_bytes_in_any_order_and_grouping() {
    let pieces = [
        collection(&[&session(&[A], 1, "one"), &session(&[C], 2, "two")], &[], &[]),
        collection(&[&session(&[A, B], 3, "three")], &[], &[&erasure(C, 2)]),
        collection(&[&session(&[B], 4, "four")], &[], &[&erasure(A, 3)]),
        collection(&[], &[&withdrawal(C, &[])], &[]),
        collection(&[&session(&[B, C], 5, "five")], &[], &[]),
    ];
    let all = |places: &[usize]| {
        let mut joined = Collection::default();
        for place in places {
            joined.join(pieces[*place].clone());
        }
        joined
    };
    for dropped in 0..pieces.len() {
        let four: Vec<usize> = (0..pieces.len()).filter(|place| *place != dropped).collect();
        let expected = write_collection(&all(&four));
        for turn in 0..24 {
            // The orders of four things, by their number.
            let (mut left, mut order, mut number) = (four.clone(), Vec::new(), turn);
            for count in (1..=4).rev() {
                order.push(left.remove(number % count));
                number /= count;
            }
            assert_eq!(write_collection(&all(&order)), expected, "{order:?}");
            let mut grouped = all(&order[..2]);
            grouped.join(all(&order[2..]));
            assert_eq!(write_collection(&grouped), expected, "{order:?} in pairs");
        }
    }
}

/// The records of a session as they stand beside it, each naming one of its ids.
fn records_beside(set: &SessionSet) -> Collection {
    let ids: Vec<&String> = set.ids.iter().collect();
    let withdrawal = |(place, record): (usize, &Withdrawal)| {
        let (id, Withdrawal { participant, scope, stamp }) = (ids[place % ids.len()], record);
        format!(
            "{{\"session\":\"{id}\",\"participant\":\"{participant}\",\"scope\":\"{scope}\",\"stamp\":\"{stamp}\"}}"
        )
    };
    let erasure = |(place, record): (usize, &Erasure)| {
        let (id, Erasure { list, id: entry, versions, stamp }) = (ids[place % ids.len()], record);
        let entry = if entry.is_empty() { String::new() } else { format!("\"id\":\"{entry}\",") };
        let versions = versions.as_ref().map(|versions| {
            let stamps: Vec<String> = versions.iter().map(|stamp| format!("\"{stamp}\"")).collect();
            format!("\"versions\":[{}],", stamps.join(","))
        });
        let versions = versions.unwrap_or_default();
        format!(
            "{{\"session\":\"{id}\",\"in\":\"{list}\",{entry}{versions}\"reason\":\"mistake\",\"stamp\":\"{stamp}\"}}"
        )
    };
    let withdrawals: Vec<String> = set.withdrawals.iter().enumerate().map(withdrawal).collect();
    let erasures: Vec<String> = set.erasures.iter().enumerate().map(erasure).collect();
    collection(&[], &[&withdrawals.join(",")], &[&erasures.join(",")])
}

#[test]
fn over_random_histories_a_record_beside_the_sessions_does_what_it_does_inside_them() {
    for seed in 0..300 {
        let history = History::play(seed);
        let mut all = SessionSet::default();
        history.writers.iter().for_each(|writer| all.join(&writer.raw));
        let without_records = |set: &SessionSet| SessionSet {
            ids: all.ids.clone(),
            withdrawals: [].into(),
            erasures: [].into(),
            ..set.clone()
        };
        let mut pieces: Vec<Collection> = history
            .writers
            .iter()
            .map(|writer| collection(&[&file_of(&without_records(&writer.raw))], &[], &[]))
            .collect();
        pieces.push(records_beside(&all));
        let expected = write_session(&crate::history::session(&file_of(&all)));
        for first in 0..pieces.len() {
            let mut joined = Collection::default();
            (0..pieces.len()).for_each(|place| joined.join(pieces[(first + place) % pieces.len()].clone()));
            let [only] = joined.sessions.as_slice() else { panic!("seed {seed}: {}", joined.sessions.len()) };
            assert_eq!(write_session(only), expected, "seed {seed}, piece {first} first");
        }
    }
}

#[test]
fn a_session_of_a_later_version_is_refused_in_a_collection_too() {
    let later = session(&[A], 1, "x").replace("\"version\":1", "\"version\":2");
    let file = format!("{{\"format\":\"hearken/collection\",\"version\":1,\"sessions\":[{later}]}}");
    assert!(read(file.as_bytes()).is_err());
}

#[test]
fn what_is_no_session_is_refused_in_a_collection() {
    for other in ["hearken/study", "hearken/collection", "hearken/instrument", "else"] {
        let odd = session(&[A], 1, "x").replace("hearken/session", other);
        let file = format!("{{\"format\":\"hearken/collection\",\"version\":1,\"sessions\":[{odd}]}}");
        assert!(read(file.as_bytes()).is_err(), "{other}");
    }
}

#[test]
fn a_collection_is_written_in_canonical_form() {
    let members = "\"z\":1E2,\"others\":{\"z\":[1]},\"a\":[]";
    let file = format!("{{{members},\"version\":1,\"format\":\"hearken/collection\"}}");
    let Ok(File::Collection(read)) = read(file.as_bytes()) else { panic!("{file}") };
    let expected = "{\n  \"format\": \"hearken/collection\",\n  \"version\": 1,\n  \"sessions\": [],\n  \
        \"withdrawals\": [],\n  \"erasures\": [],\n  \"a\": [],\n  \"z\": 1E2,\n  \"others\": {\n    \
        \"z\": [\n      1\n    ]\n  }\n}\n";
    assert_eq!(write_collection(&read), expected);
}
