//! Text as it may be shown: control characters and the marks that reorder a line become visible.
//!
//! A note can hold anything a clipboard holds. Shown as it is, an escape character would drive the terminal
//! and a bidi override would reorder what stands beside it. Everything that is shown from a file or from a
//! person goes through [`visible`].

use std::borrow::Cow;

/// Says whether a character is written as an escape in files and shown by a stand-in on the screen:
/// the C0 and C1 controls, DEL, line and paragraph separators, and the marks that steer text direction.
#[must_use]
pub const fn must_be_escaped(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Replaces what a terminal would obey by a mark a person can see. Line breaks are left for the caller to
/// lay out; a tab becomes four spaces.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|letter| letter != '\n' && must_be_escaped(letter)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '\n' => shown.push('\n'),
            '\t' => shown.push_str("    "),
            '\u{7f}' => shown.push('\u{2421}'),
            // The control pictures block mirrors the C0 controls one for one.
            '\0'..='\u{1f}' => shown.push(char::from_u32(0x2400 + u32::from(letter)).unwrap_or('?')),
            letter if must_be_escaped(letter) => shown.push_str(&format!("<U+{:04X}>", u32::from(letter))),
            letter => shown.push(letter),
        }
    }
    Cow::Owned(shown)
}

/// [`visible`] on one line: line breaks become a mark too.
#[must_use]
pub fn visible_line(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if shown.contains('\n') { Cow::Owned(shown.replace('\n', "\u{240a}")) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        let every: String = (0..0x3000).filter_map(char::from_u32).collect();
        assert!(visible_line(&every).chars().all(|letter| !must_be_escaped(letter)));
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(visible("We find out in March – “whether” we exist.\n"), Cow::Borrowed(_)));
    }
}
