//! Joining session by session, some on each core, their order kept.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::copy::{Copy, Origin};
use super::one::{Joined, joined};
use super::{Gathered, Unmerged, Watch};
use crate::storage::Storage;
use crate::study::StudyError;
use crate::study::inputs::BadInput;

/// Bytes of copies that are worked on at once, and as many that wait to be written. More would be no faster; a
/// session that is larger is worked on alone.
const AT_ONCE: u64 = 8 << 20;

/// Why it came to no end.
#[derive(Debug)]
pub(super) enum Stopped {
    /// Copies that cannot be read, by their number.
    Bad(Vec<(usize, BadInput)>),
    /// What was to be done with one failed.
    Study(StudyError),
}

/// Joins one session when it is called: so that whoever makes something of it can take hold of it first.
pub(super) type Join<'a> = &'a dyn Fn() -> Result<Joined, Stopped>;

impl Gathered {
    /// Goes through the sessions: `make` makes something of each, on any core; `take` takes what was made in the order
    /// of ids, one at a time. Once something cannot be read, nothing more is taken, and the rest is only read.
    pub(super) fn flow<S: Send, T: Send>(
        &self,
        (storage, watch): (&dyn Storage, Watch<'_>),
        state: &mut S,
        make: &(impl Fn(&Self, &[&Copy], Join<'_>) -> Result<T, Stopped> + Sync),
        take: &(impl Fn(&mut S, T) -> Result<(), StudyError> + Sync),
    ) -> Result<(), Stopped> {
        let one = |group: &Vec<usize>| {
            let copies: Vec<&Copy> = group.iter().filter_map(|copy| self.copy(*copy)).collect();
            make(self, &copies, &|| {
                joined(storage, &copies, &self.sources.records, self.wanted.with_journals)
                    .map_err(|bad| Stopped::Bad(numbered(group, bad)))
            })
        };
        let size = |group: &Vec<usize>| -> u64 {
            group.iter().filter_map(|copy| self.copy(*copy)).map(|copy| copy.bytes).sum()
        };
        let all: u64 = self.groups.iter().map(size).sum();
        let mut done = 0;
        let mut bad = Vec::new();
        let mut ready: Vec<T> = Vec::new();
        for chunk in chunks(&self.groups, size) {
            let waiting = std::mem::take(&mut ready);
            let (next, taken) = rayon::join(
                || chunk.par_iter().map(one).collect::<Vec<_>>(),
                || waiting.into_iter().try_for_each(|made| take(state, made)),
            );
            taken.map_err(Stopped::Study)?;
            for one in next {
                match one {
                    Ok(one) if bad.is_empty() => ready.push(one),
                    Ok(_) => {}
                    Err(Stopped::Bad(more)) => bad.extend(more),
                    Err(stopped) => return Err(stopped),
                }
            }
            done += chunk.iter().map(size).sum::<u64>();
            watch(done, all);
        }
        if !bad.is_empty() {
            return Err(Stopped::Bad(bad));
        }
        ready.into_iter().try_for_each(|made| take(state, made)).map_err(Stopped::Study)
    }

    /// As [`flow`](Self::flow), from a beginning that is made anew when something was left out; gives what came of it.
    /// Without `skips_invalid`, everything that cannot be read is told together.
    pub(super) fn each<S: Send, T: Send>(
        &mut self,
        with: (&dyn Storage, Watch<'_>),
        begin: impl Fn(&Self) -> Result<S, StudyError>,
        make: impl Fn(&Self, &[&Copy], Join<'_>) -> Result<T, Stopped> + Sync,
        take: impl Fn(&mut S, T) -> Result<(), StudyError> + Sync,
    ) -> Result<S, Unmerged> {
        if !self.wanted.skips_invalid && !self.sources.bad.is_empty() {
            // Nothing will come of it, but there may be more to tell.
            let more = match self.flow(with, &mut (), &|_, _, join| join().map(drop), &|(), ()| Ok(())) {
                Err(Stopped::Bad(bad)) => bad.into_iter().map(|(_, bad)| bad).collect(),
                _ => Vec::new(),
            };
            let first = std::mem::take(&mut self.sources.bad);
            return Err(Unmerged::Bad(first.into_iter().map(|(_, bad)| bad).chain(more).collect()));
        }
        self.left_out.append(&mut self.sources.bad);
        loop {
            if self.groups.is_empty() && self.sources.records.is_only_sessions() && !self.left_out.is_empty()
            {
                return Err(Unmerged::Nothing);
            }
            let mut state = begin(self)?;
            match self.flow(with, &mut state, &make, &take) {
                Ok(()) => return Ok(state),
                Err(Stopped::Study(error)) => return Err(error.into()),
                Err(Stopped::Bad(bad)) if self.wanted.skips_invalid => self.leave_out(bad),
                Err(Stopped::Bad(bad)) => {
                    return Err(Unmerged::Bad(bad.into_iter().map(|(_, bad)| bad).collect()));
                }
            }
        }
    }

    fn leave_out(&mut self, bad: Vec<(usize, BadInput)>) {
        let gone: BTreeSet<usize> = bad.iter().map(|(copy, _)| *copy).collect();
        for (copy, bad) in bad {
            let origin = self.copy(copy).map_or(Origin::There, |copy| copy.origin);
            self.left_out.push((origin, bad));
        }
        for group in &mut self.groups {
            group.retain(|copy| !gone.contains(copy));
        }
        self.groups.retain(|group| !group.is_empty());
    }
}

/// Faults by the number of a copy in its group become faults by its number among all.
fn numbered(group: &[usize], bad: Vec<(usize, BadInput)>) -> Vec<(usize, BadInput)> {
    bad.into_iter().filter_map(|(at, bad)| Some((*group.get(at)?, bad))).collect()
}

/// Cuts a list into runs of at most [`AT_ONCE`] bytes, each of one item at least.
fn chunks<T>(items: &[T], size: impl Fn(&T) -> u64) -> Vec<&[T]> {
    let mut chunks = Vec::new();
    let mut rest = items;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |item: &&T| {
            bytes += size(item);
            bytes <= AT_ONCE
        };
        let many = rest.iter().take_while(fits).count().max(1);
        let (chunk, after) = rest.split_at(many);
        chunks.push(chunk);
        rest = after;
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_in_one_chunk_and_a_large_one_is_alone() {
        let sizes = [1, AT_ONCE - 1, 1, 3 * AT_ONCE, AT_ONCE, 0, 1, 1];
        let chunks: Vec<&[u64]> = chunks(&sizes, |size| *size);
        let expected: [&[u64]; 5] = [&[1, AT_ONCE - 1], &[1], &[3 * AT_ONCE], &[AT_ONCE, 0], &[1, 1]];
        assert_eq!(chunks, expected);
    }
}
