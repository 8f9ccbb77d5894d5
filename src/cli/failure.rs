//! What could not be done: told in one form, and the exit code with it.
//!
//! The words say what happened, what it means for the notes, and what to do next. All of it is made visible here,
//! whatever a file, a name or an argument held.

use std::io;
use std::path::Path;

use super::fitted::fitted;
use super::paint::Paint;
use super::told::{advice, left, name, told, without_number};
use crate::model::visible::{visible, visible_line};
use crate::storage::vault::Unopened;
use crate::storage::{Storage, StorageError};
use crate::study::StudyError;
use crate::study::demo::DemoError;
use crate::study::inputs::BadInput;
use crate::study::themes::NotOneTheme;

/// Every exit code and what it says, for the help and the manual.
pub(super) const EXIT_CODES: &[(u8, &str)] = &[
    (0, "done"),
    (Kind::CouldNot.code(), "could not be done"),
    (Kind::Usage.code(), "wrong usage"),
    (super::answer::WANTS_AN_EYE, "done, but something wants a person's eye"),
    (Kind::Invalid.code(), "an input is invalid, and nothing was written"),
    (Kind::Held.code(), "open in another hearken"),
    (Kind::Interrupted.code(), "stopped from outside; everything is saved"),
];

/// What fixes the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// 1: could not be done.
    CouldNot,
    /// 2: wrong usage.
    Usage,
    /// 4: an input is invalid, and nothing was written.
    Invalid,
    /// 5: another running hearken holds it.
    Held,
    /// 130: stopped from outside.
    Interrupted,
}

impl Kind {
    /// The exit code.
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::CouldNot => 1,
            Self::Usage => 2,
            Self::Invalid => 4,
            Self::Held => 5,
            Self::Interrupted => 130,
        }
    }
}

/// Something that could not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// What fixes the exit code.
    pub(super) kind: Kind,
    /// What happened; more than one line where several things did.
    pub(super) message: String,
    /// What it means for the notes and what to do next, each a sentence or two.
    pub(super) hints: Vec<String>,
}

impl Failure {
    /// A failure without hints. Line breaks in the message stay.
    pub(super) fn new(kind: Kind, message: impl AsRef<str>) -> Self {
        Self { kind, message: visible(message.as_ref()).into_owned(), hints: Vec::new() }
    }

    /// Adds what to do next.
    pub(super) fn hint(mut self, hint: impl AsRef<str>) -> Self {
        self.hints.push(visible_line(hint.as_ref()).into_owned());
        self
    }

    /// A use case failed while it read what it was given.
    pub(super) fn of(error: &StudyError) -> Self {
        let kind = match error {
            StudyError::Format { .. }
            | StudyError::WrongKind { .. }
            | StudyError::ForeignJournal { .. }
            | StudyError::Storage(StorageError::NotAFile { .. } | StorageError::TooLarge { .. }) => {
                Kind::Invalid
            }
            StudyError::Storage(StorageError::Sealed { why, .. }) => match why {
                Unopened::Damaged
                | Unopened::NotSealed
                | Unopened::UnderPassphrase
                | Unopened::TooMuchWork { .. }
                | Unopened::TooManyReaders
                | Unopened::NoKeyInside => Kind::Invalid,
                _ => Kind::CouldNot,
            },
            StudyError::Held { .. } | StudyError::StudyHeld { .. } => Kind::Held,
            StudyError::NoSuchInstrument(_)
            | StudyError::NoSuchLanguage { .. }
            | StudyError::NoInstrumentId(_) => Kind::Usage,
            StudyError::WrongInstrument { .. }
            | StudyError::Misnamed { .. }
            | StudyError::LikeBuiltIn { .. }
            | StudyError::ChangedWording { .. } => Kind::Invalid,
            StudyError::Storage(_)
            | StudyError::NoSuchSession(_)
            | StudyError::Ambiguous { .. }
            | StudyError::OutputExists { .. }
            | StudyError::ChangedMeanwhile { .. }
            | StudyError::NotAllThere { .. }
            | StudyError::NoStampLeft(_) => Kind::CouldNot,
        };
        Self::new(kind, told(error)).hint(advice(error))
    }

    /// A use case failed while it wrote. A place that cannot be written to is no invalid input.
    pub(super) fn of_writing(error: &StudyError) -> Self {
        let failure = Self::of(error);
        match error {
            StudyError::Storage(_) => Self { kind: Kind::CouldNot, ..failure },
            _ => failure,
        }
    }

    /// The example study could not be written.
    pub(super) fn of_demo(error: DemoError) -> Self {
        match error {
            DemoError::NotEmpty { folder } => {
                Self::new(Kind::CouldNot, format!("the folder {} is not empty", name(&folder)))
                    .hint("Nothing was written. Name a folder that is new or empty.")
            }
            DemoError::Storage(error) => Self::of_writing(&error.into()),
        }
    }

    /// A name that does not mean one theme of the guide.
    pub(super) fn of_theme(error: &NotOneTheme) -> Self {
        let failure = Self::new(Kind::Usage, error.to_string());
        match error {
            NotOneTheme::None { themes, .. } if themes.is_empty() => failure.hint("It has no themes."),
            NotOneTheme::None { themes, .. } => failure.hint(format!("It has {}.", themes.join(", "))),
            NotOneTheme::Several { .. } => failure.hint("Give more of the name."),
        }
    }

    /// A session's file could not be read; says what is left of it, where something is.
    pub(super) fn of_session(error: &StudyError, path: &Path, storage: &dyn Storage) -> Self {
        match left(storage, path, error) {
            Some(left) => Self { hints: vec![left], ..Self::of(error) },
            None => Self::of(error),
        }
    }

    /// Inputs that could not be read, every one with its reason.
    pub(super) fn of_inputs(bad: &[BadInput], storage: &dyn Storage) -> Self {
        let mut hints: Vec<String> = Vec::new();
        for one in bad {
            let hint = left(storage, &one.path, &one.error);
            let hint = hint.unwrap_or_else(|| visible_line(&advice(&one.error)).into_owned());
            if !hints.contains(&hint) {
                hints.push(hint);
            }
        }
        let message = match bad {
            [only] => told(&only.error),
            several => {
                let lines: Vec<String> = several.iter().map(|one| told(&one.error)).collect();
                format!("{} inputs cannot be read:\n  {}", several.len(), lines.join("\n  "))
            }
        };
        Self { hints, ..Self::new(Kind::Invalid, message) }
    }

    /// Standard output takes no more.
    pub(super) fn of_output_stream(error: &io::Error) -> Self {
        let why = without_number(&error.to_string());
        Self::new(Kind::CouldNot, format!("not all of the answer could be written: {why}"))
            .hint("What standard output leads to is full or gone. Lead it somewhere else and ask again.")
    }

    /// All of it, for standard error, in a window of so many cells.
    pub(super) fn in_words(&self, paint: Paint, window: Option<usize>) -> String {
        let name = "hearken:";
        let mut words = format!("{name} {}", self.message);
        for hint in &self.hints {
            words.push_str("\n  ");
            words.push_str(hint);
        }
        // Painted last: what paints takes no cells.
        fitted(&words, window).replacen(name, &paint.red(name), 1)
    }
}
