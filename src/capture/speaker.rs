//! Signs of who said it: `3: `, `@3 `, `@family `, and `3:: ` and `0: ` for the notes that follow.
//!
//! A seat nobody sits on is a sign as well, so that the screen can ask who that is. Only numbers people give to
//! seats count, from 1 to 99: a year in front of a line stays text, and so does a time of day.

use super::room::Room;

/// The highest number that means a seat although nobody sits there.
const HIGHEST_UNKNOWN_SEAT: u32 = 99;

/// Who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// The seat of this number, for this note. It need not be there.
    Seat(u32),
    /// The seat of this number, for this note and those that follow. It need not be there.
    Pinned(u32),
    /// Nobody, for this note and those that follow.
    Unpinned,
}

impl Speaker {
    /// Returns the number of the seat, 1 or more; nothing for nobody.
    #[must_use]
    pub const fn seat(self) -> Option<u32> {
        match self {
            Self::Seat(seat) | Self::Pinned(seat) => Some(seat),
            Self::Unpinned => None,
        }
    }

    /// Returns the sign as it is typed, without the blank that completes it.
    #[must_use]
    pub fn sign(self) -> String {
        match self {
            Self::Seat(seat) => format!("{seat}:"),
            Self::Pinned(seat) => format!("{seat}::"),
            Self::Unpinned => "0:".to_owned(),
        }
    }

    /// Reads a word that stands before a blank; nothing when it does not say who.
    pub(super) fn from_word(word: &str, room: &Room) -> Option<Self> {
        if let Some(named) = word.strip_prefix('@') {
            return named_after_at(named, room).map(Self::Seat);
        }
        let (seat, colons) = word.split_once(':')?;
        match colons {
            "" if seat == "0" => Some(Self::Unpinned),
            "" => seat_of(seat, room).map(Self::Seat),
            ":" => seat_of(seat, room).map(Self::Pinned),
            _ => None,
        }
    }
}

/// A number is always the seat of that number: `@1` is never P12, even when there is no P1.
fn named_after_at(named: &str, room: &Room) -> Option<u32> {
    let number = named.strip_prefix(['p', 'P']).unwrap_or(named);
    if is_number(number) { seat_of(number, room) } else { room.seat_named(named) }
}

fn seat_of(digits: &str, room: &Room) -> Option<u32> {
    let number: u32 = is_number(digits).then(|| digits.parse().ok())??;
    let is_seat = room.has_seat(number) || number <= HIGHEST_UNKNOWN_SEAT;
    (number > 0 && is_seat).then_some(number)
}

/// A sign before the digits would be read as part of a number too.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
