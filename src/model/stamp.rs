//! Stamps: when a version was written, by which writer, in an order everyone agrees on.
//!
//! `2026-11-23T10:42:07.123Z-0002-kj4x9q` is UTC milliseconds, a tick of four hex digits, and the writer. The
//! width is fixed and the order of stamps is the order of their texts. A stamp orders; it is never shown as a
//! time of day.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _};
use thiserror::Error;

use super::ids::WriterId;

/// Milliseconds since 1970 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(i64);

/// 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z: what four digits of a year can say.
const FIRST: i64 = -62_167_219_200_000;
const LAST: i64 = 253_402_300_799_999;

impl Millis {
    /// Takes a wall clock's reading; a reading outside the years 0 to 9999 is moved to the nearer end.
    #[must_use]
    pub fn new(since_1970: i64) -> Self {
        Self(since_1970.clamp(FIRST, LAST))
    }

    /// Milliseconds since 1970 in UTC.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// The name of one version: greater stamps were written knowing of, or later than, smaller ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    millis: Millis,
    tick: u16,
    writer: WriterId,
}

/// Why a text is not a stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a stamp reads like 2026-11-23T10:42:07.123Z-0002-kj4x9q")]
pub struct NotAStamp;

/// The last stamp of the year 9999 is taken: nothing greater can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no stamp is left that is greater than the ones replaced")]
pub struct NoStampLeft;

impl Stamp {
    /// Makes the stamp of a new version: not before `now`, and greater than this writer's `last` stamp and
    /// than every stamp in `over`. Nothing else moves it, so a laptop with a wrong clock delays nobody else.
    ///
    /// # Errors
    /// [`NoStampLeft`] when the greatest of them is the last stamp there is.
    pub fn next(
        now: Millis,
        writer: WriterId,
        last: Option<Stamp>,
        over: &[Stamp],
    ) -> Result<Self, NoStampLeft> {
        let floor = over.iter().copied().chain(last).map(|stamp| (stamp.millis, stamp.tick)).max();
        let (millis, tick) = match floor {
            Some((millis, tick)) if millis >= now => match tick.checked_add(1) {
                Some(tick) => (millis, tick),
                None if millis.0 < LAST => (Millis(millis.0 + 1), 0),
                None => return Err(NoStampLeft),
            },
            _ => (now, 0),
        };
        Ok(Self { millis, tick, writer })
    }

    /// A stamp that is worked out from what it names, and not from a clock.
    #[must_use]
    pub const fn of(millis: Millis, tick: u16, writer: WriterId) -> Self {
        Self { millis, tick, writer }
    }

    /// What tells it from others of its writer in the same millisecond.
    #[must_use]
    pub const fn tick(self) -> u16 {
        self.tick
    }

    /// The writer that made it.
    #[must_use]
    pub const fn writer(self) -> WriterId {
        self.writer
    }

    /// The milliseconds in it: for ordering and spacing, not for showing.
    #[must_use]
    pub const fn millis(self) -> Millis {
        self.millis
    }
}

impl Stamp {
    /// Its text. A file holds three or more for each note, so it is put together digit by digit.
    #[must_use]
    pub fn to_text(self) -> String {
        let time = DateTime::from_timestamp_millis(self.millis.0).unwrap_or_default().naive_utc();
        // The years of a stamp are 0 to 9999.
        let year = u32::try_from(time.year()).unwrap_or_default();
        let millis = u32::try_from(self.millis.0.rem_euclid(1000)).unwrap_or_default();
        let mut text = String::with_capacity(36);
        let parts = [
            (year, 4, '-'),
            (time.month(), 2, '-'),
            (time.day(), 2, 'T'),
            (time.hour(), 2, ':'),
            (time.minute(), 2, ':'),
            (time.second(), 2, '.'),
            (millis, 3, 'Z'),
        ];
        for (number, width, after) in parts {
            push_digits(&mut text, number, width, 10);
            text.push(after);
        }
        text.push('-');
        push_digits(&mut text, u32::from(self.tick), 4, 16);
        text.push('-');
        self.writer.push_to(&mut text);
        text
    }
}

/// Adds a number with as many digits as `width`, zeroes first.
fn push_digits(text: &mut String, number: u32, width: u32, base: u32) {
    for place in (0..width).rev() {
        text.push(char::from_digit(number / base.pow(place) % base, base).unwrap_or('0'));
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl FromStr for Stamp {
    type Err = NotAStamp;

    fn from_str(text: &str) -> Result<Self, NotAStamp> {
        let shape = b"dddd-dd-ddTdd:dd:dd.dddZ-hhhh-wwwwww";
        let fits = text.len() == shape.len()
            && text.bytes().zip(shape).all(|(byte, wanted)| match wanted {
                b'd' => byte.is_ascii_digit(),
                b'h' => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
                b'w' => true,
                _ => byte == *wanted,
            });
        if !fits {
            return Err(NotAStamp);
        }
        let number = |from: usize, to: usize| {
            let digits = text.as_bytes().get(from..to)?;
            Some(digits.iter().fold(0, |number, digit| 10 * number + u32::from(digit & 0xf)))
        };
        let parse = || {
            let date =
                NaiveDate::from_ymd_opt(number(0, 4)?.try_into().ok()?, number(5, 7)?, number(8, 10)?)?;
            let time =
                date.and_hms_milli_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?, number(20, 23)?)?;
            let tick = u16::from_str_radix(text.get(25..29)?, 16).ok()?;
            let writer = text.get(30..36)?.parse().ok()?;
            Some(Self { millis: Millis(time.and_utc().timestamp_millis()), tick, writer })
        };
        parse().ok_or(NotAStamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(text: &str) -> Stamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_stamp_reads_back_as_it_was_written() {
        for text in [
            "2026-11-23T10:42:07.123Z-0002-kj4x9q",
            "0000-01-01T00:00:00.000Z-0000-000000",
            "9999-12-31T23:59:59.999Z-ffff-zzzzzz",
        ] {
            assert_eq!(stamp(text).to_string(), text);
        }
    }

    #[test]
    fn impossible_times_and_loose_forms_are_not_stamps() {
        for text in [
            "",
            "2026-02-30T10:42:07.123Z-0002-kj4x9q",
            "2026-11-23T23:59:60.000Z-0002-kj4x9q",
            "2026-11-23T24:00:00.000Z-0002-kj4x9q",
            "2026-11-23 10:42:07.123Z-0002-kj4x9q",
            "2026-11-23T10:42:07.123Z-000G-kj4x9q",
            "2026-11-23T10:42:07.123Z-00AB-kj4x9q",
            "2026-11-23T10:42:07.123Z-0002-kj4x9u",
            "2026-11-23T10:42:07.123Z-0002-kj4x9",
            "2026-11-23T10:42:07.123Z-0002-kj4x9é",
        ] {
            assert!(text.parse::<Stamp>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_new_stamp_is_greater_than_the_clock_the_last_and_what_it_replaces() {
        let writer: WriterId = "kj4x9q".parse().unwrap();
        let now = stamp("2026-11-23T10:42:07.123Z-0000-kj4x9q").millis();
        let first = Stamp::next(now, writer, None, &[]).unwrap();
        assert_eq!(first.to_string(), "2026-11-23T10:42:07.123Z-0000-kj4x9q");
        let second = Stamp::next(now, writer, Some(first), &[]).unwrap();
        assert_eq!(second.to_string(), "2026-11-23T10:42:07.123Z-0001-kj4x9q");
        let far = stamp("2099-01-01T00:00:00.000Z-ffff-zzzzzz");
        let over_far = Stamp::next(now, writer, Some(second), &[far]).unwrap();
        assert_eq!(over_far.to_string(), "2099-01-01T00:00:00.001Z-0000-kj4x9q");
        let last = stamp("9999-12-31T23:59:59.999Z-ffff-zzzzzz");
        assert_eq!(Stamp::next(now, writer, None, &[last]), Err(NoStampLeft));
    }
}
