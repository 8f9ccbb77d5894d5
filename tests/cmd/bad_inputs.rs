//! Files that are not what they should be: one clear message each, exit code 4, and the file as it was.

use std::fs;
use std::path::Path;

use crate::support::{ID, Laptop, norwich, text, with_quote};

/// The commands that read a session, on a file of this name.
fn commands(name: &str) -> [Vec<&str>; 7] {
    [
        vec!["show", name],
        vec!["check", name],
        vec!["pairs", name],
        vec!["merge", name, "-o", "out.json"],
        vec!["merge", name, "-o", name],
        vec!["invite", name, "-o", "out.json"],
        vec!["open", name],
    ]
}

/// Every command refuses a file with exit code 4 and these words, and leaves everything as it is.
fn is_refused(laptop: &Laptop, name: &str, words: &str) {
    let fingerprint =
        |path: &Path| (fs::metadata(path).unwrap().len(), fs::metadata(path).unwrap().modified().unwrap());
    let before = (fingerprint(&laptop.at(name)), laptop.names(""));
    for args in commands(name) {
        let refused = crate::support::ran(laptop.hearken().args(&args));
        assert_eq!((refused.code, refused.out.as_str()), (4, ""), "{args:?}: {}", refused.err);
        assert!(refused.err.contains(words), "{args:?}: “{words}” is not in {}", refused.err);
        assert_eq!(refused.err.matches(name).count(), 1, "one message: {}", refused.err);
        assert!(refused.is_safe(), "{:?}", refused.err);
        assert_eq!((fingerprint(&laptop.at(name)), laptop.names("")), before, "{args:?}");
    }
}

fn bytes_are_refused(bytes: &[u8], words: &str) {
    let laptop = Laptop::new();
    laptop.write("norwich.json", bytes);
    is_refused(&laptop, "norwich.json", words);
    assert_eq!(fs::read(laptop.at("norwich.json")).unwrap(), bytes);
}

fn text_is_refused(change: impl FnOnce(String) -> String, words: &str) {
    bytes_are_refused(change(text(&with_quote(ID).0)).as_bytes(), words);
}

#[test]
fn what_a_crash_leaves() {
    bytes_are_refused(b"", "the file is empty");
    bytes_are_refused(&[0; 64], "nothing but zero bytes");
    text_is_refused(|text| text.split_at(text.len() / 2).0.to_owned(), "the file is cut off");
    text_is_refused(|text| text.split_at(text.len() / 2).0.to_owned(), "norwich.json: line ");
}

#[test]
fn what_is_not_json_or_not_ours() {
    bytes_are_refused(b"Dear all,\n", "line 1, column 1: not JSON");
    bytes_are_refused(b"{\"a\": 1,}\n", "line 1, column ");
    bytes_are_refused(b"[]", "not a file of hearken's: it holds a list and not an object");
    bytes_are_refused(b"null", "not a file of hearken's");
    bytes_are_refused(b"7", "not a file of hearken's");
    bytes_are_refused(b"{} {}", "line 1, column ");
    bytes_are_refused(b"{\"format\": \"another/program\"}", "its “format” is “another/program”");
    bytes_are_refused(b"{\"format\": 7}", "it has no “format” member that is a text");
}

#[test]
fn other_encodings() {
    text_is_refused(|text| text.replace("March", "M\u{1}rch"), "line ");
    let latin = text(&with_quote(ID).0).replace("March", "M?rz").into_bytes();
    let latin: Vec<u8> = latin.into_iter().map(|byte| if byte == b'?' { 0xe4 } else { byte }).collect();
    bytes_are_refused(&latin, "the file is in Latin-1");
    let utf_16: Vec<u8> = "{\"format\": 1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes_are_refused(&utf_16, "the file is in UTF-16");
    bytes_are_refused(b"{\"a\": \"\xc0\x80\"}", "the bytes from offset 7 are not UTF-8");
    bytes_are_refused(b"{\"a\": \"\\ud800\"}", "line 1, column ");
    let laptop = Laptop::new();
    laptop.write("norwich.json", format!("\u{feff}{}", text(&norwich(ID))));
    assert_eq!(laptop.run(["show", "norwich.json"]).code, 0);
}

#[test]
fn another_version_of_the_format() {
    let version = |version: &'static str| move |text: String| text.replacen("\"version\": 1", version, 1);
    text_is_refused(
        version("\"version\": 2"),
        "written in version 2 of the format; this program reads version 1",
    );
    text_is_refused(version("\"version\": 1.1"), "line 3, column 14: version: expected a whole number");
    text_is_refused(version("\"version\": \"1\""), "line 3, column 14: version: expected a whole number");
    text_is_refused(version("\"edition\": 1"), "no “version” member");
}

#[test]
fn a_name_that_stands_twice() {
    let twice =
        |text: String| text.replacen("\"kind\": \"quote\"", "\"kind\": \"point\", \"kind\": \"quote\"", 1);
    text_is_refused(twice, "the name “kind” stands twice in one object");
    text_is_refused(twice, "norwich.json: line ");
}

#[test]
fn values_that_do_not_fit_with_line_column_and_path() {
    let stamp = "2026-11-23T10:42:07.000Z-0000-kj4x9q\",\n      \"over\"";
    text_is_refused(
        |text| text.replacen(stamp, &stamp.replace("10:42:07", "10:61:07"), 1),
        "notes[0].stamp: expected a stamp like 2026-11-23T10:42:07.123Z-0002-kj4x9q",
    );
    text_is_refused(
        |text| text.replacen("\"kind\": \"quote\"", "\"kind\": \"qu\\u001b[2Jote\\u202e\"", 1),
        "notes[0].kind: expected ",
    );
    text_is_refused(
        |text| text.replacen("\"notes\": [", "\"notes\": [null, ", 1),
        "notes[0]: expected an object",
    );
    text_is_refused(|text| text.replacen(ID, "../../etc/x", 1), "id: expected a session id");
    text_is_refused(
        |text| text.replacen("\"planned_minutes\": 90", "\"planned_minutes\": -1", 1),
        "planned_minutes",
    );
}

#[test]
fn a_hundred_thousand_deep() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    bytes_are_refused(deep("[", "]").as_bytes(), "lists and objects stand too deep in one another");
    bytes_are_refused(
        deep("{\"a\":", "}").replacen(":}", ":1}", 1).as_bytes(),
        "lists and objects stand too deep",
    );
    bytes_are_refused("[".repeat(100_000).as_bytes(), "the file is cut off");
}

#[test]
fn two_hundred_megabytes_are_refused_by_size() {
    let laptop = Laptop::new();
    let file = fs::File::create(laptop.at("norwich.json")).unwrap();
    file.set_len(200 << 20).unwrap();
    is_refused(&laptop, "norwich.json", "is too large: it has 200 MB or more, and at most 64 MB are read");
    let streamed = laptop
        .hearken()
        .args(["check", "-"])
        .pipe_stdin(laptop.at("norwich.json"))
        .unwrap()
        .output()
        .unwrap();
    assert_eq!(streamed.status.code(), Some(4));
}

#[cfg(unix)]
#[test]
fn what_is_no_file() {
    let laptop = Laptop::new();
    let at = |name: &str| laptop.at(name);
    fs::create_dir(at("folder")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    for (link, to) in [("dangling", "nowhere"), ("forth", "back"), ("back", "forth")] {
        std::os::unix::fs::symlink(to, at(link)).unwrap();
    }
    for (name, found) in [
        ("pipe", "a pipe"),
        ("socket", "a socket"),
        ("dangling", "a link"),
        ("forth", "a link"),
        ("/dev/zero", "a device"),
    ] {
        for command in ["show", "check"] {
            let refused = laptop.run([command, name]);
            assert_eq!(refused.code, 4, "{command} {name}: {}", refused.err);
            assert!(refused.err.contains(&format!("{name} is {found}")), "{}", refused.err);
        }
        assert_eq!(laptop.run(["merge", name, "-o", "out.json"]).code, 4, "{name}");
    }
    assert_eq!(laptop.run(["show", "folder"]).code, 4);
    assert_eq!(laptop.run(["check", "folder/below"]).code, 4);
}

#[test]
fn every_bad_input_among_many_is_named_and_nothing_is_written() {
    let laptop = Laptop::new();
    laptop.write("good.json", text(&norwich(ID)));
    laptop.write("empty.json", "");
    laptop.write("study/deep.json", "[".repeat(100));
    laptop.write("study/\u{1b}[31m.json", "{\"format\": \"hearken/session\"}");
    let refused = laptop.run(["merge", "empty.json", "good.json", "study", "nowhere.json", "-o", "out.json"]);
    assert_eq!((refused.code, refused.out.as_str()), (4, ""));
    assert!(refused.err.starts_with("hearken: 3 inputs cannot be read:\n"), "{}", refused.err);
    for told in ["  empty.json: ", "  study/deep.json: line 1, ", "  there is no nowhere.json"] {
        assert!(refused.err.contains(told), "{told} in {}", refused.err);
    }
    assert!(refused.is_safe());
    assert_eq!(laptop.names(""), ["empty.json", "good.json", "study"]);
}

#[test]
fn where_the_words_of_a_damaged_session_still_are_is_told() {
    let laptop = Laptop::new();
    let name = "2026-11-23-norwich-k7m2q9xd.json";
    let path = laptop.write(name, text(&norwich(ID)));
    crate::support::cut_off(&path, "the last grant", "");
    laptop.write(".hearken/k7m2-q9xd-4tn1-b8wz.backup", text(&norwich(ID)));
    laptop.write(name, "");
    let refused = laptop.run(["show", name]);
    assert_eq!(refused.code, 4);
    assert!(
        refused.err.contains(".hearken/k7m2-q9xd-4tn1-b8wz.backup: copy that into its place"),
        "{}",
        refused.err
    );
    assert!(refused.err.contains(".hearken/k7m2-q9xd-4tn1-b8wz.journal, and comes back"), "{}", refused.err);
}
