//! Questions before a session, one at a time; Enter takes a sensible answer.

use std::path::PathBuf;

use super::commands::Id;
use super::composer::{Action, Composer, Motion};
use super::key::{Code, Key};
use super::{App, Effect, Screen, Tone};
use crate::model::ids::SessionId;
use crate::model::people::RecorderRole;
use crate::model::running::SessionKind;
use crate::model::visible::visible_line;
use crate::study::create::{Setup, instrument_of_kind};

/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The kind of session.
    Kind,
    /// Where it is held.
    Site,
    /// How long it is to last.
    Minutes,
    /// Who is at the keys: initials typed, role chosen.
    Recorder,
    /// How many seats.
    Seats,
    /// For reading: what is read.
    Source,
    /// The language it is held in.
    Language,
    /// The id of a session on another laptop, or its invitation file.
    Session,
}

/// One of the study's own instruments, as it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The kind of session it is for: without themes it is a questionnaire.
    pub kind: SessionKind,
    /// The languages it is given in, its own first.
    pub languages: Vec<String>,
}

/// One question.
#[derive(Debug)]
pub struct Question {
    /// What it asks for.
    pub what: What,
    /// The question.
    pub ask: &'static str,
    /// What helps to answer it.
    pub explain: &'static str,
    /// What is typed; empty takes `usual`.
    pub line: Option<Composer>,
    /// What Enter takes when nothing is typed.
    pub usual: String,
    /// What can be chosen.
    pub choices: Vec<String>,
    /// Which is chosen.
    pub at: usize,
}

/// What the questions are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A new session.
    Start,
    /// A session on another laptop.
    Join,
}

/// The questions and where the person is.
#[derive(Debug)]
pub struct Form {
    /// What they are for.
    pub purpose: Purpose,
    /// All of them.
    pub questions: Vec<Question>,
    /// The one asked now.
    pub at: usize,
    /// The study's own instruments.
    own: Vec<Own>,
}

const KINDS: [SessionKind; 6] = [
    SessionKind::FocusGroup,
    SessionKind::Interview,
    SessionKind::PrisonVisit,
    SessionKind::Meeting,
    SessionKind::Reading,
    SessionKind::Questionnaire,
];
const KIND_NAMES: &[&str] = &[
    "Focus group",
    "One-to-one interview",
    "Prison visit",
    "Meeting of the advisory group",
    "Reading: something from the literature",
    "Questionnaire: the answers of one organisation",
];
const ROLES: [RecorderRole; 3] = [RecorderRole::NoteTaker, RecorderRole::Facilitator, RecorderRole::Both];
const ROLE_NAMES: &[&str] = &["I take notes", "I ask the questions", "I do both"];

/// A room holds no more.
const MOST_SEATS: u32 = 60;

fn line(what: What, ask: &'static str, explain: &'static str, usual: impl Into<String>) -> Question {
    Question {
        what,
        ask,
        explain,
        line: Some(Composer::default()),
        usual: usual.into(),
        choices: Vec::new(),
        at: 0,
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn recorder(known: Option<(String, RecorderRole)>) -> Question {
    let (initials, role) = known.unwrap_or((String::new(), RecorderRole::NoteTaker));
    let at = ROLES.iter().position(|one| *one == role).unwrap_or(0);
    let explain = "Your initials stand beside what you write. The arrows choose what you do.";
    let question = line(What::Recorder, "Your initials?", explain, initials);
    Question { choices: names(ROLE_NAMES), at, ..question }
}

impl Form {
    /// The questions before a new session, with one of the study's own instruments too. Those after the first depend on
    /// its answer.
    #[must_use]
    pub fn start(known: Option<(String, RecorderRole)>, own: Vec<Own>) -> Self {
        let titles = own.iter().map(|own| visible_line(&own.title).into_owned());
        let kind = Question {
            what: What::Kind,
            ask: "What is it?",
            explain: "The arrows choose, Enter takes.",
            line: None,
            usual: String::new(),
            choices: names(KIND_NAMES).into_iter().chain(titles).collect(),
            at: 0,
        };
        let mut form = Self { purpose: Purpose::Start, questions: vec![kind, recorder(known)], at: 0, own };
        form.ask_about(SessionKind::FocusGroup);
        form
    }

    /// Asks what belongs to a kind of session.
    fn ask_about(&mut self, kind: SessionKind) {
        let recorder = self.questions.iter().position(|question| question.what == What::Recorder);
        let recorder = recorder.map(|at| self.questions.remove(at));
        self.questions.truncate(1);
        let languages = self.own_chosen().map(|own| own.languages.clone()).filter(|all| all.len() > 1);
        self.questions.extend(languages.map(|choices| Question {
            what: What::Language,
            ask: "In which language?",
            explain: "The arrows choose. Esc, 4 changes it in the middle of the session.",
            line: None,
            usual: String::new(),
            choices,
            at: 0,
        }));
        let (minutes, explain) = match kind {
            SessionKind::FocusGroup => ("90", "Enter takes 90."),
            SessionKind::Interview | SessionKind::Questionnaire => ("60", "Enter takes 60."),
            SessionKind::PrisonVisit => {
                ("120", "Enter takes 120. What the prison gives can be changed later.")
            }
            SessionKind::Meeting => ("120", "Enter takes 120."),
            SessionKind::Reading => ("60", "Enter takes 60; it need not be kept to."),
        };
        let (site, about) = match kind {
            SessionKind::PrisonVisit => ("Which prison?", "The name of the prison."),
            SessionKind::Reading => {
                ("A short name for it?", "A few words that you will know it by in the list.")
            }
            SessionKind::Questionnaire => {
                ("Whose answers?", "The organisation, or a number for it. No person's name.")
            }
            _ => ("Where is it held?", "A town or the name of a place."),
        };
        self.questions.push(line(What::Site, site, about, ""));
        if kind == SessionKind::Reading {
            let source =
                line(What::Source, "What is read?", "Author, year, title: as in a list of references.", "");
            self.questions.push(source);
        }
        self.questions.push(line(What::Minutes, "How many minutes are planned?", explain, minutes));
        self.questions.extend(recorder);
        let seats = match kind {
            SessionKind::FocusGroup | SessionKind::Meeting => {
                Some(("8", "Each gets a seat: P1, P2 and so on. No names. Enter takes 8."))
            }
            SessionKind::PrisonVisit => {
                Some(("0", "Staff who answer questions, as P1, P2. No names. Enter takes none."))
            }
            // One person is interviewed; what is read does not speak.
            SessionKind::Interview | SessionKind::Questionnaire | SessionKind::Reading => None,
        };
        self.questions.extend(
            seats.map(|(usual, explain)| line(What::Seats, "How many people will speak?", explain, usual)),
        );
    }

    fn kind(&self) -> SessionKind {
        let own = || self.own_chosen().map(|own| own.kind);
        KINDS.get(self.choice(What::Kind)).copied().or_else(own).unwrap_or(SessionKind::FocusGroup)
    }

    /// The instrument of the study's own that is chosen, if one is.
    fn own_chosen(&self) -> Option<&Own> {
        self.own.get(self.choice(What::Kind).checked_sub(KINDS.len())?)
    }

    /// The questions before a session on another laptop.
    #[must_use]
    pub fn join(known: Option<(String, RecorderRole)>) -> Self {
        let session = line(
            What::Session,
            "Which session?",
            "Type the id that is read out to you, or the name of the invitation file.",
            "",
        );
        let seats = line(
            What::Seats,
            "How many people will speak?",
            "Seats in the same order as on the other laptop. Enter takes 8.",
            "8",
        );
        Self {
            purpose: Purpose::Join,
            questions: vec![session, recorder(known), seats],
            at: 0,
            own: Vec::new(),
        }
    }

    /// The question asked now.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        self.questions.get(self.at)
    }

    /// What has been answered so far, in words.
    #[must_use]
    pub fn answered(&self) -> Vec<(&'static str, String)> {
        self.questions.iter().take(self.at).map(|question| (question.ask, question.in_words())).collect()
    }

    /// Puts a pasted text into the line.
    pub fn paste(&mut self, text: &str) {
        if let Some(line) = self.questions.get_mut(self.at).and_then(|question| question.line.as_mut()) {
            line.paste(text.trim());
        }
    }

    /// The language chosen, where it was asked for.
    fn language(&self) -> Option<String> {
        let question = self.questions.iter().find(|question| question.what == What::Language)?;
        question.choices.get(question.at).cloned()
    }

    fn answer(&self, what: What) -> String {
        self.questions.iter().find(|question| question.what == what).map(Question::text).unwrap_or_default()
    }

    fn choice(&self, what: What) -> usize {
        self.questions.iter().find(|question| question.what == what).map_or(0, |question| question.at)
    }

    fn setup(&self) -> Setup {
        let kind = self.kind();
        let asked: u32 = self.answer(What::Seats).parse().unwrap_or(0);
        let is_of_one = matches!(kind, SessionKind::Interview | SessionKind::Questionnaire);
        let seats = if is_of_one && self.purpose == Purpose::Start { 1 } else { asked };
        Setup {
            instrument: self
                .own_chosen()
                .map_or_else(|| instrument_of_kind(kind).to_owned(), |own| own.id.clone()),
            kind,
            site: self.answer(What::Site),
            planned_minutes: self.answer(What::Minutes).parse().ok(),
            seats: (0..seats).map(|_| None).collect(),
            initials: self.answer(What::Recorder).to_uppercase(),
            role: ROLES.get(self.choice(What::Recorder)).copied().unwrap_or(RecorderRole::NoteTaker),
            source: Some(self.answer(What::Source)).filter(|source| !source.is_empty()),
            lang: self.language(),
        }
    }
}

impl Question {
    /// What was typed, or what Enter takes.
    #[must_use]
    pub fn text(&self) -> String {
        let typed = self.line.as_ref().map(|line| line.text().trim().to_owned()).unwrap_or_default();
        if typed.is_empty() { self.usual.clone() } else { typed }
    }

    fn in_words(&self) -> String {
        let choice = self.choices.get(self.at).map(String::as_str).unwrap_or_default();
        match (self.text(), choice) {
            (text, "") => text,
            (text, choice) if text.is_empty() => choice.to_owned(),
            (text, choice) => format!("{text}, {choice}"),
        }
    }

    /// What is wrong with the answer, as a sentence.
    fn objection(&self) -> Option<&'static str> {
        let text = self.text();
        let number =
            |least: u32, most: u32| text.parse().is_ok_and(|number: u32| (least..=most).contains(&number));
        match self.what {
            What::Site if text.is_empty() => Some("Please type a name for it; a town is enough."),
            What::Source if text.is_empty() => Some("Please type what is read; a title is enough."),
            What::Minutes if !number(1, 1440) => Some("Please type the minutes as a number, like 90."),
            What::Seats if !number(0, MOST_SEATS) => Some("Please type a number up to 60, like 8."),
            What::Recorder if text.is_empty() => Some("Please type your initials; two letters are enough."),
            What::Recorder if text.chars().count() > 8 => {
                Some("Initials only, please: at most eight letters.")
            }
            What::Session if text.is_empty() => {
                Some("Please type the id of the session, like k7m2-q9xd-4tn1-b8wz.")
            }
            _ => None,
        }
    }
}

/// Does what a key asks in a form.
pub(super) fn on_key(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Screen::Form(form) = &mut app.screen else { return Vec::new() };
    let Some(question) = form.questions.get_mut(form.at) else { return Vec::new() };
    match command {
        Some(Id::UpInList) => question.at = question.at.saturating_sub(1),
        Some(Id::DownInList) => question.at = (question.at + 1).min(question.choices.len().saturating_sub(1)),
        Some(Id::Take) => return take(app),
        Some(Id::Back) => {
            app.notice = None;
            if form.at == 0 {
                app.screen = Screen::Home(super::home::Home::default());
                return vec![Effect::List];
            }
            form.at -= 1;
        }
        _ => type_into(question, key),
    }
    Vec::new()
}

fn type_into(question: &mut Question, key: Key) {
    let Some(line) = &mut question.line else { return };
    let width = u16::MAX;
    match (key.code, key.typed()) {
        (_, Some(letter)) => {
            line.insert(letter.encode_utf8(&mut [0; 4]));
        }
        (Code::Backspace, _) => {
            line.act(Action::Erase(Motion::Left), width);
        }
        (Code::Delete, _) => {
            line.act(Action::Erase(Motion::Right), width);
        }
        (Code::Left, _) => {
            line.act(Action::Move(Motion::Left), width);
        }
        (Code::Right, _) => {
            line.act(Action::Move(Motion::Right), width);
        }
        _ => {}
    }
}

fn take(app: &mut App) -> Vec<Effect> {
    let Screen::Form(form) = &mut app.screen else { return Vec::new() };
    if let Some(objection) = form.question().and_then(Question::objection) {
        app.say(Tone::Attention, objection);
        return Vec::new();
    }
    app.notice = None;
    if form.question().is_some_and(|question| question.what == What::Kind) {
        form.ask_about(form.kind());
    }
    // An invitation brings its seats along: nobody is asked for them.
    let is_by_file =
        form.purpose == Purpose::Join && SessionId::from_spoken(&form.answer(What::Session)).is_err();
    let is_last = form.at + 1 == form.questions.len() || (is_by_file && form.at == 1);
    if !is_last {
        form.at += 1;
        return Vec::new();
    }
    let setup = form.setup();
    app.recorder = Some((setup.initials.clone(), setup.role));
    let session = form.answer(What::Session);
    match (form.purpose, SessionId::from_spoken(&session)) {
        (Purpose::Start, _) => vec![Effect::Create(setup)],
        (Purpose::Join, Ok(id)) => vec![Effect::JoinById(id, setup)],
        (Purpose::Join, Err(_)) => vec![Effect::JoinByFile(PathBuf::from(session), setup)],
    }
}
