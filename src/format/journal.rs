//! The lines of a journal: facts about a session, in the order they happened.
//!
//! A line says what became true, never which key was pressed, so replaying needs no screen and gives the same
//! on any version of the program. The first line begins the journal and names its session. Then each line holds
//! `q`, counted up by one, and either a change of a half-typed note (`draft`) or versions that were written
//! (`put`), with the half-typed note that went into them (`ends`). The checksum in front is `storage`'s.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::error::{FormatError, Problem};
use super::reader;
use crate::model::canonical::{Order, compact};
use crate::model::entry::{Body, Version};
use crate::model::ids::{EntryId, SessionId, WriterId};
use crate::model::json::{Json, Member};
use crate::model::note::Flag;
use crate::model::shape::{Fault, Members, Shape, Value, Wrong, shape};
use crate::model::when::When;

/// The journal's name for itself, in its first line.
const FORMAT: &str = "hearken/journal";

shape! {
    /// A change of the half-typed note.
    pub struct DraftEdit {
        /// What is being typed: the note being edited, or `seat:`, `summary:`, `script:` or `conflict:` and what it is
        /// about; none for a new note.
        optional "note" note: Option<EntryId>,
        /// Where the text changes, in bytes from its start.
        required "at" at: u32,
        /// How many bytes go.
        required "removed" removed: u32,
        /// What comes instead.
        required "inserted" inserted: String,
        /// The signs in front of the text that have been turned into chips; missing when there are none.
        optional "signs" signs: Option<String>,
        /// What is to be remembered about the note.
        list "flags" flags: BTreeSet<Flag>,
        /// The wall clock when this was typed.
        required "said_at" said_at: When,
    }
}

shape! {
    /// Which half-typed note: the one that changes an earlier note, or the new one.
    pub struct DraftName {
        /// The note being edited; none for a new one.
        optional "note" note: Option<EntryId>,
    }
}

/// One version of one entry of one list.
#[derive(Debug, Clone, PartialEq)]
pub struct Put {
    /// The list.
    pub list: String,
    /// The entry.
    pub id: EntryId,
    /// The version, whole.
    pub version: Json<'static>,
}

impl Put {
    /// Takes down a version.
    #[must_use]
    pub fn of<B: Body>(list: &str, id: EntryId, version: &Version<B>) -> Self {
        Self { list: list.to_owned(), id, version: version.to_json().into_owned() }
    }
}

/// What one line says.
#[derive(Debug, Clone, PartialEq)]
pub enum Happened {
    /// The journal begins.
    Begin {
        /// The session it belongs to.
        session: SessionId,
        /// The writer that writes it.
        writer: WriterId,
    },
    /// The half-typed note changed.
    Draft(DraftEdit),
    /// Versions were written.
    Put {
        /// Which, in order.
        puts: Vec<Put>,
        /// The half-typed note that went into them or was given up.
        ends: Option<DraftName>,
    },
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its number, from 0, without gaps.
    pub q: u64,
    /// What it says.
    pub happened: Happened,
}

impl Line {
    /// Writes the line, without checksum and newline.
    #[must_use]
    pub fn write(&self) -> String {
        let mut members: Vec<Member<'_>> = vec![(Cow::Borrowed("q"), Json::whole(self.q))];
        match &self.happened {
            Happened::Begin { session, writer } => {
                members.push((Cow::Borrowed("format"), Json::text(FORMAT)));
                members.push((Cow::Borrowed("version"), Json::whole(u64::from(super::v1::VERSION))));
                members.push((Cow::Borrowed("session"), session.to_json()));
                members.push((Cow::Borrowed("writer"), writer.to_json()));
            }
            Happened::Draft(edit) => {
                let mut draft = Vec::new();
                Shape::write(edit, &mut draft);
                members.push((Cow::Borrowed("draft"), Json::object(draft, Order::Other)));
            }
            Happened::Put { puts, ends } => {
                let put = |put: &Put| {
                    Json::Object(vec![
                        (Cow::Borrowed("in"), Json::Text(Cow::Owned(put.list.clone()))),
                        (Cow::Borrowed("id"), Json::Text(Cow::Owned(put.id.to_string()))),
                        (Cow::Borrowed("version"), put.version.clone()),
                    ])
                };
                members.push((Cow::Borrowed("put"), Json::List(puts.iter().map(put).collect())));
                if let Some(name) = ends {
                    let mut draft = Vec::new();
                    Shape::write(name, &mut draft);
                    members.push((Cow::Borrowed("ends"), Json::Object(draft)));
                }
            }
        }
        compact(&Json::Object(members))
    }

    /// Reads a line.
    ///
    /// # Errors
    /// A [`FormatError`]; [`Problem::LaterVersion`] for a journal of a later version of the program.
    pub fn read(text: &str) -> Result<Self, FormatError> {
        let json = reader::read(text)?;
        let placed = |fault: Fault| reader::placed(text, fault);
        let mut members = Members::of(json).map_err(placed)?;
        let q: u32 = members.required("q").map_err(placed)?;
        let happened = happened(members)?.map_err(placed)?;
        Ok(Self { q: u64::from(q), happened })
    }
}

/// The outer error is of the line as a whole, the inner one has a path.
fn happened(mut members: Members<'_>) -> Result<Result<Happened, Fault>, FormatError> {
    let refuse = |why| Err(FormatError::whole(Problem::NotAJournalLine(why)));
    if let Some(format) = members.take("format") {
        if format.as_text() != Some(FORMAT) {
            return refuse("its “format” is another");
        }
        let begin = |mut members: Members<'_>| {
            let version: u32 = members.required("version")?;
            let (session, writer) = (members.required("session")?, members.required("writer")?);
            Ok((version, Happened::Begin { session, writer }))
        };
        return match begin(members) {
            Ok((super::v1::VERSION, begun)) => Ok(Ok(begun)),
            Ok((later, _)) => Err(FormatError::whole(Problem::LaterVersion(later))),
            Err(fault) => Ok(Err(fault)),
        };
    }
    if let Some(draft) = members.take("draft") {
        let edit = Members::of(draft).and_then(|mut members| DraftEdit::read(&mut members));
        return Ok(edit.map(Happened::Draft).map_err(|fault| fault.in_member("draft")));
    }
    let Some(puts) = members.take("put") else { return refuse("neither a draft nor a put") };
    let ends = members
        .take("ends")
        .map(|ends| Members::of(ends).and_then(|mut members| DraftName::read(&mut members)))
        .transpose()
        .map_err(|fault| fault.in_member("ends"));
    let puts = read_puts(puts).map_err(|fault| fault.in_member("put"));
    Ok(ends.and_then(|ends| Ok(Happened::Put { puts: puts?, ends })))
}

fn read_puts(puts: Json<'_>) -> Result<Vec<Put>, Fault> {
    let Json::List(puts) = puts else { return Err(Fault::expected("a list", &puts)) };
    let read = |(place, put): (usize, Json<'_>)| {
        let read = || {
            let mut members = Members::of(put)?;
            Ok(Put {
                list: members.required("in")?,
                id: members.required("id")?,
                version: members.take("version").ok_or(Fault::here(Wrong::Missing("version")))?.into_owned(),
            })
        };
        read().map_err(|fault: Fault| fault.in_element(place))
    };
    puts.into_iter().enumerate().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::note::{Note, NoteKind, Origin};

    #[test]
    fn every_line_reads_back_as_it_was_written() {
        let stamp = "2026-11-23T10:42:07.123Z-0002-kj4x9q".parse().unwrap();
        let note = Version::first(stamp, Note::new(NoteKind::Quote, "a \u{1b}\n\"b\"", Origin::Live));
        let edit = DraftEdit {
            note: None,
            at: 3,
            removed: 1,
            inserted: "é\u{202e}".into(),
            signs: Some("3: \"".into()),
            flags: BTreeSet::from([Flag::Check]),
            said_at: When::new("2026-11-23T10:42:07+00:00"),
        };
        for happened in [
            Happened::Begin {
                session: "k7m2-q9xd-4tn1-b8wz".parse().unwrap(),
                writer: "kj4x9q".parse().unwrap(),
            },
            Happened::Draft(edit),
            Happened::Put {
                puts: vec![Put::of("notes", EntryId::of_stamp(stamp), &note)],
                ends: Some(DraftName { note: None }),
            },
            Happened::Put { puts: vec![], ends: None },
        ] {
            let line = Line { q: 7, happened };
            let text = line.write();
            assert!(!text.contains('\n'));
            assert_eq!(Line::read(&text), Ok(line));
        }
    }

    #[test]
    fn a_journal_of_a_later_version_is_refused() {
        let text = r#"{"q":0,"format":"hearken/journal","version":2,"session":"k7m2-q9xd-4tn1-b8wz","writer":"kj4x9q"}"#;
        assert_eq!(Line::read(text).unwrap_err().problem, Problem::LaterVersion(2));
    }
}
