//! Git as the carrier of a study: its settings, and the join in place of its merge by lines.
//!
//! Promises: nothing is written unless the folder lies in a repository; what somebody wrote into Git's files stays;
//! an input that cannot be joined, a sealed one without a key among them, leaves the file as it was, so that Git reports
//! a conflict; what was sealed stays sealed, under the name that Git gave it. Git calls the driver
//! only for a file that both sides changed: a withdrawal that came in another file takes effect when the study is
//! read or merged.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use thiserror::Error;

use super::folder::StudyFolder;
use super::keys::{self, KeyChange};
use super::{FILE_LIMIT, StudyError};
use crate::format::v1::{self, File};
use crate::merge::Join;
use crate::storage::{Storage, StorageErrorKind, atomic, read};

/// Which files of the study Git joins with hearken.
const ATTRIBUTES: &[&str] = &["/*.json merge=hearken", "/*.json.age merge=hearken"];
/// Journals, locks and backups are of one laptop.
const IGNORED: &[&str] = &[".hearken/"];

/// Why Git could not be set up.
#[derive(Debug, Error)]
pub enum SetUpError {
    /// Git is not on this machine.
    #[error("git could not be started")]
    NoGit(#[source] io::Error),
    /// The folder lies in no repository.
    #[error("{} is not in the work tree of a Git repository", folder.display())]
    NotARepository {
        /// The folder.
        folder: PathBuf,
    },
    /// Git would not take a setting; the two files are written by then.
    #[error("git would not take the setting {setting}: {told}")]
    Refused {
        /// The setting.
        setting: &'static str,
        /// What it said.
        told: String,
    },
    /// The path of the program cannot be written into a setting.
    #[error("the path of this program is not UTF-8")]
    Unwritable,
    /// A file could not be read or written.
    #[error(transparent)]
    Study(#[from] StudyError),
}

/// Why two files were not joined.
#[derive(Debug, Error)]
pub enum NotJoined {
    /// One could not be read, or the joined one not written.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// They are of two kinds.
    #[error("one side is a {ours} and the other a {theirs}")]
    TwoKinds {
        /// What one is.
        ours: &'static str,
        /// What the other is.
        theirs: &'static str,
    },
    /// They share no id.
    #[error("the two sides are different {kind}: they share no id")]
    Strangers {
        /// What they are, in the plural.
        kind: &'static str,
    },
    /// Two instruments: a change of wording is for a person.
    #[error("the two sides are instruments that differ, and the wording of an instrument is not joined")]
    Instruments,
}

/// Tells Git to join the files of a study with the program at `program`; gives the files that were changed.
///
/// # Errors
/// A [`SetUpError`]. Without a repository nothing is written.
pub fn set_up(storage: &dyn Storage, folder: &Path, program: &Path) -> Result<Vec<PathBuf>, SetUpError> {
    let inside = git(folder, &["rev-parse", "--is-inside-work-tree"]).map_err(SetUpError::NoGit)?;
    if !inside.is_done || inside.out.trim() != "true" {
        return Err(SetUpError::NotARepository { folder: folder.to_owned() });
    }
    // Read before anything is written, so that a file that cannot be read stops all of it.
    let wanted = [(".gitattributes", ATTRIBUTES), (".gitignore", IGNORED)]
        .into_iter()
        .map(|(name, lines)| {
            let path = folder.join(name);
            Ok(with_lines(storage, &path, lines)?.map(|text| (path, text)))
        })
        .collect::<Result<Vec<_>, StudyError>>()?;
    let driver = driver(program).ok_or(SetUpError::Unwritable)?;
    let mut changed = Vec::new();
    for (path, text) in wanted.into_iter().flatten() {
        atomic::replace(storage, &path, &text, None).map_err(StudyError::from)?;
        changed.push(path);
    }
    // Last: a clone that has the driver has the lines that call it.
    set(folder, "merge.hearken.name", "hearken: notes are joined, not lines")?;
    set(folder, "merge.hearken.driver", &driver)?;
    Ok(changed)
}

/// The command line that Git hands to `sh`, after it has put the names of files in.
fn driver(program: &Path) -> Option<String> {
    let program = program.to_str()?.replace('\'', r"'\''").replace('%', "%%");
    Some(format!("'{program}' merge-driver -- %O %A %B %P"))
}

fn set(folder: &Path, setting: &'static str, value: &str) -> Result<(), SetUpError> {
    match git(folder, &["config", "--local", setting, value]) {
        Ok(ran) if ran.is_done => Ok(()),
        Ok(ran) => Err(SetUpError::Refused { setting, told: ran.told.trim().to_owned() }),
        Err(error) => Err(SetUpError::Refused { setting, told: error.to_string() }),
    }
}

struct Ran {
    is_done: bool,
    out: String,
    told: String,
}

fn git(folder: &Path, args: &[&str]) -> io::Result<Ran> {
    let output = Command::new("git").arg("-C").arg(folder).args(args).output()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Ran { is_done: output.status.success(), out: text(&output.stdout), told: text(&output.stderr) })
}

/// The bytes of a file with more lines; nothing when all of them stand there.
fn with_lines(storage: &dyn Storage, path: &Path, lines: &[&str]) -> Result<Option<Vec<u8>>, StudyError> {
    let mut bytes = match read(storage, path, FILE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == StorageErrorKind::Missing => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let is_there =
        |line: &str| bytes.split(|byte| *byte == b'\n').any(|there| there.trim_ascii() == line.as_bytes());
    let missing: Vec<&str> = lines.iter().copied().filter(|line| !is_there(line)).collect();
    if missing.is_empty() {
        return Ok(None);
    }
    if !bytes.is_empty() && !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    for line in missing {
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
    }
    Ok(Some(bytes))
}

/// Joins `theirs` into `ours`, in the study around `place`, where the file stands in the work tree.
/// Gives what became of the keys of a study, if it was one.
///
/// # Errors
/// [`NotJoined`]; `ours` is as it was.
pub fn join_files(
    storage: &dyn Storage,
    ours: &Path,
    theirs: &Path,
    place: Option<&Path>,
) -> Result<KeyChange, NotJoined> {
    if let Some(place) = place {
        // Git's own names for the two sides say nothing; where the file stands says whom it is sealed to.
        storage.keep_alike(StudyFolder::around(ours).root(), StudyFolder::around(place).root());
    }
    let before = opened(storage, ours)?;
    let had = if let File::Study(study) = &before { Some(study.clone()) } else { None };
    let joined = joined(before, opened(storage, theirs)?)?;
    let mut change = KeyChange::default();
    let text = match reached(storage, joined, place)? {
        File::Session(session) => v1::write_session(&session),
        File::Collection(collection) => v1::write_collection(&collection),
        File::Study(study) => {
            change = keys::change(had.as_deref(), &study);
            v1::write_study(&study)
        }
        // Both sides hold the same one: the file stays.
        File::Instrument(_) => return Ok(change),
    };
    atomic::replace(storage, ours, text.as_bytes(), None).map_err(StudyError::from)?;
    Ok(change)
}

fn opened(storage: &dyn Storage, path: &Path) -> Result<File, NotJoined> {
    let bytes = read(storage, path, FILE_LIMIT).map_err(StudyError::from)?;
    let file = v1::read(&bytes).map_err(|source| StudyError::Format { path: path.to_owned(), source })?;
    Ok(file)
}

fn joined(ours: File, theirs: File) -> Result<File, NotJoined> {
    let (our_kind, their_kind) = (ours.kind(), theirs.kind());
    match (ours, theirs) {
        (File::Session(mut ours), File::Session(theirs)) => {
            if ours.ids().is_disjoint(theirs.ids()) {
                return Err(NotJoined::Strangers { kind: "sessions" });
            }
            ours.join(*theirs);
            Ok(File::Session(ours))
        }
        (File::Study(mut ours), File::Study(theirs)) => {
            if ours.ids.is_disjoint(&theirs.ids) {
                return Err(NotJoined::Strangers { kind: "studies" });
            }
            ours.join(*theirs);
            Ok(File::Study(ours))
        }
        (File::Collection(mut ours), File::Collection(theirs)) => {
            ours.join(theirs);
            Ok(File::Collection(ours))
        }
        (File::Instrument(ours), File::Instrument(theirs)) if ours == theirs => Ok(File::Instrument(ours)),
        (File::Instrument(_), File::Instrument(_)) => Err(NotJoined::Instruments),
        _ => Err(NotJoined::TwoKinds { ours: our_kind, theirs: their_kind }),
    }
}

/// With what was withdrawn in the study taken out.
fn reached(storage: &dyn Storage, mut file: File, place: Option<&Path>) -> Result<File, StudyError> {
    let Some(study) = place.map(StudyFolder::around) else { return Ok(file) };
    match &mut file {
        File::Session(session) => study.reach(storage, [&mut **session])?,
        File::Collection(collection) => study.reach(storage, &mut collection.sessions)?,
        File::Study(_) | File::Instrument(_) => {}
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_driver_is_one_word_for_sh_whatever_the_path_of_the_program() {
        let driver = driver(Path::new("/a b/it's 5%/hearken")).unwrap();
        assert_eq!(driver, r"'/a b/it'\''s 5%%/hearken' merge-driver -- %O %A %B %P");
    }
}
