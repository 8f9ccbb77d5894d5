//! What a merge is given: where every copy of a session lies, and the records beside them.
//!
//! Promises: no session is kept in memory, only its ids and where it lies; every input that cannot be read is told,
//! not only the first. Leaves to others: reading the sessions themselves ([`copy`](super::copy)).

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::copy::{At, Copy, Origin};
use crate::format::FormatError;
use crate::format::v1::index::{GLANCE, Part, id_at_a_glance, index};
use crate::format::v1::{self, File};
use crate::merge::Join;
use crate::model::collection::Collection;
use crate::model::ids::SessionId;
use crate::model::study::Study;
use crate::storage::{Action, Entry, FileKind, Storage, StorageError, folder, read, read_part};
use crate::study::catalogue::is_not_ours;
use crate::study::folder::StudyFolder;
use crate::study::inputs::{BadInput, in_folder};
use crate::study::{FILE_LIMIT, StudyError, beside, second};

/// Everything the inputs hold, the sessions by the place they lie at.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// The copies of sessions, in the order of the inputs.
    pub(super) copies: Vec<Copy>,
    /// Records beside sessions, and what else collections hold.
    pub(super) records: Collection,
    /// What the inputs say of the study itself.
    pub(super) study: Option<Study>,
    /// Named inputs that hold nothing for the output: the path, and the kind of file.
    pub(super) passed_over: Vec<(PathBuf, &'static str)>,
    /// Inputs that cannot be read, with the number of the input they came by.
    pub(super) bad: Vec<(Origin, BadInput)>,
    /// Which sessions of which folder have something beside their files.
    kept: BTreeMap<PathBuf, BTreeSet<String>>,
    /// What was withdrawn in the folders in which named files lie.
    pub(super) around: BTreeMap<PathBuf, Arc<Collection>>,
}

/// One file that was looked at.
enum Found {
    Session(Copy),
    Collection(Collection, Vec<Copy>),
    Study(Box<Study>),
    Instrument,
}

impl Sources {
    /// Takes in what stands at one path: a file, a study's folder, or the bytes of standard input.
    pub(super) fn take(
        &mut self,
        storage: &dyn Storage,
        path: &Path,
        number: usize,
        stdin: Option<Arc<[u8]>>,
    ) {
        let origin = Origin::Input(number);
        if let Some(bytes) = stdin {
            let found = in_memory(path, origin, bytes);
            return self.add(path, origin, true, found);
        }
        match storage.entry(path) {
            Ok(entry) if entry.kind == FileKind::Folder => match in_folder(storage, path) {
                Ok(files) => self.take_files(storage, &files, origin),
                Err(error) => self.add(path, origin, true, Err(error)),
            },
            entry => {
                let found = entry.map_err(|source| StorageError::unread(path, source).into());
                let found = found.and_then(|entry| look(storage, path, origin, entry));
                let found = self.with_records_around(storage, path, found);
                self.add(path, origin, true, found);
            }
        }
    }

    /// Takes in the sessions of the study that the merge goes into, and what is withdrawn there.
    ///
    /// # Errors
    /// The first file there that cannot be read.
    pub(super) fn take_there(
        &mut self,
        storage: &dyn Storage,
        study: &StudyFolder,
    ) -> Result<(), StudyError> {
        match storage.entry(study.root()) {
            Ok(entry) if entry.kind == FileKind::Folder => {}
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                // A disk that does not answer may have everything.
                return Err(StorageError::unread(study.root(), source).into());
            }
            _ => return Ok(()),
        }
        self.take_files(storage, &study.session_candidates(storage)?, Origin::There);
        match self.bad.iter().position(|(origin, _)| *origin == Origin::There) {
            Some(at) => Err(self.bad.swap_remove(at).1.error),
            None => Ok(()),
        }
    }

    /// Files of a folder: one that is not hearken's is passed over.
    fn take_files(&mut self, storage: &dyn Storage, paths: &[PathBuf], origin: Origin) {
        let looked = |path: &PathBuf| {
            let entry = storage.entry(path).map_err(|source| StorageError::unread(path, source))?;
            look(storage, path, origin, entry)
        };
        let found: Vec<_> = paths.par_iter().map(looked).collect();
        for (path, found) in paths.iter().zip(found) {
            self.add(path, origin, false, found);
        }
    }

    fn add(&mut self, path: &Path, origin: Origin, is_named: bool, found: Result<Found, StudyError>) {
        match found {
            Ok(Found::Session(copy)) => self.copies.push(copy),
            // What lies among the sessions of a study is no session of it.
            Ok(Found::Collection(_, copies)) if origin == Origin::There && !copies.is_empty() => {}
            Ok(Found::Collection(beside, copies)) => {
                self.records.join(beside);
                self.copies.extend(copies);
            }
            Ok(Found::Study(study)) => {
                if is_named {
                    self.passed_over.push((path.to_owned(), "study"));
                }
                match &mut self.study {
                    Some(held) => held.join(*study),
                    None => self.study = Some(*study),
                }
            }
            Ok(Found::Instrument) if origin == Origin::There => {}
            Ok(Found::Instrument) => self.passed_over.push((path.to_owned(), "instrument")),
            Err(error) if !is_named && is_not_ours(&error) => {}
            Err(error) => self.bad.push((origin, BadInput { path: path.to_owned(), error })),
        }
    }

    /// An old copy that is named alone brings nothing back of what was withdrawn in the study it lies in.
    fn with_records_around(
        &mut self,
        storage: &dyn Storage,
        path: &Path,
        found: Result<Found, StudyError>,
    ) -> Result<Found, StudyError> {
        if !matches!(found, Ok(Found::Session(_) | Found::Collection(..))) {
            return found;
        }
        let study = StudyFolder::around(path);
        let around = match self.around.get(study.root()) {
            Some(around) => Arc::clone(around),
            None => {
                let around = Arc::new(study.withdrawals(storage)?);
                self.around.insert(study.root().to_owned(), Arc::clone(&around));
                around
            }
        };
        let around = (!around.is_only_sessions()).then_some(around);
        found.map(|found| match found {
            Found::Session(copy) => Found::Session(Copy { around, ..copy }),
            Found::Collection(beside, copies) => {
                let reached = |copy| Copy { around: around.clone(), ..copy };
                Found::Collection(beside, copies.into_iter().map(reached).collect())
            }
            other => other,
        })
    }

    /// Marks the copies whose journals hold more than their files may.
    pub(super) fn look_for_journals(&mut self, storage: &dyn Storage) {
        for copy in self.copies.iter_mut().filter(|copy| copy.origin != Origin::There) {
            let At::File(path) = &copy.at else { continue };
            let keeping = StudyFolder::around(path).keeping();
            let kept = self.kept.entry(keeping).or_insert_with_key(|keeping| names(storage, keeping));
            let is_named = |id: &SessionId| {
                let id = id.to_string();
                kept.range(id.clone()..).next().is_some_and(|name| name.starts_with(&id))
            };
            if kept.iter().any(|name| second::is_copy(name)) || copy.ids.iter().any(is_named) {
                copy.has_more = !beside::journals(storage, path, &copy.ids).is_empty();
            }
        }
    }
}

/// The journals and the copies of second windows in a folder, by name.
fn names(storage: &dyn Storage, keeping: &Path) -> BTreeSet<String> {
    let paths = folder::list(storage, keeping).unwrap_or_default();
    let names = paths.iter().filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    names.filter(|name| beside::is_journal(name) || second::is_copy(name)).collect()
}

fn look(storage: &dyn Storage, path: &Path, origin: Origin, entry: Entry) -> Result<Found, StudyError> {
    if entry.kind != FileKind::File {
        return Err(StorageError::NotAFile { path: path.to_owned(), found: entry.kind }.into());
    }
    if let Some(id) = glanced_at(storage, path, entry.bytes)? {
        let copy = Copy::new(origin, At::File(path.to_owned()), [id].into(), entry.bytes);
        return Ok(Found::Session(copy));
    }
    let at = |part: Part| At::Part { file: path.into(), part };
    if entry.bytes > FILE_LIMIT.as_bytes() {
        return match indexed(storage, path)? {
            Some((beside, parts)) => Ok(Found::Collection(beside, copies(origin, parts, at))),
            None => Err(too_large(path, entry.bytes)),
        };
    }
    let bytes = read(storage, path, FILE_LIMIT)?;
    match understood(path, &bytes)? {
        Understood::Parts(beside, parts) => Ok(Found::Collection(beside, copies(origin, parts, at))),
        Understood::Ids(ids) => {
            Ok(Found::Session(Copy::new(origin, At::File(path.to_owned()), ids, entry.bytes)))
        }
        Understood::Other(found) => Ok(found),
    }
}

fn in_memory(path: &Path, origin: Origin, bytes: Arc<[u8]>) -> Result<Found, StudyError> {
    let length = bytes.len() as u64;
    match understood(path, &bytes)? {
        Understood::Parts(beside, parts) => {
            let at = |part| At::Piece { bytes: Arc::clone(&bytes), part: Some(part) };
            Ok(Found::Collection(beside, copies(origin, parts, at)))
        }
        Understood::Ids(ids) => {
            Ok(Found::Session(Copy::new(origin, At::Piece { bytes, part: None }, ids, length)))
        }
        Understood::Other(found) => Ok(found),
    }
}

/// What the bytes of one file turned out to be.
enum Understood {
    Parts(Collection, Vec<Part>),
    Ids(BTreeSet<SessionId>),
    Other(Found),
}

fn understood(path: &Path, bytes: &[u8]) -> Result<Understood, StudyError> {
    let misread = |source: FormatError| StudyError::Format { path: path.to_owned(), source };
    let most = usize::try_from(FILE_LIMIT.as_bytes()).unwrap_or(usize::MAX);
    // Reading from memory does not fail; what is wrong with the bytes is told by reading them whole.
    if let Ok(Ok(Some(found))) = index(bytes, most) {
        return Ok(Understood::Parts(found.beside, found.parts));
    }
    Ok(match v1::read(bytes).map_err(misread)? {
        File::Session(session) => Understood::Ids(session.ids().clone()),
        File::Study(study) => Understood::Other(Found::Study(study)),
        File::Instrument(_) => Understood::Other(Found::Instrument),
        File::Collection(collection) => {
            let beside = Collection { sessions: Vec::new(), ..collection };
            Understood::Parts(beside, Vec::new())
        }
    })
}

/// Goes through a file that is too large for a session: it may be a collection of any size.
fn indexed(storage: &dyn Storage, path: &Path) -> Result<Option<(Collection, Vec<Part>)>, StudyError> {
    let most = usize::try_from(FILE_LIMIT.as_bytes()).unwrap_or(usize::MAX);
    let start = read_part(storage, path, 0, GLANCE)?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start).trim_ascii_start();
    if !start.starts_with(b"{") {
        return Ok(None);
    }
    let file = storage.open(path, 0).map_err(|source| StorageError::unread(path, source))?;
    match index(file, most) {
        Ok(Ok(found)) => Ok(found.map(|found| (found.beside, found.parts))),
        Ok(Err(source)) => Err(StudyError::Format { path: path.to_owned(), source }),
        Err(source) if source.kind() == std::io::ErrorKind::FileTooLarge => {
            Err(too_large(path, FILE_LIMIT.as_bytes() + 1))
        }
        Err(source) => Err(StorageError::failed(Action::Read, path, source).into()),
    }
}

fn too_large(path: &Path, found: u64) -> StudyError {
    StorageError::TooLarge { path: path.to_owned(), limit: FILE_LIMIT.as_bytes(), found }.into()
}

fn copies(origin: Origin, parts: Vec<Part>, at: impl Fn(Part) -> At) -> Vec<Copy> {
    let copy = |part: Part| {
        let (ids, bytes) = (part.ids.clone(), part.bytes as u64);
        Copy::new(origin, at(part), ids, bytes)
    };
    parts.into_iter().map(copy).collect()
}

/// The id of a session in canonical form, by the ends of its file; nothing where that does not tell.
pub(in crate::study) fn id_of(storage: &dyn Storage, path: &Path) -> Result<Option<SessionId>, StudyError> {
    let entry = storage.entry(path).map_err(|source| StorageError::unread(path, source))?;
    glanced_at(storage, path, entry.bytes)
}

/// [`id_of`] a file of so many bytes.
fn glanced_at(storage: &dyn Storage, path: &Path, bytes: u64) -> Result<Option<SessionId>, StudyError> {
    let glance = GLANCE as u64;
    if bytes < 2 * glance || bytes > FILE_LIMIT.as_bytes() {
        return Ok(None);
    }
    let start = read_part(storage, path, 0, GLANCE)?;
    // A sealed file holds less than its size says; it is read whole.
    let Ok(end) = read_part(storage, path, bytes - glance, GLANCE) else { return Ok(None) };
    Ok(id_at_a_glance(&start, &end))
}
