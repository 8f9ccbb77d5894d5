//! What is hidden of the notes on a theme, in all tables together.
//!
//! The notes on a theme are counted by session, by kind and by tag. Each table by itself gives nothing away; but a total that
//! one of them has to hide, another one would tell. So they are looked at together: where one cannot show how many notes
//! there are, none of them shows a number.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Taken;
use super::pictures::count;
use super::theme::hides_total;
use crate::model::ids::{SessionId, ThemeId};
use crate::report::anchor::Anchors;
use crate::report::counted::Counted;
use crate::report::strands::Strand;
use crate::report::suppress::{Below, Hidden};

/// What is hidden, theme by theme. Without a bound nothing is.
#[derive(Debug, Default)]
pub(super) struct Together(BTreeMap<ThemeId, Veil>);

/// What is hidden of one theme.
#[derive(Debug)]
struct Veil {
    /// Every number of its notes.
    is_all: bool,
    /// The sessions whose number is hidden.
    sessions: BTreeSet<SessionId>,
}

impl Together {
    /// Works it out over every session, whatever guide it was held with.
    pub(super) fn of(sessions: &[&Taken], themes: &[Strand], below: Option<Below>) -> Self {
        if below.is_none() {
            return Self::default();
        }
        let veil = |theme: &Strand| {
            let sessions: Vec<&Taken> =
                sessions.iter().copied().filter(|session| session.on(&theme.id).is_some()).collect();
            let hidden = count(&sessions, theme, &mut Anchors::default()).hidden(below);
            let is_all = hidden.is_total_hidden || hides_total(&sessions, theme, below);
            let cells = hidden.cells.iter().filter_map(|at| sessions.get(*at));
            (theme.id.clone(), Veil { is_all, sessions: cells.map(|session| session.session).collect() })
        };
        Self(themes.iter().map(veil).collect())
    }

    /// Whether no number of the notes on a theme is shown.
    pub(super) fn is_all(&self, theme: &ThemeId) -> bool {
        self.0.get(theme).is_some_and(|veil| veil.is_all)
    }

    /// What is hidden of a row that counts the notes on a theme in these sessions, one kind each.
    pub(super) fn of_row(&self, theme: &ThemeId, sessions: &[&Taken], counted: &Counted) -> Hidden {
        let Some(veil) = self.0.get(theme) else { return Hidden::default() };
        if veil.is_all {
            return counted.all_hidden();
        }
        let is_hidden =
            |at: &usize| sessions.get(*at).is_some_and(|session| veil.sessions.contains(&session.session));
        Hidden { cells: (0..sessions.len()).filter(is_hidden).collect(), is_total_hidden: false }
    }
}
