//! What a form on paper says: conditions in words, and which question follows an answer.

use hearken::routing::ahead::{Next, after, after_answer};
use hearken::routing::route::Route;
use hearken::routing::words::in_words;

use super::guide;

const ANSWERS: &str = r#""answers": [{"id": "yes", "text": "Yes", "like": "yes"},
    {"id": "but", "text": "Yes, but", "like": "yes"}, {"id": "no", "text": "No", "like": "no"}]"#;

/// Three questions to ask about, and one with a condition.
fn with(when: &str) -> hearken::model::instrument::Guide {
    guide(&format!(
        r#"{{"id": "q1", "number": "1", "text": "One?", "kind": "choice", {ANSWERS}}},
           {{"id": "q2", "number": "2", "text": "Two?", "kind": "choices", {ANSWERS}}},
           {{"id": "q3", "number": "3", "text": "Three?", "kind": "number"}},
           {{"id": "q4", "text": "Four?", "kind": "date"}},
           {{"id": "q5", "text": "Five?", "kind": "text", "when": {when}}}"#
    ))
}

#[test]
fn every_condition_is_said_in_words() {
    let is = r#"{"is": {"question": "q1", "answer": "but"}}"#;
    let like = r#"{"like": {"question": "q1", "answer": "yes"}}"#;
    let includes = r#"{"includes": {"question": "q2", "answer": "no"}}"#;
    let compare = |question: &str, relation: &str, value: &str| {
        format!(r#"{{"compare": {{"question": "{question}", "relation": "{relation}", "value": {value}}}}}"#)
    };
    let date = "\"2007-03-31\"";
    for (when, told) in [
        (is.to_owned(), "1 is “Yes, but”"),
        (like.to_owned(), "1 is like yes (“Yes” or “Yes, but”)"),
        (includes.to_owned(), "“No” is among the answers to 2"),
        (r#"{"answered": "q3"}"#.to_owned(), "3 is answered"),
        (format!(r#"{{"not": {is}}}"#), "1 is not “Yes, but”"),
        (format!(r#"{{"not": {like}}}"#), "1 is not like yes (“Yes” or “Yes, but”)"),
        (format!(r#"{{"not": {includes}}}"#), "“No” is not among the answers to 2"),
        (r#"{"not": {"answered": "q3"}}"#.to_owned(), "3 is not answered"),
        (r#"{"not": {"not": {"answered": "q3"}}}"#.to_owned(), "3 is answered"),
        (compare("q3", "less_than", "3"), "3 is less than 3"),
        (compare("q3", "at_most", "3"), "3 is at most 3"),
        (compare("q3", "equal", "3"), "3 is 3"),
        (compare("q3", "at_least", "2.50"), "3 is at least 2.50"),
        (compare("q3", "more_than", "3"), "3 is more than 3"),
        (compare("q4", "less_than", date), "q4 is before 2007-03-31"),
        (compare("q4", "at_most", date), "q4 is on or before 2007-03-31"),
        (compare("q4", "equal", date), "q4 is 2007-03-31"),
        (compare("q4", "at_least", date), "q4 is on or after 2007-03-31"),
        (compare("q4", "more_than", date), "q4 is after 2007-03-31"),
        (format!(r#"{{"all": [{is}]}}"#), "1 is “Yes, but”"),
        (
            format!(r#"{{"all": [{is}, {{"any": [{includes}, {{"answered": "q3"}}]}}]}}"#),
            "1 is “Yes, but” and (“No” is among the answers to 2 or 3 is answered)",
        ),
        (
            format!(r#"{{"not": {{"any": [{is}, {{"answered": "q3"}}]}}}}"#),
            "it is not so that (1 is “Yes, but” or 3 is answered)",
        ),
        (r#"{"answered": "q9"}"#.to_owned(), "q9 is answered"),
        (r#"{"is": {"question": "q1", "answer": "maybe"}}"#.to_owned(), "1 is “maybe”"),
    ] {
        let guide = with(&when);
        let route = Route::of(&guide);
        assert_eq!(in_words(&route, guide.questions[4].when.as_ref().unwrap()), told, "{when}");
    }
}

/// Where each answer to the first of these questions leads, and the other questions.
fn leads(questions: &str) -> (Vec<Option<Next>>, Vec<Option<Next>>) {
    let guide =
        guide(&format!(r#"{{"id": "q1", "text": "One?", "kind": "choice", {ANSWERS}}}, {questions}"#));
    let route = Route::of(&guide);
    let first = ["yes", "but", "no"].map(|answer| after_answer(&route, 0, answer)).to_vec();
    (first, (1..guide.questions.len()).map(|place| after(&route, place)).collect())
}

fn text(id: &str, when: &str) -> String {
    let when = if when.is_empty() { String::new() } else { format!(", \"when\": {when}") };
    format!(r#"{{"id": "{id}", "text": "?", "kind": "text"{when}}}"#)
}

const LIKE_YES: &str = r#"{"like": {"question": "q1", "answer": "yes"}}"#;
const LIKE_NO: &str = r#"{"like": {"question": "q1", "answer": "no"}}"#;

#[test]
fn an_answer_leads_to_the_first_question_whose_condition_it_settles() {
    let at = |place| Some(Next::Question(place));
    let (first, others) = leads(&[text("a", LIKE_YES), text("b", LIKE_NO), text("c", "")].join(","));
    assert_eq!(first, [at(1), at(1), at(2)]);
    assert_eq!(others, [at(3), at(3), Some(Next::End)], "whoever was asked a is not asked b");
    let (first, _) = leads(&text("a", r#"{"is": {"question": "q1", "answer": "but"}}"#));
    assert_eq!(first, [Some(Next::End), at(1), Some(Next::End)]);
    let (first, _) = leads(&text("a", &format!(r#"{{"not": {LIKE_NO}}}"#)));
    assert_eq!(first, [at(1), at(1), Some(Next::End)]);
    let (first, _) = leads(&text("a", r#"{"answered": "q1"}"#));
    assert_eq!(first, [at(1); 3]);
}

#[test]
fn where_it_depends_on_more_than_the_answer_nothing_is_said() {
    let at = |place| Some(Next::Question(place));
    let number = r#"{"id": "n", "text": "?", "kind": "number"}"#;
    let more = r#"{"compare": {"question": "n", "relation": "more_than", "value": 3}}"#;
    let (first, others) = leads(&[number.to_owned(), text("a", more), text("b", "")].join(","));
    assert_eq!(first, [at(1); 3]);
    assert_eq!(others, [None, at(3), Some(Next::End)]);
    let hidden = format!(r#"{{"id": "n", "text": "?", "kind": "number", "when": {LIKE_YES}}}"#);
    let (first, _) = leads(&[hidden, text("a", more), text("b", "")].join(","));
    assert_eq!(first, [at(1), at(1), at(3)], "what is not asked has no answer");
    let any = format!(r#"{{"any": [{LIKE_YES}, {more}]}}"#);
    let (first, _) = leads(&[number.to_owned(), text("a", &any)].join(","));
    assert_eq!(first, [at(1); 3]);
    let before = format!(
        r#"{number}, {{"id": "q2", "text": "?", "kind": "choice", {ANSWERS}}}, {}, {}"#,
        text("a", &any),
        text("b", "")
    );
    let guide = guide(&format!(r#"{{"id": "q1", "text": "One?", "kind": "choice", {ANSWERS}}}, {before}"#));
    assert_eq!(after_answer(&Route::of(&guide), 2, "yes"), None);
}

#[test]
fn what_holds_because_a_question_is_asked_settles_later_conditions() {
    let at = |place| Some(Next::Question(place));
    let only_yes = r#"{"is": {"question": "q1", "answer": "yes"}}"#;
    let deep = r#"{"answered": "a"}"#;
    let choice = format!(r#"{{"id": "a", "text": "?", "kind": "choice", {ANSWERS}, "when": {only_yes}}}"#);
    let (_, others) = leads(&[choice, text("b", deep), text("c", LIKE_NO), text("d", only_yes)].join(","));
    assert_eq!(others[1], at(4), "b is asked, so a is answered, so q1 is yes");
    let both = format!(r#"{{"any": [{only_yes}, {{"is": {{"question": "q1", "answer": "but"}}}}]}}"#);
    let (_, others) = leads(&[text("a", &both), text("b", LIKE_NO), text("c", "")].join(","));
    assert_eq!(others[0], at(3));
    let all = format!(r#"{{"all": [{LIKE_YES}, {{"not": {only_yes}}}]}}"#);
    let (_, others) = leads(&[text("a", &all), text("b", LIKE_NO), text("c", "")].join(","));
    assert_eq!(others[0], at(3));
}
