//! Answers typed up from the paper twin, by the names that are printed on it.
//!
//! `q5a: yes, since March` answers question q5a, here with words behind the answer; the printed number does too (`5a:`),
//! unless a topic guide is followed,
//! in which a number is a seat. `q5a.1 since March` is what was written on the first line of that question: words, or for
//! a question without boxes the answer itself. `q7.school 3` is one row of a matrix. Behind the name may stand who it is
//! of and when it was said, in either order: `q5a: P2 10:42 yes`. An answer is its text, its id or its key.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveTime;

use super::cells::{Cell, cell, reasons, row_of_matrix};
use super::contents::SaidOnPaper;
use super::page::{is_label, time_in_front};
use crate::model::ids::{PromptId, ThemeId};
use crate::model::instrument::Guide;
use crate::model::json::Json;
use crate::model::question::{Question, QuestionKind};
use crate::routing::keys::{keys, ticked_points};

/// What stands in front of a line.
#[derive(Debug, Clone, Copy)]
pub(super) enum Name<'g> {
    /// A question.
    Question(&'g Question),
    /// A line under a question.
    Line(&'g Question),
    /// A row of a matrix, by its id.
    Row(&'g Question, &'g str),
    /// A line under a prompt, and the theme of that.
    Prompt(&'g PromptId, &'g ThemeId),
}

/// The names that are printed on the paper twin of a guide.
#[derive(Debug, Default)]
pub struct Names<'g> {
    questions: HashMap<String, &'g Question>,
    labels: HashMap<String, &'g Question>,
    /// Whether a number with a colon is a question's and not a seat's: a questionnaire has one respondent.
    is_questionnaire: bool,
    prompts: HashMap<String, (&'g PromptId, &'g ThemeId)>,
}

/// A name, who it is of, when it was said, and what follows.
pub(super) struct Named<'g, 't> {
    pub(super) name: Name<'g>,
    pub(super) who: Option<String>,
    pub(super) time: Option<NaiveTime>,
    pub(super) rest: &'t str,
}

impl<'g> Names<'g> {
    /// The names of a guide; none where there is none.
    #[must_use]
    pub fn of(guide: Option<&'g Guide>) -> Self {
        let Some(guide) = guide else { return Self::default() };
        let questions = || guide.questions.iter();
        let prompts = guide.themes.iter().flat_map(|theme| {
            theme.prompts.iter().map(|prompt| (prompt.id.as_str().to_lowercase(), (&prompt.id, &theme.id)))
        });
        Self {
            questions: questions().map(|one| (one.id.as_str().to_lowercase(), one)).collect(),
            labels: questions().map(|one| (one.label().to_lowercase(), one)).collect(),
            prompts: prompts.collect(),
            is_questionnaire: guide.themes.is_empty(),
        }
    }

    /// Whether a line begins with one of them.
    #[must_use]
    pub fn is_at(&self, line: &str) -> bool {
        self.at(line).is_some()
    }

    /// The name that a line begins with, a time in front of it passed over.
    pub(super) fn at<'t>(&self, line: &'t str) -> Option<Named<'g, 't>> {
        let (time, rest) = time_in_front(line).map_or((None, line), |(time, rest)| (Some(time), rest));
        let (token, rest) = first_word(rest);
        let name = self.named(token)?;
        let (who, later, rest) = who_and_when(rest);
        Some(Named { name, who, time: time.or(later), rest })
    }

    fn named(&self, token: &str) -> Option<Name<'g>> {
        let token = token.to_lowercase();
        if let Some(name) = token.strip_suffix(':') {
            let is_seat = !self.is_questionnaire && name.bytes().all(|byte| byte.is_ascii_digit());
            let by_label = || self.labels.get(name).filter(|_| !is_seat);
            if let Some(question) = self.questions.get(name).or_else(by_label) {
                return Some(Name::Question(question));
            }
        }
        let (id, part) = token.trim_end_matches(':').rsplit_once('.')?;
        let is_number = (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(question) = self.questions.get(id).copied() {
            let row = question.items.iter().find(|item| item.id.to_lowercase() == part);
            return match row {
                Some(row) => Some(Name::Row(question, &row.id)),
                None => is_number.then_some(Name::Line(question)),
            };
        }
        let (prompt, theme) = self.prompts.get(id).filter(|_| is_number)?;
        Some(Name::Prompt(prompt, theme))
    }
}

/// A word and what follows it.
fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (word, rest.trim_start_matches([' ', '\t']))
}

/// The label of a seat and a time at the beginning of a text, in either order, and the rest.
fn who_and_when(text: &str) -> (Option<String>, Option<NaiveTime>, &str) {
    let (mut who, mut when, mut rest) = (None, None, text);
    loop {
        let (word, after) = first_word(rest);
        let label = word.trim_end_matches(':').to_uppercase();
        if who.is_none() && is_label(&label) {
            (who, rest) = (Some(label), after);
        } else if let Some((time, after)) = time_in_front(rest).filter(|_| when.is_none()) {
            (when, rest) = (Some(time), after);
        } else {
            return (who, when, rest);
        }
    }
}

/// What a line says of its question.
///
/// # Errors
/// What was expected, in words.
pub(super) fn said(guide: &Guide, name: Name<'_>, text: &str) -> Result<SaidOnPaper, String> {
    let (first, more) = text.split_once('\n').unwrap_or((text, ""));
    let mut said = match name {
        Name::Line(question) if has_boxes(question) => SaidOnPaper::words(first),
        Name::Question(question) | Name::Line(question) => answered(guide, question, first)?,
        Name::Row(question, row) => {
            let point = row_of_matrix(guide, question, row, first)?;
            let row = |answer| Json::Object(vec![(Cow::Owned(row.to_owned()), answer)]);
            match of_cell(point) {
                SaidOnPaper { answer: Some(answer), empty, words } => {
                    SaidOnPaper { answer: Some(row(answer)), empty, words }
                }
                other => other,
            }
        }
        Name::Prompt(..) => SaidOnPaper::words(first),
    };
    // Words alone are never a second answer.
    let _ = said.add(SaidOnPaper::words(more));
    Ok(said)
}

/// Whether paper offers boxes to tick, so that what stands on its lines is only words.
#[must_use]
pub fn has_boxes(question: &Question) -> bool {
    match question.kind {
        QuestionKind::Choice | QuestionKind::Choices | QuestionKind::Matrix => true,
        QuestionKind::Scale => ticked_points(question).is_some(),
        QuestionKind::Number | QuestionKind::Decimal | QuestionKind::Date | QuestionKind::Text => false,
    }
}

/// The answer at the beginning of a text, and words after it.
fn answered(guide: &Guide, question: &Question, text: &str) -> Result<SaidOnPaper, String> {
    match question.kind {
        QuestionKind::Choice => chosen(guide, question, text),
        QuestionKind::Choices => {
            let ids: Vec<String> =
                text.split([';', '|']).map(|part| by_key(guide, question, part.trim())).collect();
            cell(guide, question, &ids.join(";")).or_else(|_| cell(guide, question, text)).map(of_cell)
        }
        QuestionKind::Text => cell(guide, question, text).map(of_cell),
        QuestionKind::Matrix => Err("a row of it, as it is named on paper".to_owned()),
        QuestionKind::Number | QuestionKind::Decimal | QuestionKind::Scale | QuestionKind::Date => {
            let (first, rest) = first_word(text);
            let of_whole = cell(guide, question, text);
            let (found, words) = match cell(guide, question, first.trim_end_matches([',', ';'])) {
                Ok(found) if of_whole.is_err() => (found, rest),
                _ => (of_whole?, ""),
            };
            Ok(SaidOnPaper { words: SaidOnPaper::words(words).words, ..of_cell(found) })
        }
    }
}

fn of_cell(cell: Cell) -> SaidOnPaper {
    match cell {
        Cell::Blank => SaidOnPaper::default(),
        Cell::Empty(empty) => SaidOnPaper { empty: Some(empty), ..SaidOnPaper::default() },
        Cell::Answer(answer) => SaidOnPaper { answer: Some(answer), ..SaidOnPaper::default() },
        Cell::Words(words) => SaidOnPaper { words: Some(words), ..SaidOnPaper::default() },
    }
}

/// One of the answers offered, or a reason for none, and words behind it. Of several that fit the longest is meant, so
/// that “Yes, but” is not taken for “Yes”.
fn chosen(guide: &Guide, question: &Question, text: &str) -> Result<SaidOnPaper, String> {
    let offered = guide.answers(question).iter();
    let offered = offered.flat_map(|one| [(&one.text, one), (&one.id, one)]);
    let answers = offered.filter_map(|(words, one)| Some((behind(text, words)?, Ok(one.id.clone()))));
    let reasons = reasons().filter_map(|(words, empty)| Some((behind(text, words)?, Err(empty))));
    let Some((rest, found)) = answers.chain(reasons).min_by_key(|(rest, _)| rest.len()) else {
        let (first, rest) = first_word(text);
        let id = by_key(guide, question, first.trim_end_matches(ENDS));
        let found = of_cell(cell(guide, question, &id).or_else(|_| cell(guide, question, text))?);
        return Ok(SaidOnPaper { words: SaidOnPaper::words(rest).words, ..found });
    };
    let words = SaidOnPaper::words(rest);
    Ok(match found {
        Ok(id) => SaidOnPaper { answer: Some(Json::Text(Cow::Owned(id))), ..words },
        Err(empty) => SaidOnPaper { empty: Some(empty), ..words },
    })
}

/// What may stand between an answer and words.
const ENDS: [char; 8] = [',', ';', ':', '.', '-', '–', '—', ')'];

/// What follows words at the beginning of a text, in any case; nothing if it begins otherwise or in the middle of a word.
fn behind<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let mut rest = text.trim_start().chars();
    for wanted in words.trim().chars() {
        let found = rest.next()?;
        let is_same = found == wanted
            || found.to_lowercase().eq(wanted.to_lowercase())
            || (found == '’' && wanted == '\'')
            || (found.is_whitespace() && wanted.is_whitespace());
        if !is_same {
            return None;
        }
    }
    let rest = rest.as_str();
    let is_whole = rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
    is_whole.then(|| rest.trim_start().trim_start_matches(ENDS).trim_start())
}

/// The id of the answer with this key; else what was given.
fn by_key(guide: &Guide, question: &Question, typed: &str) -> String {
    let offered = guide.answers(question);
    let mut letters = typed.chars().flat_map(char::to_lowercase);
    let (Some(letter), None) = (letters.next(), letters.next()) else { return typed.to_owned() };
    let found = offered.iter().zip(keys(offered)).find(|(_, key)| *key == letter);
    found.map_or_else(|| typed.to_owned(), |(one, _)| one.id.clone())
}
