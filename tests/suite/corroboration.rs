//! Which notes of two recorders are proposed as one moment, and what becomes of an answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hearken::merge::Join as _;
use hearken::model::entry::Version;
use hearken::model::ids::{EntryId, SeatId, SessionId, ThemeId, WriterId};
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::people::{Link, PairState, RecorderRole, Writer};
use hearken::model::running::{ClockMark, MarkKind};
use hearken::model::session::{ListOf, MARKS, NOTES, PAIRS, SAME_AS, Session, WRITERS};
use hearken::model::stamp::{Millis, Stamp};
use hearken::model::when::When;
use hearken::report::corroboration::{Contradiction, Pair, corroboration, id_of};
use hearken::report::recorders::Recorder;
use proptest::prelude::*;

const BEGAN: i64 = 1_795_430_640_000;

/// Writers, each with a laptop and initials. The last two are one person at two laptops; the first has two openings.
const WRITERS_THERE: [(&str, &str, &str); 5] = [
    ("aaaaaa", "1aaaaa", "NT"),
    ("a2aaaa", "1aaaaa", "NT"),
    ("bbbbbb", "1bbbbb", "RB"),
    ("cccccc", "1ccccc", "FA"),
    ("c2cccc", "2ccccc", "FA"),
];
const NT: &str = "aaaaaa";
const RB: &str = "bbbbbb";
const FA: &str = "cccccc";

fn at(millis: i64) -> When {
    When::of(chrono::DateTime::from_timestamp_millis(BEGAN + millis).unwrap().fixed_offset())
}

/// A room with recorders and what they wrote.
#[derive(Clone)]
struct Room {
    session: Session,
    last: BTreeMap<WriterId, Stamp>,
}

impl Room {
    fn new() -> Self {
        let mut room = Self { session: Session::new(SessionId::from_random([1; 10])), last: BTreeMap::new() };
        for (writer, laptop, initials) in WRITERS_THERE {
            let body = Writer {
                laptop: laptop.parse().unwrap(),
                initials: initials.to_owned(),
                role: RecorderRole::NoteTaker,
                opened: at(-60_000),
            };
            room.write(&WRITERS, writer, -60_000, Some(writer), body);
        }
        room
    }

    /// Adds a version over what is current, under the id given or under its own stamp.
    fn write<B: hearken::model::entry::Body>(
        &mut self,
        list: &ListOf<B>,
        writer: &str,
        millis: i64,
        id: Option<&str>,
        body: B,
    ) -> EntryId {
        self.put(list, writer, millis, id, body, false)
    }

    fn put<B: hearken::model::entry::Body>(
        &mut self,
        list: &ListOf<B>,
        writer: &str,
        millis: i64,
        id: Option<&str>,
        body: B,
        is_deleted: bool,
    ) -> EntryId {
        let writer: WriterId = writer.parse().unwrap();
        let over = id
            .and_then(|id| (list.of)(&self.session.lists).get(id))
            .map(hearken::model::entry::Entry::head_stamps);
        let over = over.unwrap_or_default();
        let heads: Vec<Stamp> = over.iter().copied().collect();
        let last = self.last.get(&writer).copied();
        let stamp = Stamp::next(Millis::new(BEGAN + millis), writer, last, &heads).unwrap();
        self.last.insert(writer, stamp);
        let id = id.map_or_else(|| EntryId::of_stamp(stamp), EntryId::new);
        let version = Version { is_deleted, ..Version::over(stamp, over, body) };
        (list.of_mut)(&mut self.session.lists).insert(id.clone(), Arc::new(version));
        id
    }

    fn says(&mut self, writer: &str, millis: i64, note: Note) -> EntryId {
        self.write(&NOTES, writer, millis, None, Note { said_at: Some(at(millis)), ..note })
    }

    fn answers(&mut self, id: &EntryId, state: PairState) {
        let link = Link { state: Some(state), at: Some(at(900_000)) };
        self.write(&PAIRS, NT, 900_000, Some(id.as_str()), link);
    }

    fn deletes(&mut self, id: &EntryId) {
        let note = self.session.lists.notes.current(id.as_str()).unwrap().clone();
        self.put(&NOTES, NT, 900_000, Some(id.as_str()), note, true);
    }

    fn proposed(&self) -> Vec<EntryId> {
        corroboration(&self.session).proposed.iter().map(Pair::id).collect()
    }

    fn accepted(&self) -> Vec<EntryId> {
        corroboration(&self.session).accepted.iter().map(Pair::id).collect()
    }
}

fn point(text: &str) -> Note {
    Note { theme: Some(ThemeId::new("funding")), ..Note::new(NoteKind::Point, text, Origin::Live) }
}

fn quote(text: &str, seat: &str) -> Note {
    Note { kind: NoteKind::Quote, participant: Some(SeatId::new(seat)), ..point(text) }
}

fn count(hands_for: u32, against: Option<u32>, of: u32) -> Note {
    let (hands_for, hands_of) = (Some(hands_for), Some(of));
    Note {
        kind: NoteKind::Count,
        hands_for,
        hands_against: against,
        hands_of,
        ..point("funded past this year")
    }
}

/// Two recorders note the same, so many milliseconds apart.
fn apart(millis: i64) -> (Room, EntryId) {
    let mut room = Room::new();
    let one = room.says(NT, 0, point("the trust's grant ends this year"));
    let other = room.says(RB, millis, point("trust grant ends this year"));
    let id = id_of(&one, &other);
    (room, id)
}

#[test]
fn notes_thirty_seconds_apart_are_proposed_and_thirty_one_are_not() {
    for millis in [0, 7000, 30_000, -30_000] {
        let (room, id) = apart(millis);
        assert_eq!(room.proposed(), [id], "{millis}");
    }
    for millis in [31_000, -31_000, 3_600_000] {
        assert_eq!(apart(millis).0.proposed(), [], "{millis}");
    }
}

#[test]
fn times_are_compared_by_clocks_laid_side_by_side() {
    let (mut room, id) = apart(70_000);
    assert_eq!(room.proposed(), []);
    for (writer, millis) in [(NT, 100_000), (RB, 160_000), (NT, 200_000), (RB, 260_000)] {
        let mark = ClockMark { kind: MarkKind::Together, at: at(millis), jump_ms: None, label: None };
        room.write(&MARKS, writer, millis, None, mark);
    }
    assert_eq!(room.proposed(), [id], "the laptop of RB is a minute ahead");
}

#[test]
fn one_recorder_is_no_two_whatever_the_window_or_the_laptop() {
    for (one, other) in [("aaaaaa", "aaaaaa"), ("aaaaaa", "a2aaaa"), ("cccccc", "c2cccc")] {
        let mut room = Room::new();
        room.says(one, 0, point("trust grant ends this year"));
        room.says(other, 5000, point("trust grant ends this year"));
        assert_eq!(room.proposed(), [], "{one} and {other}");
    }
}

#[test]
fn two_laptops_on_which_nobody_gave_initials_are_two_recorders() {
    let mut room = Room::new();
    for writer in ["eeeeee", "ffffff"] {
        let body = Writer {
            laptop: writer.parse().unwrap(),
            initials: Writer::NO_INITIALS.to_owned(),
            role: RecorderRole::NoteTaker,
            opened: at(-60_000),
        };
        room.write(&WRITERS, writer, -60_000, Some(writer), body);
    }
    room.says("eeeeee", 0, point("trust grant ends this year"));
    room.says("ffffff", 5000, point("trust grant ends this year"));
    assert_eq!(room.proposed().len(), 1);
}

#[test]
fn notes_under_two_themes_or_in_other_words_are_not_proposed() {
    let mut room = Room::new();
    room.says(NT, 0, point("trust grant ends this year"));
    room.says(
        RB,
        1000,
        Note { theme: Some(ThemeId::new("policies")), ..point("trust grant ends this year") },
    );
    room.says(FA, 2000, Note { theme: None, ..point("trust grant ends this year") });
    room.says(RB, 3000, point("nobody asks the children first"));
    assert_eq!(room.proposed(), []);
}

#[test]
fn a_note_goes_to_the_one_most_like_it_and_the_other_is_left_alone() {
    let mut room = Room::new();
    let near = room.says(NT, 0, point("the grant ends, they said"));
    let like = room.says(NT, 1000, point("the trust's grant ends this year"));
    let other = room.says(RB, 2000, point("trust grant ends this year"));
    assert_eq!(room.proposed(), [id_of(&like, &other)]);
    room.answers(&id_of(&like, &other), PairState::Refused);
    assert_eq!(room.proposed(), [id_of(&near, &other)], "what was declined leaves its notes to others");
}

#[test]
fn of_notes_that_are_equally_alike_the_smaller_ids_come_together() {
    let mut room = Room::new();
    let first = room.says(NT, 0, point("trust grant ends this year"));
    let second = room.says(NT, 1000, point("trust grant ends this year"));
    let third = room.says(RB, 2000, point("trust grant ends this year"));
    let fourth = room.says(RB, 3000, point("trust grant ends this year"));
    assert_eq!(room.proposed(), [id_of(&first, &third), id_of(&second, &fourth)]);
}

#[test]
fn an_answer_ends_the_proposal_and_the_later_answer_counts() {
    let (mut room, id) = apart(7000);
    room.answers(&id, PairState::Accepted);
    assert_eq!((room.proposed(), room.accepted()), (vec![], vec![id.clone()]));
    room.answers(&id, PairState::Refused);
    assert_eq!((room.proposed(), room.accepted()), (vec![], vec![]));
    assert_eq!(corroboration(&room.session).refused.len(), 1);
    room.answers(&id, PairState::Accepted);
    assert_eq!(room.accepted(), [id]);
}

#[test]
fn an_accepted_pair_whose_note_is_deleted_is_none_and_comes_back_with_the_note() {
    let (mut room, id) = apart(7000);
    room.answers(&id, PairState::Accepted);
    let (first, _) = hearken::report::corroboration::notes_of(&id).unwrap();
    let note = room.session.lists.notes.current(first.as_str()).unwrap().clone();
    room.deletes(&first);
    assert_eq!(corroboration(&room.session), hearken::report::corroboration::Corroboration::default());
    room.write(&NOTES, NT, 950_000, Some(first.as_str()), note);
    assert_eq!(room.accepted(), [id]);
}

#[test]
fn an_id_that_names_no_two_notes_is_passed_over_and_the_wrong_way_round_it_counts() {
    let (mut room, id) = apart(7000);
    let (one, other) = id.as_str().split_once('=').unwrap();
    for odd in
        ["", "=", one, &format!("{one}={one}"), &format!("{one}={other}={one}"), &format!("{one}!{other}")]
    {
        room.answers(&EntryId::new(odd), PairState::Accepted);
    }
    assert_eq!((room.proposed(), room.accepted()), (vec![id.clone()], vec![]));
    room.answers(&EntryId::new(format!("{other}={one}")), PairState::Accepted);
    assert_eq!((room.proposed(), room.accepted()), (vec![], vec![id]));
}

#[test]
fn a_third_recorder_is_proposed_to_a_moment_once_and_not_where_it_was_declined() {
    let mut room = Room::new();
    let one = room.says(NT, 0, point("the trust's grant ends this year"));
    let other = room.says(RB, 5000, point("trust grant ends this year"));
    let third = room.says(FA, 9000, point("grant ends this year, the trust's"));
    let first = room.proposed();
    assert_eq!(first.len(), 1, "one of the three is left over");
    room.answers(&id_of(&one, &other), PairState::Accepted);
    assert_eq!(room.proposed().len(), 1);
    let again = room.says(NT, 12_000, point("trust's grant ends this year"));
    let proposed = room.proposed();
    assert_eq!(proposed.len(), 1, "the third meets the moment or the new note: {proposed:?}");
    room.deletes(&again);
    room.answers(&id_of(&one, &third), PairState::Refused);
    assert_eq!(room.proposed(), [], "then it is not the other's moment either");
    room.answers(&id_of(&one, &third), PairState::Accepted);
    assert_eq!(corroboration(&room.session).moments(), [BTreeSet::from([one, other, third])]);
}

/// How two notes of two recorders contradict each other.
fn contradictions(one: Note, other: Note, link: Option<&str>) -> Vec<Contradiction> {
    let mut room = Room::new();
    let id = id_of(&room.says(NT, 0, one), &room.says(RB, 1000, other));
    room.answers(&id, PairState::Accepted);
    if let Some(link) = link {
        room.write(&SAME_AS, NT, 900_000, Some(link), Link { state: None, at: None });
    }
    corroboration(&room.session).accepted[0].contradictions.iter().copied().collect()
}

#[test]
fn two_quotes_contradict_each_other_by_words_and_by_speakers_and_a_paraphrase_does_not() {
    use Contradiction::{Speakers, Words};
    let text = "We find out in March whether we exist in April.";
    let same = "we find out in March – whether we exist in April";
    assert_eq!(contradictions(quote(text, "P3"), quote(same, "P3"), None), []);
    assert_eq!(contradictions(quote(text, "P3"), quote("We find out in May", "P3"), None), [Words]);
    assert_eq!(contradictions(quote(text, "P3"), quote(text, "P4"), None), [Speakers]);
    assert_eq!(contradictions(quote(text, "P3"), quote("We find out in May", "P4"), None), [Words, Speakers]);
    assert_eq!(contradictions(quote(text, "P3"), quote(text, "P4"), Some("P3=P4")), []);
    assert_eq!(contradictions(quote(text, "P3"), quote(text, "P4"), Some("P3!P4")), [Speakers]);
    let unnamed = Note { participant: None, ..quote(text, "P3") };
    assert_eq!(contradictions(quote(text, "P3"), unnamed, None), []);
    assert_eq!(contradictions(quote(text, "P3"), point("finds out in March"), None), []);
}

#[test]
fn two_counts_contradict_each_other_where_both_have_a_number() {
    use Contradiction::Hands;
    assert_eq!(contradictions(count(6, Some(2), 8), count(6, Some(2), 8), None), []);
    assert_eq!(contradictions(count(6, Some(2), 8), count(6, None, 8), None), []);
    assert_eq!(contradictions(count(6, None, 8), count(5, None, 8), None), [Hands]);
    assert_eq!(contradictions(count(6, Some(2), 8), count(6, Some(1), 8), None), [Hands]);
    assert_eq!(contradictions(count(6, None, 8), count(6, None, 7), None), [Hands]);
}

const TEXTS: [&str; 5] = [
    "the trust's grant ends this year",
    "trust grant ends this year, nothing after",
    "this year the grant ends",
    "nobody asks the children",
    "",
];

/// Notes as their writers, times, themes and texts, and which two have been answered.
type Written = (Vec<(usize, i64, usize, usize)>, Vec<(usize, usize, bool)>);

fn written() -> impl Strategy<Value = Written> {
    let note = (0..WRITERS_THERE.len(), 0..60_i64, 0..3_usize, 0..TEXTS.len());
    let answer = (0..12_usize, 0..12_usize, any::<bool>());
    (prop::collection::vec(note, 0..12), prop::collection::vec(answer, 0..3))
}

/// One session for each writer, as each laptop holds it, and one with the answers.
fn laptops((notes, answers): &Written) -> Vec<Session> {
    let mut laptops = vec![Room::new(); WRITERS_THERE.len()];
    let mut ids = Vec::new();
    for (writer, second, theme, text) in notes {
        let theme = ["funding", "policies"].get(*theme).map(|theme| ThemeId::new(*theme));
        let note = Note { theme, ..point(TEXTS[*text]) };
        ids.push(laptops[*writer].says(WRITERS_THERE[*writer].0, second * 1000, note));
    }
    let mut room = Room::new();
    for (one, other, yes) in answers.iter().filter(|(one, other, _)| one != other) {
        if let (Some(one), Some(other)) = (ids.get(*one), ids.get(*other)) {
            room.answers(&id_of(one, other), if *yes { PairState::Accepted } else { PairState::Refused });
        }
    }
    laptops.push(room);
    laptops.into_iter().map(|room| room.session).collect()
}

fn joined(sessions: &[Session]) -> Session {
    let mut all = Session::new(SessionId::from_random([1; 10]));
    for session in sessions {
        all.join(session.clone());
    }
    all
}

proptest! {
    #[test]
    fn the_order_of_notes_recorders_and_merging_changes_no_pair(
        written in written(),
        order in Just((0..=WRITERS_THERE.len()).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let laptops = laptops(&written);
        let found = corroboration(&joined(&laptops));
        let shuffled: Vec<Session> = order.iter().map(|place| laptops[*place].clone()).collect();
        prop_assert_eq!(&corroboration(&joined(&shuffled)), &found);
        let (some, rest) = shuffled.split_at(2);
        prop_assert_eq!(&corroboration(&joined(&[joined(rest), joined(some), joined(rest)])), &found);
        prop_assert_eq!(&hearken::report::corroboration::answered(&joined(&laptops)).accepted, &found.accepted);
    }

    #[test]
    fn a_proposal_is_of_two_recorders_within_the_window_under_one_theme_and_a_note_is_in_one(written in written()) {
        let session = joined(&laptops(&written));
        let found = corroboration(&session);
        let note = |id: &EntryId| session.lists.notes.current(id.as_str()).unwrap();
        let mut proposed = BTreeSet::new();
        for pair in &found.proposed {
            let (one, other) = (note(&pair.first), note(&pair.second));
            let seconds = |note: &Note| note.said_at.as_ref().unwrap().time().unwrap().timestamp();
            prop_assert!((0..=30).contains(&(seconds(other) - seconds(one))));
            prop_assert_eq!(&one.theme, &other.theme);
            let whose = |id| Recorder::of(&session, id).unwrap();
            prop_assert!(whose(&pair.first).is_another(&whose(&pair.second)));
            prop_assert!(proposed.insert(pair.first.clone()) && proposed.insert(pair.second.clone()));
            let answered = found.accepted.iter().chain(&found.refused);
            prop_assert!(answered.into_iter().all(|answered| answered.id() != pair.id()));
        }
    }
}
