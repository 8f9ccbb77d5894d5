//! `hearken instrument check`: everything that is wrong with an instrument, each under the line it stands in.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use super::picture::Pictures;
use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::cli::paint::Paint;
use crate::cli::places::Chosen;
use crate::cli::told::name;
use crate::cli::wording::counted;
use crate::cli::{Call, facts, input, places};
use crate::format::builtin;
use crate::format::strict::{MOST, Slip};
use crate::model::json::Json;
use crate::model::visible::visible_line;
use crate::storage::read;
use crate::study::instruments::check::{Looked, look};
use crate::study::instruments::{Embedded, embedded, files, is_id};
use crate::study::{FILE_LIMIT, StudyError};

/// Tells everything that is wrong with instruments, all at once
///
/// Each slip stands under its line, with what was expected and what may have been meant. Without a name all of the
/// study's own are looked over. Writes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken instrument check\n  hearken instrument check visits\n  \
                        hearken instrument check draft.json")]
pub(super) struct Args {
    /// Files or ids, or - for standard input [default: all of the study's own]
    #[arg(value_name = "FILE|ID", value_parser = crate::cli::args::path())]
    wanted: Vec<PathBuf>,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?;
    let embedded = embedded(call.storage, &study.folder).map_err(|error| Failure::of(&error))?;
    let wanted = if args.wanted.is_empty() {
        files(call.storage, &study.folder).map_err(|error| Failure::of(&error))?
    } else {
        input::once(args.wanted.clone())
    };
    let mut looked = Vec::new();
    let mut unread = Vec::new();
    for one in &wanted {
        match look_at(call, &study, &embedded, one) {
            Ok(found) => looked.push(found),
            Err(why) => unread.push(why),
        }
    }
    let out = if call.options.is_json {
        facts::written(&facts::object([("instruments", facts::list(looked.iter().map(as_facts)))]))
    } else if wanted.is_empty() {
        format!(
            "This study has no instruments of its own; they would stand in {}.\n",
            name(&study.folder.instruments())
        )
    } else {
        in_words(&looked, call)
    };
    let slips = looked.iter().map(|one| one.slips.len()).sum();
    let bad = looked.iter().filter(|one| !one.slips.is_empty()).count();
    let warnings: usize = looked.iter().map(|one| one.warnings.len()).sum();
    let for_an_eye = (warnings > 0)
        .then(|| format!("{} that a person should look at.", counted(warnings, "warning")))
        .into_iter()
        .collect();
    Ok(Answer { for_an_eye, failure: failure(&looked, slips, bad, &unread), ..Answer::told(out, call) })
}

fn failure(looked: &[Looked], slips: usize, bad: usize, unread: &[Failure]) -> Option<Failure> {
    let cut = looked.iter().any(|one| one.slips.len() >= MOST);
    let more = if cut { " or more" } else { "" };
    let told =
        (slips > 0).then(|| format!("{}{more} in {}", counted(slips, "slip"), counted(bad, "instrument")));
    let messages: Vec<String> = unread.iter().map(|one| one.message.clone()).chain(told).collect();
    if messages.is_empty() {
        return None;
    }
    let failure = Failure::new(Kind::Invalid, messages.join("\n"));
    let hints = unread.iter().flat_map(|one| one.hints.clone());
    let failure = hints.fold(failure, Failure::hint);
    Some(if slips > 0 {
        failure.hint("No session can be held with an instrument that has slips.")
    } else {
        failure
    })
}

/// One instrument: a file, standard input, one of the study's own by its id, or one that comes with the program.
fn look_at(call: &Call<'_>, study: &Chosen, embedded: &Embedded, wanted: &Path) -> Result<Looked, Failure> {
    let of = |error: StudyError| Failure::of(&error);
    if input::is_stream(wanted) {
        return Ok(look(&study.folder, embedded, wanted, &input::stdin(call).map_err(of)?));
    }
    let bytes = |path: &Path| read(call.storage, path, FILE_LIMIT).map_err(|error| of(error.into()));
    if call.storage.entry(wanted).is_ok() {
        return Ok(look(&study.folder, embedded, wanted, &bytes(wanted)?));
    }
    let id = wanted.to_string_lossy();
    let own = study.folder.instrument_file(&id);
    if is_id(&id) && call.storage.entry(&own).is_ok() {
        return Ok(look(&study.folder, embedded, &own, &bytes(&own)?));
    }
    match builtin::text(&id) {
        Some(text) => Ok(look(&study.folder, embedded, wanted, text.as_bytes())),
        None => Err(Failure::new(
            Kind::Invalid,
            format!("“{}” is neither a file nor an instrument of this study", visible_line(&id)),
        )
        .hint("“hearken instrument list” names those there are.")),
    }
}

fn in_words(looked: &[Looked], call: &Call<'_>) -> String {
    let paint = Paint::new(call.options.color, io::stdout().is_terminal());
    let pictures = Pictures::new(paint.is_on(), call.options.is_ascii);
    let mut out = String::new();
    for one in looked {
        let file = name(&one.from);
        for slip in &one.slips {
            out.push_str(&pictures.error(&file, &one.text, slip));
            out.push_str("\n\n");
        }
        for warning in &one.warnings {
            out.push_str(&pictures.warning(&file, &one.text, warning));
            out.push_str("\n\n");
        }
        if let Some(instrument) = &one.instrument
            && one.slips.is_empty()
        {
            let guide = instrument.guide();
            out.push_str(&format!(
                "{file}: good: “{}”, version {}, {}, {}\n",
                visible_line(&guide.title),
                guide.version,
                counted(guide.themes.len(), "theme"),
                counted(guide.questions.len(), "question")
            ));
        }
    }
    out
}

fn as_facts(looked: &Looked) -> Json<'static> {
    let guide = looked.instrument.as_ref().map(|instrument| instrument.guide());
    facts::object([
        ("file", facts::path(&looked.from)),
        ("id", facts::maybe(guide.map(|guide| guide.id.clone()))),
        ("version", guide.map_or(Json::Null, |guide| Json::whole(u64::from(guide.version)))),
        ("slips", facts::list(looked.slips.iter().map(slip_facts))),
        ("warnings", facts::list(looked.warnings.iter().map(slip_facts))),
    ])
}

fn slip_facts(slip: &Slip) -> Json<'static> {
    facts::object([
        ("line", facts::count(slip.place.line)),
        ("column", facts::count(slip.place.column)),
        ("way", facts::text(&slip.way)),
        ("told", facts::text(&slip.told)),
        ("meant", facts::maybe(slip.meant.clone())),
    ])
}
