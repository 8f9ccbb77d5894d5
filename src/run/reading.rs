//! Reading the whole study for the screen: the framework matrix, a report, where a number comes from.

use std::path::{Path, PathBuf};

use super::wording::in_words;
use crate::app::Message;
use crate::document::Document;
use crate::document::text::laid_out;
use crate::report::corpus::Corpus;
use crate::report::kinds::Kind;
use crate::report::{matrix, why};
use crate::storage::Storage;
use crate::study::StudyError;
use crate::study::folder::StudyFolder;
use crate::study::merge::Unmerged;
use crate::study::report::{Taken, corpus, take_each};

/// Where the reports of the screen read from, and how they look.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Files and folders; the study where none are named.
    pub inputs: Vec<PathBuf>,
    /// Whether the marks that are added are plain ASCII.
    pub is_ascii: bool,
}

impl Reading {
    fn inputs(&self, study: &StudyFolder) -> Vec<PathBuf> {
        if self.inputs.is_empty() { vec![study.root().to_owned()] } else { self.inputs.clone() }
    }

    /// Makes a report of the study.
    #[must_use]
    pub fn report(&self, storage: &dyn Storage, study: &StudyFolder, kind: Kind) -> Message {
        if kind == Kind::Matrix {
            let taken = take_each(storage, self.inputs(study), no_stdin, &|_, _| (), |session| {
                matrix::take(&session)
            });
            return match taken {
                Ok(Taken { of_each, .. }) => Message::Matrix(matrix::in_tables(of_each)),
                Err(error) => Message::Failed(told(&error)),
            };
        }
        self.page(storage, study, None, |corpus| kind.report(corpus).map(|report| report.document))
    }

    /// Finds out where a number comes from.
    #[must_use]
    pub fn why(&self, storage: &dyn Storage, study: &StudyFolder, anchor: &str) -> Message {
        self.page(storage, study, Some(anchor.to_owned()), |corpus| {
            let report = Kind::of_number(anchor)?.report(corpus)?;
            why::why(corpus, &report, anchor)
        })
    }

    fn page(
        &self,
        storage: &dyn Storage,
        study: &StudyFolder,
        of: Option<String>,
        make: impl FnOnce(&Corpus) -> Option<Document>,
    ) -> Message {
        match corpus(storage, self.inputs(study), no_stdin) {
            Ok(corpus) => match make(&corpus) {
                Some(document) => Message::Page { of, lines: laid_out(&document, self.is_ascii) },
                None => Message::Failed("The study has changed meanwhile: this number is gone.".to_owned()),
            },
            Err(error) => Message::Failed(told(&error)),
        }
    }
}

/// The screen reads files; what came by standard input was read before.
fn no_stdin() -> Result<Vec<u8>, StudyError> {
    Err(StudyError::NoSuchSession("-".to_owned()))
}

fn told(error: &Unmerged) -> String {
    match error {
        Unmerged::Nothing => "No session is there to report on.".to_owned(),
        Unmerged::Study(error) => in_words(error),
        Unmerged::Begun(begun) => in_words(&begun.error),
        Unmerged::Bad(bad) => match bad.as_slice() {
            [only] => in_words(&only.error),
            [first, rest @ ..] => {
                let path: &Path = &first.path;
                format!(
                    "{} cannot be read, nor {} more: {}",
                    path.display(),
                    rest.len(),
                    in_words(&first.error)
                )
            }
            [] => "The study cannot be read.".to_owned(),
        },
    }
}
