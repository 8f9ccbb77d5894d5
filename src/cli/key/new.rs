//! `hearken key new`: this laptop's key, or the office's.

use std::path::{Path, PathBuf};

use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Kind};
use crate::cli::places::{self, Chosen};
use crate::cli::told::name;
use crate::cli::wording::counted;
use crate::cli::{Call, facts, unlock};
use crate::model::ids::WriterId;
use crate::model::json::Json;
use crate::model::study::KeyRole;
use crate::run::{clock, random};
use crate::storage::vault::{Identity, NotARecipient, Recipient, identities, written};
use crate::storage::{OsStorage, Storage as _, atomic, folder};
use crate::study::keys::{self, StudyKey};
use crate::study::laptop;

/// Makes this laptop's key, or the office's with --office, and adds it to the study
///
/// The laptop's key is kept beside its settings, under a passphrase; one key serves all studies of the laptop. In a study
/// that has a key of the office the laptop's is added, and the sessions that stand there in plain are sealed: from then on
/// the study is encrypted on this laptop, and opening it asks for the passphrase.
///
/// With --office the secret key goes into the file that -o names: keep it at the office, and not on a laptop that
/// travels. An office that has an age key already gives its public half: --recipient.
///
/// A lost passphrase is final. Blocks of the disk that held plain sessions before may still hold them.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearken key new --office -o office.key.age --study visits\n  hearken key new --study visits"
)]
pub(super) struct Args {
    /// Makes the office's key, once for the whole study
    #[arg(long = "office")]
    is_office: bool,
    /// Where the office's secret key goes; a new file
    #[arg(short = 'o', long = "output", value_name = "FILE", requires = "is_office", value_parser = crate::cli::args::path())]
    out: Option<PathBuf>,
    /// Takes this public key for the office's, and makes none
    #[arg(long, value_name = "KEY", requires = "is_office", conflicts_with = "out", value_parser = recipient)]
    recipient: Option<Recipient>,
}

fn recipient(typed: &str) -> Result<Recipient, NotARecipient> {
    typed.parse()
}

const OFFICE_LOST: &str = "This is the key of the whole study. Whoever has the file and the passphrase can read every \
                           session.\nA lost passphrase is final: without it this key opens nothing, and what was sealed \
                           for the office alone nobody can ever read again.";

const DEVICE_LOST: &str = "A lost passphrase is final: without it this laptop opens nothing it has sealed. The office can, \
                           with the key of the study; nobody else can, and there is no other way in.";

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let study = places::study(call)?;
    if args.is_office { office(args, call, &study) } else { device(call, &study) }
}

fn office(args: &Args, call: &Call<'_>, study: &Chosen) -> Result<Answer, Failure> {
    let mut done = Vec::new();
    let recipient = match (&args.recipient, &args.out, named(call)?) {
        (Some(recipient), _, _) => recipient.clone(),
        (None, None, Some(key)) => key.recipient(),
        (None, Some(out), None) => {
            // Looked at before anybody thinks of a passphrase.
            if OsStorage.entry(out).is_ok() {
                return Err(Failure::new(Kind::CouldNot, format!("{} is already there", name(out)))
                    .hint("Nothing was written. Choose another name."));
            }
            let key = fresh()?;
            let passphrase = unlock::new_passphrase("the key of the office", OFFICE_LOST)?;
            let file = written(&key, Some(&passphrase)).map_err(|why| unlock::refused(out, why))?;
            atomic::create(&OsStorage, out, &file).map_err(|error| Failure::of_writing(&error.into()))?;
            done.push(format!(
                "{} holds the secret key. Keep it at the office, with a copy in another place.",
                name(out)
            ));
            key.recipient()
        }
        _ => {
            return Err(Failure::new(Kind::Usage, "where does the key of the office come from?").hint(
                "-o FILE makes one, --recipient KEY takes the public half of one that is there, --identity FILE the key \
                 in a file: one of the three.",
            ));
        }
    };
    let key = StudyKey { recipient, role: KeyRole::Study, laptop: None };
    let is_new = add(call, study, &key)?;
    done.push(if is_new {
        format!("The study {} has a key of the office now.", name(study.folder.root()))
    } else {
        "The study has this key already.".to_owned()
    });
    done.push("On each laptop: hearken key new. That seals what stands there in plain.".to_owned());
    Ok(answer(call, &key.recipient, args.out.as_deref(), &[], done))
}

fn device(call: &Call<'_>, study: &Chosen) -> Result<Answer, Failure> {
    let laptop = places::laptop(call)?;
    let mut done: Vec<String> = laptop.trouble.into_iter().collect();
    let file = match laptop.file {
        Some(file) => keys::device_file(&file),
        None => keys::device_file(&laptop::places()?.settings),
    };
    let (key, is_made) = own_key(call, &file)?;
    if is_made {
        done.push(format!("{} holds this laptop's key, under the passphrase.", name(&file)));
    }
    let found = study.folder.study(call.storage).map_err(|error| Failure::of(&error))?;
    let is_encrypted = found.is_some_and(|study| keys::sealed_to(&study, None).is_some());
    if !is_encrypted {
        done.push(
            "This study has no key of the office, so it is not encrypted: hearken key new --office makes one.".to_owned(),
        );
        return Ok(answer(call, &key.recipient(), Some(&file), &[], done));
    }
    let known =
        StudyKey { recipient: key.recipient(), role: KeyRole::Device, laptop: Some(laptop.settings.laptop) };
    if !add(call, study, &known)? {
        done.push("The study has this laptop's key already.".to_owned());
    }
    call.vault.unlock([key]);
    let sealed = keys::seal_what_is_plain(&call.vault, &study.folder)
        .map_err(|error| Failure::of_writing(&error).hint("Do it again, and it goes on where it ended."))?;
    done.push(match sealed.len() {
        0 => "No session and no collection stands there in plain.".to_owned(),
        several => {
            format!("{} sealed. None of them is left in the study in plain.", counted(several, "file"))
        }
    });
    done.push(
        "Reports and exports stay as they are, and old blocks of the disk may still hold what stood there in plain."
            .to_owned(),
    );
    Ok(answer(call, &known.recipient, Some(&file), &sealed, done))
}

/// The key of this laptop, and whether it has just been made.
fn own_key(call: &Call<'_>, file: &Path) -> Result<(Identity, bool), Failure> {
    if let Some(key) = named(call)? {
        return Ok((key, false));
    }
    if OsStorage.entry(file).is_ok() {
        let bytes = unlock::key_file(file)?;
        let opened = unlock::can_ask().then(|| unlock::opened(&bytes, "this laptop's key")).flatten();
        let key = opened.and_then(|(keys, _)| keys.into_iter().next()).ok_or_else(|| {
            Failure::new(Kind::CouldNot, "this laptop has a key already, and it was not unlocked")
                .hint("Nothing was written. Do it in a terminal, and give its passphrase.")
        })?;
        return Ok((key, false));
    }
    let key = fresh()?;
    let passphrase = unlock::new_passphrase("this laptop's key", DEVICE_LOST)?;
    let bytes = written(&key, Some(&passphrase)).map_err(|why| unlock::refused(file, why))?;
    let parent = file.parent().unwrap_or(Path::new("."));
    folder::create(&OsStorage, parent)
        .and_then(|()| atomic::create(&OsStorage, file, &bytes))
        .map_err(|error| Failure::of_writing(&error.into()))?;
    Ok((key, true))
}

/// The key in the file that --identity names, where it names one.
fn named(call: &Call<'_>) -> Result<Option<Identity>, Failure> {
    let Some(file) = &call.options.identity else { return Ok(None) };
    let bytes = unlock::key_file(file)?;
    let keys = if crate::storage::vault::is_under_passphrase(&bytes) {
        let opened = unlock::can_ask().then(|| unlock::opened(&bytes, "that key")).flatten();
        opened.map(|(keys, _)| keys).ok_or_else(|| {
            Failure::new(Kind::CouldNot, "that key was not unlocked").hint("Nothing was written.")
        })?
    } else {
        identities(&bytes).map_err(|why| unlock::refused(file, why))?
    };
    Ok(keys.into_iter().next())
}

fn fresh() -> Result<Identity, Failure> {
    Identity::generate().map_err(|why| {
        Failure::new(Kind::CouldNot, format!("no key could be made: {why}")).hint("Nothing was written.")
    })
}

fn add(call: &Call<'_>, study: &Chosen, key: &StudyKey) -> Result<bool, Failure> {
    let (id, writer): (_, WriterId) = (random::session_id()?, random::writer_id()?);
    keys::add(call.storage, &study.folder, key, (id, writer), &clock::now())
        .map_err(|error| Failure::of_writing(&error))
}

fn answer(
    call: &Call<'_>,
    key: &Recipient,
    file: Option<&Path>,
    sealed: &[PathBuf],
    done: Vec<String>,
) -> Answer {
    let out = if call.options.is_json {
        facts::written(&facts::object([
            ("key", facts::text(key.to_string())),
            ("file", file.map_or(Json::Null, facts::path)),
            ("sealed", facts::list(sealed.iter().map(|path| facts::path(path)))),
        ]))
    } else {
        format!("{key}\n")
    };
    Answer { done, ..Answer::of(out) }
}
