//! `hearken report why`.

use super::made::Asked;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::document::Document;
use crate::report::corpus::Corpus;
use crate::report::made::Report;
use crate::report::session::Reader;
use crate::report::{appendix, covered, findings, followup, matrix, practice, session, summary, why};

/// Lists what a number counts and what it leaves out, with the reasons
///
/// A number's name stands beside it in html, like appendix.q1.yes; its first part is the report.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken report why appendix.q1.yes study/")]
pub(super) struct Args {
    /// The name of the number
    #[arg(value_name = "NAME")]
    anchor: String,
    #[command(flatten)]
    asked: Asked,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    args.asked.make_if(call, |read| behind(&read.corpus, &args.anchor))
}

/// What stands behind a number, or which names are like this one.
fn behind(corpus: &Corpus, anchor: &str) -> Result<Document, Failure> {
    let report = of_name(corpus, anchor)?;
    why::why(corpus, &report, anchor).ok_or_else(|| {
        let near = why::near(&report, anchor).join(", ");
        let failure = Failure::new(Kind::CouldNot, format!("no number of these inputs is called {anchor}"));
        failure.hint(format!("There are {near} and others."))
    })
}

/// The report that a number of this name stands in.
fn of_name(corpus: &Corpus, anchor: &str) -> Result<Report, Failure> {
    match (anchor.split('.').next().unwrap_or_default(), corpus.sessions()) {
        ("appendix", _) => Ok(appendix::report(corpus, None)),
        ("followup", _) => Ok(followup::report(corpus)),
        ("coverage", _) => Ok(covered::report(corpus)),
        ("matrix", _) => Ok(matrix::report(corpus, matrix::Turned::default())),
        ("summary", _) => Ok(summary::report(corpus, None)),
        ("findings", _) => Ok(findings::report(corpus)),
        ("practice", _) => Ok(practice::report(corpus)),
        ("session", [only]) => Ok(session::report(corpus, only, Reader::Team)),
        ("session", several) => Err(Failure::new(
            Kind::Usage,
            format!("that number is of one session, and {} are given", several.len()),
        )),
        (other, _) => Err(Failure::new(Kind::Usage, format!("there is no report {other}")).hint(
            "The name of a number begins with that of its report: appendix, followup, session, coverage, matrix, summary, findings or practice.",
        )),
    }
}
