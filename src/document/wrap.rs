//! Breaking a text into lines of so many cells.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::model::visible::visible;

/// The lines of a text, none wider than `width` cells, broken between words; a word that is wider is broken between
/// letters. Line breaks of the text stay. What a terminal would obey is made visible. At least one line.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    if is_one_line(text, width) {
        return vec![text.to_owned()];
    }
    visible(text).split('\n').flat_map(|line| wrapped(line, width)).collect()
}

/// How many cells the widest of those lines takes.
pub(super) fn widest(text: &str, width: usize) -> usize {
    if is_one_line(text, width) {
        return text.len();
    }
    lines(text, width).iter().map(|line| line.width()).max().unwrap_or(0)
}

/// Whether a text is one line as it stands: the commonest case by far, and the cheapest.
fn is_one_line(text: &str, width: usize) -> bool {
    let is_plain = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    let has_gaps = text.starts_with(' ') || text.ends_with(' ') || text.contains("  ");
    text.len() <= width && is_plain && !has_gaps
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut filled) = (String::new(), 0);
    for word in text.split_whitespace() {
        let wide = word.width();
        if filled > 0 && filled + 1 + wide > width {
            lines.push(std::mem::take(&mut line));
            filled = 0;
        }
        if filled > 0 {
            line.push(' ');
            filled += 1;
        }
        if wide <= width {
            line.push_str(word);
            filled += wide;
            continue;
        }
        for letter in word.graphemes(true) {
            let wide = letter.width();
            if filled + wide > width {
                lines.push(std::mem::take(&mut line));
                filled = 0;
            }
            line.push_str(letter);
            filled += wide;
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_it_may_be_and_no_word_is_lost() {
        assert_eq!(lines("one two three", 8), ["one two", "three"]);
        assert_eq!(lines("", 8), [""]);
        assert_eq!(lines("a\n\nb", 8), ["a", "", "b"]);
        assert_eq!(lines("ab 東京東京東京", 6), ["ab", "東京東", "京東京"].map(str::to_owned));
        assert_eq!(lines("x\u{1b}[2Jy", 80), ["x\u{241b}[2Jy"]);
    }
}
