//! `hearken import csv`: returns of a questionnaire, from a sheet.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::ValueEnum;
use clap::builder::NonEmptyStringValueParser;

use super::csv_told::{self, Told};
use crate::cli::answer::{Answer, print};
use crate::cli::failure::{Failure, Kind};
use crate::cli::progress::Bar;
use crate::cli::told::{advice, name, told};
use crate::cli::{Call, args, input, places};
use crate::exchange::cells::{A_DATE, day};
use crate::exchange::columns::Unfit;
use crate::exchange::sheet::Encoding;
use crate::study::StudyError;
use crate::study::instruments;
use crate::study::returns::{self, SheetFault, Unimported, Wanted};

/// Brings in the returns of a questionnaire from a sheet, each row a session
///
/// A FILE is CSV with a header: its delimiter may be a comma, a semicolon or a tab. What each column is for is found by
/// its name (a question's id, its number like 1a, its text or the beginning of it; “1 words” for what was said with the
/// answer), shown as a table before anything is written, and kept in the file that --map names. When that file is
/// there, it decides; put it right and import again.
///
/// An answer is given by its id or its text; several are separated by ; or |. Dates are 2007-03-31 or 31/03/2007, the day
/// first. “Not applicable”, “not asked”, “not answered”, “don't know” and “declined” say why there is no answer; a blank
/// cell says that a question was asked and not answered. Formulas are never reckoned out.
///
/// Importing the same sheet again changes nothing. A sheet that was corrected corrects its sessions, answer by answer,
/// with the old answer in the history; what a person changed here meanwhile stands beside it as a conflict. A row that is
/// gone from the sheet takes nothing away, and what was withdrawn does not come back.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearken import csv --instrument safeguarding-board --key Board returns.csv --dry-run\n  \
                  hearken import csv --instrument safeguarding-board --key Board --map columns.json returns.csv\n  \
                  hearken import csv --instrument safeguarding-board --key Board --held-on 2007-03-31 *.csv"
)]
pub(super) struct Args {
    /// The sheets, or - for standard input; all have the same columns
    #[arg(value_name = "FILE", required = true, value_parser = args::path())]
    files: Vec<PathBuf>,
    /// The questionnaire that was answered
    #[arg(long, value_name = "ID")]
    instrument: String,
    /// The column that tells one return from the others, and stays when the sheet is corrected
    #[arg(long, value_name = "COLUMN", value_parser = NonEmptyStringValueParser::new())]
    key: String,
    /// Says what each column is for; written when it is not there yet
    #[arg(long, value_name = "FILE", value_parser = args::path())]
    map: Option<PathBuf>,
    /// The date of returns that give none
    #[arg(long = "held-on", value_name = "DATE", value_parser = date)]
    held_on: Option<NaiveDate>,
    /// The letters the sheets are written in
    #[arg(long, value_name = "NAME", default_value = "utf-8")]
    encoding: Letters,
    /// Says what would come of it, and writes nothing
    #[arg(long = "dry-run")]
    is_dry_run: bool,
    /// Leaves out rows that do not fit, and says so
    #[arg(long = "skip-invalid")]
    skips_invalid: bool,
}

/// Letters by the names people know them by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Letters {
    #[value(name = "utf-8", help = None)]
    Utf8,
    #[value(name = "windows-1252", alias = "latin-1", alias = "iso-8859-1", help = None)]
    Windows1252,
}

fn date(typed: &str) -> Result<NaiveDate, String> {
    day(typed).ok_or_else(|| format!("{A_DATE} is wanted"))
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?;
    let instrument = instruments::for_new_session(call.storage, &study.folder, &args.instrument)
        .map_err(|error| no_instrument(&error))?;
    let wanted = Wanted {
        files: input::once(args.files.clone()),
        encoding: match args.encoding {
            Letters::Utf8 => Encoding::Utf8,
            Letters::Windows1252 => Encoding::Windows1252,
        },
        instrument,
        key: args.key.trim().to_owned(),
        map: args.map.clone(),
        held_on: args.held_on,
        skips_invalid: args.skips_invalid,
    };
    let gathered = returns::gather(call.storage, wanted, || input::stdin(call))
        .map_err(|error| failure(error, args, None))?;
    let is_shown = !call.options.is_json && !call.options.is_quiet;
    if is_shown && gathered.is_proposed() {
        print(&csv_told::columns(gathered.columns(), gathered.guide()))
            .map_err(|error| Failure::of_output_stream(&error))?;
    }
    // The map is written before the rows are looked at: whoever has to put it right needs it most when they do not fit.
    let saved = if args.is_dry_run { None } else { save(&gathered, call)? };
    let told_of_map = saved.as_ref().map(|map| csv_told::saved(map));
    let failed = |error| failure(error, args, told_of_map.as_deref());
    let looked = gathered.look().map_err(failed)?;
    let with_bar = |is_writing| {
        let bar = Bar::of_rows("importing", call.options.is_ascii);
        let watch = |done: usize, all: usize| bar.is_at(done as u64, all as u64);
        if is_writing {
            gathered.into_study(call.storage, &study.folder, &looked, &watch)
        } else {
            gathered.rehearse(call.storage, &study.folder, &looked, &watch)
        }
    };
    let rehearsed = with_bar(false).map_err(failed)?;
    let imported = if args.is_dry_run {
        rehearsed
    } else {
        study.make(call)?;
        with_bar(true).map_err(failed)?
    };
    let told =
        Told { gathered: &gathered, looked: &looked, imported: &imported, is_dry_run: args.is_dry_run };
    let out = match (call.options.is_json, is_shown) {
        (true, _) => told.in_facts(),
        (false, true) => told.in_words(),
        (false, false) => String::new(),
    };
    let done = told_of_map.into_iter().chain(told.done()).collect();
    Ok(Answer { done, for_an_eye: told.for_an_eye(), ..Answer::told(out, call) })
}

fn save(gathered: &returns::Gathered, call: &Call<'_>) -> Result<Option<PathBuf>, Failure> {
    let saved = gathered.save_columns(call.storage).map_err(|error| Failure::of_writing(&error))?;
    Ok(saved.map(std::path::Path::to_owned))
}

fn no_instrument(error: &StudyError) -> Failure {
    Failure { hints: Vec::new(), ..Failure::of(error) }
        .hint("Name a questionnaire, such as safeguarding-board.")
}

/// Why nothing was brought in. Once the map of columns is written, that is said instead of “nothing”.
fn failure(error: Unimported, args: &Args, saved: Option<&str>) -> Failure {
    let nothing = saved.map_or_else(
        || "Nothing was written.".to_owned(),
        |saved| format!("{saved} Nothing else was written."),
    );
    match error {
        Unimported::Sheets(bad) => of_sheets(&bad),
        Unimported::NoQuestions(title) => {
            Failure::new(Kind::Usage, format!("“{title}” has no questions that could be answered in a sheet"))
                .hint("Name a questionnaire, such as safeguarding-board.")
        }
        Unimported::Columns { sheet, header, unfit } => of_columns(&sheet, &header, &unfit, args),
        Unimported::Rows(faults) => Failure::new(Kind::Invalid, csv_told::faults(&faults)).hint(format!(
            "{nothing} Put this right in the sheet and import it again, or leave these rows out with --skip-invalid."
        )),
        Unimported::Study(error @ StudyError::Format { .. }) => Failure::of(&error).hint(nothing),
        Unimported::Study(error) => Failure::of_writing(&error),
    }
}

fn of_sheets(bad: &[(PathBuf, SheetFault)]) -> Failure {
    let mut hints: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for (path, fault) in bad {
        let (line, hint) = match fault {
            SheetFault::Study(error) => (told(error), advice(error)),
            SheetFault::NotASheet(why) => (format!("{}: {why}", name(path)), why.advice().to_owned()),
            SheetFault::OtherColumns { first, missing, more } => (
                format!("{}: {}", name(path), csv_told::other_columns(&name(first), missing, more)),
                "Import sheets with other columns one by one, each with a map of its own.".to_owned(),
            ),
        };
        lines.push(line);
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    let message = match lines.as_slice() {
        [only] => only.clone(),
        several => format!("{} sheets cannot be read:\n  {}", several.len(), several.join("\n  ")),
    };
    let failure = hints.iter().fold(Failure::new(Kind::Invalid, message), Failure::hint);
    failure.hint("Nothing was written.")
}

fn of_columns(sheet: &std::path::Path, header: &[String], unfit: &[Unfit], args: &Args) -> Failure {
    let map = args.map.as_deref().filter(|map| map.exists());
    let lines: Vec<String> = unfit.iter().map(ToString::to_string).collect();
    let place = map.map_or_else(|| name(sheet), |map| format!("{}, for {}", name(map), name(sheet)));
    let message = match lines.as_slice() {
        [only] => format!("{place}: {only}"),
        several => {
            let shown = several.iter().take(returns::TOLD).cloned().collect::<Vec<_>>().join("\n  ");
            let more = csv_told::and_more(several.len().saturating_sub(returns::TOLD));
            format!("{place}: {} things do not fit:\n  {shown}{more}", several.len())
        }
    };
    let failure = Failure::new(Kind::Invalid, message);
    let failure = if unfit.iter().any(|one| matches!(one, Unfit::NoDate)) {
        failure.hint("Say --held-on DATE, or give a column the use “held_on”.")
    } else {
        failure
    };
    let is_about_names = |one: &Unfit| matches!(one, Unfit::NoColumn { .. } | Unfit::NoAnswers(_));
    let failure = if unfit.iter().any(is_about_names) {
        let has = csv_told::names(header);
        failure.hint(format!("The first row names the columns; it has {has}."))
    } else {
        failure
    };
    failure.hint("Nothing was written.")
}
