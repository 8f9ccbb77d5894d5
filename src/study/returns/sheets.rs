//! The sheets: their files, what their columns are for, and every row that does not fit.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::{RowFault, RowFaults, SHEET_LIMIT, SheetFault, TOLD, Unimported, Wanted};
use crate::exchange::columns::{Columns, Unfit};
use crate::exchange::proposed::proposed;
use crate::exchange::returned::{Misfit, Reading};
use crate::exchange::sheet::Sheet;
use crate::model::instrument::Guide;
use crate::routing::suggest::nearest;
use crate::storage::{Storage, StorageErrorKind, atomic, read};
use crate::study::{FILE_LIMIT, StudyError};

/// Sheets that were read, and what their columns are for.
#[derive(Debug)]
pub struct Gathered {
    pub(super) wanted: Wanted,
    pub(super) sheets: Vec<(PathBuf, Sheet)>,
    columns: Columns,
    is_proposed: bool,
}

/// Rows that were looked at.
#[derive(Debug)]
pub struct Looked {
    /// Those that do not fit, and are left out.
    pub left_out: RowFaults,
    /// How many there are to bring in.
    pub rows: usize,
    /// Rows to leave out, by the number of the sheet and of the row.
    pub(super) not: BTreeSet<(usize, usize)>,
}

/// Reads the sheets, and the map of their columns, or proposes one.
///
/// # Errors
/// [`Unimported`]: sheets that cannot be read, a map that cannot, columns that do not fit.
pub fn gather(
    storage: &dyn Storage,
    wanted: Wanted,
    stdin: impl Fn() -> Result<Vec<u8>, StudyError>,
) -> Result<Gathered, Unimported> {
    let guide = wanted.instrument.guide();
    if guide.questions.is_empty() {
        return Err(Unimported::NoQuestions(guide.title.clone()));
    }
    let sheets = read_all(storage, &wanted, stdin)?;
    let Some((path, first)) = sheets.first() else { return Err(Unimported::Sheets(Vec::new())) };
    let unfit = |unfit| Unimported::Columns { sheet: path.clone(), header: first.header().to_vec(), unfit };
    if !first.header().contains(&wanted.key) {
        let meant = nearest(&wanted.key, first.header().iter().map(String::as_str));
        return Err(unfit(vec![Unfit::NoColumn { name: wanted.key, meant }]));
    }
    let saved = wanted.map.as_deref().map(|map| read_map(storage, map)).transpose()?.flatten();
    let is_proposed = saved.is_none();
    let columns = saved.unwrap_or_else(|| proposed(guide, first.header(), &wanted.key));
    Reading::of(guide, &columns, first.header(), &wanted.key, wanted.held_on).map_err(unfit)?;
    Ok(Gathered { wanted, sheets, columns, is_proposed })
}

fn read_all(
    storage: &dyn Storage,
    wanted: &Wanted,
    stdin: impl Fn() -> Result<Vec<u8>, StudyError>,
) -> Result<Vec<(PathBuf, Sheet)>, Unimported> {
    let mut sheets: Vec<(PathBuf, Sheet)> = Vec::new();
    let mut bad = Vec::new();
    for path in &wanted.files {
        let bytes = if path.as_os_str() == "-" {
            stdin()
        } else {
            read(storage, path, SHEET_LIMIT).map_err(StudyError::from)
        };
        let sheet = bytes
            .map_err(SheetFault::Study)
            .and_then(|bytes| Sheet::read(bytes, wanted.encoding).map_err(SheetFault::NotASheet));
        let sheet = sheet.and_then(|sheet| match sheets.first() {
            Some((first, like)) => has_columns_of(&sheet, like, first).map(|()| sheet),
            None => Ok(sheet),
        });
        match sheet {
            Ok(sheet) => sheets.push((path.clone(), sheet)),
            Err(fault) => bad.push((path.clone(), fault)),
        }
    }
    if bad.is_empty() { Ok(sheets) } else { Err(Unimported::Sheets(bad)) }
}

/// Several sheets have the same columns, in whatever order.
fn has_columns_of(sheet: &Sheet, like: &Sheet, first: &Path) -> Result<(), SheetFault> {
    let only = |one: &Sheet, other: &Sheet| -> Vec<String> {
        one.header().iter().filter(|name| !other.header().contains(name)).cloned().collect()
    };
    let (missing, more) = (only(like, sheet), only(sheet, like));
    if missing.is_empty() && more.is_empty() {
        return Ok(());
    }
    Err(SheetFault::OtherColumns { first: first.to_owned(), missing, more })
}

/// The map, if its file is there.
fn read_map(storage: &dyn Storage, path: &Path) -> Result<Option<Columns>, StudyError> {
    match read(storage, path, FILE_LIMIT) {
        Ok(bytes) => match Columns::read(&bytes) {
            Ok(columns) => Ok(Some(columns)),
            Err(source) => Err(StudyError::Format { path: path.to_owned(), source }),
        },
        Err(error) if error.kind() == StorageErrorKind::Missing => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl Gathered {
    /// What the columns are for.
    #[must_use]
    pub const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Whether that was proposed, and not read from a file.
    #[must_use]
    pub const fn is_proposed(&self) -> bool {
        self.is_proposed
    }

    /// What was answered.
    #[must_use]
    pub fn guide(&self) -> &Guide {
        self.wanted.instrument.guide()
    }

    /// Writes what was proposed into the file that was named for it. Gives its path, if there was anything to write.
    ///
    /// # Errors
    /// [`StudyError::Storage`].
    pub fn save_columns(&self, storage: &dyn Storage) -> Result<Option<&Path>, StudyError> {
        let Some(path) = self.wanted.map.as_deref().filter(|_| self.is_proposed) else { return Ok(None) };
        atomic::create(storage, path, self.columns.written().as_bytes())?;
        Ok(Some(path))
    }

    /// Looks every row over.
    ///
    /// # Errors
    /// [`Unimported::Rows`] with all that do not fit, unless they are to be left out.
    pub fn look(&self) -> Result<Looked, Unimported> {
        let mut looking = Looking::default();
        for (number, (path, sheet)) in self.sheets.iter().enumerate() {
            let reading = self.reading(sheet)?;
            for row in sheet.rows() {
                looking.rows += 1;
                match reading.row(&row) {
                    Ok(one) => looking.key(number, path, row.number, one.key, &self.sheets),
                    Err(misfits) => looking.misfits(number, path, row.number, misfits),
                }
            }
        }
        let Looking { mut faults, not, rows, .. } = looking;
        faults.rows = not.len();
        if faults.number > 0 && !self.wanted.skips_invalid {
            return Err(Unimported::Rows(faults));
        }
        Ok(Looked { left_out: faults, rows: rows - not.len(), not })
    }

    /// How the rows of one of the sheets are read.
    pub(super) fn reading(&self, sheet: &Sheet) -> Result<Reading<'_>, Unimported> {
        let Wanted { key, held_on, .. } = &self.wanted;
        Reading::of(self.guide(), &self.columns, sheet.header(), key, *held_on).map_err(|unfit| {
            let (sheet, header) = (PathBuf::new(), sheet.header().to_vec());
            Unimported::Columns { sheet, header, unfit }
        })
    }
}

/// Rows as far as they have been looked at.
#[derive(Default)]
struct Looking {
    faults: RowFaults,
    not: BTreeSet<(usize, usize)>,
    rows: usize,
    /// The first row of each key: the number of its sheet, and its own.
    keys: HashMap<String, (usize, usize)>,
}

impl Looking {
    fn tell(&mut self, fault: RowFault) {
        if self.faults.first.len() < TOLD {
            self.faults.first.push(fault);
        }
        self.faults.number += 1;
    }

    fn misfits(&mut self, sheet: usize, path: &Path, row: usize, misfits: Vec<Misfit>) {
        self.not.insert((sheet, row));
        for misfit in misfits {
            self.tell(RowFault::Misfit { file: path.to_owned(), misfit });
        }
    }

    fn key(&mut self, sheet: usize, path: &Path, row: usize, key: String, sheets: &[(PathBuf, Sheet)]) {
        if let Some((of, first)) = self.keys.get(&key).copied() {
            self.not.extend([(of, first), (sheet, row)]);
            let first_path = sheets.get(of).map_or_else(PathBuf::new, |(path, _)| path.clone());
            let second = (path.to_owned(), row);
            self.tell(RowFault::SameKey { key, first: (first_path, first), second });
        } else {
            self.keys.insert(key, (sheet, row));
        }
    }
}
