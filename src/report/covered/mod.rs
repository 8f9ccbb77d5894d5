//! What was asked where, how long it took, who spoke, what is still open, and what the next visit should ask first.
//!
//! Promises: what is counted of a session is what its screen counts (`coverage`, `timing`, `people`); every session given
//! is told, those without themes among them. Time is told by the log of one laptop, to the last thing it says; no clock is
//! asked.
//!
//! Read this, then [`plan`] (sessions against the plan), [`themes`] (one session), [`first`] (what to ask first) and
//! [`returns`] (questionnaires).

mod plan;
mod themes;
mod first;
mod returns;

use super::anchor::Anchors;
use super::corpus::{Corpus, place_of};
use super::counted::{Counted, Thing};
use super::coverage::coverage;
use super::made::Report;
use super::shown;
use super::told::source;
use crate::document::{Block, Document, Item, Level, Mark};
use crate::model::session::Session;

/// The name of the report in anchors.
const NAME: &str = "coverage";

/// Blocks, and what stands behind their numbers.
#[derive(Debug, Default)]
struct Part {
    blocks: Vec<Block>,
    counted: Vec<Counted>,
}

impl Part {
    fn extend(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
        self.counted.extend(other.counted);
    }
}

/// Makes it.
#[must_use]
pub fn report(corpus: &Corpus) -> Report {
    let mut anchors = Anchors::default();
    let mut whole = Part { blocks: corpus.said(), counted: Vec::new() };
    whole.extend(plan::part(corpus, &mut anchors));
    whole.extend(first::part(corpus, &mut anchors));
    whole.extend(parked(corpus, &mut anchors));
    let has_themes = |session: &&Session| session.guide().is_some_and(|guide| !guide.themes.is_empty());
    whole.extend(themes::overview(corpus));
    for session in corpus.by_date().into_iter().filter(has_themes) {
        whole.extend(themes::part(session, &mut anchors));
    }
    whole.extend(returns::part(corpus, &mut anchors));
    let without: Vec<String> = corpus
        .by_date()
        .into_iter()
        .filter(|session| {
            session.guide().is_none_or(|guide| guide.themes.is_empty() && guide.questions.is_empty())
        })
        .map(place_of)
        .collect();
    if !without.is_empty() {
        let text = format!("Held without themes or questions: {}.", without.join("; "));
        whole.blocks.push(Block::Paragraph(text));
    }
    let document = Document {
        title: "Coverage".to_owned(),
        lang: Some("en".to_owned()),
        about: corpus.about().clone(),
        blocks: whole.blocks,
    };
    Report { document, counted: whole.counted }
}

/// Points that were put aside and not come back to.
fn parked(corpus: &Corpus, anchors: &mut Anchors) -> Part {
    let (mut things, mut items) = (Vec::new(), Vec::new());
    for session in corpus.by_date() {
        let open = coverage(session).parked_open;
        for (id, note) in shown::standing(&session.lists.notes).filter(|(id, _)| open.contains(id)) {
            things.push(Thing::counts(session.id(), Some(id.clone())));
            let label = Some(format!("{}:", source(session, &note)));
            items.push(Item { mark: Mark::Point, label, text: note.text.clone(), leads_to: None });
        }
    }
    let anchor = anchors.take(&[NAME, "parked"]);
    let counted = Counted::list(anchor.clone(), "Points put aside and not settled", things);
    let text = format!("Points put aside and still open ({})", counted.number().shown);
    let heading = Block::Heading { level: Level::Section, text, anchor: Some(anchor) };
    let list = if items.is_empty() { Block::Paragraph("None.".to_owned()) } else { Block::List(items) };
    Part { blocks: vec![heading, list], counted: vec![counted] }
}

/// Seconds in minutes, half a minute rounded up.
fn in_minutes(seconds: i64) -> u64 {
    u64::try_from(seconds.saturating_add(30) / 60).unwrap_or(0)
}
