//! The one place that asks what time it is, and that sees when the clock has jumped.
//!
//! Promises an answer whatever the clock and the time zone say: a clock before 1970, a `TZ` that names nothing and
//! one that lies a day or more from UTC are all told as well as they can be. Who needs the time is handed it.

use std::time::{Duration as Length, Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Duration, FixedOffset, Local, NaiveDateTime, Offset as _, TimeZone as _, Utc};

use crate::model::stamp::Millis;
use crate::model::when::When;
use crate::study::Now;

/// How far the two clocks may part between two looks before that is a jump. A clock that is being set right gently moves
/// much less.
const MOST_APART_MILLIS: i64 = 2000;

/// Two readings of the steady clock that are further apart had something come between them.
const LONGEST_READING: Length = Length::from_millis(500);

/// The wall clock, which can be put right, beside the steady one, which only goes on while the laptop is awake.
#[derive(Debug)]
pub struct Clocks {
    begun: Instant,
    gaps: GapDetector,
}

/// What both clocks showed at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The wall clock.
    pub now: Now,
    /// The steady clock, since its [`Clocks`] were made.
    pub steady: Length,
    /// The jump since the look before, if there was one.
    pub gap: Option<Gap>,
}

/// The wall clock and the steady clock parted between two looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The wall clock at the look before.
    pub before: When,
    /// Wall minus steady, in milliseconds; back is negative.
    pub jump_ms: i64,
}

/// Finds jumps in readings of the two clocks; asks no clock itself.
#[derive(Debug, Default)]
pub struct GapDetector {
    before: Option<(Now, Length)>,
}

impl GapDetector {
    /// Takes in what both clocks show, in the order in which they showed it; the steady one since any fixed moment.
    /// Gives the jump since the look before: more than two seconds to either side.
    pub fn look(&mut self, now: &Now, steady: Length) -> Option<Gap> {
        let (before, steady_before) = self.before.replace((now.clone(), steady))?;
        let wall = now.millis.get().saturating_sub(before.millis.get());
        let gone_by = i64::try_from(steady.saturating_sub(steady_before).as_millis()).unwrap_or(i64::MAX);
        let jump_ms = wall.saturating_sub(gone_by);
        let is_jump = jump_ms.saturating_abs() > MOST_APART_MILLIS;
        is_jump.then_some(Gap { before: before.wall, jump_ms })
    }
}

impl Clocks {
    /// Begins with a first look, so that a jump from now on is seen.
    #[must_use]
    pub fn new() -> Self {
        let mut clocks = Self { begun: steady_now(), gaps: GapDetector::default() };
        clocks.look();
        clocks
    }

    /// Looks at both clocks.
    pub fn look(&mut self) -> Look {
        let (now, steady) = self.read();
        let gap = self.gaps.look(&now, steady);
        Look { now, steady, gap }
    }

    /// Reads both as nearly at once as can be: a laptop that falls asleep between two readings would seem to jump.
    fn read(&self) -> (Now, Length) {
        let mut attempts = 0;
        loop {
            let before = self.begun.elapsed();
            let now = now();
            let after = self.begun.elapsed();
            attempts += 1;
            if after.saturating_sub(before) < LONGEST_READING || attempts == 3 {
                return (now, after);
            }
        }
    }
}

impl Default for Clocks {
    fn default() -> Self {
        Self::new()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where time comes in; everything else is handed it")]
fn steady_now() -> Instant {
    Instant::now()
}

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

    /// Readings of both clocks in milliseconds, and the jumps found.
    fn jumps(readings: &[(i64, u64)]) -> Vec<(String, i64)> {
        let mut gaps = GapDetector::default();
        let looks = readings.iter().map(|(wall, steady)| {
            let now = Now { millis: Millis::new(*wall), wall: When::new(wall.to_string()) };
            gaps.look(&now, Duration::from_millis(*steady))
        });
        looks.flatten().map(|gap| (gap.before.to_string(), gap.jump_ms)).collect()
    }

    #[test]
    fn clocks_that_go_together_have_no_gap_however_long_nobody_looked() {
        assert_eq!(jumps(&[]), []);
        assert_eq!(jumps(&[(7_000, 0), (8_000, 1_000), (3_608_000, 3_601_000), (3_608_001, 3_601_001)]), []);
    }

    #[test]
    fn a_sleep_of_three_hours_is_one_gap_and_the_next_look_has_none() {
        let slept = 3 * 3600 * 1000;
        let readings = [(7_000, 0), (8_000, 1_000), (8_500 + slept, 1_500), (9_500 + slept, 2_500)];
        assert_eq!(jumps(&readings), [("8000".to_owned(), slept)]);
    }

    #[test]
    fn a_clock_put_two_days_back_is_a_gap_below_zero() {
        let days = 2 * 86_400 * 1000;
        assert_eq!(jumps(&[(days, 0), (1_000, 1_000)]), [(days.to_string(), -days)]);
    }

    #[test]
    fn two_seconds_are_no_gap_and_a_millisecond_more_is_one() {
        assert_eq!(jumps(&[(0, 0), (3_000, 1_000), (4_000, 4_000)]), []);
        assert_eq!(jumps(&[(0, 0), (3_001, 1_000)]), [("0".to_owned(), 2_001)]);
        assert_eq!(jumps(&[(9_000, 0), (7_999, 1_000)]), [("9000".to_owned(), -2_001)]);
    }

    #[test]
    fn a_clock_that_creeps_is_no_gap() {
        let creeping: Vec<(i64, u64)> =
            (0..1000_u32).map(|look| (i64::from(look) * 1_500, u64::from(look) * 1_000)).collect();
        assert_eq!(jumps(&creeping), []);
    }

    #[test]
    fn clocks_at_the_ends_of_time_do_not_overflow() {
        let found = jumps(&[(i64::MIN, 0), (i64::MAX, u64::MAX), (i64::MIN, 0)]);
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn looking_twice_in_a_row_finds_no_gap() {
        let mut clocks = Clocks::new();
        let (first, second) = (clocks.look(), clocks.look());
        assert!(first.gap.is_none() && second.gap.is_none() && first.steady <= second.steady);
    }

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
