//! What holds for every list of a session and of a study, one test a rule, so that no list can be forgotten.
#![cfg(test)]

use hearken::format::v1::{File, read, write_study};
use hearken::merge::Join as _;
use hearken::model::study::Study;

use crate::cases::{Case, at, body, file_of_merge, merged};
use crate::reference::Body;
use crate::written::LISTS;

/// What the shortest version of each list holds.
fn shortest(list: &str) -> Body {
    body(match list {
        "details" => &[("kind", "\"interview\""), ("site", "\"Norwich\""), ("held_on", "\"2026-11-23\"")],
        "writers" => {
            &[("laptop", "\"7tq2m9\""), ("initials", "\"NT\""), ("role", "\"both\""), ("opened", "\"10:00\"")]
        }
        "participants" => &[("label", "\"P1\"")],
        "notes" => &[("kind", "\"point\""), ("text", "\"\""), ("from", "\"live\"")],
        "responses" => &[("question", "\"q1\""), ("participant", "\"P9-aaaaaa\"")],
        "summaries" => &[("text", "\"\"")],
        "scripts" => &[("state", "\"read\""), ("at", "\"10:00\"")],
        "attendance" => &[("state", "\"left\""), ("at", "\"10:00\""), ("participant", "\"P9-aaaaaa\"")],
        "probes" | "pauses" | "theme_log" => &[("at", "\"10:00\"")],
        "marks" => &[("at", "\"10:00\""), ("kind", "\"together\"")],
        _ => &[],
    })
}

/// Every list of a session, and one of a later version of the program.
fn lists() -> impl Iterator<Item = &'static str> {
    LISTS.split_whitespace().chain(["later_list"])
}

fn id(list: &str) -> &str {
    if list == "details" { "" } else { "one" }
}

/// One entry of a list with these versions: stamps and what each replaces.
fn entry(list: &str, versions: &[(u32, &[u32])]) -> Case {
    let add = |case: Case, (stamp, over): &(u32, &[u32])| {
        case.version(list, id(list), *stamp, over, shortest(list)).with(*stamp, "mood", &stamp.to_string())
    };
    versions.iter().fold(Case::new(), add)
}

#[test]
fn in_every_list_two_versions_that_did_not_know_of_each_other_are_two_heads() {
    for list in lists() {
        let (one, other) = (entry(list, &[(1, &[]), (2, &[1])]), entry(list, &[(1, &[]), (3, &[1])]));
        let expected = format!("{list} {}: 3 | earlier 1 | conflicts 2", id(list));
        assert_eq!(merged(&[&one, &other]), [expected.as_str()]);
        let settled = entry(list, &[(4, &[2, 3])]);
        let expected = format!("{list} {}: 4 | earlier 3, 2, 1", id(list));
        assert_eq!(merged(&[&one, &other, &settled]), [expected.as_str()]);
    }
}

#[test]
fn in_every_list_an_entry_is_deleted_when_all_its_heads_are() {
    for list in lists() {
        let deleted = entry(list, &[(1, &[]), (2, &[1])]).delete(2);
        assert_eq!(merged(&[&deleted]), [format!("deleted {list} {}: 2 | earlier 1", id(list))]);
        let edited = entry(list, &[(1, &[]), (3, &[1])]);
        let expected = format!("{list} {}: 3 | earlier 1 | conflicts 2", id(list));
        assert_eq!(merged(&[&deleted, &edited]), [expected.as_str()]);
    }
}

#[test]
fn in_every_list_an_erasure_takes_the_versions_it_names_and_what_they_replaced() {
    for list in lists() {
        let versions = entry(list, &[(1, &[]), (2, &[1]), (3, &[])]);
        let erased = Case::new().erase(list, id(list), &[2]);
        let expected = [format!("{list} {}: 3", id(list)), format!("erased {list} {}: 1, 2", id(list))];
        assert_eq!(merged(&[&versions, &erased]), expected, "{list}");
    }
}

#[test]
fn in_every_list_a_version_attributed_to_somebody_withdrawn_goes() {
    for list in lists() {
        let words = Case::new().version(list, id(list), 1, &[], shortest(list));
        let named = words.with(1, "participant", "\"P1-aaaaaa\"");
        let withdrawn = Case::new().withdraw("P1-aaaaaa", "everything");
        assert_eq!(merged(&[&named, &withdrawn]), [format!("erased {list} {}: 1", id(list))]);
    }
}

#[test]
fn in_every_list_unknown_members_and_numbers_come_through_as_they_were_written() {
    let odd = "{\"a\":99999999999999999999999,\"b\":[1E2,-0]}";
    for list in lists() {
        let case = entry(list, &[(1, &[])]).with(1, "mood", odd);
        let words: String = file_of_merge(&[&case, &case]).split_whitespace().collect();
        assert!(words.contains(&format!("\"mood\":{odd}")), "{list}: {words}");
    }
}

/// A study with these members.
fn study(id: &str, members: &str) -> Study {
    let text = format!("{{\"format\":\"hearken/study\",\"version\":1,\"id\":\"{id}\",{members}}}");
    match read(text.as_bytes()) {
        Ok(File::Study(study)) => *study,
        Ok(_) => panic!("no study: {text}"),
        Err(error) => panic!("{error} in {text}"),
    }
}

fn joined(one: &Study, other: &Study) -> String {
    let (mut here, mut there) = (one.clone(), other.clone());
    here.join(other.clone());
    there.join(one.clone());
    assert_eq!(write_study(&here), write_study(&there));
    write_study(&here)
}

const S: &str = "s000-0000-0000-0000";
const STUDY: [(&str, &str); 7] = [
    ("details", "\"title\":\"\""),
    ("writers", "\"laptop\":\"7tq2m9\",\"initials\":\"\",\"role\":\"both\",\"opened\":\"\""),
    ("plan", "\"kind\":\"interview\",\"planned_sessions\":3"),
    ("sites", "\"site\":\"Norwich\""),
    ("sheets", "\"items\":{\"quotes\":\"?\"}"),
    ("codebook", "\"text\":\"\""),
    ("keys", "\"role\":\"study\",\"recipient\":\"age1\""),
];

/// A member of a study that holds one entry with one version.
fn holding(list: &str, members: &str, stamp: u32, over: &str) -> String {
    let version = format!("{members},\"mood\":{stamp},\"stamp\":\"{}\",\"over\":[{over}]", at(stamp));
    if list == "details" {
        format!("\"details\":{{{version}}}")
    } else {
        format!("\"{list}\":[{{\"id\":\"one\",{version}}}]")
    }
}

#[test]
fn in_every_list_of_a_study_versions_are_joined_and_erased_as_in_a_session() {
    for (list, members) in STUDY {
        let one = study(S, &holding(list, members, 1, ""));
        let other = study(S, &holding(list, members, 2, ""));
        let file = joined(&one, &other);
        assert!(file.contains("\"mood\": 2") && file.contains("\"conflicts\""), "{list}: {file}");
        assert!(file.contains("\"mood\": 1"), "{list}: {file}");
        let id = if list == "details" { "" } else { "\"id\":\"one\"," };
        let (version, stamp) = (at(1), at(9));
        let erased = study(
            S,
            &format!(
                "\"erasures\":[{{\"in\":\"{list}\",{id}\"versions\":[\"{version}\"],\"reason\":\"mistake\",\"stamp\":\"{stamp}\"}}]"
            ),
        );
        let mut both = one;
        both.join(other);
        let file = joined(&both, &erased);
        assert!(file.contains("\"mood\": 2") && !file.contains("\"mood\": 1"), "{list}: {file}");
    }
}

#[test]
fn a_study_goes_by_all_ids_it_had_and_keeps_plain_members() {
    let one = study("z000-0000-0000-0000", "\"weather\":\"wet\"");
    let other = study("a000-0000-0000-0000", "\"weather\":12");
    let words: String = joined(&one, &other).split_whitespace().collect();
    assert!(
        words.contains("\"id\":\"a000-0000-0000-0000\",") && words.contains("\"weather\":12,"),
        "{words}"
    );
    assert!(
        words.contains("\"others\":{\"weather\":[\"wet\"]},\"formerly\":[\"z000-0000-0000-0000\"]"),
        "{words}"
    );
}
