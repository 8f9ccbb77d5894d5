//! Inputs that are large, deep or strange in a way that is not damage: refused at once and in little memory, or taken whole.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::support::{ID, Laptop, OTHER_ID, Ran, cut_off, norwich, ran, text};

const HEAD: &str = "{\"format\":\"hearken/session\",\"version\":1,\"id\":\"k7m2-q9xd-4tn1-b8wz\"";

/// A session whose one unknown member holds these bytes over and over, at least `megabytes` of them.
fn large(laptop: &Laptop, name: &str, before: &str, piece: &str, after: &str, megabytes: usize) {
    let pieces = (megabytes << 20) / piece.len() + 1;
    let mut file = std::io::BufWriter::new(fs::File::create(laptop.at(name)).unwrap());
    let mut write = |text: &str| std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
    write(&format!("{HEAD},\"later\":{before}"));
    let many = piece.repeat(1024);
    for _ in 0..pieces / 1024 {
        write(&many);
    }
    write(&piece.repeat(pieces % 1024));
    write(&format!("{after}}}"));
}

/// The program with no more than so many megabytes for what it keeps in memory.
#[cfg(target_os = "linux")]
fn within(laptop: &Laptop, megabytes: usize, args: &[&str], from: Option<&str>) -> Ran {
    let script = format!("ulimit -d {}; exec \"$0\" \"$@\"", megabytes << 10);
    let mut shell = assert_cmd::Command::new("/bin/sh");
    shell.env_clear().env("HOME", laptop.home()).env("RAYON_NUM_THREADS", "2").current_dir(laptop.at(""));
    if let Some(from) = from {
        shell.pipe_stdin(laptop.at(from)).unwrap();
    }
    ran(shell.args(["-c", &script, env!("CARGO_BIN_EXE_hearken")]).args(args))
}

/// Every reader of files there is.
const READERS: [&[&str]; 13] = [
    &["check", "FILE"],
    &["show", "FILE"],
    &["conflicts", "FILE"],
    &["pairs", "FILE"],
    &["merge", "FILE", "-o", "out.json"],
    &["merge", "FILE", "-o", "out/"],
    &["invite", "FILE", "-o", "out.json"],
    &["withdraw", "P1", "FILE"],
    &["report", "session", "FILE"],
    &["instrument", "check", "./FILE"],
    &["import", "notes", "FILE", "--kind", "meeting", "--site", "Leeds"],
    &["import", "csv", "FILE", "--instrument", "safeguarding-board", "--key", "Board"],
    &["import", "csv", "sheet.csv", "--instrument", "safeguarding-board", "--key", "Board", "--map", "FILE"],
];

#[cfg(target_os = "linux")]
#[test]
fn two_hundred_megabytes_are_refused_by_every_reader_within_a_hundred_of_memory() {
    let laptop = Laptop::new();
    large(&laptop, "large.json", "\"", "a word of it ", "\"", 200);
    laptop.write("sheet.csv", "Board,1\nA,yes\n");
    for args in READERS {
        let args: Vec<String> = args.iter().map(|arg| arg.replace("FILE", "large.json")).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let refused = within(&laptop, 100, &args, None);
        // A map of columns is no input: without it the import could not be done.
        let code = if args.contains(&"--map") { 1 } else { 4 };
        assert_eq!(refused.code, code, "{args:?}: {}", refused.err);
        assert!(refused.err.contains("large.json is too large"), "{args:?}: {}", refused.err);
    }
    // What comes in a stream has no size before it is read; room for it is doubled as it comes.
    for args in [&["check", "-"][..], &["merge", "-", "-o", "out.json"]] {
        let refused = within(&laptop, 160, args, Some("large.json"));
        assert_eq!(refused.code, 4, "{args:?}: {}", refused.err);
        assert!(refused.err.contains("standard input is too large"), "{args:?}: {}", refused.err);
    }
    assert_eq!(laptop.names(""), ["large.json", "sheet.csv"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_hundred_thousand_levels_are_refused_by_every_reader_of_json_within_a_hundred_megabytes() {
    let laptop = Laptop::new();
    let levels = 100_000;
    laptop.write("deep.json", format!("{HEAD},\"later\":{}{}}}", "[".repeat(levels), "]".repeat(levels)));
    laptop.write("sheet.csv", "Board,1\nA,yes\n");
    let reads_json = |args: &&&[&str]| args[0] != "import" || args.contains(&"--map");
    for args in READERS.iter().filter(reads_json) {
        let args: Vec<String> = args.iter().map(|arg| arg.replace("FILE", "deep.json")).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let refused = within(&laptop, 100, &args, None);
        assert_eq!(refused.code, 4, "{args:?}: {}", refused.err);
        let told = format!("{}{}", refused.out, refused.err);
        assert!(told.contains("lists and objects stand too deep in one another"), "{args:?}: {told}");
    }
    assert_eq!(laptop.names(""), ["deep.json", "sheet.csv"]);
}

#[test]
fn twenty_megabytes_of_small_numbers_are_refused_where_they_become_too_many() {
    let laptop = Laptop::new();
    large(&laptop, "numbers.json", "[", "1,", "1]", 20);
    for args in [&["check", "numbers.json"][..], &["show", "numbers.json"]] {
        let refused = ran(laptop.hearken().args(args));
        assert_eq!(refused.code, 4, "{args:?}: {}", refused.err);
        let told = "more values stand in it than in any file of hearken's";
        assert!(refused.err.contains(told) && refused.err.contains("line 1, column "), "{}", refused.err);
    }
}

#[test]
fn a_million_notes_are_refused_by_their_size_and_a_hundred_thousand_are_read() {
    let laptop = Laptop::new();
    let notes = |count: usize| {
        let note = |number: usize| {
            let stamp = format!(
                "2026-11-{:02}T{:02}:{:02}:{:02}.000Z-0000-aaaaaa",
                1 + number / 86_400,
                number / 3600 % 24,
                number / 60 % 60,
                number % 60
            );
            format!(
                "{{\"id\":\"{stamp}\",\"kind\":\"point\",\"text\":\"w\",\"from\":\"live\",\"stamp\":\"{stamp}\",\"over\":[]}}"
            )
        };
        format!("{HEAD},\"notes\":[{}]}}", (0..count).map(note).collect::<Vec<_>>().join(","))
    };
    laptop.write("million.json", notes(1_000_000));
    let refused = laptop.run(["check", "million.json"]);
    assert_eq!(refused.code, 4);
    assert!(refused.err.contains("million.json is too large"), "{}", refused.err);
    laptop.write("many.json", notes(100_000));
    let read = laptop.run(["check", "many.json"]);
    assert!(read.code == 0 && read.out.contains("100000 notes"), "{}{}", read.out, read.err);
}

/// What no id may become: a way out of the folder, a drive, a device, a path, an option, a very long name.
fn hostile_ids() -> Vec<String> {
    let mut ids = [
        "../../etc/x",
        "/etc/passwd",
        "C:\\",
        "CON",
        "a/b",
        "a\\b",
        "-rf",
        ".",
        "..",
        "~",
        "$HOME",
        "a\u{1b}[2Jb",
    ]
    .map(str::to_owned)
    .to_vec();
    ids.push("k".repeat(10 << 10));
    ids
}

#[test]
fn an_id_that_would_be_a_path_is_refused_wherever_one_is_read_or_typed() {
    let laptop = Laptop::new();
    laptop.write("good.json", text(&norwich(ID)));
    let before = laptop.names("");
    for id in hostile_ids().into_iter().chain(["a\u{0}b".to_owned()]) {
        let quoted = serde_json::Value::from(id.as_str()).to_string();
        let members = [
            format!("{{\"format\":\"hearken/session\",\"version\":1,\"id\":{quoted}}}"),
            format!("{HEAD},\"formerly\":[{quoted}]}}"),
            format!(
                "{HEAD},\"notes\":[{{\"id\":\"n\",\"kind\":\"point\",\"text\":\"\",\"from\":\"live\",\"stamp\":{quoted},\"over\":[]}}]}}"
            ),
            format!(
                "{{\"format\":\"hearken/collection\",\"version\":1,\"sessions\":[{{\"format\":\"hearken/session\",\"version\":1,\"id\":{quoted}}}]}}"
            ),
        ];
        for text in members {
            laptop.write("bad.json", &text);
            for args in [&["check", "bad.json"][..], &["merge", "bad.json", "good.json", "-o", "study/"]] {
                let refused = ran(laptop.hearken().args(args));
                assert_eq!(refused.code, 4, "{text} {args:?}: {}", refused.err);
                assert!(refused.is_safe() && refused.err.contains("expected "), "{text}: {}", refused.err);
            }
            fs::remove_file(laptop.at("bad.json")).unwrap();
        }
    }
    for id in hostile_ids() {
        let of_instrument = format!("--instrument={id}");
        let joined = format!("--join={id}");
        for args in [
            vec!["new", "--kind", "meeting", "--site", "X", of_instrument.as_str()],
            vec!["open", joined.as_str()],
            vec!["instrument", "show", "--", id.as_str()],
            vec!["instrument", "new", "--", id.as_str()],
            vec!["instrument", "print", "--", id.as_str()],
        ] {
            let refused = ran(laptop.hearken().args(&args));
            // What is there to be read may be joined by: it is looked at, and is no invitation.
            let is_there = args[0] == "open" && Path::new(&id).exists();
            assert_eq!(refused.code, if is_there { 4 } else { 2 }, "{args:?}: {}", refused.err);
            assert!(refused.is_safe() && refused.out.is_empty(), "{args:?}: {}", refused.err);
        }
    }
    assert_eq!(laptop.names(""), before);
    assert!(!laptop.home().join(".local").exists(), "no study was made");
}

#[test]
fn a_theme_or_question_that_is_called_like_a_path_is_a_name_and_never_a_file() {
    let laptop = Laptop::new();
    for id in hostile_ids() {
        let name = serde_json::Value::from(id.as_str()).to_string();
        let stamp = "2026-11-23T10:42:07.000Z-0000-aaaaaa";
        let version = format!("\"stamp\":\"{stamp}\",\"over\":[]");
        laptop.write(
            "study/named.json",
            format!(
                "{HEAD},\"notes\":[{{\"id\":\"{stamp}\",\"theme\":{name},\"kind\":\"point\",\"text\":\"kept\",\"from\":\"live\",\
                 {version}}}],\"summaries\":[{{\"id\":{name},\"text\":\"summed up\",\"notes\":[],{version}}}]}}"
            ),
        );
        let shown = laptop.run(["show", "study/named.json"]);
        assert!(shown.code == 0 && shown.is_safe() && shown.out.contains("kept"), "{id}: {}", shown.err);
        let merged = laptop.run(["merge", "study/named.json", "-o", "study/"]);
        assert_eq!(merged.code, 0, "{id}: {}", merged.err);
        assert_eq!(laptop.names("study"), [".hearken", "named.json"], "{id}");
        assert_eq!(laptop.names(""), ["study"], "{id}");
    }
}

/// The first and last times there are, a second that is put in, one without a zone, with the furthest zone, in a gap of
/// summer time, of no day, of no calendar.
const TIMES: [&str; 11] = [
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2016-12-31T23:59:60Z",
    "2026-11-23T10:42:07",
    "2026-11-23T10:42:07+14:00",
    "2026-03-29T01:30:00+00:00",
    "2026-02-30T10:00:00Z",
    "-262144-01-01T00:00:00Z",
    "+262143-12-31T23:59:59Z",
    "yesterday",
    "",
];

#[test]
fn every_odd_time_is_kept_as_it_was_written_and_those_of_no_calendar_are_told() {
    let laptop = Laptop::new();
    let stamp = |number: usize| format!("2026-11-23T10:42:{number:02}.000Z-0000-aaaaaa");
    let of = |number: usize| format!("\"stamp\":\"{0}\",\"over\":[]", stamp(number));
    let note = |(number, time): (usize, &&str)| {
        format!(
            "{{\"id\":\"{}\",\"kind\":\"point\",\"text\":\"note {number}.\",\"said_at\":\"{time}\",\"from\":\"live\",{}}}",
            stamp(number),
            of(number)
        )
    };
    let pause = |(number, time): (usize, &&str)| {
        format!("{{\"id\":\"{}\",\"at\":\"{time}\",\"until\":\"{time}\",{}}}", stamp(number), of(number))
    };
    let notes: Vec<String> = TIMES.iter().enumerate().map(note).collect();
    let pauses: Vec<String> = TIMES.iter().enumerate().map(pause).collect();
    let details = format!(
        "\"details\":{{\"kind\":\"focus-group\",\"site\":\"Hull\",\"held_on\":\"2026-02-30\",{}}}",
        of(0)
    );
    let writer = format!(
        "\"writers\":[{{\"id\":\"aaaaaa\",\"laptop\":\"7tq2m9\",\"initials\":\"NT\",\"role\":\"note-taker\",\"opened\":\"9999-99-99\",{}}}]",
        of(0)
    );
    laptop.write(
        "times.json",
        format!(
            "{HEAD},{details},{writer},\"notes\":[{}],\"pauses\":[{}]}}",
            notes.join(","),
            pauses.join(",")
        ),
    );
    let checked = laptop.run(["check", "times.json"]);
    assert_eq!(checked.code, 0, "{}", checked.err);
    assert!(
        checked.out.contains("6 notes have a time that no calendar knows; it is kept as text."),
        "{}",
        checked.out
    );
    for args in [
        &["show", "times.json"][..],
        &["report", "session", "times.json"],
        &["merge", "times.json", "-o", "-"],
    ] {
        let told = ran(laptop.hearken().args(args));
        assert_eq!(told.code, 0, "{args:?}: {}", told.err);
        for number in 0..TIMES.len() {
            assert_eq!(told.out.matches(&format!("note {number}.")).count(), 1, "{args:?}: {}", told.out);
        }
    }
    let written = laptop.run(["merge", "times.json", "-o", "-"]).json();
    let said: Vec<&str> =
        written["notes"].as_array().unwrap().iter().map(|note| note["said_at"].as_str().unwrap()).collect();
    assert_eq!(said, TIMES);
    for kind in ["coverage", "followup", "appendix", "matrix"] {
        let made = laptop.run(["report", kind, "times.json"]);
        assert_eq!(made.code, 0, "{kind}: {}", made.err);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_told_by_name() {
    use std::os::unix::fs::PermissionsExt as _;
    let laptop = Laptop::new();
    let path = laptop.write("closed.json", text(&norwich(ID)));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may do everything may read this too.
    if fs::read(&path).is_err() {
        for args in [
            &["show", "closed.json"][..],
            &["check", "closed.json"],
            &["merge", "closed.json", "-o", "out.json"],
        ] {
            let refused = ran(laptop.hearken().args(args));
            assert_eq!(refused.code, 4, "{args:?}: {}", refused.err);
            assert!(
                refused.err.contains("closed.json") && !refused.err.contains("os error"),
                "{}",
                refused.err
            );
        }
    }
}

/// A study with one session, and the place of its journal.
fn with_journal(laptop: &Laptop, id: &str) -> String {
    laptop.write("study/norwich.json", text(&norwich(ID)));
    fs::create_dir_all(laptop.at("study/.hearken")).unwrap();
    format!("study/.hearken/{id}.journal")
}

/// The lines of a journal with their checks, as `cut_off` wrote them.
fn journal_lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap().split_inclusive('\n').map(str::to_owned).collect()
}

#[test]
fn the_journal_of_another_session_is_told_and_left_where_it_is() {
    let laptop = Laptop::new();
    let journal = with_journal(&laptop, ID);
    let other = laptop.write("elsewhere/leeds.json", text(&norwich(OTHER_ID)));
    cut_off(&other, "said in Leeds", "half");
    fs::copy(laptop.at(&format!("elsewhere/.hearken/{OTHER_ID}.journal")), laptop.at(&journal)).unwrap();
    let before = laptop.read(&journal);
    for args in [
        &["show", "study/norwich.json"][..],
        &["merge", "study/norwich.json", "--with-journal", "-o", "out.json"],
        &["forget", "study/norwich.json", "--yes"],
    ] {
        let refused = ran(laptop.hearken().args(args));
        assert_eq!(refused.code, 4, "{args:?}: {}", refused.err);
        let told = format!("is the journal of the session {OTHER_ID}, not of {ID}");
        assert!(refused.err.contains(&told), "{args:?}: {}", refused.err);
        assert!(!refused.out.contains("Leeds"), "nothing is guessed: {}", refused.out);
    }
    assert_eq!(laptop.read(&journal), before);
    assert_eq!(laptop.read("study/norwich.json"), text(&norwich(ID)));
}

#[test]
fn a_journal_whose_session_is_not_there_is_told_and_comes_back_with_it() {
    let laptop = Laptop::new();
    let path = laptop.write("study/norwich.json", text(&norwich(ID)));
    cut_off(&path, "the last grant", "and");
    laptop.write("study/leeds.json", text(&norwich(OTHER_ID)));
    assert_eq!(laptop.run(["list", "--study", "study"]).code, 0, "both are there");
    fs::rename(&path, laptop.at("moved.json")).unwrap();
    let listed = laptop.run(["list", "--study", "study"]);
    assert_eq!(listed.code, 3, "{}", listed.err);
    let told = format!("study/.hearken/{ID}.journal is a journal, and its session is not here.");
    assert!(listed.err.contains(&told) && !listed.err.contains(OTHER_ID), "{}", listed.err);
    let facts = laptop.run(["list", "--study", "study", "--json"]).json();
    assert_eq!(facts["journals_without_session"].as_array().unwrap().len(), 1);
    fs::rename(laptop.at("moved.json"), &path).unwrap();
    assert!(laptop.run(["show", "study/norwich.json"]).out.contains("the last grant"));
    // A file that is there and cannot be read is told as that, with its journal.
    laptop.write("study/2026-11-23-norwich-k7m2q9xd.json", "");
    fs::remove_file(&path).unwrap();
    let listed = laptop.run(["list", "--study", "study"]);
    assert!(
        listed.err.contains("the file is empty") && !listed.err.contains("is a journal"),
        "{}",
        listed.err
    );
}

#[test]
fn a_line_that_is_missing_from_a_journal_ends_it_and_what_follows_is_told() {
    let laptop = Laptop::new();
    let path = laptop.write("study/norwich.json", text(&norwich(ID)));
    cut_off(&path, "the last grant", "and half a note");
    let journal = laptop.at(&format!("study/.hearken/{ID}.journal"));
    let lines = journal_lines(&journal);
    assert!(lines.len() >= 3, "{lines:?}");
    let gap = lines.len() - 2;
    let without: String =
        lines.iter().enumerate().filter(|(line, _)| *line != gap).map(|(_, line)| line.as_str()).collect();
    fs::write(&journal, &without).unwrap();
    let shown = laptop.run(["show", "study/norwich.json"]);
    assert_eq!(shown.code, 3, "{}", shown.err);
    assert!(!shown.out.contains("and half a note"), "nothing is guessed: {}", shown.out);
    let told = format!("line {gap} is missing, {} follows", gap + 1);
    assert!(shown.err.contains(&told), "{}", shown.err);
    assert!(shown.err.contains("nothing is thrown away"), "{}", shown.err);
    assert_eq!(fs::read_to_string(&journal).unwrap(), without, "looking changes nothing");
}

fn instrument(questions: impl Iterator<Item = String>) -> String {
    format!(
        "{{\"format\":\"hearken/instrument\",\"id\":\"kinds\",\"version\":1,\"title\":\"T\",\"questions\":[\n{}\n]}}",
        questions.collect::<Vec<_>>().join(",\n")
    )
}

#[test]
fn a_hundred_thousand_questions_are_gone_through_and_their_slips_told_with_places() {
    let laptop = Laptop::new();
    let count = 100_000;
    let question = |number: usize| {
        format!("{{\"id\":\"q{number}\",\"text\":\"How many {number}?\",\"kind\":\"number\"}}")
    };
    laptop.write("good.json", instrument((0..count).map(question)));
    let good = laptop.run(["instrument", "check", "good.json"]);
    assert!(good.code == 0 && good.out.contains("100000 questions"), "{}{}", good.out, good.err);
    let twice = |number: usize| {
        format!(
            "{{\"id\":\"q\",\"text\":\"How many {number}?\",\"kind\":\"number\",\"when\":{{\"answered\":\"q\"}}}}"
        )
    };
    laptop.write("bad.json", instrument((0..count).map(twice)));
    let bad = laptop.run(["instrument", "check", "bad.json"]);
    assert_eq!(bad.code, 4);
    assert!(bad.err.starts_with("hearken: 200 slips or more in 1 instrument\n"), "{}", bad.err);
    assert!(bad.out.contains("the id “q” stands twice"), "{}", bad.out.get(..2_000).unwrap_or(&bad.out));
}

#[test]
fn a_prompt_of_a_megabyte_is_read_shown_and_printed_whole() {
    let laptop = Laptop::new();
    let prompt = "so many words ".repeat(80_000);
    let prompt = prompt.trim();
    laptop.write(
        "study/instruments/long.json",
        format!(
            "{{\"format\":\"hearken/instrument\",\"id\":\"long\",\"version\":1,\"title\":\"T\",\"themes\":[{{\"id\":\"t\",\
             \"title\":\"T\",\"prompts\":[{{\"id\":\"t.p\",\"text\":\"{prompt}\"}}]}}]}}"
        ),
    );
    for args in [&["instrument", "show", "long"][..], &["instrument", "print", "long"]] {
        let shown = ran(laptop.hearken().args(args).args(["--study", "study"]));
        assert_eq!(shown.code, 0, "{args:?}: {}", shown.err);
        let words: Vec<&str> = shown.out.split_whitespace().collect();
        assert_eq!(
            words.windows(3).filter(|three| *three == ["so", "many", "words"]).count(),
            80_000,
            "{args:?}"
        );
    }
    let checked = ran(laptop.hearken().args(["instrument", "check", "long", "--study", "study"]));
    assert_eq!(checked.code, 0, "{}", checked.err);
}

#[test]
fn xml_is_read_by_nobody_so_no_entity_of_it_is() {
    let laptop = Laptop::new();
    let secret = laptop.write("secret", "the words of the secret");
    let entity = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file://{}\">]><x>&e;</x>\n",
        secret.display()
    );
    laptop.write("page.xml", entity);
    for args in [
        &["check", "page.xml"][..],
        &["show", "page.xml"],
        &["merge", "page.xml", "-o", "out.json"],
        &["instrument", "check", "page.xml"],
    ] {
        let refused = ran(laptop.hearken().args(args));
        assert_eq!(refused.code, 4, "{args:?}: {}", refused.err);
        let told = format!("{}{}", refused.out, refused.err);
        assert!(told.contains("not JSON") && !told.contains("the words of"), "{args:?}: {told}");
    }
    // As a page of notes it is text, as anything is.
    let args = ["import", "notes", "page.xml", "--kind", "meeting", "--site", "Leeds", "--study", "study"];
    assert_eq!(ran(laptop.hearken().args(args)).code, 0);
    let shown = laptop.run(["show", "leeds", "--study", "study"]);
    assert!(shown.out.contains("&e;") && !shown.out.contains("the words of"), "{}", shown.out);
}

#[cfg(unix)]
#[test]
fn a_stream_that_is_closed_at_once_or_never_was_one_is_told() {
    let laptop = Laptop::new();
    let command = |stdin: Stdio| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hearken"));
        command.env_clear().env("HOME", laptop.home()).current_dir(laptop.at("")).args(["check", "-"]);
        command.stdin(stdin).output().unwrap()
    };
    for stdin in [Stdio::null(), Stdio::from(fs::File::open(laptop.at("")).unwrap())] {
        let refused = command(stdin);
        let told = String::from_utf8(refused.stderr).unwrap();
        assert!(refused.status.code() == Some(4) && told.starts_with("hearken: "), "{told}");
        assert!(!told.contains("os error"), "{told}");
    }
}
