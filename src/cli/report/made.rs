//! What every report has in common: its inputs, its form, where it goes.

use std::path::{Path, PathBuf};

use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::cli::laid_out::Output;
use crate::cli::{Call, facts, input, places};
use crate::document::Document;
use crate::report::corpus::Corpus;
use crate::report::made::Report;
use crate::report::suppress::Below;
use crate::study::inputs::read_all;
use crate::study::{catalogue, report};

/// With more notes than this a browser or a word processor may take long.
const MOST_NOTES_OF_A_PAGE: usize = 100_000;

/// What to report on.
#[derive(Debug, clap::Args)]
struct Inputs {
    /// Files, study folders, names of sessions, or - for standard input [default: the study]
    #[arg(value_name = "INPUT", value_parser = crate::cli::args::path())]
    inputs: Vec<PathBuf>,
}

/// What every report is asked with.
#[derive(Debug, clap::Args)]
pub(super) struct Asked {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    output: Output,
}

/// What a report that hides small numbers is asked with.
#[derive(Debug, clap::Args)]
pub(super) struct Hiding {
    /// Hides numbers under N, which is 2 or more, and what would give them away
    #[arg(long = "suppress-below", value_name = "N", value_parser = clap::value_parser!(u64).range(Below::LEAST..))]
    below: Option<u64>,
}

impl Hiding {
    /// The bound.
    pub(super) fn below(&self) -> Option<Below> {
        self.below.and_then(Below::new)
    }
}

impl Asked {
    /// Reads the inputs, makes a report of them and puts it where it goes.
    pub(super) fn make(
        &self,
        call: &Call<'_>,
        report: impl FnOnce(&Corpus) -> Report,
    ) -> Result<Answer, Failure> {
        self.make_if(call, |read| Ok(report(&read.corpus).document))
    }

    /// The same for a document that cannot be made of all inputs.
    pub(super) fn make_if(
        &self,
        call: &Call<'_>,
        document: impl FnOnce(&Read) -> Result<Document, Failure>,
    ) -> Result<Answer, Failure> {
        let read = self.inputs.read(call)?;
        let document = document(&read)?;
        read.deliver(&document, &self.output, call)
    }
}

/// What was read, with what a person should see to.
pub(super) struct Read {
    /// The sessions.
    pub(super) corpus: Corpus,
    for_an_eye: Vec<String>,
}

impl Inputs {
    /// Reads them.
    fn read(&self, call: &Call<'_>) -> Result<Read, Failure> {
        let paths = if self.inputs.is_empty() {
            let study = places::study(call)?.folder;
            // One's own study is made when the screen first opens it.
            let is_there = call.storage.entry(study.root()).is_ok();
            is_there.then(|| study.root().to_owned()).into_iter().collect()
        } else {
            self.inputs.iter().map(|typed| path(call, typed)).collect::<Result<_, _>>()?
        };
        let inputs = read_all(call.storage, &input::once(paths), input::stdin)
            .map_err(|bad| Failure::of_inputs(&bad, call.storage).hint("Nothing was written."))?;
        let sessions = inputs.iter().filter_map(|input| match &input.file {
            crate::format::v1::File::Session(session) => Some((input.path.as_path(), &**session)),
            _ => None,
        });
        let for_an_eye = input::unsaved(call, sessions);
        let corpus = report::corpus(call.storage, inputs).map_err(|error| Failure::of(&error))?;
        if corpus.sessions().is_empty() {
            return Err(Failure::new(Kind::CouldNot, "the inputs hold no session, and nothing was written")
                .hint("Name the files of sessions, collections, or the folder of a study."));
        }
        Ok(Read { corpus, for_an_eye })
    }
}

/// A file or folder, else the file of the session that goes by this name. What is neither is told when it is read.
fn path(call: &Call<'_>, typed: &Path) -> Result<PathBuf, Failure> {
    if input::is_stream(typed) || call.storage.entry(typed).is_ok() {
        return Ok(typed.to_owned());
    }
    let study = places::study(call)?.folder;
    Ok(catalogue::find(call.storage, &study, &typed.to_string_lossy()).unwrap_or_else(|_| typed.to_owned()))
}

impl Read {
    /// Lays a report of these inputs out and puts it where it goes.
    fn deliver(self, document: &Document, output: &Output, call: &Call<'_>) -> Result<Answer, Failure> {
        let sessions = facts::list(document.about.sessions.iter().map(facts::text));
        let answer = output.deliver(document, ("sessions", sessions), call)?;
        let notes = || self.corpus.sessions().iter().map(|one| one.lists.notes.standing().count()).sum();
        let notes: usize = if output.is_of_pages() { notes() } else { 0 };
        let mut for_an_eye = self.for_an_eye;
        if notes > MOST_NOTES_OF_A_PAGE {
            for_an_eye.push(format!(
                "It is made from {notes} notes, and programs that show pages may be slow with it; csv holds its tables."
            ));
        }
        Ok(Answer { for_an_eye, ..answer })
    }
}
