//! A study: what the sessions are counted against. It is made of entries too, so it merges like a session.

use std::collections::BTreeSet;

use super::entry::Body;
use super::ids::{EntryId, ThemeId, WriterId};
use super::people::Writer;
use super::running::SessionKind;
use super::session::{Ledger, lists};
use super::shape::{shape, words};

words! {
    /// A line of evidence.
    pub enum Strand {
        /// Questionnaires to boards.
        Questionnaire = "questionnaire",
        /// The practice survey in focus groups and interviews.
        PracticeSurvey = "practice-survey",
        /// Visits to prisons.
        PrisonVisits = "prison-visits",
        /// The literature.
        Literature = "literature",
        /// The advisory group.
        AdvisoryGroup = "advisory-group",
    }
}

words! {
    /// How lines of evidence stand to one another.
    pub enum Relation {
        /// They say the same.
        Agree = "agree",
        /// They say what cannot both hold.
        Contradict = "contradict",
    }
}

shape! {
    /// What a person found when comparing lines of evidence on one theme; [`Finding::id`] is the entry's id.
    pub struct Finding {
        /// The theme.
        required "theme" theme: ThemeId,
        /// The lines of evidence that were compared: two at least, in the order of their words.
        list "strands" strands: Vec<Strand>,
        /// How they stand to one another.
        required "relation" relation: Relation,
        /// In which way, in a sentence or two.
        optional "text" text: Option<String>,
    }
}

impl Body for Finding {}

impl Finding {
    /// The id of what is found on a theme between lines of evidence, in whatever order they are given: so that two people
    /// who compare the same say it of one entry.
    #[must_use]
    pub fn id(theme: &ThemeId, strands: &BTreeSet<Strand>) -> EntryId {
        let words: BTreeSet<&str> = strands.iter().map(|strand| strand.word()).collect();
        EntryId::new(format!("{theme}:{}", words.into_iter().collect::<Vec<_>>().join("+")))
    }
}

shape! {
    /// What the study is.
    pub struct StudyDetails {
        /// Its name.
        required "title" title: String,
        /// What should be said of it wherever it is shown: that it is invented, for instance.
        optional "words" words: Option<String>,
    }
}

impl Body for StudyDetails {}

shape! {
    /// How many sessions of one kind are planned; the entry's id is any name for it.
    pub struct PlanItem {
        /// The line of evidence it belongs to.
        optional "strand" strand: Option<Strand>,
        /// What kind of session.
        required "kind" kind: SessionKind,
        /// How many.
        required "planned_sessions" planned_sessions: u32,
    }
}

impl Body for PlanItem {}

shape! {
    /// A place where sessions are held.
    pub struct Site {
        /// Its name.
        required "site" site: String,
    }
}

impl Body for Site {}

shape! {
    /// A version of the consent sheet; the entry's id is its number.
    pub struct Sheet {
        /// What each item asks, by the item's name.
        required "items" items: std::collections::BTreeMap<String, String>,
    }
}

impl Body for Sheet {}

shape! {
    /// A tag of the study's codebook; the entry's id is the tag.
    pub struct StudyCode {
        /// What it stands for.
        required "text" text: String,
    }
}

impl Body for StudyCode {}

words! {
    /// Whose key it is.
    pub enum KeyRole {
        /// The office's, for the whole study.
        Study = "study",
        /// A laptop's.
        Device = "device",
    }
}

shape! {
    /// A public key that sessions are sealed to; the entry's id is the key itself. A study that has one of the role
    /// `study` is encrypted.
    pub struct PublicKey {
        /// The laptop whose key it is, by the random id kept in its settings.
        optional "laptop" laptop: Option<WriterId>,
        /// Whose it is.
        required "role" role: KeyRole,
        /// The key, as age writes it: `age1…`.
        required "recipient" recipient: String,
    }
}

impl Body for PublicKey {}

lists! {
    /// What people can add to or change in a study.
    pub struct StudyLists {
        /// What the study is: one entry.
        details: StudyDetails,
        /// Who wrote.
        writers: Writer,
        /// Sessions planned.
        plan: PlanItem,
        /// Sites.
        sites: Site,
        /// Consent sheets.
        sheets: Sheet,
        /// Tags.
        codebook: StudyCode,
        /// What people found when comparing lines of evidence.
        findings: Finding,
        /// Public keys that sessions are sealed to.
        keys: PublicKey,
    }
}

/// A study.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Study {
    /// Every id it has had; usually one.
    pub ids: std::collections::BTreeSet<super::ids::SessionId>,
    /// What people added.
    pub lists: StudyLists,
    /// What stands beside it.
    pub ledger: Ledger,
}

impl Study {
    /// Its name, if it has been given one.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.lists.details.current(super::entry::SINGLE).map(|details| details.title.as_str())
    }
}
