//! What was answered: by one respondent, and counted over many returns.
//!
//! The five kinds of empty are never added up with one another, nor with an answer, and every count has its base.

use std::collections::BTreeMap;

use crate::model::ids::SeatId;
use crate::model::instrument::Guide;
use crate::model::json::Json;
use crate::model::note::{Empty, Response};
use crate::model::question::Question;
use crate::model::session::Session;
use crate::routing::answer::{Answer, Given};
use crate::routing::route::{Route, Standing};

/// The seat that a questionnaire's answers are of: the first one.
#[must_use]
pub fn respondent(session: &Session) -> Option<SeatId> {
    session.seats().into_iter().next().map(|(seat, _)| seat)
}

/// What one seat answered to each question, at the question's place. What is no answer to its question says nothing.
#[must_use]
pub fn given(session: &Session, route: &Route<'_>, seat: &SeatId) -> Vec<Given> {
    let guide = route.guide();
    let mut given = vec![Given::Nothing; guide.questions.len()];
    for (_, response) in super::shown::standing(&session.lists.responses) {
        let place = route.place(response.question.as_str()).filter(|_| response.participant == *seat);
        let Some(question) = place.and_then(|place| guide.questions.get(place)) else { continue };
        if let Some(slot) = place.and_then(|place| given.get_mut(place)) {
            *slot = Given::of(guide, question, &response).unwrap_or_default();
        }
    }
    given
}

/// An answer, or the reason for none, in words; nothing when there is neither.
#[must_use]
pub fn answer_in_words(guide: &Guide, question: &Question, response: &Response) -> Option<String> {
    if let Some(empty) = response.empty.filter(|_| response.answer.is_none()) {
        return Some(empty.in_words().to_owned());
    }
    let text_of = |json: &Json<'_>| match json {
        Json::Text(id) => {
            let offered = guide.answers(question).iter().find(|category| category.id == **id);
            Some(offered.map_or_else(|| id.clone().into_owned(), |category| category.text.clone()))
        }
        Json::Number(digits) => Some(digits.clone().into_owned()),
        _ => None,
    };
    match response.answer.as_ref()? {
        Json::List(items) => Some(items.iter().filter_map(text_of).collect::<Vec<_>>().join(", ")),
        Json::Object(rows) => Some(format!("{} of {} rows", rows.len(), question.items.len())),
        one => text_of(one),
    }
}

/// How often each answer was given to one question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// The answers in the order in which they are offered; of numbers, dates and words, how many there were.
    pub answers: Vec<(String, usize)>,
    /// The reasons to be empty that occur, in the order of the format.
    pub empty: BTreeMap<Empty, usize>,
    /// The returns looked at: the base of every share.
    pub base: usize,
}

/// Counts the answers to one question over returns of one wording.
///
/// A question that was not asked because of an earlier answer counts as not applicable, whatever was noted before; one
/// that should have been asked and has nothing noted counts as not asked. Several answers of one return are each
/// counted, so that together they may be more than the base.
#[must_use]
pub fn counts<'a>(
    guide: &Guide,
    question: &Question,
    returns: impl IntoIterator<Item = &'a Session>,
) -> Counts {
    let offered = guide.answers(question);
    let mut counts = Counts {
        answers: offered.iter().map(|category| (category.text.clone(), 0)).collect(),
        ..Counts::default()
    };
    let route = Route::of(guide);
    let Some(place) = route.place(question.id.as_str()) else { return counts };
    for session in returns {
        counts.base += 1;
        let given = respondent(session).map(|seat| self::given(session, &route, &seat)).unwrap_or_default();
        match (route.walk(&given).get(place), given.get(place)) {
            (Some(Standing::Answered), Some(Given::Answer(answer))) => {
                let is_of = |id: &str| match answer {
                    Answer::Category(given) => given == id,
                    Answer::Categories(given) => given.contains(id),
                    _ => false,
                };
                for (category, (_, count)) in offered.iter().zip(&mut counts.answers) {
                    *count += usize::from(is_of(&category.id));
                }
                if offered.is_empty() {
                    match counts.answers.first_mut() {
                        Some((_, count)) => *count += 1,
                        None => counts.answers.push(("Answered".to_owned(), 1)),
                    }
                }
            }
            (Some(Standing::Empty(empty)), _) => *counts.empty.entry(*empty).or_default() += 1,
            (Some(Standing::Hidden | Standing::Kept), _) => {
                *counts.empty.entry(Empty::NotApplicable).or_default() += 1;
            }
            _ => *counts.empty.entry(Empty::NotAsked).or_default() += 1,
        }
    }
    counts
}
