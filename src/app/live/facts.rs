//! What the panes of a session are drawn from, worked out once after each change and not at each key.

use std::collections::BTreeSet;

use super::shown::about;
use crate::capture::{Room, SeatName, ThemeName};
use crate::model::ids::{SeatId, ThemeId};
use crate::model::running::{SessionKind, Silence};
use crate::model::session::{Session, seat_number};
use crate::report::coverage::{Coverage, coverage};
use crate::report::{people, plan};

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
        let present = people::present(session);
        let counts = people::notes_by_seat(session);
        let people: Vec<PersonHere> = session
            .seats()
            .into_iter()
            .map(|(id, seat)| PersonHere {
                label: seat.label.clone(),
                number: seat_number(&seat.label),
                about: about(seat),
                notes: counts.get(&id).copied().unwrap_or(0),
                is_present: present.contains(&id),
                id,
            })
            .collect();
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
