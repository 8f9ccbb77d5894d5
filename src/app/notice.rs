//! The message line: what it says, and whether it flows on into the row of the footer.
//!
//! What is wrong with saving stands as long as it is wrong; then comes what was just done. Words that do not fit the
//! line take the footer's row too until the next key, because the end of a sentence often says what to do. What stands
//! for long never does: then the keys are needed.

use std::borrow::Cow;

use super::draft::Target;
use super::layout::{Form, Size};
use super::wrap::rows_to_read;
use super::{App, Screen};
use crate::model::visible::visible_line;

/// How the message line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something wants attention.
    Attention,
}

/// What the message line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A full sentence or two.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// What stands on the message line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Said {
    /// Its words, in one row or two.
    pub rows: Vec<String>,
    /// Whether they want attention.
    pub is_urgent: bool,
    /// What keeps being said behind them, as long as it is so.
    pub standing: Option<Cow<'static, str>>,
}

/// What is said now on a screen of this width.
#[must_use]
pub fn said(app: &App) -> Said {
    // Where to save instead is asked while the trouble lasts.
    let trouble = app.trouble.as_ref().filter(|_| !is_folder_asked(app));
    let (text, is_urgent) = match (trouble, &app.notice) {
        (Some(trouble), _) => (trouble.as_str(), true),
        (None, Some(notice)) => (notice.text.as_str(), notice.tone == Tone::Attention),
        (None, None) => ("", false),
    };
    let text = visible_line(text);
    let lead = if is_urgent { " ! " } else { " " };
    let standing = match &app.screen {
        Screen::Live(live) if app.practice.is_none() => live.reminder(),
        _ => None,
    };
    if text.is_empty() {
        return Said { rows: Vec::new(), is_urgent, standing };
    }
    let width = app.size.width.saturating_sub(u16::try_from(lead.len()).unwrap_or(0));
    let rows = match rows_to_read(&text, width).as_slice() {
        [first, second, ..] if trouble.is_none() && has_two_rows(app) => {
            let (first, rest) = (text.get(first.start..first.end), text.get(second.start..));
            let part =
                |part: Option<&str>, lead: &str| format!("{lead}{}", part.unwrap_or_default().trim_end());
            vec![part(first, lead), part(rest, &" ".repeat(lead.len()))]
        }
        _ => vec![format!("{lead}{text}")],
    };
    Said { rows, is_urgent, standing }
}

/// Whether the words lie over the footer, so that no key is offered there.
#[must_use]
pub fn covers_footer(app: &App) -> bool {
    said(app).rows.len() > 1
}

fn has_two_rows(app: &App) -> bool {
    let Size { height, .. } = app.size;
    match &app.screen {
        Screen::Live(live) => live.layout(app.size).form != Form::Tiny,
        Screen::Form(_) | Screen::Home(_) | Screen::Whole(_) => height > super::home::FIRST_ROW + 2,
    }
}

fn is_folder_asked(app: &App) -> bool {
    matches!(&app.screen, Screen::Live(live) if live.draft.target == Target::Folder)
}
