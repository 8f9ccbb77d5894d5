//! The appendix as a page says it.

use std::collections::{BTreeMap, BTreeSet};

use super::counting::{ELSEWHERE, Question, SKIPPED, Table as Numbers};
use super::picture::pictures;
use super::responses::responses;
use crate::document::{Block, Cell, Item, Level, Mark, Table};
use crate::model::canonical::compact;
use crate::model::ids::SessionId;
use crate::model::json::Json;
use crate::model::note::Response;
use crate::report::corpus::Corpus;
use crate::report::counted::{Counted, Falls, Shown, Sum, about_hidden, many};
use crate::report::people::{Quotable, quotable};
use crate::report::returns::{Form, Outcome, Return};
use crate::report::suppress::{Below, Hidden};
use crate::report::wordings::OfForm;
use crate::routing::words::in_words;

/// What the page is made from.
pub(super) struct Page<'p, 'c> {
    pub(super) corpus: &'p Corpus,
    pub(super) forms: &'p [Form<'c>],
    pub(super) held: &'p Counted,
    pub(super) questions: &'p [Question<'p, 'c>],
    /// What is hidden, question by question and table by table.
    pub(super) hidden: &'p [Vec<Hidden>],
    pub(super) below: Option<Below>,
}

impl Page<'_, '_> {
    /// All that stands on it.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.corpus.said();
        blocks.extend(self.base_line());
        for (at, form) in self.forms.iter().enumerate() {
            let questions = || self.questions.iter().zip(self.hidden);
            let here: Vec<_> =
                questions().filter(|(question, _)| question.wording.first.form_at == at).collect();
            if here.is_empty() {
                continue;
            }
            let guide = form.guide();
            blocks
                .push(Block::heading(Level::Section, format!("{}, version {}", guide.title, guide.version)));
            if here.len() < guide.questions.len() {
                let more = "The questions that ask the same in another version are counted there, and only the others here.";
                blocks.push(Block::Remark(more.to_owned()));
            }
            blocks.extend(pictures(&here));
            for (question, hidden) in here {
                blocks.extend(self.question(question, hidden));
            }
        }
        blocks.extend(self.beside());
        blocks
    }

    /// How many sessions there are, and what they were held with.
    fn base_line(&self) -> Vec<Block> {
        let sessions = self.corpus.sessions().len();
        let answering: BTreeSet<SessionId> =
            self.forms.iter().flat_map(|form| &form.returns).map(|one| one.session.id()).collect();
        let told = match answering.len() {
            0 => format!("{}, none of them with answers to questions.", many(sessions, "session")),
            number => format!(
                "{}, {number} of them with answers, which are set out here.",
                many(sessions, "session")
            ),
        };
        let shown = self.held.shown(Hidden::default());
        let rows = self.held.kinds.iter().zip(shown.counts);
        let mut rows: Vec<Vec<Cell>> =
            rows.map(|(kind, count)| vec![Cell::Text(kind.name.clone()), Cell::Number(count)]).collect();
        rows.push(vec![Cell::Text("Together".to_owned()), Cell::Number(shown.base)]);
        let without = self.forms.iter().flat_map(|form| &form.without);
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, why) in without {
            *reasons.entry(why).or_default() += 1;
        }
        let remark = |(why, number): (&str, usize)| {
            format!("Of {}, no answer counts: {why}.", many(number, "session"))
        };
        let table = Table {
            caption: None,
            head: ["Held with", "Sessions"].map(str::to_owned).into(),
            rows,
            has_row_heads: true,
            remarks: reasons.into_iter().map(remark).collect(),
        };
        vec![Block::Paragraph(told), Block::Table(table)]
    }

    fn question(&self, question: &Question<'_, '_>, hidden: &[Hidden]) -> Vec<Block> {
        let first = &question.wording.first;
        let asked = first.question;
        // A question that is only sometimes asked belongs to the one before it.
        let level = if asked.when.is_some() { Level::Point } else { Level::Part };
        let text = format!("Question {}: {}", asked.label(), asked.text);
        let mut blocks = vec![Block::Heading { level, text, anchor: Some(question.heading.clone()) }];
        blocks.extend(together(question).into_iter().map(Block::Remark));
        let condition = asked.when.as_ref().map(|when| in_words(&first.form.route, when));
        blocks.extend(condition.map(|when| Block::Paragraph(format!("Asked only if {when}."))));
        blocks.push(Block::Table(match question.tables.as_slice() {
            [only] if only.row.is_none() => {
                self.answers(question, only, &hidden.first().cloned().unwrap_or_default())
            }
            rows => self.matrix(question, rows, hidden),
        }));
        let is_any_hidden = hidden.iter().any(Hidden::is_any);
        blocks.extend(self.kept(question).into_iter().chain(self.disputed(question)).map(Block::Remark));
        let responses = responses(question, !is_any_hidden);
        if responses.go_with_answers && !responses.items.is_empty() {
            blocks.push(Block::Paragraph("What was said with the answers:".to_owned()));
        }
        if !responses.items.is_empty() {
            blocks.push(Block::List(responses.items));
        }
        blocks.extend(self.refused(responses.refused).map(Block::Remark));
        blocks
    }

    /// The table of a question: answers, kinds of empty, base.
    fn answers(&self, question: &Question<'_, '_>, numbers: &Numbers, hidden: &Hidden) -> Table {
        let shown = numbers.counted.shown(hidden.clone());
        let Shown { counts, shares, base, whole, .. } = shown;
        let counted = numbers.counted.counts();
        let each = numbers.counted.kinds.iter().zip(counted).zip(counts.into_iter().zip(shares)).enumerate();
        let is_told = |at: usize, count: u64| at < numbers.answers || count > 0 || self.below.is_some();
        let mut rows: Vec<Vec<Cell>> = each
            .filter(|(at, ((_, count), _))| is_told(*at, *count))
            .map(|(_, ((kind, _), (count, share)))| {
                vec![Cell::Text(kind.name.clone()), Cell::Number(count), Cell::Number(share)]
            })
            .collect();
        rows.push(vec![Cell::Text(base_of(question)), Cell::Number(base), Cell::Number(whole)]);
        Table {
            caption: None,
            head: ["Answer", if unit_of(question) == "person" { "People" } else { "Returns" }, "Share"]
                .map(str::to_owned)
                .into(),
            rows,
            has_row_heads: true,
            remarks: self.remarks(question, &numbers.counted, hidden),
        }
    }

    /// The table of a matrix: its rows, each with its own numbers and base.
    fn matrix(&self, question: &Question<'_, '_>, rows: &[Numbers], hidden: &[Hidden]) -> Table {
        let Some(first) = rows.first() else { return Table::default() };
        let counts: Vec<Vec<u64>> = rows.iter().map(|row| row.counted.counts()).collect();
        let occurs = |at: usize| counts.iter().any(|row| row.get(at).is_some_and(|count| *count > 0));
        let is_told = |at: usize| at < first.answers || occurs(at) || self.below.is_some();
        let kinds = || first.counted.kinds.iter().enumerate().filter(|(at, _)| is_told(*at));
        let names = kinds().map(|(_, kind)| kind.name.clone());
        let head = std::iter::once(String::new()).chain(names).chain([base_of(question)]).collect();
        let nothing = Hidden::default();
        let row = |(at, row): (usize, &Numbers)| {
            let shown = row.counted.shown(hidden.get(at).unwrap_or(&nothing).clone());
            let counts = shown.counts.into_iter().enumerate().filter(|(at, _)| is_told(*at));
            let numbers = counts.map(|(_, count)| Cell::Number(count)).chain([Cell::Number(shown.base)]);
            std::iter::once(Cell::Text(row.row.clone().unwrap_or_default())).chain(numbers).collect()
        };
        let all = hidden.iter().find(|hidden| hidden.is_any()).unwrap_or(&nothing);
        Table {
            caption: None,
            head,
            rows: rows.iter().enumerate().map(row).collect(),
            has_row_heads: true,
            remarks: self.remarks(question, &first.counted, all),
        }
    }

    /// What must be known of a table.
    fn remarks(&self, question: &Question<'_, '_>, counted: &Counted, hidden: &Hidden) -> Vec<String> {
        let several = matches!(counted.sum, Sum::Several { .. }).then(|| {
            "Several answers could be given, so that together they may be more than the base.".to_owned()
        });
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for thing in &counted.things {
            if let Falls::Out(why) = &thing.falls
                && why != ELSEWHERE
                && why != SKIPPED
            {
                *reasons.entry(why).or_default() += 1;
            }
        }
        let left_out = reasons.into_iter().map(|(why, number)| match self.below {
            Some(_) => format!("Some are left out of this: {why}."),
            None => format!("{} left out of this: {why}.", are(number, unit_of(question))),
        });
        several.into_iter().chain(left_out).chain(about_hidden(hidden, self.below)).collect()
    }

    /// Where something was noted that does not count any more.
    fn kept(&self, question: &Question<'_, '_>) -> Option<String> {
        let noted = question.wording.all().flat_map(|one| {
            let skipped = one.outcomes().filter(|(_, outcome)| *outcome == Outcome::Skipped);
            skipped.filter(|(by, _)| by.response(&one.question.id).is_some())
        });
        let what = "something was noted before an earlier answer was changed; it is kept and not counted";
        self.for_some(question, noted.count(), what)
    }

    /// Where two people wrote down different answers.
    fn disputed(&self, question: &Question<'_, '_>) -> Option<String> {
        let of_form = |one: &OfForm<'_, '_>| {
            one.form.returns.iter().filter(|by| by.is_disputed(&one.question.id)).count()
        };
        let number = question.wording.all().map(of_form).sum();
        self.for_some(
            question,
            number,
            "two answers are written down; the later one counts until a person decides",
        )
    }

    /// For how many something is to be said, or only that it is for some where numbers are hidden.
    fn for_some(&self, question: &Question<'_, '_>, number: usize, what: &str) -> Option<String> {
        match (number, self.below) {
            (0, _) => None,
            (_, Some(_)) => Some(format!("For some, {what}.")),
            (number, None) => Some(format!("For {}, {what}.", many(number, unit_of(question)))),
        }
    }

    /// How many responses are not set out, and why.
    fn refused(&self, number: usize) -> Option<String> {
        let why = "whoever gave it refused to be quoted";
        match (number, self.below) {
            (0, _) => None,
            (_, Some(_)) => Some(format!("Some responses are left out: {why}.")),
            (number, None) => Some(format!("{} left out: {why}.", are(number, "response"))),
        }
    }

    /// Answers that belong to no question here, or to nobody whose answers are counted.
    fn beside(&self) -> Vec<Block> {
        let mut items = Vec::new();
        for form in self.forms {
            for one in &form.returns {
                let unknown =
                    one.responses().filter(|response| form.route.place(response.question.as_str()).is_none());
                items.extend(unknown.map(|response| lost(one, response)));
            }
        }
        if items.is_empty() {
            return Vec::new();
        }
        let why = "These were noted under questions that the instrument of their session does not have. They are counted nowhere.";
        vec![
            Block::heading(Level::Section, "Answers to questions that are not asked"),
            Block::Paragraph(why.to_owned()),
            Block::List(items),
        ]
    }
}

/// An answer that is counted nowhere.
fn lost(one: &Return<'_>, response: &Response) -> Item {
    let written = |answer: &Json<'_>| answer.as_text().map_or_else(|| compact(answer), str::to_owned);
    let answer = response.answer.as_ref().map(written);
    let words = response.words.clone().filter(|words| !words.trim().is_empty());
    let text = if quotable(one.session, &one.seat) == Quotable::Refused {
        "left out, because whoever gave it refused to be quoted".to_owned()
    } else {
        answer.into_iter().chain(words).collect::<Vec<_>>().join(": ")
    };
    Item { mark: Mark::Point, label: Some(response.question.to_string()), text, leads_to: None }
}

/// `1 return is`, `2 returns are`.
fn are(number: usize, thing: &str) -> String {
    format!("{} {}", many(number, thing), if number == 1 { "is" } else { "are" })
}

/// The name of the row that holds the base.
fn base_of(question: &Question<'_, '_>) -> String {
    let returns: usize = question.wording.all().map(|one| one.form.returns.len()).sum();
    let all = many(returns, unit_of(question));
    match question.wording.first.question.when {
        Some(_) => format!("Base: those asked, of {all}"),
        None => format!("Base, of {all}"),
    }
}

/// What one of those who answered is called.
fn unit_of(question: &Question<'_, '_>) -> &'static str {
    question.wording.first.form.unit()
}

/// Which versions are counted together here, or that others are not.
fn together(question: &Question<'_, '_>) -> Vec<String> {
    let first = question.wording.first.guide();
    let other = |one: &OfForm<'_, '_>| {
        let guide = one.guide();
        let of = if guide.id == first.id { String::new() } else { format!(" of {}", guide.title) };
        format!("question {} in version {}{of}", one.question.label(), guide.version)
    };
    let others: Vec<String> = question.wording.others.iter().map(other).collect();
    let together = (!others.is_empty())
        .then(|| format!("Counted together with {}, which asks the same.", others.join(" and ")));
    let apart = question.is_reworded.then(|| {
        "It was asked in other words too. Those answers stand in a table of their own, and the two are not added up.".to_owned()
    });
    together.into_iter().chain(apart).collect()
}
