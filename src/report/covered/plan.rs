//! Sessions held against those that are planned.

use super::{NAME, Part, Taken};
use crate::document::{Block, Cell, Level, Table};
use crate::model::running::SessionKind;
use crate::report::anchor::Anchors;
use crate::report::corpus::Head;
use crate::report::counted::{Counted, Thing, plain};

/// The table, one row a kind of session that is planned or was held.
pub(super) fn part(head: &Head, taken: &[Taken], anchors: &mut Anchors) -> Part {
    let mut part = Part::default();
    let mut rows = Vec::new();
    for kind in SessionKind::ALL {
        let held = held(taken, *kind, anchors);
        let planned = planned(head, *kind);
        if held.base() == 0 && planned.is_none() {
            continue;
        }
        let numbers = [held.number(), plain(planned)].map(Cell::Number);
        rows.push(std::iter::once(Cell::Text(kind.name().to_owned())).chain(numbers).collect());
        part.counted.push(held);
    }
    let all = taken.iter().map(|one| Thing::counts(one.session, None)).collect();
    let all = Counted::list(anchors.take(&[NAME, "held"]), "Sessions held", all);
    let together =
        vec![Cell::Text("Together".to_owned()), Cell::Number(all.number()), Cell::Text(String::new())];
    rows.push(together);
    part.counted.push(all);
    let undated = taken.iter().filter(|one| one.kind.is_none()).count();
    let remark = format!("Joined by the id alone, so that the kind is not known yet: {undated}.");
    part.blocks = vec![
        Block::heading(Level::Section, "Sessions"),
        Block::Table(Table {
            caption: None,
            head: ["Kind", "Held", "Planned"].map(str::to_owned).into(),
            rows,
            has_row_heads: true,
            remarks: (undated > 0).then_some(remark).into_iter().collect(),
        }),
    ];
    part
}

/// The sessions of a kind.
fn held(taken: &[Taken], kind: SessionKind, anchors: &mut Anchors) -> Counted {
    let held = taken.iter().filter(|one| one.kind == Some(kind));
    let things = held.map(|one| Thing::counts(one.session, None)).collect();
    Counted::list(
        anchors.take(&[NAME, "held", kind.word()]),
        format!("Sessions held: {}", kind.name()),
        things,
    )
}

/// How many sessions of a kind the study plans; nothing where it does not say.
fn planned(head: &Head, kind: SessionKind) -> Option<u64> {
    let plan = head.study.as_ref()?.lists.plan.standing();
    let of_kind = plan.filter(|(_, version)| version.body.kind == kind);
    of_kind.map(|(_, version)| u64::from(version.body.planned_sessions)).reduce(u64::saturating_add)
}
