//! When a question is asked: conditions on the answers to earlier ones, as data.
//!
//! A condition is an object with one member, whose name says what it is: `all`, `any`, `not`, `answered`, `is`,
//! `like`, `includes`, `compare`. It holds nothing that runs, so a file of questions can do no harm. What it comes to
//! for given answers is [`routing`](crate::routing)'s business.

use std::borrow::Cow;

use super::figure::Figure;
use super::ids::QuestionId;
use super::json::Json;
use super::question::Like;
use super::shape::{Fault, Members, Shape, Value, Wrong, object_schema, schema_object, shape, words};
use super::when::When;

/// A condition on the answers to other questions. A question that is not asked has no answer, whatever was answered
/// before it was hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Every one of them holds.
    All(Vec<Condition>),
    /// One of them holds at least.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The question has an answer; being empty for a reason is none.
    Answered(QuestionId),
    /// The answer is this one of the answers offered.
    Is(Test),
    /// The answer counts as yes, or as no.
    Like(LikeTest),
    /// This one is among the answers.
    Includes(Test),
    /// The answer, a number or a date, stands in this relation to another.
    Compare(Comparison),
}

shape! {
    /// A question, and the one of its answers that is asked for.
    pub struct Test {
        /// The question.
        required "question" question: QuestionId,
        /// The answer's id.
        required "answer" answer: String,
    }
}

shape! {
    /// A question, and whether its answer is to count as yes or as no.
    pub struct LikeTest {
        /// The question.
        required "question" question: QuestionId,
        /// What its answer is to be like.
        required "answer" answer: Like,
    }
}

words! {
    /// How two numbers or dates stand to one another.
    pub enum Relation {
        /// Smaller, or earlier.
        LessThan = "less_than",
        /// Not greater, or not later.
        AtMost = "at_most",
        /// The same.
        Equal = "equal",
        /// Not smaller, or not earlier.
        AtLeast = "at_least",
        /// Greater, or later.
        MoreThan = "more_than",
    }
}

impl Relation {
    /// Whether it holds between two things that compare so.
    #[must_use]
    pub const fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::LessThan => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Equal => order.is_eq(),
            Self::AtLeast => order.is_ge(),
            Self::MoreThan => order.is_gt(),
        }
    }
}

/// What an answer is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    /// A number.
    Figure(Figure),
    /// A date.
    Date(When),
}

impl Value for Bound {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        if matches!(json, Json::Text(_)) {
            let found = json.borrowed();
            let date = When::from_json(json.borrowed())?;
            let is_date = date.as_str().len() == 10 && date.date().is_some();
            return if is_date {
                Ok(Self::Date(date))
            } else {
                Err(Fault::expected("a date like 2026-03-31", &found))
            };
        }
        Figure::from_json(json).map(Self::Figure)
    }

    fn to_json(&self) -> Json<'_> {
        match self {
            Self::Figure(figure) => figure.to_json(),
            Self::Date(date) => date.to_json(),
        }
    }

    fn schema() -> Json<'static> {
        schema_object(vec![("anyOf", Json::List(vec![Figure::schema(), When::schema()]))])
    }
}

shape! {
    /// A question whose answer is a number or a date, and what the answer is compared with.
    pub struct Comparison {
        /// The question.
        required "question" question: QuestionId,
        /// How the answer is to stand to the value.
        required "relation" relation: Relation,
        /// A number, or a date like `2026-03-31`.
        required "value" value: Bound,
    }
}

/// The members that a condition can have, in the order in which they are told.
pub const CONDITION_NAMES: [&str; 8] = ["all", "any", "not", "answered", "is", "like", "includes", "compare"];

fn tested<T: Shape>(json: Json<'_>) -> Result<T, Fault> {
    T::read(&mut Members::of(json)?)
}

impl Value for Condition {
    /// Members that mean nothing here are passed over, as everywhere in an instrument; whoever checks a file tells
    /// them.
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        let Json::Object(members) = json else {
            return Err(Fault::expected("a condition, an object", &json));
        };
        let mut known = members.into_iter().filter(|(name, _)| CONDITION_NAMES.contains(&&**name));
        let (name, value) = match (known.next(), known.next()) {
            (Some(only), None) => only,
            (None, _) => return Err(Fault::expected(ONE_MEMBER, &Json::Object(Vec::new()))),
            (Some(_), Some((second, _))) => {
                return Err(Fault::here(Wrong::Unexpected(second.clone().into_owned())).in_member(&second));
            }
        };
        match &*name {
            "all" => Value::from_json(value).map(Self::All),
            "any" => Value::from_json(value).map(Self::Any),
            "not" => Condition::from_json(value).map(|inner| Self::Not(Box::new(inner))),
            "answered" => QuestionId::from_json(value).map(Self::Answered),
            "is" => tested(value).map(Self::Is),
            "like" => tested(value).map(Self::Like),
            "includes" => tested(value).map(Self::Includes),
            _ => tested(value).map(Self::Compare),
        }
        .map_err(|fault| fault.in_member(&name))
    }

    fn to_json(&self) -> Json<'_> {
        fn written<T: Shape>(test: &T) -> Json<'_> {
            let mut members = Vec::new();
            test.write(&mut members);
            Json::object(members, super::canonical::Order::Other)
        }
        let (name, value) = match self {
            Self::All(inner) => ("all", inner.to_json()),
            Self::Any(inner) => ("any", inner.to_json()),
            Self::Not(inner) => ("not", inner.to_json()),
            Self::Answered(question) => ("answered", question.to_json()),
            Self::Is(test) => ("is", written(test)),
            Self::Like(test) => ("like", written(test)),
            Self::Includes(test) => ("includes", written(test)),
            Self::Compare(comparison) => ("compare", written(comparison)),
        };
        Json::Object(vec![(Cow::Borrowed(name), value)])
    }

    /// It holds conditions in turn, so it is defined apart ([`Condition::definition`]).
    fn schema() -> Json<'static> {
        schema_object(vec![("$ref", Json::text("#/$defs/condition"))])
    }
}

impl Condition {
    /// Its schema, to stand under the name `condition` among the definitions.
    #[must_use]
    pub fn definition() -> Json<'static> {
        let inner = Self::schema;
        let list = || {
            schema_object(vec![
                ("type", Json::text("array")),
                ("items", inner()),
                ("minItems", Json::whole(1)),
            ])
        };
        let [all, any, not, answered, is, like, includes, compare] = CONDITION_NAMES;
        let properties = schema_object(vec![
            (all, list()),
            (any, list()),
            (not, inner()),
            (answered, QuestionId::schema()),
            (is, object_schema::<Test>(false)),
            (like, object_schema::<LikeTest>(false)),
            (includes, object_schema::<Test>(false)),
            (compare, object_schema::<Comparison>(false)),
        ]);
        schema_object(vec![
            ("description", Json::text("When a question is asked: one member, which says what is tested.")),
            ("type", Json::text("object")),
            ("properties", properties),
            ("additionalProperties", Json::Bool(false)),
            ("minProperties", Json::whole(1)),
            ("maxProperties", Json::whole(1)),
        ])
    }
}

const ONE_MEMBER: &str = "one of: all, any, not, answered, is, like, includes, compare";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_told_as_they_are() {
        assert_eq!(ONE_MEMBER, format!("one of: {}", CONDITION_NAMES.join(", ")));
    }
}
