//! Typed-up notes and plain transcripts come into a session.
//!
//! Promises: the same page brought in twice changes nothing, on one laptop or on two that are merged later; what was
//! withdrawn or erased stays gone; a page is taken whole or not at all; names stay out of the session. Nothing is written
//! to a session that another hearken is recording.
//!
//! A line is known by its words with its theme, speaker, kind and time, and by how many such lines the pages have. The
//! writer inside its stamp is worked out from the session's id, the rest of the stamp from its place on the pages and a
//! digest of all that it says: so two laptops make one note of one line. A corrected line is another line. An answer is
//! known by its question and its seat; corrected, it is a version over what the pages said before.
//!
//! Read [`pages`] (bytes into text), [`seats`], [`typist`] (the writer and its stamps), [`answers`], then [`plan`] here, and
//! [`files`] (what is written).

mod pages;
mod seats;
mod typist;
mod answers;
mod files;

use std::collections::{BTreeMap, BTreeSet};

use super::Now;
use crate::exchange::contents::{BadLine, Remark, Typed};
use crate::exchange::page::is_label;
use crate::exchange::transcript;
use crate::merge::Join as _;
use crate::model::entry::Version;
use crate::model::ids::{EntryId, SeatId};
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::session::Session;
use crate::model::when::When;
use crate::report::people::{Quotable, may_be_quoted};

pub use answers::AnswerLine;
pub use files::{Held, begin, fresh};
pub use pages::{Form, Reading, Source, highest_seat, sources};

use answers::Answers;
use seats::{Seats, Whose, room};
use typist::Typist;

/// What becomes of a line, or of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coming {
    /// The session does not have it.
    New,
    /// The pages said something else of the same question before.
    Corrected,
    /// The session has it.
    There,
    /// The session had it, and it was erased or withdrawn.
    Gone,
}

/// A note of the pages.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which page, from 0.
    pub source: usize,
    /// Which line, from 1.
    pub line: usize,
    /// The id of its note, when it is new.
    pub id: EntryId,
    /// What becomes of it.
    pub coming: Coming,
    /// The note.
    pub note: Note,
    /// Whether it would have been a quote, and its speaker does not want to be quoted.
    pub is_refused_quote: bool,
    /// Whether its words name somebody who speaks on the pages.
    pub has_name: bool,
}

/// What pages would bring into a session.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every note, in the order of the pages.
    pub lines: Vec<Line>,
    /// Every answer, in the order of the pages; a question has one of each person.
    pub answers: Vec<AnswerLine>,
    /// Lines that cannot be taken, with their page.
    pub bad: Vec<(usize, BadLine)>,
    /// Who speaks and has no seat, and how often.
    pub unknown: BTreeMap<String, usize>,
    /// Names of the map, with labels of seats that the session does not have.
    pub no_such_seats: Vec<(String, String)>,
    /// What a person should look at, with page and line.
    pub remarks: Vec<(usize, usize, Remark)>,
    /// The session with all of it, when that is another than before.
    joined: Option<Session>,
}

impl Plan {
    /// How many notes come to this.
    #[must_use]
    pub fn count(&self, coming: Coming) -> usize {
        self.lines.iter().filter(|line| line.coming == coming).count()
    }

    /// How many answers come to this.
    #[must_use]
    pub fn count_answers(&self, coming: Coming) -> usize {
        self.answers.iter().filter(|answer| answer.coming == coming).count()
    }

    /// The session with all of it; nothing when it is as before.
    #[must_use]
    pub const fn joined(&self) -> Option<&Session> {
        self.joined.as_ref()
    }

    /// Whether nothing stands in the way.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.bad.is_empty() && self.unknown.is_empty() && self.no_such_seats.is_empty()
    }
}

/// Says what pages would bring into a session.
#[must_use]
pub fn plan(session: &Session, sources: &[Source], reading: &Reading, now: &Now) -> Plan {
    let mut plan = Plan::default();
    let room = room(session);
    let seats = Seats::of(session, &reading.seats, &mut plan);
    let mut typist = Typist::of(session, now);
    let mut addition = Session::new(session.id());
    let mut names = BTreeSet::new();
    let mut answers = Answers::default();
    for (number, source) in sources.iter().enumerate() {
        let contents = pages::contents(&source.text, (&room, session.guide()), reading);
        plan.bad.extend(contents.bad.into_iter().map(|bad| (number, bad)));
        plan.remarks.extend(contents.remarks.into_iter().map(|(line, remark)| (number, line, remark)));
        for typed in contents.notes {
            names.extend(typed.who.iter().filter(|who| !is_label(who)).cloned());
            let seat = match seats.of_speaker(typed.who.as_deref()) {
                Whose::Of(seat) => Some(seat),
                Whose::Nobodys => None,
                Whose::Unknown => plan.has_no_seat(typed.who.as_deref()),
            };
            let line = typed.line;
            let (note, is_refused_quote) = note(session, &typist, typed, seat);
            let (coming, stamp) = typist.coming(&note);
            let id = EntryId::of_stamp(stamp);
            if coming == Coming::New {
                addition.lists.notes.insert(id.clone(), Version::first(stamp, note.clone()).into());
            }
            let has_name = false;
            plan.lines.push(Line { source: number, line, id, coming, note, is_refused_quote, has_name });
        }
        answers.take(session, &seats, (number, contents.answers), &mut plan);
    }
    for line in &mut plan.lines {
        line.has_name = names.iter().any(|name| transcript::names(&line.note.text, name));
    }
    answers.say((session, &typist), &mut addition, &mut plan);
    plan.join(session, &typist, addition);
    plan
}

impl Plan {
    /// Somebody speaks who has no seat.
    fn has_no_seat(&mut self, who: Option<&str>) -> Option<SeatId> {
        *self.unknown.entry(who.unwrap_or_default().to_owned()).or_default() += 1;
        None
    }

    /// How many notes and answers change the session.
    fn changes(&self) -> usize {
        self.count(Coming::New) + self.count_answers(Coming::New) + self.count_answers(Coming::Corrected)
    }

    /// Joins what is new into the session. What was withdrawn does not come in.
    fn join(&mut self, session: &Session, typist: &Typist, mut addition: Session) {
        if self.changes() == 0 {
            return;
        }
        typist.sign(&mut addition);
        let mut joined = session.clone();
        joined.join(addition);
        for line in self.lines.iter_mut().filter(|line| line.coming == Coming::New) {
            if joined.lists.notes.get(line.id.as_str()).is_none() {
                line.coming = Coming::Gone;
            }
        }
        for answer in &mut self.answers {
            answer.look_at(&joined);
        }
        answers::tell_what_is_not_asked(&joined, self);
        self.joined = (self.changes() > 0).then_some(joined);
    }
}

/// A note, and whether it was not let be a quote.
fn note(session: &Session, typist: &Typist, typed: Typed, seat: Option<SeatId>) -> (Note, bool) {
    let Typed { at, who, prompt, note: captured, .. } = typed;
    let is_nobodys = who.is_some() && seat.is_none();
    let is_of_transcript = who.is_some() && captured.speaker.is_none();
    let mut note = Note::new(captured.kind, captured.text, Origin::Paper);
    note.theme = captured.theme;
    note.prompt = prompt;
    note.participant = seat;
    note.hands_for = captured.hands.map(|hands| hands.hands_for);
    note.hands_against = captured.hands.and_then(|hands| hands.hands_against);
    note.hands_of = captured.hands.map(|hands| hands.hands_of);
    note.stage = captured.stage;
    note.tags = captured.tags;
    note.said_at = at.and_then(|at| typist.time(at)).map(When::of);
    if is_nobodys && is_of_transcript {
        note.kind = NoteKind::Comment;
    }
    let is_refused = note.kind == NoteKind::Quote && may_be_quoted(session, &note) == Quotable::Refused;
    if is_refused && is_of_transcript {
        note.kind = NoteKind::Point;
    }
    (note, is_refused)
}
