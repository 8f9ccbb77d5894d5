//! What keys and commands do in a session.

use super::{
    asking, debrief, earlier, elsewhere, flags, history, language, lists, marks, pause, probes, ready, saving,
};
use super::{signs, targets, themes, typing};
use crate::app::commands::{Id, Place};
use crate::app::draft::Target;
use crate::app::key::{Code, Key};
use crate::app::menu::Menu;
use crate::app::picker::{Picker, Purpose};
use crate::app::{App, Effect, Overlay, Screen, Tone, sheets};

/// What is said of a session that is only looked at.
pub(super) const READ_ONLY: &str = "Open to be read: nothing can be changed. Tab goes on, Ctrl+Q leaves.";

/// What can be done in a session that is only looked at.
const fn is_reading(id: Id) -> bool {
    matches!(
        id,
        Id::NextTheme
            | Id::PreviousTheme
            | Id::EarlierNotes
            | Id::UpInList
            | Id::DownInList
            | Id::Back
            | Id::OpenMenu
            | Id::ShowId
            | Id::GoHome
            | Id::WhenSaved
            | Id::Coverage
            | Id::Conflicts
            | Id::Find
            | Id::History
            | Id::AllCommands
            | Id::Mouse
            | Id::NextQuestion
            | Id::PreviousQuestion
            | Id::FindQuestion
            | Id::Review
    )
}

/// Does what a key asks in a session.
pub(in crate::app) fn on_key(app: &mut App, key: Key, found: Option<Id>) -> Vec<Effect> {
    let size = app.size;
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let place = live.place();
    if live.is_read_only && !found.is_some_and(is_reading) && !matches!(key.typed(), Some('?' | '/')) {
        app.say(Tone::Attention, READ_ONLY);
        return Vec::new();
    }
    match place {
        Place::List => match (found, key.code) {
            (Some(Id::Take), _) => return lists::take(app),
            (Some(Id::UpInList | Id::DownInList), _) => {
                live.step_in_list(if found == Some(Id::UpInList) { -1 } else { 1 });
                return Vec::new();
            }
            (Some(Id::Back), _) => {
                live.list = None;
                return Vec::new();
            }
            // Letters narrow the list: they are typed as ever. Keys of the typing line work too.
            _ => {}
        },
        Place::Earlier => return earlier::on_key(app, key, found),
        Place::Asking => return asking::keys::on_key(app, key, found),
        _ => {
            let width = live.typing_width(size);
            let is_within = key.code == Code::Up && !live.draft.words.is_on_first_row(width);
            let is_empty = live.draft.is_empty() && live.draft.is_new();
            match key.typed().filter(|_| is_empty) {
                Some('?') => return crate::app::everywhere(app, Id::Help).unwrap_or_default(),
                Some('/') => return command(app, Id::AllCommands),
                _ => {}
            }
            if let Some(found) = found.filter(|_| !is_within) {
                return command(app, found);
            }
        }
    }
    typing::on_key(app, key)
}

/// Does a command of the table.
pub(in crate::app) fn command(app: &mut App, id: Id) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if live.is_read_only && !is_reading(id) {
        app.say(Tone::Attention, READ_ONLY);
        return Vec::new();
    }
    if let Some(effects) = asking::keys::on_command(app, id) {
        return effects;
    }
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let overlay = match id {
        Id::SaveNote | Id::SaveSummary => return saving::save(app),
        Id::Take if live.is_ready_shown() => return ready::take(app),
        Id::UpInList | Id::DownInList if live.is_ready_shown() => {
            live.step_in_ready(if id == Id::UpInList { -1 } else { 1 });
            return Vec::new();
        }
        Id::NewLine => return typing::new_line(app),
        Id::NextTheme | Id::PreviousTheme => {
            return themes::go(app, if id == Id::NextTheme { 1 } else { -1 });
        }
        Id::EarlierNotes => return earlier::enter(app),
        Id::Who | Id::Tag => return earlier::pick(app, id),
        Id::Refile => return earlier::refile(app),
        Id::TickProbe => return probes::tick_next(app),
        Id::FlagCheck | Id::FlagAbsent | Id::FlagSettled => return flags::toggle(app, id),
        Id::Undo => return history::undo(app),
        Id::Redo => return history::redo(app),
        Id::Pause => return pause::pause(app),
        Id::Mark => return marks::mark(app),
        Id::Language => return language::ask(app),
        Id::AskRoom => return sheets::room::open(app),
        Id::Debrief => return debrief::enter(app),
        Id::Pin => return signs::pin(app),
        Id::ShortForms => return sheets::short_forms::open(app),
        Id::SaveElsewhere => return elsewhere::ask(app),
        Id::Back if live.place() == Place::Debrief => return debrief::leave(app),
        Id::Back if live.draft.target == Target::ShortForm => return sheets::short_forms::back(app),
        Id::Back => return targets::leave(app),
        Id::OpenMenu if !live.draft.is_new() => return targets::leave(app),
        Id::OpenMenu => Overlay::Menu(Menu::over(Place::Live)),
        Id::AllCommands => Overlay::Picker(Picker::new(Purpose::Commands)),
        Id::Find => Overlay::Picker(Picker::new(Purpose::Find)),
        Id::Coverage => Overlay::Coverage(0),
        Id::Conflicts => return sheets::conflicts::open(app),
        Id::Script => return sheets::script::open(app),
        Id::SamePerson => return sheets::same_person::open(app),
        Id::People => return sheets::people::open(app),
        Id::Plan => return sheets::plan::open(app),
        Id::Close => return sheets::close::open(app),
        Id::WhenSaved | Id::ShowId | Id::GoHome | Id::Mouse => return about(app, id),
        other => return signs::begin(app, other),
    };
    app.overlay = Some(overlay);
    Vec::new()
}

/// Commands about the session as a whole.
fn about(app: &mut App, id: Id) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    match id {
        Id::WhenSaved => {
            let text = match (&app.trouble, &live.saved_at) {
                (Some(trouble), _) => trouble.clone(),
                (None, Some(at)) => {
                    format!(
                        "Saved at {}. Every letter is kept as you type.",
                        crate::app::hours_and_minutes(at)
                    )
                }
                (None, None) => "Every letter is kept as you type.".to_owned(),
            };
            app.say(Tone::Done, text);
        }
        Id::ShowId => {
            let id = live.recorder.session().id();
            app.say(Tone::Done, format!("The second note-taker chooses “Join a session” and types: {id}"));
        }
        Id::Mouse => {
            app.habits.has_mouse = !app.habits.has_mouse;
            let told = if app.habits.has_mouse {
                "Clicks go to hearken: themes, people, notes, probes and the keys below."
            } else {
                "Clicks go to the terminal again: drag to select text and copy it."
            };
            app.say(Tone::Done, told);
            return vec![Effect::Remember(app.habits.clone())];
        }
        Id::GoHome => {
            let session = Box::new(live.recorder.session().clone());
            if app.behind.is_some() {
                app.notice = None;
                return crate::app::whole::come_back(app, session).unwrap_or_default();
            }
            app.screen = Screen::Home(crate::app::home::Home::default());
            app.notice = None;
            app.practice = None;
            return vec![Effect::Close(session)];
        }
        _ => {}
    }
    Vec::new()
}

/// Puts a pasted text into the line.
pub(in crate::app) fn on_paste(app: &mut App, text: &str) -> Vec<Effect> {
    if let Screen::Live(live) = &app.screen
        && live.is_read_only
    {
        app.say(Tone::Attention, READ_ONLY);
        return Vec::new();
    }
    typing::paste(app, text)
}
