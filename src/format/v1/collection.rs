//! A collection's file.

use std::borrow::Cow;

use super::{head, lists, session};
use crate::model::canonical::{Order, compact, pretty};
use crate::model::collection::Collection;
use crate::model::json::{Json, Member};
use crate::model::shape::{Fault, Members, Value};

/// Reads a collection from the members of its object.
pub(super) fn read(mut members: Members<'_>) -> Result<Collection, Fault> {
    members.take("format");
    members.take("version");
    let mut collection = Collection {
        withdrawals: members.list("withdrawals")?,
        erasures: members.list("erasures")?,
        ..Collection::default()
    };
    if let Some(others) = members.take("others") {
        collection.plain =
            lists::read_others(others, &mut |_, _| Ok(false)).map_err(|fault| fault.in_member("others"))?;
    }
    let sessions = match members.take("sessions") {
        None => Vec::new(),
        Some(Json::List(sessions)) => sessions,
        Some(other) => return Err(Fault::expected("a list", &other).in_member("sessions")),
    };
    for (place, json) in sessions.into_iter().enumerate() {
        let session = Members::of(json)
            .and_then(session::read)
            .map_err(|fault| fault.in_element(place).in_member("sessions"))?;
        collection.add(session);
    }
    let unknown: Vec<String> = members.names().map(str::to_owned).collect();
    for name in unknown {
        let value: Option<Json<'static>> = match members.take(&name) {
            Some(value) => Some(Json::from_json(value).map_err(|fault| fault.in_member(&name))?),
            None => None,
        };
        if let Some(kept) = value {
            collection.plain.entry(name).or_default().insert(compact(&kept), kept);
        }
    }
    collection.settle();
    Ok(collection)
}

/// The canonical text of a collection's file.
#[must_use]
pub fn write_collection(collection: &Collection) -> String {
    let mut members = head("hearken/collection");
    let sessions = collection.sessions.iter().map(session::to_json).collect();
    members.push((Cow::Borrowed("sessions"), Json::List(sessions)));
    members.push((Cow::Borrowed("withdrawals"), collection.withdrawals.to_json()));
    members.push((Cow::Borrowed("erasures"), collection.erasures.to_json()));
    let mut others: Vec<Member<'_>> = Vec::new();
    lists::write_plain(&collection.plain, Order::Collection, |_| false, &mut members, &mut others);
    members.push((Cow::Borrowed("others"), Json::object(others, Order::Collection)));
    pretty(&Json::object(members, Order::Collection))
}
