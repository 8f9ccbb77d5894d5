//! `hearken instrument print`: the same questions on paper.

use super::show::in_language;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::laid_out::Output;
use crate::cli::{Call, facts, places};
use crate::report::paper_twin;
use crate::study::instruments;

/// Prints the paper twin of an instrument, for a room where no laptop may be
///
/// Questions with boxes to tick and where to go on, prompts with cues, and lines to write on. Each line has a name, so
/// that what was written can be typed up.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken instrument print practice-survey | lpr\n  \
                        hearken instrument print safeguarding-board -f html -o board.html\n  \
                        hearken instrument print safeguarding-board -f docx -o board.docx")]
pub(super) struct Args {
    /// Its id, as `hearken instrument list` names it
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    output: Output,
    /// The language to print it in [default: its own]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?;
    let known =
        instruments::find(call.storage, &study.folder, &args.id).map_err(|error| Failure::of(&error))?;
    let guide = in_language(&known, args.lang.as_deref())?;
    let own = known.instrument.languages();
    let lang = args.lang.as_deref().or(own.first().map(String::as_str)).unwrap_or("en");
    let twin = paper_twin::document(guide, lang);
    args.output.deliver(&twin, ("id", facts::text(&guide.id)), call)
}
