//! The debrief, at once after the talk: one summary a theme, then what surprised and what to ask next.
//!
//! It is the live screen with another thing in the typing line: the theme's notes stand above what is typed, Enter
//! saves the summary and goes on to the next theme without one.

use super::{Live, targets};
use crate::app::draft::Target;
use crate::app::{App, Effect, Screen, Tone, whole};
use crate::format::journal::{Happened, Put};
use crate::model::ids::{EntryId, ThemeId};
use crate::model::note::Summary;
use crate::model::running::ThemeLog;
use crate::model::session::{SUMMARIES, THEME_LOG};
use crate::study::Now;
use crate::study::undoing::Change;

/// The two remarks after the themes: the ids of their entries in `summaries`, and what they are called.
pub const REMARKS: [(&str, &str); 2] =
    [("debrief.surprises", "Surprises"), ("debrief.next", "What to ask next")];

/// Minutes planned for a debrief.
pub const MINUTES: u32 = 15;

impl Live {
    /// Whether summaries are being typed.
    #[must_use]
    pub const fn is_debriefing(&self) -> bool {
        matches!(self.draft.target, Target::Summary(_))
    }

    /// Everything that is summed up: the themes, then the two remarks; each with whether it has been.
    #[must_use]
    pub fn summed_up(&self) -> Vec<(ThemeId, String, bool)> {
        let themes = self.facts.themes.iter().map(|theme| (theme.id.clone(), theme.title.clone()));
        let remarks = REMARKS.iter().map(|(id, title)| (ThemeId::new(*id), (*title).to_owned()));
        let has_one = |id: &ThemeId| self.recorder.session().lists.summaries.current(id.as_str()).is_some();
        themes.chain(remarks).map(|(id, title)| (id.clone(), title, has_one(&id))).collect()
    }

    /// What the chip of a summary says.
    pub(super) fn summary_title(&self, theme: &ThemeId) -> String {
        let remark =
            REMARKS.iter().find(|(id, _)| *id == theme.as_str()).map(|(_, title)| (*title).to_owned());
        remark.unwrap_or_else(|| format!("sum up {}", self.title_of(theme).unwrap_or_default()))
    }

    fn summary(&self, theme: &ThemeId) -> String {
        let summaries = &self.recorder.session().lists.summaries;
        summaries.current(theme.as_str()).map(|summary| summary.text.clone()).unwrap_or_default()
    }

    /// Shows the theme whose summary is in the line.
    pub(super) fn go_to_summary(&mut self) {
        let Target::Summary(theme) = &self.draft.target else { return };
        if let Some(at) = self.summed_up().iter().position(|(id, ..)| id == theme) {
            self.theme = at;
        }
    }

    /// Ends the talk: the clocks stop for good.
    pub(in crate::app) fn end_talk(&mut self, now: &Now) -> Option<Put> {
        if !self.clock.has_begun || self.clock.has_ended {
            return None;
        }
        let put = self.recorder.add(&THEME_LOG, now, ThemeLog { at: now.wall.clone(), theme: None }).ok()?;
        self.look_at_clock(now);
        Some(put)
    }
}

/// Whether the summary being typed is not the one that is saved.
pub(super) fn is_changed(live: &Live, theme: &ThemeId) -> bool {
    let typed = live.draft.words.text().trim();
    typed != live.summary(theme).trim() && !typed.is_empty()
}

/// Begins with the first theme that has no summary.
pub(super) fn enter(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let ended = live.end_talk(&now).map(|put| super::journal(vec![put]));
    let mut effects: Vec<Effect> = ended.into_iter().collect();
    let first = live.summed_up().iter().position(|(_, _, has_one)| !has_one).unwrap_or(0);
    effects.extend(sum_up(app, first));
    app.say(
        Tone::Done,
        format!("The debrief, {MINUTES} minutes: what does each theme come to? Tab passes one."),
    );
    effects
}

/// Puts the summary of the theme with this id into the typing line.
pub(in crate::app) fn sum_up_theme(app: &mut App, theme: &ThemeId) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    match live.summed_up().iter().position(|(id, ..)| id == theme) {
        Some(at) => sum_up(app, at),
        None => Vec::new(),
    }
}

/// Puts one theme's summary into the typing line.
pub(super) fn sum_up(app: &mut App, at: usize) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Some((theme, ..)) = live.summed_up().get(at).cloned() else { return Vec::new() };
    let words = live.summary(&theme);
    let effects = targets::begin(app, Target::Summary(theme), &words);
    if let Screen::Live(live) = &mut app.screen {
        live.theme = at;
        live.scroll = 0;
        live.touch();
    }
    effects
}

/// Goes to the next or the one before; what was changed is saved.
pub(super) fn go(app: &mut App, by: isize) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let count = live.summed_up().len();
    let at = (live.theme + count).saturating_add_signed(by) % count;
    sum_up(app, at)
}

/// Saves the summary and goes to the next one that is not there.
pub(super) fn save(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let at = live.theme;
    let Target::Summary(theme) = live.draft.target.clone() else { return Vec::new() };
    let mut effects = if is_changed(live, &theme) { keep(app) } else { targets::end(app) };
    let Screen::Live(live) = &app.screen else { return effects };
    if whole::came_for_summary(app) && !live.is_debriefing() {
        effects.extend(go_back(app));
        return effects;
    }
    let all = live.summed_up();
    let is_open = |place: &usize| all.get(*place).is_some_and(|(_, _, has_one)| !has_one);
    match (at + 1..all.len()).chain(0..=at).find(is_open) {
        Some(next) => effects.extend(sum_up(app, next)),
        None => {
            effects.extend(leave(app));
            app.say(Tone::Done, "Everything is summed up. Ctrl+Q leaves; all of it is saved.");
        }
    }
    effects
}

/// Saves the summary that is in the line.
pub(super) fn keep(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Target::Summary(theme) = live.draft.target.clone() else { return Vec::new() };
    let lists = &live.recorder.session().lists;
    let of_theme = lists.notes.standing().filter(|(_, note)| note.body.theme.as_ref() == Some(&theme));
    // Which notes it rests on may have been chosen with care; other words are no reason to choose anew.
    let before = lists.summaries.current(theme.as_str()).map(|before| before.notes.clone());
    let summary = Summary {
        text: live.draft.words.text().trim().to_owned(),
        notes: before
            .filter(|notes| !notes.is_empty())
            .unwrap_or_else(|| of_theme.map(|(id, _)| id.clone()).collect()),
    };
    let ends = Some(live.ends());
    match live.recorder.write(&SUMMARIES, &EntryId::new(theme.as_str()), &now, summary, false) {
        Ok(put) => {
            live.history.record(Change::of(std::slice::from_ref(&put)));
            live.end_draft();
            live.refresh();
            live.saved_at = Some(now.wall.clone());
            app.say(Tone::Done, "The summary is saved.");
            vec![Effect::Journal(Happened::Put { puts: vec![put], ends })]
        }
        Err(error) => {
            app.say(Tone::Attention, format!("It cannot be saved: {error}. Your words stay in the line."));
            Vec::new()
        }
    }
}

/// Back to where the summary was seen.
fn go_back(app: &mut App) -> Vec<Effect> {
    let Some(session) = app.session().cloned() else { return Vec::new() };
    whole::come_back(app, Box::new(session)).unwrap_or_default()
}

/// Back to the notes.
pub(super) fn leave(app: &mut App) -> Vec<Effect> {
    let mut effects = targets::leave(app);
    if whole::came_for_summary(app) {
        effects.extend(go_back(app));
        return effects;
    }
    if let Screen::Live(live) = &mut app.screen {
        live.theme = live.theme.min(live.facts.themes.len().saturating_sub(1));
        live.touch();
    }
    app.say(Tone::Done, "Back at the notes. Esc, d goes on with the debrief.");
    effects
}
