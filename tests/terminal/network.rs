//! No network, ever: a whole life of the program, every command of it, under the eyes of `strace`. Where there is no
//! `strace`, or tracing is not allowed, nothing is checked and that is said aloud.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Output};

use portable_pty::CommandBuilder;

use crate::person::{Laptop, Person, not_checked};

const STRACE: &str = "/usr/bin/strace";

/// All calls about sockets, those that `strace` knows and those that a newer system will have; and the one way to make
/// such calls without making them.
const WATCHED: &str = "trace=%network,io_uring_setup";

/// Files in which a system says who is who and where names are looked up, which may mean asking a server.
const LOOKED_UP: [&str; 4] = ["/etc/passwd", "/etc/nsswitch.conf", "/etc/resolv.conf", "/etc/hosts"];

/// Whether calls can be watched here.
fn can_watch() -> bool {
    let tried = Command::new(STRACE).args(["-f", "-o", "/dev/null", "/bin/true"]).output();
    let can = tried.is_ok_and(|tried| tried.status.success());
    if !can {
        not_checked("whether hearken opens a socket: there is no strace, or it may not trace here");
    }
    can
}

/// A laptop on which every call is watched.
struct Watched {
    laptop: Laptop,
    calls: &'static str,
    /// The commands of hearken that were used.
    used: RefCell<BTreeSet<String>>,
}

impl Watched {
    fn new(calls: &'static str) -> Self {
        Self { laptop: Laptop::new(), calls, used: RefCell::default() }
    }

    fn log(&self) -> PathBuf {
        self.laptop.home().join("calls.log")
    }

    /// What comes before the program and its arguments. The log is added to.
    fn strace(&self) -> Vec<String> {
        let log = self.log().display().to_string();
        ["--seccomp-bpf", "-f", "-qq", "-s", "4096", "-A", "-o", log.as_str(), "-e", self.calls]
            .map(str::to_owned)
            .to_vec()
    }

    /// Runs a program that draws no screen.
    fn run_program(&self, program: &str, args: &[&str]) -> Output {
        self.used.borrow_mut().extend(args.first().map(|name| (*name).to_owned()));
        let mut command = self.laptop.command(STRACE);
        command.args(self.strace()).arg(program).args(args).output().unwrap()
    }

    /// Runs hearken; it ends well, or wants an eye.
    fn run(&self, args: &[&str]) {
        let ran = self.run_program(env!("CARGO_BIN_EXE_hearken"), args);
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(matches!(ran.status.code(), Some(0 | 3)), "{args:?}: {said}");
    }

    /// Runs hearken on a screen.
    fn open(&self, args: &[&str]) -> Person {
        self.used.borrow_mut().extend(args.first().map(|name| (*name).to_owned()));
        let mut command = CommandBuilder::new(STRACE);
        command.args(self.strace());
        command.arg(env!("CARGO_BIN_EXE_hearken"));
        command.args(args);
        Person::start_command(&self.laptop, command, 100, 30)
    }

    fn calls(&self) -> Vec<String> {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }
}

/// Those of the calls that can reach another process or another machine. A pair of sockets that a process makes for
/// itself leads nowhere else, and that is how a handler of signals wakes its thread.
fn outward(calls: &[String]) -> Vec<&String> {
    let leads_out = |line: &&String| {
        let call = line.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
        let is_within = call.starts_with("socketpair(AF_UNIX,")
            || call.starts_with("sendto(") && call.contains(", NULL, 0")
            || call.starts_with("recvfrom(");
        // The end of a call of which the beginning was judged, a signal, an end; a thread that ended with its process
        // before anybody could see what it called.
        let is_no_call = ["<...", "---", "+++", "???("].iter().any(|mark| call.starts_with(mark));
        !is_within && !is_no_call
    };
    calls.iter().filter(leads_out).collect()
}

#[test]
fn no_command_and_no_screen_opens_a_socket() {
    if !can_watch() {
        return;
    }
    let room = Watched::new(WATCHED);
    at_the_desk(&room);
    on_the_screen(&room);
    at_the_end(&room);
    #[cfg(feature = "encryption")]
    sealed(&room);
    let used = room.used.borrow();
    for command in commands(&room.laptop) {
        assert!(used.contains(&command), "“{command}” was not watched");
    }
    let calls = room.calls();
    assert!(calls.iter().any(|call| call.contains("socketpair(")), "nothing was watched: {calls:?}");
    assert_eq!(outward(&calls), Vec::<&String>::new());
}

/// The names of all commands, as the help lists them.
fn commands(laptop: &Laptop) -> Vec<String> {
    let help = String::from_utf8(laptop.run(&["--help"]).stdout).unwrap();
    let listed = help.split("\nCommands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = listed.lines().map(|line| line.split_whitespace().next().unwrap().to_owned());
    names.filter(|name| name != "help").collect()
}

/// Runs commands one after the other; none of their words has a blank in it.
fn each(room: &Watched, runs: &[&str]) {
    for words in runs {
        room.run(&words.split_whitespace().collect::<Vec<_>>());
    }
}

/// Before the talk: who leads the study prepares it.
fn at_the_desk(room: &Watched) {
    let write = |name: &str, text: &str| std::fs::write(room.laptop.home().join(name), text).unwrap();
    write("page.txt", "1: we hear it from the child\n2: \"nobody asked\"\n");
    write("boards.csv", "Board,q1,q3\nBoard 01,yes,no\n");
    each(
        room,
        &[
            "new --kind focus-group --site Telford --initials NT --seats 2 --study s",
            "new --kind interview --site Leeds --seats 2 --study s",
            "instrument list",
            "instrument show practice-survey",
            "instrument print practice-survey -o paper.docx",
            "invite telford --study s -o invitation.json",
            "import notes page.txt --into leeds --study s",
            "import csv --instrument safeguarding-board --key Board --held-on 2026-11-23 --study s boards.csv",
            "list --study s",
            "show leeds --study s",
            "doctor --study s",
            "completions bash",
            "manual",
            "manual --card",
        ],
    );
}

/// The talk, with a window that changes its size; and the example.
fn on_the_screen(room: &Watched) {
    let mut person = room.open(&["open", "telford", "--study", "s"]);
    person.wait_for("Tab next theme");
    person.type_words("1: we find out in March\r");
    person.wait_for("Saved at");
    person.resize(80, 24);
    person.type_words("\t2: \"half of the year\" and more\r");
    person.wait_for("half of the year");
    person.type_words("half");
    person.wait_for("› half");
    person.leave();
    let mut person = room.open(&["demo"]);
    person.wait_for("All of it is invented");
    person.press("3", "3  Open an earlier session");
    person.wait_for("Norwich");
    person.press("1", "1  ");
    person.wait_for("Tab next theme");
    person.leave();
}

/// A study that is encrypted, a session that is sealed for the office and opened there again.
#[cfg(feature = "encryption")]
fn sealed(room: &Watched) {
    use crate::sealed::{PASSPHRASE, sets_a_passphrase};
    each(
        room,
        &["recover s", "key show --study s", "new --kind interview --site Hull --initials NT --study s"],
    );
    for args in [
        &["key", "new", "--office", "-o", "office.key.age", "--study", "s"][..],
        &["key", "new", "--study", "s"],
    ] {
        let mut person = room.open(args);
        sets_a_passphrase(&mut person);
        assert_eq!(person.wait_for_end().0, 0, "{args:?}");
    }
    for (args, whose) in [
        (&["seal", "hull", "--study", "s"][..], "this laptop's key"),
        (&["unseal", "hull", "--study", "s", "--identity", "office.key.age"], "the key office.key.age"),
    ] {
        let mut person = room.open(args);
        person.wait_for(&format!("Passphrase of {whose}"));
        person.type_words(&format!("{PASSPHRASE}\r"));
        assert_eq!(person.wait_for_end().0, 0, "{args:?}");
    }
}

/// Afterwards: joined, reported on, erased, carried by Git.
fn at_the_end(room: &Watched) {
    let home = room.laptop.home();
    let file = std::fs::read_dir(home.join("s"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("telford"))
        .unwrap();
    std::fs::copy(&file, home.join("copy.json")).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let note = text.split("\"notes\": [").nth(1).unwrap().split("\"id\": \"").nth(1).unwrap();
    let note = note.split('"').next().unwrap();
    each(room, &["check s", "merge s copy.json -o all.json", "merge copy.json -o s"]);
    each(room, &["conflicts all.json", "pairs all.json"]);
    each(room, &["report matrix s -o matrix.csv", "report why matrix.behind s"]);
    each(room, &["compare funding prison-visits practice-survey --agree --study s"]);
    for kind in ["appendix", "followup", "coverage", "matrix", "summary", "findings", "practice"] {
        each(room, &[&format!("report {kind} s -o {kind}.html")]);
    }
    for format in ["md", "docx", "xlsx", "json", "text"] {
        each(room, &[&format!("report session copy.json -o session.{format} -f {format}")]);
    }
    each(
        room,
        &[
            &format!("erase {note} telford --study s --reason mistake --yes"),
            "withdraw P2 telford --study s --yes",
            "forget leeds --study s --yes",
            "merge-driver -- copy.json copy.json copy.json telford.json",
        ],
    );
    // Where there is no Git it says so; that opens no socket either.
    room.run_program(env!("CARGO_BIN_EXE_hearken"), &["git-setup", "s"]);
}

#[test]
fn a_program_that_does_open_one_is_found() {
    if !can_watch() {
        return;
    }
    let room = Watched::new(WATCHED);
    // A datagram socket sends nothing when it is connected.
    room.run_program("/bin/bash", &["-c", "exec 3<>/dev/udp/127.0.0.1/9"]);
    let calls = room.calls();
    let found = outward(&calls);
    for wanted in ["socket(", "connect("] {
        assert!(found.iter().any(|call| call.contains(wanted)), "{wanted} in {calls:?}");
    }
}

#[test]
fn without_a_home_nobody_is_looked_up() {
    if !can_watch() {
        return;
    }
    let room = Watched::new("trace=%network,%file");
    let hearken = env!("CARGO_BIN_EXE_hearken");
    for args in
        [&["list"][..], &["open", "leeds"], &["new", "--kind", "interview", "--site", "Leeds"], &["doctor"]]
    {
        let args = [&["-u", "HOME", hearken][..], args].concat();
        let ran = room.run_program("/usr/bin/env", &args);
        let said = String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned();
        assert!(said.contains("HOME is not set"), "{args:?}: {said}");
    }
    let calls = room.calls();
    assert!(calls.iter().any(|call| call.contains("openat(")), "nothing was watched: {calls:?}");
    for file in LOOKED_UP {
        assert!(!calls.iter().any(|call| call.contains(file)), "{file} in {calls:?}");
    }
    // And a program that asks who this is does look there.
    room.run_program("/usr/bin/id", &["-un"]);
    assert!(
        room.calls().iter().any(|call| call.contains("/etc/nsswitch.conf") || call.contains("/etc/passwd"))
    );
}
