//! The panes of a session.

use ratatui::style::Style;

use super::canvas::{Canvas, cut, width_of};
use super::palette::{bold, quiet, reversed};
use crate::app::App;
use crate::app::layout::{Area, Form, Layout};
use crate::app::live::Live;
use crate::app::live::shown::ShownNote;
use crate::app::live::talk::{self, Row, TIME, WHO};
use crate::app::wrap::rows_to_read;
use crate::model::note::NoteKind;
use crate::model::visible::visible_line;

/// Site, kind and people; the time; when it was saved.
pub(super) fn header(app: &App, live: &Live, canvas: &mut Canvas<'_>) {
    let session = live.recorder.session();
    let people = live.facts().people.len();
    let people = match people {
        0 => String::new(),
        1 => " · 1 person".to_owned(),
        more => format!(" · {more} people"),
    };
    let what = match session.details() {
        Some(details) => format!(" {} · {}{people}", visible_line(&details.site), details.kind.name()),
        None => format!(" Session {}{people}", session.id()),
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
    let clock = live.clock_in_words();
    let width = canvas.width();
    let clock_width = width_of(&clock) + 3;
    let saved_width = width_of(&saved);
    // The time is what the facilitator looks for: it stays when there is no room for all three.
    let has_room = clock_width + saved_width + 24 <= width || app.trouble.is_some();
    let right = if has_room { saved_width } else { 0 };
    if has_room {
        canvas.write_right(0, &saved, style);
    }
    let is_over = live.minutes_left().is_some_and(|left| left < 0);
    let style = if is_over { look.attention() } else { bold() };
    let x = width.saturating_sub(right + clock_width);
    canvas.write(0, 0, &cut(&what, x.saturating_sub(1)), bold());
    canvas.write(x, 0, &clock, style);
}

/// The themes with their notes counted; in the debrief, with whether they have been summed up.
pub(super) fn themes(live: &Live, canvas: &mut Canvas<'_>) {
    if live.asking().is_some() {
        return super::asking::questions(live, canvas);
    }
    if canvas.height() == 1 {
        return themes_in_a_line(live, canvas);
    }
    let (width, height) = (canvas.width(), canvas.height());
    let rows = theme_rows(live);
    canvas.frame(if live.is_debriefing() { "Debrief" } else { "Themes" });
    let first = live.first_theme(rows.len(), Area { x: 0, y: 0, width, height });
    let room = usize::from(height.saturating_sub(2)).max(1);
    for (y, (at, (mark, title, right))) in (1..).zip(rows.iter().enumerate().skip(first).take(room)) {
        let is_current = at == live.theme;
        let style = if is_current { bold() } else { Style::new() };
        let mark = if is_current { "▸" } else { mark };
        let right = cut(right, 10);
        let title = cut(&visible_line(title), width.saturating_sub(7 + width_of(&right)));
        canvas.write(2, y, mark, bold());
        canvas.write(4, y, &title, style);
        canvas.write(width.saturating_sub(2 + width_of(&right)), y, &right, style);
    }
}

/// Each theme with its mark and what stands at the right edge.
fn theme_rows(live: &Live) -> Vec<(&'static str, String, String)> {
    if live.is_debriefing() {
        let row =
            |(_, title, has_one): (_, String, bool)| (if has_one { "✓" } else { " " }, title, String::new());
        return live.summed_up().into_iter().map(row).collect();
    }
    let facts = live.facts();
    let counts = facts.coverage.themes.iter().map(|covered| (covered.notes, covered.is_covered));
    let row = |(theme, (notes, is_covered)): (&crate::app::live::facts::ThemeHere, (usize, bool))| {
        let mark = if theme.is_left_out {
            "–"
        } else if is_covered {
            "✓"
        } else {
            " "
        };
        let right = if theme.is_left_out && notes == 0 { "left out".to_owned() } else { notes.to_string() };
        (mark, theme.title.clone(), right)
    };
    facts.themes.iter().zip(counts).map(row).collect()
}

fn themes_in_a_line(live: &Live, canvas: &mut Canvas<'_>) {
    let rows = theme_rows(live);
    let title =
        |at: usize| rows.get(at).map(|(_, title, _)| visible_line(title).into_owned()).unwrap_or_default();
    let place = format!(" ▸ {} ({} of {})", title(live.theme), live.theme + 1, rows.len());
    let x = canvas.write(0, 0, &place, bold());
    if rows.len() > 1 {
        let next = title((live.theme + 1) % rows.len());
        canvas.write(x, 0, &format!(" · next: {next}"), quiet());
    }
}

/// Cells of the longest bar.
const BAR: usize = 5;

/// The people with their notes counted, in the order of the seats: never a ranking. One line says who has not
/// been heard.
pub(super) fn people(live: &Live, canvas: &mut Canvas<'_>) {
    let width = canvas.width();
    let silent = live.facts().not_heard();
    if canvas.height() == 1 {
        let text = if live.facts().people.is_empty() {
            String::new()
        } else if silent.is_empty() {
            " Everybody has been heard".to_owned()
        } else {
            format!(" Not heard yet: {}", silent.join(" "))
        };
        canvas.write(0, 0, &cut(&visible_line(&text), width), quiet());
        return;
    }
    canvas.frame("People");
    let room = usize::from(canvas.height().saturating_sub(2));
    let people = &live.facts().people;
    let most = people.iter().map(|person| person.notes).max().unwrap_or(0).max(1);
    let has_line = !people.is_empty() && people.len() < room;
    let shown = live.people_shown(room);
    for (y, person) in (1..).zip(people.iter().take(shown)) {
        let style = if person.is_present { bold() } else { quiet() };
        let x = canvas.write(2, y, &format!("{:<4}", visible_line(&person.label)), style);
        let bar = "▆".repeat((person.notes * BAR).div_ceil(most));
        let count = if person.is_present { format!("{bar} {}", person.notes) } else { "left".to_owned() };
        let about = cut(&visible_line(&person.about_here()), width.saturating_sub(x + width_of(&count) + 3));
        canvas.write(x, y, &about, Style::new());
        canvas.write(width.saturating_sub(2 + width_of(&count)), y, &count, Style::new());
    }
    let row = u16::try_from(shown + 1).unwrap_or(1);
    if people.len() > shown {
        canvas.write(2, row, &format!("and {} more", people.len() - shown), quiet());
    } else if has_line && live.facts().notes > 0 {
        let text = if silent.is_empty() {
            "Everybody has been heard".to_owned()
        } else {
            format!("Not heard yet: {}", silent.join(" "))
        };
        let text = visible_line(&text);
        let left = canvas.height().saturating_sub(row + 1);
        for (y, it) in (row..row + left).zip(rows_to_read(&text, width.saturating_sub(4))) {
            canvas.write(2, y, text.get(it.start..it.end).unwrap_or_default(), quiet());
        }
    }
}

/// What to ask, and what was noted.
pub(super) fn talk(live: &Live, pane: Area, canvas: &mut Canvas<'_>) {
    let title = talk_title(live);
    if canvas.begins_inside() {
        canvas.frame(&title);
    } else {
        canvas.rule(0, &title);
    }
    let inside = talk::inside(pane);
    let (left, top) = (inside.x - pane.x, inside.y - pane.y);
    for (y, row) in (top..).zip(live.talk_rows(inside)) {
        draw_row(live, &row, left, y, canvas);
    }
}

fn talk_title(live: &Live) -> String {
    if live.asking().is_some() {
        return visible_line(&live.question_title()).into_owned();
    }
    if live.is_debriefing() {
        let title = live.summed_up().into_iter().nth(live.theme).map(|(_, title, _)| title);
        return visible_line(&title.unwrap_or_default()).into_owned();
    }
    let facts = live.facts();
    let title = facts.themes.get(live.theme).map(|theme| theme.title.clone()).unwrap_or_default();
    let heard = facts.coverage.themes.get(live.theme).map_or(0, |covered| covered.heard);
    let people = facts.people.len();
    let heard = if people > 1 && facts.notes > 0 {
        format!(" · heard from {heard} of {people}")
    } else {
        String::new()
    };
    visible_line(&format!("{title}{heard}")).into_owned()
}

fn draw_row(live: &Live, row: &Row, x: u16, y: u16, canvas: &mut Canvas<'_>) {
    match row {
        Row::Blank => {}
        Row::Prompt(text) => {
            canvas.write(x, y, text, bold());
        }
        Row::Probes(probes) => {
            let mut x = x + talk::INDENT;
            for (_, is_ticked, text) in probes {
                let style = if *is_ticked { Style::new() } else { quiet() };
                x = canvas.write(x, y, &talk::probe_in_words(*is_ticked, text), style) + 2;
            }
        }
        Row::Quiet(text) => {
            canvas.write(x, y, text, quiet());
        }
        Row::Answer { is_given, key, text, .. } => {
            super::asking::answer(*is_given, *key, text, (x, y), canvas);
        }
        Row::Given(text) => {
            canvas.write(x, y, text, Style::new());
        }
        Row::Step(_, is_chosen, what, state) => {
            let mark = if *is_chosen { "▸" } else { " " };
            let style = if *is_chosen { reversed() } else { Style::new() };
            canvas.write(x, y, mark, bold());
            let after = canvas.write(x + 2, y, what, style);
            let room = canvas.width().saturating_sub(after + 3);
            canvas.write(after + 2, y, &cut(state, room), quiet());
        }
        Row::Note { note, text, is_first } => draw_note_row(live, note, text, *is_first, x, y, canvas),
    }
}

fn draw_note_row(
    live: &Live,
    note: &ShownNote,
    text: &str,
    is_first: bool,
    x: u16,
    y: u16,
    canvas: &mut Canvas<'_>,
) {
    let is_chosen = live.chosen.as_ref() == Some(&note.id);
    let look = canvas.look;
    if is_first {
        canvas.write(x, y, &note.time, quiet());
        canvas.write(x + TIME, y, &cut(&note.who, WHO), bold());
        if is_chosen {
            canvas.write(x + TIME - 1, y, "▸", bold());
        } else if note.is_disputed || note.is_not_to_be_quoted {
            canvas.write(x + TIME - 1, y, "!", look.attention());
        }
    }
    let style = match (is_chosen, note.kind) {
        (true, _) => reversed(),
        (false, NoteKind::Comment | NoteKind::Observation) => quiet(),
        (false, _) => Style::new(),
    };
    canvas.write(x + TIME + WHO, y, text, style);
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
    // On a narrow screen it takes the whole width: what is left beside it would be scraps of notes.
    let whole = layout.typing.width;
    let (x, width) = if whole < 66 { (0, whole) } else { (2, 62) };
    Area { x, y: layout.typing.y - height, width, height }
}

/// The list of people or tags.
pub(super) fn list(live: &Live, canvas: &mut Canvas<'_>) {
    let Some(list) = &live.list else { return };
    canvas.frame(match list.offer {
        crate::app::live::lists::Offer::Who => "Who said it? Enter takes",
        crate::app::live::lists::Offer::Tag => "Tags: Enter takes",
        crate::app::live::lists::Offer::Theme => "Under which theme? Enter takes",
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
