//! The pauses of a session: stretches in which its clocks stood still, each moment once.

use super::clocks::{Clocks, first_told, told};
use super::shown;
use crate::model::entry::Entry;
use crate::model::ids::EntryId;
use crate::model::running;
use crate::model::session::Session;
use crate::model::when::When;

/// The pauses of all laptops, oldest first.
#[derive(Debug, Clone)]
pub(super) struct Pauses(Vec<Pause>);

/// One pause, in milliseconds since 1970; without an end it is still open.
#[derive(Debug, Clone)]
struct Pause {
    from: i64,
    until: Option<i64>,
    at: When,
}

impl Pauses {
    /// The pauses of a session.
    pub(super) fn of(session: &Session, clocks: &Clocks) -> Self {
        let pauses = session.lists.pauses.all();
        let mut found: Vec<_> = pauses.filter_map(|(id, entry)| find(clocks, id, entry)).collect();
        found.sort_by_key(|pause| pause.from);
        Self(found)
    }

    /// When the pause began that has no end yet; of several, the first.
    pub(super) fn since(&self) -> Option<&When> {
        self.0.iter().find(|pause| pause.until.is_none()).map(|pause| &pause.at)
    }

    /// The stretches without talk, open ones until `now`.
    pub(super) fn until(&self, now: i64) -> Paused {
        let mut stretches: Vec<(i64, i64)> = Vec::new();
        for pause in &self.0 {
            let (from, until) = (pause.from, pause.until.unwrap_or(now));
            match stretches.last_mut() {
                Some((_, last)) if from <= *last => *last = until.max(*last),
                _ if from < until => stretches.push((from, until)),
                _ => {}
            }
        }
        Paused(stretches)
    }
}

/// From and until, in milliseconds since 1970, oldest first and apart from each other.
#[derive(Debug)]
pub(super) struct Paused(Vec<(i64, i64)>);

impl Paused {
    /// How many milliseconds of a stretch were no pause.
    pub(super) fn left_of(&self, from: i64, until: i64) -> i64 {
        let shared = |(pause_from, pause_until): &(i64, i64)| {
            until.min(*pause_until).saturating_sub(from.max(*pause_from)).max(0)
        };
        let paused = self.0.iter().map(shared).fold(0, i64::saturating_add);
        until.saturating_sub(from).saturating_sub(paused).max(0)
    }
}

/// Nothing when its beginning, or the end it has, is no time.
fn find(clocks: &Clocks, id: &EntryId, entry: &Entry<running::Pause>) -> Option<Pause> {
    let pause = shown::body(entry)?;
    let from = clocks.straight(&pause.at, first_told(id, entry)?)?;
    let until = match &pause.until {
        None => None,
        Some(until) => {
            let told = told(entry, |body| body.until.as_ref() == Some(until))?;
            Some(clocks.straight(until, told)?)
        }
    };
    Some(Pause { from, until, at: pause.at.clone() })
}
