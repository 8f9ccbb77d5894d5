//! The table of examples, read as a whole and typed letter by letter.

use serde_json::{Value, json};

use super::abbreviations::Abbreviations;
use super::notes::{Captured, captured};
use super::room::{Room, SeatName, ThemeName};
use super::signs::{Signs, sign_at};
use crate::model::ids::ThemeId;
use crate::model::note::Stage;

/// The table that any program reading the signs can use.
const EXAMPLES: &str = include_str!("../../tests/vectors/capture.json");

struct Table {
    room: Room,
    abbreviations: Abbreviations,
    examples: Vec<Value>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn table() -> Table {
    let table: Value = serde_json::from_str(EXAMPLES).unwrap();
    let list = |name: &str| table[name].as_array().unwrap().clone();
    let seat = |seat: &Value| SeatName {
        number: u32::try_from(seat["number"].as_u64().unwrap()).unwrap(),
        about: text(&seat["about"]),
    };
    let theme =
        |theme: &Value| ThemeName { id: ThemeId::new(text(&theme["id"])), title: text(&theme["title"]) };
    let pairs = table["abbreviations"].as_object().unwrap();
    Table {
        room: Room {
            seats: list("seats").iter().map(seat).collect(),
            themes: list("themes").iter().map(theme).collect(),
        },
        abbreviations: pairs.iter().map(|(short, words)| (short, text(words))).collect(),
        examples: list("examples"),
    }
}

/// A note as the table writes it: a member that says nothing is left out.
fn written(note: Captured) -> Value {
    let mut json = json!({ "kind": note.kind.word(), "text": note.text });
    let hands = note.hands;
    let members = [
        ("speaker", json!(note.speaker)),
        ("for", json!(hands.map(|hands| hands.hands_for))),
        ("against", json!(hands.and_then(|hands| hands.hands_against))),
        ("of", json!(hands.map(|hands| hands.hands_of))),
        ("stage", json!(note.stage.map(Stage::word))),
        ("theme", json!(note.theme.as_ref().map(ThemeId::as_str))),
        ("tags", json!((!note.tags.is_empty()).then_some(note.tags))),
    ];
    for (name, member) in members.into_iter().filter(|(_, member)| !member.is_null()) {
        json[name] = member;
    }
    json
}

/// Checks every example, with lines taken in by `read`.
fn check(read: impl Fn(&Table, &str) -> (Signs, String)) {
    let table = table();
    for example in &table.examples {
        let typed = &example["typed"];
        let lines = typed.as_array().cloned().unwrap_or_else(|| vec![typed.clone()]);
        let mut pinned = None;
        let mut notes = Vec::new();
        for line in &lines {
            let (signs, words) = read(&table, line.as_str().unwrap());
            notes.extend(captured(&signs.while_pinned(pinned), &words).into_iter().map(written));
            pinned = signs.pinned_after(pinned);
        }
        assert_eq!(Value::from(notes), example["notes"], "typed: {typed}");
        assert_eq!(json!(pinned), example["pinned_afterwards"], "typed: {typed}");
    }
}

#[test]
fn every_example_means_what_it_says_when_it_is_read_as_a_whole() {
    check(|table, line| {
        let (signs, rest) = Signs::read(line, &table.room);
        (signs, table.abbreviations.expanded(rest))
    });
}

#[test]
fn every_example_means_the_same_when_it_is_typed_letter_by_letter() {
    check(|table, line| {
        let (mut signs, mut words) = (Signs::default(), String::new());
        for letter in line.chars() {
            words.push(letter);
            while let Some((sign, length)) = sign_at(&words, &signs, &table.room) {
                signs.add(sign);
                words.drain(..length);
            }
            let typed_at = words.len().saturating_sub(letter.len_utf8());
            if let Some((word, expansion)) = table.abbreviations.expansion_before(&words, typed_at) {
                words.replace_range(word, &expansion);
            }
        }
        let rest = signs.read_on(&words, &table.room).to_owned();
        (signs, rest)
    });
}

#[test]
fn no_example_stands_twice() {
    let table = table();
    for (at, example) in table.examples.iter().enumerate() {
        let is_again = |other: &Value| other["typed"] == example["typed"];
        assert!(!table.examples[..at].iter().any(is_again), "twice: {}", example["typed"]);
    }
    assert!(table.examples.len() >= 90);
}
