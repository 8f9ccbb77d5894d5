//! The rows of the middle pane: what to ask, what was asked, what was noted. For drawing and for clicks alike.

use std::sync::Arc;

use super::Live;
use super::asking::picks::Pick;
use super::probes::tickable;
use super::shown::ShownNote;
use crate::app::layout::Area;
use crate::app::wrap::rows_to_read;
use crate::model::ids::EntryId;
use crate::model::visible::visible_line;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Nothing.
    Blank,
    /// A row of a prompt.
    Prompt(String),
    /// Probes side by side: the id, whether it was asked, the cue.
    Probes(Vec<(String, bool, String)>),
    /// A row of a note.
    Note {
        /// The note.
        note: Arc<ShownNote>,
        /// This row's words.
        text: String,
        /// Whether it is the note's first row.
        is_first: bool,
    },
    /// Something to do before the talk: its place, whether it is chosen, what it is, how it stands.
    Step(usize, bool, String, String),
    /// A quiet sentence.
    Quiet(String),
    /// An answer that a key gives.
    Answer {
        /// What the key answers.
        pick: Pick,
        /// Whether that is the answer.
        is_given: bool,
        /// The key.
        key: char,
        /// The answer in words.
        text: String,
    },
    /// What was answered, in words.
    Given(String),
}

/// Columns before the words of a note: the time, the seat.
pub const TIME: u16 = 6;
/// Columns of the seat.
pub const WHO: u16 = 4;
/// Columns that probes stand further in than their prompt.
pub const INDENT: u16 = 2;
/// Columns between two probes.
const GAP: usize = 2;

/// Where the pane's rows stand: inside its frame when something stands to its left, else below one line.
#[must_use]
pub const fn inside(pane: Area) -> Area {
    let (left, right, bottom) = if pane.x > 0 { (2, 2, 1) } else { (1, 1, 0) };
    Area {
        x: pane.x + left,
        y: pane.y + 1,
        width: pane.width.saturating_sub(left + right),
        height: pane.height.saturating_sub(1 + bottom),
    }
}

impl Live {
    /// Every row of the pane, from the top; never more than fit.
    #[must_use]
    pub fn talk_rows(&self, inside: Area) -> Vec<Row> {
        if self.asking().is_some() {
            return self.question_rows(inside);
        }
        let height = usize::from(inside.height);
        let ready = if self.is_ready_shown() { self.ready_rows() } else { Vec::new() };
        let mut rows = self.prompt_rows(inside);
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        // What to do first goes before what to ask.
        if rows.len() + ready.len() > height && !ready.is_empty() {
            rows.clear();
        }
        rows.truncate(height);
        let room = height - rows.len();
        let below = if ready.is_empty() { self.note_rows(inside.width, room) } else { ready };
        rows.extend(below.into_iter().take(room));
        rows
    }

    fn ready_rows(&self) -> Vec<Row> {
        let steps = self.ready_steps();
        let at = self.ready_at();
        let mut rows =
            vec![Row::Quiet("Before they speak, if you like; typing begins at any time:".to_owned())];
        let step = |(place, (_, what, state)): (usize, (_, &str, String))| {
            Row::Step(place, place == at, what.to_owned(), state)
        };
        rows.extend(steps.into_iter().enumerate().map(step));
        rows.push(Row::Quiet("Up and Down choose, Enter takes.".to_owned()));
        rows
    }

    /// Prompts and their probes, on at most half of the rows: first the cues go, then the last prompts.
    fn prompt_rows(&self, inside: Area) -> Vec<Row> {
        let Some(theme) = self.current_theme().filter(|_| inside.height >= 9 && !self.is_debriefing()) else {
            return Vec::new();
        };
        let most = usize::from(inside.height / 2);
        let width = inside.width.saturating_sub(INDENT);
        let rows_of = |with_probes: bool| {
            let mut rows = Vec::new();
            for prompt in &theme.prompts {
                let text = visible_line(&prompt.text);
                let is_asked = prompt.probes.is_empty() && self.is_ticked(prompt.id.as_str());
                let text = if is_asked { format!("✓ {text}") } else { text.into_owned() };
                for row in rows_to_read(&text, inside.width.max(1)) {
                    rows.push(Row::Prompt(text.get(row.start..row.end).unwrap_or_default().to_owned()));
                }
                if with_probes {
                    let probes = prompt.probes.iter().map(|probe| {
                        let id = probe.id.as_str();
                        (id.to_owned(), self.is_ticked(id), visible_line(&probe.text).into_owned())
                    });
                    rows.extend(beside_each_other(probes, width));
                }
            }
            rows
        };
        let mut rows = rows_of(true);
        if rows.len() > most {
            rows = rows_of(false);
            rows.truncate(most.saturating_sub(1));
            // Where there is no room for all cues, the next ones to ask are what helps.
            let open = tickable(theme).filter(|(id, _)| !self.is_ticked(id));
            let open = open.map(|(id, text)| (id.to_owned(), false, visible_line(text).into_owned()));
            rows.extend(beside_each_other(open, width).into_iter().next());
        }
        rows
    }

    /// The notes that fit, the newest at the bottom; around the chosen one when there is one.
    fn note_rows(&self, width: u16, room: usize) -> Vec<Row> {
        let words_width = width.saturating_sub(TIME + WHO).max(1);
        let notes: Vec<_> = self.notes().collect();
        let chosen = self.chosen.as_ref().and_then(|id| notes.iter().position(|(one, _)| *one == id));
        // From the last note upwards, as many rows as can be needed.
        let mut rows: Vec<Row> = Vec::new();
        let mut chosen_rows = 0..0;
        for (at, (id, version)) in notes.iter().enumerate().rev() {
            let shown = Arc::new(self.shown_note(id, version));
            let laid_out = rows_to_read(&shown.text, words_width);
            let from = rows.len();
            for (place, row) in laid_out.iter().enumerate().rev() {
                let text = shown.text.get(row.start..row.end).unwrap_or_default().to_owned();
                rows.push(Row::Note { note: Arc::clone(&shown), text, is_first: place == 0 });
            }
            if chosen == Some(at) {
                chosen_rows = from..rows.len();
            }
            let has_chosen = chosen.is_none_or(|chosen| chosen >= at);
            if rows.len() >= room + self.scroll && has_chosen {
                break;
            }
        }
        let most = rows.len().saturating_sub(room);
        let mut below = self.scroll.min(most);
        if chosen.is_some() {
            // The chosen note is seen whole, or as much of it as there is room for.
            below =
                chosen_rows.start.min(chosen_rows.end.saturating_sub(room).max(below.min(chosen_rows.start)));
            if chosen_rows.end > below + room {
                below = chosen_rows.end - room;
            }
        }
        let mut shown: Vec<Row> = rows.into_iter().skip(below).take(room).collect();
        shown.reverse();
        shown
    }

    /// The note in a row.
    #[must_use]
    pub fn note_in(row: &Row) -> Option<EntryId> {
        match row {
            Row::Note { note, .. } => Some(note.id.clone()),
            _ => None,
        }
    }
}

/// How a probe stands in its row.
#[must_use]
pub fn probe_in_words(is_ticked: bool, text: &str) -> String {
    format!("{} {text}", if is_ticked { "✓" } else { "·" })
}

/// Probes in rows of so many columns, as many in a row as fit.
fn beside_each_other(probes: impl Iterator<Item = (String, bool, String)>, width: u16) -> Vec<Row> {
    let mut rows: Vec<Vec<(String, bool, String)>> = Vec::new();
    let mut used = usize::MAX;
    for probe in probes {
        let cells = 2 + probe.2.chars().count();
        match rows.last_mut().filter(|_| used.saturating_add(GAP + cells) <= usize::from(width)) {
            Some(row) => {
                used += GAP + cells;
                row.push(probe);
            }
            None => {
                used = cells;
                rows.push(vec![probe]);
            }
        }
    }
    rows.into_iter().map(Row::Probes).collect()
}

/// Which probe stands in a column of a row, counted from where probes begin.
#[must_use]
pub fn probe_at(probes: &[(String, bool, String)], column: u16) -> Option<String> {
    let mut from = 0;
    for (id, is_ticked, text) in probes {
        let to = from + probe_in_words(*is_ticked, text).chars().count();
        if (from..to).contains(&usize::from(column)) {
            return Some(id.clone());
        }
        from = to + GAP;
    }
    None
}
