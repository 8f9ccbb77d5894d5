//! Conditions as people say them: “1 is like yes”, “3 is at least 18 and 4 is answered”.

use super::route::Route;
use crate::model::condition::{Bound, Comparison, Condition, Relation, Test};
use crate::model::ids::QuestionId;
use crate::model::question::Like;

/// A condition in words, without the “if” in front. Questions are named by the number that is printed, answers by
/// their texts; what the instrument does not have is named by its id.
#[must_use]
pub fn in_words(route: &Route<'_>, condition: &Condition) -> String {
    match condition {
        Condition::All(inner) => joined(route, inner, " and "),
        Condition::Any(inner) => joined(route, inner, " or "),
        Condition::Not(inner) => negated(route, inner),
        Condition::Answered(question) => format!("{} is answered", label(route, question)),
        Condition::Is(test) => format!("{} is {}", label(route, &test.question), answer(route, test)),
        Condition::Like(test) => {
            let label = label(route, &test.question);
            format!("{label} is like {}{}", test.answer.word(), alike(route, &test.question, test.answer))
        }
        Condition::Includes(test) => {
            format!("{} is among the answers to {}", answer(route, test), label(route, &test.question))
        }
        Condition::Compare(comparison) => compared(route, comparison),
    }
}

fn negated(route: &Route<'_>, condition: &Condition) -> String {
    match condition {
        Condition::Not(inner) => in_words(route, inner),
        Condition::Answered(question) => format!("{} is not answered", label(route, question)),
        Condition::Is(test) => format!("{} is not {}", label(route, &test.question), answer(route, test)),
        Condition::Like(test) => {
            let label = label(route, &test.question);
            format!("{label} is not like {}{}", test.answer.word(), alike(route, &test.question, test.answer))
        }
        Condition::Includes(test) => {
            format!("{} is not among the answers to {}", answer(route, test), label(route, &test.question))
        }
        other => format!("it is not so that {}", in_brackets(route, other)),
    }
}

fn joined(route: &Route<'_>, inner: &[Condition], between: &str) -> String {
    match inner {
        [only] => in_words(route, only),
        several => several
            .iter()
            .map(|condition| match condition {
                Condition::All(inner) | Condition::Any(inner) if inner.len() > 1 => {
                    in_brackets(route, condition)
                }
                other => in_words(route, other),
            })
            .collect::<Vec<_>>()
            .join(between),
    }
}

fn in_brackets(route: &Route<'_>, condition: &Condition) -> String {
    format!("({})", in_words(route, condition))
}

fn compared(route: &Route<'_>, comparison: &Comparison) -> String {
    let label = label(route, &comparison.question);
    let (value, relation) = match &comparison.value {
        Bound::Figure(figure) => (
            figure.to_string(),
            match comparison.relation {
                Relation::LessThan => "less than ",
                Relation::AtMost => "at most ",
                Relation::Equal => "",
                Relation::AtLeast => "at least ",
                Relation::MoreThan => "more than ",
            },
        ),
        Bound::Date(date) => (
            date.to_string(),
            match comparison.relation {
                Relation::LessThan => "before ",
                Relation::AtMost => "on or before ",
                Relation::Equal => "",
                Relation::AtLeast => "on or after ",
                Relation::MoreThan => "after ",
            },
        ),
    };
    format!("{label} is {relation}{value}")
}

fn label<'a>(route: &Route<'a>, question: &'a QuestionId) -> &'a str {
    route.question(question.as_str()).map_or(question.as_str(), |question| question.label())
}

/// The text of the answer that is tested for.
fn answer(route: &Route<'_>, test: &Test) -> String {
    let question = route.question(test.question.as_str());
    let offered = question
        .and_then(|question| route.answers(question).iter().find(|category| category.id == test.answer));
    format!("“{}”", offered.map_or(&*test.answer, |category| &category.text))
}

/// The answers that count so, in brackets.
fn alike(route: &Route<'_>, question: &QuestionId, like: Like) -> String {
    let offered = route.question(question.as_str()).map(|question| route.answers(question));
    let alike = offered.unwrap_or_default().iter().filter(|category| category.like == Some(like));
    let texts: Vec<String> = alike.map(|category| format!("“{}”", category.text)).collect();
    if texts.is_empty() { String::new() } else { format!(" ({})", texts.join(" or ")) }
}
