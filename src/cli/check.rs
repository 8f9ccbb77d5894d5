//! `hearken check`: looks files over.

use std::path::PathBuf;

use super::answer::Answer;
use super::failure::Failure;
use super::told::{name, told};
use super::{Call, facts, input};
use crate::format::Place;
use crate::format::v1::File;
use crate::model::json::Json;
use crate::model::visible::visible_line;
use crate::study::StudyError;
use crate::study::check::{Checked, check};
use crate::study::inputs::{BadInput, Input, read_each};

/// Looks files over: whether they read, and what a person should know of them
///
/// An INPUT is a session, a collection, a study or an instrument, a study folder (its files, not what lies below), or
/// - for standard input. What cannot be read is named with its line and column. Writes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken check norwich.json /media/stick/visits")]
pub(super) struct Args {
    /// Files, study folders, or - for standard input
    #[arg(value_name = "INPUT", required = true, value_parser = super::args::path())]
    inputs: Vec<PathBuf>,
}

pub(super) fn run(args: Args, call: &Call<'_>) -> Answer {
    let (inputs, bad) = read_each(call.storage, &input::once(args.inputs), input::stdin);
    let checked: Vec<(&Input, Checked)> = inputs.iter().map(|input| (input, check(input))).collect();
    let out = if call.options.is_json {
        facts::written(&facts::object([
            ("inputs", facts::list(checked.iter().map(|(input, checked)| good_facts(input, checked)))),
            ("invalid", facts::list(bad.iter().map(bad_facts))),
        ]))
    } else if checked.is_empty() && bad.is_empty() {
        "Nothing of hearken's in there.\n".to_owned()
    } else {
        checked.iter().map(|(input, checked)| in_words(input, checked)).collect()
    };
    let failure = (!bad.is_empty()).then(|| Failure::of_inputs(&bad, call.storage));
    Answer { failure, ..Answer::of(out) }
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
