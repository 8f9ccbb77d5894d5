//! Whether the answers to a question of one version and to one of another may be added up.
//!
//! Whoever changes a wording changes what is asked, and only a person can say that it still asks the same. So answers
//! are added up where nothing was changed, or where the later version says so in its `lineage`. A lineage that leads
//! over a version in between is not followed: the later version names each earlier one itself.

use crate::model::instrument::Guide;
use crate::model::question::{Category, Item, Question, Replaced};

/// A question of one version of an instrument, in the instrument's own language.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'g> {
    /// The version of the instrument.
    pub guide: &'g Guide,
    /// The question.
    pub question: &'g Question,
}

/// Whether the answers to two questions may be added up: they have one id and one text, or the lineage of one says that
/// it is the same as the other. Where a lineage names the two and does not say that they are the same, they are not.
#[must_use]
pub fn adds_up(one: Asked<'_>, other: Asked<'_>) -> bool {
    let said = named(one, other).or_else(|| named(other, one));
    match said {
        Some(replaced) => replaced.same == Some(true),
        None => one.question.id == other.question.id && one.question.text == other.question.text,
    }
}

/// What the lineage of a later question says of an earlier one.
fn named<'g>(later: Asked<'g>, earlier: Asked<'_>) -> Option<&'g Replaced> {
    later.guide.lineage.iter().find(|replaced| {
        replaced.question == later.question.id
            && replaced.replaces == earlier.question.id
            && is_of(later.guide, replaced, earlier.guide)
    })
}

/// Whether an entry of the lineage of `later` is about this version of this instrument.
#[must_use]
pub fn is_of(later: &Guide, replaced: &Replaced, earlier: &Guide) -> bool {
    replaced.instrument.as_ref().unwrap_or(&later.id) == &earlier.id && replaced.version == earlier.version
}

/// How the answers to two questions differ in kind, in a clause: then it cannot be right to add them up. Nothing where
/// they can be.
#[must_use]
pub fn difference(now: Asked<'_>, before: Asked<'_>) -> Option<String> {
    let ids = |asked: Asked<'_>| {
        asked.guide.answers(asked.question).iter().map(|it: &Category| it.id.clone()).collect::<Vec<_>>()
    };
    let rows =
        |asked: Asked<'_>| asked.question.items.iter().map(|it: &Item| it.id.clone()).collect::<Vec<_>>();
    let listed = |ids: Vec<String>| if ids.is_empty() { "none".to_owned() } else { ids.join(", ") };
    let (one, other) = (now.question, before.question);
    if one.kind != other.kind {
        return Some(format!("its kind is “{}” and was “{}”", one.kind.word(), other.kind.word()));
    }
    if ids(now) != ids(before) {
        return Some(format!("its answers are {} and were {}", listed(ids(now)), listed(ids(before))));
    }
    if rows(now) != rows(before) {
        return Some(format!("its rows are {} and were {}", listed(rows(now)), listed(rows(before))));
    }
    if one.unit != other.unit {
        let told =
            |unit: &Option<String>| unit.as_ref().map_or("none".to_owned(), |unit| format!("“{unit}”"));
        return Some(format!("its unit is {} and was {}", told(&one.unit), told(&other.unit)));
    }
    let is_scale = matches!(one.kind.word(), "scale" | "matrix");
    (is_scale && (&one.least, &one.most) != (&other.least, &other.most))
        .then(|| "its scale has other ends".to_owned())
}
