//! What every report has in common: its inputs, its form, where it goes.

use std::path::{Path, PathBuf};

use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::laid_out::Output;
use crate::cli::merge::unmerged;
use crate::cli::progress::Bar;
use crate::cli::{Call, facts, input, places, screen};
use crate::document::Document;
use crate::document::text::{Lines, laid_out};
use crate::model::session::Session;
use crate::report::corpus::{Corpus, Head};
use crate::report::made::{Reasons, Report};
use crate::report::suppress::Below;
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
        self.make_if(call, |corpus| Ok(report(corpus).document))
    }

    /// The same for a document that cannot be made of all inputs.
    pub(super) fn make_if(
        &self,
        call: &Call<'_>,
        document: impl FnOnce(&Corpus) -> Result<Document, Failure>,
    ) -> Result<Answer, Failure> {
        self.make_of(call, |session| session, |head, sessions| document(&Corpus::in_order(sessions, head)))
    }

    /// The same for a report that needs only a part of each session, and lets go of the rest while it reads.
    pub(super) fn make_of<T: Send>(
        &self,
        call: &Call<'_>,
        take: impl Fn(Session) -> T + Sync,
        document: impl FnOnce(Head, Vec<T>) -> Result<Document, Failure>,
    ) -> Result<Answer, Failure> {
        let inputs = self.inputs.paths(call)?;
        let bar = Bar::of_bytes("reading", call.options.is_ascii);
        let watch = |done, all| bar.is_at(done, all);
        let taken = report::take_each(call.storage, inputs.clone(), || input::stdin(call), &watch, take)
            .map_err(|error| unmerged(error, call))?;
        drop(bar);
        let document = document(taken.head, taken.of_each)?;
        let sessions = facts::list(document.about.sessions.iter().map(facts::text));
        let answer = match self.page(&document, &inputs, call) {
            Some(page) => screen::open_page(call, page, inputs)?,
            None => self.output.deliver(&document, ("sessions", sessions), call)?,
        };
        // The program ends now: giving back millions of numbers one by one would only keep somebody waiting.
        std::mem::forget(document);
        let mut for_an_eye: Vec<String> = taken.unsaved.iter().map(|path| input::is_unsaved(path)).collect();
        if self.output.is_of_pages() && taken.notes > MOST_NOTES_OF_A_PAGE {
            for_an_eye.push(format!(
                "It is made from {} notes, and programs that show pages may be slow with it; csv holds its tables.",
                taken.notes
            ));
        }
        Ok(Answer { for_an_eye, ..answer })
    }
}

impl Asked {
    /// What is kept of what stands behind the numbers: names in formats that hold them, and on a screen.
    pub(super) fn reasons(&self) -> Reasons {
        let is_on_a_screen = self.output.is_to_be_read() && screen::is_there().is_ok();
        if self.output.holds_names() || is_on_a_screen { Reasons::Named } else { Reasons::Left }
    }

    /// The report as it is paged: where somebody is to read it on a screen on which it has no room.
    fn page(&self, document: &Document, inputs: &[PathBuf], call: &Call<'_>) -> Option<Lines> {
        let has_a_file = |path: &PathBuf| !input::is_stream(path);
        let is_for_a_screen =
            self.output.is_to_be_read() && !call.options.is_json && screen::is_there().is_ok();
        if !is_for_a_screen || !inputs.iter().all(has_a_file) {
            return None;
        }
        let lines = laid_out(document, call.options.is_ascii);
        screen::is_lower_than(lines.lines.len()).then_some(lines)
    }
}

impl Inputs {
    /// The files and folders to read; without any, the study.
    fn paths(&self, call: &Call<'_>) -> Result<Vec<PathBuf>, Failure> {
        if !self.inputs.is_empty() {
            let typed = self.inputs.iter().map(|typed| path(call, typed)).collect::<Result<_, _>>()?;
            return Ok(input::once(typed));
        }
        let study = places::study(call)?.folder;
        // One's own study is made when the screen first opens it.
        let is_there = call.storage.entry(study.root()).is_ok();
        Ok(is_there.then(|| study.root().to_owned()).into_iter().collect())
    }
}

/// A file or folder, else the file of the session that goes by this name. What is neither is told when it is read.
pub(super) fn path(call: &Call<'_>, typed: &Path) -> Result<PathBuf, Failure> {
    if input::is_stream(typed) || call.storage.entry(typed).is_ok() {
        return Ok(typed.to_owned());
    }
    let study = places::study(call)?.folder;
    Ok(catalogue::find(call.storage, &study, &typed.to_string_lossy()).unwrap_or_else(|_| typed.to_owned()))
}
