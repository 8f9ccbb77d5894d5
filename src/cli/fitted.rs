//! Lines as wide as the window: broken between words where they are longer, as a terminal would not.
//!
//! Promises that words stay whole, also one that is wider than the window: a path or an id can be copied as it is.
//! What is piped or kept is nobody's window and is left as it is.

use unicode_width::UnicodeWidthStr as _;

use crate::ui::terminal::Terminal;

/// How far the second line of a sentence stands in.
const INDENT: usize = 2;

/// What stands beneath a column has to have some room: no column begins beyond this part of the window.
const COLUMNS_END: usize = 2;

/// How many cells a line may take on a stream; nothing where there is no window.
pub(super) fn width(is_terminal: bool) -> Option<usize> {
    is_terminal.then(|| usize::from(Terminal::size().width))
}

/// The lines of a text, each broken where it is wider than so many cells. What goes on stands beneath the last column of its
/// line, else a little further in than the line.
pub(super) fn fitted(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let lines: Vec<String> = text.split('\n').map(|line| line_fitted(line, width)).collect();
    lines.join("\n")
}

fn line_fitted(line: &str, width: usize) -> String {
    if cells(line) <= width {
        return line.to_owned();
    }
    let indent = hanging(line, width);
    let (mut out, mut filled) = (String::new(), 0);
    let mut is_begun = false;
    for piece in line.split_inclusive(' ') {
        let word = piece.trim_end_matches(' ');
        if is_begun && !word.is_empty() && filled + cells(word) > width {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            filled = indent;
        }
        // Blanks in front of a line are its indent and no place to break it.
        is_begun |= !word.is_empty();
        out.push_str(piece);
        filled += cells(piece);
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// Where what goes on stands: beneath the last column that begins in the first half of the window.
fn hanging(line: &str, width: usize) -> usize {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let column = line
        .match_indices("  ")
        .map(|(at, gap)| at + gap.len())
        .filter(|at| *at > indent && line.get(*at..).is_some_and(|rest| !rest.starts_with(' ')))
        .map(|at| cells(line.get(..at).unwrap_or_default()))
        .take_while(|column| *column <= width / COLUMNS_END)
        .last();
    column.unwrap_or(indent + INDENT).min(width / COLUMNS_END)
}

/// How many cells a text takes. What makes it bold or red ([`Paint`](super::paint::Paint)) takes none.
fn cells(text: &str) -> usize {
    let mut pieces = text.split("\u{1b}[");
    let before = pieces.next().unwrap_or_default();
    let shown = |piece: &'_ str| {
        let after = piece.trim_start_matches(|code: char| code.is_ascii_digit() || code == ';');
        after.strip_prefix('m').unwrap_or(piece).width()
    };
    before.width() + pieces.map(shown).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_broken_between_words_and_goes_on_further_in() {
        let told = "hearken: the folder is not empty\n  Nothing was written. Name a new folder.";
        let wanted = "hearken: the folder is\n  not empty\n  Nothing was written.\n    Name a new folder.";
        assert_eq!(fitted(told, Some(24)), wanted);
        assert_eq!(fitted(told, None), told);
    }

    #[test]
    fn what_goes_on_stands_beneath_its_column() {
        let note = "  10:42  P3  I came by the bus that goes twice a day";
        let wanted = "  10:42  P3  I came by the bus\n             that goes twice a\n             day";
        assert_eq!(fitted(note, Some(30)), wanted);
        let wide = "  10:42  東京  one two three";
        assert_eq!(fitted(wide, Some(34)), wide);
        assert_eq!(fitted(wide, Some(26)), "  10:42  東京  one two\n         three");
    }

    #[test]
    fn a_word_that_is_wider_than_the_window_stays_whole() {
        let path = "/home/somebody/a-folder-of-a-long-name/visits";
        assert_eq!(fitted(&format!("Wrote {path}."), Some(20)), format!("Wrote\n  {path}."));
        assert_eq!(fitted(path, Some(20)), path);
    }

    #[test]
    fn a_bold_line_is_broken_where_a_plain_one_is() {
        let bold = |text: &str| format!("\u{1b}[1m{text}\u{1b}[0m");
        let head = "Held on  Site     Kind";
        assert_eq!(fitted(&bold(head), Some(head.len())), bold(head));
        let title = "Norwich, a focus group, in November";
        for width in 1..title.len() + 2 {
            assert_eq!(fitted(&bold(title), Some(width)), bold(&fitted(title, Some(width))), "{width}");
        }
    }

    proptest! {
        #[test]
        fn every_word_stays_in_its_place_at_any_width(text in "[ a-z\u{301}東\n]{0,80}", width in 1_usize..40) {
            let fitted = fitted(&text, Some(width));
            prop_assert!(fitted.split_whitespace().eq(text.split_whitespace()));
            for line in fitted.split('\n') {
                prop_assert!(line.width() <= width || line.split_whitespace().count() <= 1);
            }
        }
    }
}
