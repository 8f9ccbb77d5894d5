//! The loop of the screen.

use std::collections::VecDeque;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use thiserror::Error;

use super::clock::now;
use super::desk::{Desk, in_words};
use super::threads::{Incoming, read_keys, start_worker, watch_signals};
use crate::app::key::{Code, Key};
use crate::app::{App, Effect, Message, Screen, Tone, update};
use crate::storage::Storage;
use crate::study::StudyError;
use crate::study::folder::StudyFolder;
use crate::study::laptop::Settings;
use crate::ui::terminal::Terminal;
use crate::ui::{Look, Painter};

/// How the screen begins.
pub struct Start {
    /// The study.
    pub study: StudyFolder,
    /// Where its files are.
    pub storage: Arc<dyn Storage>,
    /// A session to open at once.
    pub open: Option<PathBuf>,
    /// Whether that session is only looked at.
    pub is_read_only: bool,
    /// This laptop.
    pub settings: Settings,
    /// Where that is kept.
    pub settings_file: Option<PathBuf>,
    /// What the terminal can show.
    pub look: Look,
    /// A sentence to begin with, on the message line.
    pub notice: Option<String>,
}

/// How the screen ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The person left.
    Left,
    /// The system asked for it, or the terminal is gone.
    Asked,
}

/// Why the screen could not be shown, or not all of it saved.
#[derive(Debug, Error)]
pub enum ScreenError {
    /// The terminal does not let itself be drawn on.
    #[error("this terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
    /// The session could not be saved at the end; its journal holds everything.
    #[error("{}", in_words(.0))]
    NotSaved(StudyError),
}

/// After so many events the screen is drawn even if more are waiting.
const MOST_BEFORE_DRAWING: usize = 1024;

/// The next look at the clock, at the latest.
const TICK: Duration = Duration::from_secs(1);

/// Shows the screen until the person leaves.
///
/// # Errors
/// [`ScreenError`].
pub fn screen(start: Start) -> Result<Ended, ScreenError> {
    let (sender, incoming) = channel();
    watch_signals(sender.clone())?;
    let jobs = start_worker(sender.clone())?;
    let mut app = App::new(Terminal::size(), now());
    app.recorder = start.settings.initials.clone().zip(start.settings.role);
    let desk = Desk::new(start.storage, start.study, start.settings, start.settings_file, jobs);
    let terminal = Terminal::take()?;
    let mut run = Loop { app, desk, terminal, painter: Painter::new(start.look), out: Vec::new(), incoming };
    let first = match start.open {
        Some(path) if start.is_read_only => run.desk.perform(Effect::Look(path), None, &now()),
        Some(path) => run.desk.perform(Effect::Open(path), None, &now()),
        None => run.desk.list(),
    };
    if let Some(notice) = start.notice {
        run.app.say(Tone::Done, notice);
    }
    run.take_in(first);
    run.draw()?;
    read_keys(sender)?;
    let ended = run.run()?;
    run.finish()?;
    Ok(ended)
}

struct Loop {
    app: App,
    desk: Desk,
    terminal: Terminal,
    painter: Painter,
    out: Vec<u8>,
    incoming: Receiver<Incoming>,
}

impl Loop {
    fn run(&mut self) -> Result<Ended, ScreenError> {
        loop {
            let after = self.desk.after_drawing(self.app.session());
            self.take_in(after);
            let mut waiting: VecDeque<Incoming> = match self.incoming.recv_timeout(TICK) {
                Ok(first) => VecDeque::from([first]),
                Err(RecvTimeoutError::Timeout) => VecDeque::new(),
                Err(RecvTimeoutError::Disconnected) => return Ok(Ended::Asked),
            };
            waiting.extend(self.incoming.try_iter().take(MOST_BEFORE_DRAWING));
            let is_idle = waiting.is_empty();
            while let Some(next) = waiting.pop_front() {
                let is_more_typed = matches!(waiting.front(), Some(Incoming::Terminal(_)));
                if let Some(ended) = self.handle(next, is_more_typed) {
                    return Ok(ended);
                }
                if self.app.is_leaving {
                    return Ok(Ended::Left);
                }
            }
            if is_idle && !io::stdout().is_terminal() {
                return Ok(Ended::Asked);
            }
            if is_idle {
                self.look_at_size();
            }
            let due = self.desk.look_after(self.app.session(), &now());
            self.take_in(due);
            if self.draw().is_err() {
                return Ok(Ended::Asked);
            }
        }
    }

    /// A window that was resized before its events were listened to has sent none.
    fn look_at_size(&mut self) {
        let size = Terminal::size();
        if size != self.app.size {
            self.take_in(vec![Message::Resize(size)]);
        }
    }

    fn handle(&mut self, next: Incoming, is_more_typed: bool) -> Option<Ended> {
        match next {
            Incoming::Terminal(message) => self.take_in(vec![as_pasted(message, is_more_typed)]),
            Incoming::Done(done) => {
                let told = self.desk.done(*done, self.app.session());
                self.take_in(told);
            }
            Incoming::Signal | Incoming::TerminalGone => return Some(Ended::Asked),
        }
        None
    }

    /// Lets messages change the state and does what they ask for, until nothing more is asked.
    fn take_in(&mut self, messages: Vec<Message>) {
        let mut waiting = VecDeque::from(messages);
        while let Some(message) = waiting.pop_front() {
            let now = now();
            for effect in update(&mut self.app, message, &now) {
                waiting.extend(self.desk.perform(effect, self.app.session(), &now));
            }
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        // In a session clicks stay with the terminal, so that text can be selected as anywhere.
        self.terminal.want_mouse(matches!(self.app.screen, Screen::Home(_)))?;
        self.out.clear();
        self.painter.draw(&self.app, &mut self.out);
        if self.out.is_empty() { Ok(()) } else { self.terminal.send(&self.out) }
    }

    /// Saves and gives the terminal back.
    fn finish(mut self) -> Result<(), ScreenError> {
        while self.desk.is_saving() {
            match self.incoming.recv_timeout(Duration::from_secs(10)) {
                Ok(Incoming::Done(done)) => {
                    let told = self.desk.done(*done, self.app.session());
                    self.take_in(told);
                }
                Ok(_) => {}
                Err(_) => break,
            }
        }
        match self.app.session().cloned() {
            Some(session) => self.desk.close(&session).map_err(ScreenError::NotSaved),
            None => Ok(()),
        }
    }
}

/// Where pastes arrive as keys, an Enter with more keys behind it is a line break and not the end of a note.
fn as_pasted(message: Message, is_more_typed: bool) -> Message {
    match message {
        Message::Key(key) if cfg!(windows) && is_more_typed && key == Key::plain(Code::Enter) => {
            Message::Key(Key::ctrl('j'))
        }
        other => other,
    }
}
