//! What is covered, who was not heard, and which notes somebody has to come back to.
//!
//! Lists of notes are in the order of their ids, which is the order in which they were saved.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::people::{Quotable, heard, may_be_quoted, notes_by_seat};
use super::plan::{PlannedTheme, plan};
use super::same_person::Persons;
use super::shown;
use crate::model::ids::{EntryId, SeatId, ThemeId};
use crate::model::instrument::Prompt;
use crate::model::note::{Flag, Note, NoteKind};
use crate::model::running::Silence;
use crate::model::session::Session;

/// One theme: what was noted and asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeCoverage {
    /// The theme.
    pub id: ThemeId,
    /// Its name as people say it.
    pub title: String,
    /// Notes filed under it, of every kind.
    pub notes: usize,
    /// People with a note attributed to them here; the note-taker's comments are not counted.
    pub heard: usize,
    /// Probes that can be ticked. A prompt without probes counts as one.
    pub probes: usize,
    /// How many of them are ticked.
    pub ticked: usize,
    /// The texts of prompts of which nothing is ticked, in the order of the guide.
    pub prompts_open: Vec<String>,
    /// Why nothing was said on it, where somebody said why.
    pub silence: Option<Silence>,
    /// Whether it has a note or a ticked probe.
    pub is_covered: bool,
}

/// What is covered and what is still open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// The themes of the guide, in the order of this session. Notes on other themes or on none are not in it.
    pub themes: Vec<ThemeCoverage>,
    /// Seats that no note lets be heard, in the order of seats; also of people who left before anything was said.
    pub not_heard: Vec<SeatId>,
    /// Points put aside and not settled.
    pub parked_open: Vec<EntryId>,
    /// Actions to follow up.
    pub actions: Vec<EntryId>,
    /// Notes to be checked against the recording.
    pub to_check: Vec<EntryId>,
    /// Notes about somebody who is not in the room.
    pub about_absent: Vec<EntryId>,
    /// Verbatim quotes of people who refused to be quoted.
    pub quotes_refused: Vec<EntryId>,
    /// Verbatim quotes of people who were not asked whether they may be quoted.
    pub quotes_not_asked: Vec<EntryId>,
}

/// Works out what is covered.
#[must_use]
pub fn coverage(session: &Session) -> Coverage {
    let notes: Vec<_> = shown::standing(&session.lists.notes).collect();
    let heard = notes_by_seat(session);
    let persons = Persons::of(session);
    let seats =
        session.seats().into_iter().map(|(seat, _)| seat).filter(|seat| persons.known_by(seat) == seat);
    let mut coverage = Coverage {
        themes: themes(session, &notes, &persons),
        not_heard: seats.filter(|seat| !heard.contains_key(seat)).collect(),
        ..Coverage::default()
    };
    for (id, note) in &notes {
        coverage.list(session, id, note);
    }
    coverage
}

impl Coverage {
    /// Puts a note into the lists it belongs to.
    fn list(&mut self, session: &Session, id: &EntryId, note: &Note) {
        let put = |list: &mut Vec<EntryId>, belongs: bool| list.extend(belongs.then(|| id.clone()));
        let has = |flag| note.flags.contains(&flag);
        put(&mut self.parked_open, is_parked_open(note));
        put(&mut self.actions, note.kind == NoteKind::Action);
        put(&mut self.to_check, has(Flag::Check));
        put(&mut self.about_absent, has(Flag::AboutSomeoneAbsent));
        if note.kind == NoteKind::Quote {
            let quotable = may_be_quoted(session, note);
            put(&mut self.quotes_refused, quotable == Quotable::Refused);
            put(&mut self.quotes_not_asked, quotable == Quotable::NotAsked);
        }
    }
}

/// Whether a note is a point that was put aside and not settled.
pub(super) fn is_parked_open(note: &Note) -> bool {
    note.kind == NoteKind::Parked && !note.flags.contains(&Flag::Settled)
}

/// What the notes say of one theme.
#[derive(Default)]
struct Noted<'a> {
    notes: usize,
    heard: BTreeSet<&'a SeatId>,
}

fn themes(session: &Session, notes: &[(&EntryId, Cow<'_, Note>)], persons: &Persons) -> Vec<ThemeCoverage> {
    let mut noted: BTreeMap<&ThemeId, Noted<'_>> = BTreeMap::new();
    for (_, note) in notes {
        if let Some(theme) = &note.theme {
            let noted = noted.entry(theme).or_default();
            noted.notes += 1;
            noted.heard.extend(heard(note).map(|seat| persons.known_by(seat)));
        }
    }
    let ticks = session.lists.probes.standing().map(|(id, _)| id.as_str()).collect();
    let none = Noted::default();
    let covered =
        |planned: PlannedTheme<'_>| theme(planned, noted.get(&planned.theme.id).unwrap_or(&none), &ticks);
    plan(session).into_iter().map(covered).collect()
}

fn theme(planned: PlannedTheme<'_>, noted: &Noted<'_>, ticks: &BTreeSet<&str>) -> ThemeCoverage {
    let PlannedTheme { theme, silence, .. } = planned;
    let (mut probes, mut ticked, mut prompts_open) = (0, 0, Vec::new());
    for prompt in &theme.prompts {
        let can_be_ticked = ticks_of(prompt);
        let ticked_here = can_be_ticked.iter().filter(|id| ticks.contains(*id)).count();
        probes += can_be_ticked.len();
        ticked += ticked_here;
        if ticked_here == 0 {
            prompts_open.push(prompt.text.clone());
        }
    }
    ThemeCoverage {
        id: theme.id.clone(),
        title: theme.title.clone(),
        notes: noted.notes,
        heard: noted.heard.len(),
        probes,
        ticked,
        prompts_open,
        silence,
        is_covered: noted.notes > 0 || ticked > 0,
    }
}

/// The ids by which a prompt's probes are ticked; its own where it has none.
fn ticks_of(prompt: &Prompt) -> Vec<&str> {
    if prompt.probes.is_empty() {
        vec![prompt.id.as_str()]
    } else {
        prompt.probes.iter().map(|probe| probe.id.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::people::ConsentState;
    use crate::model::running::ThemePlan;
    use crate::report::people::heard_on;
    use crate::report::sample::{Sample, notes, participants, point, probes};

    fn of<'a>(coverage: &'a Coverage, theme: &str) -> &'a ThemeCoverage {
        coverage.themes.iter().find(|covered| covered.id.as_str() == theme).unwrap()
    }

    #[test]
    fn an_untouched_session_has_every_theme_open_and_nobody_heard() {
        let mut sample = Sample::new();
        for label in ["P10", "P2"] {
            sample.seat(label, &[]);
        }
        let coverage = coverage(&sample.session);
        assert_eq!(coverage.themes.len(), 4);
        assert!(coverage.themes.iter().all(|theme| !theme.is_covered && theme.ticked == 0));
        assert_eq!(of(&coverage, "funding").prompts_open, ["How is it paid for?", "What if it ends?"]);
        assert_eq!(coverage.not_heard, [SeatId::new("P2"), SeatId::new("P10")]);
    }

    #[test]
    fn themes_come_in_the_order_of_the_plan_with_their_silence() {
        let mut sample = Sample::new();
        let silence = Some(Silence::NotReached);
        sample.plan("close", ThemePlan { planned_minutes: None, order: Some(1), silence });
        let coverage = coverage(&sample.session);
        let shown: Vec<_> =
            coverage.themes.iter().map(|theme| (theme.title.as_str(), theme.silence)).collect();
        assert_eq!(shown, [("Close", silence), ("Strategy", None), ("Funding", None), ("Training", None)]);
    }

    #[test]
    fn notes_that_stand_are_counted_and_people_once_a_theme() {
        let mut sample = Sample::new();
        for label in ["P1", "P2", "P3"] {
            sample.seat(label, &[]);
        }
        for who in [Some("P1"), Some("P1"), Some("P2"), None] {
            sample.add(notes, "aaaaaa", "10:00:00", point("words", Some("funding"), who));
        }
        let comment = Note { kind: NoteKind::Comment, ..point("tired", Some("funding"), Some("P3")) };
        sample.add(notes, "aaaaaa", "10:01:00", comment);
        let gone = sample.add(notes, "aaaaaa", "10:02:00", point("gone", Some("strategy"), Some("P3")));
        sample.delete(notes, "aaaaaa", "10:03:00", &gone);
        sample.add(notes, "aaaaaa", "10:04:00", point("elsewhere", Some("no such theme"), None));
        sample.add(notes, "aaaaaa", "10:05:00", point("nowhere", None, None));
        let coverage = coverage(&sample.session);
        let funding = of(&coverage, "funding");
        assert_eq!((funding.notes, funding.heard, funding.is_covered), (5, 2, true));
        assert_eq!(funding.heard, heard_on(&sample.session, &funding.id).len());
        assert_eq!(coverage.themes.iter().map(|theme| theme.notes).sum::<usize>(), 5);
        assert!(!of(&coverage, "strategy").is_covered);
        assert_eq!(coverage.not_heard, [SeatId::new("P3")]);
    }

    #[test]
    fn a_ticked_probe_closes_its_prompt_and_covers_the_theme() {
        let mut sample = Sample::new();
        sample.tick("funding.sources.funders");
        let now = coverage(&sample.session);
        let funding = of(&now, "funding");
        assert_eq!((funding.probes, funding.ticked, funding.is_covered), (3, 1, true));
        assert_eq!(funding.prompts_open, ["What if it ends?"]);
        sample.delete(probes, "aaaaaa", "10:30:00", &EntryId::new("funding.sources.funders"));
        let now = coverage(&sample.session);
        assert_eq!((of(&now, "funding").ticked, of(&now, "funding").is_covered), (0, false));
    }

    #[test]
    fn a_prompt_without_probes_is_ticked_by_its_own_id_and_one_with_probes_is_not() {
        let mut sample = Sample::new();
        sample.tick("funding.end");
        sample.tick("funding.sources");
        let coverage = coverage(&sample.session);
        let funding = of(&coverage, "funding");
        assert_eq!((funding.probes, funding.ticked), (3, 1));
        assert_eq!(funding.prompts_open, ["How is it paid for?"]);
    }

    #[test]
    fn what_somebody_has_to_come_back_to_is_listed() {
        let mut sample = Sample::new();
        let mut note = |at: &str, kind, flags: &[Flag]| {
            let flags = flags.iter().copied().collect();
            sample.add(notes, "aaaaaa", at, Note { kind, flags, ..point("words", None, None) })
        };
        let parked = note("10:00:00", NoteKind::Parked, &[]);
        note("10:01:00", NoteKind::Parked, &[Flag::Settled]);
        let action = note("10:02:00", NoteKind::Action, &[]);
        let check = note("10:03:00", NoteKind::Point, &[Flag::Check]);
        let absent = note("10:04:00", NoteKind::Quote, &[Flag::AboutSomeoneAbsent]);
        let both = note("10:05:00", NoteKind::Action, &[Flag::Check, Flag::AboutSomeoneAbsent]);
        let coverage = coverage(&sample.session);
        assert_eq!(coverage.parked_open, [parked]);
        assert_eq!(coverage.actions, [action, both.clone()]);
        assert_eq!(coverage.to_check, [check, both.clone()]);
        assert_eq!(coverage.about_absent, [absent, both]);
    }

    #[test]
    fn quotes_without_consent_are_listed_by_why() {
        let mut sample = Sample::new();
        sample.seat("P1", &[("quotes", ConsentState::Given)]);
        sample.seat("P2", &[("quotes", ConsentState::Refused)]);
        sample.seat("P3", &[]);
        let mut note =
            |kind, who| sample.add(notes, "aaaaaa", "10:00:00", Note { kind, ..point("words", None, who) });
        note(NoteKind::Quote, Some("P1"));
        note(NoteKind::Quote, None);
        note(NoteKind::Point, Some("P2"));
        let refused = note(NoteKind::Quote, Some("P2"));
        let not_asked = note(NoteKind::Quote, Some("P3"));
        let gone = note(NoteKind::Quote, Some("P2"));
        sample.delete(notes, "aaaaaa", "10:01:00", &gone);
        let before = coverage(&sample.session);
        assert_eq!((before.quotes_refused, before.quotes_not_asked), (vec![refused], vec![not_asked]));
        sample.seat("P3", &[("quotes", ConsentState::Given)]);
        assert_eq!(coverage(&sample.session).quotes_not_asked, []);
        sample.delete(participants, "aaaaaa", "10:02:00", &EntryId::new("P3"));
        assert_eq!(coverage(&sample.session).quotes_not_asked.len(), 1);
    }
}
