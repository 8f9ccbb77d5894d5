//! Which answers may be added up, and what a person is told of those that may not.

use hearken::model::instrument::Guide;
use hearken::routing::lineage::{Asked, adds_up, difference};

/// An instrument with one question and a lineage, as a file has them.
fn version(id: &str, version: u32, question: &str, lineage: &str) -> Guide {
    let text = format!(
        r#"{{ "format": "hearken/instrument", "id": "{id}", "version": {version}, "title": "A form",
            "questions": [{question}], "lineage": [{lineage}] }}"#
    );
    hearken::format::v1::read_instrument(&text).unwrap_or_else(|error| panic!("{error}")).guide().clone()
}

fn asked(guide: &Guide) -> Asked<'_> {
    Asked { guide, question: &guide.questions[0] }
}

const WHY: &str = r#"{"id": "q1", "text": {"en": "Why?", "cy": "Pam?"}, "kind": "text"}"#;

#[test]
fn the_same_id_and_the_same_text_in_the_own_language_add_up() {
    let first = version("form", 1, WHY, "");
    let second =
        version("form", 2, r#"{"id": "q1", "text": {"en": "Why?", "cy": "Pam felly?"}, "kind": "text"}"#, "");
    let third = version("form", 3, r#"{"id": "q1", "text": "Why now?", "kind": "text"}"#, "");
    let other_id = version("form", 4, r#"{"id": "q2", "text": "Why?", "kind": "text"}"#, "");
    let elsewhere = version("other", 1, r#"{"id": "q1", "text": "Why?", "kind": "text"}"#, "");
    assert!(adds_up(asked(&first), asked(&first)));
    assert!(adds_up(asked(&first), asked(&second)) && adds_up(asked(&second), asked(&first)));
    assert!(adds_up(asked(&first), asked(&elsewhere)));
    assert!(!adds_up(asked(&second), asked(&third)) && !adds_up(asked(&third), asked(&second)));
    assert!(!adds_up(asked(&first), asked(&other_id)));
}

#[test]
fn what_a_lineage_says_of_two_questions_counts_in_either_direction_and_for_that_version_alone() {
    let first = version("form", 1, WHY, "");
    let same = r#"{"question": "q7", "version": 1, "replaces": "q1", "same": true}"#;
    let reworded = r#"{"id": "q7", "text": "Why is that?", "kind": "text"}"#;
    let second = version("form", 2, reworded, same);
    assert!(adds_up(asked(&second), asked(&first)) && adds_up(asked(&first), asked(&second)));
    assert!(!adds_up(asked(&second), asked(&version("form", 3, WHY, ""))), "another version");
    assert!(!adds_up(asked(&second), asked(&version("other", 1, WHY, ""))), "another instrument");
    let not_said = same.replace(", \"same\": true", "");
    assert!(!adds_up(asked(&version("form", 2, reworded, &not_said)), asked(&first)));
    let copied = r#"{"question": "q7", "instrument": "form", "version": 1, "replaces": "q1", "same": true}"#;
    let copy = version("copy", 1, reworded, copied);
    assert!(adds_up(asked(&copy), asked(&first)));
    assert!(!adds_up(asked(&copy), asked(&version("copy", 1, WHY, ""))));
}

#[test]
fn a_person_who_says_that_it_is_not_the_same_is_believed() {
    let first = version("form", 1, WHY, "");
    let lineage = r#"{"question": "q1", "version": 1, "replaces": "q1", "same": false}"#;
    assert!(!adds_up(asked(&version("form", 2, WHY, lineage)), asked(&first)));
}

#[test]
fn kinds_answers_rows_units_and_ends_that_differ_are_told() {
    let told = |now: &str, before: &str| {
        let (now, before) = (version("form", 2, now, ""), version("form", 1, before, ""));
        difference(asked(&now), asked(&before))
    };
    let choice =
        |answers: &str| format!(r#"{{"id": "q1", "text": "?", "kind": "choice", "answers": [{answers}]}}"#);
    let (yes, no) = (r#"{"id": "yes", "text": "Yes"}"#, r#"{"id": "no", "text": "No"}"#);
    let both = choice(&format!("{yes}, {no}"));
    let number = |unit: &str| format!(r#"{{"id": "q1", "text": "?", "kind": "number"{unit}}}"#);
    let scale =
        |most: u32| format!(r#"{{"id": "q1", "text": "?", "kind": "scale", "least": 1, "most": {most}}}"#);
    let matrix = |item: &str| {
        format!(
            r#"{{"id": "q1", "text": "?", "kind": "matrix", "items": [{{"id": "{item}", "text": "Row"}}], "answers": [{yes}]}}"#
        )
    };
    assert_eq!(told(&both, &both), None);
    assert_eq!(told(WHY, &both).as_deref(), Some("its kind is “text” and was “choice”"));
    assert_eq!(told(&both, &choice(yes)).as_deref(), Some("its answers are yes, no and were yes"));
    assert_eq!(
        told(&number(r#", "unit": "days""#), &number("")).as_deref(),
        Some("its unit is “days” and was none")
    );
    assert_eq!(told(&scale(5), &scale(7)).as_deref(), Some("its scale has other ends"));
    assert_eq!(told(&matrix("a"), &matrix("b")).as_deref(), Some("its rows are a and were b"));
}
