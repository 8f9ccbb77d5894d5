//! Who is there, who was heard, and whom a report may quote.
//!
//! A person is heard by a note attributed to the seat, whatever its kind, except a comment: that is the
//! note-taker's own. Seats that are held to be one person are counted once ([`same_person`](super::same_person)).

use std::collections::{BTreeMap, BTreeSet};

use super::same_person::{Persons, all_seats_of};
use super::shown;
use crate::model::ids::{SeatId, ThemeId};
use crate::model::note::{Note, NoteKind};
use crate::model::people::{ConsentState, Presence};
use crate::model::session::Session;

/// The item of the consent sheet that quoting rests on.
const QUOTES: &str = "quotes";

/// The consent item that everything else rests on.
const TAKE_PART: &str = "take_part";

/// Whether somebody's words may be given word for word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotable {
    /// The person said yes.
    Yes,
    /// The person said no.
    Refused,
    /// Nobody asked the person, or the answer was not written down.
    NotAsked,
    /// It is not known whose words they are.
    NotAttributed,
}

/// What a participant said to one item of the consent sheet, like `quotes`. Where two laptops differ, the more
/// cautious answer: refused, then not asked. An item that is missing was not asked, nor was a seat that is not
/// there or was deleted. A person with several seats has refused what was refused in any, and else given what was given
/// in any.
#[must_use]
pub fn consent(session: &Session, seat: &SeatId, item: &str) -> ConsentState {
    let said = |seat: &SeatId| consent_in(session, seat, item);
    let seats = all_seats_of(session, seat);
    let has = |state: ConsentState| seats.iter().any(|seat| said(seat) == state);
    match () {
        () if has(ConsentState::Refused) => ConsentState::Refused,
        () if has(ConsentState::Given) => ConsentState::Given,
        () => ConsentState::NotAsked,
    }
}

fn consent_in(session: &Session, seat: &SeatId, item: &str) -> ConsentState {
    let participant = session.lists.participants.get(seat.as_str()).and_then(shown::body);
    let consent = participant.as_ref().and_then(|participant| participant.consent.as_ref());
    consent
        .and_then(|consent| consent.known.items.get(item))
        .map_or(ConsentState::NotAsked, |item| item.known.state)
}

/// Whether a note's words may be given as the words of the person it is attributed to. Who refused to take part has
/// refused that too, whatever was ticked beside it.
#[must_use]
pub fn may_be_quoted(session: &Session, note: &Note) -> Quotable {
    note.participant.as_ref().map_or(Quotable::NotAttributed, |seat| quotable(session, seat))
}

/// Whether the words of a seat may be given word for word; the rule of [`may_be_quoted`].
#[must_use]
pub fn quotable(session: &Session, seat: &SeatId) -> Quotable {
    match (consent(session, seat, TAKE_PART), consent(session, seat, QUOTES)) {
        (ConsentState::Refused, _) | (_, ConsentState::Refused) => Quotable::Refused,
        (_, ConsentState::Given) => Quotable::Yes,
        (_, ConsentState::NotAsked) => Quotable::NotAsked,
    }
}

/// The seats that stand and have not left. Who came and left counts by the time it happened; of two at one time
/// the greater entry id counts, and a time that is no time comes before all others.
#[must_use]
pub fn present(session: &Session) -> BTreeSet<SeatId> {
    let persons = Persons::of(session);
    let mut last = BTreeMap::new();
    for (id, attendance) in shown::standing(&session.lists.attendance) {
        let what = (attendance.at.time(), id, attendance.state);
        let person = persons.known_by(&attendance.participant).clone();
        let held = last.entry(person).or_insert(what);
        if (held.0, held.1) < (what.0, what.1) {
            *held = what;
        }
    }
    let has_left = |seat: &SeatId| last.get(seat).is_some_and(|(_, _, state)| *state == Presence::Left);
    let people = session.seats().into_iter().map(|(seat, _)| persons.known_by(&seat).clone());
    people.filter(|seat| !has_left(seat)).collect()
}

/// The seat a note lets be heard.
pub(super) fn heard(note: &Note) -> Option<&SeatId> {
    note.participant.as_ref().filter(|_| note.kind != NoteKind::Comment)
}

/// How many notes let each person be heard, by the seat the person is known by. Seats without such a note are not in it; seats that notes name and the
/// session does not have are.
#[must_use]
pub fn notes_by_seat(session: &Session) -> BTreeMap<SeatId, usize> {
    let persons = Persons::of(session);
    let mut notes = BTreeMap::new();
    for (_, note) in shown::standing(&session.lists.notes) {
        if let Some(seat) = heard(&note) {
            *notes.entry(persons.known_by(seat).clone()).or_default() += 1;
        }
    }
    notes
}

/// The seats that were heard on each theme. A theme on which nobody was is not in it.
#[must_use]
pub fn heard_by_theme(session: &Session) -> BTreeMap<ThemeId, BTreeSet<SeatId>> {
    let persons = Persons::of(session);
    let mut by_theme: BTreeMap<ThemeId, BTreeSet<SeatId>> = BTreeMap::new();
    for (_, note) in shown::standing(&session.lists.notes) {
        let Some((theme, seat)) = note.theme.as_ref().zip(heard(&note)) else { continue };
        let seat = persons.known_by(seat);
        match by_theme.get_mut(theme) {
            Some(seats) if seats.contains(seat) => {}
            Some(seats) => drop(seats.insert(seat.clone())),
            None => drop(by_theme.insert(theme.clone(), [seat.clone()].into())),
        }
    }
    by_theme
}

/// The seats that were heard on a theme.
#[must_use]
pub fn heard_on(session: &Session, theme: &ThemeId) -> BTreeSet<SeatId> {
    let persons = Persons::of(session);
    let notes = shown::standing(&session.lists.notes);
    let here = notes.filter(|(_, note)| note.theme.as_ref() == Some(theme));
    here.filter_map(|(_, note)| heard(&note).map(|seat| persons.known_by(seat).clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::people::Attendance;
    use crate::model::when::When;
    use crate::report::sample::{Sample, attendance, notes, participant, participants, point};

    fn seat(text: &str) -> SeatId {
        SeatId::new(text)
    }

    fn seats(of: BTreeSet<SeatId>) -> Vec<String> {
        of.into_iter().map(|seat| seat.to_string()).collect()
    }

    #[test]
    fn consent_that_was_not_written_down_was_not_asked() {
        let mut sample = Sample::new();
        sample.seat("P1", &[("quotes", ConsentState::Given)]);
        sample.seat("P2", &[("take_part", ConsentState::Given)]);
        for (of, item, expected) in [
            ("P1", "quotes", ConsentState::Given),
            ("P1", "recontact", ConsentState::NotAsked),
            ("P2", "quotes", ConsentState::NotAsked),
            ("P9", "quotes", ConsentState::NotAsked),
        ] {
            assert_eq!(consent(&sample.session, &seat(of), item), expected, "{of} {item}");
        }
    }

    #[test]
    fn of_two_answers_the_more_cautious_counts_and_not_the_later() {
        let mut sample = Sample::new();
        let id = sample.seat("P1", &[]);
        let heads = sample.heads(participants, &id);
        let says = |state| participant("P1", &[("quotes", state)]);
        sample.write_over(participants, "aaaaaa", "10:01:00", &id, &heads, says(ConsentState::Refused));
        sample.write_over(participants, "bbbbbb", "10:02:00", &id, &heads, says(ConsentState::Given));
        assert_eq!(consent(&sample.session, &seat("P1"), "quotes"), ConsentState::Refused);
    }

    #[test]
    fn a_seat_that_was_deleted_has_given_no_consent() {
        let mut sample = Sample::new();
        let id = sample.seat("P1", &[("quotes", ConsentState::Given)]);
        sample.delete(participants, "aaaaaa", "10:01:00", &id);
        assert_eq!(consent(&sample.session, &seat("P1"), "quotes"), ConsentState::NotAsked);
    }

    #[test]
    fn words_are_quoted_only_where_their_speaker_said_yes() {
        let mut sample = Sample::new();
        sample.seat("P1", &[("quotes", ConsentState::Given)]);
        sample.seat("P2", &[("quotes", ConsentState::Refused)]);
        sample.seat("P3", &[("quotes", ConsentState::NotAsked)]);
        sample.seat("P4", &[("take_part", ConsentState::Refused), ("quotes", ConsentState::Given)]);
        for (of, expected) in [
            (Some("P1"), Quotable::Yes),
            (Some("P2"), Quotable::Refused),
            (Some("P3"), Quotable::NotAsked),
            (Some("P4"), Quotable::Refused),
            (Some("P9"), Quotable::NotAsked),
            (None, Quotable::NotAttributed),
        ] {
            assert_eq!(may_be_quoted(&sample.session, &point("words", None, of)), expected, "{of:?}");
        }
    }

    #[test]
    fn who_left_last_of_all_is_not_present() {
        let mut sample = Sample::new();
        for label in ["P1", "P2", "P3"] {
            sample.seat(label, &[]);
        }
        let mut happened = |written: &str, of: &str, state, at: &str| {
            let at = When::new(at);
            sample.add(attendance, "aaaaaa", written, Attendance { state, at, participant: seat(of) })
        };
        // P1 came back, which was written down before the leaving was.
        happened("10:40:00", "P1", Presence::Arrived, "2026-11-23T10:30:00+00:00");
        happened("10:41:00", "P1", Presence::Left, "2026-11-23T10:20:00+00:00");
        // At one moment, what was written later counts; an hour east of here it is one moment too.
        happened("10:42:00", "P2", Presence::Arrived, "2026-11-23T10:20:00+00:00");
        happened("10:43:00", "P2", Presence::Left, "2026-11-23T11:20:00+01:00");
        happened("10:44:00", "P9", Presence::Arrived, "2026-11-23T10:20:00+00:00");
        assert_eq!(seats(present(&sample.session)), ["P1", "P3"]);
        sample.add(
            attendance,
            "aaaaaa",
            "10:45:00",
            Attendance { state: Presence::Left, at: When::new("late"), participant: seat("P1") },
        );
        assert_eq!(seats(present(&sample.session)), ["P1", "P3"], "a time that is no time comes first");
        let id = sample.seat("P3", &[]);
        sample.delete(participants, "aaaaaa", "10:46:00", &id);
        assert_eq!(seats(present(&sample.session)), ["P1"], "a deleted seat is not there");
    }

    #[test]
    fn a_comment_lets_nobody_be_heard() {
        let mut sample = Sample::new();
        sample.seat("P1", &[]);
        sample.seat("P2", &[]);
        sample.add(notes, "aaaaaa", "10:00:00", point("one", Some("funding"), Some("P1")));
        sample.add(notes, "aaaaaa", "10:01:00", point("two", Some("strategy"), Some("P1")));
        sample.add(notes, "aaaaaa", "10:02:00", point("three", None, Some("P9")));
        sample.add(notes, "aaaaaa", "10:03:00", point("four", Some("funding"), None));
        let comment = Note { kind: NoteKind::Comment, ..point("tired", Some("funding"), Some("P2")) };
        sample.add(notes, "aaaaaa", "10:04:00", comment);
        let gone = sample.add(notes, "aaaaaa", "10:05:00", point("gone", Some("funding"), Some("P2")));
        sample.delete(notes, "aaaaaa", "10:06:00", &gone);
        let expected = BTreeMap::from([(seat("P1"), 2), (seat("P9"), 1)]);
        assert_eq!(notes_by_seat(&sample.session), expected);
        assert_eq!(seats(heard_on(&sample.session, &ThemeId::new("funding"))), ["P1"]);
        assert_eq!(seats(heard_on(&sample.session, &ThemeId::new("close"))), Vec::<String>::new());
    }
}
