//! Signs in front of a note: who said it, and what kind of note it is.
//!
//! | typed | means |
//! | --- | --- |
//! | `3: ` or `@3 ` | said by P3, if there is such a seat |
//! | `"` | verbatim quote |
//! | `(` | observation |
//! | `;` | the note-taker's own comment |
//!
//! Signs may follow each other in any order, each at most once. A seat is digits, a colon and a blank, so that
//! `3:30 we start` stays text. A blank in front of a sign keeps it literal.

use crate::model::note::NoteKind;

/// One sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Said by the seat of this number.
    Speaker(u32),
    /// What kind of note it is: a quote, an observation or a comment.
    Kind(NoteKind),
}

/// The signs in front of a note.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// Who said it.
    pub speaker: Option<u32>,
    /// What kind of note it is; a point when nothing says so.
    pub kind: Option<NoteKind>,
}

/// What begins a note of this kind, where there is a sign for it.
#[must_use]
pub const fn sign_of(kind: NoteKind) -> Option<&'static str> {
    match kind {
        NoteKind::Quote => Some("\""),
        NoteKind::Observation => Some("("),
        NoteKind::Comment => Some(";"),
        _ => None,
    }
}

impl Signs {
    /// Reads all signs in front of a text; gives them and what is left.
    #[must_use]
    pub fn read<'a>(text: &'a str, seats: &[u32]) -> (Self, &'a str) {
        let mut signs = Self::default();
        let mut rest = text;
        while let Some((sign, length)) = sign_at(rest, &signs, seats) {
            signs.add(sign);
            rest = rest.get(length..).unwrap_or_default();
        }
        (signs, rest)
    }

    /// Adds a sign.
    pub const fn add(&mut self, sign: Sign) {
        match sign {
            Sign::Speaker(seat) => self.speaker = Some(seat),
            Sign::Kind(kind) => self.kind = Some(kind),
        }
    }

    /// The shortest text that says the same.
    #[must_use]
    pub fn text(&self) -> String {
        let speaker = self.speaker.map(|seat| format!("{seat}: ")).unwrap_or_default();
        speaker + self.kind.and_then(sign_of).unwrap_or_default()
    }
}

/// Finds a complete sign at the start of a text, after the signs already there, and how many bytes it takes.
///
/// A second speaker or kind is text, and so is a seat that is not among `seats`.
#[must_use]
pub fn sign_at(text: &str, before: &Signs, seats: &[u32]) -> Option<(Sign, usize)> {
    let first = text.chars().next()?;
    let kind = match first {
        // The keyboards and programs people paste from write quotes in these forms.
        '"' | '“' | '„' | '«' => Some(NoteKind::Quote),
        '(' => Some(NoteKind::Observation),
        ';' => Some(NoteKind::Comment),
        _ => None,
    };
    if let Some(kind) = kind {
        return before.kind.is_none().then_some((Sign::Kind(kind), first.len_utf8()));
    }
    let (seat, length) = spoken_seat(text)?;
    (before.speaker.is_none() && seats.contains(&seat)).then_some((Sign::Speaker(seat), length))
}

/// A seat at the start of a text, whether or not somebody sits there: digits, colon, blank; or `@`, digits,
/// blank. Gives its number and the bytes it takes.
#[must_use]
pub fn spoken_seat(text: &str) -> Option<(u32, usize)> {
    let (after_at, is_at) = match text.strip_prefix('@') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let digits = after_at.bytes().take_while(u8::is_ascii_digit).count();
    let number = after_at.get(..digits)?.parse().ok()?;
    let end = if is_at { " " } else { ": " };
    after_at.get(digits..)?.starts_with(end).then_some((number, usize::from(is_at) + digits + end.len()))
}
