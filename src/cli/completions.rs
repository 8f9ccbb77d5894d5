//! `hearken completions`: what a shell needs to complete commands and options.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::answer::Answer;
use super::args::Typed;

/// Prints the completions for a shell
///
/// They are made from the same table as this help. Where your shell looks for them is in its own manual; the
/// examples are the usual places.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        hearken completions bash > ~/.local/share/bash-completion/completions/hearken\n  \
        hearken completions zsh > ~/.zfunc/_hearken\n  \
        hearken completions fish > ~/.config/fish/completions/hearken.fish")]
pub(super) struct Args {
    /// Which shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Answer {
    let mut written = Vec::new();
    clap_complete::generate(args.shell, &mut Typed::command(), "hearken", &mut written);
    Answer::of(String::from_utf8_lossy(&written).into_owned())
}
