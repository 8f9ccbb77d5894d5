//! The pauses of a session: stretches in which its clocks stood still, each moment once.

use super::clocks::{Clocks, first_told, told};
use super::shown;
use crate::model::entry::Entry;
use crate::model::ids::EntryId;
use crate::model::running::Pause;
use crate::model::session::Session;
use crate::model::when::When;

/// The pauses of all laptops.
#[derive(Debug)]
pub(super) struct Pauses {
    /// From and until, in milliseconds since 1970, oldest first and apart from each other.
    stretches: Vec<(i64, i64)>,
    /// When the pause began that has no end yet; of several, the first.
    pub(super) since: Option<When>,
}

/// One pause; without an end it is still open.
struct Found {
    from: i64,
    until: Option<i64>,
    at: When,
}

impl Pauses {
    /// The pauses of a session, open ones until `now`.
    pub(super) fn of(session: &Session, clocks: &Clocks, now: i64) -> Self {
        let pauses = session.lists.pauses.all();
        let mut found: Vec<_> = pauses.filter_map(|(id, entry)| find(clocks, id, entry)).collect();
        found.sort_by_key(|pause| pause.from);
        let mut stretches: Vec<(i64, i64)> = Vec::new();
        for pause in &found {
            let (from, until) = (pause.from, pause.until.unwrap_or(now));
            match stretches.last_mut() {
                Some((_, last)) if from <= *last => *last = until.max(*last),
                _ if from < until => stretches.push((from, until)),
                _ => {}
            }
        }
        let since = found.into_iter().find(|pause| pause.until.is_none()).map(|pause| pause.at);
        Self { stretches, since }
    }

    /// How many milliseconds of a stretch were no pause.
    pub(super) fn left_of(&self, from: i64, until: i64) -> i64 {
        let shared = |(pause_from, pause_until): &(i64, i64)| {
            until.min(*pause_until).saturating_sub(from.max(*pause_from)).max(0)
        };
        let paused = self.stretches.iter().map(shared).fold(0, i64::saturating_add);
        until.saturating_sub(from).saturating_sub(paused).max(0)
    }
}

/// Nothing when its beginning, or the end it has, is no time.
fn find(clocks: &Clocks, id: &EntryId, entry: &Entry<Pause>) -> Option<Found> {
    let pause = shown::body(entry)?;
    let from = clocks.straight(&pause.at, first_told(id, entry)?)?;
    let until = match &pause.until {
        None => None,
        Some(until) => {
            let told = told(entry, |body| body.until.as_ref() == Some(until))?;
            Some(clocks.straight(until, told)?)
        }
    };
    Some(Found { from, until, at: pause.at.clone() })
}
