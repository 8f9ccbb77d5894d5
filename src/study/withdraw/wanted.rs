//! Who or what is meant: a seat by its label or id, a note by its id or a beginning of it.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::{Place, Plan};
use crate::merge::erase::Links;
use crate::model::collection::Collection;
use crate::model::erasing::Record as _;
use crate::model::ids::EntryId;
use crate::model::session::Session;
use crate::study::copies::Copies;

/// Why a name means no one seat or note.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotOne {
    /// Nobody sits there.
    #[error("nobody in this session goes by “{name}”")]
    NoSeat {
        /// What was given.
        name: String,
        /// The labels there are.
        labels: Vec<String>,
    },
    /// Several seats have this label, and nobody has said that they are one person.
    #[error("“{name}” may mean {}", seats.join(" or "))]
    SeveralSeats {
        /// What was given.
        name: String,
        /// The ids of those seats.
        seats: Vec<String>,
    },
    /// No note begins so.
    #[error("no note of this session begins with “{0}”")]
    NoNote(String),
    /// Several notes do.
    #[error("“{name}” is the beginning of {number} notes")]
    SeveralNotes {
        /// What was given.
        name: String,
        /// How many.
        number: usize,
    },
}

/// Finds the seat that a label or an id means. Labels are looked for in every copy, for in some they may have gone
/// already; seats that are one person are one.
///
/// # Errors
/// [`NotOne::NoSeat`], [`NotOne::SeveralSeats`].
pub fn seat(copies: &Copies, known: &Collection, name: &str) -> Result<String, NotOne> {
    let whole = copies.whole();
    let labels = labels(copies);
    if labels.contains_key(name) || is_named_in(&whole, known, copies, name) {
        return Ok(name.to_owned());
    }
    let wanted = name.trim().to_lowercase();
    let has_label = |labels: &BTreeSet<String>| labels.iter().any(|label| label.to_lowercase() == wanted);
    let mut seats: Vec<String> =
        labels.iter().filter(|(_, labels)| has_label(labels)).map(|(seat, _)| seat.clone()).collect();
    if seats.is_empty() {
        // Of somebody who has withdrawn, the label has gone with the description; the program numbers seats by it.
        seats = withdrawn(known, copies).filter(|seat| begins_with_label(seat, &wanted)).collect();
    }
    let links = Links::of(Some(&whole.lists.same_as), &whole.ledger.erased);
    match seats.split_first() {
        None => {
            Err(NotOne::NoSeat { name: name.to_owned(), labels: labels.into_values().flatten().collect() })
        }
        Some((first, others)) => {
            let same = links.all_linked_to(first);
            if others.iter().all(|seat| same.contains(seat)) {
                Ok(first.clone())
            } else {
                Err(NotOne::SeveralSeats { name: name.to_owned(), seats })
            }
        }
    }
}

/// The labels of every seat in any copy, by the seat's id.
fn labels(copies: &Copies) -> BTreeMap<String, BTreeSet<String>> {
    let mut labels: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for home in copies.homes.values() {
        for session in home.copies() {
            for (seat, entry) in session.lists.participants.all() {
                let heads = entry.heads().into_iter().map(|head| head.body.label.clone());
                labels.entry(seat.to_string()).or_default().extend(heads);
            }
        }
    }
    labels
}

fn withdrawn<'a>(known: &'a Collection, copies: &'a Copies) -> impl Iterator<Item = String> + 'a {
    let of_session = known.withdrawals.iter().map(|record| &record.known);
    of_session
        .filter(|record| record.session_ids().any(|id| copies.ids.contains(&id)))
        .map(|record| record.participant.to_string())
        .collect::<BTreeSet<String>>()
        .into_iter()
}

fn begins_with_label(seat: &str, wanted: &str) -> bool {
    seat.split('-').next().is_some_and(|label| label.to_lowercase() == wanted)
}

/// Whether anything is attributed to a seat of this id, although nobody has described it here.
fn is_named_in(whole: &Session, known: &Collection, copies: &Copies, seat: &str) -> bool {
    let told = crate::report::versions::versions(whole);
    told.iter().any(|version| version.participant.as_deref() == Some(seat))
        || whole.ledger.withdrawals.iter().any(|record| record.known.participant.as_str() == seat)
        || withdrawn(known, copies).any(|withdrawn| withdrawn == seat)
}

/// Finds the note that an id or a unique beginning of one means, those that are deleted or erased too.
///
/// # Errors
/// [`NotOne::NoNote`], [`NotOne::SeveralNotes`].
pub fn note(copies: &Copies, typed: &str) -> Result<EntryId, NotOne> {
    let whole = copies.whole();
    let erased =
        whole.ledger.erased.entries().filter(|(list, _, _)| *list == "notes").map(|(_, id, _)| id.clone());
    let ids: BTreeSet<EntryId> = whole.lists.notes.all().map(|(id, _)| id.clone()).chain(erased).collect();
    one(ids.into_iter(), typed, EntryId::as_str)
}

/// Finds the entry that a person decides about: one of those that were listed, else any note or summary.
///
/// # Errors
/// [`NotOne::NoNote`], [`NotOne::SeveralNotes`].
pub fn entry(plan: &Plan, typed: &str) -> Result<Place, NotOne> {
    let listed: Vec<Place> =
        plan.remarks.iter().map(|remark| (remark.list.clone(), remark.id.clone())).collect();
    let lists = &plan.before.lists;
    let notes = lists.notes.all().map(|(id, _)| ("notes".to_owned(), id.clone()));
    let summaries = lists.summaries.all().map(|(id, _)| ("summaries".to_owned(), id.clone()));
    match one(listed.into_iter(), typed, |(_, id)| id.as_str()) {
        Err(NotOne::NoNote(_)) => one(notes.chain(summaries), typed, |(_, id)| id.as_str()),
        found => found,
    }
}

fn one<T: Clone>(all: impl Iterator<Item = T>, typed: &str, id: impl Fn(&T) -> &str) -> Result<T, NotOne> {
    let found: Vec<T> = all.filter(|one| !typed.is_empty() && id(one).starts_with(typed)).collect();
    // An id may be the beginning of another.
    if let Some(exact) = found.iter().find(|one| id(one) == typed) {
        return Ok(exact.clone());
    }
    match found.as_slice() {
        [] => Err(NotOne::NoNote(typed.to_owned())),
        [only] => Ok(only.clone()),
        several => Err(NotOne::SeveralNotes { name: typed.to_owned(), number: several.len() }),
    }
}
