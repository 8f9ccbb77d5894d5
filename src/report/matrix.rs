//! The framework matrix: sessions down, themes across, in each cell what the session says on the theme.
//!
//! The method is that of framework analysis (Ritchie and Spencer, "Qualitative data analysis for applied policy research",
//! in *Analyzing Qualitative Data*, 1994): a summary in each cell, never without the way back to the notes it rests on.
//!
//! Promises: every cell says something; an empty one says which silence it is, and silence is never told as a summary. The
//! notes that summaries rest on are numbered and set out below, quotes only as far as they may be given.

use super::anchor::Anchors;
use super::corpus::{Corpus, place_of};
use super::counted::{Counted, Thing, many};
use super::made::Report;
use super::shown;
use super::strands::{Guided, Strand, guided, has_theme, notes_on, silence, silence_in_words, summary};
use super::told::{Quotes, source};
use crate::document::{Block, Cell, Document, Level, Table};
use crate::model::ids::EntryId;
use crate::model::session::Session;

/// The name of the report in anchors.
const NAME: &str = "matrix";

/// Which way round it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Turned {
    /// Sessions down, themes across.
    #[default]
    SessionsDown,
    /// Themes down, sessions across.
    ThemesDown,
}

/// A note that a summary rests on.
struct Behind<'c> {
    session: &'c Session,
    id: EntryId,
}

/// Makes it.
#[must_use]
pub fn report(corpus: &Corpus, turned: Turned) -> Report {
    let mut anchors = Anchors::default();
    let all = guided(corpus);
    let mut behind: Vec<Behind<'_>> = Vec::new();
    let mut tables = Vec::new();
    for guided in &all {
        let row = |session| guided.themes.iter().map(|theme| cell(session, theme, &mut behind)).collect();
        let cells: Vec<Vec<String>> = guided.sessions.iter().copied().map(row).collect();
        tables.push(Block::Table(table(guided, &cells, turned)));
    }
    let mut blocks = corpus.said();
    let mut counted = Vec::new();
    if all.is_empty() {
        blocks.push(Block::Paragraph("No session of these has themes, so there is no matrix.".to_owned()));
    } else {
        blocks.push(Block::Paragraph(ABOUT.to_owned()));
        blocks.extend(tables);
        let (notes, below) = notes_behind(&behind, &mut anchors);
        blocks.extend(below);
        counted.push(notes);
    }
    let held: usize = all.iter().map(|guided| guided.sessions.len()).sum();
    let others = corpus.sessions().len().saturating_sub(held);
    if others > 0 {
        let text = format!("Not in it, for they have no themes: {}.", many(others, "session"));
        blocks.push(Block::Paragraph(text));
    }
    let document = Document {
        title: "Framework matrix".to_owned(),
        lang: Some("en".to_owned()),
        about: corpus.about().clone(),
        blocks,
    };
    Report { document, counted }
}

/// How it is to be read.
const ABOUT: &str = "A cell holds what was summed up there; numbers in brackets lead to the notes below. Where nothing \
                     was summed up, it says what there is. Each guide has a table of its own.";

/// What stands in one cell. Notes that it rests on get the next numbers.
fn cell<'c>(session: &'c Session, theme: &Strand, behind: &mut Vec<Behind<'c>>) -> String {
    if !has_theme(session, &theme.id) {
        return "Not in this guide".to_owned();
    }
    if let Some(summary) = summary(session, &theme.id).filter(|summary| !summary.text.trim().is_empty()) {
        let notes = summary
            .notes
            .iter()
            .filter(|id| session.lists.notes.get(id.as_str()).and_then(shown::body).is_some());
        let numbers: Vec<String> = notes
            .map(|id| {
                behind.push(Behind { session, id: id.clone() });
                behind.len().to_string()
            })
            .collect();
        let numbers = if numbers.is_empty() { String::new() } else { format!(" [{}]", numbers.join(", ")) };
        return format!("{}{numbers}", summary.text.trim_end());
    }
    let notes = notes_on(session, &theme.id).count();
    match (silence(session, &theme.id), notes) {
        (Some(silence), 0) => silence_in_words(silence).to_owned(),
        (Some(silence), notes) => {
            format!("{}; {} all the same", silence_in_words(silence), many(notes, "note"))
        }
        (None, 0) => "Nothing noted".to_owned(),
        (None, notes) => format!("Not summed up: {}", many(notes, "note")),
    }
}

fn table(guided: &Guided<'_>, cells: &[Vec<String>], turned: Turned) -> Table {
    let sessions: Vec<String> = guided.sessions.iter().map(|session| place_of(session)).collect();
    let titles: Vec<String> = guided.themes.iter().map(|theme| theme.title.clone()).collect();
    let (corner, across, down) = match turned {
        Turned::SessionsDown => ("Session", &titles, &sessions),
        Turned::ThemesDown => ("Theme", &sessions, &titles),
    };
    let text = |row: usize, column: usize| {
        let (session, theme) = match turned {
            Turned::SessionsDown => (row, column),
            Turned::ThemesDown => (column, row),
        };
        cells.get(session).and_then(|cells| cells.get(theme)).cloned().unwrap_or_default()
    };
    let row = |(at, head): (usize, &String)| {
        let cells = (0..across.len()).map(|column| Cell::Text(text(at, column)));
        std::iter::once(Cell::Text(head.clone())).chain(cells).collect()
    };
    Table {
        caption: Some(format!("{}: what each session says on each theme", guided.title)),
        head: std::iter::once(corner.to_owned()).chain(across.iter().cloned()).collect(),
        rows: down.iter().enumerate().map(row).collect(),
        has_row_heads: true,
        remarks: Vec::new(),
    }
}

/// The notes that summaries rest on, by their numbers.
fn notes_behind(behind: &[Behind<'_>], anchors: &mut Anchors) -> (Counted, Vec<Block>) {
    let mut quotes = Quotes::default();
    let mut blocks = Vec::new();
    for (at, Behind { session, id }) in behind.iter().enumerate() {
        let Some(note) = session.lists.notes.get(id.as_str()).and_then(shown::body) else { continue };
        let source = format!("[{}] {}", at + 1, source(session, &note));
        let block = quotes.block(session, &note, &source, source.clone());
        blocks.push(block.unwrap_or_else(|| Block::Labelled {
            label: source,
            text: "A quote that may not be given.".to_owned(),
        }));
    }
    blocks.extend(quotes.remarks().into_iter().map(Block::Remark));
    let things = behind.iter().map(|one| Thing::counts(one.session.id(), Some(one.id.clone()))).collect();
    let counted = Counted::list(anchors.take(&[NAME, "behind"]), "Notes that summaries rest on", things);
    if !behind.is_empty() {
        blocks.insert(0, Block::heading(Level::Section, "The notes behind it"));
    }
    (counted, blocks)
}
