//! Abbreviations: a short form and a blank become the words it stands for.
//!
//! The list is the note-taker's own. A tag, a seat and a theme keep their short forms: only a word that stands
//! by itself, or behind an opening mark, is looked up.

use std::collections::BTreeMap;
use std::ops::Range;

/// Short forms and the words they stand for; case does not matter when one is looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Abbreviations(BTreeMap<String, Abbreviation>);

/// One of them, as it was listed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Abbreviation {
    short: String,
    words: String,
}

impl<S: Into<String>, W: Into<String>> FromIterator<(S, W)> for Abbreviations {
    /// Makes a list of pairs of a short form and its words. Of two that differ only in capitals the later counts.
    /// Left out is what could never be typed or would take words away: a short form that is empty or has a
    /// blank, and words that are blank.
    fn from_iter<I: IntoIterator<Item = (S, W)>>(pairs: I) -> Self {
        let listed =
            pairs.into_iter().map(|(short, words)| Abbreviation { short: short.into(), words: words.into() });
        let is_of_use = |one: &Abbreviation| {
            !one.short.is_empty() && !one.short.contains(char::is_whitespace) && !one.words.trim().is_empty()
        };
        Self(listed.filter(is_of_use).map(|one| (one.short.to_lowercase(), one)).collect())
    }
}

impl From<BTreeMap<String, String>> for Abbreviations {
    fn from(pairs: BTreeMap<String, String>) -> Self {
        pairs.into_iter().collect()
    }
}

impl Abbreviations {
    /// Goes through the short forms with their words, as listed, in the order of the alphabet.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.values().map(|one| (one.short.as_str(), one.words.as_str()))
    }

    /// Finds what the word before a blank stands for: the bytes of that word, without the blank, and the words to
    /// put there. Nothing when there is no blank at this byte, or the word before it is no abbreviation.
    #[must_use]
    pub fn expansion_before(&self, text: &str, blank_at: usize) -> Option<(Range<usize>, String)> {
        let is_blank = text.get(blank_at..)?.starts_with(char::is_whitespace);
        let before = text.get(..blank_at).filter(|_| is_blank)?;
        let word = before.rsplit(char::is_whitespace).next()?;
        // A short form may itself begin with a mark, so the whole word is looked up first.
        let behind_mark = word.trim_start_matches(['(', '"', '“', '„', '«', '‘', '\'', '[']);
        [word, behind_mark]
            .into_iter()
            .find_map(|word| Some((blank_at - word.len()..blank_at, self.words_for(word)?)))
    }

    /// Replaces every abbreviation that a blank follows, as if the text were typed letter by letter.
    #[must_use]
    pub fn expanded(&self, text: &str) -> String {
        let mut expanded = String::with_capacity(text.len());
        let mut done = 0;
        for (blank_at, _) in text.char_indices().filter(|(_, letter)| letter.is_whitespace()) {
            if let Some((word, words)) = self.expansion_before(text, blank_at) {
                expanded.push_str(text.get(done..word.start).unwrap_or_default());
                expanded.push_str(&words);
                done = word.end;
            }
        }
        expanded + text.get(done..).unwrap_or_default()
    }

    /// The words for a short form. A capital that the list does not have means the beginning of a sentence.
    fn words_for(&self, typed: &str) -> Option<String> {
        let found = self.0.get(&typed.to_lowercase())?;
        let begins_sentence = typed != found.short && typed.starts_with(char::is_uppercase);
        Some(if begins_sentence { with_capital(&found.words) } else { found.words.clone() })
    }
}

fn with_capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn abbreviations() -> Abbreviations {
        let pairs = [
            ("cyp", "children and young people"),
            ("w/", "with"),
            ("LA", "local authority"),
            ("(c)", "in confidence"),
        ];
        pairs.into_iter().collect()
    }

    #[test]
    fn only_the_word_right_before_the_blank_is_looked_up() {
        let list = abbreviations();
        assert_eq!(list.expansion_before("for cyp now", 7), Some((4..7, "children and young people".into())));
        assert_eq!(list.expansion_before("for cyp now", 3), None);
        assert_eq!(list.expansion_before("for cyp now", 6), None);
        assert_eq!(list.expansion_before("for cyp", 7), None);
        assert_eq!(list.expansion_before("cyp  ", 4), None);
        assert_eq!(list.expansion_before("é", 1), None);
    }

    #[test]
    fn a_capital_begins_a_sentence_unless_the_list_has_it() {
        let list = abbreviations();
        assert_eq!(
            list.expanded("Cyp and the LA and la too"),
            "Children and young people and the local authority and local authority too"
        );
        assert_eq!(list.expanded("W/ the La "), "With the Local authority ");
    }

    #[test]
    fn a_mark_in_front_stays_and_a_sign_of_a_tag_or_seat_keeps_the_word() {
        let list = abbreviations();
        assert_eq!(
            list.expanded("(cyp (c) \"w/ them"),
            "(children and young people in confidence \"with them"
        );
        assert_eq!(list.expanded("#cyp @cyp >cyp cyp, recyp cyp"), "#cyp @cyp >cyp cyp, recyp cyp");
    }

    #[test]
    fn what_could_never_be_typed_or_would_take_words_away_is_left_out() {
        let list: Abbreviations =
            [("", "x"), ("a b", "x"), ("gone", " "), ("Ok", "one"), ("ok", "two")].into_iter().collect();
        assert_eq!(list.iter().collect::<Vec<_>>(), [("ok", "two")]);
        assert_eq!(list.expanded("gone ok \u{a0}"), "gone two \u{a0}");
    }
}
