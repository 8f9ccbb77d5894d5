//! Lists of entries and what stands beside them, read and written for sessions and studies alike.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::TopMember;
use crate::model::canonical::{Order, Piece, compact};
use crate::model::entry::{Entries, List, Opaque, SINGLE};
use crate::model::ids::EntryId;
use crate::model::json::{Json, Member};
use crate::model::session::{Ledger, Lists};
use crate::model::shape::{Fault, Members, Value, Wrong};

/// The member that is one entry and not a list of them.
const DETAILS: &str = "details";

/// Takes every list, and `deleted`, `erased`, `withdrawals`, `erasures`, `others` and unknown members out of a
/// session's or study's members.
pub(super) fn read<L: Lists>(
    members: &mut Members<'_>,
    order: Order,
    lists: &mut L,
) -> Result<Ledger, Fault> {
    let mut ledger = Ledger {
        withdrawals: members.list("withdrawals")?,
        erasures: members.list("erasures")?,
        erased: members.list("erased")?,
        ..Ledger::default()
    };
    let names: Vec<&'static str> = lists.lists().into_iter().map(|(name, _)| name).collect();
    let deleted = members.take("deleted");
    for name in &names {
        if let (Some(value), Some(list)) = (members.take(name), lists.list_mut(name)) {
            read_list(name, value, list).map_err(|fault| fault.in_member(name))?;
        }
    }
    if let Some(deleted) = deleted {
        read_deleted(deleted, &names, order, lists, &mut ledger)
            .map_err(|fault| fault.in_member("deleted"))?;
    }
    if let Some(others) = members.take("others") {
        let lists = &mut ledger.unknown_lists;
        let mut take_entries = |name: &str, value: &Json<'_>| {
            if order.knows(name) || !is_list_of_entries(value) {
                return Ok(false);
            }
            let list = lists.entry(name.to_owned()).or_default();
            read_list(name, value.borrowed(), list).map(|()| true)
        };
        ledger.plain = read_others(others, &mut take_entries).map_err(|fault| fault.in_member("others"))?;
    }
    let unknown: Vec<String> = members.names().filter(|name| !order.knows(name)).map(str::to_owned).collect();
    for name in unknown {
        let Some(value) = members.take(&name) else { continue };
        if is_list_of_entries(&value) {
            let list = ledger.unknown_lists.entry(name.clone()).or_default();
            read_list(&name, value, list).map_err(|fault| fault.in_member(&name))?;
        } else {
            let kept = kept(value).map_err(|fault| fault.in_member(&name))?;
            ledger.plain.entry(name).or_default().insert(compact(&kept), kept);
        }
    }
    Ok(ledger)
}

fn kept(value: Json<'_>) -> Result<Json<'static>, Fault> {
    value.into_kept().ok_or(Fault::here(Wrong::TooDeep))
}

/// An unknown list is one of entries when every element has the three members all entries have.
fn is_list_of_entries(value: &Json<'_>) -> bool {
    let Json::List(items) = value else { return false };
    items.iter().all(|item| ["id", "stamp", "over"].iter().all(|name| item.get(name).is_some()))
}

fn read_list(name: &str, value: Json<'_>, list: &mut dyn List) -> Result<(), Fault> {
    if name == DETAILS {
        return list.read_entry(None, Members::of(value)?);
    }
    let Json::List(items) = value else { return Err(Fault::expected("a list", &value)) };
    for (place, item) in items.into_iter().enumerate() {
        let read = || {
            let mut members = Members::of(item)?;
            let id: EntryId = members.required("id")?;
            if id.as_str() == SINGLE {
                return Err(Fault::expected("a text that is not empty", &Json::text("")).in_member("id"));
            }
            list.read_entry(Some(id), members)
        };
        read().map_err(|fault: Fault| fault.in_element(place))?;
    }
    Ok(())
}

fn read_deleted<L: Lists>(
    deleted: Json<'_>,
    names: &[&'static str],
    order: Order,
    lists: &mut L,
    ledger: &mut Ledger,
) -> Result<(), Fault> {
    let Json::Object(members) = deleted else { return Err(Fault::expected("an object", &deleted)) };
    for (name, value) in members {
        let list: &mut dyn List = match names.iter().find(|known| **known == name) {
            Some(known) => match lists.list_mut(known) {
                Some(list) => list,
                None => continue,
            },
            None if order.knows(&name) => {
                return Err(Fault::here(Wrong::Unexpected(name.clone().into_owned())).in_member(&name));
            }
            None => ledger.unknown_lists.entry(name.clone().into_owned()).or_default(),
        };
        read_list(&name, value, list).map_err(|fault| fault.in_member(&name))?;
    }
    Ok(())
}

/// Values of plain members that are not the one shown, by the member's name. A value that is a list of entries is
/// one wherever it stands: `take_entries` says whether it took it.
pub(super) fn read_others(
    others: Json<'_>,
    take_entries: &mut dyn FnMut(&str, &Json<'_>) -> Result<bool, Fault>,
) -> Result<BTreeMap<String, BTreeMap<String, Json<'static>>>, Fault> {
    let Json::Object(members) = others else { return Err(Fault::expected("an object", &others)) };
    let mut plain: BTreeMap<String, BTreeMap<String, Json<'static>>> = BTreeMap::new();
    for (name, values) in members {
        let Json::List(values) = values else {
            return Err(Fault::expected("a list", &values).in_member(&name));
        };
        for (place, value) in values.into_iter().enumerate() {
            let placed = |fault: Fault| fault.in_element(place).in_member(&name);
            if take_entries(&name, &value).map_err(placed)? {
                continue;
            }
            let held = plain.entry(name.clone().into_owned()).or_default();
            let kept = kept(value).map_err(|fault| fault.in_element(place).in_member(&name))?;
            held.insert(compact(&kept), kept);
        }
    }
    Ok(plain)
}

/// Adds every list and what stands beside them to the members of a file.
pub(super) fn write<'a, L: Lists>(
    lists: &'a L,
    ledger: &'a Ledger,
    order: Order,
    members: &mut Vec<TopMember<'a>>,
    others: &mut Vec<Member<'a>>,
) {
    let mut deleted: Vec<Member<'a>> = Vec::new();
    for (name, list) in lists.lists() {
        write_list(name, list, members, &mut deleted);
    }
    for (name, list) in &ledger.unknown_lists {
        // A name that also has plain values shows those when the list is empty.
        if !is_empty(list) || !ledger.plain.contains_key(name) {
            write_list(name, list, members, &mut deleted);
        }
    }
    write_plain(
        &ledger.plain,
        order,
        |name| ledger.unknown_lists.get(name).is_some_and(|list| !is_empty(list)),
        members,
        others,
    );
    let mut put = |name, value| members.push((Cow::Borrowed(name), Piece::Value(value)));
    put("withdrawals", ledger.withdrawals.to_json());
    put("erasures", ledger.erasures.to_json());
    put("erased", ledger.erased.to_json());
    put("deleted", Json::object(deleted, order));
}

fn is_empty(list: &Entries<Opaque>) -> bool {
    list.all().len() == 0
}

fn write_list<'a>(
    name: &'a str,
    list: &'a dyn List,
    members: &mut Vec<TopMember<'a>>,
    deleted: &mut Vec<Member<'a>>,
) {
    let (mut standing, mut gone) = (list.written(false), list.written(true));
    if name == DETAILS {
        members.extend(standing.next().map(|entry| (Cow::Borrowed(name), Piece::Value(entry))));
        deleted.extend(gone.next().map(|entry| (Cow::Borrowed(name), entry)));
        return;
    }
    members.push((Cow::Borrowed(name), Piece::Elements(standing)));
    let gone: Vec<Json<'a>> = gone.collect();
    if !gone.is_empty() {
        deleted.push((Cow::Borrowed(name), Json::List(gone)));
    }
}

/// Shows the greatest value of each plain member and keeps the others under `others`; a name that already
/// means something else keeps all of its values there.
pub(super) fn write_plain<'a>(
    plain: &'a BTreeMap<String, BTreeMap<String, Json<'static>>>,
    order: Order,
    is_taken: impl Fn(&str) -> bool,
    members: &mut Vec<TopMember<'a>>,
    others: &mut Vec<Member<'a>>,
) {
    for (name, values) in plain {
        let is_known = order.knows(name);
        let mut hidden: Vec<Json<'a>> = values.values().map(Json::borrowed).collect();
        if !is_known && !is_taken(name) {
            let shown = hidden.pop().map(Piece::Value);
            members.extend(shown.map(|shown| (Cow::Borrowed(name.as_str()), shown)));
        }
        if !hidden.is_empty() {
            others.push((Cow::Borrowed(name), Json::List(hidden)));
        }
    }
}

/// Reads one version into the list of this name, as a journal holds it.
///
/// # Errors
/// A [`Fault`] with the path below the version.
pub fn read_version<L: Lists>(
    lists: &mut L,
    unknown: &mut BTreeMap<String, Entries<Opaque>>,
    list: &str,
    id: EntryId,
    version: Json<'_>,
) -> Result<(), Fault> {
    let members = Members::of(version)?;
    if lists.list_mut(list).is_none() && Order::Session.knows(list) {
        return Err(Fault::here(Wrong::Unexpected(list.to_owned())));
    }
    match lists.list_mut(list) {
        Some(list) => list.read_version(id, members),
        None => unknown.entry(list.to_owned()).or_default().read_version(id, members),
    }
}
