//! Saying of two recorders' notes that they are about one moment, or that they are not.
//!
//! Promises: an answer is one version over what was said before, in the journal once [`Pairing::answer`] has returned
//! and in the file once [`Pairing::close`] has. Only what is another answer than before is written. Leaves to others:
//! which notes to ask about (`report::corroboration`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::inputs::{Input, joined};
use super::keeper::Keeper;
use super::opened::{Opener, look, open};
use super::recorder::Recorder;
use super::{Now, StudyError, beside};
use crate::format::journal::Happened;
use crate::format::v1::File;
use crate::model::entry::Entry;
use crate::model::ids::EntryId;
use crate::model::people::{Link, PairState};
use crate::model::session::{PAIRS, Session};
use crate::report::corroboration::{Corroboration, Pair, id_of, notes_of};
use crate::report::recorders::Recorder as Whose;
use crate::storage::Storage;

/// The sessions that inputs hold, copies of one joined, with what their journals hold. Writes nothing.
///
/// # Errors
/// As [`look`].
pub fn sessions(storage: &dyn Storage, mut inputs: Vec<Input>) -> Result<Vec<Session>, StudyError> {
    for Input { path, file, .. } in &mut inputs {
        if let File::Session(session) = file {
            let is_file = path.as_os_str() != "-";
            if is_file && !beside::journals(storage, path, session.ids()).is_empty() {
                **session = look(storage, path)?.session;
            }
        }
    }
    Ok(joined(inputs).sessions)
}

/// The files among inputs in which a session stands by itself, so that an answer can be written into it.
#[must_use]
pub fn files(inputs: &[Input]) -> Vec<PathBuf> {
    let is_of_session =
        |input: &&Input| input.path.as_os_str() != "-" && matches!(input.file, File::Session(_));
    inputs.iter().filter(is_of_session).map(|input| input.path.clone()).collect()
}

/// Pairs as a person names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// Every pair that is proposed.
    All,
    /// By the number in the list: those proposed from 1 on, then those accepted.
    Number(usize),
    /// By the ids of its notes, whether it is proposed or not.
    Notes(EntryId),
}

/// A pair that is named and is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoSuchPair {
    /// Fewer pairs are listed.
    #[error("there is no pair {number}: {listed} are listed")]
    Number {
        /// The number.
        number: usize,
        /// How many there are.
        listed: usize,
    },
    /// The id does not name two notes that stand.
    #[error("{0} does not name two notes of this session")]
    NotTwoNotes(EntryId),
    /// The notes are of one recorder.
    #[error("the notes of {0} were written by one recorder, and a pair is of two")]
    OneRecorder(EntryId),
    /// It is accepted and refused at once.
    #[error("{0} is both accepted and declined")]
    Both(EntryId),
}

/// What a person says of pairs, by the ids of their entries. *All* leaves out what is answered otherwise beside it.
///
/// # Errors
/// [`NoSuchPair`].
pub fn answers(
    session: &Session,
    found: &Corroboration,
    accepted: &[Named],
    refused: &[Named],
) -> Result<Vec<(EntryId, PairState)>, NoSuchPair> {
    let (accepts_all, refuses_all) = (accepted.contains(&Named::All), refused.contains(&Named::All));
    let accepted = by_id(session, found, accepted)?;
    let refused = by_id(session, found, refused)?;
    if let Some(both) = accepted.intersection(&refused).next() {
        return Err(NoSuchPair::Both(both.clone()));
    }
    let rest = || {
        let proposed = found.proposed.iter().map(Pair::id);
        proposed.filter(|id| !accepted.contains(id) && !refused.contains(id))
    };
    if let Some(both) = rest().next().filter(|_| accepts_all && refuses_all) {
        return Err(NoSuchPair::Both(both));
    }
    let yes = accepted.iter().cloned().chain(rest().filter(|_| accepts_all));
    let no = refused.iter().cloned().chain(rest().filter(|_| refuses_all));
    Ok(yes.map(|id| (id, PairState::Accepted)).chain(no.map(|id| (id, PairState::Refused))).collect())
}

fn by_id(session: &Session, found: &Corroboration, named: &[Named]) -> Result<BTreeSet<EntryId>, NoSuchPair> {
    let listed = || found.proposed.iter().chain(&found.accepted);
    let id = |named: &Named| match named {
        Named::All => None,
        Named::Number(number) => {
            let pair = number.checked_sub(1).and_then(|place| listed().nth(place));
            let none = || NoSuchPair::Number { number: *number, listed: listed().count() };
            Some(pair.map(Pair::id).ok_or_else(none))
        }
        Named::Notes(id) => Some(of_two(session, id)),
    };
    named.iter().filter_map(id).collect()
}

/// The id of a pair of notes that stand and are of two recorders.
fn of_two(session: &Session, id: &EntryId) -> Result<EntryId, NoSuchPair> {
    let stands = |note: &EntryId| session.lists.notes.current(note.as_str()).is_some();
    let Some((one, other)) = notes_of(id).filter(|(one, other)| stands(one) && stands(other)) else {
        return Err(NoSuchPair::NotTwoNotes(id.clone()));
    };
    let whose = Whose::of(session, &one).zip(Whose::of(session, &other));
    let are_two = whose.is_some_and(|(one, other)| one.is_another(&other));
    if are_two { Ok(id_of(&one, &other)) } else { Err(NoSuchPair::OneRecorder(id.clone())) }
}

/// A session open for answers.
#[derive(Debug)]
pub struct Pairing {
    recorder: Recorder,
    keeper: Keeper,
    /// Where the unreadable end of a journal was put when the session was opened, and why it was.
    pub put_aside: Vec<(PathBuf, String)>,
}

impl Pairing {
    /// Opens a session for answers: takes its lock, replays its journal and begins a new one.
    ///
    /// # Errors
    /// [`StudyError::Held`]; otherwise as [`open`].
    pub fn open(
        storage: &Arc<dyn Storage>,
        path: &Path,
        opener: &Opener,
        now: &Now,
    ) -> Result<Self, StudyError> {
        let opened = open(storage, path, opener, now, 1)?;
        let mut keeper = opened.keeper;
        keeper.begin(opened.recorder.session())?;
        Ok(Self { recorder: opened.recorder, keeper, put_aside: opened.recovered.put_aside })
    }

    /// The session with all answers so far.
    #[must_use]
    pub const fn session(&self) -> &Session {
        self.recorder.session()
    }

    /// Writes an answer down.
    ///
    /// # Errors
    /// [`StudyError::Storage`], [`StudyError::NoStampLeft`].
    pub fn answer(&mut self, pair: &EntryId, state: PairState, now: &Now) -> Result<(), StudyError> {
        if stands(self.session(), pair, state) {
            return Ok(());
        }
        let link = Link { state: Some(state), at: Some(now.wall.clone()) };
        let put = self.recorder.write(&PAIRS, pair, now, link, false)?;
        self.keeper.append(Happened::Put { puts: vec![put], ends: None })
    }

    /// Saves, and lets go.
    ///
    /// # Errors
    /// As [`Keeper::close`]: the answers are in the journal, and come back when the session is opened.
    pub fn close(self) -> Result<(), StudyError> {
        self.keeper.close(self.recorder.session()).map(|_saved| ())
    }
}

/// Whether this was answered already, and nobody answered otherwise meanwhile.
#[must_use]
pub fn stands(session: &Session, pair: &EntryId, state: PairState) -> bool {
    let heads = session.lists.pairs.get(pair.as_str()).map(Entry::heads).unwrap_or_default();
    matches!(heads.as_slice(), [only] if !only.is_deleted && only.body.state == Some(state))
}
