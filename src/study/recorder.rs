//! What a person adds to a session, before any disk: new versions with their stamps.
//!
//! Promises: pure; each change is one version over the live heads, handed back as a [`Put`] for the journal.
//! Nothing is changed in place, so undoing is one more version too.

use std::collections::BTreeSet;
use std::sync::Arc;

use thiserror::Error;

use super::Now;
use super::restored::{Before, Restored};
use crate::format::journal::Put;
use crate::merge::Join;
use crate::model::entry::{Body, Version};
use crate::model::ids::{EntryId, WriterId};
use crate::model::session::{ListOf, Session};
use crate::model::shape::Unknown;
use crate::model::stamp::{Millis, NoStampLeft, Stamp};

/// A session and the writer that adds to it.
#[derive(Debug, Clone)]
pub struct Recorder {
    session: Session,
    writer: WriterId,
    last: Option<Stamp>,
    /// Whether the next version begins a change.
    begins_change: bool,
    joins: u64,
}

/// Why a change cannot be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CannotUndo {
    /// The version or the one it replaced has been erased, or is not known here.
    #[error("its words are not here any more")]
    Gone,
    /// It replaced several versions, or two hold the same stamp: which one to go back to is for a person.
    #[error("it settled a conflict")]
    SettledAConflict,
    /// No stamp is left.
    #[error(transparent)]
    NoStampLeft(#[from] NoStampLeft),
}

impl Recorder {
    /// Begins to record.
    #[must_use]
    pub const fn new(session: Session, writer: WriterId) -> Self {
        Self { session, writer, last: None, begins_change: false, joins: 0 }
    }

    /// The session with everything added so far.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// Gives the session up.
    #[must_use]
    pub fn into_session(self) -> Session {
        self.session
    }

    /// The writer inside its stamps.
    #[must_use]
    pub const fn writer(&self) -> WriterId {
        self.writer
    }

    /// How often other copies have been taken in.
    #[must_use]
    pub const fn joins(&self) -> u64 {
        self.joins
    }

    /// Takes in what another copy of the session holds.
    pub fn join(&mut self, other: Session) {
        self.joins += 1;
        self.session.join(other);
    }

    /// Says that what is written from now on is another change: no stamp of it has a millisecond of the changes before,
    /// however fast they follow. When the session is opened again, that is how they are told apart.
    pub const fn begin_change(&mut self) {
        self.begins_change = true;
    }

    /// Adds an entry that is named by its first version.
    ///
    /// # Errors
    /// [`NoStampLeft`].
    pub fn add<B: Body>(&mut self, list: &ListOf<B>, now: &Now, body: B) -> Result<Put, NoStampLeft> {
        let stamp = self.next_stamp(now, &BTreeSet::new())?;
        Ok(self.insert(list, EntryId::of_stamp(stamp), Version::first(stamp, body)))
    }

    /// Adds an entry that says all that a version of another one says.
    ///
    /// # Errors
    /// [`NoStampLeft`].
    pub fn add_copy<B: Body>(
        &mut self,
        list: &ListOf<B>,
        now: &Now,
        of: &Version<B>,
    ) -> Result<Put, NoStampLeft> {
        let stamp = self.next_stamp(now, &BTreeSet::new())?;
        let version = Version { unknown: of.unknown.clone(), ..Version::first(stamp, of.body.clone()) };
        Ok(self.insert(list, EntryId::of_stamp(stamp), version))
    }

    /// Writes an entry: a version over its live heads, with the members that only other programs know.
    ///
    /// # Errors
    /// [`NoStampLeft`].
    pub fn write<B: Body>(
        &mut self,
        list: &ListOf<B>,
        id: &EntryId,
        now: &Now,
        body: B,
        is_deleted: bool,
    ) -> Result<Put, NoStampLeft> {
        let entry = (list.of)(&self.session.lists).get(id.as_str());
        let over = entry.map(crate::model::entry::Entry::head_stamps).unwrap_or_default();
        let unknown = entry.and_then(|entry| entry.top()).map(|top| top.unknown.clone()).unwrap_or_default();
        let stamp = self.next_stamp(now, &over)?;
        Ok(self.insert(list, id.clone(), Version { stamp, over, body, is_deleted, undoes: None, unknown }))
    }

    /// Lets one version hold: writes all of it, and its deleting where it deletes, over the live heads of its entry. It
    /// may be one of them, or one that was replaced.
    ///
    /// # Errors
    /// [`NoStampLeft`].
    pub fn hold<B: Body>(
        &mut self,
        list: &ListOf<B>,
        id: &EntryId,
        now: &Now,
        side: &Version<B>,
    ) -> Result<Put, NoStampLeft> {
        let entry = (list.of)(&self.session.lists).get(id.as_str());
        let over = entry.map(crate::model::entry::Entry::head_stamps).unwrap_or_default();
        let stamp = self.next_stamp(now, &over)?;
        let (body, unknown) = (side.body.clone(), side.unknown.clone());
        let version = Version { stamp, over, body, is_deleted: side.is_deleted, undoes: None, unknown };
        Ok(self.insert(list, id.clone(), version))
    }

    /// Takes a version back: writes the whole body of the one it replaced over it, or deletes what it began. Where a
    /// later version says again what it said, because what came between was taken back, that one is replaced too.
    ///
    /// # Errors
    /// [`CannotUndo`].
    pub fn undo<B: Body>(
        &mut self,
        list: &ListOf<B>,
        id: &EntryId,
        undone: Stamp,
        now: &Now,
    ) -> Result<Put, CannotUndo> {
        let entry = (list.of)(&self.session.lists).get(id.as_str()).ok_or(CannotUndo::Gone)?;
        let only = |stamp: Stamp| {
            let mut found = entry.versions().filter(|version| version.stamp == stamp);
            match (found.next(), found.next()) {
                (Some(version), None) => Ok(version),
                (None, _) => Err(CannotUndo::Gone),
                (Some(_), Some(_)) => Err(CannotUndo::SettledAConflict),
            }
        };
        let version = only(undone)?;
        let restored = Restored::of(entry);
        let (body, is_deleted, unknown): (B, bool, Unknown) = match restored.before(undone) {
            Before::Nothing => (version.body.clone(), true, version.unknown.clone()),
            Before::One(stamp) => {
                let before = only(stamp)?;
                (before.body.clone(), before.is_deleted, before.unknown.clone())
            }
            Before::Undecided if version.over.len() == 1 => return Err(CannotUndo::Gone),
            Before::Undecided => return Err(CannotUndo::SettledAConflict),
        };
        let heads = entry.head_stamps();
        let said_again = Some(restored.last_saying(undone)).filter(|stamp| heads.contains(stamp));
        let over: BTreeSet<Stamp> = said_again.into_iter().chain([undone]).collect();
        let stamp = self.next_stamp(now, &over)?;
        let undoes = Some(undone);
        Ok(self.insert(list, id.clone(), Version { stamp, over, body, is_deleted, undoes, unknown }))
    }

    fn next_stamp(&mut self, now: &Now, over: &BTreeSet<Stamp>) -> Result<Stamp, NoStampLeft> {
        let over: Vec<Stamp> = over.iter().copied().collect();
        let begins_change = std::mem::take(&mut self.begins_change);
        let after_last = self.last.filter(|_| begins_change).map(|last| Millis::new(last.millis().get() + 1));
        let now = after_last.map_or(now.millis, |after| after.max(now.millis));
        let stamp = Stamp::next(now, self.writer, self.last, &over)?;
        self.last = Some(stamp);
        Ok(stamp)
    }

    fn insert<B: Body>(&mut self, list: &ListOf<B>, id: EntryId, version: Version<B>) -> Put {
        let put = Put::of(list.name, id.clone(), &version);
        (list.of_mut)(&mut self.session.lists).insert(id, Arc::new(version));
        put
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::SessionId;
    use crate::model::note::{Note, NoteKind, Origin};
    use crate::model::session::NOTES;
    use crate::model::when::When;

    fn now() -> Now {
        Now { millis: Millis::new(1_795_430_527_123), wall: When::new("2026-11-23T10:42:07+00:00") }
    }

    fn recorder() -> Recorder {
        Recorder::new(Session::new(SessionId::from_random([1; 10])), "kj4x9q".parse().unwrap())
    }

    fn note(text: &str) -> Note {
        Note::new(NoteKind::Point, text, Origin::Live)
    }

    fn shown(recorder: &Recorder) -> Vec<String> {
        recorder.session().lists.notes.standing().map(|(_, version)| version.body.text.clone()).collect()
    }

    #[test]
    fn undoing_an_edit_shows_the_words_before_and_undoing_that_the_words_after() {
        let mut recorder = recorder();
        let first = recorder.add(&NOTES, &now(), note("one")).unwrap();
        recorder.write(&NOTES, &first.id, &now(), note("two"), false).unwrap();
        let edited = recorder.session().lists.notes.get(first.id.as_str()).unwrap().top().unwrap().stamp;
        recorder.undo(&NOTES, &first.id, edited, &now()).unwrap();
        assert_eq!(shown(&recorder), ["one"]);
        let undone = recorder.session().lists.notes.get(first.id.as_str()).unwrap().top().unwrap().stamp;
        recorder.undo(&NOTES, &first.id, undone, &now()).unwrap();
        assert_eq!(shown(&recorder), ["two"]);
        assert_eq!(recorder.session().lists.notes.get(first.id.as_str()).unwrap().versions().len(), 4);
    }

    #[test]
    fn changes_that_follow_within_a_millisecond_are_told_apart_and_one_change_stays_together() {
        let mut recorder = recorder();
        let mut change = |texts: &[&str]| {
            recorder.begin_change();
            let puts = texts.iter().map(|text| recorder.add(&NOTES, &now(), note(text)).unwrap());
            puts.map(|put| put.id.as_str().parse::<Stamp>().unwrap().millis().get()).collect::<Vec<_>>()
        };
        let first = now().millis.get();
        assert_eq!(change(&["one", "and its comment"]), [first, first]);
        assert_eq!(change(&["two", "and its comment"]), [first + 1, first + 1]);
    }

    #[test]
    fn undoing_a_new_note_deletes_it_and_undoing_that_brings_it_back() {
        let mut recorder = recorder();
        let first = recorder.add(&NOTES, &now(), note("one")).unwrap();
        let stamp = first.id.as_str().parse().unwrap();
        recorder.undo(&NOTES, &first.id, stamp, &now()).unwrap();
        assert_eq!(shown(&recorder), Vec::<String>::new());
        let deleted = recorder.session().lists.notes.get(first.id.as_str()).unwrap().top().unwrap().stamp;
        recorder.undo(&NOTES, &first.id, deleted, &now()).unwrap();
        assert_eq!(shown(&recorder), ["one"]);
    }
}
