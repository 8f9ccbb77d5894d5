//! How a type is read from JSON, written as JSON, and described as a schema: one definition for all three.
//!
//! A struct declared with [`shape!`] lists its members once. Reading takes the members it knows and leaves the
//! others, so that what a later version of the program wrote is kept; derives of the serde family cannot do
//! this without rewriting numbers and swallowing repeated names. A wrong value is told with the path to it;
//! `format` turns the path into line and column.
//!
//! Read [`Value`] and [`Shape`], then [`shape!`]; [`Members`] is an object being read, [`Fault`] what can be wrong
//! with it, `values` how plain values stand in a file.

mod fault;
mod members;
mod values;

use std::borrow::Cow;

use super::canonical::Order;
use super::json::{Json, Member};

pub use fault::{Fault, Step, Wrong, path_in_words};
pub use members::{Members, Unknown};
pub(crate) use values::any_text_value;

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
