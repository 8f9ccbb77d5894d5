//! `hearken key passphrase`: another passphrase for the same key.

use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::cli::told::name;
use crate::cli::{Call, unlock};
use crate::storage::vault::{is_under_passphrase, written};
use crate::storage::{OsStorage, Storage as _, atomic};
use crate::study::keys::device_file;
use crate::study::laptop;

const LOST: &str =
    "A lost passphrase is final: without it this key opens nothing, and there is no other way in.";

pub(super) fn run(call: &Call<'_>) -> Result<Answer, Failure> {
    let file = match &call.options.identity {
        Some(file) => file.clone(),
        None => device_file(&laptop::places()?.settings),
    };
    if call.options.identity.is_none() && OsStorage.entry(&file).is_err() {
        return Err(Failure::new(Kind::CouldNot, "this laptop has no key").hint("hearken key new makes one."));
    }
    let bytes = unlock::key_file(&file)?;
    if !is_under_passphrase(&bytes) {
        return Err(Failure::new(Kind::Invalid, format!("{} is not under a passphrase", name(&file)))
            .hint("Nothing was changed."));
    }
    if !unlock::can_ask() {
        return Err(Failure::new(Kind::CouldNot, "a passphrase is wanted, and nobody can be asked for it")
            .hint("Nothing was changed. Do it in a terminal."));
    }
    let opened = unlock::opened(&bytes, "the key").map(|(keys, _)| keys);
    let keys = opened.ok_or_else(|| {
        Failure::new(Kind::CouldNot, "the key was not unlocked").hint("Nothing was changed.")
    })?;
    let [key] = &*keys else {
        return Err(Failure::new(Kind::Invalid, format!("{} holds several keys", name(&file))).hint(
            "Nothing was changed. It was not made by hearken: change it with the program that made it.",
        ));
    };
    let passphrase = unlock::new_passphrase("the key", LOST)?;
    let bytes = written(key, Some(&passphrase)).map_err(|why| unlock::refused(&file, why))?;
    atomic::replace(&OsStorage, &file, &bytes, None).map_err(|error| Failure::of_writing(&error.into()))?;
    let done = vec![format!("{} has another passphrase now. Copies of it keep the old one.", name(&file))];
    Ok(Answer { done, ..Answer::default() })
}
