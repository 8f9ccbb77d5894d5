//! The whole study: which reports there are, the framework matrix cell by cell, a report page by page.
//!
//! What is shown lies one over the other ([`Shown`]); Esc takes the uppermost away. Read [`matrix`] and [`page`]. Nothing is
//! changed here: to change a summary, or to see a note among the others, the session is opened at it, and whoever leaves it
//! comes back to the cell.

pub mod matrix;
pub mod page;

use super::commands::Id;
use super::home::Home;
use super::key::Key;
use super::sheets::{Choice, Column, Line};
use super::{App, Effect, Screen, Tone, live};
use crate::app::commands::Place;
use crate::document::text::Lines;
use crate::model::ids::{EntryId, ThemeId};
use crate::report::kinds::Kind;
use crate::report::matrix::Row;
use crate::report::strands::Guided;
use matrix::Matrix;
use page::Page;

/// What can be looked at, in the order in which it is offered.
const OFFERED: &[(Kind, &str)] = &[
    (Kind::Matrix, "The framework matrix: what each session says on each theme"),
    (Kind::Coverage, "Coverage: what was asked where, time, who spoke, what to ask next"),
    (Kind::Summary, "Themes: how often and by whom each was raised, with quotes"),
    (Kind::Appendix, "Responses: every answer to every question"),
    (Kind::Findings, "Findings: the strands of the study beside each other"),
    (Kind::Practice, "Examples of practice, from emerging to established"),
    (Kind::Followup, "What somebody has to do: actions, boards to write to, quotes to check"),
];

/// What lies on the screen.
#[derive(Debug)]
pub enum Shown {
    /// What can be looked at.
    List(Choice),
    /// The framework matrix.
    Matrix(Matrix),
    /// The cell of the matrix below that is chosen; one of its notes is chosen.
    Cell(Choice),
    /// A report, or where a number comes from.
    Page(Page),
}

/// Where a session that is opened from here begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// At the summary of a theme, to be changed.
    Summary(ThemeId),
    /// At a note.
    Note(EntryId),
}

/// The screen's state.
#[derive(Debug, Default)]
pub struct Whole {
    stack: Vec<Shown>,
    arrival: Option<Arrival>,
}

impl Whole {
    /// Begins with what can be looked at.
    #[must_use]
    pub fn offered() -> Self {
        Self { stack: vec![Shown::List(Choice::default())], arrival: None }
    }

    /// Begins with a report. Whoever steps back from it leaves.
    #[must_use]
    pub fn of_page(page: Page) -> Self {
        Self { stack: vec![Shown::Page(page)], arrival: None }
    }

    /// What is seen.
    #[must_use]
    pub fn shown(&self) -> Option<&Shown> {
        self.stack.last()
    }

    /// The matrix, seen or below what is seen.
    #[must_use]
    pub fn matrix(&self) -> Option<&Matrix> {
        self.stack.iter().rev().find_map(|shown| match shown {
            Shown::Matrix(matrix) => Some(matrix),
            _ => None,
        })
    }

    /// Where keys go.
    #[must_use]
    pub fn place(&self) -> Place {
        match self.shown() {
            Some(Shown::Matrix(_)) => Place::Matrix,
            Some(Shown::Cell(_)) => Place::Cell,
            Some(Shown::Page(_)) => Place::Page,
            Some(Shown::List(_)) | None => Place::Reports,
        }
    }

    /// What is seen as lines, where it is that.
    #[must_use]
    pub fn column(&self) -> Option<Column> {
        match self.shown()? {
            Shown::List(choice) => Some(list(*choice)),
            Shown::Cell(choice) => self.matrix().map(|matrix| matrix.cell_in_lines(*choice)),
            Shown::Matrix(_) | Shown::Page(_) => None,
        }
    }

    /// Takes the matrix: a new one comes on top, of one that is there already the cell that was chosen stays chosen.
    fn take_matrix(&mut self, tables: Vec<Guided<Row>>) {
        let there = self.stack.iter_mut().rev().find_map(|shown| match shown {
            Shown::Matrix(matrix) => Some(matrix),
            _ => None,
        });
        match there {
            Some(matrix) => matrix.renew(tables),
            None => self.stack.push(Shown::Matrix(Matrix::new(tables))),
        }
    }
}

fn list(choice: Choice) -> Column {
    let lines = OFFERED.iter().enumerate().map(|(at, (_, words))| {
        Line::item(if at == choice.0 { "▸" } else { " " }, format!("{}  {words}", at + 1))
    });
    Column {
        title: "What the study holds so far".to_owned(),
        lines: lines.collect(),
        chosen: Some(choice.0),
        ..Column::default()
    }
}

/// Takes the matrix of the study.
pub(super) fn on_matrix(app: &mut App, tables: Vec<Guided<Row>>) {
    let Screen::Whole(whole) = &mut app.screen else { return };
    if tables.is_empty() {
        app.say(Tone::Attention, "No session of this study has themes, so there is no matrix.");
        return;
    }
    whole.take_matrix(tables);
    app.notice = None;
}

/// Takes a report, or where a number comes from. One that comes after somebody has gone on to something else, to a session
/// above all, is let go.
pub(super) fn on_page(app: &mut App, anchor: Option<String>, lines: Lines) {
    let Screen::Whole(whole) = &mut app.screen else { return };
    whole.stack.push(Shown::Page(Page::new(lines, anchor)));
    app.notice = None;
}

/// Does what a key asks.
pub(super) fn on_key(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let size = app.size;
    let Screen::Whole(whole) = &mut app.screen else { return Vec::new() };
    if command == Some(Id::Back) {
        return back(app);
    }
    match whole.stack.last_mut() {
        Some(Shown::List(choice)) => match (command, key.typed()) {
            (Some(Id::UpInList), _) => choice.step(-1, OFFERED.len()),
            (Some(Id::DownInList), _) => choice.step(1, OFFERED.len()),
            (Some(Id::Take), _) => {
                let at = choice.0;
                return look_at(app, at);
            }
            (_, Some(digit @ '1'..='9')) => {
                let at = (digit as usize).saturating_sub('1' as usize);
                if at < OFFERED.len() {
                    *choice = Choice(at);
                    return look_at(app, at);
                }
            }
            _ => {}
        },
        Some(Shown::Matrix(matrix)) => match command {
            Some(Id::Take) => whole.stack.push(Shown::Cell(Choice::default())),
            Some(Id::SumUpCell) => return sum_up(app),
            Some(command) => matrix.on_command(command),
            None => {}
        },
        Some(Shown::Cell(_)) => return in_cell(app, command),
        Some(Shown::Page(page)) => match command {
            Some(Id::Take) => match page.chosen() {
                Some(anchor) => {
                    let anchor = anchor.to_owned();
                    return asked_why(app, anchor);
                }
                None if page.has_numbers() => page.step(1, size),
                None => app.say(Tone::Done, "No number of this page can be asked about."),
            },
            Some(command) => page.on_command(command, size),
            None => {}
        },
        None => {}
    }
    Vec::new()
}

/// Asks for what stands in a line of the list.
fn look_at(app: &mut App, at: usize) -> Vec<Effect> {
    let Some((kind, _)) = OFFERED.get(at) else { return Vec::new() };
    app.say(Tone::Done, "Reading the study.");
    vec![Effect::Report(*kind)]
}

/// Asks where a number comes from.
fn asked_why(app: &mut App, anchor: String) -> Vec<Effect> {
    app.say(Tone::Done, "Reading the study.");
    vec![Effect::Why(anchor)]
}

/// Does what a key asks in a cell: moves among its notes, opens the session at one or at the summary.
fn in_cell(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Screen::Whole(whole) = &mut app.screen else { return Vec::new() };
    let count = whole.matrix().map_or(0, |matrix| matrix.notes().len());
    let Some(Shown::Cell(choice)) = whole.stack.last_mut() else { return Vec::new() };
    match command {
        Some(Id::UpInList) => choice.step(-1, count),
        Some(Id::DownInList) => choice.step(1, count),
        Some(Id::SumUpCell) => return sum_up(app),
        Some(Id::Take) => {
            let at = choice.0;
            let note = whole.matrix().and_then(|matrix| matrix.notes().get(at).map(|note| note.id.clone()));
            // Without notes to follow there is the theme itself.
            return match note {
                Some(note) => arrive(app, Arrival::Note(note)),
                None => sum_up(app),
            };
        }
        _ => {}
    }
    Vec::new()
}

/// Opens the session of the cell that is chosen at its summary.
fn sum_up(app: &mut App) -> Vec<Effect> {
    let Screen::Whole(whole) = &app.screen else { return Vec::new() };
    let theme = whole.matrix().and_then(Matrix::chosen_theme).map(|theme| theme.id.clone());
    let has_it = whole.matrix().is_some_and(|matrix| matrix.chosen_said().is_some());
    match theme.filter(|_| has_it) {
        Some(theme) => arrive(app, Arrival::Summary(theme)),
        None => {
            app.say(Tone::Attention, "This session was held with a guide that does not have this theme.");
            Vec::new()
        }
    }
}

fn arrive(app: &mut App, arrival: Arrival) -> Vec<Effect> {
    let Screen::Whole(whole) = &mut app.screen else { return Vec::new() };
    let Some(session) = whole.matrix().and_then(Matrix::chosen_session) else { return Vec::new() };
    whole.arrival = Some(arrival);
    vec![Effect::OpenById(session)]
}

/// Takes the uppermost away; below the last one is the first screen, or the end where the program began here.
fn back(app: &mut App) -> Vec<Effect> {
    let Screen::Whole(whole) = &mut app.screen else { return Vec::new() };
    app.notice = None;
    let top = whole.stack.pop();
    if !whole.stack.is_empty() {
        return Vec::new();
    }
    if matches!(top, Some(Shown::Page(_))) {
        app.is_leaving = true;
        return vec![Effect::Quit];
    }
    app.screen = Screen::Home(Home::default());
    vec![Effect::List]
}

/// Goes in a session that has just been opened to where whoever came from `whole` wanted to be.
pub(super) fn arrived(app: &mut App, whole: Box<Whole>) -> Vec<Effect> {
    let arrival = whole.arrival.clone();
    app.behind = Some(whole);
    match arrival {
        Some(Arrival::Note(note)) => live::earlier::show(app, &note),
        Some(Arrival::Summary(theme)) => {
            let effects = live::debrief::sum_up_theme(app, &theme);
            app.say(Tone::Done, "Change the summary. Enter saves it and goes back to the matrix.");
            effects
        }
        None => Vec::new(),
    }
}

/// Whether a session was opened for one summary: who is done with that goes back to where it was seen.
pub(super) fn came_for_summary(app: &App) -> bool {
    let arrival = app.behind.as_ref().and_then(|whole| whole.arrival.as_ref());
    matches!(arrival, Some(Arrival::Summary(_)))
}

/// Comes back from a session; what it says now is read anew.
pub(super) fn come_back(app: &mut App, session: Box<crate::model::session::Session>) -> Option<Vec<Effect>> {
    let mut whole = app.behind.take()?;
    whole.arrival = None;
    let has_matrix = whole.matrix().is_some();
    app.screen = Screen::Whole(whole);
    app.overlay = None;
    let again = has_matrix.then_some(Effect::Report(Kind::Matrix));
    Some(std::iter::once(Effect::Close(session)).chain(again).collect())
}
