//! A study carried by the real Git; left out, and said so, where there is no Git.

use std::process::{Command, Output};

use crate::support::{ID, Laptop, Typing, note, text, with_quote};
use hearken::model::note::NoteKind;

fn git(laptop: &Laptop, args: &[&str]) -> Output {
    let mut command = Command::new("git");
    command.current_dir(laptop.at("")).env("HOME", laptop.home()).args(args);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "nt").env(format!("GIT_{who}_EMAIL"), "nt@example.org");
    }
    command.output().unwrap()
}

#[test]
fn notes_of_two_branches_are_joined_and_bad_input_is_a_conflict() {
    if Command::new("git").arg("--version").output().is_err() {
        return;
    }
    let laptop = Laptop::new();
    git(&laptop, &["init", "-q", "-b", "main"]);
    let path = std::env::var("PATH").unwrap();
    let set_up = laptop.hearken().env("PATH", path).arg("git-setup").output().unwrap();
    assert_eq!(set_up.status.code(), Some(0), "{}", String::from_utf8_lossy(&set_up.stderr));
    let (session, _) = with_quote(ID);
    laptop.write("norwich.json", text(&session));
    git(&laptop, &["add", "-A"]);
    git(&laptop, &["commit", "-qm", "first"]);
    for (branch, who, said) in [("one", "q2w3e4", "Said to one."), ("two", "a2b3c4", "Said to two.")] {
        git(&laptop, &["checkout", "-qb", branch, "main"]);
        let mut typing = Typing::on(&session, who);
        typing.adds(30, note(NoteKind::Point, "funding", None, said));
        laptop.write("norwich.json", text(&typing.done()));
        git(&laptop, &["commit", "-qam", branch]);
    }
    let mut seen = Vec::new();
    for (ours, theirs) in [("one", "two"), ("two", "one")] {
        git(&laptop, &["checkout", "-q", "--detach", ours]);
        let merged = git(&laptop, &["merge", "-q", "--no-edit", theirs]);
        assert!(merged.status.success(), "{}", String::from_utf8_lossy(&merged.stderr));
        seen.push(laptop.read("norwich.json"));
    }
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].contains("Said to one.") && seen[0].contains("Said to two."));

    git(&laptop, &["checkout", "-qb", "bad", "main"]);
    laptop.write("norwich.json", "age-encryption.org/v1\n");
    git(&laptop, &["commit", "-qam", "bad"]);
    assert!(!git(&laptop, &["merge", "-q", "--no-edit", "one"]).status.success());
    assert_eq!(laptop.read("norwich.json"), "age-encryption.org/v1\n");
}
