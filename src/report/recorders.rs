//! Whose laptop a note was written on.
//!
//! Laptops are told apart by their ids, people by their initials. A second window on one laptop, or one person with two
//! laptops, is no second recorder.

use crate::model::ids::{EntryId, WriterId};
use crate::model::people::Writer;
use crate::model::session::Session;
use crate::model::stamp::Stamp;

/// Who wrote a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorder<'a> {
    laptop: WriterId,
    initials: &'a str,
}

impl<'a> Recorder<'a> {
    /// Who began an entry that is named by its first version; nothing for other entries. Of an opening that the session
    /// does not have, the writer stands for the laptop.
    #[must_use]
    pub fn of(session: &'a Session, id: &EntryId) -> Option<Self> {
        let writer = id.as_str().parse::<Stamp>().ok()?.writer();
        let opening = session.lists.writers.current(&writer.to_string());
        Some(Self {
            laptop: opening.map_or(writer, |opening| opening.laptop),
            initials: opening.and_then(Writer::known_initials).unwrap_or_default(),
        })
    }

    /// Whether these are two people at two laptops. Where initials are missing, the laptops decide.
    #[must_use]
    pub fn is_another(&self, other: &Self) -> bool {
        let is_unnamed = self.initials.is_empty() || other.initials.is_empty();
        self.laptop != other.laptop && (is_unnamed || self.initials != other.initials)
    }

    /// The initials; where there are none, the laptop's id.
    #[must_use]
    pub fn name(&self) -> String {
        if self.initials.is_empty() { self.laptop.to_string() } else { self.initials.to_owned() }
    }
}
