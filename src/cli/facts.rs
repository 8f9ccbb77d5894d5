//! Facts as JSON, for other programs. Written by the same rule as files: control characters are escapes.

use std::borrow::Cow;
use std::path::Path;

use crate::model::canonical::pretty;
use crate::model::json::Json;
use crate::storage::vault::real_name;

/// An object, its members in this order.
pub(super) fn object<'a, const N: usize>(members: [(&'static str, Json<'a>); N]) -> Json<'a> {
    Json::Object(members.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect())
}

/// A text.
pub(super) fn text(text: impl Into<String>) -> Json<'static> {
    Json::Text(Cow::Owned(text.into()))
}

/// A text, or `null`.
pub(super) fn maybe(text: Option<String>) -> Json<'static> {
    text.map_or(Json::Null, |text| Json::Text(Cow::Owned(text)))
}

/// A number.
pub(super) fn count(number: usize) -> Json<'static> {
    Json::Number(Cow::Owned(number.to_string()))
}

/// A path as it is on the disk, where a sealed session is called `NAME.json.age`; bytes that are not UTF-8 become U+FFFD.
pub(super) fn path(path: &Path) -> Json<'static> {
    text(real_name(path).to_string_lossy())
}

/// A list.
pub(super) fn list<'a>(items: impl IntoIterator<Item = Json<'a>>) -> Json<'a> {
    Json::List(items.into_iter().collect())
}

/// The text of it all.
pub(super) fn written(facts: &Json<'_>) -> String {
    pretty(facts)
}
