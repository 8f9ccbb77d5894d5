//! `hearken check`: looks files over.

use std::path::{Path, PathBuf};

use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::seal::no_list;
use super::told::{left_behind, name, told};
use super::wording::counted;
use super::{Call, facts, input};
use crate::format::Place;
use crate::format::v1::File;
use crate::model::json::Json;
use crate::model::visible::visible_line;
use crate::storage::FileKind;
use crate::study::StudyError;
use crate::study::check::{Checked, check};
use crate::study::digests::{self, Arrived};
use crate::study::folder::StudyFolder;
use crate::study::inputs::{BadInput, Input, read_each};
use crate::study::leftovers;

/// Looks files over: whether they read, and what a person should know of them
///
/// An INPUT is a session, a collection, a study or an instrument, a study folder (its files, not what lies below), or
/// - for standard input. What cannot be read is named with its line and column. Writes nothing.
///
/// With --digests nothing is opened: each file is compared with the list that `hearken seal` wrote, so that what left is
/// what arrived.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken check norwich.json /media/stick/visits\n  \
                        hearken check visits --digests /media/stick/visit.sha256")]
pub(super) struct Args {
    /// Files, study folders, or - for standard input
    #[arg(value_name = "INPUT", required = true, value_parser = super::args::path())]
    inputs: Vec<PathBuf>,
    /// Compares with this list of digests
    #[arg(long, value_name = "FILE", value_parser = super::args::path())]
    digests: Option<PathBuf>,
}

pub(super) fn run(args: Args, call: &Call<'_>) -> Result<Answer, Failure> {
    match &args.digests {
        Some(list) => against(list, &args.inputs, call),
        None => Ok(looked_over(args, call)),
    }
}

/// Compares files as they stand on the disk with a list.
fn against(list: &Path, inputs: &[PathBuf], call: &Call<'_>) -> Result<Answer, Failure> {
    if inputs.iter().any(|path| input::is_stream(path)) {
        return Err(Failure::new(
            Kind::Usage,
            "a list names files, so standard input cannot be compared with it",
        ));
    }
    let known = digests::read_list(call.storage, list).map_err(|error| no_list(&error))?;
    let told =
        digests::compare(call.vault.disk(), &known, inputs, list).map_err(|error| Failure::of(&error))?;
    let word = |arrived| match arrived {
        Arrived::Whole => "as it left",
        Arrived::Altered => "altered",
        Arrived::Missing => "missing",
        Arrived::NotListed => "not on the list",
    };
    let out = if call.options.is_json {
        let one = |(name, arrived): &(String, Arrived)| {
            facts::object([("file", facts::text(name)), ("arrived", facts::text(word(*arrived)))])
        };
        facts::written(&facts::object([("files", facts::list(told.iter().map(one)))]))
    } else {
        let line =
            |(name, arrived): &(String, Arrived)| format!("{}: {}\n", visible_line(name), word(*arrived));
        told.iter().map(line).collect()
    };
    let of = |wanted| told.iter().filter(|(_, arrived)| *arrived == wanted).count();
    let (altered, missing, unlisted) = (of(Arrived::Altered), of(Arrived::Missing), of(Arrived::NotListed));
    let failure = (altered + missing > 0).then(|| {
        let what = [(altered, "altered"), (missing, "missing")];
        let what = what.iter().filter(|(count, _)| *count > 0);
        let what: Vec<String> =
            what.map(|(count, how)| format!("{} {how}", counted(*count, "file"))).collect();
        Failure::new(Kind::Invalid, format!("not all that left has arrived: {}", what.join(", ")))
            .hint("Copy them again from where they came from, and compare once more.")
    });
    let unlisted = (unlisted > 0).then(|| format!("{} not on the list.", counted(unlisted, "file")));
    Ok(Answer { failure, for_an_eye: unlisted.into_iter().collect(), ..Answer::told(out, call) })
}

fn looked_over(args: Args, call: &Call<'_>) -> Answer {
    let folders = args.inputs.clone();
    let (inputs, bad) = read_each(call.storage, &input::once(args.inputs), || input::stdin(call));
    let left: Vec<PathBuf> = folders.iter().flat_map(|folder| left_in(folder, &inputs, call)).collect();
    let checked: Vec<(&Input, Checked)> = inputs.iter().map(|input| (input, check(input))).collect();
    let out = if call.options.is_json {
        facts::written(&facts::object([
            ("inputs", facts::list(checked.iter().map(|(input, checked)| good_facts(input, checked)))),
            ("invalid", facts::list(bad.iter().map(bad_facts))),
            ("leftovers", facts::list(left.iter().map(|path| facts::path(path)))),
        ]))
    } else if checked.is_empty() && bad.is_empty() {
        "Nothing of hearken's in there.\n".to_owned()
    } else {
        checked.iter().map(|(input, checked)| in_words(input, checked)).collect()
    };
    let failure = (!bad.is_empty()).then(|| Failure::of_inputs(&bad, call.storage));
    let for_an_eye = left.iter().map(|path| left_behind(path)).collect();
    Answer { for_an_eye, failure, ..Answer::told(out, call) }
}

/// What saves left in a folder that were cut off; a file has none.
fn left_in(folder: &Path, inputs: &[Input], call: &Call<'_>) -> Vec<PathBuf> {
    let is_folder = call.storage.entry(folder).is_ok_and(|entry| entry.kind == FileKind::Folder);
    if !is_folder {
        return Vec::new();
    }
    let session = |input: &Input| match &input.file {
        File::Session(session) => Some(session.id()),
        _ => None,
    };
    let sessions: Vec<_> = inputs.iter().filter_map(|input| Some((&*input.path, session(input)?))).collect();
    leftovers::told(call.storage, &StudyFolder::at(folder), &sessions)
}

fn in_words(input: &Input, checked: &Checked) -> String {
    // What a session or a study holds begins with the word.
    let kind = match &input.file {
        File::Session(_) | File::Study(_) => String::new(),
        File::Collection(_) | File::Instrument(_) => format!("{}, ", checked.kind),
    };
    let first = format!("{}: good: {kind}{}\n", name(&input.path), visible_line(&checked.holds));
    let remarks = checked.remarks.iter().map(|remark| format!("  {}\n", visible_line(remark)));
    std::iter::once(first).chain(remarks).collect()
}

fn good_facts(input: &Input, checked: &Checked) -> Json<'static> {
    facts::object([
        ("file", facts::path(&input.path)),
        ("kind", facts::text(checked.kind)),
        ("holds", facts::text(&checked.holds)),
        ("remarks", facts::list(checked.remarks.iter().map(facts::text))),
    ])
}

fn bad_facts(bad: &BadInput) -> Json<'static> {
    let place = match &bad.error {
        StudyError::Format { source, .. } => source.place,
        _ => None,
    };
    let number = |of: fn(Place) -> usize| place.map_or(Json::Null, |place| facts::count(of(place)));
    facts::object([
        ("file", facts::path(&bad.path)),
        ("line", number(|place| place.line)),
        ("column", number(|place| place.column)),
        ("problem", facts::text(told(&bad.error))),
    ])
}
