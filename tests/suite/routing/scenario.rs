//! Every condition, by filling in small forms.

use hearken::model::json::Json;
use hearken::model::note::Empty;
use hearken::model::shape::schema_object;
use hearken::routing::check::check;
use hearken::routing::route::{Standing, last_asked, next_asked};

use super::{Form, guide};

const YES_NO: &str = r#""kind": "choice", "answers": [
    {"id": "yes", "text": "Yes", "like": "yes"}, {"id": "yes-but", "text": "Yes, but", "like": "yes"},
    {"id": "no", "text": "No", "like": "no"}, {"id": "unsure", "text": "Unsure"}]"#;

/// Two closed questions, and a third that is asked when a condition holds.
fn with(when: &str) -> hearken::model::instrument::Guide {
    guide(&format!(
        r#"{{"id": "a", "text": "A?", {YES_NO}}}, {{"id": "b", "text": "B?", {YES_NO}}},
        {{"id": "who", "text": "Who?", "kind": "choices", "answers": [
            {{"id": "school", "text": "School"}}, {{"id": "health", "text": "Health"}}, {{"id": "none", "text": "None"}}]}},
        {{"id": "many", "text": "How many?", "kind": "number", "least": 0}},
        {{"id": "since", "text": "Since when?", "kind": "date"}},
        {{"id": "say", "text": "Say more", "kind": "text"}},
        {{"id": "then", "text": "And then?", "kind": "text", "when": {when}}}"#
    ))
}

/// Whether the last question is asked after these answers to the first two.
fn is_asked(when: &str, a: Option<&str>, b: Option<&str>) -> bool {
    let guide = with(when);
    assert_eq!(check(&guide), [], "{when}");
    let mut form = Form::of(&guide);
    for (id, answer) in [("a", a), ("b", b)] {
        if let Some(answer) = answer {
            form.answer(id, answer);
        }
    }
    form.standing("then").is_asked()
}

#[test]
fn is_holds_for_that_answer_alone() {
    let when = r#"{"is": {"question": "a", "answer": "yes"}}"#;
    assert!(is_asked(when, Some("yes"), None));
    for other in [Some("yes-but"), Some("no"), Some("unsure"), None] {
        assert!(!is_asked(when, other, None), "{other:?}");
    }
}

#[test]
fn like_holds_for_every_answer_that_counts_so() {
    let when = r#"{"like": {"question": "a", "answer": "yes"}}"#;
    assert!(is_asked(when, Some("yes"), None) && is_asked(when, Some("yes-but"), None));
    for other in [Some("no"), Some("unsure"), None] {
        assert!(!is_asked(when, other, None), "{other:?}");
    }
}

#[test]
fn all_any_and_not_are_what_they_say() {
    let (a, b) =
        (r#"{"is": {"question": "a", "answer": "yes"}}"#, r#"{"is": {"question": "b", "answer": "yes"}}"#);
    for (one, other) in [(false, false), (false, true), (true, false), (true, true)] {
        let answer = |yes: bool| Some(if yes { "yes" } else { "no" });
        let holds = |when: String| is_asked(&when, answer(one), answer(other));
        assert_eq!(holds(format!(r#"{{"all": [{a}, {b}]}}"#)), one && other);
        assert_eq!(holds(format!(r#"{{"any": [{a}, {b}]}}"#)), one || other);
        assert_eq!(holds(format!(r#"{{"not": {a}}}"#)), !one);
        assert_eq!(holds(format!(r#"{{"all": [{{"not": {a}}}, {{"any": [{b}, {a}]}}]}}"#)), !one && other);
    }
}

#[test]
fn not_of_a_question_without_an_answer_holds() {
    let when = r#"{"not": {"is": {"question": "a", "answer": "yes"}}}"#;
    assert!(is_asked(when, None, None));
}

#[test]
fn answered_holds_for_an_answer_and_for_no_kind_of_empty() {
    let guide = with(r#"{"answered": "a"}"#);
    for empty in Empty::ALL {
        let mut form = Form::of(&guide);
        assert_eq!(form.leave("a", *empty).standing("then"), Standing::Hidden, "{empty:?}");
        assert_eq!(form.standing("a"), Standing::Empty(*empty));
    }
    assert!(Form::of(&guide).answer("a", "unsure").standing("then").is_asked());
    let guide = with(r#"{"answered": "say"}"#);
    assert!(Form::of(&guide).words("say").standing("then").is_asked());
}

#[test]
fn includes_looks_among_several_answers() {
    let guide = with(r#"{"includes": {"question": "who", "answer": "health"}}"#);
    assert_eq!(check(&guide), []);
    let chosen = |ids: &[&'static str]| Json::List(ids.iter().map(|id| Json::text(id)).collect());
    let asked = |ids: &[&'static str]| Form::of(&guide).json("who", &chosen(ids)).standing("then").is_asked();
    assert!(asked(&["health"]) && asked(&["school", "health"]));
    assert!(!asked(&["school"]) && !asked(&[]));
}

#[test]
fn compare_knows_both_sides_of_every_bound() {
    for (relation, holds) in [
        ("less_than", [true, false, false]),
        ("at_most", [true, true, false]),
        ("equal", [false, true, false]),
        ("at_least", [false, true, true]),
        ("more_than", [false, false, true]),
    ] {
        let when = format!(r#"{{"compare": {{"question": "many", "relation": "{relation}", "value": 5}}}}"#);
        let guide = with(&when);
        assert_eq!(check(&guide), [], "{when}");
        for (number, holds) in [4, 5, 6].into_iter().zip(holds) {
            let mut form = Form::of(&guide);
            assert_eq!(
                form.json("many", &Json::whole(number)).standing("then").is_asked(),
                holds,
                "{relation} {number}"
            );
        }
        let when = format!(
            r#"{{"compare": {{"question": "since", "relation": "{relation}", "value": "2007-02-28"}}}}"#
        );
        let guide = with(&when);
        for (date, holds) in ["2007-02-27", "2007-02-28", "2007-03-01"].into_iter().zip(holds) {
            let mut form = Form::of(&guide);
            assert_eq!(
                form.json("since", &Json::text(date)).standing("then").is_asked(),
                holds,
                "{relation} {date}"
            );
        }
    }
}

#[test]
fn what_is_hidden_hides_what_hangs_on_it() {
    let guide = guide(&format!(
        r#"{{"id": "a", "text": "A?", {YES_NO}}},
        {{"id": "b", "text": "B?", {YES_NO}, "when": {{"like": {{"question": "a", "answer": "yes"}}}}}},
        {{"id": "c", "text": "C?", {YES_NO}, "when": {{"like": {{"question": "b", "answer": "yes"}}}}}},
        {{"id": "d", "text": "D?", {YES_NO}, "when": {{"answered": "c"}}}}"#
    ));
    let mut form = Form::of(&guide);
    form.answer("a", "yes").answer("b", "yes").answer("c", "no");
    assert_eq!(form.asked(), ["a", "b", "c", "d"]);
    form.answer("a", "no");
    assert_eq!(form.asked(), ["a"]);
    assert_eq!(
        [form.standing("b"), form.standing("c"), form.standing("d")],
        [Standing::Kept, Standing::Kept, Standing::Hidden]
    );
    form.answer("a", "yes-but");
    assert_eq!(form.asked(), ["a", "b", "c", "d"], "what was answered stands again");
    form.clear("b");
    assert_eq!(form.asked(), ["a", "b"]);
}

#[test]
fn the_way_forward_and_back_passes_over_what_is_hidden() {
    let guide = with(r#"{"is": {"question": "a", "answer": "yes"}}"#);
    let mut form = Form::of(&guide);
    let standings = form.standings();
    assert_eq!((next_asked(&standings, 0), next_asked(&standings, 5)), (Some(1), None));
    assert_eq!((last_asked(&standings, 1), last_asked(&standings, 0)), (Some(0), None));
    let standings = form.answer("a", "yes").standings();
    assert_eq!((next_asked(&standings, 5), last_asked(&standings, 7)), (Some(6), Some(6)));
}

#[test]
fn a_condition_that_cannot_be_understood_hides_and_breaks_nothing() {
    // Inside a session an instrument is read leniently: the check is for people's files.
    let guide = with(r#"{"is": {"question": "nowhere", "answer": "yes"}}"#);
    assert_eq!(Form::of(&guide).standing("then"), Standing::Hidden);
    let guide = with(r#"{"not": {"answered": "then"}}"#);
    assert!(Form::of(&guide).standing("then").is_asked());
}

#[test]
fn an_object_member_of_a_later_version_is_passed_over() {
    let guide = with(r#"{"is": {"question": "a", "answer": "yes", "soon": true}, "note": "why"}"#);
    assert!(Form::of(&guide).answer("a", "yes").standing("then").is_asked());
    let text = schema_object(vec![("all", Json::List(Vec::new()))]);
    assert_eq!(hearken::model::canonical::compact(&text), "{\"all\":[]}");
}
