//! Somebody in front of a terminal: looks at the screen, presses keys that are offered there, types words.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Nothing the program does takes longer, even on a machine that is busy with many other things.
const PATIENCE: Duration = Duration::from_mins(5);

/// Far longer than it takes to draw the rest of a screen of which a part has been seen.
const A_MOMENT: Duration = Duration::from_millis(100);

/// Says that something could not be looked at on this machine. Not by a macro: what those print is only shown of tests
/// that fail.
pub(crate) fn not_checked(what: &str) {
    let _ = std::io::stderr().write_all(format!("\n*** NOT CHECKED: {what}.\n\n").as_bytes());
}

/// A laptop: a home folder of its own.
pub(crate) struct Laptop {
    home: tempfile::TempDir,
}

impl Laptop {
    pub(crate) fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// Another one, with the same files on it.
    pub(crate) fn like(other: &Self) -> Self {
        let laptop = Self::new();
        copy_folder(other.home(), laptop.home());
        laptop
    }

    /// Makes a focus group in Telford, in which nobody has a seat.
    pub(crate) fn make_session(&self) {
        let made = self.run(&["new", "--kind", "focus-group", "--site", "Telford", "--initials", "NT"]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The only session file on it, sealed or plain.
    pub(crate) fn session_file(&self) -> PathBuf {
        self.session_file_in("")
    }

    /// The only session file in a folder of its home, at any depth.
    pub(crate) fn session_file_in(&self, folder: &str) -> PathBuf {
        let mut found = Vec::new();
        find_sessions(&self.home().join(folder), &mut found);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    /// Runs a command that draws no screen.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_hearken")).args(args).output().unwrap()
    }

    /// Any program, to be run at home on this laptop.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.home()).env_clear().envs(self.environment());
        command
    }

    fn environment(&self) -> [(&'static str, String); 5] {
        let home = self.home().display().to_string();
        [
            ("HOME", home),
            ("TERM", "xterm-256color".to_owned()),
            ("LANG", "C.UTF-8".to_owned()),
            ("PATH", "/usr/bin:/bin".to_owned()),
            ("TZ", "UTC".to_owned()),
        ]
    }
}

/// Copies what is in a folder, at any depth, into another.
pub(crate) fn copy_folder(from: &Path, into: &Path) {
    std::fs::create_dir_all(into).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copy = into.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            std::fs::copy(&path, &copy).unwrap();
        }
    }
}

fn find_sessions(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find_sessions(&path, found);
        } else if path.to_string_lossy().ends_with(".json.age")
            || path.extension().is_some_and(|extension| extension == "json")
                && std::fs::read_to_string(&path).unwrap().contains("\"hearken/session\"")
        {
            found.push(path);
        }
    }
}

/// A synchronised update begins so, and so it ends.
const UPDATE: (&[u8], &[u8]) = (b"\x1b[?2026h", b"\x1b[?2026l");

/// How many of the bytes a terminal shows: nothing of a synchronised update before its end has come, so that nobody
/// sees half a frame.
fn whole_updates(bytes: &[u8]) -> usize {
    let (begin, end) = UPDATE;
    let last = |mark: &[u8]| bytes.windows(mark.len()).rposition(|window| window == mark);
    match (last(begin), last(end)) {
        (Some(began), ended) if ended.is_none_or(|ended| ended < began) => began,
        // The mark itself may have come in two pieces.
        _ => bytes.len() - (1..begin.len()).rev().find(|part| bytes.ends_with(&begin[..*part])).unwrap_or(0),
    }
}

/// Tells a test that it runs inside the terminal of another.
pub(crate) const INSIDE: &str = "HEARKEN_INSIDE_A_TERMINAL";

struct Shown {
    parser: vt100::Parser,
    is_over: bool,
}

/// Looks at each state of the screen that somebody could have seen.
pub(crate) type Watch = Box<dyn FnMut(&vt100::Screen) + Send>;

/// Somebody in front of a running program.
pub(crate) struct Person {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    shown: Arc<(Mutex<Shown>, Condvar)>,
    reader: Option<JoinHandle<()>>,
    /// Keys pressed beyond the words typed.
    pub(crate) keys: usize,
}

impl Person {
    /// Starts the program on a laptop.
    pub(crate) fn start(laptop: &Laptop, args: &[&str], columns: u16, rows: u16) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hearken"));
        command.args(args);
        Self::start_command(laptop, command, columns, rows)
    }

    /// Starts any program on a laptop.
    pub(crate) fn start_command(laptop: &Laptop, command: CommandBuilder, columns: u16, rows: u16) -> Self {
        Self::start_watched(laptop, command, (columns, rows), Box::new(|_| {}))
    }

    /// Starts any program on a laptop, in a window of so many columns and rows, and has its screen watched.
    pub(crate) fn start_watched(
        laptop: &Laptop,
        mut command: CommandBuilder,
        (columns, rows): (u16, u16),
        mut watch: Watch,
    ) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let asked = command.get_env(INSIDE).map(std::ffi::OsStr::to_owned);
        command.env_clear();
        for (name, value) in laptop.environment() {
            command.env(name, value);
        }
        if let Some(asked) = asked {
            command.env(INSIDE, asked);
        }
        command.cwd(laptop.home());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let parser = vt100::Parser::new(rows, columns, 0);
        let shown = Arc::new((Mutex::new(Shown { parser, is_over: false }), Condvar::new()));
        let mut output = pair.master.try_clone_reader().unwrap();
        let seen = Arc::clone(&shown);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 8192];
            let mut waiting = Vec::new();
            loop {
                let count = output.read(&mut bytes).unwrap_or(0);
                waiting.extend_from_slice(&bytes[..count]);
                let whole = if count == 0 { waiting.len() } else { whole_updates(&waiting) };
                let mut shown = seen.0.lock().unwrap();
                shown.parser.process(&waiting[..whole]);
                watch(shown.parser.screen());
                shown.is_over = count == 0;
                drop(shown);
                waiting.drain(..whole);
                seen.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Self { master: pair.master, keyboard, child, shown, reader: Some(reader), keys: 0 }
    }

    /// What the screen shows now.
    pub(crate) fn screen(&self) -> String {
        self.shown.0.lock().unwrap().parser.screen().contents()
    }

    /// Waits until the screen is as wanted; `what` says in words what was waited for.
    #[expect(clippy::disallowed_methods, reason = "waiting has an end")]
    pub(crate) fn wait_until(&self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let begun = Instant::now();
        let mut shown = self.shown.0.lock().unwrap();
        while !is_so(shown.parser.screen()) {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            assert!(
                !left.is_zero() && !shown.is_over,
                "waited for {what}; the screen shows:\n{}",
                shown.parser.screen().contents()
            );
            shown = self.shown.1.wait_timeout(shown, left).unwrap().0;
        }
    }

    /// Says whether the screen becomes so within a moment: for what may be there and need not.
    #[expect(clippy::disallowed_methods, reason = "waiting has an end")]
    pub(crate) fn becomes_soon(&self, is_so: impl Fn(&vt100::Screen) -> bool) -> bool {
        let begun = Instant::now();
        let mut shown = self.shown.0.lock().unwrap();
        while !is_so(shown.parser.screen()) {
            let left = A_MOMENT.saturating_sub(begun.elapsed());
            if left.is_zero() || shown.is_over {
                return false;
            }
            shown = self.shown.1.wait_timeout(shown, left).unwrap().0;
        }
        true
    }

    /// Waits until the screen shows a text.
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Presses a key that the screen offers in these words, like `Tab next theme` or `1  Start`.
    pub(crate) fn press(&mut self, key: &str, offered_as: &str) {
        self.wait_for(offered_as);
        let bytes: &[u8] = match key {
            "Enter" => b"\r",
            "Tab" => b"\t",
            "Esc" => b"\x1b",
            "Up" => b"\x1b[A",
            "Ctrl+Q" => b"\x11",
            "Ctrl+Z" => b"\x1a",
            one => {
                assert_eq!(one.len(), 1, "no such key: {one}");
                one.as_bytes()
            }
        };
        self.send(bytes);
        self.keys += 1;
    }

    /// Types words.
    pub(crate) fn type_words(&mut self, words: &str) {
        self.send(words.as_bytes());
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.keyboard.write_all(bytes).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Clicks with the first button on a text that the screen shows.
    pub(crate) fn click(&mut self, text: &str) {
        self.wait_for(text);
        let screen = self.screen();
        let place = |(row, line): (usize, &str)| {
            let column = line.split_once(text)?.0.chars().count();
            Some((column + 1, row + 1))
        };
        let (x, y) = screen.lines().enumerate().find_map(place).unwrap();
        self.send(format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m").as_bytes());
    }

    /// Changes the window's size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        // What was drawn for another size may come now, and this terminal cannot wrap words in a single row.
        self.shown.0.lock().unwrap().parser.screen_mut().set_size(rows.max(2), columns.max(2));
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Sends a signal, like `-KILL`.
    pub(crate) fn signal(&mut self, signal: &str) {
        let id = self.id().to_string();
        // The shell's own: not every machine has a program of that name.
        let sent = Command::new("/bin/sh").args(["-c", "kill \"$0\" \"$1\"", signal, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Kills the program as nothing can prevent, and waits until all it had sent is on the screen.
    pub(crate) fn kill(mut self) {
        self.signal("-KILL");
        self.wait_for_end();
    }

    /// Waits until the system has the program in a state, like `T` for stopped.
    #[expect(clippy::disallowed_methods, reason = "waiting has an end")]
    pub(crate) fn wait_for_state(&self, state: char) {
        let begun = Instant::now();
        let id = self.child.process_id().unwrap().to_string();
        let is_in_it = || {
            // Not every machine has a program that shows processes; not every system has this file.
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat"));
            let asked = || Command::new("ps").args(["-o", "state=", "-p", &id]).output().unwrap();
            let told = stat.map_or_else(
                |_| String::from_utf8_lossy(&asked().stdout).into_owned(),
                |stat| stat.rsplit(") ").next().unwrap_or_default().to_owned(),
            );
            told.trim().starts_with(state)
        };
        while !is_in_it() {
            assert!(begun.elapsed() < PATIENCE, "waited for the state {state}");
            thread::yield_now();
        }
    }

    /// Puts something on the screen that does not come from the program.
    pub(crate) fn scribble(&self, bytes: &[u8]) {
        self.shown.0.lock().unwrap().parser.process(bytes);
    }

    /// Leaves by the key the screen offers; the program ends well and gives the terminal back.
    pub(crate) fn leave(mut self) {
        self.press("Ctrl+Q", "Ctrl+Q leave");
        assert_eq!(self.wait_for_end(), (0, true));
    }

    /// Waits for the program's end: its exit code, and whether the terminal was given back.
    pub(crate) fn wait_for_end(mut self) -> (u32, bool) {
        let status = self.child.wait().unwrap();
        drop(self.keyboard);
        drop(self.master);
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        let shown = self.shown.0.lock().unwrap();
        let screen = shown.parser.screen();
        let is_given_back = !screen.alternate_screen()
            && !screen.bracketed_paste()
            && !screen.hide_cursor()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
        (status.exit_code(), is_given_back)
    }
}

/// The words in the typing line, rows joined; nothing when the screen has none.
pub(crate) fn typing_line(screen: &vt100::Screen) -> Option<String> {
    let text = screen.contents();
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().rposition(|line| line.contains('›'))?;
    let (_, words) = lines[at].split_once('›')?;
    let below = screen.size().0 as usize - 2;
    let rest: Vec<&str> = lines.iter().take(below).skip(at + 1).map(|line| line.trim()).collect();
    Some([vec![words.trim()], rest].concat().join(" ").trim().to_owned())
}
