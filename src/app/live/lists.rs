//! Lists over the typing line: who said it, which tag.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Live;
use crate::model::session::seat_number;

/// What a list offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// People, after `@`.
    Who,
    /// Tags, after `#`.
    Tag,
}

/// An open list: it is about the word that begins with its sign and ends at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// What it offers.
    pub offer: Offer,
    /// Where the sign stands, in bytes.
    from: usize,
    /// The line chosen.
    pub at: usize,
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it says.
    pub label: String,
    /// What stands beside it.
    pub about: String,
    /// What taking it means.
    pub taken: Taken,
}

/// What was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// The seat of this number.
    Seat(u32),
    /// A tag.
    Tag(String),
}

/// A list never shows more lines.
pub const MOST_ITEMS: usize = 12;

impl List {
    /// The list a sign opens when it was typed at the start of a word, just before the cursor.
    #[must_use]
    pub fn opened_by(sign: char, text: &str, cursor: usize) -> Option<Self> {
        let from = cursor.checked_sub(sign.len_utf8())?;
        let before = text.get(..from)?.chars().next_back();
        let offer = if sign == '@' { Offer::Who } else { Offer::Tag };
        before.is_none_or(char::is_whitespace).then_some(Self { offer, from, at: 0 })
    }

    /// The word it is about, with its sign.
    #[must_use]
    pub const fn range(&self, cursor: usize) -> Range<usize> {
        self.from..cursor
    }

    /// Whether the cursor is still in the word.
    pub(super) fn is_about(&self, text: &str, cursor: usize) -> bool {
        let word = text.get(self.from..cursor).unwrap_or_default();
        let sign = if self.offer == Offer::Who { '@' } else { '#' };
        word.starts_with(sign) && !word.contains(char::is_whitespace)
    }

    fn letters<'a>(&self, live: &'a Live) -> &'a str {
        let words = &live.draft.words;
        words.text().get(self.from + 1..words.cursor()).unwrap_or_default()
    }

    /// The lines that fit what is typed.
    #[must_use]
    pub fn items(&self, live: &Live) -> Vec<Item> {
        let typed = self.letters(live).to_lowercase();
        let mut items = match self.offer {
            Offer::Who => people(live, &typed),
            Offer::Tag => tags(live, &typed),
        };
        items.truncate(MOST_ITEMS);
        items
    }

    /// Whether the letters are just the number of a seat that is there, so that a blank takes it.
    pub(super) fn is_exact_seat(&self, live: &Live) -> bool {
        self.offer == Offer::Who
            && self.letters(live).parse().is_ok_and(|number: u32| live.seat_numbers().contains(&number))
    }
}

/// Whether a tag has been typed in full, so that there is nothing to complete.
#[must_use]
pub fn is_typed_out(text: &str, range: &Range<usize>, tag: &str) -> bool {
    text.get(range.start + 1..range.end) == Some(tag)
}

fn people(live: &Live, typed: &str) -> Vec<Item> {
    let seats = live.recorder.session().seats();
    let fits = |label: &str, about: &str| {
        let number = seat_number(label).to_string();
        number.starts_with(typed)
            || label.to_lowercase().starts_with(typed)
            || about.to_lowercase().contains(typed)
    };
    let mut items: Vec<Item> = seats
        .iter()
        .map(|(_, seat)| (seat.label.clone(), super::shown::about(seat)))
        .filter(|(label, about)| seat_number(label) != u32::MAX && fits(label, about))
        .map(|(label, about)| Item { taken: Taken::Seat(seat_number(&label)), label, about })
        .collect();
    // An exact number first: 1 means P1 before P10.
    items.sort_by_key(|item| item.label.trim_start_matches('P') != typed);
    items
}

fn tags(live: &Live, typed: &str) -> Vec<Item> {
    let session = live.recorder.session();
    let codebook = session.guide().map(|guide| guide.codebook.as_slice()).unwrap_or_default();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut items: Vec<Item> = Vec::new();
    let known = codebook.iter().map(|code| (code.id.as_str(), code.text.as_str()));
    let used = session.lists.notes.standing().flat_map(|(_, note)| note.body.tags.iter());
    for (tag, about) in known.chain(used.map(|tag| (tag.as_str(), "used in this session"))) {
        if tag.contains(typed) && seen.insert(tag) {
            items.push(Item {
                label: tag.to_owned(),
                about: about.to_owned(),
                taken: Taken::Tag(tag.to_owned()),
            });
        }
    }
    items.sort_by_key(|item| !item.label.starts_with(typed));
    items
}
