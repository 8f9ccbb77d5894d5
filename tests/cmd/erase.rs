//! `hearken erase`

use crate::support::{ID, Laptop, Typing, note, text, with_quote};
use hearken::model::ids::EntryId;
use hearken::model::note::NoteKind;

const WORDS: &str = "We find out in March";

fn laptop() -> (Laptop, EntryId) {
    let (session, said) = with_quote(ID);
    let mut typing = Typing::on(&session, "q2w3e4");
    typing.adds(9, note(NoteKind::Point, "funding", Some(1), "nobody knows"));
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&typing.done()));
    (laptop, said)
}

#[test]
fn one_note_goes_for_good_by_the_beginning_of_its_id() {
    let (laptop, said) = laptop();
    let old = laptop.read("norwich.json");
    let beginning = said.as_str().get(..23).unwrap();
    let shown = laptop.run(["erase", beginning, "norwich.json", "--reason", "identifying"]);
    assert_eq!((shown.code, laptop.read("norwich.json")), (1, old.clone()));
    assert!(shown.out.contains("is erased (identifying)"), "{}", shown.out);
    let ran = laptop.run(["erase", beginning, "norwich.json", "--reason", "identifying", "--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        !laptop.read("norwich.json").contains(WORDS) && laptop.read("norwich.json").contains("nobody knows")
    );
    laptop.write("old.json", old);
    assert!(!laptop.run(["show", "old.json"]).out.contains(WORDS));
    let again =
        laptop.run(["erase", said.as_str(), "norwich.json", "--reason", "mistake", "--yes", "--json"]);
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
    assert_eq!(again.json()["note"], said.as_str());
}

#[test]
fn what_recover_put_aside_of_a_damaged_session_goes_with_the_note_that_is_erased() {
    let (laptop, said) = laptop();
    let whole = laptop.read("norwich.json");
    laptop.write(&format!(".hearken/{ID}.backup"), &whole);
    let cut = whole.find(WORDS).unwrap() + WORDS.len();
    laptop.write("norwich-k7m2q9xd.json", whole.get(..cut).unwrap());
    std::fs::remove_file(laptop.at("norwich.json")).unwrap();
    assert_eq!(laptop.run(["recover", "."]).code, 3);
    let aside = ".hearken/norwich-k7m2q9xd.json.damaged-1";
    assert!(laptop.read(aside).contains(WORDS));
    let (note, file) = (said.as_str(), "norwich-k7m2q9xd.json");
    let shown = laptop.run(["erase", note, file, "--reason", "identifying"]);
    assert!(shown.code == 1 && shown.out.contains("damaged-1"), "{}{}", shown.out, shown.err);
    let ran = laptop.run(["erase", note, file, "--reason", "identifying", "--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!laptop.at(aside).exists() && !laptop.read(file).contains(WORDS));
}

#[test]
fn a_name_that_means_no_one_note_and_a_reason_that_is_none_are_wrong_usage() {
    let (laptop, said) = laptop();
    let before = laptop.read("norwich.json");
    for (note, reason) in
        [("2026", "mistake"), ("1999", "mistake"), (said.as_str(), "mention"), (said.as_str(), "x")]
    {
        let ran = laptop.run(["erase", note, "norwich.json", "--reason", reason, "--yes"]);
        assert_eq!(ran.code, 2, "{note} {reason}: {}", ran.err);
    }
    assert_eq!(laptop.run(["erase", said.as_str(), "norwich.json", "--yes"]).code, 2);
    assert_eq!(laptop.read("norwich.json"), before);
}

#[test]
fn the_same_words_elsewhere_are_told_with_exit_code_3() {
    let (session, said) = with_quote(ID);
    let mut typing = Typing::on(&session, "q2w3e4");
    let twice = typing.adds(
        9,
        note(NoteKind::Point, "funding", Some(1), "we find out in march whether we exist in April!"),
    );
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&typing.done()));
    let ran = laptop.run(["erase", said.as_str(), "norwich.json", "--reason", "disclosure", "--yes"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains(twice.as_str()), "{}", ran.err);
}
