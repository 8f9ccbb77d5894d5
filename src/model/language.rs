//! Texts of an instrument in several languages.
//!
//! Any text of an instrument may be one text, or an object of texts by the tag of their language: `{ "en": "Why?",
//! "cy": "Pam?" }`. An instrument is read in one language at a time; this takes the texts of that language out.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::json::{Json, Member};
use super::shape::schema_object;

/// The members whose texts may be given by language.
pub const TRANSLATED: [&str; 5] = ["title", "text", "unit", "low", "high"];

/// Whether a name is a language tag in the form `cy` or `pt-BR` (BCP 47, RFC 5646: a language of two or three letters,
/// and subtags of up to eight letters or digits).
#[must_use]
pub fn is_tag(name: &str) -> bool {
    let mut parts = name.split('-');
    let is_language =
        |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.next().is_some_and(is_language) && parts.all(is_subtag)
}

/// The value with every text in the language `wanted`; where one is not given in it, in a wider form of that language
/// (`pt` for `pt-BR`), else in `own`, else in the first language given.
#[must_use]
pub fn in_language<'a>(json: &'a Json<'_>, wanted: &str, own: &str) -> Json<'a> {
    match json {
        Json::List(items) => Json::List(items.iter().map(|item| in_language(item, wanted, own)).collect()),
        Json::Object(members) => Json::Object(
            members
                .iter()
                .map(|(name, value)| {
                    let texts = by_language(name, value);
                    let value = match texts.and_then(|texts| chosen(texts, wanted, own)) {
                        Some(text) => text.borrowed(),
                        None => in_language(value, wanted, own),
                    };
                    (Cow::Borrowed(&**name), value)
                })
                .collect(),
        ),
        other => other.borrowed(),
    }
}

/// The tags of all languages that texts of the value are given in.
#[must_use]
pub fn languages(json: &Json<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    gather(json, &mut found);
    found
}

fn gather(json: &Json<'_>, found: &mut BTreeSet<String>) {
    match json {
        Json::List(items) => items.iter().for_each(|item| gather(item, found)),
        Json::Object(members) => {
            for (name, value) in members {
                match by_language(name, value) {
                    Some(texts) => found.extend(texts.iter().map(|(tag, _)| tag.clone().into_owned())),
                    None => gather(value, found),
                }
            }
        }
        _ => {}
    }
}

fn by_language<'a, 'b>(name: &str, value: &'a Json<'b>) -> Option<&'a [Member<'b>]> {
    let Json::Object(texts) = value else { return None };
    let are_tags = !texts.is_empty() && texts.iter().all(|(tag, _)| is_tag(tag));
    (TRANSLATED.contains(&name) && are_tags).then_some(texts)
}

fn chosen<'a, 'b>(texts: &'a [Member<'b>], wanted: &str, own: &str) -> Option<&'a Json<'b>> {
    let of = |tag: &str| texts.iter().find(|(name, _)| name == tag).map(|(_, text)| text);
    let wider = |tag: &str| tag.split('-').next().and_then(of);
    of(wanted).or_else(|| wider(wanted)).or_else(|| of(own)).or_else(|| texts.first().map(|(_, text)| text))
}

/// The schema of a member, which may be given by language too if it is one of [`TRANSLATED`].
#[must_use]
pub fn schema_by_language(name: &str, schema: Json<'static>) -> Json<'static> {
    if !TRANSLATED.contains(&name) {
        return schema;
    }
    let tags = schema_object(vec![("pattern", Json::text("^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"))]);
    let by_language = schema_object(vec![
        ("type", Json::text("object")),
        ("additionalProperties", schema.clone()),
        ("propertyNames", tags),
        ("minProperties", Json::whole(1)),
    ]);
    schema_object(vec![("anyOf", Json::List(vec![schema, by_language]))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::canonical::compact;

    fn of(pairs: &[(&'static str, Json<'static>)]) -> Json<'static> {
        schema_object(pairs.to_vec())
    }

    #[test]
    fn each_text_is_taken_in_the_language_wanted_or_the_nearest() {
        let texts = of(&[("en", Json::text("Why?")), ("cy", Json::text("Pam?"))]);
        let json = of(&[("id", Json::text("q1")), ("text", texts), ("title", Json::text("One"))]);
        let told = |wanted: &str| compact(&in_language(&json, wanted, "en"));
        assert_eq!(told("cy"), "{\"id\":\"q1\",\"text\":\"Pam?\",\"title\":\"One\"}");
        assert_eq!(told("cy-GB"), told("cy"));
        assert_eq!(told("pl"), told("en"));
        assert_eq!(languages(&json).into_iter().collect::<Vec<_>>(), ["cy", "en"]);
    }

    #[test]
    fn an_object_that_is_not_of_languages_is_left_alone() {
        let json = of(&[("text", of(&[("Question", Json::text("?"))])), ("like", of(&[("en", Json::Null)]))]);
        assert_eq!(compact(&in_language(&json, "en", "en")), compact(&json));
        assert!(languages(&json).is_empty());
    }

    #[test]
    fn tags_are_told_from_other_names() {
        for tag in ["en", "cy", "pt-BR", "sgn-BE-FR", "zh-Hant"] {
            assert!(is_tag(tag), "{tag}");
        }
        for name in ["", "e", "EN", "english", "en_GB", "en-", "text", "id-ä"] {
            assert!(!is_tag(name), "{name}");
        }
    }
}
