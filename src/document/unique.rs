//! Names that must not stand twice in one file: ids of a page, bookmarks, sheets of a workbook.

use std::collections::BTreeMap;

/// The names that are taken.
#[derive(Debug, Default)]
pub(super) struct Unique {
    /// Each with the number that its next namesake gets, so that a thousand of one name are not a thousand times counted.
    taken: BTreeMap<String, u32>,
}

impl Unique {
    /// Takes the wanted name, cut to `longest` letters; where it is taken, with a number behind it. Capital and small
    /// letters count as the same, as they do for a spreadsheet. An empty name stays empty but for its number.
    pub(super) fn take(&mut self, wanted: &str, longest: usize) -> String {
        let first = cut(wanted, longest);
        let key = first.to_lowercase();
        let mut number = self.taken.get(&key).copied().unwrap_or(1);
        let mut name = first;
        while self.taken.contains_key(&name.to_lowercase()) {
            number = number.saturating_add(1);
            let behind = format!("_{number}");
            name = cut(wanted, longest.saturating_sub(behind.len())) + &behind;
        }
        self.taken.insert(name.to_lowercase(), 1);
        self.taken.insert(key, number);
        name
    }
}

/// The beginning of a text, so many UTF-16 units long, for that is how word processors and spreadsheets count.
fn cut(text: &str, longest: usize) -> String {
    let mut left = longest;
    let fits = |letter: &char| match left.checked_sub(letter.len_utf16()) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    text.chars().take_while(fits).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_gets_a_number_and_is_never_too_long() {
        let mut names = Unique::default();
        let long = "n".repeat(40);
        let taken: Vec<String> =
            ["Norwich", "norwich", &long, &long].iter().map(|name| names.take(name, 31)).collect();
        assert_eq!(taken[..2], ["Norwich", "norwich_2"]);
        assert_eq!(taken[2], "n".repeat(31));
        assert_eq!(taken[3], "n".repeat(29) + "_2");
        assert_eq!(names.take("🎈🎈", 3), "🎈", "a letter is never cut in two");
        assert_eq!([names.take("Norwich_3", 31), names.take("Norwich", 31)], ["Norwich_3", "Norwich_4"]);
    }
}
