//! Every version a session holds, whatever its list, with the words in it.
//!
//! Lists of a later program are among them: words are found by where they stand, as erasure finds whose they are. What
//! only names or places a version (ids, stamps, times, kinds) is no words.

use std::collections::BTreeSet;

use crate::model::entry::{Fact, List, SINGLE};
use crate::model::ids::EntryId;
use crate::model::json::Json;
use crate::model::session::{Lists as _, Session};
use crate::model::stamp::Stamp;

/// Members that say of a version what and where it is, and hold nobody's words.
const NOT_WORDS: &[&str] = &[
    "id",
    "stamp",
    "over",
    "undoes",
    "deleted",
    "earlier",
    "conflicts",
    "participant",
    "kind",
    "theme",
    "prompt",
    "from",
    "stage",
    "flags",
    "notes",
    "question",
    "state",
    "at",
    "until",
    "said_at",
    "opened",
    "held_on",
    "lang",
    "laptop",
    "consent",
    "empty",
    "silence",
];

/// One version, as far as erasure and words go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionTold {
    /// The list.
    pub list: String,
    /// The entry; its id is [`SINGLE`] for a member that is one entry.
    pub id: EntryId,
    /// The version.
    pub stamp: Stamp,
    /// What it replaces.
    pub over: BTreeSet<Stamp>,
    /// Whom it is attributed to.
    pub participant: Option<String>,
    /// Whether it is a verbatim quote.
    pub is_quote: bool,
    /// Whether nobody replaced it.
    pub is_head: bool,
    /// The texts in it, in the order they are written.
    pub words: Vec<String>,
}

impl VersionTold {
    /// The version as erasure looks at it.
    #[must_use]
    pub fn fact(&self) -> Fact<'_> {
        Fact {
            stamp: self.stamp,
            over: &self.over,
            participant: self.participant.as_deref(),
            is_quote: self.is_quote,
        }
    }

    /// The words in one piece.
    #[must_use]
    pub fn text(&self) -> String {
        self.words.join(" · ")
    }
}

/// Every version of every entry, list by list in the order of the file, entries by id, the greatest stamp of what is
/// current first and what it replaced after it.
#[must_use]
pub fn versions(session: &Session) -> Vec<VersionTold> {
    let mut told = Vec::new();
    for (name, list) in session.lists.lists() {
        of_list(name, list, &mut told);
    }
    for (name, list) in &session.ledger.unknown_lists {
        of_list(name, list, &mut told);
    }
    told
}

fn of_list(name: &str, list: &dyn List, told: &mut Vec<VersionTold>) {
    for entry in list.written(false).chain(list.written(true)) {
        let id = EntryId::new(entry.get("id").and_then(Json::as_text).unwrap_or(SINGLE));
        let others = |member| match entry.get(member) {
            Some(Json::List(versions)) => versions.as_slice(),
            _ => &[],
        };
        told.extend(of_version(name, &id, &entry, true));
        told.extend(others("conflicts").iter().filter_map(|version| of_version(name, &id, version, true)));
        told.extend(others("earlier").iter().filter_map(|version| of_version(name, &id, version, false)));
    }
}

fn of_version(list: &str, id: &EntryId, version: &Json<'_>, is_head: bool) -> Option<VersionTold> {
    let Json::Object(members) = version else { return None };
    let text = |name: &str| version.get(name).and_then(Json::as_text);
    let over = match version.get("over") {
        Some(Json::List(over)) => over.iter().filter_map(|stamp| stamp.as_text()?.parse().ok()).collect(),
        _ => BTreeSet::new(),
    };
    let mut words = Vec::new();
    for (_, value) in members.iter().filter(|(name, _)| !NOT_WORDS.contains(&&**name)) {
        gather(value, &mut words);
    }
    Some(VersionTold {
        list: list.to_owned(),
        id: id.clone(),
        stamp: text("stamp")?.parse().ok()?,
        over,
        participant: text("participant").map(str::to_owned),
        is_quote: text("kind") == Some("quote"),
        is_head,
        words,
    })
}

/// Every text in a value. What was read stands no deeper than files allow, so this goes no deeper either.
fn gather(value: &Json<'_>, words: &mut Vec<String>) {
    match value {
        Json::Text(text) if !text.trim().is_empty() => words.push(text.clone().into_owned()),
        Json::List(items) => items.iter().for_each(|item| gather(item, words)),
        Json::Object(members) => members.iter().for_each(|(_, value)| gather(value, words)),
        _ => {}
    }
}
