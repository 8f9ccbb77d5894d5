//! Files as the reference writes and reads them, without the program's own code.
//!
//! [`file_of`] writes a set as a file that is valid but not in canonical form: versions stand where they
//! happen to, nothing is erased, shown members are not the greatest. [`Seen::of`] takes a canonical file apart
//! into the set it holds and where each version stands.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::rc::Rc;

use serde_json::value::RawValue;

use crate::reference::{Body, Erasure, Mark, SessionSet, Version, Withdrawal};

/// Lists of a session, in the order of the file.
pub(crate) const LISTS: &str = "details writers participants notes responses summaries themes probes scripts \
    attendance pauses theme_log marks pairs same_as";
/// Members of a session's file that are neither lists nor plain values.
const NO_LIST: &str = "format version id withdrawals erasures erased deleted others formerly";

/// Writes a set as a session's file.
pub(crate) fn file_of(set: &SessionSet) -> String {
    let mut ids = set.ids.iter();
    let mut file = format!(
        "{{\"format\":\"hearken/session\",\"version\":1,\"id\":\"{}\",\"formerly\":{}",
        ids.next().expect("a session has an id"),
        texts(ids)
    );
    let mut others: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in set.plain.iter().map(|(name, value)| (name.as_str(), value)) {
        others.entry(name).or_default().push(value);
    }
    if !set.instruments.is_empty() {
        others.insert("instrument", set.instruments.iter().map(|(_, text)| text.as_str()).collect());
    }
    for (name, values) in &mut others {
        write!(file, ",\"{name}\":{}", values.remove(0)).expect("a text can be written to");
    }
    let mut lists: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (list, id) in set.entries() {
        lists.entry(list).or_default().extend(entry_of(&set.versions_of(list, id)));
    }
    for (list, entries) in &lists {
        let entries = entries.join(",");
        let value = if *list == "details" { entries } else { format!("[{entries}]") };
        if !value.is_empty() {
            write!(file, ",\"{list}\":{value}").expect("a text can be written to");
        }
    }
    let others = others.iter().map(|(name, values)| format!("\"{name}\":[{}]", values.join(",")));
    let withdrawals = set.withdrawals.iter().map(|record| {
        let Withdrawal { participant, scope, stamp } = record;
        format!("{{\"participant\":\"{participant}\",\"scope\":\"{scope}\",\"stamp\":\"{stamp}\"}}")
    });
    let erasures = set.erasures.iter().map(|record| {
        let versions = record.versions.as_ref().map(|versions| format!(",\"versions\":{}", texts(versions)));
        let place = place_of(&record.list, &record.id);
        let versions = versions.unwrap_or_default();
        format!("{{{place}{versions},\"reason\":\"mistake\",\"stamp\":\"{}\"}}", record.stamp)
    });
    let marks = set.marks.iter().map(|mark| {
        let linked = if mark.is_linked { ",\"linked\":true" } else { "" };
        let place = place_of(&mark.list, &mark.id);
        format!("{{{place},\"stamp\":\"{}\",\"over\":{}{linked}}}", mark.stamp, texts(&mark.over))
    });
    write!(
        file,
        ",\"withdrawals\":[{}],\"erasures\":[{}],\"erased\":[{}],\"others\":{{{}}}}}",
        joined(withdrawals),
        joined(erasures),
        joined(marks),
        joined(others)
    )
    .expect("a text can be written to");
    file
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    format!("[{}]", joined(texts.into_iter().map(|text| format!("\"{text}\""))))
}

fn place_of(list: &str, id: &str) -> String {
    if id.is_empty() { format!("\"in\":\"{list}\"") } else { format!("\"in\":\"{list}\",\"id\":\"{id}\"") }
}

/// One entry, with any of its versions at the top; nothing when it has none.
fn entry_of(versions: &[&Rc<Version>]) -> Option<String> {
    let middle = versions.len() / 2;
    let top = versions.get(middle)?;
    let id = if top.id.is_empty() { None } else { Some(format!("\"id\":\"{}\"", top.id)) };
    let mut members: Vec<String> = id.into_iter().chain(members_of(top)).collect();
    for (name, parity) in [("earlier", 0), ("conflicts", 1)] {
        let rest = versions.iter().enumerate().filter(|(place, _)| *place != middle && place % 2 == parity);
        let rest = joined(rest.map(|(_, version)| format!("{{{}}}", joined(members_of(version)))));
        members.push(format!("\"{name}\":[{rest}]"));
    }
    Some(format!("{{{}}}", members.join(",")))
}

fn members_of(version: &Version) -> impl Iterator<Item = String> {
    let ends = [format!("\"over\":{}", texts(&version.over)), format!("\"stamp\":\"{}\"", version.stamp)];
    let body = version.body.iter().rev().map(|(name, value)| format!("\"{name}\":{value}"));
    ends.into_iter().chain(body)
}

/// A canonical file taken apart.
#[derive(Debug)]
pub(crate) struct Seen {
    /// What it holds.
    pub(crate) set: SessionSet,
    /// Its entries, as they stand.
    pub(crate) entries: Vec<EntrySeen>,
    /// Instruments and plain members at the top of the file.
    pub(crate) shown: BTreeMap<String, String>,
}

/// Where the versions of an entry stand.
#[derive(Debug)]
pub(crate) struct EntrySeen {
    pub(crate) list: String,
    pub(crate) id: String,
    /// Whether it stands in `deleted`.
    pub(crate) is_deleted: bool,
    pub(crate) top: Version,
    pub(crate) earlier: Vec<Version>,
    pub(crate) conflicts: Vec<Version>,
}

type Members<'a> = BTreeMap<String, &'a RawValue>;

impl Seen {
    /// Takes a session's file apart; panics where it is not one.
    pub(crate) fn of(file: &str) -> Self {
        let members: Members<'_> = parse(file);
        let text = |name: &str| parse::<String>(members[name].get());
        let mut seen = Self {
            set: SessionSet { ids: [text("id")].into(), ..SessionSet::default() },
            entries: Vec::new(),
            shown: BTreeMap::new(),
        };
        seen.set.ids.extend(parse::<Vec<String>>(members["formerly"].get()));
        for (name, value) in &members {
            if name == "details" {
                seen.take_entry(name, false, value.get());
            } else if NO_LIST.split_whitespace().any(|known| known == name) {
                // Taken below.
            } else if LISTS.split_whitespace().any(|list| list == name) || is_list_of_entries(value.get()) {
                seen.take_list(name, false, value.get());
            } else {
                seen.shown.insert(name.clone(), compact(value.get()));
                seen.take_plain(name, value.get());
            }
        }
        for (name, value) in parse::<Members<'_>>(members["deleted"].get()) {
            if name == "details" {
                seen.take_entry(&name, true, value.get());
            } else {
                seen.take_list(&name, true, value.get());
            }
        }
        for (name, values) in parse::<BTreeMap<String, Vec<&RawValue>>>(members["others"].get()) {
            for value in values {
                seen.take_plain(&name, value.get());
            }
        }
        seen.take_records(&members);
        seen
    }

    fn take_plain(&mut self, name: &str, value: &str) {
        let kept = compact(value);
        if name == "instrument" {
            let version = parse::<Members<'_>>(value)["version"].get().parse().expect("a version");
            self.set.instruments.insert((version, kept));
        } else {
            self.set.plain.insert((name.to_owned(), kept));
        }
    }

    fn take_list(&mut self, list: &str, is_deleted: bool, entries: &str) {
        for entry in parse::<Vec<&RawValue>>(entries) {
            self.take_entry(list, is_deleted, entry.get());
        }
    }

    fn take_entry(&mut self, list: &str, is_deleted: bool, entry: &str) {
        let mut members: Members<'_> = parse(entry);
        let id = members.remove("id").map(|id| parse::<String>(id.get())).unwrap_or_default();
        let mut versions = |name| {
            let versions: Vec<Members<'_>> = members.remove(name).map_or(Vec::new(), |raw| parse(raw.get()));
            versions.into_iter().map(|version| version_of(list, &id, version)).collect::<Vec<_>>()
        };
        let (earlier, conflicts) = (versions("earlier"), versions("conflicts"));
        let top = version_of(list, &id, members);
        self.set.versions.extend(earlier.iter().chain(&conflicts).chain([&top]).cloned().map(Rc::new));
        self.entries.push(EntrySeen { list: list.to_owned(), id, is_deleted, top, earlier, conflicts });
    }

    fn take_records(&mut self, members: &Members<'_>) {
        let text = |record: &Members<'_>, name: &str| {
            record.get(name).map(|value| parse::<String>(value.get())).unwrap_or_default()
        };
        let stamps = |value: &RawValue| parse::<BTreeSet<String>>(value.get());
        for record in parse::<Vec<Members<'_>>>(members["withdrawals"].get()) {
            let scope = if text(&record, "scope") == "quotes" { "quotes" } else { "everything" };
            let (participant, stamp) = (text(&record, "participant"), text(&record, "stamp"));
            self.set.withdrawals.insert(Withdrawal { participant, scope, stamp });
        }
        for record in parse::<Vec<Members<'_>>>(members["erasures"].get()) {
            let (list, id, stamp) = (text(&record, "in"), text(&record, "id"), text(&record, "stamp"));
            let versions = record.get("versions").map(|versions| stamps(versions));
            self.set.erasures.insert(Erasure { list, id, versions, stamp });
        }
        for mark in parse::<Vec<Members<'_>>>(members["erased"].get()) {
            let (list, id, stamp) = (text(&mark, "in"), text(&mark, "id"), text(&mark, "stamp"));
            let is_linked = mark.get("linked").is_some_and(|linked| linked.get() == "true");
            self.set.marks.insert(Mark { list, id, stamp, over: stamps(mark["over"]), is_linked });
        }
    }
}

fn version_of(list: &str, id: &str, mut members: Members<'_>) -> Version {
    let stamp = members.remove("stamp").map(|stamp| parse(stamp.get())).expect("a stamp");
    let over = members.remove("over").map(|over| parse(over.get())).expect("what it replaces");
    let body: Body = members.into_iter().map(|(name, value)| (name, compact(value.get()))).collect();
    Version { list: list.to_owned(), id: id.to_owned(), stamp, over, body }
}

fn is_list_of_entries(value: &str) -> bool {
    serde_json::from_str::<Vec<Members<'_>>>(value).is_ok_and(|items| {
        items.iter().all(|item| ["id", "stamp", "over"].iter().all(|name| item.contains_key(*name)))
    })
}

fn parse<'a, T: serde::Deserialize<'a>>(json: &'a str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error} in {json}"))
}

/// JSON without white space between its tokens.
pub(crate) fn compact(json: &str) -> String {
    let (mut is_text, mut is_escaped) = (false, false);
    json.chars()
        .filter(|letter| {
            let is_kept = is_text || !letter.is_ascii_whitespace();
            if *letter == '"' && !is_escaped {
                is_text = !is_text;
            }
            is_escaped = is_text && *letter == '\\' && !is_escaped;
            is_kept
        })
        .collect()
}
