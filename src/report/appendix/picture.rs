//! The answers as bars, one a question, those beside each other that offer the same answers.

use super::counting::Question;
use crate::document::{Amount, Block, Chart, ChartKind};
use crate::report::suppress::Hidden;

/// Questions that offer the same answers.
struct Group<'q> {
    /// How many of the parts are answers.
    answers: usize,
    /// The answers and then the kinds of empty, which are never added up.
    parts: Vec<&'q str>,
    /// Each question with its printed number, and a number for each part.
    bars: Vec<(String, Vec<u64>)>,
}

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
        let parts: Vec<&str> = counted.kinds.iter().map(|kind| kind.name.as_str()).collect();
        let bar = (format!("Question {}", question.wording.first.question.label()), counted.counts());
        match groups.iter_mut().find(|group| group.parts == parts) {
            Some(group) => group.bars.push(bar),
            None => groups.push(Group { answers: table.answers, parts, bars: vec![bar] }),
        }
    }
    groups.iter().filter(|group| group.bars.len() > 1).map(|group| Block::Chart(chart(group))).collect()
}

/// Kinds of empty that occur in no bar are left out. The picture has no names of numbers: they stand in the tables, and a
/// name is given once.
fn chart(group: &Group<'_>) -> Chart {
    let occurs = |part: usize| {
        part < group.answers
            || group.bars.iter().any(|(_, counts)| counts.get(part).is_some_and(|count| *count > 0))
    };
    let shown: Vec<usize> = (0..group.parts.len()).filter(|part| occurs(*part)).collect();
    let parts: Vec<String> =
        shown.iter().filter_map(|part| group.parts.get(*part)).map(|name| (*name).to_owned()).collect();
    let amount = |count: &u64| Amount { value: Some(*count), shown: count.to_string(), anchor: None };
    let bar = |(question, counts): &(String, Vec<u64>)| {
        let amounts = shown.iter().filter_map(|part| counts.get(*part)).map(amount).collect();
        (question.clone(), amounts)
    };
    let bars: Vec<(String, Vec<Amount>)> = group.bars.iter().map(bar).collect();
    let told = bars.iter().map(|(question, amounts)| {
        let counted = parts.iter().zip(amounts).filter(|(_, amount)| amount.value != Some(0));
        let counted: Vec<String> = counted.map(|(part, amount)| format!("{part} {}", amount.shown)).collect();
        format!("{question}: {}", if counted.is_empty() { "nobody".to_owned() } else { counted.join(", ") })
    });
    let in_words = told.collect::<Vec<_>>().join("; ");
    let kind = ChartKind::Stacked { parts, bars };
    Chart { title: "The answers beside each other".to_owned(), in_words, kind }
}
