//! The theme log of one laptop as turns of the talk, and how long each turn lasted.

use std::cell::LazyCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::clocks::{Clocks, first_told};
use super::shown;
use crate::model::entry::Entry;
use crate::model::ids::{EntryId, ThemeId, WriterId};
use crate::model::running::ThemeLog;
use crate::model::session::Session;

/// Milliseconds: between two openings the talk went on for less than this, and had stopped if it took longer.
const RESTART: i64 = 30 * 60 * 1000;

/// The talk came to a theme, or ended; in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    /// When.
    pub(super) at: i64,
    /// When that was over, not before it began; the last turn goes on.
    pub(super) until: Option<i64>,
    /// The theme; none when the talk ended.
    pub(super) theme: Option<ThemeId>,
    writer: WriterId,
}

/// The turns of the talk, oldest first, beginning with the first theme.
pub(super) fn turns(session: &Session, clocks: &Clocks, laptop: Option<WriterId>) -> Vec<Turn> {
    let mut by_laptop: BTreeMap<WriterId, Vec<Turn>> = BTreeMap::new();
    for (id, entry) in session.lists.theme_log.all() {
        if let Some(turn) = turn(clocks, id, entry) {
            by_laptop.entry(clocks.laptop(turn.writer)).or_default().push(turn);
        }
    }
    let most = by_laptop.iter().max_by_key(|(laptop, turns)| (turns.len(), Reverse(**laptop)));
    let laptop = laptop.or_else(|| most.map(|(laptop, _)| *laptop));
    let mut turns = laptop.and_then(|laptop| by_laptop.remove(&laptop)).unwrap_or_default();
    // The sort is stable: at one time, the order of ids stays.
    turns.sort_by_key(|turn| turn.at);
    // A talk that has not begun cannot end.
    let mut turns: Vec<Turn> = turns.into_iter().skip_while(|turn| turn.theme.is_none()).collect();
    let ends = ends(session, clocks, &turns);
    for (turn, end) in turns.iter_mut().zip(ends) {
        turn.until = Some(end);
    }
    turns
}

fn turn(clocks: &Clocks, id: &EntryId, entry: &Entry<ThemeLog>) -> Option<Turn> {
    let body = shown::body(entry)?;
    let told = first_told(id, entry)?;
    let at = clocks.straight(&body.at, told)?;
    Some(Turn { at, until: None, theme: body.theme.clone(), writer: told.writer() })
}

/// When each turn but the last was over: with the next.
fn ends(session: &Session, clocks: &Clocks, turns: &[Turn]) -> Vec<i64> {
    // Only a session that was carried on needs it, and it reads every note.
    let last_told = LazyCell::new(|| clocks.last_told(session));
    let end = |(turn, next): (&Turn, &Turn)| {
        let until = if next.writer == turn.writer {
            next.at
        } else {
            until_carried_on(turn, next, last_told.get(&turn.writer).copied())
        };
        until.max(turn.at)
    };
    turns.iter().zip(turns.iter().skip(1)).map(end).collect()
}

/// When a turn ended that another opening of the session followed: at the turn of that opening, or, if the break
/// was a long one, at the last thing the first opening told.
fn until_carried_on(turn: &Turn, next: &Turn, last_told: Option<i64>) -> i64 {
    let last = last_told.unwrap_or(turn.at).max(turn.at).min(next.at);
    if next.at.saturating_sub(last) < RESTART { next.at } else { last }
}
