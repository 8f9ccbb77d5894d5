//! Twenty spoken turns at 140 words a minute, noted at 70 words a minute with the signs, in the real program.
//!
//! Prints the turns as they are spoken and what is typed, then plays them in real time (about three minutes) in a
//! pseudo-terminal: each key is sent when a hand at 70 words a minute would press it, and the time until it stands on
//! the screen is taken. What is asked of the program: no note waits for it, and the slowest key in a hundred is on the
//! screen within 5 milliseconds. `cargo bench --bench talk`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a bench that cannot set itself up has nothing to measure, and measuring needs the clock"
)]

use std::io::{Read, Write};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// What is said, and what is typed of it. All of it is invented.
const TURNS: [(&str, &str); 20] = [
    (
        "Well, for us it starts with the school, really. Nobody tells us a father has gone to prison until the child is already not coming in, and then we are weeks behind.",
        "3: \"Nobody tells us until the child is already not coming in\r",
    ),
    (
        "I would say it is the same with us at the health centre. We hear it from the grandmother, if we hear it at all, and never from the prison.",
        "2: hear it from the grandmother if at all, never from the prison\r",
    ),
    (
        "Can I just say that there is no plan in this county that names these children. We looked. There is one line about families of offenders near the back.",
        "1: no county plan names these children; one line on families of offenders\r",
    ),
    (
        "How many of you have a written procedure for when a parent is arrested? Hands up. That is two, no, three out of the eight of you.",
        "=3/8 have a written procedure for an arrest\r",
    ),
    (
        "Ours is one page and it is from before I came. It says ring the duty worker. It does not say what to do at six in the morning.",
        "4: \"It does not say what to do at six in the morning\r",
    ),
    (
        "And the money, can we talk about the money? We find out in March whether we exist in April. Every single year it is the same three of us writing bids.",
        "1: \">fund We find out in March whether we exist in April #short-term-funding \r",
    ),
    ("Nods all round the table at that, and somebody laughs.", "(nods all round, laughter\r"),
    (
        "We have started something small. Two of us sit in the visits hall on a Saturday with the children while the parents talk. It has been going since the spring.",
        "*e 5: two sit in the visits hall with the children on Saturdays\r",
    ),
    (
        "What I would like somebody to send round is the form the police use in the next county, because it asks about children on the first page.",
        "!send round the police form of the next county\r",
    ),
    (
        "Legal aid comes into this as well but perhaps that is another conversation for another day.",
        "~legal aid\r",
    ),
    (
        "The visits themselves are hard. An hour and a half on the bus, and the search, and the little one took her shoes off and cried the whole time.",
        "6: \"The little one took her shoes off and cried the whole time\r",
    ),
    (
        "I think the officers mean well, most of them, but nobody has ever trained them for children. It depends who is on the gate.",
        "7: officers not trained for children, depends who is on the gate #training-need \r",
    ),
    (
        "We did have training, once, in one of the big towns. Half a day, by a charity, and it was the best thing I have been on in years.",
        "8: half a day by a charity, best training in years\r",
    ),
    (
        "So why do you think it stopped? Because the grant stopped. It always comes back to that.",
        "8: \"It always comes back to that\r",
    ),
    (
        "If I may, the schools are not all bad. There is one head of year in our area who has a room and a kettle and a box of tissues and it works.",
        "2: one head of year with a room and a kettle, it works\r",
    ),
    (
        "That is what I would call good practice, but it is one woman. If she leaves it goes with her.",
        "2: \"If she leaves it goes with her\r",
    ),
    (
        "We share what we can with consent. Without consent I will not ring a school and say that a father is inside. It is not mine to tell.",
        "3: \"It is not mine to tell #information-sharing \r",
    ),
    (
        "Somebody asked about outcomes. Honestly, we do not measure. We know when a child smiles in the car on the way home.",
        "5: don't measure; a child smiles in the car going home\r",
    ),
    (
        "What gets in the way is that everybody thinks somebody else is doing it. Health thinks school, school thinks us, and we think the prison.",
        "3: everybody thinks somebody else does it\r",
    ),
    (
        "And what I would tell another area is to start with one person and one room and not wait for a strategy.",
        "1: \"Start with one person and one room\r",
    ),
];

/// Words a minute that are spoken.
const SPOKEN: f64 = 140.0;
/// Words a minute that are typed; a word is five keys, as typists count.
const TYPED: f64 = 70.0;

struct Screen {
    shown: Arc<(Mutex<vt100::Parser>, Condvar)>,
}

impl Screen {
    /// Waits until the screen is so; gives how long that took.
    fn wait(&self, begun: Instant, is_so: impl Fn(&vt100::Screen) -> bool) -> Duration {
        let mut shown = self.shown.0.lock().unwrap();
        while !is_so(shown.screen()) {
            let (next, timed_out) = self.shown.1.wait_timeout(shown, Duration::from_secs(10)).unwrap();
            shown = next;
            assert!(!timed_out.timed_out(), "the screen shows:\n{}", shown.screen().contents());
        }
        begun.elapsed()
    }
}

/// The screen changes for a key when its cursor or its typing rows do: what the typist looks at.
fn typing_rows(screen: &vt100::Screen) -> (String, (u16, u16)) {
    let rows: Vec<String> = screen.rows(0, 100).collect();
    (rows[26..].join("\n"), screen.cursor_position())
}

fn main() {
    let home = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_hearken");
    let made = Command::new(program)
        .args(["new", "--kind", "focus-group", "--site", "Norwich", "--seats", "8", "--initials", "NT"])
        .env("HOME", home.path())
        .output()
        .unwrap();
    assert!(made.status.success());
    let pair = native_pty_system()
        .openpty(PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 })
        .unwrap();
    let mut command = CommandBuilder::new(program);
    command.args(["open", "Norwich"]);
    command.env("HOME", home.path());
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).unwrap();
    let shown = Arc::new((Mutex::new(vt100::Parser::new(30, 100, 0)), Condvar::new()));
    let (seen, mut output) = (Arc::clone(&shown), pair.master.try_clone_reader().unwrap());
    let reader = thread::spawn(move || {
        let mut bytes = vec![0; 65_536];
        while let Ok(count @ 1..) = output.read(&mut bytes) {
            seen.0.lock().unwrap().process(&bytes[..count]);
            seen.1.notify_all();
        }
    });
    let screen = Screen { shown };
    let mut keyboard = pair.master.take_writer().unwrap();
    screen.wait(Instant::now(), |screen| screen.contents().contains("Tab next theme"));

    println!("| said from second | words | said | typed |\n| ---: | ---: | --- | --- |");
    let mut said_at = 0.0;
    for (said, typed) in TURNS {
        let words = said.split_whitespace().count();
        println!("| {said_at:.0} | {words} | {said} | `{}` |", typed.trim());
        #[expect(clippy::cast_precision_loss, reason = "turns have a few dozen words")]
        let seconds = words as f64 * 60.0 / SPOKEN;
        said_at += seconds;
    }

    let between = Duration::from_secs_f64(60.0 / (TYPED * 5.0));
    let (mut letters, mut enters) = (Vec::new(), Vec::new());
    let mut late = Duration::ZERO;
    let begun = Instant::now();
    let mut due = begun;
    for (_, typed) in TURNS {
        for key in typed.chars() {
            due += between;
            thread::sleep(due.saturating_duration_since(Instant::now()));
            let before = typing_rows(screen.shown.0.lock().unwrap().screen());
            let sent = Instant::now();
            late = late.max(sent.saturating_duration_since(due));
            keyboard.write_all(key.encode_utf8(&mut [0; 4]).as_bytes()).unwrap();
            keyboard.flush().unwrap();
            let took = screen.wait(sent, |screen| typing_rows(screen) != before);
            if key == '\r' { enters.push(took) } else { letters.push(took) }
        }
    }
    let seconds = begun.elapsed().as_secs();
    keyboard.write_all(b"\x11").unwrap();
    child.wait().unwrap();
    drop((keyboard, pair.master, pair.slave));
    reader.join().unwrap();

    let shown = Command::new(program).args(["show", "Norwich"]).env("HOME", home.path()).output().unwrap();
    let notes = String::from_utf8(shown.stdout).unwrap();
    let saved = notes.lines().filter(|line| line.starts_with("  ") && line.contains(':')).count();
    println!(
        "\n{} turns in {said_at:.0} s of talk, typed in {seconds} s; {saved} lines of notes.\n",
        TURNS.len()
    );
    println!(
        "| from the key to the screen | keys | p50 | p95 | p99 | slowest |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    );
    for (name, times) in
        [("letters and signs", &mut letters), ("Enter: saved, the line empty again", &mut enters)]
    {
        times.sort_unstable();
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
        println!(
            "| {name} | {} | {:?} | {:?} | {:?} | {:?} |",
            times.len(),
            at(50),
            at(95),
            at(99),
            times.last().unwrap()
        );
    }
    let all = letters.iter().chain(&enters);
    let slow = all.filter(|took| **took > between).count();
    println!(
        "\nKeys that were not on the screen when the next was due: {slow}. Latest start of a key against its time: {late:?}."
    );
    assert!(slow == 0, "a note waited for the program");
}
