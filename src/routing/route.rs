//! Walking an instrument: what is asked, given the answers.

use std::collections::HashMap;

use super::answer::{Answer, Given};
use super::condition::{Answers, holds};
use crate::model::ids::QuestionId;
use crate::model::instrument::Guide;
use crate::model::note::Empty;
use crate::model::question::{AnswerSet, Category, Like, Question};

/// The questions of an instrument, by place and by id.
#[derive(Debug, Clone)]
pub struct Route<'g> {
    guide: &'g Guide,
    places: HashMap<&'g str, usize>,
    sets: HashMap<&'g str, &'g AnswerSet>,
}

/// How one question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its condition does not hold, and nothing was noted for it.
    Hidden,
    /// Its condition does not hold any more; what was noted for it is kept and not counted.
    Kept,
    /// It is asked and nothing is noted yet.
    Open,
    /// It is asked and was left empty for a reason.
    Empty(Empty),
    /// It is asked and answered.
    Answered,
}

impl Standing {
    /// Whether the question is asked.
    #[must_use]
    pub const fn is_asked(self) -> bool {
        !matches!(self, Self::Hidden | Self::Kept)
    }
}

impl<'g> Route<'g> {
    /// The route through a guide. Of two questions with one id, which the check refuses, the first counts.
    #[must_use]
    pub fn of(guide: &'g Guide) -> Self {
        let mut places = HashMap::with_capacity(guide.questions.len());
        for (place, question) in guide.questions.iter().enumerate() {
            places.entry(question.id.as_str()).or_insert(place);
        }
        let mut sets = HashMap::with_capacity(guide.answer_sets.len());
        for set in &guide.answer_sets {
            sets.entry(set.id.as_str()).or_insert(set);
        }
        Self { guide, places, sets }
    }

    /// The guide it is a route through.
    #[must_use]
    pub const fn guide(&self) -> &'g Guide {
        self.guide
    }

    /// Where a question stands, counted from 0.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Finds a question.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&'g Question> {
        self.guide.questions.get(self.place(id)?)
    }

    /// The answers that a question offers, its own or those of its set; as [`Guide::answers`], however many sets there
    /// are.
    #[must_use]
    pub fn answers(&self, question: &'g Question) -> &'g [Category] {
        let set = question.answer_set.as_deref().and_then(|id| self.sets.get(id));
        match set {
            Some(set) if question.answers.is_empty() => &set.answers,
            _ => &question.answers,
        }
    }

    /// The answer set of this id.
    #[must_use]
    pub fn set(&self, id: &str) -> Option<&'g AnswerSet> {
        self.sets.get(id).copied()
    }

    /// How every question stands, in the order of the guide; `given` holds what was noted for each, at its place.
    /// Questions beyond the end of `given` have nothing noted.
    #[must_use]
    pub fn walk(&self, given: &[Given]) -> Vec<Standing> {
        let mut walk =
            Walked { route: self, given, standings: Vec::with_capacity(self.guide.questions.len()) };
        for (place, question) in self.guide.questions.iter().enumerate() {
            let is_asked = question.when.as_ref().is_none_or(|when| holds(when, &walk));
            let given = given.get(place).unwrap_or(&Given::Nothing);
            walk.standings.push(match (is_asked, given) {
                (false, Given::Nothing) => Standing::Hidden,
                (false, _) => Standing::Kept,
                (true, Given::Nothing) => Standing::Open,
                (true, Given::Empty(empty)) => Standing::Empty(*empty),
                (true, Given::Answer(_)) => Standing::Answered,
            });
        }
        walk.standings
    }
}

/// The next question that is asked after the one at `from`, or before it; `from` itself never.
#[must_use]
pub fn next_asked(standings: &[Standing], from: usize) -> Option<usize> {
    standings.iter().enumerate().skip(from + 1).find(|(_, standing)| standing.is_asked()).map(|(at, _)| at)
}

/// The last question that is asked before the one at `from`.
#[must_use]
pub fn last_asked(standings: &[Standing], from: usize) -> Option<usize> {
    standings.iter().enumerate().take(from).rfind(|(_, standing)| standing.is_asked()).map(|(at, _)| at)
}

/// The answers to the questions gone through so far.
struct Walked<'w, 'g> {
    route: &'w Route<'g>,
    given: &'w [Given],
    standings: Vec<Standing>,
}

impl Answers for Walked<'_, '_> {
    fn answer(&self, question: &QuestionId) -> Option<&Answer> {
        let place = self.route.place(question.as_str())?;
        // A question that comes later has no standing yet, and so no answer.
        let is_asked = self.standings.get(place).is_some_and(|standing| standing.is_asked());
        self.given.get(place).filter(|_| is_asked).and_then(Given::answer)
    }

    fn like(&self, question: &QuestionId, category: &str) -> Option<Like> {
        let question = self.route.question(question.as_str())?;
        self.route.answers(question).iter().find(|offered| offered.id == category)?.like
    }
}
