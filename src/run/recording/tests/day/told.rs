//! What people are told: it has to say what the system said, without a number that only programs know.

use super::Fault;
use super::person::Day;
use crate::app::Message;

/// How the day went.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Went {
    pub(super) has_struck: bool,
    /// Times that somebody was told of a fault.
    pub(super) told: usize,
}

/// What the system says, for each way of failing.
const fn words_for(fault: Fault) -> &'static str {
    match fault {
        Fault::InputOutput | Fault::Rename | Fault::Gone => "Input/output error",
        Fault::NoSpace | Fault::Full | Fault::ShortThenError | Fault::ShortForEver => {
            "No space left on device"
        }
        Fault::Short => "bytes could be written to",
        Fault::ReadOnly => "Read-only file system",
        Fault::SyncLosesBytes | Fault::SyncFolder => "could not be made safe against a power cut",
        Fault::NoLinks => "nobody is told of a disk without second names",
    }
}

/// How that is told first, before anything that may be cut off.
fn reason_for(fault: Fault, words: &str) -> &'static str {
    match fault {
        Fault::NoSpace | Fault::Full | Fault::Short | Fault::ShortThenError | Fault::ShortForEver => {
            "the disk is full"
        }
        _ if words.contains("could not be made safe") => "the disk does not confirm what is written",
        Fault::ReadOnly => "the disk takes no writing any more",
        _ => "the disk refuses",
    }
}

impl Day {
    /// Somebody reads this.
    pub(super) fn is_told(&mut self, words: &str) {
        let fault = self.case.fault.filter(|_| self.laptop.disk.has_struck());
        let fault = fault.unwrap_or_else(|| panic!("nothing is wrong, and told is: {words}"));
        // After a torn line that could not be cut off a journal says that it has ended, and the reason was told before.
        let is_known = self.went.told > 0 && words.contains("takes no more lines after an earlier failure");
        // Of a sealed line the disk has taken half of something else.
        let is_sealed_short = fault == Fault::Short && words.contains("no storage space");
        assert!(words.contains(words_for(fault)) || is_known || is_sealed_short, "{:?}: {words}", self.case);
        assert!(!words.contains("os error"), "{words}");
        self.went.told += 1;
    }

    pub(super) fn hear(&mut self, messages: Vec<Message>) {
        for message in messages {
            match message {
                Message::NotSaved(words) => {
                    self.is_told(&words);
                    let reason = reason_for(self.case.fault.unwrap(), &words);
                    let is_first = self.went.told == 1;
                    assert!(!is_first || words.starts_with(&format!("Not saved: {reason}; ")), "{words}");
                    assert!(
                        words.contains("all is kept in memory") && words.contains("saves elsewhere"),
                        "{words}"
                    );
                }
                Message::Failed(words) => {
                    self.is_told(&words);
                    assert!(words.contains("; every word is in the journal"), "{words}");
                }
                Message::Saved { joined: Some(theirs), .. } => self.recorder.join(*theirs),
                Message::MovedTo(path) => self.path = path,
                Message::Saved { joined: None, moved_to: None } | Message::SavingAgain => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
