//! What a command is given to read: files, study folders, collections, standard input.
//!
//! What a file is, is told by its `format` member. In a folder, files that are not hearken's are passed over;
//! named, they are an error. Every bad input is told, not only the first.

use std::path::{Path, PathBuf};

use super::folder::StudyFolder;
use super::{FILE_LIMIT, StudyError};
use crate::format::v1::{self, File};
use crate::merge::Join as _;
use crate::merge::groups::groups;
use crate::model::collection::Collection;
use crate::model::session::Session;
use crate::storage::{FileKind, Storage, read};

/// One input that was read.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it came from; `-` for standard input.
    pub path: PathBuf,
    /// What it holds.
    pub file: File,
    /// Its bytes, for commands that look closer.
    pub bytes: Vec<u8>,
}

/// An input that could not be read.
#[derive(Debug)]
pub struct BadInput {
    /// Where it came from.
    pub path: PathBuf,
    /// Why.
    pub error: StudyError,
}

/// Reads every input.
///
/// # Errors
/// All inputs that could not be read, in the order they were given.
pub fn read_all(
    storage: &dyn Storage,
    paths: &[PathBuf],
    stdin: impl Fn() -> Result<Vec<u8>, StudyError>,
) -> Result<Vec<Input>, Vec<BadInput>> {
    let (inputs, bad) = read_each(storage, paths, stdin);
    if bad.is_empty() { Ok(inputs) } else { Err(bad) }
}

/// Reads every input: those that could be read and those that could not, each in the order they were given.
pub fn read_each(
    storage: &dyn Storage,
    paths: &[PathBuf],
    stdin: impl Fn() -> Result<Vec<u8>, StudyError>,
) -> (Vec<Input>, Vec<BadInput>) {
    let mut inputs = Vec::new();
    let mut bad = Vec::new();
    let mut take = |path: PathBuf, is_named: bool, bytes: Result<Vec<u8>, StudyError>| {
        let file = bytes.and_then(|bytes| match v1::read(&bytes) {
            Ok(file) => Ok((reached(storage, &path, file)?, bytes)),
            Err(source) => Err(StudyError::Format { path: path.clone(), source }),
        });
        match file {
            Ok((file, bytes)) => inputs.push(Input { path, file, bytes }),
            Err(error) if !is_named && super::catalogue::is_not_ours(&error) => {}
            Err(error) => bad.push(BadInput { path, error }),
        }
    };
    for path in paths {
        if path.as_os_str() == "-" {
            take(path.clone(), true, stdin());
            continue;
        }
        let is_folder = storage.entry(path).is_ok_and(|entry| entry.kind == FileKind::Folder);
        if !is_folder {
            take(path.clone(), true, read(storage, path, FILE_LIMIT).map_err(StudyError::from));
            continue;
        }
        match in_folder(storage, path) {
            Ok(found) => {
                for file in found {
                    let bytes = read(storage, &file, FILE_LIMIT).map_err(StudyError::from);
                    take(file, false, bytes);
                }
            }
            Err(error) => take(path.clone(), true, Err(error)),
        }
    }
    (inputs, bad)
}

/// What inputs hold, joined in memory: for looking at a study. The order of the inputs makes no difference. What they
/// say of the study itself is left out.
#[must_use]
pub fn joined(inputs: Vec<Input>) -> Collection {
    let mut all = Collection::default();
    let mut copies = Vec::new();
    for input in inputs {
        match input.file {
            File::Session(session) => copies.push(*session),
            File::Collection(collection) => {
                copies.extend(collection.sessions);
                all.join(Collection { sessions: Vec::new(), ..collection });
            }
            File::Study(_) | File::Instrument(_) => {}
        }
    }
    let groups = groups(copies.iter().map(Session::ids));
    let mut copies: Vec<Option<Session>> = copies.into_iter().map(Some).collect();
    for group in groups {
        let mut of_one = group.into_iter().filter_map(|place| copies.get_mut(place).and_then(Option::take));
        let Some(mut session) = of_one.next() else { continue };
        for other in of_one {
            session.join(other);
        }
        all.sessions.push(session);
    }
    all.settle();
    all
}

/// Sessions with what was withdrawn in the study they lie in taken out: an old copy named alone brings nothing back.
fn reached(storage: &dyn Storage, path: &Path, mut file: File) -> Result<File, StudyError> {
    let study = StudyFolder::around(path);
    match &mut file {
        _ if path.as_os_str() == "-" => {}
        File::Session(session) => study.reach(storage, [&mut **session])?,
        File::Collection(collection) => study.reach(storage, &mut collection.sessions)?,
        _ => {}
    }
    Ok(file)
}

/// The sessions of a study folder and the records beside them, not what lies below.
pub(super) fn in_folder(storage: &dyn Storage, path: &Path) -> Result<Vec<PathBuf>, StudyError> {
    let study = StudyFolder::at(path);
    let mut found = study.session_candidates(storage)?;
    let beside = [study.study_file(), study.withdrawals_file()];
    found.extend(beside.into_iter().filter(|path| storage.entry(path).is_ok()));
    Ok(found)
}
