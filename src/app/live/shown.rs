//! What the panes of a session show, before it is drawn.

use std::collections::{BTreeMap, BTreeSet};

use super::Live;
use crate::model::entry::Version;
use crate::model::ids::EntryId;
use crate::model::note::{Note, NoteKind};
use crate::model::people::Participant;
use crate::model::visible::{visible, visible_line};
use crate::study::opened::Recovered;

/// A note as the pane shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownNote {
    /// Which note.
    pub id: EntryId,
    /// Hours and minutes; blank when the time is not known.
    pub time: String,
    /// The seat's label, or blank.
    pub who: String,
    /// The words with the marks of their kind, and tags.
    pub text: String,
    /// What kind it is.
    pub kind: NoteKind,
    /// Whether it was changed in two places.
    pub is_disputed: bool,
}

/// A theme as the pane shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownTheme {
    /// Its name.
    pub title: String,
    /// Notes filed under it.
    pub notes: usize,
    /// Whether it is the one shown.
    pub is_current: bool,
}

/// A person as the pane shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPerson {
    /// The seat's label.
    pub label: String,
    /// What the person does.
    pub about: String,
    /// Notes attributed to them.
    pub notes: usize,
}

impl Live {
    /// The notes of the theme shown that stand, oldest first.
    pub fn notes(&self) -> impl Iterator<Item = (&EntryId, &Version<Note>)> {
        let theme = self.theme_id();
        self.recorder.session().lists.notes.standing().filter(move |(_, version)| version.body.theme == theme)
    }

    /// A note, ready to be laid out.
    #[must_use]
    pub fn shown_note(&self, id: &EntryId, version: &Version<Note>) -> ShownNote {
        let session = self.recorder.session();
        let note = &version.body;
        ShownNote {
            id: id.clone(),
            time: note.said_at.as_ref().and_then(crate::model::when::When::clock).unwrap_or_default(),
            who: note
                .participant
                .as_ref()
                .map(|seat| visible_line(&session.seat_label(seat)).into_owned())
                .unwrap_or_default(),
            text: in_words(note),
            kind: note.kind,
            is_disputed: session.lists.notes.get(id.as_str()).is_some_and(|entry| entry.heads().len() > 1),
        }
    }

    /// The themes with how many notes each has.
    #[must_use]
    pub fn shown_themes(&self) -> Vec<ShownTheme> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, version) in self.recorder.session().lists.notes.standing() {
            if let Some(theme) = &version.body.theme {
                *counts.entry(theme.as_str()).or_default() += 1;
            }
        }
        let shown = |(place, theme): (usize, &crate::model::instrument::Theme)| ShownTheme {
            title: visible_line(&theme.title).into_owned(),
            notes: counts.get(theme.id.as_str()).copied().unwrap_or(0),
            is_current: place == self.theme,
        };
        self.themes().iter().enumerate().map(shown).collect()
    }

    /// The people with how many notes are attributed to each.
    #[must_use]
    pub fn shown_people(&self) -> Vec<ShownPerson> {
        let session = self.recorder.session();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, version) in session.lists.notes.standing() {
            if let Some(seat) = &version.body.participant {
                *counts.entry(seat.as_str()).or_default() += 1;
            }
        }
        session
            .seats()
            .into_iter()
            .map(|(id, seat)| ShownPerson {
                label: visible_line(&seat.label).into_owned(),
                about: about(seat),
                notes: counts.get(id.as_str()).copied().unwrap_or(0),
            })
            .collect()
    }

    /// Labels of the people who have not spoken yet.
    #[must_use]
    pub fn not_heard(&self) -> Vec<String> {
        let silent = self.shown_people().into_iter().filter(|person| person.notes == 0);
        silent.map(|person| person.label).collect()
    }
}

/// What a seat's person does, in a few words.
#[must_use]
pub fn about(seat: &Participant) -> String {
    let parts: Vec<&str> = [seat.role.as_deref(), seat.sector.as_deref()].into_iter().flatten().collect();
    visible_line(&parts.join(", ")).into_owned()
}

/// The words of a note with the marks of its kind. Only what was said word for word stands in quotation marks.
#[must_use]
pub fn in_words(note: &Note) -> String {
    let text = visible(&note.text);
    let hands = || {
        let number = |hands: Option<u32>| hands.map_or_else(|| "?".to_owned(), |hands| hands.to_string());
        let against = note.hands_against.map(|against| format!(", {against} against")).unwrap_or_default();
        format!("hands: {} of {}{against}", number(note.hands_for), number(note.hands_of))
    };
    let mut words = match note.kind {
        NoteKind::Point => text.into_owned(),
        NoteKind::Quote => format!("“{text}”"),
        NoteKind::Observation => format!("({text})"),
        NoteKind::Comment => format!("; {text}"),
        NoteKind::Count => format!("{} {text}", hands()),
        NoteKind::Practice => format!("{}: {text}", note.stage.map_or("practice", |stage| stage.word())),
        NoteKind::Action => format!("action: {text}"),
        NoteKind::Parked => format!("parked: {text}"),
    };
    let tags: BTreeSet<&String> = note.tags.iter().collect();
    for tag in tags {
        words.push_str(&format!(" #{}", visible_line(tag)));
    }
    words
}

/// What came back from a journal, in a sentence or two; nothing when nothing did.
#[must_use]
pub fn what_came_back(recovered: &Recovered) -> Option<String> {
    if recovered.is_nothing() {
        return None;
    }
    let mut sentences = vec!["Nothing was lost.".to_owned()];
    let letters: usize = recovered.drafts.values().map(|draft| draft.text.chars().count()).sum();
    let last = recovered.drafts.values().map(|draft| &draft.last).max();
    if let Some(last) = last.filter(|_| letters > 0) {
        let clock = last.time().map_or_else(|| last.to_string(), |time| time.format("%H:%M:%S").to_string());
        sentences.push(format!("{letters} letters of a note came back, the last at {clock}."));
    } else if recovered.versions > 0 {
        sentences.push("What was not in the file yet came back.".to_owned());
    }
    if !recovered.put_aside.is_empty() {
        sentences.push("The end of the journal could not be read; it was put aside.".to_owned());
    }
    Some(sentences.join(" "))
}
