//! The rules of merging, one test each: heads, conflicts, deleting, and what stands beside the entries.
#![cfg(test)]

use hearken::format::v1::write_session;
use hearken::merge::Join as _;

use crate::cases::{Case, P1, P2, at, body, file_of_merge, merged};
use crate::history::session;
use crate::written::Seen;

/// A note and nothing else.
fn one_note() -> Case {
    Case::new().note(1, 1, &[], "P1-aaaaaa point", "scared at night")
}

#[test]
fn two_edits_that_did_not_know_of_each_other_are_two_heads() {
    let one = one_note().note(1, 2, &[1], "P1-aaaaaa point", "not scared");
    let other = one_note().note(1, 3, &[1], "P1-aaaaaa point", "very scared");
    assert_eq!(merged(&[&one, &other]), ["notes 1: 3 | earlier 1 | conflicts 2"]);
}

#[test]
fn an_edit_of_what_the_other_wrote_replaces_it() {
    let one = one_note().note(1, 2, &[1], "P1-aaaaaa point", "not scared");
    let other = one.clone().note(1, 3, &[2], "P1-aaaaaa point", "very scared");
    assert_eq!(merged(&[&one, &other, &one_note()]), ["notes 1: 3 | earlier 2, 1"]);
}

#[test]
fn a_version_over_both_heads_settles_the_conflict_everywhere() {
    let one = one_note().note(1, 2, &[1], "P1-aaaaaa point", "not scared");
    let other = one_note().note(1, 3, &[1], "P1-aaaaaa point", "very scared");
    let settled = Case::new().note(1, 4, &[2, 3], "P1-aaaaaa point", "scared");
    assert_eq!(merged(&[&one, &other, &settled]), ["notes 1: 4 | earlier 3, 2, 1"]);
    assert_eq!(merged(&[&one, &settled]), ["notes 1: 4 | earlier 2, 1"]);
}

#[test]
fn three_heads_stand_greatest_stamp_first() {
    let case = |stamp| one_note().note(1, stamp, &[1], "P1-aaaaaa point", "x");
    assert_eq!(merged(&[&case(3), &case(4), &case(2)]), ["notes 1: 4 | earlier 1 | conflicts 3, 2"]);
}

#[test]
fn deleted_here_and_edited_there_the_words_stand_and_the_deleted_head_is_a_conflict() {
    let edited = one_note().note(1, 2, &[1], "P1-aaaaaa point", "not scared");
    let deleted = one_note().note(1, 3, &[1], "P1-aaaaaa point", "scared at night").delete(3);
    assert_eq!(merged(&[&edited, &deleted]), ["notes 1: 2 | earlier 1 | conflicts 3"]);
}

#[test]
fn an_entry_stands_in_deleted_only_when_all_its_heads_are_deleted() {
    let deleted = |stamp| one_note().note(1, stamp, &[1], "P1-aaaaaa point", "scared").delete(stamp);
    let (one, other) = (deleted(2), deleted(3));
    assert_eq!(merged(&[&one]), ["deleted notes 1: 2 | earlier 1"]);
    assert_eq!(merged(&[&one, &other]), ["deleted notes 1: 3 | earlier 1 | conflicts 2"]);
    let edited = one_note().note(1, 4, &[1], "P1-aaaaaa point", "not scared");
    assert_eq!(merged(&[&one, &other, &edited]), ["notes 1: 4 | earlier 1 | conflicts 3, 2"]);
}

#[test]
fn a_deleted_entry_is_brought_back_by_one_more_version() {
    let deleted = one_note().note(1, 2, &[1], "P1-aaaaaa point", "scared").delete(2);
    let back = Case::new().note(1, 3, &[2], "P1-aaaaaa point", "scared");
    assert_eq!(merged(&[&deleted, &back]), ["notes 1: 3 | earlier 2, 1"]);
}

#[test]
fn a_deleted_entry_does_not_count_and_a_disputed_one_does() {
    let deleted = one_note().note(1, 2, &[1], "P1-aaaaaa point", "scared").delete(2);
    let edited = one_note().note(1, 3, &[1], "P1-aaaaaa point", "not scared");
    let mut copy = deleted.read();
    assert_eq!(copy.lists.notes.standing().count(), 0);
    assert!(copy.lists.notes.current(&at(1)).is_none());
    copy.join(edited.read());
    assert_eq!(copy.lists.notes.current(&at(1)).map(|note| note.text.as_str()), Some("not scared"));
}

#[test]
fn undoing_an_edit_leaves_what_was_written_after_it() {
    let edits = one_note().note(1, 2, &[1], "point", "two").note(1, 3, &[2], "point", "three");
    let undone = edits.note(1, 4, &[2], "P1-aaaaaa point", "scared at night");
    assert_eq!(merged(&[&undone]), ["notes 1: 4 | earlier 2, 1 | conflicts 3"]);
}

#[test]
fn versions_that_replace_each_other_in_a_circle_do_not_hide_the_note() {
    let two = Case::new().note(1, 1, &[2], "point", "one").note(1, 2, &[1], "point", "two");
    assert_eq!(merged(&[&two]), ["notes 1: 2 | earlier 1"]);
    let three = Case::new().note(1, 1, &[2], "point", "one").note(1, 2, &[3], "point", "two").note(
        1,
        3,
        &[1],
        "point",
        "three",
    );
    assert_eq!(merged(&[&three]), ["notes 1: 3 | earlier 1 | conflicts 2"]);
}

#[test]
fn a_version_over_itself_nothing_or_another_entry_is_a_head_and_hides_nothing() {
    let odd = one_note()
        .note(2, 2, &[2], "point", "over itself")
        .note(3, 3, &[40], "point", "over nothing")
        .note(4, 4, &[1], "point", "over another note")
        .note(5, 5, &[6], "point", "over a later one")
        .note(5, 6, &[], "point", "the later one");
    let expected = ["notes 1: 1", "notes 2: 2", "notes 3: 3", "notes 4: 4", "notes 5: 6 | conflicts 5"];
    assert_eq!(merged(&[&odd]), expected);
}

#[test]
fn two_bodies_under_one_stamp_are_both_kept_and_the_larger_text_comes_first() {
    let (one, other) =
        (Case::new().note(1, 1, &[], "point", "abc"), Case::new().note(1, 1, &[], "point", "abd"));
    let seen = Seen::of(&file_of_merge(&[&one, &other]));
    let entry = &seen.entries[0];
    assert_eq!((entry.top.body["text"].as_str(), entry.conflicts.len()), ("\"abd\"", 1));
    assert_eq!(entry.conflicts[0].body["text"], "\"abc\"");

    let edited = Case::new().note(1, 2, &[1], "point", "both replaced");
    let seen = Seen::of(&file_of_merge(&[&one, &edited, &other]));
    let earlier: Vec<_> =
        seen.entries[0].earlier.iter().map(|version| version.body["text"].as_str()).collect();
    assert_eq!(earlier, ["\"abd\"", "\"abc\""]);
}

#[test]
fn one_stamp_with_two_lists_of_what_it_replaces_is_kept_twice() {
    let base = one_note().note(1, 2, &[], "point", "two");
    let (one, other) = (base.clone().note(1, 3, &[1], "point", "x"), base.note(1, 3, &[2], "point", "x"));
    assert_eq!(merged(&[&one, &other]), ["notes 1: 3 | earlier 2, 1 | conflicts 3"]);
}

#[test]
fn of_two_instruments_the_higher_version_is_shown_and_the_other_kept() {
    let with = |version: u32, title: &str| {
        let mut case = Case::new();
        let text = format!("{{\"id\":\"survey\",\"version\":{version},\"title\":\"{title}\",\"ticks\":1E2}}");
        case.0.instruments.insert((version, text));
        case
    };
    // As a number, not as text: 10 is higher than 9.
    let copies = [with(9, "Nine"), with(10, "Ten"), with(1, "One"), with(10, "Zehn")];
    let seen = Seen::of(&file_of_merge(&copies.each_ref()));
    let mut all = Case::new().0;
    for copy in &copies {
        all.join(&copy.0);
    }
    assert_eq!(seen.set.instruments, all.instruments);
    assert_eq!(seen.shown.get("instrument").map(String::as_str), all.instrument());
    assert!(seen.shown["instrument"].contains("\"version\":10"));
}

#[test]
fn of_two_plain_members_the_greatest_text_is_shown_and_the_others_kept() {
    let copies =
        ["\"wet\"", "12", "{\"a\":1}", "[1,2]", "null"].map(|value| Case::new().plain("weather", value));
    let file = file_of_merge(&copies.each_ref());
    let seen = Seen::of(&file);
    assert_eq!(seen.shown["weather"], "{\"a\":1}");
    assert_eq!(seen.set.plain.len(), 5);
}

#[test]
fn plain_members_that_are_equal_are_kept_once() {
    let copy = Case::new().plain("weather", "{\"b\":[1],\"a\":\"wet\"}");
    let other = Case::new().plain("weather", "{\"a\":\"wet\",\"b\":[1]}");
    let file = file_of_merge(&[&copy, &other]);
    assert!(file.contains("\"others\": {}"), "{file}");
}

#[test]
fn an_unknown_list_of_entries_joins_like_any_list() {
    let base = Case::new().version("later_list", "one", 1, &[], body(&[("words", "\"a\"")]));
    let one = base.clone().version("later_list", "one", 2, &[1], body(&[("words", "\"b\"")]));
    let other = base.version("later_list", "one", 3, &[1], body(&[("words", "\"c\"")]));
    assert_eq!(merged(&[&one, &other]), ["later_list one: 3 | earlier 1 | conflicts 2"]);
    let deleted = Case::new().version("later_list", "one", 4, &[2, 3], body(&[("words", "\"c\"")])).delete(4);
    assert_eq!(merged(&[&one, &other, &deleted]), ["deleted later_list one: 4 | earlier 3, 2, 1"]);
}

#[test]
fn a_name_that_is_a_list_of_entries_here_and_a_plain_member_there_keeps_both() {
    let list = Case::new().version("later", "one", 1, &[], body(&[]));
    let plain = Case::new().plain("later", "{\"z\":1}");
    let seen = Seen::of(&file_of_merge(&[&list, &plain]));
    assert_eq!((seen.set.plain.len(), seen.entries.len()), (1, 1));
}

#[test]
fn unknown_members_of_a_version_are_part_of_its_body() {
    let (one, other) = (one_note().with(1, "mood", "1"), one_note().with(1, "mood", "2"));
    assert_eq!(merged(&[&one, &other]), ["notes 1: 1 | conflicts 1"]);
    assert_eq!(merged(&[&one, &one]), ["notes 1: 1"]);
}

#[test]
fn the_smallest_id_is_shown_and_the_others_stand_in_formerly() {
    let with = |id: &str| {
        let mut case = one_note();
        case.0.ids = [id.to_owned()].into();
        case
    };
    let copies = [with("m000-0000-0000-0000"), with("a000-0000-0000-0000"), with("z000-0000-0000-0000")];
    let file = file_of_merge(&copies.each_ref());
    assert!(file.contains("\"id\": \"a000-0000-0000-0000\",\n"), "{file}");
    let formerly = "\"formerly\": [\n    \"m000-0000-0000-0000\",\n    \"z000-0000-0000-0000\"\n  ]\n}\n";
    assert!(file.ends_with(formerly), "{file}");
}

#[test]
fn details_join_like_any_entry() {
    let site = |name: &str| body(&[("kind", "\"interview\""), ("site", name), ("held_on", "\"2026-11-23\"")]);
    let base = Case::new().version("details", "", 1, &[], site("\"Norwich\""));
    let one = base.clone().version("details", "", 2, &[1], site("\"Leeds\""));
    let other = base.version("details", "", 3, &[1], site("\"York\""));
    assert_eq!(merged(&[&one, &other]), ["details : 3 | earlier 1 | conflicts 2"]);
    let deleted = Case::new().version("details", "", 4, &[2, 3], site("\"York\"")).delete(4);
    assert_eq!(merged(&[&one, &other, &deleted]), ["deleted details : 4 | earlier 3, 2, 1"]);
}

#[test]
fn two_seats_of_one_label_stay_two_until_they_are_linked() {
    let seat =
        |id: &str, stamp| Case::new().version("participants", id, stamp, &[], body(&[("label", "\"P1\"")]));
    let copies = [seat(P1, 1), seat("P1-bbbbbb", 2)];
    assert_eq!(merged(&copies.each_ref()), ["participants P1-aaaaaa: 1", "participants P1-bbbbbb: 2"]);
}

#[test]
fn the_same_words_from_two_laptops_stay_two_notes() {
    let (one, other) = (one_note(), Case::new().note(2, 2, &[], "P1-aaaaaa point", "scared at night"));
    assert_eq!(merged(&[&one, &other]), ["notes 1: 1", "notes 2: 2"]);
}

#[test]
fn where_versions_stand_in_a_file_does_not_matter() {
    let version = |stamp, over: &str, text: &str| {
        let stamp = at(stamp);
        format!(
            "\"kind\":\"point\",\"text\":\"{text}\",\"from\":\"live\",\"stamp\":\"{stamp}\",\"over\":[{over}]"
        )
    };
    let (old, new) = (version(1, "", "old"), version(2, &format!("\"{}\"", at(1)), "new"));
    let file = |members: &str| {
        let head = "\"format\":\"hearken/session\",\"version\":1,\"id\":\"k7m2-q9xd-4tn1-b8wz\"";
        write_session(&session(&format!("{{{head},{members}}}")))
    };
    let id = at(1);
    let straight = file(&format!("\"notes\":[{{\"id\":\"{id}\",{new},\"earlier\":[{{{old}}}]}}]"));
    let upside_down = file(&format!("\"notes\":[{{\"id\":\"{id}\",{old},\"conflicts\":[{{{new}}}]}}]"));
    let in_deleted = file(&format!(
        "\"notes\":[],\"deleted\":{{\"notes\":[{{\"id\":\"{id}\",{old},\"earlier\":[{{{new}}}]}}]}}"
    ));
    assert_eq!((&upside_down, &in_deleted), (&straight, &straight));
    assert!(straight.find("new") < straight.find("earlier"));
}

#[test]
fn joining_a_copy_again_or_an_old_one_changes_nothing() {
    let old = one_note();
    let new = one_note().note(1, 2, &[1], "P2-aaaaaa quote", "not scared").withdraw(P2, "quotes");
    let mut joined = new.read();
    let file = write_session(&joined);
    joined.join(old.read());
    joined.join(new.read());
    assert_eq!(write_session(&joined), file);
}

/// Every name in the last column of the tables of a page.
fn named_tests(page: &str) -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/evidence").join(page)).unwrap();
    let cells =
        page.lines().filter(|line| line.starts_with("| ")).filter_map(|line| line.rsplit(" | ").next());
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn every_test_that_a_page_of_rules_or_of_hostile_files_names_is_there() {
    fn read_all(folder: &std::path::Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read_all(&path, text);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                text.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tests = String::new();
    for folder in ["src", "tests"] {
        read_all(&root.join(folder), &mut tests);
    }
    for page in ["merge-rules.md", "hostile-files.md"] {
        let names = named_tests(page);
        let lacking: Vec<_> = names.iter().filter(|name| !tests.contains(&format!("fn {name}("))).collect();
        assert!(names.len() > 50 && lacking.is_empty(), "{page}: {lacking:?}");
    }
}
