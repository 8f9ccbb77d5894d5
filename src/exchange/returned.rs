//! One row of a sheet as one return: the answers of one respondent, with what does not fit.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::cells::{self, A_DATE, Cell, cell, in_order, is_formula, row_of_matrix, tick};
use super::columns::{Columns, Unfit, Use, nameless};
use super::sheet::{Row, letters};
use crate::model::ids::{QuestionId, SeatId};
use crate::model::instrument::Guide;
use crate::model::json::Json;
use crate::model::note::{Empty, Response};
use crate::model::question::{Question, QuestionKind};
use crate::routing::answer::{Answer, Given};
use crate::routing::route::{Route, Standing};

/// A cell that does not fit, or a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The row, as a spreadsheet counts it.
    pub row: usize,
    /// The name of the column; none where it is about the whole row.
    pub column: Option<String>,
    /// What stands there.
    pub found: String,
    /// What was expected, in words.
    pub expected: String,
}

/// One return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// What tells it from the others.
    pub key: String,
    /// Where it comes from; the key where no column says.
    pub site: String,
    /// Its date.
    pub held_on: NaiveDate,
    /// Comments of whoever keeps the sheet, each with the name of its column.
    pub comments: Vec<(String, String)>,
    /// The answers, in the order of the questions.
    pub answers: Vec<Answered>,
}

/// What stands in a sheet for one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub question: QuestionId,
    /// The answer.
    pub answer: Option<Json<'static>>,
    /// Why there is none.
    pub empty: Option<Empty>,
    /// What was said with it, or instead of it.
    pub words: Option<String>,
    /// Whether the other answers lead past this question, so that it is kept and not counted.
    pub is_skipped: bool,
}

impl Answered {
    /// It as a response of this seat.
    #[must_use]
    pub fn response(&self, seat: &SeatId) -> Response {
        Response {
            question: self.question.clone(),
            participant: seat.clone(),
            answer: self.answer.clone(),
            empty: self.empty,
            words: self.words.clone(),
            said_at: None,
        }
    }
}

/// Where a question's answer stands in a row.
struct Places<'g> {
    question: &'g Question,
    whole: Option<usize>,
    parts: Vec<(String, usize)>,
    words: Option<usize>,
}

impl Places<'_> {
    const fn is_anywhere(&self) -> bool {
        self.whole.is_some() || self.words.is_some() || !self.parts.is_empty()
    }
}

/// How the rows of one sheet are read.
pub struct Reading<'g> {
    guide: &'g Guide,
    route: Route<'g>,
    header: Vec<String>,
    nameless: Vec<usize>,
    key: usize,
    site: Option<usize>,
    date: Option<usize>,
    held_on: Option<NaiveDate>,
    comments: Vec<usize>,
    places: Vec<Places<'g>>,
}

impl<'g> Reading<'g> {
    /// Prepares to read rows by a map of columns; `held_on` is the date of rows that give none.
    ///
    /// # Errors
    /// Everything that does not fit.
    pub fn of(
        guide: &'g Guide,
        columns: &Columns,
        header: &[String],
        key: &str,
        held_on: Option<NaiveDate>,
    ) -> Result<Self, Vec<Unfit>> {
        let mut unfit = columns.unfit(guide, header, key);
        let place: HashMap<&str, usize> =
            header.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
        let of_use = |purpose| columns.of_use(purpose).and_then(|column| place.get(column.name.as_str()));
        if of_use(Use::HeldOn).is_none() && held_on.is_none() {
            unfit.push(Unfit::NoDate);
        }
        let Some(at_key) = of_use(Use::Key).copied().filter(|_| unfit.is_empty()) else { return Err(unfit) };
        let empty = |question| Places { question, whole: None, parts: Vec::new(), words: None };
        let mut places: Vec<Places<'g>> = guide.questions.iter().map(empty).collect();
        let route = Route::of(guide);
        let mut comments = Vec::new();
        for column in &columns.columns {
            let Some(at) = place.get(column.name.as_str()).copied() else { continue };
            let of_question = column.question.as_ref().and_then(|id| route.place(id.as_str()));
            let of_question = of_question.and_then(|question| places.get_mut(question));
            match (column.purpose, of_question, &column.part) {
                (Use::Answer, Some(places), Some(part)) => places.parts.push((part.clone(), at)),
                (Use::Answer, Some(places), None) => places.whole = Some(at),
                (Use::Words, Some(places), _) => places.words = Some(at),
                (Use::Comment, ..) => comments.push(at),
                _ => {}
            }
        }
        Ok(Self {
            guide,
            header: header.to_vec(),
            nameless: nameless(header).into_iter().map(|(place, _)| place).collect(),
            key: at_key,
            site: of_use(Use::Site).copied(),
            date: of_use(Use::HeldOn).copied(),
            held_on,
            comments,
            places,
            route,
        })
    }

    /// Reads one row.
    ///
    /// # Errors
    /// Every cell that does not fit.
    pub fn row(&self, row: &Row) -> Result<Return, Vec<Misfit>> {
        let mut misfits = Misfits { row, header: &self.header, found: Vec::new() };
        if row.width() != self.header.len() {
            misfits.of_row(
                format!("{} cells", row.width()),
                format!("{} cells, as the header has", self.header.len()),
            );
            return Err(misfits.found);
        }
        for place in self.nameless.iter().filter(|place| !row.cell(**place).is_empty()) {
            misfits.of_cell(*place, format!("nothing, for column {} has no name", letters(*place)));
        }
        let key = row.cell(self.key);
        if key.is_empty() || is_formula(key) {
            misfits.of_cell(self.key, "what tells this return from the others".to_owned());
        }
        let site = self.site.map(|place| (place, row.cell(place))).filter(|(_, site)| !site.is_empty());
        if let Some((place, _)) = site.filter(|(_, site)| is_formula(site)) {
            misfits.of_cell(place, "the name of a place".to_owned());
        }
        let held_on = self.date_of(row, &mut misfits);
        let answers = self.answers(row, &mut misfits);
        let Some(held_on) = held_on.filter(|_| misfits.found.is_empty()) else { return Err(misfits.found) };
        let comment = |place: &usize| {
            let text = cells::words(row.cell(*place));
            (!text.is_empty()).then(|| Some((self.header.get(*place)?.clone(), text))).flatten()
        };
        Ok(Return {
            key: key.to_owned(),
            site: cells::words(site.map_or(key, |(_, site)| site)),
            held_on,
            comments: self.comments.iter().filter_map(comment).collect(),
            answers,
        })
    }

    fn date_of(&self, row: &Row, misfits: &mut Misfits<'_>) -> Option<NaiveDate> {
        let text = self.date.map(|place| row.cell(place)).unwrap_or_default();
        let day = if text.is_empty() { self.held_on } else { cells::day(text) };
        if let (None, Some(place)) = (day, self.date) {
            misfits.of_cell(place, A_DATE.to_owned());
        }
        day
    }

    /// Reads every answer, then walks the questions: what was asked and stands blank was not answered.
    fn answers(&self, row: &Row, misfits: &mut Misfits<'_>) -> Vec<Answered> {
        let read: Vec<Cell> = self.places.iter().map(|places| self.answer(places, row, misfits)).collect();
        let given: Vec<Given> =
            read.iter().zip(&self.places).map(|(cell, at)| self.given(cell, at)).collect();
        let standings = self.route.walk(&given);
        let mut answers = Vec::new();
        for ((places, cell), standing) in self.places.iter().zip(read).zip(standings) {
            let beside = places.words.map(|place| cells::words(row.cell(place)));
            let beside = beside.filter(|words| !words.is_empty());
            let is_skipped = !standing.is_asked();
            let mut answered = Answered {
                question: places.question.id.clone(),
                answer: None,
                empty: None,
                words: beside,
                is_skipped,
            };
            match cell {
                Cell::Answer(json) => answered.answer = Some(json),
                Cell::Words(words) => answered.words = Some(words),
                Cell::Empty(empty) => answered.empty = Some(empty),
                Cell::Blank if standing == Standing::Open && places.is_anywhere() => {
                    answered.empty = Some(Empty::NotAnswered);
                }
                Cell::Blank if answered.words.is_none() => continue,
                Cell::Blank => {}
            }
            answers.push(answered);
        }
        answers
    }

    fn given(&self, cell: &Cell, places: &Places<'_>) -> Given {
        match cell {
            Cell::Blank => Given::Nothing,
            Cell::Empty(empty) => Given::Empty(*empty),
            Cell::Words(_) => Given::Answer(Answer::Words),
            Cell::Answer(json) => {
                let answer = crate::routing::answer::read(self.guide, places.question, json);
                answer.ok().flatten().map_or(Given::Nothing, Given::Answer)
            }
        }
    }

    fn answer(&self, places: &Places<'g>, row: &Row, misfits: &mut Misfits<'_>) -> Cell {
        if let Some(place) = places.whole {
            return cell(self.guide, places.question, row.cell(place)).unwrap_or_else(|expected| {
                misfits.of_cell(place, expected);
                Cell::Blank
            });
        }
        match places.question.kind {
            QuestionKind::Matrix => self.matrix(places, row, misfits),
            QuestionKind::Choices => self.ticks(places, row, misfits),
            _ => Cell::Blank,
        }
    }

    fn ticks(&self, places: &Places<'g>, row: &Row, misfits: &mut Misfits<'_>) -> Cell {
        let mut chosen = Vec::new();
        for (part, place) in &places.parts {
            match tick(self.guide, places.question, part, row.cell(*place)) {
                Ok(true) => chosen.push(part.as_str()),
                Ok(false) => {}
                Err(expected) => misfits.of_cell(*place, expected),
            }
        }
        if chosen.is_empty() {
            return Cell::Blank;
        }
        Cell::Answer(in_order(self.guide, places.question, |id| chosen.contains(&id)))
    }

    /// The rows that have an answer; a reason for none counts where no row has one.
    fn matrix(&self, places: &Places<'g>, row: &Row, misfits: &mut Misfits<'_>) -> Cell {
        let mut rows = Vec::new();
        let mut empty = None;
        for (part, place) in &places.parts {
            match row_of_matrix(self.guide, places.question, part, row.cell(*place)) {
                Ok(Cell::Answer(json)) => rows.push((Cow::Owned(part.clone()), json)),
                Ok(Cell::Empty(why)) => empty = empty.or(Some(why)),
                Ok(Cell::Blank | Cell::Words(_)) => {}
                Err(expected) => misfits.of_cell(*place, expected),
            }
        }
        match (rows.is_empty(), empty) {
            (false, _) => Cell::Answer(Json::Object(rows).into_owned()),
            (true, Some(empty)) => Cell::Empty(empty),
            (true, None) => Cell::Blank,
        }
    }
}

/// What does not fit in one row.
struct Misfits<'r> {
    row: &'r Row,
    header: &'r [String],
    found: Vec<Misfit>,
}

impl Misfits<'_> {
    fn of_cell(&mut self, place: usize, expected: String) {
        let name = self.header.get(place).filter(|name| !name.is_empty());
        let column = Some(name.cloned().unwrap_or_else(|| letters(place)));
        let found = self.row.cell(place).to_owned();
        self.found.push(Misfit { row: self.row.number, column, found, expected });
    }

    fn of_row(&mut self, found: String, expected: String) {
        self.found.push(Misfit { row: self.row.number, column: None, found, expected });
    }
}
