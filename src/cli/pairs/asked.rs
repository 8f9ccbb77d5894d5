//! Questions about pairs of notes, one by one, on the terminal or from a pipe.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _};
use std::path::{Path, PathBuf};

use super::listed::lines_of;
use super::{amount, open};
use crate::cli::Call;
use crate::cli::answer::{Answer, print};
use crate::cli::failure::Failure;
use crate::cli::wording::title;
use crate::model::ids::EntryId;
use crate::model::people::PairState;
use crate::report::corroboration::{Pair, corroboration};
use crate::run::clock;
use crate::study::catalogue;
use crate::study::pairing::Pairing;

/// What somebody types.
enum Typed {
    Yes,
    No,
    Later,
    Leave,
}

/// How it went.
#[derive(Default)]
struct Tally {
    accepted: usize,
    declined: usize,
    later: usize,
    is_left: bool,
}

/// Asks about the pairs proposed in these files, file by file. An answer is safe as soon as it is given.
pub(super) fn ask(files: &[PathBuf], call: &Call<'_>) -> Result<Answer, Failure> {
    let mut tally = Tally::default();
    let mut done = Vec::new();
    for path in files {
        let (session, _) = catalogue::show(call.storage, path)
            .map_err(|error| Failure::of_session(&error, path, call.storage))?;
        if !tally.is_left && !corroboration(&session).proposed.is_empty() {
            ask_about(path, call, &mut tally, &mut done)?;
        }
    }
    let later = if tally.later > 0 { format!(", {} left for later", tally.later) } else { String::new() };
    done.push(format!("{}{later}.", amount(tally.accepted, tally.declined)));
    Ok(Answer { done, ..Answer::default() })
}

fn ask_about(path: &Path, call: &Call<'_>, tally: &mut Tally, done: &mut Vec<String>) -> Result<(), Failure> {
    let mut pairing = open(path, call, done)?;
    say(&format!("{}\n", title(pairing.session(), call.options.is_ascii)))?;
    let mut later: BTreeSet<EntryId> = BTreeSet::new();
    // A pair that was declined may leave its notes to others, so what is proposed is worked out anew.
    while let Some((pair, left)) = next(&pairing, &later) {
        let lines = lines_of(pairing.session(), &pair, None, call.options.is_ascii);
        say(&format!("\n{}\n", lines.join("\n")))?;
        let state = match question(left)? {
            Typed::Yes => PairState::Accepted,
            Typed::No => PairState::Refused,
            Typed::Later => {
                later.insert(pair.id());
                continue;
            }
            Typed::Leave => {
                tally.is_left = true;
                break;
            }
        };
        match state {
            PairState::Accepted => tally.accepted += 1,
            PairState::Refused => tally.declined += 1,
        }
        pairing.answer(&pair.id(), state, &clock::now()).map_err(|error| Failure::of_writing(&error))?;
    }
    tally.later += corroboration(pairing.session()).proposed.len();
    pairing.close().map_err(|error| Failure::of_writing(&error))
}

/// The next pair to ask about, and how many are left with it.
fn next(pairing: &Pairing, later: &BTreeSet<EntryId>) -> Option<(Pair, usize)> {
    let mut proposed = corroboration(pairing.session()).proposed;
    proposed.retain(|pair| !later.contains(&pair.id()));
    let left = proposed.len();
    proposed.into_iter().next().map(|pair| (pair, left))
}

/// Asks until the answer is understood; the end of the input leaves.
fn question(left: usize) -> Result<Typed, Failure> {
    loop {
        say(&format!("One moment? y yes, n no, s later, q leave ({left} left): "))?;
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        if read.is_err() || line.is_empty() {
            say("\n")?;
            return Ok(Typed::Leave);
        }
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" => return Ok(Typed::Yes),
            "n" | "no" => return Ok(Typed::No),
            "s" | "later" => return Ok(Typed::Later),
            "q" | "leave" => return Ok(Typed::Leave),
            _ => {}
        }
    }
}

fn say(text: &str) -> Result<(), Failure> {
    print(text).map_err(|error| Failure::of_output_stream(&error))
}
