//! Pages as they come, before anything is known of a session: bytes into text, and what the text holds.

use std::path::PathBuf;

use crate::capture::{Abbreviations, Room};
use crate::exchange::contents::Contents;
use crate::exchange::page::is_label;
use crate::exchange::seats::SeatMap;
use crate::exchange::typed_answers::Names;
use crate::exchange::{transcript, typed_notes};
use crate::format::reader::decode;
use crate::format::{FormatError, Problem};
use crate::model::instrument::Guide;
use crate::model::session::seat_number;
use crate::storage::{Storage, read};
use crate::study::inputs::BadInput;
use crate::study::{FILE_LIMIT, StudyError};

/// A page that was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it came from; `-` for standard input.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Notes with signs, one a line.
    Notes,
    /// Turns that begin with who speaks.
    Transcript,
}

/// How pages are read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What they are; each is looked at where nobody says.
    pub form: Option<Form>,
    /// Whether a transcript has the very words.
    pub is_verbatim: bool,
    /// Short forms that are written out.
    pub abbreviations: Abbreviations,
    /// Who sits where.
    pub seats: SeatMap,
}

/// Reads pages.
///
/// # Errors
/// All that cannot be read, each with its reason.
pub fn sources(
    storage: &dyn Storage,
    paths: &[PathBuf],
    stdin: impl Fn() -> Result<Vec<u8>, StudyError>,
) -> Result<Vec<Source>, Vec<BadInput>> {
    let (mut found, mut bad) = (Vec::new(), Vec::new());
    for path in paths {
        let bytes = if path.as_os_str() == "-" {
            stdin()
        } else {
            read(storage, path, FILE_LIMIT).map_err(Into::into)
        };
        let text = bytes.and_then(|bytes| {
            text_of(&bytes).map_err(|source| StudyError::Format { path: path.clone(), source })
        });
        match text {
            Ok(text) => found.push(Source { path: path.clone(), text }),
            Err(error) => bad.push(BadInput { path: path.clone(), error }),
        }
    }
    if bad.is_empty() { Ok(found) } else { Err(bad) }
}

fn text_of(bytes: &[u8]) -> Result<String, FormatError> {
    // UTF-16 without its mark would be read as letters with a zero between them.
    let zeroes = bytes.iter().take(4096).filter(|byte| **byte == 0).count();
    let text = decode(bytes)?;
    if zeroes * 4 > bytes.len().min(4096) {
        return Err(FormatError::whole(Problem::Encoding("UTF-16")));
    }
    Ok(text.to_owned())
}

/// The highest number of a seat that the pages name; 0 when they name none.
#[must_use]
pub fn highest_seat(sources: &[Source], guide: Option<&Guide>, reading: &Reading) -> u32 {
    let room = Room::default();
    let all = sources.iter().map(|source| contents(&source.text, (&room, guide), reading));
    let who = all.flat_map(|contents| {
        let of_notes = contents.notes.into_iter().filter_map(|typed| typed.who);
        of_notes.chain(contents.answers.into_iter().filter_map(|typed| typed.who))
    });
    who.filter(|who| is_label(who)).map(|who| seat_number(&who)).max().unwrap_or(0)
}

/// What a page holds, read in a room and with the names of a guide.
pub(super) fn contents(text: &str, (room, guide): (&Room, Option<&Guide>), reading: &Reading) -> Contents {
    let form = reading.form.unwrap_or_else(|| {
        let names = Names::of(guide);
        if transcript::is_one(text, |line| names.is_at(line)) { Form::Transcript } else { Form::Notes }
    });
    match form {
        Form::Notes => typed_notes::read(text, room, guide, &reading.abbreviations),
        Form::Transcript => transcript::read(text, room, reading.is_verbatim),
    }
}
