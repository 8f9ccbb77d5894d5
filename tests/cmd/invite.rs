//! `hearken invite`

use crate::support::{ID, Laptop, cut_off, norwich, text, with_quote};

#[test]
fn an_invitation_holds_the_people_and_none_of_the_words() {
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&with_quote(ID).0));
    let made = laptop.run(["invite", "norwich.json", "-o", "invitation.json"]);
    assert_eq!((made.code, made.err.as_str()), (0, ""));
    assert!(
        made.out.contains(ID) && made.out.contains("hearken open --join invitation.json"),
        "{}",
        made.out
    );
    assert_eq!(laptop.read("invitation.json"), text(&norwich(ID)));
    let streamed = laptop.run(["invite", "norwich.json", "-o", "-"]);
    assert_eq!((streamed.out.as_str(), streamed.code), (laptop.read("invitation.json").as_str(), 0));
    assert_eq!(laptop.run(["invite", "norwich.json", "-o", "-", "--json"]).code, 2);
    let facts = laptop.run(["invite", "norwich.json", "-o", "again.json", "--json"]).json();
    assert_eq!((&facts["id"], &facts["file"]), (&ID.into(), &"again.json".into()));
    assert_eq!(laptop.run(["invite", "norwich.json", "-o", "quiet.json", "-q"]).out, "");
}

#[test]
fn what_stands_at_the_output_is_left_alone() {
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&with_quote(ID).0));
    laptop.write("there.json", "mine");
    for out in ["there.json", "norwich.json", ".", "no/such/folder.json"] {
        let refused = laptop.run(["invite", "norwich.json", "-o", out]);
        assert_eq!(refused.code, 1, "{out}: {}", refused.err);
        assert!(refused.err.contains(out.trim_start_matches('.')), "{}", refused.err);
    }
    assert_eq!(laptop.read("there.json"), "mine");
    assert_eq!(laptop.read("norwich.json"), text(&with_quote(ID).0));
    assert_eq!(laptop.names(""), ["norwich.json", "there.json"]);
}

#[test]
fn what_is_only_in_the_journal_is_said_to_be_missing() {
    let laptop = Laptop::new();
    let path = laptop.write("norwich.json", text(&norwich(ID)));
    cut_off(&path, "the last grant", "");
    let made = laptop.run(["invite", "norwich.json", "-o", "invitation.json"]);
    assert_eq!(made.code, 3);
    assert!(made.err.contains("norwich.json: what was typed after the last save"), "{}", made.err);
}
