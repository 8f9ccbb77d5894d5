//! Before people go: what is not covered and which silence it was, who never spoke, what is still open.

use super::{Choice, Column, Line, coverage::silence_in_words};
use crate::app::commands::Id;
use crate::app::live::{Live, earlier, flags, shown, targets};
use crate::app::sheets::{plan, script};
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::model::ids::{EntryId, ThemeId};
use crate::model::note::Flag;
use crate::model::running::Silence;

/// What taking a line does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Does {
    Silence(ThemeId, Option<Silence>),
    Settle(EntryId),
    Show(EntryId),
    Closing,
    Debrief,
    End,
}

/// The lines, each with what taking it does.
fn lines(live: &Live) -> Vec<(Line, Option<Does>)> {
    let mut lines: Vec<(Line, Option<Does>)> = Vec::new();
    let coverage = &live.facts().coverage;
    let mut open = Vec::new();
    // One that was asked about and has no notes is a silence too, ticked probes or not.
    for theme in coverage.themes.iter().filter(|theme| theme.notes == 0) {
        let right = theme.silence.map_or("why? r, t or n", silence_in_words).to_owned();
        let mark = if theme.silence.is_some() { "✓" } else { "·" };
        let line = Line::Item { mark, text: theme.title.clone(), right };
        open.push((line, Some(Does::Silence(theme.id.clone(), theme.silence))));
    }
    section(
        &mut lines,
        "Themes without notes: r not reached · t left out for time · n nobody answered",
        open,
    );
    let silent: Vec<String> =
        coverage.not_heard.iter().map(|seat| live.recorder.session().seat_label(seat)).collect();
    if !silent.is_empty() {
        section(&mut lines, "Who has not spoken", vec![(Line::words(silent.join(", ")), None)]);
    }
    let settle = |id: &EntryId| Does::Settle(id.clone());
    let show = |id: &EntryId| Does::Show(id.clone());
    section(
        &mut lines,
        "Parked points still open: Enter settles",
        notes(live, &coverage.parked_open, settle),
    );
    section(&mut lines, "Actions to follow up", notes(live, &coverage.actions, show));
    section(&mut lines, "To check: Enter goes there", notes(live, &coverage.to_check, show));
    section(
        &mut lines,
        "Quotes of people who do not want to be quoted",
        notes(live, &coverage.quotes_refused, show),
    );
    section(
        &mut lines,
        "Quotes of people who have not been asked",
        notes(live, &coverage.quotes_not_asked, show),
    );
    let mut then = Vec::new();
    let closing = live.recorder.session().guide().and_then(|guide| guide.script(script::CLOSING));
    if closing.is_some() {
        let mark = if live.is_script_told(script::CLOSING) { "✓" } else { "·" };
        then.push((Line::item(mark, "Read out what comes last"), Some(Does::Closing)));
    }
    let is_over = live.clock().has_ended;
    let mark = if is_over { "✓" } else { "·" };
    then.push((Line::item(mark, "The talk is over: the clocks stop"), Some(Does::End)));
    then.push((Line::item("·", "Debrief: one summary a theme, 15 minutes"), Some(Does::Debrief)));
    section(&mut lines, "Then", then);
    lines
}

fn section(lines: &mut Vec<(Line, Option<Does>)>, title: &str, items: Vec<(Line, Option<Does>)>) {
    if items.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push((Line::Blank, None));
    }
    lines.push((Line::heading(title), None));
    lines.extend(items);
}

fn notes(live: &Live, ids: &[EntryId], does: impl Fn(&EntryId) -> Does) -> Vec<(Line, Option<Does>)> {
    let session = live.recorder.session();
    let line = |id: &EntryId| {
        let note = session.lists.notes.current(id.as_str())?;
        let who = note.participant.as_ref().map(|seat| session.seat_label(seat) + " ").unwrap_or_default();
        let right = note.theme.as_ref().and_then(|theme| live.title_of(theme)).unwrap_or_default();
        let text = format!("{who}{}", shown::in_words(note));
        Some((Line::Item { mark: "·", text, right }, Some(does(id))))
    };
    ids.iter().filter_map(line).collect()
}

/// The sheet.
#[must_use]
pub fn column(live: &Live, choice: Choice) -> Column {
    let mut at = None;
    let mut items = 0;
    let mut shown = Vec::new();
    for (place, (mut line, does)) in lines(live).into_iter().enumerate() {
        if does.is_some() {
            if items == choice.0 {
                at = Some(place);
                if let Line::Item { mark, .. } = &mut line {
                    *mark = "▸";
                }
            }
            items += 1;
        }
        shown.push(line);
    }
    Column { title: "Before people go".to_owned(), lines: shown, chosen: at, top: 0, ..Column::default() }
}

/// Opens it.
pub(in crate::app) fn open(app: &mut App) -> Vec<Effect> {
    let effects = targets::leave(app);
    app.overlay = Some(Overlay::Close(Choice::default()));
    effects
}

/// Takes what a line of the sheet does.
pub(in crate::app) fn take_line(app: &mut App, line: usize) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let lines = lines(live);
    let is_item = lines.get(line).is_some_and(|(_, does)| does.is_some());
    let before = lines.iter().take(line).filter(|(_, does)| does.is_some()).count();
    if let Some(Overlay::Close(choice)) = app.overlay.as_mut().filter(|_| is_item) {
        choice.0 = before;
        return take(app, None);
    }
    Vec::new()
}

/// Does what a key asks.
pub(in crate::app) fn on_key(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let count = lines(live).iter().filter(|(_, does)| does.is_some()).count();
    let Some(Overlay::Close(choice)) = &mut app.overlay else { return Vec::new() };
    match command {
        Some(Id::UpInList) => choice.step(-1, count),
        Some(Id::DownInList) => choice.step(1, count),
        Some(Id::Back) => app.overlay = None,
        Some(Id::Take) => return take(app, None),
        Some(Id::NotReached) => return take(app, Some(Silence::NotReached)),
        Some(Id::LeftOutForTime) => return take(app, Some(Silence::LeftOutForTime)),
        Some(Id::NobodyAnswered) => return take(app, Some(Silence::NobodyAnswered)),
        Some(other) => return crate::app::live::command(app, other),
        None => {}
    }
    Vec::new()
}

/// Does what the line chosen is for; a silence goes to the theme it stands on, and on to the next.
fn take(app: &mut App, silence: Option<Silence>) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(Overlay::Close(choice)) = app.overlay else { return Vec::new() };
    let chosen = lines(live).into_iter().filter_map(|(_, does)| does).nth(choice.0);
    match (chosen, silence) {
        (Some(Does::Silence(theme, was)), given) => {
            let silence = given.unwrap_or(match was {
                None | Some(Silence::NobodyAnswered) => Silence::NotReached,
                Some(Silence::NotReached) => Silence::LeftOutForTime,
                Some(Silence::LeftOutForTime) => Silence::NobodyAnswered,
            });
            let title = live.title_of(&theme).unwrap_or_default();
            let told = format!("{title}: {}.", silence_in_words(silence));
            let effects = plan::set_silence(app, theme.as_str(), silence, &told);
            if let Some(Overlay::Close(choice)) = app.overlay.as_mut().filter(|_| given.is_some()) {
                choice.0 += 1;
            }
            effects
        }
        (Some(_), Some(_)) | (None, _) => {
            app.say(Tone::Done, "These letters are for themes without notes: choose one first.");
            Vec::new()
        }
        (Some(Does::Settle(id)), None) => flags::toggle_of(app, &id, Flag::Settled),
        (Some(Does::Show(id)), None) => {
            app.overlay = None;
            earlier::show(app, &id)
        }
        (Some(Does::Closing), None) => script::open_closing(app, choice),
        (Some(Does::Debrief), None) => {
            app.overlay = None;
            crate::app::live::command(app, Id::Debrief)
        }
        (Some(Does::End), None) => {
            let ended = live.end_talk(&now);
            let told = if ended.is_some() {
                "The talk is over; the clocks have stopped."
            } else {
                "The clocks do not run."
            };
            app.say(Tone::Done, told);
            ended.map(|put| crate::app::live::journal(vec![put])).into_iter().collect()
        }
    }
}
