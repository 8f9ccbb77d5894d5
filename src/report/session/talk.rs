//! The notes of a session in the order in which they were said.
//!
//! A heading stands where the talk came to another theme. One note that is filed elsewhere, between others that are not,
//! is no turn of the talk: it says where it is filed and gets no heading.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Reader;
use crate::document::{Block, Level};
use crate::model::ids::{EntryId, ThemeId};
use crate::model::note::{Flag, Note, NoteKind};
use crate::model::session::Session;
use crate::report::corroboration::{Contradiction, Corroboration, answered};
use crate::report::counted::{Counted, Thing};
use crate::report::order::Order;
use crate::report::recorders::Recorder;
use crate::report::told::{Quotes, clock, seat, source};

/// Why a note is not for participants.
const NOT_SAID: &str = "it is the note-takers' own, and nobody said it";
const ABSENT: &str = "it is about somebody who was not there";

/// What was said.
pub(super) struct Talk<'s> {
    session: &'s Session,
    reader: Reader,
    notes: Vec<(&'s EntryId, Cow<'s, Note>)>,
    /// Notes that this reader is not shown, and why.
    kept_back: Vec<(&'s EntryId, &'static str)>,
    pairs: Corroboration,
    has_several_recorders: bool,
}

impl<'s> Talk<'s> {
    pub(super) fn of(session: &'s Session, reader: Reader) -> Self {
        let (mut notes, mut kept_back) = (Vec::new(), Vec::new());
        for (id, note) in Order::of(session).notes(session) {
            match why_not(&note, reader) {
                None => notes.push((id, note)),
                Some(why) => kept_back.push((id, why)),
            }
        }
        let recorders: BTreeSet<String> =
            notes.iter().filter_map(|(id, _)| Recorder::of(session, id)).map(|one| one.name()).collect();
        Self {
            session,
            reader,
            notes,
            kept_back,
            pairs: answered(session),
            has_several_recorders: recorders.len() > 1,
        }
    }

    /// The notes that are shown and those that are not.
    pub(super) fn counted(&self, anchor: String) -> Counted {
        let session = self.session.id();
        let shown = self.notes.iter().map(|(id, _)| Thing::counts(session, Some((*id).clone())));
        let kept = self.kept_back.iter().map(|(id, why)| Thing::is_out(session, Some((*id).clone()), why));
        Counted::list(anchor, "Notes of the session", shown.chain(kept).collect())
    }

    /// A sentence for what is left out on principle.
    pub(super) fn left_out(&self) -> Option<String> {
        (self.reader == Reader::Participants).then(|| {
            "The note-takers' own comments and what they saw are not in this, nor what is about people who were not there."
                .to_owned()
        })
    }

    pub(super) fn blocks(&self, quotes: &mut Quotes) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut at: Option<Option<&ThemeId>> = None;
        let themes: Vec<Option<&ThemeId>> = self.notes.iter().map(|(_, note)| note.theme.as_ref()).collect();
        for (place, (id, note)) in self.notes.iter().enumerate() {
            let theme = note.theme.as_ref();
            let is_aside = at.is_some_and(|at| at != theme && themes.get(place + 1) == Some(&at));
            if at != Some(theme) && !is_aside {
                blocks.push(Block::heading(Level::Section, self.named(theme)));
                at = Some(theme);
            }
            let elsewhere = is_aside.then(|| format!(" (filed under {})", self.named(theme)));
            blocks.extend(self.note(id, note, elsewhere.as_deref().unwrap_or_default(), quotes));
        }
        if blocks.is_empty() {
            blocks.push(Block::Paragraph("No notes.".to_owned()));
        }
        blocks
    }

    fn note(&self, id: &EntryId, note: &Note, elsewhere: &str, quotes: &mut Quotes) -> Vec<Block> {
        let by = Recorder::of(self.session, id)
            .filter(|_| self.has_several_recorders && self.reader == Reader::Team);
        let by = by.map(|recorder| format!("noted by {}", recorder.name()));
        let label =
            [clock(note), seat(self.session, note)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let source =
            std::iter::once(source(self.session, note)).chain(by.clone()).collect::<Vec<_>>().join(", ");
        let given = quotes.block(self.session, note, &label, format!("{source}{elsewhere}"));
        let given = given.or_else(|| {
            // Participants are not told whose words are missing.
            let text = "A quote that may not be given.".to_owned();
            (self.reader == Reader::Team).then(|| Block::Labelled { label: label.clone(), text })
        });
        let mut blocks: Vec<Block> = given
            .into_iter()
            .map(|block| match block {
                Block::Labelled { label, text } => {
                    Block::Labelled { label, text: self.with_more(note, &text, by.as_deref(), elsewhere) }
                }
                other => other,
            })
            .collect();
        if self.reader == Reader::Team && !blocks.is_empty() {
            blocks.extend(self.remarks(id, note).into_iter().map(Block::Remark));
        }
        blocks
    }

    /// Reported speech with its tags and who noted it.
    fn with_more(&self, note: &Note, text: &str, by: Option<&str>, elsewhere: &str) -> String {
        let tags: Vec<String> = note.tags.iter().map(|tag| format!(" #{tag}")).collect();
        let tags = if self.reader == Reader::Team { tags.concat() } else { String::new() };
        let by = by.map(|by| format!(" [{by}]")).unwrap_or_default();
        format!("{text}{tags}{by}{elsewhere}")
    }

    /// What must be known of a note.
    fn remarks(&self, id: &EntryId, note: &Note) -> Vec<String> {
        let is_disputed =
            self.session.lists.notes.get(id.as_str()).is_some_and(crate::model::entry::Entry::is_in_conflict);
        let disputed =
            is_disputed.then(|| "This note was changed in two places; a person has to decide.".to_owned());
        let check =
            note.flags.contains(&Flag::Check).then(|| "To be checked against the recording.".to_owned());
        disputed.into_iter().chain(check).chain(self.moments(id)).collect()
    }

    /// The other note on the same moment, where a person said that it is the same.
    fn moments(&self, id: &EntryId) -> Vec<String> {
        let pairs = self.pairs.accepted.iter().filter(|pair| pair.second == *id);
        let told = pairs.map(|pair| {
            let first = self.session.lists.notes.current(pair.first.as_str());
            let when = first.and_then(clock).unwrap_or_default();
            let by = Recorder::of(self.session, &pair.first).map(|one| one.name()).unwrap_or_default();
            let against: Vec<&str> = pair.contradictions.iter().map(|one| contradiction(*one)).collect();
            let against =
                if against.is_empty() { String::new() } else { format!(", but {}", against.join(" and ")) };
            format!("On the same moment as the note of {when} by {by}{against}.")
        });
        told.collect()
    }

    /// A theme as people say it.
    fn named(&self, theme: Option<&ThemeId>) -> String {
        let Some(id) = theme else { return "On no theme".to_owned() };
        let known = self.session.guide().and_then(|guide| guide.theme(id.as_str()));
        known.map_or_else(|| id.to_string(), |theme| theme.title.clone())
    }
}

/// Why a note is not for a reader.
fn why_not(note: &Note, reader: Reader) -> Option<&'static str> {
    match (reader, note.kind) {
        (Reader::Team, _) => None,
        _ if note.flags.contains(&Flag::AboutSomeoneAbsent) => Some(ABSENT),
        (_, NoteKind::Comment | NoteKind::Observation) => Some(NOT_SAID),
        _ => None,
    }
}

const fn contradiction(contradiction: Contradiction) -> &'static str {
    match contradiction {
        Contradiction::Words => "in other words",
        Contradiction::Speakers => "of another person",
        Contradiction::Hands => "with other numbers of hands",
    }
}
