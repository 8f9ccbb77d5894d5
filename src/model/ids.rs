//! The ids of things, each a type of its own so that one is never taken for another.
//!
//! Ids the program makes (sessions, writers, laptops) are strict: letters of Crockford's base 32, lower case,
//! fixed length. Ids that come with an instrument or a file (themes, questions, seats, entries) are any text;
//! they are compared and shown, and never become part of a path.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;

use super::stamp::Stamp;

/// Crockford's base 32 in lower case: no i, l, o, u, so that an id can be read out and typed.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Why a text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotAnId {
    /// Not the form of a session id.
    #[error("a session id reads like k7m2-q9xd-4tn1-b8wz")]
    Session,
    /// Not the form of a writer's or a laptop's id.
    #[error("a writer's id is six letters or digits without i, l, o and u, like kj4x9q")]
    Writer,
}

/// Writes the lowest bits of `bits` as `N` letters.
fn letters<const N: usize>(mut bits: u128) -> [u8; N] {
    let mut text = [b'0'; N];
    for place in text.iter_mut().rev() {
        // Five bits are always below 32.
        *place = ALPHABET.get((bits & 31) as usize).copied().unwrap_or(b'0');
        bits >>= 5;
    }
    text
}

/// Whether a byte is one of [`ALPHABET`]; a file holds so many that looking through it letter by letter is felt.
const fn is_of_alphabet(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_lowercase() && !matches!(byte, b'i' | b'l' | b'o' | b'u')
}

/// A session: 80 random bits, in four groups of four letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId([u8; 16]);

impl SessionId {
    /// Makes an id of ten random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 10]) -> Self {
        let bits = bytes.iter().fold(0u128, |bits, byte| (bits << 8) | u128::from(*byte));
        Self(letters(bits))
    }

    /// Reads an id as people say and type it: any case, with or without the hyphens, o for 0, i and l for 1.
    ///
    /// # Errors
    /// [`NotAnId::Session`] when sixteen letters of the alphabet do not come out.
    pub fn from_spoken(text: &str) -> Result<Self, NotAnId> {
        let mut id = [0; 16];
        let mut spoken = text.bytes().filter(|byte| !matches!(byte, b'-' | b' ')).map(|byte| {
            match byte.to_ascii_lowercase() {
                b'o' => b'0',
                b'i' | b'l' => b'1',
                byte => byte,
            }
        });
        for place in &mut id {
            *place = spoken.next().filter(|byte| is_of_alphabet(*byte)).ok_or(NotAnId::Session)?;
        }
        if spoken.next().is_some() { Err(NotAnId::Session) } else { Ok(Self(id)) }
    }

    /// The first eight letters, without hyphen: the part a file name carries.
    #[must_use]
    pub fn short(self) -> String {
        self.0.iter().take(8).map(|byte| char::from(*byte)).collect()
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if at > 0 && at % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*byte))?;
        }
        Ok(())
    }
}

impl FromStr for SessionId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let id = Self::from_spoken(text)?;
        if id.to_string() == text { Ok(id) } else { Err(NotAnId::Session) }
    }
}

/// Six letters: one opening of a session (a writer), or a laptop.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WriterId([u8; 6]);

impl WriterId {
    /// Makes an id of four random bytes; 30 of their 32 bits are used.
    #[must_use]
    pub fn from_random(bytes: [u8; 4]) -> Self {
        Self(letters(u128::from(u32::from_be_bytes(bytes))))
    }

    /// Adds its letters to a text.
    pub(super) fn push_to(self, text: &mut String) {
        text.extend(self.0.iter().map(|byte| char::from(*byte)));
    }
}

impl fmt::Display for WriterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

impl FromStr for WriterId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let id: [u8; 6] = text.as_bytes().try_into().map_err(|_wrong_length| NotAnId::Writer)?;
        if id.iter().all(|byte| is_of_alphabet(*byte)) { Ok(Self(id)) } else { Err(NotAnId::Writer) }
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for WriterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Declares an id that is any text, cheap to clone.
macro_rules! text_id {
    ($(#[doc = $doc:literal] $name:ident;)*) => { $(
        #[doc = $doc]
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes any text as an id.
            #[must_use]
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The id as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )* };
}

text_id! {
    /// An entry of a list: a stamp's text for a note, a theme's id for a summary, and so on.
    EntryId;
    /// A participant's seat, like `P3-kj4x9q`: a number and the writer that seated them.
    SeatId;
    /// A theme of the instrument.
    ThemeId;
    /// An open question under a theme.
    PromptId;
    /// A follow-up to a prompt.
    ProbeId;
    /// A question of a questionnaire.
    QuestionId;
}

impl EntryId {
    /// The id of an entry that is named by its first version.
    #[must_use]
    pub fn of_stamp(stamp: Stamp) -> Self {
        Self::new(stamp.to_string())
    }

    /// The id of one seat's answer to one question.
    #[must_use]
    pub fn of_response(question: &QuestionId, seat: &SeatId) -> Self {
        Self::new(format!("{question}@{seat}"))
    }

    /// Says whether the entry is named by its first version, so that an erasure may name all of it for ever.
    #[must_use]
    pub fn is_stamp(&self) -> bool {
        self.0.parse::<Stamp>().is_ok()
    }
}

impl SeatId {
    /// The seat with this number, made by this writer.
    #[must_use]
    pub fn of(number: u32, writer: WriterId) -> Self {
        Self::new(format!("P{number}-{writer}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_id_can_be_read_out_and_typed_back() {
        let id = SessionId::from_random([0x9a, 0xb1, 0x01, 0xff, 0x33, 0x20, 0x47, 0x88, 0x10, 0x5c]);
        let text = id.to_string();
        assert_eq!(text.parse::<SessionId>(), Ok(id));
        assert_eq!(SessionId::from_spoken(&text.to_uppercase().replace('-', " ")), Ok(id));
        assert_eq!(SessionId::from_spoken(&text.replace('0', "o").replace('1', "L")), Ok(id));
    }

    #[test]
    fn the_alphabet_is_what_it_is_taken_for() {
        for byte in 0..=u8::MAX {
            assert_eq!(is_of_alphabet(byte), ALPHABET.contains(&byte), "{byte}");
        }
    }

    #[test]
    fn what_could_become_a_path_is_not_a_session_id() {
        for text in [
            "../../etc/x",
            "C:\\",
            "CON",
            "a/b",
            "\0",
            "-rf",
            "",
            "k7m2-q9xd-4tn1-b8w",
            "K7M2-q9xd-4tn1-b8wz",
        ] {
            assert!(text.parse::<SessionId>().is_err(), "{text:?}");
        }
    }
}
