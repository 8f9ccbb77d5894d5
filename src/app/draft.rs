//! The note being typed: chips in front, words behind, and each change as a fact for the journal.

use super::composer::{Composer, Edit};
use crate::capture::signs::{Sign, Signs, sign_at};
use crate::format::journal::DraftEdit;
use crate::model::ids::EntryId;
use crate::model::note::Note;
use crate::model::when::When;
use crate::study::replay;

/// A half-typed note.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The note it changes; none for a new one.
    pub note: Option<EntryId>,
    /// That note as it was, so that what the signs cannot say is kept.
    pub base: Option<Note>,
    /// The signs that have become chips.
    pub signs: Signs,
    /// The words.
    pub words: Composer,
    /// When it was begun.
    pub begun: Option<When>,
}

impl Draft {
    /// Puts back a half-typed note from a journal.
    #[must_use]
    pub fn restored(note: Option<EntryId>, base: Option<Note>, kept: &replay::Draft, seats: &[u32]) -> Self {
        let (signs, rest) = Signs::read(&kept.signs, seats);
        // A seat that is gone leaves its sign as text, so that nothing typed is lost.
        let words = format!("{rest}{}", kept.text);
        Self { note, base, signs, words: Composer::with_text(words), begun: Some(kept.begun.clone()) }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.signs == Signs::default()
    }

    /// The journal's fact for a change of the words.
    #[must_use]
    pub fn fact(&mut self, edit: &Edit, now: &When) -> DraftEdit {
        self.begun.get_or_insert_with(|| now.clone());
        let signs = self.signs.text();
        DraftEdit {
            note: self.note.clone(),
            // A note of four gigabytes is beyond what a journal or a person holds.
            at: u32::try_from(edit.at).unwrap_or(u32::MAX),
            removed: u32::try_from(edit.removed.len()).unwrap_or(u32::MAX),
            inserted: edit.inserted.clone(),
            signs: (!signs.is_empty()).then_some(signs),
            said_at: now.clone(),
        }
    }

    /// Turns signs typed in front of the words into chips; gives a fact for each.
    pub fn take_signs(&mut self, seats: &[u32], now: &When) -> Vec<DraftEdit> {
        let mut facts = Vec::new();
        while let Some((sign, length)) = sign_at(self.words.text(), &self.signs, seats) {
            let Some(edit) = self.words.replace(0..length, "") else { break };
            self.signs.add(sign);
            facts.push(self.fact(&edit, now));
        }
        facts
    }

    /// Sets who said it.
    pub fn set_speaker(&mut self, seat: u32, now: &When) -> DraftEdit {
        self.signs.add(Sign::Speaker(seat));
        self.fact(&unchanged(), now)
    }

    /// Turns the last chip back into text; nothing when there is none.
    ///
    /// A seat comes back without its blank, so that it can be changed; another sign with a blank in front, which
    /// keeps it text.
    pub fn chip_to_text(&mut self, now: &When) -> Option<DraftEdit> {
        let text = if let Some(kind) = self.signs.kind.take() {
            format!(" {}", crate::capture::signs::sign_of(kind).unwrap_or_default())
        } else {
            format!("{}:", self.signs.speaker.take()?)
        };
        let edit = self.words.replace(0..0, &text)?;
        self.words.set_cursor(text.len());
        Some(self.fact(&edit, now))
    }
}

fn unchanged() -> Edit {
    Edit { at: 0, removed: String::new(), inserted: String::new() }
}
