//! What is wrong with a value, and the way to it from the top of the file.

use std::borrow::Cow;
use std::fmt;

use crate::model::json::{Json, MAX_DEPTH};

/// One step from the top of a file to a value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The member of this name.
    Member(String),
    /// The element at this place, counted from 0.
    Element(usize),
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// A member that must be there is not.
    #[error("“{0}” is missing")]
    Missing(&'static str),
    /// Another kind of value was expected.
    #[error("expected {expected}, found {found}")]
    Kind {
        /// What belongs here.
        expected: Cow<'static, str>,
        /// What stands here, in words.
        found: String,
    },
    /// A member that may not stand here.
    #[error("“{0}” does not belong here")]
    Unexpected(String),
    /// Lists and objects stand too deep in one another.
    #[error("lists and objects stand more than {MAX_DEPTH} deep in one another here")]
    TooDeep,
}

/// What is wrong, and where, as a path from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From the innermost step outwards.
    inside_out: Vec<Step>,
    /// What is wrong there.
    pub wrong: Wrong,
}

impl Fault {
    /// A fault at the value itself.
    #[must_use]
    pub const fn here(wrong: Wrong) -> Self {
        Self { inside_out: Vec::new(), wrong }
    }

    /// A fault because another value was expected.
    #[must_use]
    pub fn expected(expected: impl Into<Cow<'static, str>>, found: &Json<'_>) -> Self {
        let found = match found {
            Json::Text(text) if text.chars().count() <= 60 => format!("“{text}”"),
            Json::Number(digits) if digits.len() <= 60 => digits.clone().into_owned(),
            other => other.kind().to_owned(),
        };
        Self::here(Wrong::Kind { expected: expected.into(), found })
    }

    /// The same fault, seen from the object that holds the value as `name`.
    #[must_use]
    pub fn in_member(mut self, name: &str) -> Self {
        self.inside_out.push(Step::Member(name.to_owned()));
        self
    }

    /// The same fault, seen from the list that holds the value at `place`.
    #[must_use]
    pub fn in_element(mut self, place: usize) -> Self {
        self.inside_out.push(Step::Element(place));
        self
    }

    /// The way from the top to the value.
    pub fn path(&self) -> impl Iterator<Item = &Step> {
        self.inside_out.iter().rev()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = path_in_words(self.path());
        if way.is_empty() { write!(f, "{}", self.wrong) } else { write!(f, "{way}: {}", self.wrong) }
    }
}

/// A path as people read it: `questions[2].when.is`.
#[must_use]
pub fn path_in_words<'a>(path: impl IntoIterator<Item = &'a Step>) -> String {
    let mut words = String::new();
    for step in path {
        match step {
            Step::Member(name) if words.is_empty() => words.push_str(name),
            Step::Member(name) => words.extend([".", name]),
            Step::Element(place) => words.push_str(&format!("[{place}]")),
        }
    }
    words
}
