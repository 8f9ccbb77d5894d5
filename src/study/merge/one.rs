//! One session of a merge: its copies read, joined, written, and the text proved to hold all of them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::copy::{Copy, Origin, Read};
use super::tally::{Share, Tally};
use crate::format::v1::{self, File};
use crate::merge::Join;
use crate::merge::join::reach;
use crate::model::collection::Collection;
use crate::model::erasing::Marks;
use crate::model::ids::{EntryId, SessionId};
use crate::model::session::Session;
use crate::model::stamp::Stamp;
use crate::storage::Storage;
use crate::study::StudyError;
use crate::study::inputs::BadInput;

/// One session, joined.
#[derive(Debug)]
pub(super) struct Joined {
    pub(super) session: Session,
    /// Its canonical text.
    pub(super) text: String,
    /// What came of it.
    pub(super) tally: Tally,
    /// What the study has of it now: nothing where it has none.
    pub(super) there: Option<Session>,
    /// Copies that stand as the outcome would, by their place among the copies.
    pub(super) equal: BTreeSet<usize>,
    /// Copies that hold words which are gone from the outcome.
    pub(super) outdated: BTreeSet<usize>,
}

/// Joins the copies of one session. With `Err`, every copy that cannot be read, by its number in `copies`.
pub(super) fn joined(
    storage: &dyn Storage,
    copies: &[&Copy],
    records: &Collection,
    with_journal: bool,
) -> Result<Joined, Vec<(usize, BadInput)>> {
    let mut read: Vec<Read> = Vec::with_capacity(copies.len());
    let mut bad = Vec::new();
    for (number, copy) in copies.iter().enumerate() {
        match copy.read(storage, with_journal) {
            Ok(copy) => read.push(copy),
            Err(error) => bad.push((number, BadInput { path: copy.path().to_owned(), error })),
        }
    }
    if !bad.is_empty() {
        return Err(bad);
    }
    let there = together(copies.iter().zip(&read).filter(|(copy, _)| copy.origin == Origin::There));
    let Some(mut session) = together(copies.iter().zip(&read)) else { return Err(Vec::new()) };
    reach(&mut session, &records.withdrawals, &records.erasures);
    let text = v1::write_session(&session);
    let is_equal = |copy: &Read| copy.text.as_ref().is_some_and(|read| read == text.as_bytes());
    let equal: BTreeSet<usize> =
        (0..).zip(&read).filter(|(_, copy)| is_equal(copy)).map(|(at, _)| at).collect();
    let missing = || {
        let path = copies.first().map(|copy| copy.path().to_owned()).unwrap_or_default();
        vec![(0, BadInput { error: StudyError::NotAllThere { path: path.clone() }, path })]
    };
    let mut outdated = BTreeSet::new();
    let tally = if equal.len() == copies.len() {
        Tally::of_equals(&session, copies.iter().map(|copy| copy.origin))
    } else {
        // What is put in place is what is looked at, and not what it was made from. A copy with the same text was read
        // from it.
        let same = equal.first().and_then(|at| read.get(*at)).map(|copy| Cow::Borrowed(&copy.session));
        let written = match same {
            Some(written) => written,
            None => match v1::read(text.as_bytes()) {
                Ok(File::Session(written)) => Cow::Owned(*written),
                _ => return Err(missing()),
            },
        };
        shares(copies, &read, &written, &mut outdated).ok_or_else(missing)?
    };
    Ok(Joined { session, text, tally, there, equal, outdated })
}

fn together<'a>(mut copies: impl Iterator<Item = (&'a &'a Copy, &'a Read)>) -> Option<Session> {
    let (_, first) = copies.next()?;
    let mut session = first.session.clone();
    for (_, copy) in copies {
        session.join(copy.session.clone());
    }
    Some(session)
}

/// What each copy brought to the session as it was written. Nothing when a version of a copy is neither in it nor
/// marked erased there.
fn shares(
    copies: &[&Copy],
    read: &[Read],
    written: &Session,
    outdated: &mut BTreeSet<usize>,
) -> Option<Tally> {
    let mut tally = Tally::of_result(written);
    let mut before = Cow::Owned(Session::new(written.id()));
    for (at, (copy, read)) in copies.iter().zip(read).enumerate() {
        let mut gone = BTreeSet::new();
        let mut is_proved = written.ids().is_superset(read.session.ids());
        read.session.absent_from(written, &mut |list, id, stamp| {
            is_proved &= is_marked(&written.ledger.erased, list, id, stamp);
            gone.insert((list.to_owned(), id.clone(), stamp));
        });
        is_proved &= read.session.ledger.erased.entries().all(|(list, id, marks)| {
            marks.keys().all(|stamp| is_marked(&written.ledger.erased, list, id, *stamp))
        });
        if !is_proved {
            return None;
        }
        if !gone.is_empty() {
            outdated.insert(at);
        }
        let mut new = 0;
        read.session.absent_from(&before, &mut |list, id, stamp| {
            new += usize::from(gone.is_empty() || !gone.contains(&(list.to_owned(), id.clone(), stamp)));
        });
        let (versions, _) = read.session.versions_and_conflicts();
        tally.add(copy.origin, Share::of(&read.session, versions, new, gone.len()));
        if at == 0 {
            before = Cow::Borrowed(&read.session);
        } else if at + 1 < copies.len() {
            before.to_mut().join(read.session.clone());
        }
    }
    Some(tally)
}

fn is_marked(marks: &Marks, list: &str, id: &EntryId, stamp: Stamp) -> bool {
    marks.of_entry(list, id).is_some_and(|marks| marks.contains_key(&stamp))
}

/// Whether records beside a session reach it.
pub(super) fn are_named(records: &Collection, ids: &BTreeSet<SessionId>) -> bool {
    use crate::model::erasing::Record as _;
    let is_named = |id: SessionId| ids.contains(&id);
    records.withdrawals.iter().any(|record| record.known.session_ids().any(is_named))
        || records.erasures.iter().any(|record| record.known.session_ids().any(is_named))
}
