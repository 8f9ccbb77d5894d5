//! What the report needs of one session.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ids::{EntryId, SeatId, SessionId, ThemeId};
use crate::model::note::NoteKind;
use crate::model::running::Silence;
use crate::model::session::Session;
use crate::report::conflicts::conflicts;
use crate::report::corpus::{Held, place_of, site_of};
use crate::report::counted::{Falls, Thing};
use crate::report::made::Reasons;
use crate::report::people::heard_by_theme;
use crate::report::same_person::Persons;
use crate::report::shown;
use crate::report::strands::{OfGuide, guide_of, silence, strand_of, summary};
use crate::report::told::{Given, given, source};

/// What is taken from a session.
#[derive(Debug)]
pub struct Taken {
    pub(super) session: SessionId,
    pub(super) held: Held,
    pub(super) site: String,
    pub(super) place: String,
    pub(super) guide: Option<OfGuide>,
    pub(super) strand: Option<usize>,
    /// The themes of its guide, in the order of the guide.
    pub(super) themes: Vec<OfTheme>,
    /// The notes with each tag, whatever theme they are on.
    pub(super) tags: BTreeMap<String, Vec<OneOrMore>>,
    /// What is in conflict.
    pub(super) conflicts: Vec<OneOrMore>,
}

/// One thing with its id, or several without.
pub(super) type OneOrMore = (Option<EntryId>, u32);

/// What it says on one theme.
#[derive(Debug)]
pub(super) struct OfTheme {
    pub(super) id: ThemeId,
    pub(super) silence: Option<Silence>,
    /// Everybody who was there or was heard, and whether they were heard on it.
    pub(super) people: Vec<(bool, OneOrMore)>,
    pub(super) notes: Vec<Noted>,
    /// The quotes that its summary rests on, with their source.
    pub(super) quotes: Vec<(String, Given)>,
}

/// A note; where reasons are left behind, all notes of one kind with the same tags.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) kind: NoteKind,
    pub(super) tags: BTreeSet<String>,
    pub(super) one: OneOrMore,
}

impl OfTheme {
    /// Whether somebody said something on it.
    pub(super) fn is_raised(&self) -> bool {
        self.notes.iter().any(|note| note.kind != NoteKind::Comment)
    }
}

impl Taken {
    /// What it says on a theme; nothing where its guide does not have it.
    pub(super) fn on(&self, theme: &ThemeId) -> Option<&OfTheme> {
        self.themes.iter().find(|one| one.id == *theme)
    }

    /// One thing of it, or several.
    pub(super) fn thing(&self, (entry, times): &OneOrMore, falls: Falls) -> Thing {
        Thing { session: self.session, entry: entry.clone(), falls, times: *times }
    }
}

/// Takes from a session what the report needs of it.
#[must_use]
pub fn take(session: &Session, reasons: Reasons) -> Taken {
    let keeps = reasons == Reasons::Kept;
    let notes = Notes::of(session, keeps);
    let guide = session.guide().map(|guide| guide.themes.as_slice()).unwrap_or_default();
    let mut heard = heard_by_theme(session);
    let persons = Persons::of(session);
    let there: BTreeSet<SeatId> =
        session.seats().into_iter().map(|(seat, _)| persons.known_by(&seat).clone()).collect();
    let Notes { mut by_theme, tags } = notes;
    let themes = guide.iter().map(|theme| {
        let heard = heard.remove(&theme.id).unwrap_or_default();
        OfTheme {
            id: theme.id.clone(),
            silence: silence(session, &theme.id),
            people: people(&there, &heard, keeps),
            notes: by_theme.remove(&theme.id).unwrap_or_default(),
            quotes: quotes(session, &theme.id),
        }
    });
    let open = conflicts(session);
    let named = |keeps: bool| if keeps { None } else { u32::try_from(open.len()).ok() };
    Taken {
        session: session.id(),
        held: Held::of(session),
        site: site_of(session),
        place: place_of(session),
        guide: guide_of(session),
        strand: strand_of(session),
        themes: themes.collect(),
        tags,
        conflicts: match named(keeps) {
            Some(0) => Vec::new(),
            Some(several) => vec![(None, several)],
            None => open.iter().map(|one| (Some(one.name.id.clone()), 1)).collect(),
        },
    }
}

/// Who was there or heard, one by one or those who were heard and those who were not.
fn people(there: &BTreeSet<SeatId>, heard: &BTreeSet<SeatId>, keeps: bool) -> Vec<(bool, OneOrMore)> {
    if keeps {
        let everybody = there.union(heard);
        return everybody
            .map(|seat| (heard.contains(seat), (Some(EntryId::new(seat.as_str())), 1)))
            .collect();
    }
    let silent = there.difference(heard).count();
    [(true, heard.len()), (false, silent)]
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(is_heard, number)| (is_heard, (None, u32::try_from(number).unwrap_or(u32::MAX))))
        .collect()
}

/// The notes of a session by theme and by tag.
struct Notes {
    by_theme: BTreeMap<ThemeId, Vec<Noted>>,
    tags: BTreeMap<String, Vec<OneOrMore>>,
}

impl Notes {
    fn of(session: &Session, keeps: bool) -> Self {
        let mut notes = Self { by_theme: BTreeMap::new(), tags: BTreeMap::new() };
        for (id, note) in shown::standing(&session.lists.notes) {
            let entry = keeps.then(|| id.clone());
            for tag in &note.tags {
                let tagged = notes.tags.entry(tag.clone()).or_default();
                match tagged.first_mut().filter(|_| !keeps) {
                    Some((_, times)) => *times += 1,
                    None => tagged.push((entry.clone(), 1)),
                }
            }
            let Some(theme) = &note.theme else { continue };
            if !notes.by_theme.contains_key(theme) {
                notes.by_theme.insert(theme.clone(), Vec::new());
            }
            let Some(here) = notes.by_theme.get_mut(theme) else { continue };
            let alike = here.iter_mut().find(|one| one.kind == note.kind && one.tags == note.tags);
            match alike.filter(|_| !keeps) {
                Some(one) => one.one.1 += 1,
                None => here.push(Noted { kind: note.kind, tags: note.tags.clone(), one: (entry, 1) }),
            }
        }
        notes
    }
}

/// The quotes that the summary of a theme rests on.
fn quotes(session: &Session, theme: &ThemeId) -> Vec<(String, Given)> {
    let Some(summary) = summary(session, theme) else { return Vec::new() };
    let rests_on: BTreeSet<&EntryId> = summary.notes.iter().collect();
    let quote = |id: &&EntryId| {
        let note = session.lists.notes.get(id.as_str()).and_then(shown::body)?;
        let is_it = note.kind == NoteKind::Quote && note.theme.as_ref() == Some(theme);
        is_it.then(|| (source(session, &note), given(session, &note)))
    };
    rests_on.iter().filter_map(quote).collect()
}
