//! A terminal that only listens: what comes from it is handed on, and what is answered stands there as lines.
//!
//! For finding out what a terminal sends. Promises, as the screen does, that whatever ends it gives the terminal back.

use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::Ended;
use super::threads::{Incoming, read_keys, stop, watch_signals};
use crate::app::Message;
use crate::model::visible::visible;
use crate::ui::terminal::Terminal;

/// The next look whether the terminal is still there, at the latest.
const TICK: Duration = Duration::from_secs(1);

/// What is answered to something that came from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Lines to show.
    pub words: String,
    /// Whether that was enough.
    pub is_enough: bool,
}

/// Shows the opening words, then hands everything that comes to `hear` and shows what it answers, until it says that
/// it is enough.
///
/// # Errors
/// What the terminal says when it cannot be taken or written to; it has then been given back.
pub fn listen(opening: &str, mut hear: impl FnMut(&Message) -> Heard) -> io::Result<Ended> {
    let (sender, incoming) = channel();
    watch_signals(sender.clone())?;
    let mut terminal = Terminal::take()?;
    show(&mut terminal, opening)?;
    read_keys(sender)?;
    loop {
        match incoming.recv_timeout(TICK) {
            Ok(Incoming::Terminal(message)) => {
                let heard = hear(&message);
                show(&mut terminal, &heard.words)?;
                if heard.is_enough {
                    return Ok(Ended::Left);
                }
            }
            Ok(Incoming::Stop) => {
                terminal.lend();
                if stop().is_err() {
                    terminal.take_again()?;
                }
            }
            Ok(Incoming::GoOn) => terminal.take_again()?,
            Ok(Incoming::Done(_)) => {}
            Err(RecvTimeoutError::Timeout) if io::stdout().is_terminal() => {}
            Ok(Incoming::Signal | Incoming::TerminalGone) | Err(_) => return Ok(Ended::Asked),
        }
    }
}

/// Writes lines. A terminal that is taken over goes to the start of a line only when it is told to.
fn show(terminal: &mut Terminal, words: &str) -> io::Result<()> {
    let lines: String = visible(words).lines().flat_map(|line| [line, "\r\n"]).collect();
    terminal.send(lines.as_bytes())
}
