//! Why a text is not one of hearken's files, and where.

use std::fmt;

use thiserror::Error;

use crate::model::shape::Fault;
use crate::model::visible::visible_line;

/// A place in a text, as editors count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl Place {
    /// The place of a byte offset in a text.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Only zero bytes: what a crash of the machine can leave.
    #[error("the file holds nothing but zero bytes, as a crash of the machine can leave it")]
    OnlyZeroes,
    /// Another encoding than UTF-8, recognised.
    #[error("the file is in {0}; hearken's files are in UTF-8")]
    Encoding(&'static str),
    /// Bytes that are not UTF-8.
    #[error("the bytes from offset {offset} are not UTF-8")]
    NotUtf8 {
        /// Bytes from the start of the file.
        offset: usize,
    },
    /// Not JSON.
    #[error("not JSON: {0}")]
    NotJson(String),
    /// The text ends too early.
    #[error("the file is cut off: {0}")]
    CutOff(String),
    /// A name that stands twice in one object.
    #[error("the name “{0}” stands twice in one object")]
    RepeatedName(String),
    /// Lists and objects stand too deep in one another.
    #[error("lists and objects stand too deep in one another")]
    TooDeep,
    /// More values than any session has.
    #[error("more values stand in it than in any file of hearken's")]
    TooManyValues,
    /// Not an object with a `format` of ours.
    #[error("not a file of hearken's: {0}")]
    NotOurs(String),
    /// Written by a later version of the program.
    #[error("written in version {0} of the format; this program reads version 1. Use a newer hearken")]
    LaterVersion(u32),
    /// A value that does not fit.
    #[error("{0}")]
    Fault(Fault),
    /// A journal line that is not one.
    #[error("not a line of a journal: {0}")]
    NotAJournalLine(&'static str),
}

/// What is wrong with a text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatError {
    /// Where, if it is at one place.
    pub place: Option<Place>,
    /// What.
    pub problem: Problem,
}

impl FormatError {
    /// A problem of the text as a whole.
    #[must_use]
    pub const fn whole(problem: Problem) -> Self {
        Self { place: None, problem }
    }

    /// The same problem where its text is a part of a larger one that begins at `start` in that.
    #[must_use]
    pub fn within(self, start: Place) -> Self {
        let place = self.place.map_or(start, |place| match place.line {
            1 => Place { line: start.line, column: start.column + place.column - 1 },
            line => Place { line: start.line + line - 1, column: place.column },
        });
        Self { place: Some(place), ..self }
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "{place}: ")?;
        }
        // The problem may repeat a piece of the file.
        f.write_str(&visible_line(&self.problem.to_string()))
    }
}

impl std::error::Error for FormatError {}
