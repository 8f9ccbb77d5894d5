//! How far the clocks of the laptops of one session stand apart, from moments that two laptops marked together.
//!
//! Promises: pure, the same for any order of the entries; no stamp and no time is changed, only laid straight when it
//! is shown. Where marks of a laptop disagree by more than [`MOST_APART_MILLIS`], nothing of it is moved.
//! Leaves to others: the words, and jumps of one clock (`report`).
//!
//! Clocks belong to laptops, not to writers. Marks of two laptops under one label are one moment; of a label that both
//! have equally often, the first goes with the first and so on, else each goes with its nearest. Marks without a label
//! go the same way, within [`WINDOW_MILLIS`]; or further apart, where both laptops have equally many, at least two, which
//! agree within [`MOST_APART_MILLIS`]: a clock that is hours wrong is wrong by the same at each. How far a laptop is ahead is the median of the differences; a laptop that
//! shares no mark with the one all are measured by is measured through one that does.
//!
//! A mark's `at` has whole seconds, which is too coarse. Its stamp has milliseconds and is the same moment unless it
//! was pushed past another stamp of its writer: it counts where it falls into the second of `at`, else `at` does.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ids::WriterId;
use crate::model::running::MarkKind;
use crate::model::session::Session;
use crate::model::stamp::Stamp;

/// Marks of one laptop may disagree by so much and still be used.
pub const MOST_APART_MILLIS: i64 = 2000;

/// Two marks without a label that are further apart are two moments, unless several are apart by the same.
pub const WINDOW_MILLIS: i64 = 600_000;

/// What is known of one laptop's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// All others are measured by it.
    Reference,
    /// It is ahead of the reference by so much; below zero, behind.
    Aligned {
        /// By how many milliseconds.
        ahead_ms: i64,
        /// The laptop it shares marks with: the reference, or one that leads there.
        by: WriterId,
        /// From how many common marks.
        marks: usize,
        /// How far those marks disagree, in milliseconds.
        apart_ms: i64,
    },
    /// Its marks disagree too much, so its times are left as they are.
    Refused {
        /// The laptop it shares marks with.
        by: WriterId,
        /// How many common marks there are.
        marks: usize,
        /// How far they disagree, in milliseconds.
        apart_ms: i64,
    },
    /// It shares no mark, so its times are left as they are.
    Unmarked,
}

/// The clocks of a session's laptops.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alignment {
    laptops: BTreeMap<WriterId, WriterId>,
    clocks: BTreeMap<WriterId, Clock>,
}

type Marks = BTreeMap<WriterId, BTreeMap<Option<String>, Vec<i64>>>;

impl Alignment {
    /// Works it out. A session without common marks has a laptop to measure by all the same: the smallest id.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let laptops: BTreeMap<WriterId, WriterId> = session
            .lists
            .writers
            .standing()
            .filter_map(|(id, version)| Some((id.as_str().parse().ok()?, version.body.laptop)))
            .collect();
        let marks = marks(session, &laptops);
        let all: BTreeSet<WriterId> = laptops.values().chain(marks.keys()).copied().collect();
        let number =
            |laptop: WriterId| marks.get(&laptop).map_or(0, |marks| marks.values().map(Vec::len).sum());
        let reference =
            all.iter().copied().max_by_key(|laptop| (number(*laptop), std::cmp::Reverse(*laptop)));
        let clocks = reference.map(|reference| measured(&all, &marks, reference)).unwrap_or_default();
        Self { laptops, clocks }
    }

    /// The laptops by id, each with what is known of its clock.
    #[must_use]
    pub fn clocks(&self) -> impl ExactSizeIterator<Item = (WriterId, Clock)> {
        self.clocks.iter().map(|(laptop, clock)| (*laptop, *clock))
    }

    /// A time that a writer's laptop showed, in milliseconds since 1970, as the reference showed it.
    #[must_use]
    pub fn straight(&self, writer: WriterId, at_ms: i64) -> i64 {
        let laptop = self.laptops.get(&writer).copied().unwrap_or(writer);
        match self.clocks.get(&laptop) {
            Some(Clock::Aligned { ahead_ms, .. }) => at_ms.saturating_sub(*ahead_ms),
            _ => at_ms,
        }
    }
}

/// Common marks by laptop and label, earliest first.
fn marks(session: &Session, laptops: &BTreeMap<WriterId, WriterId>) -> Marks {
    let mut marks = Marks::new();
    for (id, version) in session.lists.marks.standing() {
        let Ok(stamp) = id.as_str().parse::<Stamp>() else { continue };
        let mark = &version.body;
        let Some(at) = mark.at.time().filter(|_| mark.kind == MarkKind::Together) else { continue };
        let (at, exact) = (at.timestamp_millis(), stamp.millis().get());
        let at = if exact.div_euclid(1000) == at.div_euclid(1000) { exact } else { at };
        let laptop = laptops.get(&stamp.writer()).copied().unwrap_or(stamp.writer());
        marks.entry(laptop).or_default().entry(mark.label.clone()).or_default().push(at);
    }
    marks.values_mut().flat_map(BTreeMap::values_mut).for_each(|times| times.sort_unstable());
    marks
}

fn measured(all: &BTreeSet<WriterId>, marks: &Marks, reference: WriterId) -> BTreeMap<WriterId, Clock> {
    let mut clocks: BTreeMap<WriterId, Clock> = all.iter().map(|laptop| (*laptop, Clock::Unmarked)).collect();
    clocks.insert(reference, Clock::Reference);
    let mut reached = vec![(reference, 0_i64)];
    let mut next = 0;
    while let Some((by, before)) = reached.get(next).copied() {
        next += 1;
        for laptop in all {
            if matches!(clocks.get(laptop), Some(Clock::Reference | Clock::Aligned { .. })) {
                continue;
            }
            let Some((ahead, number, apart_ms)) = compared(marks, *laptop, by) else { continue };
            if apart_ms > MOST_APART_MILLIS {
                let is_first = clocks.get(laptop) == Some(&Clock::Unmarked);
                if is_first {
                    clocks.insert(*laptop, Clock::Refused { by, marks: number, apart_ms });
                }
                continue;
            }
            let ahead_ms = before.saturating_add(ahead);
            clocks.insert(*laptop, Clock::Aligned { ahead_ms, by, marks: number, apart_ms });
            reached.push((*laptop, ahead_ms));
        }
    }
    clocks
}

/// How far one laptop is ahead of another, from how many marks, and how far those disagree.
fn compared(marks: &Marks, one: WriterId, other: WriterId) -> Option<(i64, usize, i64)> {
    let (one, other) = (marks.get(&one)?, marks.get(&other)?);
    let mut ahead: Vec<i64> = Vec::new();
    for (label, times) in one {
        let Some(others) = other.get(label) else { continue };
        let apart = paired(times, others).into_iter().map(|(one, other)| one.saturating_sub(other));
        let apart: Vec<i64> = apart.collect();
        let is_sure = label.is_some() || (times.len() == others.len() && agree(&apart));
        ahead.extend(apart.into_iter().filter(|apart| is_sure || apart.saturating_abs() <= WINDOW_MILLIS));
    }
    ahead.sort_unstable();
    let (first, last) = (ahead.first().copied()?, ahead.last().copied()?);
    let (low, high) = (ahead.get((ahead.len() - 1) / 2).copied()?, ahead.get(ahead.len() / 2).copied()?);
    let median = low.saturating_add(high.saturating_sub(low).div_euclid(2));
    Some((median, ahead.len(), last.saturating_sub(first)))
}

/// Whether there are several and all say the same: by chance two lengths of time hardly ever do.
fn agree(apart: &[i64]) -> bool {
    let (least, most) = (apart.iter().min(), apart.iter().max());
    let spread = least.zip(most).map(|(least, most)| most.saturating_sub(*least));
    apart.len() > 1 && spread.is_some_and(|spread| spread <= MOST_APART_MILLIS)
}

/// The first with the first where there are equally many; else those that are nearest to one another.
fn paired(times: &[i64], others: &[i64]) -> Vec<(i64, i64)> {
    if times.len() == others.len() {
        return times.iter().copied().zip(others.iter().copied()).collect();
    }
    let nearest = |to: i64, among: &[i64]| {
        among.iter().copied().min_by_key(|time| (time.saturating_sub(to).saturating_abs(), *time))
    };
    let both = |time: &i64| {
        let other = nearest(*time, others)?;
        (nearest(other, times) == Some(*time)).then_some((*time, other))
    };
    times.iter().filter_map(both).collect()
}
