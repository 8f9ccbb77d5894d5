//! What the next visit should ask first: what the fewest sessions so far have asked.

use std::collections::BTreeMap;

use super::themes::cues;
use super::{NAME, Part};
use crate::document::{Block, Cell, Item, Level, Mark, Table};
use crate::model::instrument::{Guide, Instrument};
use crate::model::session::Session;
use crate::report::anchor::Anchors;
use crate::report::corpus::{Corpus, place_of};
use crate::report::counted::{Counted, Thing};
use crate::report::session::ASK_NEXT;
use crate::report::shown;

/// So many questions are listed for each guide.
const MOST: usize = 10;

/// For each guide the questions that were asked least. A question counts as asked in a session where one of its cues is
/// ticked. What every session has asked is not listed.
pub(super) fn part(corpus: &Corpus, anchors: &mut Anchors) -> Part {
    let mut by_guide: BTreeMap<(String, u32, &str), (&Instrument, Vec<&Session>)> = BTreeMap::new();
    for session in corpus.sessions() {
        let Some(instrument) = session.instruments.last() else { continue };
        let guide = instrument.guide();
        if guide.themes.iter().any(|theme| !theme.prompts.is_empty()) {
            let key = (guide.id.clone(), guide.version, instrument.digest());
            by_guide.entry(key).or_insert_with(|| (instrument, Vec::new())).1.push(session);
        }
    }
    let mut part = left_for_next(corpus);
    for (instrument, sessions) in by_guide.into_values() {
        let guide = instrument.guide();
        let mut prompts = counted(guide, &sessions, anchors);
        prompts.retain(|(_, _, counted)| counted.base() < sessions.len());
        // The sort is stable: of those asked equally often, the order of the guide stays.
        prompts.sort_by_key(|(_, _, counted)| counted.base());
        prompts.truncate(MOST);
        part.blocks.push(Block::heading(Level::Section, format!("To ask first next time: {}", guide.title)));
        if prompts.is_empty() {
            part.blocks.push(Block::Paragraph("Every question was asked in every session.".to_owned()));
            continue;
        }
        let row = |(theme, prompt, counted): &(String, String, Counted)| {
            vec![Cell::Text(format!("{theme}: {prompt}")), Cell::Number(counted.number())]
        };
        part.blocks.push(Block::Table(Table {
            caption: Some("How many of the sessions asked it".to_owned()),
            head: vec!["Question".to_owned(), format!("Of {}", sessions.len())],
            rows: prompts.iter().map(row).collect(),
            has_row_heads: false,
            remarks: Vec::new(),
        }));
        part.counted.extend(prompts.into_iter().map(|(_, _, counted)| counted));
    }
    part
}

/// What the debriefs left for the next visit. Empty where none left anything.
fn left_for_next(corpus: &Corpus) -> Part {
    let item = |session: &Session| {
        let summary = session.lists.summaries.get(ASK_NEXT).and_then(shown::body)?;
        let label = Some(format!("{}:", place_of(session)));
        Some(Item { mark: Mark::Point, label, text: summary.text.clone(), leads_to: None })
    };
    let items: Vec<Item> = corpus.by_date().into_iter().filter_map(item).collect();
    if items.is_empty() {
        return Part::default();
    }
    let heading = Block::heading(Level::Section, "What was left for the next visit");
    Part { blocks: vec![heading, Block::List(items)], counted: Vec::new() }
}

/// Every question of a guide with the sessions that asked it.
fn counted(guide: &Guide, sessions: &[&Session], anchors: &mut Anchors) -> Vec<(String, String, Counted)> {
    let mut all = Vec::new();
    for theme in &guide.themes {
        for prompt in &theme.prompts {
            let cues = cues(prompt);
            let is_asked =
                |session: &Session| cues.iter().any(|cue| session.lists.probes.current(cue).is_some());
            let thing = |session: &&Session| {
                let id = session.id();
                if is_asked(session) {
                    Thing::counts(id, None)
                } else {
                    Thing::is_out(id, None, "none of its cues is ticked")
                }
            };
            let about = format!("Sessions that asked: {}", prompt.text);
            let anchor = anchors.take(&[NAME, "asked", &guide.id, prompt.id.as_str()]);
            let counted = Counted::list(anchor, about, sessions.iter().map(thing).collect());
            all.push((theme.title.clone(), prompt.text.clone(), counted));
        }
    }
    all
}
