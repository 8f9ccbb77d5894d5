//! Seats that are held to be one person, and those of which nobody has said it yet.
//!
//! Two laptops that seated people apart have two seats under one label. Whether that is one person, only somebody who was
//! there can say; until then they are two. A link counts for ever (`merge::erase`), so it is asked about with care: never
//! where one of the two has withdrawn, because new consent is a new seat.
//!
//! Promises: pure; linked seats are counted as one person, who is known by the smallest of those seats that stand. Leaves to
//! others: asking (`app`), writing the answer down (`study`).

use std::collections::{BTreeMap, BTreeSet};

use crate::merge::erase::Links;
use crate::model::ids::{EntryId, SeatId, WriterId};
use crate::model::session::Session;

/// Which seats are one person.
#[derive(Debug, Clone, Default)]
pub struct Persons {
    /// Seats that are not known by themselves.
    known_by: BTreeMap<SeatId, SeatId>,
}

impl Persons {
    /// Works it out.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let links = links(session);
        let mut known_by = BTreeMap::new();
        let seats: BTreeSet<SeatId> = session.seats().into_iter().map(|(seat, _)| seat).collect();
        for seat in &seats {
            let person = links.all_linked_to(seat.as_str()).into_iter().map(SeatId::new);
            if let Some(first) =
                person.filter(|seat| seats.contains(seat)).min().filter(|first| first != seat)
            {
                known_by.insert(seat.clone(), first);
            }
        }
        Self { known_by }
    }

    /// The seat a person is known by.
    #[must_use]
    pub fn known_by<'a>(&'a self, seat: &'a SeatId) -> &'a SeatId {
        self.known_by.get(seat).unwrap_or(seat)
    }

    /// Every seat of the person who is known by this one, itself first.
    #[must_use]
    pub fn seats_of(&self, seat: &SeatId) -> Vec<SeatId> {
        let others = self.known_by.iter().filter(|(_, known)| *known == seat).map(|(other, _)| other.clone());
        [seat.clone()].into_iter().chain(others).collect()
    }
}

/// A seat and all that are linked to it, whether they stand or not.
pub(super) fn all_seats_of(session: &Session, seat: &SeatId) -> Vec<SeatId> {
    links(session).all_linked_to(seat.as_str()).into_iter().map(SeatId::new).collect()
}

/// Two seats under one label, of which nobody has said whether they are one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The one with the smaller id.
    pub one: SeatId,
    /// The other.
    pub other: SeatId,
    /// What both are called.
    pub label: String,
}

impl Pair {
    /// The entry that says yes: one person.
    #[must_use]
    pub fn link(&self) -> EntryId {
        EntryId::new(format!("{}={}", self.one, self.other))
    }

    /// The entry that says no: two people.
    #[must_use]
    pub fn no_link(&self) -> EntryId {
        EntryId::new(format!("{}!{}", self.one, self.other))
    }
}

/// The pairs nobody has answered, in the order of seats. Of seats that are linked already one stands for all.
#[must_use]
pub fn unanswered(session: &Session) -> Vec<Pair> {
    let links = links(session);
    // Of all seats of one person the first stands for them.
    let person = |seat: &str| links.all_linked_to(seat).pop_first().unwrap_or_default();
    let of_two = |one: String, other: String| if one < other { (one, other) } else { (other, one) };
    let answers = session.lists.same_as.standing();
    let mut answered: BTreeSet<(String, String)> = answers
        .filter_map(|(id, _)| id.as_str().split_once('!'))
        .map(|(one, other)| of_two(person(one), person(other)))
        .collect();
    let mut by_label: BTreeMap<&str, Vec<(SeatId, String)>> = BTreeMap::new();
    let mut pairs: Vec<Pair> = Vec::new();
    let seats = session.seats();
    for (seat, described) in &seats {
        if !has_withdrawn(session, links.all_linked_to(seat.as_str()).iter()) {
            by_label.entry(&described.label).or_default().push((seat.clone(), person(seat.as_str())));
        }
    }
    for (one, described) in &seats {
        let Some(alike) = by_label.get_mut(described.label.as_str()) else { continue };
        // Those before it have been asked about.
        let Some(at) = alike.iter().position(|(seat, _)| seat == one) else { continue };
        let (_, first) = alike.remove(at);
        for (other, second) in alike.iter().filter(|(_, second)| *second != first) {
            if answered.insert(of_two(first.clone(), second.clone())) {
                let (one, other) = (one.clone().min(other.clone()), one.clone().max(other.clone()));
                pairs.push(Pair { one, other, label: described.label.clone() });
            }
        }
    }
    pairs
}

/// Whether one of two seats, or anybody linked to it, has withdrawn.
#[must_use]
pub fn is_withdrawn(session: &Session, pair: &Pair) -> bool {
    let links = links(session);
    let (people, others) = (links.all_linked_to(pair.one.as_str()), links.all_linked_to(pair.other.as_str()));
    has_withdrawn(session, people.iter().chain(&others))
}

/// Initials of who gave a seat, where the session says so.
#[must_use]
pub fn given_by(session: &Session, seat: &SeatId) -> Option<String> {
    let (_, writer) = seat.as_str().rsplit_once('-')?;
    let writer: WriterId = writer.parse().ok()?;
    let known = session.lists.writers.current(&writer.to_string())?;
    (!known.initials.is_empty()).then(|| known.initials.clone())
}

fn links(session: &Session) -> Links {
    Links::of(Some(&session.lists.same_as), &session.ledger.erased)
}

fn has_withdrawn<'a>(session: &Session, mut seats: impl Iterator<Item = &'a String>) -> bool {
    let withdrawals = &session.ledger.withdrawals;
    seats.any(|seat| withdrawals.iter().any(|record| record.known.participant.as_str() == seat))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::erasing::{Scope, Withdrawal};
    use crate::model::people::Link;
    use crate::report::people::{notes_by_seat, present};
    use crate::report::sample::{Sample, notes, participant, participants, point};

    fn seat(sample: &mut Sample, id: &str, label: &str) {
        let id = EntryId::new(id);
        sample.write(participants, "aaaaaa", "09:00:00", &id, participant(label, &[]));
    }

    fn answer(sample: &mut Sample, id: &str) {
        sample.write(
            |lists| &mut lists.same_as,
            "aaaaaa",
            "11:00:00",
            &EntryId::new(id),
            Link { state: None, at: None },
        );
    }

    fn asked(sample: &Sample) -> Vec<String> {
        unanswered(&sample.session).iter().map(|pair| pair.link().as_str().to_owned()).collect()
    }

    #[test]
    fn hundreds_of_seats_of_one_label_are_asked_about_each_with_each() {
        let mut sample = Sample::new();
        for number in 0..300 {
            seat(&mut sample, &format!("P{number}-aaaaaa"), "P1");
        }
        assert_eq!(asked(&sample).len(), 300 * 299 / 2);
    }

    fn two_laptops() -> Sample {
        let mut sample = Sample::new();
        for (id, label) in
            [("P1-aaaaaa", "P1"), ("P1-bbbbbb", "P1"), ("P2-aaaaaa", "P2"), ("P3-bbbbbb", "P3")]
        {
            seat(&mut sample, id, label);
        }
        sample
    }

    #[test]
    fn two_seats_under_one_label_are_asked_about_until_somebody_answers() {
        for id in ["P1-aaaaaa=P1-bbbbbb", "P1-aaaaaa!P1-bbbbbb"] {
            let mut sample = two_laptops();
            assert_eq!(asked(&sample), ["P1-aaaaaa=P1-bbbbbb"]);
            answer(&mut sample, id);
            assert_eq!(asked(&sample), Vec::<String>::new(), "{id}");
        }
    }

    #[test]
    fn of_three_seats_of_which_two_are_one_person_one_question_is_left() {
        let mut sample = two_laptops();
        seat(&mut sample, "P1-cccccc", "P1");
        assert_eq!(asked(&sample).len(), 3);
        answer(&mut sample, "P1-aaaaaa=P1-bbbbbb");
        assert_eq!(asked(&sample), ["P1-aaaaaa=P1-cccccc"]);
        answer(&mut sample, "P1-bbbbbb!P1-cccccc");
        assert_eq!(asked(&sample), Vec::<String>::new());
    }

    #[test]
    fn nobody_who_has_withdrawn_is_asked_about() {
        let mut sample = two_laptops();
        let withdrawal = Withdrawal {
            session: None,
            formerly: BTreeSet::new(),
            participant: SeatId::new("P1-aaaaaa"),
            scope: Scope::Quotes,
            stamp: "2026-11-23T10:42:07.123Z-0002-kj4x9q".parse().unwrap(),
        };
        sample.session.ledger.withdrawals.insert(withdrawal.into());
        assert_eq!(asked(&sample), Vec::<String>::new());
    }

    #[test]
    fn linked_seats_are_one_person_and_those_that_are_not_are_two() {
        let mut sample = two_laptops();
        for id in ["P1-aaaaaa", "P1-bbbbbb"] {
            sample.add(notes, "aaaaaa", "10:00:00", point("one", Some("funding"), Some(id)));
        }
        answer(&mut sample, "P1-aaaaaa!P1-bbbbbb");
        assert_eq!((notes_by_seat(&sample.session).len(), present(&sample.session).len()), (2, 4));
        answer(&mut sample, "P1-aaaaaa=P1-bbbbbb");
        let counted = notes_by_seat(&sample.session);
        assert_eq!(counted, BTreeMap::from([(SeatId::new("P1-aaaaaa"), 2)]));
        assert_eq!(present(&sample.session).len(), 3);
        let persons = Persons::of(&sample.session);
        assert_eq!(persons.seats_of(&SeatId::new("P1-aaaaaa")).len(), 2);
    }
}
