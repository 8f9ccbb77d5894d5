//! Where a number comes from: what it counts, what it leaves out, and why.
//!
//! Promises: what is listed is what was counted, for it is the same list; everything that was looked at is in one of the two
//! lists. Names are those that stand beside numbers in JSON and HTML.

use super::corpus::{Corpus, place_of};
use super::counted::{Counted, Falls, Thing};
use super::made::Report;
use super::shown;
use super::told::source_here;
use crate::document::{Block, Document, Item, Level, Mark};
use crate::model::ids::EntryId;
use crate::model::session::Session;

/// A number of a report.
struct Number<'r> {
    counted: &'r Counted,
    /// Which kind; none for the base.
    kind: Option<usize>,
}

/// What stands behind the number of this name; nothing where the report has none.
#[must_use]
pub fn why(corpus: &Corpus, report: &Report, anchor: &str) -> Option<Document> {
    // The heading of a question has a name too, which stands where people find it; it asks about the question's base.
    let base = anchor.strip_suffix(".question").unwrap_or(anchor);
    let number = numbered(report, anchor).or_else(|| numbered(report, base))?;
    let (counts, left_out): (Vec<&Thing>, Vec<&Thing>) =
        number.counted.things.iter().partition(|thing| number.is_in(thing));
    let mut blocks = corpus.said();
    blocks.push(Block::Paragraph(number.about()));
    blocks.push(Block::heading(Level::Section, format!("Counted ({})", counts.len())));
    blocks.push(listed(corpus, &counts));
    blocks.push(Block::heading(Level::Section, format!("Left out ({})", left_out.len())));
    blocks.extend(by_reason(corpus, &number, &left_out));
    Some(Document {
        title: format!("Why {anchor}"),
        lang: Some("en".to_owned()),
        about: corpus.about().clone(),
        blocks,
    })
}

/// The number of this name.
fn numbered<'r>(report: &'r Report, anchor: &str) -> Option<Number<'r>> {
    report.counted.iter().find_map(|counted| {
        if counted.anchor == anchor {
            return Some(Number { counted, kind: None });
        }
        let kind = counted.kinds.iter().position(|kind| kind.anchor == anchor)?;
        Some(Number { counted, kind: Some(kind) })
    })
}

/// Names that are like one that is not there: those that begin as it does, as far as any does. At most eight.
#[must_use]
pub fn near(report: &Report, anchor: &str) -> Vec<String> {
    let all = report.counted.iter().flat_map(|counted| {
        std::iter::once(&counted.anchor).chain(counted.kinds.iter().map(|kind| &kind.anchor))
    });
    let all: Vec<&String> = all.collect();
    let mut start = anchor;
    loop {
        let found: Vec<String> =
            all.iter().filter(|name| name.starts_with(start)).take(8).map(|name| (*name).clone()).collect();
        match start.rsplit_once('.') {
            _ if !found.is_empty() => return found,
            Some((shorter, _)) => start = shorter,
            None => return found,
        }
    }
}

impl Number<'_> {
    fn is_in(&self, thing: &Thing) -> bool {
        match (&thing.falls, self.kind) {
            (Falls::Out(_), _) => false,
            (Falls::Into(_), None) => true,
            (Falls::Into(kinds), Some(kind)) => kinds.contains(&kind),
        }
    }

    fn about(&self) -> String {
        // A question ends with a sign of its own.
        let about = &self.counted.about;
        let about = if about.ends_with(['?', '.', '!']) { about.clone() } else { format!("{about}.") };
        let kind = self.kind.and_then(|kind| self.counted.kinds.get(kind));
        match kind {
            Some(kind) => {
                format!("{} Counted here: {}, of a base of {}.", about, kind.name, self.counted.base())
            }
            None => format!("{about} Counted here: the base."),
        }
    }

    /// Why a thing is not in this number.
    fn reason(&self, thing: &Thing) -> String {
        match &thing.falls {
            Falls::Out(why) => why.clone().into_owned(),
            Falls::Into(kinds) => {
                let names = kinds
                    .iter()
                    .filter_map(|kind| self.counted.kinds.get(*kind))
                    .map(|kind| kind.name.as_str());
                format!("counted as {}", names.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// What is left out, reason by reason in the order in which they first occur.
fn by_reason(corpus: &Corpus, number: &Number<'_>, left_out: &[&Thing]) -> Vec<Block> {
    let mut reasons: Vec<(String, Vec<&Thing>)> = Vec::new();
    for thing in left_out {
        let why = number.reason(thing);
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, things)) => things.push(thing),
            None => reasons.push((why, vec![thing])),
        }
    }
    let part = |(why, things): (String, Vec<&Thing>)| {
        let heading = Block::heading(Level::Part, format!("{why} ({})", things.len()));
        [heading, listed(corpus, &things)]
    };
    let blocks: Vec<Block> = reasons.into_iter().flat_map(part).collect();
    if blocks.is_empty() { vec![Block::Paragraph("Nothing.".to_owned())] } else { blocks }
}

/// Things one below the other: where and when, and the ids to find them by.
fn listed(corpus: &Corpus, things: &[&Thing]) -> Block {
    if things.is_empty() {
        return Block::Paragraph("Nothing.".to_owned());
    }
    let item = |thing: &&Thing| {
        let session = corpus.session(thing.session);
        let entry = thing.entry.as_ref().map(|id| format!(", {}", entry(session, id))).unwrap_or_default();
        let text = format!("session {}{entry}", thing.session);
        Item {
            mark: Mark::Point,
            label: session.map(|session| format!("{}:", place_of(session))),
            text,
            leads_to: None,
        }
    };
    Block::List(things.iter().map(item).collect())
}

/// An entry by its id, a note with seat and time.
fn entry(session: Option<&Session>, id: &EntryId) -> String {
    let note = session
        .and_then(|session| Some((session, session.lists.notes.get(id.as_str()).and_then(shown::body)?)));
    match note.map(|(session, note)| source_here(session, &note)).filter(|here| !here.is_empty()) {
        Some(here) => format!("{here} ({id})"),
        None => id.to_string(),
    }
}
