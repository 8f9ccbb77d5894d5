//! Which versions of an entry take another one back, and which one says again what an earlier one said.
//!
//! All of it is read off the versions. One takes another back when it replaces that one and holds again what that one
//! had replaced, or when it deletes what that one began. What is then said again can be taken back in turn, and the
//! version that does so replaces both: the one it takes back, and the one that said it again. So a person who takes
//! back one change after the other leaves no two versions beside each other that would have to be decided between.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::entry::{Body, Entry, Version};
use crate::model::stamp::Stamp;

/// What a version replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing: it began the entry.
    Nothing,
    /// This version.
    One(Stamp),
    /// Several versions, or one that is not known here: there is no one state to go back to.
    Undecided,
}

/// What there is to know of the versions of one entry.
#[derive(Debug, Default)]
pub(super) struct Restored {
    before: BTreeMap<Stamp, Before>,
    /// The version that each one takes back.
    takes_back: BTreeMap<Stamp, Stamp>,
    /// The version whose words each one says again.
    again: BTreeMap<Stamp, Stamp>,
}

impl Restored {
    /// Reads it off.
    pub(super) fn of<B: Body>(entry: &Entry<B>) -> Self {
        let mut versions: BTreeMap<Stamp, &Version<B>> = BTreeMap::new();
        let mut twice = BTreeSet::new();
        for version in entry.versions() {
            if versions.insert(version.stamp, version).is_some() {
                twice.insert(version.stamp);
            }
        }
        // Two bodies under one stamp: nobody can say which of them was meant.
        versions.retain(|stamp, _| !twice.contains(stamp));
        let mut restored = Self::default();
        for version in versions.values() {
            restored.take_in(version, &versions);
        }
        restored
    }

    /// Takes in a version; all older ones have been.
    fn take_in<B: Body>(&mut self, version: &Version<B>, versions: &BTreeMap<Stamp, &Version<B>>) {
        let before = self.replaced_by(version);
        self.before.insert(version.stamp, before);
        let Before::One(undone) = before else { return };
        let Some(taken) = versions.get(&undone) else { return };
        let says = |other: &Version<B>, is_deleted: bool| {
            version.body == other.body && version.is_deleted == is_deleted && version.unknown == other.unknown
        };
        match self.before(undone) {
            Before::Nothing if says(taken, true) && !taken.is_deleted => {
                self.takes_back.insert(version.stamp, undone);
            }
            Before::One(stamp) if versions.get(&stamp).is_some_and(|held| says(held, held.is_deleted)) => {
                self.takes_back.insert(version.stamp, undone);
                self.again.insert(version.stamp, stamp);
            }
            _ => {}
        }
    }

    /// Of two versions that were replaced, one may say again what the other said: then it was that other one.
    fn replaced_by<B: Body>(&self, version: &Version<B>) -> Before {
        let is_older = version.over.iter().all(|stamp| *stamp < version.stamp);
        let over: Vec<Stamp> = version.over.iter().copied().filter(|_| is_older).collect();
        match over.as_slice() {
            [] if version.over.is_empty() => Before::Nothing,
            [only] if self.before.contains_key(only) => Before::One(*only),
            [first, last] if self.said_first_by(*last) == self.said_first_by(*first) => Before::One(*first),
            _ => Before::Undecided,
        }
    }

    /// The version that first said what this one says; itself when it says nothing again.
    fn said_first_by(&self, stamp: Stamp) -> Stamp {
        // Each is older than the one that says it again, so this comes to an end.
        std::iter::successors(Some(stamp), |stamp| self.again.get(stamp).copied()).last().unwrap_or(stamp)
    }

    /// What a version replaced.
    pub(super) fn before(&self, stamp: Stamp) -> Before {
        self.before.get(&stamp).copied().unwrap_or(Before::Undecided)
    }

    /// The version that this one takes back, if it takes one back.
    pub(super) fn taken_back(&self, stamp: Stamp) -> Option<Stamp> {
        self.takes_back.get(&stamp).copied()
    }

    /// The last version that says again what this one says; itself when none does.
    pub(super) fn last_saying(&self, stamp: Stamp) -> Stamp {
        let first = self.said_first_by(stamp);
        let says = |later: &&Stamp| **later > stamp && self.said_first_by(**later) == first;
        self.again.keys().rev().find(says).copied().unwrap_or(stamp)
    }
}
