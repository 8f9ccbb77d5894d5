//! Asking for a passphrase, before there is a screen: nothing of it is shown, not even how long it is.

use std::io::{self, Write as _};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::storage::vault::Passphrase;

/// Keeps what is typed from being shown, as long as it is there: also between two questions, for whoever types ahead.
#[derive(Debug)]
pub struct Hush(());

impl Hush {
    /// Begins.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn begin() -> io::Result<Self> {
        enable_raw_mode()?;
        Ok(Self(()))
    }
}

impl Drop for Hush {
    fn drop(&mut self) {
        // A terminal that cannot be put back shows that by itself.
        let _ = disable_raw_mode();
    }
}

/// Says a line to the person who is asked.
///
/// # Errors
/// What standard error says.
pub fn tell(_: &Hush, words: &str) -> io::Result<()> {
    // The terminal does not go back to the left edge by itself now.
    say(&format!("{}\r\n", words.replace('\n', "\r\n")))
}

/// Asks on standard error; nothing when somebody thinks better of it, by Esc, Ctrl+C or Ctrl+D.
///
/// # Errors
/// What the terminal says.
pub fn ask(_: &Hush, question: &str) -> io::Result<Option<Passphrase>> {
    let typed = say(question).and_then(|()| typed());
    say("\r\n")?;
    typed
}

fn typed() -> io::Result<Option<Passphrase>> {
    let mut passphrase = Passphrase::default();
    loop {
        let Event::Key(key) = read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let is_with_control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(Some(passphrase)),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('c' | 'd') if is_with_control => return Ok(None),
            KeyCode::Char('j' | 'm') if is_with_control => return Ok(Some(passphrase)),
            KeyCode::Char('u' | 'w') if is_with_control => passphrase = Passphrase::default(),
            KeyCode::Char('h') if is_with_control => passphrase.pop(),
            KeyCode::Backspace => passphrase.pop(),
            KeyCode::Char(letter) if !is_with_control => passphrase.push(letter),
            _ => {}
        }
    }
}

fn say(words: &str) -> io::Result<()> {
    let mut to = io::stderr().lock();
    to.write_all(words.as_bytes())?;
    to.flush()
}
