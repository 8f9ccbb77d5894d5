//! The questionnaire to safeguarding boards, against the text it comes from and against a reference that knows
//! nothing of conditions.

use std::collections::BTreeSet;

use hearken::format::strict;
use hearken::model::question::Question;
use hearken::routing::check::check;
use hearken::routing::route::Standing;

use super::{Form, board};

/// Each question that answers open, with what opens it: written down by hand from the printed questionnaire.
const FOLLOW_UPS: &[(&str, &str, &str)] = &[
    ("q1a", "q1", "yes"),
    ("q2a", "q2", "yes"),
    ("q2b", "q2", "no"),
    ("q4a", "q4", "yes"),
    ("q5a", "q5", "yes"),
    ("q5b", "q5", "yes"),
    ("q5c", "q5", "no"),
    ("q6a", "q6", "yes"),
    ("q7a", "q7", "yes"),
    ("q8a", "q8", "yes"),
    ("q9a", "q9", "yes"),
    ("q10a", "q10", "yes"),
    ("q11a", "q11", "yes"),
    ("q11b", "q11", "yes"),
];

/// What an answer counts as, written down apart from the instrument.
fn like(answer: &str) -> &str {
    match answer {
        "yes" | "yes-but" => "yes",
        "no" | "not-yet" => "no",
        other => other,
    }
}

const ANSWERS: [&str; 4] = ["yes", "yes-but", "no", "not-yet"];

/// The questions that are answered by yes or no.
fn closed() -> Vec<String> {
    let (guide, open) = (board(), ["q12", "q15"]);
    let main = guide.questions.iter().filter(|question| question.when.is_none());
    main.map(|question| question.id.to_string()).filter(|id| !open.contains(&id.as_str())).collect()
}

/// Which questions are asked after these answers.
fn reference(answers: &[(&str, &str)]) -> Vec<String> {
    let guide = board();
    let ids = guide.questions.iter().map(|question| question.id.to_string());
    let is_open = |id: &String| match FOLLOW_UPS.iter().find(|(follow_up, ..)| follow_up == id) {
        None => true,
        Some((_, of, wanted)) => answers.iter().any(|(id, answer)| id == of && like(answer) == *wanted),
    };
    ids.filter(is_open).collect()
}

#[test]
fn it_has_sixteen_questions_and_their_sub_questions_as_printed() {
    let guide = board();
    let numbers: Vec<&str> = guide.questions.iter().map(Question::label).collect();
    let printed = "1 1a 2 2a 2b 3 4 4a 5 5a 5b 5c 6 6a 7 7a 8 8a 9 9a 10 10a 11 11a 11b 12 13 14 15 16";
    assert_eq!(numbers.join(" "), printed);
    let wordings: BTreeSet<&str> = guide.questions.iter().map(|question| question.text.as_str()).collect();
    assert_eq!(wordings.len(), guide.questions.len());
    let all = wordings.into_iter().collect::<Vec<_>>().join(" ");
    for slip in ["familty", "probabtion", "familiy", "parent of carer"] {
        assert!(!all.contains(slip), "{slip}");
        assert!(guide.source.as_ref().unwrap().contains(slip), "the source says that {slip} was put right");
    }
    assert_eq!(closed().len(), 14);
}

#[test]
fn nothing_is_wrong_with_it_and_it_is_strict() {
    assert_eq!(check(&board()), []);
    let text = include_bytes!("../../../src/format/builtin/safeguarding-board.json");
    assert!(strict::read_instrument(text).is_ok());
}

#[test]
fn before_anything_is_answered_no_follow_up_is_asked() {
    let guide = board();
    assert_eq!(Form::of(&guide).asked(), reference(&[]));
    assert_eq!(reference(&[]).len(), 16);
}

#[test]
fn every_answer_of_every_question_opens_what_the_reference_says() {
    let guide = board();
    for id in closed() {
        for answer in ANSWERS {
            let mut form = Form::of(&guide);
            form.answer(&id, answer);
            assert_eq!(form.asked(), reference(&[(&id, answer)]), "{id}: {answer}");
        }
    }
}

#[test]
fn every_pair_of_questions_with_every_pair_of_answers_agrees_with_the_reference() {
    let guide = board();
    let closed = closed();
    let mut pairs = 0;
    for (at, one) in closed.iter().enumerate() {
        for other in &closed[at + 1..] {
            for first in ANSWERS {
                for second in ANSWERS {
                    let mut form = Form::of(&guide);
                    form.answer(other, second).answer(one, first);
                    assert_eq!(form.asked(), reference(&[(one, first), (other, second)]));
                    pairs += 1;
                }
            }
        }
    }
    assert_eq!(pairs, 14 * 13 / 2 * 16);
}

#[test]
fn all_16384_combinations_of_yes_and_no_agree_with_the_reference() {
    let guide = board();
    let closed = closed();
    for bits in 0..1_u32 << closed.len() {
        let answer = |at: usize| if bits >> at & 1 == 1 { "yes" } else { "no" };
        let answers: Vec<(&str, &str)> =
            closed.iter().enumerate().map(|(at, id)| (id.as_str(), answer(at))).collect();
        let mut form = Form::of(&guide);
        for (id, answer) in &answers {
            form.answer(id, answer);
        }
        let asked = form.asked();
        let many = FOLLOW_UPS.iter().filter(|(_, of, wanted)| answers.contains(&(of, wanted))).count();
        assert_eq!(asked.len(), 16 + many, "{bits:b}");
        // Comparing the texts of all of them would take the most of the time: the count, and every sixteenth whole.
        if bits % 16 == 0 {
            assert_eq!(asked, reference(&answers), "{bits:b}");
        }
    }
}

#[test]
fn an_answer_that_is_hidden_is_kept_and_returns_when_the_answer_changes_back() {
    let guide = board();
    let mut form = Form::of(&guide);
    form.answer("q5", "yes-but").words("q5a").words("q5b");
    assert_eq!(form.standing("q5a"), Standing::Answered);
    form.answer("q5", "not-yet");
    assert_eq!((form.standing("q5a"), form.standing("q5c")), (Standing::Kept, Standing::Open));
    form.answer("q5", "yes");
    assert_eq!((form.standing("q5a"), form.standing("q5c")), (Standing::Answered, Standing::Hidden));
}
