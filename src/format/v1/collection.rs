//! A collection's file.

use std::borrow::Cow;

use super::{head, lists, session};
use crate::model::canonical::{Order, Piece, compact, pretty_pieces};
use crate::model::collection::Collection;
use crate::model::json::{Json, Member};
use crate::model::shape::{Fault, Members, Value};

/// Reads a collection from the members of its object.
pub(super) fn read(mut members: Members<'_>) -> Result<Collection, Fault> {
    members.take("format");
    members.take("version");
    let mut collection = Collection {
        withdrawals: members.list("withdrawals")?,
        erasures: members.list("erasures")?,
        ..Collection::default()
    };
    if let Some(others) = members.take("others") {
        collection.plain =
            lists::read_others(others, &mut |_, _| Ok(false)).map_err(|fault| fault.in_member("others"))?;
    }
    let sessions = match members.take("sessions") {
        None => Vec::new(),
        Some(Json::List(sessions)) => sessions,
        Some(other) => return Err(Fault::expected("a list", &other).in_member("sessions")),
    };
    for (place, json) in sessions.into_iter().enumerate() {
        let session = Members::of(json)
            .and_then(session::read)
            .map_err(|fault| fault.in_element(place).in_member("sessions"))?;
        collection.add(session);
    }
    let unknown: Vec<String> = members.names().map(str::to_owned).collect();
    for name in unknown {
        let value: Option<Json<'static>> = match members.take(&name) {
            Some(value) => Some(Json::from_json(value).map_err(|fault| fault.in_member(&name))?),
            None => None,
        };
        if let Some(kept) = value {
            collection.plain.entry(name).or_default().insert(compact(&kept), kept);
        }
    }
    collection.settle();
    Ok(collection)
}

/// The canonical text of a collection's file.
#[must_use]
pub fn write_collection(collection: &Collection) -> String {
    let mut members = head("hearken/collection");
    let sessions = collection.sessions.iter().map(session::to_json);
    let mut put = |name, piece| members.push((Cow::Borrowed(name), piece));
    put("sessions", Piece::Elements(Box::new(sessions)));
    put("withdrawals", Piece::Value(collection.withdrawals.to_json()));
    put("erasures", Piece::Value(collection.erasures.to_json()));
    let mut others: Vec<Member<'_>> = Vec::new();
    lists::write_plain(&collection.plain, Order::Collection, |_| false, &mut members, &mut others);
    members.push((Cow::Borrowed("others"), Piece::Value(Json::object(others, Order::Collection))));
    pretty_pieces(members, Order::Collection)
}

/// A collection's file without its sessions, to be written session by session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    before: String,
    after: String,
}

/// The empty list of sessions, as it is written.
const NO_SESSIONS: &str = "\n  \"sessions\": []";

impl Frame {
    /// The frame of a collection; its sessions, if it has any, are left out.
    #[must_use]
    pub fn of(beside: &Collection) -> Self {
        let text = write_collection(&Collection { sessions: Vec::new(), ..beside.clone() });
        // A line break stands in no text, so this can only be the member itself.
        let at = text.find(NO_SESSIONS).map_or(text.len(), |at| at + NO_SESSIONS.len() - 1);
        let (before, after) = text.split_at(at);
        Self { before: before.to_owned(), after: after.to_owned() }
    }

    /// What stands before the first session.
    #[must_use]
    pub fn before(&self) -> &str {
        &self.before
    }

    /// Adds a session's canonical text as it stands in a collection. Between two a comma is to be written.
    pub fn add_session(inside: &mut Vec<u8>, text: &str) {
        let text = text.strip_suffix('\n').unwrap_or(text).as_bytes();
        inside.reserve(text.len() + text.len() / 8);
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', text).chain([text.len()]) {
            inside.extend_from_slice(b"\n    ");
            inside.extend_from_slice(text.get(from..end).unwrap_or_default());
            from = end + 1;
        }
    }

    /// A session's bytes in a canonical collection as they would stand in a file of its own; nothing when they do not
    /// stand as in one.
    #[must_use]
    pub fn alone(inside: &[u8]) -> Option<Vec<u8>> {
        let mut alone = Vec::with_capacity(inside.len());
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', inside).chain([inside.len()]) {
            let line = inside.get(from..end)?;
            alone.extend_from_slice(if from == 0 { line } else { line.strip_prefix(b"    ")? });
            alone.push(b'\n');
            from = end + 1;
        }
        Some(alone)
    }

    /// What stands after the last session.
    #[must_use]
    pub fn after(&self, has_sessions: bool) -> String {
        if has_sessions { format!("\n  {}", self.after) } else { self.after.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::v1::{File, write_session};

    #[test]
    fn a_collection_written_session_by_session_is_the_same_as_in_one_go() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sessions");
        let mut whole = Collection::default();
        for entry in std::fs::read_dir(folder).unwrap() {
            match crate::format::v1::read(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap() {
                File::Session(session) => whole.add(*session),
                File::Collection(records) => crate::merge::Join::join(&mut whole, records),
                _ => {}
            }
        }
        assert!(whole.sessions.len() > 5 && !whole.is_only_sessions());
        for many in [0, 1, whole.sessions.len()] {
            let some = Collection { sessions: whole.sessions[..many].to_vec(), ..whole.clone() };
            let frame = Frame::of(&whole);
            let mut text = frame.before().to_owned();
            for (at, session) in some.sessions.iter().enumerate() {
                let alone = write_session(session);
                let mut inside = Vec::new();
                Frame::add_session(&mut inside, &alone);
                assert_eq!(Frame::alone(inside.trim_ascii_start()).unwrap(), alone.as_bytes());
                text.push_str(if at == 0 { "" } else { "," });
                text.push_str(std::str::from_utf8(&inside).unwrap());
            }
            text.push_str(&frame.after(many > 0));
            assert_eq!(text, write_collection(&some), "{many}");
        }
    }
}
