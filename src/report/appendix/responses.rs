//! What was answered in words, numbered as in the published appendix.
//!
//! Responses stand in the order of session ids, which says nothing about who gave them, and without the name of a place.
//! They are what somebody wrote to be published with the others, or what was taken down as the answer, and so stand
//! without quotation marks.

use super::counting::{Question, empty_in_words};
use crate::document::{Item, Mark};
use crate::model::canonical::compact;
use crate::model::ids::SessionId;
use crate::model::note::Response;
use crate::report::people::{Quotable, quotable};
use crate::report::returns::Outcome;
use crate::report::wordings::OfForm;
use crate::routing::answer::Answer;

/// The responses to a question.
pub(super) struct Responses {
    /// What is set out.
    pub(super) items: Vec<Item>,
    /// How many are not, because whoever gave them refused it.
    pub(super) refused: usize,
    /// Whether some are about answers that are counted besides.
    pub(super) go_with_answers: bool,
}

/// Gathers them. Without `says_answer` they do not say which answer they were given with, so that a hidden number cannot be
/// counted off.
pub(super) fn responses(question: &Question<'_, '_>, says_answer: bool) -> Responses {
    let mut texts: Vec<(SessionId, String)> = Vec::new();
    let (mut refused, mut go_with_answers) = (0, false);
    for of_form in question.wording.all() {
        for (one, outcome) in of_form.outcomes() {
            let Some((_, response)) = one.response(&of_form.question.id) else { continue };
            let Some(text) = text(of_form, outcome, response, says_answer) else { continue };
            if quotable(one.session, &one.seat) == Quotable::Refused {
                refused += 1;
                continue;
            }
            let is_category = |answer: &Answer| matches!(answer, Answer::Category(_) | Answer::Categories(_));
            go_with_answers |= matches!(outcome, Outcome::Answered(answer) if is_category(answer));
            texts.push((one.session.id(), text));
        }
    }
    texts.sort_by_key(|(session, _)| *session);
    let item = |(number, (_, text)): (usize, (SessionId, String))| Item {
        mark: Mark::None,
        label: Some(format!("{number}.")),
        text,
        leads_to: None,
    };
    let items = (1..).zip(texts).map(item).collect();
    Responses { items, refused, go_with_answers }
}

/// What a response says in words; nothing where it says no more than its answer.
fn text(
    of_form: &OfForm<'_, '_>,
    outcome: Outcome<'_>,
    response: &Response,
    says_answer: bool,
) -> Option<String> {
    let words = response.words.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let unit = of_form.question.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let with = |answer: String| match words {
        Some(words) => format!("{answer}: {words}"),
        None => answer,
    };
    let beside = |answer: String| {
        words.map(|words| if says_answer { format!("{answer}: {words}") } else { words.to_owned() })
    };
    match outcome {
        Outcome::Answered(Answer::Figure(figure)) if !has_rows(of_form) => {
            Some(with(format!("{figure}{unit}")))
        }
        Outcome::Answered(Answer::Figure(figure)) => beside(format!("{figure}{unit}")),
        Outcome::Answered(Answer::Date(date)) => Some(with(date.to_string())),
        Outcome::Answered(Answer::Category(id)) => beside(named(of_form, id)),
        Outcome::Answered(Answer::Categories(ids)) => {
            beside(ids.iter().map(|id| named(of_form, id)).collect::<Vec<_>>().join(", "))
        }
        Outcome::Answered(Answer::Words | Answer::Items(_)) => words.map(str::to_owned),
        Outcome::Empty(empty) => beside(empty_in_words(empty).to_owned()),
        Outcome::Misfit => {
            let answer = response.answer.as_ref();
            let answer = answer.map(|answer| answer.as_text().map_or_else(|| compact(answer), str::to_owned));
            answer.map(with).or_else(|| words.map(str::to_owned))
        }
        Outcome::Skipped | Outcome::Erased => None,
    }
}

/// Whether each point of a scale has a row, so that the answer stands in the table.
fn has_rows(of_form: &OfForm<'_, '_>) -> bool {
    super::counting::has_rows(of_form.question)
}

fn named(of_form: &OfForm<'_, '_>, id: &str) -> String {
    let offered = of_form.form.route.answers(of_form.question).iter().find(|category| category.id == id);
    offered.map_or_else(|| id.to_owned(), |category| category.text.clone())
}
