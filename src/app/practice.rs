//! Two minutes of practice: a few invented sentences to type, one after the other, told on the message line.
//!
//! The session is a real one in a folder that goes away. What is to be done next stands where what was done stands
//! otherwise; questions and faults keep their place.

use super::live::Live;
use super::{App, Screen, Tone};
use crate::model::note::{Note, NoteKind};

/// One thing to do, and how it is seen that it was done.
struct Step {
    says: &'static str,
    is_done: fn(&Live) -> bool,
}

const STEPS: [Step; 6] = [
    Step {
        says: "P1 says: “We hear it from the child.” Type that as it comes, then press Enter.",
        is_done: |live| has_note(live, |_| true),
    },
    Step {
        says: "P2 says: “The school never knew.” Type 2: and a blank, then the words.",
        is_done: |live| has_note(live, |note| note.participant.is_some()),
    },
    Step {
        says: "P3, word for word: “It is always us.” Type 3: and a blank, \" and the words.",
        is_done: |live| has_note(live, |note| note.kind == NoteKind::Quote),
    },
    Step {
        says: "Two people nod. What is seen and not said begins with ( so: (two nod",
        is_done: |live| has_note(live, |note| note.kind == NoteKind::Observation),
    },
    Step {
        says: "Now the talk moves on to money: Tab goes to the next theme.",
        is_done: |live| live.theme > 0,
    },
    Step {
        says: "Say the last note was wrong: Ctrl+Z takes it back.",
        is_done: |live| live.recorder.session().lists.notes.all().any(|(_, entry)| entry.is_deleted()),
    },
];

const END: &str = "That is most of it. Ctrl+G tells the rest; Esc, then g, ends the practice.";

fn has_note(live: &Live, is_it: fn(&Note) -> bool) -> bool {
    live.recorder.session().lists.notes.standing().any(|(_, version)| is_it(&version.body))
}

/// How far the practice has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Practice(usize);

/// Says what to do next, when what was to be done has been.
pub(super) fn guide(app: &mut App) {
    let (Some(Practice(at)), Screen::Live(live)) = (app.practice, &app.screen) else { return };
    let undone = STEPS.iter().skip(at).position(|step| !(step.is_done)(live));
    let next = undone.map_or(STEPS.len(), |by| at + by);
    app.practice = Some(Practice(next));
    let is_asked = app.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Attention);
    // Once all is done, what is said is what it always is.
    if !is_asked && (at < STEPS.len() || app.notice.is_none()) {
        app.say(Tone::Done, STEPS.get(next).map_or(END, |step| step.says));
    }
}
