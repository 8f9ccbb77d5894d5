//! A session being recorded: its lock, its journal, its snapshots.
//!
//! Promises: a change is in the journal before it is shown; a snapshot never stands half written; between any
//! two steps a crash replays to the same state. Leaves to others: on which thread a snapshot is written (`run`).
//!
//! While a snapshot is written, typing goes on into a second journal. The order is: second journal durable,
//! changes go there, snapshot durable, second journal takes the first one's name. Replaying reads both, the
//! second after the first, and joining a version twice changes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::folder::{StudyFolder, read_session};
use super::recorder::Recorder;
use super::replay::{Drafts, Refused, Replayed, replay, type_on};
use super::second;
use super::{FILE_LIMIT, JOURNAL_LIMIT, Now, StudyError};
use crate::format::journal::{DraftEdit, Happened, Line};
use crate::format::v1::{self, File};
use crate::merge::Join;
use crate::model::ids::{SessionId, WriterId};
use crate::model::people::{RecorderRole, Writer};
use crate::model::session::{Session, WRITERS};
use crate::storage::journal::{JournalFile, JournalSync, Tail, TailFault};
use crate::storage::lock::WriterLock;
use crate::storage::{Storage, StorageError, StorageErrorKind, atomic, folder, journal, read};

/// A journal of this size is followed by a snapshot.
pub const JOURNAL_FULL: u64 = 256 << 10;

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
}

impl Recovered {
    /// Whether nothing came back.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.versions == 0 && self.drafts.is_empty() && self.put_aside.is_empty()
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

/// Reads a session with what its journals hold, and writes nothing.
///
/// # Errors
/// [`StudyError::Storage`], [`StudyError::Format`], [`StudyError::WrongKind`], [`StudyError::ForeignJournal`].
pub fn look(storage: &dyn Storage, path: &Path) -> Result<Looked, StudyError> {
    let mut looked = Looked {
        session: read_session(storage, path)?,
        recovered: Recovered::default(),
        gained: false,
        tails: Vec::new(),
    };
    let folder = StudyFolder::around(path);
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

/// Opens a session for writing: takes its lock and replays its journals. Nothing is written yet: that is
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
    let lock =
        WriterLock::try_take(&study.lock(id), attempts).map_err(|error| StudyError::of_lock(error, id))?;
    let bytes = read(&**storage, path, FILE_LIMIT)?;
    let mut looked = look(&**storage, path)?;
    // What a second window left behind is taken in now, and removed when this one is closed.
    for copy in second::idle(&**storage, &study, &[id]) {
        looked.session.join(copy.session().clone());
        looked.gained = true;
    }
    let mut recovered = looked.recovered;
    for ((journal, tail), told) in looked.tails.iter().zip(&mut recovered.put_aside) {
        told.0 = journal::put_aside(&**storage, journal, tail)?;
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
    let keeper = Keeper {
        storage: Arc::clone(storage),
        study,
        path: path.to_owned(),
        id,
        writer: opener.writer,
        _lock: lock,
        journal: None,
        sync: None,
        q: 0,
        begun_q: 0,
        is_second: false,
        drafts,
        first: vec![Happened::Put { puts: vec![put], ends: None }],
        known: digest(&bytes),
        wants_snapshot_first: gained,
    };
    Ok(Opened { recorder, keeper, recovered })
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The files of a session being recorded.
pub struct Keeper {
    storage: Arc<dyn Storage>,
    study: StudyFolder,
    path: PathBuf,
    id: SessionId,
    writer: WriterId,
    _lock: WriterLock,
    journal: Option<JournalFile>,
    sync: Option<JournalSync>,
    q: u64,
    /// The number of the first line after those the journal began with.
    begun_q: u64,
    /// Whether changes go to the second journal, because the first one's snapshot is not done.
    is_second: bool,
    drafts: Drafts,
    /// What happened before there was a journal.
    first: Vec<Happened>,
    known: [u8; 32],
    wants_snapshot_first: bool,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper").field("path", &self.path).field("q", &self.q).finish_non_exhaustive()
    }
}

impl Keeper {
    /// The session's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins the journal; a session that has just got something back from an old one is saved first.
    ///
    /// # Errors
    /// [`StudyError::Storage`]: nothing has been lost, and it can be tried again.
    pub fn begin(&mut self, session: &Session) -> Result<(), StudyError> {
        if self.wants_snapshot_first {
            let done = self.job(session.clone()).save()?;
            self.saved(&done);
            self.wants_snapshot_first = false;
            // Their versions are in the snapshot.
            self.first.clear();
        }
        let file = self.second_journal().create()?;
        let retired = self.adopt(file)?;
        drop(retired);
        folder::rename(&*self.storage, &self.study.next_journal(self.id), &self.study.journal(self.id))?;
        self.is_second = false;
        Ok(())
    }

    /// Writes down what happened. Once this returns a killed process loses nothing of it, and a power cut
    /// nothing after a quarter of a second; versions are made safe at once.
    ///
    /// # Errors
    /// [`StudyError::Storage`]: it is in no journal, but kept here until [`begin`](Self::begin) makes one.
    pub fn append(&mut self, happened: Happened) -> Result<(), StudyError> {
        let is_put = matches!(happened, Happened::Put { .. });
        let line = Line { q: self.q, happened };
        let text = line.write();
        let appended = match &mut self.journal {
            Some(journal) => journal.append(&text),
            None => Err(StorageError::JournalEnded { path: self.study.journal(self.id) }),
        };
        if let Err(error) = appended {
            self.give_up_journal();
            if let Happened::Put { puts, .. } = &line.happened {
                // Which notes are half typed is said anew when the next journal begins.
                self.first.push(Happened::Put { puts: puts.clone(), ends: None });
            }
            self.mirror(line.happened);
            return Err(error.into());
        }
        self.mirror(line.happened);
        self.q += 1;
        if let Some(sync) = &self.sync {
            if is_put { sync.request_now() } else { sync.appended() }
        }
        Ok(())
    }

    /// A journal that failed is not written to again, and its session is saved before the next one begins.
    fn give_up_journal(&mut self) {
        self.wants_snapshot_first |= self.journal.take().is_some();
        self.sync = None;
    }

    /// Keeps up with which notes are half typed, so that the next journal can begin by saying so.
    fn mirror(&mut self, happened: Happened) {
        match happened {
            Happened::Draft(edit) => {
                // What the screen did to its own text fits it.
                let _ = type_on(&mut self.drafts, edit);
            }
            Happened::Put { ends: Some(name), .. } => {
                self.drafts.remove(&name.note);
            }
            Happened::Put { .. } | Happened::Begin { .. } => {}
        }
    }

    /// Tells of a sync that failed since it was last asked. The journal has then ended.
    pub fn failure(&mut self) -> Option<StudyError> {
        let failed = self.sync.as_mut().and_then(JournalSync::failure)?;
        self.give_up_journal();
        Some(failed.into())
    }

    /// Whether there is a journal to write to.
    #[must_use]
    pub const fn is_keeping(&self) -> bool {
        self.journal.is_some()
    }

    /// Whether the journal has grown long enough for a snapshot.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.journal.as_ref().is_some_and(|journal| journal.bytes() > JOURNAL_FULL)
    }

    /// Whether anything has been written down since the journal began.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.q > self.begun_q
    }

    /// What it takes to make the second journal, for another thread.
    #[must_use]
    pub fn second_journal(&self) -> SecondJournal {
        let begin = Happened::Begin { session: self.id, writer: self.writer };
        SecondJournal {
            storage: Arc::clone(&self.storage),
            path: self.study.next_journal(self.id),
            begin: Line { q: 0, happened: begin }.write(),
        }
    }

    /// Lets changes go to a new journal from now on, and says what has to be saved.
    ///
    /// # Errors
    /// [`StudyError::Storage`]; the old journal is then still the one in use.
    pub fn switch(&mut self, file: JournalFile, session: Session) -> Result<SnapshotJob, StudyError> {
        let retired = self.adopt(file)?;
        // What was kept for the next journal is in this session.
        self.first.clear();
        Ok(SnapshotJob { retired, ..self.job(session) })
    }

    /// Says what has to be saved when the second journal is in use already: after a snapshot that failed.
    #[must_use]
    pub fn again(&self, session: Session) -> Option<SnapshotJob> {
        self.is_second.then(|| self.job(session))
    }

    /// Writes to this journal from now on. It first says which notes are half typed, then what happened while
    /// there was no journal; the first put, empty if need be, says that all of that is told. Gives what watched
    /// over the old journal: letting go of it waits for the disk.
    fn adopt(&mut self, mut file: JournalFile) -> Result<Option<JournalSync>, StudyError> {
        let mut q = 1;
        let restated = self.drafts.iter().map(|(note, draft)| {
            Happened::Draft(DraftEdit {
                note: note.clone(),
                at: 0,
                removed: 0,
                inserted: draft.text.clone(),
                signs: (!draft.signs.is_empty()).then(|| draft.signs.clone()),
                said_at: draft.begun.clone(),
            })
        });
        let is_told = self.first.is_empty().then_some(Happened::Put { puts: Vec::new(), ends: None });
        for happened in restated.chain(self.first.iter().cloned()).chain(is_told) {
            file.append(&Line { q, happened }.write())?;
            q += 1;
        }
        let sync = JournalSync::start(&file)?;
        sync.request_now();
        self.q = q;
        self.begun_q = q;
        self.is_second = true;
        self.journal = Some(file);
        // From here on lines stand in this journal that are nowhere else.
        self.wants_snapshot_first = true;
        Ok(self.sync.replace(sync))
    }

    fn job(&self, session: Session) -> SnapshotJob {
        SnapshotJob {
            storage: Arc::clone(&self.storage),
            session,
            path: self.path.clone(),
            beside: self.path.with_extension(format!("{}.json", self.writer)),
            backup: self.study.backup(self.id),
            journal: self.study.journal(self.id),
            second: self.study.next_journal(self.id),
            known: self.known,
            retired: None,
        }
    }

    /// Takes note that a snapshot is done.
    pub fn saved(&mut self, done: &Saved) {
        self.known = done.known;
        self.path.clone_from(&done.path);
        self.is_second = false;
    }

    /// Saves and lets go. Without half-typed notes the journal goes; with them it stays and holds them.
    ///
    /// # Errors
    /// [`StudyError::Storage`], [`StudyError::Format`]: the journal still holds what is not saved.
    pub fn close(mut self, session: &Session) -> Result<Saved, StudyError> {
        let ids: Vec<SessionId> = session.ids().iter().copied().collect();
        let copies = second::idle(&*self.storage, &self.study, &ids);
        let mut session = session.clone();
        for copy in &copies {
            session.join(copy.session().clone());
        }
        let session = &session;
        let done = self.job(session.clone()).save()?;
        self.saved(&done);
        for copy in copies {
            copy.remove(&*self.storage);
        }
        if self.drafts.is_empty() {
            self.journal = None;
            self.sync = None;
            for path in [self.study.next_journal(self.id), self.study.journal(self.id)] {
                match folder::remove_file(&*self.storage, &path) {
                    Ok(()) => {}
                    Err(error) if error.kind() == StorageErrorKind::Missing => {}
                    Err(error) => return Err(error.into()),
                }
            }
        } else {
            self.first.clear();
            self.begin(session)?;
            if let Some(sync) = self.sync.take() {
                sync.finish()?;
            }
        }
        Ok(done)
    }
}

/// Makes the second journal, durable, with nothing in it but its beginning.
pub struct SecondJournal {
    storage: Arc<dyn Storage>,
    path: PathBuf,
    begin: String,
}

impl SecondJournal {
    /// Makes it. Takes as long as the disk does.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn create(&self) -> Result<JournalFile, StorageError> {
        JournalFile::create(&*self.storage, &self.path, std::slice::from_ref(&self.begin))
    }
}

/// A snapshot to be written, on whichever thread.
pub struct SnapshotJob {
    storage: Arc<dyn Storage>,
    session: Session,
    path: PathBuf,
    /// Where it goes when something that cannot be read stands at `path`.
    beside: PathBuf,
    backup: PathBuf,
    journal: PathBuf,
    second: PathBuf,
    known: [u8; 32],
    /// What watched over the journal before: its last sync is waited for here.
    retired: Option<JournalSync>,
}

/// A snapshot that was written.
#[derive(Debug)]
pub struct Saved {
    /// Where; another name than before when what stood there could not be read.
    pub path: PathBuf,
    /// What somebody else had written into the file meanwhile, if anything.
    pub joined: Option<Box<Session>>,
    known: [u8; 32],
}

impl SnapshotJob {
    /// Writes the snapshot, then lets the second journal take the first one's place.
    ///
    /// # Errors
    /// [`StudyError::Storage`]: both journals stand as they were.
    pub fn run(self) -> Result<Saved, StudyError> {
        let (storage, journal, second) =
            (Arc::clone(&self.storage), self.journal.clone(), self.second.clone());
        let done = self.save()?;
        folder::rename(&*storage, &second, &journal)?;
        Ok(done)
    }

    fn save(mut self) -> Result<Saved, StudyError> {
        drop(self.retired.take());
        let (joined, path) = match self.changed_by_others() {
            Ok(joined) => (joined, self.path.clone()),
            // Something else stands there now: it is left as it is.
            Err(StudyError::Format { .. } | StudyError::WrongKind { .. }) => (None, self.beside.clone()),
            Err(error) => return Err(error),
        };
        if let Some(theirs) = &joined {
            self.session.join((**theirs).clone());
        }
        let text = v1::write_session(&self.session);
        atomic::replace(&*self.storage, &path, text.as_bytes(), Some(&self.backup))?;
        Ok(Saved { path, joined, known: digest(text.as_bytes()) })
    }

    /// What stands in the file, if somebody else wrote it since this program last did.
    fn changed_by_others(&self) -> Result<Option<Box<Session>>, StudyError> {
        let bytes = match read(&*self.storage, &self.path, FILE_LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == StorageErrorKind::Missing => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if digest(&bytes) == self.known {
            return Ok(None);
        }
        let wrong = |found| StudyError::WrongKind { path: self.path.clone(), wanted: "this session", found };
        match v1::read(&bytes) {
            Ok(File::Session(theirs)) if !theirs.ids().is_disjoint(self.session.ids()) => Ok(Some(theirs)),
            Ok(other) => Err(wrong(other.kind())),
            Err(source) => Err(StudyError::Format { path: self.path.clone(), source }),
        }
    }
}
