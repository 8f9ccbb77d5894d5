//! What two laptops changed differently: each conflict with its sides, to be put beside one another.
//!
//! Promises: pure; every list is looked through, whatever it holds; sides come as [`Entry::heads`] has them, greatest
//! stamp first; what is told of a side is what that version holds, and never a blend. Leaves to others: which side holds
//! (a person), writing that down (`study`), words and layout.
//!
//! Lists that a later version of the program added are passed over, here as where conflicts are counted: what their
//! members mean only that version knows.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::merge::view::{Field, view};
use crate::model::canonical::compact;
use crate::model::entry::{Body, Entry, Version};
use crate::model::ids::{EntryId, SeatId, ThemeId, WriterId};
use crate::model::json::Json;
use crate::model::people::RecorderRole;
use crate::model::session::{ListOf, Lists as _, OnList, Session, on_every_list};
use crate::model::stamp::Stamp;
use crate::model::when::When;

/// Names one version of an entry: its stamp, and its place among those under that stamp, as a file that was changed by
/// hand may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Side {
    /// The stamp.
    pub stamp: Stamp,
    /// Counted from 0, smallest body first.
    pub place: usize,
}

impl Side {
    /// The version it names.
    #[must_use]
    pub fn of<B: Body>(self, entry: &Entry<B>) -> Option<&Arc<Version<B>>> {
        entry.versions().filter(|version| version.stamp == self.stamp).nth(self.place)
    }

    /// The names of an entry's heads, greatest first.
    #[must_use]
    pub fn heads<B: Body>(entry: &Entry<B>) -> Vec<Self> {
        let named = |head: &Arc<Version<B>>| {
            let under = entry.versions().filter(|version| version.stamp == head.stamp);
            let place = under.take_while(|version| !Arc::ptr_eq(version, head)).count();
            Self { stamp: head.stamp, place }
        };
        entry.heads().into_iter().map(named).collect()
    }
}

/// An entry that is in conflict, or was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The list's name in files.
    pub list: &'static str,
    /// The entry.
    pub id: EntryId,
}

/// Who wrote a version, where the session says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Initials of the person at the keys.
    pub initials: String,
    /// What the person did.
    pub role: RecorderRole,
    /// The laptop.
    pub laptop: WriterId,
    /// When the session was opened there, by its clock: the version was written after that.
    pub opened: When,
}

/// One thing that a version says beside its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What it is about, in words, like `theme` or `quotes`.
    pub about: String,
    /// What it says; empty when this side says nothing about it.
    pub value: String,
    /// Whether another side says something else.
    pub differs: bool,
}

/// What one side says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Which version.
    pub side: Side,
    /// Who wrote it.
    pub author: Option<Author>,
    /// When it was said or done, by the clock of the laptop that told it.
    pub at: Option<When>,
    /// Whether it deletes the entry; the words are those that were deleted.
    pub is_deleted: bool,
    /// Its words, in lists that have words.
    pub words: Option<String>,
    /// What else it says.
    pub rest: Vec<Said>,
}

/// A conflict with its sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Which entry.
    pub name: Name,
    /// What it is, in words, like “Note of P3 on Funding”.
    pub what: String,
    /// What the sides changed differently; nothing when what is shown holds the changes of all.
    pub disputed: BTreeSet<Field>,
    /// The sides: more than one.
    pub sides: Vec<Told>,
}

/// Lists that have words, each with the member that holds them.
const WORDS: [(&str, &str); 4] =
    [("notes", "text"), ("summaries", "text"), ("responses", "words"), ("scripts", "words")];

/// The member that holds the words of an entry, in lists that have words.
#[must_use]
pub fn words_member(list: &str) -> Option<&'static str> {
    WORDS.iter().find(|(name, _)| *name == list).map(|(_, member)| *member)
}

impl Name {
    /// Names an entry of a list that has words; nothing for other lists.
    #[must_use]
    pub fn with_words(list: &str, id: EntryId) -> Option<Self> {
        WORDS.iter().find(|(name, _)| *name == list).map(|(list, _)| Self { list, id })
    }
}

/// How many entries are in conflict.
#[must_use]
pub fn count(session: &Session) -> usize {
    session.lists.lists().iter().map(|(_, list)| list.counts().conflicts).sum()
}

/// Every conflict of a session: list by list in the order of the file, by id.
#[must_use]
pub fn conflicts(session: &Session) -> Vec<Conflict> {
    let mut looking = Looking { session, wanted: None, found: Vec::new() };
    on_every_list(&mut looking);
    looking.found
}

/// One entry as a conflict between these of its versions, whether it is one now or was settled since.
#[must_use]
pub fn conflict(session: &Session, name: &Name, sides: &[Side]) -> Option<Conflict> {
    let mut looking = Looking { session, wanted: Some((name, sides)), found: Vec::new() };
    on_every_list(&mut looking);
    looking.found.pop()
}

/// Whether an entry is in conflict now.
#[must_use]
pub fn is_open(session: &Session, name: &Name) -> bool {
    !now_between(session, name).is_empty()
}

/// The sides an entry is in conflict between now; none when it is not.
#[must_use]
pub fn now_between(session: &Session, name: &Name) -> Vec<Side> {
    let mut heads = Heads { session, name, found: Vec::new() };
    on_every_list(&mut heads);
    heads.found
}

struct Heads<'a> {
    session: &'a Session,
    name: &'a Name,
    found: Vec<Side>,
}

impl OnList for Heads<'_> {
    fn on<B: Body>(&mut self, list: &ListOf<B>) {
        if list.name == self.name.list {
            let entry = (list.of)(&self.session.lists).get(self.name.id.as_str());
            self.found = entry.filter(|entry| entry.is_in_conflict()).map(Side::heads).unwrap_or_default();
        }
    }
}

struct Looking<'a> {
    session: &'a Session,
    wanted: Option<(&'a Name, &'a [Side])>,
    found: Vec<Conflict>,
}

impl OnList for Looking<'_> {
    fn on<B: Body>(&mut self, list: &ListOf<B>) {
        let entries = (list.of)(&self.session.lists);
        let Some((name, sides)) = self.wanted else {
            for (id, entry) in entries.all() {
                if entry.is_in_conflict() {
                    let sides = Side::heads(entry);
                    let name = Name { list: list.name, id: id.clone() };
                    self.found.push(told(self.session, name, entry, &sides));
                }
            }
            return;
        };
        if let Some(entry) = entries.get(name.id.as_str()).filter(|_| name.list == list.name) {
            self.found.push(told(self.session, name.clone(), entry, sides));
        }
    }
}

fn told<B: Body>(session: &Session, name: Name, entry: &Entry<B>, sides: &[Side]) -> Conflict {
    let versions: Vec<(Side, &Arc<Version<B>>)> =
        sides.iter().filter_map(|side| Some((*side, side.of(entry)?))).collect();
    let bodies: Vec<Json<'_>> = versions.iter().map(|(_, version)| version.to_json()).collect();
    let words = words_member(name.list);
    let rest: Vec<Vec<(String, String)>> = bodies.iter().map(|body| said(session, body, words)).collect();
    let mut about: Vec<&String> = Vec::new();
    for (name, _) in rest.iter().flatten() {
        if !about.contains(&name) {
            about.push(name);
        }
    }
    let value = |said: &[(String, String)], about: &String| {
        said.iter().find(|(name, _)| name == about).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let differs = |about: &String| {
        rest.windows(2).any(|pair| matches!(pair, [one, other] if value(one, about) != value(other, about)))
    };
    let sides = versions.iter().zip(&bodies).zip(&rest).map(|(((side, version), body), said)| Told {
        side: *side,
        author: author(session, side.stamp.writer()),
        at: time(body),
        is_deleted: version.is_deleted,
        words: words.map(|member| body.get(member).and_then(Json::as_text).unwrap_or_default().to_owned()),
        rest: about
            .iter()
            .map(|about| Said { about: (*about).clone(), value: value(said, about), differs: differs(about) })
            .collect(),
    });
    let shown = entry.top().map_or(Json::Null, |top| top.to_json());
    Conflict {
        what: what(session, &name, &shown),
        disputed: view(entry).map(|view| view.disputed).unwrap_or_default(),
        sides: sides.collect(),
        name,
    }
}

fn author(session: &Session, writer: WriterId) -> Option<Author> {
    let known = session.lists.writers.current(&writer.to_string())?;
    Some(Author {
        initials: known.initials.clone(),
        role: known.role,
        laptop: known.laptop,
        opened: known.opened.clone(),
    })
}

/// The time of day that a version tells, whatever its list calls it.
fn time(body: &Json<'_>) -> Option<When> {
    let told = ["said_at", "at", "opened"].into_iter().find_map(|name| body.get(name));
    told.and_then(Json::as_text).map(When::new)
}

/// What a version says beside its words, member by member.
fn said(session: &Session, body: &Json<'_>, words: Option<&str>) -> Vec<(String, String)> {
    let Json::Object(members) = body else { return Vec::new() };
    let mut said = Vec::new();
    for (name, value) in members {
        match (&**name, value) {
            ("stamp" | "over" | "undoes" | "deleted", _) => {}
            (name, _) if Some(name) == words => {}
            ("consent", Json::Object(consent)) => consent_items(consent, &mut said),
            ("participant", value) => {
                said.push(("said by".to_owned(), in_words(session, "participant", value)));
            }
            (name, value) => said.push((name.replace('_', " "), in_words(session, name, value))),
        }
    }
    said
}

fn consent_items(consent: &[(std::borrow::Cow<'_, str>, Json<'_>)], said: &mut Vec<(String, String)>) {
    for (name, value) in consent {
        match (&**name, value) {
            ("items", Json::Object(items)) => {
                for (item, value) in items {
                    let state = value.get("state").and_then(Json::as_text).unwrap_or_default();
                    said.push((item.replace('_', " "), state.replace('_', " ")));
                }
            }
            (name, value) => said.push((format!("consent {name}"), plain(value))),
        }
    }
}

/// A value in words: themes by their titles, seats by their labels.
fn in_words(session: &Session, name: &str, value: &Json<'_>) -> String {
    match (name, value) {
        ("theme", Json::Text(id)) => theme(session, id),
        ("participant", Json::Text(id)) => session.seat_label(&SeatId::new(&**id)),
        // What a summary rests on are ids, which say nothing to a person.
        ("notes", Json::List(notes)) => format!("{} notes", notes.len()),
        _ => plain(value),
    }
}

fn plain(value: &Json<'_>) -> String {
    match value {
        Json::Text(text) => text.clone().into_owned(),
        Json::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => compact(other),
    }
}

fn theme(session: &Session, id: &str) -> String {
    let known = session.guide().and_then(|guide| guide.theme(ThemeId::new(id).as_str()));
    known.map_or_else(|| id.to_owned(), |theme| theme.title.clone())
}

/// What an entry is, in words.
fn what(session: &Session, name: &Name, body: &Json<'_>) -> String {
    let id = name.id.as_str();
    let text = |member: &str| body.get(member).and_then(Json::as_text);
    let seat = || text("participant").map(|seat| session.seat_label(&SeatId::new(seat)));
    let of = |what: &str| seat().map_or_else(|| what.to_owned(), |seat| format!("{what} of {seat}"));
    match name.list {
        "details" => "What, where and when".to_owned(),
        "writers" => "Who opened the session".to_owned(),
        "participants" => format!("Who sits at {}", text("label").unwrap_or(id)),
        "notes" => {
            let theme = text("theme").map(|id| format!(" on {}", theme(session, id))).unwrap_or_default();
            of("Note") + &theme
        }
        "responses" => of(&format!("Answer to {}", text("question").unwrap_or(id))),
        "summaries" => format!("Summary of {}", theme(session, id)),
        "themes" => format!("Plan of {}", theme(session, id)),
        "probes" => format!("Follow-up {id}"),
        "scripts" => format!("Whether the {id} was read out"),
        "attendance" => of("Coming or leaving"),
        "pauses" => "A pause".to_owned(),
        "theme_log" => "Where the talk was".to_owned(),
        "marks" => "A mark on a clock".to_owned(),
        "pairs" => "Whether two notes are one moment".to_owned(),
        _ => format!("Whether {id} is one person"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::people::ConsentState;
    use crate::report::sample::{Sample, notes, participant, participants, point};

    fn two_wordings() -> (Sample, EntryId) {
        let mut sample = Sample::new();
        let id = sample.add(notes, "aaaaaa", "10:00:00", point("in March", Some("funding"), Some("P1")));
        let heads = sample.heads(notes, &id);
        sample.write_over(
            notes,
            "aaaaaa",
            "10:01:00",
            &id,
            &heads,
            point("in May", Some("funding"), Some("P1")),
        );
        sample.write_over(
            notes,
            "bbbbbb",
            "10:02:00",
            &id,
            &heads,
            point("in June", Some("strategy"), Some("P1")),
        );
        (sample, id)
    }

    #[test]
    fn each_side_tells_its_own_words_and_what_it_says_otherwise() {
        let (sample, id) = two_wordings();
        let found = conflicts(&sample.session);
        assert_eq!(found.len(), count(&sample.session));
        let [conflict] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((conflict.name.list, &conflict.name.id), ("notes", &id));
        assert_eq!(conflict.what, "Note of P1 on Strategy");
        let words: Vec<&str> = conflict.sides.iter().filter_map(|side| side.words.as_deref()).collect();
        assert_eq!(words, ["in June", "in May"]);
        let differing = |side: &Told| {
            let said = side.rest.iter().filter(|said| said.differs);
            said.map(|said| format!("{}: {}", said.about, said.value)).collect::<Vec<_>>()
        };
        assert_eq!(
            conflict.sides.iter().flat_map(differing).collect::<Vec<_>>(),
            ["theme: Strategy", "theme: Funding"]
        );
    }

    #[test]
    fn a_conflict_can_be_told_again_when_it_is_settled() {
        let (mut sample, id) = two_wordings();
        let name = Name { list: "notes", id: id.clone() };
        let sides = now_between(&sample.session, &name);
        let heads = sample.heads(notes, &id);
        sample.write_over(
            notes,
            "bbbbbb",
            "10:03:00",
            &id,
            &heads,
            point("in July", Some("funding"), Some("P1")),
        );
        assert!(!is_open(&sample.session, &name) && conflicts(&sample.session).is_empty());
        let again = conflict(&sample.session, &name, &sides).unwrap();
        assert_eq!(again.sides[1].words.as_deref(), Some("in May"));
    }

    #[test]
    fn consent_is_told_item_by_item() {
        let mut sample = Sample::new();
        let id = sample.seat("P1", &[]);
        let heads = sample.heads(participants, &id);
        for (who, at, state) in
            [("aaaaaa", "10:01:00", ConsentState::Given), ("bbbbbb", "10:02:00", ConsentState::Refused)]
        {
            let person = participant("P1", &[("quotes", state)]);
            sample.write_over(participants, who, at, &id, &heads, person);
        }
        let found = conflicts(&sample.session);
        assert_eq!(found[0].what, "Who sits at P1");
        let quotes = |side: &Told| side.rest.iter().find(|said| said.about == "quotes").unwrap().clone();
        let said: Vec<(String, bool)> =
            found[0].sides.iter().map(quotes).map(|said| (said.value, said.differs)).collect();
        assert_eq!(said, [("refused".to_owned(), true), ("given".to_owned(), true)]);
    }
}
