//! Clicks and the wheel: whatever stands on the screen and has a key can be clicked too.

use super::asking::shown::Listed;
use super::talk::{INDENT, Row, inside, probe_at};
use super::{Live, asking, ready, themes};
use crate::app::layout::Area;
use crate::app::{App, Effect, Screen};
use crate::capture::{Sign, Speaker};

/// Does what a click asks.
pub(in crate::app) fn on_click(app: &mut App, x: u16, y: u16) -> Vec<Effect> {
    let size = app.size;
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let layout = live.layout(size);
    if live.is_read_only() {
        return Vec::new();
    }
    if layout.themes.holds(x, y) && live.asking().is_some() {
        let at = live.question_at(layout.themes, y);
        return at.map(|at| asking::go_to(app, at)).unwrap_or_default();
    }
    if layout.themes.holds(x, y) {
        let at = live.theme_at(layout.themes, y);
        return match (at, live.is_debriefing()) {
            (Some(at), true) => super::debrief::sum_up(app, at),
            (Some(at), false) => themes::go_to(app, at),
            (None, _) => Vec::new(),
        };
    }
    if layout.people.holds(x, y) && layout.people.height > 1 {
        return said_by(app, layout.people, y);
    }
    if layout.talk.holds(x, y) { on_talk(app, layout.talk, x, y) } else { Vec::new() }
}

fn said_by(app: &mut App, area: Area, y: u16) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let at = usize::from(y.saturating_sub(area.y + 1));
    let room = usize::from(area.height.saturating_sub(2));
    let person = live.facts.people.get(at).filter(|_| y > area.y && at < live.people_shown(room));
    let Some(number) = person.map(|person| person.number).filter(|_| live.draft.target.takes_signs()) else {
        return Vec::new();
    };
    let fact = live.draft.add(Sign::Speaker(Speaker::Seat(number)), &now.wall);
    vec![super::typing::draft_effect(fact)]
}

fn on_talk(app: &mut App, pane: Area, x: u16, y: u16) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let inside = inside(pane);
    let rows = live.talk_rows(inside);
    let row = rows.into_iter().nth(usize::from(y.saturating_sub(inside.y))).filter(|_| inside.holds(x, y));
    match row {
        Some(Row::Probes(probes)) => {
            let column = x.checked_sub(inside.x + INDENT);
            match column.and_then(|column| probe_at(&probes, column)) {
                Some(id) => super::probes::tick(app, &id),
                None => Vec::new(),
            }
        }
        Some(Row::Answer { pick, .. }) => asking::writing::pick(app, &pick),
        Some(Row::Step(..)) if live.asking().is_some() => Vec::new(),
        Some(Row::Step(at, ..)) => ready::take_at(app, at),
        Some(row @ Row::Note { .. }) if live.draft.is_new() => match Live::note_in(&row) {
            Some(id) => super::earlier::show(app, &id),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Moves the notes by some rows; up is negative.
pub(in crate::app) fn on_scroll(app: &mut App, by: isize) -> Vec<Effect> {
    let size = app.size;
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let inside = inside(live.layout(size).talk);
    live.scroll = live.scroll.saturating_add_signed(-by);
    // Beyond the first note there is nothing to see.
    let most = live.rows_of_notes(inside.width).saturating_sub(usize::from(inside.height) / 2);
    live.scroll = live.scroll.min(most);
    live.touch();
    Vec::new()
}

impl Live {
    /// The first theme shown, when there are more than fit.
    #[must_use]
    pub fn first_theme(&self, count: usize, area: Area) -> usize {
        let room = usize::from(area.height.saturating_sub(2)).max(1);
        (self.theme + 2).saturating_sub(room).min(count.saturating_sub(room))
    }

    /// How many people are shown in so many rows: where not all of them fit, the last row says how many more there are.
    #[must_use]
    pub fn people_shown(&self, rows: usize) -> usize {
        let count = self.facts.people.len();
        if count > rows { rows.saturating_sub(1) } else { count }
    }

    /// The theme in a row of its pane; in the one line of a narrow screen, the next.
    fn theme_at(&self, area: Area, y: u16) -> Option<usize> {
        let count = if self.is_debriefing() { self.summed_up().len() } else { self.facts.themes.len() };
        if area.height == 1 {
            return Some((self.theme + 1) % count.max(1));
        }
        let row = usize::from(y.checked_sub(area.y + 1)?);
        let is_inside = row < usize::from(area.height.saturating_sub(2));
        Some(self.first_theme(count, area) + row).filter(|at| is_inside && *at < count)
    }

    /// The first question listed, when there are more than fit.
    #[must_use]
    pub fn first_question(&self, listed: &[Listed], area: Area) -> usize {
        let room = usize::from(area.height.saturating_sub(2)).max(1);
        let at = self.asking().map_or(0, |asking| asking.at);
        let current = listed.iter().position(|one| one.at == at).unwrap_or(0);
        (current + 2).saturating_sub(room).min(listed.len().saturating_sub(room))
    }

    /// The question in a row of its pane.
    fn question_at(&self, area: Area, y: u16) -> Option<usize> {
        let listed = self.questions_listed();
        let row = usize::from(y.checked_sub(area.y + 1)?);
        let is_inside = row < usize::from(area.height.saturating_sub(2));
        listed.get(self.first_question(&listed, area) + row).filter(|_| is_inside).map(|one| one.at)
    }

    fn rows_of_notes(&self, width: u16) -> usize {
        let width = width.saturating_sub(super::talk::TIME + super::talk::WHO).max(1);
        let rows =
            |(id, version)| crate::app::wrap::rows_to_read(&self.shown_note(id, version).text, width).len();
        self.notes().map(rows).sum()
    }
}
