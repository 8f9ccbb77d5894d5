//! Which keys are unlocked, and asking for passphrases.
//!
//! Promises that a passphrase comes from a person at a terminal and from nowhere else: no argument and no variable of the
//! environment holds one. Asked is only where something sealed is to be opened, and once.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::Options;
use super::failure::{Failure, Kind};
use super::told::name;
use crate::model::visible::visible;
use crate::run::Opens;
use crate::storage::vault::{
    Identity, KeyFile, Passphrase, Unopened, Vault, identities, is_under_passphrase, unlock,
};
use crate::storage::{OsStorage, ReadLimit, StorageError, read};
use crate::study::StudyError;
use crate::study::keys::{FromStudy, device_file};
use crate::study::laptop::{self, Settings};
use crate::ui::terminal::passphrase::{self, Hush};

/// A file of keys is a few lines.
const LARGEST: ReadLimit = ReadLimit::of_bytes(64 << 10);

/// How often a wrong passphrase is told and asked for again.
const MOST_TRIES: usize = 5;

/// The vault for this run: with the key that --identity names, else with the laptop's own once it is wanted.
pub(super) fn vault(options: &Options) -> Result<Vault, Failure> {
    let places = laptop::places().ok();
    let laptop = places.as_ref().and_then(|places| Settings::laptop_of(&OsStorage, &places.settings));
    let vault = Vault::on(Arc::new(OsStorage), Arc::new(FromStudy { laptop }));
    match (&options.identity, places) {
        (Some(file), _) => {
            let bytes = key_file(file)?;
            if is_under_passphrase(&bytes) {
                let file = file.clone();
                vault.ask(move || asked(&bytes, &format!("the key {}", name(&file))));
            } else {
                vault.unlock(identities(&bytes).map_err(|why| refused(file, why))?);
            }
        }
        (None, Some(places)) => {
            let file = device_file(&places.settings);
            vault.ask(move || match read(&OsStorage, &file, LARGEST) {
                Ok(bytes) => asked(&bytes, "this laptop's key"),
                // Without one, what is sealed stays so; that is told where it is opened.
                Err(_) => Vec::new(),
            });
        }
        (None, None) => {}
    }
    Ok(vault)
}

/// What tells whether a passphrase opens the key that is used here; nothing where that key is under none.
pub(super) fn opens(options: &Options) -> Option<Opens> {
    let file = match &options.identity {
        Some(file) => file.clone(),
        None => device_file(&laptop::places().ok()?.settings),
    };
    let bytes = key_file(&file).ok()?;
    if !is_under_passphrase(&bytes) {
        return None;
    }
    Some(Box::new(move |typed| unlock(&bytes, typed).is_ok()))
}

/// The bytes of a file that is to hold a key.
pub(super) fn key_file(file: &Path) -> Result<KeyFile, Failure> {
    let bytes = read(&OsStorage, file, LARGEST).map_err(|error| Failure::of(&StudyError::from(error)))?;
    Ok(KeyFile::from(bytes))
}

/// A file that holds no key that can be used.
pub(super) fn refused(file: &Path, why: Unopened) -> Failure {
    Failure::of(&StorageError::Sealed { path: PathBuf::from(file), is_read: true, why }.into())
}

/// Whether somebody is there to be asked.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for the passphrase of a key until it opens; no keys when nobody can be asked or somebody gives up.
fn asked(bytes: &[u8], whose: &str) -> Vec<Identity> {
    if !can_ask() {
        return Vec::new();
    }
    opened(bytes, whose).map(|(keys, _)| keys).unwrap_or_default()
}

/// As [`asked`], with the passphrase that opened it.
pub(super) fn opened(bytes: &[u8], whose: &str) -> Option<(Vec<Identity>, Passphrase)> {
    let hush = Hush::begin().ok()?;
    let say = |words: &str| say(&hush, words);
    for _ in 0..MOST_TRIES {
        let typed = passphrase::ask(&hush, &format!("Passphrase of {whose}: ")).ok()??;
        match unlock(bytes, &typed) {
            Ok(keys) => return Some((keys, typed)),
            Err(Unopened::WrongPassphrase) => {
                say("That is not the passphrase. Try again, or Esc to give up.");
            }
            Err(why) => {
                say(&format!("The key cannot be used: {why}."));
                return None;
            }
        }
    }
    None
}

/// Asks for a new passphrase, twice. What losing it means is said first.
///
/// # Errors
/// [`Kind::CouldNot`] when nobody can be asked, or somebody gives up.
pub(super) fn new_passphrase(whose: &str, lost: &str) -> Result<Passphrase, Failure> {
    if !can_ask() {
        return Err(Failure::new(Kind::CouldNot, "a passphrase is wanted, and nobody can be asked for it")
            .hint(
                "Nothing was written. Do it in a terminal, or name a key that is there: --identity FILE.",
            ));
    }
    let hush = Hush::begin().map_err(|error| Failure::new(Kind::CouldNot, error.to_string()))?;
    let say = |words: &str| say(&hush, words);
    say(lost);
    loop {
        let given_up = || Failure::new(Kind::CouldNot, "no passphrase was set").hint("Nothing was written.");
        let ask = |question: &str| passphrase::ask(&hush, question).ok().flatten().ok_or_else(given_up);
        let first = ask(&format!("New passphrase for {whose}: "))?;
        if first.letters() < LEAST_LETTERS {
            say("That is too short: a passphrase has eight letters at least. Four or five words are good.");
            continue;
        }
        if ask("The same again: ")?.is(&first) {
            return Ok(first);
        }
        say("The two differ. Once more.");
    }
}

/// Fewer are tried out in an hour.
const LEAST_LETTERS: usize = 8;

/// A line for the person at the terminal; where it takes nothing, nobody is left to tell.
fn say(hush: &Hush, words: &str) {
    passphrase::tell(hush, &visible(words)).ok();
}
