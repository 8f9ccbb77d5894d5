//! What the folders of the study and the settings can do, and whether the clock fits the notes.

use std::path::Path;

use super::Check;
use crate::cli::Call;
use crate::cli::failure::Failure;
use crate::cli::places::{self, Chosen};
use crate::cli::told::{advice, name, told};
use crate::cli::wording::counted;
use crate::model::session::Session;
use crate::model::stamp::Millis;
use crate::run::{clock, random};
use crate::storage::StorageError;
use crate::study::folder::read_session;
use crate::study::leftovers;
use crate::study::trial::{Can, Trial, try_folder};
use crate::study::{Now, StudyError, laptop};

/// Below this a long day of notes, with its journals and backups, could fill the disk.
const LITTLE_SPACE: u64 = 100 << 20;

/// A sync that takes longer than a journal waits for its next one, in microseconds.
const SLOW_SYNC: u64 = 250_000;

/// 1 January 2025: hearken is younger than that, so a clock that shows less is wrong.
const TOO_EARLY: i64 = 1_735_689_600_000;

/// Clocks that differ by a minute, in milliseconds, are both right.
const MINUTE: i64 = 60_000;

/// Looks at the folders and the clock.
///
/// # Errors
/// A [`Failure`] where no name for a trial can be made.
pub(super) fn checks(call: &Call<'_>) -> Result<Vec<Check>, Failure> {
    let now = clock::now();
    let mut checks = Vec::new();
    let mut newest = None;
    match places::study(call) {
        Ok(study) => {
            let root = study.folder.root();
            checks.extend(study_folder(tried(call, root)?, root));
            let (found, last) = sessions(call, &study);
            checks.extend(found);
            newest = last;
        }
        Err(failure) => {
            checks.push(Check::for_an_eye("study folder", failure.message, failure.hints.join(" ")));
        }
    }
    if let Ok(places) = laptop::places() {
        let folder = places.settings.parent().unwrap_or(&places.settings);
        checks.push(settings_folder(tried(call, folder)?, folder));
    }
    checks.push(clock_beside(&now, newest));
    Ok(checks)
}

fn tried(call: &Call<'_>, folder: &Path) -> Result<Trial, Failure> {
    Ok(try_folder(call.storage, folder, random::writer_id()?, &|| clock::now().millis))
}

fn study_folder(trial: Trial, folder: &Path) -> Vec<Check> {
    let space = trial.free.map(space);
    let place = place(&trial, folder);
    match trial.can {
        Ok(can) => {
            let first = Check::well("study folder", place);
            [first].into_iter().chain(space).chain(abilities(can)).collect()
        }
        Err(error) => {
            [refused("study folder", &format!("{place}: "), error)].into_iter().chain(space).collect()
        }
    }
}

/// Says that the file of the study cannot be read, where it cannot: no session is written beside it then.
fn study_file(call: &Call<'_>, study: &Chosen) -> Option<Check> {
    let error = study.folder.study(call.storage).err()?;
    let advice = format!("Nothing is saved in this study until it can be read. {}", advice(&error));
    Some(Check::for_an_eye("study.json", told(&error), advice))
}

fn settings_folder(trial: Trial, folder: &Path) -> Check {
    const NAME: &str = "settings folder";
    let place = place(&trial, folder);
    match trial.can {
        Ok(_) => Check::well(NAME, place),
        Err(error) => refused(NAME, &format!("{place}: "), error),
    }
}

fn place(trial: &Trial, folder: &Path) -> String {
    let place = name(folder);
    match (&trial.can, trial.is_there) {
        (Ok(_), false) => format!("{place}, not there yet; it can be made"),
        (Ok(_), true) => format!("{place}; can be written to"),
        (Err(_), _) => place,
    }
}

fn refused(check: &'static str, before: &str, error: StorageError) -> Check {
    if let StorageError::AlreadyThere { path } = &error {
        let found = format!("{before}{} is not a folder", name(path));
        return Check::for_an_eye(
            check,
            found,
            "Name another folder with --study, or move what stands there.",
        );
    }
    let error = StudyError::from(error);
    Check::for_an_eye(check, format!("{before}{}", told(&error)), advice(&error))
}

fn abilities(can: Can) -> [Check; 3] {
    let lock = match can.lock {
        Ok(true) => Check::well("lock", "works"),
        Ok(false) => Check::for_an_eye(
            "lock",
            "keeps nobody out",
            "Open a session in one window only, or use a folder on this laptop's own disk.",
        ),
        Err(error) => refused("lock", "", error),
    };
    let rename = match can.rename {
        Ok(()) => Check::well("rename", "works"),
        Err(error) => refused("rename", "", error),
    };
    [lock, sync(can.sync), rename]
}

fn sync(took: Result<u64, StorageError>) -> Check {
    match took {
        Ok(micros) if micros > SLOW_SYNC => Check::for_an_eye(
            "sync",
            format!("works, but takes {}", duration(micros)),
            "Typing does not wait for it, but a power cut may cost more letters. Another disk is quicker.",
        ),
        Ok(micros) => Check::well("sync", format!("works, {}", duration(micros))),
        Err(error) => refused("sync", "", error),
    }
}

fn space(bytes: u64) -> Check {
    let told = format!("{} free", size(bytes));
    if bytes < LITTLE_SPACE {
        Check::for_an_eye("space", told, "Free some space, or choose another folder with --study.")
    } else {
        Check::well("space", told)
    }
}

/// The session that was held last: where, and when something was last written in it.
type Newest = (String, Millis);

fn sessions(call: &Call<'_>, study: &Chosen) -> (Vec<Check>, Option<Newest>) {
    const NAME: &str = "sessions";
    // What is wrong with the folder itself stands in its own line.
    let Ok((listed, unreadable)) = study.list(call) else {
        return (vec![Check::well(NAME, "none yet")], None);
    };
    let newest = listed.first().and_then(|one| {
        let session = read_session(call.storage, &one.path).ok()?;
        Some((one.site.clone(), last_written(&session)?))
    });
    let all = counted(listed.len() + unreadable.len(), "session");
    let check = match unreadable.as_slice() {
        [] if listed.is_empty() => Check::well(NAME, "none yet"),
        [] => Check::well(NAME, format!("{all}, and all can be read")),
        some => Check::for_an_eye(
            NAME,
            format!("{all}, and {} of them cannot be read", some.len()),
            format!("hearken check {} says why.", name(study.folder.root())),
        ),
    };
    let sessions: Vec<_> = listed.iter().map(|one| (&*one.path, one.id)).collect();
    let left = leftovers::told(call.storage, &study.folder, &sessions);
    (study_file(call, study).into_iter().chain([check]).chain(saves(left.len())).collect(), newest)
}

/// Says that saves were cut off, where some were.
fn saves(left: usize) -> Option<Check> {
    let found = format!("{} left by saves that were cut off", counted(left, "file"));
    let advice = "They may hold words. hearken list names them; each goes when its session is opened.";
    (left > 0).then(|| Check::for_an_eye("saves", found, advice))
}

/// When a note was last written, or the session opened.
fn last_written(session: &Session) -> Option<Millis> {
    let lists = &session.lists;
    let notes = lists.notes.all().flat_map(|(_, entry)| entry.versions().map(|version| version.stamp));
    let openings = lists.writers.all().flat_map(|(_, entry)| entry.versions().map(|version| version.stamp));
    notes.chain(openings).max().map(crate::model::stamp::Stamp::millis)
}

fn clock_beside(now: &Now, newest: Option<Newest>) -> Check {
    const NAME: &str = "clock";
    let shown = now.wall.as_str().to_owned();
    if now.millis.get() < TOO_EARLY {
        return Check::for_an_eye(NAME, shown, "Set the clock of this laptop: notes carry the time.");
    }
    match newest.map(|(site, last)| (site, last.get().saturating_sub(now.millis.get()))) {
        Some((site, ahead)) if ahead > MINUTE => Check::for_an_eye(
            NAME,
            format!("{shown}, {} before the last note of {site}", span(ahead)),
            "Set this laptop's clock, or that of the laptop which wrote it. No note is lost by it.",
        ),
        Some(_) => Check::well(NAME, format!("{shown}, after the newest session")),
        None => Check::well(NAME, shown),
    }
}

/// A time in milliseconds as people say it, in the largest unit that fits.
fn span(millis: i64) -> String {
    let minutes = usize::try_from(millis / MINUTE).unwrap_or(0);
    match (minutes / (24 * 60), minutes / 60) {
        (0, 0) => counted(minutes, "minute"),
        (0, hours) => counted(hours, "hour"),
        (days, _) => counted(days, "day"),
    }
}

fn duration(micros: u64) -> String {
    match micros {
        0..1000 => "less than a millisecond".to_owned(),
        _ => format!("{} ms", micros / 1000),
    }
}

/// An amount of bytes as people say it, rounded down.
fn size(bytes: u64) -> String {
    match (bytes >> 30, bytes >> 20) {
        (0, 0) => "less than 1 MB".to_owned(),
        (0, megabytes) => format!("{megabytes} MB"),
        (gigabytes, _) => format!("{gigabytes} GB"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::when::When;

    fn at(millis: i64) -> Now {
        Now { millis: Millis::new(millis), wall: When::new("2026-11-25T10:00:00+00:00") }
    }

    #[test]
    fn a_clock_before_the_last_note_or_before_hearken_wants_an_eye() {
        let now = 1_795_600_800_000;
        let beside =
            |ahead: i64| clock_beside(&at(now), Some(("Norwich".to_owned(), Millis::new(now + ahead))));
        assert!(beside(-1).advice.is_none() && beside(MINUTE).advice.is_none());
        assert!(beside(3 * 60 * MINUTE).result.contains("3 hours before the last note of Norwich"));
        assert!(beside(49 * 60 * MINUTE).result.contains("2 days before"));
        assert!(clock_beside(&at(0), None).advice.is_some());
        assert!(clock_beside(&at(now), None).advice.is_none());
    }

    #[test]
    fn little_space_slow_syncs_and_a_lock_that_keeps_nobody_out_want_an_eye() {
        assert!(space(99 << 20).advice.is_some() && space(5 << 30).advice.is_none());
        assert_eq!(space(5 << 30).result, "5 GB free");
        assert_eq!(sync(Ok(900)).result, "works, less than a millisecond");
        assert!(sync(Ok(250_001)).advice.is_some() && sync(Ok(250_000)).advice.is_none());
        let can = |lock| abilities(Can { sync: Ok(0), rename: Ok(()), lock: Ok(lock) });
        assert!(can(false).iter().any(|check| check.advice.is_some()));
        assert!(can(true).iter().all(|check| check.advice.is_none()));
    }

    #[test]
    fn what_the_system_refuses_is_told_with_what_to_do() {
        let refused = || StorageError::SyncFailed {
            path: "study".into(),
            source: std::io::ErrorKind::StorageFull.into(),
        };
        let check = sync(Err(refused()));
        assert!(check.result.contains("power cut") && check.advice.is_some(), "{check:?}");
        let trial = Trial { at: "study".into(), is_there: true, free: Some(0), can: Err(refused()) };
        let checks = study_folder(trial, Path::new("study"));
        assert!(checks.len() == 2 && checks.iter().all(|check| check.advice.is_some()), "{checks:?}");
    }
}
