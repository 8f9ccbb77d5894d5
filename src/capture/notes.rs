//! What a typed line becomes: one note, or two when words follow the end of a quote or an observation.

use std::collections::BTreeSet;

use super::kind::{Hands, KindSign, can_be_attributed};
use super::signs::Signs;
use super::speaker::Speaker;
use super::tags::without_tags;
use crate::model::ids::ThemeId;
use crate::model::note::{NoteKind, Stage};

/// The most bytes one note takes: some 5,000 words of English.
pub const MOST_NOTE_BYTES: usize = 32 << 10;

/// A note as it was typed, before it has an id and a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// What it is.
    pub kind: NoteKind,
    /// Who said it, by the number of the seat, which need not be there. Nobody for a comment or a show of hands.
    pub speaker: Option<u32>,
    /// The numbers of a show of hands, for that kind only.
    pub hands: Option<Hands>,
    /// How far an example of practice has come, for that kind only.
    pub stage: Option<Stage>,
    /// The theme a sign files it under; none means the theme shown.
    pub theme: Option<ThemeId>,
    /// The words, never blank.
    pub text: String,
    /// Tags, in lower case, without the sign.
    pub tags: BTreeSet<String>,
}

/// Turns the signs and the words after them into notes; none when there are no words, whatever the signs.
///
/// The closing mark of a quote or an observation is dropped, and words after it become the note-taker's
/// comment: they were not said. When a sign says who, but the note cannot be attributed, the words begin with
/// the seat (`P3: `), so that it is not lost.
#[must_use]
pub fn captured(signs: &Signs, text: &str) -> Vec<Captured> {
    let (text, tags) = without_tags(text);
    let kind = signs.kind.map_or(NoteKind::Point, KindSign::kind);
    let (words, after) = parts(kind, &text);
    let mut notes: Vec<Captured> = [(kind, words), (NoteKind::Comment, after)]
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(kind, words)| bare(kind, words, signs.theme.clone()))
        .collect();
    if let Some(first) = notes.first_mut() {
        first.tags = tags;
        say_kind(first, signs.kind);
        say_speaker(first, signs.speaker);
    }
    notes
}

fn bare(kind: NoteKind, words: &str, theme: Option<ThemeId>) -> Captured {
    let (hands, stage) = (None, None);
    Captured { kind, speaker: None, hands, stage, theme, text: words.to_owned(), tags: BTreeSet::new() }
}

const fn say_kind(note: &mut Captured, sign: Option<KindSign>) {
    match sign {
        Some(KindSign::Count(hands)) => note.hands = Some(hands),
        Some(KindSign::Practice(stage)) => note.stage = Some(stage),
        _ => {}
    }
}

fn say_speaker(note: &mut Captured, speaker: Option<Speaker>) {
    let Some(seat) = speaker.and_then(Speaker::seat) else { return };
    if can_be_attributed(note.kind) {
        note.speaker = Some(seat);
    } else {
        note.text.insert_str(0, &format!("P{seat}: "));
    }
}

/// The words of the note, and those after its closing mark; either may be empty.
fn parts(kind: NoteKind, text: &str) -> (&str, &str) {
    match kind {
        NoteKind::Quote => closed_by(text, &['"', '”', '“', '»']),
        NoteKind::Observation if text.matches('(').count() < text.matches(')').count() => {
            closed_by(text, &[')'])
        }
        _ => (text.trim(), ""),
    }
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
