//! The instruments of a study: those that come with the program, and the study's own in its folder `instruments`.
//!
//! One of the study's own is called like its file, is read strictly, and goes before a built-in one of the same id. A
//! wording that changed without a new version begins no session: what was asked before could not be told from what is
//! asked now. Sessions that were held carry their instrument whole, and nothing here is asked when they are opened.
//!
//! Read this, then [`start`] (writing one), [`check`] (looking one over).

pub mod start;
pub mod check;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::catalogue::Unreadable;
use super::folder::{StudyFolder, is_missing, read_file};
use super::{FILE_LIMIT, StudyError};
use crate::format::v1::File;
use crate::format::{builtin, strict};
use crate::model::instrument::Instrument;
use crate::storage::{FileKind, Storage, folder, read};

/// The longest id of an instrument of one's own, in letters.
pub const LONGEST_ID: usize = 60;

/// An instrument that a session can be held with.
#[derive(Debug, Clone)]
pub struct Known {
    /// The instrument.
    pub instrument: Arc<Instrument>,
    /// Its file; none where it comes with the program.
    pub file: Option<PathBuf>,
}

/// Whether an id can be the name of a file on every laptop.
#[must_use]
pub fn is_id(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !id.is_empty() && id.len() <= LONGEST_ID && !id.starts_with('-') && id.bytes().all(is_plain)
}

/// Finds an instrument: one of the study's own, else one that comes with the program.
///
/// # Errors
/// [`StudyError::NoSuchInstrument`]; for one of the study's own [`StudyError::Storage`],
/// [`StudyError::WrongInstrument`], [`StudyError::Misnamed`] and [`StudyError::LikeBuiltIn`].
pub fn find(storage: &dyn Storage, study: &StudyFolder, id: &str) -> Result<Known, StudyError> {
    let file = study.instrument_file(id);
    if is_id(id) && storage.entry(&file).is_ok() {
        return own(storage, &file);
    }
    let instrument = super::create::instrument(id)?;
    Ok(Known { instrument, file: None })
}

/// The instrument for a session that is about to begin: as [`find`], and its wording is that of every session here that
/// was held with the same version.
///
/// # Errors
/// As [`find`]; [`StudyError::ChangedWording`].
pub fn for_new_session(
    storage: &dyn Storage,
    study: &StudyFolder,
    id: &str,
) -> Result<Arc<Instrument>, StudyError> {
    let Known { instrument, file } = find(storage, study, id)?;
    // Nobody here can raise the version of a built-in one; whoever makes the program does.
    if file.is_some()
        && let Some(session) = changed_since(&embedded(storage, study)?, &instrument)
    {
        let guide = instrument.guide();
        let session = session.to_owned();
        return Err(StudyError::ChangedWording { id: guide.id.clone(), version: guide.version, session });
    }
    Ok(instrument)
}

/// Says whether an instrument can be held in a language: it has texts in it or in a wider form of it, or the language is
/// its own.
///
/// # Errors
/// [`StudyError::NoSuchLanguage`].
pub fn has_language(instrument: &Instrument, lang: &str) -> Result<(), StudyError> {
    let languages = instrument.languages();
    let wider = lang.split('-').next().unwrap_or(lang);
    if languages.iter().any(|known| known == lang || known == wider) {
        return Ok(());
    }
    let id = instrument.guide().id.clone();
    Err(StudyError::NoSuchLanguage { id, lang: lang.to_owned(), languages })
}

/// Every instrument a session of this study can be held with, the study's own first, by id; and the files of its own
/// that none can be held with. A built-in one is left out where the study has its own of that id.
///
/// # Errors
/// [`StudyError::Storage`] when the folder cannot be listed.
pub fn list(storage: &dyn Storage, study: &StudyFolder) -> Result<(Vec<Known>, Vec<Unreadable>), StudyError> {
    let (mut known, mut unreadable) = (Vec::new(), Vec::new());
    for path in files(storage, study)? {
        match own(storage, &path) {
            Ok(found) => known.push(found),
            Err(error) => unreadable.push(Unreadable { path, error }),
        }
    }
    let is_own = |id: &str| known.iter().any(|one| one.instrument.guide().id == id);
    let built_in = builtin::instruments().unwrap_or_default().into_iter();
    let built_in: Vec<Known> = built_in
        .filter(|instrument| !is_own(&instrument.guide().id))
        .map(|instrument| Known { instrument, file: None })
        .collect();
    known.extend(built_in);
    Ok((known, unreadable))
}

/// The files of the study's own instruments, by name.
///
/// # Errors
/// [`StudyError::Storage`].
pub fn files(storage: &dyn Storage, study: &StudyFolder) -> Result<Vec<PathBuf>, StudyError> {
    let listed = match folder::list(storage, &study.instruments()).map_err(StudyError::from) {
        Err(error) if is_missing(&error) => Vec::new(),
        listed => listed?,
    };
    let is_file = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "json")
            && storage.entry(path).is_ok_and(|entry| entry.kind == FileKind::File && !entry.is_link)
    };
    Ok(listed.into_iter().filter(is_file).collect())
}

/// An instrument of the study's own, from its file.
fn own(storage: &dyn Storage, path: &Path) -> Result<Known, StudyError> {
    let bytes = read(storage, path, FILE_LIMIT)?;
    let instrument = strict::read_instrument(&bytes).map_err(|slips| wrong(path, slips))?;
    let guide = instrument.guide();
    if !is_called(path, &guide.id) {
        return Err(StudyError::Misnamed { path: path.to_owned(), found: guide.id.clone() });
    }
    if is_like_built_in(&instrument) {
        let (id, version) = (guide.id.clone(), guide.version);
        return Err(StudyError::LikeBuiltIn { path: path.to_owned(), id, version });
    }
    Ok(Known { instrument, file: Some(path.to_owned()) })
}

fn wrong(path: &Path, slips: Vec<strict::Slip>) -> StudyError {
    let more = slips.len().saturating_sub(1);
    match slips.into_iter().next() {
        Some(first) => StudyError::WrongInstrument { path: path.to_owned(), first: Box::new(first), more },
        None => StudyError::NoSuchInstrument(path.to_string_lossy().into_owned()),
    }
}

/// Whether a file is called like the id in it.
fn is_called(path: &Path, id: &str) -> bool {
    path.file_stem().is_some_and(|stem| stem == id)
}

fn is_like_built_in(instrument: &Instrument) -> bool {
    let guide = instrument.guide();
    super::create::instrument(&guide.id).is_ok_and(|built_in| built_in.guide().version == guide.version)
}

/// Every wording that a session of a study was held with, by digest, with the file of one such session.
pub type Embedded = BTreeMap<String, (PathBuf, Arc<Instrument>)>;

/// Looks for them in the files directly in the study's folder. Files that cannot be read are passed over.
///
/// # Errors
/// [`StudyError::Storage`] when the folder cannot be listed.
pub fn embedded(storage: &dyn Storage, study: &StudyFolder) -> Result<Embedded, StudyError> {
    let candidates = match study.session_candidates(storage) {
        Err(error) if is_missing(&error) => Vec::new(),
        candidates => candidates?,
    };
    let mut found = Embedded::new();
    for path in candidates {
        let sessions = match read_file(storage, &path) {
            Ok(File::Session(session)) => vec![*session],
            Ok(File::Collection(collection)) => collection.sessions,
            _ => Vec::new(),
        };
        for instrument in sessions.iter().flat_map(|session| &session.instruments) {
            if !found.contains_key(instrument.digest()) {
                found.insert(instrument.digest().to_owned(), (path.clone(), Arc::clone(instrument)));
            }
        }
    }
    Ok(found)
}

/// The file of a session that was held with the same version of an instrument in another wording.
fn changed_since<'e>(embedded: &'e Embedded, instrument: &Instrument) -> Option<&'e Path> {
    let named = |guide: &crate::model::instrument::Guide| (guide.id.clone(), guide.version);
    let is_changed = |other: &Instrument| {
        named(other.guide()) == named(instrument.guide()) && other.digest() != instrument.digest()
    };
    embedded.values().find(|(_, other)| is_changed(other)).map(|(path, _)| path.as_path())
}
