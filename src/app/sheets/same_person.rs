//! Two seats under one label: the same person? Yes, no, or later.
//!
//! A yes cannot be taken back, so it is asked twice, with what it means.

use super::{Choice, Column, Line};
use crate::app::commands::Id;
use crate::app::live::shown::about;
use crate::app::live::{Live, history, journal, targets};
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::model::ids::SeatId;
use crate::model::session::Session;
use crate::report::same_person::{Pair, given_by};
use crate::study::same_person::{Answer, answer};

/// The sheet's state.
#[derive(Debug)]
pub struct SamePersonSheet {
    pairs: Vec<Pair>,
    at: usize,
    choice: Choice,
    /// Whether yes was chosen, and is asked again.
    is_warned: bool,
}

const ANSWERS: [&str; 3] =
    ["Yes, one person", "No, two people", "Later: they count as two until somebody says"];
const FOR_GOOD: [&str; 2] = ["Back", "Yes, one person, for good"];

/// The question in words.
#[must_use]
pub fn question(session: &Session, pair: &Pair) -> String {
    let of = |seat: &SeatId| {
        let by = given_by(session, seat).map(|initials| format!(" of {initials}")).unwrap_or_default();
        format!("{}{by}", pair.label)
    };
    format!("{} and {}: the same person?", of(&pair.one), of(&pair.other))
}

/// The sheet.
#[must_use]
pub fn column(live: &Live, sheet: &SamePersonSheet) -> Column {
    let session = live.recorder.session();
    let Some(pair) = sheet.pairs.get(sheet.at) else { return Column::default() };
    let mut lines = vec![Line::heading(question(session, pair)), Line::Blank];
    lines.extend([&pair.one, &pair.other].map(|seat| Line::words(described(session, seat))));
    lines.push(Line::Blank);
    if sheet.is_warned {
        lines.push(Line::words(
            "A yes cannot be taken back: it counts for ever, in every copy. If this person withdraws later, what stands \
             under both seats goes.",
        ));
        lines.push(Line::Blank);
    }
    let first = lines.len();
    for (place, text) in items(sheet).iter().enumerate() {
        lines.push(Line::item(if place == sheet.choice.0 { "▸" } else { " " }, *text));
    }
    let title = format!("The same person? {} of {}", sheet.at + 1, sheet.pairs.len());
    Column { title, lines, chosen: Some(first + sheet.choice.0), ..Column::default() }
}

fn items(sheet: &SamePersonSheet) -> &'static [&'static str] {
    if sheet.is_warned { &FOR_GOOD } else { &ANSWERS }
}

/// What is known of a seat: who gave it, what the person does, how much was noted there.
fn described(session: &Session, seat: &SeatId) -> String {
    let by = given_by(session, seat).unwrap_or_else(|| "somebody".to_owned());
    let does = session.lists.participants.current(seat.as_str()).map(about).filter(|does| !does.is_empty());
    let notes =
        session.lists.notes.standing().filter(|(_, note)| note.body.participant.as_ref() == Some(seat));
    let notes = match notes.count() {
        1 => "1 note".to_owned(),
        notes => format!("{notes} notes"),
    };
    let does = does.unwrap_or_else(|| "nothing said of the person".to_owned());
    format!("{} of {by}: {does}; {notes}", session.seat_label(seat))
}

/// Opens it on the first question.
pub(in crate::app) fn open(app: &mut App) -> Vec<Effect> {
    let effects = targets::leave(app);
    let Screen::Live(live) = &app.screen else { return effects };
    let pairs = live.facts().unanswered.clone();
    if pairs.is_empty() {
        app.say(Tone::Done, "No two seats have the same label, or it has been said who is who.");
        return effects;
    }
    app.overlay = Some(Overlay::SamePerson(SamePersonSheet {
        pairs,
        at: 0,
        choice: Choice::default(),
        is_warned: false,
    }));
    effects
}

/// Does what a key asks.
pub(in crate::app) fn on_key(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::SamePerson(sheet)) = &mut app.overlay else { return Vec::new() };
    let count = items(sheet).len();
    match command {
        Some(Id::UpInList) => sheet.choice.step(-1, count),
        Some(Id::DownInList) => sheet.choice.step(1, count),
        Some(Id::Take) => return take(app),
        Some(Id::Back) if sheet.is_warned => ask(sheet, false),
        Some(Id::Back) => app.overlay = None,
        Some(other) => return crate::app::live::command(app, other),
        None => {}
    }
    Vec::new()
}

const fn ask(sheet: &mut SamePersonSheet, is_warned: bool) {
    sheet.is_warned = is_warned;
    sheet.choice = Choice(0);
}

fn take(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::SamePerson(sheet)) = &mut app.overlay else { return Vec::new() };
    match (sheet.is_warned, sheet.choice.0) {
        (false, 0) => ask(sheet, true),
        (true, 0) => ask(sheet, false),
        (true, _) => return said(app, Answer::One),
        (false, 1) => return said(app, Answer::Two),
        (false, _) => next(app),
    }
    Vec::new()
}

fn said(app: &mut App, what: Answer) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(Overlay::SamePerson(sheet)) = &app.overlay else { return Vec::new() };
    let Some(pair) = sheet.pairs.get(sheet.at) else { return Vec::new() };
    let label = pair.label.clone();
    let effects = match (answer(&mut live.recorder, pair, what, &now), what) {
        (Ok(put), Answer::Two) => {
            history::written(app, Ok(vec![put]), &format!("{label}: two people. Ctrl+Z takes it back."))
        }
        (Ok(put), Answer::One) => {
            // It is in no history: nobody takes it back.
            live.refresh();
            app.say(Tone::Done, format!("{label}: one person from now on, in every copy."));
            vec![journal(vec![put])]
        }
        (Err(error), _) => {
            app.say(Tone::Attention, format!("That cannot be said: {error}."));
            return Vec::new();
        }
    };
    next(app);
    effects
}

/// Goes on to the next pair that nobody has answered; after the last one back to the notes.
fn next(app: &mut App) {
    let Screen::Live(live) = &app.screen else { return };
    let Some(Overlay::SamePerson(sheet)) = &mut app.overlay else { return };
    let is_open = |pair: &Pair| live.facts().unanswered.contains(pair);
    match (sheet.at + 1..sheet.pairs.len()).find(|at| sheet.pairs.get(*at).is_some_and(is_open)) {
        Some(at) => {
            sheet.at = at;
            ask(sheet, false);
        }
        None => app.overlay = None,
    }
}

/// Chooses a line, and takes it.
pub(in crate::app) fn choose_line(app: &mut App, line: usize) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Some(Overlay::SamePerson(sheet)) = &mut app.overlay else { return Vec::new() };
    let first = column(live, sheet).lines.len() - items(sheet).len();
    let Some(at) = line.checked_sub(first) else { return Vec::new() };
    sheet.choice.0 = at;
    take(app)
}
