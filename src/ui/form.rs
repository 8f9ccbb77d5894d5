//! Questions before a session.

use ratatui::style::Style;

use super::canvas::{Canvas, cut};
use super::home::line_at;
use super::palette::{bold, quiet, reversed};
use super::panes::{self, Cursor};
use super::typing::cursor_in_line;
use crate::app::App;
use crate::app::form::{Form, Purpose, Question};
use crate::model::visible::visible_line;

/// The row of the question asked now, below what is answered.
fn row_of_question(form: &Form) -> u16 {
    4 + u16::try_from(form.at).unwrap_or(0)
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
    for (y, (ask, answer)) in (3..).zip(form.answered()) {
        let line = format!("{ask} {}", visible_line(&answer));
        canvas.write(2, y, &cut(&line, width.saturating_sub(3)), quiet());
    }
    if let Some(question) = form.question() {
        draw_question(question, row_of_question(form), canvas);
    }
    if height > 6 {
        line_at(app, height - 2, canvas, panes::message);
        line_at(app, height - 1, canvas, panes::footer);
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
            canvas.write(LINE_X, row, &visible_line(line.text()), Style::new());
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
    canvas.write(2, row + 1, question.explain, quiet());
}

/// The cursor stands in the line, or at the choice.
pub(super) fn cursor(form: &Form) -> Cursor {
    let question = form.question()?;
    let y = row_of_question(form) + 1;
    match &question.line {
        Some(line) => Some(cursor_in_line(line.text(), line.cursor(), LINE_X, y)),
        None => Some((LINE_X, y + u16::try_from(question.at).unwrap_or(0))),
    }
}
