//! What pages hold, before it has an id and a place: notes, answers, lines that cannot be taken.

use chrono::NaiveTime;

use crate::capture::Captured;
use crate::model::ids::{PromptId, QuestionId};
use crate::model::json::Json;
use crate::model::note::Empty;

/// What a page holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its notes, in their order.
    pub notes: Vec<Typed>,
    /// What its lines say of questions, in their order: a question may have several lines.
    pub answers: Vec<TypedAnswer>,
    /// Lines that cannot be taken.
    pub bad: Vec<BadLine>,
    /// What a person should look at.
    pub remarks: Vec<(usize, Remark)>,
}

/// A note as it stands on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The line it begins on, from 1.
    pub line: usize,
    /// When it was said, where the page says so.
    pub at: Option<Moment>,
    /// Who said it, as the page says it: `P3`, or a name.
    pub who: Option<String>,
    /// The prompt that its line belongs to, where the page says so.
    pub prompt: Option<PromptId>,
    /// What it is; its theme is the one it stands under. Who said it stands in `who`.
    pub note: Captured,
}

/// A time on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// How many midnights have passed since the first.
    pub days: u32,
    /// What the clock showed.
    pub time: NaiveTime,
}

/// A line that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// Why.
    pub wrong: Wrong,
}

/// Why a line cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// No theme has this in its name.
    NoTheme(String),
    /// Several themes have.
    SeveralThemes(String, Vec<String>),
    /// The note is longer than a note may be: so many bytes.
    TooLong(usize),
    /// No answer to this question, by its label: what was expected.
    NoAnswer(String, String),
    /// The question of this label is answered already.
    AnsweredTwice(String),
    /// Nobody knows whose answer to the question of this label it is.
    Whose(String),
}

/// What a person should look at, though the line was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// It is earlier than the line before.
    Backwards,
    /// It is so much earlier that midnight must have passed: it counts as the next day.
    Midnight,
    /// Signs, and no words after them: no note was made of it.
    NoWords,
    /// Words to a question with boxes, and no box is said to be ticked.
    NothingTicked,
    /// An answer to a question that the other answers lead past: kept, and not counted.
    NotAsked,
}

/// What a line says of one question and one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedAnswer {
    /// The line it begins on, from 1.
    pub line: usize,
    /// When it was said, where the page says so.
    pub at: Option<Moment>,
    /// Who answered, as the page says it.
    pub who: Option<String>,
    /// The question.
    pub question: QuestionId,
    /// What was said.
    pub said: SaidOnPaper,
}

/// What was ticked and written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SaidOnPaper {
    /// The answer.
    pub answer: Option<Json<'static>>,
    /// Why there is none.
    pub empty: Option<Empty>,
    /// What was said with it.
    pub words: Option<String>,
}

impl SaidOnPaper {
    /// Words alone; nothing where there are none.
    #[must_use]
    pub fn words(text: &str) -> Self {
        let text = text.trim();
        Self { words: (!text.is_empty()).then(|| text.to_owned()), ..Self::default() }
    }

    /// Adds what another line says of the same question. Says whether there were two answers; then nothing is added.
    #[must_use]
    pub fn add(&mut self, other: Self) -> bool {
        let is_said = |said: &Self| said.answer.is_some() || said.empty.is_some();
        let is_twice = is_said(self) && is_said(&other);
        match (&mut self.answer, &other.answer) {
            (Some(Json::Object(rows)), Some(Json::Object(more)))
                if !more.iter().any(|(row, _)| rows.iter().any(|(there, _)| there == row)) =>
            {
                rows.extend(more.iter().cloned());
            }
            _ if is_twice => return true,
            _ if is_said(&other) => (self.answer, self.empty) = (other.answer, other.empty),
            _ => {}
        }
        let words: Vec<String> = self.words.take().into_iter().chain(other.words).collect();
        self.words = (!words.is_empty()).then(|| words.join("\n"));
        false
    }
}
