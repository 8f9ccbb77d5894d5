//! The laws of merging, on the bytes that are written, over random histories.
//!
//! `HEARKEN_HISTORIES` says how many histories are played (20,000 when it is not set); `HEARKEN_SEED` plays one
//! again and tells what differs. That the laws can fail is tested as well, with joins that are wrong on purpose.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use hearken::format::v1::write_session;
use hearken::merge::Join as _;
use hearken::model::entry::Entries;
use hearken::model::erasing::{Erasure, Reason};
use hearken::model::session::Session;

use crate::history::{Event, History, session};
use crate::reference::{SessionSet, Version, greatest_first};
use crate::written::{EntrySeen, Seen, file_of};

/// How many histories ended in which way.
#[derive(Debug, Default)]
struct Figures {
    histories: u64,
    with_conflicts: u64,
    with_erasures: u64,
    /// Clean ones in which somebody who stayed has words beside words that went.
    with_words_at_risk: u64,
    hostile: u64,
    /// How many histories saw an event.
    saw: BTreeMap<Event, u64>,
}

impl Figures {
    fn add(&mut self, other: Self) {
        self.histories += other.histories;
        self.with_conflicts += other.with_conflicts;
        self.with_erasures += other.with_erasures;
        self.with_words_at_risk += other.with_words_at_risk;
        self.hostile += other.hostile;
        for (event, number) in other.saw {
            *self.saw.entry(event).or_default() += number;
        }
    }
}

/// A law that does not hold, and what was seen instead.
type Broken = (&'static str, String);

/// The histories that broke a law, by the law.
type Seeds = BTreeMap<&'static str, Vec<u64>>;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

#[test]
fn the_laws_of_merging_hold_over_random_histories() {
    if let Some(seed) = number("HEARKEN_SEED") {
        let broken = check(&History::play(seed), join, &mut Figures::default());
        assert!(broken.is_empty(), "seed {seed}\n{}", told(&broken));
        return;
    }
    let (seeds_by_law, figures) = check_all(number("HEARKEN_HISTORIES").unwrap_or(20_000));
    let first = |(law, seeds): (_, &Vec<u64>)| {
        format!("{law}: {} histories, {:?}", seeds.len(), seeds.iter().take(5).collect::<Vec<_>>())
    };
    let broken: Vec<String> = seeds_by_law.iter().map(first).collect();
    assert!(broken.is_empty(), "see one again by HEARKEN_SEED:\n{}\n{figures:?}", broken.join("\n"));

    tell(&figures);
    let Figures { histories, with_conflicts, with_erasures, with_words_at_risk, hostile, .. } = figures;
    assert!(with_conflicts * 4 >= histories, "too few conflicts to learn from: {figures:?}");
    assert!(with_erasures * 10 >= histories, "too few erasures to learn from: {figures:?}");
    assert!(with_words_at_risk * 20 >= histories, "too few words that could have been lost: {figures:?}");
    assert!(hostile * 10 >= histories, "too few hostile histories to learn from: {figures:?}");
}

/// Checks the histories of the first seeds, each thread taking its turn.
fn check_all(count: u64) -> (Seeds, Figures) {
    let threads = u64::try_from(thread::available_parallelism().map_or(1, usize::from)).expect("a few");
    let check_some = |first: u64| {
        let (mut seeds_by_law, mut figures) = (Seeds::new(), Figures::default());
        for seed in (0..count).filter(|seed| seed % threads == first) {
            for (law, _) in check(&History::play(seed), join, &mut figures) {
                seeds_by_law.entry(law).or_default().push(seed);
            }
        }
        (seeds_by_law, figures)
    };
    let (mut seeds_by_law, mut figures) = (Seeds::new(), Figures::default());
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|first| scope.spawn(move || check_some(first))).collect();
        for one in running {
            let (seeds, part) = one.join().expect("a thread without a panic");
            for (law, seeds) in seeds {
                seeds_by_law.entry(law).or_default().extend(seeds);
            }
            figures.add(part);
        }
    });
    (seeds_by_law, figures)
}

#[test]
fn everything_that_can_happen_happens_in_many_histories() {
    let mut saw: BTreeMap<Event, u64> = BTreeMap::new();
    for seed in 0..1_000 {
        History::play(seed).events.into_keys().for_each(|event| *saw.entry(event).or_default() += 1);
    }
    let rare: Vec<_> =
        Event::ALL.iter().filter(|event| saw.get(event).is_none_or(|number| *number < 30)).collect();
    assert!(rare.is_empty(), "in fewer than 30 of 1,000 histories: {rare:?} of {saw:?}");
}

/// A way of making one copy of two.
type Joining = fn(&Session, &Session) -> Session;

#[test]
fn a_wrong_join_breaks_the_law_it_should() {
    let wrong: [(&str, Joining, &str); 7] = [
        ("withdrawals of the other copy are forgotten", without_withdrawals, "commutative"),
        ("of a note only what is shown is kept", newest_only, "monotone"),
        ("nothing is erased", without_erasing, "the reference keeps the same versions"),
        ("marks are thrown away", without_marks, "absorbing"),
        ("the first plain members stand", first_plain_members, "any order and grouping"),
        (
            "ids of the other copy are forgotten",
            without_ids,
            "the reference keeps the same records and members",
        ),
        ("an entry goes whole where a part of it goes", erase_whole_notes, "nobody who stayed loses a word"),
    ];
    for (what, joining, law) in wrong {
        let mut broken = BTreeSet::new();
        for seed in 0..200 {
            broken
                .extend(check(&History::play(seed), joining, &mut Figures::default()).iter().map(|it| it.0));
            if broken.contains(law) {
                break;
            }
        }
        assert!(broken.contains(law), "where {what}: “{law}” holds, and these do not: {broken:?}");
    }
}

fn without_withdrawals(one: &Session, other: &Session) -> Session {
    let mut other = other.clone();
    other.ledger.withdrawals = hearken::model::erasing::Records::default();
    join(one, &other)
}

fn newest_only(one: &Session, other: &Session) -> Session {
    let mut joined = join(one, other);
    let mut notes = Entries::default();
    for (id, entry) in joined.lists.notes.all() {
        entry.top().into_iter().for_each(|top| notes.insert(id.clone(), Arc::clone(top)));
    }
    joined.lists.notes = notes;
    joined
}

fn without_erasing(one: &Session, other: &Session) -> Session {
    let mut joined = one.clone();
    joined.add_ids(other.ids().iter().copied());
    joined.instruments.extend(other.instruments.iter().cloned());
    joined.lists.join(other.lists.clone());
    joined.ledger.join(other.ledger.clone());
    joined
}

fn without_marks(one: &Session, other: &Session) -> Session {
    let mut joined = join(one, other);
    joined.ledger.erased = hearken::model::erasing::Marks::default();
    joined
}

fn first_plain_members(one: &Session, other: &Session) -> Session {
    let mut joined = join(one, other);
    joined.ledger.plain.clone_from(&one.ledger.plain);
    joined
}

fn without_ids(one: &Session, other: &Session) -> Session {
    let mut joined = Session::new(one.id());
    joined.add_ids(one.ids().iter().copied());
    (joined.instruments, joined.lists, joined.ledger) =
        (other.instruments.clone(), other.lists.clone(), other.ledger.clone());
    join(&joined, &{
        let mut same = Session::new(one.id());
        (same.instruments, same.lists, same.ledger) =
            (one.instruments.clone(), one.lists.clone(), one.ledger.clone());
        same
    })
}

fn erase_whole_notes(one: &Session, other: &Session) -> Session {
    let mut joined = join(one, other);
    let marked = joined.ledger.erased.entries().filter(|(list, id, _)| *list == "notes" && id.is_stamp());
    let erasures: Vec<Erasure> = marked
        .map(|(list, id, marks)| Erasure {
            list: list.to_owned(),
            session: None,
            formerly: BTreeSet::new(),
            id: Some(id.clone()),
            versions: None,
            reason: Reason::Mistake,
            stamp: *marks.keys().next().expect("a mark"),
        })
        .collect();
    for erasure in erasures {
        joined.ledger.erasures.insert(erasure.into());
    }
    join(&joined.clone(), &joined)
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

/// Every law on the three copies a history ends with.
fn check(history: &History, join: Joining, figures: &mut Figures) -> Vec<Broken> {
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
    let (ab, bc, ca) = (join(a, b), join(b, c), join(c, a));
    let abc = join(&ab, c);
    let written = write_session(&abc);
    let bytes_of_ab = write_session(&ab);
    same("commutative", &bytes_of_ab, &write_session(&join(b, a)));
    same("associative", &written, &write_session(&join(a, &bc)));
    // Groups of two in either order are equal by now; so these are all orders and groupings of three.
    for other in [join(&bc, a), join(&ca, b), join(b, &ca), join(c, &ab)] {
        same("any order and grouping", &written, &write_session(&other));
    }
    same("idempotent", &write_session(&join(a, a)), &bytes_of_a);
    same("absorbing", &write_session(&join(a, &ab)), &bytes_of_ab);
    same("absorbing", &write_session(&join(&abc, b)), &written);
    same("read(write(x)) writes the same bytes", &write_session(&session(&written)), &written);

    let mut raw = SessionSet::default();
    history.writers.iter().for_each(|writer| raw.join(&writer.raw));
    let at_once = write_session(&session(&file_of(&raw)));
    same("normalise(join(normalise(x), y)) = normalise(join(x, y))", &written, &at_once);

    let seen = Seen::of(&written);
    broken.extend(lost(&raw, &seen.set).map(|version| ("monotone", format!("{version:?}"))));
    let expected = raw.normalised();
    broken.extend(differences(&expected, &seen));
    if !history.is_hostile {
        let robbed = robbed(&raw, &seen.set);
        broken.extend(robbed.map(|version| ("nobody who stayed loses a word", format!("{version:?}"))));
        figures.with_words_at_risk += u64::from(has_words_at_risk(&seen.set));
    }
    figures.histories += 1;
    let is_in_conflict = |entry: &EntrySeen| !entry.conflicts.is_empty();
    figures.with_conflicts += u64::from(seen.entries.iter().any(is_in_conflict));
    figures.with_erasures += u64::from(!expected.marks.is_empty());
    figures.hostile += u64::from(history.is_hostile);
    history.events.keys().for_each(|event| *figures.saw.entry(*event).or_default() += 1);
    broken
}

/// Words that were given somebody's name who did not withdraw, and are gone. Two things may take them: an erasure
/// that names them, and a later correction, straight or through others, which says that they were somebody's who
/// did withdraw, or which an erasure names: the same words, earlier.
fn robbed<'a>(raw: &'a SessionSet, result: &'a SessionSet) -> impl Iterator<Item = &'a Rc<Version>> {
    let withdrawn: BTreeMap<String, &str> =
        raw.withdrawn().into_iter().map(|(seat, scope)| (seat.to_owned(), scope)).collect();
    let may_go = move |version: &Version| {
        let is_named = raw.erasures.iter().any(|erasure| {
            let is_here = (&erasure.list, &erasure.id) == (&version.list, &version.id);
            is_here && erasure.versions.as_ref().is_none_or(|named| named.contains(&version.stamp))
        });
        let is_quote = version.body.get("kind").is_some_and(|kind| kind == "\"quote\"");
        is_named
            || match version.participant().and_then(|seat| withdrawn.get(seat)) {
                Some(scope) => *scope == "everything" || is_quote,
                None => version.list == "participants" && withdrawn.get(&version.id) == Some(&"everything"),
            }
    };
    raw.versions.iter().filter(move |version| {
        let is_gone = version.participant().is_some() && !result.versions.contains(*version);
        is_gone && !with_corrections(raw, version).any(&may_go)
    })
}

/// A version and every one that replaces it, straight or through others.
fn with_corrections<'a>(raw: &'a SessionSet, version: &'a Rc<Version>) -> impl Iterator<Item = &'a Version> {
    let entry = raw.versions_of(&version.list, &version.id);
    let mut reached = vec![version];
    let mut next = 0;
    while let Some(stamp) = reached.get(next).map(|version| version.stamp.as_str()) {
        let above = entry.iter().copied().filter(|other| other.over.contains(stamp));
        let new: Vec<_> = above.filter(|other| !reached.contains(other)).collect();
        reached.extend(new);
        next += 1;
    }
    reached.into_iter().map(|version| &**version)
}

/// Whether an entry holds somebody's words beside the mark of others.
fn has_words_at_risk(result: &SessionSet) -> bool {
    result.marks.iter().any(|mark| {
        let beside = result.versions_of(&mark.list, &mark.id);
        beside.iter().any(|version| version.participant().is_some())
    })
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
