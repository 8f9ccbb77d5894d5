//! All that can be typed. The doc comments here and in the subcommands are the help.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::answer::Answer;
use super::failure::{EXIT_CODES, Failure, Kind};
use super::table::{self, Edge};
use super::{
    check, compare, completions, conflicts, demo, doctor, erase, forget, git_setup, import, instrument,
    invite, key, manual, merge, merge_driver, new, open, pairs, recover, report, seal, show, withdraw,
};

/// Takes notes in focus groups and interviews, offline, and merges them into one study.
///
/// Without a command the screen opens on the study: the folder that --study or `HEARKEN_STUDY` names, else this folder
/// if it holds a study.json, else your own study, which is made the first time.
#[derive(Debug, Parser)]
#[command(
    name = "hearken",
    version,
    after_help = after_help()
)]
pub(super) struct Typed {
    #[command(flatten)]
    pub(super) options: Options,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Open(open::Args),
    New(new::Args),
    Instrument(instrument::Args),
    Invite(invite::Args),
    /// Lists the sessions of the study, newest first
    ///
    /// Says which are unfinished or open now, and which files cannot be read. Writes nothing.
    #[command(after_help = "Example:\n  hearken list --study visits")]
    List,
    Show(show::Args),
    Check(check::Args),
    Merge(merge::Args),
    Import(import::Args),
    Conflicts(conflicts::Args),
    Pairs(pairs::Args),
    Compare(compare::Args),
    Report(report::Args),
    Withdraw(withdraw::Args),
    Erase(erase::Args),
    Forget(forget::Args),
    Recover(recover::Args),
    Key(key::Args),
    Seal(seal::Args),
    Unseal(seal::UnsealArgs),
    GitSetup(git_setup::Args),
    MergeDriver(merge_driver::Args),
    Demo(demo::Args),
    Doctor(doctor::Args),
    Manual(manual::Args),
    Completions(completions::Args),
}

/// Examples for people who see the program for the first time.
pub(super) const EXAMPLES: &[(&str, &str)] = &[
    ("hearken", "opens your study"),
    ("hearken demo", "shows an invented one"),
    ("hearken merge a.json b.json -o norwich.json", "makes one session of two copies"),
];

/// What stands at the end of the help: examples and exit codes.
fn after_help() -> String {
    let rows: Vec<[String; 2]> =
        EXAMPLES.iter().map(|(typed, does)| [format!("  {typed}"), (*does).to_owned()]).collect();
    let codes: Vec<[String; 2]> =
        EXIT_CODES.iter().map(|(code, says)| [format!("  {code}"), (*says).to_owned()]).collect();
    let examples = table::lines([Edge::Left, Edge::Left], &rows).join("\n");
    let codes = table::lines([Edge::Left, Edge::Left], &codes).join("\n");
    format!("Examples:\n{examples}\n\nExit codes:\n{codes}")
}

/// What can be said with every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "With every command")]
pub(super) struct Options {
    /// The folder of the study [default: `HEARKEN_STUDY`, this folder if it holds a study.json, or your own]
    #[arg(long, global = true, value_name = "DIR", value_parser = path())]
    pub(super) study: Option<PathBuf>,
    /// A file with the key that opens what is sealed [default: this laptop's key, and its passphrase is asked for]
    #[arg(long, global = true, value_name = "FILE", value_parser = path())]
    pub(super) identity: Option<PathBuf>,
    /// Prints facts as JSON, for other programs
    #[arg(long = "json", global = true)]
    pub(super) is_json: bool,
    /// Says only what was asked for and what went wrong
    #[arg(long = "quiet", short = 'q', global = true)]
    pub(super) is_quiet: bool,
    /// Draws frames and marks in plain ASCII
    #[arg(long = "ascii", global = true)]
    pub(super) is_ascii: bool,
    /// When to use colour; the words never need it
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set or the terminal is a dumb one.
    #[value(help = None)]
    Auto,
    /// Always.
    #[value(help = None)]
    Always,
    /// Never.
    #[value(help = None)]
    Never,
}

/// Reads the command line.
///
/// # Errors
/// What clap has to say instead; [`instead`] turns it into an outcome.
pub(super) fn parse(typed: impl IntoIterator<Item = OsString>) -> Result<Typed, clap::Error> {
    Typed::try_parse_from(typed)
}

/// What to deliver instead of doing anything: the help, the version, or what was typed wrongly.
pub(super) fn instead(error: &clap::Error) -> Result<Answer, Failure> {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            Ok(Answer::of(text.trim_end().to_owned() + "\n"))
        }
        _ => Err(Failure::new(Kind::Usage, text.strip_prefix("error: ").unwrap_or(&text).trim_end())),
    }
}

/// A file or folder as it is typed, in whatever bytes; not nothing.
pub(super) fn path() -> impl clap::builder::TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().try_map(|typed| {
        let is_name = !typed.is_empty();
        is_name.then(|| PathBuf::from(typed)).ok_or("a name is wanted here, and this one is empty")
    })
}
