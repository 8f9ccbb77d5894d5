//! A collection: many sessions in one file, with withdrawals and erasures that name their session.

use std::collections::BTreeMap;

use super::erasing::{Erasure, Records, Withdrawal};
use super::json::Json;
use super::session::Session;

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
    /// Whether there is nothing beside the sessions.
    #[must_use]
    pub fn is_only_sessions(&self) -> bool {
        self.withdrawals.is_empty() && self.erasures.is_empty() && self.plain.is_empty()
    }
}
