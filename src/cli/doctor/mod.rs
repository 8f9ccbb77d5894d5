//! `hearken doctor`: what this terminal and these folders can do.
//!
//! Promises to change nothing: what it tries in a folder it takes away again. The terminal is given back however the
//! keys end.
//!
//! Read [`terminal`] and [`folders`] (what is looked at), then [`keyboard`] (what arrives when keys are pressed).

mod terminal;
mod folders;
mod keyboard;

use std::io::{self, IsTerminal as _};

use super::answer::{self, Answer};
use super::failure::{Failure, Kind};
use super::paint::Paint;
use super::table::{self, Edge};
use super::wording::counted;
use super::{Call, facts};
use crate::model::json::Json;
use crate::model::visible::visible_line;

/// Says what this terminal and the study's folder can do, and tries the keys
///
/// Looks at the terminal, the folder of the study, the settings and the clock, and says what to do where something is
/// not as it should be. On a terminal you can then press keys and see what arrives. What it tries in a folder is taken
/// away again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken doctor\n  hearken doctor --study /media/stick/visits")]
pub(super) struct Args {}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Check {
    /// What.
    name: &'static str,
    /// What was found.
    result: String,
    /// What to do about it; nothing when it is as it should be.
    advice: Option<String>,
}

impl Check {
    /// As it should be.
    fn well(name: &'static str, result: impl Into<String>) -> Self {
        Self { name, result: result.into(), advice: None }
    }

    /// Something for a person to look at.
    fn for_an_eye(name: &'static str, result: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { name, result: result.into(), advice: Some(advice.into()) }
    }
}

pub(super) fn run(_: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let mut checks = terminal::checks(call);
    checks.extend(folders::checks(call)?);
    let wanting = checks.iter().filter(|check| check.advice.is_some()).count();
    let for_an_eye: Vec<String> =
        (wanting > 0).then(|| format!("{} to look at.", counted(wanting, "thing"))).into_iter().collect();
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    if call.options.is_json {
        return Ok(Answer { for_an_eye, ..Answer::of(as_facts(&checks)) });
    }
    let table = in_columns(&checks, Paint::new(call.options.color, io::stdout().is_terminal()));
    if !is_terminal {
        let done = vec!["The keys were not tried: that needs a terminal.".to_owned()];
        return Ok(Answer { done, for_an_eye, ..Answer::told(table, call) });
    }
    answer::print(&table).map_err(|error| Failure::of_output_stream(&error))?;
    Ok(Answer { for_an_eye, ..Answer::of(keyboard::offer()?) })
}

fn in_columns(checks: &[Check], paint: Paint) -> String {
    let head = ["Check", "Result", "What to do"].map(str::to_owned);
    let row = |check: &Check| {
        let advice = check.advice.as_deref().unwrap_or_default();
        [check.name, &check.result, advice].map(|cell| visible_line(cell).into_owned())
    };
    let rows: Vec<[String; 3]> = std::iter::once(head).chain(checks.iter().map(row)).collect();
    let mut lines = table::lines([Edge::Left; 3], &rows).into_iter();
    let head = lines.next().map(|head| paint.bold(&head));
    head.into_iter().chain(lines).map(|line| line + "\n").collect()
}

fn as_facts(checks: &[Check]) -> String {
    let fact = |check: &Check| {
        facts::object([
            ("check", facts::text(check.name)),
            ("result", facts::text(&check.result)),
            ("well", Json::Bool(check.advice.is_none())),
            ("to_do", facts::maybe(check.advice.clone())),
        ])
    };
    facts::written(&facts::object([("checks", facts::list(checks.iter().map(fact)))]))
}

/// What stopped the keys from being tried.
fn of_terminal(error: &io::Error) -> Failure {
    Failure::new(Kind::CouldNot, format!("this terminal cannot be used: {error}"))
}
