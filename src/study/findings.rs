//! Saying that lines of evidence agree or contradict each other on a theme.
//!
//! Promises: what is said is one version in the study's file over what was said of the same before, so two people's answers
//! merge and a difference between them shows; saying what is said already writes nothing. Leaves to others: what a theme
//! is called (`report`).

use std::collections::BTreeSet;

use super::folder::StudyFolder;
use super::{Now, StudyError};
use crate::format::v1;
use crate::model::entry::{Entry, Version};
use crate::model::ids::{EntryId, ThemeId, WriterId};
use crate::model::stamp::Stamp;
use crate::model::study::{Finding, Relation, Strand, Study};
use crate::storage::{Storage, StorageError, atomic};

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The theme.
    pub theme: ThemeId,
    /// The lines of evidence that were compared.
    pub strands: BTreeSet<Strand>,
    /// How they stand to one another; nothing takes back what was said.
    pub relation: Option<Relation>,
    /// In which way.
    pub text: Option<String>,
}

/// Says it in the study's file; whether that changed anything.
///
/// # Errors
/// [`StudyError::Storage`] also where there is no study; [`StudyError::Format`]; [`StudyError::StudyHeld`] when another
/// hearken writes the study in this moment; [`StudyError::NoStampLeft`].
pub fn say(
    storage: &dyn Storage,
    study: &StudyFolder,
    said: Said,
    writer: WriterId,
    now: &Now,
) -> Result<bool, StudyError> {
    let path = study.study_file();
    storage.entry(&path).map_err(|source| StorageError::unread(&path, source))?;
    let _held = study.hold(storage)?;
    let Some(mut there) = study.study(storage)? else {
        return Err(StorageError::unread(&path, std::io::ErrorKind::NotFound.into()).into());
    };
    let Some((id, version)) = version(&there, said, writer, now)? else { return Ok(false) };
    there.lists.findings.insert(id, version.into());
    atomic::replace(storage, &path, v1::write_study(&there).as_bytes(), None)?;
    Ok(true)
}

/// The version to add; nothing where it is said already.
fn version(
    study: &Study,
    said: Said,
    writer: WriterId,
    now: &Now,
) -> Result<Option<(EntryId, Version<Finding>)>, StudyError> {
    let Said { theme, strands, relation, text } = said;
    let id = Finding::id(&theme, &strands);
    let mut strands: Vec<Strand> = strands.into_iter().collect();
    strands.sort_by_key(|strand| strand.word());
    let entry = study.lists.findings.get(id.as_str());
    let shown = entry.and_then(Entry::top).filter(|top| !top.is_deleted).map(|top| &top.body);
    let is_in_conflict = entry.is_some_and(Entry::is_in_conflict);
    let over = entry.map(Entry::head_stamps).unwrap_or_default();
    let unknown = entry.and_then(Entry::top).map(|top| top.unknown.clone()).unwrap_or_default();
    let (body, is_deleted) = match (relation, shown) {
        (None, None) => return Ok(None),
        (None, Some(before)) => (before.clone(), true),
        (Some(relation), _) => (Finding { theme, strands, relation, text }, false),
    };
    if !is_deleted && !is_in_conflict && shown == Some(&body) {
        return Ok(None);
    }
    let replaced: Vec<Stamp> = over.iter().copied().collect();
    let stamp = Stamp::next(now.millis, writer, None, &replaced)?;
    Ok(Some((id, Version { is_deleted, unknown, ..Version::over(stamp, over, body) })))
}
