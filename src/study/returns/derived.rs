//! What a row becomes: ids and stamps that follow from the instrument, the key and what a version replaces.
//!
//! Nothing of an answer goes into its stamp. When a participant withdraws, the stamps of the answers stay as marks, and
//! a short answer could be guessed from a digest of it. So a first version's stamp follows from the name of its entry,
//! and a correction's from what it replaces. Two laptops that bring in different sheets then have two bodies under one
//! stamp; both are kept, and it shows as the conflict that it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::Imported;
use crate::exchange::returned::Return;
use crate::model::entry::{Body, Entry, SINGLE, Version};
use crate::model::ids::{EntryId, QuestionId, SeatId, SessionId, WriterId};
use crate::model::instrument::Instrument;
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::people::{Participant, RecorderRole, Writer};
use crate::model::running::{Details, SessionKind};
use crate::model::session::{DETAILS, ListOf, NOTES, PARTICIPANTS, RESPONSES, Session, WRITERS};
use crate::model::stamp::{Millis, NoStampLeft, Stamp};
use crate::model::when::When;

/// 2000-01-01: before any clock that a person's version is stamped by, so that what a person wrote is shown first.
const BEGINNING: i64 = 946_684_800_000;

/// The ids of one return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ids {
    pub(super) session: SessionId,
    writer: WriterId,
    laptop: WriterId,
}

impl Ids {
    /// The ids of the return of this key.
    pub(super) fn of(instrument: &str, key: &str) -> Self {
        let of = |what: &str| digest(&[what, instrument, key]);
        Self {
            session: SessionId::from_random(first_of(of("session"))),
            writer: WriterId::from_random(first_of(of("writer"))),
            laptop: WriterId::from_random(first_of(of("laptop"))),
        }
    }
}

/// SHA-256 of texts, each with its length in front, so that no two lists of texts are one.
fn digest(parts: &[&str]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(b"hearken/returns 1");
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    digest.finalize().into()
}

/// The first bytes of a digest.
fn first_of<const N: usize>(digest: [u8; 32]) -> [u8; N] {
    let mut bytes = [0; N];
    for (byte, of_digest) in bytes.iter_mut().zip(digest) {
        *byte = of_digest;
    }
    bytes
}

/// So many milliseconds after another time, up to fifty days, as a digest has it.
fn after(millis: i64, digest: [u8; 32]) -> Millis {
    Millis::new(millis.saturating_add(i64::from(u32::from_be_bytes(first_of(digest)))))
}

/// A session that is being given what a row says.
struct Taking<'s> {
    /// What was there before.
    held: &'s Session,
    /// What is new.
    gained: Session,
    ids: Ids,
    counts: Imported,
}

/// What a row adds to a session, which may be new: to be joined in. The counts say nothing yet of what stays out.
///
/// # Errors
/// [`NoStampLeft`].
pub(super) fn gained(
    held: &Session,
    instrument: &Arc<Instrument>,
    row: &Return,
) -> Result<(Session, Imported), NoStampLeft> {
    let ids = Ids::of(&instrument.guide().id, &row.key);
    let mut taking = Taking { held, gained: Session::new(ids.session), ids, counts: Imported::default() };
    taking.gained.instruments.insert(Arc::clone(instrument));
    let date = When::new(row.held_on.to_string());
    let details = Details {
        kind: SessionKind::Questionnaire,
        site: row.site.clone(),
        held_on: date.clone(),
        planned_minutes: None,
        lang: None,
        source: None,
    };
    taking.put(&DETAILS, &EntryId::new(SINGLE), details)?;
    let writer =
        Writer { laptop: ids.laptop, initials: String::new(), role: RecorderRole::NoteTaker, opened: date };
    taking.put(&WRITERS, &EntryId::new(ids.writer.to_string()), writer)?;
    let seat = SeatId::of(1, ids.writer);
    let board = Participant { label: "P1".to_owned(), role: None, sector: None, consent: None };
    taking.put(&PARTICIPANTS, &EntryId::new(seat.as_str()), board)?;
    for (column, text) in &row.comments {
        let id = EntryId::of_stamp(taking.first_stamp(NOTES.name, column)?);
        taking.put(&NOTES, &id, Note::new(NoteKind::Comment, text, Origin::Import))?;
    }
    for answered in &row.answers {
        taking.put(&RESPONSES, &EntryId::of_response(&answered.question, &seat), answered.response(&seat))?;
        taking.counts.skipped += usize::from(answered.is_skipped);
    }
    Ok((taking.gained, taking.counts))
}

/// How many answers of a row are not in a session, because they were withdrawn or erased there.
pub(super) fn stay_out(session: &Session, instrument: &Instrument, row: &Return) -> usize {
    let seat = SeatId::of(1, Ids::of(&instrument.guide().id, &row.key).writer);
    let is_out = |question: &QuestionId| {
        session.lists.responses.get(EntryId::of_response(question, &seat).as_str()).is_none()
    };
    row.answers.iter().filter(|answered| is_out(&answered.question)).count()
}

impl Taking<'_> {
    /// Says what the sheet says of an entry. Nothing new when the sheet said so last time, whatever a person made of it
    /// since, or when it says what a person says now.
    fn put<B: Body>(&mut self, list: &ListOf<B>, id: &EntryId, body: B) -> Result<(), NoStampLeft> {
        let held = (list.of)(&self.held.lists).get(id.as_str());
        let (said, heads) =
            held.map_or_else(Default::default, |entry| (self.said_last(entry), entry.heads()));
        let says_so = |version: &Arc<Version<B>>| !version.is_deleted && version.body == body;
        let is_said = !said.is_empty() && said.iter().all(|version| says_so(version));
        let is_agreed = !heads.is_empty() && heads.iter().all(|head| says_so(head));
        if is_said || is_agreed {
            return Ok(());
        }
        let over: BTreeSet<Stamp> = said.iter().map(|version| version.stamp).collect();
        let stamp = if over.is_empty() {
            // A note is named by this stamp.
            id.as_str().parse().or_else(|_| self.first_stamp(list.name, id.as_str()))?
        } else {
            self.counts.corrected += 1;
            let stands = heads.iter().all(|head| over.contains(&head.stamp));
            self.counts.in_conflict += usize::from(!stands);
            self.correcting_stamp(list.name, id.as_str(), &over)?
        };
        let version = Version::over(stamp, over, body);
        (list.of_mut)(&mut self.gained.lists).insert(id.clone(), Arc::new(version));
        Ok(())
    }

    /// What the sheet said last: its versions that no later one of it replaces.
    fn said_last<'e, B: Body>(&self, entry: &'e Entry<B>) -> Vec<&'e Arc<Version<B>>> {
        let own = || entry.versions().filter(|version| version.stamp.writer() == self.ids.writer);
        let replaced: BTreeSet<Stamp> = own().flat_map(|version| version.over.iter().copied()).collect();
        own().filter(|version| !replaced.contains(&version.stamp)).collect()
    }

    fn first_stamp(&self, list: &str, entry: &str) -> Result<Stamp, NoStampLeft> {
        let session = self.ids.session.to_string();
        let now = after(BEGINNING, digest(&["first", &session, list, entry]));
        Stamp::next(now, self.ids.writer, None, &[])
    }

    fn correcting_stamp(
        &self,
        list: &str,
        entry: &str,
        over: &BTreeSet<Stamp>,
    ) -> Result<Stamp, NoStampLeft> {
        let replaced: Vec<Stamp> = over.iter().copied().collect();
        let session = self.ids.session.to_string();
        let texts: Vec<String> = replaced.iter().map(|stamp| stamp.to_text()).collect();
        let mut parts = vec!["correction", &session, list, entry];
        parts.extend(texts.iter().map(String::as_str));
        let newest = replaced.last().map_or(BEGINNING, |stamp| stamp.millis().get());
        Stamp::next(after(newest.saturating_add(1), digest(&parts)), self.ids.writer, None, &replaced)
    }
}
