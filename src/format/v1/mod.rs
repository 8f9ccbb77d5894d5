//! Version 1 of the files: session, collection, study, instrument.
//!
//! What a file is, is told by its `format` member, never by its name. Lists and what stands beside them are
//! read and written once, in [`lists`], for sessions and studies alike.

mod lists;
mod session;
mod collection;
pub mod index;
mod study;

use std::borrow::Cow;
use std::sync::Arc;

use super::error::{FormatError, Problem};
use super::reader;
use crate::model::canonical::{Order, Piece, pretty};
use crate::model::collection::Collection;
use crate::model::instrument::Instrument;
use crate::model::json::{Json, Member};
use crate::model::session::Session;
use crate::model::shape::{Fault, Members, Value};
use crate::model::study::Study;

pub use collection::{Frame, write_collection};
pub use lists::read_version;
pub use session::write_session;
pub use study::write_study;

/// The version of the format this program writes, and the highest it reads.
pub const VERSION: u32 = 1;

/// One of hearken's files.
#[derive(Debug, Clone)]
pub enum File {
    /// One session.
    Session(Box<Session>),
    /// Many sessions.
    Collection(Collection),
    /// What a study is.
    Study(Box<Study>),
    /// A topic guide or questionnaire.
    Instrument(Arc<Instrument>),
}

impl File {
    /// What it is, in a word.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Session(_) => "session",
            Self::Collection(_) => "collection",
            Self::Study(_) => "study",
            Self::Instrument(_) => "instrument",
        }
    }
}

/// Reads a file of any kind.
///
/// # Errors
/// A [`FormatError`]; the place is given where the fault is at one.
pub fn read(bytes: &[u8]) -> Result<File, FormatError> {
    let text = reader::decode(bytes)?;
    if let Some(session) = session::read_with_known_guide(text) {
        return Ok(File::Session(Box::new(session)));
    }
    read_text(text, reader::read(text)?)
}

fn read_text(text: &str, json: Json<'_>) -> Result<File, FormatError> {
    let kind = kind_of(text, &json)?;
    let placed = |fault: Fault| reader::placed(text, fault);
    let members = Members::of(json).map_err(placed)?;
    match kind {
        Kind::Session => session::read(members).map(|session| File::Session(Box::new(session))),
        Kind::Collection => collection::read(members).map(File::Collection),
        Kind::Study => study::read(members).map(|study| File::Study(Box::new(study))),
        Kind::Instrument => instrument(members).map(File::Instrument),
    }
    .map_err(placed)
}

/// Reads an instrument.
///
/// # Errors
/// A [`FormatError`], also when the file is of another kind.
pub fn read_instrument(text: &str) -> Result<Arc<Instrument>, FormatError> {
    match read(text.as_bytes())? {
        File::Instrument(instrument) => Ok(instrument),
        other => Err(FormatError::whole(Problem::NotOurs(format!(
            "this is a {}, and an instrument was expected",
            other.kind()
        )))),
    }
}

/// The text of an instrument's file, of what stands in a session.
#[must_use]
pub fn write_instrument(json: &Json<'_>) -> String {
    let Json::Object(members) = json.borrowed() else { return pretty(json) };
    let format = (Cow::Borrowed("format"), Json::text("hearken/instrument"));
    pretty(&Json::object(std::iter::once(format).chain(members).collect(), Order::Other))
}

enum Kind {
    Session,
    Collection,
    Study,
    Instrument,
}

/// What a file says it is; refuses what is not ours or of a later version before anything else is looked at.
fn kind_of(text: &str, json: &Json<'_>) -> Result<Kind, FormatError> {
    let not_ours = |why: String| FormatError::whole(Problem::NotOurs(why));
    if !matches!(json, Json::Object(_)) {
        return Err(not_ours(format!("it holds {} and not an object", json.kind())));
    }
    let kind = match json.get("format").and_then(Json::as_text) {
        Some("hearken/session") => Kind::Session,
        Some("hearken/collection") => Kind::Collection,
        Some("hearken/study") => Kind::Study,
        // An instrument's version is its own: a change of wording, not of the format.
        Some("hearken/instrument") => return Ok(Kind::Instrument),
        Some(other) => return Err(not_ours(format!("its “format” is “{other}”"))),
        None => return Err(not_ours("it has no “format” member that is a text".to_owned())),
    };
    let placed = |fault: Fault| reader::placed(text, fault.in_member("version"));
    let Some(version) = json.get("version") else {
        return Err(not_ours("it has no “version” member".to_owned()));
    };
    match u32::from_json(version.borrowed()).map_err(placed)? {
        VERSION => Ok(kind),
        0 => Err(placed(Fault::expected("version 1", version))),
        later => Err(FormatError::whole(Problem::LaterVersion(later))),
    }
}

fn instrument(mut members: Members<'_>) -> Result<Arc<Instrument>, Fault> {
    members.take("format");
    let names: Vec<String> = members.names().map(str::to_owned).collect();
    let rest: Vec<Member<'_>> = names
        .into_iter()
        .filter_map(|name| members.take(&name).map(|value| (Cow::Owned(name), value)))
        .collect();
    Instrument::new(Json::Object(rest)).map(Arc::new)
}

/// A member at the top of a file that is being written.
type TopMember<'a> = (Cow<'a, str>, Piece<'a>);

/// The two members every file of a session, collection or study begins with.
fn head<'a>(format: &'static str) -> Vec<TopMember<'a>> {
    vec![
        (Cow::Borrowed("format"), Piece::Value(Json::text(format))),
        (Cow::Borrowed("version"), Piece::Value(Json::whole(u64::from(VERSION)))),
    ]
}
