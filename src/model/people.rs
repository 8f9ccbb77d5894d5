//! Who was there: participants by seat, their consent, who came and left, who wrote.

use std::collections::BTreeMap;

use super::entry::Body;
use super::ids::{SeatId, WriterId};
use super::shape::{Open, shape, words};
use super::when::When;

words! {
    /// What a participant said to one item of the consent sheet.
    pub enum ConsentState {
        /// Yes.
        Given = "given",
        /// No.
        Refused = "refused",
        /// Nobody asked.
        NotAsked = "not_asked",
    }
}

shape! {
    /// What a participant said to one item of the consent sheet.
    pub struct ConsentItem {
        /// Given, refused or not asked.
        required "state" state: ConsentState,
        /// When.
        optional "at" at: Option<When>,
    }
}

shape! {
    /// A participant's consent.
    #[derive(Default)]
    pub struct Consent {
        /// Which version of the consent sheet was read out.
        optional "sheet" sheet: Option<u32>,
        /// Item by item: `take_part`, `quotes`, `recontact`, and what a study adds.
        list "items" items: BTreeMap<String, Open<ConsentItem>>,
    }
}

shape! {
    /// A participant, known by the label of the seat and never by name.
    pub struct Participant {
        /// What people in the room see: P1, P2 and so on. It may change; the id does not.
        required "label" label: String,
        /// What the person does.
        optional "role" role: Option<String>,
        /// Where: voluntary, health, school, police and so on.
        optional "sector" sector: Option<String>,
        /// Consent, item by item.
        optional "consent" consent: Option<Open<Consent>>,
    }
}

impl Body for Participant {}

words! {
    /// What somebody does in a session.
    pub enum RecorderRole {
        /// Asks.
        Facilitator = "facilitator",
        /// Types.
        NoteTaker = "note-taker",
        /// Does both.
        Both = "both",
    }
}

shape! {
    /// One opening of a session on one laptop; its entry's id is the writer inside stamps.
    pub struct Writer {
        /// The laptop, by a random id kept in its settings.
        required "laptop" laptop: WriterId,
        /// Initials of the person at the keys.
        required "initials" initials: String,
        /// What the person at the keys does.
        required "role" role: RecorderRole,
        /// When the session was opened.
        required "opened" opened: When,
    }
}

impl Body for Writer {}

impl Writer {
    /// What stands for initials that nobody has given.
    pub const NO_INITIALS: &str = "?";

    /// The initials, where somebody gave them.
    #[must_use]
    pub fn known_initials(&self) -> Option<&str> {
        Some(self.initials.trim()).filter(|initials| !initials.is_empty() && *initials != Self::NO_INITIALS)
    }
}

words! {
    /// Coming or going.
    pub enum Presence {
        /// Came in.
        Arrived = "arrived",
        /// Went away.
        Left = "left",
    }
}

shape! {
    /// Somebody who came late or left early.
    pub struct Attendance {
        /// Came or went.
        required "state" state: Presence,
        /// When.
        required "at" at: When,
        /// Who.
        required "participant" participant: SeatId,
    }
}

impl Body for Attendance {
    fn participant(&self) -> Option<&SeatId> {
        Some(&self.participant)
    }
}

shape! {
    /// Two recorders' notes on one moment, or seats held to be one person or not: the pair is in the entry's id.
    pub struct Link {
        /// `accepted` or `refused`, for a pair of notes.
        optional "state" state: Option<PairState>,
        /// When it was said.
        optional "at" at: Option<When>,
    }
}

impl Body for Link {}

words! {
    /// What a person said to a proposed pair.
    pub enum PairState {
        /// One moment.
        Accepted = "accepted",
        /// Two moments.
        Refused = "refused",
    }
}
