//! The end of the day in an encrypted study: the finished session is sealed for the office, and what left is listed.

use std::path::{Path, PathBuf};

use super::laptop::Keys;
use super::looked::LIMIT;
use super::person::Day;
use crate::run::recording::tests::{texts, vault_on};
use crate::run::wording::in_words;
use crate::storage::vault::{Unopened, Vault};
use crate::storage::{OsStorage, StorageError, StorageErrorKind, is_temporary, read};
use crate::study::digests::{self, NoList};
use crate::study::folder::read_session;
use crate::study::sealing::{self, NotSealed};
use crate::study::{StudyError, beside, recover};

/// Why a session was not sealed, or not listed.
enum NotDone {
    /// Something of it is not in its file yet.
    NotFinished,
    Refused(StudyError),
}

impl Day {
    /// Seals the session until it is done. Who is told that it is not finished has it recovered first.
    pub(super) fn seals(&mut self) {
        if self.laptop.keys.is_none() {
            return;
        }
        let list = self.laptop.at("stick/visit.sha256");
        for _ in 0..3 {
            match sealed(&self.laptop.vault, &self.path, &list) {
                Ok(()) => return self.is_for_the_office(&list),
                Err(NotDone::NotFinished) => self.recovers(),
                Err(NotDone::Refused(error)) => {
                    self.is_told(&in_words(&error));
                    self.is_before_or_after(&list);
                    self.stick_is_put_right();
                }
            }
        }
        panic!("{:?}: sealing does not come to an end", self.case);
    }

    fn recovers(&mut self) {
        let (study, path) = (self.laptop.study(), self.path.clone());
        let session = read_session(&self.laptop.sound, &path).unwrap();
        let holding = beside::journals(&self.laptop.sound, &path, session.ids());
        assert!(!holding.is_empty(), "{:?}: it is finished", self.case);
        self.patiently(|vault| match recover::recover(vault, &study)?.left.pop() {
            Some(left) => Err(left.error),
            None => Ok(()),
        });
        self.is_all_safe();
    }

    /// After a step that failed: each file is whole, the session is the one before or the one after, and the list is whole
    /// or not there.
    fn is_before_or_after(&mut self, list: &Path) {
        self.is_as_safe_as_before();
        let Keys { office, laptop } = self.laptop.keys.as_ref().unwrap();
        let sealed = texts(&read_session(&vault_on(OsStorage, [office]), &self.path).unwrap());
        match read_session(&vault_on(OsStorage, [laptop]), &self.path) {
            Ok(session) => assert_eq!(texts(&session), sealed, "{:?}", self.case),
            Err(error) => assert_eq!(error.unopened(), Some(Unopened::NotForUs), "{:?}: {error}", self.case),
        }
        match digests::read_list(&OsStorage, list) {
            Ok(listed) => assert_eq!(listed, self.digest_of_session(), "{:?}", self.case),
            Err(NoList::Study(StudyError::Storage(StorageError::Missing { .. }))) => {}
            Err(error) => panic!("{:?}: {error}", self.case),
        }
    }

    /// When it is done the office has all of it, and this laptop cannot read anything of it any more.
    fn is_for_the_office(&mut self, list: &Path) {
        self.is_as_safe_as_before();
        let Keys { office, laptop } = self.laptop.keys.as_ref().unwrap();
        let found = texts(&read_session(&vault_on(OsStorage, [office]), &self.path).unwrap());
        let missing: Vec<&String> = self.said.iter().filter(|note| !found.contains(note)).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{:?}", self.case);
        assert_eq!(
            digests::read_list(&OsStorage, list).unwrap(),
            self.digest_of_session(),
            "{:?}",
            self.case
        );
        let laptop = vault_on(OsStorage, [laptop]);
        for path in self.files_of_session() {
            let closed = match read(&laptop, &path, LIMIT) {
                Ok(bytes) => bytes.is_empty(),
                Err(error) => error.kind() == StorageErrorKind::Sealed(Unopened::NotForUs),
            };
            assert!(closed, "{:?}: {} can be read here", self.case, path.display());
        }
    }

    /// What lies in its study of the session: whatever has its id in its name, and temporary files.
    fn files_of_session(&self) -> Vec<PathBuf> {
        let session = read_session(&self.laptop.sound, &self.path).unwrap();
        let (id, study) = (session.id(), self.laptop.study());
        let is_of_it = |path: &PathBuf| {
            let name = path.file_name().unwrap();
            let text = name.to_string_lossy();
            let has_id = text.contains(&id.to_string()) || text.contains(&id.short());
            path.starts_with(study.root()) && (is_temporary(name) || has_id && !text.ends_with(".lock"))
        };
        self.laptop.files().into_iter().filter(is_of_it).collect()
    }

    fn digest_of_session(&self) -> digests::List {
        let real = crate::storage::vault::real_name(&self.path);
        [(digests::name(&real), digests::of_file(&OsStorage, &real).unwrap())].into()
    }
}

/// Seals a session and adds its digest to a list.
fn sealed(vault: &Vault, path: &Path, list: &Path) -> Result<(), NotDone> {
    let sealed = sealing::seal(vault, &[path.to_owned()], &[]).map_err(|error| match error {
        NotSealed::Study(error) => NotDone::Refused(error),
        NotSealed::NotFinished { .. } => NotDone::NotFinished,
        NotSealed::NotEncrypted { .. } => panic!("{error}"),
    })?;
    digests::add(vault, list, &sealed.digests).map_err(|error| match error {
        NoList::Study(error) => NotDone::Refused(error),
        error => panic!("{error}"),
    })
}
