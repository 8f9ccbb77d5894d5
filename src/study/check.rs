//! Looking a file over: whether it reads, what it holds, what a person should know of it.

use super::inputs::Input;
use crate::format::v1::{self, File};
use crate::model::session::{Lists, Session};

/// What a look at one file found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// What the file is.
    pub kind: &'static str,
    /// How much it holds, in words.
    pub holds: String,
    /// What a person should know: each a sentence.
    pub remarks: Vec<String>,
}

/// Looks a file over that could be read.
#[must_use]
pub fn check(input: &Input) -> Checked {
    let mut checked = Checked { kind: input.file.kind(), ..Checked::default() };
    let text = match &input.file {
        File::Session(session) => {
            checked.holds = session_holds(session, &mut checked.remarks);
            v1::write_session(session)
        }
        File::Collection(collection) => {
            checked.holds = format!("{} sessions", collection.sessions.len());
            for session in &collection.sessions {
                session_holds(session, &mut checked.remarks);
            }
            v1::write_collection(collection)
        }
        File::Study(study) => {
            checked.holds = format!("the study “{}”", study.title().unwrap_or_default());
            v1::write_study(study)
        }
        File::Instrument(instrument) => {
            let guide = instrument.guide();
            checked.holds =
                format!("“{}”, version {}, {} themes", guide.title, guide.version, guide.themes.len());
            return checked;
        }
    };
    if text.as_bytes() != input.bytes {
        checked.remarks.push(
            "Written by hand or by another program: it holds the same, and the next save will lay it out anew."
                .to_owned(),
        );
    }
    checked
}

fn session_holds(session: &Session, remarks: &mut Vec<String>) -> String {
    let notes = session.lists.notes.standing().count();
    let conflicts: usize = session.lists.lists().iter().map(|(_, list)| list.counts().conflicts).sum();
    if conflicts > 0 {
        remarks
            .push(format!("{conflicts} entries were changed in two places and wait for a person to decide."));
    }
    let nobody = session
        .lists
        .notes
        .standing()
        .filter_map(|(_, version)| version.body.participant.as_ref())
        .filter(|seat| session.lists.participants.get(seat.as_str()).is_none())
        .count();
    if nobody > 0 {
        remarks.push(format!("{nobody} notes are attributed to a seat that is not in the session."));
    }
    let odd = session
        .lists
        .notes
        .standing()
        .filter(|(_, version)| version.body.said_at.as_ref().is_some_and(|at| at.time().is_none()))
        .count();
    if odd > 0 {
        remarks.push(format!("{odd} notes have a time that no calendar knows; it is kept as text."));
    }
    let erased = session.ledger.erased.count();
    if erased > 0 {
        remarks.push(format!("{erased} versions have been erased."));
    }
    format!("session {}, {notes} notes", session.id())
}
