//! What an import makes of columns and rows, in words, as a table and as facts.

use std::path::Path;

use crate::cli::facts;
use crate::cli::table::{self, Edge};
use crate::cli::told::name;
use crate::cli::wording::counted;
use crate::exchange::columns::{Column, Columns, Use, parts};
use crate::model::instrument::Guide;
use crate::model::json::Json;
use crate::model::visible::visible_line;
use crate::study::returns::{Gathered, Imported, Looked, RowFault, RowFaults};

/// The longest piece of a cell, a question or a name that is shown.
const LONGEST: usize = 60;

/// So many columns are named in a sentence.
const NAMED: usize = 12;

/// What each column is for, as a table.
pub(super) fn columns(columns: &Columns, guide: &Guide) -> String {
    let head = ["column", "is taken as", ""].map(str::to_owned);
    let row = |column: &Column| {
        let [what, which] = purpose(column, guide);
        [cut(&column.name), what, which]
    };
    let rows: Vec<[String; 3]> = std::iter::once(head).chain(columns.columns.iter().map(row)).collect();
    let lines = table::lines([Edge::Left, Edge::Left, Edge::Left], &rows);
    lines.into_iter().map(|line| line + "\n").collect::<String>() + "\n"
}

fn purpose(column: &Column, guide: &Guide) -> [String; 2] {
    let question = column.question.as_ref().and_then(|id| guide.question(id.as_str()));
    let text = question.map(|question| cut(&question.text)).unwrap_or_default();
    let label = question.map(|question| visible_line(question.label()).into_owned()).unwrap_or_default();
    match column.purpose {
        Use::Key => ["the key".to_owned(), "tells one return from the others".to_owned()],
        Use::Site => ["the site".to_owned(), String::new()],
        Use::HeldOn => ["the date".to_owned(), String::new()],
        Use::Comment => ["a comment".to_owned(), "of whoever keeps the sheet".to_owned()],
        Use::Nothing => ["not taken".to_owned(), String::new()],
        Use::Words => [format!("words to {label}"), text],
        Use::Answer => match (&column.part, question) {
            (Some(part), Some(question)) => {
                let parts = parts(guide, question);
                let part = parts.iter().find(|(id, _)| id == part).map(|(_, text)| cut(text));
                [format!("{label}: {}", part.unwrap_or_default()), text]
            }
            _ => [format!("answer to {label}"), text],
        },
    }
}

/// At most so much of a text, on one line.
fn cut(text: &str) -> String {
    let shown = visible_line(text);
    if shown.chars().count() <= LONGEST {
        return shown.into_owned();
    }
    shown.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// Names of columns in a sentence.
pub(super) fn names(header: &[String]) -> String {
    let shown: Vec<String> = header.iter().take(NAMED).map(|name| format!("“{}”", cut(name))).collect();
    let more = header.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", shown.join(", "))
}

/// How a sheet's columns differ from those of the first.
pub(super) fn other_columns(first: &str, missing: &[String], more: &[String]) -> String {
    let told = [("has not", missing), ("has besides", more)];
    let told = told.iter().filter(|(_, names)| !names.is_empty());
    let told: Vec<String> = told.map(|(does, list)| format!("it {does} {}", names(list))).collect();
    format!("its columns are not those of {first}: {}", told.join("; "))
}

/// Where the proposal of columns stands now.
pub(super) fn saved(map: &Path) -> String {
    format!("What each column is for stands in {} now.", name(map))
}

/// Everything that does not fit, line by line.
pub(super) fn faults(faults: &RowFaults) -> String {
    let does = if faults.number == 1 { "does" } else { "do" };
    let (things, rows) = (counted(faults.number, "thing"), counted(faults.rows, "row"));
    format!("{things} in {rows} {does} not fit:{}", listed(faults))
}

fn listed(faults: &RowFaults) -> String {
    let lines: Vec<String> = faults.first.iter().map(fault_in_words).collect();
    format!("\n  {}{}", lines.join("\n  "), and_more(faults.number.saturating_sub(faults.first.len())))
}

/// A line for what is only counted.
pub(super) fn and_more(more: usize) -> String {
    if more == 0 { String::new() } else { format!("\n  and {more} more") }
}

fn fault_in_words(fault: &RowFault) -> String {
    match fault {
        RowFault::Misfit { file, misfit } => {
            let column = misfit.column.as_ref().map(|name| format!(", column “{}”", cut(name)));
            let place = format!("{}, row {}{}", name(file), misfit.row, column.unwrap_or_default());
            let found = match (&misfit.column, misfit.found.is_empty()) {
                (Some(_), true) => "nothing".to_owned(),
                (Some(_), false) => format!("“{}”", cut(&misfit.found)),
                (None, _) => misfit.found.clone(),
            };
            format!("{place}: expected {}, found {found}", visible_line(&misfit.expected))
        }
        RowFault::SameKey { key, first, second } => {
            let (file, row) = second;
            let other = if first.0 == *file {
                format!("row {}", first.1)
            } else {
                format!("{}, row {}", name(&first.0), first.1)
            };
            format!("{}, row {row}: the key “{}” stands in {other} too", name(file), cut(key))
        }
    }
}

/// An import that was done, or tried.
pub(super) struct Told<'a> {
    pub(super) gathered: &'a Gathered,
    pub(super) looked: &'a Looked,
    pub(super) imported: &'a Imported,
    pub(super) is_dry_run: bool,
}

impl Told<'_> {
    /// One line.
    pub(super) fn in_words(&self) -> String {
        let Imported { new, changed, same, .. } = self.imported;
        let nothing = if self.is_dry_run { "; nothing was written" } else { "" };
        let returns = counted(self.imported.returns(), "return");
        format!("{returns}: {new} new, {changed} corrected, {same} as before{nothing}.\n")
    }

    /// What was done besides.
    pub(super) fn done(&self) -> Vec<String> {
        let Imported { corrected, skipped, .. } = self.imported;
        let corrected = (*corrected > 0)
            .then(|| format!("{}: what stood before is in the history.", counted(*corrected, "correction")));
        let skipped = (*skipped > 0).then(|| {
            let answers = counted(*skipped, "answer");
            format!("{answers} to questions that the other answers lead past: kept, and not counted.")
        });
        corrected.into_iter().chain(skipped).collect()
    }

    /// What a person should look at.
    pub(super) fn for_an_eye(&self) -> Vec<String> {
        let Imported { in_conflict, stays_out, .. } = self.imported;
        let mut sentences = Vec::new();
        let left_out = &self.looked.left_out;
        if left_out.number > 0 {
            let rows = counted(left_out.rows, "row");
            sentences.push(format!("Left out: {rows} that did not fit.{}", listed(left_out)));
        }
        if self.gathered.is_proposed() {
            let over: Vec<String> = self.gathered.columns().passed_over().map(str::to_owned).collect();
            if !over.is_empty() {
                let columns = counted(over.len(), "column");
                sentences.push(format!(
                    "{columns} not taken: {}. To take them, save the map with --map FILE, put it right and import again.",
                    names(&over)
                ));
            }
        }
        if *in_conflict > 0 {
            let answers = counted(*in_conflict, "correction");
            sentences.push(format!(
                "{answers} beside what somebody changed here meanwhile: hearken conflicts shows both."
            ));
        }
        if *stays_out > 0 {
            let answers = counted(*stays_out, "answer");
            sentences
                .push(format!("{answers} stay out, because they were withdrawn or erased in this study."));
        }
        sentences
    }

    /// All of it, for other programs.
    pub(super) fn in_facts(&self) -> String {
        let Imported { new, changed, same, corrected, in_conflict, stays_out, skipped } = self.imported;
        let columns = self.gathered.columns().columns.iter().map(column_facts);
        let left_out = &self.looked.left_out;
        facts::written(&facts::object([
            ("dry_run", Json::Bool(self.is_dry_run)),
            ("columns", facts::list(columns)),
            ("proposed", Json::Bool(self.gathered.is_proposed())),
            ("returns", facts::count(self.imported.returns())),
            ("new", facts::count(*new)),
            ("corrected", facts::count(*changed)),
            ("same", facts::count(*same)),
            ("corrections", facts::count(*corrected)),
            ("in_conflict", facts::count(*in_conflict)),
            ("stay_out", facts::count(*stays_out)),
            ("skipped", facts::count(*skipped)),
            ("rows_left_out", facts::count(left_out.rows)),
            ("left_out", facts::list(left_out.first.iter().map(|fault| facts::text(fault_in_words(fault))))),
        ]))
    }
}

fn column_facts(column: &Column) -> Json<'static> {
    facts::object([
        ("column", facts::text(column.name.clone())),
        ("use", facts::text(column.purpose.word())),
        ("question", facts::maybe(column.question.as_ref().map(ToString::to_string))),
        ("part", facts::maybe(column.part.clone())),
    ])
}
