//! Moving between the themes, and the log of when the talk came to which.

use super::{Live, journal};
use crate::app::{App, Effect, Screen, Tone};
use crate::model::ids::ThemeId;
use crate::model::instrument::Theme;
use crate::model::running::ThemeLog;
use crate::model::session::THEME_LOG;
use crate::model::when::When;
use crate::study::Now;

/// A session that was cut off so few minutes ago goes on; one opened later is only looked at until somebody types.
const STILL_THE_SAME_TALK_MINUTES: i64 = 30;

impl Live {
    /// The theme shown, as the guide has it.
    #[must_use]
    pub fn current_theme(&self) -> Option<&Theme> {
        let id = &self.facts.themes.get(self.theme)?.id;
        self.recorder.session().guide()?.theme(id.as_str())
    }

    /// The id of the theme shown.
    #[must_use]
    pub fn theme_id(&self) -> Option<ThemeId> {
        self.facts.themes.get(self.theme).map(|theme| theme.id.clone())
    }

    /// The name of a theme.
    #[must_use]
    pub fn title_of(&self, id: &ThemeId) -> Option<String> {
        self.facts.themes.iter().find(|theme| theme.id == *id).map(|theme| theme.title.clone())
    }

    /// Where the session was last at.
    pub(super) fn last_theme(&self) -> usize {
        let log = self.recorder.session().lists.theme_log.standing();
        let last = log.filter_map(|(_, version)| version.body.theme.as_ref()).last();
        last.and_then(|id| self.facts.themes.iter().position(|theme| theme.id == *id)).unwrap_or(0)
    }

    /// Says that the talk is at the theme shown, if it has not ended; the first time begins the clocks.
    pub(super) fn log_theme(&mut self, now: &Now) -> Option<Effect> {
        if self.is_read_only || self.clock.has_ended {
            return None;
        }
        let entry = ThemeLog { at: now.wall.clone(), theme: self.theme_id() };
        let put = self.recorder.add(&THEME_LOG, now, entry).ok()?;
        self.look_at_clock(now);
        Some(journal(vec![put]))
    }

    /// Begins the clocks with the first thing that shows that people talk.
    pub(in crate::app) fn begin_talk(&mut self, now: &Now) -> Option<Effect> {
        if self.is_running() { None } else { self.log_theme(now) }
    }

    /// Whether the talk goes on: it has begun, in this opening, and has not ended. A pause does not end it.
    pub(super) fn is_running(&self) -> bool {
        self.clock.has_begun && !self.clock.has_ended && self.has_logged()
    }

    /// Whether this opening has said where the talk is.
    pub(super) fn has_logged(&self) -> bool {
        let writer = self.recorder.writer();
        let log = self.recorder.session().lists.theme_log.standing();
        log.into_iter().any(|(_, version)| version.stamp.writer() == writer)
    }

    /// When the last thing was told of the talk: a note, or where it was.
    pub(super) fn last_told(&self) -> Option<When> {
        let lists = &self.recorder.session().lists;
        let said = lists.notes.standing().filter_map(|(_, version)| version.body.said_at.as_ref());
        let logged = lists.theme_log.standing().map(|(_, version)| &version.body.at);
        let times = said.chain(logged).filter_map(|when| Some((when.time()?, when)));
        times.max_by_key(|(time, _)| *time).map(|(_, when)| when.clone())
    }

    /// A session that was cut off a little while ago goes on at once.
    pub(super) fn carry_on(&mut self, now: &Now) -> Option<Effect> {
        let last = self.last_told()?;
        let minutes = now.wall.time()?.signed_duration_since(last.time()?).num_minutes();
        let is_same = self.clock.has_begun && (0..STILL_THE_SAME_TALK_MINUTES).contains(&minutes);
        if is_same { self.log_theme(now) } else { None }
    }
}

/// Goes on or back by some themes, round the end, passing over those left out; what is half typed comes along.
pub(super) fn go(app: &mut App, by: isize) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if live.is_debriefing() {
        return super::debrief::go(app, by);
    }
    let count = live.facts.themes.len();
    let mut at = live.theme;
    for _ in 0..count {
        at = (at + count).saturating_add_signed(by) % count;
        if live.facts.themes.get(at).is_some_and(|theme| !theme.is_left_out) {
            break;
        }
    }
    go_to(app, at)
}

/// Goes to a theme by its place.
pub(in crate::app) fn go_to(app: &mut App, at: usize) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let count = live.facts.themes.len();
    let Some(title) = live.facts.themes.get(at).map(|theme| theme.title.clone()) else { return Vec::new() };
    live.theme = at;
    live.chosen = None;
    live.scroll = 0;
    live.touch();
    let place = format!("{} of {count}", at + 1);
    let came_along = !live.draft.is_empty();
    // Themes can be looked through before the talk begins, and on another day: that starts no clock.
    let logged = if live.is_running() { live.log_theme(&now) } else { None };
    let effects: Vec<Effect> = logged.into_iter().chain([Effect::Snapshot]).collect();
    let told = if came_along {
        format!("Now at {title} ({place}). What you were typing came along.")
    } else {
        format!("Now at {title} ({place}).")
    };
    app.say(Tone::Done, told);
    effects
}
