//! The loop of the screen.

use std::collections::VecDeque;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use thiserror::Error;

use super::clock::{Clocks, Gap, now};
use super::desk::{Desk, Unsaved};
use super::reading::Reading;
use super::threads::{Incoming, read_keys, start_worker, stop, watch_signals};
use super::wording::in_words;
use crate::app::blank::Blank;
use crate::app::commands::Id;
use crate::app::key::{Code, Key};
use crate::app::whole::Whole;
use crate::app::whole::page::Page;
use crate::app::{App, Effect, Message, Notice, Screen, update};
use crate::document::text::Lines;
use crate::storage::Storage;
use crate::storage::vault::Passphrase;
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
    pub notice: Option<Notice>,
    /// A command to begin with, once the session is open.
    pub first: Option<Id>,
    /// A report to begin with.
    pub page: Option<Lines>,
    /// What reports read; the study where nothing is named.
    pub inputs: Vec<PathBuf>,
    /// Tells whether a passphrase opens the key of an encrypted study, by which an empty screen comes back.
    pub opens: Option<Opens>,
}

/// Tells whether a passphrase opens a key.
pub type Opens = Box<dyn Fn(&Passphrase) -> bool>;

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
    /// The session could not be saved at the end where it belongs, and is in this file instead.
    #[error("{} It was saved as {} instead.", in_words(.error), path.display())]
    Rescued {
        /// Why it could not be saved where it belongs.
        error: Box<StudyError>,
        /// Where it is now.
        path: PathBuf,
    },
    /// The session could not be saved at the end, and what was typed since the trouble began is in no file.
    #[error("{}", in_words(.0))]
    Lost(StudyError),
}

impl From<Unsaved> for ScreenError {
    fn from(unsaved: Unsaved) -> Self {
        match unsaved {
            Unsaved::InJournal(error) => Self::NotSaved(error),
            Unsaved::Rescued { error, path } => Self::Rescued { error, path },
            Unsaved::Lost(error) => Self::Lost(error),
        }
    }
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
    app.habits = start.settings.habits.clone();
    app.recorder = start.settings.initials.clone().zip(start.settings.role);
    app.wants_passphrase = start.opens.is_some();
    let reading = Reading { inputs: start.inputs, is_ascii: start.look.is_ascii };
    let desk = Desk::new(start.storage, start.study, start.settings, start.settings_file, reading, jobs);
    let terminal = Terminal::take()?;
    let mut run = Loop {
        app,
        desk,
        terminal,
        is_lent: false,
        painter: Painter::new(start.look),
        out: Vec::new(),
        incoming,
        clocks: Clocks::new(),
        opens: start.opens,
    };
    let first = match start.open {
        Some(path) if start.is_read_only => run.desk.perform(Effect::Look(path), None, &now()),
        Some(path) => run.desk.perform(Effect::Open(path), None, &now()),
        None => match start.page {
            Some(lines) => {
                let page = Whole::of_page(Page::new(lines, None));
                run.app.screen = Screen::Whole(Box::new(page));
                Vec::new()
            }
            None => run.desk.list(),
        },
    };
    run.take_in(first);
    if let Some(notice) = start.notice {
        // It holds for the whole study, and what was said of one file must not hide it.
        run.app.notice = Some(notice);
    }
    run.take_in(start.first.map(Message::Do).into_iter().collect());
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
    /// The program was stopped, and has not been told yet that it goes on.
    is_lent: bool,
    painter: Painter,
    out: Vec<u8>,
    incoming: Receiver<Incoming>,
    clocks: Clocks,
    opens: Option<Opens>,
}

impl Loop {
    fn run(&mut self) -> Result<Ended, ScreenError> {
        loop {
            let after = self.desk.after_drawing(self.app.session());
            self.take_in(after);
            // Here a letter that was typed has been drawn: how long the talk lasts is worked out from the whole session.
            self.take_in(vec![Message::Tick]);
            let mut waiting: VecDeque<Incoming> = match self.incoming.recv_timeout(TICK) {
                Ok(first) => VecDeque::from([first]),
                Err(RecvTimeoutError::Timeout) => VecDeque::new(),
                Err(RecvTimeoutError::Disconnected) => return Ok(Ended::Asked),
            };
            waiting.extend(self.incoming.try_iter().take(MOST_BEFORE_DRAWING));
            let look = self.clocks.look();
            let gap = look.gap.map(|Gap { before, jump_ms }| Message::Gap { before, jump_ms });
            self.take_in(gap.into_iter().collect());
            if waiting.is_empty() {
                if !self.is_lent && !io::stdout().is_terminal() {
                    return Ok(Ended::Asked);
                }
                self.take_in(vec![Message::Tick]);
                self.look_at_size();
            }
            if let Some(ended) = self.handle_all(waiting, look.steady) {
                return Ok(ended);
            }
            let due = self.desk.look_after(self.app.session(), &look.now, look.steady);
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

    /// Takes in what has come, in its order, until something ends the program.
    fn handle_all(&mut self, mut waiting: VecDeque<Incoming>, steady: Duration) -> Option<Ended> {
        while let Some(next) = waiting.pop_front() {
            if is_overtaken(&next, waiting.front()) {
                continue;
            }
            let is_more_typed = matches!(waiting.front(), Some(Incoming::Terminal(_)));
            if let Some(ended) = self.handle(next, is_more_typed, steady) {
                return Some(ended);
            }
            if std::mem::take(&mut self.app.is_leaving) {
                match self.desk.may_end(self.app.session()) {
                    Ok(()) => return Some(Ended::Left),
                    Err(told) => self.take_in(told),
                }
            }
        }
        None
    }

    fn handle(&mut self, next: Incoming, is_more_typed: bool, steady: Duration) -> Option<Ended> {
        match next {
            Incoming::Terminal(message) => self.take_in(vec![as_pasted(message, is_more_typed)]),
            Incoming::Done(done) => {
                let told = self.desk.done(*done, self.app.session(), steady);
                self.take_in(told);
            }
            Incoming::Stop => self.stop(),
            Incoming::GoOn => return self.go_on().is_err().then_some(Ended::Asked),
            Incoming::Signal | Incoming::TerminalGone => return Some(Ended::Asked),
        }
        None
    }

    /// Gives the terminal back and stops. The system tells when the program goes on: see [`go_on`](Self::go_on).
    fn stop(&mut self) {
        self.terminal.lend();
        self.is_lent = stop().is_ok();
        if !self.is_lent {
            // It was not stopped, so nobody will tell that it goes on. A terminal that is gone shows at the next drawing.
            let _ = self.go_on();
        }
    }

    /// Takes the terminal again, whatever it shows now.
    fn go_on(&mut self) -> io::Result<()> {
        self.is_lent = false;
        self.terminal.take_again()?;
        self.painter.forget();
        self.take_in(vec![Message::Resize(Terminal::size())]);
        Ok(())
    }

    /// Lets messages change the state and does what they ask for, until nothing more is asked.
    fn take_in(&mut self, messages: Vec<Message>) {
        let mut waiting = VecDeque::from(messages);
        while let Some(message) = waiting.pop_front() {
            let now = now();
            for effect in update(&mut self.app, message, &now) {
                if effect == Effect::Unlock {
                    waiting.push_back(Message::Unlocked(self.is_passphrase()));
                }
                waiting.extend(self.desk.perform(effect, self.app.session(), &now));
            }
        }
    }

    /// Whether what was typed on the empty screen opens the key.
    fn is_passphrase(&self) -> bool {
        match (&self.app.blank, &self.opens) {
            (Blank::Asked { typed, .. }, Some(opens)) => opens(typed),
            _ => true,
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        if self.is_lent {
            return Ok(());
        }
        self.terminal.want_mouse(self.app.wants_mouse())?;
        self.out.clear();
        self.painter.draw(&self.app, &mut self.out);
        if self.out.is_empty() { Ok(()) } else { self.terminal.send(&self.out) }
    }

    /// Saves and gives the terminal back.
    fn finish(mut self) -> Result<(), ScreenError> {
        while self.desk.is_saving() {
            match self.incoming.recv_timeout(Duration::from_secs(10)) {
                Ok(Incoming::Done(done)) => {
                    let told = self.desk.done(*done, self.app.session(), self.clocks.look().steady);
                    self.take_in(told);
                }
                Ok(_) => {}
                Err(_) => break,
            }
        }
        Ok(self.desk.end(self.app.session())?)
    }
}

/// Whether what comes next makes this superfluous: of sizes that wait together only the last one counts.
fn is_overtaken(this: &Incoming, next: Option<&Incoming>) -> bool {
    let is_size = |one: &Incoming| matches!(one, Incoming::Terminal(Message::Resize(_)));
    is_size(this) && next.is_some_and(is_size)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::layout::Size;

    fn resize(width: u16) -> Incoming {
        Incoming::Terminal(Message::Resize(Size { width, height: 30 }))
    }

    #[test]
    fn of_sizes_that_wait_together_only_the_last_counts_and_no_key_is_passed_over() {
        let key = || Incoming::Terminal(Message::Key(Key::plain(Code::Enter)));
        let waiting = [resize(1), resize(200), key(), resize(7), key(), resize(80), resize(100)];
        let kept: Vec<usize> =
            (0..waiting.len()).filter(|at| !is_overtaken(&waiting[*at], waiting.get(at + 1))).collect();
        assert_eq!(kept, [1, 2, 3, 4, 6]);
    }

    #[test]
    fn a_second_in_which_nothing_happens_sends_nothing() {
        let now = now();
        let mut app = App::new(Size { width: 100, height: 30 }, now.clone());
        let mut painter = Painter::new(Look { is_ascii: false, has_colour: true });
        let mut out = Vec::new();
        painter.draw(&app, &mut out);
        assert!(!out.is_empty());
        out.clear();
        assert_eq!(update(&mut app, Message::Tick, &now), []);
        painter.draw(&app, &mut out);
        assert!(out.is_empty());
    }
}
