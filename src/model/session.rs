//! A session: the lists a person can add to, and the sets that erase.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::entry::{Body, Entries, List, Opaque, SINGLE};
use super::erasing::{Erasure, Marks, Records, Withdrawal};
use super::ids::{EntryId, SeatId, SessionId};
use super::instrument::{Guide, Instrument};
use super::json::Json;
use super::note::{Note, Response, Summary};
use super::people::{Attendance, Link, Participant, Writer};
use super::running::{ClockMark, Details, Pause, ProbeTick, ScriptRead, ThemeLog, ThemePlan};
use super::shape::SchemaMember;
use super::stamp::Stamp;

/// A fixed set of named lists, seen without knowing what each holds.
pub trait Lists {
    /// Every list with its name, in the order of the file.
    fn lists(&self) -> Vec<(&'static str, &dyn List)>;

    /// One list by name.
    fn list_mut(&mut self, name: &str) -> Option<&mut dyn List>;

    /// Tells every version that `other` does not hold: its list, its entry, its stamp.
    fn absent_from(&self, other: &Self, tell: &mut dyn FnMut(&str, &EntryId, Stamp));

    /// What one version in each list may hold, for the schema.
    fn schema_members() -> Vec<(&'static str, &'static str, Vec<SchemaMember>)>;
}

/// Declares a struct of named lists.
macro_rules! lists {
    ($(#[doc = $about:literal])* pub struct $type:ident {
        $( $(#[doc = $list_about:literal])* $field:ident: $body:ty, )*
    }) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $type { $( $(#[doc = $list_about])* pub $field: $crate::model::entry::Entries<$body>, )* }

        impl $crate::model::session::Lists for $type {
            fn lists(&self) -> Vec<(&'static str, &dyn $crate::model::entry::List)> {
                vec![ $( (stringify!($field), &self.$field), )* ]
            }

            fn list_mut(&mut self, name: &str) -> Option<&mut dyn $crate::model::entry::List> {
                match name {
                    $( stringify!($field) => Some(&mut self.$field), )*
                    _ => None,
                }
            }

            fn absent_from(
                &self,
                other: &Self,
                tell: &mut dyn FnMut(&str, &$crate::model::ids::EntryId, $crate::model::stamp::Stamp),
            ) {
                $( for (id, version) in self.$field.absent_from(&other.$field) {
                    tell(stringify!($field), id, version.stamp);
                } )*
            }

            fn schema_members() -> Vec<(&'static str, &'static str, Vec<$crate::model::shape::SchemaMember>)> {
                vec![ $( (
                    stringify!($field),
                    concat!($($list_about),*),
                    <$body as $crate::model::shape::Shape>::schema_members(),
                ), )* ]
            }
        }
    };
}

pub(crate) use lists;

lists! {
    /// What people can add to or change in a session.
    pub struct SessionLists {
        /// What, where and when: one entry.
        details: Details,
        /// Openings of the session, one for each time it was opened on a laptop.
        writers: Writer,
        /// Participants by seat.
        participants: Participant,
        /// Notes.
        notes: Note,
        /// Answers to questions.
        responses: Response,
        /// Summaries by theme.
        summaries: Summary,
        /// What this session changed about the guide's themes.
        themes: ThemePlan,
        /// Probes that were asked.
        probes: ProbeTick,
        /// Scripts that were read out.
        scripts: ScriptRead,
        /// Who came late or left early.
        attendance: Attendance,
        /// Pauses.
        pauses: Pause,
        /// When the talk came to which theme.
        theme_log: ThemeLog,
        /// Clock marks.
        marks: ClockMark,
        /// Two recorders' notes on one moment; the id is `NOTE=NOTE`.
        pairs: Link,
        /// Seats held to be one person (`SEAT=SEAT`) or not (`SEAT!SEAT`).
        same_as: Link,
    }
}

/// One of a session's lists, with the type of what it holds.
#[derive(Debug)]
pub struct ListOf<B: 'static> {
    /// Its name in files.
    pub name: &'static str,
    /// Looks at it.
    pub of: fn(&SessionLists) -> &Entries<B>,
    /// Changes it.
    pub of_mut: fn(&mut SessionLists) -> &mut Entries<B>,
}

macro_rules! list_of {
    ($($(#[doc = $about:literal])* $const:ident = $field:ident: $body:ty;)*) => { $(
        $(#[doc = $about])*
        pub const $const: ListOf<$body> =
            ListOf { name: stringify!($field), of: |lists| &lists.$field, of_mut: |lists| &mut lists.$field };
    )*

        /// Does something to every list, in the order of the file.
        pub fn on_every_list(what: &mut impl OnList) {
            $( what.on(&$const); )*
        }
    };
}

/// Something that can be done to a list whatever it holds.
pub trait OnList {
    /// Does it.
    fn on<B: Body>(&mut self, list: &ListOf<B>);
}

list_of! {
    /// What, where and when.
    DETAILS = details: Details;
    /// Openings of the session.
    WRITERS = writers: Writer;
    /// Participants.
    PARTICIPANTS = participants: Participant;
    /// Notes.
    NOTES = notes: Note;
    /// Answers.
    RESPONSES = responses: Response;
    /// Summaries.
    SUMMARIES = summaries: Summary;
    /// What this session changed about the themes.
    THEMES = themes: ThemePlan;
    /// Probes that were asked.
    PROBES = probes: ProbeTick;
    /// Scripts that were read out.
    SCRIPTS = scripts: ScriptRead;
    /// Who came late or left early.
    ATTENDANCE = attendance: Attendance;
    /// Pauses.
    PAUSES = pauses: Pause;
    /// When the talk came to which theme.
    THEME_LOG = theme_log: ThemeLog;
    /// Clock marks.
    MARKS = marks: ClockMark;
    /// Pairs of notes.
    PAIRS = pairs: Link;
    /// Seats held to be one person, or not.
    SAME_AS = same_as: Link;
}

/// What stands beside the lists of a session or a study.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// Lists that a later version of the program added.
    pub unknown_lists: BTreeMap<String, Entries<Opaque>>,
    /// Withdrawals.
    pub withdrawals: Records<Withdrawal>,
    /// Erasures.
    pub erasures: Records<Erasure>,
    /// What is left of erased versions.
    pub erased: Marks,
    /// Other unknown members: each value that was ever seen, by canonical text. The greatest is shown.
    pub plain: BTreeMap<String, BTreeMap<String, Json<'static>>>,
}

/// One session: one event, whoever recorded it.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    ids: BTreeSet<SessionId>,
    /// The instruments it was conducted with; the greatest is shown.
    pub instruments: BTreeSet<Arc<Instrument>>,
    /// What people added.
    pub lists: SessionLists,
    /// What stands beside it.
    pub ledger: Ledger,
}

impl Session {
    /// A session in which nothing has been written yet.
    #[must_use]
    pub fn new(id: SessionId) -> Self {
        Self {
            ids: BTreeSet::from([id]),
            instruments: BTreeSet::new(),
            lists: SessionLists::default(),
            ledger: Ledger::default(),
        }
    }

    /// Its id: the smallest of the ids it has had.
    #[must_use]
    pub fn id(&self) -> SessionId {
        // `ids` starts with one and only grows.
        self.ids.first().copied().unwrap_or(SessionId::from_random([0; 10]))
    }

    /// Every id it has had.
    #[must_use]
    pub const fn ids(&self) -> &BTreeSet<SessionId> {
        &self.ids
    }

    /// Adds ids it is also known by.
    pub fn add_ids(&mut self, ids: impl IntoIterator<Item = SessionId>) {
        self.ids.extend(ids);
    }

    /// Tells every version that `other` does not hold: its list, its entry, its stamp.
    pub fn absent_from(&self, other: &Self, tell: &mut dyn FnMut(&str, &EntryId, Stamp)) {
        self.lists.absent_from(&other.lists, tell);
        let nothing = Entries::default();
        for (name, list) in &self.ledger.unknown_lists {
            let held = other.ledger.unknown_lists.get(name).unwrap_or(&nothing);
            for (id, version) in list.absent_from(held) {
                tell(name, id, version.stamp);
            }
        }
    }

    /// How many versions all its lists hold, and how many entries are in conflict.
    #[must_use]
    pub fn versions_and_conflicts(&self) -> (usize, usize) {
        let unknown = self.ledger.unknown_lists.values().map(|list| list as &dyn List);
        let lists = self.lists.lists().into_iter().map(|(_, list)| list).chain(unknown);
        lists.map(List::counts).fold((0, 0), |(versions, conflicts), counts| {
            (versions + counts.versions, conflicts + counts.conflicts)
        })
    }

    /// What, where and when; nothing when a session was joined by its id alone and not merged yet.
    #[must_use]
    pub fn details(&self) -> Option<&Details> {
        self.lists.details.current(SINGLE)
    }

    /// The guide it is conducted with, in the language it is held in.
    #[must_use]
    pub fn guide(&self) -> Option<&Guide> {
        let instrument = self.instruments.last()?;
        Some(match self.details().and_then(|details| details.lang.as_deref()) {
            Some(language) => instrument.guide_in(language),
            None => instrument.guide(),
        })
    }

    /// The participants that stand, in the order of their labels' numbers, then of ids.
    #[must_use]
    pub fn seats(&self) -> Vec<(SeatId, &Participant)> {
        let mut seats: Vec<_> = self
            .lists
            .participants
            .standing()
            .map(|(id, version)| (SeatId::new(id.as_str()), &version.body))
            .collect();
        seats.sort_by_cached_key(|(id, participant)| (seat_number(&participant.label), id.clone()));
        seats
    }

    /// The label of a seat, as notes show it; the bare id when nobody is known by it.
    #[must_use]
    pub fn seat_label(&self, seat: &SeatId) -> String {
        self.lists
            .participants
            .current(seat.as_str())
            .map_or_else(|| seat.to_string(), |participant| participant.label.clone())
    }
}

/// The number in a label like P3; labels without one come last.
#[must_use]
pub fn seat_number(label: &str) -> u32 {
    label.trim_start_matches(|letter: char| !letter.is_ascii_digit()).parse().unwrap_or(u32::MAX)
}
