//! What is in conflict: a list of it, and the sides of each beside one another, of which a person lets one hold, or both,
//! or other words.
//!
//! What was settled stays in the list as long as the sheet is open, with the sides it had, so that a wrong key is put
//! right by another one: a settling itself is not taken back. Other words are typed in the one line, with the sides
//! still above it. What is shown is worked out when a key changes it, because comparing long texts takes time.

use super::{Choice, Column, Line, sides};
use crate::app::commands::{Id, Place};
use crate::app::draft::Target;
use crate::app::key::Key;
use crate::app::layout::sheet_area;
use crate::app::live::{Live, history, targets, typing};
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::format::journal::Happened;
use crate::model::ids::EntryId;
use crate::report::conflicts::{self as report, Conflict, Name, Side, Told};
use crate::study::settling::{CannotSettle, Choice as Held, Settled, delete_own, settle};
use crate::study::undoing::Change;

/// What of the sheet is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    List,
    Sides,
    /// The sides, while other words are typed.
    Typing,
}

/// One line of the list.
#[derive(Debug)]
struct Listed {
    name: Name,
    /// The sides it was in conflict between last.
    sides: Vec<Side>,
    /// What holds, once it is settled.
    settled: Option<&'static str>,
    /// Wordings that became notes of their own when both were to hold.
    own: Vec<EntryId>,
}

/// The sheet's state.
#[derive(Debug)]
pub struct ConflictSheet {
    entries: Vec<Listed>,
    choice: Choice,
    /// Which of the other sides stands opposite.
    opposite: usize,
    shown: Shown,
    /// The first row shown of the sides.
    top: usize,
    /// The places of what was settled, in that order.
    order: Vec<usize>,
    columns: Vec<Column>,
}

impl ConflictSheet {
    /// Where keys go.
    #[must_use]
    pub const fn place(&self) -> Place {
        match self.shown {
            Shown::List => Place::Choices,
            Shown::Sides => Place::Sides,
            Shown::Typing => Place::Field,
        }
    }

    /// Whether other words are being typed.
    #[must_use]
    pub const fn is_typing(&self) -> bool {
        matches!(self.shown, Shown::Typing)
    }

    /// What it shows; where there is no room for two columns, one side below the other.
    #[must_use]
    pub fn columns(&self, live: &Live, size: crate::app::layout::Size) -> Vec<Column> {
        let area = sheet_area(live.layout(size), size);
        match self.columns.as_slice() {
            [left, right] if super::areas(&self.columns, area).iter().any(|area| area.height == 0) => {
                let between = [Line::Blank, Line::heading(right.title.clone())];
                let lines = left.lines.iter().cloned().chain(between).chain(right.lines.iter().cloned());
                vec![Column {
                    lines: lines.collect(),
                    foot: "Down reads on; m first, t second",
                    ..left.clone()
                }]
            }
            columns => columns.to_vec(),
        }
    }

    fn left(&self) -> usize {
        self.entries.iter().filter(|entry| entry.settled.is_none()).count()
    }

    fn listed(&self) -> Option<&Listed> {
        self.entries.get(self.choice.0)
    }
}

/// A conflict with its sides in the order in which they are shown: the one of this laptop first.
struct Laid {
    conflict: Conflict,
    has_mine: bool,
}

fn laid(live: &Live, listed: &Listed) -> Option<Laid> {
    let mut conflict = report::conflict(live.recorder.session(), &listed.name, &listed.sides)?;
    let is_mine = |side: &Told| side.author.as_ref().map(|author| author.laptop) == live.laptop();
    let mine = conflict.sides.iter().position(|side| side.author.is_some() && is_mine(side));
    if let Some(mine) = mine {
        let side = conflict.sides.remove(mine);
        conflict.sides.insert(0, side);
    }
    Some(Laid { conflict, has_mine: mine.is_some() })
}

impl Laid {
    /// The first side, and the one that stands opposite, with its place among the others.
    fn sides(&self, opposite: usize) -> Option<(&Told, &Told, usize)> {
        let (first, others) = self.conflict.sides.split_first()?;
        let at = opposite.min(others.len().saturating_sub(1));
        Some((first, others.get(at)?, at))
    }
}

/// Opens it on the list.
pub(in crate::app) fn open(app: &mut App) -> Vec<Effect> {
    let effects = targets::leave(app);
    let Screen::Live(live) = &mut app.screen else { return effects };
    live.chosen = None;
    live.touch();
    let entries = listed(live);
    if entries.is_empty() {
        app.say(Tone::Done, "Nothing is in conflict here.");
        return effects;
    }
    let sheet = ConflictSheet {
        entries,
        choice: Choice::default(),
        opposite: 0,
        shown: Shown::List,
        top: 0,
        order: Vec::new(),
        columns: Vec::new(),
    };
    app.overlay = Some(Overlay::Conflicts(Box::new(sheet)));
    lay_out(app);
    effects
}

/// Opens it on the sides of one note, where that is in conflict; else nothing.
pub(in crate::app) fn open_at(app: &mut App, note: &EntryId) -> Option<Vec<Effect>> {
    let Screen::Live(live) = &app.screen else { return None };
    let name = Name { list: "notes", id: note.clone() };
    if !report::is_open(live.recorder.session(), &name) {
        return None;
    }
    let effects = open(app);
    if let Some(Overlay::Conflicts(sheet)) = &mut app.overlay {
        sheet.choice.0 = sheet.entries.iter().position(|entry| entry.name == name).unwrap_or(0);
        sheet.shown = Shown::Sides;
    }
    lay_out(app);
    app.say(Tone::Done, "This note was changed in two places. Say first what holds.");
    Some(effects)
}

fn listed(live: &Live) -> Vec<Listed> {
    let listed = |conflict: Conflict| Listed {
        sides: conflict.sides.iter().map(|side| side.side).collect(),
        name: conflict.name,
        settled: None,
        own: Vec::new(),
    };
    report::conflicts(live.recorder.session()).into_iter().map(listed).collect()
}

/// Looks again what is in conflict, after somebody else's changes came in.
pub(in crate::app) fn look_again(app: &mut App) {
    let Screen::Live(live) = &app.screen else { return };
    let now = listed(live);
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return };
    for entry in sheet.entries.iter_mut().filter(|entry| !now.iter().any(|one| one.name == entry.name)) {
        entry.settled.get_or_insert("settled elsewhere");
    }
    for one in now {
        match sheet.entries.iter_mut().find(|entry| entry.name == one.name) {
            Some(entry) => *entry = one,
            None => sheet.entries.push(one),
        }
    }
    lay_out(app);
}

/// Works out what is shown.
fn lay_out(app: &mut App) {
    let Screen::Live(live) = &app.screen else { return };
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return };
    sheet.columns = match sheet.shown {
        Shown::List => vec![list_column(live, sheet)],
        Shown::Sides | Shown::Typing => side_columns(live, sheet),
    };
}

fn list_column(live: &Live, sheet: &ConflictSheet) -> Column {
    let mut lines = vec![Line::words(
        "Changed in two places. Enter shows both; nothing that was written is lost by choosing.",
    )];
    let first = lines.len();
    for (place, entry) in sheet.entries.iter().enumerate() {
        let laid = laid(live, entry);
        let conflict = laid.as_ref().map(|laid| &laid.conflict);
        let words = conflict.and_then(|conflict| conflict.sides.first()?.words.clone()).unwrap_or_default();
        let what = conflict.map(|conflict| conflict.what.clone()).unwrap_or_default();
        let who = conflict.map(|conflict| conflict.sides.iter().map(sides::initials).collect::<Vec<_>>());
        let mark = match (place == sheet.choice.0, entry.settled) {
            (true, _) => "▸",
            (false, Some(_)) => "✓",
            (false, None) => "!",
        };
        let text = if words.is_empty() { what } else { format!("{what}: {}", begin(&words)) };
        let right = entry.settled.map_or_else(|| who.unwrap_or_default().join(", "), str::to_owned);
        lines.push(Line::Item { mark, text, right });
    }
    Column {
        title: format!("In conflict: {} left", sheet.left()),
        lines,
        chosen: Some(first + sheet.choice.0),
        ..Column::default()
    }
}

/// The beginning of a text, for a list.
fn begin(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    line.chars().take(MOST).chain(['…']).collect()
}

fn side_columns(live: &Live, sheet: &ConflictSheet) -> Vec<Column> {
    let Some(laid) = sheet.listed().and_then(|entry| laid(live, entry)) else { return Vec::new() };
    let Some((first, other, at)) = laid.sides(sheet.opposite) else { return Vec::new() };
    let (one, two) = if laid.has_mine { ("Mine", "Theirs") } else { ("First", "Other") };
    let others = laid.conflict.sides.len() - 1;
    let which = if others > 1 { format!(" ({} of {others}, Right: next)", at + 1) } else { String::new() };
    let column = |title: String, heading: String, side, other, foot| Column {
        title,
        lines: [Line::heading(heading)].into_iter().chain(sides::lines(side, other)).collect(),
        top: sheet.top,
        foot,
        ..Column::default()
    };
    let place = format!("{} of {}, {} left", sheet.choice.0 + 1, sheet.entries.len(), sheet.left());
    vec![
        column(
            format!("{one}: {}", sides::initials(first)),
            laid.conflict.what.clone(),
            first,
            other,
            "m: this one",
        ),
        Column {
            is_behind: true,
            ..column(format!("{two}: {}{which}", sides::initials(other)), place, other, first, "t: this one")
        },
    ]
}

/// Does what a key asks.
pub(in crate::app) fn on_key(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return Vec::new() };
    let effects = match sheet.shown {
        Shown::List => in_list(app, command),
        Shown::Sides => in_sides(app, command),
        Shown::Typing => while_typing(app, key, command),
    };
    lay_out(app);
    effects
}

fn in_list(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return Vec::new() };
    let count = sheet.entries.len();
    match command {
        Some(Id::UpInList) => sheet.choice.step(-1, count),
        Some(Id::DownInList) => sheet.choice.step(1, count),
        Some(Id::Take) => show(sheet, sheet.choice.0),
        Some(Id::Undo) => choose_again(app),
        Some(Id::Back) => app.overlay = None,
        _ => {}
    }
    Vec::new()
}

const fn show(sheet: &mut ConflictSheet, at: usize) {
    sheet.choice.0 = at;
    sheet.shown = Shown::Sides;
    sheet.opposite = 0;
    sheet.top = 0;
}

fn in_sides(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return Vec::new() };
    let others = sheet.listed().map_or(1, |entry| entry.sides.len().saturating_sub(1)).max(1);
    let (at, count) = (sheet.choice.0, sheet.entries.len().max(1));
    match command {
        Some(Id::UpInList) => sheet.top = sheet.top.saturating_sub(1),
        Some(Id::DownInList) => {
            let most = sheet.columns.iter().map(|column| column.lines.len()).sum();
            sheet.top = (sheet.top + 1).min(most);
        }
        Some(Id::NextConflict) => show(sheet, (at + 1) % count),
        Some(Id::PreviousConflict) => show(sheet, (at + count - 1) % count),
        Some(Id::OtherSide) => sheet.opposite = (sheet.opposite + 1) % others,
        Some(Id::Back) => sheet.shown = Shown::List,
        Some(Id::Undo) => choose_again(app),
        Some(id @ (Id::HoldMine | Id::HoldTheirs | Id::HoldBoth | Id::HoldOther)) => return hold(app, id),
        _ => {}
    }
    Vec::new()
}

/// Goes back to what was settled last, for another choice.
fn choose_again(app: &mut App) {
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return };
    let told = match sheet.order.pop() {
        Some(at) => {
            show(sheet, at);
            "Choose again: m, t, b or e. What you chose before stays in the history."
        }
        None => "Nothing was settled here yet.",
    };
    app.say(Tone::Done, told);
}

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
fn hold(app: &mut App, id: Id) -> Vec<Effect> {
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
fn is_settled(app: &mut App, word: &'static str) {
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

fn while_typing(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let effects = match command {
        Some(id) => crate::app::live::command(app, id),
        None => typing::on_key(app, key),
    };
    let Screen::Live(live) = &mut app.screen else { return effects };
    // There is no room for a list over a sheet: what is typed stays text.
    live.list = None;
    if !live.draft.is_new() {
        return effects;
    }
    let session = live.recorder.session();
    let Some(Overlay::Conflicts(sheet)) = &mut app.overlay else { return effects };
    sheet.shown = Shown::Sides;
    let is_open = sheet.listed().is_some_and(|entry| report::is_open(session, &entry.name));
    if sheet.listed().is_some_and(|entry| entry.settled.is_none()) && !is_open {
        is_settled(app, "other words hold");
    }
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

/// Chooses a line of the list; a click among the sides says nothing.
pub(in crate::app) fn choose_line(app: &mut App, line: usize) -> Vec<Effect> {
    if let Some(Overlay::Conflicts(sheet)) = &mut app.overlay
        && sheet.shown == Shown::List
        && let Some(at) = line.checked_sub(1).filter(|at| *at < sheet.entries.len())
    {
        show(sheet, at);
    }
    lay_out(app);
    Vec::new()
}
