//! A report: what it says, and everything that it counted.

use super::anchor::Anchors;
use super::counted::Counted;
use crate::document::Document;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What it says.
    pub document: Document,
    /// What stands behind its numbers, in the order in which they stand.
    pub counted: Vec<Counted>,
}

/// Whether what stands behind the numbers of each session is taken along, which is much more than the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reasons {
    /// For a report that is asked about.
    Kept,
    /// For a report that is printed, with names by which to ask another time.
    Named,
    /// For a report that shows no names either.
    Left,
}

impl Reasons {
    /// What gives names to numbers.
    pub(super) const fn anchors(self) -> Anchors {
        match self {
            Self::Kept | Self::Named => Anchors::new(),
            Self::Left => Anchors::none(),
        }
    }
}
