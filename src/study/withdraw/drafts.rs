//! Whose a half-typed note is. What nobody's sign and no seat says is theirs is kept, and told.

use std::path::PathBuf;

use super::{Choice, Place, Plan, Wanted};
use crate::capture::{KindSign, Room, SeatName, Signs, Speaker};
use crate::model::erasing::Scope;
use crate::model::ids::EntryId;
use crate::model::running::SessionKind;
use crate::model::session::seat_number;
use crate::study::copies::Copies;
use crate::study::replay::Draft;

/// A half-typed note in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HalfTyped {
    /// The folder in which the session is kept.
    pub folder: PathBuf,
    /// What it is to become; nothing for a new note.
    pub name: Option<EntryId>,
    /// What happens to it.
    pub fate: Fate,
    /// The words.
    pub words: String,
}

/// What happens to a half-typed note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It goes.
    Goes,
    /// It stays: it is somebody else's.
    Stays,
    /// It stays, for nothing says whose it is.
    Unclear,
}

/// Every half-typed note in every journal.
pub(super) fn told(copies: &Copies, plan: &Plan) -> Vec<HalfTyped> {
    let homes = copies.homes.values();
    let drafts = homes.flat_map(|home| home.drafts.iter().map(move |(name, draft)| (home, name, draft)));
    let told = drafts.map(|(home, name, draft)| HalfTyped {
        folder: home.folder.root().to_owned(),
        name: name.clone(),
        fate: fate(plan, name.as_ref(), draft),
        words: draft.text.clone(),
    });
    told.collect()
}

/// In front of an id, what of it is typed, in the journal's words, and the list that it is in.
const KINDS: &[(&str, &str)] =
    &[("seat:", "participants"), ("summary:", "summaries"), ("script:", "scripts")];

/// What is typed of no session: a short form, the name of a folder.
const OF_NOBODY: &[&str] = &["short:", "folder:"];

/// What happens to one.
pub(super) fn fate(plan: &Plan, name: Option<&EntryId>, draft: &Draft) -> Fate {
    let place = name.map(place);
    if place.as_ref().is_some_and(|place| goes_with(plan, place)) {
        return Fate::Goes;
    }
    let Wanted::Withdraw { scope, .. } = &plan.wanted else { return Fate::Stays };
    let typed = format!("{}{}{}", draft.signs, if draft.signs.ends_with(' ') { "" } else { " " }, draft.text);
    let (signs, _) = Signs::read(typed.trim_start(), &room(plan));
    let is_reached = *scope == Scope::Everything || signs.kind == Some(KindSign::Quote);
    match (signs.speaker.and_then(Speaker::seat), place) {
        (Some(number), _) if is_theirs(plan, number) && is_reached => Fate::Goes,
        (Some(_), _) => Fate::Stays,
        (None, Some(place)) if is_somebody_elses(plan, &place) => Fate::Stays,
        // In an interview what is typed is held to be said by the one who is interviewed.
        (None, None) if is_their_interview(plan) && is_reached => Fate::Goes,
        (None, _) => Fate::Unclear,
    }
}

/// The entry that a half-typed note is to become.
fn place(name: &EntryId) -> Place {
    let split = KINDS.iter().find_map(|(before, list)| Some((*list, name.as_str().strip_prefix(before)?)));
    let (list, id) = split.unwrap_or(("notes", name.as_str()));
    (list.to_owned(), EntryId::new(id))
}

/// Whether the entry goes, or something of it.
fn goes_with(plan: &Plan, place: &Place) -> bool {
    let is_gone = plan.reach.gone.iter().any(|gone| gone.list == place.0 && gone.id == place.1);
    let is_dropped = matches!(plan.choice(place), Some(Choice::Remove | Choice::Paraphrase(_)));
    is_gone || is_dropped || plan.reach.marks.contains_key(place) || is_of_seat(plan, &place.1, &place.0)
}

/// Whether an entry is another person's, or no words of anybody.
fn is_somebody_elses(plan: &Plan, (list, id): &Place) -> bool {
    let note = plan.before.lists.notes.current(id.as_str());
    list == "participants"
        || note
            .and_then(|note| note.participant.as_ref())
            .is_some_and(|seat| !plan.seats.contains(seat.as_str()))
        || OF_NOBODY.iter().any(|word| id.as_str().starts_with(word))
}

fn is_their_interview(plan: &Plan) -> bool {
    let mut seats = plan.before.lists.participants.all().map(|(id, _)| id.as_str());
    let is_interview = plan.before.details().is_some_and(|details| details.kind == SessionKind::Interview);
    is_interview && seats.all(|seat| plan.seats.contains(seat))
}

fn is_of_seat(plan: &Plan, id: &EntryId, list: &str) -> bool {
    let is_everything = matches!(plan.wanted, Wanted::Withdraw { scope: Scope::Everything, .. });
    list == "participants" && is_everything && plan.seats.contains(id.as_str())
}

/// The number people call a seat by: that of its label, else the one its id begins with.
fn numbers(plan: &Plan, seat: &str) -> Vec<u32> {
    let entry = plan.before.lists.participants.get(seat);
    let labels =
        entry.into_iter().flat_map(|entry| entry.versions().map(|version| seat_number(&version.body.label)));
    let own = seat.split('-').next().map(seat_number);
    labels.chain(own).filter(|number| *number != u32::MAX).collect()
}

fn is_theirs(plan: &Plan, number: u32) -> bool {
    plan.seats.iter().any(|seat| numbers(plan, seat).contains(&number))
}

fn room(plan: &Plan) -> Room {
    let described = plan.before.lists.participants.all().map(|(id, _)| id.as_str());
    let all = described.chain(plan.seats.iter().map(String::as_str));
    let seats =
        all.flat_map(|seat| numbers(plan, seat)).map(|number| SeatName { number, about: String::new() });
    Room { seats: seats.collect(), themes: Vec::new() }
}
