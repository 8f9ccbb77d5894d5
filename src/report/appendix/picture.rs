//! The answers as bars, one a question, those beside each other that offer the same answers.

use super::counting::Question;
use crate::document::{Amount, Block, Chart, ChartKind};
use crate::report::suppress::Hidden;

/// Questions that offer the same answers.
struct Group<'q> {
    answers: Vec<&'q str>,
    /// Each with its printed number, and the numbers of its answers and of all kinds of empty together.
    bars: Vec<(String, Vec<Amount>)>,
}

/// What stands for the kinds of empty, which are lines of their own in the tables.
const EMPTY: &str = "No answer";

/// A picture for every list of answers that more than one question offers. Questions with several answers each, and
/// those in which something is hidden, are not in it: their parts do not make a whole.
pub(super) fn pictures(questions: &[(&Question<'_, '_>, &Vec<Hidden>)]) -> Vec<Block> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (question, hidden) in questions {
        let [table] = question.tables.as_slice() else { continue };
        let is_hidden = hidden.iter().any(Hidden::is_any);
        let counted = &table.counted;
        if is_hidden || table.answers < 2 || !counted.is_of_one_each() {
            continue;
        }
        let answers: Vec<&str> =
            counted.kinds.iter().take(table.answers).map(|kind| kind.name.as_str()).collect();
        let bar = bar(question.wording.first.question.label(), &counted.counts(), table.answers);
        match groups.iter_mut().find(|group| group.answers == answers) {
            Some(group) => group.bars.push(bar),
            None => groups.push(Group { answers, bars: vec![bar] }),
        }
    }
    groups.into_iter().filter(|group| group.bars.len() > 1).map(|group| Block::Chart(chart(group))).collect()
}

/// The picture has no names of numbers: they stand in the tables, and a name is given once.
fn bar(label: &str, counts: &[u64], answers: usize) -> (String, Vec<Amount>) {
    let amount = |count: u64| Amount { value: Some(count), shown: count.to_string(), anchor: None };
    let (given, empty) = counts.split_at_checked(answers).unwrap_or((counts, &[]));
    let parts = given.iter().copied().chain([empty.iter().sum()]).map(amount).collect();
    (format!("Question {label}"), parts)
}

fn chart(group: Group<'_>) -> Chart {
    let parts: Vec<String> =
        group.answers.iter().map(|answer| (*answer).to_owned()).chain([EMPTY.to_owned()]).collect();
    let told = group.bars.iter().map(|(question, amounts)| {
        let counted = parts.iter().zip(amounts).filter(|(_, amount)| amount.value != Some(0));
        let counted: Vec<String> = counted.map(|(part, amount)| format!("{part} {}", amount.shown)).collect();
        format!("{question}: {}", if counted.is_empty() { "nobody".to_owned() } else { counted.join(", ") })
    });
    let in_words = told.collect::<Vec<_>>().join("; ");
    Chart {
        title: "The answers beside each other".to_owned(),
        in_words,
        kind: ChartKind::Stacked { parts, bars: group.bars },
    }
}
