//! The clocks of several laptops, laid side by side by what people marked together.

use std::sync::Arc;

use hearken::merge::Join as _;
use hearken::merge::alignment::{Alignment, Clock};
use hearken::model::entry::Version;
use hearken::model::ids::{EntryId, SessionId, WriterId};
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::people::{RecorderRole, Writer};
use hearken::model::running::{ClockMark, MarkKind};
use hearken::model::session::Session;
use hearken::model::stamp::{Millis, Stamp};
use hearken::model::when::When;
use hearken::report::order::said_at;
use proptest::prelude::*;

const BEGAN: i64 = 1_795_430_640_000;

fn id(text: &str) -> WriterId {
    text.parse().unwrap()
}

/// What one laptop holds: opened by a writer, marked at these milliseconds of the session by its own clock.
fn laptop(laptop: &str, writer: &str, marks: &[(i64, Option<&str>)]) -> Session {
    let mut session = Session::new(SessionId::from_random([1; 10]));
    let at = |millis| When::of(chrono::DateTime::from_timestamp_millis(millis).unwrap().fixed_offset());
    let body = Writer {
        laptop: id(laptop),
        initials: "NT".to_owned(),
        role: RecorderRole::NoteTaker,
        opened: at(BEGAN),
    };
    let mut last = None;
    let mut next = |millis| {
        let stamp = Stamp::next(Millis::new(millis), id(writer), last, &[]).unwrap();
        last = Some(stamp);
        stamp
    };
    let opened = Version::first(next(BEGAN - 3_600_000), body);
    session.lists.writers.insert(EntryId::new(writer), Arc::new(opened));
    for (offset, label) in marks {
        let millis = BEGAN + offset;
        let label = label.map(str::to_owned);
        let mark = ClockMark { kind: MarkKind::Together, at: at(millis), jump_ms: None, label };
        let stamp = next(millis);
        session.lists.marks.insert(EntryId::of_stamp(stamp), Arc::new(Version::first(stamp, mark)));
    }
    session
}

fn together(sessions: &[Session]) -> Session {
    let mut all = sessions[0].clone();
    sessions[1..].iter().for_each(|session| all.join(session.clone()));
    all
}

fn clock(alignment: &Alignment, laptop: &str) -> Clock {
    alignment.clocks().find(|(one, _)| *one == id(laptop)).unwrap().1
}

#[test]
fn a_laptop_that_is_ahead_is_laid_back_by_the_median_of_its_marks() {
    let one = laptop("aaaaaa", "w00001", &[(0, None), (60_000, None), (120_000, None)]);
    let other = laptop("bbbbbb", "w00002", &[(3200, None), (63_300, None), (123_150, None)]);
    let alignment = Alignment::of(&together(&[one, other]));
    let expected = Clock::Aligned { ahead_ms: 3200, by: id("aaaaaa"), marks: 3, apart_ms: 150 };
    assert_eq!(clock(&alignment, "aaaaaa"), Clock::Reference);
    assert_eq!(clock(&alignment, "bbbbbb"), expected);
    assert_eq!(alignment.straight(id("w00002"), BEGAN + 3200), BEGAN);
    assert_eq!(alignment.straight(id("w00001"), BEGAN), BEGAN);
}

#[test]
fn marks_that_disagree_by_more_than_two_seconds_move_nothing() {
    for (apart, is_used) in [(2000, true), (2001, false)] {
        let one = laptop("aaaaaa", "w00001", &[(0, None), (60_000, None)]);
        let other = laptop("bbbbbb", "w00002", &[(5000, None), (65_000 + apart, None)]);
        let alignment = Alignment::of(&together(&[one, other]));
        let found = clock(&alignment, "bbbbbb");
        assert_eq!(matches!(found, Clock::Aligned { .. }), is_used, "{apart}");
        if !is_used {
            assert_eq!(found, Clock::Refused { by: id("aaaaaa"), marks: 2, apart_ms: 2001 });
            assert_eq!(alignment.straight(id("w00002"), BEGAN), BEGAN);
        }
    }
}

#[test]
fn a_laptop_is_measured_through_one_that_shares_its_mark() {
    let one = laptop("aaaaaa", "w00001", &[(0, Some("clap"))]);
    let middle = laptop("bbbbbb", "w00002", &[(7000, Some("clap")), (90_000, Some("door"))]);
    let far = laptop("cccccc", "w00003", &[(3_690_000, Some("door"))]);
    let alignment = Alignment::of(&together(&[one, middle, far]));
    assert_eq!(clock(&alignment, "bbbbbb"), Clock::Reference, "it has the most marks");
    let through = |laptop| match clock(&alignment, laptop) {
        Clock::Aligned { ahead_ms, .. } => ahead_ms,
        other => panic!("{other:?}"),
    };
    assert_eq!((through("aaaaaa"), through("cccccc")), (-7000, 3_600_000));
}

#[test]
fn a_mark_that_only_one_laptop_has_is_left_aside() {
    let one = laptop("aaaaaa", "w00001", &[(0, None), (1500, None), (300_000, None)]);
    let other = laptop("bbbbbb", "w00002", &[(200, None), (300_250, None)]);
    let alignment = Alignment::of(&together(&[one, other]));
    let expected = Clock::Aligned { ahead_ms: 225, by: id("aaaaaa"), marks: 2, apart_ms: 50 };
    assert_eq!(clock(&alignment, "bbbbbb"), expected);
}

#[test]
fn marks_an_hour_apart_without_a_label_are_two_moments() {
    let one = laptop("aaaaaa", "w00001", &[(0, None)]);
    let other = laptop("bbbbbb", "w00002", &[(3_600_000, None)]);
    assert_eq!(clock(&Alignment::of(&together(&[one, other])), "bbbbbb"), Clock::Unmarked);
}

#[test]
fn several_marks_that_are_hours_apart_by_the_same_are_of_a_clock_that_is_hours_wrong() {
    let one = laptop("aaaaaa", "w00001", &[(0, None), (65_000, None)]);
    let other = laptop("bbbbbb", "w00002", &[(3_600_000, None), (3_665_400, None)]);
    let alignment = Alignment::of(&together(&[one.clone(), other]));
    let expected = Clock::Aligned { ahead_ms: 3_600_200, by: id("aaaaaa"), marks: 2, apart_ms: 400 };
    assert_eq!(clock(&alignment, "bbbbbb"), expected);
    let other = laptop("bbbbbb", "w00002", &[(3_600_000, None), (3_668_000, None)]);
    assert_eq!(clock(&Alignment::of(&together(&[one, other])), "bbbbbb"), Clock::Unmarked, "by chance");
}

#[test]
fn notes_come_in_the_order_they_were_said_and_not_in_that_of_the_clocks() {
    let one = laptop("aaaaaa", "w00001", &[(0, None)]);
    let other = laptop("bbbbbb", "w00002", &[(60_000, None)]);
    let alignment = Alignment::of(&together(&[one, other]));
    let said = |writer: &str, offset: i64| {
        let time = chrono::DateTime::from_timestamp_millis(BEGAN + offset).unwrap().fixed_offset();
        let stamp = Stamp::next(Millis::new(BEGAN + offset), id(writer), None, &[]).unwrap();
        let note =
            Note { said_at: Some(When::of(time)), ..Note::new(NoteKind::Point, "words", Origin::Live) };
        said_at(&alignment, &EntryId::of_stamp(stamp), &note)
    };
    assert!(said("w00002", 65_000) < said("w00001", 10_000), "its clock is a minute ahead");
    let undated = Note::new(NoteKind::Point, "words", Origin::Paper);
    assert_eq!(said_at(&alignment, &EntryId::new("no stamp"), &undated), i64::MAX);
}

proptest! {
    #[test]
    fn skews_come_back_whatever_order_the_laptops_are_joined_in(
        skews in prop::array::uniform3(-200_000_i64..200_000),
        moments in prop::collection::btree_set(0_i64..5400, 1..6),
        order in Just([0_usize, 1, 2]).prop_shuffle(),
    ) {
        let names = [("aaaaaa", "w00001"), ("bbbbbb", "w00002"), ("cccccc", "w00003")];
        let made: Vec<Session> = names.iter().zip(skews).map(|((of, writer), skew)| {
            let marks: Vec<_> = moments.iter().map(|moment| (moment * 1000 + skew, None)).collect();
            laptop(of, writer, &marks)
        }).collect();
        let alignment = Alignment::of(&together(&made));
        let shuffled: Vec<Session> = order.iter().map(|at| made[*at].clone()).collect();
        prop_assert_eq!(&alignment, &Alignment::of(&together(&shuffled)));
        for ((_, writer), skew) in names.iter().zip(skews) {
            prop_assert_eq!(alignment.straight(id(writer), BEGAN + skew), BEGAN + skews[0]);
        }
    }
}
