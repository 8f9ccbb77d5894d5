//! What can go wrong in a use case.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::format::FormatError;
use crate::format::strict::Slip;
use crate::model::ids::SessionId;
use crate::model::stamp::NoStampLeft;
use crate::storage::lock::LockError;
use crate::storage::vault::Unopened;
use crate::storage::{StorageError, StorageErrorKind};

/// A use case that could not be done.
#[derive(Debug, Error)]
pub enum StudyError {
    /// A file could not be read or written.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A file could be read but is not what it should be.
    #[error("{}: {source}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and where.
        source: FormatError,
    },
    /// Another running hearken writes this session.
    #[error("the session {session} is open in another hearken")]
    Held {
        /// The session.
        session: SessionId,
    },
    /// Another running hearken writes the file of the study.
    #[error("{} is being written by another hearken", path.display())]
    StudyHeld {
        /// The file.
        path: PathBuf,
    },
    /// The file is one of hearken's, but of another kind than this needs.
    #[error("{} is a {found}, and {wanted} was expected", path.display())]
    WrongKind {
        /// The file.
        path: PathBuf,
        /// What was expected.
        wanted: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A journal that begins with another session's id.
    #[error("{} is the journal of the session {found}, not of {wanted}", path.display())]
    ForeignJournal {
        /// The journal.
        path: PathBuf,
        /// The session it should belong to.
        wanted: SessionId,
        /// The session it names.
        found: SessionId,
    },
    /// Nothing goes by this name.
    #[error("no session here goes by “{0}”")]
    NoSuchSession(String),
    /// Several sessions go by this name.
    #[error("“{name}” may mean {}", candidates.join(", "))]
    Ambiguous {
        /// What was given.
        name: String,
        /// Files that fit.
        candidates: Vec<String>,
    },
    /// No instrument goes by this id.
    #[error("there is no instrument “{0}”")]
    NoSuchInstrument(String),
    /// An instrument of the study's own in which something is wrong.
    #[error(
        "{}: {}: {}{}",
        path.display(),
        first.place,
        first.told,
        if *more == 0 { String::new() } else { format!("; and {more} more") }
    )]
    WrongInstrument {
        /// Its file.
        path: PathBuf,
        /// What is wrong first.
        first: Box<Slip>,
        /// How much more is.
        more: usize,
    },
    /// An instrument that is called otherwise than its file.
    #[error("{} holds the instrument “{found}”: file and id have to be called the same", path.display())]
    Misnamed {
        /// The file.
        path: PathBuf,
        /// The id in it.
        found: String,
    },
    /// An instrument of the study's own with the id and the version of one that comes with the program.
    #[error("{} has the id and the version of an instrument that comes with the program: “{id}”, version {version}", path.display())]
    LikeBuiltIn {
        /// The file.
        path: PathBuf,
        /// The id.
        id: String,
        /// The version.
        version: u32,
    },
    /// An instrument whose wording changed although its version did not.
    #[error("the wording of “{id}” changed since the session in {}, and its version is still {version}", session.display())]
    ChangedWording {
        /// The instrument.
        id: String,
        /// Its version.
        version: u32,
        /// The file of a session that was held with another wording.
        session: PathBuf,
    },
    /// A language that the instrument has no text in.
    #[error("“{id}” has no text in the language “{lang}”; it has {}", languages.join(", "))]
    NoSuchLanguage {
        /// The instrument.
        id: String,
        /// The language wanted.
        lang: String,
        /// Those it has, its own first.
        languages: Vec<String>,
    },
    /// Something that cannot be the id of an instrument, for it is also the name of its file.
    #[error("“{0}” cannot be the id of an instrument: small letters a to z, digits and hyphens can, up to {most}", most = super::instruments::LONGEST_ID)]
    NoInstrumentId(String),
    /// The output stands already and is not among the inputs.
    #[error("{} is already there and is not one of the inputs", path.display())]
    OutputExists {
        /// The output.
        path: PathBuf,
    },
    /// A file that was looked at holds another session now.
    #[error("{} changed while it was being read", path.display())]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
    },
    /// A joined session does not hold all that its copies do. This would be a fault of the program.
    #[error("{}: joined with its copies, it does not hold all of them", path.display())]
    NotAllThere {
        /// The file of the first copy.
        path: PathBuf,
    },
    /// The greatest stamp there can be is taken.
    #[error(transparent)]
    NoStampLeft(#[from] NoStampLeft),
}

impl StudyError {
    /// What it means for the notes and what to do next, in a sentence or two.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Storage(error @ StorageError::TooLarge { .. }) if is_journal(error.path()) => {
                "It was not read, and left as it is. Move it elsewhere to open its session, and keep it: words may be in it."
            }
            Self::Storage(error) => advice_on_storage(error.kind()),
            Self::Format { .. } => {
                "The file was left as it is. A copy from before the last save may be in the folder .hearken beside it."
            }
            Self::Held { .. } => "Close it there first, or open it to read only.",
            Self::StudyHeld { .. } => "Try again in a moment.",
            Self::WrongKind { .. } => "Nothing was changed.",
            Self::ForeignJournal { .. } => {
                "Nothing was changed; move that journal elsewhere and open the session again."
            }
            Self::NoSuchSession(_) => "“hearken list” shows the sessions of this study.",
            Self::Ambiguous { .. } => "Give more of the id or of the file's name.",
            Self::NoSuchInstrument(_) => {
                "“hearken instrument list” names them; without one, the guide that belongs to the kind of session is taken."
            }
            Self::WrongInstrument { .. } => {
                "No session was made. “hearken instrument check” shows each place and what was expected there."
            }
            Self::Misnamed { .. } => "Nothing was written. Rename the file, or put the id right.",
            Self::LikeBuiltIn { .. } => {
                "Nothing was written. Give yours another id, or raise its version above the built-in one's."
            }
            Self::ChangedWording { .. } => {
                "No session was made. Raise “version” by one, and say in “lineage” which question stands in the place of which earlier one. Sessions that were held keep the wording they were held with."
            }
            Self::NoSuchLanguage { .. } => "Nothing was written. Name one of these, or leave --lang out.",
            Self::NoInstrumentId(_) => "Nothing was written. Choose another id.",
            Self::OutputExists { .. } => {
                "Nothing was written. Choose another name, or name that file among the inputs."
            }
            Self::ChangedMeanwhile { .. } => "Nothing was written. Do it again when nobody writes it.",
            Self::NotAllThere { .. } => {
                "Nothing was written, and every copy is as it was. Please report this, and keep the copies."
            }
            Self::NoStampLeft(_) => "The file holds a time in the year 9999; nothing was changed.",
        }
    }

    /// The file that this is about, where there is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Storage(error) => Some(error.path()),
            Self::Format { path, .. }
            | Self::WrongKind { path, .. }
            | Self::ForeignJournal { path, .. }
            | Self::WrongInstrument { path, .. }
            | Self::Misnamed { path, .. }
            | Self::LikeBuiltIn { path, .. }
            | Self::OutputExists { path }
            | Self::ChangedMeanwhile { path }
            | Self::NotAllThere { path } => Some(path),
            Self::ChangedWording { session, .. } => Some(session),
            _ => None,
        }
    }

    /// Why a sealed file could not be opened or written, where that is what this is about.
    #[must_use]
    pub const fn unopened(&self) -> Option<Unopened> {
        match self {
            Self::Storage(StorageError::Sealed { why, .. }) => Some(*why),
            _ => None,
        }
    }

    pub(super) fn of_lock(error: LockError, session: SessionId) -> Self {
        match error {
            LockError::Held { .. } => Self::Held { session },
            LockError::Storage(error) => Self::Storage(error),
        }
    }
}

fn is_journal(path: &Path) -> bool {
    path.file_name().is_some_and(|name| super::beside::is_journal(&name.to_string_lossy()))
}

const fn advice_on_storage(kind: StorageErrorKind) -> &'static str {
    match kind {
        StorageErrorKind::Missing => "Check the name and the folder.",
        StorageErrorKind::NotPermitted => {
            "Choose a folder you may write to, with --study, or ask who looks after this laptop."
        }
        StorageErrorKind::ReadOnly => {
            "The disk or stick cannot be written to. Choose another folder with --study."
        }
        StorageErrorKind::NoSpace => {
            "The disk is full. Free some space, or choose another folder with --study."
        }
        StorageErrorKind::TooLarge => "It was not read, and left as it is.",
        StorageErrorKind::NotAFile(_) | StorageErrorKind::AlreadyThere => {
            "Nothing was changed. Choose another name."
        }
        StorageErrorKind::NameTooLong => "Choose a shorter name.",
        StorageErrorKind::Held => "Close it in the other window first.",
        StorageErrorKind::SyncFailed => {
            "The disk did not confirm that the file is safe. Save to another disk as well."
        }
        StorageErrorKind::Sealed(why) => advice_on_sealed(why),
        StorageErrorKind::Other => "Nothing that was saved before is lost.",
    }
}

const fn advice_on_sealed(why: Unopened) -> &'static str {
    match why {
        Unopened::Locked => {
            "Nothing was changed. Name a file with the key by --identity FILE, or do it in a terminal, where you are asked for the passphrase."
        }
        Unopened::NotForUs => {
            "Nothing was changed. What “hearken seal” sealed only the office can open, with the key of the study: --identity FILE."
        }
        Unopened::Damaged => {
            "The file was left as it is, and nothing was written. Copy it again from where it came from."
        }
        Unopened::NotSealed => {
            "The file was left as it is, and nothing was written. If it is a plain session, take “.age” off its name."
        }
        Unopened::UnderPassphrase => {
            "Nothing was changed. hearken seals sessions to keys; open this one with the program that sealed it."
        }
        Unopened::TooMuchWork { .. } | Unopened::TooManyReaders => {
            "It was not tried, and nothing was written. It was not made by hearken."
        }
        Unopened::WrongPassphrase => {
            "Nothing was changed. Try again; without the passphrase nobody can open it."
        }
        Unopened::NoKeyInside => {
            "Nothing was changed. Name the file that “hearken key new” or age-keygen made."
        }
        Unopened::NoKeyHere => {
            "Nothing was written. “hearken key new” makes this laptop's key; with the key of the study use --identity FILE."
        }
        Unopened::StudyUnreadable => {
            "Nothing was written. Put study.json right, or take a copy that names the study's keys (one from before its first key makes the study plain again), and do it again; or choose another folder. “hearken key show” says which keys a study has."
        }
        Unopened::StudyOfLaterVersion => {
            "Nothing was written. That study.json is whole: leave it as it is and use a newer hearken, or choose another folder."
        }
        Unopened::NotBuilt => {
            "Nothing was changed. Use a hearken that was built with the feature “encryption”."
        }
        Unopened::NotSealable => "Nothing was written. Try again, or ask who looks after this laptop.",
    }
}
