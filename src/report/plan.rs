//! The themes as this session has them: their order and minutes here, and which are left out.
//!
//! A theme moved to place n stands at place n, counted from 1 over all themes, those left out too. Themes that
//! were not moved fill the other places in the order of the guide. Of two moved to one place the earlier in the
//! guide stands there and the other right after it; a place beyond the last is the last.

use super::shown;
use crate::model::entry::SINGLE;
use crate::model::instrument::Theme;
use crate::model::running::Silence;
use crate::model::session::Session;

/// A theme of the guide, as it is planned in one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedTheme<'a> {
    /// The theme as the guide has it.
    pub theme: &'a Theme,
    /// Minutes planned for it: this session's own, else the guide's.
    pub planned_minutes: Option<u32>,
    /// Why nothing was said on it, where somebody said why.
    pub silence: Option<Silence>,
}

impl PlannedTheme<'_> {
    /// Whether it was left out for lack of time.
    #[must_use]
    pub fn is_left_out(&self) -> bool {
        self.silence == Some(Silence::LeftOutForTime)
    }
}

/// Every theme of the guide, in the order of this session. Empty without a guide.
#[must_use]
pub fn plan(session: &Session) -> Vec<PlannedTheme<'_>> {
    let themes = session.guide().map(|guide| guide.themes.as_slice()).unwrap_or_default();
    let (mut moved, mut unmoved) = (Vec::new(), Vec::new());
    for theme in themes {
        let change = session.lists.themes.get(theme.id.as_str()).and_then(shown::body);
        let planned = PlannedTheme {
            theme,
            planned_minutes: change.as_ref().and_then(|it| it.planned_minutes).or(theme.planned_minutes),
            silence: change.as_ref().and_then(|it| it.silence),
        };
        match change.and_then(|it| it.order) {
            Some(place) => moved.push((place, planned)),
            None => unmoved.push(planned),
        }
    }
    // The sort is stable: of one place, the order of the guide stays.
    moved.sort_by_key(|(place, _)| *place);
    in_places(moved, unmoved)
}

/// Puts moved themes, sorted by place, at their places among the others.
fn in_places<'a>(
    moved: Vec<(u32, PlannedTheme<'a>)>,
    unmoved: Vec<PlannedTheme<'a>>,
) -> Vec<PlannedTheme<'a>> {
    let mut in_order = Vec::with_capacity(moved.len() + unmoved.len());
    let mut others = unmoved.into_iter();
    for (place, planned) in moved {
        let before = usize::try_from(place).unwrap_or(usize::MAX).saturating_sub(1);
        let missing = before.saturating_sub(in_order.len());
        in_order.extend(others.by_ref().take(missing));
        in_order.push(planned);
    }
    in_order.extend(others);
    in_order
}

/// Minutes planned for the whole session: as its details say, else those of its themes together, without the ones
/// left out. Nothing when neither says.
#[must_use]
pub fn planned_minutes(session: &Session) -> Option<u32> {
    let details = session.lists.details.get(SINGLE).and_then(shown::body);
    details.and_then(|details| details.planned_minutes).or_else(|| {
        let themes = plan(session);
        let minutes = themes
            .iter()
            .filter(|planned| !planned.is_left_out())
            .filter_map(|planned| planned.planned_minutes);
        minutes.reduce(u32::saturating_add)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::running::ThemePlan;
    use crate::report::sample::{Sample, details};

    const UNCHANGED: ThemePlan = ThemePlan { planned_minutes: None, order: None, silence: None };

    fn to_place(place: u32) -> ThemePlan {
        ThemePlan { order: Some(place), ..UNCHANGED }
    }

    fn order(session: &Session) -> Vec<&str> {
        plan(session).iter().map(|planned| planned.theme.id.as_str()).collect()
    }

    #[test]
    fn without_changes_the_plan_is_the_guide() {
        let sample = Sample::new();
        assert_eq!(order(&sample.session), ["strategy", "funding", "training", "close"]);
        let minutes: Vec<_> = plan(&sample.session).iter().map(|planned| planned.planned_minutes).collect();
        assert_eq!(minutes, [Some(10), Some(20), None, Some(5)]);
        assert_eq!(plan(&Session::new(sample.session.id())), []);
    }

    #[test]
    fn a_theme_moved_to_a_place_stands_there() {
        for (place, expected) in [
            (1, ["training", "strategy", "funding", "close"]),
            (2, ["strategy", "training", "funding", "close"]),
            (3, ["strategy", "funding", "training", "close"]),
            (4, ["strategy", "funding", "close", "training"]),
        ] {
            let mut sample = Sample::new();
            sample.plan("training", to_place(place));
            assert_eq!(order(&sample.session), expected, "{place}");
        }
    }

    #[test]
    fn of_two_moved_to_one_place_the_earlier_in_the_guide_comes_first() {
        let mut sample = Sample::new();
        sample.plan("close", to_place(2));
        sample.plan("funding", to_place(2));
        assert_eq!(order(&sample.session), ["strategy", "funding", "close", "training"]);
    }

    #[test]
    fn a_place_before_the_first_or_beyond_the_last_is_the_first_or_the_last() {
        let mut sample = Sample::new();
        sample.plan("strategy", to_place(u32::MAX));
        sample.plan("training", to_place(0));
        assert_eq!(order(&sample.session), ["training", "funding", "close", "strategy"]);
    }

    #[test]
    fn the_sessions_own_minutes_go_before_the_guides() {
        let mut sample = Sample::new();
        sample.plan("funding", ThemePlan { planned_minutes: Some(7), ..UNCHANGED });
        assert_eq!(plan(&sample.session)[1].planned_minutes, Some(7));
        assert_eq!(planned_minutes(&sample.session), Some(22));
    }

    #[test]
    fn a_theme_left_out_stays_in_the_plan_and_its_minutes_do_not_count() {
        let mut sample = Sample::new();
        sample.plan("funding", ThemePlan { silence: Some(Silence::LeftOutForTime), ..UNCHANGED });
        sample.plan("close", ThemePlan { silence: Some(Silence::NotReached), ..UNCHANGED });
        let left_out: Vec<_> = plan(&sample.session).iter().map(PlannedTheme::is_left_out).collect();
        assert_eq!(left_out, [false, true, false, false]);
        assert_eq!(planned_minutes(&sample.session), Some(15));
    }

    #[test]
    fn the_details_say_how_long_the_session_is_before_the_themes_do() {
        let mut sample = Sample::new();
        sample.details(details(Some(45)));
        assert_eq!(planned_minutes(&sample.session), Some(45));
        sample.details(details(None));
        assert_eq!(planned_minutes(&sample.session), Some(35));
        assert_eq!(planned_minutes(&Session::new(sample.session.id())), None);
    }
}
