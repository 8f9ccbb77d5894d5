//! What reading and writing promise: one canonical form, nothing lost, and nothing written that cannot be read.
#![cfg(test)]

use hearken::format::v1::{File, read, write_collection, write_session};
use hearken::merge::Join as _;
use hearken::model::session::Session;

use crate::cases::at;
use crate::history::session;

/// A file in canonical form, made by hand after the tables of the format.
pub(crate) const CANONICAL: &str = include_str!("canonical-session.json");

/// A session's file with these members.
pub(crate) fn file(members: &str) -> String {
    let head = "\"format\":\"hearken/session\",\"version\":1,\"id\":\"k7m2-q9xd-4tn1-b8wz\"";
    if members.is_empty() { format!("{{{head}}}") } else { format!("{{{head},{members}}}") }
}

/// The members of a version of a note, with others in front.
fn note(members: &str, stamp: u32) -> String {
    let stamp = at(stamp);
    format!(
        "{{{members}\"kind\":\"point\",\"text\":\"\",\"from\":\"live\",\"stamp\":\"{stamp}\",\"over\":[]}}"
    )
}

fn join(one: &str, other: &str) -> String {
    let mut joined = session(one);
    joined.join(session(other));
    write_session(&joined)
}

#[test]
fn a_canonical_file_is_written_back_byte_for_byte() {
    let written = write_session(&session(CANONICAL));
    for (place, (ours, theirs)) in written.lines().zip(CANONICAL.lines()).enumerate() {
        assert_eq!(ours, theirs, "line {}", place + 1);
    }
    assert_eq!(written, CANONICAL);
}

#[test]
fn members_and_entries_in_any_order_are_written_in_one_order() {
    let one = file(&format!(
        "\"notes\":[{},{}],\"Zebra\":1,\"apple\":{{\"text\":1,\"b\":2,\"a\":3,\"id\":4}}",
        note("\"id\":\"b\",\"tags\":[\"z\",\"a\",\"z\"],\"mood\":{\"stamp\":1,\"b\":2,\"a\":3},", 1),
        note("\"Mood\":1,\"id\":\"a\",", 2),
    ));
    let written = write_session(&session(&one));
    let places: Vec<_> = [
        "\"a\",",
        "\"Mood\"",
        "\"b\",",
        "\"tags\": [\n        \"a\",\n        \"z\"\n      ],\n",
        "\"mood\": {\n        \"a\": 3,\n        \"b\": 2,\n        \"stamp\": 1\n      }",
    ]
    .map(|part| written.find(part).unwrap_or_else(|| panic!("no {part} in {written}")))
    .into();
    assert!(places.is_sorted(), "{places:?} {written}");
    let plain = "\"Zebra\": 1,\n  \"apple\": {\n    \"id\": 4,\n    \"text\": 1,\n    \"a\": 3,\n    \"b\": 2\n  },\n  \"withdrawals\"";
    assert!(written.contains(plain), "{written}");
}

#[test]
fn known_lists_and_the_last_members_are_always_written() {
    let lists = "writers participants notes responses summaries themes probes scripts attendance pauses theme_log \
        marks pairs same_as withdrawals erasures erased";
    let lists: String = lists.split_whitespace().flat_map(|list| ["  \"", list, "\": [],\n"]).collect();
    let head =
        "{\n  \"format\": \"hearken/session\",\n  \"version\": 1,\n  \"id\": \"k7m2-q9xd-4tn1-b8wz\",\n";
    let last = "  \"deleted\": {},\n  \"others\": {},\n  \"formerly\": []\n}\n";
    assert_eq!(write_session(&session(&file(""))), format!("{head}{lists}{last}"));
}

#[test]
fn control_and_direction_characters_are_written_as_escapes_and_nothing_else_is() {
    let escaped: Vec<u32> = (0..0x20)
        .chain(0x7f..0xa0)
        .chain([0x61c, 0x200e, 0x200f])
        .chain(0x2028..0x202f)
        .chain(0x2066..0x206a)
        .chain([0xfeff])
        .collect();
    let plain = "/é\u{a0}\u{200d}\u{200b}\u{2010}\u{2027}\u{202f}\u{2065}\u{206a}\u{fffe}\u{1f600}\u{e0001}";
    let spelled = escaped.iter().fold(String::new(), |text, code| format!("{text}\\u{code:04X}"));
    let read = session(&file(&format!("\"name \\u001b\":\"{spelled}\\/{plain}\\\"\\\\\"")));
    let expected: String = escaped
        .iter()
        .map(|code| match code {
            0x9 => "\\t".to_owned(),
            0xa => "\\n".to_owned(),
            0xd => "\\r".to_owned(),
            code => format!("\\u{code:04x}"),
        })
        .collect();
    let written = write_session(&read);
    let expected = format!("  \"name \\u001b\": \"{expected}/{plain}\\\"\\\\\",\n");
    assert!(written.contains(&expected), "{written}\n{expected}");
    assert_eq!(write_session(&session(&written)), written);
}

#[test]
fn unknown_members_everywhere_are_carried_through_with_their_digits() {
    let odd = "\"x\":{\"y\":[99999999999999999999999,1E2,-0,0.10],\"z\":{\"w\":1e400}}";
    let stamp = at(1);
    let version = format!("\"stamp\":\"{stamp}\",\"over\":[],{odd}");
    let text = "\"kind\":\"point\",\"text\":\"\",\"from\":\"live\"";
    let members = [
        odd.to_owned(),
        format!(
            "\"instrument\":{{\"id\":\"s\",\"version\":1,\"title\":\"S\",\"themes\":[{{\"id\":\"a\",\"title\":\"A\",\"prompts\":[{{\"id\":\"p\",\"text\":\"?\",{odd}}}],{odd}}}],{odd}}}"
        ),
        format!("\"details\":{{\"kind\":\"interview\",\"site\":\"\",\"held_on\":\"\",{version}}}"),
        format!(
            "\"writers\":[{{\"id\":\"a\",\"laptop\":\"7tq2m9\",\"initials\":\"\",\"role\":\"both\",\"opened\":\"\",{version}}}]"
        ),
        format!(
            "\"participants\":[{{\"id\":\"P1\",\"label\":\"P1\",\"consent\":{{\"items\":{{\"quotes\":{{\"state\":\"given\",{odd}}}}},{odd}}},{version}}}]"
        ),
        format!(
            "\"notes\":[{{\"id\":\"a\",{text},{version},\"earlier\":[{{{text},\"q\":1,{version}}}],\"conflicts\":[{{{text},\"q\":2,{version}}}]}}]"
        ),
        format!(
            "\"responses\":[{{\"id\":\"a\",\"question\":\"q\",\"participant\":\"P1\",\"answer\":1E2,{version}}}]"
        ),
        format!("\"later_list\":[{{\"id\":\"a\",{version}}}]"),
        format!(
            "\"withdrawals\":[{{\"participant\":\"P9\",\"scope\":\"quotes\",\"stamp\":\"{stamp}\",{odd}}}]"
        ),
        format!(
            "\"erasures\":[{{\"in\":\"notes\",\"id\":\"z\",\"versions\":[\"{stamp}\"],\"reason\":\"mention\",\"stamp\":\"{stamp}\",{odd}}}]"
        ),
        format!("\"deleted\":{{\"notes\":[{{\"id\":\"b\",\"deleted\":true,{text},{version}}}]}}"),
        format!("\"others\":{{\"x\":[{{{odd}}}]}}"),
    ];
    let whole = file(&members.join(","));
    let written = write_session(&session(&whole));
    for digits in ["99999999999999999999999", "1E2", "-0", "0.10", "1e400"] {
        assert_eq!(written.matches(digits).count(), whole.matches(digits).count(), "{digits} in {written}");
    }
    assert_eq!(write_session(&session(&written)), written);
}

#[test]
fn the_same_number_written_otherwise_is_another_value() {
    let (one, other) = (file("\"x\":{\"y\":1E2}"), file("\"x\":{\"y\":100}"));
    let written = join(&one, &other);
    assert!(written.contains("\"y\": 1E2") && written.contains("\"y\": 100"), "{written}");
}

/// Reads members, writes the file, and reads and writes it again, alone and in a collection.
fn assert_it_can_be_read_again(members: &str) {
    let Ok(File::Session(first)) = read(file(members).as_bytes()) else { return };
    let written = write_session(&first);
    match read(written.as_bytes()) {
        Ok(File::Session(again)) => assert_eq!(write_session(&again), written, "from {members}"),
        Ok(_) => panic!("a session was written"),
        Err(error) => panic!("{error}\nfrom {members}\nwas written {written}"),
    }
    let collection = format!("{{\"format\":\"hearken/collection\",\"version\":1,\"sessions\":[{written}]}}");
    let Ok(File::Collection(first)) = read(collection.as_bytes()) else {
        panic!("a session that can be read cannot be collected: {members}")
    };
    let written = write_collection(&first);
    match read(written.as_bytes()) {
        Ok(File::Collection(again)) => assert_eq!(write_collection(&again), written, "from {members}"),
        Ok(_) => panic!("a collection was written"),
        Err(error) => panic!("{error}\nfrom {members}\nwas written {written}"),
    }
}

const TOP: &str =
    "format version id instrument details notes withdrawals erasures erased deleted others formerly later";

#[test]
fn a_file_with_odd_names_in_deleted_is_refused_or_can_be_read_again() {
    for name in TOP.split_whitespace() {
        assert_it_can_be_read_again(&format!("\"deleted\":{{\"{name}\":[]}}"));
    }
}

#[test]
fn a_file_with_odd_names_in_others_is_refused_or_can_be_read_again() {
    for name in TOP.split_whitespace() {
        assert_it_can_be_read_again(&format!("\"others\":{{\"{name}\":[]}}"));
        assert_it_can_be_read_again(&format!("\"others\":{{\"{name}\":[5,[]]}}"));
    }
}

#[test]
fn what_stands_in_others_and_looks_like_entries_is_refused_or_can_be_read_again() {
    assert_it_can_be_read_again("\"others\":{\"later\":[[{\"id\":1,\"stamp\":2,\"over\":3}]]}");
}

#[test]
fn what_is_read_nested_to_the_limit_can_be_read_again_wherever_it_comes_to_stand() {
    for depth in 28..36 {
        let nested = format!("\"x\":{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert_it_can_be_read_again(&nested);
        assert_it_can_be_read_again(&format!("\"others\":{{{}}}", nested.replace(':', ":[") + "]"));
        // Two versions: one of them comes to stand in `conflicts`, and in `deleted` at that.
        let versions = |members: &str| format!("\"notes\":[{},{}]", note(members, 1), note(members, 2));
        assert_it_can_be_read_again(&versions(&format!("\"id\":\"a\",{nested},")));
        assert_it_can_be_read_again(&versions(&format!("\"id\":\"a\",\"deleted\":true,{nested},")));
        let seat = |stamp| {
            let consent = format!("{{\"items\":{{\"quotes\":{{\"state\":\"given\",{nested}}}}}}}");
            format!(
                "{{\"id\":\"P1\",\"label\":\"P1\",\"consent\":{consent},\"stamp\":\"{}\",\"over\":[]}}",
                at(stamp)
            )
        };
        assert_it_can_be_read_again(&format!("\"participants\":[{},{}]", seat(1), seat(2)));
    }
}

/// Joining must not depend on whether a copy went through a file.
fn assert_a_file_between_changes_nothing(one: &str, other: &str) {
    let saved = write_session(&session(one));
    assert_eq!(join(&saved, other), join(one, other), "{one} and {other}");
}

#[test]
fn an_empty_list_of_others_changes_nothing() {
    assert_a_file_between_changes_nothing(&file("\"others\":{\"later\":[]}"), &file("\"later\":[]"));
}

#[test]
fn entries_among_the_others_join_as_they_do_after_saving() {
    let entries = format!("[{{\"id\":\"a\",\"stamp\":\"{}\",\"over\":[]}}]", at(1));
    let one = file(&format!("\"others\":{{\"later\":[{entries}]}}"));
    assert_a_file_between_changes_nothing(&one, &file("\"later\":{\"z\":1}"));
}

#[test]
fn a_byte_order_mark_is_read() {
    let with_mark = format!("\u{feff}{}", file(""));
    assert!(matches!(read(with_mark.as_bytes()), Ok(File::Session(_))));
}

#[test]
fn a_copy_in_memory_writes_the_same_as_a_copy_from_disk() {
    let one: Session = session(CANONICAL);
    assert_eq!(write_session(&one.clone()), write_session(&session(&write_session(&one))));
}
