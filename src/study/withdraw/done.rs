//! The files: what each becomes is worked out first, then the records are written, then every other file.
//!
//! Promises: everything that has to be read is read before the first file is written, and a study's records while they
//! are held, so that none which came since the plan was made is lost. The study's records come first;
//! from then on whoever reads the study sees nothing of what goes, wherever this ends. The copy from one save before is
//! written anew as well, and so are journals.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::paraphrase::paraphrase;
use super::{Plan, journals};
use crate::format::v1;
use crate::merge::Join as _;
use crate::merge::join::reach as let_reach;
use crate::model::collection::Collection;
use crate::model::session::Session;
use crate::storage::journal::JournalFile;
use crate::storage::lock::WriterLock;
use crate::storage::{Storage, StorageErrorKind, atomic, folder, read};
use crate::study::copies::Copies;
use crate::study::copies::home::Home;
use crate::study::folder::StudyFolder;
use crate::study::{FILE_LIMIT, StudyError};

/// What has been done to which files.
#[derive(Debug, Default)]
pub struct Done {
    /// Files of records that were written.
    pub records: Vec<PathBuf>,
    /// Files that were written anew without what went.
    pub rewritten: Vec<PathBuf>,
    /// Files that are gone.
    pub removed: Vec<PathBuf>,
    /// Why it ended before all of it was done. Doing it again goes on.
    pub stopped: Option<StudyError>,
}

impl Done {
    /// Whether nothing was to be done any more.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.records.is_empty()
            && self.rewritten.is_empty()
            && self.removed.is_empty()
            && self.stopped.is_none()
    }
}

/// One step, worked out before anything is written.
enum Step {
    /// A file of records.
    Records(PathBuf, String),
    /// A file.
    Write(PathBuf, String),
    /// A journal, begun anew with these lines.
    Journal(PathBuf, Vec<String>),
    /// A file that goes.
    Remove(PathBuf),
}

/// Does all of it.
///
/// # Errors
/// [`StudyError::Storage`], [`StudyError::Format`], [`StudyError::NoStampLeft`], [`StudyError::StudyHeld`]: nothing was
/// written. What fails after
/// the first file was written is told in [`Done::stopped`].
pub fn carry_out(storage: &dyn Storage, copies: &Copies, plan: &Plan) -> Result<Done, StudyError> {
    let mut held = hold(storage, copies)?;
    let steps = steps(storage, copies, plan)?;
    let mut done = Done::default();
    for step in steps {
        if !matches!(step, Step::Records(..)) {
            held.clear();
        }
        if let Err(error) = take(storage, step, &mut done) {
            done.stopped = Some(error);
            break;
        }
    }
    match done.stopped.take() {
        Some(error) if done.is_nothing() => Err(error),
        stopped => Ok(Done { stopped, ..done }),
    }
}

/// Holds every study whose records are written, in one order, so that of two withdrawals one comes first.
fn hold(storage: &dyn Storage, copies: &Copies) -> Result<Vec<WriterLock>, StudyError> {
    let mut studies = BTreeMap::from([(copies.study().keeping(), copies.study())]);
    for home in copies.homes.values() {
        if copies.is_another_study(storage, home)? {
            studies.insert(home.folder.keeping(), home.folder.clone());
        }
    }
    studies.values().map(|study| study.hold(storage)).collect()
}

fn take(storage: &dyn Storage, step: Step, done: &mut Done) -> Result<(), StudyError> {
    match step {
        Step::Records(path, text) => {
            atomic::replace(storage, &path, text.as_bytes(), None)?;
            done.records.push(path);
        }
        Step::Write(path, text) => {
            atomic::replace(storage, &path, text.as_bytes(), None)?;
            done.rewritten.push(path);
        }
        Step::Journal(path, lines) => {
            JournalFile::create(storage, &path, &lines)?;
            done.rewritten.push(path);
        }
        Step::Remove(path) => {
            match folder::remove_file(storage, &path) {
                Err(error) if error.kind() == StorageErrorKind::Missing => {}
                other => other?,
            }
            done.removed.push(path);
        }
    }
    Ok(())
}

fn steps(storage: &dyn Storage, copies: &Copies, plan: &Plan) -> Result<Vec<Step>, StudyError> {
    let study = copies.study();
    let theirs = all_of_this(plan);
    let mut own = plan.known.clone();
    own.join(study.withdrawals(storage)?);
    own.join(theirs.clone());
    let mut steps = Vec::new();
    steps.extend(records(storage, &study, &own)?);
    for home in copies.homes.values() {
        // Another study keeps its own records, so that a copy which comes into it later is reached as well.
        if copies.is_another_study(storage, home)? {
            let mut held = home.folder.withdrawals(storage)?;
            held.join(theirs.clone());
            steps.extend(records(storage, &home.folder, &held)?);
        }
    }
    for (path, collection) in &copies.collections {
        let mut collection = collection.clone();
        collection.join(theirs.clone());
        let text = v1::write_collection(&collection);
        let held = read(storage, path, FILE_LIMIT)?;
        steps.extend((held != text.as_bytes()).then(|| Step::Write(path.clone(), text)));
    }
    let goes = copies.tails.iter().chain(&copies.leftovers).cloned();
    steps.extend(goes.map(Step::Remove));
    // The study's own backup and journals last: as long as they hold what goes, whoever merges the records again sees that it
    // was cut off.
    let (own_home, others): (Vec<&Home>, Vec<&Home>) =
        copies.homes.values().partition(|home| home.folder.root() == study.root());
    for home in others.into_iter().chain(own_home) {
        let records = if is_of(&study, &home.folder) { &own } else { &theirs };
        of_home(copies, plan, home, records, &mut steps)?;
    }
    Ok(steps)
}

/// The study's own folder, or its folder of journals, in which a second window's copy lies.
fn is_of(study: &StudyFolder, folder: &StudyFolder) -> bool {
    folder.root() == study.root() || folder.root() == study.keeping()
}

/// What this withdrawal wrote down before it was cut off, and what it writes down now.
fn all_of_this(plan: &Plan) -> Collection {
    let mut all = plan.records.clone();
    for record in plan.known.withdrawals.iter().filter(|record| record.known.stamp == plan.stamp) {
        all.withdrawals.insert(record.clone());
    }
    for record in plan.known.erasures.iter().filter(|record| record.known.stamp == plan.stamp) {
        all.erasures.insert(record.clone());
    }
    all
}

fn records(
    storage: &dyn Storage,
    study: &StudyFolder,
    records: &Collection,
) -> Result<Option<Step>, StudyError> {
    let path = study.withdrawals_file();
    let text = v1::write_collection(records);
    let is_there = match read(storage, &path, FILE_LIMIT) {
        Ok(bytes) => bytes == text.as_bytes(),
        Err(error) if error.kind() == StorageErrorKind::Missing => false,
        Err(error) => return Err(error.into()),
    };
    Ok((!is_there).then_some(Step::Records(path, text)))
}

fn filtered(session: &Session, records: &Collection) -> Session {
    let mut session = session.clone();
    let_reach(&mut session, &records.withdrawals, &records.erasures);
    session
}

/// The steps in one folder in which the session is kept.
fn of_home(
    copies: &Copies,
    plan: &Plan,
    home: &Home,
    records: &Collection,
    steps: &mut Vec<Step>,
) -> Result<(), StudyError> {
    let mut first_text = None;
    for (place, (path, session, bytes)) in home.sessions.iter().enumerate() {
        let mut session = session.clone();
        if place == 0
            && let Some(gained) = &home.gained
        {
            session.join((**gained).clone());
        }
        let mut session = filtered(&session, records);
        if *path == copies.session || (place == 0 && is_named(copies, home)) {
            paraphrase(plan, &mut session)?;
        }
        let text = v1::write_session(&session);
        if text.as_bytes() != bytes {
            steps.push(Step::Write(path.clone(), text.clone()));
        }
        first_text.get_or_insert(text);
    }
    for (path, backup, bytes) in &home.backups {
        let clean = backup.as_ref().map(|backup| v1::write_session(&filtered(backup, records)));
        if clean.as_ref().is_some_and(|clean| clean.as_bytes() == bytes) {
            continue;
        }
        // Out of one that cannot be read nobody can take words: the session takes its place, or it goes.
        steps.push(match clean.or_else(|| first_text.clone()) {
            Some(text) => Step::Write(path.clone(), text),
            None => Step::Remove(path.clone()),
        });
    }
    let anew = journals::anew(plan, home);
    steps.extend(anew.begun.map(|(path, lines)| Step::Journal(path, lines)));
    steps.extend(anew.gone.into_iter().map(Step::Remove));
    Ok(())
}

/// Whether a folder is the one of the file that was named: that file comes first there.
fn is_named(copies: &Copies, home: &Home) -> bool {
    home.folder == copies.study()
}
