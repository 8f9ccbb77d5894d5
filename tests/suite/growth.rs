//! One note with a hundred thousand versions, in every shape they can have: the work grows with their number and not
//! with its square, and nothing recurses.
//!
//! No clock says how long is too long: four times as many versions may take eight times as long and no longer. Where
//! the system tells how long a thread has really run, other work on the machine does not count.
#![cfg(test)]

use std::fmt::Write as _;
use std::time::Instant;

use hearken::format::v1::write_session;
use hearken::merge::Join as _;
use hearken::merge::view::view;
use hearken::model::session::Session;

use crate::history::session;
use crate::rules_of_files::file;

const MANY: usize = 100_000;

/// A stamp; the greater the number, the later.
fn stamp(number: usize) -> String {
    let seconds = number / 1000;
    let (hours, minutes, seconds, millis) = (seconds / 3600, seconds / 60 % 60, seconds % 60, number % 1000);
    format!("2026-11-23T{hours:02}:{minutes:02}:{seconds:02}.{millis:03}Z-0000-aaaaaa")
}

/// How the versions of a note stand to each other: the stamp of each, and what it replaces.
type Shape = fn(usize, usize) -> (String, Option<String>);

const SHAPES: [(&str, Shape); 6] = [
    ("a chain", |number, _| (stamp(number), number.checked_sub(1).map(stamp))),
    ("a chain the other way round", |number, count| (stamp(number), Some(stamp((number + 1).min(count))))),
    ("a circle", |number, count| (stamp(number), Some(stamp((number + 1) % count)))),
    ("all heads", |number, _| (stamp(number), None)),
    ("all over the first", |number, _| (stamp(number), (number > 0).then(|| stamp(0)))),
    ("all under one stamp", |_, _| (stamp(0), None)),
];

/// A note of P1's, every tenth version of it without the name.
fn note(count: usize, shape: Shape) -> String {
    let mut versions = String::new();
    for number in (0..count).rev() {
        let (stamp, over) = shape(number, count);
        let who = if number % 10 == 9 { "" } else { "\"participant\":\"P1\"," };
        let over = over.map(|over| format!("\"{over}\"")).unwrap_or_default();
        let end = match number {
            _ if number + 1 == count => ",\"earlier\":[",
            0 => "}",
            _ => "},",
        };
        let start = if number + 1 == count { "" } else { "{" };
        write!(
            versions,
            "{start}\"kind\":\"point\",{who}\"text\":\"{number}\",\"from\":\"live\",\"stamp\":\"{stamp}\",\"over\":[{over}]{end}"
        )
        .unwrap();
    }
    file(&format!("\"notes\":[{{\"id\":\"{}\",{versions}]}}]", stamp(0)))
}

#[expect(clippy::disallowed_methods, reason = "how work grows has to be measured")]
fn begun() -> Instant {
    Instant::now()
}

/// How long this thread has run, in nanoseconds; as the system tells it, or else by the clock on the wall.
fn ran(since: Instant) -> u128 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    told.and_then(|told| told.split_whitespace().next()?.parse().ok())
        .unwrap_or_else(|| since.elapsed().as_nanos())
}

/// What each step took.
fn took(count: usize, shape: Shape) -> Vec<(&'static str, u128)> {
    let text = note(count, shape);
    let withdrawn = session(&file(&format!(
        "\"withdrawals\":[{{\"participant\":\"P1\",\"scope\":\"everything\",\"stamp\":\"{}\"}}]",
        stamp(0)
    )));
    let other =
        session(&note(count / 2, |number, _| (stamp(number * 2).replace("-aaaaaa", "-bbbbbb"), None)));
    let since = begun();
    let mut times = Vec::new();
    let mut last = ran(since);
    let mut step = |name| {
        let now = ran(since);
        times.push((name, now - last));
        last = now;
    };
    let read = session(&text);
    step("read");
    let written = write_session(&read);
    step("write");
    let shown = read.lists.notes.all().next().and_then(|(_, entry)| view(entry)).unwrap();
    step("view");
    let mut joined = read.clone();
    joined.join(other);
    step("join");
    let mut erased = read.clone();
    erased.join(withdrawn);
    step("erase");
    assert_eq!(written.matches("\"stamp\"").count(), count);
    assert!(shown.heads > 0 && is_whole(&joined, count + count / 2) && is_whole(&erased, count));
    times
}

/// Whether every stamp is there, as a version or as a mark of one.
fn is_whole(session: &Session, count: usize) -> bool {
    let versions: usize = session.lists.notes.all().map(|(_, entry)| entry.versions().len()).sum();
    // Marks go by stamps, and bodies under one stamp have one between them.
    versions + session.ledger.erased.count() == count || session.ledger.erased.count() == 1
}

/// The steps that took too long for four times as many versions. What takes a fraction of a second says nothing.
fn slow(name: &str, shape: Shape) -> Vec<String> {
    let (few, many) = (took(MANY / 4, shape), took(MANY, shape));
    let steps = few.into_iter().zip(many);
    let slow = steps.filter(|((_, few), (_, many))| *many > 250_000_000 && *many > few * 8);
    let in_words = |((step, few), (_, many)): ((&str, u128), (&str, u128))| {
        format!("{step} {name}: {} ms, then {} ms", few / 1_000_000, many / 1_000_000)
    };
    slow.map(in_words).collect()
}

#[test]
fn four_times_as_many_versions_take_about_four_times_as_long() {
    for (name, shape) in SHAPES {
        // Only what is slow each time is slow by itself.
        let is_ever_quick = (0..3).any(|_| slow(name, shape).is_empty());
        assert!(is_ever_quick, "{:#?}", slow(name, shape));
    }
}
