//! `hearken report session`.

use super::made::Asked;
use crate::cli::Call;
use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::model::session::Session;
use crate::report::corpus::{Corpus, place_of};
use crate::report::session::{self, Reader};

/// Sets out one session in the order in which things were said
///
/// Two recorders' notes stand among each other, by clocks laid side by side. With --for participants it holds only what
/// may be shown to those who took part, for checking: no comments or observations of the note-takers, nothing about
/// people who were not there, and no quote of anybody who did not agree to be quoted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken report session norwich\n  \
                        hearken report session norwich.json --for participants -f html -o norwich.html")]
pub(super) struct Args {
    #[command(flatten)]
    asked: Asked,
    /// Who is to read it
    #[arg(long = "for", value_name = "WHOM", default_value = "team")]
    reader: Whom,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Whom {
    /// Those who held it.
    #[value(help = None)]
    Team,
    /// Those who took part.
    #[value(help = None)]
    Participants,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let reader = match args.reader {
        Whom::Team => Reader::Team,
        Whom::Participants => Reader::Participants,
    };
    args.asked.make_if(call, |corpus| Ok(session::report(corpus, only(corpus)?, reader).document))
}

/// The one session that was given.
fn only(corpus: &Corpus) -> Result<&Session, Failure> {
    match corpus.sessions() {
        [only] => Ok(only),
        several => {
            let first: Vec<String> = several.iter().take(3).map(place_of).collect();
            let message = format!("this report is of one session, and {} are given", several.len());
            Err(Failure::new(Kind::Usage, message).hint(format!(
                "Name one of them by a part of its id, site or file name: {} …",
                first.join("; ")
            )))
        }
    }
}
