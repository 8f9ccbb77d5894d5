//! Charts as tables: a bar is a row of shaded cells, its name above and its numbers behind; a heat map is a table
//! whose cells are shaded. What the chart says in words is the description of the table.

use super::body::Body;
use super::paragraph::Run;
use super::table::{Kind, Lines, Look};
use crate::document::chart::share_of;
use crate::document::{Amount, Cell, Chart, ChartKind};

/// Into how many columns the longest bar is divided.
const GRID: u32 = 48;

/// How the parts of a bar are filled: the pattern, its colour, and the colour under it. After the last they begin again.
const FILLS: [[&str; 3]; 9] = [
    ["clear", "auto", "333333"],
    ["clear", "auto", "D9D9D9"],
    ["clear", "auto", "8C8C8C"],
    ["clear", "auto", "FFFFFF"],
    ["diagStripe", "000000", "FFFFFF"],
    ["horzStripe", "000000", "FFFFFF"],
    ["vertStripe", "000000", "FFFFFF"],
    ["diagCross", "000000", "FFFFFF"],
    ["pct12", "000000", "FFFFFF"],
];

impl Body {
    pub(super) fn chart(&mut self, chart: &Chart) {
        match &chart.kind {
            ChartKind::Stacked { parts, bars } => self.bars(chart, parts, |body, columns| {
                for (name, amounts) in bars {
                    body.stacked(name, amounts, chart.most(), columns);
                }
            }),
            ChartKind::Paired { names, unit, rows } => self.bars(chart, names, |body, columns| {
                for (name, pair) in rows {
                    body.paired(name, pair, unit, chart.most(), columns);
                }
            }),
            ChartKind::Heat { .. } => {
                let table = chart.as_table();
                let most = chart.most();
                let shade = |cell: &Cell| match cell {
                    Cell::Number(amount) => share_of(amount, most),
                    _ => None,
                };
                self.captioned(table.caption.as_deref(), |body| body.grid(&table, &chart.in_words, shade));
            }
        }
    }

    fn bars(&mut self, chart: &Chart, parts: &[String], inside: impl FnOnce(&mut Self, &Columns)) {
        let columns = Columns::of(self.room);
        self.captioned(Some(&chart.title), |body| {
            let mut legend = Vec::new();
            for (part, name) in parts.iter().enumerate() {
                legend.extend([Run { ground: Some(fill(part)), ..Run::plain("\u{a0}\u{a0}\u{a0}\u{a0}") }]);
                legend.extend([Run::plain(" "), Run::plain(name), Run::plain("    ")]);
            }
            let kept = std::mem::replace(&mut body.keeps, true);
            body.paragraph("Remark", &legend);
            body.begin(&columns.all(), "TableNormal", [&chart.title, &chart.in_words]);
            inside(body, &columns);
            // A table has at least one row.
            body.gap(&columns);
            body.keeps = kept;
            body.xml.close("w:tbl");
        });
    }

    fn stacked(&mut self, name: &str, amounts: &[Amount], most: u64, columns: &Columns) {
        let mut before = 0_u64;
        let mut spans = Vec::new();
        for (part, amount) in amounts.iter().enumerate() {
            let start = long(before, most);
            before = before.saturating_add(amount.value.unwrap_or(0));
            spans.push((part, long(before, most) - start));
        }
        let mut numbers = Vec::new();
        for amount in amounts {
            if !numbers.is_empty() {
                numbers.push(Run::plain(" · "));
            }
            numbers.push(Run { anchor: amount.anchor.as_deref(), ..Run::plain(&amount.shown) });
        }
        self.name(name, columns);
        self.bar(&spans, &numbers, columns);
        self.gap(columns);
    }

    fn paired(&mut self, name: &str, pair: &[Amount; 2], unit: &str, most: u64, columns: &Columns) {
        self.name(name, columns);
        for (part, amount) in pair.iter().enumerate() {
            let number = Run { anchor: amount.anchor.as_deref(), ..Run::plain(&amount.shown) };
            let numbers = [number, Run::plain(" "), Run::plain(unit)];
            let numbers = numbers.get(..if unit.is_empty() { 1 } else { 3 }).unwrap_or_default();
            self.bar(&[(part, long(amount.value.unwrap_or(0), most))], numbers, columns);
        }
        self.gap(columns);
    }

    /// A row with the name of the bars below it.
    fn name(&mut self, name: &str, columns: &Columns) {
        self.row(Kind::Plain, |body| {
            let look = Look { width: columns.all().iter().sum(), span: Some(GRID + 1), ..Look::default() };
            body.cell(look, |body| body.paragraph("InTable", &[Run::bold(name)]));
        });
    }

    /// A row with the parts of a bar, and its numbers.
    fn bar(&mut self, spans: &[(usize, u32)], numbers: &[Run<'_>], columns: &Columns) {
        self.row(Kind::Plain, |body| {
            let mut left = GRID;
            for (part, span) in spans.iter().filter(|(_, span)| *span > 0) {
                left = left.saturating_sub(*span);
                let look = Look { ground: Some(fill(*part)), lines: Lines::All, ..columns.spanned(*span) };
                body.cell(look, |body| body.paragraph("InTable", &[]));
            }
            if left > 0 {
                body.cell(columns.spanned(left), |body| body.paragraph("InTable", &[]));
            }
            let look = Look { width: columns.numbers, ..Look::default() };
            body.cell(look, |body| body.paragraph("InTable", numbers));
        });
    }

    fn gap(&mut self, columns: &Columns) {
        self.row(Kind::Gap(100), |body| {
            let look = Look { width: columns.all().iter().sum(), span: Some(GRID + 1), ..Look::default() };
            body.cell(look, |body| body.paragraph("Gap", &[]));
        });
    }
}

/// The columns of a table of bars: many narrow ones for the bar, and one for its numbers.
struct Columns {
    part: u32,
    numbers: u32,
}

impl Columns {
    const fn of(room: u32) -> Self {
        let part = room * 2 / 3 / GRID;
        Self { part, numbers: room - part * GRID }
    }

    fn all(&self) -> Vec<u32> {
        std::iter::repeat_n(self.part, GRID as usize).chain([self.numbers]).collect()
    }

    fn spanned(&self, span: u32) -> Look<'static> {
        Look { width: self.part * span, span: Some(span).filter(|span| *span > 1), ..Look::default() }
    }
}

fn fill(part: usize) -> [&'static str; 3] {
    FILLS.get(part % FILLS.len()).copied().unwrap_or(["clear", "auto", "FFFFFF"])
}

/// How many columns a number is long.
fn long(value: u64, most: u64) -> u32 {
    let long = u128::from(value) * u128::from(GRID) / u128::from(most.max(1));
    u32::try_from(long).map_or(GRID, |long| long.min(GRID))
}
