//! Questionnaires: how much of each came back.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{NAME, Part, Taken};
use crate::document::{Block, Cell, Level, Table};
use crate::model::ids::EntryId;
use crate::model::note::Empty;
use crate::model::session::Session;
use crate::report::anchor::Anchors;
use crate::report::corpus::place_of;
use crate::report::counted::{Counted, Falls, Kind, Sum, Thing};
use crate::report::made::Reasons;
use crate::report::returns::{Form, Outcome, Return, forms};
use crate::report::suppress::Hidden;

/// How a question of a return stands.
const STANDS: [(&str, &str); 3] =
    [("answered", "Answered"), ("empty", "Left empty"), ("not-asked", "Nothing noted")];

/// What came back in one session.
#[derive(Debug)]
pub(super) struct Returned {
    /// Id, version (the latest first) and digest of the questionnaire.
    form: (String, Reverse<u32>, String),
    title: String,
    is_of_persons: bool,
    rows: Vec<Vec<Cell>>,
    counted: Vec<Counted>,
    without: Vec<String>,
}

/// What came back in one session. Nothing where its guide has no questions.
pub(super) fn returned(session: &Session, reasons: Reasons) -> Option<Returned> {
    let form = forms(std::slice::from_ref(session)).pop()?;
    let mut anchors = reasons.anchors();
    let counted: Vec<Counted> = form.returns.iter().map(|one| questions(&form, one, &mut anchors)).collect();
    let row = |(one, counted): (&Return<'_>, &Counted)| {
        let shown = counted.shown(Hidden::default());
        let numbers = std::iter::once(shown.base).chain(shown.counts).map(Cell::Number);
        std::iter::once(Cell::Text(whose(&form, one))).chain(numbers).collect()
    };
    let rows = form.returns.iter().zip(&counted).map(row).collect();
    let without =
        form.without.iter().map(|(session, why)| format!("{}: no answer counts, {why}.", place_of(session)));
    let guide = form.guide();
    Some(Returned {
        form: (guide.id.clone(), Reverse(guide.version), form.instrument.digest().to_owned()),
        title: format!("{}, version {}", guide.title, guide.version),
        is_of_persons: form.unit() == "person",
        rows,
        without: without.collect(),
        counted: if reasons == Reasons::Kept { counted } else { Vec::new() },
    })
}

/// A table for each wording of each questionnaire, one row a return, in the order of session ids. Empty without
/// questionnaires.
pub(super) fn part(taken: &mut [Taken]) -> Part {
    let mut by_form: BTreeMap<(String, Reverse<u32>, String), Vec<Returned>> = BTreeMap::new();
    for mut returned in taken.iter_mut().filter_map(|one| one.returns.take()) {
        let form = std::mem::take(&mut returned.form.0);
        let form = (form, returned.form.1, std::mem::take(&mut returned.form.2));
        by_form.entry(form).or_default().push(returned);
    }
    let mut part = Part::default();
    for all in by_form.into_values() {
        let Some(first) = all.first() else { continue };
        let first_column = if first.is_of_persons { "Person" } else { "Return" };
        let head =
            [first_column, "Questions that apply"].into_iter().chain(STANDS.iter().map(|(_, name)| *name));
        part.blocks.push(Block::heading(Level::Section, first.title.clone()));
        let mut table = Table {
            caption: None,
            head: head.map(str::to_owned).collect(),
            rows: Vec::new(),
            has_row_heads: true,
            remarks: Vec::new(),
        };
        for one in all {
            table.rows.extend(one.rows);
            table.remarks.extend(one.without);
            part.counted.extend(one.counted);
        }
        part.blocks.push(Block::Table(table));
    }
    part
}

/// Whose answers they are.
fn whose(form: &Form<'_>, one: &Return<'_>) -> String {
    let place = place_of(one.session);
    if form.unit() == "person" { format!("{place}, {}", one.session.seat_label(&one.seat)) } else { place }
}

/// The questions of one return that apply, by how they stand.
fn questions(form: &Form<'_>, one: &Return<'_>, anchors: &mut Anchors) -> Counted {
    let id = one.session.id().to_string();
    let seat = (form.unit() == "person").then_some(one.seat.as_str());
    let parts: Vec<&str> = [NAME, &id, "questions"].into_iter().chain(seat).collect();
    let anchor = anchors.take(&parts);
    let kind = |(part, name): &(&str, &str)| {
        let parts: Vec<&str> = parts.iter().copied().chain([*part]).collect();
        Kind { anchor: anchors.take(&parts), name: (*name).to_owned() }
    };
    let kinds = STANDS.iter().map(kind).collect();
    let thing = |(place, question): (usize, &crate::model::question::Question)| {
        let falls = match one.outcome(&question.id, place) {
            Outcome::Answered(_) => Falls::Into(vec![0]),
            Outcome::Empty(Empty::NotAsked) => Falls::Into(vec![2]),
            Outcome::Empty(_) => Falls::Into(vec![1]),
            Outcome::Skipped => Falls::Out("not asked, after what was answered before".into()),
            Outcome::Erased => Falls::Out("its answer was withdrawn or erased".into()),
            Outcome::Misfit => Falls::Out("what is noted is no answer to this question".into()),
        };
        let entry = EntryId::of_response(&question.id, &one.seat);
        Thing { session: one.session.id(), entry: Some(entry), falls, times: 1 }
    };
    let things = form.guide().questions.iter().enumerate().map(thing).collect();
    Counted { anchor, about: format!("Questions of {}", whose(form, one)), kinds, sum: Sum::IsBase, things }
}
