//! Instruments that people write, read strictly: everything that is wrong is told at once, each with its place.
//!
//! Inside a session the same is read leniently, as every file is: what a later version of the program added is kept.
//! In a file that somebody wrote by hand an unknown member is a slip, and a question that hangs on it would never be
//! asked.

use std::ops::Range;
use std::sync::Arc;

use super::error::{FormatError, Place, Problem};
use super::places::Places;
use super::reader;
use super::schema;
use crate::model::figure::Figure;
use crate::model::instrument::{Guide, Instrument};
use crate::model::json::Json;
use crate::model::language::in_language;
use crate::model::shape::{Fault, Step, Value as _, path_in_words};
use crate::model::visible::visible_line;
use crate::routing::check::check;
use crate::routing::suggest::nearest;

/// One thing that is wrong with an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Where in the text: the offending bytes. Empty where it is about the whole text.
    pub span: Range<usize>,
    /// The line and column of their beginning.
    pub place: Place,
    /// The way to it: `questions[2].when`. Empty at the top.
    pub way: String,
    /// What is wrong, in a sentence without a full stop.
    pub told: String,
    /// What may have been meant.
    pub meant: Option<String>,
}

/// No more slips than this are told: whoever has as many mends some and asks again.
pub const MOST: usize = 200;

/// Reads an instrument that a person wrote.
///
/// # Errors
/// Everything that is wrong, in the order of the text, up to [`MOST`]; at least one.
pub fn read_instrument(bytes: &[u8]) -> Result<Arc<Instrument>, Vec<Slip>> {
    let text = reader::decode(bytes).map_err(|error| vec![of_error("", &error)])?;
    let json = reader::read(text).map_err(|error| vec![of_error(text, &error)])?;
    if let Some(why) = is_no_instrument(&json) {
        return Err(vec![of_error(text, &FormatError::whole(Problem::NotOurs(why)))]);
    }
    let mut found = Found { places: Places::of(text), text, slips: Vec::new() };
    let schema = schema::of_instrument();
    shape(&json, &schema, &schema, &mut Vec::new(), &mut found);
    // What members mean together can be told once each can be read.
    let own = json.get("lang").and_then(Json::as_text).unwrap_or("en");
    if let Ok(guide) = Guide::from_json(in_language(&json, own, own)) {
        for problem in check(&guide) {
            let span = found.places.value(&problem.path);
            found.add(span, &problem.path, &problem.wrong.to_string(), problem.meant);
        }
    }
    let mut slips = found.slips;
    slips.sort_by_key(|slip| slip.span.start);
    slips.dedup();
    slips.truncate(MOST);
    match super::v1::read_instrument(text) {
        Ok(instrument) if slips.is_empty() => Ok(instrument),
        Err(error) if slips.is_empty() => Err(vec![of_error(text, &error)]),
        _ => Err(slips),
    }
}

/// Something that is wrong with a text which reads as an instrument, found by whoever knows more than the text: at the
/// value that the way leads to, or the nearest around it.
#[must_use]
pub fn slip(text: &str, way: &[Step], told: &str, meant: Option<String>) -> Slip {
    let span = Places::of(text).value(way);
    let place = Place::of(text, span.start);
    Slip { span, place, way: path_in_words(way), told: visible_line(told).into_owned(), meant }
}

fn is_no_instrument(json: &Json<'_>) -> Option<String> {
    match json.get("format").map(Json::as_text) {
        Some(Some("hearken/instrument")) => None,
        Some(Some(other)) => {
            Some(format!("its “format” is “{other}”, and an instrument's is “hearken/instrument”"))
        }
        _ => Some("an instrument begins with “\"format\": \"hearken/instrument\"”".to_owned()),
    }
}

struct Found<'a> {
    text: &'a str,
    places: Places<'a>,
    slips: Vec<Slip>,
}

impl Found<'_> {
    fn add(&mut self, span: Range<usize>, path: &[Step], told: &str, meant: Option<String>) {
        if self.slips.len() < MOST {
            let place = Place::of(self.text, span.start);
            let told = visible_line(told).into_owned();
            self.slips.push(Slip { span, place, way: path_in_words(path), told, meant });
        }
    }
}

/// What is wrong with the text as a whole, or at the place that reading it stopped at.
fn of_error(text: &str, error: &FormatError) -> Slip {
    let place = error.place.unwrap_or(Place { line: 1, column: 1 });
    let line_start: usize = text.split_inclusive('\n').take(place.line - 1).map(str::len).sum();
    let in_line = text.get(line_start..).unwrap_or_default();
    let offset: usize = in_line.chars().take(place.column - 1).map(char::len_utf8).sum();
    let start = (line_start + offset).min(text.len());
    let end = text
        .get(start..)
        .and_then(|rest| rest.chars().next())
        .map_or(start, |letter| start + letter.len_utf8());
    let told = visible_line(&error.problem.to_string()).into_owned();
    Slip { span: start..end, place, way: String::new(), told, meant: None }
}

/// Tells what does not stand as the schema has it: members that mean nothing, members that are missing, values of the
/// wrong kind.
fn shape(json: &Json<'_>, schema: &Json<'_>, whole: &Json<'_>, path: &mut Vec<Step>, found: &mut Found<'_>) {
    let schema = chosen(json, schema, whole);
    if let Some(expected) = misfit(json, schema) {
        let fault = Fault::expected(expected.clone(), json);
        let meant = nearest_word(json, &expected);
        let span = found.places.value(path);
        found.add(span, path, &fault.wrong.to_string(), meant);
        return;
    }
    match json {
        Json::List(items) => {
            let Some(of_items) = schema.get("items") else { return };
            for (place, item) in items.iter().enumerate() {
                path.push(Step::Element(place));
                shape(item, of_items, whole, path, found);
                path.pop();
            }
        }
        Json::Object(members) => {
            missing(json, schema, path, found);
            for (name, value) in members {
                path.push(Step::Member(name.clone().into_owned()));
                let of_any = schema.get("additionalProperties").filter(|any| matches!(any, Json::Object(_)));
                match of_member(schema, name).or(of_any) {
                    Some(of_value) => shape(value, of_value, whole, path, found),
                    None => unknown(name, schema, path, found),
                }
                path.pop();
            }
        }
        _ => {}
    }
}

/// The schema that a value is held against: the one that is referred to, and of several the one of its kind.
fn chosen<'s, 'j>(json: &Json<'_>, schema: &'s Json<'j>, whole: &'s Json<'j>) -> &'s Json<'j> {
    if let Some(reference) = schema.get("$ref").and_then(Json::as_text) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return whole.get("$defs").and_then(|defs| defs.get(name)).unwrap_or(schema);
    }
    let Some(Json::List(several)) = schema.get("anyOf") else { return schema };
    several.iter().find(|one| misfit(json, one).is_none()).or(several.first()).unwrap_or(schema)
}

/// What was expected, if a value is of another kind.
fn misfit(json: &Json<'_>, schema: &Json<'_>) -> Option<String> {
    if let Some(Json::List(words)) = schema.get("enum") {
        let words: Vec<&str> = words.iter().filter_map(Json::as_text).collect();
        let is_one = json.as_text().is_some_and(|text| words.contains(&text));
        return (!is_one).then(|| format!("one of: {}", words.join(", ")));
    }
    let (fits, expected) = match schema.get("type").and_then(Json::as_text)? {
        "string" => (matches!(json, Json::Text(_)), "a text"),
        "boolean" => (matches!(json, Json::Bool(_)), "true or false"),
        "number" => (Figure::from_json(json.borrowed()).is_ok(), "a number like 12 or 2.5"),
        "integer" => (u32::from_json(json.borrowed()).is_ok(), "a whole number from 0 to 4294967295"),
        "array" => (matches!(json, Json::List(_)), "a list"),
        "object" => (matches!(json, Json::Object(_)), "an object"),
        _ => (true, ""),
    };
    (!fits).then(|| expected.to_owned())
}

fn nearest_word(json: &Json<'_>, expected: &str) -> Option<String> {
    let words = expected.strip_prefix("one of: ")?.split(", ");
    nearest(json.as_text()?, words)
}

fn of_member<'s, 'j>(schema: &'s Json<'j>, name: &str) -> Option<&'s Json<'j>> {
    schema.get("properties").and_then(|known| known.get(name))
}

fn missing(json: &Json<'_>, schema: &Json<'_>, path: &[Step], found: &mut Found<'_>) {
    let required = match schema.get("required") {
        Some(Json::List(names)) => names.iter().filter_map(Json::as_text).collect(),
        _ => Vec::new(),
    };
    for name in required.into_iter().filter(|name| json.get(name).is_none()) {
        let span = found.places.value(path);
        found.add(span, path, &format!("“{name}” is missing"), None);
    }
    // A condition has exactly one member.
    if schema.get("minProperties").is_some()
        && schema.get("properties").is_some()
        && let Json::Object(members) = json
        && members.len() != 1
    {
        let span = found.places.value(path);
        let told = format!("a condition is one of {}, and {} stand here", listed(schema), members.len());
        found.add(span, path, &told, None);
    }
}

fn unknown(name: &str, schema: &Json<'_>, path: &[Step], found: &mut Found<'_>) {
    let Some(Json::Object(known)) = schema.get("properties") else { return };
    let span = found.places.name(path);
    let meant = nearest(name, known.iter().map(|(known, _)| &**known));
    let told = format!("“{name}” does not belong here; what may stand here is {}", listed(schema));
    found.add(span, path, &told, meant);
}

fn listed(schema: &Json<'_>) -> String {
    match schema.get("properties") {
        Some(Json::Object(known)) => known.iter().map(|(known, _)| &**known).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}
