//! What a row becomes: ids that follow from the instrument and the key, and what a sheet says by them.

use std::sync::Arc;

use super::Imported;
use crate::exchange::returned::Return;
use crate::model::entry::{Body, SINGLE};
use crate::model::ids::{EntryId, QuestionId, SeatId, SessionId, WriterId};
use crate::model::instrument::Instrument;
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::people::{Participant, RecorderRole, Writer};
use crate::model::running::{Details, SessionKind};
use crate::model::session::{DETAILS, ListOf, NOTES, PARTICIPANTS, RESPONSES, Session, WRITERS};
use crate::model::stamp::NoStampLeft;
use crate::model::when::When;
use crate::study::derived::{Derived, Said, digest, first_of};

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

/// A session that is being given what a row says.
struct Taking<'s> {
    derived: Derived<'s>,
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
    let mut taking =
        Taking { derived: Derived::of(held, ids.session, ids.writer), counts: Imported::default() };
    taking.derived.gained.instruments.insert(Arc::clone(instrument));
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
        let id = EntryId::of_stamp(taking.derived.first_stamp(NOTES.name, column)?);
        taking.put(&NOTES, &id, Note::new(NoteKind::Comment, text, Origin::Import))?;
    }
    for answered in &row.answers {
        taking.put(&RESPONSES, &EntryId::of_response(&answered.question, &seat), answered.response(&seat))?;
        taking.counts.skipped += usize::from(answered.is_skipped);
    }
    Ok((taking.derived.gained, taking.counts))
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
    /// Says what the sheet says of an entry.
    fn put<B: Body>(&mut self, list: &ListOf<B>, id: &EntryId, body: B) -> Result<(), NoStampLeft> {
        if let Said::Corrected { is_in_conflict } = self.derived.say(list, id, body)? {
            self.counts.corrected += 1;
            self.counts.in_conflict += usize::from(is_in_conflict);
        }
        Ok(())
    }
}
