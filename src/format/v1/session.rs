//! A session's file.

use std::borrow::Cow;
use std::sync::Arc;

use super::{TopMember, head, lists};
use crate::merge::erase::normalise;
use crate::model::canonical::{Order, Piece, compact, pretty_pieces};
use crate::model::ids::SessionId;
use crate::model::instrument::Instrument;
use crate::model::json::{Json, Member};
use crate::model::session::Session;
use crate::model::shape::{Fault, Members, Value};

/// Reads a session from the members of its object.
pub(super) fn read(mut members: Members<'_>) -> Result<Session, Fault> {
    is_of_this_version(&mut members)?;
    let mut session = Session::new(members.required("id")?);
    session.add_ids(members.list::<std::collections::BTreeSet<SessionId>>("formerly")?);
    if let Some(instrument) = members.take("instrument") {
        let instrument = Instrument::shared(instrument).map_err(|fault| fault.in_member("instrument"))?;
        session.instruments.insert(instrument);
    }
    session.ledger = lists::read(&mut members, Order::Session, &mut session.lists)?;
    for (place, instrument) in
        session.ledger.plain.remove("instrument").unwrap_or_default().into_values().enumerate()
    {
        let instrument = Instrument::new(instrument)
            .map_err(|fault| fault.in_element(place).in_member("instrument").in_member("others"))?;
        session.instruments.insert(Arc::new(instrument));
    }
    normalise(&mut session.lists, &mut session.ledger);
    Ok(session)
}

/// Inside a collection every session says what it is as well.
fn is_of_this_version(members: &mut Members<'_>) -> Result<(), Fault> {
    let format: String = members.required("format")?;
    if format != "hearken/session" {
        return Err(Fault::expected("“hearken/session”", &Json::text(&format)).in_member("format"));
    }
    let version: u32 = members.required("version")?;
    if version != super::VERSION {
        let found = Json::whole(u64::from(version));
        return Err(
            Fault::expected("version 1; a later one needs a newer hearken", &found).in_member("version")
        );
    }
    Ok(())
}

/// Reads a session whose text embeds the guide that was read last: a third of most files is that, and need not be
/// gone through again. Nothing when it begins otherwise, or anything is wrong with it: then it is to be read whole.
pub(super) fn read_with_known_guide(text: &str) -> Option<Session> {
    let guide = Instrument::last_shared()?;
    let at = text.get(..HEAD_BYTES)?.find(BEFORE_GUIDE)?;
    let (head, member) = text.split_at_checked(at)?;
    // Nothing but these three members may stand before it: else it might be a member of something else.
    let _: SessionId = head.strip_prefix(HEAD)?.strip_suffix("\",")?.parse().ok()?;
    let rest = member.strip_prefix(BEFORE_GUIDE)?.strip_prefix(guide.text_in_session())?.strip_prefix(',')?;
    let without = [head, rest].concat();
    let members = Members::of(crate::format::reader::read(&without).ok()?).ok()?;
    if members.names().any(|name| name == "instrument") {
        return None;
    }
    let mut session = read(members).ok()?;
    session.instruments.insert(guide);
    Some(session)
}

/// How the text of a session begins, up to its id.
const HEAD: &str = "{\n  \"format\": \"hearken/session\",\n  \"version\": 1,\n  \"id\": \"";

/// What stands between the id of a session and its guide.
const BEFORE_GUIDE: &str = "\n  \"instrument\": ";

/// No more is looked through for the beginning of the guide.
const HEAD_BYTES: usize = 160;

/// The session as an object in canonical order.
pub(super) fn to_json(session: &Session) -> Json<'_> {
    let shown = session.instruments.last().map(|shown| Piece::Value(shown.json().borrowed()));
    let values = members(session, shown).into_iter();
    let values = values.filter_map(|(name, piece)| Some((name, piece.into_value()?)));
    Json::object(values.collect(), Order::Session)
}

/// The canonical text of a session's file.
#[must_use]
pub fn write_session(session: &Session) -> String {
    let shown = session.instruments.last().map(|shown| Piece::Text(shown.text_in_session()));
    pretty_pieces(members(session, shown), Order::Session)
}

/// Its members; the guide as it is `shown`.
fn members<'a>(session: &'a Session, shown: Option<Piece<'a>>) -> Vec<TopMember<'a>> {
    let mut members = head("hearken/session");
    members.push((Cow::Borrowed("id"), Piece::Value(Json::Text(Cow::Owned(session.id().to_string())))));
    members.extend(shown.map(|shown| (Cow::Borrowed("instrument"), shown)));
    let mut others: Vec<Member<'_>> = Vec::new();
    let mut hidden: Vec<_> = session.instruments.iter().map(|kept| kept.json()).collect();
    hidden.pop();
    if !hidden.is_empty() {
        hidden.sort_by_cached_key(|json| compact(json));
        let hidden = hidden.into_iter().map(Json::borrowed).collect();
        others.push((Cow::Borrowed("instrument"), Json::List(hidden)));
    }
    lists::write(&session.lists, &session.ledger, Order::Session, &mut members, &mut others);
    members.push((Cow::Borrowed("others"), Piece::Value(Json::object(others, Order::Session))));
    let formerly = session.ids().iter().skip(1).map(Value::to_json);
    members.push((Cow::Borrowed("formerly"), Piece::Elements(Box::new(formerly))));
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::v1::{File, read as read_file};
    use crate::model::canonical::pretty;

    fn example() -> (Session, String) {
        let text = include_str!("../../../tests/suite/canonical-session.json");
        match read_file(text.as_bytes()).unwrap() {
            File::Session(session) => (*session, text.to_owned()),
            other => panic!("a {}", other.kind()),
        }
    }

    #[test]
    fn with_a_known_guide_the_same_is_read_and_written_as_without() {
        let (session, text) = example();
        let guide = session.instruments.last().unwrap();
        Instrument::shared(guide.json().borrowed()).unwrap();
        assert_eq!(pretty(&to_json(&session)), write_session(&session));
        let canonical = write_session(&session);
        assert_eq!(read_with_known_guide(&canonical).unwrap(), session);
        assert_eq!(read_file(text.as_bytes()).map(|file| file.kind()).unwrap(), "session");
    }

    #[test]
    fn what_is_odd_about_the_guide_is_left_to_reading_the_whole() {
        let (session, _) = example();
        Instrument::shared(session.instruments.last().unwrap().json().borrowed()).unwrap();
        let text = write_session(&session);
        assert!(read_with_known_guide(&text).is_some());
        let guide = session.instruments.last().unwrap().text_in_session();
        let odd = [
            // A second one, which the whole reader refuses.
            text.replacen("\n  \"details\"", &format!("\n  \"instrument\": {guide},\n  \"details\""), 1),
            // One inside another member.
            text.replacen("\n  \"instrument\"", " \"more\": {\n  \"instrument\"", 1),
            // Another wording.
            text.replacen("\"title\": \"", "\"title\": \"The ", 1),
            text.replacen("\"notes\": [", "\"notes\": 5, \"n\": [", 1),
            text.split_at(text.len() / 2).0.to_owned(),
        ];
        for text in odd {
            assert!(read_with_known_guide(&text).is_none(), "{text}");
        }
        let twice = text.replacen("\n  \"details\"", "\n  \"instrument\": {},\n  \"details\"", 1);
        assert!(read_file(twice.as_bytes()).unwrap_err().to_string().contains("stands twice"));
    }
}
