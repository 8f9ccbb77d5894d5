//! `hearken completions`

use crate::support::Laptop;

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "elvish", "powershell"];

#[test]
fn every_shell_gets_every_command_and_option() {
    let laptop = Laptop::new();
    let commands = laptop.commands();
    for shell in SHELLS {
        let printed = laptop.run(["completions", shell]);
        assert_eq!((printed.code, printed.err.as_str()), (0, ""), "{shell}");
        for wanted in commands.iter().map(String::as_str).chain(["into", "themes", "read-only", "ascii"]) {
            assert!(printed.out.contains(wanted), "{wanted} for {shell}");
        }
    }
}

#[test]
fn a_shell_nobody_knows_is_told_with_those_there_are() {
    let refused = Laptop::new().run(["completions", "tcsh"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(SHELLS.iter().all(|shell| refused.err.contains(shell)), "{}", refused.err);
}
