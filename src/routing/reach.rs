//! Questions that no answers lead to.
//!
//! A condition depends on few questions, and each of these has few answers that the condition can tell apart: every
//! answer it names, one it does not name, the numbers and dates on either side of a bound, and none. All combinations
//! are gone through, the conditions of the questions it depends on included. Where there are too many, the question is
//! taken to be reachable: nothing is told that is not so.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::answer::{Answer, is_within};
use super::condition::{Answers, holds, questions};
use super::route::Route;
use crate::model::condition::{Bound, Condition};
use crate::model::figure::Figure;
use crate::model::ids::QuestionId;
use crate::model::question::{Like, Question, QuestionKind};

/// No more questions than this are gone through together.
const MOST_QUESTIONS: usize = 12;

/// Nor more combinations of their answers for one question.
const MOST_COMBINATIONS: usize = 20_000;

/// Nor more in all, so that checking takes no longer for a file made to be slow.
const MOST_IN_ALL: usize = 2_000_000;

/// The places of questions that are never asked, whatever is answered, in order. Conditions on unknown or later
/// questions must have been ruled out.
#[must_use]
pub fn never_asked(route: &Route<'_>) -> Vec<usize> {
    let mut left = MOST_IN_ALL;
    let questions = route.guide().questions.iter().enumerate();
    let is_never = |(_, question): &(usize, &Question)| {
        question
            .when
            .as_ref()
            .is_some_and(|when| Search::of(route, when).is_some_and(|mut search| search.fails(&mut left)))
    };
    questions.filter(is_never).map(|(place, _)| place).collect()
}

/// The combinations of answers that matter to one condition.
struct Search<'s, 'g> {
    route: &'s Route<'g>,
    when: &'s Condition,
    /// The places of the questions it depends on, smallest first, with the answers to go through.
    choices: BTreeMap<usize, Vec<Option<Answer>>>,
}

impl<'s, 'g> Search<'s, 'g> {
    /// Nothing when it depends on too much.
    fn of(route: &'s Route<'g>, when: &'s Condition) -> Option<Self> {
        let mut places = BTreeSet::new();
        let mut conditions = vec![when];
        let mut seen = 0;
        while let Some(condition) = conditions.get(seen).copied() {
            seen += 1;
            let mut found = Vec::new();
            questions(condition, &mut |id| found.extend(route.place(id.as_str())));
            for place in found {
                if places.insert(place) {
                    conditions.extend(
                        route.guide().questions.get(place).and_then(|question| question.when.as_ref()),
                    );
                }
            }
            if places.len() > MOST_QUESTIONS {
                return None;
            }
        }
        let mut named = Named::default();
        for condition in conditions {
            named.gather(condition);
        }
        let choices = places.into_iter().filter_map(|place| {
            let question = route.guide().questions.get(place)?;
            Some((place, named.told_apart(route, question)))
        });
        let choices: BTreeMap<usize, Vec<Option<Answer>>> = choices.collect();
        let many = choices.values().try_fold(1usize, |many, answers| many.checked_mul(answers.len()))?;
        (many <= MOST_COMBINATIONS).then_some(Self { route, when, choices })
    }

    /// Whether the condition holds for none of the combinations; `left` says how many may still be tried.
    fn fails(&mut self, left: &mut usize) -> bool {
        let many: usize = self.choices.values().map(Vec::len).product();
        for number in 0..many {
            match left.checked_sub(1) {
                Some(fewer) => *left = fewer,
                None => return false,
            }
            if holds(self.when, &self.combination(number)) {
                return false;
            }
        }
        true
    }

    /// The answers of this number, of the questions that are asked then.
    fn combination(&self, number: usize) -> Combination<'_, 's, 'g> {
        let mut combination = Combination { route: self.route, answers: BTreeMap::new() };
        let mut rest = number;
        for (place, answers) in &self.choices {
            let answer = answers.get(rest % answers.len()).and_then(Option::as_ref);
            rest /= answers.len();
            let when = self.route.guide().questions.get(*place).and_then(|question| question.when.as_ref());
            if when.is_none_or(|when| holds(when, &combination)) {
                combination.answers.extend(answer.map(|answer| (*place, answer)));
            }
        }
        combination
    }
}

struct Combination<'c, 's, 'g> {
    route: &'s Route<'g>,
    answers: BTreeMap<usize, &'c Answer>,
}

impl Answers for Combination<'_, '_, '_> {
    fn answer(&self, question: &QuestionId) -> Option<&Answer> {
        self.answers.get(&self.route.place(question.as_str())?).copied()
    }

    fn like(&self, question: &QuestionId, category: &str) -> Option<Like> {
        let question = self.route.question(question.as_str())?;
        self.route.answers(question).iter().find(|offered| offered.id == category)?.like
    }
}

/// What conditions name of each question.
#[derive(Debug, Default)]
struct Named<'a> {
    answers: BTreeMap<&'a str, BTreeSet<&'a str>>,
    bounds: BTreeMap<&'a str, Vec<&'a Bound>>,
}

impl<'a> Named<'a> {
    fn gather(&mut self, condition: &'a Condition) {
        match condition {
            Condition::All(inner) | Condition::Any(inner) => {
                for inner in inner {
                    self.gather(inner);
                }
            }
            Condition::Not(inner) => self.gather(inner),
            Condition::Is(test) | Condition::Includes(test) => {
                self.answers.entry(test.question.as_str()).or_default().insert(&test.answer);
            }
            Condition::Compare(comparison) => {
                self.bounds.entry(comparison.question.as_str()).or_default().push(&comparison.value);
            }
            Condition::Answered(_) | Condition::Like(_) => {}
        }
    }

    /// One answer of each sort that can be told apart; none is one of them, and comes last.
    fn told_apart(&self, route: &Route<'_>, question: &Question) -> Vec<Option<Answer>> {
        let mut answers = match question.kind {
            QuestionKind::Choice => self.categories(route, question),
            QuestionKind::Choices => self.sets(route, question),
            QuestionKind::Number | QuestionKind::Scale => self.figures(question, true),
            QuestionKind::Decimal => self.figures(question, false),
            QuestionKind::Date => self.dates(question),
            QuestionKind::Text => vec![Answer::Words],
            QuestionKind::Matrix => vec![Answer::Items(BTreeMap::new())],
        };
        answers.dedup();
        answers.into_iter().map(Some).chain([None]).collect()
    }

    fn named(&self, question: &Question) -> BTreeSet<&'a str> {
        self.answers.get(question.id.as_str()).cloned().unwrap_or_default()
    }

    fn categories(&self, route: &Route<'_>, question: &Question) -> Vec<Answer> {
        let named = self.named(question);
        let mut alike = BTreeSet::new();
        let offered = route.answers(question).iter();
        let differs =
            offered.filter(|category| named.contains(category.id.as_str()) || alike.insert(category.like));
        differs.map(|category| Answer::Category(category.id.clone())).collect()
    }

    fn sets(&self, route: &Route<'_>, question: &Question) -> Vec<Answer> {
        let named: Vec<&str> = self.named(question).into_iter().take(MOST_QUESTIONS).collect();
        let is_other = |id: &str| !named.contains(&id);
        let other = route.answers(question).iter().find(|category| is_other(&category.id));
        let of = |bits: usize| -> BTreeSet<String> {
            let chosen = named.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
            chosen.map(|(_, id)| (*id).to_owned()).collect()
        };
        let sets = (1..1usize << named.len()).map(of);
        sets.chain(other.map(|other| [other.id.clone()].into())).map(Answer::Categories).collect()
    }

    fn figures(&self, question: &Question, are_whole: bool) -> Vec<Answer> {
        let bounds = self.bounds.get(question.id.as_str()).into_iter().flatten();
        let bounds = bounds.filter_map(|bound| match bound {
            Bound::Figure(figure) => Some(figure),
            Bound::Date(_) => None,
        });
        let mut figures: Vec<Figure> = bounds
            .flat_map(|figure| figure.neighbours(are_whole).into_iter().chain([figure.clone()]))
            .chain(question.least.clone())
            .chain(question.most.clone())
            .filter(|figure| is_within(question, figure) && (!are_whole || figure.is_whole()))
            .collect();
        if figures.is_empty() {
            figures.push(Figure::whole(0));
        }
        figures.sort();
        figures.into_iter().map(Answer::Figure).collect()
    }

    fn dates(&self, question: &Question) -> Vec<Answer> {
        let bounds = self.bounds.get(question.id.as_str()).into_iter().flatten();
        let bounds = bounds.filter_map(|bound| match bound {
            Bound::Date(date) => date.date(),
            Bound::Figure(_) => None,
        });
        let day = Days::new(1);
        let around =
            bounds.flat_map(|date| [date.checked_sub_days(day), Some(date), date.checked_add_days(day)]);
        let mut dates: Vec<_> = around.flatten().collect();
        if dates.is_empty() {
            dates.push(chrono::NaiveDate::default());
        }
        dates.sort();
        dates.into_iter().map(Answer::Date).collect()
    }
}
