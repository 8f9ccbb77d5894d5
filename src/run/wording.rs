//! Errors as people read them: what happened, what it means for the notes, what to do.

use std::error::Error;
use std::io;

use crate::storage::vault::Unopened;
use crate::storage::{StorageError, StorageErrorKind};
use crate::study::StudyError;

/// What happened, what it means, what to do.
pub(super) fn in_words(error: &StudyError) -> String {
    format!("{} {}", happened(error), error.advice())
}

/// What happened, with its causes, as a sentence.
fn happened(error: &StudyError) -> String {
    let mut told = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_words = cause.to_string();
        // The system's number says nothing to a person.
        let cause_words = cause_words.split(" (os error").next().unwrap_or(&cause_words);
        if !told.contains(cause_words) {
            told = format!("{told}: {cause_words}");
        }
        source = cause.source();
    }
    let mut letters = told.chars();
    let first = letters.next().map(char::to_uppercase);
    format!("{}.", first.into_iter().flatten().chain(letters).collect::<String>())
}

/// What is said while nothing can be written: the reason and what it means first, as a line may be cut off behind.
/// With `is_asked_to_end` somebody has tried to leave.
pub(super) fn trouble(error: &StudyError, is_asked_to_end: bool) -> String {
    let means = if is_asked_to_end {
        "so hearken stays open. Leaving once more gives up what is in memory only."
    } else {
        "all is kept in memory. Esc, ! saves elsewhere. It is tried again every second."
    };
    format!("Not saved: {}; {means} {}", reason(error), happened(error))
}

/// What is said when the session's file could not be replaced while the journal beside it goes on.
pub(super) fn behind(error: &StudyError) -> String {
    format!(
        "Not in the file yet: {}; every word is in the journal. Esc, ! saves elsewhere. It is tried again. {}",
        reason(error),
        happened(error)
    )
}

/// What is said when a session was left and its file could not be replaced, or its journal not put away.
pub(super) fn left_behind(error: &StudyError) -> String {
    format!(
        "Left, but its file may be behind: {}; every word is in the journal and comes back when it is opened. {}",
        reason(error),
        happened(error)
    )
}

fn reason(error: &StudyError) -> &'static str {
    match error {
        StudyError::Storage(StorageError::Failed { source, .. })
            if source.kind() == io::ErrorKind::FileTooLarge =>
        {
            "a file may not grow any more"
        }
        // Some disks find out only then that they are full.
        StudyError::Storage(StorageError::SyncFailed { source, .. })
            if matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) =>
        {
            "the disk is full"
        }
        StudyError::Storage(error) => match error.kind() {
            StorageErrorKind::NoSpace => "the disk is full",
            StorageErrorKind::ReadOnly => "the disk takes no writing any more",
            StorageErrorKind::NotPermitted => "the folder may not be written to any more",
            StorageErrorKind::Missing => "the folder or stick is gone",
            StorageErrorKind::Sealed(Unopened::StudyUnreadable) => {
                "study.json cannot be read and has to be put right"
            }
            StorageErrorKind::Sealed(Unopened::StudyOfLaterVersion) => {
                "study.json is of a later version and needs a newer hearken"
            }
            StorageErrorKind::Sealed(_) => "it cannot be sealed here",
            StorageErrorKind::SyncFailed => "the disk does not confirm what is written",
            _ => "the disk refuses",
        },
        StudyError::Held { .. } => "another hearken writes this session now",
        StudyError::StudyHeld { .. } => "another hearken writes the study now",
        _ => "the session’s file is in the way",
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::storage::Action;

    fn error(kind: io::ErrorKind) -> StudyError {
        let path = PathBuf::from("/media/stick/k7m2.journal");
        StorageError::Failed { action: Action::Append, path, source: kind.into() }.into()
    }

    #[test]
    fn reason_and_meaning_come_before_anything_that_may_be_cut_off() {
        let told = trouble(&error(io::ErrorKind::StorageFull), false);
        assert!(told.starts_with("Not saved: the disk is full; all is kept in memory. "), "{told}");
        assert!(told.contains("Could not add to /media/stick/k7m2.journal: "), "{told}");
    }

    #[cfg(unix)]
    #[test]
    fn what_the_system_says_is_told_without_its_number() {
        let path = PathBuf::from("k7m2.journal");
        let source = io::Error::from_raw_os_error(28);
        let told = in_words(&StorageError::Failed { action: Action::Append, path, source }.into());
        assert!(told.contains("k7m2.journal: No space left on device. "), "{told}");
    }

    #[test]
    fn the_ways_in_which_a_disk_goes_are_told_apart() {
        let kinds = [
            (io::ErrorKind::ReadOnlyFilesystem, "takes no writing"),
            (io::ErrorKind::PermissionDenied, "may not be written to"),
            (io::ErrorKind::NotFound, "stick is gone"),
            (io::ErrorKind::FileTooLarge, "may not grow"),
            (io::ErrorKind::Other, "refuses"),
        ];
        for (kind, wanted) in kinds {
            let told = trouble(&error(kind), false);
            assert!(told.contains(wanted), "{told}");
        }
    }

    #[test]
    fn who_wants_to_leave_is_told_what_leaving_costs() {
        assert!(trouble(&error(io::ErrorKind::StorageFull), true).contains("Leaving once more gives up"));
    }
}
