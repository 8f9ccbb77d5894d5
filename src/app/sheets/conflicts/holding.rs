//! Lets a side of a conflict hold, or both, or other words.

use super::laid::{Laid, laid};
use super::{ConflictSheet, Shown, show};
use crate::app::commands::Id;
use crate::app::draft::Target;
use crate::app::live::{Live, history, targets};
use crate::app::sheets::sides;
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::format::journal::Happened;
use crate::report::conflicts::{self as report, Name, Side, Told};
use crate::study::settling::{CannotSettle, Choice as Held, Settled, delete_own, settle};
use crate::study::undoing::Change;

/// What a key lets hold.
struct Chosen {
    held: Held,
    /// The sentence that says so.
    told: String,
    /// What the list says of it.
    word: &'static str,
}

fn chosen(laid: &Laid, sheet: &ConflictSheet, id: Id) -> Option<Chosen> {
    let (first, other, _) = laid.sides(sheet.opposite)?;
    let side = |side: &Told, word| {
        let who = sides::initials(side);
        let told = if side.is_deleted {
            format!("It is deleted, as {who} has it.")
        } else {
            format!("What {who} has holds.")
        };
        Chosen { held: Held::Side(side.side), told, word }
    };
    Some(match (id, laid.has_mine) {
        (Id::HoldMine, true) => side(first, "mine holds"),
        (Id::HoldMine, false) => side(first, "the first holds"),
        (Id::HoldTheirs, true) => side(other, "theirs holds"),
        (Id::HoldTheirs, false) => side(other, "the other holds"),
        _ => {
            let sides = sheet.listed().map(|entry| entry.sides.clone()).unwrap_or_default();
            Chosen { held: Held::Both(sides), told: "Both hold.".to_owned(), word: "both hold" }
        }
    })
}

/// Lets a side hold, or both, or begins to type what is to hold.
pub(super) fn hold(app: &mut App, id: Id) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if live.is_read_only() {
        app.say(Tone::Attention, "Open to be read: nothing can be changed.");
        return Vec::new();
    }
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return Vec::new() };
    let Some(laid) = sheet.listed().and_then(|entry| laid(live, entry)) else { return Vec::new() };
    if id == Id::HoldOther {
        return type_instead(app, &laid);
    }
    let Some(Chosen { held, told, word }) = chosen(&laid, sheet, id) else { return Vec::new() };
    let Some(entry) = sheet.entries.get_mut(sheet.choice.0) else { return Vec::new() };
    match settle(&mut live.recorder, &entry.name, &held, &now) {
        Ok(Settled { puts, own }) => {
            // What was parted by an earlier choice and is not wanted any more goes first: the settling stays the last.
            let gone = delete_own(&mut live.recorder, &entry.own, &now).unwrap_or_default();
            let told = format!("{told}{} Ctrl+Z chooses again.", notes_of_their_own(own.len()));
            entry.own = own;
            let effects = history::written(app, Ok(gone.into_iter().chain(puts).collect()), &told);
            is_settled(app, word);
            effects
        }
        Err(error) => {
            app.say(Tone::Attention, why_not(error));
            Vec::new()
        }
    }
}

fn notes_of_their_own(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => " The other wording is a note of its own now.".to_owned(),
        more => format!(" The {more} other wordings are notes of their own now."),
    }
}

fn why_not(error: CannotSettle) -> String {
    match error {
        CannotSettle::NotBoth => {
            "Both cannot hold here: they contradict each other beside the words. Take m or t, or e."
                .to_owned()
        }
        other => format!("That cannot be settled: {other}."),
    }
}

/// Takes down that the one chosen is settled, and goes on to the next that is not.
pub(super) fn is_settled(app: &mut App, word: &'static str) {
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return };
    let at = sheet.choice.0;
    if let Some(entry) = sheet.entries.get_mut(at) {
        entry.settled = Some(word);
    }
    sheet.order.retain(|settled| *settled != at);
    sheet.order.push(at);
    let count = sheet.entries.len();
    let is_open = |place: &usize| sheet.entries.get(*place).is_some_and(|entry| entry.settled.is_none());
    let next = (at + 1..count).chain(0..at).find(is_open);
    match next {
        Some(next) => show(sheet, next),
        None => sheet.shown = Shown::List,
    }
}

/// Puts a side's words into the typing line, to be changed to what is to hold.
fn type_instead(app: &mut App, laid: &Laid) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let (name, sides) = (laid.conflict.name.clone(), &laid.conflict.sides);
    let standing = sides.iter().find(|side| !side.is_deleted).or(sides.first());
    let Some((side, words)) = standing.and_then(|side| Some((side.side, side.words.clone()?))) else {
        app.say(Tone::Attention, "There are no words to change here: take m or t.");
        return Vec::new();
    };
    let effects = if name.list == "notes" {
        let entry = live.recorder.session().lists.notes.get(name.id.as_str());
        let Some(base) = entry.and_then(|entry| side.of(entry)).map(|version| version.body.clone()) else {
            return Vec::new();
        };
        let draft = live.draft_of(&name.id, base);
        targets::begin_with(app, draft)
    } else {
        targets::begin(app, Target::Conflict(name, side), &words)
    };
    if let Some(Overlay::Conflicts(sheet)) = &mut app.overlay {
        sheet.shown = Shown::Typing;
    }
    app.say(Tone::Done, "Type what is to hold; Enter saves it, Esc goes back.");
    effects
}

/// Whether the words in the line are not those of the side they began with.
pub(in crate::app) fn is_changed(live: &Live, name: &Name, side: Side) -> bool {
    let found = report::conflict(live.recorder.session(), name, &[side]);
    let words = found.and_then(|conflict| conflict.sides.into_iter().next()?.words);
    words.is_some_and(|words| words.trim() != live.draft.words.text().trim())
}

/// Saves the words in the line as what holds.
pub(in crate::app) fn save(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Target::Conflict(name, side) = live.draft.target.clone() else { return Vec::new() };
    let words = live.draft.words.text().trim().to_owned();
    if words.is_empty() {
        app.say(Tone::Attention, "Please type what is to hold, or press Esc.");
        return Vec::new();
    }
    let ends = Some(live.ends());
    match settle(&mut live.recorder, &name, &Held::Words(side, words), &now) {
        Ok(Settled { puts, .. }) => {
            live.end_draft();
            live.note_change(Change::of(&puts));
            app.say(Tone::Done, "What you typed holds. The other wordings stay in the history.");
            vec![Effect::Journal(Happened::Put { puts, ends })]
        }
        Err(error) => {
            app.say(Tone::Attention, format!("That cannot be saved: {error}. Your words stay in the line."));
            Vec::new()
        }
    }
}
