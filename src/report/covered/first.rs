//! What the next visit should ask first: what the fewest sessions so far have asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::themes::cues;
use super::{NAME, Part, Taken};
use crate::document::{Block, Cell, Item, Level, Mark, Table};
use crate::model::ids::SessionId;
use crate::model::instrument::{Guide, Instrument, Prompt, Theme};
use crate::model::session::Session;
use crate::report::anchor::Anchors;
use crate::report::corpus::place_of;
use crate::report::counted::{Counted, Thing};
use crate::report::session::ASK_NEXT;
use crate::report::shown;

/// So many questions are listed for each guide.
const MOST: usize = 10;

/// Which questions of its guide a session has asked.
#[derive(Debug)]
pub(super) struct Asked {
    instrument: Arc<Instrument>,
    /// Whether each of its questions was, in the order of the guide.
    prompts: Vec<bool>,
}

/// What one session has asked.
type OfSession<'t> = (SessionId, &'t Asked);

/// The questions of a guide with their themes.
fn prompts(guide: &Guide) -> impl Iterator<Item = (&Theme, &Prompt)> {
    guide.themes.iter().flat_map(|theme| theme.prompts.iter().map(move |prompt| (theme, prompt)))
}

/// Which questions a session has asked: those of which a cue is ticked. Nothing where its guide has none.
pub(super) fn asked(session: &Session) -> Option<Asked> {
    let instrument = session.instruments.last()?;
    let is_asked =
        |prompt: &Prompt| cues(prompt).iter().any(|cue| session.lists.probes.current(cue).is_some());
    let prompts: Vec<bool> = prompts(instrument.guide()).map(|(_, prompt)| is_asked(prompt)).collect();
    (!prompts.is_empty()).then(|| Asked { instrument: Arc::clone(instrument), prompts })
}

/// For each guide the questions that were asked least. What every session has asked is not listed.
pub(super) fn least_asked(taken: &[Taken], anchors: &mut Anchors) -> Part {
    let mut by_guide: BTreeMap<(&str, u32, &str), Vec<OfSession<'_>>> = BTreeMap::new();
    for (one, asked) in taken.iter().filter_map(|one| Some((one, one.asked.as_ref()?))) {
        let guide = asked.instrument.guide();
        let key = (guide.id.as_str(), guide.version, asked.instrument.digest());
        by_guide.entry(key).or_default().push((one.session, asked));
    }
    let mut part = Part::default();
    for sessions in by_guide.into_values() {
        let Some((_, first)) = sessions.first() else { continue };
        let guide = first.instrument.guide();
        let least = least(guide, &sessions, anchors);
        part.blocks.push(Block::heading(Level::Section, format!("To ask first next time: {}", guide.title)));
        if least.is_empty() {
            part.blocks.push(Block::Paragraph("Every question was asked in every session.".to_owned()));
            continue;
        }
        let row = |(question, counted): &(String, Counted)| {
            vec![Cell::Text(question.clone()), Cell::Number(counted.number())]
        };
        part.blocks.push(Block::Table(Table {
            caption: Some("How many of the sessions asked it".to_owned()),
            head: vec!["Question".to_owned(), format!("Of {}", sessions.len())],
            rows: least.iter().map(row).collect(),
            has_row_heads: false,
            remarks: Vec::new(),
        }));
        part.counted.extend(least.into_iter().map(|(_, counted)| counted));
    }
    part
}

/// The questions that were asked least, with the sessions that asked them; of those asked equally often, the order of the
/// guide stays.
fn least(guide: &Guide, sessions: &[OfSession<'_>], anchors: &mut Anchors) -> Vec<(String, Counted)> {
    let is_asked = |asked: &Asked, place: usize| asked.prompts.get(place).copied().unwrap_or_default();
    let times = |place: usize| sessions.iter().filter(|(_, asked)| is_asked(asked, place)).count();
    let mut places: Vec<(usize, usize)> =
        (0..prompts(guide).count()).map(|place| (times(place), place)).collect();
    places.retain(|(times, _)| *times < sessions.len());
    places.sort_unstable();
    places.truncate(MOST);
    let told = |(_, place): (usize, usize)| {
        let (theme, prompt) = prompts(guide).nth(place)?;
        let thing = |(session, asked): &OfSession<'_>| {
            if is_asked(asked, place) {
                Thing::counts(*session, None)
            } else {
                Thing::is_out(*session, None, "none of its cues is ticked")
            }
        };
        let about = format!("Sessions that asked: {}", prompt.text);
        let anchor = anchors.take(&[NAME, "asked", &guide.id, prompt.id.as_str()]);
        let counted = Counted::list(anchor, about, sessions.iter().map(thing).collect());
        Some((format!("{}: {}", theme.title, prompt.text), counted))
    };
    places.into_iter().filter_map(told).collect()
}

/// What the debrief of a session left for the next visit.
pub(super) fn left_for_next(session: &Session) -> Option<Item> {
    let summary = session.lists.summaries.get(ASK_NEXT).and_then(shown::body)?;
    let label = Some(format!("{}:", place_of(session)));
    Some(Item { mark: Mark::Point, label, text: summary.text.clone(), leads_to: None })
}

/// What the debriefs left for the next visit. Empty where none left anything.
pub(super) fn all_left_for_next(taken: &mut [Taken]) -> Part {
    let items: Vec<Item> = taken.iter_mut().filter_map(|one| one.left_for_next.take()).collect();
    if items.is_empty() {
        return Part::default();
    }
    let heading = Block::heading(Level::Section, "What was left for the next visit");
    Part { blocks: vec![heading, Block::List(items)], counted: Vec::new() }
}
