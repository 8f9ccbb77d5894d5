//! Names of numbers: `appendix.q1.yes` leads from a number in a report to what it counts.
//!
//! Promises: a name holds only small ASCII letters, digits, points, hyphens and underscores, so that it can be typed and
//! be the target of a link; no two numbers of a report have one name; the same inputs give the same names.

use std::collections::BTreeSet;

/// The names a report has given out.
#[derive(Debug, Clone, Default)]
pub(super) struct Anchors {
    given: BTreeSet<String>,
    gives_none: bool,
}

impl Anchors {
    /// Has given none yet.
    pub(super) const fn new() -> Self {
        Self { given: BTreeSet::new(), gives_none: false }
    }

    /// Gives empty names, for numbers that nobody can ask about.
    pub(super) const fn none() -> Self {
        Self { given: BTreeSet::new(), gives_none: true }
    }

    /// A name of these parts. If it is taken, the last part gets a number: `q1-2`.
    pub(super) fn take(&mut self, parts: &[&str]) -> String {
        if self.gives_none {
            return String::new();
        }
        let name = parts.iter().map(|part| plain(part)).collect::<Vec<_>>().join(".");
        let numbered = (2..).map(|number: usize| format!("{name}-{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !self.given.contains(name));
        let free = free.unwrap_or(name);
        self.given.insert(free.clone());
        free
    }
}

/// A part of a name, from an id that may hold anything.
fn plain(part: &str) -> String {
    let letter = |letter: char| match letter {
        letter if letter.is_ascii_alphanumeric() => letter.to_ascii_lowercase(),
        '-' | '_' | '.' => letter,
        _ => '-',
    };
    let plain: String = part.chars().map(letter).collect();
    if plain.is_empty() { "-".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_become_the_same_name_get_numbers() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.take(&["appendix", "q1", "yes"]), "appendix.q1.yes");
        assert_eq!(anchors.take(&["appendix", "Q1", "yes"]), "appendix.q1.yes-2");
        assert_eq!(anchors.take(&["appendix", "q 1\u{1b}", ""]), "appendix.q-1-.-");
    }
}
