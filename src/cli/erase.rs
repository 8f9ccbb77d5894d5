//! `hearken erase`: the words of one note go for good.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use super::Call;
use super::answer::Answer;
use super::erasing::{self, Common, not_one};
use super::failure::Failure;
use crate::model::erasing::Reason;
use crate::study::withdraw::Wanted;
use crate::study::withdraw::wanted;

/// Erases the words of one note for good, in every copy
///
/// Deleting a note on the screen keeps it, and it can be brought back; this cannot. A mark stays, without words: that
/// there was a note, and when. All it ever said goes with it, and an old copy brings nothing back. What Git has
/// recorded, and reports that were made before, keep it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearken erase 2026-11-23T10:42:07 norwich --reason identifying")]
pub(super) struct Args {
    /// The note: its id, or a beginning of it that no other note has; hearken show --json gives the ids
    #[arg(value_name = "NOTE", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    note: String,
    /// The session: its file, or a part of its id, site or file name
    #[arg(value_name = "SESSION", value_parser = super::args::path())]
    session: PathBuf,
    /// Why: it lets somebody be recognised, it is a disclosure and kept apart, or it is a mistake
    #[arg(long, value_name = "WORD", value_parser = reason())]
    reason: Reason,
    #[command(flatten)]
    common: Common,
}

fn reason() -> impl clap::builder::TypedValueParser<Value = Reason> {
    // Mentions are erased by the withdrawal that they belong to.
    let words = Reason::ALL.iter().filter(|reason| **reason != Reason::Mention).map(|reason| reason.word());
    PossibleValuesParser::new(words).try_map(|word| Reason::from_word(&word).ok_or("no such reason"))
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    erasing::run(call, &args.session, &args.common, |copies, _| {
        let note = wanted::note(copies, &args.note).map_err(|error| not_one(&error))?;
        Ok(Wanted::Erase { note, reason: args.reason })
    })
}
