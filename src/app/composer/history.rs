//! What was done in a typing line, in steps of about a word.

use std::mem;

use super::edit::Edit;

/// What was done and what was undone, oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    pub(super) done: Vec<Step>,
    pub(super) undone: Vec<Step>,
    pub(super) burst: Burst,
}

/// What is undone at once, with the cursor before and after.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) edit: Edit,
    pub(super) before: usize,
    pub(super) after: usize,
}

/// What the next change must be to join the last step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Burst {
    #[default]
    Ended,
    Typing,
    ErasingLeft,
    ErasingRight,
}

impl History {
    pub(super) fn record(&mut self, step: Step, burst: Burst) {
        self.undone.clear();
        let goes_on = mem::replace(&mut self.burst, burst) == burst;
        let last = self.done.last_mut().filter(|_| goes_on);
        if !last.is_some_and(|last| last.try_join(&step, burst)) {
            self.done.push(step);
        }
    }
}

impl Step {
    /// Takes in the next change and returns true, or returns false if it begins a step of its own.
    fn try_join(&mut self, next: &Self, burst: Burst) -> bool {
        let Self { edit: last, .. } = self;
        let Self { edit, .. } = next;
        let begins_word =
            last.inserted.ends_with(char::is_whitespace) && !edit.inserted.starts_with(char::is_whitespace);
        match burst {
            Burst::Typing
                if edit.removed.is_empty() && edit.at == last.at + last.inserted.len() && !begins_word =>
            {
                last.inserted.push_str(&edit.inserted);
            }
            Burst::ErasingLeft if edit.at + edit.removed.len() == last.at => {
                last.removed.insert_str(0, &edit.removed);
                last.at = edit.at;
            }
            Burst::ErasingRight if edit.at == last.at => last.removed.push_str(&edit.removed),
            _ => return false,
        }
        self.after = next.after;
        true
    }
}
