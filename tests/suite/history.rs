//! Random histories: three writers who note, correct, delete, erase and exchange copies for a few steps.
//!
//! Each writer holds two accounts of one copy: the raw set of everything that ever reached it, in which nothing
//! is erased, and the program's own session, joined step by step. A history is repeated by its seed. One in three
//! is hostile: forged stamps, marks out of nowhere, versions over themselves, each other and nothing. In one of
//! four the third writer recorded the event as a session of its own, until somebody says that the two are one.
#![cfg(test)]

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use hearken::format::v1::{File, read, write_session};
use hearken::merge::Join as _;
use hearken::model::session::Session;

use crate::random::Random;
use crate::reference::{Body, Erasure, Mark, SessionSet, Version, Withdrawal};
use crate::written::file_of;

const SEATS: [&str; 4] = ["P1-aaaaaa", "P2-aaaaaa", "P2-bbbbbb", "P3-cccccc"];
const THEMES: [&str; 2] = ["funding", "staffing"];
const TEXTS: [&str; 6] = ["scared at night", "not scared", "was ich sagte", "", "\\\"so\\\"", "caf\u{e9}"];
/// Values of unknown members; a number is not the same as another way to write it.
const VALUES: [&str; 6] =
    ["1E2", "100", "99999999999999999999999", "[1,-0]", "{\"a\":0.10,\"b\":null}", "\"x\""];

/// Declares what can happen, and a list of all of it.
macro_rules! events {
    ($($event:ident,)*) => {
        /// What can happen in a history. A test counts that each of them does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Event { $($event,)* }

        impl Event {
            pub(crate) const ALL: &[Event] = &[$(Event::$event,)*];
        }
    };
}

events! {
    New,
    Edit,
    Refiled,
    OtherSpeaker,
    NameTakenOff,
    Tagged,
    Deleted,
    BroughtBack,
    Settled,
    Undone,
    Withdrawn,
    Widened,
    Erased,
    SeatsLinked,
    SaidToBeOne,
    StaleCopy,
    ThroughAFile,
    UnknownMember,
    UnknownList,
    PlainMember,
    OtherInstrument,
    HostileOver,
    ForgedStamp,
    ForgedMark,
}

/// Reads a session that must be one.
pub(crate) fn session(file: &str) -> Session {
    match read(file.as_bytes()) {
        Ok(File::Session(session)) => *session,
        Ok(other) => panic!("a session was written, a {} read: {file}", other.kind()),
        Err(error) => panic!("{error}\n{file}"),
    }
}

/// One writer and the copy on the laptop.
pub(crate) struct Writer {
    id: &'static str,
    /// What the laptop's clock holds today to be: one of them lives in 2099.
    date: &'static str,
    last: String,
    /// Everything that ever reached this copy.
    pub(crate) raw: SessionSet,
    /// The program's own account of the same.
    pub(crate) session: Session,
    /// What is left of `raw` after erasure, once it has been asked for.
    seen: OnceCell<SessionSet>,
    old: Option<(SessionSet, Session)>,
}

impl Writer {
    fn take_in(&mut self, raw: &SessionSet, session: Session) {
        self.raw.join(raw);
        self.session.join(session);
        self.seen = OnceCell::new();
    }

    fn seen(&self) -> &SessionSet {
        self.seen.get_or_init(|| self.raw.normalised())
    }

    /// The live entries of a list, by id.
    fn entries(&self, list: &str) -> Vec<&str> {
        let ids = self.seen().versions.iter().filter(|version| version.list == list);
        ids.map(|version| version.id.as_str()).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// A history that was played.
pub(crate) struct History {
    random: Random,
    pub(crate) writers: Vec<Writer>,
    now: usize,
    /// Whether anything was forged: versions over anything but live heads, two bodies under one stamp, marks.
    pub(crate) is_hostile: bool,
    /// How often what happened.
    pub(crate) events: BTreeMap<Event, u64>,
}

impl History {
    /// Plays the history of this seed.
    pub(crate) fn play(seed: u64) -> Self {
        let mut raw = SessionSet::default();
        raw.ids.insert("k7m2-q9xd-4tn1-b8wz".to_owned());
        raw.instruments
            .insert((1, "{\"id\":\"practice-survey\",\"version\":1,\"title\":\"One\"}".to_owned()));
        let start = session(&file_of(&raw));
        let dates = [("aaaaaa", "2026-11-23"), ("bbbbbb", "2026-11-23"), ("cccccc", "2099-01-01")];
        let writers = dates.map(|(id, date)| Writer {
            id,
            date,
            last: String::new(),
            raw: raw.clone(),
            session: start.clone(),
            seen: OnceCell::new(),
            old: None,
        });
        let mut history = Self {
            random: Random::new(seed),
            writers: writers.into(),
            now: 0,
            is_hostile: false,
            events: BTreeMap::new(),
        };
        let is_recorded_twice = seed % 4 == 1;
        if is_recorded_twice {
            history.record_apart(2);
        }
        for _ in 0..3 {
            history.note(0);
        }
        history.describe_seat(0);
        history.exchange(0, 1);
        if !is_recorded_twice {
            history.exchange(0, 2);
        }
        let is_hostile = seed.is_multiple_of(3);
        for _ in 0..10 + history.random.below(22) {
            let writer = history.random.below(3);
            if is_hostile && history.random.chance(25) {
                history.forge(writer);
            } else {
                history.step(writer);
            }
        }
        history
    }

    fn step(&mut self, writer: usize) {
        match self.random.below(100) {
            0..=10 => self.note(writer),
            11..=37 => self.edit(writer, "notes"),
            38..=42 => self.theme_or_answer(writer),
            43..=45 => self.describe_seat(writer),
            46..=48 => self.undo(writer),
            49..=52 => {
                let list =
                    self.random.pick(&["summaries", "responses", "participants", "attendance", "later_list"]);
                self.edit(writer, list);
            }
            53..=55 => self.details_or_arrival(writer),
            56..=58 => self.later_list(writer),
            59..=60 => self.plain_or_instrument(writer),
            61..=64 => self.link_seats(writer),
            65..=69 => self.withdraw(writer),
            70..=73 => self.erase(writer),
            74..=76 => self.through_a_file(writer),
            77..=83 => self.stale_copy(writer),
            _ => {
                let other = self.random.below(3);
                self.exchange(other, writer);
            }
        }
    }

    fn happened(&mut self, event: Event) {
        *self.events.entry(event).or_default() += 1;
    }

    /// Lets a writer begin with a session of its own, in which two things were said.
    fn record_apart(&mut self, writer: usize) {
        let own = &mut self.writers[writer];
        own.raw.ids = ["q000-q9xd-4tn1-b8wz".to_owned()].into();
        own.session = session(&file_of(&own.raw));
        (0..2).for_each(|_| self.note(writer));
    }

    /// Where the two have no id in common yet, this is somebody saying that both recorded the same event.
    fn exchange(&mut self, from: usize, to: usize) {
        if self.writers[from].raw.ids.is_disjoint(&self.writers[to].raw.ids) {
            self.happened(Event::SaidToBeOne);
        }
        let (raw, session) = (self.writers[from].raw.clone(), self.writers[from].session.clone());
        self.writers[to].take_in(&raw, session);
    }

    fn through_a_file(&mut self, writer: usize) {
        self.happened(Event::ThroughAFile);
        let writer = &mut self.writers[writer];
        writer.session = session(&write_session(&writer.session));
    }

    /// Puts a copy aside, or joins the one put aside before.
    fn stale_copy(&mut self, writer: usize) {
        let writer = &mut self.writers[writer];
        match writer.old.take() {
            Some((raw, session)) => {
                writer.take_in(&raw, session);
                self.happened(Event::StaleCopy);
            }
            None => writer.old = Some((writer.raw.clone(), writer.session.clone())),
        }
    }

    /// Adds to a writer's copy what `fill` puts into an empty one.
    fn add(&mut self, writer: usize, fill: impl FnOnce(&mut SessionSet)) {
        let writer = &mut self.writers[writer];
        let mut new = SessionSet { ids: writer.raw.ids.clone(), ..SessionSet::default() };
        fill(&mut new);
        let session = session(&file_of(&new));
        writer.take_in(&new, session);
    }

    fn write(&mut self, writer: usize, list: &str, id: Option<String>, over: BTreeSet<String>, body: Body) {
        let stamp = self.stamp(writer, &over);
        let id = id.unwrap_or_else(|| stamp.clone());
        let version = Version { list: list.to_owned(), id, stamp, over, body };
        self.add(writer, |new| _ = new.versions.insert(Rc::new(version)));
    }

    /// A new stamp: greater than the clock's, the writer's last and all that it replaces.
    fn stamp(&mut self, writer: usize, over: &BTreeSet<String>) -> String {
        self.now += self.random.below(3) * 700;
        let writer = &mut self.writers[writer];
        let (minutes, millis) = (self.now / 60_000, self.now % 60_000);
        let clock = format!("{}T10:{minutes:02}:{:02}.{:03}Z", writer.date, millis / 1000, millis % 1000);
        let floor = over.iter().chain([&writer.last]).max().expect("one at least");
        let stamp = match floor.split_at_checked(24) {
            Some((time, tick)) if time >= clock.as_str() => {
                let tick = u32::from_str_radix(tick.get(1..5).unwrap_or_default(), 16).expect("a tick") + 1;
                format!("{time}-{tick:04x}-{}", writer.id)
            }
            _ => format!("{clock}-0000-{}", writer.id),
        };
        writer.last.clone_from(&stamp);
        stamp
    }

    fn note(&mut self, writer: usize) {
        let kind = self.random.pick(&["quote", "quote", "point", "point", "comment", "observation"]);
        let mut body: Body = [quoted("kind", kind), quoted("from", "live")].into();
        body.extend([quoted("text", self.random.pick(&TEXTS))]);
        if kind == "quote" || kind == "point" && self.random.chance(80) {
            body.extend([quoted("participant", self.random.pick(&SEATS))]);
        }
        if self.random.chance(50) {
            body.extend([quoted("theme", self.random.pick(&THEMES))]);
        }
        self.write(writer, "notes", None, BTreeSet::new(), body);
        self.happened(Event::New);
    }

    /// One more version over the live heads of an entry.
    fn edit(&mut self, writer: usize, list: &str) {
        let ids = self.writers[writer].entries(list);
        if ids.is_empty() {
            return;
        }
        let seen = self.writers[writer].seen();
        let is_deleted = |id: &&&str| seen.top(list, id).is_some_and(Version::is_deleted);
        let deleted: Vec<&str> = ids.iter().filter(is_deleted).copied().collect();
        let is_about_one_deleted = !deleted.is_empty() && self.random.chance(30);
        let id = self.random.pick(if is_about_one_deleted { &deleted } else { &ids }).to_owned();
        let heads = seen.heads(list, &id);
        let over: BTreeSet<String> = heads.iter().map(|head| head.stamp.clone()).collect();
        let mut body = self.random.pick(&heads).body.clone();
        let is_conflict = over.len() > 1;
        if is_conflict {
            self.happened(Event::Settled);
        }
        // One side may be taken as it is.
        if !is_conflict || self.random.chance(60) {
            self.change(list, &mut body);
        }
        self.write(writer, list, Some(id), over, body);
    }

    /// Changes a body in one way, or not at all.
    fn change(&mut self, list: &str, body: &mut Body) {
        let is_free = list == "notes" || list == "later_list";
        let event = match self.random.below(90) {
            0..=24 => {
                let (name, text) = match list {
                    "responses" | "later_list" => ("words", self.random.pick(&TEXTS)),
                    "participants" => ("role", self.random.pick(&TEXTS)),
                    "attendance" => ("state", "left"),
                    _ => ("text", self.random.pick(&TEXTS)),
                };
                body.extend([quoted(name, text)]);
                Event::Edit
            }
            25..=39 if is_free => {
                body.extend([quoted("participant", self.random.pick(&SEATS))]);
                Event::OtherSpeaker
            }
            40..=49 if is_free && body.remove("participant").is_some() => Event::NameTakenOff,
            50..=56 if list == "notes" => {
                let tags = ["[\"short-term\"]", "[\"short-term\",\"staff\"]", "[\"staff\"]"];
                body.insert("tags".to_owned(), self.random.pick(&tags).to_owned());
                Event::Tagged
            }
            57..=64 if list == "notes" => {
                body.extend([quoted("theme", self.random.pick(&THEMES))]);
                Event::Refiled
            }
            65..=74 => {
                let name = self.random.pick(&["Mood", "mood", "zeal"]);
                body.insert(name.to_owned(), self.random.pick(&VALUES).to_owned());
                Event::UnknownMember
            }
            75..=89 if body.remove("deleted").is_some() => Event::BroughtBack,
            75..=89 => {
                body.insert("deleted".to_owned(), "true".to_owned());
                Event::Deleted
            }
            _ => return,
        };
        self.happened(event);
    }

    /// Writes the replaced version's whole body over the undone stamp only, or its own deleted if it replaced none.
    fn undo(&mut self, writer: usize) {
        let seen = self.writers[writer].seen();
        let versions: Vec<_> = seen.versions.iter().filter(|version| version.over.len() < 2).collect();
        if versions.is_empty() {
            return;
        }
        let undone = self.random.pick(&versions);
        let entry = seen.versions_of(&undone.list, &undone.id);
        let replaced = entry.iter().find(|version| undone.over.contains(&version.stamp));
        let mut body = match (replaced, undone.over.is_empty()) {
            (Some(replaced), _) => replaced.body.clone(),
            (None, true) => {
                let mut body = undone.body.clone();
                body.insert("deleted".to_owned(), "true".to_owned());
                body
            }
            // What it replaced has been erased.
            (None, false) => return,
        };
        let (list, id, over) = (undone.list.clone(), undone.id.clone(), [undone.stamp.clone()].into());
        body.extend([quoted("undoes", &undone.stamp)]);
        self.write(writer, &list, Some(id), over, body);
        self.happened(Event::Undone);
    }

    fn theme_or_answer(&mut self, writer: usize) {
        let (list, id, mut body): (_, _, Body) = if self.random.chance(50) {
            (
                "summaries",
                self.random.pick(&THEMES).to_owned(),
                [quoted("text", self.random.pick(&TEXTS))].into(),
            )
        } else {
            let seat = self.random.pick(&SEATS);
            let answer = self.random.pick(&VALUES).to_owned();
            let question =
                [quoted("question", "q1"), quoted("participant", seat), ("answer".to_owned(), answer)];
            ("responses", format!("q1@{seat}"), question.into())
        };
        if list == "summaries" && self.random.chance(10) {
            // A later version of the program might say whose summary it is.
            body.extend([quoted("participant", self.random.pick(&SEATS))]);
        }
        let over =
            self.writers[writer].seen().heads(list, &id).iter().map(|head| head.stamp.clone()).collect();
        self.write(writer, list, Some(id), over, body);
    }

    fn describe_seat(&mut self, writer: usize) {
        let seat = self.random.pick(&SEATS);
        let over = self.writers[writer]
            .seen()
            .heads("participants", seat)
            .iter()
            .map(|head| head.stamp.clone())
            .collect();
        let states = ["given", "refused", "not_asked"];
        let state = self.random.pick(&states);
        let consent = format!("{{\"sheet\":1,\"items\":{{\"quotes\":{{\"state\":\"{state}\"}}}}}}");
        let body =
            [quoted("label", seat.get(..2).unwrap_or_default()), ("consent".to_owned(), consent)].into();
        self.write(writer, "participants", Some(seat.to_owned()), over, body);
    }

    fn details_or_arrival(&mut self, writer: usize) {
        let at = "2026-11-23T10:05:00+00:00";
        if self.random.chance(40) {
            let body = [
                quoted("state", "arrived"),
                quoted("at", at),
                quoted("participant", self.random.pick(&SEATS)),
            ];
            return self.write(writer, "attendance", None, BTreeSet::new(), body.into());
        }
        let over =
            self.writers[writer].seen().heads("details", "").iter().map(|head| head.stamp.clone()).collect();
        let site = self.random.pick(&["Norwich", "Leeds"]);
        let body = [quoted("kind", "focus-group"), quoted("site", site), quoted("held_on", "2026-11-23")];
        self.write(writer, "details", Some(String::new()), over, body.into());
    }

    fn later_list(&mut self, writer: usize) {
        let mut body: Body = [quoted("words", self.random.pick(&TEXTS))].into();
        if self.random.chance(60) {
            body.extend([quoted("participant", self.random.pick(&SEATS))]);
        }
        let id = self.random.chance(50).then(|| "one".to_owned());
        self.write(writer, "later_list", id, BTreeSet::new(), body);
        self.happened(Event::UnknownList);
    }

    fn plain_or_instrument(&mut self, writer: usize) {
        let value = self.random.pick(&VALUES).to_owned();
        let name = self.random.pick(&["weather", "Room"]).to_owned();
        let (version, title) = (self.random.pick(&[1, 2]), self.random.pick(&["One", "Two", "Three"]));
        let text = format!(
            "{{\"id\":\"practice-survey\",\"version\":{version},\"title\":\"{title}\",\"mood\":1E2}}"
        );
        match self.random.below(5) {
            0..=1 => {
                self.add(writer, |new| _ = new.plain.insert((name, value)));
                self.happened(Event::PlainMember);
            }
            2..=3 => {
                self.add(writer, |new| _ = new.instruments.insert((version, text)));
                self.happened(Event::OtherInstrument);
            }
            _ => {
                let id = self.random.pick(&["a7m2-q9xd-4tn1-b8wz", "z7m2-q9xd-4tn1-b8wz"]).to_owned();
                self.add(writer, |new| _ = new.ids.insert(id));
            }
        }
    }

    fn link_seats(&mut self, writer: usize) {
        let (one, other) = self.random.pick(&[(0, 1), (1, 2), (2, 3), (0, 3)]);
        let sign = self.random.pick(&['=', '=', '!']);
        let id = format!("{}{sign}{}", SEATS[one], SEATS[other]);
        let over =
            self.writers[writer].seen().heads("same_as", &id).iter().map(|head| head.stamp.clone()).collect();
        let deleted = self.random.chance(30).then(|| ("deleted".to_owned(), "true".to_owned()));
        self.write(writer, "same_as", Some(id), over, deleted.into_iter().collect());
        if sign == '=' {
            self.happened(Event::SeatsLinked);
        }
    }

    /// Somebody withdraws; or whoever took back quotes, everything.
    fn withdraw(&mut self, writer: usize) {
        let records = self.writers[writer].raw.withdrawals.iter();
        let of_quotes: Vec<&str> =
            records.filter(|record| record.scope == "quotes").map(|record| &*record.participant).collect();
        let is_widened = !of_quotes.is_empty() && self.random.chance(60);
        let (participant, scope) = if is_widened {
            (self.random.pick(&of_quotes).to_owned(), "everything")
        } else {
            (self.random.pick(&SEATS).to_owned(), self.random.pick(&["quotes", "everything"]))
        };
        let stamp = self.stamp(writer, &BTreeSet::new());
        self.add(writer, |new| _ = new.withdrawals.insert(Withdrawal { participant, scope, stamp }));
        self.happened(if is_widened { Event::Widened } else { Event::Withdrawn });
    }

    /// Names some versions of an entry that is here, or all of it where its id is a stamp.
    fn erase(&mut self, writer: usize) {
        let stamp = self.stamp(writer, &BTreeSet::new());
        let held: Vec<_> = self.writers[writer].raw.versions.iter().collect();
        let one = self.random.pick(&held);
        let (list, id) = (one.list.clone(), one.id.clone());
        let mut versions = BTreeSet::from([one.stamp.clone()]);
        let others = held.iter().filter(|version| version.list == list && version.id == id);
        let others: Vec<String> = others.map(|version| version.stamp.clone()).collect();
        versions.extend(others.into_iter().filter(|_| self.random.chance(20)));
        let is_whole = id.len() == 36 && self.random.chance(40);
        let versions = (!is_whole).then_some(versions);
        self.add(writer, |new| _ = new.erasures.insert(Erasure { list, id, versions, stamp }));
        self.happened(Event::Erased);
    }

    /// What no program writes, but a file can hold.
    fn forge(&mut self, writer: usize) {
        let new = self.stamp(writer, &BTreeSet::new());
        let later = self.stamp(writer, &BTreeSet::new());
        let held: Vec<_> = self.writers[writer].raw.versions.iter().collect();
        let any: Vec<String> =
            held.iter().map(|version| version.stamp.clone()).chain([new.clone(), later.clone()]).collect();
        let mut one = (**self.random.pick(&held)).clone();
        let mut two = one.clone();
        self.is_hostile = true;
        let kind = self.random.below(8);
        self.happened(match kind {
            0..=4 => Event::HostileOver,
            5 | 6 => Event::ForgedStamp,
            _ => Event::ForgedMark,
        });
        match kind {
            // Over itself, over nothing that is there, over a stamp of another entry, over a younger one.
            0 => (one.stamp, one.over) = (new.clone(), [new].into()),
            1 => (one.stamp, one.over) = (new, ["2020-02-20T20:20:20.020Z-0000-zzzzzz".to_owned()].into()),
            2 => {
                (one.stamp, one.over) =
                    (new, any.iter().filter(|_| self.random.chance(30)).cloned().collect());
            }
            3 => one.over.extend([later]),
            // A circle.
            4 => {
                (one.stamp, one.over) = (new.clone(), [later.clone()].into());
                (two.stamp, two.over) = (later, [new].into());
                if two.list == "notes" && self.random.chance(50) {
                    two.body.remove("participant");
                }
            }
            // Two bodies under one stamp, two `over` under one stamp.
            5 if one.list == "notes" => {
                let seat = self.random.chance(50).then(|| quoted("participant", self.random.pick(&SEATS)));
                one.body.remove("participant");
                one.body.extend(seat);
            }
            5 | 6 => one.over = [self.random.below(any.len())].map(|place| any[place].clone()).into(),
            // A mark out of nowhere.
            _ => {
                let stamp = self.random.below(any.len());
                let over = any.iter().filter(|_| self.random.chance(15)).cloned().collect();
                let is_linked = self.random.chance(50);
                let mark = Mark { list: one.list, id: one.id, stamp: any[stamp].clone(), over, is_linked };
                return self.add(writer, |set| _ = set.marks.insert(mark));
            }
        }
        self.add(writer, |set| set.versions.extend([one, two].map(Rc::new)));
    }
}

/// A member whose value is a text.
pub(crate) fn quoted(name: &str, text: &str) -> (String, String) {
    (name.to_owned(), format!("\"{text}\""))
}
