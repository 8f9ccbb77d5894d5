//! Recovering: what journals, backups and the copies of second windows hold more than their sessions is joined in.
//!
//! Opening a session does the same for its journals. This does it for all of a folder at once, for sessions that are not
//! opened any more, and for those whose file is damaged or gone. Promises to take no word away: a damaged file stays,
//! under another name; half-typed notes stay in their journal, that of a second window too, and come back when the session
//! is opened; the end of a journal that cannot be read is put aside. What a later version of the program wrote is whole, and
//! left as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::folder::{StudyFolder, read_file, read_session};
use super::opened::{Looked, with_journals};
use super::sealing::{as_on_disk, on_disk};
use super::{FILE_LIMIT, StudyError, beside, keys, second};
use crate::format::Problem;
use crate::format::v1::{self, File};
use crate::merge::Join as _;
use crate::model::ids::SessionId;
use crate::model::session::Session;
use crate::storage::lock::WriterLock;
use crate::storage::vault::{Unopened, Vault};
use crate::storage::{Storage, StorageErrorKind, aside, atomic, folder, read};

/// What came of one session.
#[derive(Debug)]
pub struct Recovered {
    /// Its file.
    pub path: PathBuf,
    /// How many versions it has now that its file did not have.
    pub versions: usize,
    /// Half-typed notes that wait in its journal, or in that of a second window.
    pub half_typed: usize,
    /// Where ends of journals were put that cannot be read.
    pub put_aside: Vec<PathBuf>,
    /// Where its damaged file stands now.
    pub damaged: Option<PathBuf>,
}

/// What was not recovered.
#[derive(Debug)]
pub struct Left {
    /// The file.
    pub path: PathBuf,
    /// Why not.
    pub error: StudyError,
}

/// What came of a folder.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Sessions that got something back, or have something that waits.
    pub recovered: Vec<Recovered>,
    /// How many sessions were looked at.
    pub sessions: usize,
    /// What could not be recovered.
    pub left: Vec<Left>,
}

/// Recovers everything in a study's folder.
///
/// # Errors
/// [`StudyError::Storage`] when the folder cannot be listed. What is wrong with one session is told in the outcome and
/// stops no other.
pub fn recover(vault: &Vault, study: &StudyFolder) -> Result<Outcome, StudyError> {
    let mut outcome = Outcome::default();
    let mut known = BTreeSet::new();
    let kept = kept(vault, study);
    for path in study.session_candidates(vault)? {
        let error = match read_file(vault, &path) {
            Ok(File::Session(session)) => {
                known.extend(session.ids().iter().copied());
                outcome.sessions += 1;
                outcome.take(&path, of_session(vault, study, &path, *session));
                continue;
            }
            Ok(_) => continue,
            Err(error) if super::catalogue::is_not_ours(&error) => continue,
            Err(error) => error,
        };
        let id = id_kept_for(&kept, &path);
        // What cannot be read is not gone: nothing is made beside it of what is kept.
        known.extend(id);
        known.extend(ids_in_later_version(vault, &kept, &path, &error));
        match (Damage::of(vault, &path, &error), id) {
            (Some(damage), Some(id)) => {
                outcome.sessions += 1;
                outcome.take(&path, of_damaged(vault, study, &path, id, damage));
            }
            _ => outcome.left.push(Left { path, error }),
        }
    }
    for (id, path) in kept {
        if !known.contains(&id) {
            outcome.sessions += 1;
            outcome.take(&path, of_gone(vault, study, id));
        }
    }
    Ok(outcome)
}

impl Outcome {
    fn take(&mut self, path: &Path, came: Result<Option<Recovered>, StudyError>) {
        match came {
            Ok(came) => self.recovered.extend(came),
            Err(error) => self.left.push(Left { path: path.to_owned(), error }),
        }
    }
}

/// Sessions that something is kept of beside the journals, each with one file of it.
type Kept = BTreeMap<SessionId, PathBuf>;

fn kept(storage: &dyn Storage, study: &StudyFolder) -> Kept {
    let mut ids = BTreeMap::new();
    for path in folder::list(storage, &study.keeping()).unwrap_or_default() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !beside::is_journal(&name) && !name.ends_with(".backup") {
            continue;
        }
        if let Some(id) = name.split('.').next().and_then(|id| id.parse().ok()) {
            ids.entry(id).or_insert(path);
        }
    }
    ids
}

/// The id of a damaged session, if something is kept of it.
fn id_kept_for(kept: &Kept, path: &Path) -> Option<SessionId> {
    let short = beside::short_id(path)?;
    kept.keys().find(|id| id.short() == short).copied()
}

/// The ids that stand in a file which a later version of the program wrote, of sessions that something is kept of. It may
/// be called anything.
fn ids_in_later_version(
    storage: &dyn Storage,
    kept: &Kept,
    path: &Path,
    error: &StudyError,
) -> Vec<SessionId> {
    if !is_of_later_version(error) {
        return Vec::new();
    }
    let bytes = read(storage, path, FILE_LIMIT).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    kept.keys().filter(|id| text.contains(&id.to_string())).copied().collect()
}

fn is_of_later_version(error: &StudyError) -> bool {
    matches!(error, StudyError::Format { source, .. } if matches!(source.problem, Problem::LaterVersion(_)))
}

/// How the file of a session is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Damage {
    /// It holds no session any more.
    NoSession,
    /// It is sealed, and not as it was sealed.
    BrokenSeal,
    /// It is called like a sealed file, and what is in it is neither sealed nor a session.
    NoSeal,
}

impl Damage {
    /// Nothing for a file that is whole and cannot be read here: a later version wrote it, its key is missing, or it is
    /// a plain session under the name of a sealed one.
    fn of(vault: &Vault, path: &Path, error: &StudyError) -> Option<Self> {
        match (error, error.unopened()) {
            (StudyError::Format { .. }, _) => (!is_of_later_version(error)).then_some(Self::NoSession),
            (_, Some(Unopened::Damaged)) => Some(Self::BrokenSeal),
            (_, Some(Unopened::NotSealed)) => {
                let bytes = as_on_disk(vault, path).ok()?;
                matches!(v1::read(&bytes), Err(source) if !matches!(source.problem, Problem::LaterVersion(_)))
                    .then_some(Self::NoSeal)
            }
            _ => None,
        }
    }
}

/// A session held by its lock, with all that is kept of it.
struct Gathered {
    looked: Looked,
    copies: Vec<second::Idle>,
    _locks: Vec<WriterLock>,
}

fn gathered(storage: &dyn Storage, study: &StudyFolder, session: Session) -> Result<Gathered, StudyError> {
    let ids: Vec<SessionId> = session.ids().iter().copied().collect();
    folder::create(storage, &study.keeping())?;
    let locks = study.hold_sessions(ids.iter().copied())?;
    let mut looked = with_journals(storage, study, session)?;
    for id in &ids {
        // A backup is of one save before; one that is damaged holds nothing that can be had.
        if let Ok(backup) = read_session(storage, &study.backup(*id))
            && !backup.ids().is_disjoint(looked.session.ids())
        {
            looked.session.join(backup);
        }
    }
    let copies = second::idle(storage, study, &ids);
    for copy in &copies {
        looked.session.join(copy.session().clone());
    }
    study.reach(storage, [&mut looked.session])?;
    Ok(Gathered { looked, copies, _locks: locks })
}

fn of_session(
    storage: &dyn Storage,
    study: &StudyFolder,
    path: &Path,
    session: Session,
) -> Result<Option<Recovered>, StudyError> {
    let has_more = !beside::journals(storage, path, session.ids()).is_empty();
    let has_backup = session.ids().iter().any(|id| storage.entry(&study.backup(*id)).is_ok());
    if !has_more && !has_backup {
        return Ok(None);
    }
    // Read anew once it is held.
    let ids = session.ids().clone();
    let held = gathered(storage, study, session)?;
    let before = match read_file(storage, path)? {
        File::Session(before) if *before.ids() == ids => before,
        _ => return Err(StudyError::ChangedMeanwhile { path: path.to_owned() }),
    };
    finish(storage, study, path, held, Some(&before), None)
}

fn of_damaged(
    vault: &Vault,
    study: &StudyFolder,
    path: &Path,
    id: SessionId,
    damage: Damage,
) -> Result<Option<Recovered>, StudyError> {
    // Nothing is written beside a study that cannot be read, and the file that was put aside would be all that came of it.
    keys::is_encrypted(vault, study)?;
    let held = gathered(vault, study, Session::new(id))?;
    let damaged = match damage {
        Damage::NoSession => put_beside(vault, study, path, &read(vault, path, FILE_LIMIT)?)?,
        // What was sealed stays as it is: nobody can open it here, and it needs no second seal.
        Damage::BrokenSeal => {
            let bytes = as_on_disk(vault, path)?;
            put_beside(vault.disk(), study, &on_disk(vault, path)?, &bytes)?
        }
        Damage::NoSeal => put_beside(vault, study, path, &as_on_disk(vault, path)?)?,
    };
    finish(vault, study, path, held, None, Some(damaged))
}

fn of_gone(
    storage: &dyn Storage,
    study: &StudyFolder,
    id: SessionId,
) -> Result<Option<Recovered>, StudyError> {
    let held = gathered(storage, study, Session::new(id))?;
    let (versions, _) = held.looked.session.versions_and_conflicts();
    if versions == 0 {
        return Ok(None);
    }
    let path = study.session_file(&held.looked.session);
    if storage.entry(&path).is_ok() {
        return Err(crate::storage::StorageError::AlreadyThere { path }.into());
    }
    finish(storage, study, &path, held, None, None)
}

/// What stands in the name of a damaged file, behind the name that it had.
const DAMAGED: &str = ".damaged-";

/// What stays last in the name of a damaged file that is sealed.
const SEALED: &str = ".age";

/// Whether a file of this name beside the journals is a damaged session.
pub(super) fn is_damaged(name: &str) -> bool {
    name.contains(DAMAGED)
}

/// Keeps a damaged file among the journals, once: an attempt that failed later may have put it there already.
fn put_beside(
    storage: &dyn Storage,
    study: &StudyFolder,
    path: &Path,
    bytes: &[u8],
) -> Result<PathBuf, StudyError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (name, ending) = name.strip_suffix(SEALED).map_or((&*name, ""), |name| (name, SEALED));
    let named = |number| study.keeping().join(format!("{name}{DAMAGED}{number}{ending}"));
    Ok(aside::put_aside(storage, bytes, named)?)
}

/// Writes what was gathered, then lets go of what it was gathered from.
fn finish(
    storage: &dyn Storage,
    study: &StudyFolder,
    path: &Path,
    held: Gathered,
    before: Option<&Session>,
    damaged: Option<PathBuf>,
) -> Result<Option<Recovered>, StudyError> {
    let Gathered { mut looked, mut copies, _locks } = held;
    looked.put_tails_aside(storage, None)?;
    let Looked { session, mut recovered, .. } = looked;
    let mut half_typed = recovered.drafts.len();
    for copy in &mut copies {
        half_typed += copy.half_typed();
        recovered.put_aside.extend(copy.put_tails_aside(storage, study)?);
    }
    let mut versions = 0;
    let nothing = Session::new(session.id());
    session.absent_from(before.unwrap_or(&nothing), &mut |_, _, _| versions += 1);
    let ids = session.ids().clone();
    if versions > 0 || damaged.is_some() {
        let backup = before.map(|_| study.backup(session.id()));
        atomic::replace(storage, path, v1::write_session(&session).as_bytes(), backup.as_deref())?;
    }
    for copy in copies {
        copy.remove(storage);
    }
    if recovered.drafts.is_empty() {
        for journal in ids.iter().flat_map(|id| [study.next_journal(*id), study.journal(*id)]) {
            match folder::remove_file(storage, &journal) {
                Err(error) if error.kind() != StorageErrorKind::Missing => return Err(error.into()),
                _ => {}
            }
        }
    }
    let put_aside: Vec<PathBuf> = recovered.put_aside.into_iter().map(|(path, _)| path).collect();
    if versions == 0 && half_typed == 0 && put_aside.is_empty() && damaged.is_none() {
        return Ok(None);
    }
    Ok(Some(Recovered { path: path.to_owned(), versions, half_typed, put_aside, damaged }))
}
