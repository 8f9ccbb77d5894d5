//! Answers on the pages: whose they are, and what the pages say of each by all their lines.

use std::collections::BTreeMap;

use super::seats::{Seats, Whose};
use super::typist::Typist;
use super::{Coming, Plan};
use crate::exchange::contents::{BadLine, Moment, Remark, SaidOnPaper, TypedAnswer, Wrong};
use crate::exchange::typed_answers::has_boxes;
use crate::model::ids::{EntryId, SeatId};
use crate::model::json::Json;
use crate::model::note::Response;
use crate::model::question::Question;
use crate::model::session::{RESPONSES, Session};
use crate::model::when::When;
use crate::report::answers::given;
use crate::routing::route::{Route, Standing};
use crate::study::derived::{Derived, Said};

/// An answer of the pages.
#[derive(Debug, Clone)]
pub struct AnswerLine {
    /// Which page it begins on, from 0.
    pub source: usize,
    /// Which line, from 1.
    pub line: usize,
    /// The printed number of its question.
    pub label: String,
    /// What becomes of it.
    pub coming: Coming,
    /// Whether a person has changed meanwhile what the pages said before, so that both stand beside each other.
    pub is_in_conflict: bool,
    /// The answer.
    pub response: Response,
}

impl AnswerLine {
    fn id(&self) -> EntryId {
        EntryId::of_response(&self.response.question, &self.response.participant)
    }

    /// Sees whether it stays out of the session that it was joined into.
    pub(super) fn look_at(&mut self, joined: &Session) {
        let is_there = joined.lists.responses.get(self.id().as_str()).is_some();
        if matches!(self.coming, Coming::New | Coming::Corrected) && !is_there {
            self.coming = Coming::Gone;
        }
    }
}

/// What lines say, gathered by question and seat.
#[derive(Debug, Default)]
pub(super) struct Answers(Vec<Gathered>);

#[derive(Debug)]
struct Gathered {
    source: usize,
    line: usize,
    question: Question,
    seat: SeatId,
    at: Option<Moment>,
    said: SaidOnPaper,
}

impl Answers {
    /// Takes the lines of one page. Whose nobody knows, and second answers, are told in the plan.
    pub(super) fn take(
        &mut self,
        session: &Session,
        seats: &Seats,
        (source, typed): (usize, Vec<TypedAnswer>),
        plan: &mut Plan,
    ) {
        for TypedAnswer { line, at, who, question, said } in typed {
            let is_it = |one: &&Question| one.id == question;
            let Some(question) = session.guide().and_then(|guide| guide.questions.iter().find(is_it)) else {
                continue;
            };
            let label = || question.label().to_owned();
            let seat = match (who.as_deref(), session.seats().as_slice()) {
                (None, [(only, _)]) => Some(only.clone()),
                (None, _) => None,
                (who, _) => match seats.of_speaker(who) {
                    Whose::Of(seat) => Some(seat),
                    Whose::Nobodys => None,
                    Whose::Unknown => {
                        plan.has_no_seat(who);
                        continue;
                    }
                },
            };
            let Some(seat) = seat else {
                plan.bad.push((source, BadLine { line, wrong: Wrong::Whose(label()) }));
                continue;
            };
            let is_same = |there: &&mut Gathered| there.question.id == question.id && there.seat == seat;
            match self.0.iter_mut().find(is_same) {
                Some(there) => {
                    there.at = there.at.or(at);
                    if there.said.add(said) {
                        plan.bad.push((source, BadLine { line, wrong: Wrong::AnsweredTwice(label()) }));
                    }
                }
                None => self.0.push(Gathered { source, line, question: question.clone(), seat, at, said }),
            }
        }
    }

    /// Says them in a session.
    pub(super) fn say(self, (session, typist): (&Session, &Typist), addition: &mut Session, plan: &mut Plan) {
        let mut derived = Derived::of(session, session.id(), typist.writer());
        for Gathered { source, line, question, seat, at, said } in self.0 {
            if said == SaidOnPaper::default() {
                plan.remarks.push((source, line, Remark::NoWords));
                continue;
            }
            if said.answer.is_none() && said.empty.is_none() && has_boxes(&question) {
                plan.remarks.push((source, line, Remark::NothingTicked));
            }
            let id = EntryId::of_response(&question.id, &seat);
            let response = Response {
                question: question.id.clone(),
                participant: seat,
                answer: said.answer.map(|answer| in_order(&question, answer)),
                empty: said.empty,
                words: said.words,
                said_at: at.and_then(|at| typist.time(at)).map(When::of),
            };
            let (coming, is_in_conflict) = match derived.say(&RESPONSES, &id, response.clone()) {
                Ok(Said::First) => (Coming::New, false),
                Ok(Said::Corrected { is_in_conflict }) => (Coming::Corrected, is_in_conflict),
                Ok(Said::Before) => (Coming::There, false),
                // No clock runs so far that a stamp could not follow.
                Err(_) => continue,
            };
            let label = question.label().to_owned();
            plan.answers.push(AnswerLine { source, line, label, coming, is_in_conflict, response });
        }
        addition.lists.responses = derived.gained.lists.responses;
    }
}

/// The rows of a matrix as they are printed, in whatever order they were typed.
fn in_order(question: &Question, answer: Json<'static>) -> Json<'static> {
    let Json::Object(mut rows) = answer else { return answer };
    rows.sort_by_key(|(row, _)| question.items.iter().position(|item| item.id == **row));
    Json::Object(rows)
}

/// Tells of answers to questions that the other answers lead past.
pub(super) fn tell_what_is_not_asked(joined: &Session, plan: &mut Plan) {
    let Some(guide) = joined.guide().filter(|_| !plan.answers.is_empty()) else { return };
    let route = Route::of(guide);
    let mut standings: BTreeMap<SeatId, Vec<Standing>> = BTreeMap::new();
    for answer in &plan.answers {
        let (question, seat) = (&answer.response.question, &answer.response.participant);
        let walked = || route.walk(&given(joined, &route, seat));
        let standings = standings.entry(seat.clone()).or_insert_with(walked);
        let standing = route.place(question.as_str()).and_then(|place| standings.get(place));
        if standing.is_some_and(|standing| !standing.is_asked()) {
            plan.remarks.push((answer.source, answer.line, Remark::NotAsked));
        }
    }
}
