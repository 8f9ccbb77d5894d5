//! Questions with answers to choose or to fill in, as an instrument holds them.
//!
//! What may be answered, when a question is asked, and how an answer counts are data. Walking them is
//! [`routing`](crate::routing)'s business.

use super::condition::Condition;
use super::figure::Figure;
use super::ids::{QuestionId, ThemeId};
use super::shape::{shape, words};

words! {
    /// How a question is answered.
    pub enum QuestionKind {
        /// One of the answers offered.
        Choice = "choice",
        /// Any number of the answers offered.
        Choices = "choices",
        /// A whole number.
        Number = "number",
        /// A number, with digits after the point if wanted.
        Decimal = "decimal",
        /// A date of the calendar.
        Date = "date",
        /// A point on a scale of whole numbers, whose ends have names.
        Scale = "scale",
        /// Words.
        Text = "text",
        /// A row of items, each answered by one of the answers offered or by a point on the scale.
        Matrix = "matrix",
    }
}

words! {
    /// What an answer counts as where a condition asks for yes or no.
    pub enum Like {
        /// As yes: “Yes, but” is an example.
        Yes = "yes",
        /// As no: “Not yet” is an example.
        No = "no",
    }
}

shape! {
    /// One of the answers offered.
    pub struct Category {
        /// Its id: what stands in a response.
        required "id" id: String,
        /// The answer as it is read out and printed.
        required "text" text: String,
        /// The key that gives it; without one the first free letter of its text is taken.
        optional "key" key: Option<String>,
        /// What it counts as where a condition asks for yes or no.
        optional "like" like: Option<Like>,
        /// Whether it stands for what is not offered, so that words are to be given with it.
        optional "other" other: Option<bool>,
    }
}

shape! {
    /// Answers that several questions offer.
    pub struct AnswerSet {
        /// Its id.
        required "id" id: String,
        /// The answers, in the order in which they are offered and counted.
        required "answers" answers: Vec<Category>,
    }
}

shape! {
    /// One row of a matrix.
    pub struct Item {
        /// Its id, unique in the question.
        required "id" id: String,
        /// The row as it is printed.
        required "text" text: String,
    }
}

shape! {
    /// Which question of an earlier version, or of another instrument, this one stands in the place of.
    pub struct Replaced {
        /// The question here.
        required "question" question: QuestionId,
        /// The instrument that it stood in, where that is another one than this.
        optional "instrument" instrument: Option<String>,
        /// The version that it stood in.
        required "version" version: u32,
        /// Its id there.
        required "replaces" replaces: QuestionId,
        /// Whether both ask the same, so that their answers may be counted together.
        optional "same" same: Option<bool>,
    }
}

shape! {
    /// A question whose answer can be counted, or is at least one answer.
    pub struct Question {
        /// Its id, unique in the instrument.
        required "id" id: QuestionId,
        /// The number that is printed in front of it: 1, 1a and so on.
        optional "number" number: Option<String>,
        /// For a topic guide: the theme it is asked under.
        optional "theme" theme: Option<ThemeId>,
        /// The question as it is asked.
        required "text" text: String,
        /// How it is answered.
        required "kind" kind: QuestionKind,
        /// The answers offered, in order.
        list "answers" answers: Vec<Category>,
        /// Instead of `answers`: the id of an answer set.
        optional "answer_set" answer_set: Option<String>,
        /// The rows of a matrix.
        list "items" items: Vec<Item>,
        /// What a number counts or measures.
        optional "unit" unit: Option<String>,
        /// The smallest number, or the lower end of the scale.
        optional "least" least: Option<Figure>,
        /// The greatest number, or the upper end of the scale.
        optional "most" most: Option<Figure>,
        /// What the lower end of the scale means.
        optional "low" low: Option<String>,
        /// What the upper end of the scale means.
        optional "high" high: Option<String>,
        /// Whether it can be left unanswered only with a reason.
        optional "required" required: Option<bool>,
        /// When it is asked; without a condition, always.
        optional "when" when: Option<Condition>,
    }
}

impl Question {
    /// The number that is printed, else the id.
    #[must_use]
    pub fn label(&self) -> &str {
        self.number.as_deref().unwrap_or(self.id.as_str())
    }

    /// Whether a person can leave it unanswered only with a reason.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.required == Some(true)
    }
}
