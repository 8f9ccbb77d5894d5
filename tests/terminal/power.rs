//! The power goes while somebody types: what had reached the disk by then is mounted again, and looked at.
//!
//! The study lies on a small file system in a file (a loop device). A copy of that file is what a disk holds at that
//! moment, with nothing of what the system still keeps in memory. Promised is that a saved note is made safe at once and a
//! letter after 250 ms at the latest, and that after any cut a session opens with whole notes.
//!
//! `HEARKEN_POWER` says how many rounds with figures (without it there is one, without), `HEARKEN_SEED` with which words
//! and moments. With figures there are rounds as well in which the system only says that it has synced: there the loss has
//! to be found. Takes root and loop devices; where they are lacking nothing is checked, and that is said aloud.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::kills::talk::{SoFar, Talk, letters};
use crate::kills::{number, random_pause};
use crate::person::{Laptop, Person, not_checked};
use crate::random::Random;

/// Whether the disk is told to keep what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syncs {
    Real,
    /// The system says that it has synced and does nothing, as some cheap sticks do.
    Pretended,
}

/// The longest that a letter may wait for its sync, and time for the sync itself on a busy machine.
const SAFE_AFTER: Duration = Duration::from_secs(1);

/// Longer than a sync takes on any machine that is used.
const PATIENCE: Duration = Duration::from_mins(2);

/// When so many letters of the talk were shown first.
type Shown = Arc<Mutex<Vec<(Instant, usize)>>>;

/// A laptop with the file system of a stick in a file.
struct Stick {
    laptop: Laptop,
}

impl Stick {
    fn new() -> Option<Self> {
        let laptop = Laptop::new();
        fs::create_dir(laptop.home().join("stick")).unwrap();
        let script = "truncate -s 16M image && mkfs.ext4 -q -F image && \
            unshare --mount sh -c 'mount -o loop image stick'";
        let made = laptop.command("/bin/sh").env("PATH", PATH).args(["-c", script]).output();
        if made.is_ok_and(|made| made.status.success()) {
            return Some(Self { laptop });
        }
        not_checked("what a power cut leaves: that takes root, mkfs.ext4 and loop devices");
        None
    }

    fn image(&self, name: &str) -> PathBuf {
        self.laptop.home().join(name)
    }

    /// Opens a new session on the stick; what comes to be known is when how much of the talk was shown first.
    fn open(&self, talk: &Arc<Talk>, syncs: Syncs) -> (Person, Shown) {
        let shown = Shown::default();
        let (told, talk) = (Arc::clone(&shown), Arc::clone(talk));
        let watch = move |screen: &vt100::Screen| {
            let length = SoFar::on(screen).and_then(|so_far| talk.length(&so_far)).unwrap_or(0);
            let mut told = told.lock().unwrap();
            if told.last().is_none_or(|(_, most)| length > *most) {
                told.push((now(), length));
            }
        };
        let pretend = match syncs {
            Syncs::Real => "",
            Syncs::Pretended => {
                "strace -f -qq -o /dev/null -e trace=fsync,fdatasync -e inject=fsync,fdatasync:retval=0"
            }
        };
        let script = format!(
            "mount -o loop image stick && \"$0\" new --kind focus-group --site Telford --study stick && \
             sync -f stick && exec {pretend} \"$0\" open telford --study stick"
        );
        let mut command = CommandBuilder::new("/usr/bin/env");
        command.args([&format!("PATH={PATH}"), "unshare", "--mount", "/bin/sh", "-c", &script]);
        command.arg(env!("CARGO_BIN_EXE_hearken"));
        let person = Person::start_watched(&self.laptop, command, (100, 30), Box::new(watch));
        person.wait_for("Tab next theme");
        (person, shown)
    }

    /// Takes what the disk holds at one moment, and gives that moment. Two copies that are the same, one after the other,
    /// are of one moment.
    fn cut(&self) -> Instant {
        loop {
            let cut = now();
            fs::copy(self.image("image"), self.image("cut")).unwrap();
            fs::copy(self.image("image"), self.image("again")).unwrap();
            if fs::read(self.image("cut")).unwrap() == fs::read(self.image("again")).unwrap() {
                return cut;
            }
        }
    }

    /// Mounts what the disk held and looks how far the talk has come there. A session always opens.
    fn after_the_cut(&self, talk: &Talk) -> usize {
        let script = "mount -o loop cut stick && exec \"$0\" show telford --study stick --json";
        let args = ["--mount", "/bin/sh", "-c", script, env!("CARGO_BIN_EXE_hearken")];
        let shown = self.laptop.command("unshare").env("PATH", PATH).args(args).output().unwrap();
        let said = String::from_utf8_lossy(&shown.stderr);
        // The last line of a journal may be cut off, and is then told; it had not been made safe.
        assert!(matches!(shown.status.code(), Some(0 | 3)), "{said}");
        let facts: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
        let texts = |list: &serde_json::Value| -> Vec<String> {
            list.as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap().to_owned()).collect()
        };
        let so_far = talk.so_far(texts(&facts["session"]["notes"]), texts(&facts["half_typed"]).pop());
        talk.length(&so_far).unwrap()
    }
}

/// Where mounting and file systems are.
const PATH: &str = "/usr/sbin:/sbin:/usr/bin:/bin";

#[expect(clippy::disallowed_methods, reason = "how old what is lost was")]
fn now() -> Instant {
    Instant::now()
}

/// What came of a round.
#[derive(Debug, Clone, Copy)]
struct Cut {
    sent: usize,
    kept: usize,
    /// How long the oldest letter that is gone had been on the screen.
    oldest_lost: Duration,
}

/// Types for a while; the power goes.
fn cut(stick: &Stick, syncs: Syncs, random: &mut Random) -> Cut {
    let talk = Arc::new(Talk::new(random));
    let (mut person, shown) = stick.open(&talk, syncs);
    let (mut sent, mut bursts) = (0, 40 + random.below(160));
    'talk: for note in talk.notes() {
        let mut left: Vec<char> = note.chars().collect();
        while !left.is_empty() {
            let burst: String = left.drain(..left.len().min(1 + random.below(3))).collect();
            sent += letters(&burst).count();
            person.type_words(&burst);
            random_pause(random, 50_000);
            bursts -= 1;
            if bursts == 0 {
                break 'talk;
            }
        }
        person.send(b"\r");
    }
    let cut = stick.cut();
    let kept = stick.after_the_cut(&talk);
    let shown = shown.lock().unwrap().clone();
    let first_lost = shown.iter().find(|(at, length)| *length > kept && *at < cut);
    let oldest_lost = first_lost.map_or(Duration::ZERO, |(at, _)| cut.duration_since(*at));
    if syncs == Syncs::Real {
        all_is_safe_soon(stick, &talk, sent);
    }
    person.kill();
    Cut { sent, kept, oldest_lost }
}

/// Without another key all that was typed comes to stand on the disk.
fn all_is_safe_soon(stick: &Stick, talk: &Talk, sent: usize) {
    let begun = now();
    loop {
        stick.cut();
        let kept = stick.after_the_cut(talk);
        if kept == sent {
            return;
        }
        assert!(now().duration_since(begun) < PATIENCE, "{kept} of {sent} letters are on the disk");
    }
}

#[expect(clippy::print_stderr, reason = "who asks for rounds wants to know what came of them")]
#[test]
fn after_a_power_cut_a_session_opens_with_what_had_been_made_safe() {
    let Some(stick) = Stick::new() else { return };
    let seed = number("HEARKEN_SEED").unwrap_or(1);
    let Some(rounds) = number("HEARKEN_POWER") else {
        cut(&stick, Syncs::Real, &mut Random::new(seed));
        return;
    };
    drop(stick);
    let play = |count: u64, syncs| -> Vec<Cut> {
        (0..count).map(|round| cut(&Stick::new().unwrap(), syncs, &mut Random::new(seed + round))).collect()
    };
    let real = play(rounds, Syncs::Real);
    let pretended = play(rounds.div_ceil(10), Syncs::Pretended);
    for (what, cuts) in [("synced", &real), ("not synced", &pretended)] {
        let oldest = cuts.iter().map(|cut| cut.oldest_lost).max().unwrap();
        let sent: usize = cuts.iter().map(|cut| cut.sent).sum();
        let kept: usize = cuts.iter().map(|cut| cut.kept).sum();
        eprintln!(
            "{what}: {} cuts, {kept} of {sent} letters kept, the oldest lost after {oldest:?}",
            cuts.len()
        );
    }
    assert!(real.iter().all(|cut| cut.oldest_lost < SAFE_AFTER), "{real:?}");
    assert!(pretended.iter().any(|cut| cut.oldest_lost > SAFE_AFTER), "{pretended:?}");
}
