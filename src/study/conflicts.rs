//! What is in conflict in files, as it would be after merging them.

use std::path::PathBuf;

use super::inputs::Input;
use crate::format::v1::File;
use crate::merge::Join as _;
use crate::merge::groups::groups;
use crate::model::session::Session;
use crate::report::conflicts::{Conflict, conflicts};

/// One session with what is in conflict there.
#[derive(Debug, Clone)]
pub struct InConflict {
    /// The inputs that hold it, in the order they were given.
    pub files: Vec<PathBuf>,
    /// The session, its copies joined.
    pub session: Session,
    /// The conflicts; never none.
    pub conflicts: Vec<Conflict>,
}

/// The sessions of the inputs that have conflicts, by id. Copies of one session are joined first, so what two files say
/// differently is told as well as what one of them holds. Nothing is written.
#[must_use]
pub fn in_inputs(inputs: &[Input]) -> Vec<InConflict> {
    let mut copies: Vec<(&PathBuf, &Session)> = Vec::new();
    for input in inputs {
        match &input.file {
            File::Session(session) => copies.push((&input.path, &**session)),
            File::Collection(collection) => {
                copies.extend(collection.sessions.iter().map(|session| (&input.path, session)));
            }
            File::Study(_) | File::Instrument(_) => {}
        }
    }
    let mut found = Vec::new();
    for group in groups(copies.iter().map(|(_, session)| session.ids())) {
        let mut of_one = group.into_iter().filter_map(|place| copies.get(place));
        let Some((path, session)) = of_one.next() else { continue };
        let (mut files, mut session) = (vec![PathBuf::clone(path)], Session::clone(session));
        for (path, other) in of_one {
            if !files.contains(path) {
                files.push(PathBuf::clone(path));
            }
            session.join(Session::clone(other));
        }
        let conflicts = conflicts(&session);
        if !conflicts.is_empty() {
            found.push(InConflict { files, session, conflicts });
        }
    }
    found
}
