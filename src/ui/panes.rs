//! What stands where on each screen, and when a pane has to be drawn again.
//!
//! A pane has a key: a digest of everything its drawing depends on. As long as key and place are the same, the
//! cells that are kept are still right.

use std::hash::{DefaultHasher, Hash, Hasher};

use ratatui::buffer::Buffer;

use super::canvas::{Canvas, cut, width_of};
use super::palette::Look;
use super::{form, help, home, live, menu, picker, sheet, typing, whole as study};
use crate::app::footer as hints;
use crate::app::layout::{Area, Size, picker_area, sheet_area};
use crate::app::live::Live;
use crate::app::notice::{self, Said};
use crate::app::{App, Overlay, Screen};

/// A piece of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The whole of the first screen.
    Home,
    /// The whole of a form.
    Form,
    /// The line at the top of a session.
    Header,
    /// The themes.
    Themes,
    /// The people.
    People,
    /// Prompts and notes.
    Talk,
    /// The list of people or tags.
    List,
    /// The typing line.
    Typing,
    /// The message line.
    Message,
    /// The footer.
    Footer,
    /// The menu.
    Menu,
    /// Help.
    Help,
    /// A list that is narrowed by letters.
    Picker,
    /// A sheet.
    Sheet,
    /// The whole of a screen on the whole study.
    Whole,
    /// Nothing.
    Blank,
}

/// A pane in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub pane: Pane,
    /// Where.
    pub area: Area,
    /// What its drawing depends on, digested.
    pub key: u64,
}

/// Where the cursor stands: column and row.
pub type Cursor = Option<(u16, u16)>;

fn digest(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

const fn whole(size: Size) -> Area {
    Area { x: 0, y: 0, width: size.width, height: size.height }
}

/// Every pane of the screen, from the bottom upwards: one that overlaps another lies over it.
#[must_use]
pub fn panes(app: &App) -> Vec<Placed> {
    let mut panes = Vec::with_capacity(10);
    let mut put = |pane, area: Area, key| {
        if area.width > 0 && area.height > 0 {
            panes.push(Placed { pane, area, key });
        }
    };
    let whole = whole(app.size);
    if app.blank.is_empty() {
        put(Pane::Blank, whole, digest(app.blank.words()));
        return panes;
    }
    let said = notice::said(app);
    let has_footer = said.rows.len() < 2;
    let said = digest(said);
    // Which keys are offered depends on the place and on how well they are known; making the words at each key would
    // cost more than the rest of it.
    let footer = digest((app.place(), app.habits.used.values().sum::<u32>()));
    match &app.screen {
        Screen::Home(home) => {
            put(
                Pane::Home,
                whole,
                digest((said, home.at(), home.is_listing(), format!("{:?}", home.sessions()))),
            );
        }
        Screen::Whole(shown) => put(Pane::Whole, whole, digest((said, footer, study::key(shown, app.size)))),
        Screen::Form(form) => put(Pane::Form, whole, digest((said, format!("{form:?}")))),
        Screen::Live(live) => {
            let layout = live.layout(app.size);
            let revision = live.revision();
            let asking = live.asking().map(|asking| (asking.at, asking.row, asking.is_wording));
            let theme = (live.theme, asking);
            put(
                Pane::Header,
                layout.header,
                digest((revision, live.saved_at.as_ref().map(ToString::to_string), said)),
            );
            put(Pane::Themes, layout.themes, digest((revision, theme)));
            put(Pane::People, layout.people, digest(revision));
            put(
                Pane::Talk,
                layout.talk,
                digest((revision, theme, live.chosen.as_ref(), live.is_ready_shown())),
            );
            let list = live::list_area(live, &layout);
            put(Pane::List, list, digest((live.draft.words.text(), live.list.as_ref().map(|list| list.at))));
            let words = &live.draft.words;
            let selected = words.selection().map(|range| (range.start, range.end));
            put(Pane::Typing, layout.typing, digest((live.chips(), words.text(), words.cursor(), selected)));
            if has_footer {
                put(Pane::Message, layout.message, said);
                put(Pane::Footer, layout.footer, footer);
            } else {
                put(Pane::Message, Area { height: 2, ..layout.message }, said);
            }
        }
    }
    match (&app.overlay, &app.screen) {
        (Some(Overlay::Menu(menu)), _) => put(Pane::Menu, menu.area(app.size), digest(menu.at())),
        (Some(Overlay::Help(help)), _) => put(Pane::Help, whole, digest((help.top, help.lines.len()))),
        (Some(Overlay::Picker(picker)), Screen::Live(live)) => {
            let shown = (picker.at(), picker.typed.text(), picker.typed.cursor(), live.revision());
            put(Pane::Picker, picker_area(live.layout(app.size), app.size), digest(shown));
        }
        (Some(overlay), Screen::Live(live)) => {
            let shown = digest(format!("{:?}", overlay.columns(app)));
            put(Pane::Sheet, sheet_area(live.layout(app.size), app.size), shown);
        }
        _ => {}
    }
    panes
}

/// Draws one pane into the cells of its area.
pub fn draw(app: &App, placed: &Placed, buffer: &mut Buffer, look: Look) {
    let mut canvas = Canvas::new(buffer, placed.area, look);
    match (&app.screen, &app.overlay, placed.pane) {
        (_, _, Pane::Blank) => {
            canvas.write(1, 1, app.blank.words(), ratatui::style::Style::new());
        }
        (_, Some(Overlay::Menu(menu)), Pane::Menu) => menu::draw(menu, app.size, &mut canvas),
        (_, Some(Overlay::Help(help)), Pane::Help) => help::draw(help, &mut canvas),
        (Screen::Live(live), Some(Overlay::Picker(list)), Pane::Picker) => {
            picker::draw(list, live, app.size, &mut canvas);
        }
        (_, Some(overlay), Pane::Sheet) => sheet::draw(&overlay.columns(app), &mut canvas),
        (Screen::Home(home), ..) => home::draw(app, home, &mut canvas),
        (Screen::Form(form), ..) => form::draw(app, form, &mut canvas),
        (Screen::Whole(shown), ..) => study::draw(app, shown, &mut canvas),
        (Screen::Live(live), _, pane) => draw_live(app, live, placed.area, pane, &mut canvas),
    }
}

fn draw_live(app: &App, live: &Live, area: Area, pane: Pane, canvas: &mut Canvas<'_>) {
    match pane {
        Pane::Header => live::header(app, live, canvas),
        Pane::Themes => live::themes(live, canvas),
        Pane::People => live::people(live, canvas),
        Pane::Talk => live::talk(live, area, canvas),
        Pane::List => live::list(live, canvas),
        Pane::Typing => typing::draw(live, app.size, canvas),
        Pane::Message => message(app, canvas),
        _ => footer(app, canvas),
    }
}

/// Where the cursor belongs: at the typing place, so that screen readers follow it.
#[must_use]
pub fn cursor(app: &App) -> Cursor {
    if app.blank.is_empty() {
        let behind = width_of(app.blank.words());
        return Some(if behind == 0 { (0, 0) } else { (2 + behind, 1) }).map(|(x, y)| {
            (x.min(app.size.width.saturating_sub(1)), y.min(app.size.height.saturating_sub(1)))
        });
    }
    match (&app.overlay, &app.screen) {
        (None, Screen::Live(live)) => Some(typing::cursor(live, app.size)),
        (Some(overlay), Screen::Live(live)) if overlay.is_typed_under() => {
            Some(typing::cursor(live, app.size))
        }
        (None, Screen::Form(form)) => form::cursor(form, app.size),
        (Some(Overlay::Menu(menu)), _) => Some(menu::cursor(menu, app.size)),
        (Some(Overlay::Picker(list)), Screen::Live(live)) => Some(picker::cursor(list, live, app.size)),
        (Some(overlay), Screen::Live(live)) => {
            let (x, y) = sheet::cursor(&overlay.columns(app), sheet_area(live.layout(app.size), app.size));
            Some((x.min(app.size.width.saturating_sub(1)), y.min(app.size.height.saturating_sub(1))))
        }
        (Some(_), _) => Some((0, 0)),
        (None, Screen::Home(home)) => Some(home::cursor(home, app.size)),
        (None, Screen::Whole(shown)) => Some(study::cursor(shown, app.size)),
    }
}

/// The message line, in one row or two.
pub(super) fn message(app: &App, canvas: &mut Canvas<'_>) {
    let look = canvas.look;
    let width = canvas.width();
    let Said { rows, is_urgent, standing } = notice::said(app);
    let style = if is_urgent { look.attention() } else { ratatui::style::Style::new() };
    let standing = standing.map(|standing| format!(" ! {standing}")).unwrap_or_default();
    // What was just done may be cut short, never what wants to be remembered; unless it wants attention itself.
    let kept = if is_urgent { 0 } else { width_of(&standing).min(width) };
    let mut x = 0;
    for (y, row) in (0..).zip(&rows) {
        let is_last = usize::from(y) + 1 == rows.len();
        let room = width - if is_last { kept } else { 0 };
        x = if room > 1 { canvas.write(0, y, &cut(row, room), style) } else { 0 };
    }
    if !is_urgent || x + width_of(&standing) <= width {
        canvas.write(
            x,
            u16::from(rows.len() > 1),
            &cut(&standing, width.saturating_sub(x)),
            look.attention(),
        );
    }
}

/// The message line and the footer, in the last two rows of a screen without panes.
pub(super) fn last_rows(app: &App, canvas: &mut Canvas<'_>) {
    let Some(y) = canvas.height().checked_sub(2) else { return };
    let rows = Area { x: 0, y, width: canvas.width(), height: 2 };
    message(app, &mut canvas.part(rows));
    footer(app, &mut canvas.part(Area { y: y + 1, height: 1, ..rows }));
}

/// The footer: the keys of this place.
pub(super) fn footer(app: &App, canvas: &mut Canvas<'_>) {
    let hints = hints::hints(app, canvas.width());
    for (place, hint) in hints.iter().enumerate() {
        let x = canvas.write(hint.x, 0, &hint.words, super::palette::quiet());
        if place + 1 < hints.len() {
            canvas.write(x, 0, hints::BETWEEN, super::palette::quiet());
        }
    }
}
