//! Bold and red, where they are wanted. A word always says the same.

use super::args::Color;

/// Whether text may carry colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paint {
    is_on: bool,
}

impl Paint {
    /// Decides for a stream.
    pub(super) fn new(color: Color, is_terminal: bool) -> Self {
        let is_said = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let is_on = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && !is_said("NO_COLOR") && !is_dumb(),
        };
        Self { is_on }
    }

    /// Whether colour is wanted.
    pub(super) const fn is_on(self) -> bool {
        self.is_on
    }

    /// For headings.
    pub(super) fn bold(self, text: &str) -> String {
        self.dressed("1", text)
    }

    /// For what went wrong.
    pub(super) fn red(self, text: &str) -> String {
        self.dressed("1;31", text)
    }

    fn dressed(self, code: &str, text: &str) -> String {
        if self.is_on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
