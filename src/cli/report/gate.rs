//! `hearken report gate`.

use std::path::PathBuf;

use super::made::path;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::laid_out::Output;
use crate::cli::{Call, facts, places};
use crate::report::gate::{Brought, sheet};
use crate::study::gate::brought;

/// Prints the page that a prison asks for at the gate: device, files with digests, encryption
///
/// It says which files are carried, each with its digest, whether they are sealed, and that no network, camera or microphone
/// is used. Without an input it is of all sessions of the study, with what is kept beside them. Nothing is opened, so no key is needed. What is not typed is
/// a line to write on.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  hearken report gate --device \"ThinkPad X13\" --serial PF-2X9K1 --visit \"2026-11-30, 10:00\" -o gate.docx"
)]
pub(super) struct Args {
    /// Files, or names of sessions [default: all sessions of the study]
    #[arg(value_name = "INPUT", value_parser = crate::cli::args::path())]
    inputs: Vec<PathBuf>,
    /// Make and model of the laptop
    #[arg(long, value_name = "TEXT")]
    device: Option<String>,
    /// Its serial number
    #[arg(long, value_name = "TEXT")]
    serial: Option<String>,
    /// Whose visit it is, and when
    #[arg(long, value_name = "TEXT")]
    visit: Option<String>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?.folder;
    let named = args.inputs.iter().map(|typed| path(call, typed)).collect::<Result<_, _>>()?;
    let rescued: Vec<PathBuf> = places::rescued(call).into_iter().collect();
    let files = brought(&call.vault, &study, named, &rescued).map_err(|error| Failure::of(&error))?;
    let (device, serial, visit) = (args.device.clone(), args.serial.clone(), args.visit.clone());
    let number = facts::count(files.files.len());
    let document = sheet(&Brought { device, serial, visit, ..files });
    args.output.deliver(&document, ("files", number), call)
}
