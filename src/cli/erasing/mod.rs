//! What `withdraw` and `erase` have in common: find, show what goes, ask, carry out, tell.
//!
//! Promises: nothing is written before the preview was shown and somebody said yes, on a terminal or with `--yes`.
//! Without either the preview is all there is, and the exit code says so.
//!
//! Read [`Common`] and [`run`], then [`preview`] (what is shown), [`ask`] (what is asked), [`tell`] (what was done).

pub(super) mod ask;
pub(super) mod preview;
mod tell;

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use ask::Ask;

use super::answer::{self, Answer};
use super::failure::{Failure, Kind};
use super::told::name;
use super::{Call, input, places};
use crate::document::Format;
use crate::run::{clock, random};
use crate::storage::atomic;
use crate::study::copies::{self, Copies, Hold, Search};
use crate::study::withdraw::certificate::{certificate, written};
use crate::study::withdraw::done::{Done, carry_out};
use crate::study::withdraw::wanted::{self, NotOne};
use crate::study::withdraw::{Choice, Plan, Wanted};

/// What can be said with both commands.
#[derive(Debug, clap::Args)]
pub(super) struct Common {
    /// Does it without asking; what mentions the person is listed and left
    #[arg(long = "yes")]
    is_sure: bool,
    /// A folder that is looked through as well, with all that lies in it; may be given again
    #[arg(long = "in", value_name = "FOLDER", value_parser = super::args::path())]
    folders: Vec<PathBuf>,
    /// A new file for what can be shown afterwards, without the words; Markdown, or as its name ends: html, docx, txt
    #[arg(long, value_name = "FILE", value_parser = super::args::path())]
    certificate: Option<PathBuf>,
    /// A note or summary that is listed, and is to stay as it is; an id or its beginning; may be given again
    #[arg(long, value_name = "NOTE")]
    leave: Vec<String>,
    /// One that is to be erased; may be given again
    #[arg(long, value_name = "NOTE")]
    remove: Vec<String>,
    /// One that is to be erased, and other words in its place; may be given again
    #[arg(long, value_name = "NOTE=TEXT", value_parser = paraphrased)]
    paraphrase: Vec<(String, String)>,
}

fn paraphrased(typed: &str) -> Result<(String, String), &'static str> {
    let (note, text) = typed.split_once('=').ok_or("it reads like NOTE=TEXT")?;
    if note.is_empty() || text.trim().is_empty() {
        return Err("it reads like NOTE=TEXT, and neither is empty");
    }
    Ok((note.to_owned(), text.trim().to_owned()))
}

/// Whether somebody can be asked.
pub(super) fn is_asked(call: &Call<'_>, is_sure: bool) -> bool {
    !is_sure && !call.options.is_json && io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Does all of it; `wish` says who or what is meant, and may ask.
pub(super) fn run(
    call: &Call<'_>,
    session: &Path,
    common: &Common,
    wish: impl FnOnce(&Copies, Option<&mut Ask<'_>>) -> Result<Wanted, Failure>,
) -> Result<Answer, Failure> {
    let path = places::session(call, session.as_os_str())?;
    if let Some(file) = &common.certificate {
        is_free(call, file)?;
    }
    let (mut stdin, mut stdout) = (io::stdin().lock(), io::stdout());
    let mut asking = is_asked(call, common.is_sure).then(|| Ask::new(&mut stdin, &mut stdout));
    let hold = if common.is_sure || asking.is_some() { Hold::All } else { Hold::IfThere };
    let search = Search { session: path.clone(), folders: folders(call, common) };
    let copies = copies::find(call.storage, &search, hold)
        .map_err(|error| Failure::of_session(&error, &path, call.storage))?;
    let wanted = wish(&copies, asking.as_mut())?;
    let mut plan = Plan::make(call.storage, &copies, wanted, random::writer_id()?, &clock::now())
        .map_err(|error| Failure::of(&error))?;
    decide(common, &copies, &mut plan)?;
    if hold == Hold::IfThere {
        return Ok(only_shown(call, &copies, &plan));
    }
    if !call.options.is_json {
        let shown = preview::written(&copies, &plan);
        answer::print(&shown).map_err(|error| Failure::of_output_stream(&error))?;
    }
    if let Some(asking) = &mut asking {
        ask::about(asking, &copies, &mut plan)?;
    }
    let done = carry_out(call.storage, &copies, &plan)
        .map_err(|error| Failure::of_writing(&error).hint("Nothing was written."))?;
    Ok(finish(call, common, &copies, &plan, &done))
}

/// The folders that are named, and the one of last resort of this laptop.
fn folders(call: &Call<'_>, common: &Common) -> Vec<PathBuf> {
    common.folders.iter().cloned().chain(places::rescued(call)).collect()
}

fn is_free(call: &Call<'_>, file: &Path) -> Result<(), Failure> {
    if input::is_stream(file) {
        return input::refuse_two_answers(call);
    }
    if call.storage.entry(file).is_err() {
        return Ok(());
    }
    Err(Failure::new(Kind::CouldNot, format!("{} is already there", name(file)))
        .hint("Nothing was written. Name a new file for the certificate."))
}

/// What was decided by options.
fn decide(common: &Common, copies: &Copies, plan: &mut Plan) -> Result<(), Failure> {
    let leave = common.leave.iter().map(|note| (note, Choice::Leave));
    let remove = common.remove.iter().map(|note| (note, Choice::Remove));
    let paraphrase = common.paraphrase.iter().map(|(note, text)| (note, Choice::Paraphrase(text.clone())));
    for (note, choice) in leave.chain(remove).chain(paraphrase) {
        let place = wanted::entry(plan, note).map_err(|error| not_one(&error))?;
        plan.choose(copies, place, choice);
    }
    Ok(())
}

/// Nobody was asked and nobody said yes.
fn only_shown(call: &Call<'_>, copies: &Copies, plan: &Plan) -> Answer {
    let out =
        if call.options.is_json { tell::facts(copies, plan, None) } else { preview::written(copies, plan) };
    let failure = Failure::new(Kind::CouldNot, "nothing was written: nobody could be asked")
        .hint("Look at what goes, then say the same with --yes.")
        .hint("For what is listed for a person to judge, add --leave, --remove or --paraphrase.");
    Answer { failure: Some(failure), ..Answer::told(out, call) }
}

fn finish(call: &Call<'_>, common: &Common, copies: &Copies, plan: &Plan, done: &Done) -> Answer {
    let mut answer = tell::told(call, copies, plan, done);
    if let Some(file) = &common.certificate {
        let document = certificate(copies, plan, done, &clock::now().wall);
        let named = Format::of_file(file).filter(|format| format.takes(&document));
        let format = named.unwrap_or(Format::Markdown);
        let missing = "It was done, and only the certificate is missing: say the same again to get one.";
        match written(&document, format, call.options.is_ascii) {
            Ok(bytes) if input::is_stream(file) => answer.out.push_str(&String::from_utf8_lossy(&bytes)),
            Ok(bytes) => match atomic::create(call.storage, file, &bytes) {
                Ok(()) => answer.done.push(format!("What was done stands in {}.", name(file))),
                Err(error) => {
                    answer.failure.get_or_insert(Failure::of_writing(&error.into()).hint(missing));
                }
            },
            Err(error) => {
                let failure = Failure::new(Kind::CouldNot, error.to_string()).hint(missing);
                answer.failure.get_or_insert(failure);
            }
        }
    }
    answer
}

/// A name that means nobody, or several.
pub(super) fn not_one(error: &NotOne) -> Failure {
    let failure = Failure::new(Kind::Usage, error.to_string());
    match error {
        NotOne::NoSeat { labels, .. } if labels.is_empty() => failure.hint("Nobody has a seat in it."),
        NotOne::NoSeat { labels, .. } => failure.hint(format!("It has {}.", labels.join(", "))),
        NotOne::SeveralSeats { .. } => {
            failure.hint("They may be two people. Nothing was written. Give one of these ids.")
        }
        NotOne::NoNote(_) => {
            failure.hint("“hearken show SESSION --json” gives the ids. Nothing was written.")
        }
        NotOne::SeveralNotes { .. } => failure.hint("Give more of the id. Nothing was written."),
    }
}
