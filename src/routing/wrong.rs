//! What can be wrong with an instrument, in words; [`check`](super::check) finds it.

use thiserror::Error;

use crate::model::shape::Step;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The way to it from the top of the file.
    pub path: Vec<Step>,
    /// What it is.
    pub wrong: Wrong,
    /// What may have been meant.
    pub meant: Option<String>,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Wrong {
    /// An id that stands elsewhere already.
    #[error("the id “{0}” stands twice; the first is {1}")]
    Twice(String, String),
    /// A key that gives another answer already.
    #[error("the key “{0}” is taken by the answer “{1}”")]
    KeyTwice(String, String),
    /// A key that is not one letter or digit.
    #[error("“{0}” is not one key: a single letter or digit is")]
    NotAKey(String),
    /// A text without letters.
    #[error("a text without words")]
    NoWords,
    /// Nothing to go through.
    #[error("an instrument with neither themes nor questions")]
    Nothing,
    /// A theme that is not in the guide.
    #[error("there is no theme “{0}”")]
    NoTheme(String),
    /// An answer set that is not in the instrument.
    #[error("there is no answer set “{0}”")]
    NoSet(String),
    /// A question that is not in the instrument.
    #[error("there is no question “{0}”")]
    NoQuestion(String),
    /// An answer that the question does not offer.
    #[error("question {question} does not offer “{answer}”: it offers {offered}")]
    NoAnswer {
        /// The question, by its label.
        question: String,
        /// The answer looked for.
        answer: String,
        /// The answers it offers.
        offered: String,
    },
    /// None of the answers counts as asked for.
    #[error("no answer to question {question} counts as {like}: give one of them “like”")]
    NothingLike {
        /// The question, by its label.
        question: String,
        /// Yes or no.
        like: &'static str,
    },
    /// A condition on the question that it stands at.
    #[error("the question depends on itself")]
    Itself,
    /// Conditions in a circle.
    #[error("the questions {0} depend on each other in a circle")]
    Circle(String),
    /// A condition on a question that is asked later.
    #[error("question {0} comes later: a condition can only look back")]
    Later(String),
    /// A test that the kind of question has no answers for.
    #[error("“{test}” does not fit question {question}, which is answered by {kind}")]
    WrongTest {
        /// The member: is, like, includes or compare.
        test: &'static str,
        /// The question, by its label.
        question: String,
        /// What answers it.
        kind: &'static str,
    },
    /// A value that the question's answers cannot be compared with.
    #[error("question {question} is answered by {kind}: it cannot be compared with {value}")]
    WrongValue {
        /// The question, by its label.
        question: String,
        /// What answers it.
        kind: &'static str,
        /// A number or a date.
        value: &'static str,
    },
    /// A list that has to hold something.
    #[error("“{0}” holds nothing")]
    Empty(&'static str),
    /// A member that this kind of question needs.
    #[error("a question of the kind “{kind}” needs “{member}”")]
    Needs {
        /// The kind.
        kind: &'static str,
        /// The member.
        member: &'static str,
    },
    /// A member that this kind of question has no use for.
    #[error("a question of the kind “{kind}” has no use for “{member}”")]
    NoUse {
        /// The kind.
        kind: &'static str,
        /// The member.
        member: &'static str,
    },
    /// A range with its ends the wrong way round.
    #[error("“least” is greater than “most”")]
    Reversed,
    /// An end of a scale, or a bound of a whole number, that is not whole.
    #[error("a whole number is needed here")]
    NotWhole,
    /// A question that no answers lead to.
    #[error("this question is never asked: no answers to earlier questions make its condition true")]
    NeverAsked,
}
