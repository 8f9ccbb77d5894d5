//! A session's file.

use std::borrow::Cow;
use std::sync::Arc;

use super::{head, lists};
use crate::merge::erase::normalise;
use crate::model::canonical::{Order, compact, pretty};
use crate::model::ids::SessionId;
use crate::model::instrument::Instrument;
use crate::model::json::{Json, Member};
use crate::model::session::Session;
use crate::model::shape::{Fault, Members};

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

/// The session as an object in canonical order.
pub(super) fn to_json(session: &Session) -> Json<'_> {
    let mut members = head("hearken/session");
    members.push((Cow::Borrowed("id"), Json::Text(Cow::Owned(session.id().to_string()))));
    let mut others: Vec<Member<'_>> = Vec::new();
    let mut instruments: Vec<_> = session.instruments.iter().map(|kept| kept.json()).collect();
    members.extend(instruments.pop().map(|shown| (Cow::Borrowed("instrument"), shown.borrowed())));
    if !instruments.is_empty() {
        instruments.sort_by_cached_key(|json| compact(json));
        let hidden = instruments.into_iter().map(Json::borrowed).collect();
        others.push((Cow::Borrowed("instrument"), Json::List(hidden)));
    }
    lists::write(&session.lists, &session.ledger, Order::Session, &mut members, &mut others);
    members.push((Cow::Borrowed("others"), Json::object(others, Order::Session)));
    let formerly = session.ids().iter().skip(1).map(|id| Json::Text(Cow::Owned(id.to_string()))).collect();
    members.push((Cow::Borrowed("formerly"), Json::List(formerly)));
    Json::object(members, Order::Session)
}

/// The canonical text of a session's file.
#[must_use]
pub fn write_session(session: &Session) -> String {
    pretty(&to_json(session))
}
