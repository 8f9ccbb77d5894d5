//! Which way a language is written.

/// Whether a language is written from right to left; the first part of its tag says it.
pub(super) fn is_right_to_left(lang: &str) -> bool {
    matches!(lang.split('-').next(), Some("ar" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi"))
}

/// Whether words begin in a script that is written from right to left: their first letter says it.
pub(super) fn begins_right_to_left(words: &str) -> bool {
    let first = words.chars().find(|letter| letter.is_alphabetic());
    first.is_some_and(
        |letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_says_which_way_words_run() {
        assert!(begins_right_to_left("1. “مرحبا” (hello)") && begins_right_to_left("שלום"));
        assert!(
            !begins_right_to_left("hello مرحبا")
                && !begins_right_to_left("12 – 3")
                && !begins_right_to_left("")
        );
        assert!(is_right_to_left("ar-EG") && !is_right_to_left("arn"));
    }
}
