//! What is counted of each question: its answers in the order in which they are offered, then the kinds of empty.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::ids::SessionId;
use crate::model::instrument::Guide;
use crate::model::note::Empty;
use crate::model::question::{Item, Question as Asked, QuestionKind};
use crate::report::anchor::Anchors;
use crate::report::corpus::Corpus;
use crate::report::counted::{Counted, Falls, Kind, Sum, Thing};
use crate::report::returns::Outcome;
use crate::report::wordings::Wording;
use crate::routing::answer::Answer;

/// The name of the report in anchors.
pub(super) const NAME: &str = "appendix";

/// A scale with more points than this has no row for each.
const MOST_POINTS: i64 = 11;

/// Why a session is in no table of a question: it was held with something else.
pub(super) const ELSEWHERE: &str = "held without this question, or with another wording of it";

/// Why a return is in no table of a question: it did not come to it.
pub(super) const SKIPPED: &str = "not asked, after what was answered before";

/// One wording, counted.
#[derive(Debug)]
pub(super) struct Question<'w, 'c> {
    /// The questions put together.
    pub(super) wording: &'w Wording<'w, 'c>,
    /// One table; of a matrix one for each row.
    pub(super) tables: Vec<Table>,
    /// The name of its heading.
    pub(super) heading: String,
    /// Whether the same instrument asks it in other words too, which are counted apart.
    pub(super) is_reworded: bool,
}

/// The numbers of one table.
#[derive(Debug)]
pub(super) struct Table {
    /// The row of a matrix.
    pub(super) row: Option<String>,
    /// How many of the kinds are answers; the rest are kinds of empty.
    pub(super) answers: usize,
    /// The numbers.
    pub(super) counted: Counted,
}

/// How many sessions were held with what: the base line.
pub(super) fn held(corpus: &Corpus, anchors: &mut Anchors) -> Counted {
    let mut kinds: BTreeMap<(String, u32), String> = BTreeMap::new();
    let key = |session: &crate::model::session::Session| {
        let guide = session.instruments.last().map(|instrument| instrument.guide());
        guide.map_or((String::new(), 0), |guide| (guide.id.clone(), guide.version))
    };
    for session in corpus.sessions() {
        let name = session.instruments.last().map_or("Without an instrument".to_owned(), |instrument| {
            let guide = instrument.guide();
            let note = if guide.questions.is_empty() { " (it has no questions to answer)" } else { "" };
            format!("{}, version {}{note}", guide.title, guide.version)
        });
        kinds.entry(key(session)).or_insert(name);
    }
    let place = |session| kinds.keys().position(|kind| *kind == key(session)).into_iter().collect();
    let things = corpus.sessions().iter().map(|session| Thing {
        session: session.id(),
        entry: None,
        falls: Falls::Into(place(session)),
        times: 1,
    });
    let things = things.collect();
    let anchor = anchors.take(&[NAME, "sessions"]);
    let kind = |((id, version), name): (&(String, u32), &String)| {
        let part = if id.is_empty() { "none".to_owned() } else { format!("{id}-v{version}") };
        Kind { anchor: anchors.take(&[NAME, "sessions", &part]), name: name.clone() }
    };
    let kinds = kinds.iter().map(kind).collect();
    Counted { anchor, about: "Sessions by instrument".to_owned(), kinds, sum: Sum::IsBase, things }
}

impl<'w, 'c> Question<'w, 'c> {
    /// Counts one of the wordings.
    pub(super) fn of(
        corpus: &Corpus,
        all: &[Wording<'w, 'c>],
        wording: &'w Wording<'w, 'c>,
        anchors: &mut Anchors,
    ) -> Self {
        let (guide, question) = (wording.first.guide(), wording.first.question);
        let of_this_id = || all.iter().filter(|other| other.first.question.id == question.id);
        let is_reworded = of_this_id().filter(|other| other.first.guide().id == guide.id).count() > 1;
        let version = format!("{}-v{}", guide.id, guide.version);
        let id = question.id.as_str();
        let parts = if of_this_id().count() > 1 { vec![NAME, version.as_str(), id] } else { vec![NAME, id] };
        let offered = Offered::of(guide, question);
        let anchor = anchors.take(&parts);
        let mut count = |row: Option<&Item>| {
            let parts: Vec<&str> = parts.iter().copied().chain(row.map(|row| row.id.as_str())).collect();
            let base = if row.is_some() { anchors.take(&parts) } else { anchor.clone() };
            table(corpus, wording, &offered, row, (base, &parts, anchors))
        };
        let tables = match question.kind {
            QuestionKind::Matrix => question.items.iter().map(|row| count(Some(row))).collect(),
            _ => vec![count(None)],
        };
        let parts: Vec<&str> = parts.iter().copied().chain(["question"]).collect();
        Self { wording, tables, heading: anchors.take(&parts), is_reworded }
    }
}

/// The answers that have a number each.
struct Offered {
    /// Their ids and texts.
    answers: Vec<(String, String)>,
    sum: Sum,
    /// Whether it is only counted that there is an answer.
    is_only_whether: bool,
}

impl Offered {
    fn of(guide: &Guide, question: &Asked) -> Self {
        let offered = guide.answers(question).iter().map(|one| (one.id.clone(), one.text.clone()));
        let mut answers: Vec<(String, String)> = match question.kind {
            QuestionKind::Scale => points(question),
            QuestionKind::Matrix if guide.answers(question).is_empty() => points(question),
            QuestionKind::Choice | QuestionKind::Choices | QuestionKind::Matrix => offered.collect(),
            QuestionKind::Number | QuestionKind::Decimal | QuestionKind::Date | QuestionKind::Text => {
                Vec::new()
            }
        };
        let is_only_whether = answers.is_empty();
        if is_only_whether {
            answers.push(("answered".to_owned(), "Answered".to_owned()));
        }
        if question.kind == QuestionKind::Matrix {
            answers.push(("row_left".to_owned(), "Nothing in this row".to_owned()));
        }
        let sum = match question.kind {
            QuestionKind::Choices => Sum::Several { alone: answers.len() },
            QuestionKind::Matrix => Sum::IsBase,
            _ if is_only_whether => Sum::IsBaseAndFirstIsSeen,
            _ => Sum::IsBase,
        };
        Self { answers, sum, is_only_whether }
    }

    /// The places of an answer among them.
    fn places(&self, answer: &Answer) -> Vec<usize> {
        if self.is_only_whether {
            return vec![0];
        }
        let place = |id: &str| self.answers.iter().position(|(offered, _)| offered == id);
        match answer {
            Answer::Category(id) => place(id).into_iter().collect(),
            Answer::Categories(ids) => ids.iter().filter_map(|id| place(id)).collect(),
            Answer::Figure(figure) => place(&figure.to_string()).into_iter().collect(),
            Answer::Date(_) | Answer::Words | Answer::Items(_) => Vec::new(),
        }
    }

    /// The same in one row of a matrix.
    fn places_in_row(&self, answer: &Answer, row: &Item) -> Vec<usize> {
        let cell = match answer {
            Answer::Items(rows) => rows.get(&row.id),
            _ => None,
        };
        match cell {
            Some(cell) => self.places(cell),
            None => vec![self.answers.len().saturating_sub(1)],
        }
    }
}

/// The points of a scale with their names; none where they are too many to have a row each.
fn points(question: &Asked) -> Vec<(String, String)> {
    let end = |end: &Option<crate::model::figure::Figure>| end.as_ref()?.to_string().parse::<i64>().ok();
    let Some((least, most)) = end(&question.least).zip(end(&question.most)) else { return Vec::new() };
    if most.saturating_sub(least) >= MOST_POINTS {
        return Vec::new();
    }
    let name = |point: i64| match (&question.low, &question.high) {
        (Some(low), _) if point == least => format!("{point} ({low})"),
        (_, Some(high)) if point == most => format!("{point} ({high})"),
        _ => point.to_string(),
    };
    (least..=most).map(|point| (point.to_string(), name(point))).collect()
}

fn table(
    corpus: &Corpus,
    wording: &Wording<'_, '_>,
    offered: &Offered,
    row: Option<&Item>,
    (anchor, parts, anchors): (String, &[&str], &mut Anchors),
) -> Table {
    let empties = Empty::ALL.iter().map(|empty| (empty.word(), empty_in_words(*empty)));
    let kinds = offered.answers.iter().map(|(id, name)| (id.as_str(), name.as_str())).chain(empties);
    let kind = |(id, name): (&str, &str)| {
        let parts: Vec<&str> = parts.iter().copied().chain([id]).collect();
        Kind { anchor: anchors.take(&parts), name: name.to_owned() }
    };
    let kinds = kinds.map(kind).collect();
    let question = wording.first.question;
    let mut about = format!("Question {}: {}", question.label(), question.text);
    if let Some(row) = row {
        about = format!("{about} – {}", row.text);
    }
    let things = things(corpus, wording, offered, row);
    let counted = Counted { anchor, about, kinds, sum: offered.sum, things };
    Table { row: row.map(|row| row.text.clone()), answers: offered.answers.len(), counted }
}

/// Every respondent with what was answered, and every other session with why it is not counted.
fn things(corpus: &Corpus, wording: &Wording<'_, '_>, offered: &Offered, row: Option<&Item>) -> Vec<Thing> {
    let mut things: Vec<Thing> = Vec::new();
    for of_form in wording.all() {
        for (one, outcome) in of_form.outcomes() {
            let session = one.session.id();
            let entry = one.response(&of_form.question.id).map(|(id, _)| id.clone());
            things.push(Thing { session, entry, falls: falls_into(outcome, offered, row), times: 1 });
        }
        for (session, why) in &of_form.form.without {
            let session = session.id();
            things.push(Thing { session, entry: None, falls: Falls::Out(Cow::Borrowed(*why)), times: 1 });
        }
    }
    let here: BTreeSet<SessionId> = things.iter().map(|thing| thing.session).collect();
    let elsewhere =
        corpus.sessions().iter().map(crate::model::session::Session::id).filter(|id| !here.contains(id));
    things.extend(elsewhere.map(|session| Thing::is_out(session, None, ELSEWHERE)));
    // The sort is stable: people of one session stay in the order of their seats.
    things.sort_by_key(|thing| thing.session);
    things
}

fn falls_into(outcome: Outcome<'_>, offered: &Offered, row: Option<&Item>) -> Falls {
    let places = match outcome {
        Outcome::Answered(answer) => match row {
            Some(row) => offered.places_in_row(answer, row),
            None => offered.places(answer),
        },
        Outcome::Empty(empty) => {
            let place = Empty::ALL.iter().position(|one| *one == empty);
            place.map(|place| offered.answers.len() + place).into_iter().collect()
        }
        Outcome::Skipped => return Falls::Out(SKIPPED.into()),
        Outcome::Erased => return Falls::Out("its answer was withdrawn or erased".into()),
        Outcome::Misfit => Vec::new(),
    };
    if places.is_empty() {
        return Falls::Out("what is noted is no answer to this question".into());
    }
    Falls::Into(places)
}

/// A reason to be empty, as a row of a table.
pub(super) const fn empty_in_words(empty: Empty) -> &'static str {
    match empty {
        Empty::NotApplicable => "Does not apply",
        Empty::NotAsked => "Not asked",
        Empty::NotAnswered => "Not answered",
        Empty::DontKnow => "Don't know",
        Empty::Declined => "Declined to answer",
    }
}

/// Whether each answer to a question that is answered with a number has a row of its own.
pub(super) fn has_rows(question: &Asked) -> bool {
    question.kind == QuestionKind::Scale && !points(question).is_empty()
}
