//! Opening the screen.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::sync::Arc;

use super::Call;
use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::paint::Paint;
use super::places::{self, Chosen, Laptop};
use crate::app::commands::Id;
use crate::run::{self, Ended, ScreenError, Start};
use crate::storage::OsStorage;
use crate::ui::Look;

/// Refuses where there is no screen to open: asked before anything is written.
pub(super) fn is_there() -> Result<(), Failure> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Failure::new(Kind::Usage, "the screen needs a terminal, and here input or output is not one")
        .hint("In a script, use the commands: hearken --help names them."))
}

/// Opens the screen on a study, and at once on a session if there is one.
pub(super) fn open(
    call: &Call<'_>,
    study: Chosen,
    session: Option<PathBuf>,
    is_read_only: bool,
) -> Result<Answer, Failure> {
    let laptop = places::laptop(call)?;
    show(call, study, Opening { session, is_read_only, notice: None, first: None, laptop })
}

/// Opens the screen on a session, at what a command shows there.
pub(super) fn open_at(
    call: &Call<'_>,
    study: Chosen,
    session: PathBuf,
    first: Id,
) -> Result<Answer, Failure> {
    let (session, laptop) = (Some(session), places::laptop(call)?);
    show(call, study, Opening { session, is_read_only: false, notice: None, first: Some(first), laptop })
}

/// Opens the screen on a study that is an example, with a sentence on its message line. Nothing is remembered of it.
pub(super) fn open_example(call: &Call<'_>, study: Chosen, notice: &str) -> Result<Answer, Failure> {
    let notice = Some(notice.to_owned());
    let laptop = Laptop::passing()?;
    let opening = Opening { session: None, is_read_only: false, notice, first: None, laptop };
    show(call, study, opening)
}

/// What the screen begins with.
struct Opening {
    session: Option<PathBuf>,
    is_read_only: bool,
    notice: Option<String>,
    first: Option<Id>,
    laptop: Laptop,
}

fn show(call: &Call<'_>, study: Chosen, opening: Opening) -> Result<Answer, Failure> {
    let laptop = opening.laptop;
    let paint = Paint::new(call.options.color, true);
    let start = Start {
        study: study.folder,
        storage: Arc::new(OsStorage),
        open: opening.session,
        is_read_only: opening.is_read_only,
        settings: laptop.settings,
        settings_file: laptop.file,
        look: Look { is_ascii: call.options.is_ascii, has_colour: paint.is_on() },
        notice: opening.notice,
        first: opening.first,
    };
    let done = laptop.trouble.into_iter().collect();
    match run::screen(start) {
        Ok(Ended::Left) => Ok(Answer { done, ..Answer::default() }),
        Ok(Ended::Asked) => {
            Err(Failure::new(Kind::Interrupted, "hearken was asked to stop; everything is saved"))
        }
        Err(error @ ScreenError::NotSaved(_)) => Err(Failure::new(Kind::CouldNot, error.to_string())
            .hint("Every word is in the session's journal. Open it again, and they come back.")),
        Err(error @ ScreenError::Rescued { .. }) => Err(Failure::new(Kind::CouldNot, error.to_string())
            .hint("Keep that file: the next merge joins it with the session.")),
        Err(error @ ScreenError::Lost(_)) => Err(Failure::new(Kind::CouldNot, error.to_string())
            .hint("What was typed after that is in no file. What was saved before is as it was.")),
        Err(error @ ScreenError::Terminal(_)) => Err(Failure::new(Kind::CouldNot, error.to_string())),
    }
}
