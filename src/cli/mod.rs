//! The command line: one file a subcommand, each with its arguments, one call of `study`, and the words.
//!
//! Promises: what was asked for goes to standard output and everything else to standard error; the exit code says
//! how it went ([`failure`]); nothing that stood in a file, a name or an argument reaches the terminal raw; a closed
//! pipe or a full disk behind the output is no panic. Leaves to others: what is done (`study`), the screen (`run`).
//!
//! Read [`args`] (all that can be typed), then a subcommand, then what comes of it: [`answer`], [`fitted`], [`failure`], [`told`].
//! [`page`], [`moments`], [`said`] and [`wording`] are how a session looks as plain text; [`keys`] is how keys are listed. [`unlock`] asks for passphrases.

mod args;
mod answer;
mod fitted;
mod failure;
mod told;
mod paint;
mod facts;
mod table;
mod places;
mod input;
mod progress;
mod laid_out;
mod screen;
mod unlock;
mod open;
mod new;
mod instrument;
mod invite;
mod list;
mod show;
mod page;
mod moments;
mod said;
mod wording;
mod check;
mod conflicts;
mod merge;
mod merge_told;
mod import;
mod pairs;
mod compare;
mod report;
mod erasing;
mod withdraw;
mod erase;
mod forget;
mod recover;
mod key;
mod seal;
mod git_setup;
mod merge_driver;
mod demo;
mod doctor;
mod manual;
mod completions;
mod keys;

use std::process::ExitCode;
use std::sync::Arc;

use answer::Answer;
use args::{Command, Options};
use failure::Failure;

use crate::run::panics;
use crate::storage::Storage;
use crate::storage::vault::Vault;

/// One run of the program: what was said for all commands, and the disk.
struct Call<'a> {
    options: &'a Options,
    storage: &'a dyn Storage,
    /// The same disk, for what has to do with keys, and for threads.
    vault: Arc<Vault>,
}

/// Does what the program was called for, prints, and gives the exit code.
#[must_use]
pub fn main() -> ExitCode {
    panics::tell_without_words();
    match args::parse(std::env::args_os()) {
        Ok(typed) => {
            let options = &typed.options;
            let outcome = unlock::vault(options).and_then(|vault| {
                let vault = Arc::new(vault);
                run(typed.command, &Call { options, storage: &*vault, vault: Arc::clone(&vault) })
            });
            answer::deliver(outcome, options.is_quiet, options.color)
        }
        Err(error) => answer::deliver(args::instead(&error), false, args::Color::Auto),
    }
}

fn run(command: Option<Command>, call: &Call<'_>) -> Result<Answer, Failure> {
    match command {
        None => open::study(call),
        Some(Command::Open(args)) => open::run(&args, call),
        Some(Command::New(args)) => new::run(args, call),
        Some(Command::Instrument(args)) => instrument::run(args, call),
        Some(Command::Invite(args)) => invite::run(&args, call),
        Some(Command::List) => list::run(call),
        Some(Command::Show(args)) => show::run(&args, call),
        Some(Command::Check(args)) => check::run(args, call),
        Some(Command::Merge(args)) => merge::run(&args, call),
        Some(Command::Import(args)) => import::run(&args, call),
        Some(Command::Report(args)) => report::run(&args, call),
        Some(Command::Compare(args)) => compare::run(&args, call),
        Some(Command::Pairs(args)) => pairs::run(&args, call),
        Some(Command::Withdraw(args)) => withdraw::run(&args, call),
        Some(Command::Erase(args)) => erase::run(&args, call),
        Some(Command::Forget(args)) => forget::run(&args, call),
        Some(Command::Conflicts(args)) => conflicts::run(args, call),
        Some(Command::Recover(args)) => recover::run(&args, call),
        Some(Command::Key(args)) => key::run(&args, call),
        Some(Command::Seal(args)) => seal::seal(&args, call),
        Some(Command::Unseal(args)) => seal::unseal(&args, call),
        Some(Command::GitSetup(args)) => git_setup::run(&args, call),
        Some(Command::MergeDriver(args)) => merge_driver::run(&args, call),
        Some(Command::Demo(args)) => demo::run(&args, call),
        Some(Command::Doctor(args)) => doctor::run(&args, call),
        Some(Command::Manual(args)) => manual::run(&args, call),
        Some(Command::Completions(args)) => Ok(completions::run(&args)),
    }
}
