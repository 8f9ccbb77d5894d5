//! How alike the words of two notes are, in whatever order and form they stand.
//!
//! Compared are the trigrams of words, each three letters long with two blanks before a word and one after it, as
//! `pg_trgm` of `PostgreSQL` makes them; capitals and punctuation do not count. The likeness is the Sørensen-Dice
//! coefficient of the two sets (Dice 1945, Sørensen 1948): twice what they share over what they have. So the order of
//! words does not matter at all, an ending or a slip of the finger little. Which measures were tried, and what they
//! found: `docs/evidence/pairs.md`.

use std::collections::BTreeSet;

use textdistance::{Algorithm as _, SorensenDice};

/// What of a note's words is compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trigrams(Vec<[char; 3]>);

impl Trigrams {
    /// Of a text. A text without letters and digits has none.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut found = BTreeSet::new();
        for word in words(text) {
            let mut three = [' '; 3];
            for letter in word.chars().chain([' ']) {
                three = [three[1], three[2], letter];
                found.insert(three);
            }
        }
        Self(found.into_iter().collect())
    }

    /// From 0, nothing in common, to 1, the same words. Texts without words are like nothing.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        if self.0.is_empty() || other.0.is_empty() {
            return 0.0;
        }
        SorensenDice::default().for_vec(&self.0, &other.0).nval()
    }

    /// Whether the likeness is at least this. Texts whose lengths alone rule it out are not compared.
    #[must_use]
    pub fn is_like(&self, other: &Self, at_least: f64) -> Option<f64> {
        let (one, two) = (self.0.len(), other.0.len());
        let rules_out = u32::try_from(one.min(two)).ok().zip(u32::try_from(one + two).ok());
        if rules_out.is_some_and(|(less, all)| 2.0 * f64::from(less) < at_least * f64::from(all)) {
            return None;
        }
        Some(self.likeness(other)).filter(|likeness| *likeness >= at_least)
    }
}

/// The words of a text in small letters: letters and digits, whatever stands between them.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> f64 {
        Trigrams::of(one).likeness(&Trigrams::of(other))
    }

    #[test]
    fn order_capitals_and_punctuation_do_not_count() {
        let one = "We find out in March, whether we exist in April.";
        assert!((likeness(one, "in april we exist – whether WE find out in march") - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_slip_and_an_ending_cost_little_and_other_words_are_not_alike() {
        assert!(likeness("grant ends this year", "grants endng this year") > 0.6);
        assert!(likeness("grant ends this year", "nobody told us anything") < 0.1);
    }

    #[test]
    fn texts_without_words_are_like_nothing() {
        assert!(likeness("", "").abs() < 1e-9);
        assert!(likeness("…!", "…!").abs() < 1e-9);
        assert!(likeness("a", "a") > 0.99);
    }

    #[test]
    fn lengths_rule_out_only_what_is_not_alike() {
        let texts = ["grant", "grant ends", "the grant ends this year and nothing is agreed", "x", ""];
        for (one, other) in texts.iter().flat_map(|one| texts.iter().map(move |other| (one, other))) {
            for at_least in [0.05, 0.25, 0.5] {
                let (one, other) = (Trigrams::of(one), Trigrams::of(other));
                let likeness = one.likeness(&other);
                assert_eq!(one.is_like(&other, at_least), Some(likeness).filter(|it| *it >= at_least));
            }
        }
    }
}
