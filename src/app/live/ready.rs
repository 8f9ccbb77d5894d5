//! What to do before the talk begins, on the screen until it has: nobody has to, and typing goes on below it.

use super::Live;
use crate::app::sheets::{people, plan, script};
use crate::app::{App, Effect, Screen};
use crate::model::running::SessionKind;

/// One thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Say who is here.
    People,
    /// Minutes and themes.
    Plan,
    /// Read the script, ask for consent.
    Script,
    /// Begin.
    Begin,
}

impl Live {
    /// Whether there is still something to be done before the talk.
    #[must_use]
    pub fn is_ready_shown(&self) -> bool {
        let is_before = !self.clock.has_begun && !self.clock.has_ended && self.facts.notes == 0;
        is_before && !self.is_read_only && self.draft.is_new() && self.draft.is_empty()
    }

    /// What there is to do: the step, what it is called, how it stands.
    #[must_use]
    pub fn ready_steps(&self) -> Vec<(Step, &'static str, String)> {
        let facts = &self.facts;
        let mut steps = Vec::new();
        if facts.kind != Some(SessionKind::Reading) {
            let said = facts.people.iter().filter(|person| !person.about.is_empty()).count();
            let seats = facts.people.len();
            let state =
                if seats == 0 { "nobody yet".to_owned() } else { format!("{said} of {seats} described") };
            steps.push((Step::People, "Who is here, seat by seat", state));
        }
        let (count, sum) = facts.themes_held();
        let themes = if count == 1 { "1 theme".to_owned() } else { format!("{count} themes") };
        let state = match facts.planned_minutes {
            Some(planned) if sum > planned => format!("{themes}: {sum} of {planned} min"),
            Some(planned) => format!("{themes} in {planned} min"),
            None => themes,
        };
        steps.push((Step::Plan, "Minutes and themes", state));
        if let Some(opening) = self.recorder.session().guide().and_then(|guide| guide.script(script::OPENING))
        {
            let state = if self.is_script_told(&opening.id) { "read" } else { "not read yet" };
            steps.push((Step::Script, "Read out, then ask for consent", state.to_owned()));
        }
        steps.push((Step::Begin, "Begin: the clocks start", String::new()));
        steps
    }

    /// The step chosen.
    #[must_use]
    pub const fn ready_at(&self) -> usize {
        self.ready.0
    }

    pub(super) fn step_in_ready(&mut self, by: isize) {
        let count = self.ready_steps().len();
        self.ready.step(by, count);
        self.touch();
    }
}

/// Does the step that is chosen; the next one is chosen then.
pub(super) fn take(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    take_at(app, live.ready.0)
}

/// Does a step by its place.
pub(super) fn take_at(app: &mut App, at: usize) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some((step, ..)) = live.ready_steps().get(at).cloned() else { return Vec::new() };
    live.ready.0 = at;
    live.step_in_ready(1);
    match step {
        Step::People => people::open(app),
        Step::Plan => plan::open(app),
        Step::Script => script::open(app),
        Step::Begin => {
            let began = live.begin_talk(&now);
            app.say(crate::app::Tone::Done, "The clocks run. Type what is said, Enter saves it.");
            began.into_iter().collect()
        }
    }
}
