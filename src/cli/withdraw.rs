//! `hearken withdraw`: somebody withdraws, and what they said is erased in every copy.

use std::path::PathBuf;

use super::Call;
use super::answer::Answer;
use super::erasing::{self, Common, not_one};
use super::failure::Failure;
use crate::model::erasing::Scope;
use crate::study::copies::Copies;
use crate::study::withdraw::Wanted;
use crate::study::withdraw::wanted::{self, NotOne};

/// Records that somebody withdraws, and erases what they said in every copy
///
/// First it shows what goes, and what only a person can judge: words of others that mention the seat, and the same
/// words noted elsewhere. On a terminal each of these is asked about. Without a terminal nothing is written unless you
/// say --yes; what mentions the person is then listed and left, unless --leave, --remove or --paraphrase decides.
///
/// The record stands in the withdrawals.json of the study, so that an old copy brings nothing back. Marks stay, without
/// words: that somebody spoke, how often, and when. Hands still count the person. A report made before shows, beside
/// the new file, what went. Git's history and old blocks of the disk keep what was written. A withdrawal is not undone;
/// whoever consents anew gets a new seat.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken withdraw P3 norwich\n  \
                        hearken withdraw P3 norwich --in /media/stick --certificate withdrawal.md")]
pub(super) struct Args {
    /// Who: the label of the seat, or its id where two have that label
    #[arg(value_name = "SEAT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    seat: String,
    /// The session: its file, or a part of its id, site or file name
    #[arg(value_name = "SESSION", value_parser = super::args::path())]
    session: PathBuf,
    /// Only verbatim quotes; what was paraphrased stays, and the description of the seat
    #[arg(long = "quotes-only")]
    is_quotes_only: bool,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let scope = if args.is_quotes_only { Scope::Quotes } else { Scope::Everything };
    erasing::run(call, &args.session, &args.common, |copies, asking| {
        let seat = match seat(call, copies, &args.seat)? {
            Ok(seat) => seat,
            Err(NotOne::SeveralSeats { name, seats }) => match asking {
                Some(asking) => asking.which(&name, &seats)?,
                None => return Err(not_one(&NotOne::SeveralSeats { name, seats })),
            },
            Err(error) => return Err(not_one(&error)),
        };
        Ok(Wanted::Withdraw { seat, scope })
    })
}

fn seat(call: &Call<'_>, copies: &Copies, name: &str) -> Result<Result<String, NotOne>, Failure> {
    let known = copies.study().withdrawals(call.storage).map_err(|error| Failure::of(&error))?;
    Ok(wanted::seat(copies, &known, name))
}
