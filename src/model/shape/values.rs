//! How plain values, ids, lists and maps stand in a file.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Fault, Value, Wrong, schema_object, schema_of_type};
use crate::model::canonical::Order;
use crate::model::ids::{EntryId, ProbeId, PromptId, QuestionId, SeatId, SessionId, ThemeId, WriterId};
use crate::model::json::{Json, Member};
use crate::model::stamp::Stamp;

impl Value for String {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        match json {
            Json::Text(text) => Ok(text.into_owned()),
            other => Err(Fault::expected("a text", &other)),
        }
    }

    fn to_json(&self) -> Json<'_> {
        Json::text(self)
    }

    fn schema() -> Json<'static> {
        schema_of_type("string")
    }
}

impl Value for bool {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        match json {
            Json::Bool(value) => Ok(value),
            other => Err(Fault::expected("true or false", &other)),
        }
    }

    fn to_json(&self) -> Json<'_> {
        Json::Bool(*self)
    }

    fn schema() -> Json<'static> {
        schema_of_type("boolean")
    }
}

impl Value for u32 {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        // Only plain digits: 1e2, 1.0 and -0 would come back written otherwise.
        match &json {
            Json::Number(digits) => digits.parse().ok().filter(|_| !digits.starts_with(['-', '+'])),
            _ => None,
        }
        .ok_or_else(|| Fault::expected("a whole number from 0 to 4294967295", &json))
    }

    fn to_json(&self) -> Json<'_> {
        Json::whole(u64::from(*self))
    }

    fn schema() -> Json<'static> {
        let limit = |name, digits: &'static str| (name, Json::Number(Cow::Borrowed(digits)));
        schema_object(vec![
            ("type", Json::text("integer")),
            limit("minimum", "0"),
            limit("maximum", "4294967295"),
        ])
    }
}

impl Value for i64 {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        match &json {
            Json::Number(digits) => digits.parse().ok().filter(|_| digits != "-0"),
            _ => None,
        }
        .ok_or_else(|| Fault::expected("a whole number", &json))
    }

    fn to_json(&self) -> Json<'_> {
        Json::Number(Cow::Owned(self.to_string()))
    }

    fn schema() -> Json<'static> {
        schema_of_type("integer")
    }
}

/// Any JSON, kept as written.
impl Value for Json<'static> {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        json.into_kept().ok_or(Fault::here(Wrong::TooDeep))
    }

    fn to_json(&self) -> Json<'_> {
        self.borrowed()
    }

    fn schema() -> Json<'static> {
        schema_object(vec![])
    }
}

fn elements<T: Value, C: FromIterator<T>>(json: Json<'_>) -> Result<C, Fault> {
    match json {
        Json::List(items) => items
            .into_iter()
            .enumerate()
            .map(|(place, item)| T::from_json(item).map_err(|fault| fault.in_element(place)))
            .collect(),
        other => Err(Fault::expected("a list", &other)),
    }
}

fn list_schema<T: Value>() -> Json<'static> {
    schema_object(vec![("type", Json::text("array")), ("items", T::schema())])
}

impl<T: Value> Value for Vec<T> {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        elements(json)
    }

    fn to_json(&self) -> Json<'_> {
        Json::List(self.iter().map(Value::to_json).collect())
    }

    fn schema() -> Json<'static> {
        list_schema::<T>()
    }
}

impl<T: Value + Ord> Value for BTreeSet<T> {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        elements(json)
    }

    fn to_json(&self) -> Json<'_> {
        Json::List(self.iter().map(Value::to_json).collect())
    }

    fn schema() -> Json<'static> {
        list_schema::<T>()
    }
}

/// Lets a type that is one text in a file be a member.
macro_rules! text_value {
    ($($type:ty: $expected:literal, $parse:expr, $schema:expr;)*) => { $(
        impl $crate::model::shape::Value for $type {
            fn from_json(
                json: $crate::model::json::Json<'_>,
            ) -> Result<Self, $crate::model::shape::Fault> {
                let parse: fn(&str) -> Option<Self> = $parse;
                json.as_text()
                    .and_then(parse)
                    .ok_or_else(|| $crate::model::shape::Fault::expected($expected, &json))
            }

            fn to_json(&self) -> $crate::model::json::Json<'_> {
                $crate::model::json::Json::Text(std::borrow::Cow::Owned(self.to_string()))
            }

            fn schema() -> $crate::model::json::Json<'static> {
                $schema
            }
        }
    )* };
}

fn pattern(pattern: &'static str) -> Json<'static> {
    schema_object(vec![("type", Json::text("string")), ("pattern", Json::text(pattern))])
}

text_value! {
    SessionId: "a session id like k7m2-q9xd-4tn1-b8wz", |text| text.parse().ok(),
        pattern("^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$");
    WriterId: "a writer's id like kj4x9q", |text| text.parse().ok(), pattern("^[0-9a-hjkmnp-tv-z]{6}$");
}

impl Value for Stamp {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        let stamp = json.as_text().and_then(|text| text.parse().ok());
        stamp.ok_or_else(|| Fault::expected("a stamp like 2026-11-23T10:42:07.123Z-0002-kj4x9q", &json))
    }

    fn to_json(&self) -> Json<'_> {
        Json::Text(Cow::Owned(self.to_text()))
    }

    fn schema() -> Json<'static> {
        pattern("^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z-[0-9a-f]{4}-[0-9a-hjkmnp-tv-z]{6}$")
    }
}

/// Lets a type that is any text be a member: written as it stands, without a copy.
macro_rules! any_text_value {
    ($($type:ty: $expected:literal;)*) => { $(
        impl $crate::model::shape::Value for $type {
            fn from_json(
                json: $crate::model::json::Json<'_>,
            ) -> Result<Self, $crate::model::shape::Fault> {
                json.as_text()
                    .map(Self::new)
                    .ok_or_else(|| $crate::model::shape::Fault::expected($expected, &json))
            }

            fn to_json(&self) -> $crate::model::json::Json<'_> {
                $crate::model::json::Json::text(self.as_str())
            }

            fn schema() -> $crate::model::json::Json<'static> {
                $crate::model::shape::schema_of_type("string")
            }
        }
    )* };
}

any_text_value! {
    EntryId: "a text";
    SeatId: "a seat like P3-kj4x9q";
    ThemeId: "a theme's id";
    PromptId: "a prompt's id";
    ProbeId: "a probe's id";
    QuestionId: "a question's id";
}

pub(crate) use any_text_value;

impl<T: Value> Value for BTreeMap<String, T> {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        let Json::Object(members) = json else { return Err(Fault::expected("an object", &json)) };
        let read = |(name, value): Member<'_>| {
            let value = T::from_json(value).map_err(|fault| fault.in_member(&name))?;
            Ok((name.into_owned(), value))
        };
        members.into_iter().map(read).collect()
    }

    fn to_json(&self) -> Json<'_> {
        let members = self.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), value.to_json()));
        Json::object(members.collect(), Order::Other)
    }

    fn schema() -> Json<'static> {
        schema_object(vec![("type", Json::text("object")), ("additionalProperties", T::schema())])
    }
}
