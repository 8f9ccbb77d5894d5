//! What each column of a sheet is for, and the file in which that is kept.
//!
//! The file is JSON with `format`, `version`, `instrument` and `columns`. It is read strictly: a member, a use or a
//! question that is not known is an error, for a column that is taken amiss puts words under the wrong question.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use thiserror::Error;

use super::sheet::letters;
use crate::format::{FormatError, Problem, reader};
use crate::model::canonical::pretty;
use crate::model::ids::QuestionId;
use crate::model::instrument::Guide;
use crate::model::json::{Json, Member};
use crate::model::question::{Question, QuestionKind};
use crate::model::shape::{Fault, Members, Shape as _, Value as _, shape, words};
use crate::routing::suggest::nearest;

/// What the file says it is.
pub const FORMAT: &str = "hearken/columns";

/// The version of it that this program writes and reads.
const VERSION: u32 = 1;

words! {
    /// What a column is for.
    pub enum Use {
        /// Tells one return from the others, also when the sheet is corrected.
        Key = "key",
        /// Where the return comes from.
        Site = "site",
        /// The date of the return.
        HeldOn = "held_on",
        /// The answer to a question.
        Answer = "answer",
        /// What was said with the answer.
        Words = "words",
        /// A comment of whoever keeps the sheet.
        Comment = "comment",
        /// Is not taken.
        Nothing = "nothing",
    }
}

shape! {
    /// One column.
    pub struct Column {
        /// Its name in the header.
        required "column" name: String,
        /// What it is for.
        required "use" purpose: Use,
        /// The question it is about, for answers and words.
        optional "question" question: Option<QuestionId>,
        /// Where a question has a column for each answer or row: which one, by its id.
        optional "part" part: Option<String>,
    }
}

impl Column {
    /// A column that is about no question.
    #[must_use]
    pub fn plain(name: impl Into<String>, purpose: Use) -> Self {
        Self { name: name.into(), purpose, question: None, part: None }
    }

    /// A column about a question.
    #[must_use]
    pub fn about(name: impl Into<String>, purpose: Use, question: &Question) -> Self {
        Self { question: Some(question.id.clone()), ..Self::plain(name, purpose) }
    }
}

/// What all columns of a sheet are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The instrument that was answered, by its id.
    pub instrument: String,
    /// The columns.
    pub columns: Vec<Column>,
}

/// Why columns do not fit a sheet and an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    /// The map is for another instrument.
    #[error("the map is for the instrument “{map}”, and “{wanted}” was named")]
    OtherInstrument {
        /// The one in the map.
        map: String,
        /// The one that was named.
        wanted: String,
    },
    /// A column that the sheet does not have.
    #[error("there is no column “{name}”{}", or_else(.meant.as_ref()))]
    NoColumn {
        /// Its name.
        name: String,
        /// What may have been meant.
        meant: Option<String>,
    },
    /// A column that the map does not name.
    #[error("the map says nothing of the column “{0}”: give it a “use”, “nothing” if it is not to be taken")]
    NotNamed(String),
    /// A column that the map names twice.
    #[error("the map names the column “{0}” twice")]
    Twice(String),
    /// A column of the sheet without a name.
    #[error("column {0} has no name, and something stands in it")]
    NoName(String),
    /// A question that the instrument does not have.
    #[error("column “{name}”: there is no question “{question}”{}", or_else(.meant.as_ref()))]
    NoQuestion {
        /// The column.
        name: String,
        /// The question.
        question: String,
        /// What may have been meant.
        meant: Option<String>,
    },
    /// A use that needs a question.
    #[error("column “{name}”: for “{purpose}” it has to name a question")]
    NeedsQuestion {
        /// The column.
        name: String,
        /// Its use.
        purpose: &'static str,
    },
    /// A question where the use has no need of one.
    #[error("column “{name}”: for “{purpose}” it names no question and no part")]
    NoNeed {
        /// The column.
        name: String,
        /// Its use.
        purpose: &'static str,
    },
    /// A part that the question does not have, or none where one is needed.
    #[error("column “{name}”: its “part” has to be one of {offered}")]
    NoPart {
        /// The column.
        name: String,
        /// The parts.
        offered: String,
    },
    /// A part of a question that has none.
    #[error("column “{name}”: question {question} is answered in one column and has no parts")]
    HasNoParts {
        /// The column.
        name: String,
        /// The question, by its label.
        question: String,
    },
    /// Words beside an answer that is words.
    #[error("column “{name}”: question {question} is answered in words, so its “use” is “answer”")]
    IsWords {
        /// The column.
        name: String,
        /// The question, by its label.
        question: String,
    },
    /// Two columns for one thing.
    #[error("the columns “{first}” and “{second}” are for the same")]
    Same {
        /// One.
        first: String,
        /// The other.
        second: String,
    },
    /// The key in the map is another column.
    #[error("in the map the key is {}, and “{wanted}” was named", quoted(.map.as_ref()))]
    OtherKey {
        /// The one in the map.
        map: Option<String>,
        /// The one that was named.
        wanted: String,
    },
    /// No column is for an answer.
    #[error("no column is for the answer to a question of “{0}”")]
    NoAnswers(String),
    /// Nothing says when the returns came.
    #[error("no column says of which date a return is")]
    NoDate,
}

fn or_else(meant: Option<&String>) -> String {
    meant.map(|meant| format!("; “{meant}” may have been meant")).unwrap_or_default()
}

fn quoted(name: Option<&String>) -> String {
    name.map_or_else(|| "not said".to_owned(), |name| format!("“{name}”"))
}

impl Columns {
    /// Reads the file.
    ///
    /// # Errors
    /// A [`FormatError`] with the place of the fault.
    pub fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        let text = reader::decode(bytes)?;
        let json = reader::read(text)?;
        match json.get("format").and_then(Json::as_text) {
            Some(FORMAT) => {}
            Some(other) => {
                let why = format!("its “format” is “{other}”, and “{FORMAT}” was expected");
                return Err(FormatError::whole(Problem::NotOurs(why)));
            }
            None => {
                let why = format!("it has no “format” member “{FORMAT}”");
                return Err(FormatError::whole(Problem::NotOurs(why)));
            }
        }
        let placed = |fault| reader::placed(text, fault);
        let mut members = Members::of(json).map_err(placed)?;
        members.take("format");
        match members.required::<u32>("version").map_err(placed)? {
            VERSION => {}
            later => return Err(FormatError::whole(Problem::LaterVersion(later))),
        }
        Self::of_members(members).map_err(placed)
    }

    fn of_members(mut members: Members<'_>) -> Result<Self, Fault> {
        let instrument = members.required("instrument")?;
        let columns = match members.take("columns") {
            Some(Json::List(columns)) => columns,
            Some(other) => return Err(Fault::expected("a list of columns", &other).in_member("columns")),
            None => Vec::new(),
        };
        members.nothing_left()?;
        let column = |json| {
            let mut members = Members::of(json)?;
            let column = Column::read(&mut members)?;
            members.nothing_left().map(|()| column)
        };
        let columns = columns.into_iter().enumerate().map(|(place, json)| {
            column(json).map_err(|fault: Fault| fault.in_element(place).in_member("columns"))
        });
        Ok(Self { instrument, columns: columns.collect::<Result<_, _>>()? })
    }

    /// The text of the file.
    #[must_use]
    pub fn written(&self) -> String {
        let members = [
            ("format", Json::text(FORMAT)),
            ("version", Json::whole(u64::from(VERSION))),
            ("instrument", self.instrument.to_json()),
            ("columns", Json::List(self.columns.iter().map(written).collect())),
        ];
        pretty(&Json::Object(members.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect()))
    }

    /// The column of this use; the first where there are several.
    #[must_use]
    pub fn of_use(&self, purpose: Use) -> Option<&Column> {
        self.columns.iter().find(|column| column.purpose == purpose)
    }

    /// Columns that are not taken though they have a name.
    pub fn passed_over(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter(|column| column.purpose == Use::Nothing).map(|column| column.name.as_str())
    }

    /// Everything by which these columns do not fit a sheet with this header and the questions of this guide.
    #[must_use]
    pub fn unfit(&self, guide: &Guide, header: &[String], key: &str) -> Vec<Unfit> {
        let mut found = Vec::new();
        if self.instrument != guide.id {
            let (map, wanted) = (self.instrument.clone(), guide.id.clone());
            found.push(Unfit::OtherInstrument { map, wanted });
        }
        let in_map = self.of_use(Use::Key).map(|column| &column.name);
        if in_map.is_none_or(|name| name != key) {
            found.push(Unfit::OtherKey { map: in_map.cloned(), wanted: key.to_owned() });
        }
        self.names(header, &mut found);
        let questions: HashMap<&str, &Question> =
            guide.questions.iter().map(|question| (question.id.as_str(), question)).collect();
        for column in &self.columns {
            found.extend(target(column, guide, &questions));
        }
        self.twins(&mut found);
        if self.of_use(Use::Answer).is_none() {
            found.push(Unfit::NoAnswers(guide.title.clone()));
        }
        found
    }

    /// The columns of the map and those of the sheet are the same.
    fn names(&self, header: &[String], found: &mut Vec<Unfit>) {
        let mut named = HashSet::new();
        let there: HashSet<&str> = header.iter().map(String::as_str).collect();
        for Column { name, .. } in &self.columns {
            if !named.insert(name.as_str()) {
                found.push(Unfit::Twice(name.clone()));
            } else if !there.contains(name.as_str()) || name.is_empty() {
                let meant = nearest(name, header.iter().map(String::as_str));
                found.push(Unfit::NoColumn { name: name.clone(), meant });
            }
        }
        let is_unnamed = |name: &&String| !name.is_empty() && !named.contains(name.as_str());
        found.extend(header.iter().filter(is_unnamed).map(|name| Unfit::NotNamed(name.clone())));
    }

    /// No two columns are for the same thing. Comments may be many.
    fn twins(&self, found: &mut Vec<Unfit>) {
        let mut seen: HashMap<_, &str> = HashMap::new();
        let is_one = |column: &&Column| !matches!(column.purpose, Use::Comment | Use::Nothing);
        for column in self.columns.iter().filter(is_one) {
            let what =
                (column.purpose, column.question.as_ref().map(QuestionId::as_str), column.part.as_deref());
            // One column holds all answers, or each has its own: not both.
            let whole = (column.purpose, what.1, None);
            let twin = seen.get(&what).or(seen.get(&whole)).copied();
            if let Some(first) = twin {
                let (first, second) = (first.to_owned(), column.name.clone());
                found.push(Unfit::Same { first, second });
            }
            seen.insert(what, &column.name);
        }
    }
}

fn written(column: &Column) -> Json<'_> {
    let mut members: Vec<Member<'_>> = Vec::new();
    column.write(&mut members);
    Json::Object(members)
}

/// What is wrong with the question that a column names, and its part.
fn target(column: &Column, guide: &Guide, questions: &HashMap<&str, &Question>) -> Option<Unfit> {
    let (name, purpose) = (column.name.clone(), column.purpose.word());
    if !matches!(column.purpose, Use::Answer | Use::Words) {
        let has_more = column.question.is_some() || column.part.is_some();
        return has_more.then_some(Unfit::NoNeed { name, purpose });
    }
    let Some(id) = &column.question else { return Some(Unfit::NeedsQuestion { name, purpose }) };
    let Some(question) = questions.get(id.as_str()) else {
        let meant = nearest(id.as_str(), guide.questions.iter().map(|question| question.id.as_str()));
        return Some(Unfit::NoQuestion { name, question: id.to_string(), meant });
    };
    let label = || question.label().to_owned();
    if column.purpose == Use::Words {
        if question.kind == QuestionKind::Text {
            return Some(Unfit::IsWords { name, question: label() });
        }
        return column.part.is_some().then(|| Unfit::HasNoParts { name, question: label() });
    }
    let parts = parts(guide, question);
    match &column.part {
        Some(_) if parts.is_empty() => Some(Unfit::HasNoParts { name, question: label() }),
        Some(part) if parts.iter().any(|(id, _)| id == part) => None,
        None if question.kind != QuestionKind::Matrix => None,
        Some(_) | None => {
            let offered = parts.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ");
            Some(Unfit::NoPart { name, offered })
        }
    }
}

/// What may have a column of its own: the answers of a question that takes several, the rows of a matrix; each with its
/// text.
#[must_use]
pub fn parts<'g>(guide: &'g Guide, question: &'g Question) -> Vec<(&'g str, &'g str)> {
    match question.kind {
        QuestionKind::Choices => {
            let answers = guide.answers(question).iter();
            answers.map(|answer| (answer.id.as_str(), answer.text.as_str())).collect()
        }
        QuestionKind::Matrix => {
            question.items.iter().map(|item| (item.id.as_str(), item.text.as_str())).collect()
        }
        _ => Vec::new(),
    }
}

/// Columns of a sheet that have no name.
#[must_use]
pub fn nameless(header: &[String]) -> Vec<(usize, Unfit)> {
    let nameless = header.iter().enumerate().filter(|(_, name)| name.is_empty());
    nameless.map(|(place, _)| (place, Unfit::NoName(letters(place)))).collect()
}
