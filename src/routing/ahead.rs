//! Which question follows when only one answer is known: what a form on paper can print beside a box.
//!
//! Known is that the question is asked, so that its own condition holds, and what was answered. Everything else is
//! open. Where a later condition depends on something open, nothing is said.

use std::collections::{BTreeMap, BTreeSet};

use super::route::Route;
use crate::model::condition::Condition;
use crate::model::ids::QuestionId;
use crate::model::question::{Like, QuestionKind};

/// What follows a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The question at this place, counted from 0.
    Question(usize),
    /// Nothing more.
    End,
}

/// No more questions than this are looked over for the next one, nor more gone back to.
const MOST: usize = 1000;

/// What follows the question at a place, whatever is answered to it; nothing where that cannot be said.
#[must_use]
pub fn after(route: &Route<'_>, place: usize) -> Option<Next> {
    next(route, place, Known::at(route, place))
}

/// What follows the question at a place when this one of its answers is given; nothing where that cannot be said.
#[must_use]
pub fn after_answer(route: &Route<'_>, place: usize, answer: &str) -> Option<Next> {
    let mut known = Known::at(route, place);
    known.possible.insert(place, Possible::OneOf([answer].into()));
    next(route, place, known)
}

fn next<'a>(route: &'a Route<'_>, place: usize, mut known: Known<'a>) -> Option<Next> {
    let later = route.guide().questions.iter().enumerate().skip(place + 1);
    for (place, question) in later.take(MOST) {
        match question.when.as_ref().map(|when| known.certain(route, when)) {
            None | Some(Some(true)) => return Some(Next::Question(place)),
            Some(Some(false)) => known.possible.insert(place, Possible::Hidden),
            Some(None) => return None,
        };
    }
    (route.guide().questions.len().saturating_sub(place + 1) <= MOST).then_some(Next::End)
}

/// What may be the answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Possible<'a> {
    /// One of these answers, by their ids.
    OneOf(BTreeSet<&'a str>),
    /// It is not asked.
    Hidden,
}

/// What is known of the questions at some places.
#[derive(Debug, Default)]
struct Known<'a> {
    possible: BTreeMap<usize, Possible<'a>>,
}

impl<'a> Known<'a> {
    /// What is known because the question at a place is asked.
    fn at(route: &'a Route<'_>, place: usize) -> Self {
        let mut known = Self::default();
        let mut asked = vec![place];
        let mut seen = BTreeSet::from([place]);
        while let Some(place) = asked.pop().filter(|_| seen.len() < MOST) {
            let question = route.guide().questions.get(place);
            for place in question
                .and_then(|question| question.when.as_ref())
                .map(|when| known.learn(route, when))
                .into_iter()
                .flatten()
            {
                if seen.insert(place) {
                    asked.push(place);
                }
            }
        }
        known
    }

    /// Takes in that a condition holds; gives the questions that have an answer because of it.
    fn learn(&mut self, route: &'a Route<'_>, condition: &'a Condition) -> Vec<usize> {
        if let Condition::All(inner) = condition {
            return inner.iter().flat_map(|condition| self.learn(route, condition)).collect();
        }
        let Some((place, answers)) = tested(route, condition) else { return Vec::new() };
        match self.possible.get_mut(&place) {
            Some(Possible::OneOf(known)) => known.retain(|answer| answers.contains(answer)),
            _ => {
                self.possible.insert(place, Possible::OneOf(answers));
            }
        }
        vec![place]
    }

    /// Whether a condition holds; nothing where that depends on what is not known.
    fn certain(&self, route: &Route<'_>, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::All(inner) => self.together(route, inner, false),
            Condition::Any(inner) => self.together(route, inner, true),
            Condition::Not(inner) => self.certain(route, inner).map(|holds| !holds),
            Condition::Answered(question) => match self.of(route, question)? {
                Possible::OneOf(_) => Some(true),
                Possible::Hidden => Some(false),
            },
            Condition::Is(test) => match self.of(route, &test.question)? {
                Possible::OneOf(answers) => all_or_none(answers.iter().map(|answer| *answer == test.answer)),
                Possible::Hidden => Some(false),
            },
            Condition::Like(test) => match self.of(route, &test.question)? {
                Possible::OneOf(answers) => {
                    let alike = alike(route, &test.question, test.answer);
                    all_or_none(answers.iter().map(|answer| alike.contains(answer)))
                }
                Possible::Hidden => Some(false),
            },
            Condition::Includes(test) => self.is_hidden(route, &test.question),
            Condition::Compare(comparison) => self.is_hidden(route, &comparison.question),
        }
    }

    /// All of several conditions, or with `any` one of them: `any` is also what settles it.
    fn together(&self, route: &Route<'_>, inner: &[Condition], any: bool) -> Option<bool> {
        let each = inner.iter().map(|condition| self.certain(route, condition)).collect::<Vec<_>>();
        if each.contains(&Some(any)) {
            return Some(any);
        }
        each.iter().all(Option::is_some).then_some(!any)
    }

    fn of(&self, route: &Route<'_>, question: &QuestionId) -> Option<&Possible<'a>> {
        self.possible.get(&route.place(question.as_str())?)
    }

    /// A test of a question that is not asked does not hold; of others nothing is known.
    fn is_hidden(&self, route: &Route<'_>, question: &QuestionId) -> Option<bool> {
        matches!(self.of(route, question)?, Possible::Hidden).then_some(false)
    }
}

fn all_or_none(are: impl Iterator<Item = bool>) -> Option<bool> {
    let are: BTreeSet<bool> = are.collect();
    match (are.first(), are.last()) {
        (Some(first), Some(last)) if first == last => Some(*first),
        _ => None,
    }
}

/// The question that a condition tests, and all answers by which it holds; nothing where it is not about one question
/// with answers to choose from.
fn tested<'a>(route: &'a Route<'_>, condition: &'a Condition) -> Option<(usize, BTreeSet<&'a str>)> {
    match condition {
        Condition::Is(test) => Some((route.place(test.question.as_str())?, [&*test.answer].into())),
        Condition::Like(test) => {
            Some((route.place(test.question.as_str())?, alike(route, &test.question, test.answer)))
        }
        Condition::Any(inner) => {
            let mut tests = inner.iter().map(|condition| tested(route, condition));
            let (place, mut answers) = tests.next()??;
            for test in tests {
                let (other, more) = test?;
                if other != place {
                    return None;
                }
                answers.extend(more);
            }
            Some((place, answers))
        }
        Condition::Answered(question) => {
            let place = route.place(question.as_str())?;
            let question = route.guide().questions.get(place)?;
            let offered = route.answers(question).iter().map(|answer| &*answer.id);
            (question.kind == QuestionKind::Choice).then(|| (place, offered.collect()))
        }
        _ => None,
    }
}

fn alike<'a>(route: &'a Route<'_>, question: &QuestionId, like: Like) -> BTreeSet<&'a str> {
    let offered = route.question(question.as_str()).map(|question| route.answers(question));
    let alike = offered.unwrap_or_default().iter().filter(|answer| answer.like == Some(like));
    alike.map(|answer| &*answer.id).collect()
}
