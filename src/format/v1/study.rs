//! A study's file.

use std::borrow::Cow;

use super::{head, lists};
use crate::merge::erase::normalise;
use crate::model::canonical::{Order, Piece, pretty_pieces};
use crate::model::json::{Json, Member};
use crate::model::shape::{Fault, Members, Value};
use crate::model::study::Study;

/// Reads a study from the members of its object.
pub(super) fn read(mut members: Members<'_>) -> Result<Study, Fault> {
    members.take("format");
    members.take("version");
    let mut study = Study { ids: [members.required("id")?].into(), ..Study::default() };
    study.ids.extend(members.list::<std::collections::BTreeSet<crate::model::ids::SessionId>>("formerly")?);
    study.ledger = lists::read(&mut members, Order::Study, &mut study.lists)?;
    normalise(&mut study.lists, &mut study.ledger);
    Ok(study)
}

/// The canonical text of a study's file.
#[must_use]
pub fn write_study(study: &Study) -> String {
    let mut members = head("hearken/study");
    let mut ids = study.ids.iter();
    members.extend(ids.next().map(|id| (Cow::Borrowed("id"), Piece::Value(id.to_json()))));
    let mut others: Vec<Member<'_>> = Vec::new();
    lists::write(&study.lists, &study.ledger, Order::Study, &mut members, &mut others);
    members.push((Cow::Borrowed("others"), Piece::Value(Json::object(others, Order::Study))));
    members.push((Cow::Borrowed("formerly"), Piece::Elements(Box::new(ids.map(Value::to_json)))));
    pretty_pieces(members, Order::Study)
}
