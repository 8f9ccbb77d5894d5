//! Answering whether two seats are one person.
//!
//! Promises: pure; the answer is one entry, so every laptop has it after the next merge. A yes counts for ever: a link
//! that is deleted or erased still links. A no can be taken back.

use thiserror::Error;

use super::Now;
use super::recorder::Recorder;
use crate::format::journal::Put;
use crate::model::people::Link;
use crate::model::session::SAME_AS;
use crate::model::stamp::NoStampLeft;
use crate::report::same_person::{Pair, is_withdrawn};

/// What a person says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// One person, for good.
    One,
    /// Two people.
    Two,
}

/// Why it could not be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CannotAnswer {
    /// Who comes again after a withdrawal has a new seat, which the old one must not reach.
    #[error("one of the two has withdrawn")]
    Withdrawn,
    /// No stamp is left.
    #[error(transparent)]
    NoStampLeft(#[from] NoStampLeft),
}

/// Writes an answer down.
///
/// # Errors
/// [`CannotAnswer`]; nothing was written then.
pub fn answer(recorder: &mut Recorder, pair: &Pair, answer: Answer, now: &Now) -> Result<Put, CannotAnswer> {
    if is_withdrawn(recorder.session(), pair) {
        return Err(CannotAnswer::Withdrawn);
    }
    let id = match answer {
        Answer::One => pair.link(),
        Answer::Two => pair.no_link(),
    };
    let said = Link { state: None, at: Some(now.wall.clone()) };
    Ok(recorder.write(&SAME_AS, &id, now, said, false)?)
}
