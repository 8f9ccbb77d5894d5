//! One session to read.

use hearken::merge::Join as _;
use hearken::model::note::{Flag, Note, NoteKind, Origin};
use hearken::model::people::ConsentState;
use hearken::model::running::SessionKind;
use hearken::model::session::Session;
use hearken::report::corpus::Corpus;
use hearken::report::session::{Reader, report};

use super::{Writing, corpus, example, numbers, page, seat};

fn read(corpus: &Corpus, reader: Reader) -> String {
    page(&report(corpus, &corpus.sessions()[0], reader).document)
}

fn of(kind: NoteKind, text: &str, label: Option<&str>) -> Note {
    Note { participant: label.map(seat), ..Note::new(kind, text, Origin::Live) }
}

fn talk() -> Session {
    let absent = Note {
        flags: [Flag::AboutSomeoneAbsent].into(),
        ..of(NoteKind::Point, "her brother drinks", Some("P1"))
    };
    Writing::new(1, SessionKind::FocusGroup, "Norwich")
        .seat("P1", ConsentState::Given)
        .seat("P2", ConsentState::Refused)
        .note(of(NoteKind::Comment, "cold room", None))
        .note(of(NoteKind::Quote, "We find out in March.", Some("P1")))
        .note(of(NoteKind::Quote, "Do not write this down.", Some("P2")))
        .note(of(NoteKind::Point, "the grant ends this year", Some("P2")))
        .note(of(NoteKind::Observation, "P2 looks away", None))
        .note(absent)
        .done()
}

#[test]
fn norwich_is_readable_in_time_order() {
    let corpus = example("2026-11-23-norwich");
    insta::assert_snapshot!("norwich", read(&corpus, Reader::Team));
}

#[test]
fn norwich_for_those_who_took_part() {
    let corpus = example("2026-11-23-norwich");
    insta::assert_snapshot!("norwich_for_participants", read(&corpus, Reader::Participants));
}

#[test]
fn every_note_that_stands_is_shown_or_left_out_for_a_reason() {
    for reader in [Reader::Team, Reader::Participants] {
        let corpus = example("2026");
        for session in corpus.sessions() {
            let counted = report(&corpus, session, reader).counted;
            assert_eq!(counted[0].things.len(), session.lists.notes.standing().count());
        }
    }
}

#[test]
fn only_what_was_noted_word_for_word_stands_in_quotation_marks() {
    let page = read(&corpus(vec![talk()]), Reader::Team);
    assert!(page.contains("“We find out in March.”"), "{page}");
    assert!(page.contains("the grant ends this year") && !page.contains("“the grant"), "{page}");
    assert!(page.contains("Norwich, 2026-11-23, P1, 10:01"), "{page}");
    assert!(
        !page.contains("Do not write this down.") && page.contains("A quote that may not be given."),
        "{page}"
    );
    assert!(page.contains("1 quote is left out: whoever said it refused to be quoted."), "{page}");
}

#[test]
fn participants_read_what_was_said_and_nothing_else() {
    let page = read(&corpus(vec![talk()]), Reader::Participants);
    for hidden in ["cold room", "looks away", "her brother", "Do not write this down", "A quote that may not"]
    {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
    assert!(page.contains("We find out in March.") && page.contains("the grant ends this year"), "{page}");
}

#[test]
fn two_copies_of_one_session_are_one() {
    let (mut one, other) = (talk(), talk());
    one.join(other);
    let counted = report(&corpus(vec![one.clone()]), &one, Reader::Team).counted;
    assert_eq!(numbers(&counted, "session.notes").0, 6);
}
