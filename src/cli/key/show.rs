//! `hearken key show`: the keys of a study, and what of it is sealed.

use super::told::{key_facts, this_laptop, whose};
use crate::cli::answer::Answer;
use crate::cli::failure::Failure;
use crate::cli::table::{self, Edge};
use crate::cli::told::name;
use crate::cli::wording::counted;
use crate::cli::{Call, facts, places};
use crate::model::ids::WriterId;
use crate::model::json::Json;
use crate::storage::{OsStorage, Storage as _};
use crate::study::keys::{self, Sealed, StudyKey};
use crate::study::laptop;

pub(super) fn run(call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?.folder;
    let found = study.study(call.storage).map_err(|error| Failure::of(&error))?.unwrap_or_default();
    let (all, is_encrypted) = (keys::keys(&found), keys::sealed_to(&found, None).is_some());
    // A study that is not there yet has no sessions.
    let is_there = call.storage.entry(study.root()).is_ok();
    let counted = if is_there { keys::count(&call.vault, &study) } else { Ok(Sealed::default()) };
    let counted = counted.map_err(|error| Failure::of(&error))?;
    let own = laptop::places().ok();
    let this = this_laptop();
    let file =
        own.map(|places| keys::device_file(&places.settings)).filter(|file| OsStorage.entry(file).is_ok());
    let out = if call.options.is_json {
        facts::written(&facts::object([
            ("study", facts::path(study.root())),
            ("encrypted", Json::Bool(is_encrypted)),
            ("keys", facts::list(all.iter().map(|key| key_facts(key, this)))),
            ("sealed", facts::count(counted.sealed)),
            ("plain", facts::count(counted.plain)),
            ("device_key", file.as_deref().map_or(Json::Null, facts::path)),
        ]))
    } else {
        let mut out = in_columns(&all, this);
        out.push_str(&state(is_encrypted, counted));
        out.push_str(&match &file {
            Some(file) => format!("This laptop's key is {}, under its passphrase.\n", name(file)),
            None => "This laptop has no key: hearken key new makes one.\n".to_owned(),
        });
        out
    };
    let is_left = is_encrypted && counted.plain > 0;
    let plain = is_left.then(|| {
        "Sessions of an encrypted study stand there in plain: hearken key new seals them.".to_owned()
    });
    Ok(Answer { for_an_eye: plain.into_iter().collect(), ..Answer::told(out, call) })
}

fn state(is_encrypted: bool, sessions: Sealed) -> String {
    let Sealed { sealed, plain } = sessions;
    if is_encrypted {
        format!("The study is encrypted: {} sealed, {plain} in plain.\n", counted(sealed, "session"))
    } else {
        format!("The study is not encrypted: {} in plain, {sealed} sealed.\n", counted(plain, "session"))
    }
}

fn in_columns(all: &[StudyKey], this: Option<WriterId>) -> String {
    let row = |key: &StudyKey| [key.recipient.to_string(), whose(key, this)];
    let rows: Vec<[String; 2]> = all.iter().map(row).collect();
    table::lines([Edge::Left, Edge::Left], &rows).into_iter().map(|line| line + "\n").collect()
}
