//! What taking a version back leads to, and which versions say again what an earlier one said.
//!
//! A version that was written to take another one back names it. Taking it back in turn does again what that other one
//! did, and replaces both: the one it takes back, and the one that says again what that one said. So a person who takes
//! back one change after the other leaves no two versions beside each other that would have to be decided between.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::entry::{Body, Entry, Version};
use crate::model::stamp::Stamp;

/// What to go back to when a version is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing: it began the entry.
    Nothing,
    /// What this version said.
    One(Stamp),
    /// It replaced several versions, or is not known here: there is no one state to go back to.
    Undecided,
}

/// What there is to know of the versions of one entry.
#[derive(Debug, Default)]
pub(super) struct Restored {
    before: BTreeMap<Stamp, Before>,
    /// The version whose words each one says again.
    again: BTreeMap<Stamp, Stamp>,
}

impl Restored {
    /// Reads it off.
    pub(super) fn of<B: Body>(entry: &Entry<B>) -> Self {
        let mut restored = Self::default();
        let mut twice = BTreeSet::new();
        for version in entry.versions() {
            if restored.before.insert(version.stamp, before(version)).is_some() {
                twice.insert(version.stamp);
            }
        }
        // Two bodies under one stamp: nobody can say which of them was meant.
        restored.before.retain(|stamp, _| !twice.contains(stamp));
        for version in entry.versions().filter(|version| !twice.contains(&version.stamp)) {
            if let Some(undone) = undone(version)
                && let Before::One(stamp) = restored.before(undone)
            {
                restored.again.insert(version.stamp, stamp);
            }
        }
        restored
    }

    /// The version that first said what this one says; itself when it says nothing again.
    fn said_first_by(&self, stamp: Stamp) -> Stamp {
        // Each is older than the one that says it again, so this comes to an end.
        std::iter::successors(Some(stamp), |stamp| self.again.get(stamp).copied()).last().unwrap_or(stamp)
    }

    /// What to go back to when this version is taken back.
    pub(super) fn before(&self, stamp: Stamp) -> Before {
        self.before.get(&stamp).copied().unwrap_or(Before::Undecided)
    }

    /// The last version that says again what this one says; itself when none does.
    pub(super) fn last_saying(&self, stamp: Stamp) -> Stamp {
        let first = self.said_first_by(stamp);
        let says = |later: &&Stamp| **later > stamp && self.said_first_by(**later) == first;
        self.again.keys().rev().find(says).copied().unwrap_or(stamp)
    }
}

/// The version that this one takes back. What a file says of a younger one cannot be so.
fn undone<B>(version: &Version<B>) -> Option<Stamp> {
    version.undoes.filter(|undone| *undone < version.stamp)
}

fn before<B>(version: &Version<B>) -> Before {
    let mut over = version.over.iter();
    match (undone(version), over.next(), over.next()) {
        (Some(undone), ..) => Before::One(undone),
        (None, None, _) => Before::Nothing,
        (None, Some(only), None) if *only < version.stamp => Before::One(*only),
        _ => Before::Undecided,
    }
}
