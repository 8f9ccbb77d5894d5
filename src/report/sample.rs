//! A small session to count, written the way laptops write one. For the tests of this folder only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::entry::{Body, Entries, Entry, SINGLE, Version};
use crate::model::ids::{EntryId, ProbeId, PromptId, SeatId, SessionId, ThemeId, WriterId};
use crate::model::instrument::{Guide, Instrument, Probe, Prompt, Theme};
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::people::{
    Attendance, Consent, ConsentItem, ConsentState, Participant, RecorderRole, Writer,
};
use crate::model::running::{
    ClockMark, Details, MarkKind, Pause, ProbeTick, SessionKind, ThemeLog, ThemePlan,
};
use crate::model::session::{Session, SessionLists};
use crate::model::shape::Value as _;
use crate::model::stamp::{Millis, Stamp};
use crate::model::when::When;

/// A list of a session, to be written to.
pub(super) type Of<B> = fn(&mut SessionLists) -> &mut Entries<B>;

macro_rules! lists {
    ($($field:ident: $body:ty,)*) => { $(
        pub(super) fn $field(lists: &mut SessionLists) -> &mut Entries<$body> {
            &mut lists.$field
        }
    )* };
}

lists! {
    writers: Writer,
    participants: Participant,
    notes: Note,
    themes: ThemePlan,
    probes: ProbeTick,
    attendance: Attendance,
    pauses: Pause,
    theme_log: ThemeLog,
    marks: ClockMark,
}

/// The session, and the last stamp of each writer.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) session: Session,
    last: BTreeMap<WriterId, Stamp>,
}

/// A time on the day of the session, by the clock in the room.
pub(super) fn at(clock: &str) -> When {
    When::new(format!("2026-11-23T{clock}+00:00"))
}

/// A point somebody made.
pub(super) fn point(text: &str, theme: Option<&str>, participant: Option<&str>) -> Note {
    Note {
        theme: theme.map(ThemeId::new),
        participant: participant.map(SeatId::new),
        ..Note::new(NoteKind::Point, text, Origin::Live)
    }
}

/// A participant who said this to these items of the consent sheet.
pub(super) fn participant(label: &str, items: &[(&str, ConsentState)]) -> Participant {
    let item = |(name, state): &(&str, ConsentState)| {
        ((*name).to_owned(), ConsentItem { state: *state, at: None }.into())
    };
    let consent = Consent { sheet: Some(1), items: items.iter().map(item).collect() };
    Participant { label: label.to_owned(), role: None, sector: None, consent: Some(consent.into()) }
}

/// Details with these minutes.
pub(super) fn details(planned_minutes: Option<u32>) -> Details {
    Details {
        kind: SessionKind::FocusGroup,
        site: "Norwich".to_owned(),
        held_on: When::new("2026-11-23"),
        planned_minutes,
        lang: None,
        source: None,
    }
}

fn guide() -> Guide {
    let prompt = |id: &str, text: &str, probes: &[&str]| Prompt {
        id: PromptId::new(id),
        text: text.to_owned(),
        probes: probes.iter().map(|id| Probe { id: ProbeId::new(*id), text: (*id).to_owned() }).collect(),
    };
    let theme = |id: &str, title: &str, planned_minutes, prompts| Theme {
        id: ThemeId::new(id),
        title: title.to_owned(),
        planned_minutes,
        prompts,
    };
    let funding = vec![
        prompt(
            "funding.sources",
            "How is it paid for?",
            &["funding.sources.funders", "funding.sources.length"],
        ),
        prompt("funding.end", "What if it ends?", &[]),
    ];
    Guide {
        id: "guide".to_owned(),
        version: 1,
        title: "Guide".to_owned(),
        themes: vec![
            theme("strategy", "Strategy", Some(10), Vec::new()),
            theme("funding", "Funding", Some(20), funding),
            theme("training", "Training", None, Vec::new()),
            theme("close", "Close", Some(5), Vec::new()),
        ],
        ..Guide::default()
    }
}

impl Sample {
    /// A session with a guide of four themes, in which nothing was written yet.
    pub(super) fn new() -> Self {
        let mut session = Session::new(SessionId::from_random([1; 10]));
        session.instruments.insert(Arc::new(Instrument::new(guide().to_json()).unwrap()));
        Self { session, last: BTreeMap::new() }
    }

    /// The stamp a writer makes when the clock shows this.
    fn stamp(&mut self, writer: &str, clock: &str, over: &BTreeSet<Stamp>) -> Stamp {
        let writer: WriterId = writer.parse().unwrap();
        let now = at(clock).time().map_or(0, |time| time.timestamp_millis());
        let over: Vec<Stamp> = over.iter().copied().collect();
        let stamp = Stamp::next(Millis::new(now), writer, self.last.get(&writer).copied(), &over).unwrap();
        self.last.insert(writer, stamp);
        stamp
    }

    /// Adds an entry that is named by its first version.
    pub(super) fn add<B: Body>(&mut self, of: Of<B>, writer: &str, clock: &str, body: B) -> EntryId {
        let stamp = self.stamp(writer, clock, &BTreeSet::new());
        let id = EntryId::of_stamp(stamp);
        of(&mut self.session.lists).insert(id.clone(), Arc::new(Version::first(stamp, body)));
        id
    }

    /// The heads of an entry; none when it is not there yet.
    pub(super) fn heads<B: Body>(&mut self, of: Of<B>, id: &EntryId) -> BTreeSet<Stamp> {
        of(&mut self.session.lists).get(id.as_str()).map(Entry::head_stamps).unwrap_or_default()
    }

    /// Writes a version over these.
    pub(super) fn write_over<B: Body>(
        &mut self,
        of: Of<B>,
        writer: &str,
        clock: &str,
        id: &EntryId,
        over: &BTreeSet<Stamp>,
        body: B,
    ) {
        let stamp = self.stamp(writer, clock, over);
        let version = Version::over(stamp, over.clone(), body);
        of(&mut self.session.lists).insert(id.clone(), Arc::new(version));
    }

    /// Writes a version over what is current.
    pub(super) fn write<B: Body>(&mut self, of: Of<B>, writer: &str, clock: &str, id: &EntryId, body: B) {
        let heads = self.heads(of, id);
        self.write_over(of, writer, clock, id, &heads, body);
    }

    /// Deletes an entry that is there.
    pub(super) fn delete<B: Body>(&mut self, of: Of<B>, writer: &str, clock: &str, id: &EntryId) {
        let heads = self.heads(of, id);
        let stamp = self.stamp(writer, clock, &heads);
        let list = of(&mut self.session.lists);
        let body = list.current(id.as_str()).unwrap().clone();
        let version = Version { is_deleted: true, ..Version::over(stamp, heads, body) };
        list.insert(id.clone(), Arc::new(version));
    }

    /// Changes the details.
    pub(super) fn details(&mut self, body: Details) {
        self.write(|lists| &mut lists.details, "aaaaaa", "09:00:00", &EntryId::new(SINGLE), body);
    }

    /// Changes the plan of a theme.
    pub(super) fn plan(&mut self, theme: &str, body: ThemePlan) {
        self.write(themes, "aaaaaa", "09:00:00", &EntryId::new(theme), body);
    }

    /// Seats somebody, or changes what they said to the consent sheet. The seat's id is the label.
    pub(super) fn seat(&mut self, label: &str, items: &[(&str, ConsentState)]) -> EntryId {
        let id = EntryId::new(label);
        self.write(participants, "aaaaaa", "09:00:00", &id, participant(label, items));
        id
    }

    /// Ticks a probe.
    pub(super) fn tick(&mut self, probe: &str) {
        let id = EntryId::new(probe);
        self.write(probes, "aaaaaa", "10:00:00", &id, ProbeTick { at: at("10:00:00") });
    }

    /// Opens the session on a laptop.
    pub(super) fn open(&mut self, writer: &str, laptop: &str, clock: &str) {
        let body = Writer {
            laptop: laptop.parse().unwrap(),
            initials: "NT".to_owned(),
            role: RecorderRole::NoteTaker,
            opened: at(clock),
        };
        self.write(writers, writer, clock, &EntryId::new(writer), body);
    }

    /// Writes down that the talk came to a theme, or ended.
    pub(super) fn log(&mut self, writer: &str, clock: &str, theme: Option<&str>) -> EntryId {
        self.add(theme_log, writer, clock, ThemeLog { at: at(clock), theme: theme.map(ThemeId::new) })
    }

    /// Writes down a note that was begun when the clock showed this.
    pub(super) fn say(&mut self, writer: &str, clock: &str) -> EntryId {
        let note = Note { said_at: Some(at(clock)), ..point("words", None, None) };
        self.add(notes, writer, clock, note)
    }

    /// Writes down a pause, which stands open without an end.
    pub(super) fn pause(&mut self, writer: &str, from: &str, until: Option<&str>) -> EntryId {
        self.add(pauses, writer, from, Pause { at: at(from), until: until.map(at), reason: None })
    }

    /// Writes down that the clock jumped by so many minutes and now shows this.
    pub(super) fn jump(&mut self, writer: &str, clock: &str, minutes: i64) -> EntryId {
        let jump_ms = Some(minutes * 60_000);
        self.add(marks, writer, clock, ClockMark { kind: MarkKind::Gap, at: at(clock), jump_ms, label: None })
    }
}
