//! Which study, which session, which laptop.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::Call;
use super::failure::{Failure, Kind};
use super::told::name;
use crate::run::clock;
use crate::run::random::{self, NoRandomness};
use crate::storage::vault::known_name;
use crate::storage::{FileKind, Storage, StorageErrorKind};
use crate::study::StudyError;
use crate::study::catalogue::{self, Listed, Unreadable};
use crate::study::folder::StudyFolder;
use crate::study::laptop::{self, NoHome, Settings};

/// The study a command is about.
pub(super) struct Chosen {
    /// Its folder.
    pub(super) folder: StudyFolder,
    /// Whether nobody named it: then it need not be there yet.
    is_own: bool,
}

impl Chosen {
    /// The study that a session's file lies in.
    pub(super) fn around(session: &Path) -> Self {
        Self { folder: StudyFolder::around(session), is_own: false }
    }

    /// The study in a folder that was named.
    pub(super) fn named(folder: impl Into<PathBuf>) -> Self {
        Self { folder: StudyFolder::at(folder), is_own: false }
    }

    /// Makes the folder and its `study.json`, where they are missing.
    pub(super) fn make(&self, call: &Call<'_>) -> Result<(), Failure> {
        let (id, writer) = (random::session_id()?, random::writer_id()?);
        self.folder.make(call.storage, id, writer, &clock::now()).map_err(|error| Failure::of_writing(&error))
    }

    /// Its sessions, and the files that cannot be read.
    pub(super) fn list(&self, call: &Call<'_>) -> Result<(Vec<Listed>, Vec<Unreadable>), Failure> {
        match catalogue::list(call.storage, &self.folder) {
            Err(StudyError::Storage(error)) if self.is_own && error.kind() == StorageErrorKind::Missing => {
                Ok((Vec::new(), Vec::new()))
            }
            listed => listed.map_err(|error| Failure::of(&error)),
        }
    }
}

/// The folder of last resort of this laptop, where it is there.
pub(super) fn rescued(call: &Call<'_>) -> Option<PathBuf> {
    let rescued = laptop::rescued(&laptop::places().ok()?.settings);
    let is_there =
        call.storage.entry(&rescued).is_ok_and(|entry| entry.kind == FileKind::Folder && !entry.is_link);
    is_there.then_some(rescued)
}

/// The study named with `--study`, else by `HEARKEN_STUDY`, else the one in this folder, else the person's own.
pub(super) fn study(call: &Call<'_>) -> Result<Chosen, Failure> {
    if let Some(folder) = &call.options.study {
        return Ok(Chosen::named(folder.clone()));
    }
    if let Some(folder) = std::env::var_os("HEARKEN_STUDY").filter(|folder| !folder.is_empty()) {
        return Ok(Chosen::named(folder));
    }
    let here = StudyFolder::at(".");
    if call.storage.entry(&here.study_file()).is_ok() {
        return Ok(Chosen { folder: here, is_own: false });
    }
    let own = laptop::places()?.default_study;
    Ok(Chosen { folder: StudyFolder::at(own), is_own: true })
}

/// The file of a session: a path, or any part of its id, site or file name that no other session of the study has.
pub(super) fn session(call: &Call<'_>, wanted: &OsStr) -> Result<PathBuf, Failure> {
    found(call, wanted, catalogue::find)
}

/// As [`session`], and finds what only the office can read any more too.
pub(super) fn session_to_seal(call: &Call<'_>, wanted: &OsStr) -> Result<PathBuf, Failure> {
    found(call, wanted, catalogue::find_to_seal)
}

fn found(
    call: &Call<'_>,
    wanted: &OsStr,
    find: fn(&dyn Storage, &StudyFolder, &str) -> Result<PathBuf, StudyError>,
) -> Result<PathBuf, Failure> {
    let path = Path::new(wanted);
    if call.storage.entry(path).is_ok() {
        return Ok(known_name(path));
    }
    let chosen = study(call)?;
    // No name in a study has other bytes than UTF-8, so such a one is found nowhere.
    let text = wanted.to_string_lossy();
    match find(call.storage, &chosen.folder, &text) {
        Ok(path) => Ok(path),
        Err(StudyError::Storage(error)) if chosen.is_own && error.kind() == StorageErrorKind::Missing => {
            Err(Failure::of(&StudyError::NoSuchSession(text.into_owned())))
        }
        Err(error @ StudyError::NoSuchSession(_)) => {
            Err(Failure::of(&error).hint(format!("Looked for in the study {}.", name(chosen.folder.root()))))
        }
        Err(error) => Err(Failure::of(&error)),
    }
}

/// What this laptop remembers, where that is kept, and a word if it could not be read.
pub(super) struct Laptop {
    /// Its id, and who usually types here.
    pub(super) settings: Settings,
    /// Where they are kept.
    pub(super) file: Option<PathBuf>,
    /// A sentence about what is wrong with them. Nobody has to stop for it.
    pub(super) trouble: Option<String>,
}

impl Laptop {
    /// One that remembers nothing: what is typed into an example is nobody's initials.
    pub(super) fn passing() -> Result<Self, Failure> {
        Ok(Self { settings: Settings::of(random::writer_id()?), file: None, trouble: None })
    }
}

/// Reads the settings of this laptop, or makes them.
pub(super) fn laptop(call: &Call<'_>) -> Result<Laptop, Failure> {
    let fresh = random::writer_id()?;
    Ok(match laptop::places() {
        Ok(places) => {
            let loaded = Settings::load(call.storage, &places.settings, fresh);
            let trouble = loaded.trouble.map(|trouble| sentence(&trouble.to_string()));
            Laptop { settings: loaded.settings, file: Some(places.settings), trouble }
        }
        Err(NoHome) => Laptop {
            settings: Settings::of(fresh),
            file: None,
            trouble: Some("HOME is not set, so this laptop's settings are not remembered.".to_owned()),
        },
    })
}

/// With a capital letter and a full stop.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).chain(['.']).collect()
}

impl From<NoHome> for Failure {
    fn from(error: NoHome) -> Self {
        Self::new(Kind::CouldNot, error.to_string())
            .hint("Name the folder of the study with --study DIR, or set HOME.")
    }
}

impl From<NoRandomness> for Failure {
    fn from(error: NoRandomness) -> Self {
        Self::new(Kind::CouldNot, error.to_string())
            .hint("No id could be made, and nothing was written. Ask who looks after this laptop.")
    }
}
