//! One change of a text.

/// One change of a text, as a value that inverts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Byte offset at which the text changes.
    pub at: usize,
    /// What stood there before.
    pub removed: String,
    /// What stands there after.
    pub inserted: String,
}

impl Edit {
    /// Returns the change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { at: self.at, removed: self.inserted.clone(), inserted: self.removed.clone() }
    }

    /// Changes the text and returns true, or returns false and changes nothing if the text does not have at
    /// this offset what the edit removes.
    pub fn apply(&self, text: &mut String) -> bool {
        let Some(end) = self.at.checked_add(self.removed.len()) else { return false };
        let fits = text.get(self.at..end) == Some(self.removed.as_str());
        if fits {
            text.replace_range(self.at..end, &self.inserted);
        }
        fits
    }
}
