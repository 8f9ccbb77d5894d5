//! Who sits where in a session, by the labels of its seats and by a map of names.

use std::collections::BTreeMap;

use super::Plan;
use crate::capture::{Room, SeatName, ThemeName};
use crate::exchange::seats::SeatMap;
use crate::model::ids::{SeatId, ThemeId};
use crate::model::people::Participant;
use crate::model::session::{Session, seat_number};
use crate::report::plan::plan as planned;

/// What signs can name in a session.
pub(super) fn room(session: &Session) -> Room {
    let about = |seat: &Participant| {
        let parts: Vec<&str> = [seat.role.as_deref(), seat.sector.as_deref()].into_iter().flatten().collect();
        parts.join(", ")
    };
    let seats = session
        .seats()
        .into_iter()
        .map(|(_, seat)| SeatName { number: seat_number(&seat.label), about: about(seat) });
    let theme = |title: &str, id: &ThemeId| ThemeName { id: id.clone(), title: title.to_owned() };
    Room {
        seats: seats.filter(|seat| seat.number != u32::MAX).collect(),
        themes: planned(session).iter().map(|one| theme(&one.theme.title, &one.theme.id)).collect(),
    }
}

/// Who sits where, by the labels of the session and by the map.
pub(super) struct Seats {
    by_name: BTreeMap<String, Option<SeatId>>,
}

impl Seats {
    pub(super) fn of(session: &Session, map: &SeatMap, plan: &mut Plan) -> Self {
        let mut by_name = BTreeMap::new();
        // Of two seats with one label the first is meant, as while typing.
        for (id, seat) in session.seats().into_iter().rev() {
            by_name.insert(folded(&seat.label), Some(id));
        }
        let labels = by_name.clone();
        for (name, label) in map {
            match label.as_ref().map(|label| (label, labels.get(&folded(label)))) {
                None => drop(by_name.insert(folded(name), None)),
                Some((_, Some(seat))) => drop(by_name.insert(folded(name), seat.clone())),
                Some((label, None)) => plan.no_such_seats.push((name.clone(), label.clone())),
            }
        }
        Self { by_name }
    }

    pub(super) fn of_speaker(&self, who: Option<&str>) -> Whose {
        match who.map(|who| self.by_name.get(&folded(who))) {
            None | Some(Some(None)) => Whose::Nobodys,
            Some(Some(Some(seat))) => Whose::Of(seat.clone()),
            Some(None) => Whose::Unknown,
        }
    }
}

/// Whose words a note has.
pub(super) enum Whose {
    /// Somebody's, by seat.
    Of(SeatId),
    /// Nobody's in the session.
    Nobodys,
    /// Somebody's who has no seat yet.
    Unknown,
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
