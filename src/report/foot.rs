//! The foot of a report: which sessions it was made from, and digests by which somebody can tell whether two reports were
//! made from the same.
//!
//! Promises: it is made on the way while the sessions are gone through, so that none of them has to be kept for it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::document::About;
use crate::format::v1;
use crate::model::collection::Collection;
use crate::model::session::Session;

/// What the foot of a report names of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    ids: Vec<String>,
    /// Id, version and digest of the instrument it was held with.
    instrument: Option<(String, u32, String)>,
}

impl Named {
    /// Reads it off a session.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let instrument = session.instruments.last().map(|instrument| {
            let guide = instrument.guide();
            (guide.id.clone(), guide.version, instrument.digest().to_owned())
        });
        Self { ids: session.ids().iter().map(ToString::to_string).collect(), instrument }
    }
}

/// The foot of a report while its sessions are gone through, in the order of their ids.
///
/// The digest of the sessions is that of their files, written one after the other: as saving would write them after copies
/// were joined and what was withdrawn was taken out.
#[derive(Debug, Default)]
pub struct Foot {
    ids: BTreeSet<String>,
    instruments: BTreeSet<(String, u32, String)>,
    digest: Sha256,
    sessions: usize,
}

impl Foot {
    /// Adds the next session, with its text.
    pub fn add(&mut self, named: Named, text: &str) {
        self.ids.extend(named.ids);
        self.instruments.extend(named.instrument);
        self.digest.update(text);
        self.sessions += 1;
    }

    /// The foot, with the records that were taken into account.
    #[must_use]
    pub fn about(self, records: &Collection) -> About {
        let instrument = |(id, version, digest): (String, u32, String)| {
            format!("Instrument {id}, version {version}: SHA-256 {digest}")
        };
        let foot = [format!("Sessions: {}, SHA-256 {}", self.sessions, hex(self.digest))];
        let foot = foot
            .into_iter()
            .chain(self.instruments.into_iter().map(instrument))
            .chain([about_records(records)]);
        About { sessions: self.ids.into_iter().collect(), foot: foot.collect() }
    }
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
