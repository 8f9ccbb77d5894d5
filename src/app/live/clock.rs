//! How it stands with the time, in minutes and in words, and the quiet reminders before the end.

use super::Live;
use crate::app::{App, Tone};
use crate::model::entry::{Body, Entries};
use crate::model::when::When;
use crate::report::timing::Log;
use crate::study::Now;

/// Minutes before the end at which it is said.
const REMINDERS: [i64; 2] = [15, 5];

/// How it stands with the time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clock {
    /// Minutes of talk, pauses taken out.
    pub minutes: i64,
    /// Of them on the theme shown.
    pub on_theme: i64,
    /// Whether the clocks stand still, and since when, as hours and minutes.
    pub paused_since: Option<String>,
    /// Whether the talk has begun.
    pub has_begun: bool,
    /// Whether it has ended.
    pub has_ended: bool,
    /// Minutes since then.
    pub since_end: i64,
    /// The reminders that have been given, or that came too late to be.
    reminded: usize,
}

/// What changes what is read for the clock: short lists, and what others wrote. Notes of this opening do not once it has
/// logged where the talk is: they tell how long the talk of an earlier one went on only where they are that one's.
#[derive(Debug, PartialEq, Eq)]
struct OfLog {
    joins: u64,
    /// How many versions there are.
    small: [usize; 4],
    /// Before this opening has logged anything, every change of what is shown.
    revision: Option<u64>,
}

/// What is read of the session for the clock, which may take reading every note.
#[derive(Debug)]
pub(super) struct Kept {
    of: OfLog,
    log: Log,
    stopped: Option<When>,
}

fn versions<B: Body>(list: &Entries<B>) -> usize {
    list.all().map(|(_, entry)| entry.versions().count()).sum()
}

impl Live {
    /// How it stands with the time.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Looks at the clock.
    pub(super) fn look_at_clock(&mut self, now: &Now) {
        self.looked_at_clock = now.millis.get();
        let kept = self.log.take().filter(|kept| kept.of == self.of_log());
        let kept = kept.unwrap_or_else(|| self.read_log());
        let timing = kept.log.timing(kept.stopped.as_ref().unwrap_or(&now.wall));
        self.log = Some(kept);
        let on_theme = self.theme_id().and_then(|id| timing.by_theme.get(&id).copied()).unwrap_or(0);
        let looked = Clock {
            minutes: timing.seconds / 60,
            on_theme: on_theme / 60,
            paused_since: timing.paused_since.as_ref().map(crate::app::hours_and_minutes),
            has_begun: timing.has_begun,
            has_ended: timing.has_ended,
            since_end: self.minutes_since_end(now),
            reminded: self.clock.reminded,
        };
        if looked != self.clock {
            self.clock = looked;
            self.touch();
        }
    }

    fn of_log(&self) -> OfLog {
        let lists = &self.recorder.session().lists;
        let small = [
            versions(&lists.theme_log),
            versions(&lists.pauses),
            versions(&lists.marks),
            versions(&lists.writers),
        ];
        let revision = (!self.has_logged()).then_some(self.revision);
        OfLog { joins: self.recorder.joins(), small, revision }
    }

    fn read_log(&self) -> Kept {
        Kept {
            of: self.of_log(),
            log: Log::of(self.recorder.session(), self.laptop),
            // In a session that was opened again later, the talk lasted until the last thing that was told of it.
            stopped: if self.has_logged() { None } else { self.last_told() },
        }
    }

    /// Minutes since the talk was said to have ended; none while it has not.
    fn minutes_since_end(&self, now: &Now) -> i64 {
        let log = self.recorder.session().lists.theme_log.standing();
        let ends = log.filter(|(_, version)| version.body.theme.is_none());
        let last = ends.filter_map(|(_, version)| version.body.at.time()).max();
        let since = last.zip(now.wall.time()).map(|(end, now)| now.signed_duration_since(end).num_minutes());
        since.unwrap_or(0).max(0)
    }

    /// Minutes left of those planned; negative when they are over.
    #[must_use]
    pub fn minutes_left(&self) -> Option<i64> {
        self.facts.planned_minutes.map(|planned| i64::from(planned) - self.clock.minutes)
    }

    /// The header's words.
    #[must_use]
    pub fn clock_in_words(&self) -> String {
        if let Some(progress) = self.progress_in_words() {
            return progress;
        }
        let clock = &self.clock;
        let planned = self.facts.planned_minutes;
        let of = planned.map(|planned| format!(" of {planned}")).unwrap_or_default();
        if self.is_debriefing() && clock.has_ended {
            return format!("debrief {} of {} min", clock.since_end, super::debrief::MINUTES);
        }
        if clock.has_ended {
            return format!("ended after {}{of} min", clock.minutes);
        }
        if let Some(since) = &clock.paused_since {
            return format!("paused since {since} · {}{of} min", clock.minutes);
        }
        if !clock.has_begun {
            return planned.map(|planned| format!("{planned} min planned")).unwrap_or_default();
        }
        let for_theme = self.facts.themes.get(self.theme).and_then(|theme| theme.planned_minutes);
        let of_theme = for_theme.map(|planned| format!(" of {planned}")).unwrap_or_default();
        format!("{}{of} min · {}{of_theme} on this theme", clock.minutes, clock.on_theme)
    }

    /// Themes still to come: neither covered nor left out.
    #[must_use]
    pub fn themes_to_come(&self) -> usize {
        let covered = &self.facts.coverage.themes;
        covered.iter().filter(|theme| !theme.is_covered && theme.silence.is_none()).count()
    }
}

/// Looks at the clock once a second, and says when the end comes near.
pub(in crate::app) fn tick(app: &mut App) {
    let now = app.now.clone();
    let crate::app::Screen::Live(live) = &mut app.screen else { return };
    // More than once a second it may be asked: what is shown are minutes.
    if (now.millis.get() - live.looked_at_clock).abs() < 1000 {
        return;
    }
    live.look_at_clock(&now);
    let is_running = live.is_running() && live.clock.paused_since.is_none();
    let (Some(left), true) = (live.minutes_left(), is_running && !live.is_read_only) else { return };
    let due = REMINDERS.iter().filter(|minutes| left <= **minutes).count();
    if due <= live.clock.reminded {
        return;
    }
    live.clock.reminded = due;
    let to_come = match live.themes_to_come() {
        0 => "Every theme has notes.".to_owned(),
        1 => "One theme has no notes yet. Esc, m shares the time.".to_owned(),
        more => format!("{more} themes have no notes yet. Esc, m shares the time."),
    };
    let told = if left > 0 {
        format!("{left} minutes left. {to_come}")
    } else {
        format!("The time is over. {to_come}")
    };
    app.say(Tone::Attention, told);
}
