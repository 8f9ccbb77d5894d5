//! Returns that come in from a sheet: each row becomes a session, and a corrected sheet corrects what it brought.
//!
//! Promises: what a row becomes depends on the instrument, the key and the row, and on no clock, laptop or chance, so
//! that bringing in the same sheet twice changes no byte; what a person has changed since is never written over; what
//! was withdrawn or erased in the study stays out; before anything is written, everything has been read and tried.
//! Leaves to others: reading sheets (`exchange`), the words about it (`cli`).
//!
//! Read [`gained`] (ids, and what a row adds to a session), [`sheets`] (files, columns, rows that do not fit),
//! then [`place`] (into the study).

mod gained;
mod sheets;
mod place;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::exchange::columns::Unfit;
use crate::exchange::returned::Misfit;
use crate::exchange::sheet::{Encoding, NotASheet};
use crate::model::instrument::Instrument;
use crate::storage::ReadLimit;
use crate::study::StudyError;

pub use place::Watch;
pub use sheets::{Gathered, Looked, gather};

/// The largest sheet that is read: in memory it takes several times as much.
pub const SHEET_LIMIT: ReadLimit = ReadLimit::of_bytes(64 << 20);

/// What to bring in, and how to read it.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The sheets; `-` for standard input.
    pub files: Vec<PathBuf>,
    /// Their letters.
    pub encoding: Encoding,
    /// What was answered.
    pub instrument: Arc<Instrument>,
    /// The name of the column that tells returns apart.
    pub key: String,
    /// The file that says what each column is for, where there is one.
    pub map: Option<PathBuf>,
    /// The date of returns that give none.
    pub held_on: Option<NaiveDate>,
    /// Whether rows that do not fit are left out, and the others brought in.
    pub skips_invalid: bool,
}

/// A row that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFault {
    /// A cell of it, or its width.
    Misfit {
        /// The sheet.
        file: PathBuf,
        /// What does not fit.
        misfit: Misfit,
    },
    /// Two rows of one key: which of them is right, only a person can say.
    SameKey {
        /// The key.
        key: String,
        /// The first row and its sheet.
        first: (PathBuf, usize),
        /// The other.
        second: (PathBuf, usize),
    },
}

/// Rows that do not fit: the first of them whole, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowFaults {
    /// The first, in the order of the sheets.
    pub first: Vec<RowFault>,
    /// All of them, those that are not in `first` too.
    pub number: usize,
    /// How many rows they are in.
    pub rows: usize,
}

/// So many faults are told; the rest are counted.
pub const TOLD: usize = 50;

/// Why one sheet cannot be read.
#[derive(Debug)]
pub enum SheetFault {
    /// The file.
    Study(StudyError),
    /// What is in it.
    NotASheet(NotASheet),
    /// It has other columns than the first sheet.
    OtherColumns {
        /// The first sheet.
        first: PathBuf,
        /// Columns that only the first has.
        missing: Vec<String>,
        /// Columns that only this has.
        more: Vec<String>,
    },
}

/// Why nothing was brought in.
#[derive(Debug)]
pub enum Unimported {
    /// Sheets that cannot be read, each with its reason.
    Sheets(Vec<(PathBuf, SheetFault)>),
    /// Columns that do not fit.
    Columns {
        /// The first sheet.
        sheet: PathBuf,
        /// The names of its columns.
        header: Vec<String>,
        /// Everything that does not fit.
        unfit: Vec<Unfit>,
    },
    /// The instrument has no questions.
    NoQuestions(String),
    /// Rows that do not fit.
    Rows(RowFaults),
    /// A use case failed.
    Study(StudyError),
}

impl<E: Into<StudyError>> From<E> for Unimported {
    fn from(error: E) -> Self {
        Self::Study(error.into())
    }
}

/// What came of it, or would come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Sessions that were not there.
    pub new: usize,
    /// Sessions in which something was corrected.
    pub changed: usize,
    /// Sessions that are as the sheet has them.
    pub same: usize,
    /// Answers, details and comments that were corrected.
    pub corrected: usize,
    /// Of those, what a person had changed meanwhile, so that it is in conflict now.
    pub in_conflict: usize,
    /// Answers that stay out, because they were withdrawn or erased.
    pub stays_out: usize,
    /// Answers to questions that the other answers lead past: kept and not counted.
    pub skipped: usize,
}

impl Imported {
    /// How many returns there are.
    #[must_use]
    pub const fn returns(&self) -> usize {
        self.new + self.changed + self.same
    }

    fn add(&mut self, other: Self) {
        let Self { new, changed, same, corrected, in_conflict, stays_out, skipped } = other;
        self.new += new;
        self.changed += changed;
        self.same += same;
        self.corrected += corrected;
        self.in_conflict += in_conflict;
        self.stays_out += stays_out;
        self.skipped += skipped;
    }
}
