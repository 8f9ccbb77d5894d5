//! What is in conflict: a list of it, and the sides of each beside one another, of which a person lets one hold, or both,
//! or other words.
//!
//! What was settled stays in the list as long as the sheet is open, with the sides it had, so that a wrong key is put
//! right by another one: a settling itself is not taken back. Other words are typed in the one line, with the sides
//! still above it. What is shown is worked out when a key changes it, because comparing long texts takes time.
//!
//! Read `keys`, then `holding` (what a choice does) and `laid` (what is shown).

mod laid;
mod keys;
mod holding;

use super::{Choice, Column, Line};
use crate::app::commands::Place;
use crate::app::layout::sheet_area;
use crate::app::live::{Live, targets};
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::model::ids::EntryId;
use crate::report::conflicts::{self as report, Conflict, Name, Side};
pub(in crate::app) use holding::{is_changed, save};
pub(in crate::app) use keys::{choose_line, on_key};
use laid::lay_out;

/// What of the sheet is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    List,
    Sides,
    /// The sides, while other words are typed.
    Typing,
}

/// One line of the list.
#[derive(Debug)]
struct Listed {
    name: Name,
    /// The sides it was in conflict between last.
    sides: Vec<Side>,
    /// What holds, once it is settled.
    settled: Option<&'static str>,
    /// Wordings that became notes of their own when both were to hold.
    own: Vec<EntryId>,
}

/// The sheet's state.
#[derive(Debug)]
pub struct ConflictSheet {
    entries: Vec<Listed>,
    choice: Choice,
    /// Which of the other sides stands opposite.
    opposite: usize,
    shown: Shown,
    /// The first row shown of the sides.
    top: usize,
    /// The places of what was settled, in that order.
    order: Vec<usize>,
    columns: Vec<Column>,
}

impl ConflictSheet {
    /// Where keys go.
    #[must_use]
    pub const fn place(&self) -> Place {
        match self.shown {
            Shown::List => Place::Choices,
            Shown::Sides => Place::Sides,
            Shown::Typing => Place::Field,
        }
    }

    /// Whether other words are being typed.
    #[must_use]
    pub const fn is_typing(&self) -> bool {
        matches!(self.shown, Shown::Typing)
    }

    /// What it shows; where there is no room for two columns, one side below the other.
    #[must_use]
    pub fn columns(&self, live: &Live, size: crate::app::layout::Size) -> Vec<Column> {
        let area = sheet_area(live.layout(size), size);
        match self.columns.as_slice() {
            [left, right] if super::areas(&self.columns, area).iter().any(|area| area.height == 0) => {
                let between = [Line::Blank, Line::heading(right.title.clone())];
                let lines = left.lines.iter().cloned().chain(between).chain(right.lines.iter().cloned());
                vec![Column {
                    lines: lines.collect(),
                    foot: "Down reads on; m first, t second",
                    ..left.clone()
                }]
            }
            columns => columns.to_vec(),
        }
    }

    fn left(&self) -> usize {
        self.entries.iter().filter(|entry| entry.settled.is_none()).count()
    }

    fn listed(&self) -> Option<&Listed> {
        self.entries.get(self.choice.0)
    }
}

/// Shows the sides of one conflict.
const fn show(sheet: &mut ConflictSheet, at: usize) {
    sheet.choice.0 = at;
    sheet.shown = Shown::Sides;
    sheet.opposite = 0;
    sheet.top = 0;
}

/// Opens it on the list.
pub(in crate::app) fn open(app: &mut App) -> Vec<Effect> {
    let effects = targets::leave(app);
    let Screen::Live(live) = &mut app.screen else { return effects };
    live.chosen = None;
    live.touch();
    let entries = listed(live);
    if entries.is_empty() {
        app.say(Tone::Done, "Nothing is in conflict here.");
        return effects;
    }
    let sheet = ConflictSheet {
        entries,
        choice: Choice::default(),
        opposite: 0,
        shown: Shown::List,
        top: 0,
        order: Vec::new(),
        columns: Vec::new(),
    };
    app.overlay = Some(Overlay::Conflicts(Box::new(sheet)));
    lay_out(app);
    effects
}

/// Opens it on the sides of one note, where that is in conflict; else nothing.
pub(in crate::app) fn open_at(app: &mut App, note: &EntryId) -> Option<Vec<Effect>> {
    let Screen::Live(live) = &app.screen else { return None };
    let name = Name { list: "notes", id: note.clone() };
    if !report::is_open(live.recorder.session(), &name) {
        return None;
    }
    let effects = open(app);
    if let Some(Overlay::Conflicts(sheet)) = &mut app.overlay {
        sheet.choice.0 = sheet.entries.iter().position(|entry| entry.name == name).unwrap_or(0);
        sheet.shown = Shown::Sides;
    }
    lay_out(app);
    app.say(Tone::Done, "This note was changed in two places. Say first what holds.");
    Some(effects)
}

fn listed(live: &Live) -> Vec<Listed> {
    let listed = |conflict: Conflict| Listed {
        sides: conflict.sides.iter().map(|side| side.side).collect(),
        name: conflict.name,
        settled: None,
        own: Vec::new(),
    };
    report::conflicts(live.recorder.session()).into_iter().map(listed).collect()
}

/// Looks again what is in conflict, after somebody else's changes came in.
pub(in crate::app) fn look_again(app: &mut App) {
    let Screen::Live(live) = &app.screen else { return };
    let now = listed(live);
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return };
    for entry in sheet.entries.iter_mut().filter(|entry| !now.iter().any(|one| one.name == entry.name)) {
        entry.settled.get_or_insert("settled elsewhere");
    }
    for one in now {
        match sheet.entries.iter_mut().find(|entry| entry.name == one.name) {
            Some(entry) => *entry = one,
            None => sheet.entries.push(one),
        }
    }
    lay_out(app);
}
