//! What somebody types, and how far a screen or a file has come with it.

use hearken::model::session::Session;
use hearken::study::opened::Recovered;

use crate::person::typing_line;
use crate::random::Random;

const WORDS: [&str; 16] = [
    "we", "find", "out", "in", "March", "whether", "déjà", "漢字", "nobody", "asked", "families", "é", "the",
    "bus", "late,", "and",
];

/// Each note begins with its number, so that one can be told from the other on any screen.
const MARK: char = 'n';
const DIGITS: usize = 4;

/// The notes of a talk, in the order they are typed.
#[derive(Debug)]
pub(crate) struct Talk(Vec<String>);

impl Talk {
    pub(crate) fn new(random: &mut Random) -> Self {
        let note = |number: usize| {
            let mut note = format!("{MARK}{number:0DIGITS$}");
            for _ in 0..=random.below(12) {
                note.push(' ');
                note.push_str(random.pick(&WORDS));
            }
            note
        };
        Self((0..60).map(note).collect())
    }

    pub(crate) fn notes(&self) -> &[String] {
        &self.0
    }

    /// What is to be found in a file that holds some of the talk in plain: how each note begins, and every word that is too
    /// long to stand among random bytes by chance.
    pub(crate) fn traces(&self) -> Vec<&str> {
        let begins = |note: &'_ String| note.match_indices(' ').nth(1).map_or(note.len(), |(at, _)| at);
        let beginnings = self.0.iter().filter_map(|note| note.get(..begins(note)));
        beginnings.chain(WORDS.into_iter().filter(|word| word.len() > 5)).collect()
    }

    /// How many letters stand before a note, blanks not counted.
    fn before(&self, note: usize) -> usize {
        self.0.iter().take(note).map(|text| letters(text).count()).sum()
    }

    /// How many letters of the talk that is; nothing when it is no beginning of the talk.
    pub(crate) fn length(&self, so_far: &SoFar) -> Option<usize> {
        let half = letters(&so_far.half).count();
        let is_beginning = match self.0.get(so_far.notes) {
            Some(note) => letters(note).take(half).eq(letters(&so_far.half)),
            None => half == 0,
        };
        is_beginning.then(|| self.before(so_far.notes) + half)
    }

    /// How far a session has come: its notes are those of the talk, one by one, and what is half typed is the beginning
    /// of the next.
    ///
    /// # Panics
    /// When something else stands there.
    pub(crate) fn of_session(&self, session: &Session, recovered: &Recovered) -> SoFar {
        let texts = session.lists.notes.standing().map(|(_, note)| note.body.text.clone()).collect();
        self.so_far(texts, recovered.drafts.get(&None).map(|draft| draft.text.clone()))
    }

    /// The same of the texts of notes and of what is half typed.
    ///
    /// # Panics
    /// When something else stands there.
    pub(crate) fn so_far(&self, mut notes: Vec<String>, half: Option<String>) -> SoFar {
        notes.retain(|text| number(text).is_some());
        assert_eq!(notes, self.0[..notes.len()], "the notes of the talk, each once and whole");
        let so_far = SoFar { notes: notes.len(), half: half.unwrap_or_default() };
        assert!(self.length(&so_far).is_some(), "something else is half typed: {so_far:?} of {self:?}");
        so_far
    }
}

/// How far it has come: so many whole notes, and half of the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SoFar {
    pub(crate) notes: usize,
    pub(crate) half: String,
}

impl SoFar {
    /// How far a screen has come; nothing where that cannot be seen on it.
    pub(crate) fn on(screen: &vt100::Screen) -> Option<Self> {
        let half: String = letters(&typing_line(screen)?).collect();
        // What is half typed says itself which note it is.
        if let Some(notes) = number(&half) {
            return Some(Self { notes, half });
        }
        let text = screen.contents();
        let numbers = text.match_indices(MARK).filter_map(|(at, _)| number(text.get(at..)?));
        Some(Self { notes: numbers.max()? + 1, half })
    }
}

/// The letters of a text without its blanks, which a screen does not show at the end of a row.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| !letter.is_whitespace())
}

/// The number that a note begins with.
fn number(text: &str) -> Option<usize> {
    text.strip_prefix(MARK)?.get(..DIGITS)?.parse().ok()
}
