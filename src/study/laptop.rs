//! This laptop: its random id, and who used it last.
//!
//! The id tells apart whose clock a stamp was made by. It is kept in the settings folder, not in a study, so that
//! a copied study does not copy it.

use std::path::Path;

use crate::format::reader;
use crate::model::canonical::{Order, pretty};
use crate::model::ids::WriterId;
use crate::model::people::RecorderRole;
use crate::model::shape::{Members, Shape, shape};
use crate::storage::{ReadLimit, Storage, StorageError, atomic, folder, read};

shape! {
    /// What is kept of a laptop.
    pub struct Settings {
        /// The laptop's random id.
        required "laptop" laptop: WriterId,
        /// Initials last given.
        optional "initials" initials: Option<String>,
        /// Role last given.
        optional "role" role: Option<RecorderRole>,
    }
}

impl Settings {
    /// Settings of a laptop nobody has used yet.
    #[must_use]
    pub const fn of(laptop: WriterId) -> Self {
        Self { laptop, initials: None, role: None }
    }

    /// Reads the settings. Settings that are missing or damaged stop nobody: then `fresh` is this laptop's id
    /// from now on, and is kept if it can be.
    #[must_use]
    pub fn load(storage: &dyn Storage, path: &Path, fresh: WriterId) -> Self {
        let kept = read(storage, path, ReadLimit::of_bytes(1 << 16)).ok().and_then(|bytes| parse(&bytes));
        kept.unwrap_or_else(|| {
            let settings = Self::of(fresh);
            let _ = settings.save(storage, path);
            settings
        })
    }

    /// Writes the settings, for their owner only.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn save(&self, storage: &dyn Storage, path: &Path) -> Result<(), StorageError> {
        if let Some(parent) = path.parent() {
            folder::create(storage, parent)?;
        }
        let mut members = Vec::new();
        self.write(&mut members);
        let text = pretty(&crate::model::json::Json::object(members, Order::Other));
        atomic::replace(storage, path, text.as_bytes(), None)
    }
}

fn parse(bytes: &[u8]) -> Option<Settings> {
    let json = reader::read(reader::decode(bytes).ok()?).ok()?;
    Settings::read(&mut Members::of(json).ok()?).ok()
}
