//! The order in which notes were said, by clocks laid side by side.
//!
//! Promises: the same order on every laptop, and on the screen as in what is printed; a time is only moved for comparing,
//! never where it is shown. A clock that was put back does not bring what was said after it before what was said then.

use super::clocks::Clocks;
use super::shown;
use crate::merge::alignment::Alignment;
use crate::model::ids::EntryId;
use crate::model::note::Note;
use crate::model::session::Session;
use crate::model::stamp::Stamp;
use crate::model::when::When;

/// What is needed to put the notes of one session in order.
#[derive(Debug)]
pub struct Order {
    /// The clocks of its laptops against one another.
    pub alignment: Alignment,
    clocks: Clocks,
}

impl Order {
    /// Works it out.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        Self { alignment: Alignment::of(session), clocks: Clocks::of(session) }
    }

    /// When a note was said, as [`said_at`] has it, where its own clock was put back laid straight first.
    #[must_use]
    pub fn said_at(&self, id: &EntryId, note: &Note) -> i64 {
        let began = id.as_str().parse::<Stamp>().ok();
        let told = began.zip(note.said_at.as_ref());
        match told.and_then(|(began, at)| Some((began, self.clocks.straight(at, began)?))) {
            Some((began, at)) => self.alignment.straight(began.writer(), at),
            None => said_at(&self.alignment, id, note),
        }
    }

    /// The notes of a session that stand, in the order they were said; of those said at one time the smaller id first.
    #[must_use]
    pub fn notes<'a>(&self, session: &'a Session) -> Vec<(&'a EntryId, std::borrow::Cow<'a, Note>)> {
        let mut notes: Vec<_> = shown::standing(&session.lists.notes).collect();
        notes.sort_by_cached_key(|(id, note)| (self.said_at(id, note), *id));
        notes
    }
}

/// When a note was said, in milliseconds since 1970 by the clock of the laptop all are measured by; notes said at one
/// time are ordered by their ids. The laptop is that of the writer who began the note. What has no readable time is
/// ordered by the stamp that began it, and without one comes last.
#[must_use]
pub fn said_at(alignment: &Alignment, id: &EntryId, note: &Note) -> i64 {
    let began = id.as_str().parse::<Stamp>().ok();
    let at = note.said_at.as_ref().and_then(When::time).map(|at| at.timestamp_millis());
    match (at.or_else(|| began.map(|stamp| stamp.millis().get())), began) {
        (Some(at), Some(stamp)) => alignment.straight(stamp.writer(), at),
        (Some(at), None) => at,
        (None, _) => i64::MAX,
    }
}
