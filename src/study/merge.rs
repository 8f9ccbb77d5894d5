//! Merging files: reading, joining, writing in place.

use std::path::{Path, PathBuf};

use super::folder::StudyFolder;
use super::inputs::Input;
use super::{FILE_LIMIT, StudyError};
use crate::format::v1::{self, File};
use crate::merge::Join;
use crate::merge::join::reach;
use crate::model::collection::Collection;
use crate::model::session::{Lists, Session};
use crate::model::study::Study;
use crate::storage::lock::WriterLock;
use crate::storage::{FileKind, Storage, StorageErrorKind, atomic, folder, read};

/// What was merged.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    /// The sessions, joined, with the records that name them.
    pub collection: Collection,
    /// What the inputs say of the study itself.
    pub study: Option<Study>,
}

/// Where a merge goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// A study folder: each session is joined with its file there.
    Folder(PathBuf),
    /// One file: a session if there is one and nothing beside it, else a collection.
    File(PathBuf),
}

/// A file that a merge wrote or left as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The file.
    pub path: PathBuf,
    /// Whether its bytes changed.
    pub is_changed: bool,
    /// What it holds now.
    pub held: Held,
}

/// How much a file or a merge holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// Sessions.
    pub sessions: usize,
    /// Notes that stand.
    pub notes: usize,
    /// Entries in conflict.
    pub conflicts: usize,
}

impl Held {
    /// Counts what sessions hold.
    pub fn by<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> Self {
        sessions.into_iter().fold(Self::default(), |held, session| Self {
            sessions: held.sessions + 1,
            notes: held.notes + session.lists.notes.standing().count(),
            conflicts: held.conflicts
                + session.lists.lists().iter().map(|(_, list)| list.counts().conflicts).sum::<usize>(),
        })
    }
}

/// Joins what was read. The order of the inputs makes no difference.
#[must_use]
pub fn merge(inputs: Vec<Input>) -> Merged {
    let mut merged = Merged::default();
    for input in inputs {
        match input.file {
            File::Session(session) => merged.collection.add(*session),
            File::Collection(collection) => merged.collection.join(collection),
            File::Study(study) => match &mut merged.study {
                Some(held) => held.join(*study),
                None => merged.study = Some(*study),
            },
            File::Instrument(_) => {}
        }
    }
    merged.collection.settle();
    merged
}

/// The text of one file that holds all of it.
#[must_use]
pub fn text(merged: &Merged) -> String {
    match merged.collection.sessions.as_slice() {
        [only] if merged.collection.is_only_sessions() => v1::write_session(only),
        _ => v1::write_collection(&merged.collection),
    }
}

/// Says what an output path means: a folder that is there, or a path that ends like one, is a study.
#[must_use]
pub fn output(storage: &dyn Storage, path: &Path) -> Output {
    let is_folder = storage.entry(path).is_ok_and(|entry| entry.kind == FileKind::Folder);
    let ends_like_one = path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    if is_folder || ends_like_one { Output::Folder(path.to_owned()) } else { Output::File(path.to_owned()) }
}

/// Writes one file. One that stands there is replaced only when it was an input.
///
/// # Errors
/// [`StudyError::OutputExists`], [`StudyError::Storage`].
pub fn place_file(
    storage: &dyn Storage,
    path: &Path,
    merged: &Merged,
    inputs: &[PathBuf],
) -> Result<Placed, StudyError> {
    let text = text(merged);
    let held = Held::by(&merged.collection.sessions);
    match storage.entry(path) {
        Err(_) => {
            atomic::create(storage, path, text.as_bytes())?;
            Ok(Placed { path: path.to_owned(), is_changed: true, held })
        }
        Ok(there) => {
            let is_input = inputs
                .iter()
                .filter_map(|input| storage.entry(input).ok())
                .any(|input| input.is_same_file(&there));
            if !is_input {
                return Err(StudyError::OutputExists { path: path.to_owned() });
            }
            put(storage, path, &text, held)
        }
    }
}

/// Joins every session with its file in a study folder. Each file is replaced in one step; a session that is
/// being recorded is refused before anything is written.
///
/// # Errors
/// [`StudyError::Held`], [`StudyError::Storage`]; [`StudyError::Format`] when a session there cannot be read.
pub fn place_in_folder(
    storage: &dyn Storage,
    root: &Path,
    merged: Merged,
) -> Result<Vec<Placed>, StudyError> {
    let study = StudyFolder::at(root);
    folder::create(storage, study.root())?;
    folder::create(storage, &study.keeping())?;
    let mut records = study.withdrawals(storage)?;
    let Merged { collection, study: described } = merged;
    records.join(Collection { sessions: Vec::new(), ..collection.clone() });

    let mut joined: Vec<(PathBuf, Session)> = Vec::new();
    let mut there: Vec<(PathBuf, Session)> = Vec::new();
    for path in study.session_candidates(storage)? {
        match super::folder::read_session(storage, &path) {
            Ok(session) => there.push((path, session)),
            Err(error) if super::catalogue::is_not_ours(&error) => {}
            Err(error) => return Err(error),
        }
    }
    let mut locks = Vec::new();
    for mut session in collection.sessions {
        let mut path = None;
        while let Some(at) = there.iter().position(|(_, held)| !held.ids().is_disjoint(session.ids())) {
            let (file, held) = there.swap_remove(at);
            session.join(held);
            path.get_or_insert(file);
        }
        reach(&mut session, &records.withdrawals, &records.erasures);
        for id in session.ids().clone() {
            locks.push(
                WriterLock::try_take(&study.lock(id), 1).map_err(|error| StudyError::of_lock(error, id))?,
            );
        }
        let path = path.unwrap_or_else(|| study.session_file(&session));
        joined.push((path, session));
    }
    let mut placed = Vec::new();
    for (path, session) in joined {
        placed.push(put(storage, &path, &v1::write_session(&session), Held::by([&session]))?);
    }
    if !records.is_only_sessions() {
        placed.push(put(
            storage,
            &study.withdrawals_file(),
            &v1::write_collection(&records),
            Held::default(),
        )?);
    }
    if let Some(mut described) = described {
        if let Some(held) = study.study(storage)? {
            described.join(held);
        }
        placed.push(put(storage, &study.study_file(), &v1::write_study(&described), Held::default())?);
    }
    drop(locks);
    Ok(placed)
}

/// Replaces a file unless it holds these bytes already.
fn put(storage: &dyn Storage, path: &Path, text: &str, held: Held) -> Result<Placed, StudyError> {
    let is_changed = match read(storage, path, FILE_LIMIT) {
        Ok(bytes) => bytes != text.as_bytes(),
        Err(error) if error.kind() == StorageErrorKind::Missing => true,
        Err(error) => return Err(error.into()),
    };
    if is_changed {
        atomic::replace(storage, path, text.as_bytes(), None)?;
    }
    Ok(Placed { path: path.to_owned(), is_changed, held })
}
