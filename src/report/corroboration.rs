//! Which notes of two recorders may be about one moment, which of them a person has said are, and where those
//! contradict each other.
//!
//! Promises: the same for any order of notes, recorders and merging; a note is in one proposal at most; nothing is
//! proposed that a person has answered. A proposal changes nothing: what counts is what a person said, in `pairs`.
//!
//! Proposed are notes of two recorders, begun at most [`WINDOW_MILLIS`] apart by clocks laid side by side, under the
//! same theme or both under none, whose words are alike by [`SIMILAR`]; the most alike first, ties by ids. Notes that
//! an accepted pair holds together are one *moment*: it is proposed with a note of a recorder that it does not have.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::likeness::{Trigrams, words};
use super::order::said_at;
use super::recorders::Recorder;
use super::shown;
use crate::merge::alignment::Alignment;
use crate::merge::erase::are_one_person;
use crate::merge::groups::groups;
use crate::model::ids::EntryId;
use crate::model::note::{Note, NoteKind};
use crate::model::people::PairState;
use crate::model::session::Session;

/// Notes begun further apart than this are not about one moment.
pub const WINDOW_MILLIS: i64 = 30_000;

/// Words are alike from this likeness on. A plain quarter, where the measures tried gave way; it is not fitted.
pub const SIMILAR: f64 = 0.25;

/// How two notes on one moment contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contradiction {
    /// Two verbatim quotes in different words; capitals and punctuation do not count.
    Words,
    /// Two verbatim quotes of two people. Seats held to be one person are one.
    Speakers,
    /// Two shows of hands that differ in hands for, against or people present, where both have the number.
    Hands,
}

/// Two notes on one moment, or perhaps on one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The note said first; of two said at one time, the smaller id.
    pub first: EntryId,
    /// The other.
    pub second: EntryId,
    /// When the first was said, as [`said_at`] has it.
    pub at: i64,
    /// How they contradict each other.
    pub contradictions: BTreeSet<Contradiction>,
}

impl Pair {
    /// The id of its entry in `pairs`.
    #[must_use]
    pub fn id(&self) -> EntryId {
        id_of(&self.first, &self.second)
    }
}

/// The pairs of a session, each list in the order in which the first notes were said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Corroboration {
    /// Pairs that nobody has answered.
    pub proposed: Vec<Pair>,
    /// Pairs that a person said are about one moment.
    pub accepted: Vec<Pair>,
    /// Pairs that a person said are not.
    pub refused: Vec<Pair>,
}

/// The id of a pair of notes: the smaller first.
#[must_use]
pub fn id_of(one: &EntryId, other: &EntryId) -> EntryId {
    EntryId::new(format!("{}={}", one.min(other), one.max(other)))
}

/// The two notes that an id of a pair names, the smaller first. More or fewer than two name no pair.
#[must_use]
pub fn notes_of(id: &EntryId) -> Option<(EntryId, EntryId)> {
    let (one, other) = id.as_str().split_once('=').filter(|(_, rest)| !rest.contains('='))?;
    let (one, other) = (EntryId::new(one.min(other)), EntryId::new(one.max(other)));
    (one != other).then_some((one, other))
}

/// Works out the pairs of a session. A pair one of whose notes does not stand is none.
#[must_use]
pub fn corroboration(session: &Session) -> Corroboration {
    let room = Room::of(session);
    let mut found = room.answered();
    found.proposed = room.proposed();
    found.proposed.sort_by(said_first);
    found
}

/// The pairs that people have answered, and no proposals: they take longer to find.
#[must_use]
pub fn answered(session: &Session) -> Corroboration {
    if session.lists.pairs.all().len() == 0 { Corroboration::default() } else { Room::of(session).answered() }
}

fn said_first(one: &Pair, other: &Pair) -> Ordering {
    (one.at, &one.first, &one.second).cmp(&(other.at, &other.first, &other.second))
}

impl Corroboration {
    /// The moments that several notes are about: notes held together by accepted pairs, directly or through others.
    #[must_use]
    pub fn moments(&self) -> Vec<BTreeSet<EntryId>> {
        let groups = groups(self.accepted.iter().map(|pair| [&pair.first, &pair.second]));
        let notes =
            |place: usize| self.accepted.get(place).map(|pair| [pair.first.clone(), pair.second.clone()]);
        groups.into_iter().map(|group| group.into_iter().filter_map(notes).flatten().collect()).collect()
    }
}

/// A note that stands.
struct Said<'a> {
    id: &'a EntryId,
    note: Cow<'a, Note>,
    at: i64,
    recorder: Option<Recorder<'a>>,
    trigrams: Trigrams,
}

impl Said<'_> {
    /// How alike two notes are, if they may be about one moment but for the time and the theme.
    fn like(&self, other: &Self) -> Option<f64> {
        let (one, two) = (self.recorder.as_ref()?, other.recorder.as_ref()?);
        one.is_another(two).then(|| self.trigrams.is_like(&other.trigrams, SIMILAR))?
    }
}

/// Two notes by their places in [`Room::notes`], the smaller first.
type Two = (usize, usize);

fn two(one: usize, other: usize) -> Two {
    (one.min(other), one.max(other))
}

/// The notes that stand, and what people said of pairs of them.
struct Room<'a> {
    session: &'a Session,
    /// By theme, then time, then id.
    notes: Vec<Said<'a>>,
    answers: BTreeMap<Two, PairState>,
}

impl<'a> Room<'a> {
    fn of(session: &'a Session) -> Self {
        let alignment = Alignment::of(session);
        let said = |(id, note): (&'a EntryId, Cow<'a, Note>)| Said {
            id,
            at: said_at(&alignment, id, &note),
            recorder: Recorder::of(session, id),
            trigrams: Trigrams::of(&note.text),
            note,
        };
        let mut notes: Vec<Said<'_>> = shown::standing(&session.lists.notes).map(said).collect();
        notes.sort_by(|one, other| {
            (&one.note.theme, one.at, one.id).cmp(&(&other.note.theme, other.at, other.id))
        });
        let answers = answers(session, &notes);
        Self { session, notes, answers }
    }

    fn answered(&self) -> Corroboration {
        let mut found = Corroboration::default();
        for (two, state) in &self.answers {
            match state {
                PairState::Accepted => found.accepted.extend(self.pair(*two)),
                PairState::Refused => found.refused.extend(self.pair(*two)),
            }
        }
        found.accepted.sort_by(said_first);
        found.refused.sort_by(said_first);
        found
    }

    /// The most alike first; a note that has been proposed is not proposed again.
    fn proposed(&self) -> Vec<Pair> {
        let mut candidates = self.candidates();
        candidates.sort_by(|(likeness, two), (other, them)| {
            other.total_cmp(likeness).then_with(|| self.ids(*two).cmp(&self.ids(*them)))
        });
        let moments = self.moments();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut proposed = Vec::new();
        for (_, (one, other)) in candidates {
            let (Some(ones), Some(others)) = (moments.get(one), moments.get(other)) else { continue };
            let is_taken = ones.iter().chain(others).any(|place| taken.contains(place));
            let may_be_one = ones.iter().all(|one| others.iter().all(|other| self.may_be_one(*one, *other)));
            if !is_taken && may_be_one {
                taken.extend(ones.iter().chain(others));
                proposed.extend(self.pair((one, other)));
            }
        }
        proposed
    }

    /// Notes near each other whose words are alike. Notes of one theme stand together in the order of time, so that
    /// each is compared with those of the next half minute and no others.
    fn candidates(&self) -> Vec<(f64, Two)> {
        let mut candidates = Vec::new();
        for (place, one) in self.notes.iter().enumerate() {
            let is_near = |other: &Said<'_>| {
                other.note.theme == one.note.theme && other.at.saturating_sub(one.at) <= WINDOW_MILLIS
            };
            let rest = self.notes.iter().enumerate().skip(place + 1);
            for (next, other) in rest.take_while(|(_, other)| is_near(other)) {
                candidates.extend(one.like(other).map(|likeness| (likeness, two(place, next))));
            }
        }
        candidates
    }

    /// For each note, all that are about its moment, itself among them.
    fn moments(&self) -> Vec<Vec<usize>> {
        let accepted = self.answers.iter().filter(|(_, state)| **state == PairState::Accepted);
        let accepted: Vec<[usize; 2]> = accepted.map(|((one, other), _)| [*one, *other]).collect();
        let mut moments: Vec<Vec<usize>> = (0..self.notes.len()).map(|place| vec![place]).collect();
        for group in groups(&accepted) {
            let notes: BTreeSet<usize> =
                group.into_iter().filter_map(|pair| accepted.get(pair)).flatten().copied().collect();
            for note in &notes {
                if let Some(moment) = moments.get_mut(*note) {
                    *moment = notes.iter().copied().collect();
                }
            }
        }
        moments
    }

    /// Whether two notes are of two recorders, and nobody has said yet whether they are about one moment.
    fn may_be_one(&self, one: usize, other: usize) -> bool {
        let recorder = |place: usize| self.notes.get(place)?.recorder;
        let are_two = recorder(one).zip(recorder(other)).is_some_and(|(one, other)| one.is_another(&other));
        are_two && !self.answers.contains_key(&two(one, other))
    }

    /// The ids of two notes, the smaller first.
    fn ids(&self, (one, other): Two) -> Option<(&EntryId, &EntryId)> {
        let (one, other) = (self.notes.get(one)?.id, self.notes.get(other)?.id);
        Some((one.min(other), one.max(other)))
    }

    fn pair(&self, (one, other): Two) -> Option<Pair> {
        let (one, other) = (self.notes.get(one)?, self.notes.get(other)?);
        let (first, second) =
            if (one.at, one.id) <= (other.at, other.id) { (one, other) } else { (other, one) };
        Some(Pair {
            first: first.id.clone(),
            second: second.id.clone(),
            at: first.at,
            contradictions: contradictions(self.session, &first.note, &second.note),
        })
    }
}

/// What people said of pairs whose notes stand. Of two entries for one pair, the one with the smaller note first counts.
fn answers(session: &Session, notes: &[Said<'_>]) -> BTreeMap<Two, PairState> {
    let places: BTreeMap<&EntryId, usize> =
        notes.iter().enumerate().map(|(place, said)| (said.id, place)).collect();
    let mut answers = BTreeMap::new();
    for (id, link) in shown::standing(&session.lists.pairs) {
        let Some((state, (one, other))) = link.state.zip(notes_of(id)) else { continue };
        if let Some((one, other)) = places.get(&one).zip(places.get(&other)) {
            answers.entry(two(*one, *other)).or_insert(state);
        }
    }
    answers
}

fn contradictions(session: &Session, one: &Note, other: &Note) -> BTreeSet<Contradiction> {
    let differ =
        |of: fn(&Note) -> Option<u32>| of(one).zip(of(other)).is_some_and(|(one, other)| one != other);
    let mut found = BTreeSet::new();
    match (one.kind, other.kind) {
        (NoteKind::Quote, NoteKind::Quote) => {
            let speakers = one.participant.as_ref().zip(other.participant.as_ref());
            if speakers.is_some_and(|(one, other)| !are_one_person(session, one, other)) {
                found.insert(Contradiction::Speakers);
            }
            if !words(&one.text).eq(words(&other.text)) {
                found.insert(Contradiction::Words);
            }
        }
        (NoteKind::Count, NoteKind::Count) => {
            let hands: [fn(&Note) -> Option<u32>; 3] =
                [|note| note.hands_for, |note| note.hands_against, |note| note.hands_of];
            found.extend(hands.into_iter().any(differ).then_some(Contradiction::Hands));
        }
        _ => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::people::Link;
    use crate::report::sample::{self, Sample, point};

    const TEXT: &str = "trust grant ends this year";

    #[test]
    fn an_id_of_a_pair_names_two_notes_the_smaller_first() {
        let (one, other) = (EntryId::new("b"), EntryId::new("a"));
        assert_eq!(id_of(&one, &other), EntryId::new("a=b"));
        assert_eq!(notes_of(&EntryId::new("b=a")), Some((other, one)));
        for odd in ["", "a", "a=a", "a=b=c", "a!b", "=", "=="] {
            assert_eq!(notes_of(&EntryId::new(odd)), None, "{odd}");
        }
    }

    #[test]
    fn what_is_shown_of_a_note_in_conflict_is_compared() {
        let mut sample = Sample::new();
        let id = sample.add(sample::notes, "aaaaaa", "10:00:00", point("no words in common", None, None));
        sample.add(sample::notes, "bbbbbb", "10:00:05", point(TEXT, None, None));
        assert_eq!(corroboration(&sample.session).proposed, []);
        let heads = sample.heads(sample::notes, &id);
        for (writer, text) in [("aaaaaa", "not this"), ("cccccc", TEXT)] {
            sample.write_over(sample::notes, writer, "10:01:00", &id, &heads, point(text, None, None));
        }
        assert_eq!(corroboration(&sample.session).proposed.len(), 1, "the greater stamp is shown");
    }

    #[test]
    fn a_note_that_no_stamp_names_is_nobodys_and_is_not_proposed() {
        let mut sample = Sample::new();
        sample.add(sample::notes, "aaaaaa", "10:00:00", point(TEXT, None, None));
        for id in ["imported-1", "imported-2"] {
            sample.write(sample::notes, "bbbbbb", "10:00:00", &EntryId::new(id), point(TEXT, None, None));
        }
        assert_eq!(corroboration(&sample.session).proposed, []);
    }

    #[test]
    fn an_entry_without_a_state_answers_nothing() {
        let mut sample = Sample::new();
        let one = sample.add(sample::notes, "aaaaaa", "10:00:00", point(TEXT, None, None));
        let other = sample.add(sample::notes, "bbbbbb", "10:00:05", point(TEXT, None, None));
        let link = Link { state: None, at: None };
        sample.write(|lists| &mut lists.pairs, "aaaaaa", "11:00:00", &id_of(&one, &other), link);
        let found = corroboration(&sample.session);
        assert_eq!((found.proposed.len(), answered(&sample.session)), (1, Corroboration::default()));
    }
}
