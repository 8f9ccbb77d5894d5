//! What a key does in a questionnaire.

use super::picks::{Pick, find, is_typed, picks};
use super::{go, rest, writing};
use crate::app::commands::{Id, Place};
use crate::app::draft::Target;
use crate::app::key::{Code, Key};
use crate::app::live::{Live, command, typing};
use crate::app::menu::Menu;
use crate::app::picker::{Picker, Purpose};
use crate::app::sheets::Choice;
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::model::question::QuestionKind;

/// Does what a key asks.
pub(in crate::app::live) fn on_key(app: &mut App, key: Key, found: Option<Id>) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let is_empty = live.draft.words.is_empty();
    match key.typed().filter(|_| is_empty) {
        Some('?') => return crate::app::everywhere(app, Id::Help).unwrap_or_default(),
        Some('/') => return command(app, Id::AllCommands),
        _ => {}
    }
    if let Some(found) = found {
        return command(app, found);
    }
    if let Some(letter) = key.typed()
        && !live.is_wording()
        && !live.is_typed_answer()
    {
        return on_letter(app, letter);
    }
    match key.code {
        Code::Up | Code::Down if live.has_rows() && !live.is_wording() => {
            live.step_in_rows(if key.code == Code::Up { -1 } else { 1 });
            Vec::new()
        }
        Code::Backspace if is_empty && live.is_wording() => stop_wording(app),
        Code::Backspace if is_empty => writing::take_away(app),
        _ => typing::on_key(app, key),
    }
}

/// A letter that is no word: an answer.
fn on_letter(app: &mut App, letter: char) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Some((guide, question)) = live.asked() else { return Vec::new() };
    let picks = picks(guide, question);
    match find(&picks, letter).map(|found| found.pick.clone()) {
        Some(Pick::Words) => begin_wording(app),
        Some(pick) => writing::pick(app, &pick),
        None => {
            let keys: Vec<String> = picks.iter().map(|pick| pick.key.to_string()).collect();
            app.say(Tone::Attention, format!("“{letter}” is no answer here. These are: {}.", keys.join(" ")));
            Vec::new()
        }
    }
}

/// From now on letters are words to the answer.
pub(super) fn begin_wording(app: &mut App) -> Vec<Effect> {
    set_wording(app, true)
}

/// From now on letters are answers again.
fn stop_wording(app: &mut App) -> Vec<Effect> {
    set_wording(app, false)
}

fn set_wording(app: &mut App, is_wording: bool) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if let Some(asking) = &mut live.asking {
        asking.is_wording = is_wording;
    }
    rest(app)
}

/// Does a command of a questionnaire; nothing for one that means the same elsewhere.
pub(in crate::app::live) fn on_command(app: &mut App, id: Id) -> Option<Vec<Effect>> {
    let Screen::Live(live) = &mut app.screen else { return None };
    live.asking.as_ref()?;
    Some(match id {
        Id::SaveAnswer => writing::enter(app),
        Id::NextQuestion => go(app, true),
        Id::PreviousQuestion => go(app, false),
        Id::Review => {
            let effects = super::leave(app);
            app.overlay = Some(Overlay::Review(Choice::default()));
            effects.into_iter().chain(rest(app)).collect()
        }
        Id::FindQuestion => over(app, Purpose::Question),
        Id::LeaveEmpty => over(app, Purpose::Empty),
        Id::QuickEntry => {
            let asking = live.asking.as_mut()?;
            asking.is_quick = !asking.is_quick;
            let told = if asking.is_quick {
                "Quick entry: an answer goes on to the next question at once; w first adds words."
            } else {
                "Quick entry is off: after an answer there is time for words, Enter goes on."
            };
            app.say(Tone::Done, told);
            Vec::new()
        }
        Id::OpenMenu if live.is_wording() => {
            let effects = super::targets::leave(app);
            effects.into_iter().chain(stop_wording(app)).collect()
        }
        Id::OpenMenu if matches!(live.draft.target, Target::Answer(_)) => {
            app.overlay = Some(Overlay::Menu(Menu::over(Place::Asking)));
            Vec::new()
        }
        _ => return None,
    })
}

fn over(app: &mut App, purpose: Purpose) -> Vec<Effect> {
    app.overlay = Some(Overlay::Picker(Picker::new(purpose)));
    Vec::new()
}

impl Live {
    /// Whether letters are words to an answer.
    fn is_wording(&self) -> bool {
        self.asking.as_ref().is_some_and(|asking| asking.is_wording)
    }

    /// Whether the answer itself is typed.
    fn is_typed_answer(&self) -> bool {
        self.asked().is_some_and(|(guide, question)| is_typed(guide, question))
    }

    fn has_rows(&self) -> bool {
        self.asked().is_some_and(|(_, question)| question.kind == QuestionKind::Matrix)
    }

    fn step_in_rows(&mut self, by: isize) {
        let rows = self.asked().map_or(0, |(_, question)| question.items.len());
        if let Some(asking) = &mut self.asking {
            asking.row = asking.row.saturating_add_signed(by).min(rows.saturating_sub(1));
        }
        self.touch();
    }
}
