//! Taking the terminal over and giving it back, whatever happens.

pub mod passphrase;

use std::io::{self, Write};

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, read,
};
use crossterm::execute;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
    size,
};

use super::input;
use crate::app::Message;
use crate::app::layout::Size;

/// The terminal, taken over as long as this lives.
#[derive(Debug)]
pub struct Terminal {
    has_mouse: bool,
}

impl Terminal {
    /// Takes the terminal over. A panic gives it back before it is told.
    ///
    /// # Errors
    /// What the terminal says; it is then as it was.
    pub fn take() -> io::Result<Self> {
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            give_back();
            told(info);
        }));
        enter().inspect_err(|_| give_back())?;
        Ok(Self { has_mouse: false })
    }

    /// Gives the terminal back for a while, as it was.
    pub fn lend(&mut self) {
        give_back();
        self.has_mouse = false;
    }

    /// Takes the terminal over again, after it was lent or somebody else may have used it. What it shows is not known
    /// then, and clicks are not asked for.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn take_again(&mut self) -> io::Result<()> {
        self.has_mouse = false;
        // Set anew: a shell may have changed it, while it is still taken as ours.
        disable_raw_mode()?;
        enter()
    }

    /// The size now; 80 by 24 when the terminal does not know.
    #[must_use]
    pub fn size() -> Size {
        let (width, height) = size().unwrap_or((80, 24));
        Size { width: width.max(1), height: height.max(1) }
    }

    /// Waits for the next thing that comes from the terminal; nothing for events nobody waits for.
    ///
    /// # Errors
    /// What the terminal says, when it is gone.
    pub fn read() -> io::Result<Option<Message>> {
        read().map(input::message)
    }

    /// Asks for clicks, or leaves them to the terminal's own selection.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn want_mouse(&mut self, wanted: bool) -> io::Result<()> {
        if wanted == self.has_mouse {
            return Ok(());
        }
        self.has_mouse = wanted;
        if wanted {
            execute!(io::stdout(), EnableMouseCapture)
        } else {
            execute!(io::stdout(), DisableMouseCapture)
        }
    }

    /// Sends bytes at once.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        stdout.flush()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

/// Puts everything back; a terminal that is gone cannot be put back, and that is no matter.
fn give_back() {
    let _ = execute!(
        io::stdout(),
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}
