//! The framework matrix: sessions down, themes across, in each cell what the session says on the theme.
//!
//! The method is that of framework analysis (Ritchie and Spencer, "Qualitative data analysis for applied policy research",
//! in *Analyzing Qualitative Data*, 1994): a summary in each cell, never without the way back to the notes it rests on.
//!
//! What is needed of a session is taken from it ([`take`]), so that ten thousand need not be in memory at once; the report is
//! made of that ([`made`]), and the screen shows it cell by cell.
//!
//! Promises: every cell says something; an empty one says which silence it is, and silence is never told as a summary. The
//! notes that summaries rest on are numbered and set out below, quotes only as far as they may be given.

use std::collections::BTreeMap;

use super::anchor::Anchors;
use super::corpus::{Corpus, Head, Held, place_of};
use super::counted::{Counted, Thing, many};
use super::made::Report;
use super::shown;
use super::strands::{Guided, OfGuide, by_guide, guide_of, notes_on, silence, silence_in_words, summary};
use super::told::{Given, Quotes, given, source, source_here};
use crate::document::{Block, Cell, Document, Level, Table};
use crate::model::ids::{EntryId, SessionId, ThemeId};
use crate::model::instrument::Theme;
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

/// What the matrix needs of one session: its row.
#[derive(Debug)]
pub struct Row {
    /// The session.
    pub session: SessionId,
    held: Held,
    /// Where and when it was held.
    pub place: String,
    guide: Option<OfGuide>,
    /// What it says on each theme of its guide, in the order of the guide.
    pub cells: Vec<InCell>,
}

/// What a session says on one theme.
#[derive(Debug)]
pub struct InCell {
    /// The theme.
    pub theme: ThemeId,
    /// The summary; where there is none, which silence it is.
    pub said: Said,
}

/// What stands in a cell.
#[derive(Debug)]
pub enum Said {
    /// What was summed up, and the notes that it rests on.
    Summary(String, Vec<Behind>),
    /// That nothing was, and what there is.
    Nothing(String),
}

/// A note that a summary rests on.
#[derive(Debug)]
pub struct Behind {
    /// The note.
    pub id: EntryId,
    /// Session, seat and time.
    source: String,
    seat_and_time: String,
    given: Given,
}

impl Behind {
    /// The words, verbatim ones in quotation marks; of a quote that may not be given, why.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.given {
            Given::Quote(words) => format!("“{words}”"),
            Given::Words(words) => words.clone(),
            Given::Nothing(why) => format!("a quote that may not be given: {why}"),
        }
    }

    /// Who said it, and when.
    #[must_use]
    pub fn seat_and_time(&self) -> String {
        self.seat_and_time.clone()
    }
}

/// Takes from a session what stands in its row.
#[must_use]
pub fn take(session: &Session) -> Row {
    let themes = session.guide().map(|guide| guide.themes.as_slice()).unwrap_or_default();
    Row {
        session: session.id(),
        held: Held::of(session),
        place: place_of(session),
        guide: guide_of(session),
        cells: themes.iter().map(|theme| in_cell(session, theme)).collect(),
    }
}

fn in_cell(session: &Session, theme: &Theme) -> InCell {
    let said = match summary(session, &theme.id).filter(|summary| !summary.text.trim().is_empty()) {
        Some(summary) => {
            let behind = summary.notes.iter().filter_map(|id| {
                let note = session.lists.notes.get(id.as_str()).and_then(shown::body)?;
                let source = source(session, &note);
                let seat_and_time = source_here(session, &note);
                Some(Behind { id: id.clone(), source, seat_and_time, given: given(session, &note) })
            });
            Said::Summary(summary.text.trim_end().to_owned(), behind.collect())
        }
        None => Said::Nothing(nothing(session, &theme.id)),
    };
    InCell { theme: theme.id.clone(), said }
}

/// Which silence it is where nothing was summed up.
fn nothing(session: &Session, theme: &ThemeId) -> String {
    let notes = notes_on(session, theme).count();
    match (silence(session, theme), notes) {
        (Some(silence), 0) => silence_in_words(silence).to_owned(),
        (Some(silence), notes) => {
            format!("{}; {} all the same", silence_in_words(silence), many(notes, "note"))
        }
        (None, 0) => "Nothing noted".to_owned(),
        (None, notes) => format!("Not summed up: {}", many(notes, "note")),
    }
}

/// The rows by guide, in the order of the first of each. Sessions without themes are in none.
#[must_use]
pub fn in_tables(mut rows: Vec<Row>) -> Vec<Guided<Row>> {
    rows.sort_by_key(|row| row.held);
    by_guide(rows, |row| row.guide.clone())
}

impl Row {
    /// What it says on a theme; nothing where its guide does not have it.
    #[must_use]
    pub fn on(&self, theme: &ThemeId) -> Option<&Said> {
        self.cells.iter().find(|cell| cell.theme == *theme).map(|cell| &cell.said)
    }
}

/// Makes the report of sessions that are in memory.
#[must_use]
pub fn report(corpus: &Corpus, turned: Turned) -> Report {
    made(corpus.head(), corpus.sessions().iter().map(take).collect(), turned)
}

/// Makes the report of the rows of all sessions.
#[must_use]
pub fn made(head: &Head, rows: Vec<Row>, turned: Turned) -> Report {
    let sessions = rows.len();
    let all = in_tables(rows);
    let mut blocks = head.said();
    let mut counted = Vec::new();
    let held: usize = all.iter().map(|guided| guided.sessions.len()).sum();
    if all.is_empty() {
        blocks.push(Block::Paragraph("No session of these has themes, so there is no matrix.".to_owned()));
    } else {
        blocks.push(Block::Paragraph(ABOUT.to_owned()));
        let mut behind = Vec::new();
        for guided in all {
            blocks.push(Block::Table(table(guided, turned, &mut behind)));
        }
        let (notes, below) = notes_behind(behind);
        blocks.extend(below);
        counted.push(notes);
    }
    let others = sessions.saturating_sub(held);
    if others > 0 {
        let text = format!("Not in it, for they have no themes: {}.", many(others, "session"));
        blocks.push(Block::Paragraph(text));
    }
    let document = Document {
        title: "Framework matrix".to_owned(),
        lang: Some("en".to_owned()),
        about: head.about.clone(),
        blocks,
    };
    Report { document, counted }
}

/// How it is to be read.
const ABOUT: &str = "A cell holds what was summed up there; numbers in brackets lead to the notes below. Where nothing \
                     was summed up, it says what there is. Each guide has a table of its own.";

/// What stands in one cell. Notes that it rests on get the next numbers.
fn text(said: Said, session: SessionId, behind: &mut Vec<(SessionId, Behind)>) -> String {
    match said {
        Said::Nothing(text) => text,
        Said::Summary(text, notes) if notes.is_empty() => text,
        Said::Summary(text, notes) => {
            let first = behind.len() + 1;
            behind.extend(notes.into_iter().map(|note| (session, note)));
            let numbers: Vec<String> = (first..=behind.len()).map(|number| number.to_string()).collect();
            format!("{text} [{}]", numbers.join(", "))
        }
    }
}

fn table(guided: Guided<Row>, turned: Turned, behind: &mut Vec<(SessionId, Behind)>) -> Table {
    let Guided { title, themes, sessions: rows } = guided;
    let places: BTreeMap<&ThemeId, usize> = themes.iter().map(|theme| &theme.id).zip(0..).collect();
    let mut sessions = Vec::with_capacity(rows.len());
    let mut cells: Vec<Vec<String>> = Vec::with_capacity(rows.len());
    for row in rows {
        let mut texts = vec!["Not in this guide".to_owned(); themes.len()];
        let mut said: Vec<(usize, Said)> =
            row.cells.into_iter().filter_map(|cell| Some((*places.get(&cell.theme)?, cell.said))).collect();
        // Numbers run as the cells stand.
        said.sort_by_key(|(place, _)| *place);
        for (place, said) in said {
            if let Some(cell) = texts.get_mut(place) {
                *cell = text(said, row.session, behind);
            }
        }
        sessions.push(row.place);
        cells.push(texts);
    }
    let titles: Vec<String> = themes.iter().map(|theme| theme.title.clone()).collect();
    let (corner, across, down) = match turned {
        Turned::SessionsDown => ("Session", titles, sessions),
        Turned::ThemesDown => ("Theme", sessions, titles),
    };
    let cells = match turned {
        Turned::SessionsDown => cells,
        Turned::ThemesDown => turned_over(cells, down.len()),
    };
    let row =
        |(head, cells): (String, Vec<String>)| std::iter::once(head).chain(cells).map(Cell::Text).collect();
    Table {
        caption: Some(format!("{title}: what each session says on each theme")),
        head: std::iter::once(corner.to_owned()).chain(across).collect(),
        rows: down.into_iter().zip(cells).map(row).collect(),
        has_row_heads: true,
        remarks: Vec::new(),
    }
}

/// Rows become columns.
fn turned_over(rows: Vec<Vec<String>>, columns: usize) -> Vec<Vec<String>> {
    let mut turned: Vec<Vec<String>> = (0..columns).map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        for (column, cell) in turned.iter_mut().zip(row) {
            column.push(cell);
        }
    }
    turned
}

/// The notes that summaries rest on, by their numbers.
fn notes_behind(behind: Vec<(SessionId, Behind)>) -> (Counted, Vec<Block>) {
    let mut quotes = Quotes::default();
    let mut blocks = Vec::new();
    let mut things = Vec::with_capacity(behind.len());
    if !behind.is_empty() {
        blocks.push(Block::heading(Level::Section, "The notes behind it"));
    }
    for (number, (session, note)) in (1..).zip(behind) {
        things.push(Thing::counts(session, Some(note.id)));
        let source = format!("[{number}] {}", note.source);
        let block = quotes.laid_out(note.given, &source, source.clone());
        blocks.push(block.unwrap_or_else(|| Block::Labelled {
            label: source,
            text: "A quote that may not be given.".to_owned(),
        }));
    }
    blocks.extend(quotes.remarks().into_iter().map(Block::Remark));
    let anchor = Anchors::default().take(&[NAME, "behind"]);
    (Counted::list(anchor, "Notes that summaries rest on", things), blocks)
}
