//! A report on the screen: its lines, and a choice among the numbers that can be asked about.

use crate::app::commands::Id;
use crate::app::layout::Size;
use crate::document::text::{Lines, Number};

/// Rows below a page: the message line and the footer.
const BELOW: u16 = 2;

/// A page.
#[derive(Debug)]
pub struct Page {
    lines: Lines,
    /// The number it explains, where it does.
    of: Option<String>,
    top: usize,
    /// The number that is chosen.
    at: Option<usize>,
}

impl Page {
    /// Begins at the top, with no number chosen.
    #[must_use]
    pub const fn new(lines: Lines, of: Option<String>) -> Self {
        Self { lines, of, top: 0, at: None }
    }

    /// The lines that are seen on a screen of this size.
    pub fn seen(&self, size: Size) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.lines.lines.iter().map(String::as_str).enumerate();
        lines.skip(self.top).take(height(size))
    }

    /// The number that is chosen.
    #[must_use]
    pub fn number(&self) -> Option<&Number> {
        self.lines.numbers.get(self.at?)
    }

    /// The first line that is seen.
    #[must_use]
    pub const fn top(&self) -> usize {
        self.top
    }

    /// The name of the number that is chosen.
    pub(super) fn chosen(&self) -> Option<&str> {
        self.number().map(|number| number.anchor.as_str())
    }

    /// Whether a number can be asked about.
    pub(super) fn has_numbers(&self) -> bool {
        !self.lines.numbers.is_empty()
    }

    /// Which of its lines are seen, in words.
    #[must_use]
    pub fn how_far(&self, size: Size) -> String {
        let all = self.lines.lines.len();
        let to = (self.top + height(size)).min(all);
        let of = self.of.as_ref().map(|anchor| format!("{anchor}, ")).unwrap_or_default();
        format!("{of}lines {} to {to} of {all}", (self.top + 1).min(all))
    }

    /// Reads on, or chooses another number.
    pub(super) fn on_command(&mut self, command: Id, size: Size) {
        let page = height(size).saturating_sub(1).max(1);
        match command {
            Id::UpInList => self.scroll_to(self.top.saturating_sub(1), size),
            Id::DownInList => self.scroll_to(self.top + 1, size),
            Id::PageDown => self.scroll_to(self.top + page, size),
            Id::PageUp => self.scroll_to(self.top.saturating_sub(page), size),
            Id::NextNumber => self.step(1, size),
            Id::PreviousNumber => self.step(-1, size),
            _ => {}
        }
    }

    fn scroll_to(&mut self, top: usize, size: Size) {
        self.top = top.min(self.lines.lines.len().saturating_sub(height(size)));
    }

    /// Chooses the next number or the one before: from the one that is chosen if it is seen, else from the top of what is
    /// seen.
    pub(super) fn step(&mut self, by: isize, size: Size) {
        let numbers = &self.lines.numbers;
        let seen = self.top..self.top + height(size);
        let chosen = self.at.filter(|at| numbers.get(*at).is_some_and(|number| seen.contains(&number.line)));
        let at = match (chosen, by) {
            (Some(at), by) => at.saturating_add_signed(by),
            (None, 1..) => numbers.iter().position(|number| number.line >= seen.start).unwrap_or(0),
            (None, _) => numbers.iter().rposition(|number| number.line < seen.end).unwrap_or(0),
        };
        let at = at.min(numbers.len().saturating_sub(1));
        let Some(number) = numbers.get(at) else { return };
        let line = number.line;
        self.at = Some(at);
        if !seen.contains(&line) {
            // With what stands above it: the row alone would not say what it is of.
            self.scroll_to(line.saturating_sub(height(size) / 2), size);
        }
    }
}

fn height(size: Size) -> usize {
    usize::from(size.height.saturating_sub(BELOW)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 80, height: 12 };

    fn page(numbers: &[usize]) -> Page {
        let number = |line: &usize| Number { line: *line, range: 0..1, anchor: format!("n{line}") };
        let lines = Lines {
            lines: (0..50).map(|line| line.to_string()).collect(),
            numbers: numbers.iter().map(number).collect(),
        };
        Page::new(lines, None)
    }

    #[test]
    fn a_number_that_is_chosen_is_seen_and_choosing_goes_on_from_what_is_seen() {
        let mut page = page(&[3, 30, 31, 49]);
        for expected in ["n3", "n30", "n31", "n49", "n49"] {
            page.step(1, SIZE);
            assert_eq!(page.chosen(), Some(expected));
            let line = page.number().unwrap().line;
            assert!(page.seen(SIZE).any(|(at, _)| at == line), "{expected}");
        }
        page.on_command(Id::PageUp, SIZE);
        page.on_command(Id::PageUp, SIZE);
        page.step(-1, SIZE);
        assert_eq!(page.chosen(), Some("n31"));
        assert!(!self::page(&[]).has_numbers());
    }

    #[test]
    fn it_ends_with_the_last_line_at_the_lower_edge() {
        let mut page = page(&[]);
        for _ in 0..20 {
            page.on_command(Id::PageDown, SIZE);
        }
        assert_eq!(page.seen(SIZE).last(), Some((49, "49")));
        assert_eq!(page.how_far(SIZE), "lines 41 to 50 of 50");
        page.step(1, SIZE);
        assert_eq!(page.chosen(), None);
    }
}
