//! What is to be followed up.

use hearken::format::builtin;
use hearken::model::note::{Flag, Note, NoteKind, Origin};
use hearken::model::people::ConsentState;
use hearken::model::running::SessionKind;
use hearken::report::followup::report;

use super::{Writing, corpus, example, numbers, page, returned, seat};

#[test]
fn what_is_to_be_followed_up_in_the_example() {
    let report = report(&example(""));
    insta::assert_snapshot!("followup", page(&report.document));
}

#[test]
fn boards_that_are_willing_are_named_with_what_they_said() {
    let all = builtin::instruments().unwrap();
    let board = all.iter().find(|one| one.guide().id == "safeguarding-board").unwrap();
    let sessions = vec![
        returned(1, board, &[("q14", "yes|From May."), ("q16", "yes"), ("q13", "no")]),
        returned(2, board, &[("q14", "yes-but"), ("q16", "no"), ("q13", "yes|A visit scheme.")]),
        returned(3, board, &[("q14", "~not_answered")]),
    ];
    let report = report(&corpus(sessions));
    assert_eq!(numbers(&report.counted, "followup.q14").0, 2);
    assert_eq!(numbers(&report.counted, "followup.q16").0, 1);
    let page = page(&report.document);
    assert!(page.contains("Board 01, 2026-11-23: Yes: From May."), "{page}");
    assert!(page.contains("Board 02, 2026-11-23: Yes: A visit scheme."), "{page}");
    assert!(!page.contains("Board 03"), "{page}");
}

#[test]
fn a_quote_to_check_of_somebody_who_was_not_asked_is_told_as_a_place() {
    let quote = |text: &str, label: &str| Note {
        participant: Some(seat(label)),
        flags: [Flag::Check].into(),
        ..Note::new(NoteKind::Quote, text, Origin::Live)
    };
    let session = Writing::new(1, SessionKind::FocusGroup, "Norwich")
        .seat("P1", ConsentState::Given)
        .seat("P2", ConsentState::NotAsked)
        .note(quote("Nobody asked the child.", "P1"))
        .note(quote("I never said that.", "P2"))
        .note(Note::new(NoteKind::Action, "Write to the governor.", Origin::Live))
        .done();
    let report = report(&corpus(vec![session]));
    assert_eq!(numbers(&report.counted, "followup.to-check").0, 2);
    let page = page(&report.document).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("“Nobody asked the child.”") && !page.contains("I never said that."), "{page}");
    assert!(page.contains("A quote without its words: note 2026-11-23T"), "{page}");
    assert!(
        page.contains("1 quote is left out: whoever said it was not asked whether it may be quoted."),
        "{page}"
    );
    assert!(page.contains("Write to the governor."), "{page}");
}
