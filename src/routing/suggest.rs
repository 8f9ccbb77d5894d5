//! What somebody may have meant who wrote a word that is not there.

use textdistance::str::damerau_levenshtein;

/// The word nearest to a misspelt one; nothing when none is near. Of several as near the first.
#[must_use]
pub fn nearest<'a>(meant: &str, words: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let letters = meant.chars().count();
    let most = 1 + letters / 4;
    let is_comparable = |word: &&str| word.chars().count().abs_diff(letters) <= most && *word != meant;
    let near = words.into_iter().filter(is_comparable).map(|word| (damerau_levenshtein(meant, word), word));
    near.filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_word_with_a_slip_is_found_and_another_word_is_not() {
        let words = ["q1", "q2", "q10", "training", "yes-but"];
        assert_eq!(nearest("trainig", words).as_deref(), Some("training"));
        assert_eq!(nearest("yes_but", words).as_deref(), Some("yes-but"));
        assert_eq!(nearest("Q1", words).as_deref(), Some("q1"));
        assert_eq!(nearest("outcomes", words), None);
        assert_eq!(nearest("q1", ["q1"]), None);
    }
}
