//! Syncing a long file while it is still being written, so that little is left to wait for at its end.
//!
//! Promises that nothing is taken for synced before the sync of the whole: what is done here only makes that one
//! short. The first sync that fails is told, and is the last.

use std::io;
use std::thread::{self, JoinHandle};

use super::calls::StorageFile;

/// A quarter of a second of writing on a fast disk: long enough that syncing in between costs nothing.
const EVERY: u64 = 32 << 20;

/// What is being synced of one file behind its writer's back.
pub(super) struct SyncAhead {
    every: u64,
    unsynced: u64,
    running: Option<JoinHandle<io::Result<()>>>,
}

impl SyncAhead {
    /// Nothing yet.
    pub(super) const fn new() -> Self {
        Self::every(EVERY)
    }

    const fn every(bytes: u64) -> Self {
        Self { every: bytes, unsynced: 0, running: None }
    }

    /// Takes note of bytes that were written, and has them synced once they are many. Does not wait.
    ///
    /// # Errors
    /// What the system said of an earlier sync. The file is not to be trusted then.
    pub(super) fn wrote(&mut self, file: &dyn StorageFile, bytes: usize) -> io::Result<()> {
        self.unsynced += bytes as u64;
        if self.unsynced < self.every || self.running.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return Ok(());
        }
        self.wait()?;
        self.unsynced = 0;
        // Without a second handle or a thread all of it is synced at the end.
        let Ok(mut handle) = file.another_handle() else { return Ok(()) };
        self.running = thread::Builder::new().name("sync ahead".to_owned()).spawn(move || handle.sync()).ok();
        Ok(())
    }

    /// Waits for the sync that runs, if any.
    ///
    /// # Errors
    /// What the system said of it.
    pub(super) fn wait(&mut self) -> io::Result<()> {
        let Some(thread) = self.running.take() else { return Ok(()) };
        thread
            .join()
            .unwrap_or_else(|_panicked| Err(io::Error::other("the thread that syncs has broken down")))
    }
}

impl Drop for SyncAhead {
    fn drop(&mut self) {
        // Whoever wants to know has waited; some systems do not remove a file that is open.
        self.wait().ok();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A file that counts its syncs, and fails from one of them on.
    struct Counting {
        syncs: Arc<AtomicUsize>,
        fails_from: usize,
    }

    impl Write for Counting {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl StorageFile for Counting {
        fn sync(&mut self) -> io::Result<()> {
            let number = self.syncs.fetch_add(1, Ordering::SeqCst);
            if number < self.fails_from { Ok(()) } else { Err(io::Error::other("the stick is gone")) }
        }

        fn set_len(&mut self, _: u64) -> io::Result<()> {
            Ok(())
        }

        fn another_handle(&self) -> io::Result<Box<dyn StorageFile>> {
            Ok(Box::new(Self { syncs: Arc::clone(&self.syncs), fails_from: self.fails_from }))
        }
    }

    fn begun(fails_from: usize) -> (SyncAhead, Counting) {
        (SyncAhead::every(10), Counting { syncs: Arc::default(), fails_from })
    }

    #[test]
    fn nothing_is_synced_until_much_was_written_and_then_in_turn() {
        let (mut ahead, file) = begun(usize::MAX);
        ahead.wrote(&file, 9).unwrap();
        assert!(ahead.running.is_none());
        for round in 1..=3 {
            ahead.wrote(&file, 10).unwrap();
            ahead.wait().unwrap();
            assert_eq!(file.syncs.load(Ordering::SeqCst), round);
        }
    }

    #[test]
    fn a_sync_that_failed_is_told_by_the_next_piece_or_at_the_end() {
        let (mut ahead, file) = begun(0);
        ahead.wrote(&file, 10).unwrap();
        let told = (0..).find_map(|_| ahead.wrote(&file, 10).err()).unwrap();
        assert_eq!(told.to_string(), "the stick is gone");
        let (mut ahead, file) = begun(0);
        ahead.wrote(&file, 10).unwrap();
        assert_eq!(ahead.wait().unwrap_err().to_string(), "the stick is gone");
        assert!(ahead.wait().is_ok(), "told once");
    }
}
