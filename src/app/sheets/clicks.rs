//! What a click on a sheet, a list or the menu means.

use super::{areas, close, conflicts, inside, people, plan, review, room, same_person, script};
use crate::app::commands::Id;
use crate::app::layout::{Area, picker_area, sheet_area};
use crate::app::{App, Effect, Overlay, Screen, menu, picker, press};

/// Does what a click asks; beside everything it steps back, as people expect.
pub(in crate::app) fn on_click(app: &mut App, x: u16, y: u16) -> Vec<Effect> {
    let size = app.size;
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let layout = live.layout(size);
    match &app.overlay {
        Some(Overlay::Menu(menu)) => match menu.at_cell(size, x, y) {
            Some(at) => menu::take_at(app, at),
            None => press(app, Id::Back),
        },
        Some(Overlay::Picker(list)) => {
            let (area, first) = (picker_area(live.layout(size), size), list.first_shown(live, size));
            let row = y.checked_sub(area.y + 2).filter(|_| inside(area).holds(x, y));
            match row {
                Some(row) => picker::take_at(app, first + usize::from(row)),
                None => press(app, Id::Back),
            }
        }
        Some(Overlay::Help(_) | Overlay::Coverage(_) | Overlay::NoteHistory(..)) => press(app, Id::Back),
        Some(_) => on_sheet(app, sheet_area(layout, size), x, y),
        None => Vec::new(),
    }
}

fn on_sheet(app: &mut App, area: Area, x: u16, y: u16) -> Vec<Effect> {
    let Some(overlay) = &app.overlay else { return Vec::new() };
    let columns = overlay.columns(app);
    let found = columns.iter().zip(areas(&columns, area)).enumerate().find_map(|(place, (column, area))| {
        let inside = inside(area);
        let row = usize::from(y.checked_sub(inside.y).filter(|_| inside.holds(x, y))?);
        column.seen(inside.width, inside.height).into_iter().nth(row).map(|row| (place, row.line))
    });
    let Some((column, line)) = found else { return Vec::new() };
    match &mut app.overlay {
        Some(Overlay::People) => return people::choose_line(app, line),
        Some(Overlay::Close(_)) => return close::take_line(app, line),
        Some(Overlay::Room(_)) => return room::choose_line(app, line),
        Some(Overlay::Review(_)) => return review::take_line(app, line),
        Some(Overlay::SamePerson(_)) => return same_person::choose_line(app, line),
        Some(Overlay::Conflicts(_)) => return conflicts::choose_line(app, line),
        Some(Overlay::Plan(choice)) => plan::choose_line(choice, line),
        Some(Overlay::Script(sheet)) if column + 1 == columns.len() => script::choose_line(sheet, line),
        _ => {}
    }
    Vec::new()
}
