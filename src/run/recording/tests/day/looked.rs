//! What stands on the disk, if the program were killed now.

use std::path::Path;

use super::Fault;
use super::person::{Day, PATIENCE};
use crate::format::v1;
use crate::run::recording::JournalState;
use crate::run::recording::tests::texts;
use crate::storage::{ReadLimit, is_temporary, read};
use crate::study::opened::look;

/// More than any file of a day has.
pub(super) const LIMIT: ReadLimit = ReadLimit::of_bytes(1 << 24);

impl Day {
    /// What was acknowledged is there, no file is half, and nothing is plain that should not be.
    #[expect(clippy::disallowed_methods, reason = "waiting has an end")]
    pub(super) fn is_safe(&mut self) {
        if self.recording.journal == JournalState::Keeping && self.recording.left.is_none() {
            self.safe = (self.said.len(), self.half.clone());
        }
        let begun = std::time::Instant::now();
        while let Err(missing) = self.on_disk(&self.safe) {
            // A sync that failed and took bytes with it is known to its thread first, then told; all of it is in memory.
            let is_lost_by_disk =
                self.case.fault == Some(Fault::SyncLosesBytes) && self.laptop.disk.has_struck();
            assert!(is_lost_by_disk && begun.elapsed() < PATIENCE, "{:?}: {missing}", self.case);
            if self.recording.journal != JournalState::Keeping {
                assert!(self.went.told > 0);
                return;
            }
            self.looks_after();
        }
        self.looks_at_files();
    }

    /// All that was said is there, and no step has left anything in memory.
    pub(super) fn is_all_safe(&mut self) {
        self.safe = (self.said.len(), self.half.clone());
        self.is_as_safe_as_before();
    }

    /// As much is there as when it was last looked.
    pub(super) fn is_as_safe_as_before(&mut self) {
        self.on_disk(&self.safe).unwrap_or_else(|missing| panic!("{:?}: {missing}", self.case));
        self.looks_at_files();
    }

    /// Whether so many notes and these letters stand on the disk.
    fn on_disk(&self, (notes, half): &(usize, String)) -> Result<(), String> {
        let path = self.recording.keeper.as_ref().map_or(self.path.as_path(), |keeper| keeper.path());
        let looked = look(&self.laptop.sound, path).map_err(|error| error.to_string())?;
        let mut found = texts(&looked.session);
        if let Some(theirs) = &self.theirs {
            // Who goes to another folder leaves the file on the failed disk as it is.
            let there = look(&self.laptop.sound, theirs).map(|looked| texts(&looked.session));
            found.extend(there.unwrap_or_default().into_iter().filter(|note| note == "theirs"));
        }
        let missing: Vec<&String> = self.said[..*notes].iter().filter(|note| !found.contains(note)).collect();
        let draft = looked.recovered.drafts.get(&None).map(|draft| draft.text.clone()).unwrap_or_default();
        // Of the newest note a journal may still say how it was half typed, or of the next the first letters already.
        let is_half_there =
            draft.starts_with(half.as_str()) || found.iter().any(|note| note.starts_with(half.as_str()));
        if missing.is_empty() && is_half_there {
            Ok(())
        } else {
            Err(format!("{missing:?} and “{half}” of {found:?} and “{draft}”"))
        }
    }

    /// Every file is looked at that is not as it was when it was last looked at.
    fn looks_at_files(&mut self) {
        assert_eq!(self.laptop.disk.seen(), Vec::<String>::new(), "{:?}", self.case);
        for path in self.laptop.files() {
            let bytes = std::fs::read(&path).unwrap();
            if self.looked.get(&path) != Some(&bytes) {
                self.laptop.assert_nothing_is_plain(&path, &bytes);
                self.is_whole(&path);
                self.looked.insert(path, bytes);
            }
        }
    }

    /// A file under its real name can be read to its end. A journal may be torn there; what it holds is looked at.
    fn is_whole(&self, path: &Path) {
        let name = path.file_name().unwrap();
        let ends = |end: &str| name.to_string_lossy().trim_end_matches(".age").ends_with(end);
        let may_be_torn = [".journal", ".journal.next"].iter().any(|end| ends(end));
        if is_temporary(name) || may_be_torn || ends(".lock") {
            return;
        }
        let half = |why: String| panic!("{:?}: {} is half: {why}", self.case, path.display());
        let bytes = read(&self.laptop.sound, path, LIMIT).unwrap_or_else(|error| half(error.to_string()));
        if [".json", ".backup"].iter().any(|end| ends(end))
            && let Err(error) = v1::read(&bytes)
        {
            half(error.to_string());
        }
    }
}
