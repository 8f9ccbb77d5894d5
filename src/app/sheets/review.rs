//! What of a questionnaire is unanswered, and why; each line leads to its question.

use super::{Choice, Column, Line};
use crate::app::commands::Id;
use crate::app::live::Live;
use crate::app::live::asking::{self};
use crate::app::{App, Effect, Overlay, Screen};
use crate::routing::route::Standing;

/// The lines, each with the place of the question that taking it leads to.
fn lines(live: &Live) -> Vec<(Line, Option<usize>)> {
    let (Some(asking), Some(guide)) = (live.asking(), live.recorder.session().guide()) else {
        return Vec::new();
    };
    let (asked, done) = asking.progress();
    let mut lines =
        vec![(Line::words(format!("{done} of {asked} questions have an answer or a reason.")), None)];
    let mut section = |title: &str, right: &dyn Fn(Standing) -> Option<&'static str>| {
        let all = guide.questions.iter().zip(asking.standings()).enumerate();
        let found: Vec<(Line, Option<usize>)> = all
            .filter_map(|(at, (question, standing))| {
                let mut right = right(*standing)?.to_owned();
                if right.is_empty() && question.is_required() {
                    "wants a reason".clone_into(&mut right);
                }
                let text = format!("{} {}", question.label(), beginning(&question.text));
                Some((Line::Item { mark: "·", text, right }, Some(at)))
            })
            .collect();
        if !found.is_empty() {
            lines.extend([(Line::Blank, None), (Line::heading(title), None)]);
            lines.extend(found);
        }
    };
    section("Nothing noted yet: Enter goes there", &|standing| (standing == Standing::Open).then_some(""));
    section("Left without an answer", &|standing| match standing {
        Standing::Empty(empty) => Some(empty.in_words()),
        _ => None,
    });
    section("Not asked any more after what was answered: kept, not counted", &|standing| {
        (standing == Standing::Kept).then_some("kept")
    });
    if lines.len() == 1 {
        lines.push((
            Line::words("Every question that is asked has an answer. Ctrl+Q leaves; all of it is saved."),
            None,
        ));
    }
    lines
}

/// So many letters of a question are shown.
const SHOWN: usize = 60;

/// The first words of a question: they tell which one it is; whole, questions would fill the page.
fn beginning(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(SHOWN) else { return text.to_owned() };
    let first = text.get(..cut).unwrap_or_default();
    let whole = first.rsplit_once(' ').map_or(first, |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ' ']))
}

/// The sheet.
#[must_use]
pub fn column(live: &Live, choice: Choice) -> Column {
    let mut chosen = None;
    let mut items = 0;
    let mut shown = Vec::new();
    for (place, (mut line, leads_to)) in lines(live).into_iter().enumerate() {
        if leads_to.is_some() {
            if items == choice.0 {
                chosen = Some(place);
                if let Line::Item { mark, .. } = &mut line {
                    *mark = "▸";
                }
            }
            items += 1;
        }
        shown.push(line);
    }
    Column { title: "Review".to_owned(), lines: shown, chosen, ..Column::default() }
}

/// Does what a key asks.
pub(in crate::app) fn on_key(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let places: Vec<usize> = lines(live).into_iter().filter_map(|(_, at)| at).collect();
    let Some(Overlay::Review(choice)) = &mut app.overlay else { return Vec::new() };
    match command {
        Some(Id::UpInList) => choice.step(-1, places.len()),
        Some(Id::DownInList) => choice.step(1, places.len()),
        Some(Id::Back) => app.overlay = None,
        Some(Id::Take) => {
            let at = places.get(choice.0).copied();
            app.overlay = None;
            return at.map(|at| asking::go_to(app, at)).unwrap_or_default();
        }
        Some(other) => return crate::app::live::command(app, other),
        None => {}
    }
    Vec::new()
}

/// Takes the line that was clicked.
pub(in crate::app) fn take_line(app: &mut App, line: usize) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Some((_, Some(at))) = lines(live).into_iter().nth(line) else { return Vec::new() };
    app.overlay = None;
    asking::go_to(app, at)
}
