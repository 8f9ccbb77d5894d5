//! The live part: keys are pressed, and what arrives is told in the words of the screen.

use std::io::{self, BufRead as _};

use super::of_terminal;
use crate::app::Message;
use crate::app::key::{Code, Key};
use crate::cli::answer;
use crate::cli::failure::{Failure, Kind};
use crate::cli::keys;
use crate::run::{self, Ended, Heard};

const OFFER: &str = "\nPress Enter to try the keys of this keyboard, or type n and press Enter to leave: ";

const OPENING: &str = "Press any key, and what arrives here is shown. Nothing else happens.\n\
                       Esc twice, or Ctrl+Q, ends this.\n\n";

/// Offers to try the keys, and tries them if that is wanted; gives what there is to say afterwards.
///
/// # Errors
/// A [`Failure`] when the terminal cannot be used, or when the system asked to stop.
pub(super) fn offer() -> Result<String, Failure> {
    answer::print(OFFER).map_err(|error| Failure::of_output_stream(&error))?;
    let mut said = String::new();
    let read = io::stdin().lock().read_line(&mut said).map_err(|error| of_terminal(&error))?;
    if read == 0 || !said.trim().is_empty() {
        return Ok(String::new());
    }
    let mut check = KeyCheck::new();
    match run::listen(OPENING, |message| check.hear(message)) {
        Ok(Ended::Left) => Ok(check.summary()),
        Ok(Ended::Asked) => Err(Failure::new(Kind::Interrupted, "hearken was asked to stop")),
        Err(error) => Err(of_terminal(&error)),
    }
}

/// Which keys have arrived so far.
struct KeyCheck {
    all: usize,
    unseen: Vec<Key>,
    was_esc: bool,
}

impl KeyCheck {
    fn new() -> Self {
        let unseen = keys::all_keys();
        Self { all: unseen.len(), unseen, was_esc: false }
    }

    /// Tells what arrived, and whether that ends it.
    fn hear(&mut self, message: &Message) -> Heard {
        let told = |words: String| Heard { words, is_enough: false };
        match message {
            Message::Key(key) => self.hear_key(*key),
            Message::Paste(text) => {
                told(format!("a paste of {} letters, in one piece", text.chars().count()))
            }
            Message::Resize(size) => told(format!("the window is {} by {}", size.width, size.height)),
            _ => told(String::new()),
        }
    }

    fn hear_key(&mut self, key: Key) -> Heard {
        self.unseen.retain(|one| *one != key);
        let is_esc = key == Key::plain(Code::Esc);
        let is_enough = key == Key::ctrl('q') || (is_esc && self.was_esc);
        self.was_esc = is_esc;
        let meaning = keys::meanings(key);
        let meaning = meaning.as_deref().unwrap_or(match key.typed() {
            Some(_) => "typed into the text",
            None => "nothing in hearken",
        });
        let words = format!("{key}: {meaning}   ({} of {} keys seen)", self.seen(), self.all);
        Heard { words, is_enough }
    }

    fn seen(&self) -> usize {
        self.all - self.unseen.len()
    }

    /// What is said afterwards: which keys of the table have not been seen.
    fn summary(&self) -> String {
        if self.unseen.is_empty() {
            return "All keys that hearken uses arrive here.\n".to_owned();
        }
        let unseen: Vec<String> = self.unseen.iter().map(ToString::to_string).collect();
        format!(
            "{} of {} keys seen. Not seen: {}.\nIf you pressed one of these and it was not shown, this terminal keeps \
             it for itself: use another key of that command, or the menu (Esc).\n",
            self.seen(),
            self.all,
            unseen.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hear(check: &mut KeyCheck, key: Key) -> Heard {
        check.hear(&Message::Key(key))
    }

    #[test]
    fn a_key_is_told_in_the_words_of_the_screen() {
        let mut check = KeyCheck::new();
        assert!(hear(&mut check, Key::ctrl('j')).words.starts_with("Ctrl+J: new line   (1 of "));
        assert!(hear(&mut check, Key::plain(Code::Char('x'))).words.starts_with("x: typed into the text"));
        assert!(hear(&mut check, Key::plain(Code::F(9))).words.starts_with("F9: nothing in hearken"));
        let paste = check.hear(&Message::Paste("été".to_owned()));
        assert_eq!(paste.words, "a paste of 3 letters, in one piece");
    }

    #[test]
    fn esc_twice_in_a_row_or_ctrl_q_ends_it() {
        let esc = Key::plain(Code::Esc);
        let mut check = KeyCheck::new();
        let heard = [esc, Key::plain(Code::Up), esc, esc].map(|key| hear(&mut check, key).is_enough);
        assert_eq!(heard, [false, false, false, true]);
        assert!(hear(&mut KeyCheck::new(), Key::ctrl('q')).is_enough);
    }

    #[test]
    fn keys_that_were_not_pressed_are_named_and_none_when_all_were() {
        let mut check = KeyCheck::new();
        hear(&mut check, Key::ctrl('j'));
        let summary = check.summary();
        assert!(!summary.contains("Ctrl+J") && summary.contains("Ctrl+Z"), "{summary}");
        for key in keys::all_keys() {
            hear(&mut check, key);
        }
        assert_eq!(check.summary(), "All keys that hearken uses arrive here.\n");
    }
}
