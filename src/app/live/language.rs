//! The language of the guide: chosen when the session is set up, changed in the middle of it.
//!
//! What was noted stays as it was said; questions, answers, prompts and scripts are shown in the other language.

use super::{Live, asking, history};
use crate::app::picker::{Picker, Purpose};
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::model::entry::SINGLE;
use crate::model::ids::EntryId;
use crate::model::running::Details;
use crate::model::session::DETAILS;

impl Live {
    /// The languages that the guide is given in, and whether each is the one shown.
    #[must_use]
    pub fn languages(&self) -> Vec<(String, bool)> {
        let session = self.recorder.session();
        let Some(instrument) = session.instruments.last() else { return Vec::new() };
        let all = instrument.languages();
        let own = all.first().cloned().unwrap_or_default();
        let shown = session.details().and_then(|details| details.lang.clone()).unwrap_or(own);
        all.into_iter().map(|tag| (tag.clone(), tag == shown)).collect()
    }
}

/// Asks for the language, where there are several.
pub(super) fn ask(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    match live.languages().as_slice() {
        [] => app.say(Tone::Done, "This session has no guide."),
        [(only, _)] => {
            let told = format!("This guide is in one language only: {only}.");
            app.say(Tone::Done, told);
        }
        _ => app.overlay = Some(Overlay::Picker(Picker::new(Purpose::Language))),
    }
    Vec::new()
}

/// Goes on in another language.
pub(in crate::app) fn choose(app: &mut App, tag: &str) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(details) = live.recorder.session().details().cloned() else { return Vec::new() };
    let details = Details { lang: Some(tag.to_owned()), ..details };
    let written = live.recorder.write(&DETAILS, &EntryId::new(SINGLE), &now, details, false);
    let told = format!("The guide is shown in “{tag}” now. Ctrl+Z takes it back.");
    let effects = history::written(app, written.map(|put| vec![put]), &told);
    effects.into_iter().chain(asking::show_again(app)).collect()
}
