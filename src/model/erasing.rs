//! Withdrawals, erasures and the marks they leave: sets that only grow.

use std::collections::{BTreeMap, BTreeSet};

use super::canonical::compact;
use super::ids::{EntryId, SeatId, SessionId};
use super::shape::{Fault, Members, Open, Shape, Value, Wrong, shape, words};
use super::stamp::Stamp;

words! {
    /// How far a withdrawal reaches.
    pub enum Scope {
        /// Verbatim quotes only.
        Quotes = "quotes",
        /// Everything attributed to the person, and the seat's description.
        Everything = "everything",
    }
}

words! {
    /// Why words were erased.
    pub enum Reason {
        /// They mention somebody who withdrew.
        Mention = "mention",
        /// They let somebody be recognised.
        Identifying = "identifying",
        /// A disclosure, kept apart.
        Disclosure = "disclosure",
        /// A mistake.
        Mistake = "mistake",
    }
}

shape! {
    /// A participant withdrew.
    pub struct Withdrawal {
        /// In a collection: the session.
        optional "session" session: Option<SessionId>,
        /// In a collection: other ids of that session.
        list "formerly" formerly: BTreeSet<SessionId>,
        /// Who.
        required "participant" participant: SeatId,
        /// How far it reaches.
        required "scope" scope: Scope,
        /// When, as a stamp.
        required "stamp" stamp: Stamp,
    }
}

shape! {
    /// Words that are to go for good: some versions of an entry, or all of it for ever.
    pub struct Erasure {
        /// The list.
        required "in" list: String,
        /// In a collection: the session.
        optional "session" session: Option<SessionId>,
        /// In a collection: other ids of that session.
        list "formerly" formerly: BTreeSet<SessionId>,
        /// The entry.
        optional "id" id: Option<EntryId>,
        /// Which versions; missing for the whole entry.
        optional "versions" versions: Option<BTreeSet<Stamp>>,
        /// Why.
        required "reason" reason: Reason,
        /// When, as a stamp.
        required "stamp" stamp: Stamp,
    }
}

/// A record of a set that only grows, with its rules beyond its members.
pub trait Record: Shape + Clone {
    /// Says what is wrong with it as a whole.
    ///
    /// # Errors
    /// A [`Fault`] below the record.
    fn audit(&self) -> Result<(), Fault>;

    /// The session it names, in a collection, with that session's other ids.
    fn session_ids(&self) -> impl Iterator<Item = SessionId>;

    /// The record as it stands inside the session it reaches.
    #[must_use]
    fn within_session(self) -> Self;
}

impl Record for Withdrawal {
    fn audit(&self) -> Result<(), Fault> {
        Ok(())
    }

    fn session_ids(&self) -> impl Iterator<Item = SessionId> {
        self.session.iter().chain(&self.formerly).copied()
    }

    fn within_session(self) -> Self {
        Self { session: None, formerly: BTreeSet::new(), ..self }
    }
}

impl Record for Erasure {
    fn audit(&self) -> Result<(), Fault> {
        let is_named_by_stamp = self.id.as_ref().is_some_and(EntryId::is_stamp);
        match &self.versions {
            Some(versions) if versions.is_empty() => Err(Fault::here(Wrong::Missing("versions"))),
            // A theme's summary may be written anew: erasing it for ever would silence the theme.
            None if !is_named_by_stamp => Err(Fault::here(Wrong::Missing("versions"))),
            _ => Ok(()),
        }
    }

    fn session_ids(&self) -> impl Iterator<Item = SessionId> {
        self.session.iter().chain(&self.formerly).copied()
    }

    fn within_session(self) -> Self {
        Self { session: None, formerly: BTreeSet::new(), ..self }
    }
}

/// A set of records that only grows, by canonical text.
#[derive(Debug, Clone, PartialEq)]
pub struct Records<R>(BTreeMap<String, Open<R>>);

impl<R> Default for Records<R> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<R: Record> Records<R> {
    /// Adds a record, unless it is there already.
    pub fn insert(&mut self, record: Open<R>) {
        let key = compact(&record.to_json());
        self.0.entry(key).or_insert(record);
    }

    /// Every record, in the order of canonical text.
    pub fn iter(&self) -> impl Iterator<Item = &Open<R>> {
        self.0.values()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds every record of another set.
    pub fn absorb(&mut self, other: Self) {
        for (key, record) in other.0 {
            self.0.entry(key).or_insert(record);
        }
    }
}

impl<R: Record> Value for Records<R> {
    fn from_json(json: super::json::Json<'_>) -> Result<Self, Fault> {
        let mut records = Self::default();
        for (place, record) in Vec::<Open<R>>::from_json(json)?.into_iter().enumerate() {
            record.known.audit().map_err(|fault| fault.in_element(place))?;
            records.insert(record);
        }
        Ok(records)
    }

    fn to_json(&self) -> super::json::Json<'_> {
        super::json::Json::List(self.0.values().map(Value::to_json).collect())
    }

    fn schema() -> super::json::Json<'static> {
        Vec::<Open<R>>::schema()
    }
}

shape! {
    /// What is left of an erased version: that it was there. It holds no words and no digest of words.
    pub struct ErasedMark {
        /// The list.
        required "in" list: String,
        /// The entry; none for a member that is one entry, like `details`.
        optional "id" id: Option<EntryId>,
        /// The version.
        required "stamp" stamp: Stamp,
        /// What it replaced.
        required "over" over: BTreeSet<Stamp>,
        /// Erased because it repeated erased words without a name; missing when erased as said.
        optional "linked" linked: Option<bool>,
    }
}

/// What is known of one erased version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// What the version replaced.
    pub over: BTreeSet<Stamp>,
    /// Whether it only repeated erased words; *said* wins when both were recorded.
    pub is_linked: bool,
}

/// The marks of one entry, by stamp.
pub type EntryMarks = BTreeMap<Stamp, Mark>;

/// The marks of a session or study, by list and entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks(BTreeMap<(String, EntryId), EntryMarks>);

impl Marks {
    /// Adds a mark. A version marked twice keeps every edge, and is *linked* only if both marks say so.
    pub fn insert(&mut self, list: &str, id: &EntryId, stamp: Stamp, mark: Mark) {
        let marks = self.0.entry((list.to_owned(), id.clone())).or_default();
        match marks.get_mut(&stamp) {
            Some(held) => {
                held.is_linked &= mark.is_linked;
                held.over.extend(mark.over);
            }
            None => {
                marks.insert(stamp, mark);
            }
        }
    }

    /// The marks of one entry.
    #[must_use]
    pub fn of_entry(&self, list: &str, id: &EntryId) -> Option<&EntryMarks> {
        self.0.get(&(list.to_owned(), id.clone()))
    }

    /// Every entry that has marks.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &EntryId, &EntryMarks)> {
        self.0.iter().map(|((list, id), marks)| (list.as_str(), id, marks))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many versions are marked.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.values().map(BTreeMap::len).sum()
    }

    /// Adds every mark of another set.
    pub fn absorb(&mut self, other: Self) {
        for ((list, id), marks) in other.0 {
            for (stamp, mark) in marks {
                self.insert(&list, &id, stamp, mark);
            }
        }
    }
}

impl Value for Marks {
    fn from_json(json: super::json::Json<'_>) -> Result<Self, Fault> {
        let super::json::Json::List(items) = json else { return Err(Fault::expected("a list", &json)) };
        let mut marks = Self::default();
        for (place, item) in items.into_iter().enumerate() {
            let read = || {
                let mut members = Members::of(item)?;
                let mark = ErasedMark::read(&mut members)?;
                members.nothing_left()?;
                Ok(mark)
            };
            let mark = read().map_err(|fault: Fault| fault.in_element(place))?;
            let id = mark.id.unwrap_or_else(|| EntryId::new(super::entry::SINGLE));
            let kept = Mark { over: mark.over, is_linked: mark.linked.unwrap_or(false) };
            marks.insert(&mark.list, &id, mark.stamp, kept);
        }
        Ok(marks)
    }

    fn to_json(&self) -> super::json::Json<'_> {
        use super::canonical::Order;
        use super::json::Json;
        let written = self.0.iter().flat_map(|((list, id), marks)| {
            marks.iter().map(move |(stamp, mark)| {
                let mut members = vec![
                    ("in".into(), Json::text(list)),
                    ("stamp".into(), stamp.to_json()),
                    ("over".into(), mark.over.to_json()),
                ];
                if id.as_str() != super::entry::SINGLE {
                    members.push(("id".into(), Json::text(id.as_str())));
                }
                if mark.is_linked {
                    members.push(("linked".into(), Json::Bool(true)));
                }
                Json::object(members, Order::Other)
            })
        });
        Json::List(written.collect())
    }

    fn schema() -> super::json::Json<'static> {
        use super::shape::{object_schema, schema_object};
        let items = object_schema::<ErasedMark>(false);
        schema_object(vec![("type", super::json::Json::text("array")), ("items", items)])
    }
}
