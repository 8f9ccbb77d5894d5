//! Withdrawing and erasing: what is wanted, what it reaches, what a person decides, and then every file.
//!
//! Promises: nothing is written before a person could look at [`Plan`]; the records come before the first word goes, so
//! that what is not done yet is filtered wherever it is read; doing it again finishes, and changes nothing when it is
//! finished. A withdrawal is not undone.
//!
//! Read [`wanted`] (who or what is meant), [`Plan`], then `records` (what is written down so that old copies are reached
//! too), `drafts` (whose a half-typed note is), `journals` and `paraphrase`, [`done`] (the files) and [`certificate`].

pub mod wanted;
mod records;
mod drafts;
mod journals;
mod paraphrase;
pub mod done;
pub mod settle;
pub mod certificate;

use std::collections::{BTreeMap, BTreeSet};

use super::copies::Copies;
use super::{Now, StudyError};
use crate::merge::erase::Links;
use crate::merge::join::reach as let_reach;
use crate::model::collection::Collection;
use crate::model::erasing::{Reason, Scope};
use crate::model::ids::{EntryId, WriterId};
use crate::model::session::Session;
use crate::model::stamp::Stamp;
use crate::report::reach::{Reach, Remark, mentions, names_of, reach, with_same_words};
use crate::storage::Storage;

pub use drafts::{Fate, HalfTyped};

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Somebody withdraws.
    Withdraw {
        /// The id of the seat.
        seat: String,
        /// How far.
        scope: Scope,
    },
    /// The words of one note go.
    Erase {
        /// The note.
        note: EntryId,
        /// Why.
        reason: Reason,
    },
}

/// What a person decides about somebody else's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// They stay.
    Leave,
    /// They are erased, and this is written in their place.
    Paraphrase(String),
    /// The entry is erased.
    Remove,
}

/// An entry: its list and its id.
pub type Place = (String, EntryId);

/// What is going to be done.
#[derive(Debug)]
pub struct Plan {
    /// What is wanted.
    pub wanted: Wanted,
    /// The seats that are one person; none when a note is erased.
    pub seats: BTreeSet<String>,
    /// When, as a stamp. Every record of one withdrawal has it.
    pub stamp: Stamp,
    /// What goes.
    pub reach: Reach,
    /// Other people's words that mention the seat, and the same words elsewhere: for a person to judge.
    pub remarks: Vec<Remark>,
    /// Half-typed notes, in every journal.
    pub half_typed: Vec<HalfTyped>,
    choices: BTreeMap<Place, Choice>,
    known: Collection,
    before: Session,
    after: Session,
    records: Collection,
}

impl Plan {
    /// Works out what is going to be done.
    ///
    /// # Errors
    /// [`StudyError::Storage`] and [`StudyError::Format`] when the study's records cannot be read;
    /// [`StudyError::NoStampLeft`].
    pub fn make(
        storage: &dyn Storage,
        copies: &Copies,
        wanted: Wanted,
        writer: WriterId,
        now: &Now,
    ) -> Result<Self, StudyError> {
        let known = copies.study().withdrawals(storage)?;
        let mut before = copies.whole();
        let seats = match &wanted {
            Wanted::Withdraw { seat, .. } => {
                Links::of(Some(&before.lists.same_as), &before.ledger.erased).all_linked_to(seat)
            }
            Wanted::Erase { .. } => BTreeSet::new(),
        };
        let (wanted, stamp) = match records::begun_before(&known, &copies.ids, &wanted, &seats) {
            Some(begun) => begun,
            None => (wanted, Stamp::next(now.millis, writer, None, &[])?),
        };
        // What this one wrote down before it was cut off is no reason to call its words gone already.
        let earlier = records::without(&known, stamp);
        let_reach(&mut before, &earlier.withdrawals, &earlier.erasures);
        let mut plan = Self {
            wanted,
            seats,
            stamp,
            reach: Reach::default(),
            remarks: Vec::new(),
            half_typed: Vec::new(),
            choices: BTreeMap::new(),
            known,
            after: before.clone(),
            before,
            records: Collection::default(),
        };
        plan.work_out();
        plan.remarks = plan.look_for_remarks();
        plan.half_typed = drafts::told(copies, &plan);
        Ok(plan)
    }

    /// Decides about one entry; the half-typed notes are looked over again.
    pub fn choose(&mut self, copies: &Copies, place: Place, choice: Choice) {
        self.choices.insert(place, choice);
        self.work_out();
        self.half_typed = drafts::told(copies, self);
    }

    /// What was decided about an entry, if anything was.
    #[must_use]
    pub fn choice(&self, place: &Place) -> Option<&Choice> {
        self.choices.get(place)
    }

    /// What nobody has decided about yet.
    pub fn undecided(&self) -> impl Iterator<Item = &Remark> {
        self.remarks
            .iter()
            .filter(|remark| !self.choices.contains_key(&(remark.list.clone(), remark.id.clone())))
    }

    /// The session with everything known of it, as it is before.
    #[must_use]
    pub const fn before(&self) -> &Session {
        &self.before
    }

    fn work_out(&mut self) {
        let chosen = records::of_choices(self);
        let mut records = records::asked_for(self);
        for erasure in chosen {
            records.erasures.insert(records::open(erasure));
        }
        let mut after = self.before.clone();
        let_reach(&mut after, &self.known.withdrawals, &self.known.erasures);
        let_reach(&mut after, &records.withdrawals, &records.erasures);
        self.reach = reach(&self.before, &after);
        for erasure in records::for_old_copies(self, &after, &records) {
            records.erasures.insert(records::open(erasure));
        }
        let_reach(&mut after, &records.withdrawals, &records.erasures);
        self.after = after;
        self.records = records;
    }

    fn look_for_remarks(&self) -> Vec<Remark> {
        let mentioned = match self.wanted {
            Wanted::Withdraw { .. } => {
                mentions(&self.after, &names_of(&self.before, &self.seats), &self.seats)
            }
            Wanted::Erase { .. } => Vec::new(),
        };
        with_same_words(mentioned, &self.reach, &self.after)
    }
}
