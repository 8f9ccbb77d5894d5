//! What a command has to say, and saying it.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use super::Call;
use super::args::Color;
use super::failure::Failure;
use super::fitted;
use super::paint::Paint;
use crate::model::visible::visible;

/// The exit code of what was done but wants a person's eye.
pub(super) const WANTS_AN_EYE: u8 = 3;

/// What a command that did its work has to say.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// What was asked for: for standard output.
    pub(super) out: String,
    /// Whether that is to be read, and broken where it is wider than the window; a file is as it is.
    pub(super) is_to_read: bool,
    /// What was done, each a sentence: for standard error, and not with `--quiet`.
    pub(super) done: Vec<String>,
    /// What wants a person's eye, each a sentence: for standard error.
    pub(super) for_an_eye: Vec<String>,
    /// What went wrong with a part of it.
    pub(super) failure: Option<Failure>,
}

impl Answer {
    /// An answer that is only what was asked for, as it is.
    pub(super) fn of(out: String) -> Self {
        Self { out, ..Self::default() }
    }

    /// An answer in words for somebody to read, or with `--json` in facts.
    pub(super) fn told(out: String, call: &Call<'_>) -> Self {
        Self { is_to_read: !call.options.is_json, ..Self::of(out) }
    }
}

/// Prints what came of a command and gives the exit code.
pub(super) fn deliver(outcome: Result<Answer, Failure>, is_quiet: bool, color: Color) -> ExitCode {
    let Answer { out, is_to_read, done, for_an_eye, mut failure } =
        outcome.unwrap_or_else(|failure| Answer { failure: Some(failure), ..Answer::default() });
    let window = fitted::width(is_to_read && io::stdout().is_terminal());
    match print(&fitted::fitted(&out, window)) {
        Ok(()) => {}
        // Whoever read it has had enough, as `head` does. What was done is done.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => {
            failure.get_or_insert(Failure::of_output_stream(&error));
        }
    }
    let is_terminal = io::stderr().is_terminal();
    let (paint, window) = (Paint::new(color, is_terminal), fitted::width(is_terminal));
    for sentence in done.iter().filter(|_| !is_quiet).chain(&for_an_eye) {
        tell(&fitted::fitted(&visible(sentence), window));
    }
    match &failure {
        Some(failure) => {
            tell(&failure.in_words(paint, window));
            ExitCode::from(failure.kind.code())
        }
        None if for_an_eye.is_empty() => ExitCode::SUCCESS,
        None => ExitCode::from(WANTS_AN_EYE),
    }
}

/// Prints a part of the answer before the rest of it is there.
///
/// # Errors
/// What standard output says.
pub(super) fn print(out: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(out.as_bytes())?;
    stdout.flush()
}

/// Writes a message. Where standard error takes nothing, nobody is left to tell.
fn tell(message: &str) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}
