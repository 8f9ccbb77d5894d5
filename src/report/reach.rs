//! What a withdrawal or an erasure reaches: a session before and after it, compared.
//!
//! The erasing itself is `merge`'s; a record is joined into a copy, and here is told what that took. Nothing of it is
//! written anywhere: the words of those who withdraw are compared in memory, for the one who has to decide.

use std::collections::{BTreeMap, BTreeSet};

use super::versions::{VersionTold, versions};
use crate::merge::erase::{Links, Withdrawn};
use crate::model::erasing::{Mark, Reason};
use crate::model::ids::EntryId;
use crate::model::session::Session;
use crate::model::stamp::Stamp;

/// How much goes from one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Going {
    /// Versions.
    pub versions: usize,
    /// Entries of which nothing is left.
    pub entries: usize,
    /// Entries that keep live versions beside erased ones.
    pub partly: usize,
}

/// What goes, and what of it wants to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// How much goes, by list.
    pub lists: BTreeMap<String, Going>,
    /// Every version that goes, in the order of [`versions`].
    pub gone: Vec<VersionTold>,
    /// What is current of entries that keep live versions beside erased ones.
    pub partly: Vec<VersionTold>,
    /// Those that go of which no name says so: the same words earlier, or with the name taken off.
    pub unnamed: Vec<VersionTold>,
    /// Every mark that was not there before, by list, entry and stamp.
    pub marks: BTreeMap<(String, EntryId), BTreeMap<Stamp, Mark>>,
}

impl Reach {
    /// How many versions go.
    #[must_use]
    pub fn versions(&self) -> usize {
        self.gone.len()
    }
}

/// Compares a session with itself after records have reached it.
#[must_use]
pub fn reach(before: &Session, after: &Session) -> Reach {
    let held = versions(after);
    let live: BTreeSet<_> = held.iter().map(place).collect();
    let gone: Vec<VersionTold> =
        versions(before).into_iter().filter(|version| !live.contains(&place(version))).collect();
    let touched: BTreeSet<_> =
        gone.iter().map(|version| (version.list.clone(), version.id.clone())).collect();
    let is_touched = |version: &&VersionTold| touched.contains(&(version.list.clone(), version.id.clone()));
    let partly: Vec<VersionTold> =
        held.iter().filter(|version| version.is_head).filter(is_touched).cloned().collect();
    let still: BTreeSet<_> =
        partly.iter().map(|version| (version.list.clone(), version.id.clone())).collect();

    let mut lists: BTreeMap<String, Going> = BTreeMap::new();
    for version in &gone {
        lists.entry(version.list.clone()).or_default().versions += 1;
    }
    for (list, id) in &touched {
        let going = lists.entry(list.clone()).or_default();
        if still.contains(&(list.clone(), id.clone())) { going.partly += 1 } else { going.entries += 1 }
    }
    let unnamed = unnamed(&gone, after);
    Reach { lists, gone, partly, unnamed, marks: new_marks(before, after) }
}

/// What tells one version from every other: two bodies may stand under one stamp.
fn place(version: &VersionTold) -> (String, EntryId, Stamp, Option<String>, Vec<String>) {
    let VersionTold { list, id, stamp, participant, words, .. } = version.clone();
    (list, id, stamp, participant, words)
}

/// The versions that go although nobody who withdrew is named by them and nobody named them to be erased.
fn unnamed(gone: &[VersionTold], after: &Session) -> Vec<VersionTold> {
    let ledger = &after.ledger;
    let withdrawn = Withdrawn::of(Some(&after.lists.same_as), &ledger.withdrawals, &ledger.erased);
    // A record that names versions for a mention is what a withdrawal leaves for words that no name ties to anybody.
    let is_named = |version: &VersionTold| {
        ledger.erasures.iter().map(|record| &record.known).any(|record| {
            record.list == version.list
                && record.id.as_ref().is_none_or(|id| *id == version.id)
                && match &record.versions {
                    None => true,
                    Some(versions) => record.reason != Reason::Mention && versions.contains(&version.stamp),
                }
        })
    };
    let is_seat = |version: &VersionTold| version.list == "participants";
    let names_them = |version: &VersionTold| withdrawn.reaches(&version.fact());
    gone.iter()
        .filter(|version| !is_seat(version) && !names_them(version) && !is_named(version))
        .cloned()
        .collect()
}

fn new_marks(before: &Session, after: &Session) -> BTreeMap<(String, EntryId), BTreeMap<Stamp, Mark>> {
    let mut new = BTreeMap::new();
    for (list, id, marks) in after.ledger.erased.entries() {
        let held = before.ledger.erased.of_entry(list, id);
        let is_new = |stamp: &Stamp| held.is_none_or(|held| !held.contains_key(stamp));
        let marks: BTreeMap<Stamp, Mark> = marks
            .iter()
            .filter(|(stamp, _)| is_new(stamp))
            .map(|(stamp, mark)| (*stamp, mark.clone()))
            .collect();
        if !marks.is_empty() {
            new.insert((list.to_owned(), id.clone()), marks);
        }
    }
    new
}

/// An entry of other people's that a person has to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The list.
    pub list: String,
    /// The entry.
    pub id: EntryId,
    /// Why it is told.
    pub why: Why,
    /// Its words: of the current version if that is one of them.
    pub words: String,
    /// Whether only a version that was replaced has them.
    pub is_earlier: bool,
    /// Every version of the entry that has them.
    pub versions: BTreeSet<Stamp>,
}

/// Why an entry is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It mentions the seat.
    Mention,
    /// It has the same words as something that goes.
    SameWords,
}

/// The entries that stay and mention one of these labels or ids of seats as a word, in capitals or not. What is
/// attributed to one of `seats` is their own and left out, and so are lists of seats.
#[must_use]
pub fn mentions(after: &Session, names: &BTreeSet<String>, seats: &BTreeSet<String>) -> Vec<Remark> {
    let names: Vec<Vec<char>> =
        names.iter().map(|name| folded(name)).filter(|name| !name.is_empty()).collect();
    let has_one = |version: &VersionTold| {
        version.words.iter().any(|text| {
            let text = folded(text);
            names.iter().any(|name| stands_alone(&text, name))
        })
    };
    let is_others = |version: &VersionTold| {
        !NOT_TALK.contains(&version.list.as_str())
            && version.participant.as_ref().is_none_or(|seat| !seats.contains(seat))
    };
    remarks(after, Why::Mention, |version| is_others(version) && has_one(version))
}

/// What people call somebody by: the labels their seats have had, and the seats themselves.
#[must_use]
pub fn names_of(before: &Session, seats: &BTreeSet<String>) -> BTreeSet<String> {
    let labels = seats.iter().filter_map(|seat| before.lists.participants.get(seat));
    let labels = labels.flat_map(|entry| entry.versions().map(|version| version.body.label.clone()));
    // The program numbers seats by their labels: once a description has gone, this is left of the label.
    let numbers = seats.iter().filter_map(|seat| seat.split('-').next()).map(str::to_owned);
    labels.chain(seats.iter().cloned()).chain(numbers).collect()
}

/// What a person has to judge after withdrawals and erasures that `before` did not have: other people's words that
/// mention somebody who withdrew, and the same words elsewhere.
#[must_use]
pub fn to_judge(before: &Session, after: &Session, reach: &Reach) -> Vec<Remark> {
    let links = Links::of(Some(&after.lists.same_as), &after.ledger.erased);
    let held: BTreeSet<_> =
        before.ledger.withdrawals.iter().map(|record| &record.known.participant).collect();
    let new = after.ledger.withdrawals.iter().map(|record| &record.known.participant);
    let seats: BTreeSet<String> =
        new.filter(|seat| !held.contains(seat)).flat_map(|seat| links.all_linked_to(seat.as_str())).collect();
    with_same_words(mentions(after, &names_of(before, &seats), &seats), reach, after)
}

/// Adds the entries that have the same words as something that goes, each entry once.
#[must_use]
pub fn with_same_words(mut remarks: Vec<Remark>, reach: &Reach, after: &Session) -> Vec<Remark> {
    for same in same_words(reach, after) {
        let is_told = |told: &Remark| told.list == same.list && told.id == same.id;
        if !remarks.iter().any(is_told) {
            remarks.push(same);
        }
    }
    remarks
}

/// Lists in which seats stand as seats.
const NOT_TALK: &[&str] = &["participants", "writers", "same_as", "pairs", "details"];

/// The shortest text that is looked for elsewhere: “yes” is said by everybody.
const TELLING_LETTERS: usize = 12;

/// The entries that stay and hold the words of a version that goes: noted twice, or taken into a summary. Capitals,
/// spaces and signs make no difference; single words, as tags are, and texts of fewer than twelve letters are passed over.
#[must_use]
pub fn same_words(reach: &Reach, after: &Session) -> Vec<Remark> {
    let texts = reach.gone.iter().filter(|version| version.list != "participants");
    let texts: BTreeSet<String> = texts
        .flat_map(|version| &version.words)
        .filter(|text| text.trim().contains(char::is_whitespace))
        .map(|text| letters_of(text))
        .filter(|text| text.chars().count() >= TELLING_LETTERS)
        .collect();
    let has_some = |version: &VersionTold| {
        version.words.iter().any(|text| {
            let text = letters_of(text);
            texts.iter().any(|gone| text.contains(gone.as_str()))
        })
    };
    remarks(after, Why::SameWords, |version| !NOT_TALK.contains(&version.list.as_str()) && has_some(version))
}

fn remarks(after: &Session, why: Why, is_one: impl Fn(&VersionTold) -> bool) -> Vec<Remark> {
    let mut found: Vec<Remark> = Vec::new();
    for version in versions(after).into_iter().filter(|version| is_one(version)) {
        match found.last_mut().filter(|last| last.list == version.list && last.id == version.id) {
            // What is current comes first, and its words are told.
            Some(last) => {
                last.versions.insert(version.stamp);
            }
            None => found.push(Remark {
                words: version.text(),
                is_earlier: !version.is_head,
                versions: BTreeSet::from([version.stamp]),
                list: version.list,
                id: version.id,
                why,
            }),
        }
    }
    found
}

fn folded(text: &str) -> Vec<char> {
    text.trim().chars().flat_map(char::to_lowercase).collect()
}

/// Only letters and digits, in lower case, with one blank between words.
fn letters_of(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Whether `name` stands in a text with no letter or digit directly before or behind it: P3, but not P31.
fn stands_alone(text: &[char], name: &[char]) -> bool {
    let is_of_word =
        |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|letter| letter.is_alphanumeric());
    text.windows(name.len()).enumerate().any(|(at, part)| {
        part == name && !is_of_word(at.checked_sub(1)) && !is_of_word(Some(at + name.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::entry::Version;
    use crate::model::note::{Note, NoteKind, Origin};

    #[test]
    fn a_label_is_found_as_a_word_and_not_inside_another() {
        let found = |text: &str, name: &str| stands_alone(&folded(text), &folded(name));
        for text in ["P3 nods", "as p3's sister said", "(P3)", "to P3"] {
            assert!(found(text, "P3"), "{text}");
        }
        for text in ["P31 nods", "MP3", "p-3", ""] {
            assert!(!found(text, "P3"), "{text}");
        }
        assert!(found("like the nurse from Hull said", "the nurse"));
    }

    #[test]
    fn a_tag_that_many_notes_share_is_no_words_of_anybody() {
        let told = |list: &str, words: &[&str]| VersionTold {
            list: list.to_owned(),
            id: EntryId::new("a"),
            stamp: "2026-11-23T10:42:07.123Z-0000-kj4x9q".parse().unwrap(),
            over: BTreeSet::new(),
            participant: None,
            is_quote: false,
            is_head: true,
            words: words.iter().map(|text| (*text).to_owned()).collect(),
        };
        let gone = vec![told("notes", &["nobody asked the children", "information-sharing"])];
        let reach = Reach { gone, ..Reach::default() };
        let mut after = Session::new(crate::model::ids::SessionId::from_random([1; 10]));
        let mut add = |stamp: &str, text: &str| {
            let mut note = Note::new(NoteKind::Point, text, Origin::Live);
            note.tags.insert("information-sharing".to_owned());
            after
                .lists
                .notes
                .insert(EntryId::new(stamp), Version::first(stamp.parse().unwrap(), note).into());
        };
        add("2026-11-23T10:43:07.123Z-0000-kj4x9q", "something else");
        add("2026-11-23T10:44:07.123Z-0000-kj4x9q", "says that nobody asked the children");
        let found = same_words(&reach, &after);
        assert_eq!(found.len(), 1);
        assert!(found[0].words.contains("says that nobody asked"), "{}", found[0].words);
    }

    #[test]
    fn words_are_the_same_whatever_signs_stand_between_them() {
        assert_eq!(letters_of("“We find out in March,\n whether…"), "we find out in march whether");
        assert_eq!(letters_of("…"), "");
    }
}
