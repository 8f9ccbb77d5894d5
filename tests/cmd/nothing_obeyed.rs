//! Whatever a file holds, nothing that a terminal obeys is printed: every command that prints, over a study in which every
//! text is hostile.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use crate::support::{Laptop, Ran, ran};

/// An escape that clears the screen, one that fills the clipboard, a device string, an escape of one character, a bell,
/// backspaces, a lone carriage return, marks that turn a line round, separators, and no character at all.
const HOSTILE: &str = "\u{1b}[2J\u{1b}]52;c;eA==\u{7}\u{1b}P1$q\u{1b}\\\u{9b}31mx\u{8}\u{8}\ry\u{202e}z\u{2066}\u{200f}\u{2028}\u{feff}\u{7f}\u{0}";

/// What can stand in an argument or in a line of a page: no zero byte, no line break.
fn hostile_in_line() -> String {
    HOSTILE.replace(['\u{0}', '\r'], "")
}

/// Sessions of the example with what there is to be shown: a conflict, pairs, a withdrawal, answers, a visit.
const SESSIONS: [&str; 6] = [
    "2026-11-23-norwich-karg3zsk",
    "2026-07-02-telford-e3vabnac",
    "2026-03-12-northern-ireland-93bvrvs3",
    "2007-02-07-board-01-y12w16ap",
    "2007-02-09-board-18-dpzjc5wd",
    "2026-05-20-men-s-prison-ygg18w44",
];
const NORWICH: &str = "study/2026-11-23-norwich-karg3zsk.json";
const TELFORD: &str = "study/2026-07-02-telford-e3vabnac.json";

/// Members whose texts are people's own words, or names that they chose.
const TEXTS: [&str; 22] = [
    "title",
    "source",
    "text",
    "site",
    "held_on",
    "label",
    "role",
    "sector",
    "theme",
    "tags",
    "reason",
    "number",
    "question",
    "answer",
    "words",
    "quotes",
    "recontact",
    "take_part",
    "about",
    "answer_set",
    "initials",
    "prompt",
];

/// Ids of people, sessions and versions have a form, and a file with others is refused; all others can be anything.
fn hostile_id(id: &str) -> String {
    let is_of_form = |id: &str| {
        let is_seat =
            id.strip_prefix('P').is_some_and(|rest| rest.starts_with(|one: char| one.is_ascii_digit()));
        is_seat || id.starts_with("20") || id.len() == 19 && id.matches('-').count() == 3
    };
    match id.split_once('@') {
        Some((question, seat)) => format!("{question}{HOSTILE}@{seat}"),
        None if is_of_form(id) => id.to_owned(),
        None => format!("{id}{HOSTILE}"),
    }
}

/// The same file with every text made hostile; `list` is the list it stands in, `holder` the member.
fn hostile(value: Value, list: &str, holder: &str) -> Value {
    let one = |(name, value): (String, Value)| {
        let value = match value {
            Value::String(id) if name == "id" && list != "writers" => Value::String(hostile_id(&id)),
            // Words of the format's own, which a file cannot have otherwise.
            Value::String(word) if name == "role" && list == "writers" => Value::String(word),
            Value::String(word) if name == "answer" && holder == "like" => Value::String(word),
            Value::String(text) if TEXTS.contains(&name.as_str()) => Value::String(text + HOSTILE),
            Value::Array(items) => hostile(Value::Array(items), &name, &name),
            Value::Object(members) => hostile(Value::Object(members), list, &name),
            other => other,
        };
        (name, value)
    };
    match value {
        Value::Object(members) => Value::Object(members.into_iter().map(one).collect::<Map<_, _>>()),
        Value::Array(items) => {
            let is_text = TEXTS.contains(&holder) || holder == "themes";
            let item = |item| match item {
                Value::String(text) if is_text => Value::String(text + HOSTILE),
                other => hostile(other, list, holder),
            };
            Value::Array(items.into_iter().map(item).collect())
        }
        other => other,
    }
}

fn example(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions").join(name).with_extension("json");
    hostile(serde_json::from_slice(&fs::read(path).unwrap()).unwrap(), "", "")
}

/// A laptop with that study, an instrument of its own of each kind, one with slips, and files to bring in and to refuse.
fn laptop() -> Laptop {
    let laptop = Laptop::new();
    for name in SESSIONS.into_iter().chain(["study", "withdrawals"]) {
        laptop.write(&format!("study/{name}.json"), example(name).to_string());
    }
    for (session, id, slip) in [(3, "board", false), (5, "visits", false), (5, "slips", true)] {
        let mut instrument = example(SESSIONS[session])["instrument"].clone();
        instrument["format"] = "hearken/instrument".into();
        instrument["id"] = id.into();
        if slip {
            instrument[HOSTILE] = HOSTILE.into();
        }
        laptop.write(&format!("study/instruments/{id}.json"), instrument.to_string());
    }
    let odd = hostile_in_line();
    laptop.write("study/cut off.json", "{\"format\": \"hearken/session\"");
    laptop.write(&format!("study/name {odd}.json"), format!("{{\"format\": \"hearken/session\"{HOSTILE}"));
    laptop.write("page.txt", format!("= {odd}\n= Funding\nwords {HOSTILE}\n>such{odd} \"quote{odd}\n"));
    laptop.write("talk.txt", format!("P1: words {HOSTILE}\nAnna: more{HOSTILE}\nBen: and{HOSTILE}\n"));
    laptop.write("returns.csv", format!("Board,1,1a,Odd{odd}\nA{odd},yes,w{odd},\nB,nope{odd},x,\n"));
    laptop.write("map.json", format!("{{\"format\": {}}}", Value::from(HOSTILE)));
    laptop.write("format.json", format!("{{\"format\": {}}}", Value::from(HOSTILE)));
    let name = Value::from(HOSTILE);
    laptop.write("twice.json", format!("{{{name}: 1, {name}: 2}}"));
    laptop.write("raw.json", format!("{{\"a\": {HOSTILE}"));
    let note = format!("{{\"id\": {name}, \"stamp\": {name}, \"over\": [], \"kind\": {name}}}");
    let head = "\"format\": \"hearken/session\", \"version\": 1, \"id\": \"k7m2-q9xd-4tn1-b8wz\"";
    laptop.write("note.json", format!("{{{head}, \"notes\": [{note}]}}"));
    laptop
}

/// Runs a command and sees that nothing in what it prints is obeyed. Rows end in the line break that rows have.
fn told(laptop: &Laptop, args: &[&str]) -> Ran {
    let mut told = ran(laptop.hearken().args(args).args(["--study", "study"]));
    if args.contains(&"csv") {
        told.out = told.out.replace("\r\n", "\n");
    }
    assert!(told.is_safe(), "{args:?}: {:?} {:?}", told.out, told.err);
    told
}

/// Each with its exit code.
const PRINTING: [(i32, &[&str]); 23] = [
    (3, &["list"]),
    (0, &["show", NORWICH]),
    (0, &["show", TELFORD]),
    (4, &["check", "study", "note.json", "format.json", "twice.json", "raw.json"]),
    (0, &["check", NORWICH, "study/study.json", "study/withdrawals.json", "study/instruments/board.json"]),
    (3, &["conflicts", TELFORD]),
    (0, &["pairs", NORWICH]),
    (3, &["doctor"]),
    (3, &["merge", NORWICH, TELFORD, "--dry-run", "-o", "all.json"]),
    (4, &["merge", "study", "format.json", "-o", "all.json"]),
    (1, &["withdraw", "P1-kj4x9q", NORWICH]),
    (2, &["withdraw", "P77", NORWICH]),
    (2, &["erase", "2026-11-23T10:4", NORWICH, "--reason", "mistake"]),
    (1, &["forget", NORWICH]),
    (4, &["compare", "--agree", "funding", "prison-visits", "practice-survey"]),
    (3, &["instrument", "list"]),
    (0, &["instrument", "show", "board"]),
    (0, &["instrument", "show", "visits"]),
    (4, &["instrument", "check"]),
    (4, &["instrument", "show", "slips"]),
    (0, &["import", "notes", "page.txt", "--into", NORWICH, "--dry-run"]),
    (4, &["import", "notes", "talk.txt", "--into", NORWICH, "--dry-run"]),
    (
        4,
        &[
            "import",
            "csv",
            "returns.csv",
            "--instrument",
            "safeguarding-board",
            "--key",
            "Board",
            "--dry-run",
        ],
    ),
];

#[test]
fn no_command_prints_what_a_terminal_obeys_whatever_the_files_hold() {
    let laptop = laptop();
    for (code, args) in PRINTING {
        let words = told(&laptop, args);
        assert_eq!(words.code, code, "{args:?}: {}", words.err);
        assert!(!words.out.is_empty() || !words.err.is_empty(), "{args:?}");
        let facts = told(&laptop, &[args, &["--json"]].concat());
        assert_eq!(facts.code, code, "{args:?}: {}", facts.err);
        if !facts.out.is_empty() {
            facts.json();
        }
    }
    // What was printed above did hold the words: an escape is shown by its sign.
    assert!(told(&laptop, &["show", NORWICH]).out.contains("\u{241b}[2J"));
    for args in [&["merge", NORWICH, TELFORD, "-o", "-"][..], &["invite", NORWICH, "-o", "-"]] {
        let file = told(&laptop, args);
        assert!(file.json()["details"]["site"].is_string() || file.json()["sessions"].is_array(), "{args:?}");
    }
}

#[test]
fn no_error_repeats_what_a_terminal_obeys() {
    let laptop = laptop();
    let odd = hostile_in_line();
    let odd = odd.as_str();
    for (code, args) in [
        (1, vec!["show", odd]),
        (4, vec!["show", "note.json"]),
        (4, vec!["open", "note.json"]),
        (1, vec!["show", "board"]),
        (2, vec!["new", "--kind", "meeting", "--site", "X", "--instrument", "visits", "--themes", odd]),
        (4, vec!["new", "--kind", "meeting", "--site", "X", "--instrument", "slips"]),
        (2, vec!["withdraw", odd, NORWICH]),
        (2, vec!["erase", odd, NORWICH, "--reason", "mistake"]),
        (2, vec!["report", "why", odd, NORWICH]),
        (2, vec!["instrument", "show", odd]),
        (2, vec!["instrument", "new", odd]),
        (
            4,
            vec![
                "import",
                "csv",
                "returns.csv",
                "--instrument",
                "board",
                "--key",
                odd,
                "--held-on",
                "2007-03-31",
            ],
        ),
        (
            4,
            vec![
                "import",
                "csv",
                "returns.csv",
                "--instrument",
                "board",
                "--key",
                "Board",
                "--map",
                "map.json",
            ],
        ),
        (1, vec!["git-setup"]),
    ] {
        let refused = told(&laptop, &args);
        assert_eq!(refused.code, code, "{args:?}: {}", refused.err);
        assert!(!refused.err.is_empty(), "{args:?}");
    }
}

#[test]
fn no_report_and_no_paper_twin_holds_what_a_terminal_obeys() {
    let laptop = laptop();
    // The folder has files that cannot be read; a report would only say so.
    let inputs: Vec<String> = SESSIONS.iter().map(|name| format!("study/{name}.json")).collect();
    let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let formats = ["text", "md", "html", "csv", "json"];
    for format in formats {
        for kind in
            ["appendix", "followup", "coverage", "matrix", "summary", "findings", "practice", "session"]
        {
            let of = if kind == "session" { &inputs[..1] } else { &inputs[..] };
            let made = told(&laptop, &[&["report", kind, "-f", format], of].concat());
            let has_no_rows = format == "csv" && kind == "session";
            assert_eq!(made.code, if has_no_rows { 2 } else { 0 }, "{kind} {format}: {}", made.err);
            if format == "text" && kind != "followup" {
                assert!(made.out.contains('\u{241b}'), "{kind} holds the words");
            }
        }
        for id in ["board", "visits"] {
            let paper = told(&laptop, &["instrument", "print", id, "-f", format]);
            assert_eq!(paper.code, if format == "csv" { 2 } else { 0 }, "{id} {format}: {}", paper.err);
        }
    }
    assert_eq!(told(&laptop, &["report", "summary", "--suppress-below", "3", NORWICH]).code, 0);
}
