//! What came of a merge, in numbers: from each input, and in all.

use std::collections::BTreeMap;

use super::copy::Origin;
use crate::model::session::Session;

/// What one input, or the study that was merged into, brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Copies of sessions.
    pub sessions: usize,
    /// Notes that stand in them.
    pub notes: usize,
    /// Versions they hold, of notes and of everything else.
    pub versions: usize,
    /// Of those, versions that nothing before it had: neither the study, nor an input named earlier.
    pub new: usize,
    /// Versions that were known already.
    pub known: usize,
    /// Versions that are gone from the outcome, because somebody withdrew or they were erased.
    pub erased: usize,
    /// Files and sessions that were left out because they cannot be read.
    pub left_out: usize,
}

impl Share {
    pub(super) fn of(session: &Session, versions: usize, new: usize, erased: usize) -> Self {
        Self {
            sessions: 1,
            notes: session.lists.notes.standing().count(),
            versions,
            new,
            known: versions.saturating_sub(new + erased),
            erased,
            left_out: 0,
        }
    }

    fn add(&mut self, other: Self) {
        let Self { sessions, notes, versions, new, known, erased, left_out } = other;
        self.sessions += sessions;
        self.notes += notes;
        self.versions += versions;
        self.new += new;
        self.known += known;
        self.erased += erased;
        self.left_out += left_out;
    }
}

/// How much a merge holds, and what each input brought to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Sessions.
    pub sessions: usize,
    /// Notes that stand.
    pub notes: usize,
    /// Entries in conflict.
    pub conflicts: usize,
    /// Versions of which only a mark is left.
    pub erased: usize,
    shares: BTreeMap<Origin, Share>,
}

impl Tally {
    /// What a session holds.
    pub(super) fn of_result(session: &Session) -> Self {
        let (_, conflicts) = session.versions_and_conflicts();
        Self {
            sessions: 1,
            notes: session.lists.notes.standing().count(),
            conflicts,
            erased: session.ledger.erased.count(),
            shares: BTreeMap::new(),
        }
    }

    /// A session whose copies all are what came of them.
    pub(super) fn of_equals(session: &Session, origins: impl IntoIterator<Item = Origin>) -> Self {
        let mut tally = Self::of_result(session);
        let (versions, _) = session.versions_and_conflicts();
        for (place, origin) in origins.into_iter().enumerate() {
            let new = if place == 0 { versions } else { 0 };
            tally.add(origin, Share::of(session, versions, new, 0));
        }
        tally
    }

    /// Adds to what an origin brought. What the study has is new to nobody.
    pub(super) fn add(&mut self, origin: Origin, share: Share) {
        let share = match origin {
            Origin::There => Share { new: 0, known: share.known + share.new, ..share },
            Origin::Input(_) => share,
        };
        self.shares.entry(origin).or_default().add(share);
    }

    /// Adds what another session holds.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.sessions += other.sessions;
        self.notes += other.notes;
        self.conflicts += other.conflicts;
        self.erased += other.erased;
        for (origin, share) in &other.shares {
            self.add(*origin, *share);
        }
    }

    /// What the input of this number brought.
    #[must_use]
    pub fn of_input(&self, number: usize) -> Share {
        self.shares.get(&Origin::Input(number)).copied().unwrap_or_default()
    }

    /// What the study that was merged into had of these sessions; nothing when it had none of them.
    #[must_use]
    pub fn of_study(&self) -> Option<Share> {
        self.shares.get(&Origin::There).copied()
    }
}
