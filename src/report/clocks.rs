//! The clocks of the laptops of one session, laid straight where one was put back.
//!
//! A clock that was put back shows some times twice. So every time from before it was put back is moved back with
//! it, as if the clock had been right from the beginning; what is left is what the clock shows now. A jump forward
//! is left alone: the time may really have passed, with the lid of the laptop shut.
//!
//! Within one opening of the session stamps tell what came before the jump. Between two openings stamps cannot
//! tell, and the wall clock decides: a time earlier than the mark came before it.

use std::collections::BTreeMap;

use super::shown;
use crate::model::entry::{Body, Entries, Entry};
use crate::model::ids::{EntryId, WriterId};
use crate::model::running::MarkKind;
use crate::model::session::Session;
use crate::model::stamp::{Millis, Stamp};
use crate::model::when::When;

/// The laptops' clocks.
#[derive(Debug)]
pub(super) struct Clocks {
    /// The laptop of each writer.
    laptops: BTreeMap<WriterId, WriterId>,
    put_back: Vec<PutBack>,
}

/// A clock was put back.
#[derive(Debug)]
struct PutBack {
    /// Of the version that told it.
    stamp: Stamp,
    /// What the clock showed then, in milliseconds since 1970.
    at: i64,
    /// How far it jumped, in milliseconds; below zero.
    by: i64,
}

impl Clocks {
    /// The clocks of a session.
    pub(super) fn of(session: &Session) -> Self {
        let writers = shown::standing(&session.lists.writers);
        let laptops = writers.filter_map(|(id, writer)| Some((id.as_str().parse().ok()?, writer.laptop)));
        let put_back = session.lists.marks.all().filter_map(|(id, entry)| {
            let mark = shown::body(entry).filter(|mark| mark.kind == MarkKind::Gap)?;
            let by = mark.jump_ms.filter(|jump| *jump < 0)?;
            Some(PutBack { stamp: first_told(id, entry)?, at: millis(&mark.at)?, by })
        });
        Self { laptops: laptops.collect(), put_back: put_back.collect() }
    }

    /// The laptop of a writer. A writer the session does not list counts as a laptop of its own.
    pub(super) fn laptop(&self, writer: WriterId) -> WriterId {
        self.laptops.get(&writer).copied().unwrap_or(writer)
    }

    /// A time in milliseconds since 1970, as the clock it was read from would show it today; `told` is the version
    /// that told it first. Always within the years 0 to 9999. Nothing when it is no time.
    pub(super) fn straight(&self, when: &When, told: Stamp) -> Option<i64> {
        let at = millis(when)?;
        let laptop = self.laptop(told.writer());
        let came_before = |put_back: &&PutBack| {
            let writer = put_back.stamp.writer();
            if writer == told.writer() {
                told < put_back.stamp
            } else {
                self.laptop(writer) == laptop && at < put_back.at
            }
        };
        let by = self
            .put_back
            .iter()
            .filter(came_before)
            .fold(0, |by: i64, put_back| by.saturating_add(put_back.by));
        Some(Millis::new(at.saturating_add(by)).get())
    }

    /// When each writer last told a time, whether what it told stands or was deleted.
    pub(super) fn last_told(&self, session: &Session) -> BTreeMap<WriterId, i64> {
        let lists = &session.lists;
        let mut last = BTreeMap::new();
        self.take_last(&mut last, &lists.writers, |writer| Some(&writer.opened));
        self.take_last(&mut last, &lists.notes, |note| note.said_at.as_ref());
        self.take_last(&mut last, &lists.responses, |response| response.said_at.as_ref());
        self.take_last(&mut last, &lists.probes, |tick| Some(&tick.at));
        self.take_last(&mut last, &lists.scripts, |script| Some(&script.at));
        self.take_last(&mut last, &lists.attendance, |attendance| Some(&attendance.at));
        self.take_last(&mut last, &lists.pauses, |pause| Some(&pause.at));
        self.take_last(&mut last, &lists.pauses, |pause| pause.until.as_ref());
        self.take_last(&mut last, &lists.theme_log, |log| Some(&log.at));
        self.take_last(&mut last, &lists.marks, |mark| Some(&mark.at));
        last
    }

    fn take_last<B: Body>(
        &self,
        last: &mut BTreeMap<WriterId, i64>,
        list: &Entries<B>,
        time: fn(&B) -> Option<&When>,
    ) {
        for (_, entry) in list.all() {
            let Some(when) = entry.top().and_then(|top| time(&top.body)) else { continue };
            // Whoever only edits a note repeats its time and does not tell it.
            let Some(told) = told(entry, |body| time(body) == Some(when)) else { continue };
            if let Some(at) = self.straight(when, told) {
                let held = last.entry(told.writer()).or_insert(at);
                *held = at.max(*held);
            }
        }
    }
}

/// A time in milliseconds since 1970, within the years 0 to 9999; nothing when it is no time.
pub(super) fn millis(when: &When) -> Option<i64> {
    when.time().map(|time| Millis::new(time.timestamp_millis()).get())
}

/// The stamp of the first version of which this is true.
pub(super) fn told<B: Body>(entry: &Entry<B>, is_told: impl Fn(&B) -> bool) -> Option<Stamp> {
    entry.versions().find(|version| is_told(&version.body)).map(|version| version.stamp)
}

/// The stamp that began an entry: its id says it also when that version was erased.
pub(super) fn first_told<B: Body>(id: &EntryId, entry: &Entry<B>) -> Option<Stamp> {
    id.as_str().parse().ok().or_else(|| told(entry, |_| true))
}
