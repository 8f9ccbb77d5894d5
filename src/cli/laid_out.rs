//! A document that a command makes: in which format, and where it goes.

use std::path::{Path, PathBuf};

use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::told::name;
use super::{Call, facts, input};
use crate::document::{self, Document, written};
use crate::model::json::Json;
use crate::study::report;

/// How it looks, and where it goes.
#[derive(Debug, clap::Args)]
pub(super) struct Output {
    /// Plain text, Markdown, one file for a browser, for a word processor, a workbook, rows, facts [default: as FILE
    /// ends, else text]
    #[arg(short = 'f', long = "format", value_name = "FORMAT")]
    format: Option<Format>,
    /// A new file, or - for standard output [default: standard output]
    #[arg(short = 'o', long = "out", value_name = "FILE", value_parser = super::args::path())]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Plain text.
    #[value(help = None)]
    Text,
    /// Markdown.
    #[value(help = None)]
    Md,
    /// One file for a browser.
    #[value(help = None)]
    Html,
    /// A file for a word processor.
    #[value(help = None)]
    Docx,
    /// A workbook.
    #[value(help = None)]
    Xlsx,
    /// The tables as rows.
    #[value(help = None)]
    Csv,
    /// The blocks as facts.
    #[value(help = None)]
    Json,
}

impl Format {
    const fn of_document(self) -> document::Format {
        match self {
            Self::Text => document::Format::Text,
            Self::Md => document::Format::Markdown,
            Self::Html => document::Format::Html,
            Self::Docx => document::Format::Docx,
            Self::Xlsx => document::Format::Xlsx,
            Self::Csv => document::Format::Csv,
            Self::Json => document::Format::Json,
        }
    }
}

impl Output {
    /// Lays a document out and puts it where it goes. With `--json` a fact about it is said, and its file.
    pub(super) fn deliver(
        &self,
        document: &Document,
        about: (&'static str, Json<'_>),
        call: &Call<'_>,
    ) -> Result<Answer, Failure> {
        let out = self.out.as_deref().filter(|out| !input::is_stream(out));
        let format = self.format(out);
        if !format.takes(document) {
            return Err(Failure::new(Kind::Usage, "this has no tables, so there are no rows to write")
                .hint("Nothing was written. Plain text, html and docx hold all of it."));
        }
        let bytes = written(document, format, call.options.is_ascii).map_err(|error| {
            Failure::new(Kind::CouldNot, error.to_string())
                .hint("Nothing was written. Plain text and html always can be.")
        })?;
        let Some(out) = out else {
            input::refuse_two_answers(call)?;
            let lines = String::from_utf8(bytes).ok().filter(|_| format.is_lines());
            return lines.map(Answer::of).ok_or_else(|| {
                Failure::new(
                    Kind::Usage,
                    format!("a {} file is not text to print, so -o has to name a file", format.ending()),
                )
            });
        };
        report::write(call.storage, out, &bytes).map_err(|error| Failure::of_writing(&error))?;
        if call.options.is_json {
            return Ok(Answer::of(facts::written(&facts::object([about, ("file", facts::path(out))]))));
        }
        Ok(Answer { done: vec![format!("Wrote {}.", name(out))], ..Answer::default() })
    }

    /// Whether a browser or a word processor is to show it.
    pub(super) fn is_of_pages(&self) -> bool {
        let out = self.out.as_deref().filter(|out| !input::is_stream(out));
        matches!(self.format(out), document::Format::Html | document::Format::Docx)
    }

    /// Whether the format holds the names of numbers.
    pub(super) fn holds_names(&self) -> bool {
        let out = self.out.as_deref().filter(|out| !input::is_stream(out));
        matches!(self.format(out), document::Format::Html | document::Format::Json | document::Format::Docx)
    }

    /// Whether it is text for standard output.
    pub(super) fn is_to_be_read(&self) -> bool {
        self.out.is_none() && self.format(None) == document::Format::Text
    }

    /// The format: as was said, else as the file's name ends.
    fn format(&self, out: Option<&Path>) -> document::Format {
        if let Some(said) = self.format {
            return said.of_document();
        }
        out.and_then(document::Format::of_file).unwrap_or(document::Format::Text)
    }
}
