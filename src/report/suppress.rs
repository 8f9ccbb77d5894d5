//! Which numbers of a table are not shown, so that nobody is found by being one of few.
//!
//! A number below the bound is hidden; zero is small too, for it says of everybody that they did not. In a table whose
//! cells add up to a total that is shown, one hidden cell is the total less the others, so a second one is hidden with
//! it: the smallest that is left. Where that still gives away what is hidden, because all of it is nothing or as much
//! as can be, another is hidden, in the end the total.
//!
//! Promises, held against every small table there is: who sees the table, knows this rule and reckons has two possible
//! values at least for each hidden cell. That is why all of several equal smallest cells are hidden together: hiding
//! the first of them would tell in which order they stand. Hidden cells look alike; which of them is small is not told.
//!
//! Leaves to others: what depends on a hidden number in another table (`appendix`), the words.
//!
//! The method is secondary cell suppression for one table with one margin, as statistical offices describe it (Hundepool
//! and others, *Statistical Disclosure Control*, 2012, chapter 4); they look for the cells that cost least, which for one
//! margin is the smallest.

use std::collections::BTreeSet;

/// Numbers under this are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Below(u64);

impl Below {
    /// The smallest bound: under 1 there is only 0, and whoever saw it hidden would know it.
    pub const LEAST: u64 = 2;

    /// A bound of 2 or more; nothing when it is less.
    #[must_use]
    pub const fn new(bound: u64) -> Option<Self> {
        if bound < Self::LEAST { None } else { Some(Self(bound)) }
    }

    /// The bound.
    #[must_use]
    pub const fn bound(self) -> u64 {
        self.0
    }

    /// Whether a number is to be hidden for itself.
    #[must_use]
    pub const fn is_small(self, number: u64) -> bool {
        number < self.0
    }
}

/// What of a table is hidden.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hidden {
    /// The places of hidden cells.
    pub cells: BTreeSet<usize>,
    /// Whether the total is hidden.
    pub is_total_hidden: bool,
}

impl Hidden {
    /// Everything of a table with so many cells.
    #[must_use]
    pub fn all(cells: usize) -> Self {
        Self { cells: (0..cells).collect(), is_total_hidden: true }
    }

    /// Whether anything is hidden.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.is_total_hidden || !self.cells.is_empty()
    }
}

/// What is hidden of cells that add up to a total which is shown beside them. A total that is small itself is hidden
/// with all of them.
#[must_use]
pub fn with_total(cells: &[u64], below: Below) -> Hidden {
    if cells.iter().fold(0, |sum: u64, cell| sum.saturating_add(*cell)) < below.bound() {
        return Hidden::all(cells.len());
    }
    let small: BTreeSet<usize> =
        (0..).zip(cells).filter(|(_, cell)| below.is_small(**cell)).map(|(at, _)| at).collect();
    if small.is_empty() || !gives_away(cells, &small, below) {
        return Hidden { cells: small, is_total_hidden: false };
    }
    let shown = || (0..).zip(cells).filter(|(at, _)| !small.contains(at));
    let Some(smallest) = shown().map(|(_, cell)| *cell).min() else {
        return Hidden { cells: small, is_total_hidden: true };
    };
    let more = shown().filter(|(_, cell)| **cell == smallest).map(|(at, _)| at);
    Hidden { cells: small.iter().copied().chain(more).collect(), is_total_hidden: false }
}

/// Whether the small cells, which are all that is hidden, can be worked out from the total.
fn gives_away(cells: &[u64], small: &BTreeSet<usize>, below: Below) -> bool {
    let sum =
        small.iter().filter_map(|at| cells.get(*at)).fold(0, |sum: u64, cell| sum.saturating_add(*cell));
    let most = (below.bound() - 1).saturating_mul(small.len() as u64);
    small.len() < 2 || sum == 0 || sum == most
}

/// What is hidden of cells of which one thing can be in several, out of a base that is shown. The last of them, from
/// `alone` on, are things that are in no other cell.
///
/// How many things are in the first cells together is the base less those that are alone, and says how much of each can
/// be in the others. So where anything is small, those that are alone are all hidden, and so is a cell that holds
/// everybody: it would say that they are empty.
#[must_use]
pub fn of_several(cells: &[u64], alone: usize, base: u64, below: Below) -> Hidden {
    if below.is_small(base) {
        return Hidden::all(cells.len());
    }
    let is_any_small = cells.iter().any(|cell| below.is_small(*cell));
    let is_hidden = |(at, cell): &(usize, &u64)| {
        is_any_small && (below.is_small(**cell) || *at >= alone || **cell == base)
    };
    let hidden = cells.iter().enumerate().filter(is_hidden);
    Hidden { cells: hidden.map(|(at, _)| at).collect(), is_total_hidden: false }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn below(bound: u64) -> Below {
        Below::new(bound).unwrap()
    }

    fn hidden(cells: &[u64], bound: u64) -> Vec<usize> {
        let hidden = with_total(cells, below(bound));
        assert!(!hidden.is_total_hidden);
        hidden.cells.into_iter().collect()
    }

    /// What stands in the report.
    fn published(cells: &[u64], hidden: &Hidden) -> (Vec<Option<u64>>, Option<u64>) {
        let cell = |(at, cell): (usize, &u64)| (!hidden.cells.contains(&at)).then_some(*cell);
        let total = (!hidden.is_total_hidden).then(|| cells.iter().sum());
        (cells.iter().enumerate().map(cell).collect(), total)
    }

    /// Every table of so many cells, none above `most`.
    fn tables(cells: usize, most: u64) -> Vec<Vec<u64>> {
        let mut tables = vec![Vec::new()];
        for _ in 0..cells {
            let wider = |table: &Vec<u64>| {
                (0..=most).map(|cell| [table.as_slice(), &[cell]].concat()).collect::<Vec<_>>()
            };
            tables = tables.iter().flat_map(wider).collect();
        }
        tables
    }

    #[test]
    fn a_hidden_count_takes_the_smallest_other_cell_with_it() {
        assert_eq!(hidden(&[5, 1, 21, 9], 3), [0, 1]);
        assert_eq!(hidden(&[5, 1, 21, 2], 3), [1, 3], "two that add up to 3 may be 1 and 2 or 2 and 1");
        assert_eq!(hidden(&[5, 4, 21], 3), Vec::<usize>::new());
        assert_eq!(hidden(&[0, 0, 7, 9], 3), [0, 1, 2], "two that add up to 0 are both 0");
        assert_eq!(hidden(&[2, 2, 7, 9], 3), [0, 1, 2], "two that add up to 4 are both 2");
        assert_eq!(hidden(&[5, 5, 1], 3), [0, 1, 2], "of two equal ones the first would tell the order");
    }

    #[test]
    fn where_nothing_is_left_to_hide_the_total_is_hidden() {
        assert_eq!(with_total(&[2], below(3)), Hidden::all(1));
        assert_eq!(with_total(&[0, 0], below(3)), Hidden::all(2));
        assert_eq!(with_total(&[2, 2], below(3)), Hidden::all(2));
        assert!(!with_total(&[1, 2], below(3)).is_total_hidden);
        assert_eq!(with_total(&[1, 1], below(3)), Hidden::all(2), "a total under 3");
        assert_eq!(with_total(&[], below(3)), Hidden::all(0));
    }

    #[test]
    fn a_bound_under_two_hides_nothing_that_is_not_known() {
        assert_eq!((Below::new(0), Below::new(1), below(2).bound()), (None, None, 2));
    }

    #[test]
    fn who_knows_the_rule_and_every_table_still_has_two_values_for_each_hidden_cell() {
        let most = 9;
        for (cells, bound) in (1..=4).flat_map(|cells| (2..=4).map(move |bound| (cells, bound))) {
            let mut alike: BTreeMap<_, Vec<Vec<u64>>> = BTreeMap::new();
            for table in tables(cells, most) {
                let seen = published(&table, &with_total(&table, below(bound)));
                alike.entry(seen).or_default().push(table);
            }
            for ((seen, _), tables) in alike {
                // With a greater sum, tables that look alike have cells beyond `most` and are not all here.
                if tables.iter().any(|table| table.iter().sum::<u64>() > most) {
                    continue;
                }
                for at in (0..cells).filter(|at| seen[*at].is_none()) {
                    let values: BTreeSet<u64> = tables.iter().map(|table| table[at]).collect();
                    assert!(values.len() > 1, "{seen:?} under {bound} can only be {tables:?}");
                }
            }
        }
    }

    #[test]
    fn of_several_answers_too_each_hidden_cell_keeps_two_values() {
        // Two answers, two reasons to be empty; so many gave an answer, and everybody who did gave one at least.
        let mut alike: BTreeMap<_, Vec<Vec<u64>>> = BTreeMap::new();
        for table in tables(4, 6) {
            let (one, other) = (table[0], table[1]);
            for answered in one.max(other)..=one + other {
                let base = answered + table[2] + table[3];
                let hidden = of_several(&table, 2, base, below(3));
                alike.entry((published(&table, &hidden).0, base)).or_default().push(table.clone());
            }
        }
        for ((seen, base), tables) in alike {
            // With a greater base, tables that look alike have cells beyond 6 and are not all here.
            for at in (0..4).filter(|at| seen[*at].is_none() && (3..=6).contains(&base)) {
                let values: BTreeSet<u64> = tables.iter().map(|table| table[at]).collect();
                assert!(values.len() > 1, "{seen:?} of {base} can only be {tables:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_small_is_shown_and_no_hidden_cell_can_be_worked_out(
            cells in prop::collection::vec(prop_oneof![0u64..12, 0u64..1000], 0..12),
            bound in 2u64..12,
        ) {
            let below = below(bound);
            let hidden = with_total(&cells, below);
            for (at, cell) in cells.iter().enumerate() {
                prop_assert!(hidden.cells.contains(&at) || !below.is_small(*cell));
            }
            if hidden.cells.is_empty() || hidden.is_total_hidden {
                return Ok(());
            }
            // Another table that looks the same: what one hidden cell has more, another has less.
            let seen = published(&cells, &hidden);
            for at in &hidden.cells {
                let others = hidden.cells.iter().filter(|other| *other != at);
                let found = others.flat_map(|other| (1..=cells[*at].max(cells[*other])).flat_map(move |by| [(*at, *other, by), (*other, *at, by)]))
                    .any(|(more, less, by)| {
                        let mut moved = cells.clone();
                        moved[more] += by;
                        moved[less].checked_sub(by).is_some_and(|left| {
                            moved[less] = left;
                            published(&moved, &with_total(&moved, below)) == seen
                        })
                    });
                prop_assert!(found, "{:?} under {}: {:?}", cells, bound, hidden);
            }
        }
    }
}
