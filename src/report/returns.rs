//! Returns: the answers of one respondent to the questions of an instrument, read as that instrument understands them.
//!
//! A questionnaire is one return. In a session with a topic guide that has questions, they are asked of everybody, so each
//! person there is a respondent; seats that are held to be one person are one.
//!
//! Promises: every session held with questions is in one form, with its returns or with the reason why it has none; a
//! conflict counts by its view. Leaves to others: which wordings may be added up (`wordings`), counting.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::answers::{given, respondent};
use super::same_person::Persons;
use super::shown;
use crate::model::entry::Entry;
use crate::model::ids::{EntryId, QuestionId, SeatId};
use crate::model::instrument::{Guide, Instrument};
use crate::model::note::{Empty, Response};
use crate::model::session::Session;
use crate::routing::answer::{Answer, Given};
use crate::routing::route::{Route, Standing};

/// The returns of one wording of one instrument.
#[derive(Debug)]
pub(super) struct Form<'c> {
    /// The instrument.
    pub(super) instrument: &'c Instrument,
    /// The way through its questions.
    pub(super) route: Route<'c>,
    /// What came back, in the order of session ids, then of seats.
    pub(super) returns: Vec<Return<'c>>,
    /// Sessions held with it of which no answer counts, and why.
    pub(super) without: Vec<(&'c Session, &'static str)>,
}

impl<'c> Form<'c> {
    /// Its questions, in its own language.
    pub(super) fn guide(&self) -> &'c Guide {
        self.route.guide()
    }

    /// What a respondent is called.
    pub(super) fn unit(&self) -> &'static str {
        if asks_everybody(self.guide()) { "person" } else { "return" }
    }
}

/// Whether its questions are asked of everybody in a room.
fn asks_everybody(guide: &Guide) -> bool {
    !guide.themes.is_empty()
}

/// One return.
#[derive(Debug)]
pub(super) struct Return<'c> {
    /// The session it is.
    pub(super) session: &'c Session,
    /// Whose answers they are.
    pub(super) seat: SeatId,
    given: Vec<Given>,
    standings: Vec<Standing>,
    responses: BTreeMap<QuestionId, (EntryId, Cow<'c, Response>)>,
}

/// How one question was answered in one return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome<'r> {
    /// With this.
    Answered(&'r Answer),
    /// It was left empty, for this reason; not asked where nothing was noted.
    Empty(Empty),
    /// It was not asked after what was answered before; what was noted all the same is kept and not counted.
    Skipped,
    /// The answer was withdrawn or erased.
    Erased,
    /// What is noted is no answer to this question.
    Misfit,
}

/// The forms of sessions, which stand in the order of their ids: by id, of each the latest version first.
pub(super) fn forms(sessions: &[Session]) -> Vec<Form<'_>> {
    let mut by_digest: BTreeMap<&str, (&Arc<Instrument>, Vec<&Session>)> = BTreeMap::new();
    for session in sessions {
        let Some(instrument) = session.instruments.last().filter(|one| !one.guide().questions.is_empty())
        else {
            continue;
        };
        by_digest.entry(instrument.digest()).or_insert_with(|| (instrument, Vec::new())).1.push(session);
    }
    let mut forms: Vec<Form<'_>> =
        by_digest.into_values().map(|(instrument, sessions)| form(instrument, &sessions)).collect();
    forms.sort_by(|one, other| {
        let key = |form: &Form<'_>| {
            (
                form.guide().id.clone(),
                std::cmp::Reverse(form.guide().version),
                form.instrument.digest().to_owned(),
            )
        };
        key(one).cmp(&key(other))
    });
    forms
}

fn form<'c>(instrument: &'c Instrument, sessions: &[&'c Session]) -> Form<'c> {
    let route = Route::of(instrument.guide());
    let (mut returns, mut without) = (Vec::new(), Vec::new());
    for session in sessions {
        let respondents = respondents(session, instrument.guide());
        if respondents.is_empty() {
            let is_erased = !session.ledger.erased.is_empty();
            let nobody = "nobody sits in it who could have answered";
            without.push((*session, if is_erased { "whoever answered has withdrawn" } else { nobody }));
        }
        returns.extend(respondents.into_iter().map(|seats| Return::of(session, &route, seats)));
    }
    Form { instrument, route, returns, without }
}

/// The people whose answers count, each with every seat of theirs.
fn respondents(session: &Session, guide: &Guide) -> Vec<Vec<SeatId>> {
    if !asks_everybody(guide) {
        return respondent(session).map(|seat| vec![seat]).into_iter().collect();
    }
    let persons = Persons::of(session);
    let seats = session.seats().into_iter().map(|(seat, _)| seat);
    seats.filter(|seat| persons.known_by(seat) == seat).map(|seat| persons.seats_of(&seat)).collect()
}

impl<'c> Return<'c> {
    /// The answers of somebody with these seats. Where a question is answered from several, the first counts.
    fn of(session: &'c Session, route: &Route<'_>, seats: Vec<SeatId>) -> Self {
        let mut given_by: Vec<Given> = vec![Given::Nothing; route.guide().questions.len()];
        let mut responses = BTreeMap::new();
        for seat in &seats {
            for (known, new) in given_by.iter_mut().zip(given(session, route, seat)) {
                if *known == Given::Nothing {
                    *known = new;
                }
            }
            for (id, response) in shown::standing(&session.lists.responses) {
                if response.participant == *seat {
                    responses.entry(response.question.clone()).or_insert((id.clone(), response));
                }
            }
        }
        let standings = route.walk(&given_by);
        let seat = seats.into_iter().next().unwrap_or_else(|| SeatId::new(""));
        Self { session, seat, given: given_by, standings, responses }
    }

    /// How the question at a place of its form was answered.
    pub(super) fn outcome(&self, question: &QuestionId, place: usize) -> Outcome<'_> {
        match (self.standings.get(place), self.given.get(place)) {
            (Some(Standing::Answered), Some(Given::Answer(answer))) => Outcome::Answered(answer),
            (Some(Standing::Empty(empty)), _) => Outcome::Empty(*empty),
            (Some(Standing::Hidden | Standing::Kept), _) => Outcome::Skipped,
            _ if self.response(question).is_some_and(|(_, response)| is_something(response)) => {
                Outcome::Misfit
            }
            _ if self.is_erased(question) => Outcome::Erased,
            _ => Outcome::Empty(Empty::NotAsked),
        }
    }

    /// What is noted for a question, whether it counts or not.
    pub(super) fn response(&self, question: &QuestionId) -> Option<(&EntryId, &Response)> {
        self.responses.get(question).map(|(id, response)| (id, &**response))
    }

    /// Whether people wrote down different answers, between which somebody has to decide.
    pub(super) fn is_disputed(&self, question: &QuestionId) -> bool {
        let entry = self.responses.get(question).map(|(id, _)| id);
        let entry = entry.and_then(|id| self.session.lists.responses.get(id.as_str()));
        entry.is_some_and(Entry::is_in_conflict)
    }

    /// Everything the respondent answered, by question.
    pub(super) fn responses(&self) -> impl Iterator<Item = &Response> {
        self.responses.values().map(|(_, response)| &**response)
    }

    fn is_erased(&self, question: &QuestionId) -> bool {
        self.session
            .ledger
            .erased
            .of_entry("responses", &EntryId::of_response(question, &self.seat))
            .is_some()
    }
}

/// Whether something is answered or said.
fn is_something(response: &Response) -> bool {
    response.answer.is_some() || response.words.as_deref().is_some_and(|words| !words.trim().is_empty())
}
