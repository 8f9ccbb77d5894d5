//! How one side of a conflict is told: who, when, its words with what the other side does not have, what else differs.
//!
//! The command line tells it in the same words. What differs is marked where marks can be drawn, and said in words below,
//! for those who cannot see a mark.

use std::ops::Range;

use super::Line;
use crate::model::visible::{visible, visible_line};
use crate::report::conflicts::{Said, Told};
use crate::report::differing::differing;

/// Pieces of a text that are told as only here; what is more is left to the marks.
const MOST_PIECES: usize = 6;

/// Words of which some are marked, made visible.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// All of them.
    pub text: String,
    /// The bytes that are marked.
    pub marks: Vec<Range<usize>>,
}

/// Who wrote a side, and on which laptop.
#[must_use]
pub fn who(told: &Told) -> String {
    match &told.author {
        Some(author) => {
            let initials = if author.initials.is_empty() { "no initials" } else { author.initials.as_str() };
            let who = format!("{initials}, {}, laptop {}", author.role.word(), author.laptop);
            visible_line(&who).into_owned()
        }
        None => format!("somebody this session does not list ({})", told.side.stamp.writer()),
    }
}

/// The initials of who wrote a side.
#[must_use]
pub fn initials(told: &Told) -> String {
    let known = told.author.as_ref().filter(|author| !author.initials.is_empty());
    known.map_or_else(|| "?".to_owned(), |author| visible_line(&author.initials).into_owned())
}

/// When it was said, by the clock of the laptop that told it, and since when its writer had the session open.
#[must_use]
pub fn when(told: &Told) -> String {
    let said = told.at.as_ref().map(|at| format!("said at {}", at.clock().unwrap_or_else(|| at.to_string())));
    let written = told.author.as_ref().map(|author| {
        let opened = &author.opened;
        match (opened.date(), opened.clock()) {
            (Some(date), Some(clock)) => format!("written after {clock} on {date}"),
            _ => format!("written after {opened}"),
        }
    });
    let parts: Vec<String> = said.into_iter().chain(written).collect();
    visible_line(&parts.join(" · ")).into_owned()
}

/// The words of a side, with those marked that the other side does not have. Nothing in lists without words.
#[must_use]
pub fn words(side: &Told, other: &Told) -> Option<Words> {
    let text = visible(side.words.as_ref()?).into_owned();
    let other = visible(other.words.as_deref().unwrap_or_default()).into_owned();
    let marks = differing(&text, &other).0;
    Some(Words { text, marks })
}

/// The marked words by themselves; nothing when there are none.
#[must_use]
pub fn only_here(words: &Words) -> Option<String> {
    let pieces = words.marks.iter().filter_map(|mark| words.text.get(mark.clone()));
    let mut pieces: Vec<String> = pieces.map(|piece| format!("“{}”", piece.replace('\n', " "))).collect();
    if pieces.is_empty() {
        return None;
    }
    if pieces.len() > MOST_PIECES {
        pieces.truncate(MOST_PIECES);
        pieces.push("…".to_owned());
    }
    Some(format!("only here: {}", pieces.join(", ")))
}

/// What a side says beside its words and another side says otherwise; all of it, where there are no words.
#[must_use]
pub fn rest(side: &Told) -> Vec<Words> {
    let is_told = |said: &&Said| side.words.is_none() || said.differs;
    let told = |said: &Said| {
        let value = if said.value.is_empty() { "nothing" } else { said.value.as_str() };
        let before = format!("{}: ", visible_line(&said.about));
        let text = format!("{before}{}", visible_line(value));
        let marks = std::iter::once(before.len()..text.len()).filter(|_| said.differs).collect();
        Words { text, marks }
    };
    side.rest.iter().filter(is_told).map(told).collect()
}

/// A side as lines of a sheet.
#[must_use]
pub fn lines(side: &Told, other: &Told) -> Vec<Line> {
    let marked = |Words { text, marks }: Words| Line::Marked { text, marks };
    let mut lines = vec![Line::words(who(side)), Line::words(when(side)), Line::Blank];
    if side.is_deleted {
        lines.push(Line::heading("Deletes it. What it deletes:"));
    }
    if let Some(words) = words(side, other) {
        let only = only_here(&words);
        lines.push(marked(words));
        lines.push(Line::Blank);
        lines.extend(only.map(Line::words));
    }
    lines.extend(rest(side).into_iter().map(marked));
    lines
}
