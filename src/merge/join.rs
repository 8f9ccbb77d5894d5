//! Joining: sets by union, maps key by key, structs field by field.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::collection::Collection;
use crate::model::entry::{Body, Entries};
use crate::model::erasing::{Erasure, Marks, Record, Records, Withdrawal};
use crate::model::ids::SessionId;
use crate::model::session::{Ledger, Session, SessionLists};
use crate::model::shape::Open;
use crate::model::study::{Study, StudyLists};

use super::erase::normalise;

/// The one way in which two copies become one.
pub trait Join {
    /// Makes `self` hold what both hold.
    fn join(&mut self, other: Self);
}

impl<B: Body> Join for Entries<B> {
    fn join(&mut self, other: Self) {
        for (id, entry) in other.into_parts() {
            self.absorb(id, entry);
        }
    }
}

impl<T: Ord> Join for BTreeSet<T> {
    fn join(&mut self, other: Self) {
        self.extend(other);
    }
}

impl<K: Ord, V: Join> Join for BTreeMap<K, V> {
    fn join(&mut self, other: Self) {
        for (key, value) in other {
            match self.entry(key) {
                std::collections::btree_map::Entry::Vacant(vacant) => {
                    vacant.insert(value);
                }
                std::collections::btree_map::Entry::Occupied(mut held) => held.get_mut().join(value),
            }
        }
    }
}

/// A value filed under its own canonical text: equal keys are equal values.
impl Join for crate::model::json::Json<'static> {
    fn join(&mut self, _: Self) {}
}

impl<R: Record> Join for Records<R> {
    fn join(&mut self, other: Self) {
        self.absorb(other);
    }
}

impl Join for Marks {
    fn join(&mut self, other: Self) {
        self.absorb(other);
    }
}

impl Join for Ledger {
    fn join(&mut self, other: Self) {
        let Self { unknown_lists, withdrawals, erasures, erased, plain } = other;
        self.unknown_lists.join(unknown_lists);
        self.withdrawals.join(withdrawals);
        self.erasures.join(erasures);
        self.erased.join(erased);
        self.plain.join(plain);
    }
}

impl Join for SessionLists {
    fn join(&mut self, other: Self) {
        // Taken apart by name, so that a new list cannot be forgotten here.
        let Self {
            details,
            writers,
            participants,
            notes,
            responses,
            summaries,
            themes,
            probes,
            scripts,
            attendance,
            pauses,
            theme_log,
            marks,
            pairs,
            same_as,
        } = other;
        self.details.join(details);
        self.writers.join(writers);
        self.participants.join(participants);
        self.notes.join(notes);
        self.responses.join(responses);
        self.summaries.join(summaries);
        self.themes.join(themes);
        self.probes.join(probes);
        self.scripts.join(scripts);
        self.attendance.join(attendance);
        self.pauses.join(pauses);
        self.theme_log.join(theme_log);
        self.marks.join(marks);
        self.pairs.join(pairs);
        self.same_as.join(same_as);
    }
}

/// Joins two copies of one session. That they are one is for the caller to know: their ids become one set.
impl Join for Session {
    fn join(&mut self, other: Self) {
        self.add_ids(other.ids().iter().copied());
        let Self { instruments, lists, ledger, .. } = other;
        self.instruments.join(instruments);
        self.lists.join(lists);
        self.ledger.join(ledger);
        normalise(&mut self.lists, &mut self.ledger);
    }
}

impl Join for StudyLists {
    fn join(&mut self, other: Self) {
        let Self { details, writers, plan, sites, sheets, codebook, findings, keys } = other;
        self.details.join(details);
        self.writers.join(writers);
        self.plan.join(plan);
        self.sites.join(sites);
        self.sheets.join(sheets);
        self.codebook.join(codebook);
        self.findings.join(findings);
        self.keys.join(keys);
    }
}

impl Join for Study {
    fn join(&mut self, other: Self) {
        let Self { ids, lists, ledger } = other;
        self.ids.join(ids);
        self.lists.join(lists);
        self.ledger.join(ledger);
        normalise(&mut self.lists, &mut self.ledger);
    }
}

/// Sessions that share an id are one; a record reaches every session that has one of its ids.
impl Join for Collection {
    fn join(&mut self, other: Self) {
        let Self { sessions, withdrawals, erasures, plain } = other;
        self.withdrawals.join(withdrawals);
        self.erasures.join(erasures);
        self.plain.join(plain);
        for session in sessions {
            self.take_in(session);
        }
        self.settle();
    }
}

impl Collection {
    /// Joins a session in, with every session here that shares an id with it.
    pub fn add(&mut self, session: Session) {
        self.take_in(session);
        self.settle();
    }

    fn take_in(&mut self, mut session: Session) {
        // An id may tie together sessions that were apart so far.
        while let Some(at) = self.sessions.iter().position(|held| !held.ids().is_disjoint(session.ids())) {
            let held = self.sessions.swap_remove(at);
            session.join(held);
        }
        self.sessions.push(session);
    }

    /// Orders the sessions and lets every record reach its sessions.
    pub fn settle(&mut self) {
        self.sessions.sort_by_key(Session::id);
        for session in &mut self.sessions {
            reach(session, &self.withdrawals, &self.erasures);
        }
    }
}

/// Lets the records that name a session take effect in it. They stay where they came from as well, for an old
/// copy under another id may still come.
pub fn reach(session: &mut Session, withdrawals: &Records<Withdrawal>, erasures: &Records<Erasure>) {
    let ids = session.ids().clone();
    let mut is_reached = false;
    for record in withdrawals.iter().filter(|record| names(&record.known, &ids)) {
        let known = record.known.clone().within_session();
        session.ledger.withdrawals.insert(Open { known, unknown: record.unknown.clone() });
        is_reached = true;
    }
    for record in erasures.iter().filter(|record| names(&record.known, &ids)) {
        let known = record.known.clone().within_session();
        session.ledger.erasures.insert(Open { known, unknown: record.unknown.clone() });
        is_reached = true;
    }
    if is_reached {
        normalise(&mut session.lists, &mut session.ledger);
    }
}

fn names(record: &impl Record, ids: &BTreeSet<SessionId>) -> bool {
    record.session_ids().any(|id| ids.contains(&id))
}
