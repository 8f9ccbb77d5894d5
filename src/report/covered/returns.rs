//! Questionnaires: how much of each came back.

use super::{NAME, Part};
use crate::document::{Block, Cell, Level, Table};
use crate::model::ids::EntryId;
use crate::model::note::Empty;
use crate::report::anchor::Anchors;
use crate::report::corpus::{Corpus, place_of};
use crate::report::counted::{Counted, Falls, Kind, Sum, Thing};
use crate::report::returns::{Form, Outcome, Return, forms};
use crate::report::suppress::Hidden;

/// How a question of a return stands.
const STANDS: [(&str, &str); 3] =
    [("answered", "Answered"), ("empty", "Left empty"), ("not-asked", "Nothing noted")];

/// A table for each wording of each questionnaire, one row a return. Empty without questionnaires.
pub(super) fn part(corpus: &Corpus, anchors: &mut Anchors) -> Part {
    let mut part = Part::default();
    for form in forms(corpus) {
        let guide = form.guide();
        let counted: Vec<Counted> = form.returns.iter().map(|one| questions(&form, one, anchors)).collect();
        let row = |(one, counted): (&Return<'_>, &Counted)| {
            let shown = counted.shown(Hidden::default());
            let numbers = std::iter::once(shown.base).chain(shown.counts).map(Cell::Number);
            std::iter::once(Cell::Text(whose(&form, one))).chain(numbers).collect()
        };
        let rows = form.returns.iter().zip(&counted).map(row).collect();
        let stands = STANDS.iter().map(|(_, name)| (*name).to_owned());
        let without = form
            .without
            .iter()
            .map(|(session, why)| format!("{}: no answer counts, {why}.", place_of(session)));
        part.blocks
            .push(Block::heading(Level::Section, format!("{}, version {}", guide.title, guide.version)));
        part.blocks.push(Block::Table(Table {
            caption: None,
            head: [if form.unit() == "person" { "Person" } else { "Return" }, "Questions that apply"]
                .map(str::to_owned)
                .into_iter()
                .chain(stands)
                .collect(),
            rows,
            has_row_heads: true,
            remarks: without.collect(),
        }));
        part.counted.extend(counted);
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
        Thing { session: one.session.id(), entry: Some(entry), falls }
    };
    let things = form.guide().questions.iter().enumerate().map(thing).collect();
    Counted { anchor, about: format!("Questions of {}", whose(form, one)), kinds, sum: Sum::IsBase, things }
}
