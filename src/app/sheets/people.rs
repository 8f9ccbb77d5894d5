//! Who is here: what each person does, who came late, who left.
//!
//! The person chosen is typed about in the one line; Enter saves and goes on to the next.

use super::{Column, Line, same_person};
use crate::app::commands::Id;
use crate::app::draft::Target;
use crate::app::key::Key;
use crate::app::live::shown::about as about_seat;
use crate::app::live::{Live, history, targets, typing};
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::format::journal::{Happened, Put};
use crate::model::ids::{EntryId, SeatId};
use crate::model::people::{Attendance, Participant, Presence};
use crate::model::session::{ATTENDANCE, PARTICIPANTS};
use crate::model::stamp::NoStampLeft;
use crate::study::undoing::Change;

/// The sheet.
#[must_use]
pub fn column(live: &Live) -> Column {
    let people = &live.facts().people;
    let mut lines = vec![Line::words(
        "What does each person do? Type it below, a comma, and the sector if you like: family worker, voluntary. No names.",
    )];
    let first = lines.len();
    let chosen = chosen(live);
    for (place, person) in people.iter().enumerate() {
        let state = match (person.is_present, person.notes) {
            (false, _) => "has left".to_owned(),
            (true, 0) => String::new(),
            (true, 1) => "1 note".to_owned(),
            (true, notes) => format!("{notes} notes"),
        };
        let about = person.about_here();
        let about = if about.is_empty() { "…" } else { &about };
        let mark = if chosen == Some(place) { "▸" } else { " " };
        lines.push(Line::Item { mark, text: format!("{:<4}{about}", person.label), right: state });
    }
    let unanswered = &live.facts().unanswered;
    if !unanswered.is_empty() {
        let session = live.recorder.session();
        lines.extend([Line::Blank, Line::heading("Two seats with one label: from the notes, Esc, 3 asks")]);
        lines.extend(unanswered.iter().map(|pair| Line::words(same_person::question(session, pair))));
    }
    if !live.facts().clocks.is_empty() {
        lines.extend([Line::Blank, Line::heading("Clocks of the laptops")]);
        lines.extend(live.facts().clocks.iter().map(|told| Line::words(format!("{told}."))));
    }
    let title = format!("Who is here: {} of {}", live.facts().present(), people.len());
    Column { title, lines, chosen: chosen.map(|place| first + place), top: 0, ..Column::default() }
}

/// The place of the person that is typed about.
fn chosen(live: &Live) -> Option<usize> {
    let Target::Seat(seat) = &live.draft.target else { return None };
    live.facts().people.iter().position(|person| person.id == *seat)
}

/// Opens it on the first person of whom nothing is said.
pub(in crate::app) fn open(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let people = &live.facts().people;
    let at = people.iter().position(|person| person.about.is_empty()).unwrap_or(0);
    if people.is_empty() {
        return new_person(app);
    }
    let effects = choose(app, at);
    app.say(Tone::Done, "Type what the person does; Enter saves it and goes to the next, Esc goes back.");
    effects
}

fn choose(app: &mut App, at: usize) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Some(person) = live.facts().people.get(at) else { return Vec::new() };
    let seat = person.id.clone();
    // What another seat of the same person says is shown, and not written here as well.
    let about = participant(live, &seat).as_ref().map(about_seat).unwrap_or_default();
    let effects = targets::begin(app, Target::Seat(seat), &about);
    app.overlay = Some(Overlay::People);
    effects
}

/// Chooses the person in a line of the sheet.
pub(in crate::app) fn choose_line(app: &mut App, line: usize) -> Vec<Effect> {
    line.checked_sub(1).map(|at| choose(app, at)).unwrap_or_default()
}

/// Does what a key asks.
pub(in crate::app) fn on_key(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let at = chosen(live).unwrap_or(0);
    match command {
        Some(Id::UpInList) => choose(app, at.saturating_sub(1)),
        Some(Id::DownInList) if at + 1 < live.facts().people.len() => choose(app, at + 1),
        Some(Id::DownInList) => Vec::new(),
        Some(Id::SaveNote) => save(app),
        Some(Id::Back) => back(app),
        Some(Id::LeaveOrReturn) => leave_or_return(app),
        Some(Id::NewPerson) => new_person(app),
        Some(other) => {
            let mut effects = crate::app::live::command(app, other);
            effects.extend(choose_again(app));
            effects
        }
        None => typing::on_key(app, key),
    }
}

/// Chooses the last person when the one chosen is not there any more, because their seat was taken back: what is typed
/// about nobody could not be kept.
fn choose_again(app: &mut App) -> Vec<Effect> {
    let (Screen::Live(live), Some(Overlay::People)) = (&app.screen, &app.overlay) else { return Vec::new() };
    match (chosen(live), live.facts().people.len().checked_sub(1)) {
        (Some(_), _) => Vec::new(),
        (None, Some(last)) => choose(app, last),
        (None, None) => back(app),
    }
}

fn back(app: &mut App) -> Vec<Effect> {
    app.overlay = None;
    targets::leave(app)
}

/// What is typed about a person: before the comma the role, behind it the sector.
fn parted(typed: &str) -> (Option<String>, Option<String>) {
    let text = |part: &str| Some(part.trim().to_owned()).filter(|part| !part.is_empty());
    match typed.split_once(',') {
        Some((role, sector)) => (text(role), text(sector)),
        None => (text(typed), None),
    }
}

fn participant(live: &Live, seat: &SeatId) -> Option<Participant> {
    live.recorder.session().lists.participants.current(seat.as_str()).cloned()
}

/// Whether something else is typed than what is saved.
pub(in crate::app) fn is_changed(live: &Live, seat: &SeatId) -> bool {
    let (role, sector) = parted(live.draft.words.text());
    participant(live, seat).is_some_and(|person| (person.role, person.sector) != (role, sector))
}

/// Saves what is typed, and goes on to the next person; after the last one back to the notes.
pub(in crate::app) fn save(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let at = chosen(live).unwrap_or(0);
    let count = live.facts().people.len();
    let mut effects = keep(app);
    if at + 1 < count {
        effects.extend(choose(app, at + 1));
    } else {
        effects.extend(back(app));
    }
    effects
}

/// Saves what is typed.
pub(in crate::app) fn keep(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Target::Seat(seat) = live.draft.target.clone() else { return Vec::new() };
    let Some(person) = participant(live, &seat).filter(|_| is_changed(live, &seat)) else {
        return targets::end(app);
    };
    let (role, sector) = parted(live.draft.words.text());
    let ends = Some(live.ends());
    let body = Participant { role, sector, ..person };
    match live.recorder.write(&PARTICIPANTS, &EntryId::new(seat.as_str()), &now, body, false) {
        Ok(put) => {
            live.end_draft();
            let effects = vec![Effect::Journal(Happened::Put { puts: vec![put.clone()], ends })];
            live.note_change(Change::of(&[put]));
            app.say(Tone::Done, "Saved.");
            effects
        }
        Err(error) => {
            app.say(Tone::Attention, format!("That cannot be saved: {error}. Your words stay in the line."));
            Vec::new()
        }
    }
}

/// Says that the person chosen has left, or has come back.
fn leave_or_return(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(person) = chosen(live).and_then(|at| live.facts().people.get(at).cloned()) else {
        return Vec::new();
    };
    let state = if person.is_present { Presence::Left } else { Presence::Arrived };
    let told = match state {
        Presence::Left => format!("{} has left, at {}. Del again: came back.", person.label, clock(app)),
        Presence::Arrived => format!("{} has come back, at {}.", person.label, clock(app)),
    };
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let body = Attendance { state, at: now.wall.clone(), participant: person.id };
    let written = live.recorder.add(&ATTENDANCE, &now, body);
    history::written(app, written.map(|put| vec![put]), &told)
}

fn clock(app: &App) -> String {
    crate::app::hours_and_minutes(&app.now.wall)
}

/// Gives somebody who has come in the next seat.
fn new_person(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let mut effects = targets::leave(app);
    let Screen::Live(live) = &mut app.screen else { return effects };
    let taken = live.facts().people.iter().map(|person| person.number).filter(|number| *number != u32::MAX);
    let number = taken.max().unwrap_or(0) + 1;
    let written: Result<Vec<Put>, NoStampLeft> = live.give_seat(number, &now);
    effects.extend(history::written(
        app,
        written,
        &format!("P{number} has a seat now. Type what P{number} does."),
    ));
    let Screen::Live(live) = &app.screen else { return effects };
    let at = live.facts().people.iter().position(|person| person.number == number).unwrap_or(0);
    effects.extend(choose(app, at));
    effects
}
