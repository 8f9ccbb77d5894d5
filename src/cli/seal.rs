//! `hearken seal` and `hearken unseal`: sessions for the office alone, and back.

use std::ffi::OsStr;
use std::path::PathBuf;

use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::told::name;
use super::{Call, facts, input, places};
use crate::model::json::Json;
use crate::model::visible::visible_line;
use crate::study::digests::{self, NoList};
use crate::study::sealing::{self, NotSealed};

/// Seals finished sessions for the office alone, and lists what left
///
/// Afterwards this laptop cannot read them any more, neither the file nor its backup: whoever takes it on the way home
/// finds nothing. The list of digests says what left; `hearken check --digests` or `sha256sum -c` compares at the other
/// end. Without --digests the list is printed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken seal norwich devon --digests /media/stick/visit.sha256")]
pub(super) struct Args {
    /// The sessions: files, or parts of ids, sites or file names
    #[arg(value_name = "SESSION", required = true, value_parser = super::args::path())]
    sessions: Vec<PathBuf>,
    /// Adds the digests to this list, which is made if it is not there
    #[arg(long, value_name = "FILE", value_parser = super::args::path())]
    digests: Option<PathBuf>,
}

/// Makes sealed sessions readable here again, with the key of the office
///
/// In an encrypted study they are sealed to the keys of the study and of this laptop, elsewhere they become plain.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken unseal visits/*.json.age --identity office.key.age")]
pub(super) struct UnsealArgs {
    /// The sessions: files, or parts of ids, sites or file names
    #[arg(value_name = "SESSION", required = true, value_parser = super::args::path())]
    sessions: Vec<PathBuf>,
}

/// The sessions that were named, each once.
fn sessions(
    typed: &[PathBuf],
    call: &Call<'_>,
    find: fn(&Call<'_>, &OsStr) -> Result<PathBuf, Failure>,
) -> Result<Vec<PathBuf>, Failure> {
    let mut found: Vec<PathBuf> = Vec::new();
    for wanted in typed {
        let path = find(call, wanted.as_os_str())?;
        if !found.contains(&path) {
            found.push(path);
        }
    }
    Ok(found)
}

pub(super) fn seal(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    if args.digests.as_deref().is_some_and(input::is_stream) {
        return Err(Failure::new(Kind::Usage, "without --digests the list goes to standard output"));
    }
    if let Some(list) = &args.digests {
        // A list that cannot be read is told before anything is sealed.
        if let Err(error @ (NoList::NotALine { .. } | NoList::TwoDigests { .. })) =
            digests::read_list(call.storage, list)
        {
            return Err(no_list(&error));
        }
    }
    // One that was sealed before is found too: it is so when this is done again after it was cut off.
    let wanted = sessions(&args.sessions, call, places::session_to_seal)?;
    let rescued: Vec<PathBuf> = places::rescued(call).into_iter().collect();
    let sealed = sealing::seal(&call.vault, &wanted, &rescued).map_err(|error| not_sealed(&error))?;
    let mut done: Vec<String> =
        sealed.before.iter().map(|path| format!("{} was sealed before.", name(path))).collect();
    if let Some(list) = &args.digests {
        digests::add(call.storage, list, &sealed.digests).map_err(|error| {
            no_list(&error).hint(
                "The sessions are sealed. Do it again with the same words and a list that can be written.",
            )
        })?;
        done.push(format!(
            "{} lists what left. Compare at the other end: hearken check --digests.",
            name(list)
        ));
    }
    if sealed.elsewhere.is_empty() {
        done.push("This laptop cannot read it any more; the office can.".to_owned());
    }
    let out = if call.options.is_json {
        facts::written(&facts::object([
            ("sealed", facts::list(sealed.digests.keys().map(facts::text))),
            ("digests", args.digests.as_deref().map_or(Json::Null, facts::path)),
            ("elsewhere", facts::list(sealed.elsewhere.iter().map(|path| facts::path(path)))),
        ]))
    } else if args.digests.is_some() {
        let line = |name: &String| format!("{}: sealed for the office\n", visible_line(name));
        sealed.digests.keys().map(line).collect()
    } else {
        digests::written(&sealed.digests)
    };
    let for_an_eye = sealed.elsewhere.iter().map(|path| {
        format!(
            "{} holds what was sealed too, and this laptop can read it there: take it to the office and delete it here.",
            visible_line(&path.to_string_lossy())
        )
    });
    Ok(Answer { done, for_an_eye: for_an_eye.collect(), ..Answer::of(out) })
}

fn not_sealed(error: &NotSealed) -> Failure {
    match error {
        NotSealed::Study(error) => Failure::of_writing(error),
        NotSealed::NotEncrypted { .. } => Failure::new(Kind::CouldNot, error.to_string())
            .hint("Nothing was written. hearken key new --office makes the key that sessions are sealed to."),
        NotSealed::NotFinished { .. } => Failure::new(Kind::CouldNot, error.to_string())
            .hint("Nothing was written. Open it, save or erase what is half typed, and leave it; then seal it. hearken recover brings in what a second window or a crash left."),
    }
}

/// A list that cannot be used.
pub(super) fn no_list(error: &NoList) -> Failure {
    match error {
        NoList::Study(error) => Failure::of(error),
        _ => Failure::new(Kind::Invalid, error.to_string())
            .hint("A list has a line for each file, as sha256sum writes it. hearken seal makes one."),
    }
}

pub(super) fn unseal(args: &UnsealArgs, call: &Call<'_>) -> Result<Answer, Failure> {
    let written = sealing::unseal(&call.vault, &sessions(&args.sessions, call, places::session)?)
        .map_err(|error| Failure::of_writing(&error))?;
    let out = if call.options.is_json {
        let one = |(path, is_sealed): &(PathBuf, bool)| {
            facts::object([("file", facts::path(path)), ("sealed", Json::Bool(*is_sealed))])
        };
        facts::written(&facts::object([("unsealed", facts::list(written.iter().map(one)))]))
    } else {
        let line = |(path, is_sealed): &(PathBuf, bool)| {
            let to = if *is_sealed { "sealed to the keys of its study" } else { "in plain" };
            format!("{}: {to}\n", name(path))
        };
        written.iter().map(line).collect()
    };
    Ok(Answer::of(out))
}
