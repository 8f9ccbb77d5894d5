//! Sealed bytes on standard input, and what a merge to standard output makes of sealed inputs.

use std::fs;

use hearken::storage::vault::{Identity, Passphrase, written};

use crate::sealed::{QUOTE, Sealed};
use crate::support::{ID, Ran, norwich, ran, text};

/// Runs the program in the study, with the sealed session on standard input.
fn fed(sealed: &Sealed, key: Option<&str>, args: &[&str]) -> Ran {
    fed_with(sealed, key, args, fs::read(sealed.file()).unwrap())
}

fn fed_with(sealed: &Sealed, key: Option<&str>, args: &[&str], bytes: Vec<u8>) -> Ran {
    let mut command = sealed.laptop.hearken();
    command.args(["--study", "visits"]).args(key.iter().flat_map(|key| ["--identity", key]));
    ran(command.args(args).write_stdin(bytes))
}

#[test]
fn a_sealed_session_on_standard_input_is_opened_as_its_file_is() {
    let sealed = Sealed::new();
    for key in ["device.txt", "office.txt"] {
        let checked = fed(&sealed, Some(key), &["check", "-"]);
        assert_eq!(checked.code, 0, "{}", checked.err);
        assert!(checked.out.starts_with("standard input: good: session"), "{}", checked.out);
    }
    let by_file = sealed.run_with("device.txt", ["report", "session", "visits"]);
    let by_stream = fed(&sealed, Some("device.txt"), &["report", "session", "-"]);
    assert_eq!((by_stream.code, &by_stream.out), (by_file.code, &by_file.out), "{}", by_stream.err);
    let conflicts = fed(&sealed, Some("device.txt"), &["conflicts", "-"]);
    assert_eq!(conflicts.code, 0, "{}", conflicts.err);
    // Into a study it is sealed again, and nothing is new there.
    let before = sealed.bytes();
    let merged = fed(&sealed, Some("device.txt"), &["merge", "-", "-o", "visits/"]);
    assert!(
        merged.code == 0 && merged.out.contains("held all of it already"),
        "{}{}",
        merged.out,
        merged.err
    );
    assert_eq!(sealed.bytes().len(), before.len());
    sealed.assert_no_word_is_plain();
}

#[test]
fn what_came_sealed_by_standard_input_and_stands_in_plain_after_a_merge_is_told() {
    let sealed = Sealed::new();
    let merged = fed(&sealed, Some("device.txt"), &["merge", "-", "-o", "archive/"]);
    assert_eq!(merged.code, 3, "{}", merged.err);
    assert!(merged.err.contains("What came sealed stands in archive/ in plain now"), "{}", merged.err);
    let plain = text(&norwich(ID)).into_bytes();
    let merged = fed_with(&sealed, Some("device.txt"), &["merge", "-", "-o", "other/"], plain);
    assert_eq!((merged.code, merged.err.as_str()), (0, ""));
}

#[test]
fn what_no_key_opens_on_standard_input_is_told_as_of_a_file_and_nothing_is_written() {
    let sealed = Sealed::new();
    sealed.laptop.write("stranger.txt", written(&Identity::generate().unwrap(), None).unwrap());
    let mut passphrase = Passphrase::default();
    "seven grey herons".chars().for_each(|letter| passphrase.push(letter));
    let under = written(&Identity::generate().unwrap(), Some(&passphrase)).unwrap();
    sealed.laptop.write("under.age", &under);
    let whole = fs::read(sealed.file()).unwrap();
    let cut = whole[..whole.len() - 1].to_vec();
    let before = sealed.bytes();
    for (key, bytes, told) in [
        (None, &whole, "it is sealed, and no key is unlocked"),
        // Nobody is there who could be asked for its passphrase.
        (Some("under.age"), &whole, "it is sealed, and no key is unlocked"),
        (Some("stranger.txt"), &whole, "it is sealed to another key than the ones unlocked here"),
        (Some("device.txt"), &cut, "it is sealed, and not as it was sealed: cut off or altered"),
        (Some("device.txt"), &under, "it is sealed with a passphrase and not to a key"),
    ] {
        for args in [
            &["check", "-"][..],
            &["conflicts", "-"],
            &["report", "session", "-"],
            &["merge", "-", "-o", "all.json"],
            &["merge", "-", "-o", "new/"],
        ] {
            let refused = fed_with(&sealed, key, args, bytes.clone());
            assert_eq!(refused.code, 4, "{args:?}: {}", refused.err);
            assert!(refused.err.contains(told), "{args:?}: {}", refused.err);
            assert!(!refused.out.contains(QUOTE), "{args:?}");
        }
    }
    let locked = fed(&sealed, None, &["check", "-"]);
    assert!(locked.err.contains("save what comes in as a file and name that"), "{}", locked.err);
    assert_eq!(sealed.bytes(), before);
    assert!(!sealed.laptop.at("all.json").exists() && !sealed.laptop.at("new").exists());
}

#[test]
fn sealed_bytes_on_standard_input_are_held_to_the_limit_of_size() {
    let sealed = Sealed::new();
    let mut bytes = fs::read(sealed.file()).unwrap();
    bytes.resize((64 << 20) + 1, 0);
    let refused = fed_with(&sealed, Some("device.txt"), &["check", "-"], bytes);
    assert!(refused.code == 4 && refused.err.contains("is too large"), "{}: {}", refused.code, refused.err);
}

#[test]
fn a_merge_to_standard_output_is_plain_like_any_file_that_somebody_asks_for_outside_of_the_study() {
    let sealed = Sealed::new();
    let out = fed(&sealed, Some("device.txt"), &["merge", "-", "-o", "-"]);
    assert_eq!(out.code, 0, "{}", out.err);
    assert!(out.out.starts_with('{') && out.out.contains(QUOTE), "{}", out.out);
    let to_file = sealed.run_with("device.txt", ["merge", "visits", "-o", "all.json"]);
    assert_eq!(to_file.code, 0, "{}", to_file.err);
    assert_eq!(out.out, sealed.laptop.read("all.json"));
    let locked = fed(&sealed, None, &["merge", "-", "-o", "-"]);
    assert_eq!((locked.code, locked.out.as_str()), (4, ""), "{}", locked.err);
    let plain = fed_with(&sealed, None, &["check", "-"], text(&norwich(ID)).into_bytes());
    assert_eq!(plain.code, 0, "{}", plain.err);
}
