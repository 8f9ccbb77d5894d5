//! The paper twin: read as a person holds it.
#![cfg(test)]

use hearken::document::{html, text};
use hearken::format::builtin;
use hearken::format::v1::read_instrument;
use hearken::report::paper_twin::document;

/// One question of each kind, a theme, and a script at either end.
const EVERY_KIND: &str = r#"{
    "format": "hearken/instrument", "id": "kinds", "version": 3, "title": "Every kind", "source": "Invented.",
    "scripts": [
        {"id": "closing", "title": "To finish", "text": ["Thank you."]},
        {"id": "opening", "title": "Before we begin", "text": ["Hello.", "Do you agree?"]}
    ],
    "themes": [{"id": "visits", "title": "Visits", "planned_minutes": 1, "prompts": [
        {"id": "visits.far", "text": "How far is it?", "probes": [{"id": "visits.far.bus", "text": "by bus"}]}]}],
    "answer_sets": [{"id": "yes-no", "answers": [
        {"id": "yes", "text": "Yes", "like": "yes"}, {"id": "no", "text": "No", "like": "no"}]}],
    "questions": [
        {"id": "q1", "number": "1", "text": "Do you visit?", "kind": "choice", "answer_set": "yes-no"},
        {"id": "q1a", "number": "1a", "text": "Why?", "kind": "text", "when": {"like": {"question": "q1", "answer": "yes"}}},
        {"id": "q2", "text": "Who comes?", "kind": "choices", "answers": [
            {"id": "child", "text": "A child", "key": "c"}, {"id": "other", "text": "Somebody else", "other": true}]},
        {"id": "q3", "text": "How often?", "kind": "number", "unit": "visits", "least": 0, "most": 99},
        {"id": "q4", "text": "How long?", "kind": "decimal", "unit": "hours"},
        {"id": "q5", "text": "Since when?", "kind": "date"},
        {"id": "q6", "text": "How easy?", "kind": "scale", "least": 1, "most": 3, "low": "hard", "high": "easy"},
        {"id": "q7", "text": "How sure?", "kind": "scale", "least": 0, "most": 100, "low": "not at all"},
        {"id": "q8", "text": "Which of these?", "kind": "matrix", "answer_set": "yes-no",
            "items": [{"id": "bus", "text": "There is a bus"}, {"id": "toys", "text": "There are toys"}]},
        {"id": "q9", "theme": "visits", "text": "How good?", "kind": "matrix", "least": 1, "most": 3,
            "items": [{"id": "room", "text": "The room"}]},
        {"id": "q10", "text": "How much?", "kind": "matrix", "least": 0, "most": 100,
            "items": [{"id": "cost", "text": "The cost"}]}
    ]
}"#;

#[test]
fn every_kind_of_question_has_its_place_to_write() {
    let instrument = read_instrument(EVERY_KIND).unwrap();
    let twin = document(instrument.guide(), "en");
    insta::assert_snapshot!("every_kind", text::written(&twin, false));
    let page = html::written(&twin);
    assert_eq!(page.matches("<div class=\"together\">").count(), 12, "eleven questions and a prompt");
    assert!(page.contains("break-inside: avoid") && page.contains("size: A4"));
    for told in
        ["<b>y</b> Yes<span class=\"leads\">→ go to 1a</span>", "<td>q1a.4</td>", "<td>visits.far.5</td>"]
    {
        assert!(page.contains(told), "{told}\n{page}");
    }
}

#[test]
fn every_line_of_a_twin_has_a_name_of_its_own() {
    for instrument in builtin::instruments().unwrap() {
        let page = text::written(&document(instrument.guide(), "en"), false);
        let names: Vec<&str> = page
            .lines()
            .filter(|line| line.contains("_____  _____"))
            .map(|line| line.split_whitespace().next().unwrap())
            .collect();
        assert!(names.len() > 30, "{}", instrument.guide().id);
        let mut each = names.clone();
        each.sort_unstable();
        each.dedup();
        assert_eq!(each.len(), names.len(), "{}", instrument.guide().id);
    }
}

#[test]
fn the_board_is_led_past_what_does_not_fit_its_answer() {
    let all = builtin::instruments().unwrap();
    let board = all.iter().find(|instrument| instrument.guide().id == "safeguarding-board").unwrap();
    let page = text::written(&document(board.guide(), "en"), false);
    let (_, from_second) = page.split_once("\n2    Does").unwrap();
    let (second, rest) = from_second.split_once("\n3    Do").unwrap();
    for told in
        ["y Yes → go to 2a\n", "b Yes, but → go to 2a\n", "n No → go to 2b\n", "t Not yet → go to 2b\n"]
    {
        assert!(second.contains(told), "{told}{second}");
    }
    assert!(
        second.contains("     → go to 3\n") && second.contains("Only if 2 is like no (“No” or “Not yet”):\n")
    );
    let third = rest.split_once("\n4    Do").unwrap().0;
    assert!(!third.contains('→'), "question 3 leads nowhere but on: {third}");
}
