//! `hearken seal` done again, because it was cut off or because nobody is sure that it was done: by the same words, although
//! what it sealed cannot be read here any more.

use crate::sealed::Sealed;
use crate::support::{ID, OTHER_ID, ran, text, with_quote};

const NORWICH: &str = "2026-11-23-norwich-k7m2q9xd.json.age";

#[test]
fn what_was_cut_off_is_finished_by_the_same_words() {
    let sealed = Sealed::new();
    let made = sealed.run(["new", "--kind", "focus-group", "--site", "HMP Devon"]);
    assert_eq!(made.code, 0, "{}", made.err);
    // It came as far as the first of the two, and not to the list.
    let begun = sealed.run_with("device.txt", ["seal", "norwich"]);
    assert_eq!(begun.code, 0, "{}", begun.err);
    let seal = ["seal", "norwich", "hmp devon", "--digests", "visit.sha256"];
    let lists: Vec<String> = (0..2)
        .map(|_| {
            let done = sealed.run_with("device.txt", seal);
            assert_eq!((done.code, done.out.lines().count()), (0, 2), "{}", done.err);
            assert!(done.err.contains(&format!("{NORWICH} was sealed before.")), "{}", done.err);
            sealed.laptop.read("visit.sha256")
        })
        .collect();
    assert_eq!(lists[0].lines().count(), 2);
    assert_eq!(lists[0], lists[1], "done once more, nothing is written");
    let compared = sealed.run(["check", "visits", "--digests", "visit.sha256"]);
    assert_eq!((compared.code, compared.out.matches(": as it left\n").count()), (0, 2), "{}", compared.err);
    let by_id = sealed.run_with("device.txt", ["seal", ID]);
    assert!(by_id.code == 0 && by_id.out.ends_with(&format!("{NORWICH}\n")), "{}{}", by_id.out, by_id.err);
    // Whoever wants to read it is told.
    for command in ["show", "unseal"] {
        let refused = sealed.run_with("device.txt", [command, "norwich"]);
        assert!(refused.code == 1 && refused.err.contains("another key"), "{}", refused.err);
    }
}

#[test]
fn words_that_mean_two_sealed_sessions_are_told_with_the_names_of_both() {
    let sealed = Sealed::new();
    let other = sealed.laptop.write("visits/2026-11-24-norwich.json", text(&with_quote(OTHER_ID).0));
    let encrypted = sealed.run_with("device.txt", ["key", "new"]);
    assert!(encrypted.code == 0 && !other.exists(), "{}", encrypted.err);
    for name in ["k7m2", "2026-11-24-norwich"] {
        let done = sealed.run_with("device.txt", ["seal", name]);
        assert_eq!(done.code, 0, "{}", done.err);
    }
    let before = sealed.bytes();
    let seal = sealed.run_with("device.txt", ["seal", "norwich", "--digests", "visit.sha256"]);
    assert_eq!(seal.code, 1, "{}", seal.out);
    for name in ["2026-11-23-norwich-k7m2q9xd.json", "2026-11-24-norwich.json"] {
        assert!(seal.err.contains(name), "{}", seal.err);
    }
    assert_eq!(sealed.bytes(), before);
    assert!(!sealed.laptop.at("visit.sha256").exists());
    let nobody = sealed.run_with("device.txt", ["seal", "nowhere"]);
    assert!(nobody.code == 1 && nobody.err.contains("nowhere"), "{}", nobody.err);
}

#[test]
fn a_session_is_itself_whichever_way_it_is_named() {
    for name in ["2026-11-23-norwich-k7m2q9xd.json.age", "./2026-11-23-norwich-k7m2q9xd.json", "norwich"] {
        let sealed = Sealed::new();
        let mut command = sealed.laptop.hearken();
        command.current_dir(sealed.laptop.at("visits")).args(["--identity", "../device.txt", "seal", name]);
        let done = ran(&mut command);
        assert_eq!(done.code, 0, "{}", done.err);
        assert!(done.err.contains("This laptop cannot read it any more"), "{}", done.err);
    }
}
