//! `hearken list`

use hearken::model::note::NoteKind;

use crate::support::{ID, Laptop, OTHER_ID, Typing, cut_off, norwich, note, recording, text, with_quote};

#[test]
fn sessions_stand_in_columns_newest_first() {
    let laptop = Laptop::new();
    laptop.write("study/norwich.json", text(&with_quote(ID).0));
    laptop.write(
        "study/later.json",
        text(&norwich(OTHER_ID)).replace("2026-11-23\"", "2026-11-24\"").replace("Norwich", "東京"),
    );
    let listed = laptop.run(["list", "--study", "study"]);
    assert_eq!((listed.code, listed.err.as_str()), (0, ""));
    assert_eq!(
        listed.out,
        "Held on     Site     Kind         Notes  People  By  Session\n\
         2026-11-24  東京     focus group      0       3      0d3f-aaaa-bbbb-cccc\n\
         2026-11-23  Norwich  focus group      1       3      k7m2-q9xd-4tn1-b8wz\n"
    );
}

#[test]
fn what_is_unfinished_open_or_in_conflict_is_marked() {
    let laptop = Laptop::new();
    let (session, id) = with_quote(ID);
    let path = laptop.write("study/norwich.json", text(&session));
    cut_off(&path, "the last grant", "and then");
    let listed = || laptop.run(["list", "--study", "study"]).out;
    assert!(listed().contains("k7m2-q9xd-4tn1-b8wz  unfinished: open it to go on"), "{}", listed());
    let open = recording(&path, "again", "");
    assert!(listed().contains("open now"), "{}", listed());
    drop(open);
    let edits = [("aaaaaa", "one"), ("bbbbbb", "two")].map(|(who, words)| {
        let mut typing = Typing::on(&session, who);
        typing.changes(30, &id, |note| note.text = words.to_owned());
        text(&typing.done())
    });
    for (name, edit) in ["a.json", "b.json"].iter().zip(edits) {
        laptop.write(name, edit);
    }
    assert_eq!(laptop.run(["merge", "a.json", "b.json", "-o", "study"]).code, 3);
    assert!(listed().contains("1 conflict"), "{}", listed());
}

#[test]
fn unreadable_files_are_named_and_others_passed_over() {
    let laptop = Laptop::new();
    laptop.write("study/norwich.json", text(&norwich(ID)));
    laptop.write("study/cut.json", text(&norwich(OTHER_ID)).split_at(500).0);
    laptop.write("study/settings.json", "{\"format\": \"another/program\"}");
    laptop.write("study/notes.txt", "not mine");
    let listed = laptop.run(["list", "--study", "study"]);
    assert_eq!(listed.code, 3);
    assert_eq!(listed.out.lines().count(), 2);
    assert!(listed.err.contains("study/cut.json: line "), "{}", listed.err);
    assert_eq!(listed.err.lines().count(), 1, "{}", listed.err);
    let facts = laptop.run(["list", "--study", "study", "--json"]).json();
    assert_eq!(facts["sessions"][0]["id"], ID);
    assert_eq!(facts["unreadable"][0]["file"], "study/cut.json");
}

#[test]
fn control_characters_in_a_site_and_a_file_name_are_shown() {
    let laptop = Laptop::new();
    let odd = text(&norwich(ID)).replace("Norwich", "Nor\\u001b[2Jwich\\u202e\\n");
    laptop.write("study/norwich.json", odd);
    laptop.write("study/\u{1b}[31m\n.json", "{");
    let listed = laptop.run(["list", "--study", "study"]);
    assert!(listed.is_safe(), "{:?} {:?}", listed.out, listed.err);
    assert_eq!(listed.out.lines().count(), 2, "a line break stays in its row: {}", listed.out);
    assert!(listed.out.contains("Nor␛[2Jwich<U+202E>␊"), "{}", listed.out);
    assert!(laptop.run(["list", "--study", "study", "--json"]).is_safe());
}

#[test]
fn listing_writes_nothing() {
    let laptop = Laptop::new();
    let mut typing = Typing::on(&norwich(ID), "kj4x9q");
    typing.adds(7, note(NoteKind::Point, "funding", None, "words"));
    laptop.write("study/norwich.json", text(&typing.done()));
    laptop.run(["list", "--study", "study"]);
    assert_eq!(laptop.names("study"), ["norwich.json"]);
}

#[test]
fn what_a_save_left_that_was_cut_off_is_told_by_list_check_and_doctor() {
    let laptop = Laptop::new();
    laptop.write("study/norwich.json", text(&norwich(ID)));
    laptop.write("study/.hearken-1.tmp", "half of a note");
    laptop.write("study/.hearken/.hearken-2.tmp", "half of another");
    let told = "study/.hearken-1.tmp was left by a save that was cut off, and may hold words. It goes when its session is \
                opened; if it stays, delete it while no hearken is open.";
    for args in [["list", "--study", "study"].as_slice(), &["check", "study"]] {
        let said = crate::support::ran(laptop.hearken().args(args));
        assert_eq!(said.code, 3, "{args:?}");
        assert!(said.err.contains(told) && said.err.contains(".hearken/.hearken-2.tmp"), "{}", said.err);
        let facts = crate::support::ran(laptop.hearken().args(args).arg("--json")).json();
        let files = serde_json::json!(["study/.hearken-1.tmp", "study/.hearken/.hearken-2.tmp"]);
        assert_eq!(facts["leftovers"], files, "{args:?}");
    }
    let doctor = laptop.run(["doctor", "--study", "study"]);
    assert!(doctor.out.contains("2 files left by saves that were cut off"), "{}", doctor.out);
    let one = laptop.run(["check", "study/norwich.json", "--json"]);
    assert_eq!((one.code, &one.json()["leftovers"]), (0, &serde_json::json!([])));
}
