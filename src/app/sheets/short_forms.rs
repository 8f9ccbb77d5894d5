//! One's own short forms: what they stand for, and how to make one.

use super::{Column, Line};
use crate::app::draft::Target;
use crate::app::live::targets;
use crate::app::{App, Effect, Overlay, Screen, Tone};

/// Opens the sheet; what is typed from now on is a short form.
pub(in crate::app) fn open(app: &mut App) -> Vec<Effect> {
    let effects = targets::begin(app, Target::ShortForm, "");
    app.overlay = Some(Overlay::ShortForms);
    effects
}

/// Takes what was typed.
pub(in crate::app) fn save(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let typed = live.draft.words.text().to_owned();
    let Some((short, words)) = typed.split_once('=').map(|(short, words)| (short.trim(), words.trim()))
    else {
        if typed.trim().is_empty() {
            return back(app);
        }
        app.say(Tone::Attention, "Please type it like this: cyp = children and young people");
        return Vec::new();
    };
    if short.is_empty() || short.contains(char::is_whitespace) {
        app.say(Tone::Attention, "A short form is one word without blanks, like cyp.");
        return Vec::new();
    }
    let short = short.to_lowercase();
    let told = if words.is_empty() {
        app.habits.abbreviations.remove(&short);
        format!("{short} is text again.")
    } else {
        app.habits.abbreviations.insert(short.clone(), words.to_owned());
        format!("{short} and a blank become “{words}” from now on.")
    };
    let mut effects = targets::end(app);
    effects.push(Effect::Remember(app.habits.clone()));
    effects.extend(targets::begin(app, Target::ShortForm, ""));
    app.overlay = Some(Overlay::ShortForms);
    app.say(Tone::Done, told);
    effects
}

/// Back to the notes.
pub(in crate::app) fn back(app: &mut App) -> Vec<Effect> {
    app.overlay = None;
    targets::end(app)
}

/// The sheet.
#[must_use]
pub fn column(app: &App, top: usize) -> Column {
    let mut lines = vec![
        Line::words("A short form and a blank become its words. Ctrl+Z gives the short form back."),
        Line::words("To make one, type:       cyp = young people"),
        Line::words("To take it away again:   cyp ="),
        Line::Blank,
    ];
    if app.habits.abbreviations.is_empty() {
        lines.push(Line::words("There are none on this laptop yet."));
    }
    // Where there are many, those that begin as what is typed are looked for.
    let typed = match &app.screen {
        Screen::Live(live) => live.draft.words.text().split('=').next().unwrap_or_default().trim(),
        _ => "",
    };
    let begins_so = |short: &str| short.starts_with(&typed.to_lowercase());
    let is_any = app.habits.abbreviations.keys().any(|short| begins_so(short));
    let shown = app.habits.abbreviations.iter().filter(|(short, _)| !is_any || begins_so(short));
    for (short, words) in shown {
        lines.push(Line::item("·", format!("{short}: {words}")));
    }
    Column { title: "Short forms on this laptop".to_owned(), lines, chosen: None, top, ..Column::default() }
}
