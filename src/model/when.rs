//! Times and dates as people wrote them or clocks showed them: kept as text, read where they can be.
//!
//! A time that no calendar knows (30 February, 23:59:60) is still what somebody wrote. It is kept and marked,
//! never corrected.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::shape::any_text_value;

/// A wall clock's time with its offset from UTC, like `2026-11-23T10:42:07+00:00`, or a date like `2026-11-23`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct When(String);

impl When {
    /// Keeps a time as it is written.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The wall clock's reading, to the second.
    #[must_use]
    pub fn of(time: DateTime<FixedOffset>) -> Self {
        Self(time.format("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The time, where the text is one.
    #[must_use]
    pub fn time(&self) -> Option<DateTime<FixedOffset>> {
        DateTime::parse_from_rfc3339(&self.0).ok()
    }

    /// The date, where the text is or begins with one.
    #[must_use]
    pub fn date(&self) -> Option<NaiveDate> {
        self.0.get(..10).and_then(|date| date.parse().ok())
    }

    /// Hours and minutes, as a note shows them; nothing when the text is not a time.
    #[must_use]
    pub fn clock(&self) -> Option<String> {
        self.time().map(|time| time.format("%H:%M").to_string())
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

any_text_value! {
    When: "a time as a text";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_no_calendar_knows_is_kept_as_text() {
        let odd = When::new("2026-02-30T23:59:60+00:00");
        assert_eq!((odd.time(), odd.clock(), odd.as_str()), (None, None, "2026-02-30T23:59:60+00:00"));
    }
}
