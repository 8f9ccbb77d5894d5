//! Merging: many copies of many sessions become one file or one study.
//!
//! Promises: the outcome is the same for any order of the inputs; before anything stands under its name, every version
//! of every copy is found in it, or marked erased there, by reading what was written; an input that cannot be read
//! stops all of it before anything is written, unless it is to be left out; no more is in memory than a few sessions
//! at a time. Leaves to others: what joining is (`merge`), asking a person (`cli`).
//!
//! [`gather`] finds out which copies there are ([`sources`], [`copy`]); the copies of each session are joined and the
//! outcome proved ([`one`]), some on each core, their order kept ([`flow`]); what was made goes into a file
//! ([`into_file`]) or a study's folder ([`into_folder`]), counted on the way ([`tally`]), or something is taken from it and
//! it is let go ([`into_hand`]), which is how reports read.

mod sources;
mod copy;
mod one;
mod flow;
mod tally;
mod into_file;
mod into_folder;
mod into_hand;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copy::{Copy, Origin};
use sources::Sources;

use crate::merge::Join as _;
use crate::merge::groups::groups;
use crate::model::collection::Collection;
use crate::model::ids::SessionId;
use crate::storage::lock::WriterLock;
use crate::storage::{FileKind, Storage};
use crate::study::StudyError;
use crate::study::folder::StudyFolder;
use crate::study::inputs::BadInput;
use crate::study::keys::KeyChange;

pub use into_file::Stream;
pub use into_folder::{Loss, Plan};
pub(super) use sources::id_of;
pub use tally::{Share, Tally};

/// What to merge, and how.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Files, study folders, `-` for standard input.
    pub inputs: Vec<PathBuf>,
    /// Pairs of sessions that were started apart and are one event: ids or parts of them, or files.
    pub same_event: Vec<[String; 2]>,
    /// Whether inputs that cannot be read are left out, and the others merged.
    pub skips_invalid: bool,
    /// Whether what only a journal holds is taken in.
    pub with_journals: bool,
}

/// Where a merge goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// A study folder: each session is joined with its file there.
    Folder(PathBuf),
    /// One file: a session if there is one and nothing beside it, else a collection.
    File(PathBuf),
}

/// Why a merge was not done.
#[derive(Debug)]
pub enum Unmerged {
    /// Inputs that cannot be read, each with its reason.
    Bad(Vec<BadInput>),
    /// The inputs hold no session and no record.
    Nothing,
    /// A use case failed, and nothing was written.
    Study(StudyError),
    /// It failed after something was written into a study.
    Begun(Box<Begun>),
}

/// A merge into a study that ended half way.
#[derive(Debug)]
pub struct Begun {
    /// What it has made of the keys of the study by then.
    pub keys: KeyChange,
    /// Why it ended.
    pub error: StudyError,
}

impl From<StudyError> for Unmerged {
    fn from(error: StudyError) -> Self {
        Self::Study(error)
    }
}

/// A file that a merge wrote or left as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The file.
    pub path: PathBuf,
    /// Whether its bytes changed.
    pub is_changed: bool,
    /// The inputs' files that copies of its session came from, `-` for standard input; nothing for what is no session.
    pub from: Vec<PathBuf>,
}

/// What a merge did, or would do.
#[derive(Debug, Default)]
pub struct Merged {
    /// How much there is, and which input brought what.
    pub tally: Tally,
    /// The files of the outcome, in the order of the sessions' ids.
    pub placed: Vec<Placed>,
    /// Reports, exports and other files that name a session from which words were erased: they may hold them.
    pub outdated: Vec<PathBuf>,
    /// Keys that the study has got or lost.
    pub keys: KeyChange,
}

/// Is told how far a merge has come: bytes that were read, and bytes in all.
pub type Watch<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// What there is to merge.
#[derive(Debug)]
pub struct Gathered {
    sources: Sources,
    /// The copies of each session, in the order of ids.
    groups: Vec<Vec<usize>>,
    /// What cannot be read and was left out.
    left_out: Vec<(Origin, BadInput)>,
    wanted: Wanted,
}

/// Says what an output path means: a folder that is there, or a path that ends like one, is a study.
#[must_use]
pub fn output(storage: &dyn Storage, path: &Path) -> Output {
    let is_folder = storage.entry(path).is_ok_and(|entry| entry.kind == FileKind::Folder);
    let ends_like_one = path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    if is_folder || ends_like_one { Output::Folder(path.to_owned()) } else { Output::File(path.to_owned()) }
}

/// Finds out what the inputs hold. Into a folder, the sessions there count among the copies.
///
/// # Errors
/// [`Unmerged::Nothing`]; [`StudyError::NoSuchSession`] when `same_event` names one that is not there; what is wrong
/// with the study that is merged into. Inputs that cannot be read are told by what is done next.
pub fn gather(
    storage: &dyn Storage,
    wanted: Wanted,
    out: &Output,
    stdin: impl Fn() -> Result<Vec<u8>, StudyError>,
) -> Result<Gathered, Unmerged> {
    let mut sources = Sources::default();
    for (number, path) in wanted.inputs.iter().enumerate() {
        let bytes = (path.as_os_str() == "-").then(&stdin).transpose();
        match bytes {
            Ok(bytes) => sources.take(storage, path, number, bytes.map(Arc::from)),
            Err(error) => {
                let bad = BadInput { path: path.clone(), error };
                sources.bad.push((Origin::Input(number), bad));
            }
        }
    }
    let is_nothing =
        sources.copies.is_empty() && sources.records.is_only_sessions() && sources.bad.is_empty();
    if is_nothing && (sources.study.is_none() || matches!(out, Output::File(_))) {
        return Err(Unmerged::Nothing);
    }
    let brought = sources.records.clone();
    if let Output::Folder(root) = out {
        let study = StudyFolder::at(root);
        sources.take_there(storage, &study)?;
        sources.records.join(study.withdrawals(storage)?);
    }
    sources.look_for_journals(storage);
    let mut gathered = Gathered { sources, groups: Vec::new(), left_out: Vec::new(), wanted };
    gathered.group(&brought)?;
    Ok(gathered)
}

impl Gathered {
    /// Files whose journals hold more than they do, which is not taken in; each once.
    #[must_use]
    pub fn unsaved(&self) -> Vec<PathBuf> {
        let mut files: BTreeSet<(&BTreeSet<SessionId>, Option<&Path>)> = BTreeSet::new();
        let mut told = Vec::new();
        if self.wanted.with_journals {
            return told;
        }
        for copy in self.sources.copies.iter().filter(|copy| copy.has_more) {
            // Copies of one session in one folder share a journal.
            if files.insert((&copy.ids, copy.path().parent())) {
                told.push(copy.path().to_owned());
            }
        }
        told
    }

    /// Inputs that hold nothing for the output: each path with its kind of file.
    #[must_use]
    pub fn passed_over(&self) -> &[(PathBuf, &'static str)] {
        &self.sources.passed_over
    }

    /// What cannot be read and was left out.
    pub fn left_out(&self) -> impl Iterator<Item = &BadInput> {
        self.left_out.iter().map(|(_, bad)| bad)
    }

    fn copy(&self, number: usize) -> Option<&Copy> {
        self.sources.copies.get(number)
    }

    /// Puts the copies of each session together. What only the study has is left alone, unless a record that was brought
    /// names it.
    fn group(&mut self, brought: &Collection) -> Result<(), StudyError> {
        let mut ids: Vec<BTreeSet<SessionId>> =
            self.sources.copies.iter().map(|copy| copy.ids.clone()).collect();
        let copies = ids.len();
        for [one, other] in &self.wanted.same_event {
            ids.push([self.meant(one)?, self.meant(other)?].into());
        }
        self.groups = groups(&ids);
        let is_a_copy = |copy: &usize| *copy < copies;
        let copies = &self.sources.copies;
        for group in &mut self.groups {
            group.retain(is_a_copy);
            // What the study has was there before anything was brought.
            group.sort_by_key(|copy| copies.get(*copy).map(|copy| copy.origin));
        }
        self.groups.retain(|group| {
            let copies = || group.iter().filter_map(|copy| copies.get(*copy));
            copies().any(|copy| copy.origin != Origin::There || one::are_named(brought, &copy.ids))
        });
        Ok(())
    }

    /// The session that a name means: an id or a part of one, or a file that holds one session.
    fn meant(&self, name: &str) -> Result<SessionId, StudyError> {
        let wanted = name.to_lowercase().replace('-', "");
        let fits = |id: &SessionId| id.to_string().replace('-', "").contains(&wanted) && !wanted.is_empty();
        let by_file = |copy: &&Copy| copy.path() == Path::new(name);
        let copies = &self.sources.copies;
        let mut found: BTreeSet<SessionId> =
            copies.iter().filter(by_file).filter_map(|copy| copy.ids.first().copied()).collect();
        if found.is_empty() {
            let by_id = copies.iter().filter(|copy| copy.ids.iter().any(fits));
            found = by_id.filter_map(|copy| copy.ids.first().copied()).collect();
        }
        match (found.pop_first(), found.is_empty()) {
            (Some(only), true) => Ok(only),
            (None, _) => Err(StudyError::NoSuchSession(name.to_owned())),
            (Some(first), false) => Err(StudyError::Ambiguous {
                name: name.to_owned(),
                candidates: std::iter::once(first).chain(found).map(|id| id.to_string()).collect(),
            }),
        }
    }

    /// Counts what was left out, by the input it came by.
    fn count_left_out(&self, tally: &mut Tally) {
        for (origin, _) in &self.left_out {
            tally.add(*origin, Share { left_out: 1, ..Share::default() });
        }
    }
}

/// Holds sessions of a folder. Where nobody has recorded there is nothing to hold.
fn held(
    study: &StudyFolder,
    ids: impl IntoIterator<Item = SessionId>,
) -> Result<Vec<WriterLock>, StudyError> {
    if study.keeping().exists() { study.hold_sessions(ids) } else { Ok(Vec::new()) }
}
