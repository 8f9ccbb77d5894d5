//! What is an answer to which kind of question.

use hearken::format::reader;
use hearken::model::instrument::Guide;
use hearken::routing::answer::read;

use super::guide;

fn one(question: &str) -> Guide {
    guide(&format!(r#"{{"id": "q", "text": "?", {question}}}"#))
}

/// What is wrong with an answer; nothing when it is one.
fn misfit(guide: &Guide, json: &str) -> Option<String> {
    let json = reader::read(json).unwrap();
    read(guide, &guide.questions[0], &json).err().map(|misfit| misfit.to_string())
}

fn assert_takes(question: &str, answers: &[&str], others: &[&str]) {
    let guide = one(question);
    for json in answers {
        assert_eq!(misfit(&guide, json), None, "{question}: {json}");
    }
    for json in others {
        assert!(misfit(&guide, json).is_some(), "{question}: {json}");
    }
}

const OFFERED: &str = r#""answers": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]"#;

#[test]
fn a_choice_is_one_of_the_answers_and_choices_are_some() {
    assert_takes(
        &format!(r#""kind": "choice", {OFFERED}"#),
        &[r#""a""#],
        &[r#""c""#, r#"["a"]"#, "1", "null"],
    );
    let several = [r#"["a"]"#, r#"["b","a"]"#, "[]"];
    assert_takes(&format!(r#""kind": "choices", {OFFERED}"#), &several, &[r#""a""#, r#"["a","c"]"#]);
}

#[test]
fn numbers_are_whole_or_not_and_within_their_range() {
    assert_takes(r#""kind": "number""#, &["0", "-3", "12", "2.0"], &["2.5", "1e3", r#""12""#]);
    assert_takes(r#""kind": "number", "least": 0, "most": 10"#, &["0", "10"], &["-1", "11"]);
    assert_takes(r#""kind": "decimal", "least": 0.5"#, &["0.5", "2.25", "3"], &["0.4", "0.49999"]);
    assert_takes(r#""kind": "scale", "least": 1, "most": 5"#, &["1", "5"], &["0", "6", "2.5", r#""3""#]);
}

#[test]
fn a_date_is_of_the_calendar() {
    let wrong = [r#""2007-02-30""#, r#""2007-2-3""#, r#""31.03.2007""#, r#""2007-13-01""#, "2007"];
    assert_takes(r#""kind": "date""#, &[r#""2007-03-31""#, r#""2008-02-29""#], &wrong);
}

#[test]
fn a_matrix_has_an_answer_for_some_of_its_rows() {
    let items = r#""items": [{"id": "school", "text": "School"}, {"id": "health", "text": "Health"}]"#;
    let scale = format!(r#""kind": "matrix", {items}, "least": 1, "most": 3"#);
    let wrong = [r#"{"school": 4}"#, r#"{"police": 1}"#, r#"{"school": "a"}"#, "[1]"];
    assert_takes(&scale, &[r#"{"school": 1}"#, r#"{"health": 3, "school": 2}"#, "{}"], &wrong);
    let offered = format!(r#""kind": "matrix", {items}, {OFFERED}"#);
    assert_takes(&offered, &[r#"{"school": "a"}"#], &[r#"{"school": 1}"#]);
}

#[test]
fn what_was_expected_is_told_with_what_was_found() {
    let told = |question: &str, json: &str| misfit(&one(question), json).unwrap();
    assert_eq!(
        told(&format!(r#""kind": "choice", {OFFERED}"#), r#""c""#),
        "expected one of: a, b, found “c”"
    );
    assert_eq!(
        told(r#""kind": "number", "least": 0, "most": 10"#, "11"),
        "expected a whole number from 0 to 10, found 11"
    );
    assert_eq!(
        told(r#""kind": "date""#, r#""2007-02-30""#),
        "expected a date of the calendar like 2026-03-31, found “2007-02-30”"
    );
}
