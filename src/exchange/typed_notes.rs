//! Notes typed up from paper: one a line, with the signs of a note-taker in front.
//!
//! A line that begins with a blank goes on with the note above it. Where there is none, because the page begins there, a
//! line is blank or a theme was said, it is a note of its own and its signs are text, as after a blank while typing.
//!
//! A line that begins with a name of the paper twin belongs to that: a note to a prompt, an answer to a question.

use super::contents::{BadLine, Contents, Moment, Remark, Typed, TypedAnswer, Wrong};
use super::page::{Page, is_indented, lines, time_in_front};
use super::typed_answers::{Name, Named, Names, said};
use crate::capture::{Abbreviations, Room, Sign, Signs, Speaker, captured};
use crate::model::ids::{PromptId, ThemeId};
use crate::model::instrument::Guide;
use crate::model::session::seat_number;

/// Reads a page of notes; the names of its lines are those of the guide's paper twin.
#[must_use]
pub fn read(text: &str, room: &Room, guide: Option<&Guide>, abbreviations: &Abbreviations) -> Contents {
    let names = Names::of(guide);
    let mut reader = Reader { page: Page::new(room), guide, names, abbreviations, pinned: None };
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
    guide: Option<&'a Guide>,
    names: Names<'a>,
    abbreviations: &'a Abbreviations,
    pinned: Option<u32>,
}

impl<'a> Reader<'a> {
    fn note(&mut self, typed: Option<(usize, String)>) {
        let Some((line, text)) = typed else { return };
        let named = self.names.at(&text);
        match named {
            Some(Named { name: Name::Prompt(prompt, theme), who, time, rest }) => {
                let at = time.map(|time| self.page.moment(line, time));
                let who = who.map(|who| seat_number(&who));
                self.captured(Place { line, at, who, prompt: Some((prompt, theme)) }, rest);
            }
            Some(named) => self.answer(line, named),
            None => {
                let (time, rest) =
                    time_in_front(&text).map_or((None, text.as_str()), |(time, rest)| (Some(time), rest));
                let at = time.map(|time| self.page.moment(line, time));
                self.captured(Place { line, at, who: None, prompt: None }, rest);
            }
        }
    }

    /// A line with the signs of a note-taker.
    fn captured(&mut self, place: Place<'a>, text: &str) {
        let Place { line, at, who, prompt } = place;
        let (mut signs, rest) = Signs::read(text, self.page.room);
        if let (None, Some(seat)) = (signs.speaker, who) {
            signs.add(Sign::Speaker(Speaker::Seat(seat)));
        }
        let notes = captured(&signs.while_pinned(self.pinned), &self.abbreviations.expanded(rest));
        self.pinned = signs.pinned_after(self.pinned);
        let is_about_pinning = matches!(signs.speaker, Some(Speaker::Pinned(_) | Speaker::Unpinned));
        if notes.is_empty() && !is_about_pinning {
            self.page.contents.remarks.push((line, Remark::NoWords));
        }
        for mut note in notes {
            let who = note.speaker.map(|seat| format!("P{seat}"));
            note.theme = note.theme.or_else(|| prompt.map(|(_, theme)| theme.clone()));
            let prompt = prompt.map(|(prompt, _)| prompt.clone());
            self.page.add(Typed { line, at, who, prompt, note });
        }
    }

    /// A line about a question.
    fn answer(&mut self, line: usize, named: Named<'a, '_>) {
        let Named { name, who, time, rest } = named;
        let at = time.map(|time| self.page.moment(line, time));
        let (Some(guide), Name::Question(question) | Name::Line(question) | Name::Row(question, _)) =
            (self.guide, name)
        else {
            return;
        };
        match said(guide, name, rest) {
            Ok(mut said) => {
                said.words = said.words.map(|words| self.abbreviations.expanded(&words));
                let question = question.id.clone();
                self.page.add_answer(TypedAnswer { line, at, who, question, said });
            }
            Err(expected) => {
                let wrong = Wrong::NoAnswer(question.label().to_owned(), expected);
                self.page.contents.bad.push(BadLine { line, wrong });
            }
        }
    }
}

/// Where a note stands on a page, and who it is of.
#[derive(Clone, Copy)]
struct Place<'a> {
    line: usize,
    at: Option<Moment>,
    who: Option<u32>,
    prompt: Option<(&'a PromptId, &'a ThemeId)>,
}
