//! Which words two wordings of one thing do not share.
//!
//! Promises: pure; what is marked lies on the boundaries of words; what is not marked reads the same on both sides, blanks
//! apart. Leaves to others: how a marked word looks.
//!
//! Words are compared, not letters: half a word that is marked cannot be read. How much work it is to compare two texts
//! grows with their length and with how much differs, so two very long texts are marked between the words they begin and
//! end with alike.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// Texts with more words than this are not compared word by word.
const MOST_WORDS: usize = 2000;

/// The bytes of each text that the other does not have, from its beginning to its end, never touching.
pub type Marked = Vec<Range<usize>>;

/// Marks what differs in two texts. Equal texts have no marks; a text beside an empty one is marked whole.
#[must_use]
pub fn differing(one: &str, other: &str) -> (Marked, Marked) {
    let (one, other) = (words(one), words(other));
    let texts =
        |words: &[(usize, &str)]| words.iter().map(|(_, word)| (*word).to_owned()).collect::<Vec<_>>();
    let (first, second) = (texts(&one), texts(&other));
    let changed = if first.len().max(second.len()) > MOST_WORDS {
        vec![between_ends(&first, &second)]
    } else {
        capture_diff_slices(Algorithm::Myers, &first, &second)
            .into_iter()
            .filter(|op| !matches!(op, DiffOp::Equal { .. }))
            .map(|op| (op.old_range(), op.new_range()))
            .collect()
    };
    let (first, second): (Vec<_>, Vec<_>) = changed.into_iter().unzip();
    (in_bytes(&one, first), in_bytes(&other, second))
}

/// The words of a text, with punctuation and without blanks, each with the byte it begins at.
fn words(text: &str) -> Vec<(usize, &str)> {
    text.split_word_bound_indices().filter(|(_, word)| !word.trim().is_empty()).collect()
}

/// What is left between the words that two texts begin and end with alike.
fn between_ends(one: &[String], other: &[String]) -> (Range<usize>, Range<usize>) {
    let alike = |(one, other): &(&String, &String)| one == other;
    let begin = one.iter().zip(other).take_while(alike).count();
    let rest = one.len().min(other.len()) - begin;
    let end = one.iter().rev().zip(other.iter().rev()).take(rest).take_while(alike).count();
    (begin..one.len() - end, begin..other.len() - end)
}

/// Ranges of words as ranges of bytes; those with nothing but blanks between them become one.
fn in_bytes(words: &[(usize, &str)], ranges: Vec<Range<usize>>) -> Marked {
    let mut marked: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for range in ranges.into_iter().filter(|range| !range.is_empty()) {
        let (Some(first), Some(last)) = (words.get(range.start), words.get(range.end - 1)) else { continue };
        let bytes = first.0..last.0 + last.1.len();
        match marked.last_mut().filter(|(words, _)| words.end == range.start) {
            Some((words, held)) => (words.end, held.end) = (range.end, bytes.end),
            None => marked.push((range, bytes)),
        }
    }
    marked.into_iter().map(|(_, bytes)| bytes).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked<'t>(text: &'t str, marks: &Marked) -> Vec<&'t str> {
        marks.iter().map(|range| text.get(range.clone()).unwrap()).collect()
    }

    fn compared<'t>(one: &'t str, other: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
        let (first, second) = differing(one, other);
        (marked(one, &first), marked(other, &second))
    }

    #[test]
    fn whole_words_are_marked_on_both_sides() {
        let both = compared("We find out in March whether we exist.", "We hear in May whether we exist.");
        assert_eq!(both, (vec!["find out", "March"], vec!["hear", "May"]));
    }

    #[test]
    fn what_only_one_side_has_is_marked_there_and_nowhere_else() {
        assert_eq!(compared("scared at night", "not scared at night"), (vec![], vec!["not"]));
        assert_eq!(compared("", "all of it"), (vec![], vec!["all of it"]));
        assert_eq!(compared("same", "same"), (vec![], vec![]));
    }

    #[test]
    fn blanks_and_line_breaks_are_no_difference() {
        assert_eq!(compared("one  two", "one\ntwo "), (vec![], vec![]));
    }

    #[test]
    fn punctuation_is_a_word_of_its_own() {
        assert_eq!(compared("we wait", "we wait?"), (vec![], vec!["?"]));
    }

    #[test]
    fn texts_too_long_to_compare_are_marked_between_their_ends() {
        let long = |middle: &str| format!("{} {middle} {}", "a b ".repeat(1000), "c d ".repeat(1000));
        let (one, other) = (long("x y z"), long("x q z"));
        assert_eq!(compared(&one, &other), (vec!["y"], vec!["q"]));
        assert_eq!(compared(&"a ".repeat(3000), &"a ".repeat(2999)).1, Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn what_is_not_marked_reads_the_same(one in "[ab \u{e9}.\n]{0,40}", other in "[ab \u{e9}.\n]{0,40}") {
            let rest = |text: &str, marks: &Marked| {
                let is_marked = |at: usize| marks.iter().any(|range| range.contains(&at));
                text.char_indices()
                    .filter(|(at, letter)| !is_marked(*at) && !letter.is_whitespace())
                    .map(|(_, letter)| letter)
                    .collect::<String>()
            };
            let (first, second) = differing(&one, &other);
            prop_assert_eq!(rest(&one, &first), rest(&other, &second));
            for (text, marks) in [(&one, &first), (&other, &second)] {
                prop_assert!(marks.iter().all(|range| !text.get(range.clone()).unwrap().trim().is_empty()));
                prop_assert!(marks.windows(2).all(|pair| pair[0].end <= pair[1].start));
            }
        }
    }
}
