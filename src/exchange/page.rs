//! A typed-up page: its lines, the themes they stand under, the times in front of them.
//!
//! `# Funding`, or `>fund` alone on its line, says the theme of what follows, by any part of its name that is its own.
//! `10:42` or `[10:42]` in front of a line is when it was said; the hour has two digits, so that `3:30 we start` stays
//! text, as it does while typing.

use chrono::{NaiveTime, TimeDelta};

use super::contents::{BadLine, Contents, Moment, Remark, Typed, TypedAnswer, Wrong};
use crate::capture::Room;
use crate::capture::notes::MOST_NOTE_BYTES;
use crate::model::ids::ThemeId;

/// A page while it is being read.
pub(super) struct Page<'a> {
    pub(super) contents: Contents,
    pub(super) room: &'a Room,
    theme: Option<ThemeId>,
    last: Option<Moment>,
}

impl<'a> Page<'a> {
    pub(super) fn new(room: &'a Room) -> Self {
        Self { contents: Contents::default(), room, theme: None, last: None }
    }

    /// Whether a line says the theme of what follows, or means to.
    pub(super) fn is_theme(&self, text: &str) -> bool {
        let is_named = |name: &str| self.room.theme_named(name).is_some();
        heading(text).is_some() || alone(text).is_some_and(is_named)
    }

    /// Takes a line as the theme of what follows, if it says one.
    pub(super) fn takes_theme(&mut self, line: usize, text: &str) -> bool {
        let named = |name: &str| self.room.theme_named(name).map(|theme| theme.id.clone());
        if let Some(name) = alone(text) {
            // What names no theme is text, as it is while typing.
            let Some(theme) = named(name) else { return false };
            self.theme = Some(theme);
            return true;
        }
        let Some(name) = heading(text) else { return false };
        match named(name) {
            Some(theme) => self.theme = Some(theme),
            None => self.contents.bad.push(BadLine { line, wrong: self.not_one_theme(name) }),
        }
        true
    }

    fn not_one_theme(&self, name: &str) -> Wrong {
        let like = self.room.themes_like(name);
        if like.is_empty() {
            Wrong::NoTheme(name.to_owned())
        } else {
            Wrong::SeveralThemes(name.to_owned(), like.into_iter().map(|theme| theme.title.clone()).collect())
        }
    }

    /// The moment of a line; one that runs backwards is told.
    pub(super) fn moment(&mut self, line: usize, time: NaiveTime) -> Moment {
        let last = self.last.unwrap_or(Moment { days: 0, time });
        let back = last.time.signed_duration_since(time);
        let mut days = last.days;
        if back > TimeDelta::hours(12) {
            days += 1;
            self.contents.remarks.push((line, Remark::Midnight));
        } else if back > TimeDelta::zero() {
            self.contents.remarks.push((line, Remark::Backwards));
        }
        let moment = Moment { days, time };
        self.last = Some(moment);
        moment
    }

    /// Adds a note, under the theme that its signs say, else the one it stands under.
    pub(super) fn add(&mut self, mut typed: Typed) {
        if self.has_room_for(typed.line, &typed.note.text) {
            typed.note.theme = typed.note.theme.or_else(|| self.theme.clone());
            self.contents.notes.push(typed);
        }
    }

    /// Adds what a line says of a question.
    pub(super) fn add_answer(&mut self, typed: TypedAnswer) {
        if self.has_room_for(typed.line, typed.said.words.as_deref().unwrap_or_default()) {
            self.contents.answers.push(typed);
        }
    }

    fn has_room_for(&mut self, line: usize, words: &str) -> bool {
        let has_room = words.len() <= MOST_NOTE_BYTES;
        if !has_room {
            self.contents.bad.push(BadLine { line, wrong: Wrong::TooLong(words.len()) });
        }
        has_room
    }
}

/// The lines of a text with their numbers, without their ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.split('\n')).map(|(number, line)| (number, line.strip_suffix('\r').unwrap_or(line)))
}

/// Whether a line begins with a blank.
pub(super) fn is_indented(line: &str) -> bool {
    line.starts_with([' ', '\t'])
}

/// Whether a speaker is named by the label of a seat, like `P3`.
#[must_use]
pub fn is_label(who: &str) -> bool {
    who.strip_prefix('P')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The name in a line like `# Funding`; `#funding` is a tag.
pub(super) fn heading(line: &str) -> Option<&str> {
    let name = line.trim_start_matches('#');
    let is_heading = name.len() < line.len() && is_indented(name);
    is_heading.then(|| name.trim()).filter(|name| !name.is_empty())
}

/// The name in a line that is only `>fund`.
fn alone(line: &str) -> Option<&str> {
    let name = line.strip_prefix('>')?.trim_end();
    (!name.is_empty() && !name.contains(char::is_whitespace)).then_some(name)
}

/// The time in front of a line, and what follows it.
pub(super) fn time_in_front(line: &str) -> Option<(NaiveTime, &str)> {
    if let Some(inside) = line.strip_prefix('[') {
        let (time, rest) = inside.split_once(']')?;
        return Some((time_of(time.trim(), 1)?, rest.trim_start_matches([' ', '\t'])));
    }
    let end = line.find(char::is_whitespace).unwrap_or(line.len());
    let (time, rest) = line.split_at_checked(end)?;
    Some((time_of(time, 2)?, rest.trim_start_matches([' ', '\t'])))
}

/// Hours and minutes, and seconds if they are there; the hour has so many digits at least.
fn time_of(text: &str, least_digits: usize) -> Option<NaiveTime> {
    let mut parts = text.split(':');
    let mut number = |least: usize| {
        let part = parts.next()?;
        let is_number = (least..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u32>().ok()).flatten()
    };
    let (hours, minutes, seconds) = (number(least_digits)?, number(2)?, number(2));
    let is_whole = text.split(':').count() == if seconds.is_some() { 3 } else { 2 };
    NaiveTime::from_hms_opt(hours, minutes, seconds.unwrap_or(0)).filter(|_| is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_two_digits_for_the_hour_unless_it_stands_in_brackets() {
        let found =
            |line| time_in_front(line).map(|(time, rest)| (time.format("%H:%M:%S").to_string(), rest));
        for (line, time, rest) in [
            ("10:42 we start", "10:42:00", "we start"),
            ("10:42:07\twe start", "10:42:07", "we start"),
            ("[9:05] we start", "09:05:00", "we start"),
            ("[10:42]we start", "10:42:00", "we start"),
            ("23:59", "23:59:00", ""),
        ] {
            assert_eq!(found(line), Some((time.to_owned(), rest)), "{line}");
        }
        for line in [
            "3:30 we start",
            "24:00 x",
            "10:60 x",
            "10:4 x",
            "10:42x",
            "10:42:7 x",
            "[10.42] x",
            "1042 x",
            " 10:42 x",
            "",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }

    #[test]
    fn a_heading_has_a_blank_behind_its_mark_and_a_tag_has_none() {
        assert_eq!(heading("# Funding "), Some("Funding"));
        assert_eq!(heading("## Local plans"), Some("Local plans"));
        for line in ["#funding", "#", "# ", "Funding", ""] {
            assert_eq!(heading(line), None, "{line}");
        }
        assert_eq!((alone(">fund"), alone(">fund a grant"), alone(">")), (Some("fund"), None, None));
    }
}
