//! A study carried by the real Git; left out, and said so, where there is no Git.

use std::process::{Command, Output};

use hearken::format::v1::{write_collection, write_study};
use hearken::merge::Join as _;
use hearken::model::collection::Collection;
use hearken::model::entry::Version;
use hearken::model::erasing::{Scope, Withdrawal};
use hearken::model::ids::{EntryId, SessionId};
use hearken::model::note::NoteKind;
use hearken::model::session::Session;
use hearken::model::stamp::Stamp;
use hearken::model::study::{Site, Study};

use crate::support::{ID, Laptop, OTHER_ID, Ran, Typing, note, now, ran, seat_of, text, with_quote, writer};

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
    let Some((laptop, session)) = repository_with_a_session() else { return };
    for (branch, who, said) in [("one", "q2w3e4", "Said to one."), ("two", "a2b3c4", "Said to two.")] {
        let mut typing = Typing::on(&session, who);
        typing.adds(30, note(NoteKind::Point, "funding", None, said));
        commits(&laptop, branch, &[("norwich.json", &text(&typing.done()))]);
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

    commits(&laptop, "bad", &[("norwich.json", "age-encryption.org/v1\n")]);
    assert!(!git(&laptop, &["merge", "-q", "--no-edit", "one"]).status.success());
    assert_eq!(laptop.read("norwich.json"), "age-encryption.org/v1\n");
}

/// A repository that joins with hearken; nothing, and said so, where there is no Git.
#[expect(clippy::print_stderr, reason = "who runs the tests is told what was left out")]
fn repository() -> Option<Laptop> {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("Git is not here: a test of git-setup was left out.");
        return None;
    }
    let laptop = Laptop::new();
    git(&laptop, &["init", "-q", "-b", "main"]);
    let ran = set_up(&laptop);
    assert_eq!(ran.code, 0, "{}", ran.err);
    Some(laptop)
}

/// A repository with one session, committed on `main`.
fn repository_with_a_session() -> Option<(Laptop, Session)> {
    let laptop = repository()?;
    let (session, _) = with_quote(ID);
    laptop.write("norwich.json", text(&session));
    git(&laptop, &["add", "-A"]);
    assert!(git(&laptop, &["commit", "-qm", "first"]).status.success());
    Some((laptop, session))
}

fn set_up(laptop: &Laptop) -> Ran {
    ran(laptop.hearken().env("PATH", std::env::var("PATH").unwrap()).args(["git-setup", "."]))
}

fn commits(laptop: &Laptop, branch: &str, files: &[(&str, &str)]) {
    git(laptop, &["checkout", "-qb", branch, "main"]);
    for (name, text) in files {
        laptop.write(name, text);
    }
    git(laptop, &["add", "-A"]);
    assert!(git(laptop, &["commit", "-qm", branch]).status.success());
}

#[test]
fn withdrawn_words_are_in_no_file_whichever_branch_is_merged_into_the_other() {
    let Some((laptop, session)) = repository_with_a_session() else { return };
    let mut gone = session.clone();
    gone.ledger.withdrawals.insert(withdrawal(None, 40).into());
    gone.join(session.clone());
    let mut typing = Typing::on(&session, "a2b3c4");
    typing.adds(30, note(NoteKind::Quote, "funding", Some(3), "Said once more."));
    typing.adds(31, note(NoteKind::Point, "funding", Some(1), "This one stays."));
    commits(&laptop, "gone", &[("norwich.json", &text(&gone))]);
    commits(&laptop, "more", &[("norwich.json", &text(&typing.done()))]);
    let mut seen = Vec::new();
    for (ours, theirs) in [("gone", "more"), ("more", "gone")] {
        git(&laptop, &["checkout", "-q", "--detach", ours]);
        let merged = git(&laptop, &["merge", "-q", "--no-edit", theirs]);
        assert!(merged.status.success(), "{}", String::from_utf8_lossy(&merged.stderr));
        for name in laptop.names("").iter().filter(|name| laptop.at(name).is_file()) {
            let text = laptop.read(name);
            assert!(!text.contains("March") && !text.contains("Said once more."), "{name}");
        }
        seen.push(laptop.read("norwich.json"));
    }
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].contains("This one stays."));
}

#[test]
fn a_withdrawal_that_is_beside_the_file_reaches_the_session_that_is_joined() {
    let laptop = Laptop::new();
    let (session, _) = with_quote(ID);
    let mut typing = Typing::on(&session, "a2b3c4");
    typing.adds(31, note(NoteKind::Point, "funding", Some(1), "This one stays."));
    laptop.write("visits/withdrawals.json", records(&[&withdrawal(Some(session.id()), 40)]));
    laptop.write("ours", text(&session));
    laptop.write("theirs", text(&typing.done()));
    let ran = laptop.run(["merge-driver", "--", "base", "ours", "theirs", "visits/norwich.json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let joined = laptop.read("ours");
    assert!(!joined.contains("March") && joined.contains("This one stays."), "{joined}");
}

#[test]
fn the_withdrawals_of_both_sides_stand_in_the_joined_file() {
    let laptop = Laptop::new();
    let (one, other) =
        (withdrawal(Some(ID.parse().unwrap()), 40), withdrawal(Some(OTHER_ID.parse().unwrap()), 41));
    laptop.write("ours", records(&[&one]));
    laptop.write("theirs", records(&[&other]));
    let ran = laptop.run(["merge-driver", "--", "base", "ours", "theirs"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(laptop.read("ours"), records(&[&other, &one]));
}

#[test]
fn what_the_two_sides_say_of_the_study_is_joined_and_two_studies_are_not() {
    let laptop = Laptop::new();
    let study = |id: &str, site: &str, at: u32| {
        let mut study = Study { ids: [id.parse().unwrap()].into(), ..Study::default() };
        let stamp = Stamp::next(now(at).millis, writer("q2w3e4"), None, &[]).unwrap();
        study
            .lists
            .sites
            .insert(EntryId::new(site), Version::first(stamp, Site { site: site.to_owned() }).into());
        write_study(&study)
    };
    laptop.write("ours", study(ID, "Norwich", 1));
    laptop.write("theirs", study(ID, "Telford", 2));
    let driver = ["merge-driver", "--", "base", "ours", "theirs", "visits/study.json"];
    assert_eq!(laptop.run(driver).code, 0);
    let joined = laptop.read("ours");
    assert!(joined.contains("Norwich") && joined.contains("Telford"), "{joined}");
    laptop.write("theirs", study(OTHER_ID, "Banbury", 3));
    assert_ne!(laptop.run(driver).code, 0);
    assert_eq!(laptop.read("ours"), joined);
}

/// The third person takes back what was quoted.
fn withdrawal(session: Option<SessionId>, second: u32) -> Withdrawal {
    let stamp = Stamp::next(now(second).millis, writer("q2w3e4"), None, &[]).unwrap();
    Withdrawal { session, formerly: [].into(), participant: seat_of(3), scope: Scope::Quotes, stamp }
}

/// A file of withdrawals, as it stands beside the sessions of a study.
fn records(withdrawals: &[&Withdrawal]) -> String {
    let mut records = Collection::default();
    for withdrawal in withdrawals {
        records.withdrawals.insert((*withdrawal).clone().into());
    }
    write_collection(&records)
}

#[test]
fn what_cannot_be_joined_is_left_and_the_code_says_so() {
    let laptop = Laptop::new();
    let whole = text(&with_quote(ID).0);
    let other = text(&with_quote(OTHER_ID).0);
    let cut = whole.get(..whole.find("\"notes\"").unwrap()).unwrap();
    for (ours, theirs) in [(whole.as_str(), cut), (cut, whole.as_str()), (&whole, &other), (&whole, "")] {
        laptop.write("ours", ours);
        laptop.write("theirs", theirs);
        let ran = laptop.run(["merge-driver", "--", "base", "ours", "theirs", "norwich.json"]);
        assert_ne!(ran.code, 0);
        assert!(!ran.err.is_empty());
        assert_eq!(laptop.read("ours"), ours);
    }
}

#[test]
fn set_up_keeps_what_stands_there_and_changes_nothing_the_second_time() {
    let Some(laptop) = repository() else { return };
    laptop.write(".gitattributes", "*.png binary");
    laptop.write(".gitignore", "*.tmp\n");
    let files = || [".gitattributes", ".gitignore", ".git/config"].map(|name| laptop.read(name));
    assert_eq!(set_up(&laptop).code, 0);
    let first = files();
    assert_eq!(first[0], "*.png binary\n/*.json merge=hearken\n/*.json.age merge=hearken\n");
    assert_eq!(first[1], "*.tmp\n.hearken/\n");
    assert_eq!(set_up(&laptop).code, 0);
    assert_eq!(files(), first);
}

#[test]
fn outside_a_repository_nothing_is_written() {
    let laptop = Laptop::new();
    assert_eq!(set_up(&laptop).code, 1);
    assert!(laptop.names("").is_empty());
}
