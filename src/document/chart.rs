//! A picture of numbers, as the numbers; drawing it is for the writers.
//!
//! Every chart is also a table of the same numbers ([`Chart::as_table`]), for formats that hold no pictures and for
//! whoever cannot see them.

use super::{Amount, Cell, Table};

/// A picture of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What it is of.
    pub title: String,
    /// The same in words, for who cannot see it.
    pub in_words: String,
    /// The numbers, and how they are laid out.
    pub kind: ChartKind,
}

/// The numbers of a chart, and how they are laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChartKind {
    /// One bar a row, its parts one after the other.
    Stacked {
        /// The names of the parts.
        parts: Vec<String>,
        /// The name of each bar and its parts, in the order of `parts`.
        bars: Vec<(String, Vec<Amount>)>,
    },
    /// Two bars a row, beside each other: planned and spent, say.
    Paired {
        /// The names of the two.
        names: [String; 2],
        /// What stands behind each number; may be empty.
        unit: String,
        /// The name of each row and its two numbers.
        rows: Vec<(String, [Amount; 2])>,
    },
    /// Rows by columns, darker for more.
    Heat {
        /// The names of the columns.
        columns: Vec<String>,
        /// The name of each row and its numbers, in the order of `columns`.
        rows: Vec<(String, Vec<Amount>)>,
    },
}

impl Chart {
    /// The same numbers in rows and columns, the words under them.
    #[must_use]
    pub fn as_table(&self) -> Table {
        let head = |names: &[String]| std::iter::once(String::new()).chain(names.iter().cloned()).collect();
        let (head, rows): (Vec<String>, Vec<Vec<Cell>>) = match &self.kind {
            ChartKind::Stacked { parts, bars } => {
                (head(parts), bars.iter().map(|(name, amounts)| numbers(name, amounts)).collect())
            }
            ChartKind::Paired { names, unit, rows } => {
                let names = names.each_ref().map(|name| with_unit(name, unit));
                (head(&names), rows.iter().map(|(name, amounts)| numbers(name, amounts)).collect())
            }
            ChartKind::Heat { columns, rows } => {
                (head(columns), rows.iter().map(|(name, amounts)| numbers(name, amounts)).collect())
            }
        };
        Table {
            caption: Some(self.title.clone()),
            head,
            rows,
            has_row_heads: true,
            remarks: Some(self.in_words.clone()).filter(|words| !words.is_empty()).into_iter().collect(),
        }
    }

    /// Whether it is rows by columns, and not bars.
    #[must_use]
    pub const fn is_heat(&self) -> bool {
        matches!(self.kind, ChartKind::Heat { .. })
    }

    /// The longest bar, or the largest number of a heat map: what full length or full shade stands for. At least 1.
    #[must_use]
    pub fn most(&self) -> u64 {
        let value = |amount: &Amount| amount.value.unwrap_or(0);
        let most = match &self.kind {
            ChartKind::Stacked { bars, .. } => {
                let sum = |amounts: &[Amount]| amounts.iter().map(value).fold(0, u64::saturating_add);
                bars.iter().map(|(_, amounts)| sum(amounts)).max()
            }
            ChartKind::Paired { rows, .. } => rows.iter().flat_map(|(_, pair)| pair.iter().map(value)).max(),
            ChartKind::Heat { rows, .. } => rows.iter().flat_map(|(_, row)| row.iter().map(value)).max(),
        };
        most.unwrap_or(0).max(1)
    }
}

/// A name with its unit in brackets, if it has one.
pub(super) fn with_unit(name: &str, unit: &str) -> String {
    if unit.is_empty() { name.to_owned() } else { format!("{name} ({unit})") }
}

/// What part of `whole` a number is, in whole percent, 0 to 100; nothing for what is hidden.
pub(super) fn share_of(amount: &Amount, whole: u64) -> Option<u8> {
    let value = u128::from(amount.value?);
    u8::try_from((value * 100 / u128::from(whole.max(1))).min(100)).ok()
}

fn numbers(name: &str, amounts: &[Amount]) -> Vec<Cell> {
    std::iter::once(Cell::text(name)).chain(amounts.iter().cloned().map(Cell::Number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_has_no_length_and_stays_in_the_table() {
        let bars = vec![
            ("Norwich".to_owned(), vec![Amount::counted(5), Amount::hidden("under 3")]),
            ("Devon".to_owned(), vec![Amount::counted(1), Amount::counted(3)]),
        ];
        let kind = ChartKind::Stacked { parts: vec!["Yes".to_owned(), "No".to_owned()], bars };
        let chart = Chart { title: "Answers".to_owned(), in_words: "Most said yes.".to_owned(), kind };
        assert_eq!(chart.most(), 5);
        let table = chart.as_table();
        assert_eq!(table.head, ["", "Yes", "No"]);
        let words: Vec<&str> = table.rows.iter().flatten().map(Cell::words).collect();
        assert_eq!(words, ["Norwich", "5", "under 3", "Devon", "1", "3"]);
        assert_eq!(table.remarks, ["Most said yes."]);
    }

    #[test]
    fn a_share_is_whole_percent_of_the_longest_and_never_more_than_all() {
        assert_eq!(share_of(&Amount::counted(1), 3), Some(33));
        assert_eq!(share_of(&Amount::counted(u64::MAX), 1), Some(100));
        assert_eq!(share_of(&Amount::counted(0), 0), Some(0));
        assert_eq!(share_of(&Amount::hidden("–"), 3), None);
    }
}
