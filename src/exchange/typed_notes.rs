//! Notes typed up from paper: one a line, with the signs of a note-taker in front.
//!
//! A line that begins with a blank goes on with the note above it. Where there is none, because the page begins there, a
//! line is blank or a theme was said, it is a note of its own and its signs are text, as after a blank while typing.

use super::page::{Contents, Page, Remark, is_indented, lines, time_in_front};
use crate::capture::{Abbreviations, Room, Signs, Speaker, captured};

/// Reads a page of notes.
#[must_use]
pub fn read(text: &str, room: &Room, abbreviations: &Abbreviations) -> Contents {
    let mut reader = Reader { page: Page::new(room), abbreviations, pinned: None };
    let mut open: Option<(usize, String)> = None;
    for (number, line) in lines(text) {
        match &mut open {
            Some((_, words)) if is_indented(line) && !line.trim().is_empty() => {
                words.push('\n');
                words.push_str(line.trim());
            }
            _ => {
                reader.note(open.take());
                let is_blank = line.trim().is_empty();
                if !is_blank && !reader.page.takes_theme(number, line) {
                    open = Some((number, line.to_owned()));
                }
            }
        }
    }
    reader.note(open);
    reader.page.contents
}

struct Reader<'a> {
    page: Page<'a>,
    abbreviations: &'a Abbreviations,
    pinned: Option<u32>,
}

impl Reader<'_> {
    fn note(&mut self, typed: Option<(usize, String)>) {
        let Some((line, text)) = typed else { return };
        let (time, rest) =
            time_in_front(&text).map_or((None, text.as_str()), |(time, rest)| (Some(time), rest));
        let at = time.map(|time| self.page.moment(line, time));
        let (signs, rest) = Signs::read(rest, self.page.room);
        let notes = captured(&signs.while_pinned(self.pinned), &self.abbreviations.expanded(rest));
        self.pinned = signs.pinned_after(self.pinned);
        let is_about_pinning = matches!(signs.speaker, Some(Speaker::Pinned(_) | Speaker::Unpinned));
        if notes.is_empty() && !is_about_pinning {
            self.page.contents.remarks.push((line, Remark::NoWords));
        }
        for note in notes {
            let who = note.speaker.map(|seat| format!("P{seat}"));
            self.page.add(line, at, who, note);
        }
    }
}
