//! `hearken merge`: joins copies of sessions, whatever laptop they come from and in whatever order.

use std::cell::Cell;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use super::answer::Answer;
use super::erasing::ask::Ask;
use super::failure::{Failure, Kind};
use super::key::told::{changed, this_laptop};
use super::merge_told::{self, Told};
use super::progress::Bar;
use super::told::name;
use super::{Call, input};
use crate::run::{clock, random};
use crate::study::StudyError;
use crate::study::inputs::BadInput;
use crate::study::merge::{self, Begun, Gathered, Loss, Merged, Output, Placed, Unmerged, Wanted};

/// Joins copies of sessions into one file or one study
///
/// An INPUT is a session, a collection, a study folder (its sessions, not what lies below), or - for standard input.
/// When OUT is a folder (one that is there, or a name that ends in a slash), each session is joined with its file
/// there; doing it again changes nothing. When OUT is a file, it is one session if the inputs hold one, else a
/// collection; - is standard output. What a sync program made of a session under another name is known by the id
/// inside. The order of the inputs makes no difference, and no note is lost: where two laptops changed the same note,
/// both wordings are kept and a person decides. What somebody withdrew is gone from the outcome, whichever input
/// still holds it; before it goes from a study that holds it, you are shown what and asked.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that somebody types")]
#[command(after_help = "Examples:\n  hearken merge facilitator.json note-taker.json -o norwich.json\n  \
                        hearken merge /media/stick/visits -o study/\n  \
                        hearken merge a.json b.json --same-event a.json b.json -o one.json")]
pub(super) struct Args {
    /// Files, study folders, or - for standard input
    #[arg(value_name = "INPUT", required = true, value_parser = super::args::path())]
    inputs: Vec<PathBuf>,
    /// A study's folder, a new file, one of the inputs, or - for standard output
    #[arg(short = 'o', long = "out", value_name = "OUT", value_parser = super::args::path())]
    out: PathBuf,
    /// Says what would come of it, and writes nothing
    #[arg(long = "dry-run")]
    is_dry_run: bool,
    /// Makes one session of two that were started apart; it cannot be taken back, so keep the inputs
    #[arg(long = "same-event", num_args = 2, value_names = ["A", "B"])]
    same_event: Vec<String>,
    /// Leaves out what cannot be read, and says so
    #[arg(long = "skip-invalid")]
    skips_invalid: bool,
    /// Takes in what was typed after the last save, from the journal beside an input
    #[arg(long = "with-journal")]
    with_journals: bool,
    /// Lets new withdrawals erase words in the study without asking
    #[arg(long = "yes")]
    is_agreed: bool,
    /// Replaces OUT though it is none of the inputs
    #[arg(long = "force")]
    is_forced: bool,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let is_to_stdout = input::is_stream(&args.out);
    if is_to_stdout && !args.is_dry_run {
        input::refuse_two_answers(call)?;
    }
    let out =
        if is_to_stdout { Output::File(args.out.clone()) } else { merge::output(call.storage, &args.out) };
    let pair = |pair: &[String]| pair.to_vec().try_into().ok();
    let wanted = Wanted {
        inputs: input::once(args.inputs.clone()),
        same_event: args.same_event.chunks_exact(2).filter_map(pair).collect(),
        skips_invalid: args.skips_invalid,
        with_journals: args.with_journals,
    };
    let names = wanted.inputs.clone();
    let is_stdin_sealed = Cell::new(false);
    let stdin = || {
        let (bytes, is_sealed) = input::stdin_and_form(call)?;
        is_stdin_sealed.set(is_sealed);
        Ok(bytes)
    };
    let mut gathered =
        merge::gather(call.storage, wanted, &out, stdin).map_err(|error| unmerged(error, call))?;
    let mut answer = Answer {
        done: passed_over(&gathered, &names, &out),
        for_an_eye: gathered.unsaved().iter().map(|path| unsaved(path)).collect(),
        ..Answer::default()
    };
    let (merged, losses) = carry_out(args, call, &mut gathered, &out, &mut answer)?;
    let left_out: Vec<&BadInput> = gathered.left_out().collect();
    let told = Told {
        merged: &merged,
        names: &names,
        losses: &losses,
        left_out: &left_out,
        is_dry_run: args.is_dry_run,
    };
    if call.options.is_json {
        answer.out = told.in_facts();
    } else if !call.options.is_quiet && (!is_to_stdout || args.is_dry_run) {
        (answer.out, answer.is_to_read) = (told.in_words(), true);
    }
    answer.for_an_eye.extend(told.for_an_eye(&out));
    if !args.is_dry_run {
        answer.for_an_eye.extend(opened_up(call, is_stdin_sealed.get(), &merged, &out));
    }
    Ok(answer)
}

/// Merges, or only tries; gives what came of it, and what it takes from a study.
fn carry_out(
    args: &Args,
    call: &Call<'_>,
    gathered: &mut Gathered,
    out: &Output,
    answer: &mut Answer,
) -> Result<(Merged, Vec<Loss>), Failure> {
    let refused = |error| unmerged(error, call);
    let merged = match out {
        Output::Folder(root) => {
            let plan = with_bar(call, |watch| gathered.plan(call.storage, root, watch)).map_err(refused)?;
            answer.for_an_eye.extend(plan.beside.iter().map(|path| beside(path)));
            let losses = plan.losses.clone();
            if args.is_dry_run {
                return Ok((plan.merged, losses));
            }
            agree(call, &losses, args.is_agreed)?;
            let hand = (random::writer_id()?, &clock::now());
            let merged = with_bar(call, |watch| gathered.into_folder(call.storage, plan, hand, watch));
            return Ok((merged.map_err(refused)?, losses));
        }
        Output::File(_) if args.is_dry_run => with_bar(call, |watch| gathered.rehearse(call.storage, watch)),
        Output::File(path) if input::is_stream(path) => {
            let mut stream = Stdout::default();
            let merged = gathered.into_stream(call.storage, &mut stream, &|_, _| ());
            answer.failure = stream.failed.as_ref().map(Failure::of_output_stream);
            answer.done.extend(merged.iter().map(|merged| format!("{}.", merge_told::amount(&merged.tally))));
            merged
        }
        Output::File(path) => {
            with_bar(call, |watch| gathered.into_file(call.storage, path, args.is_forced, watch))
        }
    };
    Ok((merged.map_err(refused)?, Vec::new()))
}

/// Does something long with a bar that says how far it has come.
fn with_bar<T>(call: &Call<'_>, work: impl FnOnce(merge::Watch<'_>) -> T) -> T {
    let bar = Bar::of_bytes("merging", call.options.is_ascii);
    work(&|done, all| bar.is_at(done, all))
}

/// Why copies were not put together.
pub(super) fn unmerged(error: Unmerged, call: &Call<'_>) -> Failure {
    match error {
        Unmerged::Bad(bad) => Failure::of_inputs(&bad, call.storage).hint("Nothing was written."),
        Unmerged::Nothing => {
            Failure::new(Kind::CouldNot, "the inputs hold no session, and nothing was written")
                .hint("Name the files of sessions, collections, or the folder of a study.")
        }
        Unmerged::Study(error @ (StudyError::NoSuchSession(_) | StudyError::Ambiguous { .. })) => {
            let failure = Failure::of(&error);
            Failure { kind: Kind::Usage, ..failure }
        }
        Unmerged::Study(error) => Failure::of_writing(&error),
        Unmerged::Begun(begun) => {
            let Begun { keys, error } = *begun;
            let failure = Failure::of_writing(&error);
            let nothing = "Nothing was written. ";
            let hints =
                failure.hints.iter().map(|hint| hint.strip_prefix(nothing).unwrap_or(hint).to_owned());
            let begun = "A part of it is written, each file whole; do it again, and it goes on.".to_owned();
            let keys = changed(&keys, this_laptop(), false);
            Failure { hints: std::iter::once(begun).chain(hints).chain(keys).collect(), ..failure }
        }
    }
}

/// Lets somebody see what will be erased, and say yes.
fn agree(call: &Call<'_>, losses: &[Loss], is_agreed: bool) -> Result<(), Failure> {
    if losses.is_empty() || is_agreed {
        return Ok(());
    }
    let lines = merge_told::losses(losses);
    if !call.options.is_json && io::stdin().is_terminal() && io::stderr().is_terminal() {
        let (mut from, mut to) = (io::stdin().lock(), io::stderr());
        return Ask::new(&mut from, &mut to)
            .for_a_yes(&format!("{}\nErase this, and merge?", lines.join("\n")));
    }
    let message =
        format!("a withdrawal is new to this study, and nobody could be asked\n{}", lines.join("\n"));
    Err(Failure::new(Kind::CouldNot, message).hint("Nothing was written. Say --yes to erase it and merge."))
}

/// A word about inputs that have no place in the output.
fn passed_over(gathered: &Gathered, named: &[PathBuf], out: &Output) -> Vec<String> {
    let why = |path: &PathBuf, kind: &str| match (kind, out) {
        ("instrument", _) => Some("is an instrument, and holds no notes"),
        // Beside the sessions of a folder it is only to be expected.
        ("study", Output::File(_)) if named.contains(path) => {
            Some("says what the study is, which goes into a study's folder and not into a file")
        }
        _ => None,
    };
    let told = |(path, kind): &(PathBuf, &'static str)| {
        why(path, kind).map(|why| format!("Passed over: {} {why}.", name(path)))
    };
    gathered.passed_over().iter().filter_map(told).collect()
}

/// Says that what came sealed stands in plain, in a folder whose study is not encrypted.
fn opened_up(call: &Call<'_>, is_stdin_sealed: bool, merged: &Merged, out: &Output) -> Option<String> {
    let Output::Folder(root) = out else { return None };
    let is_sealed = |path: &Path| call.vault.is_sealed(path).unwrap_or(false);
    let came_sealed = |from: &PathBuf| if input::is_stream(from) { is_stdin_sealed } else { is_sealed(from) };
    let is_opened_up = |placed: &Placed| {
        placed.is_changed && placed.from.iter().any(came_sealed) && !is_sealed(&placed.path)
    };
    merged.placed.iter().any(is_opened_up).then(|| {
        format!(
            "What came sealed stands in {} in plain now: its study is not encrypted. Delete it there, or make it an encrypted \
             study: hearken key new --office.",
            name(root)
        )
    })
}

fn unsaved(path: &Path) -> String {
    format!(
        "{}: what was typed after the last save is in its journal and not in this. Open it once with hearken, or say \
         --with-journal, then do this again.",
        name(path)
    )
}

fn beside(path: &Path) -> String {
    format!(
        "{}: the study has another file for this session, and that one now holds the words of both. Look, then delete \
         this one.",
        name(path)
    )
}

/// Standard output, which keeps to itself what it could not take: whoever reads it may have had enough.
#[derive(Default)]
struct Stdout {
    failed: Option<io::Error>,
    is_closed: bool,
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed.is_none() && !self.is_closed {
            match io::stdout().lock().write_all(bytes).and_then(|()| io::stdout().flush()) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.is_closed = true,
                Err(error) => self.failed = Some(error),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
