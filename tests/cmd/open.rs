//! `hearken` and `hearken open`, where there is no screen; what happens on one is tested in a terminal.

use crate::support::{ID, Laptop, norwich, text};

#[test]
fn without_a_terminal_the_screen_is_refused_and_nothing_is_made() {
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&norwich(ID)));
    let before = laptop.names("");
    let attempts = [
        &[][..],
        &["open", "norwich.json"],
        &["open", "norwich.json", "--read-only"],
        &["open", "--join", ID],
        &["open", "--join", "norwich.json"],
    ];
    for args in attempts {
        let refused = crate::support::ran(laptop.hearken().args(args));
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{args:?}: {}", refused.err);
        assert!(refused.err.contains("the screen needs a terminal"), "{}", refused.err);
    }
    assert_eq!(laptop.names(""), before);
    assert!(!laptop.home().join(".local").exists() && !laptop.home().join(".config").exists());
}

#[test]
fn a_session_that_is_not_there_or_cannot_be_read_is_told_first() {
    let laptop = Laptop::new();
    laptop.write("cut.json", text(&norwich(ID)).split_at(500).0);
    for (args, code) in [
        (["open", "york"], 1),
        (["open", "cut.json"], 4),
        (["open", "--join=york"], 2),
        (["open", "--join=cut.json"], 4),
        (["open", "--join=k7m2-q9xd-4tn1-b8w"], 2),
    ] {
        let refused = laptop.run(args);
        assert_eq!(refused.code, code, "{args:?}: {}", refused.err);
    }
}
