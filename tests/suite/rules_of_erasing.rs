//! The rules of withdrawal and erasure, one test each: what goes, what stays, and the marks that are left.
#![cfg(test)]

use hearken::format::v1::read;

use crate::cases::{Case, P1, P2, at, body, file_of_merge, merged};
use crate::rules_of_files::file;

const P3: &str = "P3-aaaaaa";

fn everything(seat: &str) -> Case {
    Case::new().withdraw(seat, "everything")
}

fn quotes(seat: &str) -> Case {
    Case::new().withdraw(seat, "quotes")
}

fn link(one: &str, sign: char, other: &str) -> Case {
    Case::new().version("same_as", &format!("{one}{sign}{other}"), 40, &[], body(&[]))
}

#[test]
fn a_withdrawal_of_quotes_takes_the_quote_and_leaves_the_paraphrase() {
    let case = Case::new()
        .note(1, 1, &[], "P1-aaaaaa quote", "I was scared")
        .note(2, 2, &[], "P1-aaaaaa point", "was scared")
        .note(3, 3, &[], "P2-aaaaaa quote", "so was I")
        .version("participants", P1, 4, &[], body(&[("label", "\"P1\"")]));
    let expected = ["notes 2: 2", "notes 3: 3", "participants P1-aaaaaa: 4", "erased notes 1: 1"];
    assert_eq!(merged(&[&case, &quotes(P1)]), expected);
}

#[test]
fn a_withdrawal_of_everything_takes_words_answers_comings_and_the_description() {
    let case = Case::new()
        .note(1, 1, &[], "P1-aaaaaa point", "was scared")
        .version("participants", P1, 4, &[], body(&[("label", "\"P1\""), ("role", "\"nurse\"")]))
        .version("participants", P1, 5, &[4], body(&[("label", "\"P1\""), ("role", "\"a nurse\"")]))
        .version(
            "responses",
            "q1@P1-aaaaaa",
            6,
            &[],
            body(&[("question", "\"q1\""), ("participant", "\"P1-aaaaaa\"")]),
        )
        .version(
            "attendance",
            &at(7),
            7,
            &[],
            body(&[("state", "\"left\""), ("at", "\"11:00\""), ("participant", "\"P1-aaaaaa\"")]),
        )
        .version("later_list", "one", 8, &[], body(&[("participant", "\"P1-aaaaaa\"")]));
    let expected = [
        "erased attendance 7: 7",
        "erased later_list one: 8",
        "erased notes 1: 1",
        "erased participants P1-aaaaaa: 4, 5",
        "erased responses q1@P1-aaaaaa: 6",
    ];
    assert_eq!(merged(&[&case, &everything(P1)]), expected);
    let kept = merged(&[&case, &quotes(P1)]);
    assert!(kept.iter().all(|line| !line.starts_with("erased")), "{kept:?}");
}

#[test]
fn a_quote_in_a_list_of_a_later_version_goes_with_a_withdrawal_of_quotes() {
    // All lists have one erasure, those that a later version adds too.
    let words = |kind| body(&[("kind", kind), ("participant", "\"P1-aaaaaa\"")]);
    let case = Case::new().version("later_list", "one", 1, &[], words("\"quote\"")).version(
        "later_list",
        "two",
        2,
        &[],
        words("\"point\""),
    );
    assert_eq!(merged(&[&case, &quotes(P1)]), ["later_list two: 2", "erased later_list one: 1"]);
}

#[test]
fn the_widest_scope_counts() {
    let case = Case::new().note(1, 1, &[], "P1-aaaaaa point", "was scared");
    assert_eq!(merged(&[&quotes(P1), &case, &everything(P1)]), ["erased notes 1: 1"]);
    assert_eq!(merged(&[&everything(P1), &quotes(P1), &case]), ["erased notes 1: 1"]);
}

#[test]
fn what_said_words_replaced_goes_too_directly_and_through_others() {
    // A typing error put right, a name put in: three times the same words.
    let case = Case::new()
        .note(1, 1, &[], "point", "wsa scared")
        .note(1, 2, &[1], "P2-aaaaaa point", "was scared")
        .note(1, 3, &[2], "P1-aaaaaa point", "was scared");
    assert_eq!(merged(&[&case, &everything(P1)]), ["erased notes 1: 1, 2, 3"]);
}

#[test]
fn a_version_that_comes_late_goes_by_the_mark_that_replaced_it() {
    let replaced = Case::new().note(1, 1, &[], "point", "wsa scared");
    let first = Case::new().note(1, 3, &[2], "P1-aaaaaa point", "was scared");
    let between = Case::new().note(1, 2, &[1], "point", "was scared");
    let all = merged(&[&first, &everything(P1), &replaced, &between]);
    assert_eq!(all, ["erased notes 1: 1, 2, 3"]);
    assert_eq!(merged(&[&first, &everything(P1), &replaced]), ["notes 1: 1", "erased notes 1: 3"]);
}

#[test]
fn the_same_words_with_the_name_taken_off_go_as_linked() {
    let case = Case::new()
        .note(1, 1, &[], "P1-aaaaaa point", "was scared")
        .note(1, 2, &[1], "point", "was scared")
        .note(1, 3, &[2], "point", "was very scared");
    assert_eq!(merged(&[&case, &everything(P1)]), ["erased notes 1: 1, 2 linked, 3 linked"]);
}

#[test]
fn a_correction_to_another_speaker_keeps_that_speakers_words() {
    let case = Case::new().note(1, 1, &[], "P1-aaaaaa point", "was scared").note(
        1,
        2,
        &[1],
        "P2-aaaaaa point",
        "was scared",
    );
    assert_eq!(merged(&[&case, &everything(P1)]), ["notes 1: 2", "erased notes 1: 1"]);
    // Through a version without a name as well.
    let case = Case::new()
        .note(1, 1, &[], "P1-aaaaaa point", "was scared")
        .note(1, 2, &[1], "point", "was scared")
        .note(1, 3, &[2], "P2-aaaaaa point", "was scared")
        .note(1, 4, &[3], "point", "somebody was scared");
    let expected = ["notes 1: 4 | earlier 3", "erased notes 1: 1, 2 linked"];
    assert_eq!(merged(&[&case, &everything(P1)]), expected);
}

#[test]
fn what_a_linked_version_replaced_is_left_alone_and_is_a_head_again() {
    let case = Case::new()
        .note(1, 1, &[], "P1-aaaaaa point", "was scared")
        .note(1, 2, &[], "P2-aaaaaa point", "so was I")
        .note(1, 3, &[1, 2], "point", "both were scared");
    assert_eq!(merged(&[&case, &everything(P1)]), ["notes 1: 2", "erased notes 1: 1, 3 linked"]);
}

#[test]
fn for_erasing_edges_towards_younger_versions_and_circles_count() {
    let case = Case::new()
        .note(1, 1, &[2], "P1-aaaaaa point", "over a younger one")
        .note(1, 2, &[3], "P2-aaaaaa point", "in a circle")
        .note(1, 3, &[2, 3], "P3-aaaaaa point", "in a circle and over itself");
    assert_eq!(merged(&[&case, &everything(P1)]), ["erased notes 1: 1, 2, 3"]);
    assert_eq!(merged(&[&case, &everything(P3)]), ["notes 1: 1", "erased notes 1: 2, 3"]);
}

#[test]
fn a_mark_holds_the_place_and_what_was_replaced_and_no_words() {
    let case = Case::new()
        .note(1, 1, &[], "P1-aaaaaa quote", "a short answer")
        .note(1, 2, &[1], "quote", "a short answer")
        .with(2, "mood", "\"sad\"");
    let file = file_of_merge(&[&case, &everything(P1)]);
    let (one, two) = (at(1), at(2));
    let mark = |stamp: &str, over: &str, linked: &str| {
        format!(
            "    {{\n      \"in\": \"notes\",\n      \"id\": \"{one}\",\n      \"stamp\": \"{stamp}\",\n      \"over\": {over}{linked}\n    }}"
        )
    };
    let over = format!("[\n        \"{one}\"\n      ]");
    let marks = [mark(&one, "[]", ""), mark(&two, &over, ",\n      \"linked\": true")].join(",\n");
    assert!(file.contains(&format!("\"erased\": [\n{marks}\n  ]")), "{file}");
    assert!(!file.contains("short") && !file.contains("sad"), "{file}");
}

#[test]
fn a_mark_of_details_has_no_id() {
    let details = body(&[("kind", "\"interview\""), ("site", "\"Norwich\""), ("held_on", "\"2026-11-23\"")]);
    let case = Case::new().version("details", "", 1, &[], details).erase("details", "", &[1]);
    let file = file_of_merge(&[&case]);
    assert!(file.contains("{\n      \"in\": \"details\",\n      \"stamp\""), "{file}");
    assert!(!file.contains("\"site\""), "{file}");
}

#[test]
fn said_wins_over_linked() {
    let versions = Case::new().note(1, 1, &[], "P1-aaaaaa point", "x").note(1, 2, &[1], "point", "x");
    let linked = versions.clone().withdraw(P1, "everything");
    let said = versions.erase("notes", &at(1), &[2]);
    assert_eq!(merged(&[&linked, &said]), ["erased notes 1: 1, 2"]);
    let (linked, said) = (Case::new().mark(1, 1, &[], true), Case::new().mark(1, 1, &[], false));
    assert_eq!(merged(&[&linked, &said]), ["erased notes 1: 1"]);
}

#[test]
fn what_a_version_replaced_goes_when_linked_turns_into_said() {
    let case = Case::new()
        .note(1, 1, &[], "P1-aaaaaa point", "x")
        .note(1, 2, &[], "P2-aaaaaa point", "y")
        .note(1, 3, &[1, 2], "point", "x and y");
    let linked = case.withdraw(P1, "everything");
    assert_eq!(merged(&[&linked]), ["notes 1: 2", "erased notes 1: 1, 3 linked"]);
    let all = Case::new().erase("notes", &at(1), &[3]);
    assert_eq!(merged(&[&linked, &all]), ["erased notes 1: 1, 2, 3"]);
}

#[test]
fn a_said_mark_takes_every_body_under_its_stamp() {
    let said = Case::new().mark(1, 1, &[], false);
    let named = Case::new().note(1, 1, &[], "P2-aaaaaa point", "x");
    let unnamed = Case::new().note(1, 1, &[], "point", "y");
    assert_eq!(merged(&[&named, &said, &unnamed]), ["erased notes 1: 1"]);
    assert_eq!(merged(&[&named, &unnamed, &everything(P2)]), ["erased notes 1: 1"]);
}

#[test]
fn a_linked_mark_takes_the_bodies_under_its_stamp_that_name_nobody() {
    let linked = Case::new().mark(1, 1, &[], true);
    let named = Case::new().note(1, 1, &[], "P2-aaaaaa point", "x");
    let unnamed = Case::new().note(1, 1, &[], "point", "y");
    assert_eq!(merged(&[&named, &linked, &unnamed]), ["notes 1: 1", "erased notes 1: 1 linked"]);
}

#[test]
fn a_mark_stays_when_the_copy_that_withdrew_is_not_there() {
    let withdrawn = Case::new().note(1, 1, &[], "P1-aaaaaa point", "x").mark(1, 1, &[], false);
    assert_eq!(merged(&[&withdrawn]), ["erased notes 1: 1"]);
}

#[test]
fn an_erased_note_is_erased_for_ever() {
    let case = Case::new().note(1, 1, &[], "P1-aaaaaa point", "x").erase("notes", &at(1), &[]);
    let later = Case::new().note(1, 2, &[1], "P2-aaaaaa point", "y").note(2, 3, &[], "point", "z");
    assert_eq!(merged(&[&case, &later]), ["notes 2: 3", "erased notes 1: 1, 2"]);
    let apart = Case::new().note(1, 4, &[], "P2-aaaaaa point", "written without knowing of the first");
    assert_eq!(merged(&[&case, &apart]), ["erased notes 1: 1, 4"]);
}

#[test]
fn an_erasure_of_versions_leaves_the_others() {
    let case = Case::new().note(1, 1, &[], "P1-aaaaaa point", "names a person").note(
        1,
        2,
        &[1],
        "P1-aaaaaa point",
        "names nobody else",
    );
    let erased = case.erase("notes", &at(1), &[1]);
    assert_eq!(merged(&[&erased]), ["notes 1: 2", "erased notes 1: 1"]);
}

#[test]
fn an_erasure_reaches_its_own_entry_and_list_only() {
    let case = Case::new()
        .note(1, 1, &[], "P1-aaaaaa point", "x")
        .note(2, 1, &[], "P1-aaaaaa point", "another note with a version of the same stamp")
        .version("later_list", &at(1), 1, &[], body(&[]));
    let expected = ["later_list 1: 1", "notes 2: 1", "erased notes 1: 1"];
    assert_eq!(merged(&[&case, &Case::new().erase("notes", &at(1), &[1])]), expected);
}

#[test]
fn an_erased_summary_can_be_written_anew() {
    let case =
        Case::new().version("summaries", "funding", 1, &[], body(&[("text", "\"P1 is short of money\"")]));
    let erased = case.erase("summaries", "funding", &[1]);
    let anew = Case::new().version("summaries", "funding", 2, &[], body(&[("text", "\"short of money\"")]));
    assert_eq!(merged(&[&erased, &anew]), ["summaries funding: 2", "erased summaries funding: 1"]);
}

#[test]
fn a_withdrawal_reaches_all_seats_that_are_linked() {
    let case = Case::new()
        .note(1, 1, &[], "P1-aaaaaa point", "x")
        .note(2, 2, &[], "P2-aaaaaa point", "y")
        .note(3, 3, &[], "P3-aaaaaa point", "z");
    let links = [link(P1, '=', P2), link(P2, '=', P3)];
    let all = merged(&[&case, &links[0], &links[1], &everything(P3)]);
    let link_lines = ["same_as P1-aaaaaa=P2-aaaaaa: 40", "same_as P2-aaaaaa=P3-aaaaaa: 40"];
    let erased = ["erased notes 1: 1", "erased notes 2: 2", "erased notes 3: 3"];
    assert_eq!(all, [&link_lines[..], &erased[..]].concat());
    let not_linked = merged(&[&case, &link(P1, '!', P2), &everything(P1)]);
    let expected = ["notes 2: 2", "notes 3: 3", "same_as P1-aaaaaa!P2-aaaaaa: 40", "erased notes 1: 1"];
    assert_eq!(not_linked, expected);
}

#[test]
fn a_link_counts_when_it_was_deleted_or_erased() {
    let case = Case::new().note(1, 1, &[], "P1-aaaaaa point", "x");
    let deleted =
        link(P1, '=', P2).version("same_as", "P1-aaaaaa=P2-aaaaaa", 41, &[40], body(&[])).delete(41);
    let expected = ["deleted same_as P1-aaaaaa=P2-aaaaaa: 41 | earlier 40", "erased notes 1: 1"];
    assert_eq!(merged(&[&case, &deleted, &everything(P2)]), expected);
    let erased = link(P1, '=', P2).erase("same_as", "P1-aaaaaa=P2-aaaaaa", &[40]);
    let expected = ["erased notes 1: 1", "erased same_as P1-aaaaaa=P2-aaaaaa: 40"];
    assert_eq!(merged(&[&case, &erased, &everything(P2)]), expected);
}

#[test]
fn an_answer_is_reached_through_its_participant_whatever_its_id_says() {
    let answer = body(&[("question", "\"q1\""), ("participant", "\"P1-aaaaaa\""), ("answer", "\"yes\"")]);
    let case = Case::new().version("responses", "q1@P2-aaaaaa", 1, &[], answer);
    assert_eq!(merged(&[&case, &everything(P1)]), ["erased responses q1@P2-aaaaaa: 1"]);
    assert_eq!(merged(&[&case, &everything(P2)]), ["responses q1@P2-aaaaaa: 1"]);
}

#[test]
fn a_withdrawal_of_a_seat_nobody_knows_is_kept_for_what_may_come() {
    let file = file_of_merge(&[&everything("P9-zzzzzz")]);
    assert!(file.contains("\"participant\": \"P9-zzzzzz\""), "{file}");
    let late = Case::new().note(1, 1, &[], "P9-zzzzzz point", "x");
    assert_eq!(merged(&[&everything("P9-zzzzzz"), &late]), ["erased notes 1: 1"]);
}

#[test]
fn a_version_over_erased_words_that_names_somebody_else_stays_a_head() {
    let case = Case::new().note(1, 1, &[], "P1-aaaaaa point", "x").note(1, 2, &[1], "point", "x").note(
        1,
        3,
        &[1],
        "P2-aaaaaa point",
        "x",
    );
    assert_eq!(merged(&[&case, &everything(P1)]), ["notes 1: 3", "erased notes 1: 1, 2 linked"]);
}

#[test]
fn erasing_all_that_was_deleted_leaves_no_empty_entry() {
    let case = Case::new()
        .note(1, 1, &[], "P1-aaaaaa point", "x")
        .note(1, 2, &[1], "P1-aaaaaa point", "x")
        .delete(2);
    assert_eq!(merged(&[&case, &everything(P1)]), ["erased notes 1: 1, 2"]);
}

/// What is said of a file with these members.
fn refusal(members: &str) -> String {
    match read(file(members).as_bytes()) {
        Ok(_) => panic!("read: {members}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn an_erasure_of_what_can_be_written_anew_must_list_versions() {
    for place in [
        "\"in\":\"summaries\",\"id\":\"funding\"",
        "\"in\":\"details\"",
        "\"in\":\"participants\",\"id\":\"P1\"",
    ] {
        for versions in ["", ",\"versions\":[]"] {
            let told = refusal(&format!(
                "\"erasures\":[{{{place}{versions},\"reason\":\"mistake\",\"stamp\":\"{}\"}}]",
                at(51)
            ));
            assert!(told.contains("“versions”"), "{told}");
        }
    }
}

#[test]
fn an_answer_without_a_participant_is_refused() {
    let answer = format!("\"id\":\"q1@P1\",\"question\":\"q1\",\"stamp\":\"{}\",\"over\":[]", at(1));
    assert!(refusal(&format!("\"responses\":[{{{answer}}}]")).contains("“participant”"));
    let earlier =
        format!("\"participant\":\"P1\",\"earlier\":[{{{}}}]", answer.replace("\"id\":\"q1@P1\",", ""));
    assert!(refusal(&format!("\"responses\":[{{{answer},{earlier}}}]")).contains("“participant”"));
}

#[test]
fn a_scope_or_mark_that_this_version_does_not_know_is_refused() {
    let stamp = at(1);
    let scope = format!("{{\"participant\":\"P1\",\"scope\":\"answers\",\"stamp\":\"{stamp}\"}}");
    assert!(refusal(&format!("\"withdrawals\":[{scope}]")).contains("withdrawals[0].scope"));
    let mark =
        format!("{{\"in\":\"notes\",\"id\":\"{stamp}\",\"stamp\":\"{stamp}\",\"over\":[],\"words\":\"x\"}}");
    assert!(refusal(&format!("\"erased\":[{mark}]")).contains("erased[0].words"));
}
