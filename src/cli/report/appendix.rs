//! `hearken report appendix`.

use super::made::{Asked, Hiding};
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::report::appendix;
use crate::report::corpus::Corpus;

/// Sets out every question: how often each answer was given, and every response
///
/// Questions stand in printed order, each with its base; a question that is asked only after some answers has those who
/// were asked as its base. The kinds of empty are counted apart. Two wordings of a question are never added up, unless the
/// instrument says that they ask the same. With --suppress-below small numbers are hidden, zero too, with other numbers
/// from which they could be worked out; the responses are set out all the same, and can be counted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken report appendix study/ -f html -o appendix.html\n  \
                        hearken report appendix --suppress-below 5")]
pub(super) struct Args {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    hiding: Hiding,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    args.asked.make_of(call, appendix::take, |head, sessions| {
        Ok(appendix::report(&Corpus::in_order(sessions, head), args.hiding.below()).document)
    })
}
