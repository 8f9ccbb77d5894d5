//! The panes of a session.

use ratatui::style::Style;

use super::canvas::{Canvas, cut, width_of};
use super::palette::{bold, quiet, reversed};
use crate::app::App;
use crate::app::layout::{Area, Form, Layout};
use crate::app::live::Live;
use crate::app::live::shown::ShownNote;
use crate::app::wrap::rows_to_read;
use crate::model::note::NoteKind;
use crate::model::visible::visible_line;

/// Site, kind and people; when it was saved.
pub(super) fn header(app: &App, live: &Live, canvas: &mut Canvas<'_>) {
    let session = live.recorder.session();
    let people = session.lists.participants.standing().count();
    let what = match session.details() {
        Some(details) => {
            let minutes = details.planned_minutes.map(|minutes| format!(" · {minutes} min planned"));
            format!(
                " {} · {} · {people} people{}",
                visible_line(&details.site),
                details.kind.name(),
                minutes.unwrap_or_default()
            )
        }
        None => format!(" Session {} · {people} people", session.id()),
    };
    let look = canvas.look;
    let (saved, style) = match (&app.trouble, &live.saved_at) {
        (Some(_), _) => ("! not saved ".to_owned(), look.attention()),
        (None, Some(at)) => {
            let clock = at.time().map(|time| time.format("%H:%M:%S").to_string());
            (
                format!("saved {} ", clock.unwrap_or_else(|| visible_line(at.as_str()).into_owned())),
                look.well(),
            )
        }
        (None, None) if live.is_read_only() => ("to be read only ".to_owned(), quiet()),
        (None, None) => ("every letter is kept ".to_owned(), quiet()),
    };
    let room = canvas.width().saturating_sub(width_of(&saved) + 1);
    canvas.write(0, 0, &cut(&what, room), bold());
    canvas.write_right(0, &saved, style);
}

/// The themes with their notes counted.
pub(super) fn themes(live: &Live, canvas: &mut Canvas<'_>) {
    let themes = live.shown_themes();
    if canvas.height() == 1 {
        return themes_in_a_line(live, canvas);
    }
    canvas.frame("Themes");
    let room = usize::from(canvas.height().saturating_sub(2)).max(1);
    let first = (live.theme + 2).saturating_sub(room).min(themes.len().saturating_sub(room));
    let width = canvas.width();
    for (y, theme) in (1..).zip(themes.iter().skip(first).take(room)) {
        let style = if theme.is_current { bold() } else { Style::new() };
        let mark = if theme.is_current { "▸" } else { " " };
        let title = cut(&theme.title, width.saturating_sub(9));
        canvas.write(2, y, &format!("{mark} {title}"), style);
        let count = theme.notes.to_string();
        canvas.write(width.saturating_sub(2 + width_of(&count)), y, &count, style);
    }
}

fn themes_in_a_line(live: &Live, canvas: &mut Canvas<'_>) {
    let themes = live.shown_themes();
    let title = live.current_theme().map(|theme| visible_line(&theme.title).into_owned()).unwrap_or_default();
    let next = themes.get((live.theme + 1) % themes.len().max(1)).map(|theme| theme.title.clone());
    let place = format!(" ▸ {title} ({} of {})", live.theme + 1, themes.len());
    let x = canvas.write(0, 0, &place, bold());
    if let Some(next) = next {
        canvas.write(x, 0, &format!(" · next: {next}"), quiet());
    }
}

/// The people with their notes counted, in the order of the seats: never a ranking.
pub(super) fn people(live: &Live, canvas: &mut Canvas<'_>) {
    if canvas.height() == 1 {
        let silent = live.not_heard();
        let text = match silent.as_slice() {
            [] => " Everybody has been heard".to_owned(),
            _ => format!(" Not heard yet: {}", silent.join(" ")),
        };
        let width = canvas.width();
        canvas.write(0, 0, &cut(&text, width), quiet());
        return;
    }
    canvas.frame("People");
    let width = canvas.width();
    let room = usize::from(canvas.height().saturating_sub(2));
    let people = live.shown_people();
    let shown = if people.len() > room { room.saturating_sub(1) } else { people.len() };
    for (y, person) in (1..).zip(people.iter().take(shown)) {
        let x = canvas.write(2, y, &format!("{:<4}", person.label), bold());
        let count = person.notes.to_string();
        let about = cut(&person.about, width.saturating_sub(x + 5));
        canvas.write(x, y, &about, Style::new());
        canvas.write(width.saturating_sub(2 + width_of(&count)), y, &count, Style::new());
    }
    if people.len() > shown {
        let row = u16::try_from(shown + 1).unwrap_or(1);
        canvas.write(2, row, &format!("and {} more", people.len() - shown), quiet());
    }
}

/// What to ask, and what was noted.
pub(super) fn talk(live: &Live, canvas: &mut Canvas<'_>) {
    let theme = live.current_theme();
    let title = theme.map(|theme| visible_line(&theme.title).into_owned()).unwrap_or_default();
    let (height, width) = (canvas.height(), canvas.width());
    // With the left column beside it, it is a box; alone, a line across the top is enough.
    let (top, left, right, bottom) = if canvas.begins_inside() {
        canvas.frame(&title);
        (1, 2, 2, 1)
    } else {
        canvas.rule(0, &title);
        (1, 1, 1, 0)
    };
    let inner = Area {
        x: left,
        y: top,
        width: width.saturating_sub(left + right),
        height: height.saturating_sub(top + bottom),
    };
    let below = prompts(live, canvas, inner);
    let notes = Area { y: below, height: (inner.y + inner.height).saturating_sub(below), ..inner };
    draw_notes(live, canvas, notes);
}

/// The prompts and their probes, on at most half of the rows; gives the row below them.
fn prompts(live: &Live, canvas: &mut Canvas<'_>, inner: Area) -> u16 {
    let Some(theme) = live.current_theme() else { return inner.y };
    if inner.height < 9 {
        return inner.y;
    }
    let most = inner.height / 2;
    let text_rows =
        |text: &str| u16::try_from(rows_to_read(text, indented(inner).width).len()).unwrap_or(u16::MAX);
    let questions: Vec<String> =
        theme.prompts.iter().map(|prompt| visible_line(&prompt.text).into_owned()).collect();
    let probes: Vec<String> = theme
        .prompts
        .iter()
        .map(|prompt| {
            let cues: Vec<_> = prompt.probes.iter().map(|probe| visible_line(&probe.text)).collect();
            if cues.is_empty() { String::new() } else { format!("· {}", cues.join("  · ")) }
        })
        .collect();
    let all: u16 = questions.iter().map(|text| text_rows(text)).fold(0, u16::saturating_add);
    let with_probes = probes
        .iter()
        .filter(|cues| !cues.is_empty())
        .map(|cues| text_rows(cues))
        .fold(all, u16::saturating_add);
    let mut y = inner.y;
    let end = inner.y + most;
    for (question, cues) in questions.iter().zip(&probes) {
        y = write_within(canvas, inner, y, question, bold(), end);
        if with_probes < most && !cues.is_empty() {
            y = write_within(canvas, indented(inner), y, cues, quiet(), end);
        }
    }
    (y + 1).min(inner.y + inner.height)
}

/// Where probes stand: a little to the right of their prompt.
const fn indented(inner: Area) -> Area {
    Area { x: inner.x + 2, width: inner.width.saturating_sub(2), ..inner }
}

/// Writes a text inside the pane's edges, not beyond the row `end`.
fn write_within(canvas: &mut Canvas<'_>, inner: Area, y: u16, text: &str, style: Style, end: u16) -> u16 {
    let mut row = y;
    for it in rows_to_read(text, inner.width) {
        if row >= end {
            break;
        }
        canvas.write(inner.x, row, text.get(it.start..it.end).unwrap_or_default(), style);
        row += 1;
    }
    row
}

/// Columns before the words: the time, the seat.
const TIME: u16 = 6;
const WHO: u16 = 4;

/// The notes that fit, the newest at the bottom; around the chosen one when there is one.
fn draw_notes(live: &Live, canvas: &mut Canvas<'_>, area: Area) {
    let notes: Vec<_> = live.notes().collect();
    let chosen = live.chosen.as_ref().and_then(|id| notes.iter().position(|(one, _)| *one == id));
    let words_width = area.width.saturating_sub(TIME + WHO).max(1);
    // From the note at the bottom upwards, until the rows are used up.
    let mut shown: Vec<(ShownNote, Vec<crate::app::wrap::Row>)> = Vec::new();
    let fill = |end: usize, shown: &mut Vec<(ShownNote, Vec<crate::app::wrap::Row>)>| {
        shown.clear();
        let mut used = 0;
        for (id, version) in notes.iter().take(end).rev() {
            let note = live.shown_note(id, version);
            let rows = rows_to_read(&note.text, words_width);
            used += rows.len();
            shown.push((note, rows));
            if used >= usize::from(area.height) {
                break;
            }
        }
    };
    fill(notes.len(), &mut shown);
    if let Some(at) = chosen.filter(|at| notes.len() - at > shown.len().saturating_sub(1)) {
        fill(at + 1, &mut shown);
    }
    let used: usize = shown.iter().map(|(_, rows)| rows.len()).sum();
    let mut hidden = used.saturating_sub(usize::from(area.height));
    let mut y = area.y;
    for (note, rows) in shown.iter().rev() {
        let is_chosen = live.chosen.as_ref() == Some(&note.id);
        for (at, row) in rows.iter().enumerate() {
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            let text = note.text.get(row.start..row.end).unwrap_or_default();
            draw_note_row(canvas, area, y, note, text, at == 0, is_chosen);
            y += 1;
        }
    }
}

fn draw_note_row(
    canvas: &mut Canvas<'_>,
    area: Area,
    y: u16,
    note: &ShownNote,
    text: &str,
    is_first: bool,
    is_chosen: bool,
) {
    if is_first {
        canvas.write(area.x, y, &note.time, quiet());
        canvas.write(area.x + TIME, y, &cut(&note.who, WHO), bold());
        if is_chosen {
            canvas.write(area.x + TIME - 1, y, "▸", bold());
        } else if note.is_disputed {
            let look = canvas.look;
            canvas.write(area.x + TIME - 1, y, "!", look.attention());
        }
    }
    let style = match (is_chosen, note.kind) {
        (true, _) => reversed(),
        (false, NoteKind::Comment | NoteKind::Observation) => quiet(),
        (false, _) => Style::new(),
    };
    canvas.write(area.x + TIME + WHO, y, text, style);
}

/// Where the list of people or tags stands: over the last rows above the typing line.
pub(super) fn list_area(live: &Live, layout: &Layout) -> Area {
    let Some(list) = &live.list else { return Area::default() };
    let items = u16::try_from(list.items(live).len()).unwrap_or(0);
    let room = layout.typing.y.min(if layout.form == Form::Tiny { 0 } else { u16::MAX });
    let height = (items + 2).min(room);
    if items == 0 || height < 3 {
        return Area::default();
    }
    let width = layout.typing.width.min(64);
    Area {
        x: layout.typing.width.min(2),
        y: layout.typing.y - height,
        width: width.saturating_sub(2),
        height,
    }
}

/// The list of people or tags.
pub(super) fn list(live: &Live, canvas: &mut Canvas<'_>) {
    let Some(list) = &live.list else { return };
    canvas.frame(match list.offer {
        crate::app::live::lists::Offer::Who => "Who said it? Enter takes",
        crate::app::live::lists::Offer::Tag => "Tags: Enter takes",
    });
    let width = canvas.width();
    let room = canvas.height().saturating_sub(2);
    for (place, item) in (0u16..room).zip(list.items(live)) {
        let is_chosen = usize::from(place) == list.at;
        let mark = if is_chosen { "▸" } else { " " };
        let style = if is_chosen { bold() } else { Style::new() };
        let line = format!("{mark} {}  {}", visible_line(&item.label), visible_line(&item.about));
        canvas.write(2, place + 1, &cut(&line, width.saturating_sub(4)), style);
    }
}
