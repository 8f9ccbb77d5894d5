//! Opening a session: its lock, what its journals hold, a writer for what comes.
//!
//! Promises: looking writes nothing; opening writes nothing to the session's file either, that is the
//! [`Keeper`]'s work. What cannot be read of a journal is put aside before anything is written over it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folder::{StudyFolder, read_session};
use super::keeper::Keeper;
use super::recorder::Recorder;
use super::replay::{Drafts, Refused, Replayed, replay};
use super::second;
use super::{FILE_LIMIT, JOURNAL_LIMIT, Now, StudyError, leftovers};
use crate::merge::Join;
use crate::model::ids::WriterId;
use crate::model::people::{RecorderRole, Writer};
use crate::model::session::{Session, WRITERS};
use crate::storage::journal::{Tail, TailFault};
use crate::storage::{Storage, StorageError, StorageErrorKind, folder, journal, read};

/// Who opens a session, and on which laptop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opener {
    /// New at every opening.
    pub writer: WriterId,
    /// Kept in the laptop's settings.
    pub laptop: WriterId,
    /// Of the person at the keys.
    pub initials: String,
    /// What the person does.
    pub role: RecorderRole,
}

/// What came back from the journal when a session was opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recovered {
    /// Versions that the file did not have.
    pub versions: usize,
    /// Half-typed notes.
    pub drafts: Drafts,
    /// Where the unreadable end of a journal was put, and why it was.
    pub put_aside: Vec<(PathBuf, String)>,
    /// Half-typed notes of a second window that wait in its journal, because others stand where they belong. They come
    /// back when the session is opened after those are done.
    pub waiting: usize,
}

impl Recovered {
    /// Whether nothing came back.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.versions == 0 && self.drafts.is_empty() && self.put_aside.is_empty() && self.waiting == 0
    }
}

/// A session with what its journals hold, changed nowhere.
#[derive(Debug)]
pub struct Looked {
    /// The session.
    pub session: Session,
    /// What the journals gave.
    pub recovered: Recovered,
    /// Whether a journal held versions, in the file already or not.
    gained: bool,
    tails: Vec<(PathBuf, Tail)>,
}

impl Looked {
    /// Puts the unreadable ends of the journals aside: beside each, or beside `journal` where one is given. What is told
    /// of each is where it stands from then on.
    ///
    /// # Errors
    /// [`StorageError`]: those that were put aside by then are put aside once more the next time.
    pub(super) fn put_tails_aside(
        &mut self,
        storage: &dyn Storage,
        journal: Option<&Path>,
    ) -> Result<(), StorageError> {
        for ((own, tail), told) in self.tails.iter().zip(&mut self.recovered.put_aside) {
            told.0 = journal::put_aside(storage, journal.unwrap_or(own), tail)?;
        }
        self.tails.clear();
        Ok(())
    }

    /// Whether all of the journals stands in the session: nothing is half typed, and every end could be read or was put
    /// aside.
    pub(super) fn is_all_in_session(&self) -> bool {
        self.recovered.drafts.is_empty() && self.tails.is_empty()
    }
}

/// Reads a session with what its journals hold, and writes nothing.
///
/// # Errors
/// [`StudyError::Storage`], [`StudyError::Format`], [`StudyError::WrongKind`], [`StudyError::ForeignJournal`].
pub fn look(storage: &dyn Storage, path: &Path) -> Result<Looked, StudyError> {
    with_journals(storage, &StudyFolder::around(path), read_session(storage, path)?)
}

/// Joins into a session what the journals of a folder hold of it.
///
/// # Errors
/// As [`look`].
pub(super) fn with_journals(
    storage: &dyn Storage,
    folder: &StudyFolder,
    session: Session,
) -> Result<Looked, StudyError> {
    let mut looked = Looked { session, recovered: Recovered::default(), gained: false, tails: Vec::new() };
    // A session that was joined with another is found by any id it has had.
    for id in looked.session.ids().clone() {
        for path in [folder.journal(id), folder.next_journal(id)] {
            let read = match journal::read(storage, &path, JOURNAL_LIMIT) {
                Ok(read) => read,
                Err(error) if error.kind() == StorageErrorKind::Missing => continue,
                Err(error) => return Err(error.into()),
            };
            take_in(&mut looked, &path, read)?;
        }
    }
    Ok(looked)
}

fn take_in(looked: &mut Looked, path: &Path, read: journal::JournalRead) -> Result<(), StudyError> {
    let wanted = looked.session.id();
    let replayed = replay(&mut looked.session, &read.lines).map_err(|refused| match refused {
        Refused::Foreign(found) => StudyError::ForeignJournal { path: path.to_owned(), wanted, found },
        Refused::Later(source) => StudyError::Format { path: path.to_owned(), source },
    })?;
    let Replayed { drafts, versions, puts, lines, ended } = replayed;
    looked.recovered.versions += versions;
    looked.gained |= puts > 0;
    if puts > 0 || (looked.recovered.drafts.is_empty() && lines > 1) {
        // A journal begins by saying which notes are half typed; its first put says that it has.
        looked.recovered.drafts = drafts;
    }
    if let Some(why) = ended {
        let rest = read.lines.get(lines..).unwrap_or_default().join("\n");
        let tail = Tail { bytes: rest.into_bytes(), line: lines + 1, fault: TailFault::ChecksumDiffers };
        looked.tails.push((path.to_owned(), tail));
        looked.recovered.put_aside.push((path.to_owned(), why));
    }
    if let Some(tail) = read.tail {
        looked.recovered.put_aside.push((path.to_owned(), tail.fault.to_string()));
        looked.tails.push((path.to_owned(), tail));
    }
    Ok(())
}

/// A session opened for writing.
#[derive(Debug)]
pub struct Opened {
    /// The session and its writer.
    pub recorder: Recorder,
    /// Its files.
    pub keeper: Keeper,
    /// What came back.
    pub recovered: Recovered,
}

/// Opens a session for writing: takes its lock, removes what a save of it left that was killed, and replays its journals.
/// Nothing is written yet: that is
/// [`Keeper::begin`]'s work, which has to come before the first change.
///
/// # Errors
/// [`StudyError::Held`]; otherwise as [`look`], and [`StudyError::NoStampLeft`].
pub fn open(
    storage: &Arc<dyn Storage>,
    path: &Path,
    opener: &Opener,
    now: &Now,
    attempts: u32,
) -> Result<Opened, StudyError> {
    let study = StudyFolder::around(path);
    let id = read_session(&**storage, path)?.id();
    folder::create(&**storage, &study.keeping())?;
    let lock = study.hold_session(id, attempts)?;
    // One that stays is told by `hearken list`, and is no reason not to open the session.
    leftovers::remove_of_session(&**storage, path, id).ok();
    let bytes = read(&**storage, path, FILE_LIMIT)?;
    let mut looked = look(&**storage, path)?;
    looked.put_tails_aside(&**storage, None)?;
    let mut recovered = looked.recovered;
    // What a second window left behind is taken in now, and removed once this one's files hold it.
    let mut copies = second::idle(&**storage, &study, &[id]);
    for copy in &mut copies {
        looked.session.join(copy.session().clone());
        looked.gained = true;
        copy.hand_over(&**storage, &study, &mut recovered)?;
    }
    let gained = looked.gained;
    let drafts = recovered.drafts.clone();
    let mut recorder = Recorder::new(looked.session, opener.writer);
    let writer = Writer {
        laptop: opener.laptop,
        initials: opener.initials.clone(),
        role: opener.role,
        opened: now.wall.clone(),
    };
    let put = recorder.write(
        &WRITERS,
        &crate::model::ids::EntryId::new(opener.writer.to_string()),
        now,
        writer,
        false,
    )?;
    let mut keeper = Keeper::new(storage, path, lock, id, opener.writer, &bytes);
    keeper.begin_with(drafts, put, gained, copies);
    Ok(Opened { recorder, keeper, recovered })
}
