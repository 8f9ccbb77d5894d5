//! Making a report of files: which sessions they hold, and writing what was made of them.
//!
//! Promises: copies of one session are one; what was withdrawn in a study is in no report of its sessions, wherever their
//! files are named from; the order of the inputs makes no difference; a session is let go when what a report needs of it was
//! taken; nothing that stands is written over. Leaves to others: what a report says (`report`), how it looks (`document`),
//! joining copies ([`merge`](super::merge)).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::StudyError;
use super::merge::{Output, Unmerged, Wanted, Watch, gather};
use crate::model::instrument::Instrument;
use crate::model::session::Session;
use crate::report::corpus::{Corpus, Head};
use crate::report::foot::{Foot, Named};
use crate::storage::{Storage, atomic};

/// What was taken from the sessions of some inputs.
#[derive(Debug)]
pub struct Taken<T> {
    /// What is said of all of them together.
    pub head: Head,
    /// What was taken from each, in the order of their ids.
    pub of_each: Vec<T>,
    /// How many notes they have.
    pub notes: usize,
    /// Files whose journals hold more than they do, which is not in it; each once.
    pub unsaved: Vec<PathBuf>,
}

/// What has been taken so far.
struct SoFar<T> {
    foot: Foot,
    of_each: Vec<T>,
    notes: usize,
}

impl<T> Default for SoFar<T> {
    fn default() -> Self {
        Self { foot: Foot::default(), of_each: Vec::new(), notes: 0 }
    }
}

/// Takes from each session of the inputs what a report needs of it.
///
/// Sessions that were held with one instrument share it, so what is taken may keep hold of that.
///
/// # Errors
/// [`Unmerged`]: every input that cannot be read, or what is wrong with the study they lie in.
pub fn take_each<T: Send>(
    storage: &dyn Storage,
    inputs: Vec<PathBuf>,
    stdin: impl Fn() -> Result<Vec<u8>, StudyError>,
    watch: Watch<'_>,
    take: impl Fn(Session) -> T + Sync,
) -> Result<Taken<T>, Unmerged> {
    let wanted = Wanted { inputs, ..Wanted::default() };
    // Nothing is written; a file is what a merge of all goes into when it does not go into a study.
    let mut gathered = gather(storage, wanted, &Output::File(PathBuf::new()), stdin)?;
    let instruments = Mutex::new(Vec::new());
    let take = |mut session: Session, text: String| {
        share(&instruments, &mut session);
        let notes = session.lists.notes.standing().count();
        let named = Named::of(&session);
        (named, text, notes, take(session))
    };
    let keep = |so_far: &mut SoFar<T>, (named, text, notes, taken): (Named, String, usize, T)| {
        so_far.foot.add(named, &text);
        so_far.notes += notes;
        so_far.of_each.push(taken);
    };
    let SoFar { foot, of_each, notes } = gathered.each_in_hand(storage, watch, take, keep)?;
    if of_each.is_empty() {
        return Err(Unmerged::Nothing);
    }
    let head = Head { study: gathered.study(storage)?, about: foot.about(&gathered.records()) };
    Ok(Taken { head, of_each, notes, unsaved: gathered.unsaved() })
}

/// The sessions of the inputs, all of them in memory.
///
/// # Errors
/// As [`take_each`].
pub fn corpus(
    storage: &dyn Storage,
    inputs: Vec<PathBuf>,
    stdin: impl Fn() -> Result<Vec<u8>, StudyError>,
) -> Result<Corpus, Unmerged> {
    let taken = take_each(storage, inputs, stdin, &|_, _| (), |session| session)?;
    Ok(Corpus::in_order(taken.of_each, taken.head))
}

/// Lets a session hold the instruments that others hold already.
fn share(known: &Mutex<Vec<Arc<Instrument>>>, session: &mut Session) {
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    for instrument in std::mem::take(&mut session.instruments) {
        let shared = known.iter().find(|one| **one == instrument).map(Arc::clone);
        if shared.is_none() {
            known.push(Arc::clone(&instrument));
        }
        session.instruments.insert(shared.unwrap_or(instrument));
    }
}

/// Writes a report into a new file.
///
/// # Errors
/// [`StudyError::Storage`], also when something stands there.
pub fn write(storage: &dyn Storage, out: &Path, bytes: &[u8]) -> Result<(), StudyError> {
    Ok(atomic::create(storage, out, bytes)?)
}
