//! Questions whose answers may be added up, and those that may not.
//!
//! Two versions of an instrument that ask the same are counted together; two wordings are counted apart, and never
//! silently. What is the same is said by `routing::lineage`, question by question; where two questions are answered in
//! different kinds or with different answers, they are not the same whatever is said.

use super::returns::{Form, Outcome, Return};
use crate::model::instrument::Guide;
use crate::model::question::Question;
use crate::routing::lineage::{Asked, adds_up, difference};

/// A question of one form.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfForm<'f, 'c> {
    /// The form.
    pub(super) form: &'f Form<'c>,
    /// Its place among the forms.
    pub(super) form_at: usize,
    /// The question.
    pub(super) question: &'c Question,
    /// Its place in the form.
    pub(super) place: usize,
}

impl<'f, 'c> OfForm<'f, 'c> {
    fn asked(&self) -> Asked<'c> {
        Asked { guide: self.guide(), question: self.question }
    }

    pub(super) fn guide(&self) -> &'c Guide {
        self.form.guide()
    }

    /// How it was answered, return by return.
    pub(super) fn outcomes(&self) -> impl Iterator<Item = (&'f Return<'c>, Outcome<'f>)> + use<'f, 'c> {
        let (question, place) = (self.question, self.place);
        self.form.returns.iter().map(move |one| (one, one.outcome(&question.id, place)))
    }

    fn is_as(&self, other: &Self) -> bool {
        self.form_at != other.form_at
            && adds_up(self.asked(), other.asked())
            && difference(self.asked(), other.asked()).is_none()
    }
}

/// Questions that ask the same, of different forms.
#[derive(Debug, Clone)]
pub(super) struct Wording<'f, 'c> {
    /// The one of the latest version: its text is shown.
    pub(super) first: OfForm<'f, 'c>,
    /// The others.
    pub(super) others: Vec<OfForm<'f, 'c>>,
}

impl<'f, 'c> Wording<'f, 'c> {
    /// All of them, the latest first.
    pub(super) fn all(&self) -> impl Iterator<Item = &OfForm<'f, 'c>> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

/// The questions of all forms, put together where they may be: form by form, each in printed order. A question is put
/// with others only if it asks the same as every one of them.
pub(super) fn wordings<'f, 'c>(forms: &'f [Form<'c>]) -> Vec<Wording<'f, 'c>> {
    let mut wordings: Vec<Wording<'f, 'c>> = Vec::new();
    for (form_at, form) in forms.iter().enumerate() {
        for (place, question) in form.guide().questions.iter().enumerate() {
            let one = OfForm { form, form_at, question, place };
            match wordings.iter_mut().find(|wording| wording.all().all(|other| one.is_as(other))) {
                Some(wording) => wording.others.push(one),
                None => wordings.push(Wording { first: one, others: Vec::new() }),
            }
        }
    }
    wordings
}
