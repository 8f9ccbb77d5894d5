//! `hearken report`: what the sessions say, counted and set out.
//!
//! One file a kind of report; [`made`] is what they share: reading the inputs, laying out, writing. Read that first.

mod made;
mod appendix;
mod followup;
mod session;
mod coverage;
mod matrix;
mod summary;
mod findings;
mod practice;
mod why;
mod gate;

use super::Call;
use super::answer::Answer;
use super::failure::Failure;

/// Makes reports: responses, themes, matrix, findings, practice, coverage, one session
///
/// A report is made of sessions, collections and study folders, as hearken merge takes them; without an input, of the
/// study. Copies of one session count once, and what was withdrawn is in no report. The same inputs give the same bytes.
/// Every number has a name, shown in html, and report why NAME lists what it counts. Writes to standard output, or
/// with -o into a new file, in the format that its name ends in.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken report appendix -f html -o appendix.html\n  \
                        hearken report coverage study/\n  hearken report session norwich --for participants\n  \
                        hearken report why appendix.q1.yes study/")]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Appendix(appendix::Args),
    Followup(followup::Args),
    Session(session::Args),
    Coverage(coverage::Args),
    Matrix(matrix::Args),
    Summary(summary::Args),
    Findings(findings::Args),
    Practice(practice::Args),
    Why(why::Args),
    Gate(gate::Args),
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    match &args.what {
        What::Appendix(args) => appendix::run(args, call),
        What::Followup(args) => followup::run(args, call),
        What::Session(args) => session::run(args, call),
        What::Coverage(args) => coverage::run(args, call),
        What::Matrix(args) => matrix::run(args, call),
        What::Summary(args) => summary::run(args, call),
        What::Findings(args) => findings::run(args, call),
        What::Practice(args) => practice::run(args, call),
        What::Why(args) => why::run(args, call),
        What::Gate(args) => gate::run(args, call),
    }
}
