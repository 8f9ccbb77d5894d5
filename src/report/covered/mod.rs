//! What was asked where, how long it took, who spoke, what is still open, and what the next visit should ask first.
//!
//! Promises: what is counted of a session is what its screen counts (`coverage`, `timing`, `people`); every session given
//! is told, those without themes among them. Time is told by the log of one laptop, to the last thing it says; no clock is
//! asked.
//!
//! What is needed of a session is taken from it ([`take`]), so that ten thousand need not be in memory at once; the report is
//! made of that ([`made`]). Read this, then [`plan`] (sessions against the plan), [`themes`] (one session), [`first`] (what to ask first) and
//! [`returns`] (questionnaires).

mod plan;
mod themes;
mod first;
mod returns;

use std::borrow::Cow;

use super::anchor::Anchors;
use super::corpus::{Corpus, Head, Held, place_of};
use super::counted::{Counted, Thing};
use super::coverage::is_parked_open;
use super::made::{Reasons, Report};
use super::shown;
use super::told::source;
use crate::document::{Block, Document, Item, Level, Mark};
use crate::model::ids::{EntryId, SessionId};
use crate::model::note::Note;
use crate::model::running::SessionKind;
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

/// What the report needs of one session.
#[derive(Debug)]
pub struct Taken {
    session: SessionId,
    held: Held,
    place: String,
    kind: Option<SessionKind>,
    asked: Option<first::Asked>,
    left_for_next: Option<Item>,
    parked: Vec<(Thing, Item)>,
    minutes: Option<themes::Minutes>,
    themes: Option<Part>,
    returns: Option<returns::Returned>,
    has_neither: bool,
}

/// Takes from a session what the report needs of it.
#[must_use]
pub fn take(session: &Session, reasons: Reasons) -> Taken {
    let guide = session.guide();
    let has_themes = guide.is_some_and(|guide| !guide.themes.is_empty());
    Taken {
        session: session.id(),
        held: Held::of(session),
        place: place_of(session),
        kind: session.details().map(|details| details.kind),
        asked: first::asked(session),
        left_for_next: first::left_for_next(session),
        parked: parked_in(session),
        minutes: themes::minutes(session),
        themes: has_themes.then(|| themes::part(session, reasons)),
        returns: returns::returned(session, reasons),
        has_neither: !has_themes && guide.is_none_or(|guide| guide.questions.is_empty()),
    }
}

/// Makes the report of sessions that are in memory.
#[must_use]
pub fn report(corpus: &Corpus) -> Report {
    made(corpus.head(), corpus.sessions().iter().map(|session| take(session, Reasons::Kept)).collect())
}

/// Makes the report of what was taken from each session, in the order of their ids.
#[must_use]
pub fn made(head: &Head, mut taken: Vec<Taken>) -> Report {
    let mut anchors = Anchors::default();
    let mut whole = Part { blocks: head.said(), counted: Vec::new() };
    whole.extend(plan::part(head, &taken, &mut anchors));
    let asked = first::least_asked(&taken, &mut anchors);
    let returns = returns::part(&mut taken);
    taken.sort_by_key(|one| one.held);
    whole.extend(first::all_left_for_next(&mut taken));
    whole.extend(asked);
    whole.extend(parked(&mut taken, &mut anchors));
    whole.extend(themes::overview(&mut taken));
    for one in taken.iter_mut().filter_map(|one| one.themes.take()) {
        whole.extend(one);
    }
    whole.extend(returns);
    let without: Vec<&str> =
        taken.iter().filter(|one| one.has_neither).map(|one| one.place.as_str()).collect();
    if !without.is_empty() {
        let text = format!("Held without themes or questions: {}.", without.join("; "));
        whole.blocks.push(Block::Paragraph(text));
    }
    let document = Document {
        title: "Coverage".to_owned(),
        lang: Some("en".to_owned()),
        about: head.about.clone(),
        blocks: whole.blocks,
    };
    Report { document, counted: whole.counted }
}

/// Points of a session that were put aside and not come back to.
fn parked_in(session: &Session) -> Vec<(Thing, Item)> {
    let of_note = |(id, note): (&EntryId, Cow<'_, Note>)| {
        let label = Some(format!("{}:", source(session, &note)));
        let item = Item { mark: Mark::Point, label, text: note.text.clone(), leads_to: None };
        (Thing::counts(session.id(), Some(id.clone())), item)
    };
    shown::standing(&session.lists.notes).filter(|(_, note)| is_parked_open(note)).map(of_note).collect()
}

/// Points that were put aside and not come back to.
fn parked(taken: &mut [Taken], anchors: &mut Anchors) -> Part {
    let (things, items): (Vec<Thing>, Vec<Item>) =
        taken.iter_mut().flat_map(|one| std::mem::take(&mut one.parked)).unzip();
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
