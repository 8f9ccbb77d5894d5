//! `hearken import notes`: notes typed up from paper, and plain transcripts.
//!
//! Read [`Args`] and [`run`]; [`who`] asks who sits where, [`told`] says what came of it.

mod told;
mod who;

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::NonEmptyStringValueParser;

use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::cli::{Call, input, new, places};
use crate::model::people::RecorderRole;
use crate::model::running::SessionKind;
use crate::model::session::Session;
use crate::run::clock;
use crate::study::opened::look;
use crate::study::typed_up::{self, Form, Held, Plan, Reading, Source};

/// Brings typed-up notes or a plain transcript into a session
///
/// Notes: one a line, with the signs of a note-taker in front; an indented line goes on with the note above. “# Funding” or
/// “>fund” alone on a line says the theme of what follows; “10:42” or “[10:42]” in front is when it was said. What was
/// written on the paper twin is typed up by its names: “q5a: yes” for a box that was ticked, “q5a.1 words” for a line. A
/// transcript is a text in which most turns begin with P3: or a name and a colon. Names are asked for on a terminal or given with
/// --map, and are not kept in the session.
///
/// The same file brought in twice changes nothing. A line that was corrected since is a new note, and said to be. A line
/// that cannot be taken is told, with all others of its kind, and nothing is written then.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken import notes norwich.txt --into norwich --dry-run\n  \
                  hearken import notes talk.txt --kind interview --site Leeds --held-on 2026-05-06 --map seats.json")]
pub(super) struct Args {
    /// Text files, or - for standard input
    #[arg(value_name = "FILE", required = true, value_parser = crate::cli::args::path())]
    files: Vec<PathBuf>,
    /// The session they go into: its file, or any part of its id or site
    #[arg(long, value_name = "SESSION", conflicts_with_all = ["kind", "site"])]
    into: Option<OsString>,
    /// Says what would come, line by line, and writes nothing
    #[arg(long = "dry-run")]
    is_dry_run: bool,
    /// Who sits where: a file that says the seat for each name. If it is not there, it is written once you were asked
    #[arg(long, value_name = "FILE", value_parser = crate::cli::args::path())]
    map: Option<PathBuf>,
    /// What the files are [default: looked at, each for itself]
    #[arg(long = "as", value_name = "FORM")]
    form: Option<Written>,
    /// The transcript has the very words: its turns become quotes, except of people who do not want that
    #[arg(long = "verbatim")]
    is_verbatim: bool,
    #[command(flatten)]
    new: NewSession,
}

/// A new session, said as to `hearken new`.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "For a new session")]
struct NewSession {
    /// What kind of session it is
    #[arg(long, value_name = "KIND", value_parser = new::kind(), required_unless_present = "into", requires = "site")]
    kind: Option<SessionKind>,
    /// Where it was held
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new(), requires = "kind")]
    site: Option<String>,
    /// When it was held, like 2026-05-06 [default: today]
    #[arg(long = "held-on", value_name = "DATE", conflicts_with = "into")]
    held_on: Option<NaiveDate>,
    /// The topic guide it followed [default: the one that belongs to its kind]
    #[arg(long, value_name = "ID", conflicts_with = "into")]
    instrument: Option<String>,
    /// For reading: what was read, as in a list of references
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "into")]
    source: Option<String>,
    /// How long it was to last
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "into")]
    minutes: Option<u32>,
    /// How many people took part [default: as many as the files number]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=new::MOST_SEATS), conflicts_with = "into")]
    seats: Option<u32>,
    /// The themes of the guide that were held; the others are marked as left out for lack of time [default: all of them]
    #[arg(long, value_name = "A,B,C", value_delimiter = ',', conflicts_with = "into")]
    themes: Option<Vec<String>>,
    /// The language it was held in, as a tag like cy [default: the instrument's own]
    #[arg(long, value_name = "TAG", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "into")]
    lang: Option<String>,
    /// Initials of whoever makes it [default: those this laptop knows]
    #[arg(long, value_name = "XX", conflicts_with = "into")]
    initials: Option<String>,
    /// What that person did in it [default: what this laptop knows, else note-taker]
    #[arg(long, value_name = "ROLE", value_parser = new::role(), conflicts_with = "into")]
    role: Option<RecorderRole>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Written {
    /// Notes with signs, one a line.
    Notes,
    /// Turns that begin with who speaks.
    Transcript,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let sources = typed_up::sources(call.storage, &input::once(args.files.clone()), || input::stdin(call))
        .map_err(|bad| Failure::of_inputs(&bad, call.storage).hint("Nothing was written."))?;
    let laptop = places::laptop(call)?;
    let mut names = who::Names::of(args.map.clone(), call)?;
    let reading = Reading {
        form: args.form.map(|form| match form {
            Written::Notes => Form::Notes,
            Written::Transcript => Form::Transcript,
        }),
        is_verbatim: args.is_verbatim,
        abbreviations: laptop.settings.habits.abbreviations.into(),
        seats: names.map().clone(),
    };
    let mut answer = match &args.into {
        Some(wanted) => into(args, wanted, &sources, reading, &mut names, call)?,
        None => fresh(args, &sources, reading, &mut names, call)?,
    };
    answer.done.splice(0..0, laptop.trouble);
    if !args.is_dry_run {
        match names.keep(call) {
            Ok(kept) => answer.done.extend(kept),
            Err(failure) => {
                let failure = failure.hint("The notes are in the session; only the map is not kept.");
                answer.failure = Some(failure);
            }
        }
    }
    Ok(answer)
}

/// Into a session that is there.
fn into(
    args: &Args,
    wanted: &OsString,
    sources: &[Source],
    reading: Reading,
    names: &mut who::Names,
    call: &Call<'_>,
) -> Result<Answer, Failure> {
    let path = places::session(call, wanted)?;
    let refused = |error| Failure::of_session(&error, &path, call.storage);
    if args.is_dry_run {
        let session = look(call.storage, &path).map_err(refused)?.session;
        let plan = planned(&session, sources, reading, names, call)?;
        return Ok(told::rehearsed(&session, sources, &plan, call));
    }
    let held = Held::take(call.storage, &path).map_err(refused)?;
    let plan = planned(&held.session, sources, reading, names, call)?;
    held.bring(call.storage, &plan).map_err(|error| Failure::of_writing(&error))?;
    Ok(told::brought(&held.session, &path, sources, &plan, call))
}

/// Into a session that is made for it.
fn fresh(
    args: &Args,
    sources: &[Source],
    reading: Reading,
    names: &mut who::Names,
    call: &Call<'_>,
) -> Result<Answer, Failure> {
    let said = &args.new;
    let (Some(kind), Some(site)) = (said.kind, said.site.clone()) else {
        return Err(Failure::new(
            Kind::Usage,
            "no session is named: --into SESSION, or --kind and --site for a new one",
        ));
    };
    let mut prepared = new::prepare(
        new::Args {
            instrument: said.instrument.clone(),
            kind,
            site,
            source: said.source.clone(),
            minutes: said.minutes,
            seats: said.seats,
            themes: said.themes.clone(),
            lang: said.lang.clone(),
            initials: said.initials.clone(),
            role: said.role,
        },
        call,
    )?;
    if said.seats.is_none() {
        // Where nobody is numbered there is nobody, but for the one respondent of a questionnaire.
        let named = typed_up::highest_seat(sources, Some(prepared.guide()), &reading);
        // A number beyond that is no seat; whoever has it is asked about.
        let named = Some(named).filter(|named| i64::from(*named) <= new::MOST_SEATS).unwrap_or_default();
        let seats = prepared.setup.seats.len().max(usize::try_from(named).unwrap_or_default());
        prepared.setup.seats.resize(seats, None);
    }
    let now = clock::now();
    let session = typed_up::fresh(
        (call.storage, &prepared.study.folder),
        &prepared.setup,
        prepared.ids,
        &now,
        said.held_on,
        prepared.held.as_ref(),
    )
    .map_err(|error| Failure::of(&error))?;
    let plan = planned(&session, sources, reading, names, call)?;
    if args.is_dry_run {
        return Ok(told::rehearsed(&session, sources, &plan, call));
    }
    prepared.study.make(call)?;
    let path = typed_up::begin(call.storage, &prepared.study.folder, &session, &plan)
        .map_err(|error| Failure::of_writing(&error))?;
    Ok(told::made(&session, &path, sources, &plan, call))
}

/// What would come; who has no seat is asked for.
fn planned(
    session: &Session,
    sources: &[Source],
    mut reading: Reading,
    names: &mut who::Names,
    call: &Call<'_>,
) -> Result<Plan, Failure> {
    let now = clock::now();
    let mut plan = typed_up::plan(session, sources, &reading, &now);
    if plan.bad.is_empty() && plan.no_such_seats.is_empty() && !plan.unknown.is_empty() {
        names.ask(session, &plan.unknown, call)?;
        reading.seats = names.map().clone();
        plan = typed_up::plan(session, sources, &reading, &now);
    }
    if plan.is_whole() { Ok(plan) } else { Err(told::refused(sources, &plan)) }
}
