//! What was said, seen and answered: notes, responses, summaries.

use std::collections::BTreeSet;

use super::entry::Body;
use super::ids::{EntryId, PromptId, QuestionId, SeatId, ThemeId};
use super::json::Json;
use super::shape::{shape, words};
use super::when::When;

words! {
    /// What a note is.
    pub enum NoteKind {
        /// What somebody said, in the note-taker's words.
        Point = "point",
        /// What somebody said, word for word.
        Quote = "quote",
        /// What people did, not what they said.
        Observation = "observation",
        /// The note-taker's own comment.
        Comment = "comment",
        /// A show of hands.
        Count = "count",
        /// An example of practice.
        Practice = "practice",
        /// An action to follow up.
        Action = "action",
        /// A point put aside, to come back to.
        Parked = "parked",
    }
}

words! {
    /// How far an example of practice has come.
    pub enum Stage {
        /// Just begun.
        Emerging = "emerging",
        /// Under way.
        Developing = "developing",
        /// Settled practice.
        Established = "established",
    }
}

words! {
    /// Something to remember about a note.
    pub enum Flag {
        /// It is about somebody who is not in the room.
        AboutSomeoneAbsent = "about_someone_absent",
        /// To be checked against the recording.
        Check = "check",
        /// A parked point that has been settled.
        Settled = "settled",
    }
}

words! {
    /// How a note came in.
    pub enum Origin {
        /// Typed while people spoke.
        Live = "live",
        /// Typed up from paper.
        Paper = "paper",
        /// Imported from another program's file.
        Import = "import",
    }
}

words! {
    /// Why an answer is empty. The five are never added up with one another.
    pub enum Empty {
        /// The question does not apply to this respondent.
        NotApplicable = "not_applicable",
        /// It was not asked.
        NotAsked = "not_asked",
        /// It was asked and not answered.
        NotAnswered = "not_answered",
        /// The respondent does not know.
        DontKnow = "dont_know",
        /// The respondent would not say.
        Declined = "declined",
    }
}

impl Empty {
    /// The reason as people read it, in lower case.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::NotApplicable => "does not apply",
            Self::NotAsked => "not asked",
            Self::NotAnswered => "not answered",
            Self::DontKnow => "don't know",
            Self::Declined => "declined",
        }
    }
}

shape! {
    /// One thing said, seen or thought in a session.
    pub struct Note {
        /// The theme it is filed under.
        optional "theme" theme: Option<ThemeId>,
        /// The prompt that was on the screen.
        optional "prompt" prompt: Option<PromptId>,
        /// What the note is.
        required "kind" kind: NoteKind,
        /// Who said it, by seat.
        optional "participant" participant: Option<SeatId>,
        /// The words.
        required "text" text: String,
        /// Hands for.
        optional "for" hands_for: Option<u32>,
        /// Hands against.
        optional "against" hands_against: Option<u32>,
        /// People present at the show of hands.
        optional "of" hands_of: Option<u32>,
        /// How far an example of practice has come.
        optional "stage" stage: Option<Stage>,
        /// What to remember about it.
        list "flags" flags: BTreeSet<Flag>,
        /// Tags, without the sign in front.
        list "tags" tags: BTreeSet<String>,
        /// The wall clock when it was begun, with the offset from UTC.
        optional "said_at" said_at: Option<When>,
        /// How it came in.
        required "from" from: Origin,
    }
}

impl Note {
    /// A note of this kind with these words, and nothing else said about it.
    #[must_use]
    pub fn new(kind: NoteKind, text: impl Into<String>, from: Origin) -> Self {
        Self {
            theme: None,
            prompt: None,
            kind,
            participant: None,
            text: text.into(),
            hands_for: None,
            hands_against: None,
            hands_of: None,
            stage: None,
            flags: BTreeSet::new(),
            tags: BTreeSet::new(),
            said_at: None,
            from,
        }
    }
}

impl Body for Note {
    fn participant(&self) -> Option<&SeatId> {
        self.participant.as_ref()
    }

    fn is_quote(&self) -> bool {
        self.kind == NoteKind::Quote
    }
}

shape! {
    /// One participant's answer to one question; its entry's id is `QUESTION@SEAT`.
    pub struct Response {
        /// The question.
        required "question" question: QuestionId,
        /// Whose answer it is: without a participant a withdrawal would not reach it.
        required "participant" participant: SeatId,
        /// The answer: a category, a number, a date, several of them.
        optional "answer" answer: Option<Json<'static>>,
        /// Why there is no answer.
        optional "empty" empty: Option<Empty>,
        /// What was said with it.
        optional "words" words: Option<String>,
        /// The wall clock when it was given, with the offset from UTC.
        optional "said_at" said_at: Option<When>,
    }
}

impl Body for Response {
    fn participant(&self) -> Option<&SeatId> {
        Some(&self.participant)
    }

    fn agrees_with(&self, other: &Self) -> bool {
        let is_same = match (&self.answer, &other.answer) {
            (Some(one), Some(other)) => is_same_answer(one, other),
            (one, other) => one == other,
        };
        let rest = Self { answer: self.answer.clone(), said_at: self.said_at.clone(), ..other.clone() };
        is_same && *self == rest
    }
}

/// Whether two answers say the same: several ticked boxes, and the rows of a matrix, in whatever order they came.
fn is_same_answer(one: &Json<'_>, other: &Json<'_>) -> bool {
    match (one, other) {
        (Json::List(one), Json::List(other)) => {
            one.len() == other.len() && one.iter().all(|item| other.contains(item))
        }
        (Json::Object(one), Json::Object(other)) => {
            one.len() == other.len() && one.iter().all(|row| other.contains(row))
        }
        (one, other) => one == other,
    }
}

shape! {
    /// What a session says on one theme, in a few sentences; its entry's id is the theme's.
    pub struct Summary {
        /// The summary.
        required "text" text: String,
        /// The notes it rests on.
        list "notes" notes: Vec<EntryId>,
    }
}

impl Body for Summary {}
