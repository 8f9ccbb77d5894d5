//! The one place that asks what time it is.
//!
//! Promises an answer whatever the clock and the time zone say: a clock before 1970, a `TZ` that names nothing and
//! one that lies a day or more from UTC are all told as well as they can be. Who needs the time is handed it.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Duration, FixedOffset, Local, NaiveDateTime, Offset as _, TimeZone as _, Utc};

use crate::model::stamp::Millis;
use crate::model::when::When;
use crate::study::Now;

/// Reads the clock: milliseconds in UTC for stamps, and what a clock on the wall shows.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is where time comes in; everything else is handed it")]
pub fn now() -> Now {
    now_at(SystemTime::now())
}

fn now_at(time: SystemTime) -> Now {
    let millis = Millis::new(match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |millis| -millis),
    });
    // A reading within the years 0 to 9999 is always a time.
    let utc = DateTime::<Utc>::from_timestamp_millis(millis.get()).unwrap_or_default();
    Now { millis, wall: When::of(utc.with_timezone(&offset_at(utc.naive_utc()))) }
}

/// How far the wall clock is from UTC at a moment; UTC itself where the system cannot say.
///
/// Asked by local time, although the moment is known in UTC: asked by UTC, chrono ends the program when `TZ` lies a
/// day from it. The offset that holds is the one at which the moment's local time has that very offset.
fn offset_at(utc: NaiveDateTime) -> FixedOffset {
    let offsets_of = |local: NaiveDateTime| {
        let found = Local.offset_from_local_datetime(&local);
        [found.earliest(), found.latest()].into_iter().flatten()
    };
    // The moment itself may fall into an hour that a change of the clocks leaves out; a day before and a day after
    // the offsets on both sides of the change are found.
    [Duration::zero(), Duration::days(-1), Duration::days(1)]
        .into_iter()
        .filter_map(|shift| utc.checked_add_signed(shift))
        .flat_map(offsets_of)
        .find(|offset| {
            let local = utc.checked_add_offset(*offset);
            local.is_some_and(|local| offsets_of(local).any(|holds| holds == *offset))
        })
        .unwrap_or(Utc.fix())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_wall_clock_shows_the_same_moment_as_the_stamp() {
        let Now { millis, wall } = now();
        let shown = wall.time().unwrap().timestamp_millis();
        assert_eq!(shown, millis.get().div_euclid(1000) * 1000);
    }

    #[test]
    fn the_offset_is_the_one_chrono_finds_all_through_a_year() {
        let hours = (0..366 * 24).map(|hour| 1_795_430_527 + hour * 3600);
        for utc in hours.filter_map(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0)) {
            assert_eq!(offset_at(utc.naive_utc()), utc.with_timezone(&Local).offset().fix(), "{utc}");
        }
    }

    #[test]
    fn a_clock_before_1970_or_far_ahead_is_read() {
        let day = Duration::from_hours(24);
        assert_eq!(now_at(UNIX_EPOCH - day).millis, Millis::new(-86_400_000));
        let last = now_at(UNIX_EPOCH + day * 4_000_000).wall;
        assert!(last.as_str().len() >= "9999-12-31T23:59:59+00:00".len(), "{last}");
    }
}
