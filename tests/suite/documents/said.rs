//! Every word that a document says, apart from any writer.
#![cfg(test)]

use hearken::document::{Amount, Block, Cell, Chart, ChartKind, Document, Table};
use hearken::model::visible::visible;

/// Something said.
pub(crate) enum Said {
    /// Words.
    Words(String),
    /// A number, and what is shown for it.
    Number(Option<u64>, String),
}

impl Said {
    /// The words, or what is shown.
    pub(crate) fn words(&self) -> &str {
        match self {
            Self::Words(words) | Self::Number(_, words) => words,
        }
    }
}

/// Words as they are compared: visible, and without blanks, for writers lay them out.
pub(crate) fn bare(words: &str) -> String {
    let shown = visible(words).replace('\u{fffe}', "<U+FFFE>").replace('\u{ffff}', "<U+FFFF>");
    shown.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// What a document says, in no particular order.
pub(crate) fn all(document: &Document) -> Vec<Said> {
    let mut said = vec![Said::Words(document.title.clone())];
    said.extend(document.about.foot.iter().cloned().map(Said::Words));
    blocks(&document.blocks, &mut said);
    said
}

/// What stands in the cells of tables and in the heads of columns.
pub(crate) fn in_tables(document: &Document) -> Vec<String> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let cells = |table: &Table| {
        let cells = table.rows.iter().flatten().map(|cell| cell.words().to_owned());
        table.head.iter().cloned().chain(cells).collect::<Vec<_>>()
    };
    tables.flat_map(cells).collect()
}

fn blocks(all: &[Block], said: &mut Vec<Said>) {
    for block in all {
        match block {
            Block::Heading { text, .. }
            | Block::Paragraph(text)
            | Block::Remark(text)
            | Block::Onward(text) => {
                words([text], said);
            }
            Block::Labelled { label, text } => words([label, text], said),
            Block::Quote { words: quoted, source } => words([quoted, source], said),
            Block::List(items) => {
                for item in items {
                    words(item.label.iter().chain([&item.text]).chain(&item.leads_to), said);
                }
            }
            Block::Ruled(ruled) => words(ruled.columns.iter().chain(&ruled.lines), said),
            Block::Table(table) => in_table(table, said),
            Block::Chart(chart) => in_chart(chart, said),
            Block::Together(inner) => blocks(inner, said),
        }
    }
}

fn words<'a>(all: impl IntoIterator<Item = &'a String>, said: &mut Vec<Said>) {
    said.extend(all.into_iter().cloned().map(Said::Words));
}

fn in_table(table: &Table, said: &mut Vec<Said>) {
    words(table.caption.iter().chain(&table.head).chain(&table.remarks), said);
    for cell in table.rows.iter().flatten() {
        match cell {
            Cell::Number(amount) => number(amount, said),
            cell => said.push(Said::Words(cell.words().to_owned())),
        }
    }
}

fn number(amount: &Amount, said: &mut Vec<Said>) {
    said.push(Said::Number(amount.value, amount.shown.clone()));
}

fn in_chart(chart: &Chart, said: &mut Vec<Said>) {
    words([&chart.title, &chart.in_words], said);
    match &chart.kind {
        ChartKind::Stacked { parts: names, bars: rows } | ChartKind::Heat { columns: names, rows } => {
            words(names, said);
            for (name, amounts) in rows {
                words([name], said);
                for amount in amounts {
                    number(amount, said);
                }
            }
        }
        ChartKind::Paired { names, unit, rows } => {
            words(names.iter().chain([unit]), said);
            for (name, pair) in rows {
                words([name], said);
                for amount in pair {
                    number(amount, said);
                }
            }
        }
    }
}
