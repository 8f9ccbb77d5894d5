//! What can be taken back and done again, worked out from the session itself.
//!
//! Taking back is one more version, so nothing has to be remembered: which changes stand and which were taken back
//! can be read off the versions a laptop wrote, also when the session is opened again. A change is what was written
//! at one moment: its stamps have one writer and the same milliseconds. A version that takes another one back says so;
//! taking back a taking back does it again.
//!
//! A mark that a person set is taken back like a note. Where the talk came to, a clock that jumped, that two seats are one person, openings and what came
//! with the session are facts, and not changes anybody takes back.

use std::collections::{BTreeMap, BTreeSet};

use super::Now;
use super::recorder::{CannotUndo, Recorder};
use crate::format::journal::Put;
use crate::model::entry::{Body, Entry, SINGLE};
use crate::model::ids::{EntryId, WriterId};
use crate::model::running::MarkKind;
use crate::model::session::{
    ATTENDANCE, DETAILS, ListOf, MARKS, NOTES, PARTICIPANTS, PAUSES, PROBES, RESPONSES, SAME_AS, SCRIPTS,
    SUMMARIES, Session, THEMES,
};
use crate::model::shape::Value as _;
use crate::model::stamp::Stamp;

/// One version that was written, by its list, its entry and its stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The list's name.
    pub list: String,
    /// The entry.
    pub id: EntryId,
    /// The version.
    pub stamp: Stamp,
}

/// Versions that were written together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change(pub Vec<Written>);

/// When a change was written, and by whom: the milliseconds of its stamps, and their writer.
type Moment = (i64, WriterId);

const fn moment(stamp: Stamp) -> Moment {
    (stamp.millis().get(), stamp.writer())
}

impl Change {
    /// What these versions changed.
    #[must_use]
    pub fn of(puts: &[Put]) -> Self {
        let stamp =
            |put: &Put| put.version.get("stamp").and_then(|stamp| Stamp::from_json(stamp.borrowed()).ok());
        let written =
            |put: &Put| Some(Written { list: put.list.clone(), id: put.id.clone(), stamp: stamp(put)? });
        Self(puts.iter().filter_map(written).collect())
    }

    fn moment(&self) -> Option<Moment> {
        self.0.first().map(|one| moment(one.stamp))
    }
}

/// What can be taken back and what can be done again, the last one last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// Changes that stand.
    pub done: Vec<Change>,
    /// Changes that were taken back.
    pub undone: Vec<Change>,
}

/// One version, seen without knowing what its list holds.
struct Seen {
    written: Written,
    undoes: Option<Stamp>,
}

impl History {
    /// Remembers a change; what had been taken back cannot be done again after it. What one key changed in two steps is
    /// one change, as it will be when the session is opened again.
    pub fn record(&mut self, change: Change) {
        match self.done.last_mut().filter(|last| last.moment() == change.moment()) {
            Some(last) => last.0.extend(change.0),
            None => self.done.push(change),
        }
        self.undone.clear();
    }

    /// Reads off what one laptop changed.
    #[must_use]
    pub fn of_laptop(session: &Session, laptop: WriterId) -> Self {
        let writers: BTreeSet<WriterId> = session
            .lists
            .writers
            .standing()
            .filter(|(_, version)| version.body.laptop == laptop)
            .filter_map(|(id, _)| id.as_str().parse().ok())
            .collect();
        // What came with the session when it was made (its details, its seats, themes left out) nobody takes back.
        let details = session.lists.details.get(SINGLE).into_iter().flat_map(Entry::versions);
        let made: BTreeSet<Moment> =
            details.filter(|version| version.over.is_empty()).map(|version| moment(version.stamp)).collect();
        let mut by_moment: BTreeMap<Moment, Vec<Seen>> = BTreeMap::new();
        let mut add = |seen: Seen| {
            let moment = moment(seen.written.stamp);
            if writers.contains(&moment.1) && !made.contains(&moment) {
                by_moment.entry(moment).or_default().push(seen);
            }
        };
        see(session, &DETAILS, &mut add);
        see(session, &PARTICIPANTS, &mut add);
        see(session, &NOTES, &mut add);
        see(session, &SUMMARIES, &mut add);
        see(session, &RESPONSES, &mut add);
        see(session, &THEMES, &mut add);
        see(session, &PROBES, &mut add);
        see(session, &SCRIPTS, &mut add);
        see(session, &ATTENDANCE, &mut add);
        see(session, &PAUSES, &mut add);
        see_where(session, &MARKS, |_, mark| mark.kind == MarkKind::Together, &mut add);
        see_where(session, &SAME_AS, |id, _| !is_link(id), &mut add);
        let mut history = Self::default();
        for (_, mut seen) in by_moment {
            seen.sort_by_key(|one| one.written.stamp);
            history.take_in(seen);
        }
        history
    }

    /// Takes in what was written at one moment.
    fn take_in(&mut self, seen: Vec<Seen>) {
        // A change may have been taken back in part only, because another laptop had erased the rest.
        let takes_back = |top: Option<&Change>| {
            let stamps: BTreeSet<Stamp> =
                top.into_iter().flat_map(|top| &top.0).map(|one| one.stamp).collect();
            seen.iter().all(|one| one.undoes.is_some_and(|undone| stamps.contains(&undone)))
        };
        let (does_again, is_back) = (takes_back(self.undone.last()), takes_back(self.done.last()));
        let change = Change(seen.into_iter().map(|one| one.written).collect());
        if does_again {
            self.undone.pop();
            self.done.push(change);
        } else if is_back {
            self.done.pop();
            self.undone.push(change);
        } else {
            self.done.push(change);
            self.undone.clear();
        }
    }
}

/// Shows every version of a list that can be taken back.
fn see<B: Body>(session: &Session, list: &ListOf<B>, add: &mut dyn FnMut(Seen)) {
    see_where(session, list, |_, _| true, add);
}

/// Shows the versions of a list of which this is true.
fn see_where<B: Body>(
    session: &Session,
    list: &ListOf<B>,
    is_change: impl Fn(&EntryId, &B) -> bool,
    add: &mut dyn FnMut(Seen),
) {
    for (id, entry) in (list.of)(&session.lists).all() {
        for version in entry.versions().filter(|version| is_change(id, &version.body)) {
            let written = Written { list: list.name.to_owned(), id: id.clone(), stamp: version.stamp };
            add(Seen { written, undoes: version.undoes });
        }
    }
}

/// Whether an answer to “same person?” is a yes, which counts for ever.
fn is_link(id: &EntryId) -> bool {
    id.as_str().contains('=')
}

/// Takes a change back, the last version of it first; gives what to write down, and why it stopped if it did: the
/// versions after that one are taken back then.
pub fn take_back(recorder: &mut Recorder, change: &Change, now: &Now) -> (Vec<Put>, Option<CannotUndo>) {
    let mut puts = Vec::new();
    for written in change.0.iter().rev() {
        match take_back_one(recorder, written, now) {
            Ok(put) => puts.push(put),
            Err(error) => return (puts, Some(error)),
        }
    }
    (puts, None)
}

fn take_back_one(recorder: &mut Recorder, written: &Written, now: &Now) -> Result<Put, CannotUndo> {
    let Written { list, id, stamp } = written;
    match list.as_str() {
        "details" => recorder.undo(&DETAILS, id, *stamp, now),
        "participants" => recorder.undo(&PARTICIPANTS, id, *stamp, now),
        "notes" => recorder.undo(&NOTES, id, *stamp, now),
        "responses" => recorder.undo(&RESPONSES, id, *stamp, now),
        "summaries" => recorder.undo(&SUMMARIES, id, *stamp, now),
        "themes" => recorder.undo(&THEMES, id, *stamp, now),
        "probes" => recorder.undo(&PROBES, id, *stamp, now),
        "scripts" => recorder.undo(&SCRIPTS, id, *stamp, now),
        "attendance" => recorder.undo(&ATTENDANCE, id, *stamp, now),
        "pauses" => recorder.undo(&PAUSES, id, *stamp, now),
        "marks" => recorder.undo(&MARKS, id, *stamp, now),
        "same_as" if !is_link(id) => recorder.undo(&SAME_AS, id, *stamp, now),
        _ => Err(CannotUndo::Gone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::SessionId;
    use crate::model::note::{Note, NoteKind, Origin};
    use crate::model::people::{Participant, RecorderRole, Writer};
    use crate::model::running::{Details, SessionKind};
    use crate::model::session::WRITERS;
    use crate::model::stamp::Millis;
    use crate::model::when::When;

    const LAPTOP: &str = "7tq2m9";

    fn now(second: i64) -> Now {
        Now {
            millis: Millis::new(1_795_430_527_123 + second * 1000),
            wall: When::new("2026-11-23T10:42:07+00:00"),
        }
    }

    fn recorder(writer: &str) -> Recorder {
        let writer: WriterId = writer.parse().unwrap();
        let mut recorder = Recorder::new(Session::new(SessionId::from_random([1; 10])), writer);
        let opened = Writer {
            laptop: LAPTOP.parse().unwrap(),
            initials: "NT".to_owned(),
            role: RecorderRole::NoteTaker,
            opened: When::new("2026-11-23T10:42:07+00:00"),
        };
        recorder.write(&WRITERS, &EntryId::new(writer.to_string()), &now(0), opened, false).unwrap();
        recorder
    }

    fn history(recorder: &Recorder) -> History {
        History::of_laptop(recorder.session(), LAPTOP.parse().unwrap())
    }

    fn note(text: &str) -> Note {
        Note::new(NoteKind::Point, text, Origin::Live)
    }

    /// What was remembered step by step is what is read off afterwards.
    #[test]
    fn a_session_opened_again_knows_what_was_done_and_what_was_taken_back() {
        let mut recorder = recorder("kj4x9q");
        let mut held = History::default();
        let mut second = 0;
        let first = recorder.add(&NOTES, &now(1), note("one")).unwrap();
        held.done.push(Change::of(std::slice::from_ref(&first)));
        let edited = recorder.write(&NOTES, &first.id, &now(2), note("two"), false).unwrap();
        held.done.push(Change::of(&[edited]));
        let gone = recorder.write(&NOTES, &first.id, &now(3), note("two"), true).unwrap();
        held.done.push(Change::of(&[gone]));
        assert_eq!(history(&recorder), held);
        for is_undo in
            [true, true, false, true, true, false, false, false, true, true, true, false, false, false]
        {
            second += 1;
            let (from, to) =
                if is_undo { (&mut held.done, &mut held.undone) } else { (&mut held.undone, &mut held.done) };
            let change = from.pop().unwrap();
            let (puts, stopped) = take_back(&mut recorder, &change, &now(10 + second));
            assert_eq!(stopped, None);
            to.push(Change::of(&puts));
            assert_eq!(history(&recorder), held, "after step {second}");
            let (_, entry) = recorder.session().lists.notes.all().next().unwrap();
            assert_eq!(entry.heads().len(), 1, "after step {second} nothing has to be decided");
            let shown = entry.top().filter(|top| !top.is_deleted).map(|top| top.body.text.as_str());
            assert_eq!(shown, [None, Some("one"), Some("two"), None][held.done.len()], "after step {second}");
        }
        assert_eq!(held.undone.len(), 0);
        recorder.add(&NOTES, &now(30), note("three")).unwrap();
        assert_eq!(history(&recorder).undone, []);
    }

    #[test]
    fn what_was_written_at_one_moment_is_taken_back_together() {
        let mut recorder = recorder("kj4x9q");
        recorder.add(&NOTES, &now(1), note("said")).unwrap();
        recorder.add(&NOTES, &now(1), note("and thought")).unwrap();
        let mut held = history(&recorder);
        assert_eq!(held.done.len(), 1);
        assert_eq!(take_back(&mut recorder, &held.done.pop().unwrap(), &now(2)).1, None);
        assert_eq!(recorder.session().lists.notes.standing().count(), 0);
        assert_eq!(history(&recorder).done, []);
    }

    #[test]
    fn what_one_key_changed_in_two_steps_is_one_change_before_and_after_opening_again() {
        let mut recorder = recorder("kj4x9q");
        let mut held = History::default();
        for (second, text) in [(1, "one"), (1, "and its other half"), (2, "two")] {
            held.record(Change::of(&[recorder.add(&NOTES, &now(second), note(text)).unwrap()]));
        }
        assert_eq!(held.done.iter().map(|change| change.0.len()).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(history(&recorder), held);
    }

    #[test]
    fn what_came_with_the_session_is_not_taken_back_but_a_seat_given_later_is() {
        let seat = |number: u32| Participant {
            label: format!("P{number}"),
            role: None,
            sector: None,
            consent: None,
        };
        let details = Details {
            kind: SessionKind::FocusGroup,
            site: "Norwich".to_owned(),
            held_on: When::new("2026-11-23"),
            planned_minutes: None,
            lang: None,
            source: None,
        };
        let mut recorder = recorder("kj4x9q");
        recorder.write(&DETAILS, &EntryId::new(SINGLE), &now(0), details, false).unwrap();
        recorder.write(&PARTICIPANTS, &EntryId::new("P1-kj4x9q"), &now(0), seat(1), false).unwrap();
        assert_eq!(history(&recorder).done, []);
        let late =
            recorder.write(&PARTICIPANTS, &EntryId::new("P2-kj4x9q"), &now(1), seat(2), false).unwrap();
        assert_eq!(history(&recorder).done, [Change::of(&[late])]);
    }

    #[test]
    fn another_laptops_changes_are_not_taken_back_here() {
        let mut recorder = recorder("kj4x9q");
        recorder.add(&NOTES, &now(1), note("one")).unwrap();
        assert_eq!(History::of_laptop(recorder.session(), "aaaaaa".parse().unwrap()), History::default());
    }
}
