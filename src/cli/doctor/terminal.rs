//! What is known of the terminal: by asking the system and the environment, not the terminal itself.

use std::io::{self, IsTerminal as _};

use super::Check;
use crate::app::layout::Size;
use crate::cli::Call;
use crate::cli::paint::Paint;
use crate::ui::terminal::Terminal;

/// At this size every pane has its room; at the smaller one notes can still be read while typing.
const COMFORTABLE: Size = Size { width: 100, height: 30 };
const SMALL: Size = Size { width: 40, height: 12 };

/// Looks at the terminal. Where there is none, only what holds for plain text too.
pub(super) fn checks(call: &Call<'_>) -> Vec<Check> {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let is_there = io::stdin().is_terminal() && io::stdout().is_terminal();
    let letters = letters(&locale(variable), call.options.is_ascii);
    if !is_there {
        let none = "none here: input or output is not one, so the screen cannot open";
        return vec![Check::well("terminal", none), letters];
    }
    let paint = Paint::new(call.options.color, true);
    vec![
        Check::well("terminal", "yes"),
        kind(&variable("TERM")),
        window(Terminal::size()),
        Check::well("colours", colours(&variable("TERM"), &variable("COLORTERM"), paint.is_on())),
        letters,
    ]
}

fn kind(term: &str) -> Check {
    const NAME: &str = "TERM";
    match term {
        "" if cfg!(windows) => Check::well(NAME, "not set, as usual on this system"),
        "" => Check::for_an_eye(NAME, "not set", "Open another terminal window, or set TERM=xterm-256color."),
        "dumb" => Check::for_an_eye(NAME, "dumb", "The screen cannot be drawn in it: use another terminal."),
        other => Check::well(NAME, other),
    }
}

fn window(size: Size) -> Check {
    const NAME: &str = "window";
    let told = format!("{} by {}", size.width, size.height);
    let wanted = format!("{} by {}", COMFORTABLE.width, COMFORTABLE.height);
    if size.width < SMALL.width || size.height < SMALL.height {
        Check::for_an_eye(NAME, told, format!("Make the window larger: from {wanted} everything is shown."))
    } else if size.width < COMFORTABLE.width || size.height < COMFORTABLE.height {
        Check::well(NAME, format!("{told}; from {wanted} everything is shown"))
    } else {
        Check::well(NAME, told)
    }
}

/// How many colours the terminal says it has. hearken uses a few of the first 16, each beside a word.
fn colours(term: &str, colorterm: &str, is_wanted: bool) -> &'static str {
    if !is_wanted {
        "none, as NO_COLOR, TERM or --color says; words say the same"
    } else if matches!(colorterm, "truecolor" | "24bit") || term.ends_with("-direct") {
        "truecolour"
    } else if term.contains("256color") {
        "256"
    } else {
        "16"
    }
}

/// The language setting that counts for letters: the first of the three that says anything.
fn locale(variable: impl Fn(&str) -> String) -> String {
    ["LC_ALL", "LC_CTYPE", "LANG"].map(variable).into_iter().find(|set| !set.is_empty()).unwrap_or_default()
}

fn letters(locale: &str, is_ascii: bool) -> Check {
    const NAME: &str = "letters";
    let lower = locale.to_lowercase();
    let is_utf8 = lower.contains("utf-8") || lower.contains("utf8");
    if is_ascii {
        Check::well(NAME, "frames and marks in ASCII, as asked")
    } else if is_utf8 || cfg!(any(windows, target_os = "macos")) {
        Check::well(NAME, "UTF-8")
    } else {
        let set = if locale.is_empty() { "LANG is not set" } else { locale };
        Check::for_an_eye(
            NAME,
            format!("not UTF-8: {set}"),
            "Set LANG=C.UTF-8, or start hearken with --ascii.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_what_the_environment_says_and_none_when_they_are_not_wanted() {
        assert_eq!(colours("xterm-256color", "truecolor", true), "truecolour");
        assert_eq!(colours("xterm-256color", "", true), "256");
        assert_eq!(colours("xterm", "", true), "16");
        assert!(colours("xterm-256color", "truecolor", false).starts_with("none"));
    }

    #[test]
    fn a_terminal_that_cannot_draw_and_a_tiny_window_want_an_eye() {
        assert!(kind("dumb").advice.is_some());
        assert!(kind("xterm").advice.is_none());
        let window = |width, height| window(Size { width, height }).advice.is_some();
        assert!(window(39, 30) && window(100, 11));
        assert!(!window(40, 12) && !window(200, 60));
    }

    #[test]
    fn the_first_setting_that_says_anything_decides_about_letters() {
        let set = |all: &'static str, lang: &'static str| {
            locale(move |name| {
                if name == "LC_ALL" {
                    all
                } else if name == "LANG" {
                    lang
                } else {
                    ""
                }
                .to_owned()
            })
        };
        assert_eq!(set("C", "en_GB.UTF-8"), "C");
        assert_eq!(set("", "en_GB.UTF-8"), "en_GB.UTF-8");
        assert!(
            letters("en_GB.UTF-8", false).advice.is_none() && letters("de_DE.utf8", false).advice.is_none()
        );
        assert!(letters("C", true).advice.is_none());
        assert_eq!(letters("C", false).advice.is_some(), !cfg!(any(windows, target_os = "macos")));
    }
}
