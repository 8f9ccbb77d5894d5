//! Where keys, pastes, clicks and the wheel go.

use super::blank::{self, Blank};
use super::commands::{self, Place};
use super::help::{self, Help};
use super::key::{self, Key};
use super::{
    App, Effect, Overlay, Screen, Tone, footer, form, home, live, menu, notice, picker, sheets, whole,
};

/// Does what a key asks, and remembers that it was used.
pub(super) fn on_key(app: &mut App, key: Key) -> Vec<Effect> {
    if app.blank.is_empty() {
        return blank::on_key(app, key);
    }
    let place = app.place();
    let command = commands::for_key(place, key);
    let mut effects = do_key(app, place, key, command);
    // What is remembered of it comes after whatever the key itself changed.
    effects.extend(command.and_then(|command| count_use(app, place, command)));
    effects.extend(count_sign(app, place, key));
    effects
}

pub(super) fn do_key(app: &mut App, place: Place, key: Key, command: Option<commands::Id>) -> Vec<Effect> {
    let before = app.notice.clone();
    let (was_covered, covers) = (app.overlay.is_some(), notice::covers_footer(app));
    let effects = do_in_place(app, place, key, command);
    // What was said of the notes is not said of what lies over them now.
    let is_of_below = !was_covered
        && app.overlay.is_some()
        && before.as_ref().is_some_and(|notice| notice.tone == Tone::Done);
    if (is_of_below || covers) && app.notice == before {
        app.notice = None;
    }
    effects
}

fn do_in_place(app: &mut App, place: Place, key: Key, command: Option<commands::Id>) -> Vec<Effect> {
    if let Some(effects) = command.and_then(|command| everywhere(app, command)) {
        return effects;
    }
    if app.overlay.is_none() && matches!(app.screen, Screen::Whole(_)) {
        return whole::on_key(app, key, command);
    }
    match place {
        Place::Reports | Place::Matrix | Place::Cell | Place::Page => Vec::new(),
        Place::Menu => menu::on_key(app, key, command),
        Place::Help => help::on_key(app, key, command),
        Place::Picker => picker::on_key(app, key, command),
        Place::People => sheets::people::on_key(app, key, command),
        Place::Script => sheets::script::on_key(app, command),
        Place::Room => sheets::room::on_key(app, key, command),
        Place::Plan => sheets::plan::on_key(app, command),
        Place::Close => sheets::close::on_key(app, command),
        Place::Choices if matches!(app.overlay, Some(Overlay::Review(_))) => {
            sheets::review::on_key(app, command)
        }
        Place::Choices if matches!(app.overlay, Some(Overlay::SamePerson(_))) => {
            sheets::same_person::on_key(app, command)
        }
        Place::Choices | Place::Sides => sheets::conflicts::on_key(app, key, command),
        Place::Field if matches!(app.overlay, Some(Overlay::Conflicts(_))) => {
            sheets::conflicts::on_key(app, key, command)
        }
        Place::Home => home::on_key(app, key, command),
        Place::Form => form::on_key(app, key, command),
        Place::Live
        | Place::Ready
        | Place::Earlier
        | Place::List
        | Place::Debrief
        | Place::Asking
        | Place::Field => live::on_key(app, key, command),
    }
}

/// A key that did something is known a little better: its hint goes when it has been used three times.
fn count_use(app: &mut App, place: Place, command: commands::Id) -> Option<Effect> {
    const ENOUGH: u32 = 3;
    let name = commands::in_place(place).find(|one| one.id == command)?.name;
    let used = app.habits.used.get(name).copied().unwrap_or(0);
    if used >= ENOUGH {
        return None;
    }
    app.habits.used.insert(name.to_owned(), used + 1);
    (used + 1 == ENOUGH).then(|| Effect::Remember(app.habits.clone()))
}

/// A sign that has opened its list is a key that was used.
fn count_sign(app: &mut App, place: Place, key: Key) -> Option<Effect> {
    let command = match key.typed()? {
        '@' => commands::Id::Who,
        '#' => commands::Id::Tag,
        _ => return None,
    };
    let has_opened = app.place() == Place::List || (place == Place::Earlier && app.place() == Place::Picker);
    if has_opened { count_use(app, place, command) } else { None }
}

/// Does a command of the table, wherever it was taken from.
pub(crate) fn do_command(app: &mut App, command: commands::Id) -> Vec<Effect> {
    everywhere(app, command).unwrap_or_else(|| live::command(app, command))
}

/// Commands that mean the same on every screen.
pub(super) fn everywhere(app: &mut App, command: commands::Id) -> Option<Vec<Effect>> {
    match command {
        commands::Id::Leave => {
            app.is_leaving = true;
            Some(vec![Effect::Quit])
        }
        commands::Id::Blank => {
            app.blank = Blank::Empty;
            Some(Vec::new())
        }
        commands::Id::DoNotKill => {
            app.say(Tone::Done, "Ctrl+Q leaves; everything is already saved.");
            Some(Vec::new())
        }
        commands::Id::Help => {
            let help = Help::for_place(app);
            let below = app.overlay.take().map(Box::new);
            app.overlay = Some(Overlay::Help(Help { below, ..help }));
            Some(Vec::new())
        }
        _ => None,
    }
}

pub(super) fn on_paste(app: &mut App, text: &str) -> Vec<Effect> {
    if blank::takes_paste(app, text) {
        return Vec::new();
    }
    // What is pasted is meant, whether it is seen or not.
    if !app.wants_passphrase {
        app.blank = Blank::Shown;
    }
    match (&mut app.overlay, &mut app.screen) {
        (Some(overlay), Screen::Live(_)) if overlay.is_typed_under() => live::on_paste(app, text),
        (None, Screen::Live(_)) => live::on_paste(app, text),
        (Some(Overlay::Picker(picker)), _) => {
            picker.typed.paste(text.trim());
            Vec::new()
        }
        (None, Screen::Form(form)) => {
            form.paste(text);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Does what a key of this place would.
pub(crate) fn press(app: &mut App, id: commands::Id) -> Vec<Effect> {
    let place = app.place();
    let command = commands::in_place(place).find(|one| one.id == id);
    match command.and_then(|one| one.keys.first()) {
        Some(key) => do_key(app, place, *key, Some(id)),
        None => Vec::new(),
    }
}

pub(super) fn on_click(app: &mut App, x: u16, y: u16) -> Vec<Effect> {
    if app.blank.is_empty() {
        return Vec::new();
    }
    if app.footer_area().holds(x, y) {
        return match footer::at(app, app.size.width, x) {
            Some(id) => press(app, id),
            None => Vec::new(),
        };
    }
    match (&app.overlay, &app.screen) {
        (None, Screen::Home(_)) => home::on_click(app, x, y),
        (None, Screen::Live(_)) => live::mouse::on_click(app, x, y),
        (Some(_), Screen::Live(_)) => sheets::clicks::on_click(app, x, y),
        _ => Vec::new(),
    }
}

/// Over notes the wheel moves them; over a list or a page it moves what is chosen or shown.
pub(super) fn on_scroll(app: &mut App, by: isize) -> Vec<Effect> {
    match (&app.overlay, &app.screen) {
        (None, Screen::Live(_)) => live::mouse::on_scroll(app, by),
        (Some(_), _) => {
            let command = if by < 0 { commands::Id::UpInList } else { commands::Id::DownInList };
            let place = app.place();
            do_key(app, place, Key::plain(key::Code::Down), Some(command))
        }
        _ => Vec::new(),
    }
}
