//! One session to read from beginning to end: for those who held it, or for those who took part and check it.
//!
//! Promises: notes stand in the order in which they were said, whoever's laptop they are on; every note that stands is
//! there once, or is counted among what is left out. Participants are shown what was said, not what the note-takers
//! thought of it, nothing about somebody who was not there, and nobody's words but as he agreed to.
//!
//! Read this, then [`talk`] (the notes) and [`answers`] (questions and answers).

mod talk;
mod answers;

use super::anchor::Anchors;
use super::corpus::{Corpus, place_of};
use super::made::Report;
use super::people::consent;
use super::recorders::Recorder;
use super::told::Quotes;
use crate::document::{About, Block, Document, Item, Level, Mark};
use crate::model::ids::SeatId;
use crate::model::people::{ConsentState, Participant};
use crate::model::session::Session;
use talk::Talk;

/// The name of the report in anchors.
const NAME: &str = "session";

/// What is summed up beside the themes.
const DEBRIEF: [(&str, &str); 2] = [("debrief.surprises", "Surprises"), (ASK_NEXT, "What to ask next")];

/// The summary of what is left for the next visit.
pub(super) const ASK_NEXT: &str = "debrief.next";

/// Who is to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Those who held the session.
    Team,
    /// Those who took part, to check it.
    Participants,
}

/// Makes it of one session of the corpus.
#[must_use]
pub fn report(corpus: &Corpus, session: &Session, reader: Reader) -> Report {
    let mut anchors = Anchors::default();
    let mut blocks = corpus.said();
    blocks.push(Block::Paragraph(about(session, reader)));
    blocks.extend(people(session, reader));
    let mut quotes = Quotes::default();
    let talk = Talk::of(session, reader);
    blocks.extend(talk.blocks(&mut quotes));
    blocks.extend(answers::blocks(session, reader));
    if reader == Reader::Team {
        blocks.extend(summaries(session));
    }
    let left_out = quotes.remarks().into_iter().chain(talk.left_out());
    blocks.extend(left_out.map(Block::Remark));
    let counted = talk.counted(anchors.take(&[NAME, "notes"]));
    let ids = session.ids().iter().map(ToString::to_string).collect();
    let foot = corpus.about().foot.clone();
    let document = Document {
        title: title(session),
        lang: session.details().and_then(|details| details.lang.clone()).or(Some("en".to_owned())),
        about: About { sessions: ids, foot },
        blocks,
    };
    Report { document, counted: vec![counted] }
}

fn title(session: &Session) -> String {
    match session.details() {
        Some(details) => format!("{}: {}, {}", details.site, details.kind.name(), details.held_on),
        None => format!("Session {}", session.id()),
    }
}

/// What it was held with and by whom.
fn about(session: &Session, reader: Reader) -> String {
    let guide = session.guide().map(|guide| format!("{}, version {}", guide.title, guide.version));
    let minutes = session.details().and_then(|details| details.planned_minutes);
    let minutes = minutes.map(|minutes| format!("{minutes} minutes planned"));
    let recorders: std::collections::BTreeSet<String> = session
        .lists
        .notes
        .standing()
        .filter_map(|(id, _)| Recorder::of(session, id).map(|recorder| recorder.name()))
        .collect();
    let recorders: Vec<String> = recorders.into_iter().collect();
    let recorded = (reader == Reader::Team && !recorders.is_empty())
        .then(|| format!("notes by {}", recorders.join(" and ")));
    let purpose = (reader == Reader::Participants)
        .then(|| "for those who took part, to check what was noted".to_owned());
    let parts: Vec<String> = [guide, minutes, recorded, purpose].into_iter().flatten().collect();
    let told = if parts.is_empty() { place_of(session) } else { parts.join("; ") };
    let mut letters = told.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).chain(['.']).collect()
}

/// Who was there. Participants know each other, and read only the labels.
fn people(session: &Session, reader: Reader) -> Vec<Block> {
    let seats = session.seats();
    if seats.is_empty() {
        return Vec::new();
    }
    if reader == Reader::Participants {
        let labels: Vec<&str> = seats.iter().map(|(_, seat)| seat.label.as_str()).collect();
        return vec![Block::Paragraph(format!("{}: {}.", many_people(seats.len()), labels.join(", ")))];
    }
    let item = |(seat, person): &(SeatId, &Participant)| {
        let quotes = match consent(session, seat, "quotes") {
            ConsentState::Given => "may be quoted",
            ConsentState::Refused => "does not want to be quoted",
            ConsentState::NotAsked => "was not asked about quotes",
        };
        let about = [person.role.as_deref(), person.sector.as_deref(), Some(quotes)];
        let text = about.into_iter().flatten().collect::<Vec<_>>().join(", ");
        Item { mark: Mark::Point, label: Some(person.label.clone()), text, leads_to: None }
    };
    let people = Block::List(seats.iter().map(item).collect());
    vec![Block::Paragraph(format!("{}:", many_people(seats.len()))), people]
}

fn many_people(number: usize) -> String {
    if number == 1 { "1 person".to_owned() } else { format!("{number} people") }
}

/// What was summed up, theme by theme in the order of the guide.
fn summaries(session: &Session) -> Vec<Block> {
    let themes = session.guide().map(|guide| guide.themes.as_slice()).unwrap_or_default();
    let place = |id: &str| themes.iter().position(|theme| theme.id.as_str() == id);
    let mut all: Vec<_> = super::shown::standing(&session.lists.summaries).collect();
    all.sort_by_key(|(id, _)| (place(id.as_str()).unwrap_or(usize::MAX), (*id).clone()));
    let named = |id: &str| {
        let theme = themes.iter().find(|theme| theme.id.as_str() == id).map(|theme| theme.title.clone());
        let debrief = DEBRIEF.iter().find(|(known, _)| *known == id).map(|(_, title)| (*title).to_owned());
        theme.or(debrief).unwrap_or_else(|| id.to_owned())
    };
    let block =
        |(id, summary): (&crate::model::ids::EntryId, std::borrow::Cow<'_, crate::model::note::Summary>)| {
            Block::Labelled { label: named(id.as_str()), text: summary.text.clone() }
        };
    let blocks: Vec<Block> = all.into_iter().map(block).collect();
    if blocks.is_empty() {
        return blocks;
    }
    std::iter::once(Block::heading(Level::Section, "Summed up")).chain(blocks).collect()
}
