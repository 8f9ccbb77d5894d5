//! What a condition comes to.

use crate::model::condition::{Bound, Comparison, Condition};
use crate::model::ids::QuestionId;
use crate::model::question::Like;
use crate::routing::answer::Answer;

/// What the answers to other questions are, for a condition.
pub trait Answers {
    /// The answer to a question that is asked; nothing when it has none, or is not asked.
    fn answer(&self, question: &QuestionId) -> Option<&Answer>;

    /// What one of the answers that a question offers counts as.
    fn like(&self, question: &QuestionId, category: &str) -> Option<Like>;
}

/// Whether a condition holds. What is asked of a question without an answer does not hold, so `not` of it does.
#[must_use]
pub fn holds(condition: &Condition, answers: &impl Answers) -> bool {
    match condition {
        Condition::All(inner) => inner.iter().all(|condition| holds(condition, answers)),
        Condition::Any(inner) => inner.iter().any(|condition| holds(condition, answers)),
        Condition::Not(inner) => !holds(inner, answers),
        Condition::Answered(question) => answers.answer(question).is_some(),
        Condition::Is(test) => {
            matches!(answers.answer(&test.question), Some(Answer::Category(id)) if *id == test.answer)
        }
        Condition::Like(test) => match answers.answer(&test.question) {
            Some(Answer::Category(id)) => answers.like(&test.question, id) == Some(test.answer),
            _ => false,
        },
        Condition::Includes(test) => match answers.answer(&test.question) {
            Some(Answer::Categories(ids)) => ids.contains(&test.answer),
            _ => false,
        },
        Condition::Compare(comparison) => compares(comparison, answers.answer(&comparison.question)),
    }
}

fn compares(comparison: &Comparison, answer: Option<&Answer>) -> bool {
    let order = match (answer, &comparison.value) {
        (Some(Answer::Figure(figure)), Bound::Figure(bound)) => Some(figure.cmp(bound)),
        (Some(Answer::Date(date)), Bound::Date(bound)) => bound.date().map(|bound| date.cmp(&bound)),
        _ => None,
    };
    order.is_some_and(|order| comparison.relation.holds(order))
}

/// Calls `tell` for every question that a condition is about, as often as it stands there.
pub fn questions<'a>(condition: &'a Condition, tell: &mut impl FnMut(&'a QuestionId)) {
    match condition {
        Condition::All(inner) | Condition::Any(inner) => {
            for inner in inner {
                questions(inner, tell);
            }
        }
        Condition::Not(inner) => questions(inner, tell),
        Condition::Answered(question) => tell(question),
        Condition::Is(test) | Condition::Includes(test) => tell(&test.question),
        Condition::Like(test) => tell(&test.question),
        Condition::Compare(comparison) => tell(&comparison.question),
    }
}
