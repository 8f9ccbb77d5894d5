//! Lists over the typing line: who said it, which tag, which theme.

use std::collections::BTreeSet;
use std::ops::Range;

use super::typing::draft_effect;
use super::{Live, saving};
use crate::app::{App, Effect, Screen};
use crate::capture::{SeatName, Sign, Speaker, ThemeName};
use crate::model::ids::ThemeId;

/// What a list offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// People, after `@`.
    Who,
    /// Tags, after `#`.
    Tag,
    /// Themes, after `>`.
    Theme,
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
    /// A theme.
    Theme(ThemeId),
}

/// A list never shows more lines.
pub const MOST_ITEMS: usize = 12;

impl List {
    /// The list a sign opens when it was typed just before the cursor: `@` and `#` at the start of a word, `>` in
    /// front of the note.
    #[must_use]
    pub fn opened_by(sign: char, text: &str, cursor: usize) -> Option<Self> {
        let offer = match sign {
            '@' => Offer::Who,
            '#' => Offer::Tag,
            '>' => Offer::Theme,
            _ => return None,
        };
        let from = cursor.checked_sub(sign.len_utf8())?;
        let before = text.get(..from)?.chars().next_back();
        // A blank in front of the note keeps who and theme as they are typed.
        let is_literal = from > 0 && text.get(..from)?.trim().is_empty();
        let is_here = match offer {
            Offer::Who => before.is_none_or(char::is_whitespace) && !is_literal,
            Offer::Tag => before.is_none_or(char::is_whitespace),
            Offer::Theme => from == 0,
        };
        is_here.then_some(Self { offer, from, at: 0 })
    }

    /// The word it is about, with its sign.
    #[must_use]
    pub const fn range(&self, cursor: usize) -> Range<usize> {
        self.from..cursor
    }

    /// Whether the cursor is still in the word.
    pub(super) fn is_about(&self, text: &str, cursor: usize) -> bool {
        let word = text.get(self.from..cursor).unwrap_or_default();
        let sign = match self.offer {
            Offer::Who => '@',
            Offer::Tag => '#',
            Offer::Theme => '>',
        };
        word.starts_with(sign) && !word.contains(char::is_whitespace)
    }

    fn letters<'a>(&self, live: &'a Live) -> &'a str {
        let words = &live.draft.words;
        words.text().get(self.from + 1..words.cursor()).unwrap_or_default()
    }

    /// The lines that fit what is typed.
    #[must_use]
    pub fn items(&self, live: &Live) -> Vec<Item> {
        let typed = self.letters(live);
        let mut items = match self.offer {
            Offer::Who => people(live, typed),
            Offer::Tag => tags(live, &typed.to_lowercase()),
            Offer::Theme => themes(live, typed),
        };
        items.truncate(MOST_ITEMS);
        items
    }

    /// Whether the letters are just the number of a seat that is there, so that a blank takes it.
    pub(super) fn is_exact_seat(&self, live: &Live) -> bool {
        let number = || self.letters(live).parse().is_ok_and(|number: u32| live.facts.room.has_seat(number));
        self.offer == Offer::Who && number()
    }
}

/// Whether a tag has been typed in full, so that there is nothing to complete.
#[must_use]
pub fn is_typed_out(text: &str, range: &Range<usize>, tag: &str) -> bool {
    text.get(range.start + 1..range.end) == Some(tag)
}

/// The people that fit a few letters.
#[must_use]
pub fn people(live: &Live, typed: &str) -> Vec<Item> {
    let seats = live.facts.room.seats_like(typed).into_iter();
    let item = |seat: &SeatName| Item {
        label: format!("P{}", seat.number),
        about: seat.about.clone(),
        taken: Taken::Seat(seat.number),
    };
    seats.map(item).collect()
}

/// The themes that fit a few letters.
#[must_use]
pub fn themes(live: &Live, typed: &str) -> Vec<Item> {
    let themes = live.facts.room.themes_like(typed).into_iter();
    let item = |theme: &ThemeName| Item {
        label: theme.title.clone(),
        about: String::new(),
        taken: Taken::Theme(theme.id.clone()),
    };
    themes.map(item).collect()
}

/// The tags that have a few letters in them: those of the codebook, then those used here.
#[must_use]
pub fn tags(live: &Live, typed: &str) -> Vec<Item> {
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

impl Live {
    /// Moves the choice in the list.
    pub(super) fn step_in_list(&mut self, by: isize) {
        let count = self.list.as_ref().map_or(0, |list| list.items(self).len());
        if let Some(list) = &mut self.list {
            list.at = list.at.saturating_add_signed(by).min(count.saturating_sub(1));
        }
    }
}

/// Takes what is chosen in the list.
pub(super) fn take(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(list) = live.list.take() else { return Vec::new() };
    let Some(item) = list.items(live).into_iter().nth(list.at) else { return Vec::new() };
    let range = list.range(live.draft.words.cursor());
    let sign = match item.taken {
        Taken::Seat(seat) => Sign::Speaker(Speaker::Seat(seat)),
        Taken::Theme(theme) => Sign::Theme(theme),
        Taken::Tag(tag) => {
            if is_typed_out(live.draft.words.text(), &range, &tag) {
                return saving::save(app);
            }
            return match live.draft.words.replace(range, &format!("#{tag} ")) {
                Some(edit) => live.changed(&edit, &now),
                None => Vec::new(),
            };
        }
    };
    let Some(edit) = live.draft.words.replace(range, "") else { return Vec::new() };
    let mut facts = vec![live.draft.fact(&edit, &now.wall)];
    facts.push(live.draft.add(sign, &now.wall));
    // Words that stood behind the sign may begin with one too.
    facts.extend(live.draft.take_signs(&live.facts.room, &now.wall));
    facts.into_iter().map(draft_effect).collect()
}
