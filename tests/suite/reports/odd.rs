//! Inputs that nobody plans for: each with its page, read.

use hearken::model::collection::Collection;
use hearken::model::erasing::{Scope, Withdrawal};
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::people::ConsentState;
use hearken::model::running::SessionKind;
use hearken::model::session::Session;
use hearken::model::shape::{Open, Unknown};
use hearken::report::appendix;
use hearken::report::corpus::Corpus;
use hearken::report::kinds::Kind;

use super::{Writing, YES_NO, corpus, form, page, returned, seat};

/// All reports of a corpus, one below the other.
fn all(corpus: &Corpus) -> String {
    let reports = Kind::ALL.iter().filter_map(|kind| kind.report(corpus));
    reports.map(|report| page(&report.document)).collect::<Vec<_>>().join("\n\n")
}

/// States that the sessions of the base line are those given.
fn adds_up(corpus: &Corpus) {
    let base = Kind::Appendix.report(corpus).unwrap().counted;
    let held = base.iter().find(|counted| counted.anchor == "appendix.sessions").unwrap();
    assert_eq!(held.base(), corpus.sessions().len());
    assert_eq!(held.counts().iter().sum::<u64>(), corpus.sessions().len() as u64);
}

fn group() -> Writing {
    Writing::new(7, SessionKind::FocusGroup, "Norwich").seat("P1", ConsentState::Given)
}

fn point(text: &str) -> Note {
    Note { participant: Some(seat("P1")), ..Note::new(NoteKind::Point, text, Origin::Live) }
}

#[test]
fn no_sessions() {
    let corpus = corpus(Vec::new());
    adds_up(&corpus);
    insta::assert_snapshot!(all(&corpus));
}

#[test]
fn one_session_without_an_instrument() {
    let corpus = corpus(vec![group().note(point("the grant ends")).done()]);
    adds_up(&corpus);
    insta::assert_snapshot!(all(&corpus));
}

#[test]
fn a_session_that_was_joined_by_its_id_alone() {
    let bare = Session::new(hearken::model::ids::SessionId::from_random([9; 10]));
    insta::assert_snapshot!(all(&corpus(vec![bare])));
}

#[test]
fn a_return_whose_respondent_withdrew_is_in_no_count_and_told() {
    let form = form(1, YES_NO, "");
    let gone = returned(1, &form, &[("q1", "yes|Ours alone.")]);
    let mut records = Collection::default();
    let known = Withdrawal {
        session: Some(gone.id()),
        formerly: std::collections::BTreeSet::new(),
        participant: seat("P1"),
        scope: Scope::Everything,
        stamp: "2026-11-24T10:00:00.000Z-0000-wwwwww".parse().unwrap(),
    };
    records.withdrawals.insert(Open { known, unknown: Unknown::default() });
    let mut all_of_it =
        Collection { sessions: vec![gone, returned(2, &form, &[("q1", "no")])], ..records.clone() };
    all_of_it.settle();
    let corpus = Corpus::new(all_of_it.sessions, None, &records);
    let page = page(&appendix::report(&corpus, None).document);
    assert!(!page.contains("Ours alone."), "{page}");
    insta::assert_snapshot!(page);
}

#[test]
fn a_group_of_which_everybody_withdrew() {
    let session = group().note(point("the grant ends")).done();
    let mut records = Collection::default();
    let known = Withdrawal {
        session: Some(session.id()),
        formerly: std::collections::BTreeSet::new(),
        participant: seat("P1"),
        scope: Scope::Everything,
        stamp: "2026-11-24T10:00:00.000Z-0000-wwwwww".parse().unwrap(),
    };
    records.withdrawals.insert(Open { known, unknown: Unknown::default() });
    let mut all_of_it = Collection { sessions: vec![session], ..records.clone() };
    all_of_it.settle();
    let page = all(&Corpus::new(all_of_it.sessions, None, &records));
    assert!(!page.contains("the grant ends"), "{page}");
    insta::assert_snapshot!(page);
}

#[test]
fn strange_responses_are_responses() {
    let form = form(1, r#"{"id": "q1", "text": "ما رأيك؟ <b>", "kind": "text"}"#, "");
    let long = "word ".repeat(2_000);
    let words = ["|نعم، ولكن", "|👩‍👩‍👧 <script>alert(1)</script>", "|\u{1b}[2J\u{202e}x", &format!("|{long}")];
    let returns = (1..).zip(words).map(|(number, words)| returned(number, &form, &[("q1", words)]));
    let report = appendix::report(&corpus(returns.collect()), None);
    let (text, html) = (page(&report.document), hearken::document::html::written(&report.document));
    for page in [&text, &html] {
        assert!(page.contains("نعم، ولكن") && page.contains("👩‍👩‍👧") && !page.contains('\u{1b}'));
    }
    assert_eq!(text.matches("word").count(), 2_000);
    assert!(!html.contains("<script>"));
}

#[test]
fn strange_words_are_words() {
    let long = "word ".repeat(2_000);
    let tags = (0..400).map(|number| format!("tag{number:03}")).collect();
    let note = Note { tags, ..point("نعم، ولكن 👩‍👩‍👧 \u{1b}[2J\u{202e}x <b>") };
    let session = group().note(note).note(point(&long)).done();
    let corpus = corpus(vec![session]);
    adds_up(&corpus);
    let page = all(&corpus);
    assert!(page.matches("word").count() >= 2_000);
    assert!(page.contains("#tag399") && !page.contains('\u{1b}'));
    let short = page
        .replace(long.trim(), "")
        .lines()
        .filter(|line| !line.contains("word word"))
        .collect::<Vec<_>>()
        .join("\n");
    insta::assert_snapshot!(short);
}

#[test]
fn instruments_of_two_versions_and_one_that_is_not_asked_about() {
    let (one, two) = (form(1, YES_NO, ""), form(2, &YES_NO.replace("a role", "any role"), ""));
    let sessions = vec![
        returned(1, &one, &[("q1", "yes")]),
        returned(2, &two, &[("q1", "no")]),
        group().note(point("the grant ends")).done(),
    ];
    let corpus = corpus(sessions);
    adds_up(&corpus);
    insta::assert_snapshot!(all(&corpus));
}
