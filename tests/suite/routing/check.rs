//! What the check of an instrument finds, in one table, and how quickly.

use hearken::format::strict::{self, Slip};
use hearken::format::v1;
use hearken::routing::check::check;

const YES_NO: &str =
    r#""answers": [{"id": "yes", "text": "Yes", "like": "yes"}, {"id": "no", "text": "No"}]"#;

fn instrument(questions: &str) -> String {
    format!(
        "{{\n\"format\": \"hearken/instrument\",\n\"id\": \"form\",\n\"version\": 1,\n\"title\": \"A form\",\n\
         \"questions\": [\n{questions}\n]\n}}"
    )
}

fn slips(text: &str) -> Vec<Slip> {
    strict::read_instrument(text.as_bytes()).err().unwrap_or_default()
}

/// Asserts that exactly one thing is wrong: its line, the offending text, what is told, and what may be meant.
fn assert_told(questions: &str, line: usize, offending: &str, told: &str, meant: Option<&str>) {
    let text = instrument(questions);
    let found = slips(&text);
    let [slip] = found.as_slice() else { panic!("{questions}: {found:#?}") };
    assert!(slip.told.contains(told), "{}", slip.told);
    assert_eq!(slip.place.line, line + 6, "{}", slip.told);
    assert_eq!(text.get(slip.span.clone()), Some(offending));
    assert_eq!(slip.meant.as_deref(), meant);
}

fn with(when: &str) -> String {
    format!(
        "{{\"id\": \"q1\", \"text\": \"One?\", \"kind\": \"choice\", {YES_NO}}},\n\
         {{\"id\": \"many\", \"text\": \"Many?\", \"kind\": \"number\", \"most\": 9}},\n\
         {{\"id\": \"q2\", \"text\": \"Two?\", \"kind\": \"text\", \"when\": {when}}},\n\
         {{\"id\": \"later\", \"text\": \"Later?\", \"kind\": \"choice\", {YES_NO}}}"
    )
}

#[test]
fn a_condition_is_told_with_its_place_and_what_may_be_meant() {
    let is = |question: &str, answer: &str| {
        with(&format!(r#"{{"is": {{"question": "{question}", "answer": "{answer}"}}}}"#))
    };
    assert_told(&is("q11", "yes"), 3, "\"q11\"", "there is no question “q11”", Some("q1"));
    assert_told(
        &is("q1", "yess"),
        3,
        "\"yess\"",
        "question q1 does not offer “yess”: it offers yes, no",
        Some("yes"),
    );
    assert_told(&is("q2", "yes"), 3, "\"q2\"", "the question depends on itself", None);
    assert_told(&is("later", "yes"), 3, "\"later\"", "question later comes later", None);
    assert_told(
        &is("many", "yes"),
        3,
        "\"many\"",
        "“is” does not fit question many, which is answered by a number",
        None,
    );
    let like = with(r#"{"like": {"question": "q1", "answer": "no"}}"#);
    assert_told(&like, 3, "\"no\"", "no answer to question q1 counts as no", None);
    assert_told(&with(r#"{"all": []}"#), 3, "[]", "“all” holds nothing", None);
    let date = with(r#"{"compare": {"question": "many", "relation": "at_most", "value": "2007-02-28"}}"#);
    assert_told(&date, 3, "\"2007-02-28\"", "it cannot be compared with a date", None);
    let word = with(r#"{"compare": {"question": "q1", "relation": "at_most", "value": 5}}"#);
    assert_told(&word, 3, "\"q1\"", "“compare” does not fit question q1", None);
    let beyond = with(r#"{"compare": {"question": "many", "relation": "more_than", "value": 9}}"#);
    assert_told(
        &beyond,
        3,
        r#"{"compare": {"question": "many", "relation": "more_than", "value": 9}}"#,
        "this question is never asked",
        None,
    );
    let both = r#"{"all": [{"is": {"question": "q1", "answer": "yes"}}, {"is": {"question": "q1", "answer": "no"}}]}"#;
    assert_told(&with(both), 3, both, "this question is never asked", None);
}

#[test]
fn members_are_told_with_their_places() {
    let question = |members: &str| format!("{{\"id\": \"q\", \"text\": \"Q?\", {members}}}");
    assert_told(&question(r#""kind": "chioce""#), 1, "\"chioce\"", "expected one of: choice", Some("choice"));
    assert_told(
        &question(r#""kind": "text", "wehn": {}"#),
        1,
        "\"wehn\"",
        "“wehn” does not belong here",
        Some("when"),
    );
    let whole = question(r#""kind": "choice""#);
    assert_told(&whole, 1, &whole, "a question of the kind “choice” needs “answers”", None);
    assert_told(&question(r#""kind": "text", "least": 1"#), 1, "1", "has no use for “least”", None);
    assert_told(
        &question(r#""kind": "number", "least": 3, "most": 1"#),
        1,
        "3",
        "“least” is greater than “most”",
        None,
    );
    assert_told(
        &question(r#""kind": "scale", "least": 0.5, "most": 3"#),
        1,
        "0.5",
        "a whole number is needed",
        None,
    );
    assert_told(
        &question(r#""kind": "choice", "answer_set": "yesno""#),
        1,
        "\"yesno\"",
        "there is no answer set “yesno”",
        None,
    );
    assert_told(
        &question(r#""kind": "text", "theme": "funding""#),
        1,
        "\"funding\"",
        "there is no theme “funding”",
        None,
    );
    let twice =
        r#""kind": "choice", "answers": [{"id": "a", "text": "A", "key": "a"}, {"id": "a", "text": "B"}]"#;
    assert_told(
        &question(twice),
        1,
        "\"a\"",
        "the id “a” stands twice; the first is questions[0].answers[0]",
        None,
    );
    let keys = r#""kind": "choice", "answers": [{"id": "a", "text": "A", "key": "a"}, {"id": "b", "text": "B", "key": "a"}]"#;
    assert_told(&question(keys), 1, "\"a\"", "the key “a” is taken by the answer “A”", None);
    let long = r#""kind": "choice", "answers": [{"id": "a", "text": "A", "key": "ab"}]"#;
    assert_told(&question(long), 1, "\"ab\"", "is not one key", None);
    assert_told(
        "{\"id\": \"q\", \"kind\": \"text\"}",
        1,
        "{\"id\": \"q\", \"kind\": \"text\"}",
        "“text” is missing",
        None,
    );
    assert_told(
        "{\"id\": \"q\", \"text\": \" \", \"kind\": \"text\"}",
        1,
        "\" \"",
        "a text without words",
        None,
    );
    let two = "{\"id\": \"q\", \"text\": \"Q?\", \"kind\": \"text\"},\n{\"id\": \"q\", \"text\": \"R?\", \"kind\": \"text\"}";
    assert_told(two, 2, "\"q\"", "the id “q” stands twice; the first is questions[0]", None);
}

#[test]
fn everything_is_told_at_once_in_the_order_of_the_text() {
    let text = instrument(
        "{\"id\": \"a\", \"text\": \"A?\", \"kind\": \"txt\"},\n\
         {\"id\": \"b\", \"text\": 5, \"kind\": \"text\", \"requird\": true},\n\
         {\"id\": \"c\", \"kind\": \"number\", \"least\": \"0\"}",
    );
    let told: Vec<String> =
        slips(&text).into_iter().map(|slip| format!("{}: {}", slip.place, slip.told)).collect();
    let ways: Vec<&str> = told.iter().map(|told| told.split(':').next().unwrap()).collect();
    assert_eq!(told.len(), 5, "{told:#?}");
    assert!(ways.is_sorted(), "{told:#?}");
}

#[test]
fn questions_in_a_circle_are_told_as_one() {
    let text = instrument(
        "{\"id\": \"a\", \"text\": \"A?\", \"kind\": \"text\", \"when\": {\"answered\": \"c\"}},\n\
         {\"id\": \"b\", \"text\": \"B?\", \"kind\": \"text\", \"when\": {\"answered\": \"a\"}},\n\
         {\"id\": \"c\", \"text\": \"C?\", \"kind\": \"text\", \"when\": {\"answered\": \"b\"}}",
    );
    let told: Vec<String> = slips(&text).into_iter().map(|slip| slip.told).collect();
    assert!(
        told.iter().any(|told| told == "the questions a, b, c depend on each other in a circle"),
        "{told:?}"
    );
}

#[test]
fn an_instrument_of_nothing_is_told() {
    let text = r#"{"format": "hearken/instrument", "id": "x", "version": 1, "title": "X"}"#;
    assert_eq!(slips(text)[0].told, "an instrument with neither themes nor questions");
    assert_eq!(slips("{}").len(), 1);
    assert_eq!(slips("")[0].told, "the file is empty");
}

#[test]
fn a_condition_a_thousand_deep_is_refused_with_its_place() {
    let deep = "{\"not\": ".repeat(1000) + "{\"answered\": \"q1\"}" + &"}".repeat(1000);
    let found = slips(&instrument(&with(&deep)));
    assert_eq!(found.len(), 1);
    assert!(found[0].told.contains("too deep"), "{}", found[0].told);
    assert_eq!(found[0].place.line, 9);
}

#[test]
fn every_built_in_instrument_is_strict() {
    for instrument in hearken::format::builtin::instruments().unwrap() {
        assert_eq!(check(instrument.guide()), [], "{}", instrument.guide().id);
    }
}

#[test]
fn ten_thousand_questions_that_hang_on_each_other_are_gone_through() {
    let questions: Vec<String> = (0..10_000)
        .map(|number: usize| {
            let when = match number.checked_sub(1) {
                Some(before) => {
                    format!(r#", "when": {{"like": {{"question": "q{before}", "answer": "yes"}}}}"#)
                }
                None => String::new(),
            };
            format!(
                r#"{{"id": "q{number}", "text": "Question {number}?", "kind": "choice", {YES_NO}{when}}}"#
            )
        })
        .collect();
    let text = instrument(&questions.join(",\n"));
    assert!(strict::read_instrument(text.as_bytes()).is_ok());
    let guide = v1::read_instrument(&text).unwrap();
    assert_eq!(guide.guide().questions.len(), 10_000);
}
