//! What is being typed: for what, the chips in front, the words, and each change as a fact for the journal.

use std::collections::{BTreeMap, BTreeSet};

use super::composer::{Composer, Edit};
use crate::capture::signs::{Sign, Signs, sign_at};
use crate::capture::{Room, Speaker};
use crate::format::journal::DraftEdit;
use crate::model::ids::{EntryId, QuestionId, SeatId, ThemeId};
use crate::model::note::{Flag, Note};
use crate::model::when::When;
use crate::report::conflicts::{Name, Side};
use crate::study::replay;

/// What the words in the typing line will be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Target {
    /// A new note.
    #[default]
    New,
    /// An earlier note, changed; with that note as it was, so that what signs cannot say is kept.
    Note(EntryId, Box<Note>),
    /// What a person does.
    Seat(SeatId),
    /// The summary of a theme, or one of the two remarks after them.
    Summary(ThemeId),
    /// The answer to a question, or words to it.
    Answer(QuestionId),
    /// Why a script was not read out.
    WhyNotRead(String),
    /// Words that are to hold in the place of two wordings; the rest is as that side has it.
    Conflict(Name, Side),
    /// A short form and what it stands for.
    ShortForm,
    /// The folder to save into from now on.
    Folder,
}

/// In front of an id, what of it is typed, so that the journal can name it; notes have no such word, theirs are
/// stamps.
const SEAT: &str = "seat:";
const SUMMARY: &str = "summary:";
const ANSWER: &str = "answer:";
const SCRIPT: &str = "script:";
const CONFLICT: &str = "conflict:";
const SHORT: &str = "short:";
const FOLDER: &str = "folder:";

impl Target {
    /// Its name in the journal; a new note has none.
    #[must_use]
    pub fn name(&self) -> Option<EntryId> {
        match self {
            Self::New => None,
            Self::Note(id, _) => Some(id.clone()),
            Self::Seat(seat) => Some(EntryId::new(format!("{SEAT}{seat}"))),
            Self::Summary(theme) => Some(EntryId::new(format!("{SUMMARY}{theme}"))),
            Self::Answer(question) => Some(EntryId::new(format!("{ANSWER}{question}"))),
            Self::WhyNotRead(script) => Some(EntryId::new(format!("{SCRIPT}{script}"))),
            Self::Conflict(Name { list, id }, Side { stamp, place }) => {
                Some(EntryId::new(format!("{CONFLICT}{list}/{stamp}/{place}/{id}")))
            }
            Self::ShortForm => Some(EntryId::new(SHORT)),
            Self::Folder => Some(EntryId::new(FOLDER)),
        }
    }

    /// Finds what a name in the journal means; a note that is gone is a new one, so that its words are kept.
    #[must_use]
    pub fn named(name: Option<&EntryId>, note: impl Fn(&EntryId) -> Option<Note>) -> Self {
        let Some(id) = name else { return Self::New };
        let after = |word| id.as_str().strip_prefix(word);
        if let Some(seat) = after(SEAT) {
            Self::Seat(SeatId::new(seat))
        } else if let Some(theme) = after(SUMMARY) {
            Self::Summary(ThemeId::new(theme))
        } else if let Some(question) = after(ANSWER) {
            Self::Answer(QuestionId::new(question))
        } else if let Some(script) = after(SCRIPT) {
            Self::WhyNotRead(script.to_owned())
        } else if let Some(named) = after(CONFLICT) {
            conflict_named(named).unwrap_or_default()
        } else if after(SHORT).is_some() {
            Self::ShortForm
        } else if after(FOLDER).is_some() {
            Self::Folder
        } else {
            note(id).map_or(Self::New, |note| Self::Note(id.clone(), Box::new(note)))
        }
    }

    /// Whether signs in front of the words become chips: only in notes.
    #[must_use]
    pub const fn takes_signs(&self) -> bool {
        matches!(self, Self::New | Self::Note(..))
    }
}

/// The entry and the side that a name in the journal tells behind its word. An id may hold slashes of its own.
fn conflict_named(named: &str) -> Option<Target> {
    let mut parts = named.splitn(4, '/');
    let (list, stamp, place, id) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let side = Side { stamp: stamp.parse().ok()?, place: place.parse().ok()? };
    Some(Target::Conflict(Name::with_words(list, EntryId::new(id))?, side))
}

/// What is half typed.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// What it will be.
    pub target: Target,
    /// The signs that have become chips.
    pub signs: Signs,
    /// What to remember about the note.
    pub flags: BTreeSet<Flag>,
    /// The words.
    pub words: Composer,
    /// When it was begun.
    pub begun: Option<When>,
    /// A question was asked about it; saving once more is the answer.
    pub was_asked: bool,
    /// Which signs there were from so many steps of typing on, so that a chip goes with the typing that made it.
    signs_at: BTreeMap<usize, Signs>,
    /// Whether typing was taken back and nothing typed since.
    is_rewound: bool,
}

impl Draft {
    /// Begins with these words.
    #[must_use]
    pub fn of(target: Target, words: impl Into<String>) -> Self {
        Self { target, words: Composer::with_text(words), ..Self::default() }
    }

    /// Puts back what was half typed, from a journal.
    #[must_use]
    pub fn restored(target: Target, kept: &replay::Draft, room: &Room) -> Self {
        let (signs, rest) = Signs::read(&kept.signs, room);
        // A sign that says nothing any more, of a theme that is gone, comes back as text: nothing typed is lost.
        let words = format!("{rest}{}", kept.text);
        let flags = kept.flags.clone();
        Self { signs, flags, begun: Some(kept.begun.clone()), ..Self::of(target, words) }
    }

    /// Whether it is a new note with nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.signs.is_empty() && self.flags.is_empty()
    }

    /// Whether a new note is being typed.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.target == Target::New
    }

    /// The earlier note being changed, as it was.
    #[must_use]
    pub fn base(&self) -> Option<&Note> {
        match &self.target {
            Target::Note(_, base) => Some(base),
            _ => None,
        }
    }

    /// The journal's fact for a change of the words.
    #[must_use]
    pub fn fact(&mut self, edit: &Edit, now: &When) -> DraftEdit {
        self.begun.get_or_insert_with(|| now.clone());
        self.was_asked = false;
        if self.is_rewound && !self.words.can_redo() {
            // Something else is typed: the signs of what was taken back will not come again.
            self.signs_at.split_off(&self.words.steps());
            self.is_rewound = false;
        }
        let signs = self.signs.text();
        DraftEdit {
            note: self.target.name(),
            // A note of four gigabytes is beyond what a journal or a person holds.
            at: u32::try_from(edit.at).unwrap_or(u32::MAX),
            removed: u32::try_from(edit.removed.len()).unwrap_or(u32::MAX),
            inserted: edit.inserted.clone(),
            signs: (!signs.is_empty()).then_some(signs),
            flags: self.flags.clone(),
            said_at: now.clone(),
        }
    }

    /// The fact for a draft that begins with words.
    #[must_use]
    pub fn first_fact(&mut self, now: &When) -> DraftEdit {
        let begun = self.begun.clone();
        let inserted = self.words.text().to_owned();
        let fact = self.fact(&Edit { at: 0, removed: String::new(), inserted }, now);
        self.begun = begun;
        fact
    }

    /// Turns signs typed in front of the words into chips; gives a fact for each.
    pub fn take_signs(&mut self, room: &Room, now: &When) -> Vec<DraftEdit> {
        let mut facts = Vec::new();
        while let Some((sign, length)) = sign_at(self.words.text(), &self.signs, room) {
            let Some(edit) = self.words.replace(0..length, "") else { break };
            let before = self.signs.clone();
            self.signs.add(sign);
            facts.push(self.fact(&edit, now));
            self.note_signs(before);
        }
        facts
    }

    /// Adds a chip.
    pub fn add(&mut self, sign: Sign, now: &When) -> DraftEdit {
        let before = self.signs.clone();
        self.signs.add(sign);
        let fact = self.fact(&unchanged(), now);
        self.note_signs(before);
        fact
    }

    /// Takes back the last typing, with the chips it made; nothing when there is none.
    pub fn undo(&mut self, now: &When) -> Option<DraftEdit> {
        let edit = self.words.undo()?;
        Some(self.rewound(&edit, now))
    }

    /// Types again what was taken back last, with its chips.
    pub fn redo(&mut self, now: &When) -> Option<DraftEdit> {
        let edit = self.words.redo()?;
        Some(self.rewound(&edit, now))
    }

    fn rewound(&mut self, edit: &Edit, now: &When) -> DraftEdit {
        if let Some((_, signs)) = self.signs_at.range(..=self.words.steps()).next_back() {
            self.signs.clone_from(signs);
        }
        self.is_rewound = self.words.can_redo();
        self.fact(edit, now)
    }

    /// Takes note of the signs there are from this step of typing on; `before` are those until now.
    fn note_signs(&mut self, before: Signs) {
        if self.signs_at.is_empty() {
            self.signs_at.insert(0, before);
        }
        self.signs_at.split_off(&self.words.steps());
        self.signs_at.insert(self.words.steps(), self.signs.clone());
    }

    /// Sets who said it.
    pub fn set_speaker(&mut self, seat: u32, now: &When) -> DraftEdit {
        self.add(Sign::Speaker(Speaker::Seat(seat)), now)
    }

    /// Sets or takes off a flag.
    pub fn toggle(&mut self, flag: Flag, now: &When) -> DraftEdit {
        if !self.flags.remove(&flag) {
            self.flags.insert(flag);
        }
        self.fact(&unchanged(), now)
    }

    /// Turns the last chip back into text; nothing when there is none.
    ///
    /// A sign that was completed by a blank comes back without it, so that it can be changed; another one with a
    /// blank in front, which keeps it text.
    pub fn chip_to_text(&mut self, now: &When) -> Option<DraftEdit> {
        let before = self.signs.clone();
        let text = self.signs.take_last()?;
        let edit = self.words.replace(0..0, &text)?;
        self.words.set_cursor(text.len());
        let fact = self.fact(&edit, now);
        self.note_signs(before);
        Some(fact)
    }
}

fn unchanged() -> Edit {
    Edit { at: 0, removed: String::new(), inserted: String::new() }
}
