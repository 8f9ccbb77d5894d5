//! `hearken check`

use crate::support::{ID, Laptop, OTHER_ID, norwich, text, with_quote};

#[test]
fn good_files_of_every_kind_are_told_as_such() {
    let laptop = Laptop::new();
    laptop.write("study/norwich.json", text(&with_quote(ID).0));
    laptop.write("study/leeds.json", text(&norwich(OTHER_ID)));
    assert_eq!(laptop.run(["merge", "study", "-o", "all.json"]).code, 0);
    assert_eq!(laptop.run(["new", "--kind", "meeting", "--site", "Hull", "--study", "other"]).code, 0);
    let checked = laptop.run(["check", "study", "all.json", "other/study.json"]);
    assert_eq!((checked.code, checked.err.as_str()), (0, ""));
    assert_eq!(
        checked.out,
        "study/leeds.json: good: session 0d3f-aaaa-bbbb-cccc, 0 notes\n\
         study/norwich.json: good: session k7m2-q9xd-4tn1-b8wz, 1 notes\n\
         all.json: good: collection, 2 sessions\n\
         other/study.json: good: the study “My study”\n"
    );
}

#[test]
fn remarks_are_told_and_are_no_fault() {
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&with_quote(ID).0).replace("  ", " "));
    let checked = laptop.run(["check", "norwich.json"]);
    assert_eq!(checked.code, 0);
    assert!(checked.out.contains("\n  Written by hand or by another program"), "{}", checked.out);
}

#[test]
fn bad_files_are_told_with_their_place_beside_the_good_ones() {
    let laptop = Laptop::new();
    laptop.write("good.json", text(&norwich(ID)));
    laptop.write("bad.json", text(&norwich(ID)).replace("\"notes\": []", "\"notes\": [\n    7\n  ]"));
    laptop.write("worse.json", "{\n  \"format\": oh\n}\n");
    let checked = laptop.run(["check", "bad.json", "good.json", "worse.json", "nowhere.json"]);
    assert_eq!(checked.code, 4);
    assert!(checked.out.starts_with("good.json: good"), "{}", checked.out);
    for told in ["bad.json: line ", "worse.json: line 2, column 13: not JSON", "there is no nowhere.json"] {
        assert!(checked.err.contains(told), "{told} in {}", checked.err);
    }
    let facts = laptop.run(["check", "bad.json", "good.json", "worse.json", "--json"]).json();
    assert_eq!(facts["inputs"][0]["kind"], "session");
    assert_eq!(facts["invalid"][0]["file"], "bad.json");
    assert_eq!((&facts["invalid"][1]["line"], &facts["invalid"][1]["column"]), (&2.into(), &13.into()));
}

#[test]
fn standard_input_is_looked_over_like_a_file() {
    let laptop = Laptop::new();
    let checked = crate::support::ran(laptop.hearken().args(["check", "-"]).write_stdin(text(&norwich(ID))));
    assert_eq!(checked.code, 0);
    assert!(checked.out.starts_with("standard input: good"), "{}", checked.out);
    let empty = crate::support::ran(laptop.hearken().args(["check", "-", "-"]).write_stdin(""));
    assert_eq!(empty.code, 4);
    assert!(empty.err.starts_with("hearken: standard input: the file is empty"), "{}", empty.err);
}

#[test]
fn a_folder_without_anything_of_hearkens_is_told() {
    let laptop = Laptop::new();
    laptop.write("folder/letter.txt", "Dear all");
    let checked = laptop.run(["check", "folder"]);
    assert_eq!((checked.code, checked.out.as_str()), (0, "Nothing of hearken's in there.\n"));
}
