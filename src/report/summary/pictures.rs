//! Themes by sessions, darker for more notes.

use super::facts::Taken;
use super::together::Together;
use super::{NAME, Part};
use crate::document::{Amount, Block, Chart, ChartKind, Level};
use crate::report::anchor::Anchors;
use crate::report::counted::{Counted, Falls, Kind, Sum};
use crate::report::strands::{Guided, Strand};
use crate::report::suppress::Hidden;

/// A picture for each guide; nothing where there is nothing to draw.
pub(super) fn part(all: &[Guided<&Taken>], together: &Together, anchors: &mut Anchors) -> Part {
    let mut part = Part::default();
    for guided in all {
        let counted: Vec<Counted> =
            guided.themes.iter().map(|theme| count(&guided.sessions, theme, anchors)).collect();
        let hidden =
            |(theme, counted): (&Strand, &Counted)| together.of_row(&theme.id, &guided.sessions, counted);
        let hidden: Vec<Hidden> = guided.themes.iter().zip(&counted).map(hidden).collect();
        part.blocks.push(Block::Chart(chart(guided, &counted, &hidden)));
        part.hidden.extend(hidden);
        part.counted.extend(counted);
    }
    if !part.blocks.is_empty() {
        part.blocks.insert(0, Block::heading(Level::Section, "Where the talk was"));
    }
    part
}

fn chart(guided: &Guided<&Taken>, counted: &[Counted], hidden: &[Hidden]) -> Chart {
    let rows: Vec<(String, Vec<Amount>)> = guided
        .themes
        .iter()
        .zip(counted.iter().zip(hidden))
        .map(|(theme, (counted, hidden))| (theme.title.clone(), counted.shown(hidden.clone()).counts))
        .collect();
    let columns: Vec<String> = guided.sessions.iter().map(|session| session.site.clone()).collect();
    let told = rows.iter().map(|(theme, counts)| {
        let shown =
            columns.iter().zip(counts).filter(|(_, count)| count.value.is_some_and(|value| value > 0));
        match shown.rev().max_by_key(|(_, count)| count.value) {
            Some((site, count)) => format!("{theme}: most in {site} ({})", count.shown),
            None => format!("{theme}: none to tell"),
        }
    });
    let in_words = told.collect::<Vec<_>>().join("; ");
    let title = format!("Notes by theme and session: {}", guided.title);
    Chart { title, in_words, kind: ChartKind::Heat { columns, rows } }
}

/// The notes on a theme by session.
pub(super) fn count(sessions: &[&Taken], theme: &Strand, anchors: &mut Anchors) -> Counted {
    let part = theme.id.as_str();
    let anchor = anchors.take(&[NAME, "where", part]);
    let kinds = sessions.iter().map(|session| Kind {
        anchor: anchors.take(&[NAME, "where", part, &session.session.to_string()]),
        name: session.site.clone(),
    });
    let kinds = kinds.collect();
    let mut things = Vec::new();
    for (at, session) in sessions.iter().enumerate() {
        let notes = session.on(&theme.id).into_iter().flat_map(|here| &here.notes);
        things.extend(notes.map(|note| session.thing(&note.one, Falls::Into(vec![at]))));
    }
    let about = format!("Notes on {} by session", theme.title);
    Counted { anchor, about, kinds, sum: Sum::IsBase, things }
}
