//! A report: what it says, and everything that it counted.

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
