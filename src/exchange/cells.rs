//! One cell as an answer to its question.
//!
//! An answer is found by its id or its text, in any case. A cell that begins like a formula is words where words are
//! wanted, as it stands, and nothing that fits anywhere else: it is never reckoned out.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::proposed::plain;
use crate::model::figure::Figure;
use crate::model::instrument::Guide;
use crate::model::json::Json;
use crate::model::note::Empty;
use crate::model::question::{Question, QuestionKind};
use crate::routing::answer::{self, date, expected};

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing stands in it.
    Blank,
    /// Why there is no answer.
    Empty(Empty),
    /// An answer, as a response holds it.
    Answer(Json<'static>),
    /// Words.
    Words(String),
}

/// What a date may look like, for messages.
pub const A_DATE: &str = "a date like 2007-03-31 or 31/03/2007, the day first";

/// Reads the cell of a question that has one column.
///
/// # Errors
/// What was expected, in words.
pub fn cell(guide: &Guide, question: &Question, text: &str) -> Result<Cell, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Cell::Blank);
    }
    if question.kind == QuestionKind::Text {
        return Ok(empty(text).map_or_else(|| Cell::Words(words(text)), Cell::Empty));
    }
    let found = match question.kind {
        QuestionKind::Choice => category(guide, question, text).map(Json::Text),
        QuestionKind::Choices => categories(guide, question, text),
        QuestionKind::Number | QuestionKind::Decimal | QuestionKind::Scale => figure(text),
        QuestionKind::Date => day(text).map(|day| Json::Text(Cow::Owned(day.to_string()))),
        QuestionKind::Text | QuestionKind::Matrix => None,
    };
    match found.filter(|json| answer::read(guide, question, json).is_ok()) {
        Some(json) => Ok(Cell::Answer(json.into_owned())),
        None => empty(text).map(Cell::Empty).ok_or_else(|| wanted(guide, question)),
    }
}

/// What would have fitted, with the texts of the answers.
fn wanted(guide: &Guide, question: &Question) -> String {
    let texts = || {
        let texts = guide.answers(question).iter().map(|category| category.text.as_str());
        texts.collect::<Vec<_>>().join("; ")
    };
    match question.kind {
        QuestionKind::Choice => format!("one of: {}", texts()),
        QuestionKind::Choices => format!("some of: {}", texts()),
        QuestionKind::Date => A_DATE.to_owned(),
        _ => expected(guide, question),
    }
}

/// Reads one row of a matrix: one of the answers, or a point on the scale.
///
/// # Errors
/// What was expected, in words.
pub fn row_of_matrix(guide: &Guide, question: &Question, item: &str, text: &str) -> Result<Cell, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Cell::Blank);
    }
    let found = category(guide, question, text).map(Json::Text).or_else(|| figure(text));
    let fits = |json: &Json<'_>| {
        let row = Json::Object(vec![(Cow::Borrowed(item), json.borrowed())]);
        answer::read(guide, question, &row).is_ok()
    };
    match found.filter(fits) {
        Some(json) => Ok(Cell::Answer(json.into_owned())),
        None => empty(text).map(Cell::Empty).ok_or_else(|| {
            let all = expected(guide, question);
            all.strip_prefix("for each row ").unwrap_or(&all).to_owned()
        }),
    }
}

/// Reads whether one answer of several is ticked.
///
/// # Errors
/// What was expected, in words.
pub fn tick(guide: &Guide, question: &Question, part: &str, text: &str) -> Result<bool, String> {
    let plain_text = plain(text);
    match plain_text.as_str() {
        "" | "0" | "no" | "n" | "false" | "-" => Ok(false),
        "1" | "x" | "yes" | "y" | "true" | "✓" | "✔" => Ok(true),
        _ if category(guide, question, text).as_deref() == Some(part) => Ok(true),
        _ => Err("x, yes or 1 where it was ticked, else nothing, no or 0".to_owned()),
    }
}

/// A date of the calendar: the year first with hyphens, or the day first with slashes.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if let Some(day) = date(text) {
        return Some(day);
    }
    let mut parts = text.split('/');
    let mut number = |most: usize| {
        let part = parts.next()?;
        let are_digits = part.bytes().all(|byte| byte.is_ascii_digit());
        (are_digits && (1..=most).contains(&part.len())).then(|| part.parse::<u32>().ok())?
    };
    let (day, month, year) = (number(2)?, number(2)?, number(4)?);
    let is_of_four = text.rsplit('/').next().is_some_and(|year| year.len() == 4);
    if parts.next().is_some() || !is_of_four {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Whether a spreadsheet would take a text for a formula, or has marked it as none.
#[must_use]
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '@', '\''])
}

/// Words as they stand, with line breaks of one kind.
#[must_use]
pub fn words(text: &str) -> String {
    text.trim().replace("\r\n", "\n").replace('\r', "\n")
}

/// How people write the reasons for no answer, beside the words of the screen and of files.
const REASONS: [(&str, Empty); 7] = [
    ("not applicable", Empty::NotApplicable),
    ("n/a", Empty::NotApplicable),
    ("blank", Empty::NotAnswered),
    ("no answer", Empty::NotAnswered),
    ("dont know", Empty::DontKnow),
    ("do not know", Empty::DontKnow),
    ("declined to answer", Empty::Declined),
];

/// Every way to write a reason for no answer.
pub(super) fn reasons() -> impl Iterator<Item = (&'static str, Empty)> {
    let all = Empty::ALL.iter().flat_map(|empty| [(empty.in_words(), *empty), (empty.word(), *empty)]);
    all.chain(REASONS)
}

/// One of the five reasons for no answer.
fn empty(text: &str) -> Option<Empty> {
    let text = plain(text);
    reasons().find(|(words, _)| *words == text).map(|(_, empty)| empty)
}

/// The answer of this id or text; an id goes before a text.
fn category<'t>(guide: &Guide, question: &Question, text: &str) -> Option<Cow<'t, str>> {
    let wanted = plain(text);
    let offered = guide.answers(question);
    let by_id = offered.iter().find(|category| category.id.to_lowercase() == wanted);
    let found = by_id.or_else(|| offered.iter().find(|category| plain(&category.text) == wanted))?;
    Some(Cow::Owned(found.id.clone()))
}

/// Several answers, in the order in which they are offered, each once.
fn categories(guide: &Guide, question: &Question, text: &str) -> Option<Json<'static>> {
    let whole = category(guide, question, text).map(|one| vec![one]);
    let several = || text.split([';', '|']).filter(|one| !one.trim().is_empty());
    let chosen = whole.or_else(|| several().map(|one| category(guide, question, one)).collect())?;
    Some(in_order(guide, question, |id| chosen.iter().any(|one| one == id)))
}

/// The list of the answers that are chosen.
#[must_use]
pub fn in_order(guide: &Guide, question: &Question, is_chosen: impl Fn(&str) -> bool) -> Json<'static> {
    let chosen = guide.answers(question).iter().filter(|category| is_chosen(&category.id));
    Json::List(chosen.map(|category| Json::Text(Cow::Owned(category.id.clone()))).collect())
}

fn figure(text: &str) -> Option<Json<'static>> {
    Figure::parse(text).map(|_| Json::Number(Cow::Owned(text.to_owned())))
}
