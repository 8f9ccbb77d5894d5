//! Every file that holds something of one session: where it lies, whether it can be read, whether somebody writes it.
//!
//! Looked through are the session's folder, the two folders for journals below it, `exports/`, and whatever folders are
//! named besides, with all that lies in them. A folder is looked through once, under whatever names it was given.
//! Promises: finding writes nothing; what is held, stays held until this is dropped, and is read after it was held; a
//! file that may hold words of the session and cannot be read is an error, never passed over.
//!
//! Read [`Copies`], then `walk` (which files there are), `kind` (what each one is; `packed` looks into word processors' files) and [`home`] (a folder in which the
//! session is kept).

mod walk;
mod kind;
mod packed;
pub mod home;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use super::StudyError;
use super::folder::{StudyFolder, read_file};
use crate::format::v1::File;
use crate::merge::Join as _;
use crate::model::collection::Collection;
use crate::model::ids::SessionId;
use crate::model::session::Session;
use crate::storage::lock::WriterLock;
use crate::storage::{FileKind, Storage, StorageError, folder};

use home::Home;
use kind::Kind;
pub(super) use kind::says_it_is_ours;

/// Where to look.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The session's file.
    pub session: PathBuf,
    /// Folders to be looked through besides, with all that lies in them.
    pub folders: Vec<PathBuf>,
}

/// Whether the locks of what is found are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// All of them, until the copies are dropped: something is going to be written.
    All,
    /// Those that are there already: nothing is made, nothing is going to be written.
    IfThere,
}

/// What was found of one session.
#[derive(Debug)]
pub struct Copies {
    /// Its file, as it was named.
    pub session: PathBuf,
    /// Every id it goes by in any copy.
    pub ids: BTreeSet<SessionId>,
    /// Folders in which it is kept, by their paths.
    pub homes: BTreeMap<PathBuf, Home>,
    /// Collections that hold it.
    pub collections: Vec<(PathBuf, Collection)>,
    /// Ends of journals, and damaged files, that were put aside.
    pub tails: Vec<PathBuf>,
    /// Temporary files that a crash left.
    pub leftovers: Vec<PathBuf>,
    /// Reports, exports and other files that name it: what they hold of it is out of date.
    pub naming: Vec<PathBuf>,
    /// Packed, sealed and huge files, which cannot be looked into.
    pub packed: Vec<PathBuf>,
    /// Folders that were not looked through, because they lie too deep or there are too many files.
    pub not_searched: Vec<PathBuf>,
    locks: BTreeMap<PathBuf, WriterLock>,
}

/// Finds every copy of a session and holds them.
///
/// # Errors
/// [`StudyError::Held`] when somebody writes one of them; [`StudyError::Format`], [`StudyError::WrongKind`],
/// [`StudyError::ForeignJournal`] for what cannot be read; [`StudyError::Storage`], also when a lock cannot be made.
pub fn find(storage: &dyn Storage, search: &Search, hold: Hold) -> Result<Copies, StudyError> {
    let mut locks = BTreeMap::new();
    loop {
        let mut copies = look(storage, search)?;
        let before = locks.len();
        for home in copies.homes.values() {
            for id in &copies.ids {
                take_lock(storage, &home.folder, *id, hold, &mut locks)?;
            }
        }
        // What was read before it was held may have changed in between.
        if locks.len() == before {
            copies.locks = locks;
            return Ok(copies);
        }
    }
}

fn take_lock(
    storage: &dyn Storage,
    study: &StudyFolder,
    id: SessionId,
    hold: Hold,
    locks: &mut BTreeMap<PathBuf, WriterLock>,
) -> Result<(), StudyError> {
    let path = study.lock(id);
    let is_there = walk::if_there(storage, &path)?.is_some();
    if locks.contains_key(&path) || (hold == Hold::IfThere && !is_there) {
        return Ok(());
    }
    folder::create(storage, &study.keeping())?;
    locks.insert(path, study.hold_session(id, 1)?);
    Ok(())
}

/// Looks until no more ids come to light: a copy that was joined with another session knows more of them.
fn look(storage: &dyn Storage, search: &Search) -> Result<Copies, StudyError> {
    let path = search.session.clone();
    let entry = walk::if_there(storage, &path)?;
    if entry.is_some_and(|entry| entry.is_link && entry.kind == FileKind::File) {
        // What it leads to lies elsewhere, with backup and journals of its own.
        return Err(StorageError::NotAFile { path, found: FileKind::Link }.into());
    }
    let mut ids = match read_file(storage, &path)? {
        File::Session(session) => session.ids().clone(),
        other => {
            return Err(StudyError::WrongKind { path, wanted: "a session", found: other.kind() });
        }
    };
    let walked = walk::files(storage, search)?;
    loop {
        let copies = gather(storage, search, &walked, &ids)?;
        if copies.ids == ids {
            return Ok(copies);
        }
        ids.extend(copies.ids);
    }
}

fn gather(
    storage: &dyn Storage,
    search: &Search,
    walked: &walk::Walked,
    ids: &BTreeSet<SessionId>,
) -> Result<Copies, StudyError> {
    let mut copies = Copies {
        session: search.session.clone(),
        ids: ids.clone(),
        homes: BTreeMap::new(),
        collections: Vec::new(),
        tails: Vec::new(),
        leftovers: Vec::new(),
        naming: Vec::new(),
        packed: Vec::new(),
        not_searched: walked.not_searched.clone(),
        locks: BTreeMap::new(),
    };
    for path in &walked.files {
        let Some(kind) = kind::of(storage, path, ids)? else { continue };
        copies.take(path, kind);
    }
    for home in copies.homes.values_mut() {
        home.read_journals(storage, ids)?;
    }
    Ok(copies)
}

impl Copies {
    fn take(&mut self, path: &Path, kind: Kind) {
        let path = path.to_owned();
        match kind {
            Kind::Session(session, bytes) => {
                self.ids.extend(session.ids().iter().copied());
                // The file that was named comes first among those of its folder.
                let is_named = plain(&path) == plain(&self.session);
                self.home(StudyFolder::around(&path)).take_session(path, *session, bytes, is_named);
            }
            Kind::Backup(session, bytes) => self.keeping_home(&path).backups.push((path, session, bytes)),
            Kind::Journal => self.keeping_home(&path).journals.push(path),
            Kind::Collection(collection) => self.collections.push((path, collection)),
            Kind::Tail => self.tails.push(path),
            Kind::Leftover => self.leftovers.push(path),
            Kind::Names => self.naming.push(path),
            Kind::Packed => self.packed.push(path),
        }
    }

    fn home(&mut self, folder: StudyFolder) -> &mut Home {
        self.homes.entry(plain(folder.root())).or_insert_with(|| Home::at(folder))
    }

    /// The folder whose `.hearken` a file lies in.
    fn keeping_home(&mut self, path: &Path) -> &mut Home {
        let keeping = path.parent().unwrap_or(Path::new(""));
        self.home(StudyFolder::around(keeping))
    }

    /// Every file that holds versions of it, folder by folder, and then the collections.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let sessions = self.homes.values().flat_map(Home::files);
        sessions.chain(self.collections.iter().map(|(path, _)| path.as_path()))
    }

    /// Everything that is known of the session, from all copies and journals, as they stand in their files: records
    /// beside them have not reached it.
    #[must_use]
    pub fn whole(&self) -> Session {
        let homes = self.homes.values().flat_map(Home::copies);
        let ours = |session: &&Session| !session.ids().is_disjoint(&self.ids);
        let collected = self.collections.iter().flat_map(|(_, collection)| &collection.sessions).filter(ours);
        let mut copies = homes.chain(collected).cloned();
        let Some(mut whole) = copies.next() else { return home::empty(&self.ids) };
        for copy in copies {
            whole.join(copy);
        }
        whole.add_ids(self.ids.iter().copied());
        whole
    }

    /// Whether a folder in which the session is kept is a study of its own, with records of its own.
    ///
    /// # Errors
    /// [`StudyError::Storage`].
    pub fn is_another_study(&self, storage: &dyn Storage, home: &Home) -> Result<bool, StudyError> {
        let own = self.study();
        let is_own = home.folder.root() == own.root() || home.folder.root() == own.keeping();
        Ok(!is_own && walk::if_there(storage, &home.folder.study_file())?.is_some())
    }

    /// The study that the session lies in.
    #[must_use]
    pub fn study(&self) -> StudyFolder {
        StudyFolder::around(&self.session)
    }
}

/// A path without what says “here”.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| !matches!(part, Component::CurDir)).collect()
}
