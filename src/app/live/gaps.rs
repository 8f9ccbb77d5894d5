//! A clock that jumped: the laptop slept, or its clock was put right.
//!
//! Promises: a jump is in the session as a clock mark, so that times before and after can be told apart later; it is
//! said in plain words; notes keep their order, because a stamp is always greater than this writer's last one. What
//! counts as a jump is found in `run`.

use super::journal;
use crate::app::{App, Effect, Screen, Tone, hours_and_minutes};
use crate::model::running::{ClockMark, MarkKind};
use crate::model::session::MARKS;
use crate::model::when::When;

const SECOND: u64 = 1000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Marks the jump in the session and says it. `before` is the wall clock at the look before, `jump_ms` how far it
/// has jumped since, back is negative. Where nothing is recorded nothing is said either.
pub(in crate::app) fn gap(app: &mut App, before: &When, jump_ms: i64) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if live.is_read_only() {
        return Vec::new();
    }
    let at = now.wall.clone();
    live.offered_pause = is_long(jump_ms).then(|| (before.clone(), at.clone()));
    let mark = ClockMark { kind: MarkKind::Gap, at, jump_ms: Some(jump_ms), label: None };
    // Without a stamp left there is no mark, and no note either: that is told at the next note.
    let put = live.recorder.add(&MARKS, &now, mark).ok();
    app.say(Tone::Attention, told(before, &now.wall, jump_ms));
    put.map(|put| journal(vec![put])).into_iter().collect()
}

/// Whether people may have paused meanwhile.
const fn is_long(jump_ms: i64) -> bool {
    jump_ms >= MINUTE.cast_signed()
}

fn told(before: &When, now: &When, jump_ms: i64) -> String {
    let (from, to) = clocks(before, now);
    let far = span(jump_ms.unsigned_abs());
    if is_long(jump_ms) {
        format!("From {from} to {to} the laptop slept, or its clock was set. Esc, p: a pause.")
    } else if jump_ms >= 0 {
        format!("The clock was put on by {far} at {from}. There is nothing to do.")
    } else {
        format!("The clock was put back by {far} at {from}. Notes keep their order.")
    }
}

/// Both as hours and minutes; the first with its date when the second is on another day.
fn clocks(before: &When, now: &When) -> (String, String) {
    let from = hours_and_minutes(before);
    let from = match before.date().filter(|date| now.date() != Some(*date)) {
        Some(date) => format!("{from} on {date}"),
        None => from,
    };
    (from, hours_and_minutes(now))
}

/// A length of time in words: its largest unit, and for hours and days the next one beside it.
fn span(millis: u64) -> String {
    let (unit, name, below) = match millis {
        0..MINUTE => (SECOND, "second", None),
        MINUTE..HOUR => (MINUTE, "minute", None),
        HOUR..DAY => (HOUR, "hour", Some((MINUTE, "minute"))),
        _ => (DAY, "day", Some((HOUR, "hour"))),
    };
    let counted = |count: u64, name: &str| match count {
        1 => format!("1 {name}"),
        count => format!("{count} {name}s"),
    };
    let rest = below.map(|(unit_below, name)| (millis % unit / unit_below, name));
    match rest.filter(|(count, _)| *count > 0) {
        Some((count, below)) => format!("{} and {}", counted(millis / unit, name), counted(count, below)),
        None => counted(millis / unit, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::{Code, Key};
    use crate::app::layout::Size;
    use crate::app::{Message, OpenedSession, update};
    use crate::format::journal::Happened;
    use crate::model::ids::SessionId;
    use crate::model::session::{NOTES, Session};
    use crate::model::stamp::Millis;
    use crate::study::Now;
    use crate::study::opened::Recovered;
    use crate::study::recorder::Recorder;

    /// A moment, in seconds from the beginning of the session on 23 November at 10:44.
    fn at(seconds: i64) -> Now {
        let millis = 1_795_430_640_000 + seconds * 1000;
        let time = chrono::DateTime::from_timestamp_millis(millis).unwrap().fixed_offset();
        Now { millis: Millis::new(millis), wall: When::of(time) }
    }

    fn app(is_read_only: bool) -> App {
        let session = Session::new(SessionId::from_random([1; 10]));
        let recorder = Recorder::new(session, "w5n2te".parse().unwrap());
        let opened = OpenedSession { recorder, recovered: Recovered::default(), is_read_only };
        let mut app = App::new(Size { width: 100, height: 30 }, at(0));
        update(&mut app, Message::Opened(Box::new(opened)), &at(0));
        app
    }

    fn jump(app: &mut App, before: i64, now: i64) -> Vec<Effect> {
        let message = Message::Gap { before: at(before).wall, jump_ms: (now - before) * 1000 };
        update(app, message, &at(now))
    }

    fn note(app: &mut App, words: &str, now: i64) {
        for letter in words.chars() {
            update(app, Message::Key(Key::plain(Code::Char(letter))), &at(now));
        }
        update(app, Message::Key(Key::plain(Code::Enter)), &at(now));
    }

    fn live(app: &App) -> &crate::app::live::Live {
        match &app.screen {
            Screen::Live(live) => live,
            _ => panic!("no session"),
        }
    }

    fn said(app: &App) -> &str {
        &app.notice.as_ref().unwrap().text
    }

    #[test]
    fn a_sleep_is_marked_written_down_told_and_offered_as_a_pause() {
        let mut app = app(false);
        let effects = jump(&mut app, 0, 3 * 3600);
        assert_eq!(
            said(&app),
            "From 10:44 to 13:44 the laptop slept, or its clock was set. Esc, p: a pause."
        );
        assert_eq!(live(&app).offered_pause, Some((at(0).wall, at(3 * 3600).wall)));
        let marks: Vec<ClockMark> =
            live(&app).recorder.session().lists.marks.standing().map(|(_, mark)| mark.body.clone()).collect();
        let wanted =
            ClockMark { kind: MarkKind::Gap, at: at(3 * 3600).wall, jump_ms: Some(10_800_000), label: None };
        assert_eq!(marks, [wanted]);
        let [Effect::Journal(Happened::Put { puts, ends: None })] = effects.as_slice() else {
            panic!("{effects:?}")
        };
        assert_eq!(puts.iter().map(|put| put.list.as_str()).collect::<Vec<_>>(), [MARKS.name]);
    }

    #[test]
    fn notes_keep_their_order_when_the_clock_jumps_two_days_back() {
        let mut app = app(false);
        note(&mut app, "before", 1);
        jump(&mut app, 2, 2 - 2 * 86_400);
        assert_eq!(
            said(&app),
            "The clock was put back by 2 days at 10:44 on 2026-11-23. Notes keep their order."
        );
        assert_eq!(live(&app).offered_pause, None);
        note(&mut app, "after", 3 - 2 * 86_400);
        note(&mut app, "last", 4 - 2 * 86_400);
        jump(&mut app, 5 - 2 * 86_400, 5);
        note(&mut app, "with the clock put right", 6);
        let session = live(&app).recorder.session();
        let texts: Vec<&str> =
            (NOTES.of)(&session.lists).standing().map(|(_, note)| note.body.text.as_str()).collect();
        assert_eq!(texts, ["before", "after", "last", "with the clock put right"]);
        let stamps: Vec<_> = session.lists.notes.standing().map(|(_, note)| note.stamp).collect();
        assert!(stamps.is_sorted() && stamps[0] < stamps[1]);
    }

    #[test]
    fn a_jump_takes_nothing_from_the_typing_line() {
        let mut app = app(false);
        update(&mut app, Message::Key(Key::plain(Code::Char('w'))), &at(1));
        jump(&mut app, 1, 4000);
        assert_eq!(live(&app).draft.words.text(), "w");
    }

    #[test]
    fn a_session_that_is_only_read_is_left_as_it_is() {
        let mut app = app(true);
        let before = app.notice.clone();
        assert_eq!(jump(&mut app, 0, 3 * 3600), []);
        assert_eq!((&app.notice, live(&app).recorder.session().lists.marks.standing().count()), (&before, 0));
    }

    #[test]
    fn a_few_seconds_are_no_pause() {
        let mut app = app(false);
        jump(&mut app, 0, 3);
        assert_eq!(said(&app), "The clock was put on by 3 seconds at 10:44. There is nothing to do.");
        assert_eq!(live(&app).offered_pause, None);
    }

    #[test]
    fn a_sleep_over_midnight_is_told_with_its_date() {
        let text = told(&at(0).wall, &at(86_400).wall, 86_400_000);
        assert!(text.starts_with("From 10:44 on 2026-11-23 to 10:44 "), "{text}");
    }

    #[test]
    fn lengths_of_time_are_told_in_words() {
        let told = [2500, 60_000, 5_400_000, 172_800_000, 90_000_000, 3_600_000].map(span);
        assert_eq!(
            told,
            ["2 seconds", "1 minute", "1 hour and 30 minutes", "2 days", "1 day and 1 hour", "1 hour"]
        );
    }
}
