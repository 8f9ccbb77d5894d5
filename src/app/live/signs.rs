//! Signs by name: what the list of commands offers for those who do not know what to type.

use super::Live;
use super::typing::draft_effect;
use crate::app::commands::Id;
use crate::app::{App, Effect, Screen, Tone};
use crate::capture::{KindSign, Sign, Speaker};
use crate::model::note::Stage;

/// A kind as its chip says it.
pub(super) fn chip(kind: KindSign) -> String {
    match kind {
        KindSign::Count(hands) => {
            let against =
                hands.hands_against.map(|against| format!(", {against} against")).unwrap_or_default();
            format!("hands {} of {}{against}", hands.hands_for, hands.hands_of)
        }
        KindSign::Practice(stage) => stage.word().to_owned(),
        other => other.kind().word().to_owned(),
    }
}

/// Begins a note of the kind a command names, or makes one of what is typed.
pub(super) fn begin(app: &mut App, id: Id) -> Vec<Effect> {
    let kind = match id {
        Id::Quote => KindSign::Quote,
        Id::Observation => KindSign::Observation,
        Id::Comment => KindSign::Comment,
        Id::Emerging => KindSign::Practice(Stage::Emerging),
        Id::Developing => KindSign::Practice(Stage::Developing),
        Id::Established => KindSign::Practice(Stage::Established),
        Id::Action => KindSign::Action,
        Id::Parked => KindSign::Parked,
        Id::Hands => return hands(app),
        _ => return Vec::new(),
    };
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if !live.draft.target.takes_signs() {
        return Vec::new();
    }
    let fact = live.draft.add(Sign::Kind(kind), &now.wall);
    app.say(Tone::Done, "Now type it; Enter saves it. Backspace at the start takes the sign off.");
    vec![draft_effect(fact)]
}

/// Puts the sign of a show of hands in front of the words, for its numbers to be typed.
fn hands(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if !live.draft.target.takes_signs() {
        return Vec::new();
    }
    let Some(edit) = live.draft.words.replace(0..0, "=") else { return Vec::new() };
    live.draft.words.set_cursor(1);
    let effects = live.changed(&edit, &now);
    app.say(Tone::Done, "Type how many of how many, 6/8 or 6-1/8 (1 against), a blank and the words.");
    effects
}

/// Pins who is named in front of the note, or who spoke last; pinned already, nobody is any more.
pub(super) fn pin(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if !live.draft.target.takes_signs() {
        return Vec::new();
    }
    if live.pinned.take().is_some() {
        live.touch();
        app.say(Tone::Done, "Nobody is pinned any more.");
        return Vec::new();
    }
    let named = match live.draft.signs.speaker {
        Some(Speaker::Seat(seat) | Speaker::Pinned(seat)) => Some(seat),
        _ => live.last_speaker(),
    };
    let Some(seat) = named else {
        app.say(Tone::Done, "Type the number of who speaks, two colons and a blank, like 3:: ");
        return Vec::new();
    };
    live.pinned = Some(seat);
    let fact = live.draft.add(Sign::Speaker(Speaker::Pinned(seat)), &now.wall);
    app.say(Tone::Done, format!("What follows is said by P{seat}, until you type 0: and a blank."));
    vec![draft_effect(fact)]
}

impl Live {
    fn last_speaker(&self) -> Option<u32> {
        let session = self.recorder.session();
        let said =
            session.lists.notes.standing().filter_map(|(_, version)| version.body.participant.as_ref());
        let label = session.seat_label(said.last()?);
        Some(crate::model::session::seat_number(&label)).filter(|number| *number != u32::MAX)
    }
}
