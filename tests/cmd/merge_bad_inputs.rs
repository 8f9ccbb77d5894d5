//! Sessions that no program writes and somebody will hand in, through the whole program: nothing lost, nothing half
//! written, and told.

use std::fs;

use crate::support::{ID, Laptop, Typing, norwich, note, ran, seat_of, text, with_quote};
use hearken::model::note::NoteKind;

/// The members of a version of a note by P3.
fn version(words: &str, stamp: u32, over: &[u32]) -> String {
    let over: Vec<String> = over.iter().map(|second| format!("\"{}\"", at(*second))).collect();
    format!(
        "\"kind\":\"quote\",\"participant\":\"{}\",\"text\":\"{words}\",\"from\":\"live\",\"stamp\":\"{}\",\"over\":[{}]",
        seat_of(3),
        at(stamp),
        over.join(",")
    )
}

fn at(second: u32) -> String {
    format!("2026-11-23T10:42:{second:02}.000Z-0000-aaaaaa")
}

/// Norwich with these members.
fn norwich_with(members: &str) -> String {
    format!("{{\"format\":\"hearken/session\",\"version\":1,\"id\":\"{ID}\",{members}}}")
}

/// Merges files of these texts with Norwich as it should be, and shows what came out.
fn merged(texts: &[String]) -> (Laptop, String) {
    let laptop = Laptop::new();
    laptop.write("good.json", text(&norwich(ID)));
    let names: Vec<String> = (0..texts.len()).map(|number| format!("{number}.json")).collect();
    names.iter().zip(texts).for_each(|(name, text)| _ = laptop.write(name, text));
    let merged = ran(laptop.hearken().arg("merge").arg("good.json").args(&names).args(["-o", "all.json"]));
    assert!([0, 3].contains(&merged.code), "{}", merged.err);
    let shown = laptop.run(["show", "all.json"]);
    assert!(shown.code == 0 && shown.is_safe(), "{}", shown.err);
    (laptop, shown.out)
}

#[test]
fn versions_in_a_circle_over_themselves_over_nothing_and_over_another_note_are_all_shown() {
    let notes = [
        format!("{{\"id\":\"{}\",{}}}", at(1), version("a circle: one", 1, &[2])),
        format!("{{\"id\":\"{}\",{}}}", at(3), version("over itself", 3, &[3])),
        format!("{{\"id\":\"{}\",{}}}", at(4), version("over nothing", 4, &[59])),
        format!("{{\"id\":\"{}\",{}}}", at(5), version("over another note", 5, &[3])),
    ];
    let one = norwich_with(&format!("\"notes\":[{}]", notes.join(",")));
    let other =
        norwich_with(&format!("\"notes\":[{{\"id\":\"{}\",{}}}]", at(1), version("a circle: two", 2, &[1])));
    let (_, shown) = merged(&[one, other]);
    for words in ["a circle: two", "over itself", "over nothing", "over another note"] {
        assert_eq!(shown.matches(words).count(), 1, "{words} in {shown}");
    }
}

#[test]
fn two_bodies_under_one_stamp_are_both_shown_and_counted_as_a_conflict() {
    let with =
        |words| norwich_with(&format!("\"notes\":[{{\"id\":\"{}\",{}}}]", at(1), version(words, 1, &[])));
    let (laptop, shown) = merged(&[with("We wait."), with("We do not wait.")]);
    assert!(
        shown.contains("“We wait.”") && shown.contains("in conflict with: P3  “We do not wait.”"),
        "{shown}"
    );
    let checked = laptop.run(["check", "all.json"]);
    assert!(checked.out.contains("1 entries were changed in two places"), "{}", checked.out);
}

#[test]
fn words_that_are_erased_and_alive_at_once_are_gone_as_soon_as_they_are_read_and_counted() {
    let laptop = Laptop::new();
    let notes = format!("\"notes\":[{{\"id\":\"{}\",{}}}]", at(1), version("gone", 1, &[]));
    let mark = format!("{{\"in\":\"notes\",\"id\":\"{0}\",\"stamp\":\"{0}\",\"over\":[]}}", at(1));
    let withdrawal =
        format!("{{\"participant\":\"{}\",\"scope\":\"quotes\",\"stamp\":\"{}\"}}", seat_of(3), at(9));
    for record in [format!("\"erased\":[{mark}]"), format!("\"withdrawals\":[{withdrawal}]")] {
        laptop.write("both.json", norwich_with(&format!("{notes},{record}")));
        let checked = laptop.run(["check", "both.json"]);
        assert!(checked.out.contains("1 versions have been erased"), "{}", checked.out);
        assert!(!laptop.run(["show", "both.json"]).out.contains("gone"));
        let merged = laptop.run(["merge", "both.json", "-o", "-"]);
        assert!(merged.code == 0 && !merged.out.contains("gone"), "{}", merged.err);
    }
}

#[test]
fn words_of_somebody_who_has_no_seat_are_kept_shown_under_the_bare_id_and_told() {
    let mut typing = Typing::on(&norwich(ID), "kj4x9q");
    typing.adds(7, note(NoteKind::Quote, "funding", Some(77), "who said that?"));
    let (laptop, shown) = merged(&[text(&typing.done())]);
    assert!(shown.contains("P77-kj4x9q  “who said that?”"), "{shown}");
    let checked = laptop.run(["check", "all.json"]);
    assert!(
        checked.out.contains("1 notes are attributed to a seat that is not in the session"),
        "{}",
        checked.out
    );
}

#[cfg(unix)]
#[test]
fn an_output_for_which_there_is_no_room_leaves_everything_as_it_was() {
    let laptop = Laptop::new();
    laptop.write("one.json", text(&norwich(ID)));
    laptop.write("other.json", text(&with_quote(ID).0));
    let before = laptop.read("one.json");
    for out in ["new.json", "one.json", "study/"] {
        // The system takes half a kilobyte of a file and no more.
        let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" merge one.json other.json -o \"$1\"";
        let mut shell = assert_cmd::Command::new("sh");
        shell.env_clear().env("HOME", laptop.home()).current_dir(laptop.at(""));
        let refused = ran(shell.args(["-c", script, env!("CARGO_BIN_EXE_hearken"), out]));
        assert_eq!(refused.code, 1, "{out}: {}", refused.err);
        assert!(!refused.err.is_empty() && !refused.err.contains("os error"), "{}", refused.err);
        assert_eq!(laptop.read("one.json"), before, "{out}");
        let left: Vec<String> = laptop.names("").into_iter().filter(|name| name != "study").collect();
        assert_eq!(left, ["one.json", "other.json"], "{out}");
        if out == "study/" {
            assert_eq!(laptop.names("study"), [".hearken"]);
        }
    }
    assert!(fs::metadata(laptop.at("one.json")).unwrap().len() > 1024);
}
