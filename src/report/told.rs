//! Notes as every report tells them: verbatim words as a quote, everything else as reported speech.
//!
//! Promises: only what was noted word for word, and may be given so, becomes a quote; with it stand session, seat and
//! time. A quote that may not be given is left out wherever it would stand, and counted by why, so that the report can say
//! how many there are. Leaves to others: quotation marks (`document`).

use std::collections::BTreeMap;

use super::corpus::place_of;
use super::people::{Quotable, may_be_quoted};
use crate::document::Block;
use crate::model::note::{Note, NoteKind};
use crate::model::session::Session;

/// Quotes that a report gives and those it may not.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    left_out: BTreeMap<&'static str, usize>,
}

/// What may be told of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Given {
    /// Verbatim words.
    Quote(String),
    /// Reported speech.
    Words(String),
    /// Nothing, for this reason: it is a quote that may not be given.
    Nothing(&'static str),
}

/// What may be told of a note.
pub(super) fn given(session: &Session, note: &Note) -> Given {
    match (note.kind, why_not(session, note)) {
        (NoteKind::Quote, None) => Given::Quote(note.text.clone()),
        (NoteKind::Quote, Some(why)) => Given::Nothing(why),
        _ => Given::Words(in_words(note)),
    }
}

impl Quotes {
    /// A note as a block: a quote, or reported speech behind its label. Nothing where it may not be given.
    pub(super) fn block(
        &mut self,
        session: &Session,
        note: &Note,
        label: &str,
        source: String,
    ) -> Option<Block> {
        self.laid_out(given(session, note), label, source)
    }

    /// The same of what may be told of a note.
    pub(super) fn laid_out(&mut self, given: Given, label: &str, source: String) -> Option<Block> {
        match given {
            Given::Words(text) => Some(Block::Labelled { label: label.to_owned(), text }),
            Given::Quote(words) => Some(Block::Quote { words, source }),
            Given::Nothing(why) => {
                *self.left_out.entry(why).or_default() += 1;
                None
            }
        }
    }

    /// How many quotes were left out, and why: a sentence for each reason.
    pub(super) fn remarks(&self) -> Vec<String> {
        let sentence = |(why, number): (&&str, &usize)| match number {
            1 => format!("1 quote is left out: {why}."),
            number => format!("{number} quotes are left out: {why}."),
        };
        self.left_out.iter().map(sentence).collect()
    }
}

/// Why a quote may not be given; nothing where it may.
pub(super) fn why_not(session: &Session, note: &Note) -> Option<&'static str> {
    match may_be_quoted(session, note) {
        Quotable::Yes => None,
        Quotable::Refused => Some("whoever said it refused to be quoted"),
        Quotable::NotAsked => Some("whoever said it was not asked whether it may be quoted"),
        Quotable::NotAttributed => Some("it is not known who said it"),
    }
}

/// Session, seat and time.
pub(super) fn source(session: &Session, note: &Note) -> String {
    let parts = [Some(place_of(session)), seat(session, note), clock(note)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Seat and time, where the session is known.
pub(super) fn source_here(session: &Session, note: &Note) -> String {
    [seat(session, note), clock(note)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The label of the seat.
pub(super) fn seat(session: &Session, note: &Note) -> Option<String> {
    note.participant.as_ref().map(|seat| session.seat_label(seat))
}

/// Hours and minutes; what is no time stands as it was written.
pub(super) fn clock(note: &Note) -> Option<String> {
    note.said_at.as_ref().map(|at| at.clock().unwrap_or_else(|| at.as_str().to_owned()))
}

/// The words of a note that is no quote, with what kind it is.
pub(super) fn in_words(note: &Note) -> String {
    let text = &note.text;
    match note.kind {
        NoteKind::Point | NoteKind::Quote => text.clone(),
        NoteKind::Observation => format!("Seen: {text}"),
        NoteKind::Comment => format!("The note-taker's comment: {text}"),
        NoteKind::Count => format!("Show of hands, {}: {text}", hands(note)),
        NoteKind::Practice => match note.stage {
            Some(stage) => format!("Practice ({}): {text}", stage.word()),
            None => format!("Practice: {text}"),
        },
        NoteKind::Action => format!("To do: {text}"),
        NoteKind::Parked => format!("Put aside: {text}"),
    }
}

fn hands(note: &Note) -> String {
    let part = |number: Option<u32>, what: &str| number.map(|number| format!("{number} {what}"));
    let parts = [part(note.hands_for, "for"), part(note.hands_against, "against")];
    let told = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let of = note.hands_of.map(|of| format!(" of {of}")).unwrap_or_default();
    if told.is_empty() && of.is_empty() { "not counted".to_owned() } else { format!("{told}{of}") }
}
