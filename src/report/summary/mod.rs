//! Theme by theme: in how many sessions and by how many people it was raised, notes by kind and by tag, quotes that
//! somebody chose, what is still in conflict; then the tags by strand.
//!
//! Promises: counted is what stands, a note under the theme it is filed under; people count once, whatever seats they
//! had; a comment of the note-taker lets nobody be heard. Numbers under a bound are hidden in every table and picture alike.
//!
//! Read this, then [`theme`] (one theme), [`tags`] and [`pictures`]; `sealing` is what several tables hide together.

mod theme;
mod tags;
mod pictures;
mod sealing;

use super::anchor::Anchors;
use super::conflicts::conflicts;
use super::corpus::{Corpus, place_of};
use super::counted::{Counted, Thing, about_hidden, many};
use super::made::Report;
use super::strands::{guided, themes};
use super::suppress::{Below, Hidden};
use super::told::Quotes;
use crate::document::{Block, Document, Item, Level, Mark};
use crate::model::session::Session;
use sealing::Sealing;
use theme::Hiding;

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
    fn extend(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
        self.counted.extend(other.counted);
        self.hidden.extend(other.hidden);
    }
}

/// Makes it. Numbers under `below` are hidden, with whatever would give them away.
#[must_use]
pub fn report(corpus: &Corpus, below: Option<Below>) -> Report {
    let mut anchors = Anchors::default();
    let themes = themes(corpus);
    let guided = guided(corpus);
    let sessions: Vec<&Session> = guided.iter().flat_map(|guided| guided.sessions.iter().copied()).collect();
    let mut whole = Part::default();
    let mut quotes = Quotes::default();
    let sealing = Sealing::of(&sessions, &themes, below);
    whole.extend(pictures::part(&guided, &sealing, &mut anchors));
    for strand in &themes {
        let hiding = Hiding { below, is_all: sealing.is_all(&strand.id) };
        whole.extend(theme::part(&sessions, strand, hiding, (&mut anchors, &mut quotes)));
    }
    whole.extend(tags::part(corpus, below, &mut anchors));
    whole.extend(in_conflict(corpus, &mut anchors));
    let mut blocks = corpus.said();
    let (all, with) = (corpus.sessions().len(), sessions.len());
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
        about: corpus.about().clone(),
        blocks,
    };
    Report { document, counted: whole.counted }
}

/// What was changed in two places and nobody has decided.
fn in_conflict(corpus: &Corpus, anchors: &mut Anchors) -> Part {
    let (mut things, mut items) = (Vec::new(), Vec::new());
    for session in corpus.by_date() {
        let open = conflicts(session);
        things.extend(open.iter().map(|one| Thing::counts(session.id(), Some(one.name.id.clone()))));
        if !open.is_empty() {
            let label = Some(format!("{}:", place_of(session)));
            items.push(Item { mark: Mark::Point, label, text: many(open.len(), "conflict"), leads_to: None });
        }
    }
    let anchor = anchors.take(&[NAME, "conflicts"]);
    let counted = Counted::list(anchor.clone(), "What was changed in two places and not decided", things);
    let text = format!("Still in conflict ({})", counted.number().shown);
    let heading = Block::Heading { level: Level::Section, text, anchor: Some(anchor) };
    let list = if items.is_empty() { Block::Paragraph("None.".to_owned()) } else { Block::List(items) };
    Part { blocks: vec![heading, list], counted: vec![counted], hidden: Vec::new() }
}
