//! `hearken demo`: the worked example, in a folder that goes away or one that stays.

use std::path::{Path, PathBuf};

use super::answer::Answer;
use super::failure::Failure;
use super::places::Chosen;
use super::told::name;
use super::wording::counted;
use super::{Call, facts, screen};
use crate::run::random;
use crate::study::demo::{self, Scratch};

/// Nobody should take an invented quote for a real one.
const INVENTED: &str = "This is an example. All of it is invented: nobody said it.";

/// Opens a worked example: a study in which everything is invented
///
/// Look round in it and type as you like: without --into it is in a scratch folder, which is removed when you leave.
/// Your own study is not touched.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken demo\n  hearken demo --into example")]
pub(super) struct Args {
    /// Keeps the example in this folder, which has to be new or empty; without a terminal it is only written
    #[arg(long, value_name = "DIR", value_parser = super::args::path())]
    into: Option<PathBuf>,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    match &args.into {
        Some(folder) => kept(folder, call),
        None => passing(call),
    }
}

/// Writes the example into a folder that stays, and opens it where there is a screen.
fn kept(folder: &Path, call: &Call<'_>) -> Result<Answer, Failure> {
    demo::write(call.storage, folder).map_err(Failure::of_demo)?;
    let written = format!(
        "The example is in {}: {}. All of it is invented. hearken --study {} opens it.",
        name(folder),
        counted(demo::FILES.len(), "file"),
        name(folder)
    );
    if call.options.is_json || screen::is_there().is_err() {
        let out = if call.options.is_json { as_facts(folder) } else { String::new() };
        return Ok(Answer { done: vec![written], ..Answer::of(out) });
    }
    let mut answer = open(folder, call)?;
    answer.done.push(written);
    Ok(answer)
}

/// Opens the example in a scratch folder, which goes with the screen, however that ends.
fn passing(call: &Call<'_>) -> Result<Answer, Failure> {
    screen::is_there()
        .map_err(|failure| failure.hint("With --into DIR the example is written to a folder."))?;
    let scratch = Scratch::make(call.storage, &std::env::temp_dir(), random::writer_id()?)
        .map_err(|error| Failure::of_writing(&error.into()))?;
    demo::write(call.storage, scratch.folder()).map_err(Failure::of_demo)?;
    let outcome = open(scratch.folder(), call);
    let removed = scratch.remove();
    let mut answer = outcome?;
    match removed {
        Ok(()) => answer.done.push("The example is gone again. hearken opens your own study.".to_owned()),
        Err(error) => answer.for_an_eye.push(format!(
            "{} The example is left there; nothing in it is anybody's.",
            super::places::sentence(&super::told::told(&error.into()))
        )),
    }
    Ok(answer)
}

fn open(folder: &Path, call: &Call<'_>) -> Result<Answer, Failure> {
    let study = Chosen::named(folder);
    study.make(call)?;
    screen::open_example(call, study, INVENTED)
}

fn as_facts(folder: &Path) -> String {
    let files = demo::FILES.iter().map(|(name, _)| facts::path(&folder.join(name)));
    facts::written(&facts::object([("folder", facts::path(folder)), ("files", facts::list(files))]))
}
