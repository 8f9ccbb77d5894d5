//! What the sheet shows: the list, or two sides beside one another.

use super::{ConflictSheet, Listed, Shown};
use crate::app::live::Live;
use crate::app::sheets::{Column, Line, sides};
use crate::app::{App, Overlay, Screen};
use crate::report::conflicts::{self as report, Conflict, Told};

/// A conflict with its sides in the order in which they are shown: the one of this laptop first.
pub(super) struct Laid {
    pub(super) conflict: Conflict,
    pub(super) has_mine: bool,
}

pub(super) fn laid(live: &Live, listed: &Listed) -> Option<Laid> {
    let mut conflict = report::conflict(live.recorder.session(), &listed.name, &listed.sides)?;
    let is_mine = |side: &Told| side.author.as_ref().map(|author| author.laptop) == live.laptop();
    let mine = conflict.sides.iter().position(|side| side.author.is_some() && is_mine(side));
    if let Some(mine) = mine {
        let side = conflict.sides.remove(mine);
        conflict.sides.insert(0, side);
    }
    Some(Laid { conflict, has_mine: mine.is_some() })
}

impl Laid {
    /// The first side, and the one that stands opposite, with its place among the others.
    pub(super) fn sides(&self, opposite: usize) -> Option<(&Told, &Told, usize)> {
        let (first, others) = self.conflict.sides.split_first()?;
        let at = opposite.min(others.len().saturating_sub(1));
        Some((first, others.get(at)?, at))
    }
}

/// Works out what is shown.
pub(super) fn lay_out(app: &mut App) {
    let Screen::Live(live) = &app.screen else { return };
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return };
    sheet.columns = match sheet.shown {
        Shown::List => vec![list_column(live, sheet)],
        Shown::Sides | Shown::Typing => side_columns(live, sheet),
    };
}

fn list_column(live: &Live, sheet: &ConflictSheet) -> Column {
    let mut lines = vec![Line::words(
        "Changed in two places. Enter shows both; nothing that was written is lost by choosing.",
    )];
    let first = lines.len();
    for (place, entry) in sheet.entries.iter().enumerate() {
        let laid = laid(live, entry);
        let conflict = laid.as_ref().map(|laid| &laid.conflict);
        let words = conflict.and_then(|conflict| conflict.sides.first()?.words.clone()).unwrap_or_default();
        let what = conflict.map(|conflict| conflict.what.clone()).unwrap_or_default();
        let who = conflict.map(|conflict| conflict.sides.iter().map(sides::initials).collect::<Vec<_>>());
        let mark = match (place == sheet.choice.0, entry.settled) {
            (true, _) => "▸",
            (false, Some(_)) => "✓",
            (false, None) => "!",
        };
        let text = if words.is_empty() { what } else { format!("{what}: {}", begin(&words)) };
        let right = entry.settled.map_or_else(|| who.unwrap_or_default().join(", "), str::to_owned);
        lines.push(Line::Item { mark, text, right });
    }
    Column {
        title: format!("In conflict: {} left", sheet.left()),
        lines,
        chosen: Some(first + sheet.choice.0),
        ..Column::default()
    }
}

/// The beginning of a text, for a list.
fn begin(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    line.chars().take(MOST).chain(['…']).collect()
}

fn side_columns(live: &Live, sheet: &ConflictSheet) -> Vec<Column> {
    let Some(laid) = sheet.listed().and_then(|entry| laid(live, entry)) else { return Vec::new() };
    let Some((first, other, at)) = laid.sides(sheet.opposite) else { return Vec::new() };
    let (one, two) = if laid.has_mine { ("Mine", "Theirs") } else { ("First", "Other") };
    let others = laid.conflict.sides.len() - 1;
    let which = if others > 1 { format!(" ({} of {others}, Right: next)", at + 1) } else { String::new() };
    let column = |title: String, heading: String, side, other, foot| Column {
        title,
        lines: [Line::heading(heading)].into_iter().chain(sides::lines(side, other)).collect(),
        top: sheet.top,
        foot,
        ..Column::default()
    };
    let place = format!("{} of {}, {} left", sheet.choice.0 + 1, sheet.entries.len(), sheet.left());
    vec![
        column(
            format!("{one}: {}", sides::initials(first)),
            laid.conflict.what.clone(),
            first,
            other,
            "m: this one",
        ),
        Column {
            is_behind: true,
            ..column(format!("{two}: {}{which}", sides::initials(other)), place, other, first, "t: this one")
        },
    ]
}
