//! The paper twin of an instrument: the same questions to print, for a room where no laptop may be or one has failed.
//!
//! What is written on paper is typed up later, so every line to write on has a name: the id of its question or prompt
//! and a number, `q5a.1`. Beside an answer stands where it leads, where that can be said without knowing other answers;
//! in front of a question that is not always asked stands the condition in words, so that nobody has to follow arrows.

use crate::document::{About, Block, Cell, Document, Item, Level, Mark, Ruled, Table};
use crate::model::ids::ThemeId;
use crate::model::instrument::{Guide, Prompt, Theme};
use crate::model::question::{Category, Question, QuestionKind};
use crate::routing::ahead::{Next, after, after_answer};
use crate::routing::answer::expected;
use crate::routing::keys::{keys, ticked_points};
use crate::routing::route::Route;
use crate::routing::words::in_words;

/// Lines under a prompt of a topic guide.
const LINES_OF_A_PROMPT: usize = 5;
/// Lines under a question that is answered in words.
const LINES_OF_WORDS: usize = 4;
/// Lines under a question with answers to tick, for what is said with it.
const LINES_BESIDE: usize = 1;

/// The document to print.
#[must_use]
pub fn document(guide: &Guide, lang: &str) -> Document {
    let twin = Twin { guide, route: Route::of(guide) };
    let mut blocks = Vec::new();
    blocks.extend(guide.source.clone().map(Block::Paragraph));
    blocks.push(Block::Paragraph(how_to(guide)));
    let about = ["Session", "Place", "Date", "Written by"].map(str::to_owned);
    blocks.push(Block::Ruled(Ruled { columns: Vec::new(), lines: about.into() }));
    let is_closing = |id: &str| id == "closing";
    blocks.extend(guide.scripts.iter().filter(|script| !is_closing(&script.id)).flat_map(script));
    for theme in &guide.themes {
        twin.theme(theme, &mut blocks);
    }
    let themeless = |question: &Question| {
        question.theme.as_ref().is_none_or(|theme| guide.theme(theme.as_str()).is_none())
    };
    if guide.questions.iter().any(themeless) {
        blocks.push(Block::heading(Level::Section, "Questions"));
        twin.questions(themeless, &mut blocks);
    }
    blocks.extend(guide.scripts.iter().filter(|script| is_closing(&script.id)).flat_map(script));
    let title = format!("{}, version {}", guide.title, guide.version);
    Document { title, lang: Some(lang.to_owned()), about: About::default(), blocks }
}

/// What to do with it, in a paragraph.
fn how_to(guide: &Guide) -> String {
    let tick = if guide.questions.is_empty() {
        "Tick what has been asked."
    } else {
        "Tick the answer and go on where the arrow leads, or at the next question."
    };
    let ticked =
        guide.questions.first().map(|question| format!(", and what was ticked as “{}: yes”", question.id));
    format!(
        "{tick} Write what was said on the lines, one thing a line: who said it (P1, P2 …; no names), when, and the \
         words. What stands in front of a line is its name: with it the line is typed up later{}.",
        ticked.unwrap_or_default()
    )
}

fn script(script: &crate::model::instrument::Script) -> impl Iterator<Item = Block> {
    let heading = Block::heading(Level::Section, script.title.clone());
    std::iter::once(heading).chain(script.text.iter().cloned().map(Block::Paragraph))
}

struct Twin<'g> {
    guide: &'g Guide,
    route: Route<'g>,
}

impl Twin<'_> {
    fn theme(&self, theme: &Theme, blocks: &mut Vec<Block>) {
        let minutes = theme.planned_minutes.map(|minutes| match minutes {
            1 => " (1 minute)".to_owned(),
            minutes => format!(" ({minutes} minutes)"),
        });
        let title = format!("{}{}", theme.title, minutes.unwrap_or_default());
        blocks.push(Block::heading(Level::Section, title));
        blocks.extend(theme.prompts.iter().map(prompt));
        self.questions(|question| question.theme.as_ref() == Some(&theme.id), blocks);
    }

    fn questions(&self, wanted: impl Fn(&Question) -> bool, blocks: &mut Vec<Block>) {
        let questions = self.guide.questions.iter().enumerate();
        let wanted = questions.filter(|(_, question)| wanted(question));
        blocks.extend(wanted.map(|(place, question)| self.question(place, question)));
    }

    fn question(&self, place: usize, question: &Question) -> Block {
        let mut blocks = Vec::new();
        blocks.extend(
            question
                .when
                .as_ref()
                .map(|when| Block::Paragraph(format!("Only if {}:", in_words(&self.route, when)))),
        );
        blocks.push(Block::Labelled { label: question.label().to_owned(), text: question.text.clone() });
        blocks.extend(self.hint(question).map(|text| Block::Labelled { label: String::new(), text }));
        let answers = self.route.answers(question);
        match question.kind {
            QuestionKind::Choice => blocks.push(Block::List(self.with_arrows(place, answers))),
            QuestionKind::Choices => blocks.push(Block::List(ticks(answers))),
            QuestionKind::Scale => blocks.extend(points(question).map(Block::List)),
            QuestionKind::Matrix => {
                if !answers.is_empty() {
                    blocks.push(Block::List(legend(answers)));
                }
                blocks.extend(rows(question, answers));
            }
            QuestionKind::Number | QuestionKind::Decimal | QuestionKind::Date | QuestionKind::Text => {}
        }
        blocks.push(lines(question.id.as_str(), lines_of(question, answers)));
        if question.kind != QuestionKind::Choice {
            blocks.extend(self.goes_on(place).map(Block::Onward));
        }
        Block::Together(blocks)
    }

    /// What to write, where boxes do not say it.
    fn hint(&self, question: &Question) -> Option<String> {
        let unit = question.unit.as_ref().map(|unit| format!(", in {unit}")).unwrap_or_default();
        match question.kind {
            QuestionKind::Choices => Some("Tick all that fit.".to_owned()),
            QuestionKind::Number | QuestionKind::Decimal | QuestionKind::Date => {
                Some(format!("Write {}{unit}.", expected(self.guide, question)))
            }
            QuestionKind::Scale if points(question).is_none() => {
                Some(format!("Write {}{}.", expected(self.guide, question), ends(question)))
            }
            QuestionKind::Matrix if self.route.answers(question).is_empty() => {
                Some(format!("Give {}{}.", expected(self.guide, question), ends(question)))
            }
            _ => None,
        }
    }

    /// The answers, each with where it leads, if one of them leads elsewhere than to the next question.
    fn with_arrows(&self, place: usize, answers: &[Category]) -> Vec<Item> {
        let next = |answer: &Category| self.here(place, after_answer(&self.route, place, &answer.id)?);
        let next: Vec<Option<Next>> = answers.iter().map(next).collect();
        let goes_on = self.following(place);
        let is_plain = next.iter().all(|next| next.is_none_or(|next| next == goes_on));
        let mut items = ticks(answers);
        if !is_plain {
            for (item, next) in items.iter_mut().zip(next) {
                item.leads_to = next.map(|next| self.told(next));
            }
        }
        items
    }

    /// Where to go on behind a question, if that is not the next one and can be said.
    fn goes_on(&self, place: usize) -> Option<String> {
        let next = self.here(place, after(&self.route, place)?)?;
        (next != self.following(place)).then(|| self.told(next))
    }

    /// What follows, where it stands among the questions printed here: themes may be gone through in any order, so no
    /// arrow leads out of one.
    fn here(&self, place: usize, next: Next) -> Option<Next> {
        let is_here = match next {
            Next::Question(next) => self.theme_of(next) == self.theme_of(place),
            Next::End => self.guide.questions.iter().all(|question| question.theme.is_none()),
        };
        is_here.then_some(next)
    }

    /// The question that is printed next.
    fn following(&self, place: usize) -> Next {
        let many = self.guide.questions.len();
        let next = (place + 1..many).find(|next| self.theme_of(*next) == self.theme_of(place));
        next.map_or(Next::End, Next::Question)
    }

    fn theme_of(&self, place: usize) -> Option<&ThemeId> {
        self.guide.questions.get(place)?.theme.as_ref()
    }

    fn told(&self, next: Next) -> String {
        let question = match next {
            Next::Question(place) => self.guide.questions.get(place),
            Next::End => None,
        };
        question.map_or_else(|| "go to the end".to_owned(), |question| format!("go to {}", question.label()))
    }
}

fn prompt(prompt: &Prompt) -> Block {
    let mut blocks = vec![Block::Paragraph(prompt.text.clone())];
    let probe = |text: &String| Item { mark: Mark::Tick, label: None, text: text.clone(), leads_to: None };
    if !prompt.probes.is_empty() {
        blocks.push(Block::List(prompt.probes.iter().map(|one| probe(&one.text)).collect()));
    }
    blocks.push(lines(prompt.id.as_str(), LINES_OF_A_PROMPT));
    Block::Together(blocks)
}

/// Lines to write on, each with a seat, a time and a name.
fn lines(id: &str, many: usize) -> Block {
    let columns = vec!["Seat".to_owned(), "Time".to_owned()];
    Block::Ruled(Ruled { columns, lines: (1..=many).map(|number| format!("{id}.{number}")).collect() })
}

fn lines_of(question: &Question, answers: &[Category]) -> usize {
    match question.kind {
        QuestionKind::Text => LINES_OF_WORDS,
        _ if answers.iter().any(|answer| answer.other == Some(true)) => LINES_BESIDE + 1,
        _ => LINES_BESIDE,
    }
}

fn ticks(answers: &[Category]) -> Vec<Item> {
    let keys = keys(answers).into_iter();
    let tick = |(answer, key): (&Category, char)| {
        let other = if answer.other == Some(true) { " (please say)" } else { "" };
        let text = format!("{}{other}", answer.text);
        Item { mark: Mark::Tick, label: Some(key.to_string()), text, leads_to: None }
    };
    answers.iter().zip(keys).map(tick).collect()
}

/// What the letters over a matrix mean.
fn legend(answers: &[Category]) -> Vec<Item> {
    ticks(answers).into_iter().map(|item| Item { mark: Mark::Point, ..item }).collect()
}

/// The points of a scale to tick, with the names of its ends; nothing where they are too many.
fn points(question: &Question) -> Option<Vec<Item>> {
    let (least, most) = ticked_points(question)?;
    let point = |value: i32| {
        let name = match value {
            _ if value == least => question.low.clone(),
            _ if value == most => question.high.clone(),
            _ => None,
        };
        let text = name.unwrap_or_default();
        Item { mark: Mark::Tick, label: Some(value.to_string()), text, leads_to: None }
    };
    Some((least..=most).map(point).collect())
}

/// The names of a scale's ends, in brackets.
fn ends(question: &Question) -> String {
    let named = [(&question.least, &question.low), (&question.most, &question.high)];
    let named =
        named.into_iter().filter_map(|(end, name)| Some(format!("{} is {}", end.as_ref()?, name.as_ref()?)));
    let named = named.collect::<Vec<_>>().join(", ");
    if named.is_empty() { named } else { format!(" ({named})") }
}

/// The rows of a matrix: to tick, or where a scale has too many points for that, to write on.
fn rows(question: &Question, answers: &[Category]) -> Vec<Block> {
    if !answers.is_empty() || ticked_points(question).is_some() {
        return vec![Block::Table(matrix(question, answers))];
    }
    let row = |item: &crate::model::question::Item| {
        let lines = vec![format!("{}.{}", question.id, item.id)];
        [
            Block::Labelled { label: String::new(), text: item.text.clone() },
            Block::Ruled(Ruled { columns: Vec::new(), lines }),
        ]
    };
    question.items.iter().flat_map(row).collect()
}

fn matrix(question: &Question, answers: &[Category]) -> Table {
    let heads: Vec<String> = if answers.is_empty() {
        ticked_points(question)
            .map(|(least, most)| (least..=most).map(|value| value.to_string()).collect())
            .unwrap_or_default()
    } else {
        keys(answers).into_iter().map(String::from).collect()
    };
    let row = |text: &String| {
        std::iter::once(Cell::Text(text.clone())).chain(heads.iter().map(|_| Cell::Tick)).collect()
    };
    let rows = question.items.iter().map(|item| row(&item.text)).collect();
    let head = std::iter::once(String::new()).chain(heads.iter().cloned()).collect();
    Table { head, rows, has_row_heads: true, ..Table::default() }
}
