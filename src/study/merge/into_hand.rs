//! A merge into memory: of each session, joined, something is taken, and nothing is written.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::flow::Join;
use super::{Gathered, Unmerged, Watch};
use crate::merge::Join as _;
use crate::model::collection::Collection;
use crate::model::session::Session;
use crate::model::study::Study;
use crate::storage::Storage;
use crate::study::StudyError;
use crate::study::folder::StudyFolder;

impl Gathered {
    /// Takes something from each session, on any core, and gives it to `keep` in the order of the sessions' ids, with the
    /// state that `keep` builds up. What is taken from is the session with its text as saving would write it.
    ///
    /// # Errors
    /// [`Unmerged`].
    pub fn each_in_hand<S: Send + Default, T: Send>(
        &mut self,
        storage: &dyn Storage,
        watch: Watch<'_>,
        take: impl Fn(Session, String) -> T + Sync,
        keep: impl Fn(&mut S, T) + Sync,
    ) -> Result<S, Unmerged> {
        let make = |_: &Self, _: &[&super::Copy], join: Join<'_>| {
            let joined = join()?;
            Ok(take(joined.session, joined.text))
        };
        let kept = |state: &mut S, taken: T| {
            keep(state, taken);
            Ok(())
        };
        self.each((storage, watch), |_| Ok(S::default()), make, kept)
    }

    /// What was withdrawn and erased, as far as the inputs and the studies they lie in say.
    #[must_use]
    pub fn records(&self) -> Collection {
        let mut records = self.sources.records.clone();
        for around in self.sources.around.values() {
            records.join(Collection::clone(around));
        }
        records
    }

    /// The study: as the inputs say, else as those in whose folders the sessions lie.
    ///
    /// # Errors
    /// [`StudyError::Storage`], [`StudyError::Format`] and [`StudyError::WrongKind`] of a study's own file.
    pub fn study(&self, storage: &dyn Storage) -> Result<Option<Study>, StudyError> {
        if self.sources.study.is_some() {
            return Ok(self.sources.study.clone());
        }
        let is_file = |copy: &&super::Copy| copy.path().as_os_str() != "-";
        let folders: BTreeSet<PathBuf> = self
            .sources
            .copies
            .iter()
            .filter(is_file)
            .map(|copy| StudyFolder::around(copy.path()).root().to_owned())
            .collect();
        let mut study: Option<Study> = None;
        for around in folders {
            match (StudyFolder::at(around).study(storage)?, &mut study) {
                (Some(other), Some(study)) => study.join(other),
                (Some(other), None) => study = Some(other),
                (None, _) => {}
            }
        }
        Ok(study)
    }
}
