//! Themes across sessions, and the strands of a study that their sessions belong to.
//!
//! Promises: a theme is known by its id, whatever guide it stands in; themes stand in the order in which the sessions
//! that were held first have them. Leaves to others: what is said on them.

use std::borrow::Cow;

use super::corpus::Corpus;
use super::shown;
use crate::model::entry::SINGLE;
use crate::model::ids::{EntryId, ThemeId};
use crate::model::instrument::Theme;
use crate::model::note::{Note, Summary};
use crate::model::running::{SessionKind, Silence};
use crate::model::session::Session;

/// A theme of one guide at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Strand {
    /// Its id.
    pub(super) id: ThemeId,
    /// Its name, as the first session has it.
    pub(super) title: String,
}

/// Every theme that a session of these has in its guide. Empty where no guide has themes.
pub(super) fn themes(corpus: &Corpus) -> Vec<Strand> {
    let mut themes = Vec::new();
    for guide in corpus.by_date().into_iter().filter_map(Session::guide) {
        add(&mut themes, &guide.themes);
    }
    themes
}

/// The sessions that were held with one guide, whatever its version.
pub(super) struct Guided<'c> {
    /// The guide's name, as the first session has it.
    pub(super) title: String,
    /// The sessions, in the order in which they were held.
    pub(super) sessions: Vec<&'c Session>,
    /// Their themes.
    pub(super) themes: Vec<Strand>,
}

/// The sessions that have themes, by guide, in the order of the first of each.
pub(super) fn guided(corpus: &Corpus) -> Vec<Guided<'_>> {
    let mut all: Vec<(&str, Guided<'_>)> = Vec::new();
    for session in corpus.by_date() {
        let Some(guide) = session.guide().filter(|guide| !guide.themes.is_empty()) else { continue };
        let known = all.iter().position(|(id, _)| *id == guide.id);
        if known.is_none() {
            let (sessions, themes) = (Vec::new(), Vec::new());
            all.push((&guide.id, Guided { title: guide.title.clone(), sessions, themes }));
        }
        let place = known.unwrap_or(all.len().saturating_sub(1));
        if let Some((_, guided)) = all.get_mut(place) {
            guided.sessions.push(session);
            add(&mut guided.themes, &guide.themes);
        }
    }
    all.into_iter().map(|(_, guided)| guided).collect()
}

fn add(known: &mut Vec<Strand>, themes: &[Theme]) {
    for theme in themes {
        if known.iter().all(|one| one.id != theme.id) {
            known.push(Strand { id: theme.id.clone(), title: theme.title.clone() });
        }
    }
}

/// Whether a session's guide has a theme.
pub(super) fn has_theme(session: &Session, theme: &ThemeId) -> bool {
    session.guide().is_some_and(|guide| guide.theme(theme.as_str()).is_some())
}

/// The notes on a theme that stand.
pub(super) fn notes_on<'s>(
    session: &'s Session,
    theme: &ThemeId,
) -> impl Iterator<Item = (&'s EntryId, Cow<'s, Note>)> {
    shown::standing(&session.lists.notes).filter(move |(_, note)| note.theme.as_ref() == Some(theme))
}

/// What a session says on a theme in a few sentences.
pub(super) fn summary<'s>(session: &'s Session, theme: &ThemeId) -> Option<Cow<'s, Summary>> {
    session.lists.summaries.get(theme.as_str()).and_then(shown::body)
}

/// Why nothing was said on a theme, where somebody said why.
pub(super) fn silence(session: &Session, theme: &ThemeId) -> Option<Silence> {
    session.lists.themes.get(theme.as_str()).and_then(shown::body)?.silence
}

/// A reason for silence, as a sentence begins with it.
pub(super) const fn silence_in_words(silence: Silence) -> &'static str {
    match silence {
        Silence::NotReached => "Not reached",
        Silence::LeftOutForTime => "Left out for time",
        Silence::NobodyAnswered => "Asked, and nobody answered",
    }
}

/// The strands of a study, in the order in which its findings name them: the kinds of sessions in each.
pub(super) const STRANDS: [(&str, &[SessionKind]); 5] = [
    ("Questionnaire", &[SessionKind::Questionnaire]),
    ("Practice survey", &[SessionKind::FocusGroup, SessionKind::Interview]),
    ("Prison visits", &[SessionKind::PrisonVisit]),
    ("Literature", &[SessionKind::Reading]),
    ("Advisory group", &[SessionKind::Meeting]),
];

/// The place of a session's strand; nothing where it does not say what kind it is.
pub(super) fn strand_of(session: &Session) -> Option<usize> {
    let details = session.lists.details.get(SINGLE).and_then(shown::body)?;
    STRANDS.iter().position(|(_, kinds)| kinds.contains(&details.kind))
}
