//! The writer of a session's typed-up notes: the same on every laptop, and the stamps that it gives.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

use super::Coming;
use crate::exchange::contents::Moment;
use crate::model::entry::Version;
use crate::model::ids::{EntryId, WriterId};
use crate::model::note::Note;
use crate::model::people::{RecorderRole, Writer};
use crate::model::session::Session;
use crate::model::stamp::{Millis, Stamp};
use crate::model::when::When;
use crate::study::Now;

/// The writer of typed-up notes: works out their stamps, and knows which of them the session has.
pub(super) struct Typist {
    writer: WriterId,
    date: NaiveDate,
    offset: FixedOffset,
    /// How many lines there were so far: the place of the next one.
    place: i64,
    /// The last time that was said.
    last: i64,
    /// The notes that the session has, by all that they said at first.
    there: BTreeMap<String, usize>,
    taken: BTreeSet<EntryId>,
    /// What was erased, by what is left of the digest.
    erased: BTreeMap<u16, usize>,
    is_known: bool,
}

impl Typist {
    pub(super) fn of(session: &Session, now: &Now) -> Self {
        let writer = writer_of(session);
        let known = session.lists.writers.get(&writer.to_string());
        let mut typist = Self {
            writer,
            date: date_of(session, now),
            offset: offset_of(session, now),
            place: 0,
            last: 0,
            there: BTreeMap::new(),
            taken: BTreeSet::new(),
            erased: BTreeMap::new(),
            is_known: known.is_some(),
        };
        typist.last =
            typist.time(Moment { days: 0, time: NaiveTime::MIN }).map_or(0, |time| time.timestamp_millis());
        let own = |id: &EntryId| id.as_str().parse::<Stamp>().ok().filter(|stamp| stamp.writer() == writer);
        for (id, entry) in session.lists.notes.all() {
            let Some(stamp) = own(id) else { continue };
            typist.taken.insert(id.clone());
            if let Some(first) = entry.versions().find(|version| version.stamp == stamp) {
                *typist.there.entry(first.canonical_body()).or_default() += 1;
            }
        }
        for (list, id, _) in session.ledger.erased.entries() {
            if let Some(stamp) = own(id).filter(|_| list == "notes") {
                let is_here = session.lists.notes.get(id.as_str()).is_some();
                *typist.erased.entry(stamp.tick()).or_default() += usize::from(!is_here);
            }
        }
        typist
    }

    pub(super) const fn writer(&self) -> WriterId {
        self.writer
    }

    /// A time of the pages, on the day of the session.
    pub(super) fn time(&self, at: Moment) -> Option<DateTime<FixedOffset>> {
        let day = self.date.checked_add_signed(TimeDelta::days(i64::from(at.days)))?;
        day.and_time(at.time).and_local_timezone(self.offset).single()
    }

    /// What becomes of a note, and the stamp it has when it is new.
    pub(super) fn coming(&mut self, note: &Note) -> (Coming, Stamp) {
        self.place += 1;
        if let Some(time) = note.said_at.as_ref().and_then(When::time) {
            self.last = time.timestamp_millis();
        }
        let said = Version::first(Stamp::of(Millis::new(0), 0, self.writer), note.clone()).canonical_body();
        let tick = match <[u8; 32]>::from(Sha256::digest(said.as_bytes())) {
            [one, two, ..] => u16::from_be_bytes([one, two]),
        };
        let mut millis = self.last.saturating_add(self.place);
        let mut stamp = Stamp::of(Millis::new(millis), tick, self.writer);
        let takes = |counts: Option<&mut usize>| match counts {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        };
        if takes(self.there.get_mut(&said)) {
            return (Coming::There, stamp);
        }
        if takes(self.erased.get_mut(&tick)) {
            return (Coming::Gone, stamp);
        }
        // Another line of the same place and digest: no word is lost for that.
        while !self.taken.insert(EntryId::of_stamp(stamp)) {
            millis = millis.saturating_add(1);
            stamp = Stamp::of(Millis::new(millis), tick, self.writer);
        }
        (Coming::New, stamp)
    }

    /// Says in a session that typed-up notes have this writer. It says the same on every laptop.
    pub(super) fn sign(&self, session: &mut Session) {
        if self.is_known {
            return;
        }
        let Some(opened) = self.time(Moment { days: 0, time: NaiveTime::MIN }) else { return };
        let stamp = Stamp::of(Millis::new(opened.timestamp_millis()), 0, self.writer);
        let writer = Writer {
            laptop: self.writer,
            initials: String::new(),
            role: RecorderRole::NoteTaker,
            opened: When::of(opened),
        };
        session
            .lists
            .writers
            .insert(EntryId::new(self.writer.to_string()), Version::first(stamp, writer).into());
    }
}

/// The writer of a session's typed-up notes: the same on every laptop.
fn writer_of(session: &Session) -> WriterId {
    let named = format!("typed-up notes of {}", session.id());
    let [one, two, three, four, ..] = <[u8; 32]>::from(Sha256::digest(named.as_bytes()));
    WriterId::from_random([one, two, three, four])
}

fn date_of(session: &Session, now: &Now) -> NaiveDate {
    let held = session.details().and_then(|details| details.held_on.date());
    held.or_else(|| now.wall.date()).unwrap_or_default()
}

/// The offset of the clock on the wall where the session was held: that of its first opening.
fn offset_of(session: &Session, now: &Now) -> FixedOffset {
    let openings = session.lists.writers.standing().map(|(_, version)| version);
    let first = openings.min_by_key(|version| version.stamp).and_then(|version| version.body.opened.time());
    let time = first.or_else(|| now.wall.time());
    time.map_or_else(|| DateTime::<Utc>::default().fixed_offset().offset().to_owned(), |time| *time.offset())
}
