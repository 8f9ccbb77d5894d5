//! A JSON value as it was written: numbers keep their digits, objects keep every member.
//!
//! Bodies hold members that this version of the program does not know. They must come back byte for byte, so
//! they are kept in this form, which neither rounds a number nor drops a key. Reading text into it is
//! `format`'s work, writing it out is [`canonical`](super::canonical)'s.

use std::borrow::Cow;

use super::canonical::Order;

/// How deep lists and objects may stand inside one another within a single member.
pub const MAX_DEPTH: usize = 32;

/// A JSON value, borrowing from the text it was read from where it can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, in the digits it was written with.
    Number(Cow<'a, str>),
    /// A string, unescaped.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Json<'a>>),
    /// An object; no name stands twice.
    Object(Vec<Member<'a>>),
}

/// A name and its value inside an object.
pub type Member<'a> = (Cow<'a, str>, Json<'a>);

impl<'a> Json<'a> {
    /// Makes an object with its members in canonical order.
    #[must_use]
    pub fn object(mut members: Vec<Member<'a>>, order: Order) -> Self {
        order.sort(&mut members);
        Self::Object(members)
    }

    /// Makes a string that borrows `text`.
    #[must_use]
    pub const fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// Makes a whole number.
    #[must_use]
    pub fn whole(number: u64) -> Self {
        Self::Number(Cow::Owned(number.to_string()))
    }

    /// Names the kind of value, as an error message puts it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// Looks up a member of an object; nothing for other values.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The string it is, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A value of its own that compares by content: members of every object in canonical order.
    ///
    /// Nothing when lists and objects stand more than [`MAX_DEPTH`] deep in one another.
    #[must_use]
    pub fn into_kept(self) -> Option<Json<'static>> {
        self.kept_within(MAX_DEPTH)
    }

    /// A value of its own, for what has passed the door already and may stand a few levels deeper now.
    #[must_use]
    pub fn into_owned(self) -> Json<'static> {
        self.kept_within(MAX_DEPTH + 8).unwrap_or(Json::Null)
    }

    fn kept_within(self, depth: usize) -> Option<Json<'static>> {
        Some(match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(value),
            Self::Number(digits) => Json::Number(Cow::Owned(digits.into_owned())),
            Self::Text(text) => Json::Text(Cow::Owned(text.into_owned())),
            Self::List(items) => {
                let depth = depth.checked_sub(1)?;
                Json::List(items.into_iter().map(|item| item.kept_within(depth)).collect::<Option<_>>()?)
            }
            Self::Object(members) => {
                let depth = depth.checked_sub(1)?;
                let kept = |(name, value): Member<'a>| {
                    Some((Cow::Owned(name.into_owned()), value.kept_within(depth)?))
                };
                Json::object(members.into_iter().map(kept).collect::<Option<_>>()?, Order::Other)
            }
        })
    }

    /// The same value, borrowed.
    #[must_use]
    pub fn borrowed(&self) -> Json<'_> {
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(*value),
            Self::Number(digits) => Json::Number(Cow::Borrowed(digits)),
            Self::Text(text) => Json::Text(Cow::Borrowed(text)),
            Self::List(items) => Json::List(items.iter().map(Json::borrowed).collect()),
            Self::Object(members) => Json::Object(borrowed_members(members)),
        }
    }
}

/// One bit of a name, by which most names of one object differ. Names with different bits are different, which saves
/// comparing them letter by letter: a file of a hundred notes is read with a hundred thousand comparisons.
#[must_use]
pub fn name_bit(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let ends = [bytes.first(), bytes.last()].map(|byte| u64::from(byte.copied().unwrap_or_default()));
    1 << ((bytes.len() as u64 * 5 + ends.iter().fold(0, |sum, byte| sum * 3 + byte)) & 63)
}

/// The same members, borrowed.
#[must_use]
pub fn borrowed_members<'b>(members: &'b [Member<'_>]) -> Vec<Member<'b>> {
    members.iter().map(|(name, value)| (Cow::Borrowed(&**name), value.borrowed())).collect()
}
