//! What a report is made from: sessions, and the study they belong to.
//!
//! Promises: the sessions stand in the order of their ids, so that the order of inputs makes no difference; what a
//! report says at its head is worked out here once. Leaves to others: reading files, joining copies and taking
//! out what was withdrawn (`study`).

use chrono::NaiveDate;

use super::foot::{Foot, Named};
use crate::document::{About, Block};
use crate::format::v1;
use crate::model::collection::Collection;
use crate::model::entry::SINGLE;
use crate::model::ids::SessionId;
use crate::model::session::Session;
use crate::model::study::Study;

/// Sessions to report on.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    sessions: Vec<Session>,
    head: Head,
}

/// What a report says of all its sessions together.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The study they were given with, or lie in.
    pub study: Option<Study>,
    /// What stands in the report's metadata and at its foot.
    pub about: About,
}

impl Head {
    /// What must be said of the study wherever it is shown: that it is invented, for instance. Empty when there is nothing.
    #[must_use]
    pub fn said(&self) -> Vec<Block> {
        let details = self.study.as_ref().and_then(|study| study.lists.details.current(SINGLE));
        let words = details.and_then(|details| details.words.clone());
        words.into_iter().map(Block::Paragraph).collect()
    }
}

impl Corpus {
    /// Takes sessions, each once and with what was withdrawn taken out; the study; and the withdrawals and erasures that
    /// were taken into account.
    #[must_use]
    pub fn new(mut sessions: Vec<Session>, study: Option<Study>, records: &Collection) -> Self {
        sessions.sort_by_key(Session::id);
        let mut foot = Foot::default();
        for session in &sessions {
            foot.add(Named::of(session), &v1::write_session(session));
        }
        Self { sessions, head: Head { study, about: foot.about(records) } }
    }

    /// Takes sessions in the order of their ids, of which the foot was made on the way.
    #[must_use]
    pub const fn in_order(sessions: Vec<Session>, head: Head) -> Self {
        Self { sessions, head }
    }

    /// The sessions, in the order of their ids.
    #[must_use]
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// The sessions in the order in which they were held, of one day by id; those without a date come last.
    #[must_use]
    pub fn by_date(&self) -> Vec<&Session> {
        let mut sessions: Vec<&Session> = self.sessions.iter().collect();
        sessions.sort_by_cached_key(|session| Held::of(session));
        sessions
    }

    /// The session that goes by this id.
    #[must_use]
    pub fn session(&self, id: SessionId) -> Option<&Session> {
        let place = self.sessions.binary_search_by_key(&id, Session::id).ok()?;
        self.sessions.get(place)
    }

    /// What is said of all of them together.
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// What must be said of the study wherever it is shown.
    #[must_use]
    pub fn said(&self) -> Vec<Block> {
        self.head.said()
    }

    /// What stands in a report's metadata and at its foot.
    #[must_use]
    pub const fn about(&self) -> &About {
        &self.head.about
    }
}

/// When a session was held. The order is that of days, of one day that of ids; what has no date comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    is_undated: bool,
    date: Option<NaiveDate>,
    session: SessionId,
}

impl Held {
    /// When it was.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let date = session.details().and_then(|details| details.held_on.date());
        Self { is_undated: date.is_none(), date, session: session.id() }
    }
}

/// Where a session was held; its id where it does not say.
#[must_use]
pub fn site_of(session: &Session) -> String {
    session.details().map_or_else(|| session.id().to_string(), |details| details.site.clone())
}

/// Where and when a session was held; its id where it does not say.
#[must_use]
pub fn place_of(session: &Session) -> String {
    match session.details() {
        Some(details) => format!("{}, {}", details.site, details.held_on),
        None => format!("session {}", session.id()),
    }
}
