//! What comes to the state, and what it asks to be done: data, both ways.

use std::path::PathBuf;

use super::commands::Id;
use super::form::Own;
use super::key::Key;
use super::layout::Size;
use crate::document::text::Lines;
use crate::format::journal::Happened;
use crate::model::ids::SessionId;
use crate::model::session::Session;
use crate::model::when::When;
use crate::report::kinds::Kind;
use crate::report::matrix::Row;
use crate::report::strands::Guided;
use crate::study::catalogue::Listed;
use crate::study::create::Setup;
use crate::study::laptop::Habits;
use crate::study::opened::Recovered;
use crate::study::recorder::Recorder;

/// What happened.
#[derive(Debug)]
pub enum Message {
    /// A key.
    Key(Key),
    /// A command was asked for in another way than by a key.
    Do(Id),
    /// A pasted text.
    Paste(String),
    /// A click with the first button.
    Click {
        /// Cells from the left.
        x: u16,
        /// Cells from the top.
        y: u16,
    },
    /// The wheel was turned.
    Scroll {
        /// Cells from the left.
        x: u16,
        /// Cells from the top.
        y: u16,
        /// Rows to go down; up is negative. One notch of the wheel is three.
        by: isize,
    },
    /// The terminal has another size.
    Resize(Size),
    /// Time has gone by: the clocks are looked at, if that was a second ago.
    Tick,
    /// The wall clock and the steady clock parted: the laptop slept, or its clock was put right.
    Gap {
        /// The wall clock at the look before.
        before: When,
        /// Wall minus steady, in milliseconds; back is negative.
        jump_ms: i64,
    },
    /// The sessions of the study.
    Listed(Vec<Listed>),
    /// The study's own instruments.
    Instruments(Vec<Own>),
    /// A session is open.
    Opened(Box<OpenedSession>),
    /// A session could not be opened because another window writes it.
    Held(PathBuf),
    /// Something could not be done; in words for people.
    Failed(String),
    /// Something to know; in words for people.
    Told(String),
    /// A snapshot stands on disk.
    Saved {
        /// What somebody else had written into the file.
        joined: Option<Box<Session>>,
        /// The file's new name, if it had to change.
        moved_to: Option<PathBuf>,
    },
    /// What was typed could not be written down; in words for people. It is in memory, and tried again.
    NotSaved(String),
    /// Writing down works again.
    SavingAgain,
    /// The session is kept in this file from now on, in a folder that was asked for.
    MovedTo(PathBuf),
    /// Whether what was typed on the empty screen is the passphrase.
    Unlocked(bool),
    /// The framework matrix of the study, one table a guide.
    Matrix(Vec<Guided<Row>>),
    /// A report, or where a number comes from.
    Page {
        /// The number that it explains, where it does.
        of: Option<String>,
        /// Its lines.
        lines: Lines,
    },
}

/// A session that was opened for writing.
#[derive(Debug)]
pub struct OpenedSession {
    /// The session and its writer.
    pub recorder: Recorder,
    /// What came back from its journal.
    pub recovered: Recovered,
    /// Whether it is only looked at: nothing is written down.
    pub is_read_only: bool,
}

/// What the state asks to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// List the sessions of the study.
    List,
    /// Make a session and open it.
    Create(Setup),
    /// Make a session to practise in, which goes away, and open it.
    Practise,
    /// Open a session.
    Open(PathBuf),
    /// Find out whether what was typed on the empty screen is the passphrase.
    Unlock,
    /// Open the session that goes by this id.
    OpenById(SessionId),
    /// Make a report of the study.
    Report(Kind),
    /// Find out where the number of this name comes from.
    Why(String),
    /// Look at a session: nothing can be changed.
    Look(PathBuf),
    /// Take notes in a copy of a session that another window writes.
    OpenCopy(PathBuf),
    /// Record a session that was started elsewhere, by its id.
    JoinById(SessionId, Setup),
    /// Record a session that was started elsewhere, by its invitation file.
    JoinByFile(PathBuf, Setup),
    /// Write down what happened, before anything is drawn.
    Journal(Happened),
    /// Take a snapshot when it suits.
    Snapshot,
    /// Keep the session in this folder from now on, which is made if need be.
    SaveElsewhere(PathBuf),
    /// Keep these habits for the next time.
    Remember(Habits),
    /// Save this session and let it go, then list.
    Close(Box<Session>),
    /// Save and end the program.
    Quit,
}
