//! Who of this program writes the files of a session at a moment: the loop, or the worker that takes a snapshot.
//!
//! Promises that only one of them does, that what the worker was asked for before the loop wrote is not done any more after
//! it, and that the lock of the session is held until nobody writes. An older snapshot that came late would take the place
//! of a newer one, when the journals that made up for it are gone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::storage::lock::WriterLock;

/// The turns at the files of one session.
pub(super) struct Turns(Mutex<Turn>);

/// The turn of whoever holds it.
pub(super) struct Turn {
    number: u64,
    /// The lock of the session; nothing once it is let go.
    pub(super) lock: Option<WriterLock>,
    /// What tells whether the session's file still holds what this program last found or wrote there.
    pub(super) known: [u8; 32],
}

impl Turns {
    pub(super) fn new(lock: WriterLock, known: [u8; 32]) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Turn { number: 0, lock: Some(lock), known })))
    }

    /// Waits until nobody writes. What was asked for before is not done any more.
    pub(super) fn take(&self) -> MutexGuard<'_, Turn> {
        let mut turn = self.wait();
        turn.number += 1;
        turn
    }

    /// Takes note of what the session's file holds, and that the session in memory has all of it.
    pub(super) fn knows(&self, known: [u8; 32]) {
        self.wait().known = known;
    }

    /// Leave to write later, as long as the loop does not write before.
    pub(super) fn leave(self: &Arc<Self>) -> Leave {
        Leave { number: self.wait().number, turns: Arc::clone(self) }
    }

    /// Whoever broke down while it was its turn has left the files as a kill does, and that is provided for.
    fn wait(&self) -> MutexGuard<'_, Turn> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leave to write once.
pub(super) struct Leave {
    number: u64,
    turns: Arc<Turns>,
}

impl Leave {
    /// Does it while nobody else writes; nothing where the loop has written since.
    pub(super) fn used<T>(self, work: impl FnOnce(&mut Turn) -> T) -> Option<T> {
        let mut turn = self.turns.wait();
        (turn.number == self.number).then(|| work(&mut turn))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;

    use super::*;

    fn turns() -> (tempfile::TempDir, Arc<Turns>) {
        let home = tempfile::tempdir().unwrap();
        let lock = WriterLock::try_take(&home.path().join("lock"), 1).unwrap();
        (home, Turns::new(lock, [0; 32]))
    }

    #[test]
    fn what_was_asked_for_before_somebody_wrote_is_not_done_any_more() {
        let (_home, turns) = turns();
        let (early, late) = (turns.leave(), turns.leave());
        assert_eq!(early.used(|_| "done"), Some("done"));
        drop(turns.take());
        assert_eq!(late.used(|_| "done"), None);
        assert_eq!(turns.leave().used(|_| "done"), Some("done"));
    }

    #[test]
    fn whoever_wants_to_write_waits_until_nobody_does() {
        let (_home, turns) = turns();
        let leave = turns.leave();
        let (begun, has_begun) = channel();
        let (end, may_end) = channel::<()>();
        let worker = thread::spawn(move || {
            leave.used(|_| {
                begun.send(()).unwrap();
                may_end.recv().unwrap();
                "done"
            })
        });
        has_begun.recv().unwrap();
        assert!(turns.0.try_lock().is_err());
        end.send(()).unwrap();
        drop(turns.take());
        assert_eq!(worker.join().unwrap(), Some("done"));
    }
}
