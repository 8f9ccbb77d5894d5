//! A slip as a good compiler tells it: what is wrong, the line, and the place in it.
//!
//! Only the part of a line around the place is shown, and what a terminal would obey is made visible before.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use unicode_width::UnicodeWidthChar as _;

use crate::format::strict::Slip;
use crate::model::visible::visible_line;

/// How many cells of a line are shown on either side of the place's beginning.
const AROUND: usize = 36;

/// Draws slips.
pub(super) struct Pictures {
    renderer: Renderer,
    cut: &'static str,
}

impl Pictures {
    /// In colour or not, with lines or in plain ASCII.
    pub(super) const fn new(is_coloured: bool, is_ascii: bool) -> Self {
        let renderer = if is_coloured { Renderer::styled() } else { Renderer::plain() };
        let decor = if is_ascii { DecorStyle::Ascii } else { DecorStyle::Unicode };
        Self { renderer: renderer.decor_style(decor), cut: if is_ascii { "..." } else { "…" } }
    }

    /// Something that is wrong.
    pub(super) fn error(&self, file: &str, text: &str, slip: &Slip) -> String {
        self.drawn(&Level::ERROR, file, text, slip)
    }

    /// Something to look at.
    pub(super) fn warning(&self, file: &str, text: &str, slip: &Slip) -> String {
        self.drawn(&Level::WARNING, file, text, slip)
    }

    fn drawn(&self, level: &Level<'static>, file: &str, text: &str, slip: &Slip) -> String {
        let line = Line::around(text, &slip.span, self.cut);
        let origin = Origin::path(file).line(slip.place.line).char_column(slip.place.column);
        let mark = AnnotationKind::Primary.span(line.mark.clone());
        let snippet = Snippet::source(line.text).line_start(slip.place.line).annotation(mark);
        let mut group =
            Group::with_title(level.clone().primary_title(&slip.told)).element(origin).element(snippet);
        let way = visible_line(&slip.way);
        if !way.is_empty() {
            group = group.element(Level::NOTE.message(format!("it stands at {way}")));
        }
        if let Some(meant) = &slip.meant {
            group = group.element(Level::HELP.message(format!("did you mean “{}”?", visible_line(meant))));
        }
        self.renderer.render(&[group])
    }
}

/// A part of a line, and the bytes of it that are meant.
struct Line {
    text: String,
    mark: Range<usize>,
}

impl Line {
    /// What stands around a place, on its line.
    fn around(text: &str, span: &Range<usize>, cut: &str) -> Self {
        let start = span.start.min(text.len());
        let before = text.get(..start).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        let behind = text.get(start..).unwrap_or_default().split('\n').next().unwrap_or_default();
        let behind = behind.strip_suffix('\r').unwrap_or(behind);
        let marked = behind.get(..span.len().min(behind.len())).unwrap_or(behind);
        let mut shown = last_cells(before, AROUND, cut);
        let from = shown.len();
        shown.push_str(&first_cells(marked, AROUND, ""));
        let to = shown.len();
        let is_cut = to - from < visible_line(marked).len();
        let rest = behind.get(marked.len()..).unwrap_or_default();
        shown.push_str(&if is_cut { cut.to_owned() } else { first_cells(rest, AROUND, cut) });
        Self { text: shown, mark: from..to }
    }
}

/// The beginning of a text, made visible, as far as so many cells; the mark where more would follow.
fn first_cells(text: &str, cells: usize, cut: &str) -> String {
    let taken = taken(text.chars(), cells);
    let end: usize = taken.iter().map(|letter| letter.len_utf8()).sum();
    let shown = visible_line(text.get(..end).unwrap_or_default()).into_owned();
    if end < text.len() { shown + cut } else { shown }
}

/// The end of a text, likewise.
fn last_cells(text: &str, cells: usize, cut: &str) -> String {
    let taken = taken(text.chars().rev(), cells);
    let length: usize = taken.iter().map(|letter| letter.len_utf8()).sum();
    let start = text.len() - length;
    let shown = visible_line(text.get(start..).unwrap_or_default()).into_owned();
    if start > 0 { format!("{cut}{shown}") } else { shown }
}

fn taken(letters: impl Iterator<Item = char>, cells: usize) -> Vec<char> {
    let mut filled = 0;
    let mut taken = Vec::new();
    for letter in letters {
        filled += letter.width().unwrap_or(1);
        if filled > cells {
            break;
        }
        taken.push(letter);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, span: Range<usize>) -> (String, String) {
        let line = Line::around(text, &span, "…");
        let marked = line.text.get(line.mark.clone()).unwrap().to_owned();
        (line.text, marked)
    }

    #[test]
    fn the_line_of_a_place_is_cut_around_it_and_made_visible() {
        assert_eq!(shown("a\n\"b\": 1,\nc", 2..5), ("\"b\": 1,".to_owned(), "\"b\"".to_owned()));
        let long = format!("{}x\u{1b}y{}", "a".repeat(100_000), "b".repeat(100_000));
        let (text, marked) = shown(&long, 100_000..100_003);
        assert_eq!(marked, "x\u{241b}y");
        assert_eq!(text, format!("…{}x\u{241b}y{}…", "a".repeat(AROUND), "b".repeat(AROUND)));
        assert_eq!(shown("{\n}", 0..3).1, "{");
        assert_eq!(shown("", 0..0).1, "");
    }
}
