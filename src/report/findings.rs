//! What was found: the strands of the study beside each other, theme by theme.
//!
//! Promises: what stands here are the summaries that people wrote, session by session, and what a person said of how the
//! strands stand to one another; nothing is drawn from them. A strand without a summary says so. The returns to a
//! questionnaire have no summaries: what they say stands question by question, under the theme that a question is asked
//! under, else in a section of its own. Leaves to others: the free responses (`appendix`).

use super::anchor::Anchors;
use super::appendix::{Brief, brief};
use super::corpus::{Corpus, place_of};
use super::counted::{Counted, Falls, Thing, many};
use super::made::Report;
use super::shown;
use super::strands::{STRANDS, Strand, has_theme, strand_of, summary, themes};
use crate::document::{Block, Cell, Document, Item, Level, Mark, Table};
use crate::model::session::Session;
use crate::model::study::{self, Finding, Relation};

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
    let is_of = |brief: &Brief, theme: &Strand| brief.theme.as_ref() == Some(&theme.id);
    let (on_themes, alone): (Vec<Brief>, Vec<Brief>) =
        brief(corpus).into_iter().partition(|one| themes.iter().any(|theme| is_of(one, theme)));
    blocks.extend(questions(
        "What the questionnaires say",
        Level::Section,
        &alone.iter().collect::<Vec<_>>(),
    ));
    for theme in &themes {
        let all = summed_up(corpus, theme, &mut anchors);
        let text = format!("{} ({} of {} summed up)", theme.title, all.number().shown, all.things.len());
        blocks.push(Block::Heading { level: Level::Section, text, anchor: Some(all.anchor.clone()) });
        blocks.extend(
            STRANDS.iter().enumerate().flat_map(|(at, (name, _))| of_strand(corpus, theme, at, name)),
        );
        let here: Vec<&Brief> = on_themes.iter().filter(|one| is_of(one, theme)).collect();
        blocks.extend(questions("Answers to its questions", Level::Part, &here));
        blocks.extend(compared(corpus, theme));
        counted.push(all);
    }
    counted.extend(alone.into_iter().chain(on_themes).map(|one| one.counted));
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

/// Questions with their answers in words and their base. Nothing without questions.
fn questions(heading: &str, level: Level, all: &[&Brief]) -> Vec<Block> {
    if all.is_empty() {
        return Vec::new();
    }
    let row = |one: &&Brief| {
        let base = Cell::Number(one.counted.number());
        vec![Cell::Text(one.words.clone()), Cell::Text(one.answers.clone()), base]
    };
    let table = Table {
        caption: Some(
            "Questions that offer answers; what was written in words is in the appendix".to_owned(),
        ),
        head: ["Question", "Answers", "Asked"].map(str::to_owned).into(),
        rows: all.iter().map(row).collect(),
        has_row_heads: true,
        remarks: Vec::new(),
    };
    vec![Block::heading(level, heading), Block::Table(table)]
}

/// What a person said of how the strands stand to one another on a theme. Nothing where nobody said anything.
fn compared(corpus: &Corpus, theme: &Strand) -> Vec<Block> {
    let Some(study) = &corpus.head().study else { return Vec::new() };
    let findings = &study.lists.findings;
    let of_theme = shown::standing(findings).filter(|(_, finding)| finding.theme == theme.id);
    let item = |(id, finding): (&crate::model::ids::EntryId, std::borrow::Cow<'_, Finding>)| {
        let is_disputed = findings.get(id.as_str()).is_some_and(crate::model::entry::Entry::is_in_conflict);
        Item { mark: Mark::Point, label: None, text: in_words(&finding, is_disputed), leads_to: None }
    };
    let items: Vec<Item> = of_theme.map(item).collect();
    if items.is_empty() {
        return Vec::new();
    }
    vec![Block::heading(Level::Part, "Agreement and contradiction"), Block::List(items)]
}

/// What was found between strands, as a sentence.
fn in_words(finding: &Finding, is_disputed: bool) -> String {
    let names: Vec<&str> = finding.strands.iter().map(|strand| name(*strand)).collect();
    let names = match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.join(""),
    };
    let how = match finding.relation {
        Relation::Agree => "agree",
        Relation::Contradict => "contradict each other",
    };
    let text = finding.text.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
    let disputed = if is_disputed { " (another wording of this is not settled)" } else { "" };
    format!("{names} {how}{text}{disputed}")
}

/// What a strand is called.
const fn name(strand: study::Strand) -> &'static str {
    let [questionnaire, practice_survey, visits, literature, advisory] = STRANDS;
    match strand {
        study::Strand::Questionnaire => questionnaire.0,
        study::Strand::PracticeSurvey => practice_survey.0,
        study::Strand::PrisonVisits => visits.0,
        study::Strand::Literature => literature.0,
        study::Strand::AdvisoryGroup => advisory.0,
    }
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
        Thing { session: session.id(), entry: None, falls, times: 1 }
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
