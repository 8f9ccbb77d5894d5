//! Examples of practice, from emerging to established, by theme and place: the raw material of a guide to resources.
//!
//! Promises: every example that stands is told once, in reported speech, with session, seat and time; one whose stage
//! nobody said is told last and is not guessed at.

use super::anchor::Anchors;
use super::corpus::Corpus;
use super::counted::{Counted, Falls, Kind, Sum, Thing, many};
use super::made::Report;
use super::shown;
use super::strands::{Strand, themes};
use super::suppress::Hidden;
use super::told::source;
use crate::document::{Amount, Block, Cell, Chart, ChartKind, Document, Item, Level, Mark, Table};
use crate::model::ids::{EntryId, ThemeId};
use crate::model::note::{Note, NoteKind, Stage};
use crate::model::session::Session;

/// The name of the report in anchors.
const NAME: &str = "practice";

/// The stages in the order of the report, then those nobody said.
const STAGES: [(Option<Stage>, &str); 4] = [
    (Some(Stage::Emerging), "Emerging"),
    (Some(Stage::Developing), "Developing"),
    (Some(Stage::Established), "Established"),
    (None, "Stage not said"),
];

/// An example.
struct Example<'c> {
    session: &'c Session,
    id: &'c EntryId,
    note: Note,
}

/// Makes it.
#[must_use]
pub fn report(corpus: &Corpus) -> Report {
    let mut anchors = Anchors::default();
    let examples = examples(corpus);
    let mut themes = themes(corpus);
    let is_elsewhere = |example: &Example<'_>| place(&themes, &example.note).is_none();
    if examples.iter().any(is_elsewhere) {
        themes.push(Strand { id: ThemeId::new(""), title: "On no theme of a guide".to_owned() });
    }
    let counted: Vec<Counted> = themes
        .iter()
        .enumerate()
        .map(|(at, theme)| {
            count(theme, examples.iter().filter(|one| at_theme(&themes, one) == at), &mut anchors)
        })
        .collect();
    let all = Counted::list(
        anchors.take(&[NAME, "all"]),
        "Examples of practice",
        examples.iter().map(|one| Thing::counts(one.session.id(), Some(one.id.clone()))).collect(),
    );
    let mut blocks = corpus.said();
    blocks.push(Block::Paragraph(format!(
        "{} from {}, from emerging to established. Words are reported, not quoted.",
        many(examples.len(), "example"),
        many(corpus.sessions().len(), "session")
    )));
    if examples.is_empty() {
        blocks.push(Block::Paragraph("No note is an example of practice.".to_owned()));
    } else {
        blocks.extend(overview(&themes, &counted, &all));
        blocks.extend(STAGES.iter().flat_map(|(stage, name)| of_stage(&themes, &examples, *stage, name)));
    }
    let document = Document {
        title: "Examples of practice".to_owned(),
        lang: Some("en".to_owned()),
        about: corpus.about().clone(),
        blocks,
    };
    Report { document, counted: std::iter::once(all).chain(counted).collect() }
}

fn examples(corpus: &Corpus) -> Vec<Example<'_>> {
    corpus.by_date().into_iter().flat_map(of_session).collect()
}

fn of_session(session: &Session) -> impl Iterator<Item = Example<'_>> {
    let notes = shown::standing(&session.lists.notes);
    let practice = notes.filter(|(_, note)| note.kind == NoteKind::Practice);
    practice.map(move |(id, note)| Example { session, id, note: note.into_owned() })
}

fn place(themes: &[Strand], note: &Note) -> Option<usize> {
    themes.iter().position(|theme| note.theme.as_ref() == Some(&theme.id))
}

/// The place of an example's theme; the last for one on none.
fn at_theme(themes: &[Strand], example: &Example<'_>) -> usize {
    place(themes, &example.note).unwrap_or(themes.len().saturating_sub(1))
}

fn count<'e, 'c: 'e>(
    theme: &Strand,
    examples: impl Iterator<Item = &'e Example<'c>>,
    anchors: &mut Anchors,
) -> Counted {
    let part = if theme.id.as_str().is_empty() { "no-theme" } else { theme.id.as_str() };
    let anchor = anchors.take(&[NAME, part]);
    let kind = |(stage, name): &(Option<Stage>, &str)| Kind {
        anchor: anchors.take(&[NAME, part, stage.map_or("not-said", Stage::word)]),
        name: (*name).to_owned(),
    };
    let kinds = STAGES.iter().map(kind).collect();
    let thing = |example: &Example<'_>| {
        let stage = STAGES.iter().position(|(stage, _)| *stage == example.note.stage);
        Thing {
            session: example.session.id(),
            entry: Some(example.id.clone()),
            falls: Falls::Into(stage.into_iter().collect()),
            times: 1,
        }
    };
    let about = format!("Examples of practice: {}", theme.title);
    Counted { anchor, about, kinds, sum: Sum::IsBase, things: examples.map(thing).collect() }
}

/// How many there are of each stage on each theme, as a picture and as a table.
fn overview(themes: &[Strand], counted: &[Counted], all: &Counted) -> Vec<Block> {
    let rows: Vec<(String, Vec<Amount>)> = themes
        .iter()
        .zip(counted)
        .filter(|(_, counted)| counted.base() > 0)
        .map(|(theme, counted)| (theme.title.clone(), counted.shown(Hidden::default()).counts))
        .collect();
    let told = rows.iter().map(|(theme, counts)| {
        let parts = counts.iter().zip(STAGES).filter(|(count, _)| count.value != Some(0));
        let parts: Vec<String> =
            parts.map(|(count, (_, name))| format!("{} {}", count.shown, name.to_lowercase())).collect();
        format!("{theme}: {}", parts.join(", "))
    });
    let in_words = told.collect::<Vec<_>>().join("; ");
    let columns: Vec<String> = STAGES.iter().map(|(_, name)| (*name).to_owned()).collect();
    // The picture has no names of numbers: they stand in the table, and a name is given once.
    let bare = |(theme, counts): &(String, Vec<Amount>)| {
        let counts = counts.iter().map(|count| Amount { anchor: None, ..count.clone() });
        (theme.clone(), counts.collect())
    };
    let chart = Chart {
        title: "From emerging to established".to_owned(),
        in_words,
        kind: ChartKind::Heat { columns: columns.clone(), rows: rows.iter().map(bare).collect() },
    };
    let shown = themes.iter().zip(counted).filter(|(_, counted)| counted.base() > 0);
    let row = |(theme, counted): (&Strand, &Counted)| {
        let numbers = counted.shown(Hidden::default());
        let numbers = numbers.counts.into_iter().chain([numbers.base]).map(Cell::Number);
        std::iter::once(Cell::Text(theme.title.clone())).chain(numbers).collect()
    };
    let mut table_rows: Vec<Vec<Cell>> = shown.map(row).collect();
    let blank = STAGES.iter().map(|_| Cell::Text(String::new()));
    table_rows.push(
        std::iter::once(Cell::Text("Together".to_owned()))
            .chain(blank)
            .chain([Cell::Number(all.number())])
            .collect(),
    );
    let head = ["Theme".to_owned()].into_iter().chain(columns).chain(["Together".to_owned()]);
    let table = Table {
        caption: Some("Examples by theme and stage".to_owned()),
        head: head.collect(),
        rows: table_rows,
        has_row_heads: true,
        remarks: Vec::new(),
    };
    vec![Block::Chart(chart), Block::Table(table)]
}

/// The examples of one stage, theme by theme.
fn of_stage(themes: &[Strand], examples: &[Example<'_>], stage: Option<Stage>, name: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (at, theme) in themes.iter().enumerate() {
        let here = examples.iter().filter(|one| one.note.stage == stage && at_theme(themes, one) == at);
        let items: Vec<Item> = here.map(item).collect();
        if !items.is_empty() {
            blocks.extend([Block::heading(Level::Part, theme.title.clone()), Block::List(items)]);
        }
    }
    if blocks.is_empty() {
        return blocks;
    }
    std::iter::once(Block::heading(Level::Section, name)).chain(blocks).collect()
}

fn item(example: &Example<'_>) -> Item {
    let Example { session, note, .. } = example;
    let tags = note.tags.iter().map(|tag| format!("#{tag}"));
    let text = std::iter::once(note.text.clone()).chain(tags).collect::<Vec<_>>().join(" ");
    let label = Some(format!("{}:", source(session, note)));
    Item { mark: Mark::Point, label, text, leads_to: None }
}
