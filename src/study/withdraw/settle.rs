//! What records that came by a merge take from the other files of a session: its backup, journals, copies of second
//! windows, ends that were put aside.
//!
//! Each withdrawal is gone through as if it had been made here and cut off: then all that is left to do is done, and
//! what old copies need to be reached by is named in the study's records.

use std::path::{Path, PathBuf};

use super::done::carry_out;
use super::{Now, Plan, Wanted};
use crate::model::collection::Collection;
use crate::model::erasing::{Reason, Record as _};
use crate::model::ids::{EntryId, WriterId};
use crate::storage::Storage;
use crate::study::StudyError;
use crate::study::copies::{self, Copies, Hold, Search};

/// What was done to the other files of a session.
#[derive(Debug, Default)]
pub struct Settled {
    /// Files that were written anew or are gone.
    pub changed: Vec<PathBuf>,
    /// Reports, exports and other files that name the session: what they hold of it is out of date.
    pub naming: Vec<PathBuf>,
}

/// Lets the records of a study reach every file of one of its sessions.
///
/// # Errors
/// As [`copies::find`] and [`carry_out`]. Doing it again goes on.
pub fn settle(
    storage: &dyn Storage,
    session: &Path,
    writer: WriterId,
    now: &Now,
) -> Result<Settled, StudyError> {
    let search = Search { session: session.to_owned(), folders: Vec::new() };
    let mut settled = Settled::default();
    let copies = copies::find(storage, &search, Hold::All)?;
    let wishes = wishes(&copies, &copies.study().withdrawals(storage)?);
    settled.naming.clone_from(&copies.naming);
    drop(copies);
    for wish in wishes {
        // What the one before wrote is found anew.
        let copies = copies::find(storage, &search, Hold::All)?;
        let plan = Plan::make(storage, &copies, wish, writer, now)?;
        let done = carry_out(storage, &copies, &plan)?;
        settled.changed.extend(done.records.into_iter().chain(done.rewritten).chain(done.removed));
        if let Some(error) = done.stopped {
            return Err(error);
        }
    }
    settled.changed.sort();
    settled.changed.dedup();
    Ok(settled)
}

/// Who withdrew from a session and what was erased of it, as it would have been wished here.
fn wishes(copies: &Copies, records: &Collection) -> Vec<Wanted> {
    let withdrawals = records.withdrawals.iter().map(|record| &record.known);
    let of_session = withdrawals.filter(|record| record.session_ids().any(|id| copies.ids.contains(&id)));
    let mut wishes: Vec<Wanted> = of_session
        .map(|record| Wanted::Withdraw { seat: record.participant.as_str().to_owned(), scope: record.scope })
        .collect();
    let erasures = records.erasures.iter().map(|record| &record.known);
    let of_session = erasures.filter(|record| record.session_ids().any(|id| copies.ids.contains(&id)));
    // What a withdrawal named for old copies comes with the withdrawal.
    let others = of_session.filter(|record| record.reason != Reason::Mention || wishes.is_empty());
    let erased = others.map(|record| Wanted::Erase {
        note: record.id.clone().unwrap_or_else(|| EntryId::new(crate::model::entry::SINGLE)),
        reason: record.reason,
    });
    let erased: Vec<Wanted> = erased.collect();
    wishes.extend(erased);
    wishes
}
