//! What keys do in the list, among the sides and while other words are typed.

use super::holding::{hold, is_settled};
use super::laid::lay_out;
use super::{Shown, show};
use crate::app::commands::Id;
use crate::app::key::Key;
use crate::app::live::typing;
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::report::conflicts as report;

/// Does what a key asks.
pub(in crate::app) fn on_key(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return Vec::new() };
    let effects = match sheet.shown {
        Shown::List => in_list(app, command),
        Shown::Sides => in_sides(app, command),
        Shown::Typing => while_typing(app, key, command),
    };
    lay_out(app);
    effects
}

fn in_list(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return Vec::new() };
    let count = sheet.entries.len();
    match command {
        Some(Id::UpInList) => sheet.choice.step(-1, count),
        Some(Id::DownInList) => sheet.choice.step(1, count),
        Some(Id::Take) => show(sheet, sheet.choice.0),
        Some(Id::Undo) => choose_again(app),
        Some(Id::Back) => app.overlay = None,
        _ => {}
    }
    Vec::new()
}

fn in_sides(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return Vec::new() };
    let others = sheet.listed().map_or(1, |entry| entry.sides.len().saturating_sub(1)).max(1);
    let (at, count) = (sheet.choice.0, sheet.entries.len().max(1));
    match command {
        Some(Id::UpInList) => sheet.top = sheet.top.saturating_sub(1),
        Some(Id::DownInList) => {
            let most = sheet.columns.iter().map(|column| column.lines.len()).sum();
            sheet.top = (sheet.top + 1).min(most);
        }
        Some(Id::NextConflict) => show(sheet, (at + 1) % count),
        Some(Id::PreviousConflict) => show(sheet, (at + count - 1) % count),
        Some(Id::OtherSide) => sheet.opposite = (sheet.opposite + 1) % others,
        Some(Id::Back) => sheet.shown = Shown::List,
        Some(Id::Undo) => choose_again(app),
        Some(id @ (Id::HoldMine | Id::HoldTheirs | Id::HoldBoth | Id::HoldOther)) => return hold(app, id),
        _ => {}
    }
    Vec::new()
}

/// Goes back to what was settled last, for another choice.
fn choose_again(app: &mut App) {
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return };
    let told = match sheet.order.pop() {
        Some(at) => {
            show(sheet, at);
            "Choose again: m, t, b or e. What you chose before stays in the history."
        }
        None => "Nothing was settled here yet.",
    };
    app.say(Tone::Done, told);
}

fn while_typing(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let effects = match command {
        Some(id) => crate::app::live::command(app, id),
        None => typing::on_key(app, key),
    };
    let Screen::Live(live) = &mut app.screen else { return effects };
    // There is no room for a list over a sheet: what is typed stays text.
    live.list = None;
    if !live.draft.is_new() {
        return effects;
    }
    let session = live.recorder.session();
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return effects };
    sheet.shown = Shown::Sides;
    let is_open = sheet.listed().is_some_and(|entry| report::is_open(session, &entry.name));
    if sheet.listed().is_some_and(|entry| entry.settled.is_none()) && !is_open {
        is_settled(app, "other words hold");
    }
    effects
}

/// Chooses a line of the list; a click among the sides says nothing.
pub(in crate::app) fn choose_line(app: &mut App, line: usize) -> Vec<Effect> {
    if let Some(Overlay::Conflicts(sheet)) = &mut app.overlay
        && sheet.shown == Shown::List
        && let Some(at) = line.checked_sub(1).filter(|at| *at < sheet.entries.len())
    {
        show(sheet, at);
    }
    lay_out(app);
    Vec::new()
}
