//! Sessions held against those that are planned.

use super::{NAME, Part};
use crate::document::{Block, Cell, Level, Table};
use crate::model::running::SessionKind;
use crate::model::session::Session;
use crate::report::anchor::Anchors;
use crate::report::corpus::Corpus;
use crate::report::counted::{Counted, Thing, plain};

/// The table, one row a kind of session that is planned or was held.
pub(super) fn part(corpus: &Corpus, anchors: &mut Anchors) -> Part {
    let mut part = Part::default();
    let mut rows = Vec::new();
    for kind in SessionKind::ALL {
        let held = held(corpus, *kind, anchors);
        let planned = planned(corpus, *kind);
        if held.base() == 0 && planned.is_none() {
            continue;
        }
        let numbers = [held.number(), plain(planned)].map(Cell::Number);
        rows.push(std::iter::once(Cell::Text(kind.name().to_owned())).chain(numbers).collect());
        part.counted.push(held);
    }
    let all = corpus.sessions().iter().map(|session| Thing::counts(session.id(), None)).collect();
    let all = Counted::list(anchors.take(&[NAME, "held"]), "Sessions held", all);
    let together =
        vec![Cell::Text("Together".to_owned()), Cell::Number(all.number()), Cell::Text(String::new())];
    rows.push(together);
    part.counted.push(all);
    let undated = corpus.sessions().iter().filter(|session| session.details().is_none()).count();
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
fn held(corpus: &Corpus, kind: SessionKind, anchors: &mut Anchors) -> Counted {
    let is_it = |session: &&Session| session.details().is_some_and(|details| details.kind == kind);
    let held = corpus.sessions().iter().filter(is_it);
    let things = held.map(|session| Thing::counts(session.id(), None)).collect();
    Counted::list(
        anchors.take(&[NAME, "held", kind.word()]),
        format!("Sessions held: {}", kind.name()),
        things,
    )
}

/// How many sessions of a kind the study plans; nothing where it does not say.
fn planned(corpus: &Corpus, kind: SessionKind) -> Option<u64> {
    let plan = corpus.study.as_ref()?.lists.plan.standing();
    let of_kind = plan.filter(|(_, version)| version.body.kind == kind);
    of_kind.map(|(_, version)| u64::from(version.body.planned_sessions)).reduce(u64::saturating_add)
}
