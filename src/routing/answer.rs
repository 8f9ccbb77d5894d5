//! What an answer says, as its question understands it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use thiserror::Error;

use crate::model::figure::Figure;
use crate::model::instrument::Guide;
use crate::model::json::Json;
use crate::model::note::{Empty, Response};
use crate::model::question::{Category, Question, QuestionKind};

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// One of the answers offered, by its id.
    Category(String),
    /// Several of them; one at least.
    Categories(BTreeSet<String>),
    /// A number, or a point on a scale.
    Figure(Figure),
    /// A date.
    Date(NaiveDate),
    /// Words, and nothing else.
    Words,
    /// The answer to each row of a matrix that has one, by the row's id; one at least.
    Items(BTreeMap<String, Answer>),
}

/// What stands as the answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Given {
    /// Nothing was noted.
    #[default]
    Nothing,
    /// It was left empty for a reason.
    Empty(Empty),
    /// An answer.
    Answer(Answer),
}

/// Why something is no answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected {expected}, found {found}")]
pub struct Misfit {
    /// What would be one, in words.
    pub expected: String,
    /// What is there, in words.
    pub found: String,
}

impl Given {
    /// What a response says. An answer counts even where a reason to be empty stands beside it.
    ///
    /// # Errors
    /// A [`Misfit`] when it is no answer to this question; then it says nothing.
    pub fn of(guide: &Guide, question: &Question, response: &Response) -> Result<Self, Misfit> {
        let words = response.words.as_deref().unwrap_or_default();
        let answer = match &response.answer {
            Some(json) => read(guide, question, json)?,
            None if question.kind == QuestionKind::Text && !words.trim().is_empty() => Some(Answer::Words),
            None => None,
        };
        Ok(match (answer, response.empty) {
            (Some(answer), _) => Self::Answer(answer),
            (None, Some(empty)) => Self::Empty(empty),
            (None, None) => Self::Nothing,
        })
    }

    /// The answer, if it is one.
    #[must_use]
    pub const fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Answer(answer) => Some(answer),
            Self::Nothing | Self::Empty(_) => None,
        }
    }
}

/// Reads the answer to a question as a file holds it: the id of a category, a list of them, a number, a date as text,
/// an object of rows. Nothing when the list or the object is empty.
///
/// # Errors
/// A [`Misfit`].
pub fn read(guide: &Guide, question: &Question, json: &Json<'_>) -> Result<Option<Answer>, Misfit> {
    let misfit = || Misfit { expected: expected(guide, question), found: found(json) };
    match question.kind {
        QuestionKind::Choices => {
            let Json::List(items) = json else { return Err(misfit()) };
            let ids = items.iter().map(|item| category(guide, question, item));
            let ids: BTreeSet<String> = ids.collect::<Option<_>>().ok_or_else(misfit)?;
            Ok((!ids.is_empty()).then_some(Answer::Categories(ids)))
        }
        QuestionKind::Matrix => {
            let Json::Object(rows) = json else { return Err(misfit()) };
            let is_row = |id: &str| question.items.iter().any(|item| item.id == id);
            let row = |id: &str, value: &Json<'_>| {
                is_row(id)
                    .then(|| cell(guide, question, value))
                    .flatten()
                    .map(|answer| (id.to_owned(), answer))
            };
            let rows: Option<BTreeMap<String, Answer>> =
                rows.iter().map(|(id, value)| row(id, value)).collect();
            let rows = rows.ok_or_else(misfit)?;
            Ok((!rows.is_empty()).then_some(Answer::Items(rows)))
        }
        QuestionKind::Text => Err(Misfit { expected: "words".to_owned(), found: found(json) }),
        _ => single(guide, question, json).map(Some).ok_or_else(misfit),
    }
}

/// An answer that is one value.
fn single(guide: &Guide, question: &Question, json: &Json<'_>) -> Option<Answer> {
    match question.kind {
        QuestionKind::Choice => category(guide, question, json).map(Answer::Category),
        QuestionKind::Number | QuestionKind::Scale => {
            figure(question, json).filter(Figure::is_whole).map(Answer::Figure)
        }
        QuestionKind::Decimal => figure(question, json).map(Answer::Figure),
        QuestionKind::Date => json.as_text().and_then(date).map(Answer::Date),
        QuestionKind::Choices | QuestionKind::Text | QuestionKind::Matrix => None,
    }
}

/// One cell of a matrix: one of the answers offered, or a point on the scale.
fn cell(guide: &Guide, question: &Question, json: &Json<'_>) -> Option<Answer> {
    if guide.answers(question).is_empty() {
        figure(question, json).filter(Figure::is_whole).map(Answer::Figure)
    } else {
        category(guide, question, json).map(Answer::Category)
    }
}

fn category(guide: &Guide, question: &Question, json: &Json<'_>) -> Option<String> {
    let id = json.as_text()?;
    guide.answers(question).iter().any(|category| category.id == id).then(|| id.to_owned())
}

fn figure(question: &Question, json: &Json<'_>) -> Option<Figure> {
    let Json::Number(digits) = json else { return None };
    Figure::parse(digits).filter(|figure| is_within(question, figure))
}

/// Whether a number lies in the range of a question.
#[must_use]
pub fn is_within(question: &Question, figure: &Figure) -> bool {
    question.least.as_ref().is_none_or(|least| figure >= least)
        && question.most.as_ref().is_none_or(|most| figure <= most)
}

/// A date of the calendar as `2026-03-31`; nothing for the 30th of February.
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
    let is_of_this_form = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_of_this_form { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}

/// What would answer a question, in words: for messages.
#[must_use]
pub fn expected(guide: &Guide, question: &Question) -> String {
    let offered = || listed(guide.answers(question));
    match question.kind {
        QuestionKind::Choice => format!("one of: {}", offered()),
        QuestionKind::Choices => format!("some of: {}", offered()),
        QuestionKind::Number => format!("a whole number{}", range(question)),
        QuestionKind::Decimal => format!("a number{}", range(question)),
        QuestionKind::Scale => format!("a point on the scale{}", range(question)),
        QuestionKind::Date => "a date of the calendar like 2026-03-31".to_owned(),
        QuestionKind::Text => "words".to_owned(),
        QuestionKind::Matrix if guide.answers(question).is_empty() => {
            format!("for each row a point on the scale{}", range(question))
        }
        QuestionKind::Matrix => format!("for each row one of: {}", offered()),
    }
}

fn listed(categories: &[Category]) -> String {
    categories.iter().map(|category| category.id.as_str()).collect::<Vec<_>>().join(", ")
}

fn range(question: &Question) -> String {
    match (&question.least, &question.most) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(", {least} or more"),
        (None, Some(most)) => format!(", {most} or less"),
        (None, None) => String::new(),
    }
}

fn found(json: &Json<'_>) -> String {
    match json {
        Json::Text(text) if text.chars().count() <= 60 => format!("“{text}”"),
        Json::Number(digits) if digits.len() <= 60 => digits.clone().into_owned(),
        other => other.kind().to_owned(),
    }
}
