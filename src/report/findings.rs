//! What was found: the strands of the study beside each other, theme by theme.
//!
//! Promises: what stands here are the summaries that people wrote, session by session, and nothing is drawn from them;
//! a strand without a summary says so. Leaves to others: what the returns to a questionnaire say, question by question
//! (`appendix`).

use super::anchor::Anchors;
use super::corpus::{Corpus, place_of};
use super::counted::{Counted, Falls, Thing, many};
use super::made::Report;
use super::strands::{STRANDS, Strand, has_theme, strand_of, summary, themes};
use crate::document::{Block, Document, Item, Level, Mark};
use crate::model::session::Session;

/// The name of the report in anchors.
const NAME: &str = "findings";

/// Makes it.
#[must_use]
pub fn report(corpus: &Corpus) -> Report {
    let mut anchors = Anchors::default();
    let themes = themes(corpus);
    let mut blocks = corpus.said();
    blocks.push(Block::Paragraph(strands(corpus)));
    let mut counted = Vec::new();
    for theme in &themes {
        let all = summed_up(corpus, theme, &mut anchors);
        let text = format!("{} ({} of {} summed up)", theme.title, all.number().shown, all.things.len());
        blocks.push(Block::Heading { level: Level::Section, text, anchor: Some(all.anchor.clone()) });
        blocks.extend(
            STRANDS.iter().enumerate().flat_map(|(at, (name, _))| of_strand(corpus, theme, at, name)),
        );
        counted.push(all);
    }
    if themes.is_empty() {
        blocks.push(Block::Paragraph("No session of these has themes.".to_owned()));
    }
    let document = Document {
        title: "What was found".to_owned(),
        lang: Some("en".to_owned()),
        about: corpus.about().clone(),
        blocks,
    };
    Report { document, counted }
}

/// How many sessions each strand has.
fn strands(corpus: &Corpus) -> String {
    let number =
        |at: usize| corpus.sessions().iter().filter(|session| strand_of(session) == Some(at)).count();
    let told =
        STRANDS.iter().enumerate().map(|(at, (name, _))| format!("{name}: {}", many(number(at), "session")));
    format!(
        "{}. What stands here was summed up by those who were there.",
        told.collect::<Vec<_>>().join("; ")
    )
}

/// The sessions that say something on a theme, of those that could.
fn summed_up(corpus: &Corpus, theme: &Strand, anchors: &mut Anchors) -> Counted {
    let could = corpus.by_date().into_iter().filter(|session| has_theme(session, &theme.id));
    let thing = |session: &Session| {
        let falls = if text(session, theme).is_some() {
            Falls::Into(Vec::new())
        } else {
            Falls::Out("nobody has summed it up there".into())
        };
        Thing { session: session.id(), entry: None, falls }
    };
    let things = could.map(thing).collect();
    let about = format!("Sessions that are summed up on {}", theme.title);
    Counted::list(anchors.take(&[NAME, theme.id.as_str()]), about, things)
}

fn text(session: &Session, theme: &Strand) -> Option<String> {
    let summary = summary(session, &theme.id)?;
    let text = summary.text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What one strand says on a theme; nothing where the study has no such session, or none with that theme.
fn of_strand(corpus: &Corpus, theme: &Strand, at: usize, name: &str) -> Vec<Block> {
    let here = corpus.by_date().into_iter().filter(|session| strand_of(session) == Some(at));
    let here: Vec<&Session> = here.filter(|session| has_theme(session, &theme.id)).collect();
    if here.is_empty() {
        return Vec::new();
    }
    let item = |session: &&Session| {
        let label = Some(format!("{}:", place_of(session)));
        Some(Item { mark: Mark::Point, label, text: text(session, theme)?, leads_to: None })
    };
    let items: Vec<Item> = here.iter().filter_map(item).collect();
    let said = if items.is_empty() {
        Block::Paragraph(match here.len() {
            1 => "Not summed up in the one session that could.".to_owned(),
            all => format!("Not summed up in any of {all} sessions."),
        })
    } else {
        Block::List(items)
    };
    vec![Block::heading(Level::Part, name), said]
}
