//! What the panes of a session show, before it is drawn.

use super::Live;
use crate::merge::view::view;
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
    /// Whether it is the words of somebody who does not want to be quoted.
    pub is_not_to_be_quoted: bool,
}

impl Live {
    /// The notes of the theme shown that stand, in the order they were said.
    pub fn notes(&self) -> impl Iterator<Item = (&EntryId, &Version<Note>)> {
        let notes = &self.recorder.session().lists.notes;
        let ids = self.facts.notes_of.get(&self.theme_id()).into_iter().flatten();
        ids.filter_map(|id| Some((id, &**notes.get(id.as_str())?.top()?)))
    }

    /// A note, ready to be laid out.
    #[must_use]
    pub fn shown_note(&self, id: &EntryId, version: &Version<Note>) -> ShownNote {
        let session = self.recorder.session();
        let entry = session.lists.notes.get(id.as_str()).filter(|entry| entry.is_in_conflict());
        let view = entry.and_then(view);
        // Of a conflict that is shown which reports count.
        let note = view.as_ref().map_or(&version.body, |view| &view.body);
        ShownNote {
            id: id.clone(),
            time: match &note.said_at {
                // It was told with the words above: two recorders noted one moment.
                _ if self.facts.follows.contains(id) => "    =".to_owned(),
                Some(at) => at.clock().unwrap_or_default(),
                None => String::new(),
            },
            who: note
                .participant
                .as_ref()
                .map(|seat| visible_line(&session.seat_label(seat)).into_owned())
                .unwrap_or_default(),
            text: self.in_words_here(id, note),
            kind: note.kind,
            is_disputed: entry.is_some(),
            is_not_to_be_quoted: self.facts.coverage.quotes_refused.contains(id),
        }
    }
}

impl Live {
    /// Whether a note was changed in two places.
    pub(in crate::app) fn is_in_conflict(&self, note: &EntryId) -> bool {
        let entry = self.recorder.session().lists.notes.get(note.as_str());
        entry.is_some_and(crate::model::entry::Entry::is_in_conflict)
    }

    /// A quote of somebody who does not want to be quoted says so at once.
    fn in_words_here(&self, id: &EntryId, note: &Note) -> String {
        let words = in_words(note);
        if self.facts.coverage.quotes_refused.contains(id) {
            format!("{words} [not to be quoted]")
        } else {
            words
        }
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
    for tag in &note.tags {
        words.push_str(&format!(" #{}", visible_line(tag)));
    }
    for flag in &note.flags {
        words.push_str(&format!(" [{}]", super::flags::in_words(*flag)));
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
    if recovered.waiting > 0 {
        sentences.push(
            "What was half typed in a second window waits. It comes when this is done and the session opened again."
                .to_owned(),
        );
    }
    Some(sentences.join(" "))
}
