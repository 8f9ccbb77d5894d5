//! JSON Schemas (draft 2020-12) of the files, made from the same definitions that read and write them.
//!
//! `schemas/` holds their texts; a test keeps both equal. Objects are open: a later version may add members.

use crate::model::canonical::pretty;
use crate::model::condition::Condition;
use crate::model::erasing::{Erasure, Marks, Records, Withdrawal};
use crate::model::ids::SessionId;
use crate::model::instrument::{Guide, members_by_language};
use crate::model::json::Json;
use crate::model::session::{Lists, SessionLists};
use crate::model::shape::{SchemaMember, Value, schema_object, schema_of_members, schema_of_type};
use crate::model::stamp::Stamp;
use crate::model::study::StudyLists;

/// A schema: the name of its file without `.schema.json`, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// session, collection, instrument or study.
    pub name: &'static str,
    /// The text of the file.
    pub text: String,
}

/// Every schema.
#[must_use]
pub fn schemas() -> Vec<Schema> {
    let (mut session_defs, session) = session();
    session_defs.extend([("session", session), condition()]);
    let (study_defs, study) = study();
    [
        ("session", with_defs("A session of hearken", reference("session"), session_defs.clone())),
        ("collection", with_defs("Many sessions of hearken", collection(), session_defs)),
        ("study", with_defs("A study of hearken", study, study_defs)),
        ("instrument", of_instrument()),
    ]
    .into_iter()
    .map(|(name, json)| Schema { name, text: pretty(&json) })
    .collect()
}

/// The schema of an instrument's file.
#[must_use]
pub fn of_instrument() -> Json<'static> {
    with_defs("An instrument of hearken", instrument(), vec![condition()])
}

type Named = (&'static str, Json<'static>);

fn with_defs(title: &'static str, schema: Json<'static>, defs: Vec<Named>) -> Json<'static> {
    let mut members = vec![
        ("$schema", Json::text("https://json-schema.org/draft/2020-12/schema")),
        ("title", Json::text(title)),
    ];
    if !defs.is_empty() {
        members.push(("$defs", schema_object(defs)));
    }
    let Json::Object(mut all) = schema_object(members) else { return schema };
    if let Json::Object(rest) = schema {
        all.extend(rest);
    }
    Json::Object(all)
}

fn reference(name: &'static str) -> Json<'static> {
    let target = format!("#/$defs/{name}");
    schema_object(vec![("$ref", Json::Text(target.into()))])
}

fn array_of(items: Json<'static>) -> Json<'static> {
    schema_object(vec![("type", Json::text("array")), ("items", items)])
}

fn constant(value: Json<'static>) -> Json<'static> {
    schema_object(vec![("const", value)])
}

fn member(name: &'static str, about: &'static str, schema: Json<'static>, required: bool) -> SchemaMember {
    SchemaMember { name, about, schema, required }
}

/// The members that every version has.
fn version_members(mut body: Vec<SchemaMember>) -> Vec<SchemaMember> {
    body.push(member("deleted", "Whether this version deletes the entry.", bool::schema(), false));
    let about = "The version that this one was written to take back.";
    body.push(member("undoes", about, Stamp::schema(), false));
    body.push(member("stamp", "The name of this version.", Stamp::schema(), true));
    let over = <std::collections::BTreeSet<Stamp>>::schema();
    body.push(member("over", "The versions it replaces.", over, true));
    body
}

fn entry(about: &'static str, body: Vec<SchemaMember>, is_single: bool) -> Json<'static> {
    let again =
        body.iter().map(|one| member(one.name, one.about, one.schema.clone(), one.required)).collect();
    let version = schema_of_members("A version, whole.", version_members(again), true);
    let mut members = Vec::new();
    if !is_single {
        let id = schema_object(vec![("type", Json::text("string")), ("minLength", Json::whole(1))]);
        members.push(member("id", "The entry's id.", id, true));
    }
    members.extend(version_members(body));
    let earlier = array_of(version.clone());
    members.push(member("earlier", "Versions that were replaced, greatest first.", earlier, false));
    members.push(member("conflicts", "The other heads, greatest first.", array_of(version), false));
    schema_of_members(about, members, true)
}

/// Definitions of the lists' entries, and the members that hold them.
fn lists<L: Lists>() -> (Vec<Named>, Vec<SchemaMember>) {
    let mut defs = Vec::new();
    let mut members = Vec::new();
    for (name, about, body) in L::schema_members() {
        let is_single = name == "details";
        defs.push((name, entry(about, body, is_single)));
        let held = if is_single { reference(name) } else { array_of(reference(name)) };
        members.push(member(name, about, held, !is_single));
    }
    (defs, members)
}

/// What stands beside the lists.
fn beside<L: Lists>(members: &mut Vec<SchemaMember>) {
    let deleted = lists::<L>().1.into_iter().map(|list| member(list.name, list.about, list.schema, false));
    let deleted = schema_of_members("Entries whose heads are all deleted.", deleted.collect(), true);
    let others = schema_object(vec![
        ("type", Json::text("object")),
        ("additionalProperties", schema_of_type("array")),
    ]);
    members.push(member("withdrawals", "Who withdrew.", Records::<Withdrawal>::schema(), true));
    members.push(member("erasures", "Words that are to go.", Records::<Erasure>::schema(), true));
    members.push(member("erased", "Marks of versions that went.", Marks::schema(), true));
    members.push(member("deleted", "Entries whose heads are all deleted.", deleted, true));
    members.push(member("others", "Values of plain members that are not shown.", others, true));
}

fn head(format: &'static str) -> Vec<SchemaMember> {
    vec![
        member("format", "What the file is.", constant(Json::text(format)), true),
        member("version", "The version of the format.", constant(Json::whole(1)), true),
    ]
}

fn session() -> (Vec<Named>, Json<'static>) {
    let (defs, mut lists) = lists::<SessionLists>();
    let mut members = head("hearken/session");
    members.push(member("id", "The session's id.", SessionId::schema(), true));
    let about = "The instrument it was conducted with, whole.";
    members.push(member("instrument", about, Guide::schema(), false));
    members.append(&mut lists);
    beside::<SessionLists>(&mut members);
    let formerly = <Vec<SessionId>>::schema();
    members.push(member("formerly", "Other ids of this session.", formerly, true));
    (defs, schema_of_members("One session.", members, true))
}

fn study() -> (Vec<Named>, Json<'static>) {
    let (defs, mut lists) = lists::<StudyLists>();
    let mut members = head("hearken/study");
    members.push(member("id", "The study's id.", SessionId::schema(), true));
    members.append(&mut lists);
    beside::<StudyLists>(&mut members);
    let formerly = <Vec<SessionId>>::schema();
    members.push(member("formerly", "Other ids of this study.", formerly, true));
    (defs, schema_of_members("What a study is.", members, true))
}

fn collection() -> Json<'static> {
    let mut members = head("hearken/collection");
    members.push(member("sessions", "The sessions, by id.", array_of(reference("session")), true));
    members.push(member("withdrawals", "Who withdrew.", Records::<Withdrawal>::schema(), true));
    members.push(member("erasures", "Words that are to go.", Records::<Erasure>::schema(), true));
    members.push(member(
        "others",
        "Values of plain members that are not shown.",
        schema_of_type("object"),
        true,
    ));
    schema_of_members("Many sessions.", members, true)
}

fn condition() -> Named {
    ("condition", Condition::definition())
}

fn instrument() -> Json<'static> {
    let mut members =
        vec![member("format", "What the file is.", constant(Json::text("hearken/instrument")), true)];
    members.extend(members_by_language::<Guide>());
    schema_of_members("A topic guide or questionnaire.", members, true)
}
