//! Making a report of files: which sessions they hold, and writing what was made of them.
//!
//! Promises: copies of one session are one; what was withdrawn in a study is in no report of its sessions, wherever their
//! files are named from; the order of the inputs makes no difference; nothing that stands is written over. Leaves to others:
//! what a report says (`report`), how it looks (`document`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::StudyError;
use super::folder::StudyFolder;
use super::inputs::{Input, joined};
use crate::format::v1::File;
use crate::merge::Join as _;
use crate::model::collection::Collection;
use crate::model::study::Study;
use crate::report::corpus::Corpus;
use crate::storage::{Storage, atomic};

/// What to report on: the sessions of the inputs, with the study that is among the inputs, else the one they lie in.
///
/// # Errors
/// [`StudyError::Storage`], [`StudyError::Format`] and [`StudyError::WrongKind`] of a study's own files beside the inputs.
pub fn corpus(storage: &dyn Storage, inputs: Vec<Input>) -> Result<Corpus, StudyError> {
    let is_file = |input: &&Input| input.path.as_os_str() != "-";
    let folders: BTreeSet<PathBuf> = inputs
        .iter()
        .filter(is_file)
        .map(|input| StudyFolder::around(&input.path).root().to_owned())
        .collect();
    let mut study: Option<Study> = None;
    for input in &inputs {
        if let File::Study(given) = &input.file {
            with(&mut study, Study::clone(given));
        }
    }
    let is_given = study.is_some();
    let mut records = Collection::default();
    for folder in folders {
        let folder = StudyFolder::at(folder);
        records.join(folder.withdrawals(storage)?);
        if let Some(around) = folder.study(storage)?.filter(|_| !is_given) {
            with(&mut study, around);
        }
    }
    let all = joined(inputs);
    records.withdrawals.absorb(all.withdrawals);
    records.erasures.absorb(all.erasures);
    Ok(Corpus::new(all.sessions, study, &records))
}

/// Joins what two folders say of a study.
fn with(study: &mut Option<Study>, other: Study) {
    match study {
        Some(study) => study.join(other),
        None => *study = Some(other),
    }
}

/// Writes a report into a new file.
///
/// # Errors
/// [`StudyError::Storage`], also when something stands there.
pub fn write(storage: &dyn Storage, out: &Path, bytes: &[u8]) -> Result<(), StudyError> {
    Ok(atomic::create(storage, out, bytes)?)
}
