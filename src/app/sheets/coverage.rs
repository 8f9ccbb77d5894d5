//! What is not covered yet: themes, prompts, people.

use super::{Column, Line};
use crate::app::live::Live;
use crate::model::running::Silence;
use crate::report::coverage::{Coverage, ThemeCoverage};

/// The sheet.
#[must_use]
pub fn column(live: &Live, top: usize) -> Column {
    let coverage = &live.facts().coverage;
    let mut lines = Vec::new();
    let open: Vec<&ThemeCoverage> = coverage.themes.iter().filter(|theme| is_open(theme)).collect();
    lines.push(Line::heading(format!(
        "Themes: {} of {} have notes",
        coverage.themes.iter().filter(|theme| theme.notes > 0).count(),
        coverage.themes.len()
    )));
    if open.is_empty() {
        lines.push(Line::words("Every theme has notes or has been left out."));
    }
    lines.extend(open.iter().map(|theme| Line::item("·", format!("{}: no notes yet", theme.title))));
    lines.push(Line::Blank);
    lines.extend(people(live, coverage));
    lines.push(Line::Blank);
    lines.push(Line::heading("Prompts not asked yet"));
    for theme in coverage.themes.iter().filter(|theme| theme.silence.is_none()) {
        for prompt in &theme.prompts_open {
            lines.push(Line::Item { mark: "·", text: prompt.clone(), right: theme.title.clone() });
        }
    }
    lines.push(Line::words("A prompt counts as asked when one of its probes is ticked (Ctrl+T)."));
    Column { title: "Not covered yet".to_owned(), lines, chosen: None, top, ..Column::default() }
}

fn is_open(theme: &ThemeCoverage) -> bool {
    theme.notes == 0 && theme.silence.is_none()
}

fn people(live: &Live, coverage: &Coverage) -> Vec<Line> {
    let seats = live.facts().people.len();
    if seats == 0 {
        return Vec::new();
    }
    let mut lines = vec![Line::heading("People")];
    let names: Vec<String> =
        coverage.not_heard.iter().map(|seat| live.recorder.session().seat_label(seat)).collect();
    lines.push(Line::words(if names.is_empty() {
        "Everybody has been heard.".to_owned()
    } else {
        format!("Not heard yet: {}", names.join(", "))
    }));
    let heard = coverage.themes.iter().filter(|theme| theme.heard > 0);
    lines.extend(heard.map(|theme| Line::Item {
        mark: "·",
        text: theme.title.clone(),
        right: format!("heard from {} of {seats}", theme.heard),
    }));
    lines
}

/// A silence in words.
#[must_use]
pub const fn silence_in_words(silence: Silence) -> &'static str {
    match silence {
        Silence::NotReached => "not reached",
        Silence::LeftOutForTime => "left out for time",
        Silence::NobodyAnswered => "asked, nobody answered",
    }
}
