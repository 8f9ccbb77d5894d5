//! Reading a text in one go, when there is nothing unusual in it.
//!
//! Promises: what is read here is what [`reader`](super::reader) would read level by level; where it could be
//! anything else, nothing is read. That is so for a number whose digits the parser would lose, a name that stands
//! twice, too many levels, too many values, and whatever is no JSON. Why it is unusual is left to the reader, who finds the place.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::borrowed::Borrowed;
use crate::model::json::{Json, Member, name_bit};

/// Reads a whole text, or nothing.
pub(super) fn read(text: &str, depth: usize, most_values: usize) -> Option<Json<'_>> {
    let mut parser = serde_json::Deserializer::from_str(text);
    let json = Value { depth, left: &Cell::new(most_values) }.deserialize(&mut parser).ok()?;
    parser.end().ok()?;
    Some(json)
}

/// A value with at most `depth` levels of lists and objects, itself the first, in a text with so many values left.
struct Value<'c> {
    depth: usize,
    left: &'c Cell<usize>,
}

impl Value<'_> {
    fn below<E: Error>(&self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| E::custom("too deep"))?;
        Ok(Self { depth, left: self.left })
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        // The level by level reader counts scalars as a level too.
        self.below::<D::Error>()?;
        self.left.set(self.left.get().checked_sub(1).ok_or_else(|| D::Error::custom("too many values"))?);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Json::Bool(value))
    }

    /// Only digits come here, without a sign, a point or an exponent, so they are the ones that were written.
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Json::Number(Cow::Owned(number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Json::Number(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Err(E::custom("its digits would be lost"))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.below()?)? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members: Vec<Member<'de>> = Vec::new();
        while let Some(Borrowed(name)) = map.next_key()? {
            members.push((name, map.next_value_seed(self.below()?)?));
        }
        if has_a_name_twice(&members) {
            Err(A::Error::custom("a name twice"))
        } else {
            Ok(Json::Object(members))
        }
    }
}

/// Looking through a few names is quicker than sorting them; objects with many members are sorted.
const FEW: usize = 24;

fn has_a_name_twice(members: &[Member<'_>]) -> bool {
    if members.len() > FEW {
        let names: BTreeSet<&str> = members.iter().map(|(name, _)| &**name).collect();
        return names.len() < members.len();
    }
    let mut bits = 0;
    members.iter().enumerate().any(|(place, (name, _))| {
        let bit = name_bit(name);
        let may_be_there = bits & bit != 0;
        bits |= bit;
        may_be_there && members.iter().take(place).any(|(other, _)| other == name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unusual_is_left_to_the_reader() {
        for text in [
            "1.0",
            "1e2",
            "-0",
            "99999999999999999999",
            "{\"a\":1,\"a\":2}",
            "[1",
            "",
            "{} {}",
            "[[1]]",
            "[1,2,3,4,5]",
        ] {
            assert_eq!(read(text, 2, 5), None, "{text}");
        }
        for text in ["1", "-5", "18446744073709551615", "[1]", "{\"a\":1,\"b\":\"\\u00e9\"}", " {} "] {
            assert!(read(text, 2, 5).is_some(), "{text}");
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_found_among_many_too() {
        let names: Vec<String> = (0..40).map(|number| format!("\"n{number}\":{number}")).collect();
        assert!(read(&format!("{{{}}}", names.join(",")), 3, 100).is_some());
        assert_eq!(read(&format!("{{{},\"n7\":0}}", names.join(",")), 3, 100), None);
    }
}
