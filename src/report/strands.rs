//! Themes across sessions, and the strands of a study that their sessions belong to.
//!
//! Promises: a theme is known by its id, whatever guide it stands in; themes stand in the order in which the sessions
//! that were held first have them. Leaves to others: what is said on them.

use std::borrow::Cow;
use std::collections::BTreeMap;

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
pub struct Strand {
    /// Its id.
    pub id: ThemeId,
    /// Its name, as the first session has it.
    pub title: String,
}

/// Every theme that a session of these has in its guide. Empty where no guide has themes.
pub fn themes(corpus: &Corpus) -> Vec<Strand> {
    let mut themes = Vec::new();
    for guide in corpus.by_date().into_iter().filter_map(Session::guide) {
        add(&mut themes, guide.themes.iter().map(Strand::of));
    }
    themes
}

/// The themes of guides, in the order of these.
pub(super) fn themes_of<'g>(guides: impl IntoIterator<Item = &'g OfGuide>) -> Vec<Strand> {
    let mut themes = Vec::new();
    for (_, _, of_guide) in guides {
        add(&mut themes, of_guide.iter().cloned());
    }
    themes
}

/// What was held with one guide, whatever its version.
#[derive(Debug)]
pub struct Guided<T> {
    /// The guide's name, as the first has it.
    pub title: String,
    /// The sessions, in the order in which they were held.
    pub sessions: Vec<T>,
    /// Their themes, in the order of those that were held first.
    pub themes: Vec<Strand>,
}

/// The guide that something was held with: its id, its name, its themes.
pub(super) type OfGuide = (String, String, Vec<Strand>);

/// Puts together what was held with one guide, in the order of the first of each. What was held with none is in none.
pub(super) fn by_guide<T>(
    all: impl IntoIterator<Item = T>,
    guide: impl Fn(&T) -> Option<OfGuide>,
) -> Vec<Guided<T>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut guided: Vec<Guided<T>> = Vec::new();
    for one in all {
        let Some((id, title, themes)) = guide(&one) else { continue };
        let place = *places.entry(id).or_insert(guided.len());
        if place == guided.len() {
            guided.push(Guided { title, sessions: Vec::new(), themes: Vec::new() });
        }
        if let Some(guided) = guided.get_mut(place) {
            guided.sessions.push(one);
            add(&mut guided.themes, themes);
        }
    }
    guided
}

/// The guide of a session, where that has themes.
pub(super) fn guide_of(session: &Session) -> Option<OfGuide> {
    let guide = session.guide().filter(|guide| !guide.themes.is_empty())?;
    Some((guide.id.clone(), guide.title.clone(), guide.themes.iter().map(Strand::of).collect()))
}

impl Strand {
    fn of(theme: &Theme) -> Self {
        Self { id: theme.id.clone(), title: theme.title.clone() }
    }
}

/// Adds the themes that are not known yet.
fn add(known: &mut Vec<Strand>, themes: impl IntoIterator<Item = Strand>) {
    for theme in themes {
        if known.iter().all(|one| one.id != theme.id) {
            known.push(theme);
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
