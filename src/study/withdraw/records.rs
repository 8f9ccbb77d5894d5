//! What is written down of a withdrawal or an erasure, so that every copy is reached, those too that nobody has found.
//!
//! A copy that is older than the name in a note holds the same words, and nobody's name: the withdrawal alone would not
//! reach them. So what goes for being earlier, or for standing over what went, is named version by version. A version
//! that went as *linked* is named only if all that it replaced is known here and goes too: named, it counts as *said*,
//! and would take along what it replaced in a copy that knows more.

use std::collections::BTreeSet;

use super::{Choice, Place, Plan, Wanted};
use crate::model::collection::Collection;
use crate::model::entry::SINGLE;
use crate::model::erasing::{EntryMarks, Erasure, Reason, Record, Records, Scope, Withdrawal};
use crate::model::ids::{EntryId, SeatId, SessionId};
use crate::model::session::Session;
use crate::model::shape::{Open, Unknown};
use crate::model::stamp::Stamp;
use crate::report::reach::Remark;
use crate::report::versions::versions;

/// A record with nothing in it that this program does not know.
pub(super) fn open<R>(known: R) -> Open<R> {
    Open { known, unknown: Unknown::default() }
}

/// The same wish, written down before: doing it again goes on with it. The wider scope counts.
pub(super) fn begun_before(
    known: &Collection,
    ids: &BTreeSet<SessionId>,
    wanted: &Wanted,
    seats: &BTreeSet<String>,
) -> Option<(Wanted, Stamp)> {
    match wanted {
        Wanted::Withdraw { seat, scope } => {
            let records = known.withdrawals.iter().map(|record| &record.known);
            records
                .filter(|record| record.session_ids().any(|id| ids.contains(&id)))
                .filter(|record| seats.contains(record.participant.as_str()) && record.scope >= *scope)
                .map(|record| (Wanted::Withdraw { seat: seat.clone(), scope: record.scope }, record.stamp))
                .next()
        }
        Wanted::Erase { note, .. } => {
            let records = known.erasures.iter().map(|record| &record.known);
            records
                .filter(|record| record.session_ids().any(|id| ids.contains(&id)))
                .filter(|record| record.list == "notes" && record.id.as_ref() == Some(note))
                .filter(|record| record.reason != Reason::Mention)
                .map(|record| (Wanted::Erase { note: note.clone(), reason: record.reason }, record.stamp))
                .next()
        }
    }
}

/// The records of a study but those of one stamp.
pub(super) fn without(known: &Collection, stamp: Stamp) -> Collection {
    let mut left = Collection::default();
    for record in known.withdrawals.iter().filter(|record| record.known.stamp != stamp) {
        left.withdrawals.insert(record.clone());
    }
    for record in known.erasures.iter().filter(|record| record.known.stamp != stamp) {
        left.erasures.insert(record.clone());
    }
    left
}

/// Who asks for what.
struct Pen<'a>(&'a Plan);

impl Pen<'_> {
    fn session(&self) -> (Option<SessionId>, BTreeSet<SessionId>) {
        let id = self.0.before.id();
        (Some(id), self.0.before.ids().iter().copied().filter(|other| *other != id).collect())
    }

    fn withdrawal(&self, seat: &str, scope: Scope) -> Withdrawal {
        let (session, formerly) = self.session();
        Withdrawal { session, formerly, participant: SeatId::new(seat), scope, stamp: self.0.stamp }
    }

    /// All of an entry for ever where its id allows that, else the versions that are known of it.
    fn whole(&self, (list, id): &Place, reason: Reason) -> Option<Erasure> {
        let known = || all_versions(&self.0.before, list, id);
        let versions = if id.is_stamp() { None } else { Some(known()) };
        (versions.as_ref().is_none_or(|versions| !versions.is_empty()))
            .then(|| self.erasure((list, id), versions, reason))
    }

    fn erasure(
        &self,
        (list, id): (&String, &EntryId),
        versions: Option<BTreeSet<Stamp>>,
        reason: Reason,
    ) -> Erasure {
        let (session, formerly) = self.session();
        let id = (id.as_str() != SINGLE).then(|| id.clone());
        Erasure { list: list.clone(), session, formerly, id, versions, reason, stamp: self.0.stamp }
    }
}

/// Every version of an entry.
fn all_versions(session: &Session, list: &str, id: &EntryId) -> BTreeSet<Stamp> {
    let all = versions(session).into_iter().filter(|version| version.list == list && version.id == *id);
    all.map(|version| version.stamp).collect()
}

/// The records of what is wanted itself. Every seat that is the same person gets one: an old copy may lack the link.
pub(super) fn asked_for(plan: &Plan) -> Collection {
    let pen = Pen(plan);
    let mut records = Collection::default();
    match &plan.wanted {
        Wanted::Withdraw { scope, .. } => {
            for seat in &plan.seats {
                records.withdrawals.insert(open(pen.withdrawal(seat, *scope)));
            }
        }
        Wanted::Erase { note, reason } => {
            let erasure = pen.whole(&("notes".to_owned(), note.clone()), *reason);
            if let Some(erasure) = erasure {
                records.erasures.insert(open(erasure));
            }
        }
    }
    records
}

/// The erasures of what a person decided about other people's words.
pub(super) fn of_choices(plan: &Plan) -> Vec<Erasure> {
    let pen = Pen(plan);
    let erasure = |(place, choice): (&Place, &Choice)| match choice {
        Choice::Leave => None,
        Choice::Paraphrase(text) if is_said(&plan.before, place, text) => None,
        Choice::Remove => pen.whole(place, Reason::Mention),
        Choice::Paraphrase(_) => {
            let told =
                plan.remarks.iter().find(|remark: &&Remark| remark.list == place.0 && remark.id == place.1);
            let versions = told
                .map_or_else(|| all_versions(&plan.before, &place.0, &place.1), |told| told.versions.clone());
            (!versions.is_empty()).then(|| pen.erasure((&place.0, &place.1), Some(versions), Reason::Mention))
        }
    };
    plan.choices.iter().filter_map(erasure).collect()
}

/// Whether an entry says this already: it was paraphrased before.
pub(super) fn is_said(before: &Session, (list, id): &Place, text: &str) -> bool {
    match list.as_str() {
        "notes" => before.lists.notes.current(id.as_str()).is_some_and(|note| note.text == text),
        "summaries" => {
            before.lists.summaries.current(id.as_str()).is_some_and(|summary| summary.text == text)
        }
        _ => false,
    }
}

/// What else has to be named so that a copy which lacks the name, or the version with the name, is reached too.
pub(super) fn for_old_copies(plan: &Plan, after: &Session, records: &Collection) -> Vec<Erasure> {
    let pen = Pen(plan);
    let reason = match &plan.wanted {
        Wanted::Withdraw { .. } => Reason::Mention,
        Wanted::Erase { reason, .. } => *reason,
    };
    let mut named = Vec::new();
    for ((list, id), marks) in &plan.reach.marks {
        if is_named_whole(&records.erasures, list, id) {
            continue;
        }
        let all = after.ledger.erased.of_entry(list, id).cloned().unwrap_or_default();
        let theirs = said_by_them(plan, list, id);
        let wants_naming = |stamp: &&Stamp| {
            !theirs.contains(stamp)
                && (!marks.get(stamp).is_some_and(|mark| mark.is_linked) || is_closed(**stamp, &all))
        };
        let versions: BTreeSet<Stamp> = marks.keys().filter(wants_naming).copied().collect();
        if !versions.is_empty() {
            named.push(pen.erasure((list, id), Some(versions), reason));
        }
    }
    named
}

fn is_named_whole(erasures: &Records<Erasure>, list: &str, id: &EntryId) -> bool {
    erasures
        .iter()
        .map(|record| &record.known)
        .any(|record| record.list == list && record.id.as_ref() == Some(id) && record.versions.is_none())
}

/// The versions of an entry that the withdrawal reaches in any copy, for they name who withdrew.
fn said_by_them(plan: &Plan, list: &str, id: &EntryId) -> BTreeSet<Stamp> {
    let Wanted::Withdraw { scope: Scope::Everything, .. } = plan.wanted else { return BTreeSet::new() };
    let is_theirs = |seat: &str| plan.seats.contains(seat);
    let of_entry = plan.reach.gone.iter().filter(|version| version.list == list && version.id == *id);
    of_entry
        .filter(|version| {
            version.participant.as_deref().is_some_and(is_theirs)
                || (list == "participants" && is_theirs(id.as_str()))
        })
        .map(|version| version.stamp)
        .collect()
}

/// Whether everything that a version replaced, directly or through others, is known here and erased.
fn is_closed(stamp: Stamp, marks: &EntryMarks) -> bool {
    let mut seen = BTreeSet::from([stamp]);
    let mut waiting = vec![stamp];
    while let Some(stamp) = waiting.pop() {
        let Some(mark) = marks.get(&stamp) else { return false };
        waiting.extend(mark.over.iter().filter(|replaced| seen.insert(**replaced)));
    }
    true
}
