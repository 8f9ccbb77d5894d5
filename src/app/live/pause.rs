//! Pauses: a break, distress, a laptop that slept. The clocks stand still.

use super::Live;
use crate::app::picker::{Picker, Purpose};
use crate::app::{App, Effect, Overlay, Screen, hours_and_minutes};
use crate::model::ids::EntryId;
use crate::model::running::Pause;
use crate::model::session::PAUSES;

/// What a pause can be for: how it is offered, and the word that is kept.
pub(in crate::app) const REASONS: [(&str, &str); 3] = [
    ("A break", "break"),
    ("Somebody is upset, or needs a moment", "distress"),
    ("Something else: an alarm, a door, a telephone", "interruption"),
];

/// Begins a pause, or ends the one there is; where the laptop slept, notes that as one.
pub(super) fn pause(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    if live.offered_pause.is_some() {
        return take_offer(app);
    }
    if live.open_pause().is_some() {
        return go_on(app);
    }
    app.overlay = Some(Overlay::Picker(Picker::new(Purpose::Pause)));
    Vec::new()
}

/// Begins a pause for a reason.
pub(in crate::app) fn begin(app: &mut App, reason: &str) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let began = live.begin_talk(&now);
    let pause = Pause { at: now.wall.clone(), until: None, reason: Some(reason.to_owned()) };
    let written = live.recorder.add(&PAUSES, &now, pause);
    let told = format!(
        "Paused at {}: the clocks stand still. Notes can be typed. Esc, p goes on.",
        hours_and_minutes(&now.wall)
    );
    began.into_iter().chain(done(app, written.map(|put| vec![put]), &told)).collect()
}

fn go_on(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some((id, pause)) = live.open_pause() else { return Vec::new() };
    let ended = Pause { until: Some(now.wall.clone()), ..pause };
    let written = live.recorder.write(&PAUSES, &id, &now, ended, false);
    done(app, written.map(|put| vec![put]), "The clocks go on.")
}

fn take_offer(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some((at, until)) = live.offered_pause.take() else { return Vec::new() };
    let told = format!("Noted as a pause, from {} to {}.", hours_and_minutes(&at), hours_and_minutes(&until));
    let pause = Pause { at, until: Some(until), reason: Some("laptop asleep".to_owned()) };
    let written = live.recorder.add(&PAUSES, &now, pause);
    done(app, written.map(|put| vec![put]), &told)
}

fn done(
    app: &mut App,
    written: Result<Vec<crate::format::journal::Put>, crate::model::stamp::NoStampLeft>,
    told: &str,
) -> Vec<Effect> {
    let effects = super::history::written(app, written, told);
    let now = app.now.clone();
    if let Screen::Live(live) = &mut app.screen {
        live.look_at_clock(&now);
    }
    effects
}

impl Live {
    /// The pause that has not ended, if there is one.
    fn open_pause(&self) -> Option<(EntryId, Pause)> {
        let pauses = self.recorder.session().lists.pauses.standing();
        let open = pauses.filter(|(_, version)| version.body.until.is_none()).last()?;
        Some((open.0.clone(), open.1.body.clone()))
    }
}
