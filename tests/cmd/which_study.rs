//! Which study a command is about, and where a person's files are.

use std::fs;

use crate::support::{ID, Laptop, norwich, ran, text};

const NEW: [&str; 5] = ["new", "--kind", "interview", "--site", "Leeds"];

#[test]
fn without_a_word_it_is_the_persons_own_study_made_the_first_time() {
    let laptop = Laptop::new();
    let before = laptop.run(["list"]);
    assert_eq!(before.code, 0);
    assert!(before.out.starts_with("No sessions yet"), "{}", before.out);
    assert!(!laptop.home().join(".local").exists(), "looking makes nothing");
    assert_eq!(laptop.run(NEW).code, 0);
    let own = laptop.home().join(".local/share/hearken/study");
    assert!(own.join("study.json").is_file());
    assert!(laptop.run(["list"]).out.contains("Leeds"));
}

#[test]
fn a_folder_with_a_study_comes_before_ones_own_then_the_environment_then_the_option() {
    let laptop = Laptop::new();
    for (folder, site) in [("", "here"), ("env", "environment"), ("option", "option")] {
        let site = ["new", "--kind", "interview", "--site", site];
        let made = ran(laptop.hearken().args(site).arg("--study").arg(laptop.at(folder)));
        assert_eq!(made.code, 0, "{}", made.err);
    }
    let listed = |args: &[&str], env: &str| ran(laptop.hearken().args(args).env("HEARKEN_STUDY", env)).out;
    assert!(listed(&["list"], "").contains("here"));
    assert!(listed(&["list"], "env").contains("environment"));
    assert!(listed(&["list", "--study", "option"], "env").contains("option"));
    assert!(listed(&["--study", "option", "list"], "env").contains("option"));
}

#[test]
fn a_study_that_was_named_and_is_not_there_is_told() {
    let laptop = Laptop::new();
    let listed = laptop.run(["list", "--study", "nowhere"]);
    assert_eq!(listed.code, 1);
    assert!(listed.err.contains("there is no nowhere"), "{}", listed.err);
    assert_eq!(laptop.names(""), Vec::<String>::new());
}

#[test]
fn without_home_only_a_named_study_will_do() {
    let laptop = Laptop::new();
    let without = |home: Option<&str>, args: &[&str]| {
        let mut command = laptop.hearken();
        match home {
            Some(home) => command.env("HOME", home),
            None => command.env_remove("HOME"),
        };
        ran(command.args(args))
    };
    for home in [None, Some(""), Some("not/a/full/path")] {
        for args in [&["list"][..], &NEW, &["show", "leeds"]] {
            let refused = without(home, args);
            assert_eq!(refused.code, 1, "{home:?} {args:?}");
            assert!(refused.err.contains("HOME is not set"), "{}", refused.err);
            assert!(refused.err.contains("--study"), "{}", refused.err);
        }
        let study = format!("study-{}", home.unwrap_or("none").len());
        let made = without(home, &["new", "--kind", "interview", "--site", "Leeds", "--study", &study]);
        assert_eq!(made.code, 0, "{}", made.err);
        assert!(without(home, &["list", "--study", &study]).out.contains("Leeds"));
        let file = laptop.write("norwich.json", text(&norwich(ID)));
        assert_eq!(without(home, &["show", file.to_str().unwrap()]).code, 0);
        assert_eq!(without(home, &["check", "norwich.json"]).code, 0);
    }
}

#[test]
fn folders_with_spaces_emoji_and_line_breaks_work_like_any() {
    let laptop = Laptop::new();
    for folder in ["our study", "📝 été", "two\nlines", "tab\there", "\u{1b}[31m"] {
        let made = ran(laptop.hearken().args(NEW).args(["--study", folder]));
        assert_eq!(made.code, 0, "{}", made.err);
        assert!(made.is_safe(), "{:?}", made.err);
        let id = made.out.trim_end();
        let shown = ran(laptop.hearken().args(["show", id, "--study", folder]));
        assert_eq!(shown.code, 0, "{}", shown.err);
        let checked = ran(laptop.hearken().args(["check", folder]));
        assert_eq!(checked.code, 0, "{}", checked.err);
        assert!(checked.is_safe(), "{:?}", checked.out);
        let listed = ran(laptop.hearken().args(["list", "--study", folder]));
        assert!(listed.is_safe() && listed.out.contains("Leeds"), "{:?}", listed.out);
    }
}

#[cfg(unix)]
#[test]
fn what_is_made_is_for_its_owner_only_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    let laptop = Laptop::new();
    let program = env!("CARGO_BIN_EXE_hearken");
    let script = format!("umask 000; exec '{program}' new --kind interview --site Leeds");
    let mut shell = assert_cmd::Command::new("/bin/sh");
    shell.env_clear().env("HOME", laptop.home()).current_dir(laptop.at("")).args(["-c", &script]);
    assert_eq!(ran(&mut shell).code, 0);
    let mode = |path: &str| fs::metadata(laptop.home().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(".config/hearken/laptop.json"), 0o600);
    assert_eq!(mode(".local/share/hearken/study"), 0o700);
    assert_eq!(mode(".local/share/hearken/study/study.json"), 0o600);
    let session = fs::read_dir(laptop.home().join(".local/share/hearken/study")).unwrap();
    for entry in session.map(Result::unwrap).filter(|entry| entry.file_type().unwrap().is_file()) {
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
}

#[test]
fn a_wrong_time_zone_or_language_changes_nothing_but_the_clock() {
    let laptop = Laptop::new();
    for zone in ["nonsense", "", ":/etc/passwd", "AAA-23BBB,J1/0,J365/23", "AAA24", "../../etc"] {
        let made = ran(laptop.hearken().args(NEW).env("TZ", zone).env("LANG", "C").env("LC_ALL", "C"));
        assert_eq!(made.code, 0, "TZ={zone}: {}", made.err);
    }
    assert_eq!(laptop.run(["list"]).out.lines().count(), 7);
}
