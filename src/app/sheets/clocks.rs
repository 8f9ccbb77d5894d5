//! How far the clocks of the laptops stand apart, in words: for the sheet of people and for the command line alike.

use std::collections::BTreeSet;

use crate::merge::alignment::{Alignment, Clock};
use crate::model::ids::WriterId;
use crate::model::session::Session;
use crate::model::visible::visible_line;

/// A line for every laptop whose clock was compared with another's.
#[must_use]
pub fn told(session: &Session, alignment: &Alignment) -> Vec<String> {
    let name = |laptop: WriterId| {
        let writers = session.lists.writers.standing().map(|(_, version)| &version.body);
        let of = writers.filter(|writer| writer.laptop == laptop && !writer.initials.is_empty());
        let initials: BTreeSet<&str> = of.map(|writer| writer.initials.as_str()).collect();
        let initials: Vec<&str> = initials.into_iter().collect();
        let id = laptop.to_string();
        let named = if initials.is_empty() { id } else { initials.join(" and ") };
        visible_line(&named).into_owned()
    };
    let reference = alignment.clocks().find(|(_, clock)| *clock == Clock::Reference);
    let reference = reference.map(|(laptop, _)| name(laptop)).unwrap_or_default();
    let told = |(laptop, clock)| match clock {
        Clock::Aligned { ahead_ms, marks, apart_ms, .. } => Some(format!(
            "The laptop of {} is {} s {} that of {reference}, from {}{}",
            name(laptop),
            seconds(ahead_ms),
            if ahead_ms < 0 { "behind" } else { "ahead of" },
            if marks == 1 { "1 mark".to_owned() } else { format!("{marks} marks") },
            if marks > 1 { format!(", which differ by {} s", seconds(apart_ms)) } else { String::new() },
        )),
        Clock::Refused { by, apart_ms, .. } => Some(format!(
            "The marks of the laptops of {} and {} disagree by {} s, so this clock is left as it is",
            name(laptop),
            name(by),
            seconds(apart_ms),
        )),
        Clock::Reference | Clock::Unmarked => None,
    };
    alignment.clocks().filter_map(told).collect()
}

/// Milliseconds as seconds with one place, without a sign.
fn seconds(millis: i64) -> String {
    let tenths = millis.unsigned_abs().saturating_add(50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}
