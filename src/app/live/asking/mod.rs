//! A questionnaire: one question at a time, answered by one key, with words where they are wanted.
//!
//! It is the live screen with a question in its middle: where the talk of a group stands in other sessions. What is
//! typed goes into the line at the bottom as ever, and into the journal before it is drawn.
//!
//! Read [`picks`] (which key gives which answer), [`keys`] (what a key does), [`writing`] (answers into the session)
//! and [`shown`] (what the panes show).

pub mod picks;
pub mod shown;
pub(super) mod keys;
pub(in crate::app) mod writing;

use crate::app::draft::{Draft, Target};
use crate::app::live::{Live, targets};
use crate::app::{App, Effect, Overlay, Screen, Tone, sheets};
use crate::model::ids::{EntryId, QuestionId};
use crate::model::instrument::Guide;
use crate::model::note::Response;
use crate::model::question::{Question, QuestionKind};
use crate::model::session::Session;
use crate::report::answers;
use crate::routing::answer::Given;
use crate::routing::route::{Route, Standing, last_asked, next_asked};

/// How far a questionnaire has come.
#[derive(Debug)]
pub struct Asking {
    /// The place of the question shown.
    pub at: usize,
    /// Whether letters are words now, and not answers.
    pub is_wording: bool,
    /// The row of a matrix that the next key answers.
    pub row: usize,
    /// Whether an answer goes on to the next question at once.
    pub is_quick: bool,
    /// What was noted for each question, at its place.
    given: Vec<Given>,
    /// How each question stands, at its place.
    standings: Vec<Standing>,
}

impl Asking {
    /// A questionnaire, if the session is one: its instrument has questions and no themes. It begins with the first
    /// question that is asked and open.
    pub(super) fn of(session: &Session) -> Option<Self> {
        let guide = session.guide()?;
        if !guide.themes.is_empty() || guide.questions.is_empty() {
            return None;
        }
        let (given, standings) = (Vec::new(), Vec::new());
        let mut asking = Self { at: 0, is_wording: false, row: 0, is_quick: false, given, standings };
        asking.look(session);
        asking.at = asking.standings.iter().position(|standing| *standing == Standing::Open).unwrap_or(0);
        Some(asking)
    }

    /// Works out again how the questions stand.
    pub(super) fn look(&mut self, session: &Session) {
        let Some(guide) = session.guide() else { return };
        let route = Route::of(guide);
        self.given = match answers::respondent(session) {
            Some(seat) => answers::given(session, &route, &seat),
            None => vec![Given::Nothing; guide.questions.len()],
        };
        self.standings = route.walk(&self.given);
        self.at = self.at.min(guide.questions.len().saturating_sub(1));
    }

    /// How each question stands, at its place.
    #[must_use]
    pub fn standings(&self) -> &[Standing] {
        &self.standings
    }

    /// What was noted for the question at a place.
    #[must_use]
    pub fn given(&self, at: usize) -> &Given {
        self.given.get(at).unwrap_or(&Given::Nothing)
    }

    /// How many questions are asked, and how many of them have an answer or a reason to have none.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let asked = self.standings.iter().filter(|standing| standing.is_asked());
        let done = asked.clone().filter(|standing| **standing != Standing::Open).count();
        (asked.count(), done)
    }
}

impl Live {
    /// How far the questionnaire has come, where the session is one.
    #[must_use]
    pub const fn asking(&self) -> Option<&Asking> {
        self.asking.as_ref()
    }

    /// The question shown, and the guide it is of.
    #[must_use]
    pub fn asked(&self) -> Option<(&Guide, &Question)> {
        let guide = self.recorder.session().guide()?;
        Some((guide, guide.questions.get(self.asking.as_ref()?.at)?))
    }

    /// Puts the words that came back into the line of their question; without any, the question that is next.
    pub(super) fn begin_asking(&mut self) {
        if let (Target::Answer(id), Some(guide)) = (&self.draft.target, self.recorder.session().guide()) {
            let at = guide.questions.iter().position(|question| question.id == *id);
            let kind = at.and_then(|at| guide.questions.get(at));
            // An answer that is typed is no words to an answer.
            let is_wording = kind.is_some_and(|question| !picks::is_typed(guide, question));
            if let (Some(asking), Some(at)) = (&mut self.asking, at) {
                asking.at = at;
                asking.is_wording = is_wording;
            }
        } else if self.draft.is_new()
            && let Some((target, words)) = self.resting_target()
        {
            let new = std::mem::replace(&mut self.draft, Draft::of(target, words));
            self.aside = Some(new).filter(|draft| !draft.is_empty());
        }
    }

    /// What stands for a question now.
    #[must_use]
    pub fn response(&self, question: &QuestionId) -> Option<&Response> {
        let session = self.recorder.session();
        let seat = answers::respondent(session)?;
        session.lists.responses.current(EntryId::of_response(question, &seat).as_str())
    }

    /// What the typing line rests on in a questionnaire: the question shown, with the words noted for it where letters
    /// are words.
    pub(super) fn resting_target(&self) -> Option<(Target, String)> {
        let (_, question) = self.asked()?;
        let is_of_words = question.kind == QuestionKind::Text || self.asking.as_ref()?.is_wording;
        let words = self.response(&question.id).and_then(|response| response.words.clone());
        Some((Target::Answer(question.id.clone()), words.filter(|_| is_of_words).unwrap_or_default()))
    }
}

/// Puts the question at a place into the line. What was typed before is saved.
pub(in crate::app) fn go_to(app: &mut App, at: usize) -> Vec<Effect> {
    // What is typed belongs to the question that is left.
    let effects = leave(app);
    if let Screen::Live(live) = &mut app.screen
        && let Some(asking) = &mut live.asking
    {
        asking.at = at;
        asking.is_wording = false;
        asking.row = 0;
    }
    effects.into_iter().chain(rest(app)).collect()
}

/// Saves what is typed; a session that is only looked at has nothing to be saved.
fn leave(app: &mut App) -> Vec<Effect> {
    match &app.screen {
        Screen::Live(live) if !live.is_read_only => targets::leave(app),
        _ => Vec::new(),
    }
}

/// Puts the question shown into the line anew, with the words that are noted for it.
pub(super) fn rest(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    live.draft = Draft::default();
    let Some((target, words)) = live.resting_target() else { return Vec::new() };
    if live.is_read_only {
        live.draft = Draft::of(target, words);
        live.touch();
        return Vec::new();
    }
    targets::begin(app, target, &words)
}

/// Puts the question shown into the line anew, after something else than typing has changed it.
pub(super) fn show_again(app: &mut App) -> Vec<Effect> {
    match &app.screen {
        Screen::Live(live) if matches!(live.draft.target, Target::Answer(_)) => rest(app),
        _ => Vec::new(),
    }
}

pub(in crate::app) use writing::leave_empty;

/// Goes on or back by one question that is asked; from the last one to the review.
pub(in crate::app) fn go(app: &mut App, is_forward: bool) -> Vec<Effect> {
    // Saving what is typed may open or close questions, so it comes first.
    let mut effects = leave(app);
    let Screen::Live(live) = &mut app.screen else { return effects };
    let Some(asking) = &mut live.asking else { return effects };
    asking.is_wording = false;
    let found = if is_forward {
        next_asked(asking.standings(), asking.at)
    } else {
        last_asked(asking.standings(), asking.at)
    };
    match found {
        Some(at) => effects.extend(go_to(app, at)),
        None if is_forward => {
            effects.extend(rest(app));
            app.overlay = Some(Overlay::Review(sheets::Choice::default()));
            app.notice = None;
        }
        None => {
            effects.extend(rest(app));
            app.say(Tone::Done, "This is the first question.");
        }
    }
    effects
}
