//! What is read out before and after the talk, and each person's consent beside it.

use std::borrow::Cow;

use super::{Choice, Column, Line};
use crate::app::commands::Id;
use crate::app::draft::Target;
use crate::app::live::{Live, history, targets};
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::format::journal::Happened;
use crate::model::ids::{EntryId, SeatId};
use crate::model::instrument::Script;
use crate::model::people::{Consent, ConsentItem, ConsentState, Participant};
use crate::model::running::{ScriptRead, ScriptState};
use crate::model::session::{PARTICIPANTS, SCRIPTS};
use crate::model::shape::Open;
use crate::report::people::consent;
use crate::study::undoing::Change;

/// The script that comes first.
pub const OPENING: &str = "opening";
/// The script that comes last.
pub const CLOSING: &str = "closing";

/// What each person is asked: the item's name in files, and what it is called.
pub const ITEMS: [(&str, &str); 3] =
    [("take_part", "take part"), ("quotes", "quotes"), ("recontact", "contact")];

/// The version of the consent sheet that the scripts belong to.
const SHEET: u32 = 1;

/// The sheet's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptSheet {
    /// Which script.
    id: String,
    /// The first row of the script that is shown.
    top: usize,
    choice: Choice,
    /// Whether the script is read, and not consent asked: on a small screen there is room for one of them.
    is_reading: bool,
    /// Where the page of what is still open stood, when the script was chosen there: stepping back leads to it again.
    from_close: Option<Choice>,
}

impl Live {
    /// Whether it has been said of a script that it was read, or why not.
    #[must_use]
    pub fn is_script_told(&self, id: &str) -> bool {
        self.recorder.session().lists.scripts.current(id).is_some()
    }

    /// What keeps being said until somebody says that the opening script was read, or why not; then, until conflicts are
    /// settled.
    #[must_use]
    pub fn reminder(&self) -> Option<Cow<'static, str>> {
        let has_opening = self.script(OPENING).is_some() && !self.is_script_told(OPENING);
        // What came from paper or a sheet was said elsewhere: whoever brings it in reads nothing out.
        let is_answered =
            self.asking().is_some_and(|asking| !asking.is_quick) && self.facts().has_spoken_answers;
        let has_begun = self.facts().has_live_notes || is_answered;
        let is_due = has_opening && has_begun && !self.is_read_only();
        let conflicts = self.facts().conflicts;
        // What two laptops changed waits until people have gone.
        if is_due && (conflicts == 0 || !self.clock().has_ended) {
            return Some("The opening has not been read out: Esc, r.".into());
        }
        (conflicts > 0).then(|| format!("{conflicts} in conflict: Esc, 2.").into())
    }

    fn script(&self, id: &str) -> Option<&Script> {
        self.recorder.session().guide()?.script(id)
    }

    fn has_consent(&self) -> bool {
        !self.facts().people.is_empty()
    }
}

/// Opens the opening script, or the closing one once the opening has been told and the talk has ended.
pub(in crate::app) fn open(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let is_over = live.clock().has_ended && live.is_script_told(OPENING) && live.script(CLOSING).is_some();
    open_script(app, if is_over { CLOSING } else { OPENING })
}

/// Opens one script.
pub(in crate::app) fn open_script(app: &mut App, id: &str) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    if live.script(id).is_none() && !live.has_consent() {
        app.say(Tone::Done, "This guide has nothing to read out.");
        return Vec::new();
    }
    let is_reading = !live.is_script_told(id);
    let effects = targets::leave(app);
    let told = if is_reading {
        "Read it out; Space reads on, r says it was read. Then ask each person in turn."
    } else {
        "1, 2 and 3 change what the person chosen says; Space reads the script."
    };
    app.say(Tone::Done, told);
    let sheet =
        ScriptSheet { id: id.to_owned(), top: 0, choice: Choice::default(), is_reading, from_close: None };
    app.overlay = Some(Overlay::Script(sheet));
    effects
}

/// Opens the closing script from the page of what is still open.
pub(in crate::app) fn open_closing(app: &mut App, from: Choice) -> Vec<Effect> {
    let effects = open_script(app, CLOSING);
    if let Some(Overlay::Script(sheet)) = &mut app.overlay {
        sheet.from_close = Some(from);
    }
    effects
}

const fn sheet_before(app: &App) -> Option<Choice> {
    match &app.overlay {
        Some(Overlay::Script(sheet)) => sheet.from_close,
        _ => None,
    }
}

/// Lines above the first person.
const LINES_ABOVE: usize = 3;

/// The sheet: the script, and beside it the people.
#[must_use]
pub fn columns(live: &Live, sheet: &ScriptSheet) -> Vec<Column> {
    let mut columns = Vec::new();
    if let Some(script) = live.script(&sheet.id) {
        let mut lines = Vec::new();
        for paragraph in &script.text {
            lines.push(Line::words(paragraph));
            lines.push(Line::Blank);
        }
        columns.push(Column {
            title: format!("{}{}", script.title, state(live, &sheet.id)),
            lines,
            chosen: None,
            top: sheet.top,
            foot: "Space reads the script",
            is_behind: !sheet.is_reading && live.has_consent(),
        });
    }
    if live.has_consent() {
        let mut lines = vec![
            Line::words("y all three · e all three for everybody"),
            Line::words("1 take part · 2 quotes · 3 contact again"),
            Line::words("✓ given   ✗ refused   · not asked"),
        ];
        for (place, person) in live.facts().people.iter().enumerate() {
            let mark = if place == sheet.choice.0 { "▸" } else { " " };
            let said: Vec<String> =
                ITEMS.iter().map(|(item, name)| in_words(live, &person.id, item, name)).collect();
            lines.push(Line::item(mark, format!("{:<4}{}", person.label, said.join("  "))));
        }
        let chosen = Some(LINES_ABOVE + sheet.choice.0);
        let title = "Consent, person by person".to_owned();
        let is_behind = sheet.is_reading && !columns.is_empty();
        columns.push(Column { title, lines, chosen, is_behind, ..Column::default() });
    }
    columns
}

fn state(live: &Live, id: &str) -> String {
    match live.recorder.session().lists.scripts.current(id) {
        Some(read) if read.state == ScriptState::Read => {
            format!(" (read at {})", crate::app::hours_and_minutes(&read.at))
        }
        Some(_) => " (not read)".to_owned(),
        None => " (r: it was read out)".to_owned(),
    }
}

/// One item of one person: a mark and its name, so that it needs no colour.
fn in_words(live: &Live, seat: &SeatId, item: &str, name: &str) -> String {
    let mark = match consent(live.recorder.session(), seat, item) {
        ConsentState::Given => "✓",
        ConsentState::Refused => "✗",
        ConsentState::NotAsked => "·",
    };
    format!("{mark} {name}")
}

/// Chooses the person in a line of the second column.
pub(in crate::app) fn choose_line(sheet: &mut ScriptSheet, line: usize) {
    if let Some(at) = line.checked_sub(LINES_ABOVE) {
        sheet.choice.0 = at;
    }
}

/// Does what a key asks.
pub(in crate::app) fn on_key(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let count = live.facts().people.len();
    let Some(Overlay::Script(sheet)) = &mut app.overlay else { return Vec::new() };
    // Who chooses a person or says what was read comes to consent.
    sheet.is_reading &= matches!(command, None | Some(Id::ScrollScript | Id::Help));
    match command {
        Some(Id::UpInList) => sheet.choice.step(-1, count),
        Some(Id::DownInList) => sheet.choice.step(1, count),
        Some(Id::ScrollScript) => scroll(app),
        Some(Id::Back) => app.overlay = sheet_before(app).map(Overlay::Close),
        Some(Id::ReadOut) => return read_out(app),
        Some(Id::NotReadOut) => return ask_why(app),
        Some(Id::ConsentAll) => return give_all(app, false),
        Some(Id::ConsentEverybody) => return give_all(app, true),
        Some(Id::ConsentTakePart) => return change(app, 0),
        Some(Id::ConsentQuotes) => return change(app, 1),
        Some(Id::ConsentRecontact) => return change(app, 2),
        Some(other) => return crate::app::live::command(app, other),
        None => {}
    }
    Vec::new()
}

/// Shows more of the script; from its end, the beginning again.
fn scroll(app: &mut App) {
    let size = app.size;
    let Screen::Live(live) = &app.screen else { return };
    let area = crate::app::layout::sheet_area(live.layout(size), size);
    let Some(Overlay::Script(sheet)) = &mut app.overlay else { return };
    let columns = columns(live, sheet);
    let areas = super::areas(&columns, area);
    let (Some(column), Some(area)) = (columns.first(), areas.first()) else { return };
    if area.height == 0 {
        sheet.is_reading = true;
        return;
    }
    let inside = super::inside(*area);
    let rows = super::rows(&column.lines, inside.width).len();
    let page = usize::from(inside.height).saturating_sub(1).max(1);
    let is_at_end = sheet.top + usize::from(inside.height) >= rows;
    sheet.top = if is_at_end { 0 } else { sheet.top + page };
}

fn told(app: &mut App, read: ScriptRead, words: &str) -> Vec<Effect> {
    let now = app.now.clone();
    let Some(Overlay::Script(sheet)) = &app.overlay else { return Vec::new() };
    let id = EntryId::new(sheet.id.as_str());
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let written = live.recorder.write(&SCRIPTS, &id, &now, read, false);
    history::written(app, written.map(|put| vec![put]), words)
}

fn read_out(app: &mut App) -> Vec<Effect> {
    let at = app.now.wall.clone();
    let words =
        format!("Read out at {}. Now ask each person; Esc goes on.", crate::app::hours_and_minutes(&at));
    told(app, ScriptRead { state: ScriptState::Read, at, words: None }, &words)
}

/// Lets the reason be typed in the one line.
fn ask_why(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::Script(sheet)) = &app.overlay else { return Vec::new() };
    let id = sheet.id.clone();
    app.overlay = None;
    let effects = targets::begin(app, Target::WhyNotRead(id), "");
    app.say(Tone::Done, "Why was it not read? Enter saves, Esc leaves it.");
    effects
}

/// Saves why a script was not read out.
pub(in crate::app) fn save_reason(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Target::WhyNotRead(id) = live.draft.target.clone() else { return Vec::new() };
    let words = live.draft.words.text().trim().to_owned();
    if words.is_empty() {
        app.say(Tone::Attention, "Please type a few words, or press Esc.");
        return Vec::new();
    }
    let ends = Some(live.ends());
    let read = ScriptRead { state: ScriptState::NotRead, at: now.wall.clone(), words: Some(words) };
    match live.recorder.write(&SCRIPTS, &EntryId::new(id), &now, read, false) {
        Ok(put) => {
            live.end_draft();
            live.note_change(Change::of(std::slice::from_ref(&put)));
            app.say(Tone::Done, "Saved: it was not read out, and why.");
            vec![Effect::Journal(Happened::Put { puts: vec![put], ends })]
        }
        Err(error) => {
            app.say(Tone::Attention, format!("That cannot be saved: {error}. Your words stay in the line."));
            Vec::new()
        }
    }
}

/// What the person says next: given, refused, not asked, and round again.
const fn next(state: ConsentState) -> ConsentState {
    match state {
        ConsentState::NotAsked => ConsentState::Given,
        ConsentState::Given => ConsentState::Refused,
        ConsentState::Refused => ConsentState::NotAsked,
    }
}

/// Changes one item of the person chosen.
fn change(app: &mut App, item: usize) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Some(Overlay::Script(sheet)) = &app.overlay else { return Vec::new() };
    let Some(person) = live.facts().people.get(sheet.choice.0).cloned() else { return Vec::new() };
    let Some((item, name)) = ITEMS.get(item) else { return Vec::new() };
    let state = next(consent(live.recorder.session(), &person.id, item));
    let said = match state {
        ConsentState::Given => "yes",
        ConsentState::Refused => "no",
        ConsentState::NotAsked => "not asked",
    };
    write(app, &[(person.id, vec![(*item, state)])], &format!("{}, {name}: {said}.", person.label))
}

/// Gives all three: for the person chosen, who is followed by the next; or for all who have not been asked.
fn give_all(app: &mut App, is_everybody: bool) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Some(Overlay::Script(sheet)) = &mut app.overlay else { return Vec::new() };
    let people = &live.facts().people;
    let session = live.recorder.session();
    let unasked = |seat: &SeatId| {
        let open = ITEMS.iter().filter(|(item, _)| consent(session, seat, item) == ConsentState::NotAsked);
        open.map(|(item, _)| (*item, ConsentState::Given)).collect::<Vec<_>>()
    };
    let given: Vec<(SeatId, Vec<(&str, ConsentState)>)> = if is_everybody {
        let open = people.iter().map(|person| (person.id.clone(), unasked(&person.id)));
        open.filter(|(_, items)| !items.is_empty()).collect()
    } else {
        let all = ITEMS.iter().map(|(item, _)| (*item, ConsentState::Given)).collect();
        people.get(sheet.choice.0).map(|person| (person.id.clone(), all)).into_iter().collect()
    };
    if given.is_empty() {
        app.say(Tone::Done, "Everybody has been asked already.");
        return Vec::new();
    }
    if !is_everybody {
        sheet.choice.step(1, people.len());
    }
    let words =
        if is_everybody { "All who had not been asked agree to all three." } else { "Yes to all three." };
    write(app, &given, words)
}

fn write(app: &mut App, given: &[(SeatId, Vec<(&str, ConsentState)>)], told: &str) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let mut puts = Vec::new();
    for (seat, items) in given {
        let Some(mut person) = live.recorder.session().lists.participants.current(seat.as_str()).cloned()
        else {
            continue;
        };
        add_consent(&mut person, items, &now.wall);
        match live.recorder.write(&PARTICIPANTS, &EntryId::new(seat.as_str()), &now, person, false) {
            Ok(put) => puts.push(put),
            Err(error) => return history::written(app, Err(error), told),
        }
    }
    history::written(app, Ok(puts), told)
}

fn add_consent(person: &mut Participant, items: &[(&str, ConsentState)], at: &crate::model::when::When) {
    let held = person.consent.get_or_insert_with(|| Consent::default().into());
    held.known.sheet.get_or_insert(SHEET);
    for (item, state) in items {
        let at = (*state != ConsentState::NotAsked).then(|| at.clone());
        let said = Open::from(ConsentItem { state: *state, at });
        held.known.items.insert((*item).to_owned(), said);
    }
}
