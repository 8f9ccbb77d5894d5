//! Small sessions written by hand, and in a few words what became of them.
//!
//! Stamps and the entries named by them are written as numbers: the second of one minute. [`merged`] tells what
//! a merge holds, one line an entry, by the names of the lists: `notes 1: 3 | earlier 1 | conflicts 2`, `deleted notes 1: 2 | earlier 1`,
//! `erased notes 1: 1, 2 linked`.
#![cfg(test)]

use std::collections::BTreeMap;
use std::rc::Rc;

use hearken::format::v1::write_session;
use hearken::merge::Join as _;
use hearken::model::session::Session;

use crate::history::{quoted, session};
use crate::reference::{Body, Erasure, Mark, SessionSet, Version, Withdrawal};
use crate::written::{Seen, file_of};

/// The first seat; the others end in the same writer.
pub(crate) const P1: &str = "P1-aaaaaa";
/// The second seat.
pub(crate) const P2: &str = "P2-aaaaaa";

/// The stamp of this second.
pub(crate) fn at(second: u32) -> String {
    format!("2026-11-23T10:42:{second:02}.000Z-0000-aaaaaa")
}

/// A session to be.
#[derive(Clone)]
pub(crate) struct Case(pub(crate) SessionSet);

impl Case {
    pub(crate) fn new() -> Self {
        Self(SessionSet { ids: ["k7m2-q9xd-4tn1-b8wz".to_owned()].into(), ..SessionSet::default() })
    }

    /// A version of a note; `who` is the seat, or nothing, and the kind: `P1-aaaaaa quote`, `point`.
    pub(crate) fn note(self, entry: u32, stamp: u32, over: &[u32], who: &str, text: &str) -> Self {
        let (seat, kind) = who.split_once(' ').map_or((None, who), |(seat, kind)| (Some(seat), kind));
        let mut body: Body = [quoted("kind", kind), quoted("text", text), quoted("from", "live")].into();
        body.extend(seat.map(|seat| quoted("participant", seat)));
        self.version("notes", &at(entry), stamp, over, body)
    }

    /// A version of any entry.
    pub(crate) fn version(mut self, list: &str, id: &str, stamp: u32, over: &[u32], body: Body) -> Self {
        let over = over.iter().copied().map(at).collect();
        let version = Version { list: list.to_owned(), id: id.to_owned(), stamp: at(stamp), over, body };
        self.0.versions.insert(Rc::new(version));
        self
    }

    /// The version that was added with this stamp, deleted.
    pub(crate) fn delete(mut self, stamp: u32) -> Self {
        let deleted = |version: &Rc<Version>| {
            let mut version = Version::clone(version);
            if version.stamp == at(stamp) {
                version.body.insert("deleted".to_owned(), "true".to_owned());
            }
            Rc::new(version)
        };
        self.0.versions = self.0.versions.iter().map(deleted).collect();
        self
    }

    /// One more member of the version that was added with this stamp.
    pub(crate) fn with(mut self, stamp: u32, name: &str, value: &str) -> Self {
        let changed = |version: &Rc<Version>| {
            let mut version = Version::clone(version);
            if version.stamp == at(stamp) {
                version.body.insert(name.to_owned(), value.to_owned());
            }
            Rc::new(version)
        };
        self.0.versions = self.0.versions.iter().map(changed).collect();
        self
    }

    pub(crate) fn withdraw(mut self, seat: &str, scope: &'static str) -> Self {
        self.0.withdrawals.insert(Withdrawal { participant: seat.to_owned(), scope, stamp: at(50) });
        self
    }

    /// An erasure of these versions; of the whole entry where none is named.
    pub(crate) fn erase(mut self, list: &str, id: &str, versions: &[u32]) -> Self {
        let versions = (!versions.is_empty()).then(|| versions.iter().copied().map(at).collect());
        self.0.erasures.insert(Erasure { list: list.to_owned(), id: id.to_owned(), versions, stamp: at(51) });
        self
    }

    /// A mark of a version of a note.
    pub(crate) fn mark(mut self, entry: u32, stamp: u32, over: &[u32], is_linked: bool) -> Self {
        let over = over.iter().copied().map(at).collect();
        self.0.marks.insert(Mark {
            list: "notes".to_owned(),
            id: at(entry),
            stamp: at(stamp),
            over,
            is_linked,
        });
        self
    }

    pub(crate) fn plain(mut self, name: &str, value: &str) -> Self {
        self.0.plain.insert((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn read(&self) -> Session {
        session(&file_of(&self.0))
    }
}

/// A body with these members.
pub(crate) fn body(members: &[(&str, &str)]) -> Body {
    members.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The file of a merge, the same in this order and the other way round.
pub(crate) fn file_of_merge(cases: &[&Case]) -> String {
    let merge = |mut copies: Vec<Session>| {
        let mut all = copies.remove(0);
        for copy in copies {
            all.join(copy);
        }
        write_session(&all)
    };
    let file = merge(cases.iter().map(|case| case.read()).collect());
    assert_eq!(
        file,
        merge(cases.iter().rev().map(|case| case.read()).collect()),
        "the order of merging shows"
    );
    file
}

/// What a merge holds, one line an entry.
pub(crate) fn merged(cases: &[&Case]) -> Vec<String> {
    told(&Seen::of(&file_of_merge(cases)))
}

/// What a file holds, one line an entry.
pub(crate) fn told(seen: &Seen) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in &seen.entries {
        let mut line = if entry.is_deleted { "deleted ".to_owned() } else { String::new() };
        line += &format!("{} {}: {}", entry.list, short(&entry.id), short(&entry.top.stamp));
        for (name, versions) in [("earlier", &entry.earlier), ("conflicts", &entry.conflicts)] {
            if !versions.is_empty() {
                let stamps: Vec<_> = versions.iter().map(|version| short(&version.stamp)).collect();
                line += &format!(" | {name} {}", stamps.join(", "));
            }
        }
        lines.push(line);
    }
    let mut marks: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for mark in &seen.set.marks {
        let linked = if mark.is_linked { " linked" } else { "" };
        marks.entry((&mark.list, &mark.id)).or_default().push(format!("{}{linked}", short(&mark.stamp)));
    }
    let marks = marks
        .into_iter()
        .map(|((list, id), marks)| format!("erased {list} {}: {}", short(id), marks.join(", ")));
    lines.extend(marks);
    lines
}

fn short(id: &str) -> String {
    (0..60).find(|second| at(*second) == id).map_or_else(|| id.to_owned(), |second| second.to_string())
}
