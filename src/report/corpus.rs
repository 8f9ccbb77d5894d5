//! What a report is made from: sessions, and the study they belong to.
//!
//! Promises: the sessions stand in the order of their ids, so that the order of inputs makes no difference; what a
//! report says at its head and foot is worked out here once. Leaves to others: reading files, joining copies and taking
//! out what was withdrawn (`study`).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

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
    /// The study they were given with, or lie in.
    pub study: Option<Study>,
    about: About,
}

impl Corpus {
    /// Takes sessions, each once and with what was withdrawn taken out; the study; and the withdrawals and erasures that
    /// were taken into account.
    #[must_use]
    pub fn new(mut sessions: Vec<Session>, study: Option<Study>, records: &Collection) -> Self {
        sessions.sort_by_key(Session::id);
        let about = about(&sessions, records);
        Self { sessions, study, about }
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
        let date = |session: &Session| session.details().and_then(|details| details.held_on.date());
        sessions.sort_by_key(|session| (date(session).is_none(), date(session), session.id()));
        sessions
    }

    /// The session that goes by this id.
    #[must_use]
    pub fn session(&self, id: SessionId) -> Option<&Session> {
        let place = self.sessions.binary_search_by_key(&id, Session::id).ok()?;
        self.sessions.get(place)
    }

    /// What must be said of the study wherever it is shown: that it is invented, for instance. Empty when there is nothing.
    #[must_use]
    pub fn said(&self) -> Vec<Block> {
        let details = self.study.as_ref().and_then(|study| study.lists.details.current(SINGLE));
        let words = details.and_then(|details| details.words.clone());
        words.into_iter().map(Block::Paragraph).collect()
    }

    /// What stands in a report's metadata and at its foot.
    ///
    /// The digest of the sessions is that of their files, written one after the other in the order of ids: as saving
    /// would write them after copies were joined and what was withdrawn was taken out.
    #[must_use]
    pub const fn about(&self) -> &About {
        &self.about
    }
}

fn about(all: &[Session], records: &Collection) -> About {
    let ids: BTreeSet<String> = all.iter().flat_map(Session::ids).map(ToString::to_string).collect();
    let mut sessions = Sha256::new();
    let mut instruments = BTreeSet::new();
    for session in all {
        sessions.update(v1::write_session(session));
        instruments.extend(session.instruments.last().map(|instrument| {
            let guide = instrument.guide();
            (guide.id.clone(), guide.version, instrument.digest().to_owned())
        }));
    }
    let instrument = |(id, version, digest): (String, u32, String)| {
        format!("Instrument {id}, version {version}: SHA-256 {digest}")
    };
    let foot = [format!("Sessions: {}, SHA-256 {}", all.len(), hex(sessions))];
    let foot =
        foot.into_iter().chain(instruments.into_iter().map(instrument)).chain([about_records(records)]);
    About { sessions: ids.into_iter().collect(), foot: foot.collect() }
}

fn about_records(records: &Collection) -> String {
    let number = records.withdrawals.iter().count() + records.erasures.iter().count();
    if number == 0 {
        return "Withdrawals and erasures of the study: none".to_owned();
    }
    let (withdrawals, erasures) = (records.withdrawals.clone(), records.erasures.clone());
    let records = Collection { withdrawals, erasures, ..Collection::default() };
    let digest = hex(Sha256::new().chain_update(v1::write_collection(&records)));
    format!("Withdrawals and erasures of the study: {number}, SHA-256 {digest}")
}

fn hex(digest: Sha256) -> String {
    digest.finalize().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
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
