//! The appendix.

use hearken::merge::Join as _;
use hearken::model::people::ConsentState;
use hearken::model::running::SessionKind;
use hearken::report::appendix::report;

use super::{IF_YES, Writing, YES_NO, corpus, example, form, numbers, page, returned};

fn told(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
    pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

#[test]
fn question_one_of_the_example_comes_out_as_it_was_published() {
    let report = report(&example(""), None);
    let (base, counts) = numbers(&report.counted, "appendix.q1");
    let published = [("Yes", 5), ("Yes, but", 1), ("No", 21), ("Not yet", 2), ("Not answered", 2)];
    assert_eq!((base, counts), (31, told(&published)));
    assert_eq!(numbers(&report.counted, "appendix.q1a").0, 6, "those who said yes, and yes, but");
    let (all, kinds) = numbers(&report.counted, "appendix.sessions");
    assert_eq!((all, kinds.iter().map(|(_, count)| count).sum::<u64>()), (43, 43));
}

#[test]
fn the_returns_of_the_example() {
    let report = report(&example("2007"), None);
    insta::assert_snapshot!("the_returns_of_the_example", page(&report.document));
}

#[test]
fn the_order_of_the_sessions_makes_no_difference() {
    let form = form(1, &format!("{YES_NO}, {IF_YES}"), "");
    let all: Vec<_> =
        (1..=9).map(|number| returned(number, &form, &[("q1", "yes"), ("q1a", "|We lead.")])).collect();
    let one = report(&corpus(all.clone()), None);
    let other = report(&corpus(all.into_iter().rev().collect()), None);
    assert_eq!(one, other);
}

#[test]
fn a_question_that_is_asked_after_an_answer_has_those_who_were_asked_as_its_base() {
    let form = form(1, &format!("{YES_NO}, {IF_YES}"), "");
    let all = vec![
        returned(1, &form, &[("q1", "yes"), ("q1a", "|We lead.")]),
        returned(2, &form, &[("q1", "yes-but"), ("q1a", "~declined")]),
        returned(3, &form, &[("q1", "no")]),
        // It was asked once, and is kept.
        returned(4, &form, &[("q1", "no"), ("q1a", "|We led.")]),
        returned(5, &form, &[("q1", "yes")]),
    ];
    let report = report(&corpus(all), None);
    let expected = [("Answered", 1), ("Not asked", 1), ("Declined to answer", 1)];
    assert_eq!(numbers(&report.counted, "appendix.q1a"), (3, told(&expected)));
    let page = page(&report.document);
    assert!(page.contains("We lead.") && !page.contains("We led."), "{page}");
    assert!(
        page.contains("For 1 return, something was noted before an earlier answer was changed"),
        "{page}"
    );
}

#[test]
fn two_wordings_are_counted_apart_and_those_that_ask_the_same_together() {
    let other = YES_NO.replace("Do you have a role?", "Should you have a role?");
    let renamed = YES_NO.replace("q1", "q7").replace("Do you have a role?", "Have you a role?");
    let same = r#"{"question": "q7", "version": 1, "replaces": "q1", "same": true}"#;
    let [first, second, third] = [
        form(1, YES_NO, ""),
        form(2, &format!("{YES_NO}, {IF_YES}"), ""),
        form(3, &format!("{renamed}, {other}"), same),
    ];
    let all = vec![
        returned(1, &first, &[("q1", "yes")]),
        returned(2, &second, &[("q1", "no")]),
        returned(3, &third, &[("q7", "yes"), ("q1", "no")]),
    ];
    let report = report(&corpus(all), None);
    // The third says that it asks what the first asked, and says nothing of the second: so the second stands apart.
    assert_eq!(numbers(&report.counted, "appendix.q7"), (2, told(&[("Yes", 2)])));
    assert_eq!(numbers(&report.counted, "appendix.form-v3.q1"), (1, told(&[("No", 1)])));
    assert_eq!(numbers(&report.counted, "appendix.form-v2.q1"), (1, told(&[("No", 1)])));
    insta::assert_snapshot!("wordings", page(&report.document));
}

#[test]
fn every_kind_of_question_is_counted() {
    let kinds = crate::returns::every_kind();
    let all = vec![
        returned(
            1,
            &kinds,
            &[
                ("q1", "yes|A small one."),
                ("q1a", "|Mothers."),
                ("q2", r#"["visits","talk"]"#),
                ("q3", "12"),
                ("q4", "2.5|in winter"),
                ("q5", "2019-04-01"),
                ("q6", "4|mostly"),
                ("q7", r#"{"police":2,"schools":5}"#),
                ("q8", "|No."),
            ],
        ),
        returned(
            2,
            &kinds,
            &[
                ("q1", "unsure"),
                ("q2", r#"["visits"]"#),
                ("q3", "~dont_know|too many"),
                ("q6", "9"),
                ("q7", r#"{"police":2}"#),
                ("q8", "~not_answered"),
                ("q99", "|What is this?"),
            ],
        ),
    ];
    let report = report(&corpus(all), None);
    assert_eq!(
        numbers(&report.counted, "appendix.q2"),
        (2, told(&[("Help with visits", 2), ("Time to talk; in private", 1)]))
    );
    assert_eq!(
        numbers(&report.counted, "appendix.q7.schools"),
        (2, told(&[("5", 1), ("Nothing in this row", 1)]))
    );
    assert_eq!(numbers(&report.counted, "appendix.q6"), (1, told(&[("4", 1)])), "9 is no point of the scale");
    insta::assert_snapshot!("every_kind", page(&report.document));
}

#[test]
fn whoever_refused_to_be_quoted_is_counted_and_not_set_out() {
    let form = form(1, YES_NO, "");
    let writing = Writing::new(1, SessionKind::Questionnaire, "Board 01").held_with(&form);
    let refused = writing.seat("P1", ConsentState::Refused).answer("q1", "no|Never again.").done();
    let report = report(&corpus(vec![refused, returned(2, &form, &[("q1", "no|Not here.")])]), None);
    assert_eq!(numbers(&report.counted, "appendix.q1"), (2, told(&[("No", 2)])));
    let page = page(&report.document);
    assert!(
        !page.contains("Never again.") && page.contains("1.") && page.contains("No: Not here."),
        "{page}"
    );
    assert!(page.contains("1 response is left out: whoever gave it refused to be quoted."), "{page}");
}

#[test]
fn two_people_who_typed_a_return_differently_are_told() {
    let form = form(1, YES_NO, "");
    let mut one = returned(1, &form, &[("q1", "yes")]);
    let other = Writing::again(&one, "w5n2te").answer("q1", "no").done();
    let apart = Writing::again(&one, "kj4x9q").answer("q1", "yes-but").done();
    one.join(other);
    one.join(apart);
    let page = page(&report(&corpus(vec![one]), None).document);
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "For 1 return, two answers are written down; the later one counts until a person decides.";
    assert!(page.contains(told), "{page}");
}

#[test]
fn in_a_room_each_person_counts_and_somebody_with_two_seats_once() {
    let text = r#"{ "format": "hearken/instrument", "id": "visits", "version": 1, "title": "Visits",
        "themes": [{"id": "far", "title": "Far"}],
        "questions": [{"id": "q1", "theme": "far", "text": "Do you drive?", "kind": "choice",
            "answers": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]}] }"#;
    let guide = hearken::format::v1::read_instrument(text).unwrap();
    let room = ["P1", "P2", "P3"]
        .into_iter()
        .fold(Writing::new(1, SessionKind::FocusGroup, "Norwich").held_with(&guide), |room, label| {
            room.seat(label, ConsentState::Given)
        });
    let room = room.answer("q1", "yes").answer_of("P2", "q1", "no").answer_of("P3", "q1", "no");
    let apart = report(&corpus(vec![room.clone().done()]), None);
    assert_eq!(numbers(&apart.counted, "appendix.q1"), (3, told(&[("Yes", 1), ("No", 2)])));
    assert!(page(&apart.document).contains("Base, of 3 people"));
    let linked = report(&corpus(vec![room.same_person("P2", "P3").done()]), None);
    assert_eq!(numbers(&linked.counted, "appendix.q1"), (2, told(&[("Yes", 1), ("No", 1)])));
}
