//! What the panes of a session are drawn from, worked out once after each change and not at each key.

use std::collections::{BTreeMap, BTreeSet};

use super::shown::about;
use crate::app::sheets::clocks;
use crate::capture::{Room, SeatName, ThemeName};
use crate::model::ids::{EntryId, SeatId, ThemeId};
use crate::model::note::Origin;
use crate::model::people::Participant;
use crate::model::running::{SessionKind, Silence};
use crate::model::session::{Session, seat_number};
use crate::report::coverage::{Coverage, coverage};
use crate::report::order::Order;
use crate::report::same_person::{self, Pair, Persons, given_by};
use crate::report::{conflicts, corroboration, people, plan};

/// A theme as this session has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeHere {
    /// Its id.
    pub id: ThemeId,
    /// Its name.
    pub title: String,
    /// Minutes planned for it here.
    pub planned_minutes: Option<u32>,
    /// Why nothing was said on it.
    pub silence: Option<Silence>,
    /// Whether it is left out for lack of time.
    pub is_left_out: bool,
}

/// A person as the pane shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonHere {
    /// The seat.
    pub id: SeatId,
    /// The seat's label.
    pub label: String,
    /// Its number; the largest there is when the label has none.
    pub number: u32,
    /// What the person does.
    pub about: String,
    /// Initials of who gave the seat, where another one has the same label.
    pub of: Option<String>,
    /// Notes attributed to them.
    pub notes: usize,
    /// Whether they are in the room now.
    pub is_present: bool,
}

/// All of it.
#[derive(Debug, Clone)]
pub struct Facts {
    /// What signs can refer to.
    pub room: Room,
    /// The themes, in the order of this session.
    pub themes: Vec<ThemeHere>,
    /// The people, in the order of seats: never a ranking.
    pub people: Vec<PersonHere>,
    /// What is covered.
    pub coverage: Coverage,
    /// What is planned in all, in minutes.
    pub planned_minutes: Option<u32>,
    /// Probes and prompts that were asked.
    pub ticked: BTreeSet<String>,
    /// What kind of session it is, where that is known.
    pub kind: Option<SessionKind>,
    /// Notes that stand.
    pub notes: usize,
    /// Whether any of them was noted while people spoke.
    pub has_live_notes: bool,
    /// Whether any answer was given to somebody who asked, and not on paper or in a sheet.
    pub has_spoken_answers: bool,
    /// The notes of each theme that stand, in the order they were said by clocks laid side by side.
    pub notes_of: BTreeMap<Option<ThemeId>, Vec<EntryId>>,
    /// Notes that stand behind another recorder's note on the same moment, as a person said.
    pub follows: BTreeSet<EntryId>,
    /// How far the clocks of the laptops stand apart, in words.
    pub clocks: Vec<String>,
    /// Seats with one label, of which nobody has said whether they are one person.
    pub unanswered: Vec<Pair>,
    /// Entries that were changed in two places.
    pub conflicts: usize,
}

/// The people, each once, whatever number of seats they have.
fn people_here(
    session: &Session,
    present: &BTreeSet<SeatId>,
    counts: &BTreeMap<SeatId, usize>,
) -> Vec<PersonHere> {
    let persons = Persons::of(session);
    let mut seats = session.seats();
    let known: BTreeMap<SeatId, String> = seats
        .iter()
        .map(|(id, seat)| (id.clone(), about(seat)))
        .filter(|(_, about)| !about.is_empty())
        .collect();
    seats.retain(|(id, _)| persons.known_by(id) == id);
    let has_same_label = |label: &str| seats.iter().filter(|(_, seat)| seat.label == label).count() > 1;
    let person = |(id, seat): &(SeatId, &Participant)| PersonHere {
        label: seat.label.clone(),
        number: seat_number(&seat.label),
        about: persons.seats_of(id).iter().find_map(|seat| known.get(seat)).cloned().unwrap_or_default(),
        of: if has_same_label(&seat.label) { given_by(session, id) } else { None },
        notes: counts.get(id).copied().unwrap_or(0),
        is_present: present.contains(id),
        id: id.clone(),
    };
    seats.iter().map(person).collect()
}

impl PersonHere {
    /// What the person does, behind the initials of who gave the seat where they are needed to tell two apart.
    #[must_use]
    pub fn about_here(&self) -> String {
        match &self.of {
            Some(initials) if self.about.is_empty() => format!("(of {initials})"),
            Some(initials) => format!("(of {initials}) {}", self.about),
            None => self.about.clone(),
        }
    }
}

/// Puts the notes of one moment where its first one stands; gives those that stand behind another of their moment.
fn put_together(
    notes_of: &mut BTreeMap<Option<ThemeId>, Vec<EntryId>>,
    moments: &[BTreeSet<EntryId>],
) -> BTreeSet<EntryId> {
    let mut follows = BTreeSet::new();
    for moment in moments {
        for notes in notes_of.values_mut() {
            let mut of_moment = Vec::new();
            let mut place = None;
            for (at, id) in notes.iter().enumerate().filter(|(_, id)| moment.contains(*id)) {
                place.get_or_insert(at);
                of_moment.push(id.clone());
            }
            follows.extend(of_moment.iter().skip(1).cloned());
            notes.retain(|id| !moment.contains(id));
            if let Some(place) = place {
                notes.splice(place..place, of_moment);
            }
        }
    }
    follows
}

impl Facts {
    /// Works it out.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let themes: Vec<ThemeHere> = plan::plan(session)
            .into_iter()
            .map(|planned| ThemeHere {
                id: planned.theme.id.clone(),
                title: planned.theme.title.clone(),
                planned_minutes: planned.planned_minutes,
                silence: planned.silence,
                is_left_out: planned.is_left_out(),
            })
            .collect();
        let order = Order::of(session);
        let mut notes_of: BTreeMap<Option<ThemeId>, Vec<EntryId>> = BTreeMap::new();
        for (id, note) in order.notes(session) {
            notes_of.entry(note.theme.clone()).or_default().push(id.clone());
        }
        let follows = put_together(&mut notes_of, &corroboration::answered(session).moments());
        let present = people::present(session);
        let counts = people::notes_by_seat(session);
        let people = people_here(session, &present, &counts);
        let seats = people.iter().filter(|person| person.number != u32::MAX);
        let room = Room {
            seats: seats.map(|one| SeatName { number: one.number, about: one.about.clone() }).collect(),
            themes: themes
                .iter()
                .map(|one| ThemeName { id: one.id.clone(), title: one.title.clone() })
                .collect(),
        };
        Self {
            room,
            themes,
            people,
            coverage: coverage(session),
            planned_minutes: plan::planned_minutes(session),
            ticked: session.lists.probes.standing().map(|(id, _)| id.as_str().to_owned()).collect(),
            kind: session.details().map(|details| details.kind),
            notes: session.lists.notes.standing().count(),
            has_live_notes: session.lists.notes.standing().any(|(_, note)| note.body.from == Origin::Live),
            has_spoken_answers: session
                .lists
                .responses
                .standing()
                .any(|(_, given)| given.body.said_at.is_some()),
            notes_of,
            follows,
            clocks: clocks::told(session, &order.alignment),
            unanswered: same_person::unanswered(session),
            conflicts: conflicts::count(session),
        }
    }

    /// How many themes are not left out, and the minutes planned for them together.
    #[must_use]
    pub fn themes_held(&self) -> (usize, u32) {
        let held = || self.themes.iter().filter(|theme| !theme.is_left_out);
        let minutes = held().filter_map(|theme| theme.planned_minutes).fold(0, u32::saturating_add);
        (held().count(), minutes)
    }

    /// How many people are in the room.
    #[must_use]
    pub fn present(&self) -> usize {
        self.people.iter().filter(|person| person.is_present).count()
    }

    /// Labels of the people in the room who have not spoken yet, in the order of seats.
    #[must_use]
    pub fn not_heard(&self) -> Vec<&str> {
        let silent = self.people.iter().filter(|person| person.is_present && person.notes == 0);
        silent.map(|person| person.label.as_str()).collect()
    }
}
