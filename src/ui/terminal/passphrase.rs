//! Asking for a passphrase, before there is a screen: nothing of it is shown, not even how long it is.

use std::io::{self, Write as _};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::storage::vault::Passphrase;

/// Asks on standard error; nothing when somebody thinks better of it, by Esc, Ctrl+C or Ctrl+D.
///
/// # Errors
/// What the terminal says.
pub fn ask(question: &str) -> io::Result<Option<Passphrase>> {
    // First of all, so that whoever types at once is not shown.
    enable_raw_mode()?;
    let typed = say(question).and_then(|()| typed());
    disable_raw_mode()?;
    say("\n")?;
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
