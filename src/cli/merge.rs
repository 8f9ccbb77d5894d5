//! `hearken merge`: joins copies of sessions, whatever laptop they come from and in whatever order.

use std::path::{Path, PathBuf};

use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::told::name;
use super::wording::counted;
use super::{Call, facts, input};
use crate::format::v1::File;
use crate::model::json::Json;
use crate::model::session::Session;
use crate::study::inputs::{Input, read_all};
use crate::study::merge::{self, Held, Merged, Output, Placed};

/// Joins copies of sessions into one file or one study
///
/// An INPUT is a session, a collection, a study folder (its sessions, not what lies below), or - for standard input.
/// When OUT is a folder (one that is there, or a name that ends in a slash), each session is joined with its file
/// there; doing it again changes nothing. When OUT is a file, it is one session if the inputs hold one, else a
/// collection; - is standard output. The order of the inputs makes no difference, and no note is lost: where two
/// laptops changed the same note, both wordings are kept and a person decides.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken merge facilitator.json note-taker.json -o norwich.json\n  \
                        hearken merge /media/stick/visits -o study/")]
pub(super) struct Args {
    /// Files, study folders, or - for standard input
    #[arg(value_name = "INPUT", required = true, value_parser = super::args::path())]
    inputs: Vec<PathBuf>,
    /// A study's folder, a new file, one of the inputs, or - for standard output
    #[arg(short = 'o', long = "out", value_name = "OUT", value_parser = super::args::path())]
    out: PathBuf,
}

pub(super) fn run(args: Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let is_to_stdout = input::is_stream(&args.out);
    if is_to_stdout {
        input::refuse_two_answers(call)?;
    }
    let named = input::once(args.inputs);
    let inputs = read_all(call.storage, &named, input::stdin)
        .map_err(|bad| Failure::of_inputs(&bad, call.storage).hint("Nothing was written."))?;
    let unsaved = input::unsaved(call, sessions(&inputs));
    let out = if is_to_stdout { Output::File(args.out) } else { merge::output(call.storage, &args.out) };
    let done = passed_over(&inputs, &named, &out);
    let files: Vec<PathBuf> = inputs.iter().map(|input| input.path.clone()).collect();
    let merged = merge::merge(inputs);
    if is_nothing(&merged, &out) {
        return Err(Failure::new(Kind::CouldNot, "the inputs hold no session, and nothing was written")
            .hint("Name the files of sessions, collections, or the folder of a study."));
    }
    let mut answer = Answer { done, for_an_eye: unsaved, ..Answer::default() };
    let placed = match &out {
        Output::File(_) if is_to_stdout => {
            answer.out = merge::text(&merged);
            let held = Held::by(&merged.collection.sessions);
            answer.done.push(amount(held) + ".");
            answer.for_an_eye.extend(conflicts(held));
            return Ok(answer);
        }
        Output::File(path) => {
            merge::place_file(call.storage, path, &merged, &files).map(|placed| vec![placed])
        }
        Output::Folder(root) => merge::place_in_folder(call.storage, root, merged),
    }
    .map_err(|error| Failure::of_writing(&error))?;
    tell(call, &placed, &mut answer);
    Ok(answer)
}

/// The sessions that were read, each from a file of its own.
fn sessions(inputs: &[Input]) -> impl Iterator<Item = (&Path, &Session)> {
    inputs.iter().filter_map(|input| match &input.file {
        File::Session(session) => Some((input.path.as_path(), &**session)),
        _ => None,
    })
}

/// A word about inputs that have no place in the output.
fn passed_over(inputs: &[Input], named: &[PathBuf], out: &Output) -> Vec<String> {
    let why = |input: &Input| match (&input.file, out) {
        (File::Instrument(_), _) => Some("is an instrument, and holds no notes"),
        // Beside the sessions of a folder it is only to be expected.
        (File::Study(_), Output::File(_)) if named.contains(&input.path) => {
            Some("says what the study is, which goes into a study's folder and not into a file")
        }
        _ => None,
    };
    let told = |input: &Input| why(input).map(|why| format!("Passed over: {} {why}.", name(&input.path)));
    inputs.iter().filter_map(told).collect()
}

fn is_nothing(merged: &Merged, out: &Output) -> bool {
    let has_study = matches!(out, Output::Folder(_)) && merged.study.is_some();
    merged.collection.sessions.is_empty() && merged.collection.is_only_sessions() && !has_study
}

fn tell(call: &Call<'_>, placed: &[Placed], answer: &mut Answer) {
    let held = placed.iter().map(|placed| placed.held).fold(Held::default(), |sum, held| Held {
        sessions: sum.sessions + held.sessions,
        notes: sum.notes + held.notes,
        conflicts: sum.conflicts + held.conflicts,
    });
    if call.options.is_json {
        answer.out = in_facts(held, placed);
    } else if !call.options.is_quiet {
        answer.out = in_words(held, placed);
    }
    answer.for_an_eye.extend(conflicts(held));
}

fn amount(held: Held) -> String {
    let conflicts =
        if held.conflicts > 0 { counted(held.conflicts, "conflict") } else { "no conflicts".into() };
    format!("{}, {}, {conflicts}", counted(held.sessions, "session"), counted(held.notes, "note"))
}

fn in_words(held: Held, placed: &[Placed]) -> String {
    let changed: Vec<&Placed> = placed.iter().filter(|placed| placed.is_changed).collect();
    let files = match (changed.len(), placed.len()) {
        (0, 1) => "the file held all of it already".to_owned(),
        (0, _) => "the files held all of it already".to_owned(),
        (number, _) => format!("{} changed", counted(number, "file")),
    };
    let first = format!("{}; {files}.\n", amount(held));
    let names = changed.into_iter().map(|placed| format!("  {}\n", name(&placed.path)));
    std::iter::once(first).chain(names).collect()
}

fn in_facts(held: Held, placed: &[Placed]) -> String {
    let paths = |is_changed: bool| {
        let of_kind = placed.iter().filter(move |placed| placed.is_changed == is_changed);
        facts::list(of_kind.map(|placed| facts::path(&placed.path)))
    };
    let facts: Json<'_> = facts::object([
        ("sessions", facts::count(held.sessions)),
        ("notes", facts::count(held.notes)),
        ("conflicts", facts::count(held.conflicts)),
        ("changed", paths(true)),
        ("unchanged", paths(false)),
    ]);
    facts::written(&facts)
}

fn conflicts(held: Held) -> Option<String> {
    (held.conflicts > 0).then(|| {
        format!(
            "{} changed in two places: both wordings are kept, and hearken show marks them for a person to decide.",
            if held.conflicts == 1 { "1 entry was".to_owned() } else { format!("{} entries were", held.conflicts) }
        )
    })
}
