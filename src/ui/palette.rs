//! Colours and signs. Bold and reverse first, few named colours, each beside a word or mark that says the same.

use ratatui::style::{Color, Modifier, Style};

/// What this terminal should be drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Only ASCII for frames and marks.
    pub is_ascii: bool,
    /// Named colours may be used.
    pub has_colour: bool,
}

impl Look {
    /// Picks the sign or its ASCII form.
    #[must_use]
    pub const fn sign(self, sign: &'static str, ascii: &'static str) -> &'static str {
        if self.is_ascii { ascii } else { sign }
    }

    fn coloured(self, style: Style, colour: Color) -> Style {
        if self.has_colour { style.fg(colour) } else { style }
    }

    /// For what wants attention; a mark stands beside it.
    #[must_use]
    pub fn attention(self) -> Style {
        self.coloured(bold(), Color::Red)
    }

    /// For what is well.
    #[must_use]
    pub fn well(self) -> Style {
        self.coloured(Style::new(), Color::Green)
    }
}

/// Headings, who spoke, what is chosen.
#[must_use]
pub const fn bold() -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

/// Words that another wording does not have.
#[must_use]
pub const fn marked() -> Style {
    Style::new().add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED))
}

/// What stands back: times, hints.
#[must_use]
pub const fn quiet() -> Style {
    Style::new().add_modifier(Modifier::DIM)
}

/// Chips and the line chosen.
#[must_use]
pub const fn reversed() -> Style {
    Style::new().add_modifier(Modifier::REVERSED)
}
