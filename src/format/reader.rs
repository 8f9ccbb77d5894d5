//! The one reader of JSON: objects as names and raw slices, so that nothing is lost on the way in.
//!
//! `serde_json` checks the grammar; this goes through objects itself because three things matter here that its
//! own values lose: a name that stands twice is refused instead of the last one winning, numbers keep their
//! digits, and every value has its place in the text. A text with nothing unusual in it, as almost all are, is
//! read in one go ([`at_once`]); any other is gone through level by level.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::at_once;
use super::borrowed::Borrowed;
use super::error::{FormatError, Place, Problem};
use crate::model::json::{Json, MAX_DEPTH};
use crate::model::shape::{Fault, Step};

/// Levels above the member of a version: file, list of sessions, session, `deleted`, list, entry, `earlier`,
/// version, an object inside a body (as consent is) with two levels of its own; and one for what stands innermost.
const LEVELS_ABOVE_A_MEMBER: usize = 12;

/// Turns the bytes of a file into text.
///
/// # Errors
/// [`Problem::Empty`], [`Problem::OnlyZeroes`], [`Problem::Encoding`], [`Problem::NotUtf8`].
pub fn decode(bytes: &[u8]) -> Result<&str, FormatError> {
    let fail = |problem| Err(FormatError::whole(problem));
    match bytes {
        [] => return fail(Problem::Empty),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return fail(Problem::Encoding("UTF-16")),
        _ if bytes.iter().all(|byte| *byte == 0) => return fail(Problem::OnlyZeroes),
        [b'{', 0, ..] | [0, b'{', ..] => return fail(Problem::Encoding("UTF-16")),
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => fail(Problem::Empty),
        Ok(text) => Ok(text),
        Err(error) if error.error_len().is_none() => {
            let whole = bytes.get(..error.valid_up_to()).and_then(|whole| std::str::from_utf8(whole).ok());
            let whole = whole.unwrap_or_default();
            Err(FormatError {
                place: Some(Place::of(whole, whole.len())),
                problem: Problem::CutOff("it ends in the middle of a letter".to_owned()),
            })
        }
        Err(error) => {
            let offset = error.valid_up_to();
            // A lone byte above 0x9f between plain letters is how Latin-1 writes an accented one.
            let is_latin_1 = bytes.get(offset).is_some_and(|byte| *byte >= 0xa0)
                && bytes.get(offset + 1).is_none_or(u8::is_ascii);
            fail(if is_latin_1 { Problem::Encoding("Latin-1") } else { Problem::NotUtf8 { offset } })
        }
    }
}

/// Reads a whole text as one JSON value.
///
/// # Errors
/// [`Problem::NotJson`], [`Problem::CutOff`], [`Problem::RepeatedName`], [`Problem::TooDeep`],
/// [`Problem::TooManyValues`], each with its place.
pub fn read(text: &str) -> Result<Json<'_>, FormatError> {
    at_once::read(text, DEEPEST, MOST_VALUES).map_or_else(|| level_by_level(text, DEEPEST, MOST_VALUES), Ok)
}

/// Levels of lists and objects that a file may have.
const DEEPEST: usize = MAX_DEPTH + LEVELS_ABOVE_A_MEMBER;

/// Values that a file may have, lists and objects among them: a small one takes twenty times as much memory as text. As
/// this program lays files out, one of 64 MB has fewer.
const MOST_VALUES: usize = 4_000_000;

/// Goes through a text level by level, so that whatever is wrong with it has its place.
fn level_by_level(text: &str, depth: usize, most_values: usize) -> Result<Json<'_>, FormatError> {
    let raw = serde_json::from_str::<&RawValue>(text).map_err(|error| not_json(&error))?;
    value(raw.get(), depth, &Cell::new(most_values)).map_err(|(slice, problem)| FormatError {
        place: Some(Place::of(text, offset_of(text, slice))),
        problem,
    })
}

/// Finds the place of a fault in the text it was read from.
#[must_use]
pub fn placed(text: &str, fault: Fault) -> FormatError {
    let mut slice = text.trim_start_matches(|letter: char| letter.is_ascii_whitespace());
    for step in fault.path() {
        // The text was read before, so it parses; a step that is not there is a missing member.
        let next = match step {
            Step::Member(name) => serde_json::from_str::<Pairs<'_>>(slice)
                .ok()
                .and_then(|pairs| pairs.0.into_iter().find(|(key, _)| key == name))
                .map(|(_, value)| value.get()),
            Step::Element(place) => serde_json::from_str::<Vec<&RawValue>>(slice)
                .ok()
                .and_then(|items| items.get(*place).map(|item| item.get())),
        };
        match next {
            Some(next) => slice = next,
            None => break,
        }
    }
    FormatError { place: Some(Place::of(text, offset_of(text, slice))), problem: Problem::Fault(fault) }
}

pub(super) fn not_json(error: &serde_json::Error) -> FormatError {
    let place = Place { line: error.line().max(1), column: error.column().max(1) };
    // The message ends in serde_json's own "at line L column C", which the place already says.
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    let problem = if error.is_eof() { Problem::CutOff(message) } else { Problem::NotJson(message) };
    FormatError { place: Some(place), problem }
}

/// Both slices are of one text, so the difference of their addresses is the offset.
fn offset_of(text: &str, slice: &str) -> usize {
    (slice.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

/// A slice of the text, and what is wrong there.
type Misread<'a> = (&'a str, Problem);

/// Recursion is bounded by `depth`.
fn value<'a>(slice: &'a str, depth: usize, left: &Cell<usize>) -> Result<Json<'a>, Misread<'a>> {
    let Some(below) = depth.checked_sub(1) else { return Err((slice, Problem::TooDeep)) };
    let Some(others) = left.get().checked_sub(1) else { return Err((slice, Problem::TooManyValues)) };
    left.set(others);
    let odd = |error: &serde_json::Error| (slice, not_json(error).problem);
    Ok(match slice.as_bytes().first() {
        Some(b'{') => {
            let pairs: Pairs<'_> = serde_json::from_str(slice).map_err(|error| odd(&error))?;
            pairs.check_names(slice)?;
            let members = pairs.0.into_iter().map(|(name, raw)| Ok((name, value(raw.get(), below, left)?)));
            Json::Object(members.collect::<Result<_, _>>()?)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(slice).map_err(|error| odd(&error))?;
            Json::List(items.into_iter().map(|raw| value(raw.get(), below, left)).collect::<Result<_, _>>()?)
        }
        Some(b'"') => Json::Text(serde_json::from_str::<Borrowed<'_>>(slice).map_err(|error| odd(&error))?.0),
        Some(b't') => Json::Bool(true),
        Some(b'f') => Json::Bool(false),
        Some(b'n') => Json::Null,
        _ => Json::Number(Cow::Borrowed(slice)),
    })
}

/// The members of an object in the order of the text, repeated names and all.
pub(super) struct Pairs<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Pairs<'a> {
    fn check_names(&self, slice: &'a str) -> Result<(), Misread<'a>> {
        let mut names: Vec<&str> = self.0.iter().map(|(name, _)| &**name).collect();
        names.sort_unstable();
        let Some(twice) = names.windows(2).find_map(|pair| match pair {
            [one, other] if one == other => Some((*one).to_owned()),
            _ => None,
        }) else {
            return Ok(());
        };
        let second = self.0.iter().filter(|(name, _)| *name == twice).nth(1);
        Err((second.map_or(slice, |(_, raw)| raw.get()), Problem::RepeatedName(twice)))
    }
}

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some((Borrowed(name), raw)) = map.next_entry::<Borrowed<'de>, &'de RawValue>()? {
                    pairs.push((name, raw));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::canonical::compact;

    fn problem(text: &str) -> String {
        read(text).map(|json| compact(&json)).unwrap_err().to_string()
    }

    #[test]
    fn numbers_come_back_in_the_digits_they_were_written_with() {
        let text = "[99999999999999999999999,1E2,1e400,-0,0.10]";
        assert_eq!(read(text).map(|json| compact(&json)), Ok(text.to_owned()));
    }

    #[test]
    fn a_repeated_name_is_refused_at_any_depth_with_its_place() {
        assert_eq!(
            problem("{\"a\": [\n {\"b\": 1, \"\\u0062\": 2}]}"),
            "line 2, column 21: the name “b” stands twice in one object"
        );
    }

    #[test]
    fn deep_nesting_is_refused_without_recursion() {
        assert!(problem(&"[".repeat(100_000)).contains("cut off"));
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert!(problem(&deep).ends_with("lists and objects stand too deep in one another"));
    }

    #[test]
    fn more_values_than_any_file_has_are_refused_where_the_first_of_them_stands() {
        let list = |values: usize| format!("[{}1]", "1,".repeat(values - 2));
        assert!(read(&list(MOST_VALUES)).is_ok());
        let told = problem(&list(MOST_VALUES + 1));
        let column = list(MOST_VALUES + 1).len() - 1;
        assert_eq!(told, format!("line 1, column {column}: {}", Problem::TooManyValues));
    }

    #[test]
    fn other_encodings_are_named() {
        let told = |bytes: &[u8]| decode(bytes).unwrap_err().to_string();
        assert!(told(b"").contains("empty"));
        assert!(told(&[0; 64]).contains("zero bytes"));
        assert!(told(b"\xff\xfe{\0").contains("UTF-16"));
        assert!(told(b"{\0\"\0").contains("UTF-16"));
        assert!(told(b"{\"a\":\"caf\xe9\"}").contains("Latin-1"));
        assert!(told(b"{\"a\":\"\xc0\x80\"}").contains("offset 6"));
        assert_eq!(decode(b"\xef\xbb\xbf{}"), Ok("{}"));
    }

    #[test]
    fn a_lone_surrogate_is_refused() {
        assert!(problem("{\"a\":\"\\ud800\"}").starts_with("line 1, column 6"));
    }

    #[test]
    fn a_fault_is_found_by_its_path() {
        let text = "{\n  \"notes\": [\n    {},\n    {\"kind\": 7}\n  ]\n}";
        let fault =
            Fault::expected("a word", &Json::whole(7)).in_member("kind").in_element(1).in_member("notes");
        let told = placed(text, fault).to_string();
        assert_eq!(told, "line 4, column 14: notes[1].kind: expected a word, found 7");
    }

    fn text() -> impl Strategy<Value = String> {
        let scalar = prop::sample::select(vec![
            "null",
            "true",
            "0",
            "-1",
            "-0",
            "1.50",
            "1E2",
            "99999999999999999999",
            "\"\"",
            "\"a\\u0062\"",
            "\"é\\n\"",
        ]);
        let leaf = scalar.prop_map(str::to_owned);
        leaf.prop_recursive(6, 40, 5, |inner| {
            let name = prop::sample::select(vec!["a", "b", "\\u0061", "c"]);
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5)
                    .prop_map(|items| format!("[{}]", items.join(", "))),
                prop::collection::vec((name, inner), 0..4).prop_map(|members| {
                    let members: Vec<_> =
                        members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                    format!("{{{}}}", members.join(","))
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_read_at_once_is_what_is_read_level_by_level(
            text in text(),
            depth in 1_usize..8,
            most in 1_usize..40,
        ) {
            if let Some(json) = at_once::read(&text, depth, most) {
                prop_assert_eq!(Ok(json), level_by_level(&text, depth, most));
            }
        }
    }
}
