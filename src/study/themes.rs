//! Which themes of its guide a session holds: people name them by a part of their name, and the others are marked as
//! left out.
//!
//! A theme that was not asked about is no gap in the study when the session says why, so that is written down when
//! the session is made.

use std::collections::BTreeSet;

use thiserror::Error;

use super::Now;
use crate::model::entry::Version;
use crate::model::ids::{EntryId, ThemeId};
use crate::model::instrument::{Guide, Theme};
use crate::model::running::{Silence, ThemePlan};
use crate::model::session::Session;
use crate::model::stamp::{NoStampLeft, Stamp};

/// Why a name means no one theme.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotOneTheme {
    /// No theme of the guide has this in its name or id.
    #[error("no theme of {guide} goes by “{name}”")]
    None {
        /// What was given.
        name: String,
        /// The guide's title.
        guide: String,
        /// The names of all its themes.
        themes: Vec<String>,
    },
    /// Several have.
    #[error("“{name}” may mean {}", themes.join(", "))]
    Several {
        /// What was given.
        name: String,
        /// The names of those that do.
        themes: Vec<String>,
    },
}

/// Finds the themes that names mean: each a whole name or id, or a part that no other theme has, in capitals or
/// not. No names give no themes.
///
/// # Errors
/// [`NotOneTheme`] for the first name that does not mean one.
pub fn named(guide: &Guide, names: &[String]) -> Result<BTreeSet<ThemeId>, NotOneTheme> {
    names.iter().map(|name| one_named(guide, name).map(|theme| theme.id.clone())).collect()
}

fn one_named<'a>(guide: &'a Guide, name: &str) -> Result<&'a Theme, NotOneTheme> {
    let wanted = name.trim().to_lowercase();
    let names_of = |theme: &Theme| [theme.title.to_lowercase(), theme.id.as_str().to_lowercase()];
    // “Practice” is a theme, although “Lessons for practice” is one too.
    let whole = guide.themes.iter().find(|theme| names_of(theme).contains(&wanted));
    if let Some(theme) = whole {
        return Ok(theme);
    }
    let has_part =
        |theme: &&Theme| !wanted.is_empty() && names_of(theme).iter().any(|it| it.contains(&wanted));
    let titles = |themes: &[&Theme]| themes.iter().map(|theme| theme.title.clone()).collect();
    let found: Vec<&Theme> = guide.themes.iter().filter(has_part).collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(NotOneTheme::None {
            name: name.to_owned(),
            guide: guide.title.clone(),
            themes: titles(&guide.themes.iter().collect::<Vec<_>>()),
        }),
        several => Err(NotOneTheme::Several { name: name.to_owned(), themes: titles(several) }),
    }
}

/// Marks every theme of the guide that is not held as left out for lack of time, with stamps after `last` and of
/// the same writer.
///
/// # Errors
/// [`NoStampLeft`].
pub(super) fn leave_out_others(
    session: &mut Session,
    held: &BTreeSet<ThemeId>,
    mut last: Stamp,
    now: &Now,
) -> Result<(), NoStampLeft> {
    let themes = session.guide().map(|guide| guide.themes.as_slice()).unwrap_or_default();
    let others: Vec<EntryId> = themes
        .iter()
        .filter(|theme| !held.contains(&theme.id))
        .map(|theme| EntryId::new(theme.id.as_str()))
        .collect();
    for theme in others {
        last = Stamp::next(now.millis, last.writer(), Some(last), &[])?;
        let plan = ThemePlan { planned_minutes: None, order: None, silence: Some(Silence::LeftOutForTime) };
        session.lists.themes.insert(theme, Version::first(last, plan).into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::create::instrument;

    fn found(name: &str) -> Result<String, NotOneTheme> {
        let survey = instrument("practice-survey").unwrap();
        one_named(survey.guide(), name).map(|theme| theme.title.clone())
    }

    #[test]
    fn a_part_of_a_name_that_no_other_theme_has_is_enough() {
        assert_eq!(found("fund").as_deref(), Ok("Funding"));
        assert_eq!(found(" PRISON ").as_deref(), Ok("Links with prisons"));
    }

    #[test]
    fn a_whole_name_means_its_theme_although_it_is_a_part_of_another() {
        assert_eq!(found("practice").as_deref(), Ok("Practice"));
    }

    #[test]
    fn a_name_of_none_or_of_several_is_told_with_the_themes_there_are() {
        let Err(NotOneTheme::None { themes, .. }) = found("weather") else { panic!("found") };
        assert_eq!(themes.len(), 10);
        let Err(NotOneTheme::None { .. }) = found("  ") else { panic!("found") };
        let Err(NotOneTheme::Several { themes, .. }) = found("pract") else { panic!("found") };
        assert_eq!(themes, ["Practice", "Lessons for practice"]);
    }
}
