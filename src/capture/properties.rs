//! What holds for any text in any room: no word is lost, typing and reading agree, signs written are read.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::abbreviations::Abbreviations;
use super::kind::{Hands, KindSign, can_be_attributed};
use super::notes::captured;
use super::room::{Room, SeatName, ThemeName};
use super::signs::{Signs, sign_at};
use super::speaker::Speaker;
use crate::model::ids::ThemeId;
use crate::model::note::{NoteKind, Stage};

/// What can stand in front of a line, near misses too, with `|` between.
const SIGNS: &str = "3: |3:: |0: |12: |9: |2024: |3:|@3 |@family |@p12 |@worker |@|\"|“|«|(|;|; |!|~|=6/8 |=6-1/8 |=6/|\
    *e |*s |*|>fund |>f |>my_theme |>| ";

/// What a line goes on with: words, marks that close, tags, and blanks of several kinds.
const WORDS: &str =
    "we |wait|\" |\"|” |»|(|)| #tag| #Für-alle|#3|#| |\n|\u{a0}|\t|cyp |Cyp |É|ß|e\u{301}|٣|日本|7|: ";

fn line() -> impl Strategy<Value = String> {
    let bits = |bits: &'static str, most| {
        vec(select(bits.split('|').collect::<Vec<_>>()), 0..=most).prop_map(|bits| bits.concat())
    };
    let tags = select(&["", "", " #tag", " #Für-alle #tag"][..]);
    let in_order =
        (bits(SIGNS, 3), bits(WORDS, 6), tags).prop_map(|(signs, words, tags)| signs + &words + tags);
    let mixed = (bits(WORDS, 4), bits(SIGNS, 8)).prop_map(|(words, signs)| words + &signs);
    prop_oneof![4 => in_order, 1 => mixed, 1 => any::<String>()]
}

fn room() -> impl Strategy<Value = Room> {
    let abouts: &[&str] = &["", "family worker, voluntary", "social worker", "police officer", "3 a day"];
    let seats = vec((1u32..130, select(abouts)), 0..6);
    let ids: &[&str] = &["funding", "Funding", "my theme", "f", "3", "für \u{a0}alle", "0"];
    let titles: &[&str] = &["Funding", "Lessons for practice", "My theme", "", "f"];
    let themes = btree_map(select(ids), select(titles), 0..5);
    (seats, themes).prop_map(|(seats, themes)| Room {
        seats: seats.into_iter().map(|(number, about)| SeatName { number, about: about.into() }).collect(),
        themes: themes
            .into_iter()
            .map(|(id, title)| ThemeName { id: ThemeId::new(id), title: title.into() })
            .collect(),
    })
}

fn kind() -> impl Strategy<Value = KindSign> {
    use KindSign::{Action, Comment, Observation, Parked, Practice, Quote};
    let hands = (0u32..10_000, option::of(0u32..10_000), 0u32..10_000)
        .prop_map(|(hands_for, hands_against, hands_of)| Hands { hands_for, hands_against, hands_of });
    let stages = [Stage::Emerging, Stage::Developing, Stage::Established].map(Practice);
    prop_oneof![
        4 => select(vec![Quote, Observation, Comment, Action, Parked]),
        2 => select(stages.to_vec()),
        3 => hands.prop_map(KindSign::Count),
    ]
}

/// Signs that this room can have.
fn signs(room: &Room) -> impl Strategy<Value = Signs> + use<> {
    let seats: Vec<u32> = room.seats.iter().map(|seat| seat.number).chain(1..100).collect();
    let speaker = prop_oneof![
        select(seats.clone()).prop_map(Speaker::Seat),
        select(seats).prop_map(Speaker::Pinned),
        Just(Speaker::Unpinned),
    ];
    let themes: Vec<_> = room.themes.iter().map(|theme| Some(theme.id.clone())).chain([None]).collect();
    (option::of(speaker), option::of(kind()), select(themes)).prop_map(|(speaker, kind, theme)| Signs {
        speaker,
        kind,
        theme,
    })
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn every_letter_and_digit_behind_the_signs_is_in_the_notes_in_order(line in line(), room in room()) {
        let (signs, rest) = Signs::read(&line, &room);
        let notes = captured(&signs, rest);
        prop_assert!(notes.iter().all(|note| !note.text.trim().is_empty()));
        let mut texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
        if let (Some(seat), Some(first)) = (signs.speaker.and_then(Speaker::seat), texts.first_mut())
            && notes[0].speaker != Some(seat)
        {
            prop_assert!(!can_be_attributed(notes[0].kind));
            let without = first.strip_prefix(&format!("P{seat}: "));
            prop_assert!(without.is_some(), "lost: {seat}");
            *first = without.unwrap_or_default();
        }
        let kept = letters(&texts.concat());
        let mut left = kept.as_str();
        let tags: Vec<&String> = notes.iter().flat_map(|note| &note.tags).collect();
        for (at, piece) in rest.split_whitespace().flat_map(|word| word.split('#').enumerate()) {
            match left.strip_prefix(&letters(piece)) {
                Some(after) => left = after,
                // What is in no sentence is a tag; a line of nothing but tags has no notes.
                None => {
                    let is_kept = tags.iter().any(|tag| **tag == piece.to_lowercase());
                    prop_assert!(at > 0 && (notes.is_empty() || is_kept), "lost: {piece}");
                }
            }
        }
        prop_assert_eq!(left, "");
    }

    #[test]
    fn typing_a_line_letter_by_letter_reads_as_the_whole_line(line in line(), room in room()) {
        let (mut signs, mut words) = (Signs::default(), String::new());
        for letter in line.chars() {
            words.push(letter);
            while let Some((sign, length)) = sign_at(&words, &signs, &room) {
                signs.add(sign);
                words.drain(..length);
            }
        }
        let rest = signs.read_on(&words, &room);
        prop_assert_eq!((signs.clone(), rest), Signs::read(&line, &room));
    }

    #[test]
    fn signs_written_back_read_the_same((room, signs) in room().prop_flat_map(|room| {
        let signs = signs(&room);
        (Just(room), signs)
    })) {
        let text = signs.text();
        prop_assert_eq!(Signs::read(&text, &room), (signs.clone(), ""), "{}", text);
        prop_assert_eq!(Signs::read(text.trim_end(), &room), (signs.clone(), ""));
        prop_assert_eq!(signs.is_empty(), text.is_empty());
    }

    #[test]
    fn a_sign_taken_away_and_completed_again_is_the_same_sign((room, signs) in room().prop_flat_map(|room| {
        let signs = signs(&room);
        (Just(room), signs)
    })) {
        let mut left = signs.clone();
        while let Some(text) = left.take_last() {
            prop_assert_eq!(sign_at(&text, &left, &room), None);
            let typed_on = text.trim_start().to_owned() + " ";
            let (sign, _) = sign_at(&typed_on, &left, &room).unwrap();
            let mut again = left.clone();
            again.add(sign);
            prop_assert!(signs.text().starts_with(&again.text()));
        }
        prop_assert!(left.is_empty());
    }

    #[test]
    fn expanding_a_line_is_expanding_it_as_it_is_typed(
        line in line(),
        pairs in btree_map(select(&["cyp", "we", "\"we", "É", "3", "x y"][..]), "[a-z ]{0,9}", 0..5),
    ) {
        let list: Abbreviations = pairs.into_iter().collect();
        let mut typed = String::new();
        for letter in line.chars() {
            let at = typed.len();
            typed.push(letter);
            if let Some((word, words)) = list.expansion_before(&typed, at) {
                typed.replace_range(word, &words);
            }
        }
        prop_assert_eq!(typed, list.expanded(&line));
    }

    #[test]
    fn what_is_named_is_the_closest_that_fits(room in room(), typed in line()) {
        let named = room.seat_named(&typed);
        prop_assert!(named.is_none_or(|number| room.seats_like(&typed)[0].number == number));
        let theme = room.theme_named(&typed);
        prop_assert!(theme.is_none_or(|theme| room.themes_like(&typed)[0] == theme));
    }

    #[test]
    fn nobody_says_a_comment_or_a_show_of_hands(room in room(), line in line(), pinned in option::of(1u32..20)) {
        let (signs, rest) = Signs::read(&line, &room);
        for note in captured(&signs.while_pinned(pinned), rest) {
            let is_unsaid = matches!(note.kind, NoteKind::Comment | NoteKind::Count);
            prop_assert!(!is_unsaid || note.speaker.is_none());
            prop_assert_eq!(note.hands.is_some(), note.kind == NoteKind::Count);
            prop_assert_eq!(note.stage.is_some(), note.kind == NoteKind::Practice);
            prop_assert_eq!(&note.theme, &signs.theme);
        }
    }
}
