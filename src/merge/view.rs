//! What is shown of an entry: the top version where there is one head, a field-by-field view of a conflict.
//!
//! The view is computed by readers and never written. Each field is compared with every newest common ancestor
//! of the heads: a field that equals all of them is unchanged. Where only one side changed a field, the change
//! is shown; where several did, the one with the greater stamp, and the field is marked. Who spoke, kind, text,
//! counts and an answer's value are one field, so that a paraphrase never becomes a quote, nor one person's
//! words another's. Two texts are never blended.
//!
//! Promises: every value shown is one that a head holds; only tags and flags are put together from several. The
//! outcome depends on the set of versions alone, not on the order in which they came. Leaves to others: showing
//! the sides that are not shown, and writing the version that settles a conflict.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::model::canonical::{Order, compact};
use crate::model::entry::{Body, Entry, Version};
use crate::model::json::{Json, Member};
use crate::model::shape::{Members, Unknown};
use crate::model::stamp::Stamp;

/// What is shown of one entry.
#[derive(Debug, Clone, PartialEq)]
pub struct View<B> {
    /// What it says.
    pub body: B,
    /// Members of the body that this version of the program does not know, merged by the same rules.
    pub unknown: Unknown,
    /// Whether every head is deleted.
    pub is_deleted: bool,
    /// How many heads there are; more than one is a conflict, even where nothing is disputed.
    pub heads: usize,
    /// What several sides changed differently, so that a person should look at the other heads.
    pub disputed: BTreeSet<Field>,
}

/// The name of what can be disputed. Of members that are one field, those are named that differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// A member of the body, by its name in the file, like `text`; known or not.
    Member(String),
    /// A member of a participant's consent other than its items, like `sheet`.
    Consent(String),
    /// An item of a participant's consent, like `quotes`.
    ConsentItem(String),
    /// Deleted on one side, standing on another.
    Deleted,
}

/// The path in the file, as it stands there: `text`, `consent.sheet`, `consent.items.quotes`, `deleted`.
impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(name) => f.write_str(name),
            Self::Consent(name) => write!(f, "consent.{name}"),
            Self::ConsentItem(name) => write!(f, "consent.items.{name}"),
            Self::Deleted => f.write_str("deleted"),
        }
    }
}

/// Members that are one field: parted, they could make a quote of a paraphrase, or one person's words another's.
const TOGETHER: [&str; 10] =
    ["kind", "participant", "answer", "empty", "text", "words", "for", "against", "of", "stage"];

/// Members that are sets: every side has its part in what is shown, and nothing is disputed.
const SETS: [&str; 2] = ["flags", "tags"];

impl Field {
    fn is_one_of(&self, names: &[&str]) -> bool {
        matches!(self, Self::Member(name) if names.contains(&name.as_str()))
    }

    /// Where a value comes in a dispute over this field, the first being shown. Only consent has an order of
    /// its own, the most cautious first; an item that is not there was not asked, only less plainly.
    fn rank(&self, value: Option<&Json<'_>>) -> u8 {
        let Self::ConsentItem(_) = self else { return 0 };
        match value.and_then(|item| item.get("state")).and_then(Json::as_text) {
            Some("refused") => 0,
            Some("not_asked") => 1,
            Some("given") => 3,
            _ => 2,
        }
    }
}

/// Computes what is shown of an entry.
///
/// Several bodies under one stamp are several sides, or several ancestors; the larger canonical body counts as
/// the greater. Nothing only for an entry without versions.
#[must_use]
pub fn view<B: Body>(entry: &Entry<B>) -> Option<View<B>> {
    let heads = entry.heads();
    let is_deleted = heads.iter().all(|head| head.is_deleted);
    // A deleted head has no say while another stands, neither by its body nor by what it replaced.
    let sides: Vec<_> = heads.iter().copied().filter(|head| is_deleted || !head.is_deleted).collect();
    let top = sides.first()?;
    let mut view = View {
        body: top.body.clone(),
        unknown: top.unknown.clone(),
        is_deleted,
        heads: heads.len(),
        disputed: BTreeSet::new(),
    };
    if sides.len() > 1 {
        let conflict = Conflict::between(&sides, entry);
        let settled = conflict.settle();
        view.disputed = settled.disputed;
        // Values that each came from a version make a body again; were it not so, the top version would stand.
        if let Some((body, unknown)) = read_back(settled.values) {
            view.body = body;
            view.unknown = unknown;
        }
    }
    if sides.len() < heads.len() {
        view.disputed.insert(Field::Deleted);
    }
    Some(view)
}

/// The versions of one entry, smallest first, to be found by their stamps.
struct History<'a, B>(Vec<&'a Arc<Version<B>>>);

/// How many sides are followed at once: one bit each.
const SIDES_AT_ONCE: usize = 128;

impl<'a, B: Body> History<'a, B> {
    fn of(entry: &'a Entry<B>) -> Self {
        Self(entry.versions().collect())
    }

    /// The versions under a stamp: one, none when it is missing or erased, several when it was forged.
    fn under(&self, stamp: Stamp) -> impl Iterator<Item = &'a Version<B>> {
        let from = self.0.partition_point(|version| version.stamp < stamp);
        self.0.iter().skip(from).map(|version| &***version).take_while(move |version| version.stamp == stamp)
    }

    /// What the sides are compared with. Empty when they have no ancestor in common, and also when one of the
    /// newest is missing or erased: who changed what can then not be known.
    fn newest_common_ancestors(&self, sides: &[&Arc<Version<B>>]) -> Vec<&'a Version<B>> {
        let common = self.replaced_by_all(sides);
        // What a common ancestor replaces is common too, so looking one edge down finds all that are not newest.
        let replaced: BTreeSet<Stamp> =
            common.iter().flat_map(|stamp| self.under(*stamp)).flat_map(older).collect();
        let newest: Vec<Vec<_>> =
            common.difference(&replaced).map(|stamp| self.under(*stamp).collect()).collect();
        if newest.iter().any(Vec::is_empty) { Vec::new() } else { newest.into_iter().flatten().collect() }
    }

    /// The stamps that every side replaces, directly or through others, whether they are here or missing.
    fn replaced_by_all(&self, sides: &[&Arc<Version<B>>]) -> BTreeSet<Stamp> {
        let mut parts = sides.chunks(SIDES_AT_ONCE).map(|part| self.replaced_by_each_of(part));
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |common, part| &common & &part)
    }

    fn replaced_by_each_of(&self, sides: &[&Arc<Version<B>>]) -> BTreeSet<Stamp> {
        let mut waiting: BTreeMap<Stamp, u128> = BTreeMap::new();
        let mut all_sides = 0;
        for (place, side) in sides.iter().enumerate() {
            let bit = 1 << place;
            all_sides |= bit;
            older(side).for_each(|stamp| *waiting.entry(stamp).or_default() |= bit);
        }
        let mut common = BTreeSet::new();
        // Edges lead to older stamps only: by the turn of the greatest that waits, everybody who replaces it
        // has been met, and no circle brings it back.
        while let Some((stamp, replaced_by)) = waiting.pop_last() {
            if replaced_by == all_sides {
                common.insert(stamp);
            }
            for stamp in self.under(stamp).flat_map(older) {
                *waiting.entry(stamp).or_default() |= replaced_by;
            }
        }
        common
    }
}

/// What a version replaces, as far as it counts for showing: an edge towards an older stamp.
fn older<B>(version: &Version<B>) -> impl Iterator<Item = Stamp> {
    version.over.range(..version.stamp).copied()
}

/// The fields of one version; one that is not there is absent.
type Fields<'a> = BTreeMap<Field, Json<'a>>;

/// Takes a version apart into its fields.
fn fields<B: Body>(version: &Version<B>) -> Fields<'_> {
    let mut fields = Fields::new();
    let Json::Object(members) = version.to_json() else { return fields };
    for (name, value) in members {
        match (&*name, value) {
            ("stamp" | "over" | "deleted" | "undoes", _) => {}
            ("consent", Json::Object(consent)) => add_consent(&mut fields, consent),
            (name, value) => {
                fields.insert(Field::Member(name.to_owned()), value);
            }
        }
    }
    fields
}

fn add_consent<'a>(fields: &mut Fields<'a>, consent: Vec<Member<'a>>) {
    for (name, value) in consent {
        match (&*name, value) {
            ("items", Json::Object(items)) => {
                let item = |(name, value): Member<'a>| (Field::ConsentItem(name.into_owned()), value);
                fields.extend(items.into_iter().map(item));
            }
            (name, value) => {
                fields.insert(Field::Consent(name.to_owned()), value);
            }
        }
    }
}

/// Puts fields together to a body again. Nothing when they do not make one.
fn read_back<B: Body>(values: Fields<'_>) -> Option<(B, Unknown)> {
    let (mut members, mut consent, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for (field, value) in values {
        match field {
            Field::Member(name) => members.push((Cow::Owned(name), value)),
            Field::Consent(name) => consent.push((Cow::Owned(name), value)),
            Field::ConsentItem(name) => items.push((Cow::Owned(name), value)),
            Field::Deleted => {}
        }
    }
    add_object(&mut consent, "items", items)?;
    add_object(&mut members, "consent", consent)?;
    let mut members = Members::of(Json::object(members, Order::Other)).ok()?;
    let body = B::read(&mut members).ok()?;
    Some((body, members.rest().ok()?))
}

/// Adds an object, unless it is empty. Nothing when the name is taken: in a list this program does not know, it
/// may be an object on one side and something else on another.
fn add_object<'a>(members: &mut Vec<Member<'a>>, name: &'static str, inner: Vec<Member<'a>>) -> Option<()> {
    if !inner.is_empty() {
        if members.iter().any(|(taken, _)| taken == name) {
            return None;
        }
        members.push((Cow::Borrowed(name), Json::object(inner, Order::Other)));
    }
    Some(())
}

/// The sides of a conflict, greatest first, and what they are compared with.
struct Conflict<'a> {
    sides: Vec<Fields<'a>>,
    /// Empty when there is nothing to compare with: then every side changed everything.
    ancestors: Vec<Fields<'a>>,
}

/// What comes out of a conflict.
#[derive(Default)]
struct Settled<'a> {
    values: Fields<'a>,
    disputed: BTreeSet<Field>,
}

impl<'a> Conflict<'a> {
    fn between<B: Body>(sides: &[&'a Arc<Version<B>>], entry: &'a Entry<B>) -> Self {
        let ancestors = History::of(entry).newest_common_ancestors(sides);
        Self {
            sides: sides.iter().copied().map(|side| fields(side)).collect(),
            ancestors: ancestors.into_iter().map(fields).collect(),
        }
    }

    fn settle(&self) -> Settled<'_> {
        let mut settled = Settled::default();
        // Names of the ancestors too: what every side took away was changed as well.
        let names: BTreeSet<&Field> =
            self.sides.iter().chain(&self.ancestors).flat_map(BTreeMap::keys).collect();
        let (together, apart): (Vec<_>, Vec<_>) =
            names.into_iter().partition(|field| field.is_one_of(&TOGETHER));
        self.choose(&together, &mut settled);
        for field in apart {
            match self.unite(field) {
                Some(set) => {
                    settled.values.insert(field.clone(), Json::List(set));
                }
                None => self.choose(&[field], &mut settled),
            }
        }
        settled
    }

    /// Shows members that are one field as one side has them.
    fn choose<'b>(&'b self, together: &[&Field], settled: &mut Settled<'b>) {
        let changed: Vec<_> = self.sides.iter().filter(|side| self.has_changed(side, together)).collect();
        let rank = |side: &&Fields<'_>| together.iter().map(|field| field.rank(side.get(*field))).max();
        // Of equals the first is taken: the one with the greater stamp.
        let chosen = changed.iter().copied().min_by_key(rank).or(self.sides.first());
        for field in together {
            let value = chosen.and_then(|side| side.get(*field));
            if changed.iter().any(|side| side.get(*field) != value) {
                settled.disputed.insert((*field).clone());
            }
            if let Some(value) = value {
                settled.values.insert((*field).clone(), value.borrowed());
            }
        }
    }

    fn has_changed(&self, side: &Fields<'_>, together: &[&Field]) -> bool {
        let is_as_in =
            |ancestor: &Fields<'_>| together.iter().all(|field| side.get(*field) == ancestor.get(*field));
        self.ancestors.is_empty() || !self.ancestors.iter().all(is_as_in)
    }

    /// Shows a set: what any side holds, without what every ancestor held and a side removed. Nothing when the
    /// field is no set.
    fn unite(&self, field: &Field) -> Option<Vec<Json<'_>>> {
        if !field.is_one_of(&SETS) {
            return None;
        }
        let before = tally(field, &self.ancestors)?;
        let now = tally(field, &self.sides)?;
        let was_in_all =
            |text| before.get(text).is_some_and(|(_, ancestors)| *ancestors == self.ancestors.len());
        let stands = now.iter().filter(|(text, (_, sides))| *sides == self.sides.len() || !was_in_all(*text));
        Some(stands.map(|(_, (element, _))| element.borrowed()).collect())
    }
}

/// The elements of a set by their canonical texts, and how many versions hold each. Nothing when a version has
/// something else in its place.
fn tally<'a>(field: &Field, versions: &'a [Fields<'_>]) -> Option<BTreeMap<String, (&'a Json<'a>, usize)>> {
    let mut tally = BTreeMap::new();
    for value in versions.iter().filter_map(|version| version.get(field)) {
        let Json::List(elements) = value else { return None };
        let distinct: BTreeMap<String, _> = elements.iter().map(|one| (compact(one), one)).collect();
        for (text, element) in distinct {
            tally.entry(text).or_insert((element, 0)).1 += 1;
        }
    }
    Some(tally)
}
