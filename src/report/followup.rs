//! What somebody has to do after the sessions: actions, boards to write to, quotes to check.
//!
//! Promises: everything listed names its session, so that it can be found; words that may not be given are told as a place
//! to look and not as words.

use std::collections::BTreeMap;

use super::anchor::Anchors;
use super::corpus::{Corpus, place_of};
use super::counted::{Counted, Falls, Thing};
use super::coverage::coverage;
use super::made::Report;
use super::people::{Quotable, quotable};
use super::returns::{Outcome, Return, forms};
use super::shown;
use super::told::{Quotes, source, source_here};
use super::wordings::{OfForm, Wording, wordings};
use crate::document::{Block, Cell, Document, Item, Level, Mark, Table};
use crate::model::ids::{EntryId, SessionId};
use crate::model::note::{Note, Response};
use crate::model::question::Like;
use crate::model::session::Session;
use crate::routing::answer::Answer;

/// The name of the report in anchors.
const NAME: &str = "followup";

/// Questions whose answers somebody has to follow up: instrument, question, what a yes to it means.
const FOLLOWED: &[(&str, &str, &str)] = &[
    ("safeguarding-board", "q14", "Willing to be involved"),
    ("safeguarding-board", "q16", "Would like the report"),
    ("safeguarding-board", "q13", "Know of good practice elsewhere"),
];

/// One list of the report.
struct Part {
    heading: String,
    counted: Counted,
    blocks: Vec<Block>,
}

/// Makes it.
#[must_use]
pub fn report(corpus: &Corpus) -> Report {
    let mut anchors = Anchors::default();
    let mut parts = vec![actions(corpus, &mut anchors)];
    let forms = forms(corpus.sessions());
    let wordings = wordings(&forms);
    for (instrument, question, heading) in FOLLOWED {
        let is_it =
            |one: &OfForm<'_, '_>| one.guide().id == *instrument && one.question.id.as_str() == *question;
        let asked = wordings.iter().filter(|wording| wording.all().any(is_it));
        parts.extend(asked.map(|wording| willing(corpus, (heading, question), wording, &mut anchors)));
    }
    parts.push(to_check(corpus, &mut anchors));
    let mut blocks = corpus.said();
    blocks.push(overview(corpus, &parts));
    for part in &parts {
        let text = format!("{} ({})", part.heading, part.counted.number().shown);
        blocks.push(Block::Heading { level: Level::Section, text, anchor: None });
        blocks.extend(part.blocks.iter().cloned());
        if part.counted.base() == 0 {
            blocks.push(Block::Paragraph("None.".to_owned()));
        }
    }
    let document = Document {
        title: "To follow up".to_owned(),
        lang: Some("en".to_owned()),
        about: corpus.about().clone(),
        blocks,
    };
    Report { document, counted: parts.into_iter().map(|part| part.counted).collect() }
}

/// How much there is of each.
fn overview(corpus: &Corpus, parts: &[Part]) -> Block {
    let row = |part: &Part| vec![Cell::Text(part.heading.clone()), Cell::Number(part.counted.number())];
    let sessions = corpus.sessions().len();
    Block::Table(Table {
        caption: Some(format!("From {}", super::counted::many(sessions, "session"))),
        head: ["What", "How many"].map(str::to_owned).into(),
        rows: parts.iter().map(row).collect(),
        has_row_heads: true,
        remarks: Vec::new(),
    })
}

fn actions(corpus: &Corpus, anchors: &mut Anchors) -> Part {
    let (mut things, mut items) = (Vec::new(), Vec::new());
    for session in corpus.by_date() {
        let actions = coverage(session).actions;
        for (id, note) in shown::standing(&session.lists.notes).filter(|(id, _)| actions.contains(id)) {
            things.push(Thing::counts(session.id(), Some(id.clone())));
            items.push(point(&source(session, &note), note.text.clone()));
        }
    }
    let counted = Counted::list(anchors.take(&[NAME, "actions"]), "Actions to follow up", things);
    Part { heading: "Actions".to_owned(), counted, blocks: vec![Block::List(items)] }
}

/// The returns that said yes, or something like it.
fn willing(
    corpus: &Corpus,
    (heading, question): (&str, &str),
    wording: &Wording<'_, '_>,
    anchors: &mut Anchors,
) -> Part {
    let (mut things, mut items) = (Vec::new(), Vec::new());
    for of_form in wording.all() {
        for (one, outcome) in of_form.outcomes() {
            let (entry, response) = one.response(&of_form.question.id).unzip();
            let entry = entry.cloned();
            let session = one.session.id();
            let falls = match (outcome, yes(of_form, outcome)) {
                (_, Some(answer)) => {
                    items.push((session, point(&place_of(one.session), with_words(one, answer, response))));
                    Falls::Into(Vec::new())
                }
                (Outcome::Answered(_), None) => Falls::Out("answered, and not with yes".into()),
                (Outcome::Erased, None) => Falls::Out("its answer was withdrawn or erased".into()),
                (_, None) => Falls::Out("not answered".into()),
            };
            things.push(Thing { session, entry, falls, times: 1 });
        }
    }
    let order: BTreeMap<SessionId, usize> = corpus.by_date().into_iter().map(Session::id).zip(0..).collect();
    things.sort_by_key(|thing| order.get(&thing.session));
    items.sort_by_key(|(session, _)| order.get(session));
    let first = &wording.first;
    let about = format!("{heading}: question {}, {}", first.question.label(), first.question.text);
    let asked = Block::Paragraph(format!("Question {}: {}", first.question.label(), first.question.text));
    let list = Block::List(items.into_iter().map(|(_, item)| item).collect());
    let counted = Counted::list(anchors.take(&[NAME, question]), about, things);
    Part {
        heading: format!("{heading}, question {}", first.question.label()),
        counted,
        blocks: vec![asked, list],
    }
}

/// An answer with what was said with it, unless whoever gave it refused that.
fn with_words(one: &Return<'_>, answer: String, response: Option<&Response>) -> String {
    let may_be_told = quotable(one.session, &one.seat) != Quotable::Refused;
    let words = response.and_then(|response| response.words.clone());
    let words = words.filter(|words| may_be_told && !words.trim().is_empty());
    std::iter::once(answer).chain(words).collect::<Vec<_>>().join(": ")
}

/// The answer, where it is a yes or counts as one.
fn yes(of_form: &OfForm<'_, '_>, outcome: Outcome<'_>) -> Option<String> {
    let Outcome::Answered(Answer::Category(id)) = outcome else { return None };
    let category = of_form.form.route.answers(of_form.question).iter().find(|category| category.id == *id)?;
    (category.like == Some(Like::Yes)).then(|| category.text.clone())
}

fn to_check(corpus: &Corpus, anchors: &mut Anchors) -> Part {
    let (mut things, mut blocks) = (Vec::new(), Vec::new());
    let mut quotes = Quotes::default();
    for session in corpus.by_date() {
        let flagged = coverage(session).to_check;
        let notes = shown::standing(&session.lists.notes).filter(|(id, _)| flagged.contains(id));
        let notes: Vec<_> = notes.collect();
        if !notes.is_empty() {
            blocks.push(Block::heading(Level::Part, place_of(session)));
        }
        for (id, note) in notes {
            things.push(Thing::counts(session.id(), Some(id.clone())));
            blocks.push(check(session, id, &note, &mut quotes));
        }
    }
    blocks.extend(quotes.remarks().into_iter().map(Block::Remark));
    let counted =
        Counted::list(anchors.take(&[NAME, "to-check"]), "Notes to check against the recording", things);
    Part { heading: "Quotes and notes to check".to_owned(), counted, blocks }
}

/// A note to check: its words, or only where it stands.
fn check(session: &Session, id: &EntryId, note: &Note, quotes: &mut Quotes) -> Block {
    let here = source_here(session, note);
    let block = quotes.block(session, note, &here, here.clone());
    block.unwrap_or_else(|| Block::Labelled {
        label: here,
        text: format!("A quote without its words: note {id}"),
    })
}

fn point(label: &str, text: String) -> Item {
    Item { mark: Mark::Point, label: Some(format!("{label}:")), text, leads_to: None }
}
