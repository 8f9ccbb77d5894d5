//! Probes: ticked when they were asked.

use super::Live;
use crate::app::{App, Effect, Screen, Tone};
use crate::model::ids::EntryId;
use crate::model::instrument::Theme;
use crate::model::running::ProbeTick;
use crate::model::session::PROBES;

/// What can be ticked in a theme, in its order: the probes, and prompts that have none.
pub(super) fn tickable(theme: &Theme) -> impl Iterator<Item = (&str, &str)> {
    theme.prompts.iter().flat_map(|prompt| {
        let itself = prompt.probes.is_empty().then_some((prompt.id.as_str(), prompt.text.as_str()));
        prompt.probes.iter().map(|probe| (probe.id.as_str(), probe.text.as_str())).chain(itself)
    })
}

/// Ticks the next one of the theme shown.
pub(super) fn tick_next(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let ticked = &live.facts.ticked;
    let next = live
        .current_theme()
        .and_then(|theme| tickable(theme).find(|(id, _)| !ticked.contains(*id)).map(|(id, _)| id.to_owned()));
    match next {
        Some(id) => tick(app, &id),
        None => {
            app.say(Tone::Done, "Every probe of this theme is ticked.");
            Vec::new()
        }
    }
}

/// Ticks one, or takes its tick off.
pub(super) fn tick(app: &mut App, id: &str) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let is_ticked = live.facts.ticked.contains(id);
    let text = live
        .current_theme()
        .and_then(|theme| tickable(theme).find(|(one, _)| *one == id).map(|(_, text)| text.to_owned()));
    let began = live.begin_talk(&now);
    let body = ProbeTick { at: now.wall.clone() };
    let written = live.recorder.write(&PROBES, &EntryId::new(id), &now, body, is_ticked);
    let what = if is_ticked { "No longer ticked" } else { "Ticked" };
    let told = format!("{what}: {}. Ctrl+Z takes it back.", text.unwrap_or_default());
    began.into_iter().chain(super::history::written(app, written.map(|put| vec![put]), &told)).collect()
}

impl Live {
    /// Whether a probe or prompt was asked.
    #[must_use]
    pub fn is_ticked(&self, id: &str) -> bool {
        self.facts.ticked.contains(id)
    }
}
