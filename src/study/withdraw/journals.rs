//! Journals begun anew, with nothing in them of what goes.
//!
//! What a journal holds beyond its session is written into the session first. A journal that lies without its session
//! keeps the versions that do not go.

use std::path::PathBuf;

use super::{Plan, drafts};
use crate::format::journal::{Happened, Line, Put};
use crate::model::json::Json;
use crate::model::stamp::Stamp;
use crate::study::copies::home::Home;
use crate::study::replay::Drafts;

/// What becomes of the journals of a folder.
pub(super) struct Anew {
    /// The one that is begun, with its lines; nothing where it stands so already, or there is nothing to keep.
    pub(super) begun: Option<(PathBuf, Vec<String>)>,
    /// Those that go.
    pub(super) gone: Vec<PathBuf>,
}

/// Says what becomes of the journals of a folder: one with the half-typed notes that stay, or none.
pub(super) fn anew(plan: &Plan, home: &Home) -> Anew {
    let puts = if home.sessions.is_empty() { remaining(plan, home) } else { Vec::new() };
    let mut kept: Drafts = home.drafts.clone();
    kept.retain(|name, draft| drafts::fate(plan, name.as_ref(), draft) != drafts::Fate::Goes);
    let begun = home.begun_by().filter(|_| !kept.is_empty() || !puts.is_empty());
    let mut gone = home.journals.clone();
    let Some((session, writer)) = begun else { return Anew { begun: None, gone } };
    let path = home.folder.journal(session);
    gone.retain(|journal| *journal != path);
    let begin = Happened::Begin { session, writer };
    let typed = kept.iter().map(|(note, draft)| draft.restated(note.as_ref()));
    let told = Happened::Put { puts, ends: None };
    let all = std::iter::once(begin).chain(typed).chain([told]);
    let lines: Vec<String> = (0..).zip(all).map(|(q, happened)| Line { q, happened }.write()).collect();
    let is_so = home.lines.iter().any(|(held, are)| *held == path && *are == lines);
    let begun = (!is_so || home.has_unreadable_end).then_some((path, lines));
    Anew { begun, gone }
}

/// The versions in journals that lie without their session and do not go.
fn remaining(plan: &Plan, home: &Home) -> Vec<Put> {
    let lines = home.lines.iter().flat_map(|(_, lines)| lines);
    let puts = lines.filter_map(|line| match Line::read(line).ok()?.happened {
        Happened::Put { puts, .. } => Some(puts),
        _ => None,
    });
    let stays = |put: &Put| {
        let stamp = put.version.get("stamp").and_then(Json::as_text).and_then(|stamp| stamp.parse().ok());
        let marks = plan.after.ledger.erased.of_entry(&put.list, &put.id);
        !stamp.is_some_and(|stamp: Stamp| marks.is_some_and(|marks| marks.contains_key(&stamp)))
    };
    puts.flatten().filter(stays).collect()
}
