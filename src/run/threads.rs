//! What runs beside the loop: reading keys, waiting for signals, writing snapshots.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGXFSZ};
use signal_hook::iterator::Signals;

use crate::app::Message;
use crate::storage::StorageError;
use crate::storage::journal::JournalFile;
use crate::study::StudyError;
use crate::study::snapshot::Saved;
use crate::ui::terminal::Terminal;

/// What comes to the loop.
pub(super) enum Incoming {
    /// From the terminal.
    Terminal(Message),
    /// The terminal is gone.
    TerminalGone,
    /// The system asks the program to end.
    Signal,
    /// Somebody asks the program to stop for a while.
    Stop,
    /// The program goes on after it was stopped, by whatever.
    GoOn,
    /// The worker has done something.
    Done(Box<Done>),
}

/// What the worker has done.
pub(super) enum Done {
    /// Made the second journal.
    SecondJournal(Result<JournalFile, StorageError>),
    /// Written a snapshot.
    Snapshot(Result<Saved, StudyError>),
    /// Nothing: the session was saved or left meanwhile.
    Overtaken,
    /// Read the study, for this.
    Read(Message),
}

/// Something for the worker to do.
pub(super) type Job = Box<dyn FnOnce() -> Done + Send>;

/// Reads keys until the terminal is gone or nobody listens.
///
/// In a thread of its own, because asking whether a key is there can say no wrongly when keys come from the
/// terminal's device.
pub(super) fn read_keys(incoming: Sender<Incoming>) -> io::Result<()> {
    let read = move || {
        loop {
            let next = match Terminal::read() {
                Ok(Some(message)) => Incoming::Terminal(message),
                Ok(None) => continue,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => Incoming::TerminalGone,
            };
            let is_end = matches!(next, Incoming::TerminalGone);
            if incoming.send(next).is_err() || is_end {
                return;
            }
        }
    };
    thread::Builder::new().name("keys".to_owned()).spawn(read).map(drop)
}

/// Passes on what asks the program to end, to stop for a while and to go on. Caught, these signals no longer kill before
/// everything is saved, nor stop the program while it holds the terminal. Nor does a file that may not grow any more: the
/// write then fails, and that is told like a full disk.
pub(super) fn watch_signals(incoming: Sender<Incoming>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGXFSZ])?;
    let watch = move || {
        for signal in signals.forever() {
            let told = match signal {
                SIGTSTP => Incoming::Stop,
                SIGCONT => Incoming::GoOn,
                SIGXFSZ => continue,
                _ => Incoming::Signal,
            };
            if incoming.send(told).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(watch).map(drop)
}

/// Stops the whole program, as the signal does that asks for it. Returns when it goes on.
pub(super) fn stop() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(SIGTSTP)
}

/// Starts the worker: it does one job after the other, in the order they came.
pub(super) fn start_worker(incoming: Sender<Incoming>) -> io::Result<Sender<Job>> {
    let (jobs, waiting) = channel::<Job>();
    let work = move || {
        for job in waiting {
            if incoming.send(Incoming::Done(Box::new(job()))).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("worker".to_owned()).spawn(work)?;
    Ok(jobs)
}
