//! The letters of answers: what is typed for an answer on a keyboard and printed beside its box on paper; and which
//! points of a scale have a box there.

use std::collections::BTreeSet;

use crate::model::figure::Figure;
use crate::model::question::{Category, Question};

/// The key of each answer, in their order: its own; else the first letter or digit of its text, in lower case, that no
/// other answer has; else the first free digit, then the first free letter of the alphabet. A blank where all are taken.
#[must_use]
pub fn keys(answers: &[Category]) -> Vec<char> {
    let own = |answer: &Category| answer.key.as_deref().and_then(|key| key.chars().next());
    let mut taken: BTreeSet<char> = answers.iter().filter_map(own).collect();
    let mut free = |answer: &Category| {
        let letters =
            answer.text.chars().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric());
        let mut wanted = letters.chain('1'..='9').chain('a'..='z');
        let found = wanted.find(|letter| !taken.contains(letter));
        taken.extend(found);
        found.unwrap_or(' ')
    };
    answers.iter().map(|answer| own(answer).unwrap_or_else(|| free(answer))).collect()
}

/// A scale with more points than this is written on paper and not ticked.
const MOST_POINTS: i32 = 11;

/// The ends of a scale whose points are few enough to have a box each on paper.
#[must_use]
pub fn ticked_points(question: &Question) -> Option<(i32, i32)> {
    let end = |figure: &Option<Figure>| figure.as_ref()?.to_string().parse::<i32>().ok();
    let (least, most) = (end(&question.least)?, end(&question.most)?);
    (most.checked_sub(least)? < MOST_POINTS).then_some((least, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str, key: Option<&str>) -> Category {
        let id = text.to_lowercase();
        Category { id, text: text.to_owned(), key: key.map(str::to_owned), like: None, other: None }
    }

    #[test]
    fn an_answer_has_its_own_key_or_the_first_letter_that_is_free() {
        let answers =
            [answer("Yes", None), answer("Yes, but", None), answer("No", None), answer("Not yet", Some("n"))];
        assert_eq!(keys(&answers), ['y', 'e', 'o', 'n']);
        assert_eq!(keys(&[answer("Yes", None), answer("Y", None), answer("–", None)]), ['y', '1', '2']);
        assert_eq!(keys(&[]), []);
    }
}
