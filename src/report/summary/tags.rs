//! Tags by strand of the study: how often each was given, and where.

use std::collections::BTreeMap;

use super::facts::{OneOrMore, Taken};
use super::{NAME, Part};
use crate::document::{Block, Cell, Level, Table};
use crate::report::anchor::Anchors;
use crate::report::counted::{Counted, Falls, Kind, Sum};
use crate::report::strands::STRANDS;
use crate::report::suppress::Below;

/// Notes with a tag: their session, that session's strand.
type Tagged<'t> = (&'t Taken, usize, &'t OneOrMore);

/// The table. Tags stand by how often they were given, equally common ones by name.
pub(super) fn part(taken: &[Taken], below: Option<Below>, anchors: &mut Anchors) -> Part {
    let mut tagged: BTreeMap<&str, Vec<Tagged<'_>>> = BTreeMap::new();
    let mut has_sessions = [false; STRANDS.len()];
    for session in taken {
        let Some(strand) = session.strand else { continue };
        if let Some(has) = has_sessions.get_mut(strand) {
            *has = true;
        }
        for (tag, notes) in &session.tags {
            tagged.entry(tag).or_default().extend(notes.iter().map(|one| (session, strand, one)));
        }
    }
    let mut part = Part { blocks: vec![Block::heading(Level::Section, "Tags by strand")], ..Part::default() };
    if tagged.is_empty() {
        part.blocks.push(Block::Paragraph("No note has a tag.".to_owned()));
        return part;
    }
    let strands: Vec<usize> =
        (0..).zip(has_sessions).filter(|(_, has)| *has).map(|(strand, _)| strand).collect();
    let mut tagged: Vec<(&str, Vec<Tagged<'_>>)> = tagged.into_iter().collect();
    let number = |notes: &[Tagged<'_>]| notes.iter().map(|(_, _, one)| u64::from(one.1)).sum::<u64>();
    tagged.sort_by_key(|(_, notes)| std::cmp::Reverse(number(notes)));
    let counted: Vec<Counted> =
        tagged.iter().map(|(tag, notes)| count(tag, notes, &strands, anchors)).collect();
    let row = |((tag, _), counted): (&(&str, Vec<Tagged<'_>>), &Counted)| {
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
    let thing = |(session, strand, one): &Tagged<'_>| {
        let falls = Falls::Into(strands.iter().position(|one| one == strand).into_iter().collect());
        session.thing(one, falls)
    };
    let things = notes.iter().map(thing).collect();
    Counted { anchor, about: format!("Notes tagged #{tag}"), kinds, sum: Sum::IsBase, things }
}
