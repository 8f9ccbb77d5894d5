//! Settling a conflict: one version over all live heads, so that every laptop has it settled after the next merge.
//!
//! Promises: pure; what a side said stays in the entry's history whatever is chosen; a version that comes later from a
//! laptop which knew nothing of the settling stands beside it, and is a conflict again. Leaves to others: choosing.
//!
//! - One **side** holds: its whole body, deleting included.
//! - Other **words** hold: the whole body of a side with these words in it, standing.
//! - **Both** hold. Where nothing is disputed, what is shown holds the changes of all sides and is written down as it is.
//!   Where the words of a note are, the greatest side that stands stays the note, and each other wording becomes a note of
//!   its own, with everything its side said: who spoke and when, so that a withdrawal reaches it. Which one stays does
//!   not depend on who settles, so two laptops that both settle it so agree about the note; only what became a note of
//!   its own is then there twice, and one of the two can be deleted. Nothing else can stand twice.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use thiserror::Error;

use super::Now;
use super::recorder::Recorder;
use crate::format::journal::Put;
use crate::merge::view::{Field, view};
use crate::model::canonical::{Order, compact};
use crate::model::entry::{Body, Entry, Version};
use crate::model::ids::EntryId;
use crate::model::json::Json;
use crate::model::session::{ListOf, NOTES, OnList, on_every_list};
use crate::model::shape::Members;
use crate::model::stamp::{NoStampLeft, Stamp};
use crate::report::conflicts::{Name, Side, words_member};

/// What is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// One side, as it is.
    Side(Side),
    /// A side with other words.
    Words(Side, String),
    /// All of these sides.
    Both(Vec<Side>),
}

/// What was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// The versions, the settling one last.
    pub puts: Vec<Put>,
    /// Wordings that became notes of their own.
    pub own: Vec<EntryId>,
}

/// Why it could not be settled so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CannotSettle {
    /// The entry or the side has been erased.
    #[error("its words are not here any more")]
    Gone,
    /// The sides contradict each other and cannot stand twice, or say the same words.
    #[error("both cannot hold")]
    NotBoth,
    /// There are no words in it.
    #[error("there are no words in it")]
    NoWords,
    /// No stamp is left.
    #[error(transparent)]
    NoStampLeft(#[from] NoStampLeft),
}

/// Settles a conflict.
///
/// # Errors
/// [`CannotSettle`]; nothing was written then.
pub fn settle(
    recorder: &mut Recorder,
    name: &Name,
    choice: &Choice,
    now: &Now,
) -> Result<Settled, CannotSettle> {
    let mut settling = Settling { recorder, name, choice, now, settled: Err(CannotSettle::Gone) };
    on_every_list(&mut settling);
    settling.settled
}

/// Deletes notes that a settling made and that its opposite does not want.
///
/// # Errors
/// [`NoStampLeft`].
pub fn delete_own(recorder: &mut Recorder, own: &[EntryId], now: &Now) -> Result<Vec<Put>, NoStampLeft> {
    let mut puts = Vec::new();
    for id in own {
        let note = recorder.session().lists.notes.current(id.as_str()).cloned();
        if let Some(note) = note {
            puts.push(recorder.write(&NOTES, id, now, note, true)?);
        }
    }
    Ok(puts)
}

struct Settling<'a> {
    recorder: &'a mut Recorder,
    name: &'a Name,
    choice: &'a Choice,
    now: &'a Now,
    settled: Result<Settled, CannotSettle>,
}

impl OnList for Settling<'_> {
    fn on<B: Body>(&mut self, list: &ListOf<B>) {
        if list.name == self.name.list {
            self.settled = self.settle(list);
        }
    }
}

impl Settling<'_> {
    fn settle<B: Body>(&mut self, list: &ListOf<B>) -> Result<Settled, CannotSettle> {
        let entry = (list.of)(&self.recorder.session().lists).get(self.name.id.as_str());
        let entry = entry.ok_or(CannotSettle::Gone)?;
        let (held, beside) = match self.choice {
            Choice::Side(side) => (Arc::clone(side.of(entry).ok_or(CannotSettle::Gone)?), Vec::new()),
            Choice::Words(side, words) => {
                let side = side.of(entry).ok_or(CannotSettle::Gone)?;
                (Arc::new(with_words(list.name, side, words)?), Vec::new())
            }
            Choice::Both(sides) => both(list.name, &as_between(entry, sides))?,
        };
        // A journal takes the versions in this order, and taking back begins with the last: a settling is not taken
        // back, and what it parted stays parted.
        let mut puts = Vec::new();
        let mut own = Vec::new();
        for side in beside {
            let put = self.recorder.add_copy(list, self.now, &side)?;
            own.push(put.id.clone());
            puts.push(put);
        }
        puts.push(self.recorder.hold(list, &self.name.id, self.now, &held)?);
        Ok(Settled { puts, own })
    }
}

/// A side that stands, with other words in it.
fn with_words<B: Body>(list: &str, side: &Version<B>, words: &str) -> Result<Version<B>, CannotSettle> {
    let member = words_member(list).ok_or(CannotSettle::NoWords)?;
    let Json::Object(mut members) = side.to_json() else { return Err(CannotSettle::Gone) };
    members.retain(|(name, _)| !matches!(&**name, "deleted" | "undoes") && *name != *member);
    members.push((Cow::Borrowed(member), Json::text(words)));
    // Read back from a version with a text in the place of a text.
    Members::of(Json::object(members, Order::Other))
        .and_then(Version::read)
        .map_err(|_fault| CannotSettle::NoWords)
}

/// An entry as it was when these sides were its heads: without what came over them.
fn as_between<B: Body>(entry: &Entry<B>, sides: &[Side]) -> Entry<B> {
    let mut replaced: BTreeSet<Stamp> = sides.iter().map(|side| side.stamp).collect();
    let mut before = Entry::default();
    for version in entry.versions() {
        if version.over.range(..version.stamp).any(|stamp| replaced.contains(stamp)) {
            replaced.insert(version.stamp);
        } else {
            before.insert(Arc::clone(version));
        }
    }
    before
}

type Both<B> = (Arc<Version<B>>, Vec<Arc<Version<B>>>);

/// The version that stays the entry, and those that become entries of their own.
fn both<B: Body>(list: &str, entry: &Entry<B>) -> Result<Both<B>, CannotSettle> {
    let (top, shown) = (entry.top().ok_or(CannotSettle::Gone)?, view(entry).ok_or(CannotSettle::Gone)?);
    if shown.disputed.is_empty() {
        let held = Version { body: shown.body, unknown: shown.unknown, ..Version::clone(top) };
        return Ok((Arc::new(held), Vec::new()));
    }
    let words = words_member(list).filter(|_| list == NOTES.name).ok_or(CannotSettle::NotBoth)?;
    if !shown.disputed.contains(&Field::Member(words.to_owned())) {
        return Err(CannotSettle::NotBoth);
    }
    let said = |version: &Version<B>| version.to_json().get(words).map(compact).unwrap_or_default();
    let mut others = BTreeMap::new();
    for head in entry.heads().into_iter().filter(|head| !head.is_deleted && said(head) != said(top)) {
        others.entry(said(head)).or_insert_with(|| Arc::clone(head));
    }
    let mut others: Vec<_> = others.into_values().collect();
    others.sort_by_key(|head| std::cmp::Reverse(head.stamp));
    if others.is_empty() { Err(CannotSettle::NotBoth) } else { Ok((Arc::clone(top), others)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::Join as _;
    use crate::model::ids::{SessionId, ThemeId, WriterId};
    use crate::model::note::{Note, NoteKind, Origin, Summary};
    use crate::model::session::{SUMMARIES, Session};
    use crate::model::stamp::Millis;
    use crate::model::when::When;
    use crate::report::conflicts::{conflicts, count, now_between};

    fn now(second: i64) -> Now {
        let wall = When::new("2026-11-23T10:42:07+00:00");
        Now { millis: Millis::new(1_795_430_527_000 + second * 1000), wall }
    }

    fn writer(text: &str) -> WriterId {
        text.parse().unwrap()
    }

    fn on(session: &Session, who: &str) -> Recorder {
        Recorder::new(session.clone(), writer(who))
    }

    fn note(text: &str) -> Note {
        Note::new(NoteKind::Point, text, Origin::Live)
    }

    fn joined(one: &Recorder, other: &Recorder) -> Session {
        let mut session = one.session().clone();
        session.join(other.session().clone());
        session
    }

    /// A note that two laptops changed, joined, and its name.
    fn disputed(one: Note, other: Note) -> (Session, Name) {
        let mut began = on(&Session::new(SessionId::from_random([1; 10])), "kj4x9q");
        let id = began.add(&NOTES, &now(0), note("in March")).unwrap().id;
        let (mut here, mut there) = (on(began.session(), "aaaaaa"), on(began.session(), "bbbbbb"));
        here.write(&NOTES, &id, &now(1), one, false).unwrap();
        there.write(&NOTES, &id, &now(2), other, false).unwrap();
        (joined(&here, &there), Name { list: "notes", id })
    }

    fn texts(session: &Session) -> Vec<&str> {
        session.lists.notes.standing().map(|(_, version)| version.body.text.as_str()).collect()
    }

    #[test]
    fn a_side_that_holds_is_written_whole_over_all_heads() {
        let filed = Note { theme: Some(ThemeId::new("funding")), ..note("in May") };
        let (session, name) = disputed(filed.clone(), note("in June"));
        let sides = now_between(&session, &name);
        let mut recorder = on(&session, "cccccc");
        let settled = settle(&mut recorder, &name, &Choice::Side(sides[1]), &now(3)).unwrap();
        assert_eq!((settled.puts.len(), count(recorder.session())), (1, 0));
        assert_eq!(recorder.session().lists.notes.current(name.id.as_str()), Some(&filed));
        let again = settle(&mut recorder, &name, &Choice::Side(sides[0]), &now(4)).unwrap();
        assert_eq!(again.puts.len(), 1, "a side that was replaced can still be chosen");
        assert_eq!(texts(recorder.session()), ["in June"]);
        let both = settle(&mut recorder, &name, &Choice::Both(sides), &now(5)).unwrap();
        assert_eq!((both.own.len(), texts(recorder.session())), (1, vec!["in June", "in May"]));
    }

    #[test]
    fn settled_on_one_laptop_is_settled_on_all_until_somebody_changes_it_who_did_not_know() {
        let (session, name) = disputed(note("in May"), note("in June"));
        let (mut here, mut late) = (on(&session, "cccccc"), on(&session, "dddddd"));
        let choice = Choice::Side(now_between(&session, &name)[0]);
        settle(&mut here, &name, &choice, &now(3)).unwrap();
        let there = on(&session, "eeeeee");
        assert_eq!(count(&joined(&there, &here)), 0);
        late.write(&NOTES, &name.id, &now(4), note("in July"), false).unwrap();
        let opened = joined(&here, &late);
        let found = conflicts(&opened);
        let words: Vec<&str> = found[0].sides.iter().filter_map(|side| side.words.as_deref()).collect();
        assert_eq!(words, ["in July", "in June"]);
    }

    #[test]
    fn both_wordings_stand_and_the_note_that_stays_is_the_same_whoever_settles() {
        let (session, name) = disputed(note("in May"), note("in June"));
        let (mut here, mut there) = (on(&session, "cccccc"), on(&session, "dddddd"));
        let both = Choice::Both(now_between(&session, &name));
        let settled = settle(&mut here, &name, &both, &now(3)).unwrap();
        assert_eq!((settled.own.len(), texts(here.session())), (1, vec!["in June", "in May"]));
        settle(&mut there, &name, &both, &now(4)).unwrap();
        let session = joined(&here, &there);
        let name_of = conflicts(&session);
        assert!(name_of.iter().all(|conflict| conflict.disputed.is_empty()), "{name_of:?}");
        assert_eq!(texts(&session), ["in June", "in May", "in May"]);
        let gone = delete_own(&mut here, &settled.own, &now(5)).unwrap();
        assert_eq!((gone.len(), texts(here.session())), (1, vec!["in June"]));
    }

    #[test]
    fn changes_that_do_not_contradict_each_other_both_hold_in_one() {
        let filed = Note { theme: Some(ThemeId::new("funding")), ..note("in March") };
        let (session, name) = disputed(filed, note("in June"));
        let mut recorder = on(&session, "cccccc");
        let both = Choice::Both(now_between(&session, &name));
        let settled = settle(&mut recorder, &name, &both, &now(3)).unwrap();
        let held = recorder.session().lists.notes.current(name.id.as_str()).unwrap();
        assert_eq!(
            (held.text.as_str(), held.theme.as_ref().map(ThemeId::as_str)),
            ("in June", Some("funding"))
        );
        assert_eq!((settled.own.len(), count(recorder.session())), (0, 0));
    }

    #[test]
    fn words_that_were_deleted_on_one_side_stand_or_go_as_a_person_says() {
        let mut began = on(&Session::new(SessionId::from_random([1; 10])), "kj4x9q");
        let id = began.add(&NOTES, &now(0), note("in March")).unwrap().id;
        let (mut here, mut there) = (on(began.session(), "aaaaaa"), on(began.session(), "bbbbbb"));
        here.write(&NOTES, &id, &now(1), note("in March"), true).unwrap();
        there.write(&NOTES, &id, &now(2), note("in June"), false).unwrap();
        let (session, name) = (joined(&here, &there), Name { list: "notes", id });
        assert_eq!(texts(&session), ["in June"]);
        let sides = now_between(&session, &name);
        let mut recorder = on(&session, "cccccc");
        assert_eq!(
            settle(&mut recorder, &name, &Choice::Both(sides.clone()), &now(3)),
            Err(CannotSettle::NotBoth)
        );
        settle(&mut recorder, &name, &Choice::Side(sides[1]), &now(3)).unwrap();
        assert_eq!((count(recorder.session()), texts(recorder.session())), (0, vec![]));
        settle(&mut recorder, &name, &Choice::Words(sides[1], "in May".to_owned()), &now(4)).unwrap();
        assert_eq!(texts(recorder.session()), ["in May"]);
    }

    #[test]
    fn a_summary_is_settled_by_a_side_or_in_other_words_but_cannot_stand_twice() {
        let (session, _) = disputed(note("in May"), note("in June"));
        let id = EntryId::new("funding");
        let (mut here, mut there) = (on(&session, "aaaaaa"), on(&session, "bbbbbb"));
        let summary = |text: &str| Summary { text: text.to_owned(), notes: vec![EntryId::new("a note")] };
        here.write(&SUMMARIES, &id, &now(5), summary("short of money"), false).unwrap();
        there.write(&SUMMARIES, &id, &now(6), summary("it ends in March"), false).unwrap();
        let mut recorder = on(&joined(&here, &there), "cccccc");
        let name = Name { list: "summaries", id };
        let sides = now_between(recorder.session(), &name);
        let (side, both) = (sides[0], Choice::Both(sides));
        assert_eq!(settle(&mut recorder, &name, &both, &now(7)), Err(CannotSettle::NotBoth));
        settle(&mut recorder, &name, &Choice::Words(side, "all of it".to_owned()), &now(7)).unwrap();
        assert_eq!(recorder.session().lists.summaries.current("funding"), Some(&summary("all of it")));
        let gone = Name { list: "summaries", id: EntryId::new("close") };
        assert_eq!(settle(&mut recorder, &gone, &Choice::Side(side), &now(8)), Err(CannotSettle::Gone));
    }
}
