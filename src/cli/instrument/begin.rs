//! `hearken instrument new`: an instrument of one's own, to be written on.

use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::cli::told::name;
use crate::cli::{Call, facts, places};
use crate::storage::{StorageError, StorageErrorKind};
use crate::study::StudyError;
use crate::study::instruments::start::start;

/// Begins an instrument of the study's own
///
/// Writes a file in the study's folder instruments, called by the id: a short questionnaire that explains itself in its
/// own texts, or with --from another instrument under a new id. What stands there already is left as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  hearken instrument new visits\n  \
                        hearken instrument new my-board --from safeguarding-board")]
pub(super) struct Args {
    /// What it is to be called: small letters, digits and hyphens
    #[arg(value_name = "ID")]
    id: String,
    /// The instrument to begin with
    #[arg(long, value_name = "ID")]
    from: Option<String>,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?;
    let path = start(call.storage, &study.folder, &args.id, args.from.as_deref());
    let path = path.map_err(|error| match &error {
        StudyError::Storage(storage) if storage.kind() == StorageErrorKind::AlreadyThere => there(storage),
        error => Failure::of_writing(error),
    })?;
    let out = if call.options.is_json {
        facts::written(&facts::object([("id", facts::text(&args.id)), ("file", facts::path(&path))]))
    } else {
        format!("{}\n", name(&path))
    };
    let id = &args.id;
    let told = match &args.from {
        Some(from) => vec![
            format!("“{id}” is what “{from}” is, as version 1. Change its texts with any editor for plain text."),
            "Its “lineage” says of every question that it is the same as the one it was taken from, so that their \
             answers may be added up. Where you change what is asked, take that entry out."
                .to_owned(),
        ],
        None => vec![
            format!("“{id}” is a short questionnaire that shows what there is: put your own texts in their place, \
                     with any editor for plain text."),
            "It has two answers that count as yes, a question that is asked only then, a scale, a number with its \
             unit, and one question in two languages. Take out what you do not need."
                .to_owned(),
        ],
    };
    let next = format!("Then: hearken instrument check {id}, and hearken new --instrument {id}.");
    Ok(Answer { done: told.into_iter().chain([next]).collect(), ..Answer::of(out) })
}

fn there(error: &StorageError) -> Failure {
    Failure::new(Kind::CouldNot, error.to_string()).hint(
        "It was left as it is, and nothing was written. Choose another id, or take that file away first.",
    )
}
