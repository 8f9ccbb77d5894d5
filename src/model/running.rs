//! How a session ran: its details, themes, probes, scripts, pauses, theme log and clock marks.

use super::entry::Body;
use super::ids::ThemeId;
use super::shape::{shape, words};
use super::when::When;

words! {
    /// What kind of session it is.
    pub enum SessionKind {
        /// A focus group.
        FocusGroup = "focus-group",
        /// A one-to-one interview.
        Interview = "interview",
        /// A questionnaire.
        Questionnaire = "questionnaire",
        /// A visit to a prison.
        PrisonVisit = "prison-visit",
        /// A meeting, of the advisory group for instance.
        Meeting = "meeting",
        /// Reading: an item of the literature.
        Reading = "reading",
    }
}

impl SessionKind {
    /// As people say it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FocusGroup => "focus group",
            Self::Interview => "interview",
            Self::Questionnaire => "questionnaire",
            Self::PrisonVisit => "prison visit",
            Self::Meeting => "meeting",
            Self::Reading => "reading",
        }
    }
}

shape! {
    /// What, where and when.
    pub struct Details {
        /// What kind of session.
        required "kind" kind: SessionKind,
        /// Where.
        required "site" site: String,
        /// The date it was held on.
        required "held_on" held_on: When,
        /// How long it is planned to last, in minutes.
        optional "planned_minutes" planned_minutes: Option<u32>,
        /// The language it is held in, as a tag like `en`.
        optional "lang" lang: Option<String>,
        /// For reading: the source.
        optional "source" source: Option<String>,
    }
}

impl Body for Details {}

words! {
    /// Why nothing was said on a theme. A theme without a silence was answered, or the session still runs.
    pub enum Silence {
        /// The talk never came to it.
        NotReached = "not_reached",
        /// It was left out for lack of time.
        LeftOutForTime = "left_out_for_time",
        /// It was asked, and nobody answered.
        NobodyAnswered = "nobody_answered",
    }
}

shape! {
    /// What this session changed about a theme of the guide; its entry's id is the theme's.
    pub struct ThemePlan {
        /// Minutes planned for it here.
        optional "planned_minutes" planned_minutes: Option<u32>,
        /// Its place here, counted from 1.
        optional "order" order: Option<u32>,
        /// Why nothing was said on it.
        optional "silence" silence: Option<Silence>,
    }
}

impl Body for ThemePlan {}

shape! {
    /// A probe that was asked; its entry's id is the probe's.
    pub struct ProbeTick {
        /// When.
        required "at" at: When,
    }
}

impl Body for ProbeTick {}

words! {
    /// What became of a script.
    pub enum ScriptState {
        /// It was read out.
        Read = "read",
        /// It was not, for the reason in `words`.
        NotRead = "not_read",
    }
}

shape! {
    /// A script that was read out, or why not; its entry's id is the script's.
    pub struct ScriptRead {
        /// Read or not.
        required "state" state: ScriptState,
        /// When.
        required "at" at: When,
        /// Why not.
        optional "words" words: Option<String>,
    }
}

impl Body for ScriptRead {}

shape! {
    /// A pause: the clocks stand still.
    pub struct Pause {
        /// When it began.
        required "at" at: When,
        /// When it ended.
        optional "until" until: Option<When>,
        /// What for: a break, distress, a laptop that slept.
        optional "reason" reason: Option<String>,
    }
}

impl Body for Pause {}

shape! {
    /// The talk came to a theme; it stayed until the next entry.
    pub struct ThemeLog {
        /// When.
        required "at" at: When,
        /// The theme; none when the talk left the guide.
        optional "theme" theme: Option<ThemeId>,
    }
}

impl Body for ThemeLog {}

words! {
    /// What a clock mark records.
    pub enum MarkKind {
        /// The wall clock and the steady clock parted: sleep, or a clock put right.
        Gap = "gap",
        /// Two laptops marked one moment.
        Together = "together",
    }
}

shape! {
    /// A mark on a laptop's clock.
    pub struct ClockMark {
        /// What it records.
        required "kind" kind: MarkKind,
        /// The wall clock at the mark.
        required "at" at: When,
        /// For a gap: how far the wall clock jumped against the steady one, in milliseconds; back is negative.
        optional "jump_ms" jump_ms: Option<i64>,
        /// For a common mark: what it was, a clap for instance.
        optional "label" label: Option<String>,
    }
}

impl Body for ClockMark {}
