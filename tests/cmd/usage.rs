//! What is typed wrongly, and the help.

use crate::support::{Laptop, ran};

#[test]
fn the_version_is_the_one_of_the_package() {
    let version = Laptop::new().run(["--version"]);
    assert_eq!(
        (version.out.as_str(), version.code),
        (concat!("hearken ", env!("CARGO_PKG_VERSION"), "\n"), 0)
    );
}

#[test]
fn the_help_names_every_command_and_each_has_an_example() {
    let laptop = Laptop::new();
    let help = laptop.run(["--help"]);
    assert_eq!(help.code, 0);
    for command in laptop.commands() {
        let own = laptop.run([command.as_str(), "--help"]);
        assert_eq!(own.code, 0);
        assert!(own.out.contains(&format!("\n  hearken {command}")), "{command} has an example: {}", own.out);
    }
}

#[test]
fn the_exit_codes_stand_at_the_end_of_the_help() {
    let help = Laptop::new().run(["--help"]).out;
    let (_, codes) = help.split_once("\nExit codes:\n").unwrap();
    let listed: Vec<&str> = codes.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(listed, ["0", "1", "2", "3", "4", "5", "130"]);
}

#[test]
fn the_readme_and_the_manual_name_every_command() {
    let pages = [include_str!("../../README.md"), include_str!("../../docs/manual.md")]
        .map(|page| page.replace('\n', " "));
    for command in Laptop::new().commands() {
        for page in &pages {
            assert!(page.contains(&format!("hearken {command}")), "{command}");
        }
    }
}

#[test]
fn wrong_usage_is_told_on_standard_error_with_exit_code_2() {
    let laptop = Laptop::new();
    for args in [
        &["frobnicate"][..],
        &["list", "--frobnicate"],
        &["merge"],
        &["merge", "a.json"],
        &["merge", "", "-o", "out.json"],
        &["merge", "a.json", "-o", ""],
        &["show"],
        &["show", ""],
        &["check"],
        &["check", "--"],
        &["invite", "norwich"],
        &["open"],
        &["open", "norwich", "--join", "k7m2-q9xd-4tn1-b8wz"],
        &["open", "--join", "k7m2-q9xd-4tn1-b8wz", "--read-only"],
        &["new", "--kind", "focus-group"],
        &["new", "--kind", "party", "--site", "Norwich"],
        &["new", "--kind", "focus-group", "--site", ""],
        &["new", "--kind", "focus-group", "--site", "Norwich", "--minutes", "0"],
        &["new", "--kind", "focus-group", "--site", "Norwich", "--seats", "-1"],
        &["new", "--kind", "focus-group", "--site", "Norwich", "--seats", "4294967296"],
        &["new", "--kind", "focus-group", "--site", "Norwich", "--instrument", "no-such"],
        &["new", "--kind", "focus-group", "--site", "Norwich", "--themes", "weather"],
        &["new", "--kind", "focus-group", "--site", "Norwich", "--themes", "funding,pract"],
        &["new", "--kind", "focus-group", "--site", "Norwich", "--themes", ""],
        &["demo", "--into", ""],
        &["demo", "study"],
        &["completions"],
        &["completions", "tcsh"],
        &["manual", "--page"],
        &["doctor", "norwich"],
        &["list", "--study", ""],
        &["list", "--color", "sometimes"],
    ] {
        let refused = ran(laptop.hearken().args(args));
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{args:?}: {}", refused.err);
        assert!(refused.err.starts_with("hearken: "), "{args:?}: {}", refused.err);
    }
    assert_eq!(laptop.names(""), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_utf_8_are_names_like_others_or_wrong_usage() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let laptop = Laptop::new();
    let odd = OsStr::from_bytes(b"\xff\xfe.json");
    std::fs::write(laptop.at("").join(odd), "{}").unwrap();
    let checked = ran(laptop.hearken().arg("check").arg(odd));
    assert_eq!(checked.code, 4);
    assert!(checked.err.contains("\u{fffd}\u{fffd}.json"), "{}", checked.err);
    assert_eq!(ran(laptop.hearken().arg("show").arg(OsStr::from_bytes(b"\xff"))).code, 1);
    assert_eq!(ran(laptop.hearken().arg(odd)).code, 2);
    let site = ["new", "--kind", "meeting", "--site"];
    assert_eq!(ran(laptop.hearken().args(site).arg(odd)).code, 2);
}

#[test]
fn control_characters_in_an_argument_are_shown_and_not_obeyed() {
    let laptop = Laptop::new();
    let odd = "\u{1b}[2J\u{9b}31m\u{202e}x";
    for args in
        [&[odd][..], &["show", odd], &["check", odd], &["merge", odd, "-o", odd], &["open", "--join", odd]]
    {
        let refused = ran(laptop.hearken().args(args));
        assert!(refused.is_safe(), "{args:?}: {:?}", refused.err);
        assert!(refused.code == 1 || refused.code == 2 || refused.code == 4);
    }
}

#[test]
fn a_file_whose_name_begins_with_a_hyphen_is_named_after_two_hyphens() {
    let laptop = Laptop::new();
    laptop.write("-rf", crate::support::text(&crate::support::norwich(crate::support::ID)));
    assert_eq!(laptop.run(["check", "--", "-rf"]).code, 0);
    assert_eq!(laptop.run(["merge", "-o", "out.json", "--", "-rf"]).code, 0);
}
