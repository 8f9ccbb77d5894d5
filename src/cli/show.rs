//! `hearken show`: one session as plain text, with what its journal holds.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use super::answer::Answer;
use super::failure::Failure;
use super::moments::Moments;
use super::page::{self, Page};
use super::paint::Paint;
use super::told::name;
use super::{Call, facts, places};
use crate::format::{reader, v1};
use crate::model::ids::EntryId;
use crate::model::json::Json;
use crate::model::session::Session;
use crate::model::visible::visible_line;
use crate::report::order::Order;
use crate::study::catalogue;
use crate::study::opened::Recovered;
use crate::study::replay::Draft;

/// Prints one session as plain text, theme by theme
///
/// What its journal holds beyond its file is in it, and a note that was being typed is marked "half typed:". Writes
/// nothing. Notes are not wrapped, so that their words can be searched for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken show norwich | less")]
pub(super) struct Args {
    /// Its file, or a part of its id, site or file name
    #[arg(value_name = "SESSION", value_parser = super::args::path())]
    session: PathBuf,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let path = places::session(call, args.session.as_os_str())?;
    let (session, recovered) = catalogue::show(call.storage, &path)
        .map_err(|error| Failure::of_session(&error, &path, call.storage))?;
    let out = if call.options.is_json {
        as_facts(&session, &recovered)
    } else {
        let paint = Paint::new(call.options.color, io::stdout().is_terminal());
        page::written(&Page {
            session: &session,
            recovered: &recovered,
            is_ascii: call.options.is_ascii,
            paint,
            order: Order::of(&session),
            moments: Moments::of(&session),
        })
    };
    let unreadable = recovered.put_aside.iter().map(|(journal, why)| {
        format!(
            "The end of the journal {} cannot be read and is not in this: {}. Opening the session puts it aside; \
             nothing is thrown away.",
            name(journal),
            visible_line(why)
        )
    });
    Ok(Answer { for_an_eye: unreadable.collect(), ..Answer::told(out, call) })
}

/// The session as its file would hold it with all that the journal has, and the half-typed notes.
fn as_facts(session: &Session, recovered: &Recovered) -> String {
    let text = v1::write_session(session);
    // What has just been written reads.
    let session = reader::read(&text).unwrap_or(Json::Null);
    let drafts = recovered.drafts.iter().map(|(note, draft)| draft_facts(note.as_ref(), draft));
    facts::written(&facts::object([
        ("session", session),
        ("from_journal", facts::count(recovered.versions)),
        ("half_typed", facts::list(drafts)),
    ]))
}

fn draft_facts(note: Option<&EntryId>, draft: &Draft) -> Json<'static> {
    facts::object([
        ("note", facts::maybe(note.map(ToString::to_string))),
        ("signs", facts::text(&draft.signs)),
        ("text", facts::text(&draft.text)),
        ("begun", facts::text(draft.begun.as_str())),
        ("last", facts::text(draft.last.as_str())),
    ])
}
