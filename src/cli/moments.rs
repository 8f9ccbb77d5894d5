//! Notes that a person said are about one moment: next to each other on the page, and under them who noted it and what
//! contradicts what.

use std::collections::{BTreeMap, BTreeSet};

use super::said::Shown;
use super::wording::{contradictions, recorder, theme};
use crate::model::ids::EntryId;
use crate::model::session::Session;
use crate::report::corroboration::{Corroboration, answered};

/// The moments of a session.
pub(super) struct Moments<'a> {
    session: &'a Session,
    found: Corroboration,
    /// Every note of a moment, with all notes of it.
    notes: BTreeMap<EntryId, BTreeSet<EntryId>>,
}

impl<'a> Moments<'a> {
    /// Those of a session.
    pub(super) fn of(session: &'a Session) -> Self {
        let found = answered(session);
        let every =
            |moment: BTreeSet<EntryId>| moment.clone().into_iter().map(move |id| (id, moment.clone()));
        let notes = found.moments().into_iter().flat_map(every).collect();
        Self { session, found, notes }
    }

    /// The notes in their order, but all of one moment where its first one stands.
    pub(super) fn together<'n>(&self, notes: Vec<Shown<'n>>) -> Vec<Vec<Shown<'n>>> {
        let mut together: Vec<Vec<Shown<'n>>> = Vec::new();
        let mut place_of: BTreeMap<&EntryId, usize> = BTreeMap::new();
        for note in notes {
            let first = self.notes.get(note.id).and_then(BTreeSet::first);
            match first.and_then(|first| place_of.get(first)).and_then(|place| together.get_mut(*place)) {
                Some(moment) => moment.push(note),
                None => {
                    place_of.extend(first.map(|first| (first, together.len())));
                    together.push(vec![note]);
                }
            }
        }
        together
    }

    /// What stands under the notes of a moment; nothing under a note that is of none.
    pub(super) fn under(&self, notes: &[Shown<'_>]) -> Vec<String> {
        let Some(moment) = notes.first().and_then(|note| self.notes.get(note.id)) else { return Vec::new() };
        let whose: BTreeSet<String> = moment.iter().map(|id| recorder(self.session, id)).collect();
        let whose: Vec<String> = whose.into_iter().collect();
        let elsewhere: BTreeSet<String> = moment
            .iter()
            .filter(|id| notes.iter().all(|note| note.id != *id))
            .filter_map(|id| self.session.lists.notes.current(id.as_str()))
            .map(|note| theme(self.session, note))
            .collect();
        let elsewhere: Vec<String> = elsewhere.iter().map(|theme| format!(", also under {theme}")).collect();
        let pairs = self.found.accepted.iter().filter(|pair| moment.contains(&pair.first));
        let told = pairs.flat_map(|pair| contradictions(self.session, pair));
        let told = told.map(|told| format!("         contradiction: {told}"));
        [format!("         one moment, noted by {}{}", whose.join(" and by "), elsewhere.concat())]
            .into_iter()
            .chain(told)
            .collect()
    }
}
