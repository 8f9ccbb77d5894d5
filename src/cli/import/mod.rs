//! `hearken import`: what was written elsewhere comes in, one file a kind.
//!
//! Read [`notes`] and [`csv`] (what can be asked for), then [`csv_told`] (how it is told).

mod csv;
mod csv_told;
mod notes;

use super::Call;
use super::answer::Answer;
use super::failure::Failure;

/// Brings in typed-up notes, transcripts and sheets of returns
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken import notes norwich.txt --into norwich --dry-run\n  \
                  hearken import csv --instrument safeguarding-board --key Board returns.csv")]
pub(super) struct Args {
    #[command(subcommand)]
    what: Import,
}

#[derive(Debug, clap::Subcommand)]
enum Import {
    Notes(notes::Args),
    Csv(csv::Args),
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    match &args.what {
        Import::Notes(args) => notes::run(args, call),
        Import::Csv(args) => csv::run(args, call),
    }
}
