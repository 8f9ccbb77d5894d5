//! A document as JSON, for other programs: every block with its kind, every number with its anchor and whether it is
//! hidden. Written by the same rule as files: control characters are escapes, words stay as they are.
//!
//! Names of members do not change within a version. Members that hold nothing are `null` or empty, never left out, so a
//! program need not ask whether they are there.

use std::borrow::Cow;

use super::{Amount, Block, Cell, Chart, ChartKind, Document, Item, Level, Mark, Table};
use crate::model::canonical::pretty;
use crate::model::json::Json;

/// The text of the file.
#[must_use]
pub fn written(document: &Document) -> String {
    pretty(&object(vec![
        ("format", text("hearken/document")),
        ("version", Json::whole(1)),
        ("title", text(&document.title)),
        ("lang", maybe(document.lang.as_deref())),
        ("sessions", texts(&document.about.sessions)),
        ("blocks", list(&document.blocks, block)),
        ("foot", texts(&document.about.foot)),
    ]))
}

fn block(block: &Block) -> Json<'_> {
    match block {
        Block::Heading { level, text: words, anchor } => {
            let level = match level {
                Level::Section => "section",
                Level::Part => "part",
                Level::Point => "point",
            };
            kind(
                "heading",
                vec![("level", text(level)), ("text", text(words)), ("anchor", maybe(anchor.as_deref()))],
            )
        }
        Block::Paragraph(words) => kind("paragraph", vec![("text", text(words))]),
        Block::Labelled { label, text: words } => {
            kind("labelled", vec![("label", text(label)), ("text", text(words))])
        }
        Block::Quote { words, source } => {
            kind("quote", vec![("words", text(words)), ("source", text(source))])
        }
        Block::Remark(words) => kind("remark", vec![("text", text(words))]),
        Block::List(items) => kind("list", vec![("items", list(items, item))]),
        Block::Onward(place) => kind("onward", vec![("text", text(place))]),
        Block::Ruled(ruled) => {
            kind("ruled", vec![("columns", texts(&ruled.columns)), ("lines", texts(&ruled.lines))])
        }
        Block::Table(rows) => table(rows),
        Block::Chart(drawn) => chart(drawn),
        Block::Together(inner) => kind("together", vec![("blocks", list(inner, self::block))]),
    }
}

fn item(item: &Item) -> Json<'_> {
    let mark = match item.mark {
        Mark::Point => "point",
        Mark::Tick => "tick",
        Mark::None => "none",
    };
    object(vec![
        ("mark", text(mark)),
        ("label", maybe(item.label.as_deref())),
        ("text", text(&item.text)),
        ("leads_to", maybe(item.leads_to.as_deref())),
    ])
}

fn table(table: &Table) -> Json<'_> {
    kind(
        "table",
        vec![
            ("caption", maybe(table.caption.as_deref())),
            ("head", texts(&table.head)),
            ("has_row_heads", Json::Bool(table.has_row_heads)),
            ("rows", Json::List(table.rows.iter().map(|row| list(row, cell)).collect())),
            ("remarks", texts(&table.remarks)),
        ],
    )
}

fn cell(cell: &Cell) -> Json<'_> {
    match cell {
        Cell::Text(words) => kind("text", vec![("text", text(words))]),
        Cell::Tick => kind("tick", Vec::new()),
        Cell::Number(one) => amount(one),
        Cell::Shaded { text: words, share } => {
            kind("shaded", vec![("text", text(words)), ("share", Json::whole(u64::from(*share)))])
        }
    }
}

/// A number: `value` is `null` where it is hidden.
fn amount(amount: &Amount) -> Json<'_> {
    kind(
        "number",
        vec![
            ("value", amount.value.map_or(Json::Null, Json::whole)),
            ("shown", text(&amount.shown)),
            ("hidden", Json::Bool(amount.value.is_none())),
            ("anchor", maybe(amount.anchor.as_deref())),
        ],
    )
}

fn chart(chart: &Chart) -> Json<'_> {
    let (drawn, names, unit) = match &chart.kind {
        ChartKind::Stacked { parts, .. } => ("stacked", parts.as_slice(), None),
        ChartKind::Paired { names, unit, .. } => ("paired", names.as_slice(), Some(unit.as_str())),
        ChartKind::Heat { columns, .. } => ("heat", columns.as_slice(), None),
    };
    let row = |name, amounts| object(vec![("name", text(name)), ("amounts", list(amounts, amount))]);
    let rows = match &chart.kind {
        ChartKind::Stacked { bars: rows, .. } | ChartKind::Heat { rows, .. } => {
            rows.iter().map(|(name, amounts)| row(name, amounts)).collect()
        }
        ChartKind::Paired { rows, .. } => rows.iter().map(|(name, pair)| row(name, pair)).collect(),
    };
    kind(
        "chart",
        vec![
            ("drawn", text(drawn)),
            ("title", text(&chart.title)),
            ("in_words", text(&chart.in_words)),
            ("names", texts(names)),
            ("unit", maybe(unit)),
            ("rows", Json::List(rows)),
        ],
    )
}

fn kind<'a>(name: &'static str, members: Vec<(&'static str, Json<'a>)>) -> Json<'a> {
    object(std::iter::once(("kind", text(name))).chain(members).collect())
}

fn object<'a>(members: Vec<(&'static str, Json<'a>)>) -> Json<'a> {
    Json::Object(members.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect())
}

fn list<'a, T>(items: &'a [T], one: impl Fn(&'a T) -> Json<'a>) -> Json<'a> {
    Json::List(items.iter().map(one).collect())
}

fn text(words: &str) -> Json<'_> {
    Json::text(words)
}

fn texts(all: &[String]) -> Json<'_> {
    list(all, |words| Json::text(words))
}

fn maybe(words: Option<&str>) -> Json<'_> {
    words.map_or(Json::Null, Json::text)
}
