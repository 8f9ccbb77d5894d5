//! The appendix: every question in printed order, how often each answer was given, and every response in words.
//!
//! Promises: every session given is told in the base line; each wording has its own table, and where versions were put
//! together or kept apart, the report says so; every kind of empty stands in a line of its own and every base beside its
//! table; every response that was given is set out, unless whoever gave it refused that, which is told with the number.
//!
//! Read this, then [`counting`] (what is counted), [`hiding`] (small numbers), [`responses`] and [`laid`] (what is said).
//! The form is that of the appendix to *Children of prisoners – maintaining family ties* (SCIE, 2008): responses are a
//! numbered list under their question.

mod brief;
mod counting;
mod hiding;
mod responses;
mod laid;
mod picture;

use super::anchor::Anchors;
use super::corpus::Corpus;
use super::counted::Counted;
use super::made::Report;
use super::returns::forms;
use super::suppress::Below;
use super::wordings::wordings;
use crate::document::Document;
use crate::model::entry::Entries;
use crate::model::session::Session;
pub(super) use brief::{Brief, brief};
use counting::{Question, held};
use hiding::hidden;
use laid::Page;

/// Leaves the notes of a session behind: they are most of it, and the appendix is of answers.
#[must_use]
pub fn take(mut session: Session) -> Session {
    session.lists.notes = Entries::default();
    session
}

/// Makes it. Numbers under `below` are hidden, with whatever would give them away.
#[must_use]
pub fn report(corpus: &Corpus, below: Option<Below>) -> Report {
    let forms = forms(corpus.sessions());
    let wordings = wordings(&forms);
    let mut anchors = Anchors::default();
    let held = held(corpus, &mut anchors);
    let questions: Vec<Question<'_, '_>> =
        wordings.iter().map(|wording| Question::of(corpus, &wordings, wording, &mut anchors)).collect();
    let hidden = hidden(&questions, below);
    let page = Page { corpus, forms: &forms, held: &held, questions: &questions, hidden: &hidden, below };
    let document = Document {
        title: "Appendix: the responses to each question".to_owned(),
        lang: Some("en".to_owned()),
        about: corpus.about().clone(),
        blocks: page.blocks(),
    };
    let counted = questions.into_iter().flat_map(|question| question.tables).map(|table| table.counted);
    let counted: Vec<Counted> = std::iter::once(held).chain(counted).collect();
    Report { document, counted }
}
