//! A merge into one file, or into a stream.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::copy::At;
use super::flow::{Join, Stopped};
use super::{Gathered, Merged, Placed, Tally, Unmerged, Watch};
use crate::format::v1::Frame;
use crate::model::ids::SessionId;
use crate::storage::atomic::Growing;
use crate::storage::lock::WriterLock;
use crate::storage::{Storage, read_part};
use crate::study::StudyError;
use crate::study::folder::StudyFolder;

/// A stream that takes what is written, and keeps to itself what it cannot take.
pub type Stream<'a> = dyn Write + Send + 'a;

impl Gathered {
    /// Merges into a file, session by session. One that stands there is replaced when it was an input, or when
    /// `replaces` says so.
    ///
    /// # Errors
    /// [`Unmerged`], with [`StudyError::OutputExists`] among it, and [`StudyError::Held`] for a session that is open and lies
    /// there. Nothing was written then.
    pub fn into_file(
        &mut self,
        storage: &dyn Storage,
        path: &Path,
        replaces: bool,
        watch: Watch<'_>,
    ) -> Result<Merged, Unmerged> {
        let is_there = storage.entry(path).is_ok();
        if is_there && !replaces && !self.is_input(storage, path) {
            return Err(StudyError::OutputExists { path: path.to_owned() }.into());
        }
        // Whoever records a session saves it into this file under its lock, and nothing that is saved meanwhile may be lost.
        let _held = self.hold(storage, path)?;
        let begin = |gathered: &Self| -> Result<Outcome<NewFile<'_>>, StudyError> {
            let growing = Growing::begin(storage, path)?;
            let file = NewFile { storage, path, growing, bytes: 0, is_same: is_there, is_there };
            Outcome::begin(gathered, file)
        };
        let outcome = self.each((storage, watch), begin, make, Outcome::take)?;
        let (tally, file) = outcome.end()?;
        let is_changed = file.end()?;
        Ok(self.merged(tally, vec![Placed { path: path.to_owned(), is_changed, from: Vec::new() }]))
    }

    /// Merges into a stream, once all of it was seen to be well.
    ///
    /// # Errors
    /// [`Unmerged`]; nothing was written then.
    pub fn into_stream(
        &mut self,
        storage: &dyn Storage,
        stream: &mut Stream<'_>,
        watch: Watch<'_>,
    ) -> Result<Merged, Unmerged> {
        self.rehearse(storage, watch)?;
        let stream = Mutex::new(stream);
        let begin = |gathered: &Self| Outcome::begin(gathered, &stream);
        let outcome = self.each((storage, &|_, _| ()), begin, make, Outcome::take)?;
        let (tally, _) = outcome.end()?;
        Ok(self.merged(tally, Vec::new()))
    }

    /// Does everything but writing: what a merge into one file would come to.
    ///
    /// # Errors
    /// [`Unmerged`].
    pub fn rehearse(&mut self, storage: &dyn Storage, watch: Watch<'_>) -> Result<Merged, Unmerged> {
        let count = |_: &Self, _: &[&super::Copy], join: Join<'_>| Ok(join()?.tally);
        let take = |sum: &mut Tally, tally: Tally| {
            sum.absorb(&tally);
            Ok(())
        };
        let tally = self.each((storage, watch), |_| Ok(Tally::default()), count, take)?;
        Ok(self.merged(tally, Vec::new()))
    }

    fn merged(&self, mut tally: Tally, placed: Vec<Placed>) -> Merged {
        self.count_left_out(&mut tally);
        Merged { tally, placed, ..Merged::default() }
    }

    /// Whether the outcome is a session's file: one session, and nothing beside it.
    fn is_one_session(&self) -> bool {
        self.groups.len() == 1 && self.sources.records.is_only_sessions()
    }

    /// Holds the sessions that lie in the file.
    fn hold(&self, storage: &dyn Storage, path: &Path) -> Result<Vec<WriterLock>, StudyError> {
        let Ok(there) = storage.entry(path) else { return Ok(Vec::new()) };
        let is_it = |copy: &&super::Copy| {
            matches!(copy.at, At::File(_))
                && storage.entry(copy.path()).is_ok_and(|file| file.is_same_file(&there))
        };
        let copies = self.sources.copies.iter().filter(is_it);
        let ids: BTreeSet<SessionId> = copies.flat_map(|copy| copy.ids.iter().copied()).collect();
        super::held(&StudyFolder::around(path), ids)
    }

    fn is_input(&self, storage: &dyn Storage, path: &Path) -> bool {
        let Ok(there) = storage.entry(path) else { return false };
        let copies = self.sources.copies.iter().filter(|copy| !matches!(copy.at, At::Piece { .. }));
        let files = copies.map(super::Copy::path).chain(self.wanted.inputs.iter().map(|path| &**path));
        files.filter_map(|file| storage.entry(file).ok()).any(|file| file.is_same_file(&there))
    }
}

/// One session as it will stand in the outcome.
struct Made {
    text: String,
    tally: Tally,
}

fn make(_: &Gathered, _: &[&super::Copy], join: Join<'_>) -> Result<Made, Stopped> {
    let joined = join()?;
    Ok(Made { text: joined.text, tally: joined.tally })
}

/// Where bytes go.
trait Target: Send {
    fn put(&mut self, bytes: &[u8]) -> Result<(), StudyError>;
}

/// The outcome as far as it has been written.
struct Outcome<T> {
    /// The collection around the sessions, where it is one.
    frame: Option<Frame>,
    target: T,
    tally: Tally,
    /// The text of one session as it stands in the collection: kept, so that it need not be made room for each time.
    inside: Vec<u8>,
}

impl<T: Target> Outcome<T> {
    fn begin(gathered: &Gathered, mut target: T) -> Result<Self, StudyError> {
        let frame = (!gathered.is_one_session()).then(|| Frame::of(&gathered.sources.records));
        if let Some(frame) = &frame {
            target.put(frame.before().as_bytes())?;
        }
        Ok(Self { frame, target, tally: Tally::default(), inside: Vec::new() })
    }

    fn take(&mut self, Made { text, tally }: Made) -> Result<(), StudyError> {
        let is_first = self.tally.sessions == 0;
        self.tally.absorb(&tally);
        if self.frame.is_none() {
            return self.target.put(text.as_bytes());
        }
        self.inside.clear();
        self.inside.extend_from_slice(if is_first { b"" } else { b"," });
        Frame::add_session(&mut self.inside, &text);
        self.target.put(&self.inside)
    }

    fn end(mut self) -> Result<(Tally, T), StudyError> {
        if let Some(frame) = &self.frame {
            self.target.put(frame.after(self.tally.sessions > 0).as_bytes())?;
        }
        Ok((self.tally, self.target))
    }
}

/// A file that does not stand under its name yet, compared on the way with the one that does.
struct NewFile<'a> {
    storage: &'a dyn Storage,
    path: &'a Path,
    growing: Growing<'a>,
    bytes: u64,
    is_same: bool,
    is_there: bool,
}

impl Target for NewFile<'_> {
    fn put(&mut self, bytes: &[u8]) -> Result<(), StudyError> {
        self.is_same = self.is_same
            && read_part(self.storage, self.path, self.bytes, bytes.len()).is_ok_and(|there| there == bytes);
        self.bytes += bytes.len() as u64;
        Ok(self.growing.write(bytes)?)
    }
}

impl NewFile<'_> {
    /// Puts it in place; says whether that changed anything.
    fn end(self) -> Result<bool, StudyError> {
        let is_whole =
            || self.storage.entry(self.path).is_ok_and(|there| there.bytes == self.bytes && !there.is_link);
        if self.is_same && is_whole() {
            return Ok(false);
        }
        if self.is_there {
            self.growing.replace()?;
        } else {
            self.growing.create()?;
        }
        Ok(true)
    }
}

impl Target for &Mutex<&mut Stream<'_>> {
    fn put(&mut self, bytes: &[u8]) -> Result<(), StudyError> {
        let mut stream = self.lock().unwrap_or_else(PoisonError::into_inner);
        // What a stream cannot take it keeps to itself; nothing here depends on it.
        stream.write_all(bytes).ok();
        Ok(())
    }
}
