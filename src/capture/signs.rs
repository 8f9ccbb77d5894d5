//! Signs in front of a note: who said it, what kind of note it is, which theme it belongs to.
//!
//! | typed | means |
//! | --- | --- |
//! | `3: `, `@3 ` or `@family ` | said by P3, or by the one person whose work fits the word |
//! | `3:: ` and `0: ` | P3 says this and what follows; nobody does |
//! | `"` | verbatim quote |
//! | `(` | observation |
//! | `;` | the note-taker's own comment |
//! | `=6/8 ` or `=6-1/8 ` | show of hands: 6 for, 1 against, of 8 |
//! | `*e `, `*d ` or `*s ` | practice that is emerging, developing or established |
//! | `!` | action to follow up |
//! | `~` | parked |
//! | `>fund ` | belongs to the one theme whose name fits the word |
//!
//! Signs may follow each other in any order, each at most once. One that is more than a letter is a word and
//! ends with a blank, so that `3:30 we start` stays text. A blank in front of a sign keeps it literal. A word
//! that names nobody or no theme, or more than one, stays text.

use super::room::{Room, id_as_word};
use crate::model::ids::ThemeId;

pub use super::kind::{Hands, KindSign};
pub use super::speaker::Speaker;

/// One sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// Who said it.
    Speaker(Speaker),
    /// What kind of note it is.
    Kind(KindSign),
    /// Which theme it belongs to, whatever theme is shown.
    Theme(ThemeId),
}

/// The signs in front of a note, in the order they are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// Who said it, if a sign says so.
    pub speaker: Option<Speaker>,
    /// What kind of note it is; a point when nothing says so.
    pub kind: Option<KindSign>,
    /// Which theme it belongs to; the one shown when nothing says so.
    pub theme: Option<ThemeId>,
}

impl Signs {
    /// Reads all signs in front of a whole line; gives them and what is left.
    #[must_use]
    pub fn read<'a>(text: &'a str, room: &Room) -> (Self, &'a str) {
        let mut signs = Self::default();
        let rest = signs.read_on(text, room);
        (signs, rest)
    }

    /// Reads the signs that are left when a line is done, after those already there; gives what is left then.
    ///
    /// The end of the line completes a sign as a blank does: nothing can follow any more, and lines of typed-up
    /// paper have lost their blanks at the end.
    pub fn read_on<'a>(&mut self, text: &'a str, room: &Room) -> &'a str {
        let mut rest = text;
        while let Some((sign, length)) = next_sign(rest, self, room, LineEnd::IsReached) {
            self.add(sign);
            rest = rest.get(length..).unwrap_or_default();
        }
        rest
    }

    /// Adds a sign, in place of one that says the same thing.
    pub fn add(&mut self, sign: Sign) {
        match sign {
            Sign::Speaker(speaker) => self.speaker = Some(speaker),
            Sign::Kind(kind) => self.kind = Some(kind),
            Sign::Theme(theme) => self.theme = Some(theme),
        }
    }

    /// Writes the shortest text that reads as the same signs, with the blanks that complete them.
    ///
    /// It is read back in a room that has the theme, and the seat if its number is over 99; elsewhere it is text.
    #[must_use]
    pub fn text(&self) -> String {
        let speaker = self.speaker.map(|speaker| speaker.sign() + " ");
        let kind = self.kind.map(|kind| kind.sign() + if kind.needs_blank() { " " } else { "" });
        let theme = self.theme.as_ref().map(|theme| theme_sign(theme) + " ");
        [speaker, kind, theme].into_iter().flatten().collect()
    }

    /// Takes the last sign away and gives it as text, to be typed over; nothing when there is none.
    ///
    /// It comes without the blank that completed it. A sign of one letter would be complete again at once, so it
    /// comes with a blank in front, which keeps it text.
    pub fn take_last(&mut self) -> Option<String> {
        if let Some(theme) = self.theme.take() {
            return Some(theme_sign(&theme));
        }
        if let Some(kind) = self.kind.take() {
            let blank = if kind.needs_blank() { "" } else { " " };
            return Some(format!("{blank}{}", kind.sign()));
        }
        self.speaker.take().map(Speaker::sign)
    }

    /// Says whether there is no sign.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.speaker.is_none() && self.kind.is_none() && self.theme.is_none()
    }

    /// Finds the seat that is pinned after this line, given the one that was pinned before.
    #[must_use]
    pub const fn pinned_after(&self, pinned: Option<u32>) -> Option<u32> {
        match self.speaker {
            Some(Speaker::Pinned(seat)) => Some(seat),
            Some(Speaker::Unpinned) => None,
            Some(Speaker::Seat(_)) | None => pinned,
        }
    }

    /// Gives the signs of a line that was typed while this seat was pinned: the seat says it, unless the line
    /// says who does, or is what nobody says (a comment, a show of hands).
    #[must_use]
    pub fn while_pinned(&self, pinned: Option<u32>) -> Self {
        let can_be_said = self.kind.is_none_or(|kind| super::kind::can_be_attributed(kind.kind()));
        let pinned = pinned.filter(|_| can_be_said).map(Speaker::Seat);
        Self { speaker: self.speaker.or(pinned), ..self.clone() }
    }

    const fn has(&self, sign: &Sign) -> bool {
        match sign {
            Sign::Speaker(_) => self.speaker.is_some(),
            Sign::Kind(_) => self.kind.is_some(),
            Sign::Theme(_) => self.theme.is_some(),
        }
    }
}

/// Finds a complete sign at the start of a text that is being typed, after the signs already there, and how many
/// bytes it takes, with its blank.
///
/// A second sign of who, kind or theme is text.
#[must_use]
pub fn sign_at(text: &str, before: &Signs, room: &Room) -> Option<(Sign, usize)> {
    next_sign(text, before, room, LineEnd::MayBeTypedOn)
}

/// What the end of the text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    /// More letters may come: a word at the end is not complete.
    MayBeTypedOn,
    /// The line is done: its end completes a word.
    IsReached,
}

fn next_sign(text: &str, before: &Signs, room: &Room, end: LineEnd) -> Option<(Sign, usize)> {
    let first = text.chars().next()?;
    let (sign, length) = match KindSign::from_letter(first) {
        Some(kind) => (Sign::Kind(kind), first.len_utf8()),
        None => {
            let (word, length) = first_word(text, end)?;
            (sign_of_word(word, room)?, length)
        }
    };
    (!before.has(&sign)).then_some((sign, length))
}

/// The word at the start of a text, and how many bytes it takes with its blank; nothing when it is not complete.
fn first_word(text: &str, end: LineEnd) -> Option<(&str, usize)> {
    match text.char_indices().find(|(_, letter)| letter.is_whitespace()) {
        Some((at, blank)) => Some((text.get(..at)?, at + blank.len_utf8())),
        None => (end == LineEnd::IsReached).then_some((text, text.len())),
    }
}

fn sign_of_word(word: &str, room: &Room) -> Option<Sign> {
    if let Some(named) = word.strip_prefix('>') {
        return room.theme_named(named).map(|theme| Sign::Theme(theme.id.clone()));
    }
    let speaker = Speaker::from_word(word, room).map(Sign::Speaker);
    speaker.or_else(|| KindSign::from_word(word).map(Sign::Kind))
}

/// The sign of a theme without its blank: the id, which names a theme before any title does.
fn theme_sign(theme: &ThemeId) -> String {
    format!(">{}", id_as_word(theme))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::room::ThemeName;
    use crate::model::note::Stage;

    fn room() -> Room {
        let theme = ThemeName { id: ThemeId::new("funding"), title: "Money".into() };
        Room { seats: Vec::new(), themes: vec![theme] }
    }

    #[test]
    fn a_sign_of_more_than_a_letter_waits_for_its_blank() {
        for typed in ["3:", "3::", "0:", "@3", "=6/8", "=6-1/8", "*e", ">fund"] {
            assert_eq!(sign_at(typed, &Signs::default(), &room()), None, "{typed}");
        }
        let eighty = Hands { hands_for: 6, hands_against: None, hands_of: 80 };
        assert_eq!(
            sign_at("=6/80 no", &Signs::default(), &room()),
            Some((Sign::Kind(KindSign::Count(eighty)), 6))
        );
    }

    #[test]
    fn the_end_of_a_line_completes_a_sign_like_a_blank() {
        for (typed, signs) in
            [("3:", "3: "), ("@3", "3: "), ("3: =6/8", "3: =6/8 "), ("*e >mon", "*e >funding ")]
        {
            let (read, rest) = Signs::read(typed, &room());
            assert_eq!((read.text().as_str(), rest), (signs, ""), "{typed}");
        }
    }

    #[test]
    fn a_line_break_and_a_tab_are_blanks() {
        assert_eq!(Signs::read("3:\n\"yes", &room()).0.text(), "3: \"");
        assert_eq!(Signs::read("=6/8\tyes", &room()).0.text(), "=6/8 ");
    }

    #[test]
    fn signs_are_taken_away_from_the_last_shown() {
        let mut signs = Signs::read(">money =6-1/8 3:: ", &room()).0;
        let mut taken = Vec::new();
        while let Some(text) = signs.take_last() {
            taken.push(text);
        }
        assert_eq!((taken, signs.is_empty()), (vec![">funding".into(), "=6-1/8".into(), "3::".into()], true));
    }

    #[test]
    fn a_sign_of_one_letter_comes_back_as_text() {
        for kind in ["\"", "(", ";", "!", "~"] {
            let mut signs = Signs::read(kind, &room()).0;
            let text = signs.take_last().unwrap();
            assert_eq!(text, format!(" {kind}"));
            assert_eq!(sign_at(&text, &signs, &room()), None);
        }
    }

    #[test]
    fn a_pinned_seat_says_what_nobody_else_says() {
        let signs = |typed| Signs::read(typed, &room()).0.while_pinned(Some(3)).speaker;
        assert_eq!(signs("yes"), Some(Speaker::Seat(3)));
        assert_eq!(signs("(nods"), Some(Speaker::Seat(3)));
        assert_eq!(signs("5: yes"), Some(Speaker::Seat(5)));
        assert_eq!(signs("0: yes"), Some(Speaker::Unpinned));
        assert_eq!(signs("; yes"), None);
        assert_eq!(signs("=6/8 yes"), None);
        assert_eq!(
            Signs::read("*e yes", &room()).0.while_pinned(None).kind,
            Some(KindSign::Practice(Stage::Emerging))
        );
    }
}
