//! Tags by strand of the study: how often each was given, and where.

use std::collections::BTreeMap;

use super::{NAME, Part};
use crate::document::{Block, Cell, Level, Table};
use crate::model::ids::EntryId;
use crate::model::session::Session;
use crate::report::anchor::Anchors;
use crate::report::corpus::Corpus;
use crate::report::counted::{Counted, Falls, Kind, Sum, Thing};
use crate::report::shown;
use crate::report::strands::{STRANDS, strand_of};
use crate::report::suppress::Below;

/// A note with a tag: its session, that session's strand, its id.
type Tagged<'c> = (&'c Session, usize, &'c EntryId);

/// The table. Tags stand by how often they were given, equally common ones by name.
pub(super) fn part(corpus: &Corpus, below: Option<Below>, anchors: &mut Anchors) -> Part {
    let mut tagged: BTreeMap<String, Vec<Tagged<'_>>> = BTreeMap::new();
    let mut has_sessions = [false; STRANDS.len()];
    for session in corpus.by_date() {
        let Some(strand) = strand_of(session) else { continue };
        if let Some(has) = has_sessions.get_mut(strand) {
            *has = true;
        }
        for (id, note) in shown::standing(&session.lists.notes) {
            for tag in &note.tags {
                tagged.entry(tag.clone()).or_default().push((session, strand, id));
            }
        }
    }
    let mut part = Part { blocks: vec![Block::heading(Level::Section, "Tags by strand")], ..Part::default() };
    if tagged.is_empty() {
        part.blocks.push(Block::Paragraph("No note has a tag.".to_owned()));
        return part;
    }
    let strands: Vec<usize> =
        (0..).zip(has_sessions).filter(|(_, has)| *has).map(|(strand, _)| strand).collect();
    let mut tagged: Vec<(String, Vec<Tagged<'_>>)> = tagged.into_iter().collect();
    tagged.sort_by_key(|(_, notes)| std::cmp::Reverse(notes.len()));
    let counted: Vec<Counted> =
        tagged.iter().map(|(tag, notes)| count(tag, notes, &strands, anchors)).collect();
    let row = |((tag, _), counted): (&(String, Vec<Tagged<'_>>), &Counted)| {
        let shown = counted.shown(counted.hidden(below));
        let numbers = shown.counts.into_iter().chain([shown.base]).map(Cell::Number);
        std::iter::once(Cell::Text(format!("#{tag}"))).chain(numbers).collect()
    };
    let names = strands.iter().filter_map(|strand| STRANDS.get(*strand)).map(|(name, _)| (*name).to_owned());
    part.blocks.push(Block::Table(Table {
        caption: Some("Notes with each tag".to_owned()),
        head: std::iter::once("Tag".to_owned()).chain(names).chain(["Together".to_owned()]).collect(),
        rows: tagged.iter().zip(&counted).map(row).collect(),
        has_row_heads: true,
        remarks: Vec::new(),
    }));
    part.hidden = counted.iter().map(|counted| counted.hidden(below)).collect();
    part.counted = counted;
    part
}

fn count(tag: &str, notes: &[Tagged<'_>], strands: &[usize], anchors: &mut Anchors) -> Counted {
    let anchor = anchors.take(&[NAME, "tag", tag]);
    let named = strands.iter().filter_map(|strand| STRANDS.get(*strand));
    let kinds = named
        .map(|(name, _)| Kind { anchor: anchors.take(&[NAME, "tag", tag, name]), name: (*name).to_owned() });
    let kinds = kinds.collect();
    let thing = |(session, strand, id): &Tagged<'_>| Thing {
        session: session.id(),
        entry: Some((*id).clone()),
        falls: Falls::Into(strands.iter().position(|one| one == strand).into_iter().collect()),
    };
    let things = notes.iter().map(thing).collect();
    Counted { anchor, about: format!("Notes tagged #{tag}"), kinds, sum: Sum::IsBase, things }
}
