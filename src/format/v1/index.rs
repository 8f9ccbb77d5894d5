//! What a collection holds and where its sessions stand in it, without keeping them in memory.
//!
//! Promises: no more is held at once than the largest session and what stands beside the sessions; what is refused
//! is named with its place in the whole file. Leaves to others: reading the sessions, part by part, which tells
//! whether they are well formed.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use serde::de::{Deserialize as _, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{File, session};
use crate::format::error::{FormatError, Place, Problem};
use crate::format::reader;
use crate::model::canonical::compact;
use crate::model::collection::Collection;
use crate::model::ids::SessionId;
use crate::model::json::Json;
use crate::model::session::Session;
use crate::model::shape::Members;

/// Where a session stands in a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The ids it goes by.
    pub ids: BTreeSet<SessionId>,
    /// Bytes of the file before it.
    pub from: u64,
    /// Bytes of it.
    pub bytes: usize,
    /// The line and column of its first byte.
    pub place: Place,
}

/// A collection without its sessions.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// What stands beside the sessions.
    pub beside: Collection,
    /// Where the sessions stand, in the order of the file.
    pub parts: Vec<Part>,
}

/// Goes through a file of any size. Nothing when it is no collection: then it is to be read whole.
///
/// `most` is the number of bytes that one session, or one member beside the sessions, may have.
///
/// # Errors
/// The outer error is what reading the bytes failed with; the inner one is a [`FormatError`] with its place.
pub fn index(file: impl Read, most: usize) -> io::Result<Result<Option<Index>, FormatError>> {
    let position = Rc::new(Cell::new(Position::default()));
    let mut file = BufReader::with_capacity(1 << 16, file);
    let bom = b"\xef\xbb\xbf";
    if file.fill_buf()?.starts_with(bom) {
        file.consume(bom.len());
        position.set(Position { bytes: 3, ..Position::default() });
    }
    let walk = Walk { position: Rc::clone(&position), most };
    let mut parser = serde_json::Deserializer::from_reader(Counting { file, position });
    let found = walk.deserialize(&mut parser).and_then(|found| parser.end().map(|()| found));
    match found {
        Ok(found) => Ok(found.read()),
        Err(error) if error.is_io() => Err(error.into()),
        Err(error) => Ok(Err(reader::not_json(&error))),
    }
}

/// Reads one session of a collection from its own bytes.
///
/// # Errors
/// A [`FormatError`] with its place in the whole file.
pub fn read_part(bytes: &[u8], part: &Part) -> Result<Session, FormatError> {
    let read = || {
        let text = reader::decode(bytes)?;
        Members::of(reader::read(text)?).and_then(session::read).map_err(|fault| reader::placed(text, fault))
    };
    read().map_err(|error| error.within(part.place))
}

/// How far reading has come.
#[derive(Debug, Clone, Copy)]
struct Position {
    bytes: u64,
    /// Where reading has to stop: what began here is too large.
    end: u64,
    /// Line breaks so far.
    lines: usize,
    /// Letters since the last line break.
    letters: usize,
}

impl Default for Position {
    fn default() -> Self {
        Self { bytes: 0, end: u64::MAX, lines: 0, letters: 0 }
    }
}

/// A reader that knows how far it is. The parser asks it for one byte at a time.
struct Counting<R> {
    file: R,
    position: Rc<Cell<Position>>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        let mut position = self.position.get();
        for byte in buffer.iter().take(read) {
            position.bytes += 1;
            if *byte == b'\n' {
                position.lines += 1;
                position.letters = 0;
            } else if !(0x80..0xc0).contains(byte) {
                position.letters += 1;
            }
        }
        self.position.set(position);
        if position.bytes > position.end { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(read) }
    }
}

/// What was found on the way through a file.
#[derive(Default)]
struct Found {
    /// The members but `sessions`, each name and each value on lines of their own.
    beside: String,
    /// The place in the file of the first letter of each line of `beside`.
    lines: Vec<Place>,
    /// The sessions, or what is wrong with the first bytes of one.
    parts: Vec<Result<Part, FormatError>>,
    /// Where `sessions` stands for the second time.
    twice: Option<Place>,
    is_collection: bool,
}

impl Found {
    fn read(self) -> Result<Option<Index>, FormatError> {
        if !self.is_collection {
            return Ok(None);
        }
        if let Some(place) = self.twice {
            let problem = Problem::RepeatedName("sessions".to_owned());
            return Err(FormatError { place: Some(place), problem });
        }
        match super::read(format!("{{\n{}}}", self.beside).as_bytes()) {
            Ok(File::Collection(beside)) => {
                let parts = self.parts.into_iter().collect::<Result<_, _>>()?;
                Ok(Some(Index { beside, parts }))
            }
            Ok(_) => Ok(None),
            Err(error) => Err(self.placed(error)),
        }
    }

    /// The place in the file of an error in what stands beside the sessions.
    fn placed(&self, error: FormatError) -> FormatError {
        let Some(place) = error.place else { return error };
        // The first line of what is read holds the bracket only.
        let Some(start) = place.line.checked_sub(2).and_then(|line| self.lines.get(line)) else {
            return error;
        };
        FormatError {
            place: Some(Place { line: start.line, column: start.column + place.column - 1 }),
            ..error
        }
    }
}

struct Walk {
    position: Rc<Cell<Position>>,
    most: usize,
}

impl Walk {
    /// The place of the byte that was read last.
    fn place(&self) -> Place {
        let position = self.position.get();
        Place { line: position.lines + 1, column: position.letters.max(1) }
    }

    /// Lets what begins now have so many bytes and no more.
    fn bound(&self) {
        let position = self.position.get();
        let end = position.bytes.saturating_add(u64::try_from(self.most).unwrap_or(u64::MAX));
        self.position.set(Position { end, ..position });
    }
}

impl Found {
    fn add(&mut self, name: &str, value: &str, place: Place) {
        self.is_collection |= name == "format" && value == "\"hearken/collection\"";
        if !self.beside.is_empty() {
            self.beside.push_str(",\n");
        }
        self.beside.push_str(&compact(&Json::text(name)));
        self.beside.push_str(":\n");
        self.beside.push_str(value);
        self.lines.push(place);
        // A colon and a blank stand between a name and its value.
        self.lines.push(Place { column: place.column + 3, ..place });
        let rest = value.bytes().filter(|byte| *byte == b'\n').zip(place.line + 1..);
        self.lines.extend(rest.map(|(_, line)| Place { line, column: 1 }));
    }
}

impl<'de> DeserializeSeed<'de> for Walk {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Walk {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
        let mut found = Found::default();
        let mut has_sessions = false;
        self.bound();
        while let Some(name) = map.next_key::<String>()? {
            let place = self.place();
            self.bound();
            if name != "sessions" {
                let value = map.next_value::<Box<RawValue>>()?;
                found.add(&name, value.get(), place);
            } else if std::mem::replace(&mut has_sessions, true) {
                found.twice.get_or_insert(place);
                map.next_value::<IgnoredAny>()?;
            } else {
                found.parts = map.next_value_seed(Sessions(&self))?;
            }
            self.bound();
        }
        Ok(found)
    }
}

/// The list of sessions.
struct Sessions<'a>(&'a Walk);

impl<'de> DeserializeSeed<'de> for Sessions<'_> {
    type Value = Vec<Result<Part, FormatError>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Sessions<'_> {
    type Value = Vec<Result<Part, FormatError>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of sessions")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = items.next_element_seed(One(self.0))? {
            parts.push(part);
            self.0.bound();
        }
        Ok(parts)
    }
}

/// One session.
struct One<'a>(&'a Walk);

impl<'de> DeserializeSeed<'de> for One<'_> {
    type Value = Result<Part, FormatError>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        // The parser has looked at the first byte by now, and at nothing behind it.
        let (place, from) = (self.0.place(), self.0.position.get().bytes.saturating_sub(1));
        self.0.bound();
        let value = <Box<RawValue>>::deserialize(deserializer)?;
        let part = |ids| Part { ids, from, bytes: value.get().len(), place };
        Ok(ids(value.get()).map(part).map_err(|error| error.within(place)))
    }
}

/// The ids a session goes by, without reading the rest of it.
///
/// # Errors
/// A [`FormatError`] when there is no session in the text, or its ids are none.
pub fn ids(text: &str) -> Result<BTreeSet<SessionId>, FormatError> {
    let json = reader::read(text)?;
    let placed = |fault| reader::placed(text, fault);
    let mut members = Members::of(json).map_err(placed)?;
    let id: SessionId = members.required("id").map_err(placed)?;
    let mut ids: BTreeSet<SessionId> = members.list("formerly").map_err(placed)?;
    ids.insert(id);
    Ok(ids)
}

/// How many bytes of each end of a session [`id_at_a_glance`] wants to see.
pub const GLANCE: usize = 128;

/// The one id of a session in canonical form, by the first and the last bytes of its file. Nothing for any other file,
/// and for a session that goes by several ids.
///
/// The answer is right for every file that reads as a session: the first bracket opens the session, so what follows
/// are its first members; the last one closes it, so what stands before are its last. A line break cannot stand inside
/// a text, so none of this can be part of one.
#[must_use]
pub fn id_at_a_glance(start: &[u8], end: &[u8]) -> Option<SessionId> {
    let id = start.strip_prefix(b"{\n  \"format\": \"hearken/session\",\n  \"version\": 1,\n  \"id\": \"")?;
    let (id, after) = id.split_at_checked(SESSION_ID_LETTERS)?;
    if !after.starts_with(b"\",\n") || !end.ends_with(b",\n  \"formerly\": []\n}\n") {
        return None;
    }
    std::str::from_utf8(id).ok()?.parse().ok()
}

/// Four groups of four letters and three hyphens.
const SESSION_ID_LETTERS: usize = 19;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::v1::{read, write_collection, write_session};

    const MOST: usize = 1 << 20;

    fn example() -> Collection {
        let mut collection = Collection::default();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sessions");
        for entry in std::fs::read_dir(folder).unwrap() {
            match read(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap() {
                File::Session(session) => collection.add(*session),
                File::Collection(records) => crate::merge::Join::join(&mut collection, records),
                _ => {}
            }
        }
        collection
    }

    fn refused(text: &str, most: usize) -> String {
        match index(text.as_bytes(), most) {
            Ok(Err(error)) => error.to_string(),
            Ok(Ok(found)) => panic!("it was read: {found:?}"),
            Err(error) => error.kind().to_string(),
        }
    }

    #[test]
    fn every_session_is_found_by_its_ids_and_reads_as_in_the_whole() {
        let whole = example();
        let text = write_collection(&whole);
        let found = index(text.as_bytes(), MOST).unwrap().unwrap().unwrap();
        assert_eq!(found.beside, Collection { sessions: Vec::new(), ..whole.clone() });
        assert_eq!(found.parts.len(), whole.sessions.len());
        for (part, session) in found.parts.iter().zip(&whole.sessions) {
            let from = usize::try_from(part.from).unwrap();
            let bytes = &text.as_bytes()[from..from + part.bytes];
            assert_eq!(part.ids, *session.ids());
            assert_eq!(part.place, Place::of(&text, from));
            assert_eq!(read_part(bytes, part).unwrap(), *session);
        }
    }

    #[test]
    fn what_is_no_collection_is_left_to_be_read_whole() {
        for text in ["{}", "{\"format\": \"hearken/session\", \"x\": [1.50]}", "\u{feff}{\"format\": 3}"] {
            assert_eq!(index(text.as_bytes(), MOST).unwrap(), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_beside_the_sessions_is_named_with_its_place_in_the_file() {
        let start = "{\n  \"format\": \"hearken/collection\",\n  \"version\": 1,\n  \"sessions\": [],\n";
        let scope = format!(
            "{start}  \"withdrawals\": [\n    {{\n      \"participant\": \"P1\",\n      \"scope\": 3\n"
        );
        let scope = scope + "    }\n  ]\n}";
        assert!(refused(&scope, MOST).starts_with("line 8, column 16"), "{}", refused(&scope, MOST));
        let first = format!("{start}  \"withdrawals\": 5\n}}");
        assert!(refused(&first, MOST).starts_with("line 5, column 18"), "{}", refused(&first, MOST));
        let three = start.replace("[],\n", "[3]}");
        assert!(refused(&three, MOST).starts_with("line 4, column 16"), "{}", refused(&three, MOST));
        let twice = format!("{start}\"sessions\": []}}");
        assert!(refused(&twice, MOST).contains("“sessions” stands twice"));
        assert!(refused("{\"format\": \"hearken/collection\"", MOST).contains("cut off"));
    }

    #[test]
    fn the_id_of_a_canonical_session_is_seen_at_a_glance_and_of_no_other_file() {
        let sessions = example().sessions;
        for session in &sessions {
            let text = write_session(session);
            let (start, end) = (&text.as_bytes()[..GLANCE], &text.as_bytes()[text.len() - GLANCE..]);
            assert_eq!(id_at_a_glance(start, end), Some(session.id()));
            assert_eq!(id_at_a_glance(&start[..60], end), None);
            assert_eq!(id_at_a_glance(start, &end[..GLANCE - 1]), None);
            let mut several = session.clone();
            several.add_ids(sessions.iter().map(Session::id));
            let text = write_session(&several);
            assert_eq!(id_at_a_glance(text.as_bytes(), text.as_bytes()), None);
        }
        let collection = write_collection(&example());
        assert_eq!(id_at_a_glance(collection.as_bytes(), collection.as_bytes()), None);
    }

    #[test]
    fn what_is_too_large_for_one_session_is_refused_before_all_of_it_is_read() {
        let text = "a".repeat(1000);
        let start = "{\"format\": \"hearken/collection\", \"version\": 1, \"sessions\": [{\"id\": \"";
        let text = format!("{start}{text}\"}}]}}");
        assert_eq!(refused(&text, 500), io::ErrorKind::FileTooLarge.to_string());
        assert!(refused(&text, 5000).contains("a session id like"), "{}", refused(&text, 5000));
    }
}
