//! Charts in block characters, or in plain ones where the terminal has no others. The numbers stand beside the bars.

use unicode_width::UnicodeWidthStr as _;

use super::{INDENT, Page, WIDTH};
use crate::document::chart::share_of;
use crate::document::{Amount, Cell, Chart, ChartKind, Table};
use crate::model::visible::visible_line;

/// How long the longest bar is.
const LONGEST: usize = 40;
/// What fills the parts of a bar, one after the other; after the last they begin again.
const FILLS: [[&str; 2]; 9] = [
    ["█", "#"],
    ["░", "."],
    ["▓", "="],
    ["▒", "+"],
    ["▚", "%"],
    ["·", "-"],
    ["▌", "|"],
    ["▄", "_"],
    ["▞", "/"],
];
/// What stands before a number of a heat map, from little to much.
const SHADES: [[&str; 2]; 5] = [[" ", " "], ["░", "."], ["▒", "+"], ["▓", "="], ["█", "#"]];

impl Page {
    pub(super) fn chart(&mut self, chart: &Chart) {
        let most = chart.most();
        match &chart.kind {
            ChartKind::Stacked { parts, bars } => {
                self.title_and_legend(chart, parts);
                for (name, amounts) in bars {
                    self.stacked(name, amounts, most);
                }
            }
            ChartKind::Paired { names, unit, rows } => {
                self.title_and_legend(chart, names);
                for (name, pair) in rows {
                    self.paired(name, pair, unit, most);
                }
            }
            ChartKind::Heat { columns, rows } => {
                let letters = lettered(columns, rows);
                let table = self.heat(&chart.title, letters.as_deref().unwrap_or(columns), rows, most);
                self.table(&table);
                if let Some(letters) = letters {
                    let told =
                        letters.iter().zip(columns).map(|(letter, column)| format!("{letter}: {column}"));
                    self.remarks(&[told.collect::<Vec<_>>().join("; ")]);
                }
            }
        }
        self.remarks(std::slice::from_ref(&chart.in_words));
    }

    fn title_and_legend(&mut self, chart: &Chart, parts: &[String]) {
        self.gap();
        let indent = " ".repeat(INDENT);
        self.hanging(&indent, &chart.title);
        let mut line = String::new();
        for (part, name) in parts.iter().enumerate() {
            let told = format!("{} {}", self.fill(part), visible_line(name));
            if !line.is_empty() && INDENT + line.width() + 3 + told.width() > WIDTH {
                self.lines.push(format!("{indent}{}", std::mem::take(&mut line)));
            }
            if INDENT + told.width() > WIDTH {
                self.hanging(&indent, &told);
                continue;
            }
            if !line.is_empty() {
                line.push_str("   ");
            }
            line.push_str(&told);
        }
        self.lines.push(format!("{indent}{line}"));
    }

    /// The name, the bar, and its numbers in the order of the parts.
    fn stacked(&mut self, name: &str, amounts: &[Amount], most: u64) {
        self.gap();
        let indent = " ".repeat(INDENT);
        self.hanging(&indent, name);
        let (mut before, mut bar) = (0_u64, String::new());
        for (part, amount) in amounts.iter().enumerate() {
            let start = long(before, most);
            before = before.saturating_add(amount.value.unwrap_or(0));
            bar.push_str(&self.fill(part).repeat(long(before, most) - start));
        }
        let numbers: Vec<_> = amounts.iter().map(|amount| visible_line(&amount.shown)).collect();
        self.bar(&bar, &numbers.join(if self.is_ascii { " + " } else { " · " }));
    }

    fn paired(&mut self, name: &str, pair: &[Amount; 2], unit: &str, most: u64) {
        self.gap();
        self.hanging(&" ".repeat(INDENT), name);
        for (part, amount) in pair.iter().enumerate() {
            let bar = self.fill(part).repeat(long(amount.value.unwrap_or(0), most));
            self.bar(&bar, format!("{} {unit}", amount.shown).trim_end());
        }
    }

    fn bar(&mut self, bar: &str, numbers: &str) {
        let blank = if bar.is_empty() { "" } else { " " };
        let before = format!("{}{bar}{blank}", " ".repeat(INDENT));
        if before.width() + numbers.width() <= WIDTH || bar.is_empty() {
            self.hanging(&before, numbers);
        } else {
            self.lines.push(before);
            self.hanging(&" ".repeat(INDENT), numbers);
        }
    }

    fn heat(&self, title: &str, columns: &[String], rows: &[(String, Vec<Amount>)], most: u64) -> Table {
        let shaded = |amount: &Amount| {
            let step = share_of(amount, most).map_or(0, |share| usize::from(share).div_ceil(25));
            let shade = SHADES.get(step).map_or("", |shade| self.of(shade));
            Cell::Text(if step == 0 { amount.shown.clone() } else { format!("{shade} {}", amount.shown) })
        };
        let row = |(name, amounts): &(String, Vec<Amount>)| {
            std::iter::once(Cell::text(name)).chain(amounts.iter().map(shaded)).collect()
        };
        Table {
            caption: Some(title.to_owned()),
            head: std::iter::once(String::new()).chain(columns.iter().cloned()).collect(),
            rows: rows.iter().map(row).collect(),
            has_row_heads: true,
            remarks: Vec::new(),
        }
    }

    fn fill(&self, part: usize) -> &'static str {
        FILLS.get(part % FILLS.len()).map_or("#", |fill| self.of(fill))
    }

    const fn of(&self, [block, plain]: &[&'static str; 2]) -> &'static str {
        if self.is_ascii { plain } else { block }
    }
}

/// Letters for columns whose names do not fit beside each other; nothing where they do, or where there are more columns
/// than letters.
fn lettered(columns: &[String], rows: &[(String, Vec<Amount>)]) -> Option<Vec<String>> {
    let between = 2;
    let cells = |column: &String| column.width().max(SHADED) + between;
    let first = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0) + between;
    let is_wide = INDENT + first + columns.iter().map(cells).sum::<usize>() > WIDTH;
    let letters: Vec<String> = ('A'..='Z').map(String::from).take(columns.len()).collect();
    (is_wide && letters.len() == columns.len()).then_some(letters)
}

/// How many cells a shade and a number of two digits take.
const SHADED: usize = 4;

/// How many cells a number is long.
fn long(value: u64, most: u64) -> usize {
    let long = u128::from(value) * LONGEST as u128 / u128::from(most.max(1));
    usize::try_from(long).map_or(LONGEST, |long| long.min(LONGEST))
}
