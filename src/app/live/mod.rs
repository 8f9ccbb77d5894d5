//! A session: themes, notes, people, and the one line to type in.
//!
//! Read [`facts`] (what the panes are drawn from), [`typing`] (keys into words) and [`saving`] (words into notes),
//! [`themes`] (moving between them), [`earlier`] (choosing, changing and deleting notes), [`lists`] (people, tags
//! and themes to pick from), [`targets`] (what else is typed in the line), [`history`] (taking back), [`clock`],
//! [`pause`], [`gaps`] and [`marks`] (time), [`elsewhere`] (when the disk fails), [`debrief`], [`asking`] (a questionnaire), [`language`],
//! [`limit`] (how much a note takes), [`talk`] and [`shown`] (what the panes show), `chips` (what stands before the
//! words), `keys` (what keys and commands do), [`mouse`].

pub mod facts;
pub mod shown;
pub mod talk;
pub mod lists;
pub mod clock;
pub mod gaps;
pub mod themes;
pub mod ready;
pub mod debrief;
pub mod asking;
pub mod language;
pub mod mouse;
pub mod limit;
pub(super) mod targets;
pub(in crate::app) mod typing;
pub(super) mod saving;
pub(super) mod earlier;
pub(super) mod flags;
pub(super) mod probes;
pub(super) mod signs;
pub(super) mod pause;
pub(super) mod marks;
pub(super) mod elsewhere;
pub(super) mod history;
mod chips;
mod keys;

use super::commands::Place;
use super::draft::{Draft, Target};
use super::layout::{Layout, Size, layout};
use super::sheets::{self, Choice};
use super::{Effect, OpenedSession, wrap};
use crate::format::journal::{Happened, Put};
use crate::model::ids::{EntryId, PromptId, SeatId, WriterId};
use crate::model::session::seat_number;
use crate::model::when::When;
use crate::study::Now;
use crate::study::recorder::Recorder;
use crate::study::undoing::History;
pub use chips::LEAD;
use facts::Facts;
use keys::READ_ONLY;
pub(super) use keys::{command, on_key, on_paste};
use lists::List;

/// A session's state.
#[derive(Debug)]
pub struct Live {
    /// The session and what this writer adds.
    pub recorder: Recorder,
    /// This laptop, as the session knows it.
    laptop: Option<WriterId>,
    /// What the panes are drawn from.
    facts: Facts,
    /// The theme shown, as its place in the plan; in the debrief two remarks come after the themes.
    pub theme: usize,
    /// What is being typed.
    pub draft: Draft,
    /// A new note put aside while something else is typed.
    aside: Option<Draft>,
    /// Who speaks until somebody else is named.
    pub pinned: Option<u32>,
    /// The earlier note that is chosen.
    pub chosen: Option<EntryId>,
    /// Rows that the notes are moved down by, to see earlier ones.
    scroll: usize,
    /// The list over the typing line.
    pub list: Option<List>,
    /// What can be taken back.
    history: History,
    /// When what was typed was last safe on disk.
    pub saved_at: Option<When>,
    /// A stretch of time that can be noted as a pause, because the laptop slept.
    pub offered_pause: Option<(When, When)>,
    /// How many letters a full note has not taken since it last took one.
    not_taken: usize,
    /// What to do before the talk begins: the line chosen.
    ready: Choice,
    /// How far a questionnaire has come, where it is one.
    asking: Option<asking::Asking>,
    /// How it stands with the time.
    clock: clock::Clock,
    /// What that is worked out from, as far as it was read.
    log: Option<clock::Kept>,
    /// When the clock was last looked at, in milliseconds.
    looked_at_clock: i64,
    /// Whether nothing can be changed.
    is_read_only: bool,
    /// The question that a show of hands is about, and its words, until it is saved.
    pub(in crate::app) raised_for: Option<(PromptId, String)>,
    /// The question that what this seat says next belongs to.
    pub(in crate::app) words_to: Option<(PromptId, u32)>,
    /// Counts up whenever a pane beside the typing line has to be drawn again.
    revision: u64,
}

impl Live {
    /// Begins on the theme the session was last at; gives what to write down and what to tell.
    pub(super) fn open(opened: OpenedSession, now: &Now) -> (Self, Vec<Effect>, String) {
        let OpenedSession { recorder, recovered, is_read_only } = opened;
        let writer = recorder.writer().to_string();
        let laptop = recorder.session().lists.writers.current(&writer).map(|writer| writer.laptop);
        let history = laptop.map(|laptop| History::of_laptop(recorder.session(), laptop)).unwrap_or_default();
        let mut live = Self {
            facts: Facts::of(recorder.session()),
            asking: asking::Asking::of(recorder.session()),
            recorder,
            laptop,
            theme: 0,
            draft: Draft::default(),
            aside: None,
            pinned: None,
            chosen: None,
            scroll: 0,
            list: None,
            history,
            saved_at: None,
            offered_pause: None,
            not_taken: 0,
            ready: Choice::default(),
            clock: clock::Clock::default(),
            log: None,
            looked_at_clock: 0,
            is_read_only,
            raised_for: None,
            words_to: None,
            revision: 0,
        };
        live.theme = live.last_theme();
        for (name, kept) in &recovered.drafts {
            let notes = &live.recorder.session().lists.notes;
            let target = Target::named(name.as_ref(), |id| notes.current(id.as_str()).cloned());
            let draft = Draft::restored(target, kept, &live.facts.room);
            if draft.is_new() && live.draft.is_empty() {
                live.draft = draft;
            } else {
                let new = std::mem::replace(&mut live.draft, draft);
                live.aside =
                    live.aside.take().or(Some(new)).filter(|draft| draft.is_new() && !draft.is_empty());
            }
        }
        live.go_to_summary();
        live.begin_asking();
        live.look_at_clock(now);
        let effects = live.carry_on(now).into_iter().collect();
        let told = if is_read_only {
            READ_ONLY.to_owned()
        } else {
            shown::what_came_back(&recovered)
                .or_else(|| live.what_waits())
                .unwrap_or_else(|| live.how_to_begin().to_owned())
        };
        (live, effects, told)
    }

    /// What is said when a session is opened and nothing waits.
    const fn how_to_begin(&self) -> &'static str {
        if self.asking.is_some() {
            "Press an answer's key, type words if there are any, Enter goes on. Ctrl+G shows help."
        } else {
            "Type what is said, Enter saves it. Ctrl+G shows help."
        }
    }

    /// What waits for a person when the session is opened.
    fn what_waits(&self) -> Option<String> {
        let conflicts = match self.facts.conflicts {
            0 => None,
            1 => Some("One thing was changed in two places: Esc, 2 shows both.".to_owned()),
            more => Some(format!("{more} things were changed in two places: Esc, 2 shows them.")),
        };
        let session = self.recorder.session();
        let first = self.facts.unanswered.first().filter(|_| !self.is_read_only);
        let person =
            first.map(|pair| format!("{} Esc, 3 asks.", sheets::same_person::question(session, pair)));
        let told: Vec<String> = conflicts.into_iter().chain(person).collect();
        (!told.is_empty()).then(|| told.join(" "))
    }

    /// Where keys go.
    #[must_use]
    pub fn place(&self) -> Place {
        if self.list.as_ref().is_some_and(|list| !list.items(self).is_empty()) {
            return Place::List;
        }
        match &self.draft.target {
            Target::Summary(_) => Place::Debrief,
            Target::Answer(_) => Place::Asking,
            Target::Seat(_)
            | Target::WhyNotRead(_)
            | Target::Conflict(..)
            | Target::ShortForm
            | Target::Folder => Place::Field,
            _ if self.chosen.is_some() => Place::Earlier,
            _ if self.is_ready_shown() => Place::Ready,
            _ => Place::Live,
        }
    }

    /// What the panes are drawn from.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The new note that waits while something else is typed.
    #[must_use]
    pub const fn aside(&self) -> Option<&Draft> {
        self.aside.as_ref()
    }

    /// The seat with this number; of two, the one this laptop's session listed first.
    #[must_use]
    pub fn seat(&self, number: u32) -> Option<SeatId> {
        let seats = self.recorder.session().seats();
        seats.into_iter().find(|(_, seat)| seat_number(&seat.label) == number).map(|(id, _)| id)
    }

    /// This laptop, as the session knows it.
    pub(in crate::app) const fn laptop(&self) -> Option<WriterId> {
        self.laptop
    }

    /// Whether it is only looked at.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// Counts up whenever something beside the typing line changes.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Says that panes beside the typing line have to be drawn again.
    pub(super) const fn touch(&mut self) {
        self.revision += 1;
    }

    /// Says that something was added to the session: what the panes are drawn from is worked out again.
    pub(super) fn refresh(&mut self) {
        let shown = self.theme_id();
        self.facts = Facts::of(self.recorder.session());
        if let Some(asking) = &mut self.asking {
            asking.look(self.recorder.session());
        }
        if let Some(at) = shown.and_then(|id| self.facts.themes.iter().position(|theme| theme.id == id)) {
            self.theme = at;
        }
        self.touch();
    }

    /// Takes in what somebody else wrote.
    pub(super) fn join(&mut self, theirs: crate::model::session::Session) {
        self.recorder.join(theirs);
        self.refresh();
    }

    /// Where the panes stand at this size.
    #[must_use]
    pub fn layout(&self, size: Size) -> Layout {
        let width = self.typing_width(size);
        let rows = wrap::rows(self.draft.words.text(), width).len();
        let laid = layout(size, u16::try_from(rows).unwrap_or(u16::MAX));
        // One person answers a questionnaire: what there is to see are the questions.
        if self.asking.is_some() { laid.without_people() } else { laid }
    }
}

/// The effect that writes versions down.
pub(in crate::app) fn journal(puts: Vec<Put>) -> Effect {
    Effect::Journal(Happened::Put { puts, ends: None })
}
