//! `hearken conflicts`: what was changed in two places, side by side.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use unicode_width::UnicodeWidthStr as _;

use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::paint::Paint;
use super::places::{self, Chosen};
use super::told::{name, told};
use super::wording::counted;
use super::{Call, facts, input, screen};
use crate::app::commands::Id;
use crate::app::sheets::sides::{self, Words};
use crate::app::wrap::rows_to_read;
use crate::format::v1::File;
use crate::model::json::Json;
use crate::model::session::Session;
use crate::model::visible::visible_line;
use crate::report::conflicts::{Conflict, Said, Told};
use crate::storage::FileKind;
use crate::study::StudyError;
use crate::study::conflicts::{InConflict, in_inputs};
use crate::study::folder::read_session;
use crate::study::inputs::{Input, read_all};
use crate::ui::terminal::Terminal;

/// Shows what was changed in two places, side by side
///
/// An INPUT is a session, a collection, a study folder (its sessions, not what lies below), or - for standard input.
/// Copies of one session are joined first, as hearken merge would. Each side is told with who wrote it, on which laptop,
/// and when it was said. Writes nothing; the exit code is 3 if anything is in conflict. With --resolve the one session
/// named opens on the screen, where a person says what holds.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken conflicts study/\n  hearken conflicts norwich.json --resolve")]
pub(super) struct Args {
    /// Files, study folders, or - for standard input
    #[arg(value_name = "INPUT", required = true, value_parser = super::args::path())]
    inputs: Vec<PathBuf>,
    /// Opens the session on the screen, at its conflicts
    #[arg(long = "resolve")]
    is_resolving: bool,
}

pub(super) fn run(args: Args, call: &Call<'_>) -> Result<Answer, Failure> {
    if args.is_resolving {
        return resolve(&args.inputs, call);
    }
    let inputs = read_all(call.storage, &input::once(args.inputs), || input::stdin(call))
        .map_err(|bad| Failure::of_inputs(&bad, call.storage))?;
    let found = in_inputs(&inputs);
    let out = if call.options.is_json {
        in_facts(&found)
    } else if found.is_empty() {
        "Nothing is in conflict.\n".to_owned()
    } else {
        Page::new(call).written(&found)
    };
    let conflicts: usize = found.iter().map(|found| found.conflicts.len()).sum();
    let waiting = (conflicts > 0).then(|| {
        format!(
            "{} for a person to decide: hearken conflicts FILE --resolve.",
            counted(conflicts, "conflict")
        )
    });
    let unsaved = input::unsaved(call, sessions(&inputs));
    Ok(Answer { for_an_eye: unsaved.into_iter().chain(waiting).collect(), ..Answer::of(out) })
}

fn sessions(inputs: &[Input]) -> impl Iterator<Item = (&Path, &Session)> {
    inputs.iter().filter_map(|input| match &input.file {
        File::Session(session) => Some((input.path.as_path(), &**session)),
        _ => None,
    })
}

/// Opens one session at its conflicts.
fn resolve(inputs: &[PathBuf], call: &Call<'_>) -> Result<Answer, Failure> {
    let hint = "Name the file of one session, or a part of its id, site or file name.";
    let one = |words: String| Failure::new(Kind::Usage, words).hint(hint);
    let [wanted] = inputs else {
        return Err(one(format!("--resolve opens one session, and {} inputs are named", inputs.len())));
    };
    if call.options.is_json {
        return Err(Failure::new(
            Kind::Usage,
            "--resolve opens the screen, and --json prints facts: take one",
        ));
    }
    if input::is_stream(wanted) {
        return Err(one("--resolve opens a session's file, and standard input is none".to_owned()));
    }
    if call.storage.entry(wanted).is_ok_and(|entry| entry.kind == FileKind::Folder) {
        return Err(one(format!("--resolve opens one session, and {} is a folder", name(wanted))));
    }
    let path = places::session(call, wanted.as_os_str())?;
    read_session(call.storage, &path).map_err(|error| match error {
        StudyError::WrongKind { .. } => one(told(&error)),
        error => Failure::of_session(&error, &path, call.storage),
    })?;
    screen::is_there()?;
    screen::open_at(call, Chosen::around(&path), path, Id::Conflicts)
}

/// From so many columns on, sides stand beside each other.
const BESIDE: usize = 100;

/// Between two sides, and before them.
const BETWEEN: &str = " | ";
const INDENT: &str = "   ";

/// How it is laid out.
struct Page {
    paint: Paint,
    width: usize,
    is_ascii: bool,
}

impl Page {
    fn new(call: &Call<'_>) -> Self {
        let is_terminal = io::stdout().is_terminal();
        // What is no terminal has no width; a page that is kept or piped is as wide as it has to be.
        let width = if is_terminal { usize::from(Terminal::size().width) } else { BESIDE };
        Self { paint: Paint::new(call.options.color, is_terminal), width, is_ascii: call.options.is_ascii }
    }

    fn written(&self, found: &[InConflict]) -> String {
        let mut lines: Vec<String> = Vec::new();
        for one in found {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(self.paint.bold(&title(one)));
            for (place, conflict) in one.conflicts.iter().enumerate() {
                lines.push(String::new());
                lines.push(format!("{:>2} {}", place + 1, self.paint.bold(&visible_line(&conflict.what))));
                lines.extend(self.conflict(conflict));
            }
        }
        lines.into_iter().map(|line| line.trim_end().to_owned() + "\n").collect()
    }

    /// The sides by twos beside each other, or all below one another.
    fn conflict(&self, conflict: &Conflict) -> Vec<String> {
        let Some((first, others)) = conflict.sides.split_first() else { return Vec::new() };
        let against = others.first().unwrap_or(first);
        let is_beside = self.width >= BESIDE;
        let column = if is_beside {
            (self.width - INDENT.len() - BETWEEN.len()) / 2
        } else {
            self.width.saturating_sub(INDENT.len())
        };
        let sides: Vec<Vec<Words>> = [self.side(first, against)]
            .into_iter()
            .chain(others.iter().map(|other| self.side(other, first)))
            .map(|side| side.iter().flat_map(|words| wrapped(words, column)).collect())
            .collect();
        let mut out = Vec::new();
        for (place, pair) in sides.chunks(if is_beside { 2 } else { 1 }).enumerate() {
            if place > 0 {
                out.push(String::new());
            }
            let rows = pair.iter().map(Vec::len).max().unwrap_or(0);
            for row in 0..rows {
                let cells: Vec<String> = pair.iter().map(|side| self.cell(side.get(row), column)).collect();
                out.push(format!("{INDENT}{}", cells.join(BETWEEN)));
            }
        }
        out
    }

    /// What is told of a side, line by line.
    fn side(&self, side: &Told, other: &Told) -> Vec<Words> {
        let ours = |text: String| if self.is_ascii { in_ascii(&text) } else { text };
        let plain = |text: String| Words { text: ours(text), marks: Vec::new() };
        let mut lines = vec![plain(sides::who(side)), plain(sides::when(side))];
        if side.is_deleted {
            lines.push(plain("Deletes it. What it deletes:".to_owned()));
        }
        if let Some(words) = sides::words(side, other) {
            let only = sides::only_here(&words);
            lines.push(words);
            lines.extend(only.map(plain));
        }
        lines.extend(sides::rest(side));
        lines
    }

    /// A row of a side, with what differs in bold where that is wanted, filled with blanks.
    fn cell(&self, row: Option<&Words>, width: usize) -> String {
        let Some(Words { text, marks }) = row else { return " ".repeat(width) };
        let mut out = String::new();
        let mut from = 0;
        for mark in marks {
            out.push_str(text.get(from..mark.start).unwrap_or_default());
            out.push_str(&self.paint.bold(text.get(mark.clone()).unwrap_or_default()));
            from = mark.end;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out + &" ".repeat(width.saturating_sub(text.width()))
    }
}

fn title(one: &InConflict) -> String {
    let what = match one.session.details() {
        Some(details) => format!("{}, {}", details.site, details.held_on),
        None => format!("Session {}", one.session.id()),
    };
    let files: Vec<String> = one.files.iter().map(|file| name(file)).collect();
    format!("{}: {} in conflict ({})", visible_line(&what), one.conflicts.len(), files.join(", "))
}

/// Our own marks in ASCII.
fn in_ascii(text: &str) -> String {
    text.replace(['“', '”'], "\"").replace('·', "-").replace('…', "...")
}

/// Words in rows of so many cells, with their marks.
fn wrapped(words: &Words, width: usize) -> Vec<Words> {
    let rows = rows_to_read(&words.text, u16::try_from(width).unwrap_or(u16::MAX));
    let row = |row: crate::app::wrap::Row| {
        let text = words.text.get(row.start..row.end).unwrap_or_default().trim_end();
        let within = |mark: &std::ops::Range<usize>| {
            let (start, end) = (mark.start.max(row.start), mark.end.min(row.start + text.len()));
            (start < end).then(|| start - row.start..end - row.start)
        };
        Words { text: text.to_owned(), marks: words.marks.iter().filter_map(within).collect() }
    };
    rows.into_iter().map(row).collect()
}

fn in_facts(found: &[InConflict]) -> String {
    let conflicts = found.iter().flat_map(|one| {
        one.conflicts.iter().map(|conflict| {
            facts::object([
                ("session", facts::text(one.session.id().to_string())),
                ("files", facts::list(one.files.iter().map(|file| facts::path(file)))),
                ("in", facts::text(conflict.name.list)),
                ("id", facts::text(conflict.name.id.as_str())),
                ("what", facts::text(&conflict.what)),
                (
                    "disputed",
                    facts::list(conflict.disputed.iter().map(|field| facts::text(field.to_string()))),
                ),
                ("sides", facts::list(conflict.sides.iter().map(side_facts))),
            ])
        })
    });
    facts::written(&facts::object([("conflicts", facts::list(conflicts))]))
}

fn side_facts(side: &Told) -> Json<'static> {
    let author = side.author.as_ref();
    let said = |said: &Said| {
        facts::object([
            ("about", facts::text(&said.about)),
            ("value", facts::text(&said.value)),
            ("differs", Json::Bool(said.differs)),
        ])
    };
    facts::object([
        ("stamp", facts::text(side.side.stamp.to_string())),
        ("initials", facts::maybe(author.map(|author| author.initials.clone()))),
        ("laptop", facts::maybe(author.map(|author| author.laptop.to_string()))),
        ("opened", facts::maybe(author.map(|author| author.opened.to_string()))),
        ("at", facts::maybe(side.at.as_ref().map(ToString::to_string))),
        ("deleted", Json::Bool(side.is_deleted)),
        ("words", facts::maybe(side.words.clone())),
        ("rest", facts::list(side.rest.iter().map(said))),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_lost_where_a_row_ends_within_what_is_marked() {
        let text = "closed as needs met though the father had only been moved".to_owned();
        let at = text.find("had only been").unwrap();
        let marks = std::iter::once(at..at + "had only been".len()).collect();
        let words = Words { text, marks };
        let page =
            Page { paint: Paint::new(crate::cli::args::Color::Never, false), width: 0, is_ascii: false };
        for width in 6..60 {
            let rows: Vec<String> =
                wrapped(&words, width).iter().map(|row| page.cell(Some(row), 0)).collect();
            assert_eq!(rows.join(" "), words.text, "{width}");
        }
    }
}
