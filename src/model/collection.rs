//! A collection: many sessions in one file, with withdrawals and erasures that name their session.

use std::collections::{BTreeMap, BTreeSet};

use super::erasing::{Erasure, Records, Withdrawal};
use super::ids::SessionId;
use super::json::Json;
use super::session::Session;
use super::shape::Open;

/// Many sessions, and records that reach them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Collection {
    /// The sessions; `merge` keeps them apart by id, in the order of ids.
    pub sessions: Vec<Session>,
    /// Withdrawals that name their session.
    pub withdrawals: Records<Withdrawal>,
    /// Erasures that name their session.
    pub erasures: Records<Erasure>,
    /// Unknown members: each value that was ever seen, by canonical text. The greatest is shown.
    pub plain: BTreeMap<String, BTreeMap<String, Json<'static>>>,
}

impl Collection {
    /// The withdrawals and erasures of a session, naming it, so that they reach copies of it that stand alone.
    #[must_use]
    pub fn of_records(session: &Session) -> Self {
        let mut ids = session.ids().iter().copied();
        let (first, rest): (_, BTreeSet<SessionId>) = (ids.next(), ids.collect());
        let mut records = Self::default();
        for record in session.ledger.withdrawals.iter() {
            let known = Withdrawal { session: first, formerly: rest.clone(), ..record.known.clone() };
            records.withdrawals.insert(Open { known, unknown: record.unknown.clone() });
        }
        for record in session.ledger.erasures.iter() {
            let known = Erasure { session: first, formerly: rest.clone(), ..record.known.clone() };
            records.erasures.insert(Open { known, unknown: record.unknown.clone() });
        }
        records
    }

    /// Whether there is nothing beside the sessions.
    #[must_use]
    pub fn is_only_sessions(&self) -> bool {
        self.withdrawals.is_empty() && self.erasures.is_empty() && self.plain.is_empty()
    }
}
