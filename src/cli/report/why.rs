//! `hearken report why`.

use super::made::Asked;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::document::Document;
use crate::report::corpus::Corpus;
use crate::report::made::Report;
use crate::report::{kinds as reports, why};

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
    args.asked.make_if(call, |corpus| behind(corpus, &args.anchor))
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
    let Some(kind) = reports::Kind::of_number(anchor) else {
        let names: Vec<&str> = reports::Kind::ALL.iter().map(|kind| kind.word()).collect();
        let first = anchor.split('.').next().unwrap_or_default();
        return Err(Failure::new(Kind::Usage, format!("there is no report {first}"))
            .hint(format!("The name of a number begins with that of its report: {}.", names.join(", "))));
    };
    kind.report(corpus).ok_or_else(|| {
        let several = corpus.sessions().len();
        Failure::new(Kind::Usage, format!("that number is of one session, and {several} are given"))
    })
}
