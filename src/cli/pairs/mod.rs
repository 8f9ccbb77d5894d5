//! `hearken pairs`: notes of two recorders that may be about one moment.
//!
//! Read this (what can be asked for), then [`listed`] (how pairs look), [`asked`] (questions, one by one).

mod listed;
mod asked;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::told::name;
use super::wording::counted;
use super::{Call, facts, input, places};
use crate::model::ids::EntryId;
use crate::model::people::{PairState, RecorderRole};
use crate::model::session::Session;
use crate::report::corroboration::{Corroboration, Pair, answered, corroboration, notes_of};
use crate::run::{clock, random};
use crate::study::catalogue;
use crate::study::inputs::{Input, read_all};
use crate::study::opened::Opener;
use crate::study::pairing::{self, Named, NoSuchPair, Pairing};

/// Lists notes of two recorders that may be about one moment, side by side
///
/// Proposed are notes of two people's laptops, begun within 30 seconds under one theme, in words that are alike. A
/// proposal changes nothing until you accept it; one you decline is not proposed again. Accepted pairs stand together
/// in `hearken show`. Two quotes in different words or of different people, and two shows of hands with different
/// numbers, are said to contradict each other; then the exit code is 3.
///
/// An INPUT is a session, a collection, a study folder, - for standard input, or a part of a session's id, site or file
/// name; copies of one session are looked at together. Answers are written into the session's own file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearken pairs norwich.json\n  hearken pairs norwich.json --accept 1,3 --decline 2\n  \
                        hearken pairs study/ --resolve"
)]
pub(super) struct Args {
    /// Files, study folders, names of sessions, or - for standard input
    #[arg(value_name = "INPUT", required = true, value_parser = super::args::path())]
    inputs: Vec<PathBuf>,
    /// Says that these are about one moment: numbers of the list, ids like NOTE=NOTE, or all that are proposed
    #[arg(long, value_name = "N,M…|all", value_delimiter = ',', value_parser = named)]
    accept: Vec<Named>,
    /// Says that these are not; also of a pair that was accepted
    #[arg(long, value_name = "N,M…|all", value_delimiter = ',', value_parser = named)]
    decline: Vec<Named>,
    /// Asks about those that are proposed, one by one
    #[arg(long = "resolve", conflicts_with_all = ["accept", "decline"])]
    is_asking: bool,
}

/// Reads `all`, a number, or an id.
fn named(typed: &str) -> Result<Named, String> {
    let typed = typed.trim();
    if typed == "all" {
        return Ok(Named::All);
    }
    if let Ok(number) = typed.parse() {
        return Ok(Named::Number(number));
    }
    let id = EntryId::new(typed);
    if notes_of(&id).is_some() {
        Ok(Named::Notes(id))
    } else {
        Err("a number, NOTE=NOTE or all is wanted".into())
    }
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let paths = args.inputs.iter().map(|typed| path(call, typed)).collect::<Result<Vec<_>, _>>()?;
    let inputs = read_all(call.storage, &input::once(paths), || input::stdin(call))
        .map_err(|bad| Failure::of_inputs(&bad, call.storage))?;
    if args.is_asking {
        return asked::ask(&own_files(&inputs)?, call);
    }
    if !args.accept.is_empty() || !args.decline.is_empty() {
        return match own_files(&inputs)?.as_slice() {
            [only] => answer(args, only, call),
            several => Err(Failure::new(
                Kind::Usage,
                format!("the numbers are those of one session, and here are {}", several.len()),
            )
            .hint("Name that session alone.")),
        };
    }
    let sessions = pairing::sessions(call.storage, inputs).map_err(|error| Failure::of(&error))?;
    Ok(list(&sessions, call))
}

/// A file, or the file of the session that goes by this name.
fn path(call: &Call<'_>, typed: &Path) -> Result<PathBuf, Failure> {
    if input::is_stream(typed) { Ok(typed.to_owned()) } else { places::session(call, typed.as_os_str()) }
}

/// The files that answers can be written into.
fn own_files(inputs: &[Input]) -> Result<Vec<PathBuf>, Failure> {
    let files = pairing::files(inputs);
    if files.is_empty() {
        return Err(Failure::new(
            Kind::Usage,
            "an answer is written into a session's own file, and none is named",
        )
        .hint(
            "Put collections and what comes through a pipe into a file or a study with hearken merge first.",
        ));
    }
    Ok(files)
}

fn list(sessions: &[Session], call: &Call<'_>) -> Answer {
    let found: Vec<(&Session, Corroboration)> =
        sessions.iter().map(|session| (session, corroboration(session))).collect();
    let out = if call.options.is_json { listed::in_facts(&found) } else { listed::in_words(&found, call) };
    let listed = found.iter().flat_map(|(_, found)| found.proposed.iter().chain(&found.accepted));
    let has_proposed = found.iter().any(|(_, found)| !found.proposed.is_empty());
    let done = has_proposed
        .then(|| "To answer: --resolve asks one by one, --accept and --decline take numbers.".into());
    Answer { done: done.into_iter().collect(), for_an_eye: contradicting(listed), ..Answer::told(out, call) }
}

/// A word where notes of one moment contradict each other.
fn contradicting<'a>(pairs: impl Iterator<Item = &'a Pair>) -> Vec<String> {
    let number = pairs.filter(|pair| !pair.contradictions.is_empty()).count();
    let told = || {
        let pairs = counted(number, "pair");
        format!("In {pairs} the notes contradict each other: which of them is right, a person decides.")
    };
    (number > 0).then(told).into_iter().collect()
}

/// Writes the answers that were given with the command.
fn answer(args: &Args, path: &Path, call: &Call<'_>) -> Result<Answer, Failure> {
    let (session, _) = catalogue::show(call.storage, path)
        .map_err(|error| Failure::of_session(&error, path, call.storage))?;
    let answers = pairing::answers(&session, &corroboration(&session), &args.accept, &args.decline)?;
    let is_news = |(pair, state): &(EntryId, PairState)| !pairing::stands(&session, pair, *state);
    let mut done = Vec::new();
    let mut for_an_eye = Vec::new();
    if answers.iter().any(is_news) {
        let mut pairing = open(path, call, &mut done)?;
        for (pair, state) in &answers {
            pairing.answer(pair, *state, &clock::now()).map_err(|error| Failure::of_writing(&error))?;
        }
        let accepted = answered(pairing.session()).accepted;
        let is_of_these = |pair: &&Pair| answers.iter().any(|(id, _)| *id == pair.id());
        for_an_eye = contradicting(accepted.iter().filter(is_of_these));
        pairing.close().map_err(|error| Failure::of_writing(&error))?;
    }
    Ok(Answer { done, for_an_eye, ..Answer::told(answered_in_words(path, &answers, call), call) })
}

/// What was answered, in words or as facts.
fn answered_in_words(path: &Path, answers: &[(EntryId, PairState)], call: &Call<'_>) -> String {
    let of = |wanted| answers.iter().filter(move |(_, state)| *state == wanted).map(|(pair, _)| pair);
    if call.options.is_json {
        let ids = |wanted| facts::list(of(wanted).map(|pair| facts::text(pair.as_str())));
        facts::written(&facts::object([
            ("file", facts::path(path)),
            ("accepted", ids(PairState::Accepted)),
            ("declined", ids(PairState::Refused)),
        ]))
    } else if call.options.is_quiet {
        String::new()
    } else {
        let (yes, no) = (of(PairState::Accepted).count(), of(PairState::Refused).count());
        format!("{}: {}.\n", name(path), amount(yes, no))
    }
}

/// How much was answered.
fn amount(accepted: usize, declined: usize) -> String {
    format!("{} accepted, {declined} declined", counted(accepted, "pair"))
}

/// Opens a session for answers of whoever usually types here.
fn open(path: &Path, call: &Call<'_>, done: &mut Vec<String>) -> Result<Pairing, Failure> {
    let laptop = places::laptop(call)?;
    done.extend(laptop.trouble);
    let opener = Opener {
        writer: random::writer_id()?,
        laptop: laptop.settings.laptop,
        initials: laptop.settings.initials.unwrap_or_default(),
        role: laptop.settings.role.unwrap_or(RecorderRole::NoteTaker),
    };
    let storage: Arc<dyn crate::storage::Storage> = Arc::<crate::storage::vault::Vault>::clone(&call.vault);
    let pairing =
        Pairing::open(&storage, path, &opener, &clock::now()).map_err(|error| Failure::of_writing(&error))?;
    done.extend(pairing.put_aside.iter().map(|(end, why)| {
        format!("The end of its journal could not be read ({why}); it was put aside in {}.", name(end))
    }));
    Ok(pairing)
}

impl From<NoSuchPair> for Failure {
    fn from(error: NoSuchPair) -> Self {
        Self::new(Kind::Usage, error.to_string()).hint(
            "Nothing was written. Without --accept and --decline the pairs are listed with their numbers.",
        )
    }
}
