//! The reports there are, by name.

use super::corpus::Corpus;
use super::made::Report;
use super::session::Reader;
use super::{appendix, covered, findings, followup, matrix, practice, session, summary};

/// A report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The framework matrix.
    Matrix,
    /// What is covered.
    Coverage,
    /// Themes, how often and by whom.
    Summary,
    /// Every answer to every question.
    Appendix,
    /// What was found, strand by strand.
    Findings,
    /// Examples of practice.
    Practice,
    /// What somebody has to do.
    Followup,
    /// One session.
    Session,
}

impl Kind {
    /// Every report.
    pub const ALL: &'static [Self] = &[
        Self::Matrix,
        Self::Coverage,
        Self::Summary,
        Self::Appendix,
        Self::Findings,
        Self::Practice,
        Self::Followup,
        Self::Session,
    ];

    /// Its name as it is typed, and as the names of its numbers begin.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Coverage => "coverage",
            Self::Summary => "summary",
            Self::Appendix => "appendix",
            Self::Findings => "findings",
            Self::Practice => "practice",
            Self::Followup => "followup",
            Self::Session => "session",
        }
    }

    /// The report that a number of this name stands in.
    #[must_use]
    pub fn of_number(anchor: &str) -> Option<Self> {
        let word = anchor.split('.').next().unwrap_or_default();
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// Makes it, with all numbers shown. Nothing where it is of one session and there are several.
    #[must_use]
    pub fn report(self, corpus: &Corpus) -> Option<Report> {
        Some(match self {
            Self::Matrix => matrix::report(corpus, matrix::Turned::default()),
            Self::Coverage => covered::report(corpus),
            Self::Summary => summary::report(corpus, None),
            Self::Appendix => appendix::report(corpus, None),
            Self::Findings => findings::report(corpus),
            Self::Practice => practice::report(corpus),
            Self::Followup => followup::report(corpus),
            Self::Session => {
                let [only] = corpus.sessions() else { return None };
                session::report(corpus, only, Reader::Team)
            }
        })
    }
}
