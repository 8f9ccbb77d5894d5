//! The panes of a questionnaire.

use ratatui::style::Style;

use super::canvas::{Canvas, cut};
use super::palette::{bold, quiet, reversed};
use crate::app::layout::Area;
use crate::app::live::Live;

/// The questions that are asked, each with how it stands.
pub(super) fn questions(live: &Live, canvas: &mut Canvas<'_>) {
    let (width, height) = (canvas.width(), canvas.height());
    let listed = live.questions_listed();
    let at = live.asking().map_or(0, |asking| asking.at);
    if height == 1 {
        let place = listed.iter().position(|one| one.at == at).unwrap_or(0);
        canvas.write(0, 0, &format!(" ▸ question {} of {}", place + 1, listed.len()), bold());
        return;
    }
    canvas.frame("Questions");
    let first = live.first_question(&listed, Area { x: 0, y: 0, width, height });
    let room = usize::from(height.saturating_sub(2)).max(1);
    for (y, one) in (1..).zip(listed.iter().skip(first).take(room)) {
        let is_current = one.at == at;
        canvas.write(2, y, if is_current { "▸" } else { one.mark }, bold());
        let style = if is_current { bold() } else { Style::new() };
        canvas.write(4, y, &cut(&one.text, width.saturating_sub(6)), style);
    }
}

/// An answer with its key; the one that is given stands out by a sign too, and not by its look alone.
pub(super) fn answer(is_given: bool, key: char, text: &str, (x, y): (u16, u16), canvas: &mut Canvas<'_>) {
    canvas.write(x, y, if is_given { "✓" } else { " " }, bold());
    let after = canvas.write(x + 2, y, &key.to_string(), if is_given { bold() } else { quiet() });
    canvas.write(after + 2, y, text, if is_given { reversed() } else { Style::new() });
}
