//! Which key gives which answer.

use std::collections::BTreeSet;

use crate::model::figure::Figure;
use crate::model::instrument::Guide;
use crate::model::note::Empty;
use crate::model::question::{Question, QuestionKind};
use crate::routing::keys::keys;

/// What a key answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// One of the answers offered, by its id; with words, if it stands for what is not offered.
    Category(String),
    /// A point on a scale.
    Point(Figure),
    /// No answer, and why.
    Empty(Empty),
    /// Words to what was answered.
    Words,
}

/// A key, what it answers, and that in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedPick {
    /// The key, as it is typed.
    pub key: char,
    /// What it answers.
    pub pick: Pick,
    /// What stands beside it on the screen.
    pub text: String,
}

/// The reasons to leave a question empty, with the letters they go by where no answer has them.
pub const EMPTIES: [(Empty, char); 5] = [
    (Empty::DontKnow, 'd'),
    (Empty::Declined, 'r'),
    (Empty::NotAnswered, 'x'),
    (Empty::NotAsked, 's'),
    (Empty::NotApplicable, 'a'),
];

/// More points than this have no key each: the number is typed.
const KEYS_OF_A_SCALE: usize = 10;

/// Whether the answer is typed into the line, and not given by one key.
#[must_use]
pub fn is_typed(guide: &Guide, question: &Question) -> bool {
    match question.kind {
        QuestionKind::Text | QuestionKind::Number | QuestionKind::Decimal | QuestionKind::Date => true,
        QuestionKind::Scale => points(question).is_none(),
        QuestionKind::Matrix => guide.answers(question).is_empty() && points(question).is_none(),
        QuestionKind::Choice | QuestionKind::Choices => false,
    }
}

/// The points of a scale that has a key for each.
fn points(question: &Question) -> Option<Vec<Figure>> {
    let (least, most) = (question.least.as_ref()?, question.most.as_ref()?);
    let points = least.up_to(most, KEYS_OF_A_SCALE)?;
    points.iter().all(|point| point.to_string().len() == 1).then_some(points)
}

/// The answers of a question with their keys, in the order in which they are offered; then the reasons to leave it
/// empty, and words. A question whose answer is typed has no keys: any letter may begin it.
#[must_use]
pub fn picks(guide: &Guide, question: &Question) -> Vec<KeyedPick> {
    if is_typed(guide, question) {
        return Vec::new();
    }
    let mut taken: BTreeSet<char> = BTreeSet::new();
    let mut picks = Vec::new();
    let categories = guide.answers(question);
    for (category, key) in categories.iter().zip(keys(categories)).filter(|(_, key)| *key != ' ') {
        taken.insert(key);
        let text = category.text.clone();
        picks.push(KeyedPick { key, pick: Pick::Category(category.id.clone()), text });
    }
    if categories.is_empty() {
        for point in points(question).unwrap_or_default() {
            let Some(key) = point.to_string().chars().next() else { continue };
            taken.insert(key);
            let text = end_of(question, &point);
            picks.push(KeyedPick { key, pick: Pick::Point(point), text });
        }
    }
    let rest = EMPTIES.iter().map(|(empty, key)| (Pick::Empty(*empty), *key, empty.in_words()));
    for (pick, key, text) in rest.chain([(Pick::Words, 'w', "words")]) {
        let free = [key, key.to_ascii_uppercase()].into_iter().find(|key| !taken.contains(key));
        if let Some(key) = free {
            taken.insert(key);
            picks.push(KeyedPick { key, pick, text: text.to_owned() });
        }
    }
    picks
}

/// A point of a scale in words: its end's name, else the number.
fn end_of(question: &Question, point: &Figure) -> String {
    let end = if question.least.as_ref() == Some(point) {
        &question.low
    } else if question.most.as_ref() == Some(point) {
        &question.high
    } else {
        &None
    };
    end.clone().unwrap_or_else(|| point.to_string())
}

/// Finds what a letter answers: as typed, else in lower case.
#[must_use]
pub fn find(picks: &[KeyedPick], letter: char) -> Option<&KeyedPick> {
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    picks.iter().find(|pick| pick.key == letter).or_else(|| picks.iter().find(|pick| pick.key == lower))
}
