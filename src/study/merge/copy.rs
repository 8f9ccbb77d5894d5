//! One copy of a session: where it lies, and reading it from there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::format::FormatError;
use crate::format::v1::index::{Part, read_part as read_session_part};
use crate::format::v1::{self, File, Frame};
use crate::merge::join::reach;
use crate::model::collection::Collection;
use crate::model::ids::SessionId;
use crate::model::session::Session;
use crate::storage::{Storage, read, read_part};
use crate::study::opened;
use crate::study::{FILE_LIMIT, StudyError};

/// What a copy came by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// It stands in the study that the merge goes into.
    There,
    /// The input of this number.
    Input(usize),
}

/// Where a copy lies.
#[derive(Debug, Clone)]
pub(super) enum At {
    /// In a file of its own.
    File(PathBuf),
    /// In a collection.
    Part {
        /// The collection's file.
        file: Arc<Path>,
        /// Where in it.
        part: Part,
    },
    /// In memory: it came by standard input.
    Piece {
        /// All that came.
        bytes: Arc<[u8]>,
        /// Where in it, if it is a collection.
        part: Option<Part>,
    },
}

/// One copy of a session.
#[derive(Debug, Clone)]
pub(super) struct Copy {
    pub(super) origin: Origin,
    pub(super) at: At,
    /// The ids it goes by.
    pub(super) ids: BTreeSet<SessionId>,
    /// Its length.
    pub(super) bytes: u64,
    /// Whether a journal beside it holds more than its file may.
    pub(super) has_more: bool,
    /// What was withdrawn in the study it lies in.
    pub(super) around: Option<Arc<Collection>>,
}

/// A copy that was read.
pub(super) struct Read {
    pub(super) session: Session,
    /// What it was read from, as it would stand in a file of its own; nothing when more than that was read.
    pub(super) text: Option<Vec<u8>>,
}

impl Copy {
    pub(super) fn new(origin: Origin, at: At, ids: BTreeSet<SessionId>, bytes: u64) -> Self {
        Self { origin, at, ids, bytes, has_more: false, around: None }
    }

    /// The file it lies in.
    pub(super) fn path(&self) -> &Path {
        match &self.at {
            At::File(path) => path,
            At::Part { file, .. } => file,
            At::Piece { .. } => Path::new("-"),
        }
    }

    /// Reads it, with its journal when `with_journal` says so.
    pub(super) fn read(&self, storage: &dyn Storage, with_journal: bool) -> Result<Read, StudyError> {
        let mut read = self.read_as_it_is(storage, with_journal)?;
        if !self.ids.is_subset(read.session.ids()) {
            return Err(StudyError::ChangedMeanwhile { path: self.path().to_owned() });
        }
        if let Some(around) = &self.around {
            reach(&mut read.session, &around.withdrawals, &around.erasures);
        }
        Ok(read)
    }

    fn read_as_it_is(&self, storage: &dyn Storage, with_journal: bool) -> Result<Read, StudyError> {
        let placed = |source: FormatError| StudyError::Format { path: self.path().to_owned(), source };
        match &self.at {
            At::File(path) if with_journal && self.has_more => {
                opened::look(storage, path).map(|looked| Read { session: looked.session, text: None })
            }
            At::File(path) => {
                let bytes = read(storage, path, FILE_LIMIT)?;
                let session = self.session(&bytes)?;
                Ok(Read { session, text: Some(bytes) })
            }
            At::Part { file, part } => {
                let bytes = read_part(storage, file, part.from, part.bytes)?;
                let session = read_session_part(&bytes, part).map_err(placed)?;
                Ok(Read { session, text: Frame::alone(&bytes) })
            }
            At::Piece { bytes, part: Some(part) } => {
                let from = usize::try_from(part.from).unwrap_or(usize::MAX);
                let piece = bytes.get(from..from.saturating_add(part.bytes)).unwrap_or_default();
                let session = read_session_part(piece, part).map_err(placed)?;
                Ok(Read { session, text: Frame::alone(piece) })
            }
            At::Piece { bytes, part: None } => {
                Ok(Read { session: self.session(bytes)?, text: Some(bytes.to_vec()) })
            }
        }
    }

    fn session(&self, bytes: &[u8]) -> Result<Session, StudyError> {
        match v1::read(bytes) {
            Ok(File::Session(session)) => Ok(*session),
            Ok(other) => Err(StudyError::WrongKind {
                path: self.path().to_owned(),
                wanted: "a session",
                found: other.kind(),
            }),
            Err(source) => Err(StudyError::Format { path: self.path().to_owned(), source }),
        }
    }
}
