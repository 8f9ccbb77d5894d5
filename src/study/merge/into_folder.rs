//! A merge into a study: each session is joined with its file there.
//!
//! First everything is done but writing, so that what is wrong is told, and what will be erased can be shown, before
//! anything is written. Then records come first, so that a merge that is cut off leaves a filter and no words, and what is
//! said of the study, so that no session stands there in plain for which the study has keys; each
//! session is read anew while its lock is held, and replaced in one step. Doing it again finishes it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::copy::{At, Copy, Origin};
use super::flow::{Join, Stopped};
use super::one::Joined;
use super::{Begun, Gathered, Merged, Placed, Tally, Unmerged, Watch};
use crate::format::v1::{self, File};
use crate::merge::Join as _;
use crate::merge::join::reach as let_reach;
use crate::model::collection::Collection;
use crate::model::ids::{SessionId, WriterId};
use crate::model::session::Session;
use crate::model::study::Study;
use crate::report::reach::{Reach, Remark, reach, to_judge};
use crate::storage::lock::WriterLock;
use crate::storage::{Storage, StorageErrorKind, atomic, folder, read};
use crate::study::catalogue::has_lines;
use crate::study::folder::{StudyFolder, is_missing, read_file};
use crate::study::keys::{self, KeyChange};
use crate::study::withdraw::settle::{Settled, settle};
use crate::study::{FILE_LIMIT, Now, StudyError, beside, leftovers, second};

/// What a merge into a study will do.
#[derive(Debug)]
pub struct Plan {
    /// How much there will be, and the files of the sessions.
    pub merged: Merged,
    /// What stands in the study and will be erased.
    pub losses: Vec<Loss>,
    /// Files that hold a session which another file of the study is for: copies that a sync program made, or the other
    /// half of one event.
    pub beside: Vec<PathBuf>,
    study: StudyFolder,
    records: Collection,
}

/// Words of a session that stand in the study and will be erased.
#[derive(Debug, Clone)]
pub struct Loss {
    /// The session.
    pub session: SessionId,
    /// Its file in the study.
    pub path: PathBuf,
    /// Versions that will be gone.
    pub versions: usize,
    /// What goes, and what stays beside it.
    pub reach: Reach,
    /// What only a person can judge.
    pub remarks: Vec<Remark>,
}

/// One session, as it will stand in the study.
struct Made {
    /// Its file, and whether that changes.
    placed: Placed,
    /// Files beside it that are for the same session.
    beside: Vec<PathBuf>,
    loss: Option<Loss>,
    /// Whether records have to reach its other files: they are new to the study, or a merge that brought them was cut off.
    is_reached: bool,
    records: Collection,
    tally: Tally,
}

/// What was made so far.
#[derive(Default)]
struct Sum {
    merged: Merged,
    losses: Vec<Loss>,
    beside: Vec<PathBuf>,
    reached: Vec<PathBuf>,
    records: Collection,
}

impl Sum {
    fn take(&mut self, made: Made) {
        self.merged.tally.absorb(&made.tally);
        self.reached.extend(made.is_reached.then(|| made.placed.path.clone()));
        self.merged.placed.push(made.placed);
        self.losses.extend(made.loss);
        self.beside.extend(made.beside);
        self.records.join(made.records);
    }
}

impl Gathered {
    /// Says what a merge into a study will do; writes nothing.
    ///
    /// # Errors
    /// [`Unmerged`], among it [`StudyError::Held`] for a session that is being recorded.
    pub fn plan(&mut self, storage: &dyn Storage, root: &Path, watch: Watch<'_>) -> Result<Plan, Unmerged> {
        let study = StudyFolder::at(root);
        let make = |_: &Self, copies: &[&Copy], join: Join<'_>| {
            // Given back at once: this only asks.
            hold(&study, copies).map_err(Stopped::Study)?;
            look(storage, &study, copies, &join()?).map_err(Stopped::Study)
        };
        let add = |sum: &mut Sum, made| {
            sum.take(made);
            Ok(())
        };
        let sum = self.each((storage, watch), |_| Ok(Sum::default()), make, add)?;
        let Sum { mut merged, losses, beside, mut records, .. } = sum;
        self.count_left_out(&mut merged.tally);
        records.join(self.sources.records.clone());
        if let Some(brought) = &self.sources.study {
            merged.keys = described(storage, &study, brought.clone())?.1;
        }
        Ok(Plan { merged, losses, beside, study, records })
    }

    /// Does what was planned, at this time and by the hand of this writer.
    ///
    /// # Errors
    /// [`Unmerged`]; once something was written [`Unmerged::Begun`]. Files that were written by then stay as they are, each
    /// of them whole; doing it again goes on.
    pub fn into_folder(
        &mut self,
        storage: &dyn Storage,
        plan: Plan,
        hand: (WriterId, &Now),
        watch: Watch<'_>,
    ) -> Result<Merged, Unmerged> {
        let (mut keys, has_begun) = (KeyChange::default(), AtomicBool::new(false));
        let merged = self.write_into(storage, plan, hand, watch, (&mut keys, &has_begun));
        merged.map_err(|error| match error {
            Unmerged::Study(error) if has_begun.into_inner() => {
                Unmerged::Begun(Box::new(Begun { keys, error }))
            }
            error => error,
        })
    }

    fn write_into(
        &mut self,
        storage: &dyn Storage,
        plan: Plan,
        (writer, now): (WriterId, &Now),
        watch: Watch<'_>,
        (keys, has_begun): (&mut KeyChange, &AtomicBool),
    ) -> Result<Merged, Unmerged> {
        let Plan { study, records, .. } = plan;
        folder::create(storage, study.root()).map_err(StudyError::from)?;
        folder::create(storage, &study.keeping()).map_err(StudyError::from)?;
        let mut beside = Vec::new();
        if !records.is_only_sessions() {
            let placed = put_records(storage, &study, records)?;
            has_begun.fetch_or(placed.is_changed, Ordering::Relaxed);
            beside.push(placed);
        }
        if let Some(brought) = self.sources.study.clone() {
            let placed;
            (placed, *keys) = put_study(storage, &study, brought)?;
            has_begun.fetch_or(placed.is_changed, Ordering::Relaxed);
            beside.push(placed);
        }
        let make = |_: &Self, copies: &[&Copy], join: Join<'_>| {
            let locks = hold(&study, copies).map_err(Stopped::Study)?;
            let joined = join()?;
            let made = look(storage, &study, copies, &joined).map_err(Stopped::Study)?;
            write(storage, &study, copies, &joined, &made).map_err(Stopped::Study)?;
            has_begun.fetch_or(made.placed.is_changed, Ordering::Relaxed);
            drop(locks);
            Ok(made)
        };
        let add = |sum: &mut Sum, made| {
            sum.take(made);
            Ok(())
        };
        let sum = self.each((storage, watch), |_| Ok(Sum::default()), make, add)?;
        let mut merged = Merged { keys: keys.clone(), ..sum.merged };
        for path in &sum.reached {
            let Settled { changed, naming } = settle(storage, path, writer, now)?;
            merged.outdated.extend(naming);
            let is_new = |path: &PathBuf| !merged.placed.iter().any(|placed| placed.path == *path);
            let changed: Vec<PathBuf> = changed.into_iter().filter(is_new).collect();
            let placed = |path| Placed { path, is_changed: true, from: Vec::new() };
            merged.placed.extend(changed.into_iter().map(placed));
        }
        merged.placed.extend(beside);
        self.count_left_out(&mut merged.tally);
        Ok(merged)
    }
}

/// Takes the locks of a session's files in the study. A session that is new to it nobody can be recording there.
fn hold(study: &StudyFolder, copies: &[&Copy]) -> Result<Vec<WriterLock>, StudyError> {
    let there = copies.iter().filter(|copy| copy.origin == Origin::There);
    let ids: BTreeSet<SessionId> = there.flat_map(|copy| copy.ids.iter().copied()).collect();
    super::held(study, ids)
}

/// What one joined session will be in the study.
fn look(
    storage: &dyn Storage,
    study: &StudyFolder,
    copies: &[&Copy],
    joined: &Joined,
) -> Result<Made, StudyError> {
    let mut there: Vec<(usize, &Path)> = files_there(copies).collect();
    there.sort_by_key(|(_, path)| *path);
    let named = study.session_file(&joined.session);
    let own = there.iter().position(|(_, path)| *path == named).unwrap_or_default();
    let (path, is_changed) = if there.is_empty() {
        if storage.entry(&named).is_ok() {
            return Err(StudyError::OutputExists { path: named });
        }
        (named, true)
    } else {
        let (at, path) = there.remove(own);
        (path.to_owned(), !joined.equal.contains(&at))
    };
    let loss = joined.there.as_ref().and_then(|before| loss(before, &joined.session, &path));
    let brought = copies.iter().filter(|copy| copy.origin != Origin::There);
    let from = brought.map(|copy| copy.path().to_owned()).collect();
    let records = Collection::of_records(&joined.session);
    let is_reached = |before: &Session| {
        Collection::of_records(before) != records || is_unfinished(storage, study, &joined.session, &records)
    };
    Ok(Made {
        placed: Placed { path, is_changed, from },
        beside: there.into_iter().map(|(_, path)| path.to_owned()).collect(),
        loss,
        is_reached: joined.there.as_ref().is_some_and(is_reached),
        records,
        tally: joined.tally.clone(),
    })
}

/// Whether words that records take away may still stand beside a session: in a backup, a journal, a second window's copy, or
/// what a crash left.
fn is_unfinished(
    storage: &dyn Storage,
    study: &StudyFolder,
    session: &Session,
    records: &Collection,
) -> bool {
    let holds_words = |backup: &Path| match read_file(storage, backup) {
        Ok(File::Session(held)) => {
            let mut left = (*held).clone();
            let_reach(&mut left, &records.withdrawals, &records.erasures);
            let mut gone = false;
            held.absent_from(&left, &mut |_, _, _| gone = true);
            gone
        }
        Ok(_) => true,
        Err(error) => !is_missing(&error),
    };
    let is_of = |id: &SessionId| {
        let journals = [study.journal(*id), study.next_journal(*id)];
        holds_words(&study.backup(*id)) || journals.iter().any(|journal| has_lines(storage, journal))
    };
    !records.is_only_sessions()
        && (session.ids().iter().any(is_of) || has_other_forms(storage, study, session.ids()))
}

/// Whether there is anything else that holds words of a session: ends of journals and damaged files that were put aside, copies
/// of second windows, temporary files.
fn has_other_forms(storage: &dyn Storage, study: &StudyFolder, ids: &BTreeSet<SessionId>) -> bool {
    let kept = folder::list(storage, &study.keeping()).unwrap_or_default();
    let is_of_one =
        |name: &str| ids.iter().any(|id| name.contains(&id.to_string()) || name.contains(&id.short()));
    let is_form = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        second::is_copy(&name) || beside::is_put_aside(&name) && is_of_one(&name)
    };
    kept.iter().any(is_form) || !leftovers::told(storage, study, &[]).is_empty()
}

/// The files of a session in the study, with their places among its copies.
fn files_there<'a>(copies: &'a [&Copy]) -> impl Iterator<Item = (usize, &'a Path)> {
    copies.iter().enumerate().filter_map(|(at, copy)| match &copy.at {
        At::File(path) if copy.origin == Origin::There => Some((at, path.as_path())),
        _ => None,
    })
}

fn loss(before: &Session, after: &Session, path: &Path) -> Option<Loss> {
    let mut versions = 0;
    before.absent_from(after, &mut |_, _, _| versions += 1);
    (versions > 0).then(|| {
        let reach = reach(before, after);
        let remarks = to_judge(before, after, &reach);
        Loss { session: after.id(), path: path.to_owned(), versions, reach, remarks }
    })
}

fn write(
    storage: &dyn Storage,
    study: &StudyFolder,
    copies: &[&Copy],
    joined: &Joined,
    made: &Made,
) -> Result<(), StudyError> {
    let is_new = joined.there.is_none();
    // Two sessions made one cannot be parted again: what they were stays until a person has looked.
    let became_one =
        copies.iter().any(|copy| copy.origin == Origin::There && copy.ids != *joined.session.ids());
    let backup = (became_one && made.loss.is_none()).then(|| study.backup(joined.session.id()));
    let text = joined.text.as_bytes();
    if is_new {
        atomic::create(storage, &made.placed.path, text)?;
    } else if made.placed.is_changed {
        atomic::replace(storage, &made.placed.path, text, backup.as_deref())?;
    }
    // Other files of the session are left to a person, unless they hold words that are gone.
    for (at, path) in files_there(copies) {
        if path != made.placed.path && joined.outdated.contains(&at) {
            atomic::replace(storage, path, text, None)?;
        }
    }
    Ok(())
}

/// Adds records to those of the study, as they stand there by now.
fn put_records(
    storage: &dyn Storage,
    study: &StudyFolder,
    mut records: Collection,
) -> Result<Placed, StudyError> {
    let _held = study.hold(storage)?;
    records.join(study.withdrawals(storage)?);
    put(storage, &study.withdrawals_file(), &v1::write_collection(&records))
}

/// Writes what the inputs and the study itself say of the study by now; gives what became of its keys.
fn put_study(
    storage: &dyn Storage,
    study: &StudyFolder,
    brought: Study,
) -> Result<(Placed, KeyChange), StudyError> {
    let _held = study.hold(storage)?;
    let (joined, keys) = described(storage, study, brought)?;
    Ok((put(storage, &study.study_file(), &v1::write_study(&joined))?, keys))
}

/// What is said of the study, joined, and what that makes of its keys.
fn described(
    storage: &dyn Storage,
    study: &StudyFolder,
    brought: Study,
) -> Result<(Study, KeyChange), StudyError> {
    let there = study.study(storage)?;
    let mut joined = brought;
    if let Some(there) = there.clone() {
        joined.join(there);
    }
    let keys = keys::change(there.as_ref(), &joined);
    Ok((joined, keys))
}

/// Replaces a file unless it holds these bytes already.
fn put(storage: &dyn Storage, path: &Path, text: &str) -> Result<Placed, StudyError> {
    let is_changed = match read(storage, path, FILE_LIMIT) {
        Ok(bytes) => bytes != text.as_bytes(),
        Err(error) if error.kind() == StorageErrorKind::Missing => true,
        Err(error) => return Err(error.into()),
    };
    if is_changed {
        atomic::replace(storage, path, text.as_bytes(), None)?;
    }
    Ok(Placed { path: path.to_owned(), is_changed, from: Vec::new() })
}
