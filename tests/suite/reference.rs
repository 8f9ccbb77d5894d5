//! Merging a second time, by brute force and from its description alone.
//!
//! A session is a set of tuples, joining is set union, and erasure applies its four rules to one entry after
//! another until nothing changes. Simple rather than quick, and none of the program's own code is used, so that
//! an error in one of the two shows as a difference.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use sha2::{Digest as _, Sha256};

/// Names of members in the order they are written, for every object but a file's top.
const ORDER: [&str; 42] = [
    "in",
    "session",
    "formerly",
    "id",
    "version",
    "title",
    "laptop",
    "initials",
    "label",
    "role",
    "sector",
    "consent",
    "sheet",
    "items",
    "state",
    "at",
    "question",
    "theme",
    "prompt",
    "kind",
    "site",
    "held_on",
    "planned_minutes",
    "participant",
    "scope",
    "versions",
    "reason",
    "answer",
    "empty",
    "text",
    "words",
    "for",
    "against",
    "of",
    "stage",
    "tags",
    "notes",
    "said_at",
    "opened",
    "from",
    "deleted",
    "undoes",
];

/// Members by name; the values are canonical text.
pub(crate) type Body = BTreeMap<String, String>;

/// One version of one entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub(crate) list: String,
    pub(crate) id: String,
    pub(crate) stamp: String,
    pub(crate) over: BTreeSet<String>,
    pub(crate) body: Body,
}

impl Version {
    /// The seat it is attributed to.
    pub(crate) fn participant(&self) -> Option<&str> {
        self.body
            .get("participant")
            .and_then(|text| text.strip_prefix('"'))
            .and_then(|text| text.strip_suffix('"'))
    }

    fn is_quote(&self) -> bool {
        self.body.get("kind").is_some_and(|kind| kind == "\"quote\"")
    }

    pub(crate) fn is_deleted(&self) -> bool {
        self.body.get("deleted").is_some_and(|deleted| deleted == "true")
    }

    /// Canonical text of the body.
    pub(crate) fn text(&self) -> String {
        let mut members: Vec<_> = self.body.iter().collect();
        members.sort_by_key(|(name, _)| {
            (ORDER.iter().position(|known| known == name).unwrap_or(ORDER.len()), *name)
        });
        let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", members.join(","))
    }

    fn rank(&self) -> (&str, String, &BTreeSet<String>) {
        (&self.stamp, self.text(), &self.over)
    }
}

/// What is left of an erased version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) list: String,
    pub(crate) id: String,
    pub(crate) stamp: String,
    pub(crate) over: BTreeSet<String>,
    pub(crate) is_linked: bool,
}

/// Somebody withdrew.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Withdrawal {
    pub(crate) participant: String,
    pub(crate) scope: &'static str,
    pub(crate) stamp: String,
}

/// Words are to go: these versions, or the whole entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Erasure {
    pub(crate) list: String,
    pub(crate) id: String,
    pub(crate) versions: Option<BTreeSet<String>>,
    pub(crate) stamp: String,
}

/// A session as the sets it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SessionSet {
    pub(crate) ids: BTreeSet<String>,
    pub(crate) versions: BTreeSet<Rc<Version>>,
    pub(crate) marks: BTreeSet<Mark>,
    pub(crate) withdrawals: BTreeSet<Withdrawal>,
    pub(crate) erasures: BTreeSet<Erasure>,
    /// Unknown members that are no entries: name and canonical text.
    pub(crate) plain: BTreeSet<(String, String)>,
    /// Instruments: version and canonical text.
    pub(crate) instruments: BTreeSet<(u32, String)>,
}

impl SessionSet {
    /// Set union; nothing is erased yet.
    pub(crate) fn join(&mut self, other: &Self) {
        self.ids.extend(other.ids.iter().cloned());
        self.versions.extend(other.versions.iter().cloned());
        self.marks.extend(other.marks.iter().cloned());
        self.withdrawals.extend(other.withdrawals.iter().cloned());
        self.erasures.extend(other.erasures.iter().cloned());
        self.plain.extend(other.plain.iter().cloned());
        self.instruments.extend(other.instruments.iter().cloned());
    }

    /// Lists and ids of every entry that has a version or a mark.
    pub(crate) fn entries(&self) -> BTreeSet<(&str, &str)> {
        let live = self.versions.iter().map(|version| (version.list.as_str(), version.id.as_str()));
        live.chain(self.marks.iter().map(|mark| (mark.list.as_str(), mark.id.as_str()))).collect()
    }

    /// The versions of one entry.
    pub(crate) fn versions_of(&self, list: &str, id: &str) -> Vec<&Rc<Version>> {
        self.versions.iter().filter(|version| version.list == list && version.id == id).collect()
    }

    /// The set after erasure, with one mark for each erased stamp of an entry.
    pub(crate) fn normalised(&self) -> Self {
        let withdrawn = self.withdrawn();
        let mut after = Self { versions: BTreeSet::new(), marks: BTreeSet::new(), ..self.clone() };
        for (list, id) in self.entries() {
            let entry = EntrySet {
                is_withdrawn_seat: list == "participants" && withdrawn.get(id) == Some(&"everything"),
                versions: self.versions_of(list, id),
                marks: self.marks.iter().filter(|mark| mark.list == list && mark.id == id).collect(),
                erasures: self
                    .erasures
                    .iter()
                    .filter(|erasure| erasure.list == list && erasure.id == id)
                    .collect(),
                withdrawn: &withdrawn,
            };
            let (said, linked) = entry.erased();
            let mut left: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
            for version in &entry.versions {
                let stamp = version.stamp.as_str();
                let goes_linked = linked.contains(stamp) && version.participant().is_none();
                if said.contains(stamp) || goes_linked {
                    left.entry(stamp).or_default().extend(version.over.iter().cloned());
                } else {
                    after.versions.insert(Rc::clone(version));
                }
            }
            for mark in &entry.marks {
                left.entry(&mark.stamp).or_default().extend(mark.over.iter().cloned());
            }
            after.marks.extend(left.into_iter().map(|(stamp, over)| Mark {
                list: list.to_owned(),
                id: id.to_owned(),
                stamp: stamp.to_owned(),
                over,
                is_linked: !said.contains(stamp),
            }));
        }
        after
    }

    /// Every seat that a withdrawal reaches, with the widest scope.
    pub(crate) fn withdrawn(&self) -> BTreeMap<&str, &'static str> {
        let links: Vec<(&str, &str)> = self
            .entries()
            .iter()
            .filter(|(list, _)| *list == "same_as")
            .filter_map(|(_, id)| id.split_once('='))
            .collect();
        let mut withdrawn: BTreeMap<&str, &'static str> = BTreeMap::new();
        for scope in ["quotes", "everything"] {
            let mut seats: BTreeSet<&str> = self
                .withdrawals
                .iter()
                .filter(|record| record.scope == scope)
                .map(|record| record.participant.as_str())
                .collect();
            loop {
                let before = seats.len();
                for (one, other) in &links {
                    if seats.contains(one) || seats.contains(other) {
                        seats.extend([one, other]);
                    }
                }
                if seats.len() == before {
                    break;
                }
            }
            withdrawn.extend(seats.into_iter().map(|seat| (seat, scope)));
        }
        withdrawn
    }

    /// The heads of an entry of a set without anything to erase, greatest first.
    pub(crate) fn heads(&self, list: &str, id: &str) -> Vec<&Version> {
        let versions = self.versions_of(list, id);
        let is_replaced = |version: &Version| {
            versions.iter().any(|other| other.over.contains(&version.stamp) && version.stamp < other.stamp)
        };
        greatest_first(
            versions.iter().map(|version| &***version).filter(|version| !is_replaced(version)).collect(),
        )
    }

    /// The head an entry is shown by.
    pub(crate) fn top(&self, list: &str, id: &str) -> Option<&Version> {
        let heads = self.heads(list, id);
        heads.iter().find(|head| !head.is_deleted()).or(heads.first()).copied()
    }

    /// The instrument that is shown.
    pub(crate) fn instrument(&self) -> Option<&str> {
        let key = |(version, text): &&(u32, String)| (*version, Sha256::digest(text).to_vec());
        self.instruments.iter().max_by_key(key).map(|(_, text)| text.as_str())
    }
}

/// By stamp, then canonical body, then `over`.
pub(crate) fn greatest_first(mut versions: Vec<&Version>) -> Vec<&Version> {
    versions.sort_by(|one, other| other.rank().cmp(&one.rank()));
    versions
}

/// One entry and what may erase something of it.
struct EntrySet<'a> {
    /// Whether it describes a seat that withdrew everything.
    is_withdrawn_seat: bool,
    versions: Vec<&'a Rc<Version>>,
    marks: Vec<&'a Mark>,
    erasures: Vec<&'a Erasure>,
    withdrawn: &'a BTreeMap<&'a str, &'static str>,
}

impl<'a> EntrySet<'a> {
    /// The stamps erased as said and as linked, by the rules until nothing changes.
    fn erased(&self) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
        let stamps: BTreeSet<&str> = (self.versions.iter().map(|version| version.stamp.as_str()))
            .chain(self.marks.iter().map(|mark| mark.stamp.as_str()))
            .collect();
        let edges: Vec<(&str, &BTreeSet<String>)> = (self.versions.iter())
            .map(|version| (version.stamp.as_str(), &version.over))
            .chain(self.marks.iter().map(|mark| (mark.stamp.as_str(), &mark.over)))
            .collect();

        // Rule 4: marks stay. Rule 1: attributed to somebody withdrawn, a seat's own description, or named.
        let marked = |is_linked| self.marks.iter().filter(move |mark| mark.is_linked == is_linked);
        let mut said: BTreeSet<&str> = marked(false).map(|mark| mark.stamp.as_str()).collect();
        let mut linked: BTreeSet<&str> = marked(true).map(|mark| mark.stamp.as_str()).collect();
        said.extend(
            self.versions
                .iter()
                .filter(|version| self.is_withdrawn(version))
                .map(|version| version.stamp.as_str()),
        );
        said.extend(stamps.iter().filter(|stamp| self.is_withdrawn_seat || self.is_named(stamp)));
        loop {
            let before = (said.len(), linked.len());
            // Rule 2: what a said version replaces.
            for (stamp, over) in &edges {
                if said.contains(stamp) {
                    said.extend(stamps.iter().filter(|replaced| over.contains(**replaced)));
                }
            }
            // Rule 3: what names nobody and stands directly over an erased version.
            for version in self.versions.iter().filter(|version| version.participant().is_none()) {
                if version
                    .over
                    .iter()
                    .any(|stamp| said.contains(stamp.as_str()) || linked.contains(stamp.as_str()))
                {
                    linked.insert(&version.stamp);
                }
            }
            if (said.len(), linked.len()) == before {
                return (said, linked);
            }
        }
    }

    fn is_withdrawn(&self, version: &Version) -> bool {
        match version.participant().and_then(|seat| self.withdrawn.get(seat)) {
            Some(&"everything") => true,
            Some(_) => version.is_quote(),
            None => false,
        }
    }

    fn is_named(&self, stamp: &str) -> bool {
        self.erasures
            .iter()
            .any(|erasure| erasure.versions.as_ref().is_none_or(|named| named.contains(stamp)))
    }
}
