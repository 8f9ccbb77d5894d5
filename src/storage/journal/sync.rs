//! Syncing a journal from a thread of its own, so that typing never waits for a disk.
//!
//! Promises that a line is on its way to the disk at most 250 ms after it was told here, and at once on request; so
//! a power cut takes at most that much and one sync. The first sync that fails is the last: the owner is told, and
//! begins a new journal. The thread ends with its owner, after a last sync of what was still to be done.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::JournalFile;
use crate::storage::calls::StorageFile;
use crate::storage::error::{Action, StorageError};

/// How long an acknowledged line waits for others before it is synced with them.
const LONGEST_WAIT: Duration = Duration::from_millis(250);

/// The thread that syncs one journal. It lasts until it is dropped or finished, or until a sync fails.
pub struct JournalSync {
    path: PathBuf,
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<Result<(), StorageError>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Soon,
    Now,
}

impl JournalSync {
    /// Starts to watch over a journal.
    ///
    /// # Errors
    /// [`StorageError::Failed`] when the system has no second handle or no thread to give.
    pub fn start(journal: &JournalFile) -> Result<JournalSync, StorageError> {
        let failed = |source| StorageError::failed(Action::StartSync, journal.path(), source);
        JournalSync::watch(journal.another_handle().map_err(failed)?, journal.path(), LONGEST_WAIT)
    }

    fn watch(
        mut file: Box<dyn StorageFile>,
        path: &Path,
        longest_wait: Duration,
    ) -> Result<JournalSync, StorageError> {
        let (orders, incoming) = mpsc::channel();
        let named = path.to_owned();
        let thread = thread::Builder::new()
            .name("journal sync".to_owned())
            .spawn(move || {
                obey(&incoming, longest_wait, || file.sync())
                    .map_err(|source| StorageError::SyncFailed { path: named, source })
            })
            .map_err(|source| StorageError::failed(Action::StartSync, path, source))?;
        Ok(JournalSync { path: path.to_owned(), orders: Some(orders), thread: Some(thread) })
    }

    /// Tells that a line was added. Returns at once.
    pub fn appended(&self) {
        self.order(Order::Soon);
    }

    /// Asks for a sync without waiting for more lines. Returns at once; to wait for it, see
    /// [`JournalFile::sync`].
    pub fn request_now(&self) {
        self.order(Order::Now);
    }

    /// Tells of a sync that failed, once, without waiting. From then on nothing is synced any more: begin a new
    /// journal.
    pub fn failure(&mut self) -> Option<StorageError> {
        let has_ended = self.thread.as_ref().is_some_and(JoinHandle::is_finished);
        if has_ended { self.wait_for_end().err() } else { None }
    }

    /// Syncs what is still to be synced, waits for it, and ends the thread.
    ///
    /// # Errors
    /// [`StorageError::SyncFailed`], now or earlier, unless [`JournalSync::failure`] has told of it.
    pub fn finish(mut self) -> Result<(), StorageError> {
        self.wait_for_end()
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // Nobody listens only after a failed sync, of which the owner is told by `failure` or `finish`.
            orders.send(order).ok();
        }
    }

    fn wait_for_end(&mut self) -> Result<(), StorageError> {
        self.orders = None;
        let Some(thread) = self.thread.take() else { return Ok(()) };
        thread.join().unwrap_or_else(|_panicked| {
            let source = io::Error::other("the thread that syncs the journal has broken down");
            Err(StorageError::SyncFailed { path: self.path.clone(), source })
        })
    }
}

impl Drop for JournalSync {
    fn drop(&mut self) {
        // Who wants to know calls `finish`.
        self.wait_for_end().ok();
    }
}

/// Syncs as ordered, until the owner has gone or a sync fails.
fn obey(
    orders: &Receiver<Order>,
    longest_wait: Duration,
    mut sync: impl FnMut() -> io::Result<()>,
) -> io::Result<()> {
    while let Ok(first) = orders.recv() {
        if first == Order::Soon {
            wait_for_more(orders, longest_wait);
        }
        // Whoever has ordered by now has written before, so this sync is theirs as well.
        while orders.try_recv().is_ok() {}
        sync()?;
    }
    Ok(())
}

/// Waits until `longest_wait` is over, or somebody asks at once, or the owner has gone.
fn wait_for_more(orders: &Receiver<Order>, longest_wait: Duration) {
    let begun = now();
    loop {
        let left = longest_wait.saturating_sub(now().duration_since(begun));
        match orders.recv_timeout(left) {
            Ok(Order::Soon) if !left.is_zero() => {}
            Ok(_) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a line has waited is nobody else's concern")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOREVER: Duration = Duration::from_hours(1);
    const PATIENCE: Duration = Duration::from_secs(30);

    /// A file that tells of every sync, and answers as it is told.
    struct Told {
        synced: Sender<()>,
        fails: bool,
    }

    impl io::Write for Told {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl StorageFile for Told {
        fn sync(&mut self) -> io::Result<()> {
            self.synced.send(()).unwrap();
            if self.fails { Err(io::Error::other("the stick is gone")) } else { Ok(()) }
        }

        fn set_len(&mut self, _bytes: u64) -> io::Result<()> {
            Ok(())
        }

        fn another_handle(&self) -> io::Result<Box<dyn StorageFile>> {
            Ok(Box::new(Told { synced: self.synced.clone(), fails: self.fails }))
        }
    }

    fn watch(longest_wait: Duration, fails: bool) -> (JournalSync, Receiver<()>) {
        let (synced, syncs) = mpsc::channel();
        let file = Box::new(Told { synced, fails });
        (JournalSync::watch(file, Path::new("k7m2.journal"), longest_wait).unwrap(), syncs)
    }

    #[test]
    fn a_line_is_synced_without_being_asked_for() {
        let (sync, syncs) = watch(LONGEST_WAIT, false);
        sync.appended();
        syncs.recv_timeout(PATIENCE).unwrap();
    }

    #[test]
    fn many_lines_wait_together_and_one_request_syncs_them_at_once() {
        let (sync, syncs) = watch(FOREVER, false);
        for _ in 0..1000 {
            sync.appended();
        }
        sync.request_now();
        syncs.recv_timeout(PATIENCE).unwrap();
        sync.finish().unwrap();
        assert_eq!(syncs.iter().count(), 0, "one sync was enough");
    }

    #[test]
    fn requests_that_have_come_together_are_one_sync() {
        let (orders, incoming) = mpsc::channel();
        for order in [Order::Now, Order::Soon, Order::Now] {
            orders.send(order).unwrap();
        }
        drop(orders);
        let mut syncs = 0;
        let count = || {
            syncs += 1;
            Ok(())
        };
        obey(&incoming, FOREVER, count).unwrap();
        assert_eq!(syncs, 1);
    }

    #[test]
    fn finishing_syncs_what_is_left_and_nothing_where_nothing_is() {
        let (sync, syncs) = watch(FOREVER, false);
        sync.appended();
        sync.finish().unwrap();
        assert_eq!(syncs.iter().count(), 1);
        let (sync, syncs) = watch(FOREVER, false);
        drop(sync);
        assert_eq!(syncs.iter().count(), 0);
    }

    #[test]
    fn a_failed_sync_is_told_once_and_is_the_last() {
        let (mut sync, syncs) = watch(FOREVER, true);
        assert!(sync.failure().is_none());
        sync.request_now();
        syncs.recv_timeout(PATIENCE).unwrap();
        // The end of the thread drops its side of the channel, after the answer is ready.
        assert!(syncs.recv_timeout(PATIENCE).is_err());
        let told = std::iter::repeat_with(|| sync.failure()).flatten().next().unwrap();
        assert!(matches!(told, StorageError::SyncFailed { .. }));
        sync.request_now();
        assert!(sync.failure().is_none());
        assert_eq!(syncs.iter().count(), 0);
    }

    #[test]
    fn a_failure_that_nobody_asked_for_is_told_at_the_end() {
        let (sync, _syncs) = watch(FOREVER, true);
        sync.appended();
        assert!(matches!(sync.finish(), Err(StorageError::SyncFailed { .. })));
    }
}
