//! How a type is read from JSON, written as JSON, and described as a schema: one definition for all three.
//!
//! A struct declared with [`shape!`] lists its members once. Reading takes the members it knows and leaves the
//! others, so that what a later version of the program wrote is kept; derives of the serde family cannot do
//! this without rewriting numbers and swallowing repeated names. A wrong value is told with the path to it;
//! `format` turns the path into line and column.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::canonical::Order;
use super::json::{Json, MAX_DEPTH, Member, borrowed_members};

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
        for (at, step) in self.path().enumerate() {
            match step {
                Step::Member(name) if at == 0 => write!(f, "{name}")?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Element(place) => write!(f, "[{place}]")?,
            }
        }
        if !self.inside_out.is_empty() {
            f.write_str(": ")?;
        }
        write!(f, "{}", self.wrong)
    }
}

/// The members of an object while they are being read: known ones are taken out, what is left is unknown.
#[derive(Debug)]
pub struct Members<'a>(Vec<Option<Member<'a>>>);

impl<'a> Members<'a> {
    /// Opens an object.
    ///
    /// # Errors
    /// [`Wrong::Kind`] when the value is not an object.
    pub fn of(json: Json<'a>) -> Result<Self, Fault> {
        match json {
            Json::Object(members) => Ok(Self(members.into_iter().map(Some).collect())),
            other => Err(Fault::expected("an object", &other)),
        }
    }

    /// Takes a member out, as it stands.
    pub fn take(&mut self, name: &str) -> Option<Json<'a>> {
        let place = self.0.iter_mut().find(|slot| slot.as_ref().is_some_and(|(key, _)| key == name))?;
        place.take().map(|(_, value)| value)
    }

    /// Takes out a member that must be there.
    ///
    /// # Errors
    /// [`Wrong::Missing`], or what [`Value::from_json`] finds wrong.
    pub fn required<T: Value>(&mut self, name: &'static str) -> Result<T, Fault> {
        let value = self.take(name).ok_or(Fault::here(Wrong::Missing(name)))?;
        T::from_json(value).map_err(|fault| fault.in_member(name))
    }

    /// Takes out a member that may be missing.
    ///
    /// # Errors
    /// What [`Value::from_json`] finds wrong.
    pub fn optional<T: Value>(&mut self, name: &'static str) -> Result<Option<T>, Fault> {
        self.take(name).map(|value| T::from_json(value).map_err(|fault| fault.in_member(name))).transpose()
    }

    /// Takes out a list that may be missing, then it is empty.
    ///
    /// # Errors
    /// What [`Value::from_json`] finds wrong.
    pub fn list<T: Value + Default>(&mut self, name: &'static str) -> Result<T, Fault> {
        Ok(self.optional(name)?.unwrap_or_default())
    }

    /// The names not taken yet, in the order of the text.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flatten().map(|(name, _)| &**name)
    }

    /// Keeps what nobody took.
    ///
    /// # Errors
    /// [`Wrong::TooDeep`].
    pub fn rest(self) -> Result<Unknown, Fault> {
        let mut kept = Vec::new();
        for (name, value) in self.0.into_iter().flatten() {
            let Some(value) = value.into_kept() else {
                return Err(Fault::here(Wrong::TooDeep).in_member(&name));
            };
            kept.push((Cow::Owned(name.into_owned()), value));
        }
        Order::Other.sort(&mut kept);
        Ok(Unknown(kept))
    }

    /// Refuses what nobody took: for shapes that are closed.
    ///
    /// # Errors
    /// [`Wrong::Unexpected`] naming the first member left.
    pub fn nothing_left(self) -> Result<(), Fault> {
        match self.0.into_iter().flatten().next() {
            Some((name, _)) => {
                Err(Fault::here(Wrong::Unexpected(name.clone().into_owned())).in_member(&name))
            }
            None => Ok(()),
        }
    }
}

/// Members that this version of the program does not know, kept as they were written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unknown(Vec<Member<'static>>);

impl Unknown {
    /// Looks one up.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json<'static>> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Adds them to an object being written.
    pub fn put<'a>(&'a self, members: &mut Vec<Member<'a>>) {
        members.extend(borrowed_members(&self.0));
    }
}

/// A value of one member.
pub trait Value: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// A [`Fault`] with the path below this value.
    fn from_json(json: Json<'_>) -> Result<Self, Fault>;

    /// Writes it.
    fn to_json(&self) -> Json<'_>;

    /// Describes it, as a JSON Schema.
    fn schema() -> Json<'static>;
}

/// The members of a body or record, apart from those every version has.
pub trait Shape: Sized {
    /// Takes out the members it knows.
    ///
    /// # Errors
    /// A [`Fault`] with the path below this object.
    fn read(members: &mut Members<'_>) -> Result<Self, Fault>;

    /// Adds its members to an object being written; the caller puts them in order.
    fn write<'a>(&'a self, members: &mut Vec<Member<'a>>);

    /// What it is, in a sentence.
    fn about() -> &'static str;

    /// Name, description, schema of each member, and whether it must be there.
    fn schema_members() -> Vec<SchemaMember>;
}

/// One member in a schema.
#[derive(Debug)]
pub struct SchemaMember {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    /// What it may hold.
    pub schema: Json<'static>,
    /// Whether it must be there.
    pub required: bool,
}

/// Builds an object of a schema.
#[must_use]
pub fn schema_object(members: Vec<(&'static str, Json<'static>)>) -> Json<'static> {
    Json::Object(members.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect())
}

/// A schema that says no more than the type.
#[must_use]
pub fn schema_of_type(name: &'static str) -> Json<'static> {
    schema_object(vec![("type", Json::text(name))])
}

/// Declares a struct with the members it is read from and written to. Each member is `required`, `optional`
/// (then its type is an `Option`) or a `list` (missing when empty).
macro_rules! shape {
    (
        $(#[doc = $about:literal])* $(#[derive($($derive:ident),*)])?
        pub struct $type:ident { $(
            $(#[doc = $member_about:literal])*
            $presence:ident $name:literal $field:ident: $member:ty,
        )* }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq, Eq $($(, $derive)*)?)]
        pub struct $type { $(
            $(#[doc = $member_about])*
            pub $field: $member,
        )* }

        impl $crate::model::shape::Shape for $type {
            fn read(
                members: &mut $crate::model::shape::Members<'_>,
            ) -> Result<Self, $crate::model::shape::Fault> {
                Ok(Self { $( $field: members.$presence($name)?, )* })
            }

            fn write<'a>(&'a self, members: &mut Vec<$crate::model::json::Member<'a>>) {
                $( $crate::model::shape::write_member!($presence, members, $name, &self.$field); )*
            }

            fn about() -> &'static str {
                concat!($($about),*)
            }

            fn schema_members() -> Vec<$crate::model::shape::SchemaMember> {
                vec![ $( $crate::model::shape::SchemaMember {
                    name: $name,
                    about: concat!($($member_about),*),
                    schema: $crate::model::shape::schema_member!($presence, $member),
                    required: $crate::model::shape::is_required!($presence),
                }, )* ]
            }
        }
    };
}

/// Adds one member to an object being written.
macro_rules! write_member {
    (required, $members:ident, $name:literal, $value:expr) => {
        $members.push((std::borrow::Cow::Borrowed($name), $crate::model::shape::Value::to_json($value)))
    };
    (optional, $members:ident, $name:literal, $value:expr) => {
        if let Some(value) = $value {
            $members.push((std::borrow::Cow::Borrowed($name), $crate::model::shape::Value::to_json(value)));
        }
    };
    (list, $members:ident, $name:literal, $value:expr) => {
        if !$value.is_empty() {
            $members.push((std::borrow::Cow::Borrowed($name), $crate::model::shape::Value::to_json($value)));
        }
    };
}

/// The schema of a member's value.
macro_rules! schema_member {
    (optional, $member:ty) => {
        <$member as $crate::model::shape::Wrapped>::schema()
    };
    ($presence:ident, $member:ty) => {
        <$member as $crate::model::shape::Value>::schema()
    };
}

macro_rules! is_required {
    (required) => {
        true
    };
    ($presence:ident) => {
        false
    };
}

/// Declares an enum that is one word in a file.
macro_rules! words {
    (
        $(#[doc = $about:literal])*
        pub enum $type:ident { $( $(#[doc = $word_about:literal])* $variant:ident = $word:literal, )* }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $( $(#[doc = $word_about])* $variant, )* }

        impl $type {
            /// Every one, in the order of the declaration.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            /// The word that stands in files and on the command line.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }

            /// Finds the one with this word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $( $word => Some(Self::$variant), )* _ => None }
            }
        }

        impl $crate::model::shape::Value for $type {
            fn from_json(
                json: $crate::model::json::Json<'_>,
            ) -> Result<Self, $crate::model::shape::Fault> {
                json.as_text().and_then(Self::from_word).ok_or_else(|| {
                    $crate::model::shape::Fault::expected(
                        ["one of: ", &[$($word),*].join(", ")].concat(),
                        &json,
                    )
                })
            }

            fn to_json(&self) -> $crate::model::json::Json<'_> {
                $crate::model::json::Json::text(self.word())
            }

            fn schema() -> $crate::model::json::Json<'static> {
                use $crate::model::json::Json;
                $crate::model::shape::schema_object(vec![
                    ("enum", Json::List(vec![ $( Json::text($word), )* ])),
                ])
            }
        }
    };
}

pub(crate) use {is_required, schema_member, shape, words, write_member};

/// What an optional member holds when it is there.
pub trait Wrapped {
    /// Describes the value inside.
    fn schema() -> Json<'static>;
}

impl<T: Value> Wrapped for Option<T> {
    fn schema() -> Json<'static> {
        T::schema()
    }
}

/// Describes a struct with named members.
#[must_use]
pub fn object_schema<T: Shape>(is_open: bool) -> Json<'static> {
    schema_of_members(T::about(), T::schema_members(), is_open)
}

/// Describes an object with these members; an open one may hold others.
#[must_use]
pub fn schema_of_members(about: &'static str, members: Vec<SchemaMember>, is_open: bool) -> Json<'static> {
    let required = members.iter().filter(|member| member.required).map(|member| Json::text(member.name));
    let required = Json::List(required.collect());
    let properties = members.into_iter().map(|member| {
        let Json::Object(mut schema) = member.schema else { return (member.name, member.schema) };
        if !schema.iter().any(|(name, _)| name == "description" || name == "$ref") {
            schema.insert(0, (Cow::Borrowed("description"), Json::text(member.about.trim())));
        }
        (member.name, Json::Object(schema))
    });
    let properties = schema_object(properties.collect());
    let mut schema = vec![
        ("description", Json::text(about.trim())),
        ("type", Json::text("object")),
        ("properties", properties),
        ("required", required),
    ];
    if !is_open {
        schema.push(("additionalProperties", Json::Bool(false)));
    }
    schema_object(schema)
}

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

use super::ids::{EntryId, ProbeId, PromptId, QuestionId, SeatId, SessionId, ThemeId, WriterId};
use super::stamp::Stamp;

text_value! {
    SessionId: "a session id like k7m2-q9xd-4tn1-b8wz", |text| text.parse().ok(),
        pattern("^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$");
    WriterId: "a writer's id like kj4x9q", |text| text.parse().ok(), pattern("^[0-9a-hjkmnp-tv-z]{6}$");
    Stamp: "a stamp like 2026-11-23T10:42:07.123Z-0002-kj4x9q", |text| text.parse().ok(),
        pattern("^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z-[0-9a-f]{4}-[0-9a-hjkmnp-tv-z]{6}$");
    EntryId: "a text", |text| Some(Self::new(text)), schema_of_type("string");
    SeatId: "a seat like P3-kj4x9q", |text| Some(Self::new(text)), schema_of_type("string");
    ThemeId: "a theme's id", |text| Some(Self::new(text)), schema_of_type("string");
    PromptId: "a prompt's id", |text| Some(Self::new(text)), schema_of_type("string");
    ProbeId: "a probe's id", |text| Some(Self::new(text)), schema_of_type("string");
    QuestionId: "a question's id", |text| Some(Self::new(text)), schema_of_type("string");
}

pub(crate) use text_value;

/// A struct inside a body, with the members it holds that this version of the program does not know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Open<T> {
    /// What is known.
    pub known: T,
    /// What is not.
    pub unknown: Unknown,
}

impl<T> From<T> for Open<T> {
    fn from(known: T) -> Self {
        Self { known, unknown: Unknown::default() }
    }
}

impl<T: Shape> Value for Open<T> {
    fn from_json(json: Json<'_>) -> Result<Self, Fault> {
        let mut members = Members::of(json)?;
        let known = T::read(&mut members)?;
        Ok(Self { known, unknown: members.rest()? })
    }

    fn to_json(&self) -> Json<'_> {
        let mut members = Vec::new();
        self.known.write(&mut members);
        self.unknown.put(&mut members);
        Json::object(members, Order::Other)
    }

    fn schema() -> Json<'static> {
        object_schema::<T>(true)
    }
}

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
