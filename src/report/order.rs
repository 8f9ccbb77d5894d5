//! The order in which notes were said, by clocks laid side by side.
//!
//! Promises: the same order on every laptop; a time is only moved for comparing, never where it is shown.

use crate::merge::alignment::Alignment;
use crate::model::ids::EntryId;
use crate::model::note::Note;
use crate::model::stamp::Stamp;
use crate::model::when::When;

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
