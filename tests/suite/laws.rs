//! The laws of merging, on the bytes that are written, over random histories.
//!
//! `HEARKEN_HISTORIES` says how many histories are played (20,000 when it is not set); `HEARKEN_SEED` plays one
//! again and tells what differs.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use hearken::format::v1::write_session;
use hearken::merge::Join as _;
use hearken::model::session::Session;

use crate::history::{History, session};
use crate::reference::{SessionSet, Version, greatest_first};
use crate::written::{EntrySeen, Seen, file_of};

/// How many histories ended in which way.
#[derive(Debug, Default)]
struct Figures {
    histories: u64,
    with_conflicts: u64,
    with_erasures: u64,
    with_hostile_over: u64,
}

/// A law that does not hold, and what was seen instead.
type Broken = (&'static str, String);

#[test]
fn the_laws_of_merging_hold_over_random_histories() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    if let Some(seed) = number("HEARKEN_SEED") {
        let broken = check(&History::play(seed), &mut Figures::default());
        assert!(broken.is_empty(), "seed {seed}\n{}", told(&broken));
        return;
    }
    let mut figures = Figures::default();
    let mut seeds_by_law: BTreeMap<&'static str, Vec<u64>> = BTreeMap::new();
    for seed in 0..number("HEARKEN_HISTORIES").unwrap_or(20_000) {
        for (law, _) in check(&History::play(seed), &mut figures) {
            seeds_by_law.entry(law).or_default().push(seed);
        }
    }
    let first = |(law, seeds): (_, &Vec<u64>)| {
        format!("{law}: {} histories, {:?}", seeds.len(), seeds.iter().take(5).collect::<Vec<_>>())
    };
    let broken: Vec<String> = seeds_by_law.iter().map(first).collect();
    assert!(broken.is_empty(), "see one again by HEARKEN_SEED:\n{}\n{figures:?}", broken.join("\n"));

    tell(&figures);
    let Figures { histories, with_conflicts, with_erasures, with_hostile_over } = figures;
    assert!(with_conflicts * 4 >= histories, "too few conflicts to learn from: {figures:?}");
    assert!(with_erasures * 10 >= histories, "too few erasures to learn from: {figures:?}");
    assert!(with_hostile_over * 10 >= histories, "too few hostile edges to learn from: {figures:?}");
}

/// Seen under `--nocapture`.
#[expect(clippy::print_stderr, reason = "whoever plays a long run wants to know what was in it")]
fn tell(figures: &Figures) {
    eprintln!("{figures:?}");
}

fn told(broken: &[Broken]) -> String {
    broken.iter().flat_map(|(law, told)| [law, "\n", told, "\n"]).collect()
}

fn join(one: &Session, other: &Session) -> Session {
    let mut joined = one.clone();
    joined.join(other.clone());
    joined
}

fn check(history: &History, figures: &mut Figures) -> Vec<Broken> {
    let mut broken = Vec::new();
    let mut same = |law: &'static str, one: &str, other: &str| {
        if one != other {
            broken.push((law, first_difference(one, other)));
        }
    };
    let [a, b, c] = [0, 1, 2].map(|writer| &history.writers[writer].session);
    let one = &history.writers[0];
    let bytes_of_a = write_session(a);
    let at_once = write_session(&session(&file_of(&one.raw)));
    same("normalise(join(normalise(x), y)) = normalise(join(x, y)), step by step", &bytes_of_a, &at_once);
    let (ab, bc) = (join(a, b), join(b, c));
    let abc = join(&ab, c);
    let written = write_session(&abc);
    let bytes_of_ab = write_session(&ab);
    same("commutative", &bytes_of_ab, &write_session(&join(b, a)));
    same("associative", &written, &write_session(&join(a, &bc)));
    same("idempotent", &write_session(&join(a, a)), &bytes_of_a);
    same("absorbing", &write_session(&join(a, &ab)), &bytes_of_ab);
    same("read(write(x)) writes the same bytes", &write_session(&session(&written)), &written);

    let mut raw = SessionSet::default();
    history.writers.iter().for_each(|writer| raw.join(&writer.raw));
    let at_once = write_session(&session(&file_of(&raw)));
    same("normalise(join(normalise(x), y)) = normalise(join(x, y))", &written, &at_once);

    let seen = Seen::of(&written);
    broken.extend(lost(&raw, &seen.set).map(|version| ("monotone", format!("{version:?}"))));
    let expected = raw.normalised();
    broken.extend(differences(&expected, &seen));
    figures.histories += 1;
    let is_in_conflict = |entry: &EntrySeen| !entry.conflicts.is_empty();
    figures.with_conflicts += u64::from(seen.entries.iter().any(is_in_conflict));
    figures.with_erasures += u64::from(!expected.marks.is_empty());
    figures.with_hostile_over += u64::from(history.has_hostile_over);
    broken
}

/// Versions that are neither in the result nor marked as erased there.
fn lost<'a>(raw: &'a SessionSet, result: &SessionSet) -> impl Iterator<Item = &'a Rc<Version>> {
    let marks = result.marks.iter().map(|mark| (mark.list.clone(), mark.id.clone(), mark.stamp.clone()));
    let marks: BTreeSet<_> = marks.collect();
    let versions = result.versions.clone();
    raw.versions.iter().filter(move |version| {
        let key = (version.list.clone(), version.id.clone(), version.stamp.clone());
        !versions.contains(*version) && !marks.contains(&key)
    })
}

/// What a file holds or shows otherwise than the reference does.
fn differences(expected: &SessionSet, seen: &Seen) -> Vec<Broken> {
    let mut broken = Vec::new();
    let mut note = |law, told| broken.push((law, told));
    if expected.versions != seen.set.versions {
        let missing: Vec<_> = expected.versions.difference(&seen.set.versions).collect();
        let wrong: Vec<_> = seen.set.versions.difference(&expected.versions).collect();
        note("the reference keeps the same versions", format!("gone: {missing:#?}\nstill there: {wrong:#?}"));
    }
    if expected.marks != seen.set.marks {
        let missing: Vec<_> = expected.marks.difference(&seen.set.marks).collect();
        let wrong: Vec<_> = seen.set.marks.difference(&expected.marks).collect();
        note("the reference keeps the same marks", format!("missing: {missing:#?}\nwrong: {wrong:#?}"));
    }
    let records = |set: &SessionSet| {
        (
            set.ids.clone(),
            set.withdrawals.clone(),
            set.erasures.clone(),
            set.plain.clone(),
            set.instruments.clone(),
        )
    };
    if records(expected) != records(&seen.set) {
        let told = format!("expected {:#?}\nseen {:#?}", records(expected), records(&seen.set));
        note("the reference keeps the same records and members", told);
    }
    if expected.instrument() != seen.shown.get("instrument").map(String::as_str) {
        note("the reference shows the same instrument", format!("{:?}", seen.shown));
    }
    // Pairs in the order of the set: the last value of a name is its greatest.
    let shown: BTreeMap<_, _> = expected.plain.iter().cloned().collect();
    if shown.iter().any(|(name, value)| seen.shown.get(name) != Some(value)) {
        note("the reference shows the same plain members", format!("{shown:?}\n{:?}", seen.shown));
    }
    for entry in &seen.entries {
        if expected.versions == seen.set.versions && !is_shown_as(expected, entry) {
            note("the reference shows the same heads", format!("{entry:#?}"));
        }
    }
    broken
}

/// Whether the top, the conflicts and the earlier versions of an entry stand where the reference has them.
fn is_shown_as(expected: &SessionSet, entry: &EntrySeen) -> bool {
    let (list, id) = (entry.list.as_str(), entry.id.as_str());
    let heads = expected.heads(list, id);
    let top = expected.top(list, id);
    let conflicts = heads.iter().copied().filter(|head| Some(*head) != top);
    let versions = expected.versions_of(list, id).into_iter().map(|version| &**version);
    let earlier = versions.filter(|version| !heads.contains(version)).collect();
    Some(&entry.top) == top
        && entry.conflicts.iter().eq(conflicts)
        && entry.earlier.iter().eq(greatest_first(earlier))
        && entry.is_deleted == heads.iter().all(|head| head.is_deleted())
}

fn first_difference(one: &str, other: &str) -> String {
    let mut lines = one.lines().zip(other.lines()).enumerate();
    let place = lines.find(|(_, (one, other))| one != other).map_or(0, |(place, _)| place);
    let around =
        |text: &str| text.lines().skip(place.saturating_sub(12)).take(24).collect::<Vec<_>>().join("\n");
    format!("--- from line {}\n{}\n--- and\n{}", place.saturating_sub(12) + 1, around(one), around(other))
}
