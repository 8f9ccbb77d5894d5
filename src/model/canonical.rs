//! The one way to write a value down: member order, escapes, white space.
//!
//! Two programs that hold the same session write the same bytes, so that merging can be checked by comparing
//! files and Git keeps small differences. The order of members is a table of names, the same for every object
//! but the top of a session, a collection and a study. `docs/format.md` prints this table.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::json::Json;
use super::visible::must_be_escaped;

/// Which table of member names an object is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The top of a session; also its `deleted` and `others`.
    Session,
    /// The top of a collection; also its `others`.
    Collection,
    /// The top of a study; also its `deleted` and `others`.
    Study,
    /// Every other object.
    Other,
}

/// Members of a session, in the order they are written.
pub const SESSION_ORDER: &[&str] = &[
    "format",
    "version",
    "id",
    "instrument",
    "details",
    "writers",
    "participants",
    "notes",
    "responses",
    "summaries",
    "themes",
    "probes",
    "scripts",
    "attendance",
    "pauses",
    "theme_log",
    "marks",
    "pairs",
    "same_as",
];
/// Members of a session that stand after the ones this program does not know.
pub const SESSION_LAST: &[&str] = &["withdrawals", "erasures", "erased", "deleted", "others", "formerly"];

/// Members of a collection.
pub const COLLECTION_ORDER: &[&str] = &["format", "version", "sessions", "withdrawals", "erasures"];
/// Members of a collection that stand after the unknown ones.
pub const COLLECTION_LAST: &[&str] = &["others"];

/// Members of a study.
pub const STUDY_ORDER: &[&str] = &[
    "format", "version", "id", "details", "writers", "plan", "sites", "sheets", "codebook", "findings",
    "keys",
];
/// Members of a study that stand after the unknown ones.
pub const STUDY_LAST: &[&str] = &["withdrawals", "erasures", "erased", "deleted", "others", "formerly"];

/// Members of any other object.
pub const OTHER_ORDER: &[&str] = &[
    "format",
    "in",
    "session",
    "formerly",
    "id",
    "number",
    "version",
    "title",
    "lang",
    "source",
    "laptop",
    "initials",
    "label",
    "role",
    "recipient",
    "sector",
    "consent",
    "sheet",
    "items",
    "state",
    "at",
    "until",
    "jump_ms",
    "question",
    "theme",
    "prompt",
    "kind",
    "strand",
    "strands",
    "site",
    "held_on",
    "planned_minutes",
    "planned_sessions",
    "order",
    "silence",
    "participant",
    "scope",
    "versions",
    "reason",
    "answer",
    "relation",
    "value",
    "replaces",
    "same",
    "empty",
    "text",
    "key",
    "like",
    "other",
    "required",
    "when",
    "unit",
    "least",
    "most",
    "low",
    "high",
    "answers",
    "answer_set",
    "probes",
    "words",
    "for",
    "against",
    "of",
    "stage",
    "flags",
    "tags",
    "notes",
    "said_at",
    "opened",
    "from",
    "scripts",
    "themes",
    "prompts",
    "answer_sets",
    "questions",
    "codebook",
    "lineage",
    "deleted",
    "undoes",
];
/// Members of any other object that stand after the unknown ones.
pub const OTHER_LAST: &[&str] = &["stamp", "over", "linked", "earlier", "conflicts"];

impl Order {
    /// The known names that come first, and those that come last.
    #[must_use]
    pub const fn tables(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Session => (SESSION_ORDER, SESSION_LAST),
            Self::Collection => (COLLECTION_ORDER, COLLECTION_LAST),
            Self::Study => (STUDY_ORDER, STUDY_LAST),
            Self::Other => (OTHER_ORDER, OTHER_LAST),
        }
    }

    /// Whether a name stands in the tables: then it means what it means here, and nothing else.
    #[must_use]
    pub fn knows(self, name: &str) -> bool {
        self.places().contains_key(name)
    }

    /// Where each known name comes: in the group before the unknown ones or after them, and its place there.
    fn places(self) -> &'static Places {
        static PLACES: LazyLock<[Places; 4]> = LazyLock::new(|| Order::ALL.map(Order::reckon_places));
        let [session, collection, study, other] = &*PLACES;
        match self {
            Self::Session => session,
            Self::Collection => collection,
            Self::Study => study,
            Self::Other => other,
        }
    }

    const ALL: [Self; 4] = [Self::Session, Self::Collection, Self::Study, Self::Other];

    fn reckon_places(self) -> Places {
        let (first, last) = self.tables();
        let first = first.iter().zip(0..).map(|(name, at)| (*name, (Group::First, at)));
        first.chain(last.iter().zip(0..).map(|(name, at)| (*name, (Group::Last, at)))).collect()
    }

    /// Puts members in canonical order: known names by the table, unknown ones by their bytes, the last group.
    pub fn sort<T>(self, members: &mut [(Cow<'_, str>, T)]) {
        let places = self.places();
        let place = |name: &str| places.get(name).copied().unwrap_or((Group::Unknown, 0));
        if members.len() > MANY {
            members.sort_by_cached_key(|(name, _)| (place(name), name.to_string()));
            return;
        }
        let mut held = [(Group::Unknown, 0); MANY];
        for (held, (name, _)) in held.iter_mut().zip(members.iter()) {
            *held = place(name);
        }
        // Most objects are made in this order but for a member or two, which move to their place step by step.
        for from in 1..members.len() {
            let mut at = from;
            while at > 0 && is_after(&held, members, at - 1, at) {
                members.swap(at - 1, at);
                held.swap(at - 1, at);
                at -= 1;
            }
        }
    }
}

/// More members than this are sorted another way, which is quicker for them.
const MANY: usize = 32;

fn is_after<T>(places: &[Place], members: &[(Cow<'_, str>, T)], one: usize, other: usize) -> bool {
    match places.get(one).cmp(&places.get(other)) {
        Ordering::Equal => members.get(one).map(|(name, _)| name) > members.get(other).map(|(name, _)| name),
        order => order.is_gt(),
    }
}

/// Where each known name comes.
type Places = HashMap<&'static str, Place, BuildHasherDefault<Fnv>>;

/// The hash of Fowler, Noll and Vo (FNV-1a), which is quick for names as short as these. The names in the table are
/// ours, so nobody can choose them to be slow.
#[derive(Debug, Clone, Copy)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The groups of members of an object, in the order they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    First,
    Unknown,
    Last,
}

/// The group of a known name, and its place in that group.
type Place = (Group, u8);

/// Canonical text without white space: what merging orders by and digests are made of.
#[must_use]
pub fn compact(value: &Json<'_>) -> String {
    let mut out = String::new();
    write_value(&mut out, value, None);
    out
}

/// As much as most files hold, so that their text need not be moved while it grows.
const USUAL_BYTES: usize = 1 << 16;

/// Canonical text as files hold it: two spaces a level, one newline at the end.
#[must_use]
pub fn pretty(value: &Json<'_>) -> String {
    let mut out = String::with_capacity(USUAL_BYTES);
    write_value(&mut out, value, Some(0));
    out.push('\n');
    out
}

/// What stands in a member at the top of a file. A session's file is put together of these, so that its notes need
/// not all be held as values while it is written.
pub enum Piece<'a> {
    /// A value.
    Value(Json<'a>),
    /// A list, whose elements are made when they are written.
    Elements(Box<dyn Iterator<Item = Json<'a>> + 'a>),
    /// Canonical text that stands one level in.
    Text(&'a str),
}

impl<'a> Piece<'a> {
    /// The value it is; nothing when it is a text.
    #[must_use]
    pub fn into_value(self) -> Option<Json<'a>> {
        match self {
            Self::Value(value) => Some(value),
            Self::Elements(items) => Some(Json::List(items.collect())),
            Self::Text(_) => None,
        }
    }
}

/// Canonical text of an object of these members, as files hold it.
#[must_use]
pub fn pretty_pieces<'a>(mut members: Vec<(Cow<'a, str>, Piece<'a>)>, order: Order) -> String {
    order.sort(&mut members);
    let mut out = String::with_capacity(USUAL_BYTES);
    write_between(&mut out, ('{', '}'), members, Some(0), |out, (name, piece), indent| {
        write_name(out, &name, indent);
        match piece {
            Piece::Value(value) => write_value(out, &value, indent),
            Piece::Elements(items) => {
                write_between(out, ('[', ']'), items, indent, |out, item, indent| {
                    write_value(out, &item, indent);
                });
            }
            Piece::Text(text) => out.push_str(text),
        }
    });
    out.push('\n');
    out
}

/// Writes a value; `indent` is the level it stands on, or nothing for compact text.
///
/// Recursion is bounded: a value nests at most [`MAX_DEPTH`](super::json::MAX_DEPTH) deep inside a member.
fn write_value(out: &mut String, value: &Json<'_>, indent: Option<usize>) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Bool(true) => out.push_str("true"),
        Json::Bool(false) => out.push_str("false"),
        Json::Number(digits) => out.push_str(digits),
        Json::Text(text) => write_text(out, text),
        Json::List(items) => {
            write_between(out, ('[', ']'), items, indent, write_value);
        }
        Json::Object(members) => {
            write_between(out, ('{', '}'), members, indent, |out, (name, value), indent| {
                write_name(out, name, indent);
                write_value(out, value, indent);
            });
        }
    }
}

fn write_name(out: &mut String, name: &str, indent: Option<usize>) {
    write_text(out, name);
    out.push_str(if indent.is_some() { ": " } else { ":" });
}

fn write_between<T>(
    out: &mut String,
    (open, close): (char, char),
    items: impl IntoIterator<Item = T>,
    indent: Option<usize>,
    write_item: impl Fn(&mut String, T, Option<usize>),
) {
    let inner = indent.map(|level| level + 1);
    out.push(open);
    let mut is_empty = true;
    for item in items {
        if !is_empty {
            out.push(',');
        }
        is_empty = false;
        new_line(out, inner);
        write_item(out, item, inner);
    }
    if !is_empty {
        new_line(out, indent);
    }
    out.push(close);
}

fn new_line(out: &mut String, indent: Option<usize>) {
    let Some(level) = indent else { return };
    out.push('\n');
    match SPACES.get(..2 * level) {
        Some(spaces) => out.push_str(spaces),
        None => out.extend(std::iter::repeat_n("  ", level)),
    }
}

/// What stands before almost every line is cut from this.
const SPACES: &str = "                                ";

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = first_not_plain(rest) {
        let (plain, from) = rest.split_at(at);
        out.push_str(plain);
        let mut letters = from.chars();
        match letters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\t') => out.push_str("\\t"),
            Some('\r') => out.push_str("\\r"),
            // Every letter of that set lies below U+10000, so four digits are enough.
            Some(letter) => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            None => {}
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// Where the first letter stands that is not written as itself. Looks at bytes as long as they are plain ASCII, many
/// in one go: most texts have nothing else.
fn first_not_plain(text: &str) -> Option<usize> {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    let are_plain = |bytes: &[u8]| bytes.iter().fold(true, |are, byte| are & is_plain(*byte));
    let many = text.as_bytes().chunks(IN_ONE_GO).take_while(|bytes| are_plain(bytes)).count() * IN_ONE_GO;
    let from = many + text.as_bytes().get(many..)?.iter().position(|byte| !is_plain(*byte))?;
    let is_not_plain = |letter: char| matches!(letter, '"' | '\\') || must_be_escaped(letter);
    text.get(from..)?.find(is_not_plain).map(|at| from + at)
}

/// As many bytes as a processor compares at once.
const IN_ONE_GO: usize = 32;

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    #[test]
    fn control_and_bidi_characters_are_written_as_escapes() {
        let text = Json::text("a\u{1b}[2J\u{9b}\u{202e}\u{feff}\u{8}\"\\\n\t\r/é");
        assert_eq!(compact(&text), "\"a\\u001b[2J\\u009b\\u202e\\ufeff\\u0008\\\"\\\\\\n\\t\\r/é\"");
    }

    #[test]
    fn known_members_come_first_unknown_by_bytes_and_the_last_group_last() {
        let members = ["over", "zebra", "text", "Zebra", "id", "stamp"];
        let object =
            Json::object(members.map(|name| (Cow::Borrowed(name), Json::Null)).to_vec(), Order::Other);
        let written = compact(&object).replace(":null", "");
        assert_eq!(written, "{\"id\",\"text\",\"Zebra\",\"zebra\",\"stamp\",\"over\"}");
    }

    #[test]
    fn any_order_of_few_or_many_members_comes_to_the_same() {
        for many in [10, MANY, MANY + 1, 300] {
            let names = (0..many).map(|number| match OTHER_ORDER.get(number) {
                Some(known) if number % 2 == 0 => (*known).to_owned(),
                _ => format!("unknown {}", (number * 7919) % many),
            });
            let ours: Vec<_> = names.map(|name| (Cow::Owned(name), Json::Null)).collect();
            let written = compact(&Json::object(ours.clone(), Order::Other));
            for turn in [1, many / 3, many / 2] {
                let mut turned = ours.clone();
                turned.rotate_left(turn);
                assert_eq!(compact(&Json::object(turned.clone(), Order::Other)), written, "{many} {turn}");
                turned.reverse();
                assert_eq!(compact(&Json::object(turned, Order::Other)), written, "{many} {turn}");
            }
        }
    }

    #[test]
    fn no_name_stands_twice_in_a_table() {
        for order in [Order::Session, Order::Collection, Order::Study, Order::Other] {
            let (first, last) = order.tables();
            let all: Vec<_> = first.iter().chain(last).collect();
            let distinct: std::collections::BTreeSet<_> = all.iter().collect();
            assert_eq!(all.len(), distinct.len(), "{order:?}");
        }
    }

    #[test]
    fn pretty_text_has_two_spaces_a_level_and_one_newline_at_the_end() {
        let list = Json::List(vec![Json::whole(1), Json::List(vec![]), Json::List(vec![Json::Null])]);
        assert_eq!(pretty(&list), "[\n  1,\n  [],\n  [\n    null\n  ]\n]\n");
    }
}
