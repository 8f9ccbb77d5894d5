//! What is hidden of each question, and what is hidden because of another.
//!
//! A question that is asked only after some answers has those answers together as its base: beside a hidden answer it
//! would be the rest of a sum. So where an answer that leads to it is hidden, nothing of it is shown but the responses
//! themselves, which everybody can count. They are at most its base: where they are more than the answers that are shown
//! let expect, the answers that lead to it are all hidden.

use std::collections::{BTreeMap, BTreeSet};

use super::counting::Question;
use crate::model::condition::Condition;
use crate::model::ids::QuestionId;
use crate::model::question::Like;
use crate::report::counted::Falls;
use crate::report::suppress::{Below, Hidden};
use crate::report::wordings::OfForm;
use crate::routing::answer::Answer;
use crate::routing::condition::{Answers, holds, questions as questions_of};

/// What is hidden of every table, question by question.
pub(super) fn hidden(questions: &[Question<'_, '_>], below: Option<Below>) -> Vec<Vec<Hidden>> {
    let of_table = |question: &Question<'_, '_>| {
        question.tables.iter().map(|table| table.counted.hidden(below)).collect()
    };
    let mut hidden: Vec<Vec<Hidden>> = questions.iter().map(of_table).collect();
    if below.is_none() {
        return hidden;
    }
    let dependent = Dependent::of(questions);
    for dependent in &dependent {
        dependent.hide_what_leads(questions, &mut hidden);
    }
    // A question that is hidden can have others behind it; each round hides one more at least.
    while dependent.iter().filter(|dependent| dependent.hide(questions, &mut hidden)).count() > 0 {}
    hidden
}

/// A question that is asked after some answers to another.
struct Dependent {
    /// Its place among the questions.
    at: usize,
    /// The place of the question it hangs on.
    on: usize,
    /// The places of kinds, in the table of that one, that lead to it.
    leading: BTreeSet<usize>,
}

impl Dependent {
    fn of(questions: &[Question<'_, '_>]) -> Vec<Self> {
        let mut place_of: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (at, question) in questions.iter().enumerate() {
            place_of.extend(question.wording.all().map(|one| ((one.form_at, one.place), at)));
        }
        let mut found = Vec::new();
        for (at, question) in questions.iter().enumerate() {
            for one in question.wording.all() {
                let Some(when) = &one.question.when else { continue };
                let mut parents = BTreeSet::new();
                questions_of(when, &mut |id| {
                    parents.insert(id.clone());
                });
                for parent in &parents {
                    let place = one.form.route.place(parent.as_str());
                    let on = place.and_then(|place| place_of.get(&(one.form_at, place)).copied());
                    let Some((on, parent_question)) = on.and_then(|on| Some((on, questions.get(on)?))) else {
                        continue;
                    };
                    let leading = leading(one, when, (parent, parents.len()), parent_question);
                    found.push(Self { at, on, leading });
                }
            }
        }
        found
    }

    /// Hides the question where an answer that leads to it is hidden. Says whether that was new.
    fn hide(&self, questions: &[Question<'_, '_>], hidden: &mut [Vec<Hidden>]) -> bool {
        let is_given_away = hidden.get(self.on).is_some_and(|tables| {
            tables.iter().any(|table| self.leading.iter().any(|kind| table.cells.contains(kind)))
        });
        let Some((question, tables)) = questions.get(self.at).zip(hidden.get_mut(self.at)) else {
            return false;
        };
        let all: Vec<Hidden> = question.tables.iter().map(|table| table.counted.all_hidden()).collect();
        if !is_given_away || *tables == all {
            return false;
        }
        *tables = all;
        true
    }

    /// Hides every answer that leads to the question where so many responded to it that a hidden one could be told.
    fn hide_what_leads(&self, questions: &[Question<'_, '_>], hidden: &mut [Vec<Hidden>]) {
        let Some((question, on)) = questions.get(self.at).zip(questions.get(self.on)) else { return };
        let responses = question.tables.first().map_or(0, |table| {
            let is_answer = |falls: &Falls| matches!(falls, Falls::Into(kinds) if kinds.iter().any(|kind| *kind < table.answers));
            table.counted.things.iter().filter(|thing| is_answer(&thing.falls)).count() as u64
        });
        let Some((table, hidden)) =
            on.tables.first().zip(hidden.get_mut(self.on).and_then(|tables| tables.first_mut()))
        else {
            return;
        };
        let counts = table.counted.counts();
        let (dark, seen): (Vec<usize>, Vec<usize>) =
            self.leading.iter().partition(|kind| hidden.cells.contains(*kind));
        let seen: u64 = seen.iter().filter_map(|kind| counts.get(*kind)).sum();
        if !dark.is_empty() && responses > seen {
            hidden.cells.extend(&self.leading);
        }
    }
}

/// The kinds of a parent's table that can lead to a question. Of a condition on several questions, all may.
fn leading(
    one: &OfForm<'_, '_>,
    when: &Condition,
    (parent, parents): (&QuestionId, usize),
    on: &Question<'_, '_>,
) -> BTreeSet<usize> {
    let Some(table) = on.tables.first() else { return BTreeSet::new() };
    let all = 0..table.counted.kinds.len();
    let offered = one
        .form
        .route
        .question(parent.as_str())
        .map(|question| one.form.route.answers(question))
        .unwrap_or_default();
    let is_simple = parents == 1 && offered.len() == table.answers && on.tables.len() == 1;
    if !is_simple {
        return all.collect();
    }
    let leads = |kind: &usize| {
        let answer = offered.get(*kind).map(|category| Answer::Category(category.id.clone()));
        // Whoever chose several is asked if one of them leads there.
        let several = offered.get(*kind).map(|category| Answer::Categories([category.id.clone()].into()));
        [answer, several].iter().any(|answer| {
            let alone = Alone { one, parent, answer: answer.as_ref() };
            holds(when, &alone)
        })
    };
    all.filter(leads).collect()
}

/// One question answered, and no other.
struct Alone<'a, 'f, 'c> {
    one: &'a OfForm<'f, 'c>,
    parent: &'a QuestionId,
    answer: Option<&'a Answer>,
}

impl Answers for Alone<'_, '_, '_> {
    fn answer(&self, question: &QuestionId) -> Option<&Answer> {
        self.answer.filter(|_| question == self.parent)
    }

    fn like(&self, question: &QuestionId, category: &str) -> Option<Like> {
        let question = self.one.form.route.question(question.as_str())?;
        self.one.form.route.answers(question).iter().find(|offered| offered.id == category)?.like
    }
}
