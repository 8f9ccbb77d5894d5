//! A question of a topic guide, asked of the room: seat by seat, or as a show of hands.

use super::{Column, Line};
use crate::app::commands::Id;
use crate::app::key::Key;
use crate::app::live::asking::picks::{Pick, find, is_typed, picks};
use crate::app::live::asking::writing;
use crate::app::live::typing::draft_effect;
use crate::app::live::{Live, command, targets};
use crate::app::picker::{Picker, Purpose};
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::model::ids::{EntryId, PromptId};
use crate::model::instrument::Guide;
use crate::model::question::Question;
use crate::report::answers::answer_in_words;

/// Which question is asked, and of whom next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomSheet {
    question: usize,
    at: usize,
    /// Who answered just now: words are asked for with that, though the next person is marked already.
    answered: Option<usize>,
}

/// The questions that can be asked of a room, with their places: those of the theme shown first. What is answered by
/// typing is asked in the talk, and noted like anything said.
#[must_use]
pub fn questions(live: &Live) -> Vec<(usize, &Question)> {
    let Some(guide) = live.recorder.session().guide() else { return Vec::new() };
    let theme = live.theme_id();
    let mut found: Vec<(usize, &Question)> =
        guide.questions.iter().enumerate().filter(|(_, question)| !is_typed(guide, question)).collect();
    found.sort_by_key(|(_, question)| question.theme.is_some() && question.theme != theme);
    found
}

/// Asks which question it is.
pub(in crate::app) fn open(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    if questions(live).is_empty() {
        app.say(Tone::Done, "This guide has no questions to be answered one by one.");
        return Vec::new();
    }
    if live.facts().people.is_empty() {
        app.say(Tone::Attention, "Nobody has a seat yet: Esc, w gives seats.");
        return Vec::new();
    }
    app.overlay = Some(Overlay::Picker(Picker::new(Purpose::RoomQuestion)));
    Vec::new()
}

/// Asks one question of the room.
pub(in crate::app) fn ask(app: &mut App, question: usize) -> Vec<Effect> {
    let effects = targets::leave(app);
    app.overlay = Some(Overlay::Room(RoomSheet { question, at: 0, answered: None }));
    effects
}

fn asked<'a>(live: &'a Live, sheet: &RoomSheet) -> Option<(&'a Guide, &'a Question)> {
    let guide = live.recorder.session().guide()?;
    Some((guide, guide.questions.get(sheet.question)?))
}

/// The sheet.
#[must_use]
pub fn column(live: &Live, sheet: &RoomSheet) -> Column {
    let Some((guide, question)) = asked(live, sheet) else { return Column::default() };
    let keys = picks(guide, question);
    // Words are told of below. A key is not torn from what it answers.
    let answers = keys.iter().filter(|one| one.pick != Pick::Words);
    let told: Vec<String> =
        answers.map(|one| format!("{} {}", one.key, one.text).replace(' ', "\u{a0}")).collect();
    let told = told.join(" · ");
    let mut lines = vec![Line::heading(question.text.clone()), Line::words(told), Line::Blank];
    let first = lines.len();
    let session = live.recorder.session();
    for (place, person) in live.facts().people.iter().enumerate() {
        let id = EntryId::of_response(&question.id, &person.id);
        let response = session.lists.responses.current(id.as_str());
        let said =
            response.and_then(|response| answer_in_words(guide, question, response)).unwrap_or_default();
        let mark = if place == sheet.at { "▸" } else { "·" };
        let text = format!("{} {}", person.label, person.about_here());
        lines.push(Line::Item { mark, text, right: said });
    }
    lines.push(Line::Blank);
    lines.push(Line::words("w notes what is said with an answer. = notes a show of hands instead."));
    let title = format!("Asked of the room: {}", question.label());
    Column { title, lines, chosen: Some(first + sheet.at), ..Column::default() }
}

/// Does what a key asks.
pub(in crate::app) fn on_key(app: &mut App, key: Key, found: Option<Id>) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Some(Overlay::Room(sheet)) = &mut app.overlay else { return Vec::new() };
    let last = live.facts().people.len().saturating_sub(1);
    match (found, key.typed()) {
        (Some(Id::UpInList), _) => (sheet.at, sheet.answered) = (sheet.at.saturating_sub(1), None),
        (Some(Id::DownInList | Id::Take), _) => (sheet.at, sheet.answered) = ((sheet.at + 1).min(last), None),
        (Some(Id::Back), _) => app.overlay = None,
        (Some(other), _) => return command(app, other),
        (None, Some('=')) => return hands(app),
        (None, Some(letter)) => return answer(app, letter),
        (None, None) => {}
    }
    Vec::new()
}

/// Chooses the line that was clicked.
pub(in crate::app) fn choose_line(app: &mut App, line: usize) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let people = live.facts().people.len();
    if let Some(Overlay::Room(sheet)) = &mut app.overlay
        && let Some(at) = line.checked_sub(3).filter(|at| *at < people)
    {
        (sheet.at, sheet.answered) = (at, None);
    }
    Vec::new()
}

fn answer(app: &mut App, letter: char) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Some(Overlay::Room(sheet)) = &app.overlay else { return Vec::new() };
    let (sheet, last) = (*sheet, live.facts().people.len().saturating_sub(1));
    let Some((guide, question)) = asked(live, &sheet) else { return Vec::new() };
    let keys = picks(guide, question);
    let Some(found) = find(&keys, letter) else {
        let told: Vec<String> = keys.iter().map(|one| one.key.to_string()).collect();
        app.say(Tone::Attention, format!("“{letter}” is no answer here. These are: {}.", told.join(" ")));
        return Vec::new();
    };
    let is_words = found.pick == Pick::Words;
    let at = sheet.answered.filter(|_| is_words).unwrap_or(sheet.at);
    let Some(person) = live.facts().people.get(at) else { return Vec::new() };
    if is_words {
        let words_to = (PromptId::new(question.id.as_str()), person.number);
        return words(app, words_to);
    }
    let (question, seat, pick) = (question.clone(), person.id.clone(), found.pick.clone());
    let effects = writing::pick_of(app, &question, &seat, &pick);
    if let Some(Overlay::Room(sheet)) = &mut app.overlay {
        (sheet.answered, sheet.at) = (Some(sheet.at), (sheet.at + 1).min(last));
    }
    effects
}

/// Begins a note of what somebody says with an answer: in a room that is talk like any other.
fn words(app: &mut App, (question, seat): (PromptId, u32)) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if !live.draft.is_empty() || !live.draft.target.takes_signs() {
        app.say(Tone::Attention, "Something is typed already: Esc, Enter saves it. Then words can be added.");
        return Vec::new();
    }
    app.overlay = None;
    live.words_to = Some((question, seat));
    let fact = live.draft.set_speaker(seat, &now.wall);
    app.say(Tone::Done, format!("Type what P{seat} says with it, then Enter. Ctrl+K, room asks the others."));
    vec![draft_effect(fact)]
}

/// Begins the note of a show of hands on the question.
fn hands(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::Room(sheet)) = app.overlay.take() else { return Vec::new() };
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some((_, question)) = asked(live, &sheet) else { return Vec::new() };
    live.raised_for = Some((PromptId::new(question.id.as_str()), question.text.clone()));
    let effects = command(app, Id::Hands);
    app.say(Tone::Done, "Type how many of how many, 6/8 or 6-1/8 (1 against), a blank, Enter.");
    effects
}
