//! `hearken invite`: a session without its notes, for a second laptop.

use std::path::PathBuf;

use super::answer::Answer;
use super::failure::Failure;
use super::told::name;
use super::{Call, facts, input, places};
use crate::study::folder::read_session;
use crate::study::invite;

/// Makes an invitation: a session without its notes, for a second laptop
///
/// Take the file to the other laptop; `hearken open --join FILE` there makes it a second recorder. Seats and details
/// go along, so that both laptops know the same people; notes, answers and summaries stay here.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken invite norwich -o /media/stick/norwich-invitation.json")]
pub(super) struct Args {
    /// Its file, or a part of its id, site or file name
    #[arg(value_name = "SESSION", value_parser = super::args::path())]
    session: PathBuf,
    /// The invitation: a new file, or - for standard output
    #[arg(short = 'o', long = "out", value_name = "FILE", value_parser = super::args::path())]
    out: PathBuf,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let path = places::session(call, args.session.as_os_str())?;
    let session = read_session(call.storage, &path)
        .map_err(|error| Failure::of_session(&error, &path, call.storage))?;
    let for_an_eye = input::unsaved(call, [(path.as_path(), &session)]);
    if input::is_stream(&args.out) {
        input::refuse_two_answers(call)?;
        let (_, text) = invite::invitation(call.storage, &path).map_err(|error| Failure::of(&error))?;
        return Ok(Answer { for_an_eye, ..Answer::of(text) });
    }
    let id = invite::invite(call.storage, &path, &args.out).map_err(|error| Failure::of_writing(&error))?;
    let out = if call.options.is_json {
        facts::written(&facts::object([
            ("id", facts::text(id.to_string())),
            ("file", facts::path(&args.out)),
        ]))
    } else if call.options.is_quiet {
        String::new()
    } else {
        let file = name(&args.out);
        format!("{file} invites to the session {id}.\nOn the other laptop: hearken open --join {file}\n")
    };
    Ok(Answer { for_an_eye, ..Answer::of(out) })
}
