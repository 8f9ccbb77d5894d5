//! How long the talk has lasted, and how long it was on each theme.
//!
//! The record is the theme log of one laptop, because two laptops that log one talk would count it twice. It is the
//! laptop that is asked for, else the one whose log is longest, the smallest id of several. The rules:
//!
//! - A theme lasts until the next entry of the log; the last one until now. An entry without a theme ends the talk,
//!   which lasts no longer until an entry with a theme begins it again. Before the first theme nothing can end.
//! - A session that was cut off and carried on is opened twice. If less than 30 minutes passed between the last thing
//!   the first opening told and the first log entry of the next, people talked on while the laptop started again,
//!   and that time counts. Otherwise the talk had stopped at that last thing.
//! - Pauses are taken out, those of every laptop, each moment once. An open one lasts until now.
//! - Where a clock was put back, times before that are moved back with it. A jump forward counts as time, unless a
//!   pause covers it: people may have talked on while the lid was shut.
//! - A time that is no time is passed over, and with it the entry. If now is no time, the talk lasts until the last
//!   entry. No length is ever below zero, and every length fits.

use std::collections::BTreeMap;

use super::clocks::{Clocks, millis};
use super::pauses::Pauses;
use super::talk::{Turn, turns};
use crate::model::ids::{ThemeId, WriterId};
use crate::model::session::Session;
use crate::model::when::When;

/// Where the time of a session has gone, in whole seconds; what is left of a second is dropped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timing {
    /// How long the talk has lasted in all, without pauses.
    pub seconds: i64,
    /// How long it was on each theme it came to, the guide's or not. Together at most `seconds`.
    pub by_theme: BTreeMap<ThemeId, i64>,
    /// How long it was in all on the theme it is at now; 0 when it is at none.
    pub on_theme: i64,
    /// The theme the talk is at now; none before it began and after it ended.
    pub current: Option<ThemeId>,
    /// When the pause began that has no end yet, as it was written; of several, the first. An open pause is told
    /// also after the talk ended.
    pub paused_since: Option<When>,
    /// Whether the talk has come to a theme.
    pub has_begun: bool,
    /// Whether the talk has ended and did not begin again.
    pub has_ended: bool,
}

/// What the time of a session is worked out from, which does not change as time goes by.
#[derive(Debug, Clone)]
pub struct Log {
    turns: Vec<Turn>,
    pauses: Pauses,
}

impl Log {
    /// This laptop's log; without a laptop, the longest. For a session that was carried on it reads every note.
    #[must_use]
    pub fn of(session: &Session, laptop: Option<WriterId>) -> Self {
        let clocks = Clocks::of(session);
        Self { turns: turns(session, &clocks, laptop), pauses: Pauses::of(session, &clocks) }
    }

    /// Works out where the time has gone until now.
    #[must_use]
    pub fn timing(&self, now: &When) -> Timing {
        let last = self.turns.last();
        let now = millis(now).or(last.map(|turn| turn.at)).unwrap_or(0);
        let paused = self.pauses.until(now);
        let mut spent: BTreeMap<&ThemeId, i64> = BTreeMap::new();
        for turn in &self.turns {
            let Some(theme) = &turn.theme else { continue };
            let until = turn.until.unwrap_or(now).max(turn.at);
            let on_theme = spent.entry(theme).or_default();
            *on_theme = on_theme.saturating_add(paused.left_of(turn.at, until));
        }
        let in_seconds = |millis: i64| millis / 1000;
        let by_theme: BTreeMap<_, _> =
            spent.iter().map(|(theme, millis)| ((*theme).clone(), in_seconds(*millis))).collect();
        let current = last.and_then(|turn| turn.theme.clone());
        Timing {
            seconds: in_seconds(spent.into_values().fold(0, i64::saturating_add)),
            on_theme: current.as_ref().and_then(|theme| by_theme.get(theme)).copied().unwrap_or(0),
            by_theme,
            has_begun: last.is_some(),
            has_ended: last.is_some() && current.is_none(),
            current,
            paused_since: self.pauses.since().cloned(),
        }
    }
}

/// Works out where the time has gone, as far as this laptop's log tells; without a laptop, the longest log.
#[must_use]
pub fn timing(session: &Session, laptop: Option<WriterId>, now: &When) -> Timing {
    Log::of(session, laptop).timing(now)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::model::running::{ClockMark, MarkKind, Pause, ThemeLog};
    use crate::report::sample::{Sample, at, marks, notes, pauses, point, theme_log};

    /// A laptop that opened the session at nine.
    fn begun() -> Sample {
        let mut sample = Sample::new();
        sample.open("aaaaaa", "zzzzzz", "09:00:00");
        sample
    }

    fn timed(sample: &Sample, now: &str) -> Timing {
        timing(&sample.session, None, &at(now))
    }

    fn minutes(sample: &Sample, now: &str) -> i64 {
        timed(sample, now).seconds / 60
    }

    fn on(timing: &Timing, theme: &str) -> Option<i64> {
        timing.by_theme.get(theme).map(|seconds| seconds / 60)
    }

    #[test]
    fn before_the_first_theme_nothing_has_begun_or_ended() {
        let mut sample = begun();
        assert_eq!(timed(&sample, "10:00:00"), Timing::default());
        sample.log("aaaaaa", "09:10:00", None);
        assert_eq!(timed(&sample, "10:00:00"), Timing::default());
        sample.log("aaaaaa", "09:20:00", Some("funding"));
        let timing = timed(&sample, "10:00:00");
        assert_eq!((timing.seconds, timing.has_begun, timing.has_ended), (40 * 60, true, false));
    }

    #[test]
    fn a_theme_lasts_until_the_next_entry_and_the_last_until_now() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.log("aaaaaa", "10:12:00", Some("funding"));
        sample.log("aaaaaa", "10:20:00", Some("strategy"));
        let timing = timed(&sample, "10:23:30");
        assert_eq!(timing.seconds, 23 * 60 + 30);
        assert_eq!(timing.by_theme[&ThemeId::new("strategy")], 15 * 60 + 30);
        assert_eq!(timing.by_theme[&ThemeId::new("funding")], 8 * 60);
        assert_eq!(timing.current, Some(ThemeId::new("strategy")));
        assert_eq!(timing.on_theme, 15 * 60 + 30, "on the theme in all, not only this time");
    }

    #[test]
    fn a_talk_that_ended_lasts_no_longer_and_may_begin_again() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.log("aaaaaa", "10:30:00", None);
        let ended = timed(&sample, "11:00:00");
        assert_eq!((ended.seconds, ended.on_theme, ended.current.clone()), (30 * 60, 0, None));
        assert!(ended.has_begun && ended.has_ended);
        sample.log("aaaaaa", "11:10:00", Some("strategy"));
        let again = timed(&sample, "11:15:00");
        assert_eq!((again.seconds, again.on_theme, again.has_ended), (35 * 60, 35 * 60, false));
    }

    #[test]
    fn a_theme_entry_that_was_deleted_does_not_count() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        let slip = sample.log("aaaaaa", "10:10:00", Some("funding"));
        sample.delete(theme_log, "aaaaaa", "10:10:05", &slip);
        assert_eq!(on(&timed(&sample, "10:20:00"), "strategy"), Some(20));
        assert_eq!(on(&timed(&sample, "10:20:00"), "funding"), None);
    }

    #[test]
    fn the_log_of_the_laptop_asked_for_is_read_and_else_the_longest() {
        let mut sample = begun();
        sample.open("bbbbbb", "yyyyyy", "09:00:00");
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.log("bbbbbb", "10:05:00", Some("strategy"));
        sample.log("bbbbbb", "10:15:00", Some("funding"));
        let of = |laptop: Option<&str>| {
            let laptop = laptop.map(|laptop| laptop.parse().unwrap());
            timing(&sample.session, laptop, &at("10:20:00")).seconds / 60
        };
        assert_eq!([of(Some("zzzzzz")), of(Some("yyyyyy")), of(None)], [20, 15, 15]);
        assert_eq!(of(Some("xxxxxx")), 0, "a laptop without a log");
        assert_eq!(of(Some("aaaaaa")), 0, "a writer is no laptop");
    }

    #[test]
    fn of_two_logs_as_long_as_each_other_that_of_the_smaller_laptop_is_read() {
        let mut sample = begun();
        sample.open("bbbbbb", "yyyyyy", "09:00:00");
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.log("bbbbbb", "10:05:00", Some("strategy"));
        assert_eq!(minutes(&sample, "10:20:00"), 15);
    }

    #[test]
    fn two_openings_on_one_laptop_are_one_log_and_an_unlisted_writer_is_a_laptop_of_its_own() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.log("bbbbbb", "10:10:00", Some("funding"));
        sample.log("bbbbbb", "10:12:00", Some("strategy"));
        assert_eq!(minutes(&sample, "10:30:00"), 20);
        sample.open("bbbbbb", "zzzzzz", "10:10:00");
        assert_eq!(minutes(&sample, "10:30:00"), 30);
    }

    #[test]
    fn the_time_a_laptop_took_to_start_again_counts_below_half_an_hour() {
        let carried_on = |clock: &str| {
            let mut sample = begun();
            sample.log("aaaaaa", "10:00:00", Some("strategy"));
            sample.say("aaaaaa", "10:10:00");
            sample.open("bbbbbb", "zzzzzz", clock);
            sample.log("bbbbbb", clock, Some("strategy"));
            minutes(&sample, "11:00:00")
        };
        assert_eq!(carried_on("10:39:59"), 60);
        assert_eq!(carried_on("10:40:00"), 10 + 20);
    }

    #[test]
    fn whatever_an_opening_told_says_how_long_the_talk_went_on() {
        let quiet = {
            let mut sample = begun();
            sample.log("aaaaaa", "10:00:00", Some("strategy"));
            sample
        };
        let carried_on = |tell: fn(&mut Sample)| {
            let mut sample = quiet.clone();
            tell(&mut sample);
            sample.open("bbbbbb", "zzzzzz", "10:35:00");
            sample.log("bbbbbb", "10:35:00", Some("strategy"));
            minutes(&sample, "10:35:00")
        };
        assert_eq!(carried_on(|_| ()), 0);
        assert_eq!(carried_on(|sample| drop(sample.say("aaaaaa", "10:10:00"))), 35);
        assert_eq!(carried_on(|sample| drop(sample.jump("aaaaaa", "10:10:00", 2))), 35);
        assert_eq!(carried_on(|sample| drop(sample.pause("aaaaaa", "10:10:00", Some("10:11:00")))), 34);
        let note_that_was_deleted = |sample: &mut Sample| {
            let id = sample.say("aaaaaa", "10:10:00");
            sample.delete(notes, "aaaaaa", "10:11:00", &id);
        };
        assert_eq!(carried_on(note_that_was_deleted), 35);
        let edited_later_by_the_next_opening = |sample: &mut Sample| {
            let id = sample.say("aaaaaa", "10:10:00");
            let body = sample.session.lists.notes.current(id.as_str()).unwrap().clone();
            sample.write(notes, "bbbbbb", "10:36:00", &id, body);
        };
        assert_eq!(carried_on(edited_later_by_the_next_opening), 35);
        assert_eq!(carried_on(|sample| drop(sample.say("cccccc", "10:10:00"))), 0, "another opening");
    }

    #[test]
    fn the_break_after_a_talk_that_ended_never_counts() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.log("aaaaaa", "10:30:00", None);
        sample.open("bbbbbb", "zzzzzz", "10:35:00");
        sample.log("bbbbbb", "10:35:00", Some("strategy"));
        assert_eq!(minutes(&sample, "10:40:00"), 35);
    }

    #[test]
    fn pauses_of_every_laptop_are_taken_out_and_each_moment_once() {
        let mut sample = begun();
        sample.open("bbbbbb", "yyyyyy", "09:00:00");
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.log("aaaaaa", "10:30:00", Some("funding"));
        sample.pause("aaaaaa", "10:20:00", Some("10:34:00"));
        sample.pause("bbbbbb", "10:22:00", Some("10:36:00"));
        sample.pause("bbbbbb", "10:25:00", Some("10:26:00"));
        sample.pause("bbbbbb", "09:50:00", Some("10:01:00"));
        let gone = sample.pause("bbbbbb", "10:40:00", Some("10:50:00"));
        sample.delete(pauses, "bbbbbb", "10:51:00", &gone);
        let timing = timed(&sample, "11:00:00");
        assert_eq!((on(&timing, "strategy"), on(&timing, "funding")), (Some(19), Some(24)));
        assert_eq!((timing.seconds, timing.paused_since), (43 * 60, None));
    }

    #[test]
    fn an_open_pause_lasts_until_now_and_is_told() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        let pause = sample.pause("aaaaaa", "10:20:00", None);
        sample.pause("aaaaaa", "10:25:00", None);
        let timing = timed(&sample, "11:00:00");
        assert_eq!((timing.seconds, timing.paused_since), (20 * 60, Some(at("10:20:00"))));
        let ended = Pause { at: at("10:20:00"), until: Some(at("10:22:00")), reason: None };
        sample.write(pauses, "aaaaaa", "10:22:00", &pause, ended);
        let timing = timed(&sample, "11:00:00");
        assert_eq!((timing.seconds, timing.paused_since), (23 * 60, Some(at("10:25:00"))));
    }

    #[test]
    fn a_pause_that_ends_before_it_begins_takes_nothing_out() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.pause("aaaaaa", "10:20:00", Some("10:10:00"));
        assert_eq!(minutes(&sample, "10:30:00"), 30);
    }

    #[test]
    fn a_clock_put_back_loses_no_time_and_counts_none_twice() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.log("aaaaaa", "10:20:00", Some("funding"));
        sample.pause("aaaaaa", "10:22:00", Some("10:24:00"));
        // Ten minutes later the clock went back by an hour, and once more after another ten.
        sample.jump("aaaaaa", "09:30:00", -60);
        sample.log("aaaaaa", "09:35:00", Some("strategy"));
        sample.jump("aaaaaa", "08:40:00", -60);
        let timing = timed(&sample, "08:45:00");
        assert_eq!((on(&timing, "strategy"), on(&timing, "funding")), (Some(20 + 10), Some(15 - 2)));
    }

    #[test]
    fn a_pause_in_which_the_clock_was_put_back_lasts_as_long_as_it_lasted() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        let pause = sample.pause("aaaaaa", "10:20:00", None);
        sample.jump("aaaaaa", "09:30:00", -60);
        let ended = Pause { at: at("10:20:00"), until: Some(at("09:35:00")), reason: None };
        sample.write(pauses, "aaaaaa", "09:35:00", &pause, ended);
        assert_eq!(minutes(&sample, "09:40:00"), 20 + 5);
    }

    #[test]
    fn a_clock_put_back_in_one_opening_counts_in_the_next_and_on_no_other_laptop() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.jump("aaaaaa", "09:30:00", -60);
        sample.open("bbbbbb", "zzzzzz", "09:40:00");
        sample.log("bbbbbb", "09:40:00", Some("funding"));
        let timing = timed(&sample, "09:45:00");
        assert_eq!((on(&timing, "strategy"), on(&timing, "funding")), (Some(40), Some(5)));
        let mut sample = begun();
        sample.open("bbbbbb", "yyyyyy", "09:00:00");
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.jump("bbbbbb", "09:30:00", -60);
        assert_eq!(minutes(&sample, "10:40:00"), 40);
    }

    #[test]
    fn an_opening_before_the_clock_was_put_back_is_laid_straight_too() {
        let mut sample = begun();
        sample.log("aaaaaa", "08:50:00", Some("strategy"));
        sample.open("bbbbbb", "zzzzzz", "09:00:00");
        sample.log("bbbbbb", "09:00:00", Some("funding"));
        sample.jump("bbbbbb", "09:05:00", -10);
        let timing = timed(&sample, "09:10:00");
        assert_eq!((on(&timing, "strategy"), on(&timing, "funding")), (Some(10), Some(20)));
    }

    #[test]
    fn a_jump_forward_counts_as_time_unless_a_pause_covers_it() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.jump("aaaaaa", "10:40:00", 30);
        assert_eq!(minutes(&sample, "11:00:00"), 60);
        sample.pause("aaaaaa", "10:10:00", Some("10:40:00"));
        assert_eq!(minutes(&sample, "11:00:00"), 30);
    }

    #[test]
    fn only_a_gap_that_stands_lays_a_clock_straight() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        let gone = sample.jump("aaaaaa", "10:10:00", -60);
        sample.delete(marks, "aaaaaa", "10:11:00", &gone);
        let at_once = |kind, jump_ms| ClockMark { kind, at: at("10:20:00"), jump_ms, label: None };
        sample.add(marks, "aaaaaa", "10:20:00", at_once(MarkKind::Together, Some(-60_000)));
        sample.add(marks, "aaaaaa", "10:20:00", at_once(MarkKind::Gap, None));
        assert_eq!(minutes(&sample, "10:30:00"), 30);
    }

    #[test]
    fn times_that_are_no_times_are_passed_over() {
        let mut sample = begun();
        let no_time = || When::new("2026-02-30T10:00:00+00:00");
        let log = ThemeLog { at: no_time(), theme: Some(ThemeId::new("training")) };
        sample.add(theme_log, "aaaaaa", "09:59:00", log);
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.log("aaaaaa", "10:20:00", Some("funding"));
        let mut pause = |at: When, until| {
            let reason = None;
            sample.add(pauses, "aaaaaa", "10:25:00", Pause { at, until, reason })
        };
        pause(no_time(), None);
        pause(no_time(), Some(at("10:20:00")));
        pause(at("10:05:00"), Some(no_time()));
        let mark = ClockMark { kind: MarkKind::Gap, at: no_time(), jump_ms: Some(-60_000), label: None };
        sample.add(marks, "aaaaaa", "10:30:00", mark);
        let timing = timed(&sample, "10:40:00");
        assert_eq!((timing.seconds, timing.by_theme.len(), timing.paused_since), (40 * 60, 2, None));
        let timing = super::timing(&sample.session, None, &no_time());
        assert_eq!((timing.seconds, timing.current), (20 * 60, Some(ThemeId::new("funding"))));
    }

    #[test]
    fn a_now_before_the_last_entry_takes_nothing_away() {
        let mut sample = begun();
        sample.log("aaaaaa", "10:00:00", Some("strategy"));
        sample.log("aaaaaa", "10:20:00", Some("funding"));
        let timing = timed(&sample, "09:00:00");
        assert_eq!((timing.seconds, timing.on_theme), (20 * 60, 0));
    }

    #[test]
    fn the_longest_time_there_is_fits() {
        let mut sample = begun();
        let log = |at, theme: &str| ThemeLog { at: When::new(at), theme: Some(ThemeId::new(theme)) };
        sample.add(theme_log, "aaaaaa", "10:00:00", log("0000-01-01T00:00:00+23:59", "strategy"));
        for jump_ms in [i64::MIN, i64::MIN, -1] {
            let mark =
                ClockMark { kind: MarkKind::Gap, at: at("10:00:00"), jump_ms: Some(jump_ms), label: None };
            sample.add(marks, "aaaaaa", "10:00:00", mark);
        }
        let now = When::new("9999-12-31T23:59:59-23:59");
        let timing = super::timing(&sample.session, None, &now);
        assert_eq!(timing.seconds, (253_402_300_799_999 + 62_167_219_200_000) / 1000);
    }

    /// What random laptops write down.
    #[derive(Debug, Clone)]
    enum Written {
        Log(Option<&'static str>),
        Said,
        Pause(Option<When>),
        Jump(Option<i64>),
    }

    fn any_time() -> impl Strategy<Value = When> {
        prop_oneof![
            6 => (8u32..12, 0u32..60).prop_map(|(hour, minute)| at(&format!("{hour:02}:{minute:02}:00"))),
            1 => select(vec![
                "0000-01-01T00:00:00+23:59",
                "9999-12-31T23:59:59-23:59",
                "2026-11-23T10:00:00.999+05:30",
                "2026-11-23",
                "",
            ])
            .prop_map(When::new),
        ]
    }

    fn any_written() -> impl Strategy<Value = Written> {
        prop_oneof![
            4 => select(vec![Some("strategy"), Some("funding"), Some("elsewhere"), None]).prop_map(Written::Log),
            2 => Just(Written::Said),
            2 => prop::option::of(any_time()).prop_map(Written::Pause),
            2 => prop_oneof![
                prop::option::of(-7_200_000i64..7_200_000),
                select(vec![Some(i64::MIN), Some(i64::MAX)]),
            ]
            .prop_map(Written::Jump),
        ]
    }

    fn any_session() -> impl Strategy<Value = Sample> {
        let written = (select(vec!["aaaaaa", "bbbbbb", "cccccc"]), any_time(), any_written());
        prop::collection::vec(written, 0..24).prop_map(|all| {
            let mut sample = begun();
            sample.open("bbbbbb", "zzzzzz", "10:00:00");
            sample.open("cccccc", "yyyyyy", "09:30:00");
            for (writer, at, written) in all {
                let clock = "09:00:00";
                match written {
                    Written::Log(theme) => {
                        let theme = theme.map(ThemeId::new);
                        sample.add(theme_log, writer, clock, ThemeLog { at, theme });
                    }
                    Written::Said => {
                        let mut note = point("words", None, None);
                        note.said_at = Some(at);
                        sample.add(notes, writer, clock, note);
                    }
                    Written::Pause(until) => {
                        sample.add(pauses, writer, clock, Pause { at, until, reason: None });
                    }
                    Written::Jump(jump_ms) => {
                        sample.add(
                            marks,
                            writer,
                            clock,
                            ClockMark { kind: MarkKind::Gap, at, jump_ms, label: None },
                        );
                    }
                }
            }
            sample
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn no_length_is_below_zero_and_themes_together_are_at_most_the_whole(
            sample in any_session(),
            now in any_time(),
            laptop in select(vec![None, Some("zzzzzz"), Some("yyyyyy")]),
        ) {
            let laptop = laptop.map(|laptop| laptop.parse().unwrap());
            let timing = timing(&sample.session, laptop, &now);
            prop_assert!(timing.seconds >= 0 && timing.on_theme >= 0);
            prop_assert!(timing.by_theme.values().all(|seconds| *seconds >= 0));
            let together: i64 = timing.by_theme.values().sum();
            let themes = i64::try_from(timing.by_theme.len()).unwrap();
            // Each theme drops less than a second.
            prop_assert!(together <= timing.seconds && timing.seconds <= together + themes);
            prop_assert!(timing.on_theme <= timing.seconds);
            prop_assert_eq!(timing.current.is_some(), timing.has_begun && !timing.has_ended);
        }

        #[test]
        fn a_pause_more_never_makes_a_talk_longer(sample in any_session(), from in any_time(), until in any_time()) {
            let now = at("12:00:00");
            let before = timing(&sample.session, None, &now);
            let mut paused = sample;
            paused.add(pauses, "dddddd", "09:00:00", Pause { at: from, until: Some(until), reason: None });
            prop_assert!(timing(&paused.session, None, &now).seconds <= before.seconds);
        }
    }
}
