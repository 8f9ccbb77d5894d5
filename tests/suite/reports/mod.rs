//! Reports: what they count, what they hide, what they say. Each is read from plain text as a person would.

mod appendix;
mod hidden;
mod followup;
mod session;
mod coverage;
mod themes;
mod why;
mod odd;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hearken::document::{Document, text};
use hearken::format::v1;
use hearken::model::ids::{EntryId, QuestionId, SeatId, SessionId};
use hearken::model::instrument::Instrument;
use hearken::model::json::Json;
use hearken::model::note::{Empty, Note, Response};
use hearken::model::people::{Consent, ConsentItem, ConsentState, Link, Participant};
use hearken::model::running::{Details, SessionKind};
use hearken::model::session::{DETAILS, NOTES, PARTICIPANTS, RESPONSES, SAME_AS, Session};
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::report::corpus::Corpus;
use hearken::report::counted::Counted;
use hearken::storage::OsStorage;
use hearken::study::Now;
use hearken::study::recorder::Recorder;

/// The moment a number of seconds after the sessions here begin.
pub(crate) fn at(second: u32) -> Now {
    let wall = format!("2026-11-23T10:{:02}:{:02}+00:00", second / 60, second % 60);
    Now { millis: Millis::new(1_795_428_000_000 + i64::from(second) * 1000), wall: When::new(wall) }
}

/// A session that is being written.
#[derive(Clone)]
pub(crate) struct Writing {
    recorder: Recorder,
    second: u32,
}

impl Writing {
    /// A session of this number, with its details and nobody in it.
    pub(crate) fn new(number: u8, kind: SessionKind, site: &str) -> Self {
        let session = Session::new(SessionId::from_random([number; 10]));
        let mut writing = Self { recorder: Recorder::new(session, "kj4x9q".parse().unwrap()), second: 0 };
        let details = Details {
            kind,
            site: site.to_owned(),
            held_on: When::new("2026-11-23"),
            planned_minutes: None,
            lang: None,
            source: None,
        };
        writing.recorder.write(&DETAILS, &EntryId::new(""), &at(0), details, false).unwrap();
        writing
    }

    /// Goes on with a session on another laptop.
    pub(crate) fn again(session: &Session, writer: &str) -> Self {
        Self { recorder: Recorder::new(session.clone(), writer.parse().unwrap()), second: 600 }
    }

    pub(crate) fn held_with(mut self, instrument: &Arc<Instrument>) -> Self {
        let mut session = self.recorder.into_session();
        session.instruments.insert(Arc::clone(instrument));
        self.recorder = Recorder::new(session, "kj4x9q".parse().unwrap());
        self
    }

    /// Seats somebody who says this to being quoted.
    pub(crate) fn seat(mut self, label: &str, quotes: ConsentState) -> Self {
        let item = ConsentItem { state: quotes, at: None };
        let items = [("quotes".to_owned(), item.into())].into();
        let consent = Consent { sheet: Some(1), items };
        let body =
            Participant { label: label.to_owned(), role: None, sector: None, consent: Some(consent.into()) };
        self.recorder.write(&PARTICIPANTS, &EntryId::new(seat(label).as_str()), &at(1), body, false).unwrap();
        self
    }

    pub(crate) fn note(mut self, note: Note) -> Self {
        self.second += 30;
        let now = at(self.second);
        let note = Note { said_at: Some(now.wall.clone()), ..note };
        self.recorder.add(&NOTES, &now, note).unwrap();
        self
    }

    /// Answers a question: a category, `~` and a reason to be empty, or words behind `|`.
    pub(crate) fn answer(self, question: &str, given: &str) -> Self {
        self.answer_of("P1", question, given)
    }

    /// The same for somebody in this seat.
    pub(crate) fn answer_of(mut self, label: &str, question: &str, given: &str) -> Self {
        let (answer, words) =
            given.split_once('|').map_or((given, None), |(answer, words)| (answer, Some(words)));
        let empty = answer.strip_prefix('~').map(|word| Empty::from_word(word).unwrap());
        let body = Response {
            question: QuestionId::new(question),
            participant: seat(label),
            answer: (empty.is_none() && !answer.is_empty()).then(|| json(answer)),
            empty,
            words: words.map(str::to_owned),
            said_at: None,
        };
        let id = EntryId::of_response(&body.question, &body.participant);
        self.second += 1;
        self.recorder.write(&RESPONSES, &id, &at(self.second), body, false).unwrap();
        self
    }

    /// Says that two seats are one person.
    pub(crate) fn same_person(mut self, one: &str, other: &str) -> Self {
        let id = EntryId::new(format!("{}={}", seat(one), seat(other)));
        let link = Link { state: None, at: None };
        self.recorder.write(&SAME_AS, &id, &at(self.second), link, false).unwrap();
        self
    }

    pub(crate) fn done(self) -> Session {
        self.recorder.into_session()
    }
}

/// Numbers and lists as JSON has them, everything else a text.
fn json(text: &str) -> Json<'static> {
    let is_json = text.starts_with(['[', '{']) || text.parse::<f64>().is_ok();
    if is_json {
        hearken::format::reader::read(text).unwrap().into_owned()
    } else {
        Json::Text(text.to_owned().into())
    }
}

pub(crate) fn seat(label: &str) -> SeatId {
    SeatId::new(format!("{label}-kj4x9q"))
}

/// A return of this number: questions with what was given, as [`Writing::answer`] reads it.
pub(crate) fn returned(number: u8, instrument: &Arc<Instrument>, answers: &[(&str, &str)]) -> Session {
    let site = format!("Board {number:02}");
    let writing = Writing::new(number, SessionKind::Questionnaire, &site).held_with(instrument);
    let writing = writing.seat("P1", ConsentState::NotAsked);
    answers.iter().fold(writing, |writing, (question, given)| writing.answer(question, given)).done()
}

/// An instrument of these questions, with a lineage.
pub(crate) fn form(version: u32, questions: &str, lineage: &str) -> Arc<Instrument> {
    let text = format!(
        r#"{{ "format": "hearken/instrument", "id": "form", "version": {version}, "title": "A form",
            "answer_sets": [{{"id": "yes-no", "answers": [
                {{"id": "yes", "text": "Yes", "like": "yes"}}, {{"id": "yes-but", "text": "Yes, but", "like": "yes"}},
                {{"id": "no", "text": "No", "like": "no"}}]}}],
            "questions": [{questions}], "lineage": [{lineage}] }}"#
    );
    v1::read_instrument(&text).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) const YES_NO: &str =
    r#"{"id": "q1", "number": "1", "text": "Do you have a role?", "kind": "choice", "answer_set": "yes-no"}"#;

pub(crate) const IF_YES: &str = r#"{"id": "q1a", "number": "1a", "text": "If yes, which?", "kind": "text",
    "when": {"like": {"question": "q1", "answer": "yes"}}}"#;

pub(crate) fn corpus(sessions: Vec<Session>) -> Corpus {
    Corpus::new(sessions, None, &hearken::model::collection::Collection::default())
}

/// The example study, or those of its files whose names begin so.
pub(crate) fn example(begins: &str) -> Corpus {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with(begins));
    hearken::study::report::corpus(&OsStorage, paths, || Ok(Vec::new())).unwrap()
}

/// The page as plain text.
pub(crate) fn page(document: &Document) -> String {
    text::written(document, false)
}

/// The numbers of this name and of its kinds.
pub(crate) fn numbers(all: &[Counted], anchor: &str) -> (usize, Vec<(String, u64)>) {
    let counted =
        all.iter().find(|counted| counted.anchor == anchor).unwrap_or_else(|| panic!("no {anchor}"));
    let kinds = counted.kinds.iter().map(|kind| kind.name.clone());
    (counted.base(), kinds.zip(counted.counts()).filter(|(_, count)| *count > 0).collect())
}
