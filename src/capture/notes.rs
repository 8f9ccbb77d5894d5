//! What a typed line becomes: one note, or two when words follow the end of a quote.

use std::collections::BTreeSet;

use super::signs::Signs;
use super::tags::without_tags;
use crate::model::note::NoteKind;

/// A note as it was typed, before it has an id and a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// What it is.
    pub kind: NoteKind,
    /// Who said it, by the number of the seat.
    pub speaker: Option<u32>,
    /// The words.
    pub text: String,
    /// Tags, in lower case, without the sign.
    pub tags: BTreeSet<String>,
}

/// Turns the signs and the words after them into notes; none when there are no words, whatever the signs.
///
/// The closing mark of a quote or an observation is dropped, and words after it become the note-taker's
/// comment: they were not said.
#[must_use]
pub fn captured(signs: &Signs, text: &str) -> Vec<Captured> {
    let (text, tags) = without_tags(text);
    let kind = signs.kind.unwrap_or(NoteKind::Point);
    let (words, after) = match kind {
        NoteKind::Quote => closed_by(&text, &['"', '”', '“', '»']),
        NoteKind::Observation if text.matches('(').count() < text.matches(')').count() => {
            closed_by(&text, &[')'])
        }
        _ => (text.trim(), ""),
    };
    let note = |kind, speaker, text: &str, tags| {
        (!text.is_empty()).then(|| Captured { kind, speaker, text: text.to_owned(), tags })
    };
    let mut notes: Vec<Captured> = note(kind, signs.speaker, words, tags).into_iter().collect();
    notes.extend(note(NoteKind::Comment, None, after, BTreeSet::new()));
    notes
}

/// Splits a text at the last closing mark that ends a word. A mark inside a quote ("the “quick” fix") is only
/// the end when no other follows.
fn closed_by<'a>(text: &'a str, marks: &[char]) -> (&'a str, &'a str) {
    let text = text.trim();
    let close = text.char_indices().rev().find(|(at, letter)| {
        let after = text.get(at + letter.len_utf8()..).and_then(|rest| rest.chars().next());
        marks.contains(letter) && after.is_none_or(char::is_whitespace)
    });
    let Some((at, letter)) = close else { return (text, "") };
    let words = text.get(..at).unwrap_or(text);
    // An even number of plain marks before it: this one opens or belongs to a quote within the words.
    if letter == '"' && words.matches('"').count() % 2 == 1 {
        return (text, "");
    }
    (words.trim(), text.get(at + letter.len_utf8()..).unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of examples that any program reading the signs can use.
    const EXAMPLES: &str = include_str!("../../tests/vectors/capture.json");

    #[test]
    fn every_example_of_the_table_means_what_it_says() {
        let table: serde_json::Value = serde_json::from_str(EXAMPLES).unwrap();
        let examples = table["examples"].as_array().unwrap();
        let seats: Vec<u32> = table["seats"]
            .as_array()
            .unwrap()
            .iter()
            .map(|seat| u32::try_from(seat.as_u64().unwrap()).unwrap())
            .collect();
        for example in examples {
            let typed = example["typed"].as_str().unwrap();
            let (signs, rest) = Signs::read(typed, &seats);
            let notes: Vec<_> = captured(&signs, rest)
                .into_iter()
                .map(|note| {
                    let mut json = serde_json::json!({ "kind": note.kind.word(), "text": note.text });
                    if let Some(speaker) = note.speaker {
                        json["speaker"] = speaker.into();
                    }
                    if !note.tags.is_empty() {
                        json["tags"] = note.tags.into_iter().collect();
                    }
                    json
                })
                .collect();
            assert_eq!(serde_json::Value::from(notes), example["notes"], "typed: {typed:?}");
        }
        assert!(examples.len() >= 30);
    }

    #[test]
    fn signs_written_back_read_the_same() {
        for speaker in [None, Some(3), Some(12)] {
            for kind in [None, Some(NoteKind::Quote), Some(NoteKind::Observation), Some(NoteKind::Comment)] {
                let signs = Signs { speaker, kind };
                assert_eq!(Signs::read(&signs.text(), &[3, 12]), (signs, ""));
            }
        }
    }
}
