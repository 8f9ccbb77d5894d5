//! Returns into the study: each joined with its session there, or made anew.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::gained::{Ids, gained, stay_out};
use super::{Gathered, Imported, Looked, Unimported};
use crate::exchange::returned::{Reading, Return};
use crate::exchange::sheet::Row;
use crate::format::v1::{self, File};
use crate::merge::Join as _;
use crate::merge::join::reach;
use crate::model::collection::Collection;
use crate::model::ids::SessionId;
use crate::model::session::Session;
use crate::storage::{FileKind, Storage, StorageError, atomic, folder, read};
use crate::study::catalogue::is_not_ours;
use crate::study::folder::StudyFolder;
use crate::study::merge::id_of;
use crate::study::{FILE_LIMIT, StudyError};

/// Rows that are worked on at once; their order does not matter, for each has a file of its own.
const AT_ONCE: usize = 1024;

/// Is told how far it has come: rows that are done, and rows in all.
pub type Watch<'a> = &'a dyn Fn(usize, usize);

/// A study, and what is known of it.
struct Into<'a> {
    storage: &'a dyn Storage,
    study: &'a StudyFolder,
    /// The file of each session.
    files: HashMap<SessionId, PathBuf>,
    records: Collection,
    is_writing: bool,
}

impl Gathered {
    /// Says what would come of it; writes nothing.
    ///
    /// # Errors
    /// [`Unimported::Study`]: a session there that cannot be read, or that is being recorded and would change.
    pub fn rehearse(
        &self,
        storage: &dyn Storage,
        study: &StudyFolder,
        looked: &Looked,
        watch: Watch<'_>,
    ) -> Result<Imported, Unimported> {
        self.place(storage, study, looked, false, watch)
    }

    /// Brings the returns in.
    ///
    /// # Errors
    /// As [`rehearse`](Self::rehearse), and when something cannot be written. What was written by then stays, each
    /// session whole; doing it again goes on.
    pub fn into_study(
        &self,
        storage: &dyn Storage,
        study: &StudyFolder,
        looked: &Looked,
        watch: Watch<'_>,
    ) -> Result<Imported, Unimported> {
        folder::create(storage, study.root())?;
        folder::create(storage, &study.keeping())?;
        self.place(storage, study, looked, true, watch)
    }

    fn place(
        &self,
        storage: &dyn Storage,
        study: &StudyFolder,
        looked: &Looked,
        is_writing: bool,
        watch: Watch<'_>,
    ) -> Result<Imported, Unimported> {
        let files = files(storage, study)?;
        let into = Into { storage, study, files, records: study.withdrawals(storage)?, is_writing };
        let mut imported = Imported::default();
        for (number, (_, sheet)) in self.sheets.iter().enumerate() {
            let reading = self.reading(sheet)?;
            let mut rows = sheet.rows().filter(|row| !looked.not.contains(&(number, row.number)));
            loop {
                let some: Vec<Row> = rows.by_ref().take(AT_ONCE).collect();
                if some.is_empty() {
                    break;
                }
                let placed: Result<Vec<Imported>, StudyError> =
                    some.par_iter().map(|row| self.one(&into, &reading, row)).collect();
                placed?.into_iter().for_each(|one| imported.add(one));
                watch(imported.returns(), looked.rows);
            }
        }
        Ok(imported)
    }

    fn one(&self, into: &Into<'_>, reading: &Reading<'_>, row: &Row) -> Result<Imported, StudyError> {
        // Rows that do not fit were left out before.
        let Ok(one) = reading.row(row) else { return Ok(Imported::default()) };
        let id = Ids::of(&self.guide().id, &one.key).session;
        match into.files.get(&id) {
            Some(path) => self.correct(into, path, &one),
            None => self.make(into, id, &one),
        }
    }

    fn make(&self, into: &Into<'_>, id: SessionId, one: &Return) -> Result<Imported, StudyError> {
        let (session, counts) = self.joined(into, Session::new(id), one)?;
        if into.is_writing {
            let path = into.study.session_file(&session);
            atomic::create(into.storage, &path, v1::write_session(&session).as_bytes())?;
        }
        Ok(Imported { new: 1, ..counts })
    }

    fn correct(&self, into: &Into<'_>, path: &Path, one: &Return) -> Result<Imported, StudyError> {
        let (held, bytes) = read_one(into.storage, path)?;
        let id = held.id();
        let (session, counts) = self.joined(into, held, one)?;
        if v1::write_session(&session).as_bytes() == bytes {
            return Ok(Imported { same: 1, ..counts });
        }
        let _lock = if into.is_writing || into.study.lock(id).exists() {
            Some(into.study.hold_session(id, 1)?)
        } else {
            None
        };
        if into.is_writing {
            // What stands there now, for somebody may have saved it before the lock was ours.
            let (held, _) = read_one(into.storage, path)?;
            let (session, _) = self.joined(into, held, one)?;
            atomic::replace(into.storage, path, v1::write_session(&session).as_bytes(), None)?;
        }
        Ok(Imported { changed: 1, ..counts })
    }

    /// A session with what a row says, and without what was withdrawn or erased in the study.
    fn joined(
        &self,
        into: &Into<'_>,
        mut session: Session,
        one: &Return,
    ) -> Result<(Session, Imported), StudyError> {
        reach(&mut session, &into.records.withdrawals, &into.records.erasures);
        let (gained, counts) = gained(&session, &self.wanted.instrument, one)?;
        session.join(gained);
        reach(&mut session, &into.records.withdrawals, &into.records.erasures);
        let stays_out = stay_out(&session, &self.wanted.instrument, one);
        Ok((session, Imported { stays_out, ..counts }))
    }
}

fn read_one(storage: &dyn Storage, path: &Path) -> Result<(Session, Vec<u8>), StudyError> {
    let bytes = read(storage, path, FILE_LIMIT)?;
    match v1::read(&bytes) {
        Ok(File::Session(session)) => Ok((*session, bytes)),
        Ok(other) => {
            Err(StudyError::WrongKind { path: path.to_owned(), wanted: "a session", found: other.kind() })
        }
        Err(source) => Err(StudyError::Format { path: path.to_owned(), source }),
    }
}

/// The file of every session of the study, by each id it goes by; of several files, the first by name.
fn files(storage: &dyn Storage, study: &StudyFolder) -> Result<HashMap<SessionId, PathBuf>, StudyError> {
    match storage.entry(study.root()) {
        Ok(entry) if entry.kind == FileKind::Folder => {}
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            return Err(StorageError::unread(study.root(), source).into());
        }
        _ => return Ok(HashMap::new()),
    }
    let paths = study.session_candidates(storage)?;
    let ids = |path: &PathBuf| match id_of(storage, path) {
        Ok(Some(id)) => Ok(vec![id]),
        Ok(None) => match read_one(storage, path) {
            Ok((session, _)) => Ok(session.ids().iter().copied().collect()),
            Err(error) if is_not_ours(&error) => Ok(Vec::new()),
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    let found: Result<Vec<Vec<SessionId>>, StudyError> = paths.par_iter().map(ids).collect();
    let mut files = HashMap::new();
    for (path, ids) in paths.into_iter().zip(found?) {
        for id in ids {
            files.entry(id).or_insert_with(|| path.clone());
        }
    }
    Ok(files)
}
