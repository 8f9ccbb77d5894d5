//! Who sits where: the map from names in a transcript to seats, as a file.
//!
//! An object: for each name the label of a seat, like `"P3"`, or `null` for somebody whose words are nobody's in the
//! session, as the facilitator's are. It holds names, so it never lies with the notes unless somebody puts it there.

use std::collections::BTreeMap;

use crate::format::FormatError;
use crate::format::reader;
use crate::model::canonical::{Order, pretty};
use crate::model::json::Json;
use crate::model::shape::Fault;

/// For each name the label of a seat, or nothing for somebody whose words are nobody's.
pub type SeatMap = BTreeMap<String, Option<String>>;

/// Reads a map.
///
/// # Errors
/// [`FormatError`], with the place of the first thing that is not as it should be.
pub fn read(bytes: &[u8]) -> Result<SeatMap, FormatError> {
    let text = reader::decode(bytes)?;
    let placed = |fault| reader::placed(text, fault);
    let members = match reader::read(text)? {
        Json::Object(members) => members,
        other => return Err(placed(Fault::expected("an object of names and seats", &other))),
    };
    let seat = |(name, json): (std::borrow::Cow<'_, str>, Json<'_>)| match json {
        Json::Text(label) => Ok((name.into_owned(), Some(label.into_owned()))),
        Json::Null => Ok((name.into_owned(), None)),
        other => Err(placed(Fault::expected("the label of a seat or null", &other).in_member(&name))),
    };
    members.into_iter().map(seat).collect()
}

/// The text of a map.
#[must_use]
pub fn written(map: &SeatMap) -> String {
    let label =
        |label: &Option<String>| label.as_ref().map_or(Json::Null, |label| Json::Text(label.clone().into()));
    let members = map.iter().map(|(name, seat)| (name.clone().into(), label(seat))).collect();
    pretty(&Json::object(members, Order::Other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_read_as_it_was_written() {
        let map: SeatMap =
            [("Ms Green".to_owned(), Some("P3".to_owned())), ("Interviewer".to_owned(), None)].into();
        assert_eq!(read(written(&map).as_bytes()).unwrap(), map);
    }

    #[test]
    fn what_is_no_map_is_refused_with_its_place() {
        for (text, told) in [
            ("[]", "line 1, column 1"),
            ("{\"A\": \"P1\", \"A\": \"P2\"}", "A"),
            ("{\n  \"A\": 3\n}", "line 2, column 8"),
            ("{\"A\": \"P1\"", "line 1"),
        ] {
            let refused = read(text.as_bytes()).unwrap_err().to_string();
            assert!(refused.contains(told), "{refused}");
        }
    }
}
