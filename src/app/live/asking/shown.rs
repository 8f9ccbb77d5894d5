//! What the panes show of a questionnaire.

use super::picks::{KeyedPick, Pick, picks};
use crate::app::layout::Area;
use crate::app::live::Live;
use crate::app::live::talk::Row;
use crate::app::wrap::rows_to_read;
use crate::model::instrument::Guide;
use crate::model::json::Json;
use crate::model::note::Response;
use crate::model::question::{Question, QuestionKind};
use crate::model::visible::visible_line;
use crate::report::answers::answer_in_words;
use crate::routing::route::Standing;

/// A question as the list beside it shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its place among all questions.
    pub at: usize,
    /// How it stands, in a sign.
    pub mark: &'static str,
    /// Its number and its words.
    pub text: String,
}

/// How a question stands, in a sign. Each can be told without colour.
#[must_use]
pub const fn mark(standing: Standing) -> &'static str {
    match standing {
        Standing::Answered => "✓",
        Standing::Empty(_) => "–",
        Standing::Open | Standing::Hidden | Standing::Kept => " ",
    }
}

impl Live {
    /// The questions that are asked, in order, and the one shown.
    #[must_use]
    pub fn questions_listed(&self) -> Vec<Listed> {
        let (Some(asking), Some(guide)) = (&self.asking, self.recorder.session().guide()) else {
            return Vec::new();
        };
        let all = guide.questions.iter().zip(asking.standings()).enumerate();
        let is_listed = |at: usize, standing: Standing| standing.is_asked() || at == asking.at;
        all.filter(|(at, (_, standing))| is_listed(*at, **standing))
            .map(|(at, (question, standing))| Listed {
                at,
                mark: mark(*standing),
                text: format!("{:<4}{}", question.label(), visible_line(&question.text)),
            })
            .collect()
    }

    /// The title of the middle pane: the number, and how far it has come.
    #[must_use]
    pub fn question_title(&self) -> String {
        let Some((_, question)) = self.asked() else { return String::new() };
        let standing = self.asking.as_ref().and_then(|asking| asking.standings().get(asking.at));
        let state = match standing {
            Some(Standing::Kept) => " · not asked any more: kept, not counted",
            Some(Standing::Hidden) => " · not asked after what was answered",
            _ if question.is_required() => " · not to be left without a reason",
            _ => "",
        };
        format!("Question {}{state}", question.label())
    }

    /// Progress, where the clock stands in other sessions.
    #[must_use]
    pub fn progress_in_words(&self) -> Option<String> {
        let (asked, done) = self.asking.as_ref()?.progress();
        Some(format!("{done} of {asked} answered"))
    }

    /// The rows of the middle pane.
    pub(in crate::app::live) fn question_rows(&self, inside: Area) -> Vec<Row> {
        let Some((guide, question)) = self.asked() else { return Vec::new() };
        let height = usize::from(inside.height);
        let mut rows = wrapped(&visible_line(&question.text), inside.width, Row::Prompt);
        let response = self.response(&question.id);
        let mut below = self.answer_rows(guide, question, response, inside.width);
        below.extend(self.said_rows(question, response, inside.width));
        // A blank line between is the first to go, then the reasons to leave it empty.
        if rows.len() + below.len() < height {
            rows.push(Row::Blank);
        }
        if rows.len() + below.len() > height {
            below.retain(|row| !matches!(row, Row::Quiet(_) | Row::Blank));
        }
        rows.extend(below);
        rows.truncate(height);
        rows
    }

    fn answer_rows(
        &self,
        guide: &Guide,
        question: &Question,
        response: Option<&Response>,
        width: u16,
    ) -> Vec<Row> {
        let picks = picks(guide, question);
        let (answers, rest): (Vec<KeyedPick>, Vec<KeyedPick>) =
            picks.into_iter().partition(|pick| matches!(pick.pick, Pick::Category(_) | Pick::Point(_)));
        let mut rows: Vec<Row> = Vec::new();
        if question.kind == QuestionKind::Matrix {
            rows.extend(self.matrix_rows(guide, question, response));
            rows.extend(in_rows(&answers, width));
        } else {
            rows.extend(answers.iter().map(|pick| Row::Answer {
                pick: pick.pick.clone(),
                is_given: is_given(response, &pick.pick),
                key: pick.key,
                text: visible_line(&pick.text).into_owned(),
            }));
        }
        if let Some(told) = how_to_type(question) {
            rows.extend(wrapped(&told, width, Row::Quiet));
        }
        if let Some(empty) = response.and_then(|response| response.empty) {
            rows.push(Row::Given(format!("✓ {}", empty.in_words())));
        }
        rows.push(Row::Blank);
        if rest.is_empty() {
            rows.extend(wrapped("Ctrl+L leaves it empty and says why.", width, Row::Quiet));
        }
        rows.extend(in_rows(&rest, width));
        rows
    }

    fn matrix_rows(&self, guide: &Guide, question: &Question, response: Option<&Response>) -> Vec<Row> {
        let at = self.asking.as_ref().map_or(0, |asking| asking.row);
        let answer = response.and_then(|response| response.answer.as_ref());
        let state = |id: &str| match answer.and_then(|rows| rows.get(id)) {
            Some(Json::Text(category)) => {
                let offered = guide.answers(question).iter().find(|one| one.id == **category);
                offered.map_or_else(|| category.clone().into_owned(), |one| one.text.clone())
            }
            Some(Json::Number(digits)) => digits.clone().into_owned(),
            _ => "–".to_owned(),
        };
        let rows = question.items.iter().enumerate();
        rows.map(|(place, item)| {
            Row::Step(place, place == at, visible_line(&item.text).into_owned(), state(&item.id))
        })
        .collect()
    }

    /// What is noted and does not stand in the typing line.
    fn said_rows(&self, question: &Question, response: Option<&Response>, width: u16) -> Vec<Row> {
        let mut rows = Vec::new();
        let Some(response) = response else { return rows };
        if question.kind != QuestionKind::Text
            && let Some(answer) = response.answer.as_ref().filter(|_| how_to_type(question).is_some())
        {
            let unit = question.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
            let said = match answer {
                Json::Number(digits) => digits.clone().into_owned(),
                Json::Text(text) => text.clone().into_owned(),
                _ => String::new(),
            };
            rows.push(Row::Given(visible_line(&format!("✓ {said}{unit}")).into_owned()));
        }
        let is_in_line = question.kind == QuestionKind::Text
            || self.asking.as_ref().is_some_and(|asking| asking.is_wording);
        if let Some(words) = response.words.as_deref().filter(|_| !is_in_line) {
            rows.push(Row::Blank);
            rows.extend(wrapped(&format!("“{}”", visible_line(words)), width, Row::Given));
        }
        rows
    }

    /// What stands in front of the words: the number, and the answer they belong to.
    pub(in crate::app::live) fn answer_chips(&self) -> Vec<String> {
        let Some((guide, question)) = self.asked() else { return Vec::new() };
        let mut chips = vec![question.label().to_owned()];
        if self.asking.as_ref().is_some_and(|asking| asking.is_wording) {
            let response = self.response(&question.id);
            chips.push(match response {
                Some(response) => {
                    answer_in_words(guide, question, response).unwrap_or_else(|| "words".to_owned())
                }
                None => "why not".to_owned(),
            });
        }
        chips
    }
}

fn is_given(response: Option<&Response>, pick: &Pick) -> bool {
    let Some(answer) = response.and_then(|response| response.answer.as_ref()) else { return false };
    match (pick, answer) {
        (Pick::Category(id), Json::Text(given)) => *id == **given,
        (Pick::Category(id), Json::List(items)) => items.iter().any(|item| item.as_text() == Some(id)),
        (Pick::Point(point), Json::Number(digits)) => point.to_string() == **digits,
        _ => false,
    }
}

/// How an answer that is typed is typed.
fn how_to_type(question: &Question) -> Option<String> {
    let unit = question.unit.as_deref().map(|unit| format!(" ({unit})")).unwrap_or_default();
    let range = match (&question.least, &question.most) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(" of {least} or more"),
        (None, Some(most)) => format!(" of {most} or less"),
        (None, None) => String::new(),
    };
    match question.kind {
        QuestionKind::Number => Some(format!("Type a whole number{range}{unit}, then Enter.")),
        QuestionKind::Decimal => {
            Some(format!("Type a number{range}{unit}, with a point if you like, then Enter."))
        }
        QuestionKind::Date => Some("Type a date like 31/3/2007 or 2007-03-31, then Enter.".to_owned()),
        QuestionKind::Text => Some("Type what is said, then Enter.".to_owned()),
        _ => None,
    }
}

/// Keys with what they answer, side by side, as many in a row as fit; none is torn from its words.
fn in_rows(picks: &[KeyedPick], width: u16) -> Vec<Row> {
    let mut rows: Vec<String> = Vec::new();
    for pick in picks {
        let told = format!("{} {}", pick.key, visible_line(&pick.text));
        let has_room = |row: &&mut String| {
            row.chars().count() + BETWEEN.chars().count() + told.chars().count() <= usize::from(width)
        };
        match rows.last_mut().filter(has_room) {
            Some(row) => row.extend([BETWEEN, &told]),
            None => rows.push(told),
        }
    }
    rows.into_iter().map(Row::Quiet).collect()
}

/// Between two keys.
const BETWEEN: &str = " · ";

fn wrapped(text: &str, width: u16, row: impl Fn(String) -> Row) -> Vec<Row> {
    let rows = rows_to_read(text, width.max(1)).into_iter();
    rows.map(|part| row(text.get(part.start..part.end).unwrap_or_default().to_owned())).collect()
}
