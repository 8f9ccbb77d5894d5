//! Entries and their versions: the one shape of everything a person can change or add.
//!
//! An entry is an id and a set of immutable versions. A version replaces the ones named in its `over`. What is
//! not replaced is a head; one head is the normal case, several are a conflict. Nothing here decides between
//! them: `merge` computes what to show, and joining entries is set union.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::Arc;

use super::canonical::{Order, compact};
use super::ids::{EntryId, SeatId};
use super::json::{Json, Member};
use super::shape::{Fault, Members, Shape, Unknown, Value, Wrong};
use super::stamp::Stamp;

/// What the versions of one list hold.
pub trait Body: Shape + Clone + PartialEq + Debug + Send + Sync + 'static {
    /// The participant it is attributed to, whom a withdrawal reaches it through.
    fn participant(&self) -> Option<&SeatId> {
        None
    }

    /// Whether two of them, written apart, say so much the same that there is nothing to decide: an answer that two
    /// people typed from one sheet of paper, whatever the clock said. By themselves two are never the same: that two
    /// laptops noted the same words is for a person to see.
    fn agrees_with(&self, _other: &Self) -> bool {
        false
    }

    /// Whether it holds somebody's words as they were spoken.
    fn is_quote(&self) -> bool {
        false
    }
}

/// One version of an entry. It never changes once it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Version<B> {
    /// Its name and place in time.
    pub stamp: Stamp,
    /// The versions its author saw as current, and replaces.
    pub over: BTreeSet<Stamp>,
    /// What it says.
    pub body: B,
    /// Whether it says so in order to delete: the whole body stays.
    pub is_deleted: bool,
    /// The version that it takes back, where it was written to do so. Taking back such a version does again what that
    /// one did.
    pub undoes: Option<Stamp>,
    /// Members of the body that this version of the program does not know.
    pub unknown: Unknown,
}

/// No more than this have most versions, with what belongs to their entry.
const USUAL_MEMBERS: usize = 16;

/// Members that belong to an entry or its file form and so cannot be members of a body.
const RESERVED: [&str; 3] = ["id", "earlier", "conflicts"];

impl<B: Body> Version<B> {
    /// A version that replaces nothing and holds nothing unknown.
    #[must_use]
    pub fn first(stamp: Stamp, body: B) -> Self {
        Self::over(stamp, BTreeSet::new(), body)
    }

    /// A version that replaces others.
    #[must_use]
    pub fn over(stamp: Stamp, over: BTreeSet<Stamp>, body: B) -> Self {
        Self { stamp, over, body, is_deleted: false, undoes: None, unknown: Unknown::default() }
    }

    /// Reads a version.
    ///
    /// # Errors
    /// A [`Fault`] with the path below this object.
    pub fn read(mut members: Members<'_>) -> Result<Self, Fault> {
        let stamp = members.required("stamp")?;
        let over = members.required("over")?;
        let is_deleted = members.optional("deleted")?.unwrap_or(false);
        let undoes = members.optional("undoes")?;
        let body = B::read(&mut members)?;
        if let Some(name) = members.names().find(|name| RESERVED.contains(name)) {
            let name = name.to_owned();
            return Err(Fault::here(Wrong::Unexpected(name.clone())).in_member(&name));
        }
        Ok(Self { stamp, over, body, is_deleted, undoes, unknown: members.rest()? })
    }

    /// Its body's members, as they are written.
    fn body_members(&self) -> Vec<Member<'_>> {
        let mut members = Vec::with_capacity(USUAL_MEMBERS);
        self.body.write(&mut members);
        if self.is_deleted {
            members.push((Cow::Borrowed("deleted"), Json::Bool(true)));
        }
        members.extend(self.undoes.as_ref().map(|undone| (Cow::Borrowed("undoes"), undone.to_json())));
        self.unknown.put(&mut members);
        members
    }

    fn members(&self) -> Vec<Member<'_>> {
        let mut members = self.body_members();
        members.push((Cow::Borrowed("stamp"), self.stamp.to_json()));
        members.push((Cow::Borrowed("over"), self.over.to_json()));
        members
    }

    /// Canonical text of the whole body: what orders two bodies under one stamp.
    #[must_use]
    pub fn canonical_body(&self) -> String {
        compact(&Json::object(self.body_members(), Order::Other))
    }

    /// The version as it stands in a file.
    #[must_use]
    pub fn to_json(&self) -> Json<'_> {
        Json::object(self.members(), Order::Other)
    }
}

/// The versions of one entry, smallest first by stamp, then canonical body, then `over`; each stands once.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<B>(Vec<Arc<Version<B>>>);

impl<B> Default for Entry<B> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<B: Body> Entry<B> {
    /// Adds a version, unless it is there already.
    pub fn insert(&mut self, version: Arc<Version<B>>) {
        match self.0.last() {
            // What is written now is greater than all that was; reading and joining bring many at once.
            Some(last) if last.stamp >= version.stamp => self.extend([version]),
            _ => self.0.push(version),
        }
    }

    /// Adds versions, each once, in time that grows with their number and not with its square.
    pub fn extend(&mut self, versions: impl IntoIterator<Item = Arc<Version<B>>>) {
        self.0.extend(versions);
        self.0.sort_by_key(|version| version.stamp);
        // Stamps alone decide almost always; texts are made only for several versions under one stamp.
        for same in self.0.chunk_by_mut(|one, other| one.stamp == other.stamp) {
            if same.len() > 1 && same.windows(2).any(|pair| matches!(pair, [one, other] if one != other)) {
                same.sort_by_cached_key(|version| (version.canonical_body(), version.over.clone()));
            }
        }
        self.0.dedup();
    }

    fn holds(&self, version: &Version<B>) -> bool {
        let from = self.0.partition_point(|held| held.stamp < version.stamp);
        let same = self.0.iter().skip(from).take_while(|held| held.stamp == version.stamp);
        same.into_iter().any(|held| **held == *version)
    }

    /// Every version, smallest first.
    #[must_use]
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &Arc<Version<B>>> + ExactSizeIterator {
        self.0.iter()
    }

    /// The versions nobody replaced, greatest first. Only an edge towards an older stamp counts, so that
    /// versions that replace each other in a circle do not all vanish.
    #[must_use]
    pub fn heads(&self) -> Vec<&Arc<Version<B>>> {
        if let [only] = self.0.as_slice() {
            return vec![only];
        }
        let replaced: BTreeSet<Stamp> = self
            .0
            .iter()
            .flat_map(|version| version.over.iter().copied().filter(|stamp| *stamp < version.stamp))
            .collect();
        self.0.iter().rev().filter(|version| !replaced.contains(&version.stamp)).collect()
    }

    /// The version at the top: the greatest head that is not deleted, else the greatest head. Nothing only
    /// when there is no version at all.
    #[must_use]
    pub fn top(&self) -> Option<&Arc<Version<B>>> {
        match self.0.as_slice() {
            [only] => Some(only),
            _ => top_of(&self.heads()),
        }
    }

    /// Whether it has several heads between which a person has to decide.
    #[must_use]
    pub fn is_in_conflict(&self) -> bool {
        if self.0.len() < 2 {
            return false;
        }
        let heads = self.heads();
        let agree = |one: &Version<B>, other: &Version<B>| {
            one.is_deleted == other.is_deleted
                && one.unknown == other.unknown
                && one.body.agrees_with(&other.body)
        };
        heads.windows(2).any(|pair| matches!(pair, [one, other] if !agree(one, other)))
    }

    /// Whether every head is deleted.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        match self.0.as_slice() {
            [only] => only.is_deleted,
            _ => self.heads().iter().all(|head| head.is_deleted),
        }
    }

    /// The stamps a new version has to name in order to replace what is current.
    #[must_use]
    pub fn head_stamps(&self) -> BTreeSet<Stamp> {
        self.heads().iter().map(|head| head.stamp).collect()
    }

    fn to_json<'a>(&'a self, id: Option<&'a EntryId>) -> Json<'a> {
        let id = id.map(|id| (Cow::Borrowed("id"), Json::text(id.as_str())));
        if let [only] = self.0.as_slice() {
            let mut members = only.members();
            members.extend(id);
            return Json::object(members, Order::Other);
        }
        let heads = self.heads();
        let Some(top) = top_of(&heads) else { return Json::Object(Vec::new()) };
        let mut members = top.members();
        members.extend(id);
        // Heads come in the order of all versions, so one look at the next of them tells.
        let mut next = heads.iter().peekable();
        let is_earlier =
            |version: &&Arc<Version<B>>| next.next_if(|head| Arc::ptr_eq(head, version)).is_none();
        let earlier = self.0.iter().rev().filter(is_earlier);
        let conflicts = heads.iter().copied().filter(|head| !Arc::ptr_eq(head, top));
        let mut put = |name, versions: Vec<Json<'a>>| {
            if !versions.is_empty() {
                members.push((Cow::Borrowed(name), Json::List(versions)));
            }
        };
        put("earlier", earlier.map(|version| version.to_json()).collect());
        put("conflicts", conflicts.map(|version| version.to_json()).collect());
        Json::object(members, Order::Other)
    }

    fn read(&mut self, mut members: Members<'_>) -> Result<(), Fault> {
        let mut read = Vec::new();
        for name in ["earlier", "conflicts"] {
            let versions = match members.take(name) {
                None => continue,
                Some(Json::List(versions)) => versions,
                Some(other) => return Err(Fault::expected("a list of versions", &other).in_member(name)),
            };
            for (place, version) in versions.into_iter().enumerate() {
                let version = Members::of(version)
                    .and_then(Version::read)
                    .map_err(|fault| fault.in_element(place).in_member(name))?;
                read.push(Arc::new(version));
            }
        }
        let shown = Arc::new(Version::read(members)?);
        if read.is_empty() {
            self.insert(shown);
        } else {
            read.push(shown);
            self.extend(read);
        }
        Ok(())
    }
}

/// The greatest of an entry's heads that is not deleted, else the greatest.
fn top_of<'a, B>(heads: &[&'a Arc<Version<B>>]) -> Option<&'a Arc<Version<B>>> {
    heads.iter().find(|head| !head.is_deleted).or(heads.first()).copied()
}

/// The entries of one list, by id.
#[derive(Debug, Clone, PartialEq)]
pub struct Entries<B>(BTreeMap<EntryId, Arc<Entry<B>>>);

impl<B> Default for Entries<B> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<B: Body> Entries<B> {
    /// Adds a version to an entry, which it makes when it is new.
    pub fn insert(&mut self, id: EntryId, version: Arc<Version<B>>) {
        Arc::make_mut(self.0.entry(id).or_default()).insert(version);
    }

    /// Every entry by id, those that are deleted too.
    #[must_use]
    pub fn all(&self) -> impl DoubleEndedIterator<Item = (&EntryId, &Entry<B>)> + ExactSizeIterator {
        self.0.iter().map(|(id, entry)| (id, &**entry))
    }

    /// The entries that stand, by id, with the version at the top of each.
    pub fn standing(&self) -> impl Iterator<Item = (&EntryId, &Version<B>)> {
        self.all().filter_map(|(id, entry)| {
            let top = entry.top()?;
            (!top.is_deleted).then_some((id, &**top))
        })
    }

    /// One entry.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry<B>> {
        self.0.get(id).map(|entry| &**entry)
    }

    /// The body at the top of one entry, if it stands.
    #[must_use]
    pub fn current(&self, id: &str) -> Option<&B> {
        let top = self.get(id)?.top()?;
        (!top.is_deleted).then_some(&top.body)
    }

    /// Takes the entries apart, for joining.
    #[must_use]
    pub fn into_parts(self) -> BTreeMap<EntryId, Arc<Entry<B>>> {
        self.0
    }

    /// Every version that `other` does not hold, whole and in the same entry.
    pub fn absent_from<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a EntryId, &'a Version<B>)> {
        let differs = |(id, entry): &(&EntryId, &'a Arc<Entry<B>>)| match other.0.get(*id) {
            Some(held) => !Arc::ptr_eq(held, entry) && held != *entry,
            None => true,
        };
        self.0.iter().filter(differs).flat_map(move |(id, entry)| {
            let held = other.0.get(id);
            let is_absent =
                move |version: &&'a Arc<Version<B>>| !held.is_some_and(|held| held.holds(version));
            entry.versions().filter(is_absent).map(move |version| (id, &**version))
        })
    }

    /// Puts a whole entry in, or its versions beside the ones that are there.
    pub fn absorb(&mut self, id: EntryId, entry: Arc<Entry<B>>) {
        match self.0.entry(id) {
            std::collections::btree_map::Entry::Vacant(vacant) => {
                vacant.insert(entry);
            }
            std::collections::btree_map::Entry::Occupied(mut held) => {
                if Arc::ptr_eq(held.get(), &entry) || held.get() == &entry {
                    return;
                }
                Arc::make_mut(held.get_mut()).extend(Arc::unwrap_or_clone(entry).0);
            }
        }
    }
}

/// What erasure needs to know of a version, whatever its list holds.
#[derive(Debug, Clone, Copy)]
pub struct Fact<'a> {
    /// Its stamp.
    pub stamp: Stamp,
    /// What it replaces.
    pub over: &'a BTreeSet<Stamp>,
    /// Whom it is attributed to.
    pub participant: Option<&'a str>,
    /// Whether it is a verbatim quote.
    pub is_quote: bool,
}

/// A list of entries, whatever they hold: what reading, writing and erasing need.
pub trait List: Debug {
    /// Reads one entry and adds its versions.
    ///
    /// # Errors
    /// A [`Fault`] with the path below the entry.
    fn read_entry(&mut self, id: Option<EntryId>, members: Members<'_>) -> Result<(), Fault>;

    /// Reads one version and adds it.
    ///
    /// # Errors
    /// A [`Fault`] with the path below the version.
    fn read_version(&mut self, id: EntryId, members: Members<'_>) -> Result<(), Fault>;

    /// Entries that stand, or those that are deleted, by id, as a file holds them.
    fn written(&self, are_deleted: bool) -> Box<dyn Iterator<Item = Json<'_>> + '_>;

    /// Removes the versions that `decide` says true of, entry by entry; `decide` is shown every version of an
    /// entry, smallest first, and answers for each. Entries without versions are dropped.
    fn sift(&mut self, decide: &mut dyn FnMut(&EntryId, &[Fact<'_>]) -> Vec<bool>);

    /// How many entries stand, how many are deleted, and how many versions they have in all.
    fn counts(&self) -> Counts;

    /// Ids of every entry, whether it stands or is deleted.
    fn ids(&self) -> Vec<&EntryId>;
}

/// How much a list holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries with a head that is not deleted.
    pub standing: usize,
    /// Entries whose heads are all deleted.
    pub deleted: usize,
    /// Entries with more than one head.
    pub conflicts: usize,
    /// Versions of all entries.
    pub versions: usize,
}

/// The id under which the one entry of a member like `details` is kept; it is not written.
pub const SINGLE: &str = "";

impl<B: Body> List for Entries<B> {
    fn read_entry(&mut self, id: Option<EntryId>, members: Members<'_>) -> Result<(), Fault> {
        let mut entry = Entry::default();
        entry.read(members)?;
        self.absorb(id.unwrap_or_else(|| EntryId::new(SINGLE)), Arc::new(entry));
        Ok(())
    }

    fn read_version(&mut self, id: EntryId, members: Members<'_>) -> Result<(), Fault> {
        self.insert(id, Arc::new(Version::read(members)?));
        Ok(())
    }

    fn written(&self, are_deleted: bool) -> Box<dyn Iterator<Item = Json<'_>> + '_> {
        let wanted = self.0.iter().filter(move |(_, entry)| entry.is_deleted() == are_deleted);
        Box::new(wanted.map(|(id, entry)| entry.to_json((id.as_str() != SINGLE).then_some(id))))
    }

    fn sift(&mut self, decide: &mut dyn FnMut(&EntryId, &[Fact<'_>]) -> Vec<bool>) {
        self.0.retain(|id, entry| {
            let facts: Vec<_> = entry.versions().map(|version| version.fact()).collect();
            let goes = decide(id, &facts);
            if goes.contains(&true) {
                let mut goes = goes.into_iter();
                Arc::make_mut(entry).0.retain(|_| !goes.next().unwrap_or(false));
            }
            !entry.0.is_empty()
        });
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for (_, entry) in self.all() {
            if entry.is_deleted() {
                counts.deleted += 1;
            } else {
                counts.standing += 1;
            }
            counts.conflicts += usize::from(entry.is_in_conflict());
            counts.versions += entry.0.len();
        }
        counts
    }

    fn ids(&self) -> Vec<&EntryId> {
        self.0.keys().collect()
    }
}

impl<B: Body> Version<B> {
    fn fact(&self) -> Fact<'_> {
        // A list this program does not know attributes by the same member as the ones it knows.
        let unknown = || self.unknown.get("participant").and_then(Json::as_text);
        Fact {
            stamp: self.stamp,
            over: &self.over,
            participant: self.body.participant().map(SeatId::as_str).or_else(unknown),
            is_quote: self.body.is_quote()
                || self.unknown.get("kind").and_then(Json::as_text) == Some("quote"),
        }
    }
}

/// The body of an entry in a list that this version of the program does not know: all of it is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opaque;

impl Shape for Opaque {
    fn read(_: &mut Members<'_>) -> Result<Self, Fault> {
        Ok(Self)
    }

    fn write<'a>(&'a self, _: &mut Vec<Member<'a>>) {}

    fn about() -> &'static str {
        "An entry of a list that a later version of the program added."
    }

    fn schema_members() -> Vec<super::shape::SchemaMember> {
        Vec::new()
    }
}

impl Body for Opaque {}
