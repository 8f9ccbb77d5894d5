//! `hearken` and `hearken open`: the screen.

use std::path::{Path, PathBuf};

use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::places::{self, Chosen};
use super::told::name;
use super::{Call, screen};
use crate::model::ids::SessionId;
use crate::model::people::RecorderRole;
use crate::model::running::SessionKind;
use crate::run::{clock, random};
use crate::study::create::{self, FreshIds, Setup};
use crate::study::folder::read_session;
use crate::study::{StudyError, invite};

/// Opens one session on the screen, or joins one that was started on another laptop
///
/// A session is named by its file, or by any part of its id, site or file name that no other has. With --join this
/// laptop becomes a second recorder: give the session's id as it was read out to you, or the file that `hearken
/// invite` made. What was cut off the last time comes back by itself.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearken open norwich\n  hearken open --join k7m2-q9xd-4tn1-b8wz",
    group(clap::ArgGroup::new("which").required(true).args(["session", "join"]))
)]
#[group(skip)]
pub(super) struct Args {
    /// Its file, or a part of its id, site or file name
    #[arg(value_name = "SESSION", value_parser = super::args::path())]
    session: Option<PathBuf>,
    /// Joins a session started elsewhere: its id, or an invitation file
    #[arg(long, value_name = "ID|FILE", value_parser = super::args::path())]
    join: Option<PathBuf>,
    /// Shows it without changing anything
    #[arg(long = "read-only", conflicts_with = "join")]
    is_read_only: bool,
}

/// Opens the screen on the study.
pub(super) fn study(call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?;
    screen::is_there()?;
    study.make(call)?;
    screen::open(call, study, None, false)
}

/// Opens the screen on a session.
pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    match (&args.session, &args.join) {
        (Some(wanted), _) => open(call, wanted, args.is_read_only),
        (None, Some(invitation)) => join(call, invitation),
        (None, None) => study(call),
    }
}

fn open(call: &Call<'_>, wanted: &Path, is_read_only: bool) -> Result<Answer, Failure> {
    let path = places::session(call, wanted.as_os_str())?;
    // A file that cannot be read is told here, where its place can be read in peace.
    read_session(call.storage, &path).map_err(|error| Failure::of_session(&error, &path, call.storage))?;
    screen::is_there()?;
    let study = Chosen::around(&path);
    screen::open(call, study, Some(path), is_read_only)
}

/// How a session started elsewhere is named.
enum Invitation {
    File,
    Id(SessionId),
}

fn join(call: &Call<'_>, typed: &Path) -> Result<Answer, Failure> {
    let invitation = invitation(call, typed)?;
    let study = places::study(call)?;
    screen::is_there()?;
    study.make(call)?;
    let joined = match invitation {
        Invitation::File => invite::join_by_file(call.storage, &study.folder, typed),
        Invitation::Id(id) => join_by_id(call, &study, id)?,
    };
    let path = joined.map_err(|error| Failure::of_writing(&error))?;
    screen::open(call, study, Some(path), false)
}

fn invitation(call: &Call<'_>, typed: &Path) -> Result<Invitation, Failure> {
    if call.storage.entry(typed).is_ok() {
        let read = read_session(call.storage, typed);
        return match read {
            Ok(_) => Ok(Invitation::File),
            Err(error) => Err(Failure::of_session(&error, typed, call.storage)),
        };
    }
    let id = SessionId::from_spoken(&typed.to_string_lossy());
    id.map(Invitation::Id).map_err(|not_an_id| {
        Failure::new(Kind::Usage, format!("“{}” is neither a file nor the id of a session", name(typed)))
            .hint(format!("{not_an_id}: sixteen letters and digits, hyphens or not."))
    })
}

type Joined = Result<PathBuf, StudyError>;

fn join_by_id(call: &Call<'_>, study: &Chosen, session: SessionId) -> Result<Joined, Failure> {
    let laptop = places::laptop(call)?;
    // The kind, the site and the date come with the first merge.
    let kind = SessionKind::FocusGroup;
    let setup = Setup {
        instrument: create::instrument_of_kind(kind).to_owned(),
        kind,
        site: String::new(),
        planned_minutes: None,
        seats: Vec::new(),
        initials: laptop.settings.initials.clone().unwrap_or_default(),
        role: laptop.settings.role.unwrap_or(RecorderRole::NoteTaker),
        source: None,
        lang: None,
    };
    let ids = FreshIds { session, writer: random::writer_id()?, laptop: laptop.settings.laptop };
    Ok(invite::join_by_id(call.storage, &study.folder, &setup, ids, &clock::now()))
}
