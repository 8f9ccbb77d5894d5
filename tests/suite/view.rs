//! What a conflict means: one test a rule of the view, and the whole of it against a slow and plain reckoning.
#![cfg(test)]

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use hearken::merge::view::{Field, View, view};
use hearken::model::entry::{Body, Entry, Opaque, Version};
use hearken::model::ids::{EntryId, QuestionId, SeatId, ThemeId};
use hearken::model::json::Json;
use hearken::model::note::{Empty, Flag, Note, NoteKind, Origin, Response, Stage, Summary};
use hearken::model::people::{Consent, ConsentItem, ConsentState, Participant};
use hearken::model::shape::{Members, Open, Unknown};
use hearken::model::stamp::{Millis, Stamp};
use hearken::model::when::When;
use proptest::collection::btree_set;
use proptest::prelude::*;
use proptest::sample::subsequence;

fn stamp(at: i64) -> Stamp {
    Stamp::next(Millis::new(at), "kj4x9q".parse().unwrap(), None, &[]).unwrap()
}

fn version<B: Body>(at: i64, over: &[i64], body: B) -> Version<B> {
    Version::over(stamp(at), over.iter().copied().map(stamp).collect(), body)
}

fn deleted<B: Body>(at: i64, over: &[i64], body: B) -> Version<B> {
    Version { is_deleted: true, ..version(at, over, body) }
}

fn entry<B: Body>(versions: impl IntoIterator<Item = Version<B>>) -> Entry<B> {
    let mut entry = Entry::default();
    versions.into_iter().for_each(|version| entry.insert(Arc::new(version)));
    entry
}

fn shown<B: Body>(versions: impl IntoIterator<Item = Version<B>>) -> View<B> {
    view(&entry(versions)).unwrap()
}

/// A note of P1's, changed.
fn note(change: impl FnOnce(&mut Note)) -> Note {
    let mut note = Note::new(NoteKind::Point, "scared at night", Origin::Live);
    note.participant = Some(SeatId::new("P1"));
    change(&mut note);
    note
}

fn text(text: &str) -> Note {
    note(|note| note.text = text.to_owned())
}

fn tagged(tags: &[&str]) -> Note {
    note(|note| note.tags = tags.iter().map(|&tag| tag.to_owned()).collect())
}

/// A participant with these items of consent.
fn seat(items: &[(&str, ConsentState)]) -> Participant {
    let item = |state| ConsentItem { state, at: None }.into();
    let items = items.iter().map(|(name, state)| ((*name).to_owned(), item(*state))).collect();
    let consent = Some(Consent { sheet: None, items }.into());
    Participant { label: "P1".to_owned(), role: None, sector: None, consent }
}

fn state(view: &View<Participant>, item: &str) -> Option<ConsentState> {
    let consent: &Open<Consent> = view.body.consent.as_ref()?;
    consent.known.items.get(item).map(|item| item.known.state)
}

fn disputed<B>(view: &View<B>) -> Vec<String> {
    view.disputed.iter().map(Field::to_string).collect()
}

/// Members as a list that this program does not know would have them.
fn opaque(at: i64, over: &[i64], members: &[(&str, Json<'_>)]) -> Version<Opaque> {
    let mut version = version(at, over, Opaque);
    let members = members.iter().map(|(name, value)| (Cow::Borrowed(*name), value.borrowed()));
    version.unknown = Members::of(Json::Object(members.collect())).unwrap().rest().unwrap();
    version
}

#[test]
fn an_entry_without_versions_shows_nothing() {
    assert_eq!(view(&Entry::<Note>::default()), None);
}

#[test]
fn one_head_is_shown_as_it_is() {
    let view = shown([version(1, &[], text("a")), version(2, &[1], text("b"))]);
    let expected = View {
        body: text("b"),
        unknown: Unknown::default(),
        is_deleted: false,
        heads: 1,
        disputed: BTreeSet::new(),
    };
    assert_eq!(view, expected);
}

#[test]
fn what_only_one_side_changed_is_shown() {
    let theme = Some(ThemeId::new("funding"));
    let view = shown([
        version(1, &[], text("a")),
        version(2, &[1], text("b")),
        version(3, &[1], Note { theme: theme.clone(), ..text("a") }),
    ]);
    assert_eq!(view.body, Note { theme, ..text("b") });
    assert_eq!((disputed(&view), view.heads), (vec![], 2));
}

#[test]
fn of_two_changes_the_one_with_the_greater_stamp_is_shown_and_disputed() {
    let versions = [
        version(1, &[], text("scared at night")),
        version(2, &[1], text("I was scared at night")),
        version(3, &[1], text("not scared")),
    ];
    let view = shown(versions);
    assert_eq!(view.body, text("not scared"));
    assert_eq!(disputed(&view), ["text"]);
}

#[test]
fn the_same_change_on_both_sides_is_no_dispute() {
    let view = shown([
        version(1, &[], text("a")),
        version(2, &[1], text("b")),
        version(3, &[1], text("b")),
        version(4, &[1], text("a")),
    ]);
    assert_eq!((view.body.text.as_str(), disputed(&view), view.heads), ("b", vec![], 3));
}

#[test]
fn nobody_is_given_words_another_side_wrote() {
    let other_speaker = note(|note| note.participant = Some(SeatId::new("P2")));
    let view =
        shown([version(1, &[], note(|_| {})), version(2, &[1], other_speaker), version(3, &[1], text("b"))]);
    assert_eq!(view.body, text("b"));
    assert_eq!(disputed(&view), ["participant", "text"]);
}

#[test]
fn a_paraphrase_never_becomes_a_quote() {
    let quote = note(|note| note.kind = NoteKind::Quote);
    let view =
        shown([version(1, &[], note(|_| {})), version(2, &[1], text("b")), version(3, &[1], quote.clone())]);
    assert_eq!(view.body, quote);
    assert_eq!(disputed(&view), ["kind", "text"]);
}

#[test]
fn a_speaker_taken_off_by_every_side_is_a_change_of_every_side() {
    let unnamed = |words: &str| Note { participant: None, ..text(words) };
    let view =
        shown([version(1, &[], text("a")), version(2, &[1], unnamed("b")), version(3, &[1], unnamed("a"))]);
    assert_eq!(view.body, unnamed("a"));
    assert_eq!(disputed(&view), ["text"]);
}

#[test]
fn counts_and_stage_go_with_the_words() {
    let count = |hands_for, hands_against, hands_of| {
        note(|note| {
            note.kind = NoteKind::Count;
            (note.hands_for, note.hands_against) = (Some(hands_for), Some(hands_against));
            note.hands_of = Some(hands_of);
        })
    };
    for (first, second, differing) in [
        (count(5, 2, 9), count(4, 3, 9), ["against", "for"]),
        (count(5, 2, 9), count(4, 2, 8), ["for", "of"]),
        (count(4, 3, 9), count(4, 2, 8), ["against", "of"]),
    ] {
        let view = shown([
            version(1, &[], count(4, 2, 9)),
            version(2, &[1], first),
            version(3, &[1], second.clone()),
        ]);
        assert_eq!(view.body, second);
        assert_eq!(disputed(&view), differing);
    }

    let stage = note(|note| note.stage = Some(Stage::Emerging));
    let view = shown([version(1, &[], note(|_| {})), version(2, &[1], stage), version(3, &[1], text("b"))]);
    assert_eq!(view.body, text("b"));
    assert_eq!(disputed(&view), ["stage", "text"]);
}

#[test]
fn an_answer_its_emptiness_and_its_words_are_one_field() {
    let response = |answer: Option<&'static str>, empty, words: Option<&str>| Response {
        question: QuestionId::new("q1"),
        participant: SeatId::new("P1"),
        answer: answer.map(Json::text),
        empty,
        words: words.map(str::to_owned),
        said_at: None,
    };
    let declined = response(None, Some(Empty::Declined), None);
    let view = shown([
        version(1, &[], response(Some("yes"), None, None)),
        version(2, &[1], response(Some("yes"), None, Some("but not yet"))),
        version(3, &[1], declined.clone()),
    ]);
    assert_eq!(view.body, declined);
    assert_eq!(disputed(&view), ["answer", "empty", "words"]);
}

#[test]
fn members_apart_from_the_words_are_fields_of_their_own() {
    let summary = |text: &str, notes: &[&str]| Summary {
        text: text.to_owned(),
        notes: notes.iter().map(|id| EntryId::new(*id)).collect(),
    };
    let view = shown([
        version(1, &[], summary("a", &["n1"])),
        version(2, &[1], summary("b", &["n2"])),
        version(3, &[1], summary("a", &["n3"])),
    ]);
    assert_eq!(view.body, summary("b", &["n3"]));
    assert_eq!(disputed(&view), ["notes"]);
}

#[test]
fn tags_are_united_and_a_removed_one_is_gone() {
    let view = shown([
        version(1, &[], tagged(&["money", "staff"])),
        version(2, &[1], tagged(&["money", "staff", "short-term"])),
        version(3, &[1], tagged(&["money", "trust"])),
    ]);
    assert_eq!(view.body, tagged(&["money", "short-term", "trust"]));
    assert_eq!(disputed(&view), Vec::<String>::new());
}

#[test]
fn a_tag_that_not_every_ancestor_had_is_not_taken_away() {
    let both = tagged(&["money"]);
    let view = shown([
        version(1, &[], tagged(&[])),
        version(2, &[1], both.clone()),
        version(3, &[1], tagged(&[])),
        version(4, &[2, 3], both.clone()),
        version(5, &[2, 3], tagged(&[])),
    ]);
    assert_eq!(view.body, both);
}

#[test]
fn the_last_tag_can_be_removed() {
    let view = shown([
        version(1, &[], tagged(&["money"])),
        version(2, &[1], tagged(&[])),
        version(3, &[1], tagged(&["money"])),
    ]);
    assert_eq!(view.body, tagged(&[]));
}

#[test]
fn flags_are_a_set_like_tags() {
    let flagged = |flags: &[Flag]| note(|note| note.flags = flags.iter().copied().collect());
    let view = shown([
        version(1, &[], flagged(&[Flag::Check])),
        version(2, &[1], flagged(&[Flag::Check, Flag::AboutSomeoneAbsent])),
        version(3, &[1], flagged(&[Flag::Settled])),
    ]);
    assert_eq!(view.body, flagged(&[Flag::AboutSomeoneAbsent, Flag::Settled]));
    assert_eq!(disputed(&view), Vec::<String>::new());
}

#[test]
fn in_a_dispute_over_consent_the_most_cautious_is_shown_whatever_the_stamps() {
    use ConsentState::{Given, NotAsked, Refused};
    for (one, other, expected) in [
        (Some(Refused), Some(Given), Some(Refused)),
        (Some(Refused), Some(NotAsked), Some(Refused)),
        (Some(Refused), None, Some(Refused)),
        (Some(NotAsked), Some(Given), Some(NotAsked)),
        (Some(NotAsked), None, Some(NotAsked)),
        (None, Some(Given), None),
    ] {
        for (one, other) in [(one, other), (other, one)] {
            let item = |state: Option<_>| {
                seat(&state.map(|state| ("quotes", state)).into_iter().collect::<Vec<_>>())
            };
            let view = shown([version(1, &[], item(one)), version(2, &[], item(other))]);
            assert_eq!(state(&view, "quotes"), expected, "{one:?} and {other:?}");
            assert_eq!(disputed(&view), ["consent.items.quotes"], "{one:?} and {other:?}");
        }
    }
}

#[test]
fn consent_items_and_the_sheet_are_fields_of_their_own() {
    use ConsentState::{Given, Refused};
    let mut on_a_new_sheet = seat(&[("take_part", Given), ("recontact", Given)]);
    on_a_new_sheet.consent.as_mut().unwrap().known.sheet = Some(2);
    let view = shown([
        version(1, &[], seat(&[("take_part", Given), ("quotes", Given)])),
        version(2, &[1], seat(&[("take_part", Given), ("quotes", Refused)])),
        version(3, &[1], Participant { role: Some("chair".to_owned()), ..on_a_new_sheet }),
    ]);
    let consent = &view.body.consent.as_ref().unwrap().known;
    assert_eq!(consent.sheet, Some(2));
    let states = ["take_part", "quotes", "recontact"].map(|item| state(&view, item));
    assert_eq!(states, [Some(Given), Some(Refused), Some(Given)]);
    assert_eq!(view.body.role.as_deref(), Some("chair"));
    assert_eq!(disputed(&view), ["consent.items.quotes"]);
}

#[test]
fn consent_that_only_one_side_changed_is_shown_even_when_it_is_given_later() {
    use ConsentState::{Given, Refused};
    let view = shown([
        version(1, &[], seat(&[("quotes", Refused)])),
        version(2, &[1], seat(&[("quotes", Given)])),
        version(3, &[1], Participant { label: "P2".to_owned(), ..seat(&[("quotes", Refused)]) }),
    ]);
    assert_eq!((state(&view, "quotes"), view.body.label.as_str()), (Some(Given), "P2"));
    assert_eq!(disputed(&view), Vec::<String>::new());
}

#[test]
fn what_was_said_about_consent_keeps_the_time_it_was_said_at() {
    let at = |time: &str| {
        let mut body = seat(&[("quotes", ConsentState::Given)]);
        let items = &mut body.consent.as_mut().unwrap().known.items;
        items.get_mut("quotes").unwrap().known.at = Some(When::new(time));
        body
    };
    let view = shown([version(1, &[], at("10:00")), version(2, &[], at("10:05"))]);
    assert_eq!(view.body, at("10:05"));
    assert_eq!(disputed(&view), ["consent.items.quotes"]);
}

#[test]
fn deleted_here_and_edited_there_the_words_stand_marked() {
    for (edited, removed) in [(2, 3), (3, 2)] {
        let view = shown([
            version(1, &[], text("a")),
            version(edited, &[1], text("b")),
            deleted(removed, &[1], text("a")),
        ]);
        assert_eq!((view.body.text.as_str(), view.is_deleted, view.heads), ("b", false, 2));
        assert_eq!(disputed(&view), ["deleted"]);
    }
}

#[test]
fn a_deleted_head_has_no_say_while_another_stands() {
    // Seen from all three heads only the first version is common: both who stand would have changed "b".
    let view = shown([
        version(1, &[], text("a")),
        version(2, &[1], text("b")),
        version(3, &[2], text("c")),
        version(4, &[2], Note { tags: tagged(&["trust"]).tags, ..text("b") }),
        deleted(5, &[1], text("d")),
    ]);
    assert_eq!(view.body, Note { tags: tagged(&["trust"]).tags, ..text("c") });
    assert_eq!((disputed(&view), view.heads), (vec!["deleted".to_owned()], 3));
}

#[test]
fn an_entry_is_deleted_when_every_head_is() {
    let view = shown([
        version(1, &[], text("a")),
        deleted(2, &[1], text("b")),
        deleted(3, &[1], tagged(&["trust"])),
    ]);
    assert!(view.is_deleted);
    assert_eq!((view.body.text.as_str(), disputed(&view)), ("scared at night", vec!["text".to_owned()]));
}

#[test]
fn unknown_members_are_fields_of_their_own() {
    let with = |at, over: &[i64], mood: &'static str, pace: &'static str| Version {
        unknown: opaque(at, over, &[("mood", Json::text(mood)), ("pace", Json::text(pace))]).unknown,
        ..version(at, over, text("a"))
    };
    let view =
        shown([with(1, &[], "calm", "slow"), with(2, &[1], "tense", "fast"), with(3, &[1], "calm", "even")]);
    let unknown = ["mood", "pace"].map(|name| view.unknown.get(name).and_then(Json::as_text));
    assert_eq!(unknown, [Some("tense"), Some("even")]);
    assert_eq!(disputed(&view), ["pace"]);
}

#[test]
fn a_list_of_a_later_version_merges_by_the_same_names() {
    let line = |at, over: &[i64], seat, words, place| {
        let members = [("participant", seat), ("text", words), ("place", place)];
        opaque(at, over, &members.map(|(name, text)| (name, Json::text(text))))
    };
    let view = shown([
        line(1, &[], "P1", "a", "door"),
        line(2, &[1], "P2", "a", "hall"),
        line(3, &[1], "P1", "b", "door"),
    ]);
    let members = ["participant", "text", "place"].map(|name| view.unknown.get(name).and_then(Json::as_text));
    assert_eq!(members, [Some("P1"), Some("b"), Some("hall")]);
    assert_eq!(disputed(&view), ["participant", "text"]);
}

#[test]
fn members_that_do_not_fit_together_leave_the_top_version() {
    let object = Json::Object(vec![(Cow::Borrowed("sheet"), Json::whole(1))]);
    let view = shown([
        opaque(1, &[], &[("consent", object), ("tags", Json::Null)]),
        opaque(2, &[], &[("consent", Json::text("yes")), ("tags", Json::List(vec![]))]),
    ]);
    assert_eq!(view.unknown.get("consent"), Some(&Json::text("yes")));
    assert_eq!(view.unknown.get("tags"), Some(&Json::List(vec![])));
}

#[test]
fn a_field_is_compared_with_every_newest_common_ancestor() {
    // Both settled 2 and 3 without knowing of each other; 1 is common too, but not newest.
    let crossed = |fourth: &str, fifth: &str| {
        shown([
            version(1, &[], text("a")),
            version(2, &[1], text("b")),
            version(3, &[1], text("c")),
            version(4, &[2, 3], text(fourth)),
            version(5, &[2, 3], text(fifth)),
        ])
    };
    let view = crossed("d", "c");
    assert_eq!((view.body.text.as_str(), disputed(&view)), ("c", vec!["text".to_owned()]));
    let view = crossed("d", "d");
    assert_eq!((view.body.text.as_str(), disputed(&view)), ("d", vec![]));
    let view = shown([
        version(1, &[], text("a")),
        version(2, &[1], text("b")),
        version(3, &[2], text("c")),
        version(4, &[2, 1], text("b")),
    ]);
    assert_eq!((view.body.text.as_str(), disputed(&view)), ("c", vec![]));
}

#[test]
fn with_a_missing_ancestor_every_side_has_changed_everything() {
    let view = shown([version(2, &[1], text("b")), version(3, &[1], tagged(&["trust"]))]);
    assert_eq!((view.body, view.disputed.len()), (tagged(&["trust"]), 1));
    // One that is missing beside one that is here, and one that is missing on one side only.
    let here_and_missing = |over: &[i64]| {
        let theme = Some(ThemeId::new("funding"));
        let versions = [text("a"), text("b"), Note { theme, ..text("a") }];
        let [first, second, third] = versions;
        shown([version(2, &[], first), version(3, &[1, 2], second), version(4, over, third)])
    };
    assert_eq!(disputed(&here_and_missing(&[1, 2])), ["text", "theme"]);
    assert_eq!(disputed(&here_and_missing(&[2])), Vec::<String>::new());
}

#[test]
fn an_edge_to_a_younger_version_or_to_itself_does_not_count() {
    // 1 and 2 replace each other, 3 and 4 name each other and themselves.
    let view = shown([
        version(1, &[1, 2], text("a")),
        version(2, &[1, 4], text("b")),
        version(3, &[2, 3, 4], text("b")),
        version(4, &[2, 4, 9], text("c")),
    ]);
    assert_eq!((view.body.text.as_str(), disputed(&view), view.heads), ("c", vec![], 2));
}

#[test]
fn every_body_under_a_forged_stamp_is_an_ancestor() {
    let forged = |words: &str| {
        shown([
            version(1, &[], text("a")),
            version(1, &[], text(words)),
            version(2, &[1], text("a")),
            version(3, &[1], text("c")),
            version(4, &[1], text("a")),
        ])
    };
    assert_eq!(disputed(&forged("a")), Vec::<String>::new());
    let view = forged("b");
    assert_eq!((view.body.text.as_str(), disputed(&view)), ("a", vec!["text".to_owned()]));
}

#[test]
fn of_two_bodies_under_one_stamp_the_larger_is_shown() {
    let view = shown([version(1, &[], text("b")), version(1, &[], text("a"))]);
    assert_eq!((view.body.text.as_str(), disputed(&view), view.heads), ("b", vec!["text".to_owned()], 2));
}

#[test]
fn a_long_history_and_many_sides_are_followed_to_the_end() {
    let chain = (0..100_000).map(|at| version(at, &[at - 1], text(if at <= 50_000 { "a" } else { "c" })));
    // A thousand sides leave the chain near its end, the oldest of all in its middle: there it is "a" for all.
    let sides = (1..=1_000).map(|side| version(100_000 + side, &[99_000 + side - 1], tagged(&["trust"])));
    let sides = sides.map(|side| Version { body: Note { text: "a".to_owned(), ..side.body }, ..side });
    let view = shown(chain.chain(sides).chain([version(100_000, &[50_000], text("b"))]));
    assert_eq!((view.body.text.as_str(), view.heads, disputed(&view)), ("b", 1_001, vec![]));
    assert!(view.body.tags.contains("trust"));
}

#[test]
fn a_dispute_is_named_by_its_path_in_the_file() {
    let name = |text: &str| text.to_owned();
    let fields = [
        Field::Member(name("text")),
        Field::Consent(name("sheet")),
        Field::ConsentItem(name("quotes")),
        Field::Deleted,
    ];
    let paths = fields.map(|field| field.to_string());
    assert_eq!(paths, ["text", "consent.sheet", "consent.items.quotes", "deleted"]);
}

/// What is one field of a note, as far as the random notes differ in it.
fn together(note: &Note) -> (NoteKind, Option<SeatId>, String) {
    (note.kind, note.participant.clone(), note.text.clone())
}

/// Stamps that a version replaces, directly or through others: by adding edges until nothing is added.
fn replaced(version: &Version<Note>, all: &[Version<Note>]) -> BTreeSet<Stamp> {
    let older = |version: &Version<Note>| {
        version.over.iter().copied().filter(|stamp| *stamp < version.stamp).collect::<BTreeSet<_>>()
    };
    let mut reached = older(version);
    loop {
        let inside = all.iter().filter(|version| reached.contains(&version.stamp));
        let next: BTreeSet<Stamp> = inside.flat_map(older).chain(reached.iter().copied()).collect();
        if next == reached {
            return reached;
        }
        reached = next;
    }
}

/// The sides that have a say and those of them that changed the words, smallest stamp first.
fn sides(all: &[Version<Note>]) -> (Vec<&Version<Note>>, Vec<&Version<Note>>) {
    let heads =
        all.iter().filter(|head| !all.iter().any(|version| replaced(version, all).contains(&head.stamp)));
    let heads: Vec<_> = heads.collect();
    let has_say = |head: &&&Version<Note>| !head.is_deleted || heads.iter().all(|head| head.is_deleted);
    let sides: Vec<_> = heads.iter().filter(has_say).copied().collect();
    let is_common = |stamp: &Stamp| sides.iter().all(|side| replaced(side, all).contains(stamp));
    let common: BTreeSet<Stamp> =
        all.iter().flat_map(|version| replaced(version, all)).filter(is_common).collect();
    let find = |stamp: &Stamp| all.iter().find(|version| version.stamp == *stamp);
    let is_newest =
        |stamp: &&Stamp| !common.iter().filter_map(find).any(|one| replaced(one, all).contains(*stamp));
    let newest: Option<Vec<_>> = common.iter().filter(is_newest).map(find).collect();
    let newest = newest.unwrap_or_default();
    let is_changed = |side: &&&Version<Note>| {
        newest.is_empty() || newest.iter().any(|one| together(&one.body) != together(&side.body))
    };
    let changed = sides.iter().filter(is_changed).copied().collect();
    (sides, changed)
}

prop_compose! {
    /// A version that replaces some of the last ones before it, now and then itself or the next.
    fn any_version(at: i64)(
        back in btree_set(-1i64..5, 1..3),
        kind in 0..2usize,
        seat in 0..2usize,
        words in "[ab]",
        tags in btree_set("[abc]", 0..3),
        is_deleted in prop::bool::weighted(0.2),
    ) -> Version<Note> {
        let participant = [None, Some("P1")][seat].map(SeatId::new);
        let body = Note { kind: NoteKind::ALL[kind], participant, tags, ..text(&words) };
        let over: Vec<i64> = back.into_iter().map(|back| at - back).collect();
        Version { is_deleted, ..version(at, &over, body) }
    }
}

/// Up to ten versions of a note; what they replace may be missing.
fn history() -> impl Strategy<Value = Vec<Version<Note>>> {
    subsequence((0..10).collect::<Vec<i64>>(), 1..=10)
        .prop_flat_map(|stamps| stamps.into_iter().map(any_version).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_words_shown_are_those_of_the_greatest_side_that_changed_them(all in history()) {
        let view = shown(all.clone());
        let (sides, changed) = sides(&all);
        let expected = changed.last().or(sides.last()).unwrap();
        prop_assert_eq!(together(&view.body), together(&expected.body));
        let is_disputed = ["kind", "participant", "text"].iter().any(|name| disputed(&view).contains(&(*name).into()));
        let differ = changed.iter().any(|side| together(&side.body) != together(&expected.body));
        prop_assert_eq!(is_disputed, differ);
    }

    #[test]
    fn a_tag_shown_is_on_some_side_and_one_on_every_side_is_shown(all in history()) {
        let shown = shown(all.clone()).body.tags;
        let (sides, _) = sides(&all);
        let is_on = |tag: &String| sides.iter().filter(|side| side.body.tags.contains(tag)).count();
        prop_assert!(shown.iter().all(|tag| is_on(tag) > 0));
        prop_assert!(sides.iter().flat_map(|side| &side.body.tags).all(|tag| is_on(tag) < sides.len() || shown.contains(tag)));
    }

    #[test]
    fn the_order_of_joining_does_not_matter((all, turned) in history().prop_flat_map(|all| {
        let turned = Just(all.clone()).prop_shuffle();
        (Just(all), turned)
    })) {
        prop_assert_eq!(view(&entry(all)), view(&entry(turned)));
    }
}
