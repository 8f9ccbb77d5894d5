//! Signs of what kind of note it is: a quote, an observation, a show of hands and so on.
//!
//! Most are one letter and complete at once. A show of hands and a stage of practice end with a blank, because
//! `=6/8` may still become `=6/80`.

use crate::model::note::{Note, NoteKind, Stage};

/// The highest number of hands that is read; more is no room of people.
const MOST_HANDS: u32 = 9_999;

/// A show of hands, as it was typed: whether the numbers add up is for others to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hands {
    /// Hands for, 0 to 9999.
    pub hands_for: u32,
    /// Hands against, 0 to 9999, if they were counted.
    pub hands_against: Option<u32>,
    /// People present, 0 to 9999.
    pub hands_of: u32,
}

/// What kind of note it is, where a sign says so; a note without one is a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindSign {
    /// `"`: what somebody said, word for word.
    Quote,
    /// `(`: what people did.
    Observation,
    /// `;`: the note-taker's own comment.
    Comment,
    /// `=6/8` or `=6-1/8`: a show of hands.
    Count(Hands),
    /// `*e`, `*d` or `*s`: an example of practice.
    Practice(Stage),
    /// `!`: an action to follow up.
    Action,
    /// `~`: put aside, to come back to.
    Parked,
}

impl KindSign {
    /// Returns the kind of note it says.
    #[must_use]
    pub const fn kind(self) -> NoteKind {
        match self {
            Self::Quote => NoteKind::Quote,
            Self::Observation => NoteKind::Observation,
            Self::Comment => NoteKind::Comment,
            Self::Count(_) => NoteKind::Count,
            Self::Practice(_) => NoteKind::Practice,
            Self::Action => NoteKind::Action,
            Self::Parked => NoteKind::Parked,
        }
    }

    /// Finds the sign that says what a note is; nothing for a point, for numbers no sign can write, and for a
    /// count or practice whose numbers or stage are missing.
    #[must_use]
    pub fn of(note: &Note) -> Option<Self> {
        match note.kind {
            NoteKind::Point => None,
            NoteKind::Quote => Some(Self::Quote),
            NoteKind::Observation => Some(Self::Observation),
            NoteKind::Comment => Some(Self::Comment),
            NoteKind::Count => {
                let (hands_for, hands_of) = (note.hands_for?, note.hands_of?);
                let hands = Hands { hands_for, hands_against: note.hands_against, hands_of };
                let can_be_typed = [hands_for, hands_of, note.hands_against.unwrap_or(0)]
                    .iter()
                    .all(|one| *one <= MOST_HANDS);
                can_be_typed.then_some(Self::Count(hands))
            }
            NoteKind::Practice => note.stage.map(Self::Practice),
            NoteKind::Action => Some(Self::Action),
            NoteKind::Parked => Some(Self::Parked),
        }
    }

    /// Returns the sign as it is typed, without the blank that completes it.
    #[must_use]
    pub fn sign(self) -> String {
        match self {
            Self::Quote => "\"".to_owned(),
            Self::Observation => "(".to_owned(),
            Self::Comment => ";".to_owned(),
            Self::Count(Hands { hands_for, hands_against, hands_of }) => {
                let against = hands_against.map(|against| format!("-{against}")).unwrap_or_default();
                format!("={hands_for}{against}/{hands_of}")
            }
            Self::Practice(Stage::Emerging) => "*e".to_owned(),
            Self::Practice(Stage::Developing) => "*d".to_owned(),
            Self::Practice(Stage::Established) => "*s".to_owned(),
            Self::Action => "!".to_owned(),
            Self::Parked => "~".to_owned(),
        }
    }

    /// Says whether only a blank completes the sign.
    #[must_use]
    pub const fn needs_blank(self) -> bool {
        matches!(self, Self::Count(_) | Self::Practice(_))
    }

    /// Reads a letter that is a sign by itself.
    pub(super) const fn from_letter(letter: char) -> Option<Self> {
        match letter {
            // The keyboards and programs people paste from write quotes in these forms.
            '"' | '“' | '„' | '«' => Some(Self::Quote),
            '(' => Some(Self::Observation),
            ';' => Some(Self::Comment),
            '!' => Some(Self::Action),
            '~' => Some(Self::Parked),
            _ => None,
        }
    }

    /// Reads a word that stands before a blank; nothing when it does not say a kind.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "*e" | "*E" => Some(Self::Practice(Stage::Emerging)),
            "*d" | "*D" => Some(Self::Practice(Stage::Developing)),
            "*s" | "*S" => Some(Self::Practice(Stage::Established)),
            _ => hands(word.strip_prefix('=')?).map(Self::Count),
        }
    }
}

/// Says whether somebody in the room can have said or done it. A comment is the note-taker's own, and a show of
/// hands is everybody's.
pub(super) const fn can_be_attributed(kind: NoteKind) -> bool {
    !matches!(kind, NoteKind::Comment | NoteKind::Count)
}

fn hands(text: &str) -> Option<Hands> {
    let (shown, of) = text.split_once('/')?;
    let (hands_for, hands_against) = match shown.split_once('-') {
        Some((hands_for, against)) => (hands_for, Some(number(against)?)),
        None => (shown, None),
    };
    Some(Hands { hands_for: number(hands_for)?, hands_against, hands_of: number(of)? })
}

fn number(digits: &str) -> Option<u32> {
    // `parse` alone would also take a plus sign.
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && *number <= MOST_HANDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::note::Origin;

    fn count(hands_for: u32, hands_against: Option<u32>, hands_of: u32) -> Note {
        let mut note = Note::new(NoteKind::Count, "no funding", Origin::Live);
        (note.hands_for, note.hands_against, note.hands_of) =
            (Some(hands_for), hands_against, Some(hands_of));
        note
    }

    #[test]
    fn a_note_has_the_sign_that_would_have_made_it() {
        let mut practice = Note::new(NoteKind::Practice, "a named contact", Origin::Live);
        assert_eq!(KindSign::of(&practice), None);
        practice.stage = Some(Stage::Developing);
        assert_eq!(KindSign::of(&practice).map(KindSign::sign).as_deref(), Some("*d"));
        assert_eq!(KindSign::of(&count(6, Some(1), 8)).map(KindSign::sign).as_deref(), Some("=6-1/8"));
        assert_eq!(KindSign::of(&Note::new(NoteKind::Point, "a point", Origin::Live)), None);
        for kind in
            [NoteKind::Quote, NoteKind::Observation, NoteKind::Comment, NoteKind::Action, NoteKind::Parked]
        {
            assert_eq!(
                KindSign::of(&Note::new(kind, "a note", Origin::Live)).map(KindSign::kind),
                Some(kind)
            );
        }
    }

    #[test]
    fn numbers_no_sign_can_write_have_none() {
        assert_eq!(KindSign::of(&count(10_000, None, 10_000)), None);
        assert_eq!(KindSign::of(&count(1, Some(10_000), 8)), None);
        let mut unfinished = count(6, None, 8);
        unfinished.hands_of = None;
        assert_eq!(KindSign::of(&unfinished), None);
    }
}
