//! Replaying a journal: its versions are joined in, its half-typed notes are put back.
//!
//! Needs no screen and asks nothing. A line that does not follow on the one before, or cannot be read, ends the
//! replay; what is left is for the caller to put aside.

use std::collections::{BTreeMap, BTreeSet};

use crate::format::journal::{DraftEdit, Happened, Line};
use crate::format::v1;
use crate::format::{FormatError, Problem};
use crate::merge::Join;
use crate::model::ids::{EntryId, SessionId};
use crate::model::note::Flag;
use crate::model::session::Session;
use crate::model::when::When;

/// A half-typed note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The signs in front that were chips.
    pub signs: String,
    /// What is to be remembered about the note.
    pub flags: BTreeSet<Flag>,
    /// The words.
    pub text: String,
    /// When it was begun.
    pub begun: When,
    /// When the last letter came.
    pub last: When,
}

impl Draft {
    /// Whether nothing is left of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.signs.is_empty() && self.flags.is_empty()
    }

    /// What a new journal says of it: all of it in one line, under the name of what it will be.
    #[must_use]
    pub fn restated(&self, name: Option<&EntryId>) -> Happened {
        Happened::Draft(DraftEdit {
            note: name.cloned(),
            at: 0,
            removed: 0,
            inserted: self.text.clone(),
            signs: (!self.signs.is_empty()).then(|| self.signs.clone()),
            flags: self.flags.clone(),
            said_at: self.begun.clone(),
        })
    }
}

/// What is half typed, by the name of what it will be; the new note has none.
pub type Drafts = BTreeMap<Option<EntryId>, Draft>;

/// What a journal gave back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replayed {
    /// Half-typed notes.
    pub drafts: Drafts,
    /// Versions that the session's file did not have.
    pub versions: usize,
    /// Lines of versions, those that only say that the beginning is told among them.
    pub puts: usize,
    /// How many lines were used.
    pub lines: usize,
    /// Why the replay ended before the last line.
    pub ended: Option<String>,
}

/// Why a journal is left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It begins with another session's id.
    Foreign(SessionId),
    /// A later version of the program wrote it.
    Later(FormatError),
}

/// Replays the lines of a journal into a session.
///
/// # Errors
/// [`Refused`], and nothing has been changed.
pub fn replay(session: &mut Session, lines: &[String]) -> Result<Replayed, Refused> {
    let mut replayed = Replayed::default();
    let mut gained = Session::new(session.id());
    for (next, text) in (0..).zip(lines) {
        let line = match Line::read(text) {
            Ok(line) if line.q == next => line,
            Ok(line) => {
                replayed.ended = Some(format!("line {next} is missing, {} follows", line.q));
                break;
            }
            Err(error) if matches!(error.problem, Problem::LaterVersion(_)) => {
                return Err(Refused::Later(error));
            }
            Err(error) => {
                replayed.ended = Some(error.to_string());
                break;
            }
        };
        if let Err(why) = happen(&mut gained, &mut replayed, session, line.happened)? {
            replayed.ended = Some(why);
            break;
        }
        replayed.lines += 1;
    }
    let before = versions(session);
    session.join(gained);
    replayed.versions = versions(session).saturating_sub(before);
    Ok(replayed)
}

fn versions(session: &Session) -> usize {
    use crate::model::session::Lists;
    session.lists.lists().iter().map(|(_, list)| list.counts().versions).sum()
}

/// The outer error refuses the journal as a whole, the inner one ends the replay here.
fn happen(
    gained: &mut Session,
    replayed: &mut Replayed,
    session: &Session,
    happened: Happened,
) -> Result<Result<(), String>, Refused> {
    match happened {
        Happened::Begin { session: id, .. } if !session.ids().contains(&id) => {
            return Err(Refused::Foreign(id));
        }
        Happened::Begin { .. } => {
            replayed.drafts.clear();
        }
        Happened::Draft(edit) => return Ok(type_on(&mut replayed.drafts, edit)),
        Happened::Put { puts, ends } => {
            replayed.puts += 1;
            for put in puts {
                let Session { lists, ledger, .. } = gained;
                let read = v1::read_version(lists, &mut ledger.unknown_lists, &put.list, put.id, put.version);
                if let Err(fault) = read {
                    return Ok(Err(fault.to_string()));
                }
            }
            if let Some(name) = ends {
                replayed.drafts.remove(&name.note);
            }
        }
    }
    Ok(Ok(()))
}

pub(super) fn type_on(drafts: &mut Drafts, edit: DraftEdit) -> Result<(), String> {
    let draft = drafts.entry(edit.note).or_insert_with(|| Draft {
        signs: String::new(),
        flags: BTreeSet::new(),
        text: String::new(),
        begun: edit.said_at.clone(),
        last: edit.said_at.clone(),
    });
    let at = edit.at as usize;
    let to = at.saturating_add(edit.removed as usize);
    if draft.text.get(at..to).is_none() {
        return Err(format!("a letter at {at} of a note of {} bytes", draft.text.len()));
    }
    draft.text.replace_range(at..to, &edit.inserted);
    draft.signs = edit.signs.unwrap_or_default();
    draft.flags = edit.flags;
    draft.last = edit.said_at;
    Ok(())
}
