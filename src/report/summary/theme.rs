//! One theme over all sessions.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Noted, OfTheme, Taken};
use super::{NAME, Part};
use crate::document::{Amount, Block, Cell, Level, Table};
use crate::model::note::NoteKind;
use crate::report::anchor::Anchors;
use crate::report::counted::{Counted, Falls, Kind, Sum, Thing, many};
use crate::report::strands::{Strand, silence_in_words};
use crate::report::suppress::{Below, Hidden};
use crate::report::told::Quotes;

/// Tags that are told of one theme; the others are in the table of tags.
const MOST_TAGS: usize = 8;

/// A theme, and where it is counted.
struct Here<'a, 't> {
    sessions: &'a [&'t Taken],
    theme: &'a Strand,
    hiding: Hiding,
}

/// What is hidden of a theme.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hiding {
    /// Numbers under this, with whatever would give them away.
    pub(super) below: Option<Below>,
    /// Every number of its notes, because one of several tables has to hide how many there are.
    pub(super) is_all: bool,
}

/// Whether a table of the notes on a theme by kind or by tag has to hide how many there are.
pub(super) fn hides_total(sessions: &[&Taken], theme: &Strand, below: Option<Below>) -> bool {
    let here = Here { sessions, theme, hiding: Hiding { below, is_all: false } };
    let mut anchors = Anchors::default();
    [here.kinds(&mut anchors), here.tags(&mut anchors)]
        .iter()
        .any(|counted| counted.hidden(below).is_total_hidden)
}

/// What the report says of it.
pub(super) fn part(
    sessions: &[&Taken],
    theme: &Strand,
    hiding: Hiding,
    (anchors, quotes): (&mut Anchors, &mut Quotes),
) -> Part {
    let here = Here { sessions, theme, hiding };
    let (raised, heard) = (here.raised(anchors), here.heard(anchors));
    let (kinds, tags) = (here.kinds(anchors), here.tags(anchors));
    let mut part = Part::default();
    part.blocks.push(Block::heading(Level::Section, theme.title.clone()));
    if kinds.base() == 0 && hiding.below.is_none() {
        let remarks = silences(&here).into_iter().map(Block::Remark);
        let held = many(here.of_each().count(), "session");
        part.blocks.push(Block::Paragraph(format!("Nothing was noted on it, in {held} that could.")));
        part.blocks.extend(remarks);
        part.counted = vec![raised, heard, kinds, tags];
        return part;
    }
    part.blocks.push(Block::Table(Table {
        caption: Some(format!("{}: where it was raised, and by how many", theme.title)),
        head: ["", "Number", "Of"].map(str::to_owned).into(),
        rows: vec![
            here.of_all("Sessions in which it was raised", &raised),
            here.of_all("People heard, of those present", &heard),
        ],
        has_row_heads: true,
        remarks: if hiding.below.is_none() { silences(&here) } else { Vec::new() },
    }));
    part.blocks.extend(here.listed("Notes by kind", "All notes", &kinds));
    part.blocks.extend(here.listed("Notes by tag, a note may have several", "All notes", &tags));
    part.blocks.extend(chosen(&here, quotes));
    part.hidden = [&raised, &heard].map(|counted| counted.hidden(hiding.below)).into();
    part.hidden.extend([&kinds, &tags].map(|counted| here.of_notes(counted)));
    part.counted = vec![raised, heard, kinds, tags];
    part
}

impl<'t> Here<'_, 't> {
    fn anchor(&self, anchors: &mut Anchors, parts: &[&str]) -> String {
        let all: Vec<&str> =
            [NAME, self.theme.id.as_str()].into_iter().chain(parts.iter().copied()).collect();
        anchors.take(&all)
    }

    /// What each session says on it.
    fn of_each(&self) -> impl Iterator<Item = (&'t Taken, &'t OfTheme)> {
        self.sessions.iter().filter_map(|session| Some((*session, session.on(&self.theme.id)?)))
    }

    /// The sessions in which somebody said something on it.
    fn raised(&self, anchors: &mut Anchors) -> Counted {
        let thing = |(session, here): (&Taken, &OfTheme)| {
            session.thing(&(None, 1), Falls::Into(vec![usize::from(!here.is_raised())]))
        };
        let things = self.of_each().map(thing).collect();
        let about = format!("Sessions in which {} was raised, of those that have it", self.theme.title);
        self.two(anchors, "sessions", ["raised", "not-raised"], (about, things))
    }

    /// The people who were heard on it, of those who were there.
    fn heard(&self, anchors: &mut Anchors) -> Counted {
        let people = self.of_each().flat_map(|(session, here)| {
            let falls = |is_heard: bool| Falls::Into(vec![usize::from(!is_heard)]);
            here.people.iter().map(move |(is_heard, one)| session.thing(one, falls(*is_heard)))
        });
        let things = people.collect();
        let about = format!("People heard on {}, of those present", self.theme.title);
        self.two(anchors, "people", ["heard", "not-heard"], (about, things))
    }

    fn two(
        &self,
        anchors: &mut Anchors,
        part: &str,
        kinds: [&str; 2],
        (about, things): (String, Vec<Thing>),
    ) -> Counted {
        let anchor = self.anchor(anchors, &[part]);
        let kind = |name: &str, anchors: &mut Anchors| Kind {
            anchor: self.anchor(anchors, &[part, name]),
            name: name.replace('-', " "),
        };
        let [one, other] = kinds;
        let kinds = vec![kind(one, anchors), kind(other, anchors)];
        Counted { anchor, about, kinds, sum: Sum::IsBase, things }
    }

    fn notes(&self) -> impl Iterator<Item = (&'t Taken, &'t Noted)> {
        self.of_each().flat_map(|(session, here)| here.notes.iter().map(move |note| (session, note)))
    }

    fn kinds(&self, anchors: &mut Anchors) -> Counted {
        let found: BTreeSet<&str> = self.notes().map(|(_, note)| note.kind.word()).collect();
        let there: Vec<NoteKind> =
            NoteKind::ALL.iter().copied().filter(|kind| found.contains(kind.word())).collect();
        let anchor = self.anchor(anchors, &["notes"]);
        let kinds = there.iter().map(|kind| Kind {
            anchor: self.anchor(anchors, &["notes", kind.word()]),
            name: kind.word().to_owned(),
        });
        let kinds = kinds.collect();
        let thing = |(session, note): (&Taken, &Noted)| {
            let place = there.iter().position(|kind| *kind == note.kind);
            session.thing(&note.one, Falls::Into(place.into_iter().collect()))
        };
        let things = self.notes().map(thing).collect();
        let about = format!("Notes on {} by kind", self.theme.title);
        Counted { anchor, about, kinds, sum: Sum::IsBase, things }
    }

    /// The commonest tags; of equally common ones the first by name.
    fn tags(&self, anchors: &mut Anchors) -> Counted {
        let mut times: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, note) in self.notes() {
            for tag in &note.tags {
                *times.entry(tag).or_default() += u64::from(note.one.1);
            }
        }
        let mut common: Vec<(&str, u64)> = times.into_iter().collect();
        common.sort_by_key(|(tag, times)| (std::cmp::Reverse(*times), *tag));
        common.truncate(MOST_TAGS);
        let anchor = self.anchor(anchors, &["tags"]);
        let kinds: Vec<Kind> = common
            .iter()
            .map(|(tag, _)| Kind { anchor: self.anchor(anchors, &["tags", tag]), name: format!("#{tag}") })
            .collect();
        let place = |tag: &String| common.iter().position(|(known, _)| known == tag);
        let thing = |(session, note): (&Taken, &Noted)| {
            session.thing(&note.one, Falls::Into(note.tags.iter().filter_map(place).collect()))
        };
        let things = self.notes().map(thing).collect();
        let (alone, about) = (kinds.len(), format!("Notes on {} by tag", self.theme.title));
        Counted { anchor, about, kinds, sum: Sum::Several { alone }, things }
    }

    /// The first kind of a count, of all it was looked for in.
    fn of_all(&self, name: &str, counted: &Counted) -> Vec<Cell> {
        let shown = counted.shown(counted.hidden(self.hiding.below));
        let first = shown.counts.into_iter().next();
        let number = first.map_or_else(|| Cell::Text(String::new()), Cell::Number);
        vec![Cell::Text(name.to_owned()), number, Cell::Number(shown.base)]
    }

    /// What is hidden of a count of its notes.
    fn of_notes(&self, counted: &Counted) -> Hidden {
        if self.hiding.is_all { counted.all_hidden() } else { counted.hidden(self.hiding.below) }
    }

    /// Every kind with its count, and all together; nothing where there is no kind.
    fn listed(&self, caption: &str, together: &str, counted: &Counted) -> Option<Block> {
        if counted.kinds.is_empty() {
            return None;
        }
        let shown = counted.shown(self.of_notes(counted));
        let row = |(name, count): (&str, Amount)| vec![Cell::Text(name.to_owned()), Cell::Number(count)];
        let kinds = counted.kinds.iter().map(|kind| kind.name.as_str()).zip(shown.counts);
        Some(Block::Table(Table {
            caption: Some(caption.to_owned()),
            head: ["", "Notes"].map(str::to_owned).into(),
            rows: kinds.chain([(together, shown.base)]).map(row).collect(),
            has_row_heads: true,
            remarks: Vec::new(),
        }))
    }
}

/// Sessions that have the theme and said nothing on it, by why.
fn silences(here: &Here<'_, '_>) -> Vec<String> {
    let mut by_why: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (session, on) in here.of_each() {
        if let Some(silence) = on.silence {
            by_why.entry(silence_in_words(silence)).or_default().push(&session.site);
        }
    }
    by_why.into_iter().map(|(why, places)| format!("{why}: {}.", places.join(", "))).collect()
}

/// The quotes that summaries of the theme rest on, in the order of sessions.
fn chosen(here: &Here<'_, '_>, quotes: &mut Quotes) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (source, given) in here.of_each().flat_map(|(_, on)| &on.quotes) {
        blocks.extend(quotes.laid_out(given.clone(), "", source.clone()));
    }
    if !blocks.is_empty() {
        blocks.insert(0, Block::heading(Level::Part, "Quotes that summaries rest on"));
    }
    blocks
}
