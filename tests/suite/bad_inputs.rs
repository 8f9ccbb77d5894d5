//! Files that nobody should write and somebody will hand in: every one is refused in words, or kept whole.
#![cfg(test)]

use std::sync::Arc;

use hearken::format::v1::{File, read, write_session};
use hearken::format::{FormatError, Problem};
use hearken::merge::Join as _;
use hearken::model::entry::{SINGLE, Version};
use hearken::model::erasing::{Scope, Withdrawal};
use hearken::model::ids::{EntryId, SeatId, SessionId, WriterId};
use hearken::model::note::{Note, NoteKind, Origin, Summary};
use hearken::model::people::Participant;
use hearken::model::running::{Details, SessionKind};
use hearken::model::session::Session;
use hearken::model::stamp::{Millis, Stamp};
use hearken::model::when::When;

use crate::history::session;
use crate::rules_of_files::file;
use crate::written::Seen;

/// A small session as the program makes one: details, a seat, two notes, one of them edited, a summary.
fn small_session() -> Session {
    let writer = WriterId::from_random([1, 2, 3, 4]);
    let now = Millis::new(1_795_430_527_123);
    let mut last = None;
    let mut next = |over: &[Stamp]| {
        let stamp = Stamp::next(now, writer, last, over).unwrap();
        last = Some(stamp);
        stamp
    };
    let mut session = Session::new(SessionId::from_random([7; 10]));
    let details = Details {
        kind: SessionKind::FocusGroup,
        site: "Norwich".to_owned(),
        held_on: When::new("2026-11-23"),
        planned_minutes: Some(90),
        lang: None,
        source: None,
    };
    session.lists.details.insert(EntryId::new(SINGLE), Arc::new(Version::first(next(&[]), details)));
    let seat = SeatId::of(3, writer);
    let participant = Participant { label: "P3".to_owned(), role: None, sector: None, consent: None };
    session
        .lists
        .participants
        .insert(EntryId::new(seat.as_str()), Arc::new(Version::first(next(&[]), participant)));
    let (first, second) = (next(&[]), next(&[]));
    let mut note = Note::new(NoteKind::Quote, "caf\u{e9} \u{2013} \u{1f600} \u{1b}[2J", Origin::Live);
    session.lists.notes.insert(EntryId::of_stamp(first), Arc::new(Version::first(first, note.clone())));
    session.lists.notes.insert(EntryId::of_stamp(second), Arc::new(Version::first(second, note.clone())));
    note.participant = Some(seat);
    note.tags.insert("short-term".to_owned());
    let edited = next(&[second]);
    let edit = Version::over(edited, [second].into(), note);
    session.lists.notes.insert(EntryId::of_stamp(second), Arc::new(edit));
    let summary = Summary { text: "Short of money.".to_owned(), notes: vec![EntryId::of_stamp(first)] };
    session.lists.summaries.insert(EntryId::new("funding"), Arc::new(Version::first(next(&[]), summary)));
    let withdrawal = Withdrawal {
        session: None,
        formerly: [].into(),
        participant: SeatId::of(9, writer),
        scope: Scope::Quotes,
        stamp: next(&[]),
    };
    session.ledger.withdrawals.insert(withdrawal.into());
    session
}

fn error_of(bytes: &[u8]) -> Option<FormatError> {
    read(bytes).err()
}

#[test]
fn a_file_cut_off_at_any_byte_is_an_error_with_its_place() {
    let whole = write_session(&small_session());
    assert!(error_of(whole.as_bytes()).is_none());
    // The last byte is the newline; without it the file is still whole.
    for end in 0..whole.len() - 1 {
        let error =
            error_of(&whole.as_bytes()[..end]).unwrap_or_else(|| panic!("read when cut off at {end}"));
        let is_inside_a_letter = !whole.is_char_boundary(end);
        match &error.problem {
            Problem::Empty => assert_eq!(end, 0),
            Problem::NotUtf8 { offset } => assert!(is_inside_a_letter && *offset < end, "{error} at {end}"),
            _ => assert!(error.place.is_some(), "no place at {end}: {error}"),
        }
        assert!(
            !error.to_string().contains("Latin-1"),
            "a cut inside a letter at {end} is no other encoding: {error}"
        );
    }
}

#[test]
fn one_bit_turned_anywhere_is_an_error_or_a_file_that_is_read_and_written() {
    let whole = write_session(&small_session()).into_bytes();
    for place in 0..whole.len() {
        for bit in 0..8 {
            let mut turned = whole.clone();
            turned[place] ^= 1 << bit;
            let Ok(file) = read(&turned) else { continue };
            let File::Session(odd) = file else {
                panic!("bit {bit} of byte {place} makes a {}", file.kind())
            };
            let written = write_session(&odd);
            let told = || format!("bit {bit} of byte {place}: {written}");
            let Ok(File::Session(again)) = read(written.as_bytes()) else { panic!("{}", told()) };
            assert_eq!(write_session(&again), written, "{}", told());
        }
    }
}

/// The `second`-th stamp of a day.
fn of_the_day(second: usize) -> String {
    format!("2026-11-23T{:02}:{:02}:{:02}.000Z-0000-aaaaaa", second / 3600, second / 60 % 60, second % 60)
}

/// A note with many versions, greatest stamp first as files hold them; `over` gives what each replaces.
fn long_note(count: usize, stamp: impl Fn(usize) -> String, over: impl Fn(usize) -> String) -> String {
    let version = |number: usize| {
        let (stamp, over) = (stamp(number), over(number));
        let seat = if number == 0 { ",\"participant\":\"P1-aaaaaa\"" } else { "" };
        format!(
            "\"kind\":\"point\",\"text\":\"{number}\",\"from\":\"live\"{seat},\"stamp\":\"{stamp}\",\"over\":[{over}]"
        )
    };
    let earlier: Vec<String> =
        (0..count - 1).rev().map(|number| format!("{{{}}}", version(number))).collect();
    let (id, top, earlier) = (of_the_day(0), version(count - 1), earlier.join(","));
    format!("\"notes\":[{{\"id\":\"{id}\",{top},\"earlier\":[{earlier}]}}]")
}

fn over_the_one_before(number: usize) -> String {
    number.checked_sub(1).map(|before| format!("\"{}\"", of_the_day(before))).unwrap_or_default()
}

/// The day has 86,400 seconds.
const MANY: usize = 86_000;

#[test]
fn a_note_with_a_chain_of_many_versions_is_read_written_and_joined() {
    let mut long = session(&file(&long_note(MANY, of_the_day, over_the_one_before)));
    let written = write_session(&long);
    assert_eq!(written.matches("\"stamp\"").count(), MANY);
    assert!(!written.contains("\"conflicts\""));
    long.join(session(&written));
    assert_eq!(write_session(&long), written);
}

#[test]
fn a_note_with_many_heads_is_read_and_written() {
    let long = session(&file(&long_note(MANY / 2, of_the_day, |_| String::new())));
    let entry = Seen::of(&write_session(&long)).entries.remove(0);
    assert_eq!((entry.earlier.len(), entry.conflicts.len()), (0, MANY / 2 - 1));
}

#[test]
fn a_long_chain_of_erased_versions_is_erased_to_its_end() {
    let note = long_note(MANY, of_the_day, over_the_one_before);
    let erasing = "\"withdrawals\":[{\"participant\":\"P1-aaaaaa\",\"scope\":\"everything\",\"stamp\":\"2026-11-23T23:59:59.000Z-0000-aaaaaa\"}]";
    let erased = session(&file(&format!("{note},{erasing}")));
    let written = write_session(&erased);
    assert_eq!(written.matches("\"linked\": true").count(), MANY - 1);
    assert!(!written.contains("\"text\""));
    assert_eq!(write_session(&session(&written)), written);
}

#[test]
fn many_versions_in_one_circle_hide_no_note() {
    let count = 10_000;
    let around = |number: usize| format!("\"{}\"", of_the_day((number + 1) % count));
    let seen = Seen::of(&write_session(&session(&file(&long_note(count, of_the_day, around)))));
    let entry = &seen.entries[0];
    // Only the greatest stands over an older one: the first.
    assert_eq!((entry.conflicts.len(), entry.earlier.len()), (count - 2, 1));
}

#[test]
fn many_bodies_under_one_stamp_are_all_kept() {
    let count = 2_000;
    let note = long_note(count, |_| of_the_day(0), |_| String::new());
    let written = write_session(&session(&file(&note)));
    assert_eq!(written.matches("\"stamp\"").count(), count);
}

#[test]
fn words_of_ten_thousand_people_nobody_seated_are_kept() {
    let note = |number: usize| {
        let stamp = of_the_day(number);
        format!(
            "{{\"id\":\"{stamp}\",\"participant\":\"P{number}-zzzzzz\",\"kind\":\"quote\",\"text\":\"\",\"from\":\"live\",\"stamp\":\"{stamp}\",\"over\":[]}}"
        )
    };
    let notes: Vec<String> = (0..10_000).map(note).collect();
    let written = write_session(&session(&file(&format!("\"notes\":[{}]", notes.join(",")))));
    assert_eq!(written.matches("-zzzzzz\"").count(), 10_000);
}

#[test]
fn many_seats_that_are_linked_and_withdrawn_are_all_reached() {
    let count = 2_000;
    let stamp = of_the_day(0);
    let each = |write: &dyn Fn(usize) -> String| (0..count).map(write).collect::<Vec<_>>().join(",");
    let links =
        each(&|seat| format!("{{\"id\":\"P{seat}=P{}\",\"stamp\":\"{stamp}\",\"over\":[]}}", seat + 1));
    let withdrawals = each(&|seat| {
        format!("{{\"participant\":\"P{seat}\",\"scope\":\"everything\",\"stamp\":\"{stamp}\"}}")
    });
    let note = format!(
        "{{\"id\":\"a\",\"participant\":\"P{count}\",\"kind\":\"quote\",\"text\":\"gone\",\"from\":\"live\",\"stamp\":\"{stamp}\",\"over\":[]}}"
    );
    let members = format!("\"same_as\":[{links}],\"withdrawals\":[{withdrawals}],\"notes\":[{note}]");
    assert!(!write_session(&session(&file(&members))).contains("gone"));
}

#[test]
fn words_that_should_be_gone_are_gone_as_soon_as_the_file_is_read() {
    let stamp = of_the_day(0);
    let note = format!(
        "\"notes\":[{{\"id\":\"{stamp}\",\"participant\":\"P1\",\"kind\":\"point\",\"text\":\"gone\",\"from\":\"live\",\"stamp\":\"{stamp}\",\"over\":[]}}]"
    );
    for why in [
        format!(
            "\"withdrawals\":[{{\"participant\":\"P1\",\"scope\":\"everything\",\"stamp\":\"{stamp}\"}}]"
        ),
        format!(
            "\"erasures\":[{{\"in\":\"notes\",\"id\":\"{stamp}\",\"reason\":\"mistake\",\"stamp\":\"{stamp}\"}}]"
        ),
        format!("\"erased\":[{{\"in\":\"notes\",\"id\":\"{stamp}\",\"stamp\":\"{stamp}\",\"over\":[]}}]"),
    ] {
        let read = session(&file(&format!("{note},{why}")));
        assert_eq!((read.lists.notes.all().len(), read.ledger.erased.count()), (0, 1), "{why}");
    }
}

#[test]
fn numbers_that_are_no_counts_are_refused_or_kept_exactly() {
    let stamp = of_the_day(0);
    for number in ["-1", "1.5", "1e400", "1E2", "-0", "4294967296", "99999999999999999999999", "2.0"] {
        let note = format!(
            "\"notes\":[{{\"id\":\"{stamp}\",\"kind\":\"count\",\"text\":\"\",\"from\":\"live\",\"for\":{number},\"stamp\":\"{stamp}\",\"over\":[]}}]"
        );
        match read(file(&note).as_bytes()) {
            Ok(File::Session(read)) => assert!(write_session(&read).contains(&format!("\"for\": {number},"))),
            Ok(_) => panic!("a session was written"),
            Err(error) => assert!(error.to_string().contains("notes[0].for: "), "{error}"),
        }
    }
}

#[test]
fn a_stamp_with_the_last_tick_and_in_the_last_year_is_read_and_can_be_replaced() {
    let last_tick: Stamp = "2026-11-23T10:42:07.123Z-ffff-zzzzzz".parse().unwrap();
    let writer = WriterId::from_random([1, 2, 3, 4]);
    let next = Stamp::next(Millis::new(0), writer, None, &[last_tick]).unwrap();
    assert!(next > last_tick && next.to_string().starts_with("2026-11-23T10:42:07.124Z-0000-"), "{next}");
    // A laptop in the year 9999 moves nobody who does not replace its words.
    let far: Stamp = "9999-12-31T23:59:59.999Z-ffff-zzzzzz".parse().unwrap();
    assert!(Stamp::next(last_tick.millis(), writer, None, &[]).unwrap() < far);
    assert!(Stamp::next(last_tick.millis(), writer, None, &[far]).is_err());
}

#[test]
fn a_value_of_the_wrong_kind_is_told_with_its_path_and_place() {
    let stamp = of_the_day(0);
    let note = |members: &str| {
        let rest = "\"id\":\"a\",\"kind\":\"point\",\"text\":\"\",\"from\":\"live\",\"over\":[]";
        let names: Vec<&str> = members.split('"').skip(1).step_by(2).collect();
        let kept: Vec<&str> =
            rest.split(',').filter(|member| !names.contains(&member.split('"').nth(1).unwrap())).collect();
        let stamp = if names.contains(&"stamp") { String::new() } else { format!("\"stamp\":\"{stamp}\",") };
        format!(
            "\"notes\":[{{{stamp}{}{members}}}]",
            kept.iter().flat_map(|member| [member, ","]).collect::<String>()
        )
    };
    let cases = [
        ("\"notes\":5".to_owned(), "notes: "),
        ("\"notes\":{}".to_owned(), "notes: "),
        ("\"notes\":[5]".to_owned(), "notes[0]: "),
        ("\"notes\":[[]]".to_owned(), "notes[0]: "),
        ("\"notes\":[{}]".to_owned(), "notes[0]: “id” is missing"),
        (note("\"id\":7"), "notes[0].id: "),
        (note("\"kind\":7"), "notes[0].kind: "),
        (note("\"kind\":\"shout\""), "notes[0].kind: "),
        (note("\"text\":null"), "notes[0].text: "),
        (note("\"participant\":null"), "notes[0].participant: "),
        (note("\"tags\":{}"), "notes[0].tags: "),
        (note("\"tags\":[7]"), "notes[0].tags[0]: "),
        (note("\"flags\":[\"odd\"]"), "notes[0].flags[0]: "),
        (note("\"deleted\":1"), "notes[0].deleted: "),
        (note("\"over\":\"x\""), "notes[0].over: "),
        (note("\"over\":[5]"), "notes[0].over[0]: "),
        (note("\"stamp\":\"2026-02-30T10:42:07.123Z-0000-kj4x9q\""), "notes[0].stamp: "),
        (note("\"earlier\":{}"), "notes[0].earlier: "),
        (note("\"earlier\":[[]]"), "notes[0].earlier[0]: "),
        (note("\"conflicts\":[{}]"), "notes[0].conflicts[0]: "),
        ("\"details\":[]".to_owned(), "details: "),
        ("\"instrument\":[]".to_owned(), "instrument: "),
        ("\"responses\":[{\"id\":\"q1@P1\",\"question\":\"q1\",\"stamp\":\"2026-11-23T10:42:07.123Z-0000-kj4x9q\",\"over\":[]}]".to_owned(), "responses[0]: “participant” is missing"),
        (format!("\"withdrawals\":[{{\"participant\":\"P1\",\"scope\":\"some\",\"stamp\":\"{stamp}\"}}]"), "withdrawals[0].scope: "),
        (format!("\"withdrawals\":[{{\"scope\":\"quotes\",\"stamp\":\"{stamp}\"}}]"), "withdrawals[0]: “participant” is missing"),
        (format!("\"erasures\":[{{\"in\":\"notes\",\"id\":\"{stamp}\",\"reason\":\"whim\",\"stamp\":\"{stamp}\"}}]"), "erasures[0].reason: "),
        (format!("\"erasures\":[{{\"in\":\"notes\",\"id\":\"{stamp}\",\"versions\":[],\"reason\":\"mistake\",\"stamp\":\"{stamp}\"}}]"), "erasures[0]: “versions” is missing"),
        (format!("\"erasures\":[{{\"in\":\"summaries\",\"id\":\"funding\",\"reason\":\"mistake\",\"stamp\":\"{stamp}\"}}]"), "erasures[0]: “versions” is missing"),
        (format!("\"erasures\":[{{\"in\":\"details\",\"reason\":\"mistake\",\"stamp\":\"{stamp}\"}}]"), "erasures[0]: “versions” is missing"),
        (format!("\"erased\":[{{\"in\":\"notes\",\"id\":\"a\",\"stamp\":\"{stamp}\",\"over\":[],\"text\":\"words\"}}]"), "erased[0].text: "),
        ("\"deleted\":[]".to_owned(), "deleted: "),
        ("\"deleted\":{\"notes\":{}}".to_owned(), "deleted.notes: "),
        ("\"others\":[]".to_owned(), "others: "),
        ("\"others\":{\"x\":5}".to_owned(), "others.x: "),
        ("\"formerly\":\"x\"".to_owned(), "formerly: "),
    ];
    for (members, path) in cases {
        let error = error_of(file(&members).as_bytes()).unwrap_or_else(|| panic!("read: {members}"));
        let told = error.to_string();
        assert!(error.place.is_some() && told.contains(&format!(": {path}")), "{members}\n{told}");
    }
}

#[test]
fn a_file_of_another_version_is_refused() {
    for format in ["hearken/session", "hearken/collection", "hearken/study"] {
        let of =
            |version: &str| format!("{{\"format\":\"{format}\",{version}\"id\":\"k7m2-q9xd-4tn1-b8wz\"}}");
        assert!(read(of("\"version\":1,").as_bytes()).is_ok(), "{format}");
        for version in [
            "",
            "\"version\":1.1,",
            "\"version\":\"1\",",
            "\"version\":null,",
            "\"version\":0,",
            "\"version\":-1,",
            "\"version\":1.0,",
        ] {
            assert!(error_of(of(version).as_bytes()).is_some(), "{format} {version}");
        }
        let later = error_of(of("\"version\":2,\"id\":5,").as_bytes());
        let is_refused = later.as_ref().is_some_and(|error| error.problem == Problem::LaterVersion(2));
        // What a later version means by its members is not for us to say.
        assert!(is_refused || later.is_some_and(|error| matches!(error.problem, Problem::RepeatedName(_))));
        let later = error_of(of("\"version\":2,\"notes\":7,").as_bytes());
        assert_eq!(later.map(|error| error.problem), Some(Problem::LaterVersion(2)));
    }
}
