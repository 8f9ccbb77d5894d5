//! Erasure: what a withdrawal or an erasure takes away, and the marks that stay.
//!
//! Two ways of going. A version goes as **said** when it is attributed to somebody withdrawn, when an erasure
//! names it, or when a said version replaced it: the same words, earlier. A version that names nobody goes as
//! **linked** when it stands directly over an erased one: the same words with the name taken off. What a linked
//! version replaced is left alone, so that a correction to another speaker keeps that speaker's words.
//!
//! For erasing every edge counts, also towards a younger stamp or in a circle. An edge is looked up within the
//! entry it stands in. The marks are kept and count again, so the outcome is the same in any order of joining.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::entry::{Entries, Fact};
use crate::model::erasing::{EntryMarks, Mark, Marks, Records, Scope, Withdrawal};
use crate::model::ids::{EntryId, SeatId};
use crate::model::people::Link;
use crate::model::session::{Ledger, Lists, Session, SessionLists};
use crate::model::stamp::Stamp;
use crate::model::study::StudyLists;

/// Lists in which a withdrawal can reach somebody.
pub trait Seated: Lists {
    /// Answers to "same person?", where there can be any.
    fn same_as(&self) -> Option<&Entries<Link>>;
}

impl Seated for SessionLists {
    fn same_as(&self) -> Option<&Entries<Link>> {
        Some(&self.same_as)
    }
}

impl Seated for StudyLists {
    fn same_as(&self) -> Option<&Entries<Link>> {
        None
    }
}

/// Brings lists to the state in which nothing stands that a withdrawal or an erasure names. Doing it again
/// changes nothing.
pub fn normalise<L: Seated>(lists: &mut L, ledger: &mut Ledger) {
    let Ledger { unknown_lists, withdrawals, erasures, erased, .. } = ledger;
    if withdrawals.is_empty() && erasures.is_empty() && erased.is_empty() {
        return;
    }
    let mut law = Law::default();
    for record in erasures.iter() {
        let id = record.known.id.clone().unwrap_or_else(|| EntryId::new(crate::model::entry::SINGLE));
        let named = law.erased.entry((record.known.list.clone(), id)).or_default();
        match &record.known.versions {
            Some(versions) => named.versions.extend(versions),
            None => named.is_whole = true,
        }
    }
    law.withdrawn = Withdrawn::of(lists.same_as(), withdrawals, erased);

    let names: Vec<&'static str> = lists.lists().into_iter().map(|(name, _)| name).collect();
    for name in names {
        if let Some(list) = lists.list_mut(name) {
            list.sift(&mut |id, facts| law.judge(name, id, facts, erased));
        }
    }
    for (name, list) in unknown_lists {
        crate::model::entry::List::sift(list, &mut |id, facts| law.judge(name, id, facts, erased));
    }
    // Marks without a version left still have edges to one another.
    let marked: Vec<_> = erased.entries().map(|(list, id, _)| (list.to_owned(), id.clone())).collect();
    for (list, id) in marked {
        law.judge(&list, &id, &[], erased);
    }
}

/// Which seats are held to be one person. A link counts for ever: live, deleted or erased.
#[derive(Debug, Clone, Default)]
pub struct Links(BTreeMap<String, BTreeSet<String>>);

impl Links {
    /// The links of a session, with those of which only marks are left.
    #[must_use]
    pub fn of(same_as: Option<&Entries<Link>>, erased: &Marks) -> Self {
        let mut links: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let live = same_as.into_iter().flat_map(|entries| entries.all().map(|(id, _)| id));
        let gone = erased.entries().filter(|(list, _, _)| *list == "same_as").map(|(_, id, _)| id);
        for id in live.chain(gone) {
            // An id with more than one sign names no pair of seats.
            if let Some((one, other)) = id.as_str().split_once('=').filter(|(_, rest)| !rest.contains('=')) {
                links.entry(one.to_owned()).or_default().insert(other.to_owned());
                links.entry(other.to_owned()).or_default().insert(one.to_owned());
            }
        }
        Self(links)
    }

    /// The seat itself and every seat that is held to be the same person, directly or through others.
    #[must_use]
    pub fn all_linked_to(&self, seat: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::from([seat.to_owned()]);
        let mut waiting = vec![seat.to_owned()];
        while let Some(seat) = waiting.pop() {
            for next in self.0.get(&seat).into_iter().flatten() {
                if reached.insert(next.clone()) {
                    waiting.push(next.clone());
                }
            }
        }
        reached
    }
}

/// Whether two seats are held to be one person: the same seat, or linked directly or through others.
#[must_use]
pub fn are_one_person(session: &Session, one: &SeatId, other: &SeatId) -> bool {
    one == other || {
        let links = Links::of(session.lists.same_as(), &session.ledger.erased);
        links.all_linked_to(one.as_str()).contains(other.as_str())
    }
}

/// Who withdrew, with the seats linked to them, and how far.
#[derive(Debug, Default)]
pub struct Withdrawn(BTreeMap<String, Scope>);

impl Withdrawn {
    /// Lets every withdrawal reach the seats linked to its own. The widest scope counts.
    #[must_use]
    pub fn of(same_as: Option<&Entries<Link>>, withdrawals: &Records<Withdrawal>, erased: &Marks) -> Self {
        let mut scopes = BTreeMap::new();
        let links = Links::of(same_as, erased);
        for record in withdrawals.iter() {
            for seat in links.all_linked_to(record.known.participant.as_str()) {
                let scope = scopes.entry(seat).or_insert(record.known.scope);
                *scope = record.known.scope.max(*scope);
            }
        }
        Self(scopes)
    }

    /// How far somebody withdrew, if they did.
    #[must_use]
    pub fn scope(&self, seat: &str) -> Option<Scope> {
        self.0.get(seat).copied()
    }

    /// Whether a version is attributed to somebody who withdrew so far that it goes.
    #[must_use]
    pub fn reaches(&self, fact: &Fact<'_>) -> bool {
        match fact.participant.and_then(|seat| self.scope(seat)) {
            Some(Scope::Everything) => true,
            Some(Scope::Quotes) => fact.is_quote,
            None => false,
        }
    }
}

/// What erasures name of one entry.
#[derive(Debug, Default)]
struct Named {
    versions: BTreeSet<Stamp>,
    is_whole: bool,
}

/// Everything that erases.
#[derive(Debug, Default)]
struct Law {
    withdrawn: Withdrawn,
    erased: BTreeMap<(String, EntryId), Named>,
}

impl Law {
    /// Says which versions of an entry go, and records their marks.
    fn judge(&self, list: &str, id: &EntryId, facts: &[Fact<'_>], marks: &mut Marks) -> Vec<bool> {
        let empty = EntryMarks::new();
        let held = marks.of_entry(list, id).unwrap_or(&empty);
        let named = self.erased.get(&(list.to_owned(), id.clone()));
        let is_withdrawn_seat =
            list == "participants" && self.withdrawn.scope(id.as_str()) == Some(Scope::Everything);

        let starts = |stamp: &Stamp| {
            is_withdrawn_seat || named.is_some_and(|named| named.is_whole || named.versions.contains(stamp))
        };
        let said: BTreeSet<Stamp> = facts
            .iter()
            .filter(|fact| self.withdrawn.reaches(fact) || starts(&fact.stamp))
            .map(|fact| fact.stamp)
            .chain(
                held.iter().filter(|(stamp, mark)| !mark.is_linked || starts(stamp)).map(|(stamp, _)| *stamp),
            )
            .collect();
        if said.is_empty() && held.is_empty() {
            return vec![false; facts.len()];
        }
        let said = with_all_they_replace(said, facts, held);
        let linked = linked_to(&said, facts, held);

        let goes = |fact: &Fact<'_>| {
            said.contains(&fact.stamp) || (fact.participant.is_none() && linked.contains(&fact.stamp))
        };
        let mut new: Vec<(Stamp, Mark)> = facts
            .iter()
            .filter(|fact| goes(fact))
            .map(|fact| {
                let is_linked = !said.contains(&fact.stamp);
                (fact.stamp, Mark { over: fact.over.clone(), is_linked })
            })
            .collect();
        // A mark that was only linked becomes said when a said version turns out to have replaced it.
        let promoted = held.iter().filter(|(stamp, mark)| mark.is_linked && said.contains(stamp));
        new.extend(
            promoted.map(|(stamp, mark)| (*stamp, Mark { over: mark.over.clone(), is_linked: false })),
        );
        let goes = facts.iter().map(goes).collect();
        for (stamp, mark) in new {
            marks.insert(list, id, stamp, mark);
        }
        goes
    }
}

/// The stamps in `said` and every version they replace, directly or through others, as far as this entry has
/// or had them.
fn with_all_they_replace(
    mut said: BTreeSet<Stamp>,
    facts: &[Fact<'_>],
    held: &EntryMarks,
) -> BTreeSet<Stamp> {
    let mut replaces: BTreeMap<Stamp, Vec<&BTreeSet<Stamp>>> = BTreeMap::new();
    let edges = facts.iter().map(|fact| (fact.stamp, fact.over));
    for (stamp, over) in edges.chain(held.iter().map(|(stamp, mark)| (*stamp, &mark.over))) {
        replaces.entry(stamp).or_default().push(over);
    }
    let mut waiting: Vec<Stamp> = said.iter().copied().collect();
    while let Some(stamp) = waiting.pop() {
        for replaced in replaces.get(&stamp).into_iter().flatten().copied().flatten() {
            if replaces.contains_key(replaced) && said.insert(*replaced) {
                waiting.push(*replaced);
            }
        }
    }
    said
}

/// The stamps erased as linked: marked so before, or naming nobody and standing directly over an erased one.
fn linked_to(said: &BTreeSet<Stamp>, facts: &[Fact<'_>], held: &EntryMarks) -> BTreeSet<Stamp> {
    let mut replaced_by: BTreeMap<Stamp, Vec<Stamp>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.participant.is_none()) {
        for replaced in fact.over {
            replaced_by.entry(*replaced).or_default().push(fact.stamp);
        }
    }
    let mut linked: BTreeSet<Stamp> = held.keys().filter(|stamp| !said.contains(stamp)).copied().collect();
    let mut waiting: Vec<Stamp> = said.iter().chain(&linked).copied().collect();
    while let Some(stamp) = waiting.pop() {
        for above in replaced_by.get(&stamp).into_iter().flatten() {
            if !said.contains(above) && linked.insert(*above) {
                waiting.push(*above);
            }
        }
    }
    linked
}
