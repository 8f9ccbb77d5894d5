//! A proposal of what each column is for, from its name: for a person to look at, and to correct in a file.
//!
//! A name is looked up as a question's id, as its number, as its text or the beginning of it, and as one of its answers.
//! What is not clear is not taken, rather than taken amiss.

use std::collections::{HashMap, HashSet};

use super::columns::{Column, Columns, Use, parts};
use crate::model::instrument::Guide;
use crate::model::question::{Question, QuestionKind};

/// Names that mean the place a return comes from.
const SITES: [&str; 8] =
    ["site", "place", "area", "board", "organisation", "organization", "name", "authority"];

/// Names that mean its date.
const DATES: [&str; 9] = [
    "date",
    "held_on",
    "held on",
    "date of return",
    "returned",
    "returned on",
    "date returned",
    "received",
    "date received",
];

/// Names that mean a comment of whoever keeps the sheet.
const COMMENTS: [&str; 5] = ["office note", "office notes", "note to file", "our comment", "our comments"];

/// What stands behind a question's number for the words beside its answer.
const WORDS: [&str; 7] = ["words", "comment", "comments", "text", "details", "in words", "reasons"];

/// So many letters of a question's text tell it from a word that happens to stand there.
const BEGINNING: usize = 12;

/// Proposes what the columns of a sheet are for; the key is known.
#[must_use]
pub fn proposed(guide: &Guide, header: &[String], key: &str) -> Columns {
    let known = Known::of(guide);
    let mut taken = HashSet::new();
    let mut propose = |name: &String| {
        let column = if name == key { Column::plain(name, Use::Key) } else { known.column(name) };
        // Of two that look alike, the first; a person may say otherwise.
        let what = (column.purpose, column.question.clone(), column.part.clone());
        let may_be_many = matches!(column.purpose, Use::Nothing | Use::Comment);
        if may_be_many || taken.insert(what) { column } else { Column::plain(name, Use::Nothing) }
    };
    let columns = header.iter().filter(|name| !name.is_empty()).map(&mut propose).collect();
    Columns { instrument: guide.id.clone(), columns }
}

/// The questions by everything they may be called.
struct Known<'g> {
    guide: &'g Guide,
    by_label: HashMap<String, &'g Question>,
    by_text: Vec<(String, &'g Question)>,
    /// The question and the part that a text stands for; nothing where it stands for several.
    by_part: HashMap<String, Option<(&'g Question, &'g str)>>,
}

impl<'g> Known<'g> {
    fn of(guide: &'g Guide) -> Self {
        let mut known =
            Self { guide, by_label: HashMap::new(), by_text: Vec::new(), by_part: HashMap::new() };
        for question in &guide.questions {
            for label in [question.id.as_str(), question.label()] {
                known.by_label.entry(plain(label)).or_insert(question);
            }
            known.by_text.push((plain(&question.text), question));
            for (id, text) in parts(guide, question) {
                let part = known.by_part.entry(plain(text)).or_insert(Some((question, id)));
                if part.is_some_and(|(of, _)| of.id != question.id) {
                    *part = None;
                }
            }
        }
        known
    }

    fn column(&self, name: &str) -> Column {
        let plain = plain(name);
        if let Some(question) = self.by_label(&plain) {
            return Column::about(name, Use::Answer, question);
        }
        for (names, purpose) in [(&SITES[..], Use::Site), (&DATES, Use::HeldOn), (&COMMENTS, Use::Comment)] {
            if names.contains(&plain.as_str()) {
                return Column::plain(name, purpose);
            }
        }
        if let Some((question, rest)) = self.begins_with_label(&plain)
            && let Some(column) = self.beside(name, question, rest)
        {
            return column;
        }
        if let Some(question) = self.by_beginning(&plain) {
            return Column::about(name, Use::Answer, question);
        }
        match self.by_part.get(&plain) {
            Some(Some((question, part))) => {
                Column { part: Some((*part).to_owned()), ..Column::about(name, Use::Answer, question) }
            }
            _ => Column::plain(name, Use::Nothing),
        }
    }

    /// By id or number, also as “Question 1a” and “Q1a”.
    fn by_label(&self, plain: &str) -> Option<&'g Question> {
        let bare = ["question ", "q ", "q", "no "].iter().find_map(|word| plain.strip_prefix(word));
        let found = |name: &str| self.by_label.get(name).copied();
        found(plain).or_else(|| bare.and_then(found))
    }

    /// A label and what stands behind it: “1. Does your board”, “1: words”, “5 [housing]”.
    fn begins_with_label<'n>(&self, plain: &'n str) -> Option<(&'g Question, &'n str)> {
        let ends = plain.match_indices([' ', '.', ':', ')', '-', '_', '[', '(']).map(|(at, _)| at);
        let cut = |at: usize| {
            let (label, rest) = plain.split_at_checked(at)?;
            let is_sign = |letter: char| !letter.is_alphanumeric();
            Some((self.by_label(label.trim())?, rest.trim_matches(is_sign)))
        };
        // The longest label: “question 1 words” begins with none, “question 1” with one.
        ends.collect::<Vec<_>>().into_iter().rev().find_map(cut)
    }

    /// What a column is for whose name begins with the label of a question.
    fn beside(&self, name: &str, question: &'g Question, rest: &str) -> Option<Column> {
        let text = plain(&question.text);
        if !rest.is_empty() && text.starts_with(rest) {
            return Some(Column::about(name, Use::Answer, question));
        }
        if WORDS.contains(&rest) {
            let is_words = question.kind == QuestionKind::Text;
            return Some(Column::about(name, if is_words { Use::Answer } else { Use::Words }, question));
        }
        let parts = parts(self.guide, question);
        let part = parts.into_iter().find(|(id, text)| plain(id) == rest || plain(text) == rest);
        part.map(|(id, _)| Column { part: Some(id.to_owned()), ..Column::about(name, Use::Answer, question) })
    }

    /// By a text that only one question begins with.
    fn by_beginning(&self, plain: &str) -> Option<&'g Question> {
        if plain.chars().count() < BEGINNING {
            return self.by_text.iter().find(|(text, _)| text == plain).map(|(_, question)| *question);
        }
        let mut found = self.by_text.iter().filter(|(text, _)| text.starts_with(plain));
        match (found.next(), found.next()) {
            (Some((_, question)), None) => Some(question),
            _ => None,
        }
    }
}

/// In small letters, with one blank between words and no stop at the end.
pub(super) fn plain(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let name = words.join(" ").replace('’', "'");
    name.trim_end_matches(['.', ':', '?', '…', ' ']).to_owned()
}
