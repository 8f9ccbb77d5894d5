//! What goes into cells: how wide and high they have to be, and what a number looks like.

use unicode_width::UnicodeWidthStr as _;

use crate::document::Amount;

/// A cell holds 32,767 UTF-16 units; this leaves room.
const LONGEST: usize = 32_000;
/// How high a line of words is, in points, and the highest a row may be.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;

/// A text in pieces that a cell holds, broken between words where there are words. At least one piece.
pub(super) fn pieces(text: &str) -> Vec<String> {
    pieces_of(text, LONGEST)
}

/// A text in pieces of at most `longest` UTF-16 units, which is more than one letter takes.
pub(super) fn pieces_of(text: &str, longest: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let (mut piece, mut filled) = (String::new(), 0);
    for word in text.split_inclusive([' ', '\n']) {
        let long = word.encode_utf16().count();
        if filled > 0 && filled + long > longest {
            pieces.push(std::mem::take(&mut piece));
            filled = 0;
        }
        if long <= longest {
            piece.push_str(word);
            filled += long;
            continue;
        }
        for letter in word.chars() {
            if filled + letter.len_utf16() > longest {
                pieces.push(std::mem::take(&mut piece));
                filled = 0;
            }
            piece.push(letter);
            filled += letter.len_utf16();
        }
    }
    pieces.push(piece);
    pieces
}

/// How high a row has to be for words in a column so wide, in points.
pub(super) fn height(text: &str, width: u16) -> f64 {
    // Letters are not all of one width, and words are not broken: so a tenth more than was counted.
    let width = usize::from(width.max(2)) * 10;
    let lines: usize = text.split('\n').map(|line| (line.width() * 11).div_ceil(width).max(1)).sum();
    let lines = f64::from(u16::try_from(lines).unwrap_or(u16::MAX));
    lines.mul_add(LINE, 1.0).min(HIGHEST)
}

/// A number as a spreadsheet reckons with it, and the form that shows it as it is to be shown.
///
/// Nothing for what is hidden, for what is shown in other digits than its own, and for numbers that a spreadsheet would
/// round: those stand there as words.
pub(super) fn number(amount: &Amount) -> Option<(f64, String)> {
    let value = amount.value?;
    let exact = u32::try_from(value).ok()?;
    let digits = value.to_string();
    let behind = amount.shown.strip_prefix(&digits)?;
    if behind.starts_with(|letter: char| letter.is_ascii_digit()) || behind.len() > 60 {
        return None;
    }
    if !behind.chars().all(|letter| letter.is_alphanumeric() || " %().,\u{a0}\u{202f}".contains(letter)) {
        return None;
    }
    let form = if behind.is_empty() { "0".to_owned() } else { format!("0\"{behind}\"") };
    Some((f64::from(exact), form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_broken_between_words_and_none_is_lost() {
        assert_eq!(pieces_of("one two three", 8), ["one two ", "three"]);
        assert_eq!(pieces_of("🎈🎈🎈", 4), ["🎈🎈", "🎈"]);
        assert_eq!(pieces_of("", 8), [""]);
        let long = "word ".repeat(20_000);
        let pieces = pieces(&long);
        assert_eq!(pieces.concat(), long);
        assert!(pieces.iter().all(|piece| piece.encode_utf16().count() <= LONGEST));
    }

    #[test]
    fn a_row_is_as_high_as_its_words_up_to_what_a_row_may_be() {
        let close = |high: f64, wanted: f64| (high - wanted).abs() < 0.01;
        assert!(close(height("", 10), 16.0));
        assert!(close(height("a\nb", 10), 31.0));
        assert!(close(height(&"n".repeat(95), 10), 166.0));
        assert!(close(height(&"n".repeat(95_000), 10), HIGHEST));
    }

    #[test]
    fn a_number_stays_a_number_where_its_own_digits_are_shown() {
        let amount =
            |value: u64, shown: &str| Amount { value: Some(value), shown: shown.to_owned(), anchor: None };
        assert_eq!(number(&amount(5, "5")), Some((5.0, "0".to_owned())));
        assert_eq!(number(&amount(45, "45 %")), Some((45.0, "0\" %\"".to_owned())));
        for other in
            [amount(5, "51"), amount(5, "five"), amount(u64::MAX, &u64::MAX.to_string()), amount(5, "5\"&A")]
        {
            assert_eq!(number(&other), None);
        }
        assert_eq!(number(&Amount::hidden("under 3")), None);
    }
}
