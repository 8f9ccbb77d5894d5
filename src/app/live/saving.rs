//! Words into notes: what is saved, and the one question that may be asked first.

use super::{Live, asking, debrief, elsewhere};
use crate::app::draft::Target;
use crate::app::sheets::{conflicts, people, script, short_forms};
use crate::app::{App, Effect, Screen, Tone, hours_and_minutes};
use crate::capture::{Captured, KindSign, Speaker, captured};
use crate::format::journal::{Happened, Put};
use crate::model::ids::{EntryId, SeatId};
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::people::{Attendance, Participant, Presence};
use crate::model::running::SessionKind;
use crate::model::session::{ATTENDANCE, NOTES, PARTICIPANTS, seat_number};
use crate::model::stamp::NoStampLeft;
use crate::report::people::{Quotable, may_be_quoted};
use crate::study::Now;
use crate::study::undoing::Change;

/// Saves what is in the line, whatever it is.
pub(super) fn save(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    match &live.draft.target {
        Target::New | Target::Note(..) => save_note(app),
        Target::Seat(_) => people::save(app),
        Target::Summary(_) => debrief::save(app),
        Target::Answer(_) => asking::writing::enter(app),
        Target::WhyNotRead(_) => script::save_reason(app),
        Target::Conflict(..) => conflicts::save(app),
        Target::ShortForm => short_forms::save(app),
        Target::Folder => elsewhere::save(app),
    }
}

/// Saves a change without going on to anything else.
pub(super) fn save_change(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    match &live.draft.target {
        Target::Seat(_) => people::keep(app),
        Target::Summary(_) => debrief::keep(app),
        Target::Answer(_) => asking::writing::keep(app),
        Target::Conflict(..) => conflicts::save(app),
        Target::New | Target::Note(..) => {
            // Nobody is left to answer a question.
            live.draft.was_asked = true;
            save_note(app)
        }
        Target::WhyNotRead(_) | Target::ShortForm | Target::Folder => super::targets::end(app),
    }
}

/// Whether leaving would lose something that was changed.
pub(super) fn is_changed(live: &Live) -> bool {
    match &live.draft.target {
        Target::Note(_, base) => {
            let notes = captured(&live.draft.signs, live.draft.words.text());
            match notes.as_slice() {
                [only] => live.note(only.clone()) != **base,
                [] => false,
                _ => true,
            }
        }
        Target::Seat(seat) => people::is_changed(live, seat),
        Target::Summary(theme) => debrief::is_changed(live, theme),
        Target::Answer(question) => asking::writing::is_changed(live, question),
        Target::Conflict(name, side) => conflicts::is_changed(live, name, *side),
        Target::New | Target::WhyNotRead(_) | Target::ShortForm | Target::Folder => false,
    }
}

fn save_note(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let mut notes = captured(&live.draft.signs, live.draft.words.text());
    if let (true, Some(KindSign::Count(_)), Some((_, question))) =
        (notes.is_empty(), live.draft.signs.kind, &live.raised_for)
    {
        // The question that was asked is what the hands were raised for.
        notes = captured(&live.draft.signs, question);
    }
    if notes.is_empty() {
        let told = match (&live.draft.target, live.draft.signs.kind) {
            (Target::Note(..), _) => "A note without words is not saved. Esc leaves it as it was.",
            (_, Some(KindSign::Count(_))) => "What were the hands raised for? Type it, then Enter.",
            _ if live.draft.is_empty() => return Vec::new(),
            _ => "There are no words yet, so nothing was saved.",
        };
        app.say(Tone::Attention, told);
        return Vec::new();
    }
    if let Some(question) = live.question().filter(|_| !live.draft.was_asked) {
        live.draft.was_asked = true;
        app.say(Tone::Attention, question);
        return Vec::new();
    }
    let was_change = !live.draft.is_new();
    // Saving what is in conflict says that it holds, changed or not.
    if was_change && !is_changed(live) && !live.is_changing_what_is_in_conflict() {
        app.say(Tone::Done, "Nothing was changed.");
        return super::targets::end(app);
    }
    let ends = Some(live.ends());
    // Correcting a note is no talk: it starts no clock.
    let began = if was_change { None } else { live.begin_talk(&now) };
    let pinned = live.pin_after();
    match live.write(notes, &now) {
        Ok((puts, told)) => {
            live.history.record(Change::of(&puts));
            (live.raised_for, live.words_to) = (None, None);
            live.pinned = pinned;
            live.end_draft();
            live.scroll = 0;
            live.refresh();
            live.saved_at = Some(now.wall.clone());
            let what = if was_change { "Changed" } else { "Saved" };
            let clock = hours_and_minutes(&now.wall);
            let told = told.unwrap_or_else(|| "Ctrl+Z takes it back.".to_owned());
            app.say(Tone::Done, format!("{what} at {clock}. {told}"));
            began.into_iter().chain([Effect::Journal(Happened::Put { puts, ends })]).collect()
        }
        Err(error) => {
            app.say(
                Tone::Attention,
                format!("This note cannot be changed: {error}. Your words stay in the line."),
            );
            began.into_iter().collect()
        }
    }
}

impl Live {
    fn is_changing_what_is_in_conflict(&self) -> bool {
        matches!(&self.draft.target, Target::Note(id, _) if self.is_in_conflict(id))
    }

    /// What has to be asked before this is saved; a second Enter is the answer.
    fn question(&self) -> Option<String> {
        if let Some(seat) = self.spoken_by().filter(|seat| !self.facts.room.has_seat(*seat)) {
            return Some(format!(
                "Who is P{seat}? Nobody sits there. Enter again seats P{seat}; Backspace changes it."
            ));
        }
        let Some(KindSign::Count(hands)) = self.draft.signs.kind else { return None };
        let raised = hands.hands_for + hands.hands_against.unwrap_or(0);
        let present = u32::try_from(self.facts.present()).unwrap_or(u32::MAX);
        if raised > hands.hands_of {
            let of = hands.hands_of;
            return Some(format!("{raised} hands of {of}? Enter again saves it so; Backspace changes it."));
        }
        let is_too_many = present > 0 && hands.hands_of > present;
        is_too_many.then(|| {
            let of = hands.hands_of;
            format!("{of} people? {present} are here. Enter again saves it so; Backspace changes it.")
        })
    }

    /// Who is held to have said what is typed: the chip, else who is pinned, else the one who is interviewed.
    #[must_use]
    pub fn spoken_by(&self) -> Option<u32> {
        match self.draft.signs.speaker {
            Some(Speaker::Seat(seat) | Speaker::Pinned(seat)) => Some(seat),
            Some(Speaker::Unpinned) => None,
            None if !self.draft.is_new() => None,
            None => self.implied_speaker().filter(|_| {
                // What people did, what the note-taker thinks and a show of hands are nobody's words.
                !matches!(
                    self.draft.signs.kind,
                    Some(KindSign::Observation | KindSign::Comment | KindSign::Count(_))
                )
            }),
        }
    }

    fn implied_speaker(&self) -> Option<u32> {
        let interviewee = || match (self.facts.kind, self.facts.people.as_slice()) {
            (Some(SessionKind::Interview), [only]) => Some(only.number),
            _ => None,
        };
        self.pinned.or_else(interviewee)
    }

    fn pin_after(&self) -> Option<u32> {
        match self.draft.signs.speaker {
            Some(Speaker::Pinned(seat)) => Some(seat),
            Some(Speaker::Unpinned) => None,
            _ => self.pinned,
        }
    }

    /// What a captured note becomes: changed where it was typed over, as it was where signs say nothing.
    pub(super) fn note(&self, captured: Captured) -> Note {
        let mut note = match self.draft.base() {
            Some(base) => base.clone(),
            None => {
                let mut note = Note::new(captured.kind, "", Origin::Live);
                note.theme = self.theme_id();
                note.said_at.clone_from(&self.draft.begun);
                note
            }
        };
        let speaker = self.speaker_of(&captured);
        if let Some((question, seat)) = self.words_to.as_ref().filter(|_| self.draft.is_new())
            && speaker == Some(*seat)
        {
            note.prompt = Some(question.clone());
        }
        // A kind that no sign can say stays as long as no sign says another.
        let is_untold = self
            .draft
            .base()
            .is_some_and(|base| base.kind != NoteKind::Point && KindSign::of(base).is_none());
        if !is_untold || captured.kind != NoteKind::Point {
            note.kind = self.kind_of(&captured, speaker);
            note.stage = captured.stage;
            note.hands_for = captured.hands.map(|hands| hands.hands_for);
            note.hands_against = captured.hands.and_then(|hands| hands.hands_against);
            note.hands_of = captured.hands.map(|hands| hands.hands_of);
            if let (NoteKind::Count, Some((question, _))) = (note.kind, &self.raised_for) {
                note.prompt = Some(question.clone());
            }
        }
        let label_of = |seat: &SeatId| seat_number(&self.recorder.session().seat_label(seat));
        let is_same_seat = note.participant.as_ref().is_some_and(|seat| {
            speaker == Some(label_of(seat)) || (speaker.is_none() && label_of(seat) == u32::MAX)
        });
        if !is_same_seat {
            note.participant = speaker.and_then(|number| self.seat(number));
        }
        if captured.theme.is_some() {
            note.theme = captured.theme;
        }
        note.text = captured.text;
        note.tags = captured.tags;
        note.flags.clone_from(&self.draft.flags);
        note
    }

    /// Nobody's words, where the note is a comment or a show of hands; else who is held to have said it.
    fn speaker_of(&self, captured: &Captured) -> Option<u32> {
        match captured.kind {
            NoteKind::Comment | NoteKind::Count => None,
            _ => captured.speaker.or_else(|| self.spoken_by()),
        }
    }

    /// On a visit, what nobody said was seen.
    fn kind_of(&self, captured: &Captured, speaker: Option<u32>) -> NoteKind {
        let is_seen = self.facts.kind == Some(SessionKind::PrisonVisit)
            && self.draft.is_new()
            && captured.kind == NoteKind::Point
            && speaker.is_none();
        if is_seen { NoteKind::Observation } else { captured.kind }
    }

    /// Writes notes; gives what to write down, and what to tell besides that it was saved.
    fn write(&mut self, notes: Vec<Captured>, now: &Now) -> Result<(Vec<Put>, Option<String>), NoStampLeft> {
        let mut puts: Vec<Put> = Vec::new();
        let mut told = None;
        if let Some(number) = self.spoken_by().filter(|number| !self.facts.room.has_seat(*number)) {
            puts.extend(self.give_seat(number, now)?);
            told = Some(format!("P{number} has a seat now. Esc, w says what P{number} does."));
        }
        for (place, captured) in notes.into_iter().enumerate() {
            let note = match (&self.draft.target, place) {
                (Target::Note(..), 1..) => self.note_beside(captured),
                _ => self.note(captured),
            };
            told = told.or_else(|| self.about_quoting(&note));
            puts.push(match &self.draft.target {
                Target::Note(id, _) if place == 0 => {
                    let id: EntryId = id.clone();
                    self.recorder.write(&NOTES, &id, now, note, false)?
                }
                _ => self.recorder.add(&NOTES, now, note)?,
            });
        }
        Ok((puts, told))
    }

    /// A comment that stood behind a quote that is changed: a new note, filed beside it.
    fn note_beside(&self, captured: Captured) -> Note {
        let mut note = Note::new(captured.kind, captured.text, Origin::Live);
        note.theme = self.draft.base().and_then(|base| base.theme.clone());
        note.said_at.clone_from(&self.draft.begun);
        note.tags = captured.tags;
        note
    }

    /// Gives somebody a seat; who comes when the talk has begun has come late.
    pub(in crate::app) fn give_seat(&mut self, number: u32, now: &Now) -> Result<Vec<Put>, NoStampLeft> {
        let seat = SeatId::of(number, self.recorder.writer());
        let participant =
            Participant { label: format!("P{number}"), role: None, sector: None, consent: None };
        let id = EntryId::new(seat.as_str());
        let mut puts = vec![self.recorder.write(&PARTICIPANTS, &id, now, participant, false)?];
        if self.facts.notes > 0 {
            let came = Attendance { state: Presence::Arrived, at: now.wall.clone(), participant: seat };
            puts.push(self.recorder.add(&ATTENDANCE, now, came)?);
        }
        Ok(puts)
    }

    fn about_quoting(&self, note: &Note) -> Option<String> {
        let refused = may_be_quoted(self.recorder.session(), note) == Quotable::Refused;
        let seat = note.participant.as_ref().filter(|_| refused && note.kind == NoteKind::Quote)?;
        let who = self.recorder.session().seat_label(seat);
        Some(format!("But {who} does not want to be quoted: marked as not to be published."))
    }
}
