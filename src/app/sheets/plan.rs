//! Minutes and themes: a theme moved, shortened, left out; the time that is left shared among those to come.

use super::{Choice, Column, Line};
use crate::app::commands::Id;
use crate::app::live::facts::ThemeHere;
use crate::app::live::{Live, history, targets};
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::format::journal::Put;
use crate::model::ids::EntryId;
use crate::model::running::{Silence, ThemePlan};
use crate::model::session::THEMES;
use crate::model::stamp::NoStampLeft;
use crate::study::Now;

/// Lines above the first theme.
const LINES_ABOVE: usize = 3;

/// The sheet.
#[must_use]
pub fn column(live: &Live, choice: Choice) -> Column {
    let facts = live.facts();
    let (_, held) = facts.themes_held();
    let planned =
        facts.planned_minutes.map(|minutes| format!("{minutes} minutes in all; ")).unwrap_or_default();
    let left = live.minutes_left().unwrap_or(0).max(0);
    let to_come = live.themes_to_come();
    let mut lines = vec![
        Line::words(format!("{planned}the themes come to {held}.")),
        Line::words(format!("{left} min left for {to_come} themes to come: s shares.")),
        Line::words("+ - minutes · x leave out · u up · d down"),
    ];
    for (place, theme) in facts.themes.iter().enumerate() {
        let covered = facts.coverage.themes.get(place).is_some_and(|covered| covered.is_covered);
        let mark = if place == choice.0 {
            "▸"
        } else if covered {
            "✓"
        } else {
            " "
        };
        let minutes = theme.planned_minutes.map(|minutes| format!("{minutes} min")).unwrap_or_default();
        let right = if theme.is_left_out { "left out".to_owned() } else { minutes };
        lines.push(Line::Item { mark, text: theme.title.clone(), right });
    }
    Column {
        title: "Minutes and themes".to_owned(),
        lines,
        chosen: Some(LINES_ABOVE + choice.0),
        top: 0,
        ..Column::default()
    }
}

/// Opens it on the theme shown.
pub(in crate::app) fn open(app: &mut App) -> Vec<Effect> {
    let effects = targets::leave(app);
    if let Screen::Live(live) = &app.screen {
        app.overlay = Some(Overlay::Plan(Choice(live.theme)));
    }
    effects
}

/// Chooses the theme in a line of the sheet.
pub(in crate::app) fn choose_line(choice: &mut Choice, line: usize) {
    if let Some(at) = line.checked_sub(LINES_ABOVE) {
        choice.0 = at;
    }
}

/// Does what a key asks.
pub(in crate::app) fn on_key(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let themes = live.facts().themes.clone();
    let Some(Overlay::Plan(choice)) = &mut app.overlay else { return Vec::new() };
    let at = choice.0;
    let Some(theme) = themes.get(at) else { return Vec::new() };
    let minutes = theme.planned_minutes.unwrap_or(0);
    match command {
        Some(Id::UpInList) => choice.step(-1, themes.len()),
        Some(Id::DownInList) => choice.step(1, themes.len()),
        Some(Id::Back) => app.overlay = None,
        Some(Id::MoreMinutes) => {
            return write(
                app,
                vec![(theme.id.as_str().into(), Alter::Minutes(minutes + 1))],
                &said(theme, minutes + 1),
            );
        }
        Some(Id::FewerMinutes) => {
            let fewer = minutes.saturating_sub(1);
            return write(app, vec![(theme.id.as_str().into(), Alter::Minutes(fewer))], &said(theme, fewer));
        }
        Some(Id::LeaveOut) => {
            let silence = (!theme.is_left_out).then_some(Silence::LeftOutForTime);
            let told = if theme.is_left_out { "taken in again" } else { "left out" };
            let told = format!("{}: {told}. Ctrl+Z takes it back.", theme.title);
            return write(app, vec![(theme.id.as_str().into(), Alter::Silence(silence))], &told);
        }
        Some(Id::MoveUp) => return move_theme(app, &themes, at, -1),
        Some(Id::MoveDown) => return move_theme(app, &themes, at, 1),
        Some(Id::ShareTime) => return share(app),
        Some(other) => return crate::app::live::command(app, other),
        None => {}
    }
    Vec::new()
}

fn said(theme: &ThemeHere, minutes: u32) -> String {
    format!("{}: {minutes} minutes.", theme.title)
}

/// What changes about a theme.
#[derive(Debug, Clone, Copy)]
enum Alter {
    Minutes(u32),
    Silence(Option<Silence>),
    Order(u32),
}

/// Writes changes of several themes as one.
fn write(app: &mut App, changes: Vec<(String, Alter)>, told: &str) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let written: Result<Vec<Put>, NoStampLeft> =
        changes.into_iter().map(|(id, alter)| write_one(live, &id, alter, &now)).collect();
    history::written(app, written, told)
}

fn write_one(live: &mut Live, id: &str, alter: Alter, now: &Now) -> Result<Put, NoStampLeft> {
    let held = live.recorder.session().lists.themes.current(id).cloned();
    let mut plan = held.unwrap_or(ThemePlan { planned_minutes: None, order: None, silence: None });
    match alter {
        Alter::Minutes(minutes) => plan.planned_minutes = Some(minutes),
        Alter::Silence(silence) => plan.silence = silence,
        Alter::Order(order) => plan.order = Some(order),
    }
    live.recorder.write(&THEMES, &EntryId::new(id), now, plan, false)
}

/// Says why a theme has no notes.
pub(in crate::app) fn set_silence(app: &mut App, id: &str, silence: Silence, told: &str) -> Vec<Effect> {
    write(app, vec![(id.to_owned(), Alter::Silence(Some(silence)))], told)
}

/// Moves a theme; every theme gets the place it then has, so that nothing depends on the guide's own order.
fn move_theme(app: &mut App, themes: &[ThemeHere], at: usize, by: isize) -> Vec<Effect> {
    let to = at.saturating_add_signed(by);
    if to == at || to >= themes.len() {
        return Vec::new();
    }
    let mut order: Vec<&ThemeHere> = themes.iter().collect();
    order.swap(at, to);
    let places = order.iter().zip(1..).map(|(theme, place)| (theme.id.to_string(), Alter::Order(place)));
    let told = themes
        .get(at)
        .map(|theme| format!("{} comes as number {}.", theme.title, to + 1))
        .unwrap_or_default();
    let effects = write(app, places.collect(), &told);
    if let Some(Overlay::Plan(choice)) = &mut app.overlay {
        choice.0 = to;
    }
    effects
}

/// Shares the minutes that are left among the themes to come, in proportion to what was planned for each.
fn share(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let facts = live.facts();
    let left = live.minutes_left().and_then(|left| u32::try_from(left).ok()).unwrap_or(0);
    let to_come: Vec<(&ThemeHere, u32)> = facts
        .themes
        .iter()
        .zip(&facts.coverage.themes)
        .filter(|(theme, covered)| !covered.is_covered && theme.silence.is_none())
        .map(|(theme, _)| (theme, theme.planned_minutes.unwrap_or(1).max(1)))
        .collect();
    if left == 0 || to_come.is_empty() {
        let told =
            if left == 0 { "No time is left to share." } else { "Every theme has notes or is left out." };
        app.say(Tone::Done, told);
        return Vec::new();
    }
    let shares = shared(left, &to_come.iter().map(|(_, minutes)| *minutes).collect::<Vec<_>>());
    let changes: Vec<(String, Alter)> = to_come
        .iter()
        .zip(shares)
        .map(|((theme, _), minutes)| (theme.id.to_string(), Alter::Minutes(minutes)))
        .collect();
    let told = format!("{left} minutes are shared among {} themes.", changes.len());
    write(app, changes, &told)
}

/// Whole minutes in proportion to the weights that come to exactly `minutes`: largest remainders first.
fn shared(minutes: u32, weights: &[u32]) -> Vec<u32> {
    let all: u64 = weights.iter().map(|weight| u64::from(*weight)).sum::<u64>().max(1);
    let exact = |weight: &u32| u64::from(minutes) * u64::from(*weight);
    let mut shares: Vec<u32> =
        weights.iter().map(|weight| u32::try_from(exact(weight) / all).unwrap_or(0)).collect();
    let given: u32 = shares.iter().sum();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder
        .sort_by_key(|place| std::cmp::Reverse(weights.get(*place).map_or(0, |weight| exact(weight) % all)));
    for place in by_remainder.into_iter().take(usize::try_from(minutes.saturating_sub(given)).unwrap_or(0)) {
        if let Some(share) = shares.get_mut(place) {
            *share += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_is_what_was_left() {
        assert_eq!(shared(20, &[8, 7, 10]), [6, 6, 8]);
        assert_eq!(shared(2, &[8, 7, 10]), [1, 0, 1]);
        for minutes in 0..100 {
            assert_eq!(shared(minutes, &[8, 7, 10, 9, 1]).iter().sum::<u32>(), minutes);
        }
    }
}
