//! `hearken instrument`: topic guides and questionnaires, built in or of the study's own.
//!
//! Read [`list`] and [`show`], then [`begin`] (one of one's own), [`check`] with its [`picture`], and `print`.

mod list;
mod show;
mod begin;
mod check;
mod picture;
mod print;

use super::Call;
use super::answer::Answer;
use super::failure::Failure;

/// Lists, shows, begins, checks and prints topic guides and questionnaires
///
/// An instrument is what a session is held with. Some come with the program; a study's own are files in its folder
/// instruments, called by their id. docs/instruments.md says how one is written.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken instrument list\n  hearken instrument new visits\n  \
                        hearken instrument check visits\n  hearken instrument print visits -f html -o visits.html")]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Lists the instruments a session can be held with
    #[command(after_help = "Example:\n  hearken instrument list --json")]
    List,
    Show(show::Args),
    New(begin::Args),
    Check(check::Args),
    Print(print::Args),
}

pub(super) fn run(args: Args, call: &Call<'_>) -> Result<Answer, Failure> {
    match args.what {
        What::List => list::run(call),
        What::Show(args) => show::run(&args, call),
        What::New(args) => begin::run(&args, call),
        What::Check(args) => check::run(&args, call),
        What::Print(args) => print::run(&args, call),
    }
}
