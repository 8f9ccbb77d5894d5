//! Theme by theme: in how many sessions and by how many people it was raised, notes by kind and by tag, quotes that
//! somebody chose, what is still in conflict; then the tags by strand.
//!
//! Promises: counted is what stands, a note under the theme it is filed under; people count once, whatever seats they
//! had; a comment of the note-taker lets nobody be heard. Numbers under a bound are hidden in every table and picture alike.
//!
//! What is needed of a session is taken from it ([`facts`]), so that ten thousand need not be in memory at once. Read this,
//! then [`theme`] (one theme), [`tags`] and [`pictures`]; `together` is what several tables hide together.

mod facts;
mod theme;
mod tags;
mod pictures;
mod together;

use super::anchor::Anchors;
use super::corpus::{Corpus, Head};
use super::counted::{Counted, Falls, about_hidden, many};
use super::made::{Reasons, Report};
use super::strands::{by_guide, themes_of};
use super::suppress::{Below, Hidden};
use super::told::Quotes;
use crate::document::{Block, Document, Item, Level, Mark};
pub use facts::{Taken, take};
use theme::Hiding;
use together::Together;

/// The name of the report in anchors.
const NAME: &str = "summary";

/// Blocks, and what stands behind their numbers.
#[derive(Debug, Default)]
struct Part {
    blocks: Vec<Block>,
    counted: Vec<Counted>,
    hidden: Vec<Hidden>,
}

impl Part {
    fn extend(&mut self, other: Self, reasons: Reasons) {
        self.blocks.extend(other.blocks);
        self.hidden.extend(other.hidden);
        if reasons == Reasons::Kept {
            self.counted.extend(other.counted);
        }
    }
}

/// Makes the report of sessions that are in memory.
#[must_use]
pub fn report(corpus: &Corpus, below: Option<Below>) -> Report {
    let taken = corpus.sessions().iter().map(|session| take(session, Reasons::Kept)).collect();
    made(corpus.head(), taken, (below, Reasons::Kept))
}

/// Makes the report of what was taken from each session. Numbers under `below` are hidden, with whatever would give them
/// away.
#[must_use]
pub fn made(head: &Head, mut taken: Vec<Taken>, (below, reasons): (Option<Below>, Reasons)) -> Report {
    taken.sort_by_key(|one| one.held);
    let mut anchors = reasons.anchors();
    let guided = by_guide(&taken, |one| one.guide.clone());
    let themes = themes_of(taken.iter().filter_map(|one| one.guide.as_ref()));
    let sessions: Vec<&Taken> = guided.iter().flat_map(|guided| guided.sessions.iter().copied()).collect();
    let mut whole = Part::default();
    let mut quotes = Quotes::default();
    let together = Together::of(&sessions, &themes, below);
    whole.extend(pictures::part(&guided, &together, &mut anchors), reasons);
    for strand in &themes {
        let hiding = Hiding { below, is_all: together.is_all(&strand.id) };
        whole.extend(theme::part(&sessions, strand, hiding, (&mut anchors, &mut quotes)), reasons);
    }
    whole.extend(tags::part(&taken, below, &mut anchors), reasons);
    whole.extend(in_conflict(&taken, &mut anchors), reasons);
    let mut blocks = head.said();
    let (all, with) = (taken.len(), sessions.len());
    blocks.push(Block::Paragraph(match all - with {
        0 => format!("{} with {}.", many(all, "session"), many(themes.len(), "theme")),
        others => format!(
            "{} with {}; {} without themes, like returns to a questionnaire, are not in it but for their tags.",
            many(with, "session"),
            many(themes.len(), "theme"),
            many(others, "session")
        ),
    }));
    let hidden = whole.hidden.iter().find(|hidden| hidden.is_any());
    blocks.extend(hidden.and_then(|hidden| about_hidden(hidden, below)).map(Block::Remark));
    blocks.extend(whole.blocks);
    blocks.extend(quotes.remarks().into_iter().map(Block::Remark));
    let document = Document {
        title: "Summary".to_owned(),
        lang: Some("en".to_owned()),
        about: head.about.clone(),
        blocks,
    };
    Report { document, counted: whole.counted }
}

/// What was changed in two places and nobody has decided.
fn in_conflict(taken: &[Taken], anchors: &mut Anchors) -> Part {
    let (mut things, mut items) = (Vec::new(), Vec::new());
    for one in taken {
        let open = one.conflicts.iter().map(|(_, times)| *times as usize).sum();
        things.extend(one.conflicts.iter().map(|named| one.thing(named, Falls::Into(Vec::new()))));
        if open > 0 {
            let label = Some(format!("{}:", one.place));
            items.push(Item { mark: Mark::Point, label, text: many(open, "conflict"), leads_to: None });
        }
    }
    let anchor = anchors.take(&[NAME, "conflicts"]);
    let counted = Counted::list(anchor.clone(), "What was changed in two places and not decided", things);
    let text = format!("Still in conflict ({})", counted.number().shown);
    let anchor = (!anchor.is_empty()).then_some(anchor);
    let heading = Block::Heading { level: Level::Section, text, anchor };
    let list = if items.is_empty() { Block::Paragraph("None.".to_owned()) } else { Block::List(items) };
    Part { blocks: vec![heading, list], counted: vec![counted], hidden: Vec::new() }
}
