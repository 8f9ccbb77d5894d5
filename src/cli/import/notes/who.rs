//! Who sits where: from a map, or asked on the terminal.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use crate::cli::Call;
use crate::cli::erasing::ask::Ask;
use crate::cli::erasing::is_asked;
use crate::cli::failure::{Failure, Kind};
use crate::cli::told::name;
use crate::cli::wording::counted;
use crate::exchange::seats::{SeatMap, read, written};
use crate::model::session::{Session, seat_number};
use crate::model::visible::visible_line;
use crate::storage::{StorageErrorKind, atomic};
use crate::study::{FILE_LIMIT, StudyError};

/// The names that were given a seat, and the file they may be kept in.
pub(super) struct Names {
    map: SeatMap,
    file: Option<PathBuf>,
    /// Whether that file is there already: then it stays as it is.
    is_there: bool,
    is_asked: bool,
}

impl Names {
    /// Reads the map, if there is one.
    pub(super) fn of(file: Option<PathBuf>, call: &Call<'_>) -> Result<Self, Failure> {
        let mut names = Self { map: SeatMap::new(), file, is_there: false, is_asked: false };
        let Some(path) = &names.file else { return Ok(names) };
        match crate::storage::read(call.storage, path, FILE_LIMIT) {
            Ok(bytes) => {
                let format = |source| StudyError::Format { path: path.clone(), source };
                names.map = read(&bytes).map_err(|error| {
                    Failure::new(Kind::Invalid, crate::cli::told::told(&format(error)))
                        .hint("Nothing was written. A map is an object: for each name the label of a seat, or null.")
                })?;
                names.is_there = true;
            }
            Err(error) if error.kind() == StorageErrorKind::Missing => {}
            Err(error) => return Err(Failure::of(&error.into())),
        }
        Ok(names)
    }

    /// Who sits where, as far as it is known.
    pub(super) const fn map(&self) -> &SeatMap {
        &self.map
    }

    /// Asks for the seat of everybody who has none.
    pub(super) fn ask(
        &mut self,
        session: &Session,
        unknown: &BTreeMap<String, usize>,
        call: &Call<'_>,
    ) -> Result<(), Failure> {
        if self.is_there || !is_asked(call, false) {
            return Err(nobody_knows(session, unknown));
        }
        let (mut from, mut to) = (io::stdin().lock(), io::stderr());
        let mut ask = Ask::new(&mut from, &mut to);
        for (who, times) in unknown {
            let question = format!(
                "{} speaks {}. Which seat ({}; - for nobody in the session)? ",
                visible_line(who),
                counted(*times, "time"),
                labels(session)
            );
            let seat = loop {
                let said = ask.line(&question)?;
                if said == "-" {
                    break None;
                }
                if let Some(label) = label(session, &said) {
                    break Some(label);
                }
            };
            self.map.insert(who.clone(), seat);
        }
        self.is_asked = true;
        Ok(())
    }

    /// Writes the map into the file that was named and is not there. Says so.
    pub(super) fn keep(&self, call: &Call<'_>) -> Result<Option<String>, Failure> {
        let Some(file) = self.file.as_ref().filter(|_| self.is_asked) else { return Ok(None) };
        atomic::create(call.storage, file, written(&self.map).as_bytes())
            .map_err(|error| Failure::of_writing(&error.into()))?;
        Ok(Some(format!(
            "{} says who sits where. It holds names: keep it where the consent sheets are, and not with the notes.",
            name(file)
        )))
    }
}

/// The label of a seat that somebody typed: `P3` or `3`.
fn label(session: &Session, said: &str) -> Option<String> {
    let number = seat_number(said);
    let fits = |label: &str| {
        label.eq_ignore_ascii_case(said) || (seat_number(label) == number && said.parse() == Ok(number))
    };
    session.seats().into_iter().map(|(_, seat)| seat.label.clone()).find(|label| fits(label))
}

fn labels(session: &Session) -> String {
    let labels: Vec<String> = session.seats().into_iter().map(|(_, seat)| seat.label.clone()).collect();
    if labels.is_empty() { "it has none".to_owned() } else { visible_line(&labels.join(", ")).into_owned() }
}

fn nobody_knows(session: &Session, unknown: &BTreeMap<String, usize>) -> Failure {
    let row =
        |(who, times): (&String, &usize)| format!("  {} ({})", visible_line(who), counted(*times, "time"));
    let rows: Vec<String> = unknown.iter().map(row).collect();
    Failure::new(
        Kind::Invalid,
        format!("nobody knows which seats these have, and nothing was written:\n{}", rows.join("\n")),
    )
    .hint(format!("The seats of the session: {}.", labels(session)))
    .hint("Say it with --map FILE: an object like {\"NAME\": \"P3\", \"NAME\": null}; null for somebody without a seat.")
}
