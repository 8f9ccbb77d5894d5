//! What other laptops wrote, and what comes back from another folder.

use std::path::Path;

use super::looked::LIMIT;
use super::person::Day;
use crate::format::v1;
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::session::NOTES;
use crate::run::recording::tests::{now, writer};
use crate::run::wording::in_words;
use crate::storage::lock::WriterLock;
use crate::storage::vault::Vault;
use crate::storage::{atomic, read};
use crate::study::StudyError;
use crate::study::folder::{StudyFolder, read_session};
use crate::study::merge::{Output, Unmerged, Wanted, gather};
use crate::study::recorder::Recorder;

impl Day {
    /// Another laptop's copy comes into the file, as by a sync program.
    pub(super) fn somebody_else_writes(&mut self) {
        let path = self.recording.keeper.as_ref().unwrap().path().to_owned();
        let theirs = self.with_a_note("theirs", 100, &path);
        atomic::replace(&self.laptop.sound, &path, theirs.as_bytes(), None).unwrap();
        self.said.push("theirs".to_owned());
        self.theirs = Some(path);
    }

    /// A copy from a third laptop is merged into the folder in which the session is kept. It came in plain.
    pub(super) fn merges(&mut self) {
        let theirs = self.laptop.at("theirs.json");
        let brought = "from a third laptop";
        std::fs::write(&theirs, self.with_a_note(brought, 101, &self.path)).unwrap();
        let root = StudyFolder::around(&self.path).root().to_owned();
        self.merges_into(&root, &theirs, brought);
        self.said.push(brought.to_owned());
        self.is_all_safe();
    }

    /// The session comes back into its study from the folder in which it was kept last. Says whether it was in another.
    pub(super) fn brings_home(&mut self) -> bool {
        let (from, study) = (self.path.clone(), self.laptop.study());
        let home = study.root().join(from.file_name().unwrap());
        if from == home {
            return false;
        }
        self.merges_into(study.root(), &from, "the very last");
        self.path = home;
        self.is_all_safe();
        true
    }

    fn with_a_note(&self, words: &str, by: u8, path: &Path) -> String {
        let mut theirs = Recorder::new(read_session(&self.laptop.sound, path).unwrap(), writer(by));
        theirs.add(&NOTES, &now(), Note::new(NoteKind::Point, words, Origin::Live)).unwrap();
        v1::write_session(theirs.session())
    }

    /// Merges a file into a folder. Where that fails the file there is the one before or the one after, and doing it again
    /// finishes it.
    fn merges_into(&mut self, root: &Path, input: &Path, brought: &str) {
        let there = root.join(self.path.file_name().unwrap());
        let before = read(&self.laptop.sound, &there, LIMIT).ok();
        // A program that another test starts has for a moment a copy of every handle, that of a lock which was given back too.
        let lock = StudyFolder::at(root.to_owned()).lock(self.recorder.session().id());
        drop(WriterLock::try_take(&lock, 20 * WriterLock::A_SECOND));
        if let Err(error) = merged(&self.laptop.vault, input, root) {
            self.is_told(&in_words(&error));
            let now = read(&self.laptop.sound, &there, LIMIT).ok();
            let has_come = now.as_ref().is_some_and(|now| String::from_utf8_lossy(now).contains(brought));
            assert!(now == before || has_come, "{:?}", self.case);
            self.is_as_safe_as_before();
            self.stick_is_put_right();
            let again = merged(&self.laptop.vault, input, root);
            again.unwrap_or_else(|error| panic!("{:?}: {error}", self.case));
        }
    }
}

fn merged(vault: &Vault, input: &Path, root: &Path) -> Result<(), StudyError> {
    let in_study = |unmerged: Unmerged| match unmerged {
        Unmerged::Study(error) => error,
        Unmerged::Begun(begun) => begun.error,
        Unmerged::Bad(mut bad) => bad.remove(0).error,
        Unmerged::Nothing => panic!("there is something to merge"),
    };
    let wanted = Wanted { inputs: vec![input.to_owned()], ..Wanted::default() };
    let mut gathered =
        gather(vault, wanted, &Output::Folder(root.to_owned()), || Ok(Vec::new())).map_err(in_study)?;
    let plan = gathered.plan(vault, root, &|_, _| ()).map_err(in_study)?;
    gathered.into_folder(vault, plan, (writer(102), &now()), &|_, _| ()).map(drop).map_err(in_study)
}
