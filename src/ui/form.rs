//! Questions before a session.

use ratatui::style::Style;

use super::canvas::{Canvas, cut};
use super::palette::{bold, quiet, reversed};
use super::panes::{self, Cursor};
use super::typing::in_one_row;
use crate::app::App;
use crate::app::form::{Form, Purpose, Question};
use crate::app::layout::Size;
use crate::app::wrap::rows_to_read;
use crate::model::visible::visible_line;

/// The first row below the title.
const TOP: u16 = 3;

/// Answers that are not shown, the oldest of them, so that the question has room.
fn hidden(form: &Form, size: Size) -> u16 {
    let answered = u16::try_from(form.at).unwrap_or(u16::MAX);
    let question = form.question().map_or(0, |question| rows_of_question(question, size.width));
    // A blank before the question; the message and the keys below it.
    let room = size.height.saturating_sub(TOP + 1 + question + 2);
    answered.saturating_sub(room)
}

/// The row of the question asked now, below what is answered.
fn row_of_question(form: &Form, size: Size) -> u16 {
    let answered = u16::try_from(form.at).unwrap_or(u16::MAX);
    TOP + 1 + answered.saturating_sub(hidden(form, size))
}

fn rows_of_question(question: &Question, width: u16) -> u16 {
    let choices = u16::try_from(question.choices.len()).unwrap_or(u16::MAX);
    let explained = u16::try_from(explained(question, width).len()).unwrap_or(u16::MAX);
    // Its own row, and a blank before what helps to answer it.
    2 + u16::from(question.line.is_some()) + choices.saturating_add(explained)
}

fn explained(question: &Question, width: u16) -> Vec<&str> {
    let rows = rows_to_read(question.explain, width.saturating_sub(3).max(1));
    rows.into_iter().filter_map(|row| question.explain.get(row.start..row.end)).collect()
}

const LINE_X: u16 = 4;

/// Draws the whole screen.
pub(super) fn draw(app: &App, form: &Form, canvas: &mut Canvas<'_>) {
    let (width, height) = (canvas.width(), canvas.height());
    let title = match form.purpose {
        Purpose::Start => "A new session",
        Purpose::Join => "Join a session that is on another laptop",
    };
    canvas.write(2, 1, title, bold());
    canvas.write(2, 2, &format!("Question {} of {}", form.at + 1, form.questions.len()), quiet());
    let size = app.size;
    let hidden = usize::from(hidden(form, size));
    for (y, (ask, answer)) in (TOP..).zip(form.answered().into_iter().skip(hidden)) {
        let line = format!("{ask} {}", visible_line(&answer));
        canvas.write(2, y, &cut(&line, width.saturating_sub(3)), quiet());
    }
    if let Some(question) = form.question() {
        draw_question(question, row_of_question(form, size), canvas);
    }
    if height > 6 {
        panes::last_rows(app, canvas);
    }
}

fn draw_question(question: &Question, y: u16, canvas: &mut Canvas<'_>) {
    canvas.write(2, y, question.ask, bold());
    let mut row = y + 1;
    if let Some(line) = &question.line {
        canvas.write(2, row, "›", bold());
        if line.is_empty() {
            canvas.write(LINE_X, row, &question.usual, quiet());
        } else {
            let (typed, _) = in_one_row(line.text(), line.cursor(), room(canvas.width()));
            canvas.write(LINE_X, row, &typed, Style::new());
        }
        row += 1;
    }
    for (at, choice) in question.choices.iter().enumerate() {
        let is_chosen = at == question.at;
        let mark = if is_chosen { "▸" } else { " " };
        let style = if is_chosen { reversed() } else { Style::new() };
        canvas.write(LINE_X, row, &format!("{mark} {choice} "), style);
        row += 1;
    }
    let width = canvas.width();
    for (y, text) in (row + 1..).zip(explained(question, width)) {
        canvas.write(2, y, text, quiet());
    }
}

/// The cursor stands in the line, or at the choice.
pub(super) fn cursor(form: &Form, size: Size) -> Cursor {
    let question = form.question()?;
    let y = row_of_question(form, size) + 1;
    let (x, y) = match &question.line {
        Some(line) => (LINE_X + in_one_row(line.text(), line.cursor(), room(size.width)).1, y),
        None => (LINE_X, y + u16::try_from(question.at).unwrap_or(0)),
    };
    Some((x.min(size.width.saturating_sub(1)), y.min(size.height.saturating_sub(1))))
}

/// The cells for what is typed.
const fn room(width: u16) -> u16 {
    width.saturating_sub(LINE_X)
}
