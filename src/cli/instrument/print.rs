//! `hearken instrument print`: the same questions on paper.

use std::path::PathBuf;

use super::show::in_language;
use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::cli::told::name;
use crate::cli::{Call, facts, input, places};
use crate::document::{self, DocumentError, written};
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
    /// Plain text, 80 columns wide; one HTML file that prints on A4; a file for a word processor; Markdown
    #[arg(short = 'f', long = "format", value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// A new file, or - for standard output [default: standard output]
    #[arg(short = 'o', long = "out", value_name = "FILE", value_parser = crate::cli::args::path())]
    out: Option<PathBuf>,
    /// The language to print it in [default: its own]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Plain text.
    #[value(help = None)]
    Text,
    /// One file for a browser.
    #[value(help = None)]
    Html,
    /// A file for a word processor.
    #[value(help = None)]
    Docx,
    /// Markdown.
    #[value(help = None)]
    Md,
}

impl Format {
    const fn of_document(self) -> document::Format {
        match self {
            Self::Text => document::Format::Text,
            Self::Html => document::Format::Html,
            Self::Docx => document::Format::Docx,
            Self::Md => document::Format::Markdown,
        }
    }
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?;
    let known =
        instruments::find(call.storage, &study.folder, &args.id).map_err(|error| Failure::of(&error))?;
    let guide = in_language(&known, args.lang.as_deref())?;
    let own = known.instrument.languages();
    let lang = args.lang.as_deref().or(own.first().map(String::as_str)).unwrap_or("en");
    let twin = paper_twin::document(guide, lang);
    let format = args.format.of_document();
    let bytes = written(&twin, format, call.options.is_ascii).map_err(|error| unwritable(&error))?;
    let Some(out) = args.out.as_deref().filter(|out| !input::is_stream(out)) else {
        input::refuse_two_answers(call)?;
        let lines = String::from_utf8(bytes).ok().filter(|_| format.is_lines());
        return lines.map(Answer::of).ok_or_else(|| {
            Failure::new(
                Kind::Usage,
                "a file for a word processor is not text to print, so -o has to name a file",
            )
        });
    };
    instruments::write_twin(call.storage, out, &bytes).map_err(|error| Failure::of_writing(&error))?;
    if call.options.is_json {
        return Ok(Answer::of(facts::written(&facts::object([
            ("id", facts::text(&guide.id)),
            ("file", facts::path(out)),
        ]))));
    }
    Ok(Answer { done: vec![format!("Wrote {}.", name(out))], ..Answer::default() })
}

fn unwritable(error: &DocumentError) -> Failure {
    Failure::new(Kind::CouldNot, error.to_string())
        .hint("Nothing was written. Plain text and HTML always can be.")
}
