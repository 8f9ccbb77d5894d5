//! Opening the screen.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::sync::Arc;

use super::Call;
use super::answer::Answer;
use super::failure::{Failure, Kind};
use super::paint::Paint;
use super::places::{self, Chosen, Laptop};
use super::told::told;
use crate::app::commands::Id;
use crate::app::{Notice, Tone};
use crate::document::text::Lines;
use crate::run::{self, Ended, ScreenError, Start};
use crate::storage::vault::Unopened;
use crate::storage::{Storage, StorageError};
use crate::study::{StudyError, keys};
use crate::ui::Look;
use crate::ui::terminal::Terminal;

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
    show(call, study, Opening { session, is_read_only, ..Opening::at(laptop) })
}

/// Opens the screen on a session, at what a command shows there.
pub(super) fn open_at(
    call: &Call<'_>,
    study: Chosen,
    session: PathBuf,
    first: Id,
) -> Result<Answer, Failure> {
    let laptop = places::laptop(call)?;
    show(call, study, Opening { session: Some(session), first: Some(first), ..Opening::at(laptop) })
}

/// Opens the screen on a study that is an example, with a sentence on its message line. Nothing is remembered of it.
pub(super) fn open_example(call: &Call<'_>, study: Chosen, notice: &str) -> Result<Answer, Failure> {
    let notice = Some(Notice { text: notice.to_owned(), tone: Tone::Done });
    show(call, study, Opening { notice, ..Opening::at(Laptop::passing()?) })
}

/// Shows a report on the screen, of which numbers can be asked about; `inputs` are what it was made of. Nothing is
/// remembered of it.
pub(super) fn open_page(call: &Call<'_>, page: Lines, inputs: Vec<PathBuf>) -> Result<Answer, Failure> {
    let study = places::study(call)?;
    show(call, study, Opening { page: Some(page), inputs, ..Opening::at(Laptop::passing()?) })
}

/// Whether there is a person at a screen that has fewer rows than this.
pub(super) fn is_lower_than(rows: usize) -> bool {
    is_there().is_ok() && rows > usize::from(Terminal::size().height)
}

/// What the screen begins with.
struct Opening {
    session: Option<PathBuf>,
    is_read_only: bool,
    notice: Option<Notice>,
    first: Option<Id>,
    page: Option<Lines>,
    inputs: Vec<PathBuf>,
    laptop: Laptop,
}

impl Opening {
    /// The first screen.
    const fn at(laptop: Laptop) -> Self {
        Self {
            session: None,
            is_read_only: false,
            notice: None,
            first: None,
            page: None,
            inputs: Vec::new(),
            laptop,
        }
    }
}

/// Asks for the key of an encrypted study before the screen is there. On the screen nobody is asked. Gives why its
/// `study.json` cannot be read, where it cannot.
fn unlock(call: &Call<'_>, study: &Chosen) -> Result<Option<StudyError>, Failure> {
    let cannot = |why| {
        let path = study.folder.root().to_owned();
        Failure::of(&StudyError::from(StorageError::Sealed { path, is_read: true, why }))
    };
    let (known, unreadable) = match study.folder.study(call.storage) {
        Ok(found) => (found.and_then(|found| keys::sealed_to(&found, None)), None),
        Err(error) => (None, Some(error)),
    };
    let has_sealed = known.is_none() && has_sealed(call, study);
    let is_encrypted = known.is_some() || has_sealed && unreadable.is_some();
    // Where no study says so, sealed sessions came from elsewhere: who has no key of theirs can use the others.
    let is_unlocked = (is_encrypted || has_sealed) && call.vault.is_unlocked();
    if is_encrypted && !is_unlocked {
        return Err(cannot(Unopened::Locked).hint(match &unreadable {
            None => {
                "This study is encrypted. hearken key new makes the key of a laptop that has none.".to_owned()
            }
            Some(error) => {
                format!("Sessions here are sealed, and study.json cannot be read: {}.", told(error))
            }
        }));
    }
    if let Some(known) = known {
        let mut all = known.office.iter().chain(&known.others);
        if !all.any(|key| call.vault.has_key_of(key)) {
            return Err(cannot(Unopened::NoKeyHere));
        }
    }
    call.vault.ask(Vec::new);
    Ok(unreadable)
}

/// Whether a session of the study is sealed. One that the disk does not give shows no words either.
fn has_sealed(call: &Call<'_>, study: &Chosen) -> bool {
    let candidates = study.folder.session_candidates(call.storage).unwrap_or_default();
    candidates.iter().any(|path| call.vault.is_sealed(path).unwrap_or(false))
}

fn show(call: &Call<'_>, study: Chosen, opening: Opening) -> Result<Answer, Failure> {
    let unreadable = unlock(call, &study)?;
    let storage: Arc<dyn Storage> = Arc::<crate::storage::vault::Vault>::clone(&call.vault);
    let unreadable = unreadable.map(|error| Notice {
        text: format!("Nothing is saved here until study.json can be read: {}.", told(&error)),
        tone: Tone::Attention,
    });
    // Words that a key opened may be on the screen, of whichever study they are.
    let opens = if call.vault.has_a_key() { super::unlock::opens(call.options) } else { None };
    let laptop = opening.laptop;
    let paint = Paint::new(call.options.color, true);
    let start = Start {
        study: study.folder,
        storage,
        open: opening.session,
        is_read_only: opening.is_read_only,
        settings: laptop.settings,
        settings_file: laptop.file,
        look: Look { is_ascii: call.options.is_ascii, has_colour: paint.is_on() },
        notice: unreadable.or(opening.notice),
        first: opening.first,
        page: opening.page,
        inputs: opening.inputs,
        opens,
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
