//! What stands where on each screen, and when a pane has to be drawn again.
//!
//! A pane has a key: a digest of everything its drawing depends on. As long as key and place are the same, the
//! cells that are kept are still right.

use std::hash::{DefaultHasher, Hash, Hasher};

use ratatui::buffer::Buffer;

use super::canvas::Canvas;
use super::palette::Look;
use super::{form, help, home, live, menu, typing};
use crate::app::commands::Place;
use crate::app::layout::{Area, Size};
use crate::app::live::Live;
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
    let said = digest((app.notice.as_ref().map(|notice| &notice.text), &app.trouble));
    match &app.screen {
        Screen::Home(home) => {
            put(
                Pane::Home,
                whole,
                digest((said, home.at(), home.is_listing(), format!("{:?}", home.sessions()))),
            );
        }
        Screen::Form(form) => put(Pane::Form, whole, digest((said, format!("{form:?}")))),
        Screen::Live(live) => {
            let layout = live.layout(app.size);
            let revision = live.revision();
            let theme = live.theme;
            put(
                Pane::Header,
                layout.header,
                digest((revision, live.saved_at.as_ref().map(ToString::to_string), said)),
            );
            put(Pane::Themes, layout.themes, digest((revision, theme)));
            put(Pane::People, layout.people, digest(revision));
            put(Pane::Talk, layout.talk, digest((revision, theme, live.chosen.as_ref())));
            let list = live::list_area(live, &layout);
            put(Pane::List, list, digest((live.draft.words.text(), live.list.as_ref().map(|list| list.at))));
            let words = &live.draft.words;
            let selected = words.selection().map(|range| (range.start, range.end));
            put(Pane::Typing, layout.typing, digest((live.lead(), words.text(), words.cursor(), selected)));
            put(Pane::Message, layout.message, said);
            put(Pane::Footer, layout.footer, digest(format!("{:?}", app.place())));
        }
    }
    match &app.overlay {
        Some(Overlay::Menu(menu)) => put(Pane::Menu, menu::area(app.size), digest(menu.at())),
        Some(Overlay::Help(help)) => put(Pane::Help, whole, digest((help.top, help.lines.len()))),
        None => {}
    }
    panes
}

/// Draws one pane into the cells of its area.
pub fn draw(app: &App, placed: &Placed, buffer: &mut Buffer, look: Look) {
    let mut canvas = Canvas::new(buffer, placed.area, look);
    match (&app.screen, placed.pane) {
        (_, Pane::Menu) => {
            if let Some(Overlay::Menu(menu)) = &app.overlay {
                menu::draw(menu, &mut canvas);
            }
        }
        (_, Pane::Help) => {
            if let Some(Overlay::Help(help)) = &app.overlay {
                help::draw(help, &mut canvas);
            }
        }
        (Screen::Home(home), _) => home::draw(app, home, &mut canvas),
        (Screen::Form(form), _) => form::draw(app, form, &mut canvas),
        (Screen::Live(live), pane) => draw_live(app, live, pane, &mut canvas),
    }
}

fn draw_live(app: &App, live: &Live, pane: Pane, canvas: &mut Canvas<'_>) {
    match pane {
        Pane::Header => live::header(app, live, canvas),
        Pane::Themes => live::themes(live, canvas),
        Pane::People => live::people(live, canvas),
        Pane::Talk => live::talk(live, canvas),
        Pane::List => live::list(live, canvas),
        Pane::Typing => typing::draw(live, app.size, canvas),
        Pane::Message => message(app, canvas),
        _ => footer(app.place(), canvas),
    }
}

/// Where the cursor belongs: at the typing place, so that screen readers follow it.
#[must_use]
pub fn cursor(app: &App) -> Cursor {
    match (&app.overlay, &app.screen) {
        (None, Screen::Live(live)) => Some(typing::cursor(live, app.size)),
        (None, Screen::Form(form)) => form::cursor(form),
        (Some(Overlay::Menu(menu)), _) => Some(menu::cursor(menu, app.size)),
        (Some(Overlay::Help(_)), _) => Some((0, 0)),
        (None, Screen::Home(home)) => Some(home::cursor(home, app.size)),
    }
}

/// The message line: what is wrong with saving stands as long as it is wrong.
pub(super) fn message(app: &App, canvas: &mut Canvas<'_>) {
    use crate::app::Tone;
    let look = canvas.look;
    let (text, style) = match (&app.trouble, &app.notice) {
        (Some(trouble), _) => (format!(" ! {trouble}"), look.attention()),
        (None, Some(notice)) if notice.tone == Tone::Attention => {
            (format!(" ! {}", notice.text), look.attention())
        }
        (None, Some(notice)) => (format!(" {}", notice.text), ratatui::style::Style::new()),
        (None, None) => return,
    };
    let text = crate::model::visible::visible_line(&text).into_owned();
    let width = canvas.width();
    canvas.write(0, 0, &super::canvas::cut(&text, width), style);
}

/// The footer: the keys of this place, as many as fit; taking, stepping back and the way out always.
pub(super) fn footer(place: Place, canvas: &mut Canvas<'_>) {
    use super::canvas::width_of;
    use crate::app::commands::{Id, in_place};
    let is_kept = |id: Id| matches!(id, Id::SaveNote | Id::Take | Id::Leave | Id::Back | Id::OpenMenu);
    // Two keys that do the same here stand together: Up, Down choose.
    let mut offered: Vec<(Id, &'static str, String)> = Vec::new();
    for command in in_place(place).filter(|command| command.id != Id::DoNotKill) {
        let Some(key) = command.keys.first().map(ToString::to_string) else { continue };
        match offered.iter_mut().find(|(_, name, _)| *name == command.name) {
            Some((_, _, keys)) => keys.push_str(&format!(", {key}")),
            None => offered.push((command.id, command.name, key)),
        }
    }
    let offered: Vec<(Id, String)> =
        offered.into_iter().map(|(id, name, keys)| (id, format!("{keys} {name}"))).collect();
    let kept: u16 = offered.iter().filter(|(id, _)| is_kept(*id)).map(|(_, words)| width_of(words) + 3).sum();
    let mut room = canvas.width().saturating_sub(kept + 1);
    let mut shown: Vec<&str> = Vec::new();
    for (id, words) in &offered {
        let width = width_of(words) + 3;
        if is_kept(*id) {
            shown.push(words);
        } else if width <= room {
            room -= width;
            shown.push(words);
        }
    }
    canvas.write(1, 0, &shown.join(" · "), super::palette::quiet());
}
