//! Asking a person at a terminal before something is done.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use crate::model::visible::visible;

/// Whether somebody is there who can be shown something and asked.
pub(super) fn is_somebody_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks a question that is answered by yes or no, and waits. Everything but a yes is a no, also the end of input.
pub(super) fn is_yes(question: &str) -> bool {
    matches!(answer(&format!("{question} [y/N] ")).to_lowercase().as_str(), "y" | "yes")
}

/// Asks a question and gives the line that is typed, without blanks around it; nothing at the end of input.
pub(super) fn answer(question: &str) -> String {
    let mut out = io::stderr().lock();
    // Where the question cannot be shown there will be no answer either.
    let _ = write!(out, "{}", visible(question)).and_then(|()| out.flush());
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(_) => line.trim().to_owned(),
        Err(_) => String::new(),
    }
}

/// Shows something before a question.
pub(super) fn show(lines: &[String]) {
    let mut out = io::stderr().lock();
    for line in lines {
        let _ = writeln!(out, "{}", visible(line));
    }
}
