//! Answers typed up from the paper twin: by the names of questions and lines, as if they had been given on the screen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hearken::exchange::contents::{Remark, Wrong};
use hearken::format::v1::write_session;
use hearken::format::{builtin, v1};
use hearken::merge::Join as _;
use hearken::model::canonical::compact;
use hearken::model::ids::{EntryId, QuestionId, SessionId};
use hearken::model::note::{Empty, Response};
use hearken::model::people::RecorderRole;
use hearken::model::running::SessionKind;
use hearken::model::session::{RESPONSES, Session};
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::report::answers::{given, respondent};
use hearken::routing::route::{Route, Standing};
use hearken::storage::OsStorage;
use hearken::study::Now;
use hearken::study::create::{FreshIds, Setup};
use hearken::study::folder::StudyFolder;
use hearken::study::recorder::Recorder;
use hearken::study::typed_up::{Coming, Plan, Reading, Source, fresh, highest_seat, plan};

/// An instrument of every kind of question, and one with a theme and a prompt.
const KINDS: &str = r#"{
  "format": "hearken/instrument", "version": 1, "id": "kinds", "title": "Kinds", "lang": "en",
  "questions": [
    {"id": "some", "number": "1", "text": "Which?", "kind": "choices",
     "answers": [{"id": "a", "text": "Aunt", "key": "a"}, {"id": "b", "text": "Brother", "key": "b"}, {"id": "o", "text": "Other", "key": "o", "other": true}]},
    {"id": "many", "number": "2", "text": "How many?", "kind": "number", "least": 0, "most": 99},
    {"id": "day", "number": "3", "text": "When?", "kind": "date"},
    {"id": "wide", "number": "4", "text": "From 0 to 100?", "kind": "scale", "least": 0, "most": 100},
    {"id": "near", "number": "5", "text": "From 1 to 5?", "kind": "scale", "least": 1, "most": 5},
    {"id": "grid", "number": "6", "text": "How good?", "kind": "matrix", "least": 1, "most": 5,
     "items": [{"id": "school", "text": "School"}, {"id": "prison", "text": "Prison"}]}
  ]
}"#;
const GUIDE: &str = r#"{
  "format": "hearken/instrument", "version": 1, "id": "talk", "title": "Talk", "lang": "en",
  "themes": [
    {"id": "funding", "title": "Funding", "prompts": [{"id": "pay", "text": "Who pays?"}]},
    {"id": "strategy", "title": "Strategy", "prompts": [{"id": "plan", "text": "Which plans?"}]}
  ],
  "questions": [
    {"id": "q2", "number": "2", "theme": "funding", "text": "Is it enough?", "kind": "choice",
     "answers": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}, {"id": "hardly", "text": "No, hardly"}]}
  ]
}"#;

fn now() -> Now {
    Now { millis: Millis::new(1_795_430_520_000), wall: When::new("2026-11-23T10:42:00+01:00") }
}

fn session(instrument: &str, seats: usize) -> Session {
    let kind = SessionKind::Questionnaire;
    let practice = Setup::practice("NT".to_owned());
    let setup = Setup { seats: vec![None; seats], kind, role: RecorderRole::NoteTaker, ..practice };
    let ids = FreshIds {
        session: SessionId::from_random([7; 10]),
        writer: "kj4x9q".parse().unwrap(),
        laptop: "7tq2m9".parse().unwrap(),
    };
    let folder = StudyFolder::at(Path::new("nowhere"));
    let day = "2026-03-05".parse().unwrap();
    let mut session = fresh((&OsStorage, &folder), &setup, ids, &now(), Some(day), None).unwrap();
    session.instruments = Session::new(session.id()).instruments;
    session.instruments.insert(v1::read_instrument(instrument).unwrap());
    session
}

/// The questionnaire that comes with the program, and its one respondent.
fn board() -> Session {
    let all = builtin::instruments().unwrap();
    let board = all.into_iter().find(|one| one.guide().id == "safeguarding-board").unwrap();
    let mut session = session(KINDS, 1);
    session.instruments = Session::new(session.id()).instruments;
    session.instruments.insert(board);
    session
}

fn pages(texts: &[&str]) -> Vec<Source> {
    texts.iter().map(|text| Source { path: PathBuf::from("page.txt"), text: (*text).to_owned() }).collect()
}

fn planned(session: &Session, page: &str) -> Plan {
    plan(session, &pages(&[page]), &Reading::default(), &now())
}

/// The session with a page, which has to be taken whole.
fn with(session: &Session, page: &str) -> Session {
    let plan = planned(session, page);
    assert!(plan.is_whole(), "{:?}", plan.bad);
    plan.joined().cloned().unwrap_or_else(|| session.clone())
}

/// What stands as the answer of a seat, in short: the answer or the reason for none, then the words.
fn said(session: &Session, question: &str, seat: usize) -> String {
    let seat = session.seats()[seat].0.clone();
    let id = EntryId::of_response(&QuestionId::new(question), &seat);
    let Some(response) = session.lists.responses.current(id.as_str()) else { return "nothing".to_owned() };
    let answer =
        response.answer.as_ref().map(compact).or(response.empty.map(|empty| empty.word().to_owned()));
    let parts: Vec<String> = answer.into_iter().chain(response.words.clone()).collect();
    parts.join(" | ")
}

#[test]
fn an_answer_is_its_text_its_id_or_its_key_and_words_may_follow() {
    for (line, expected) in [
        ("q1: yes", "\"yes\""),
        ("1: Yes", "\"yes\""),
        ("Q1: YES, but only since March", "\"yes-but\" | only since March"),
        ("q1: Yes: since March", "\"yes\" | since March"),
        ("1: y", "\"yes\""),
        ("1: y we do", "\"yes\" | we do"),
        ("1: b", "\"yes-but\""),
        ("1: no", "\"no\""),
        ("1: Not yet – next year", "\"not-yet\" | next year"),
        ("1: not answered", "not_answered"),
        ("1: don’t know, nobody asked", "dont_know | nobody asked"),
        ("1: does not apply", "not_applicable"),
        ("1: yes\n   since March\n   in all prisons", "\"yes\" | since March\nin all prisons"),
        ("q1.1 since March\n1: yes\nq1.2 in all", "\"yes\" | since March\nin all"),
    ] {
        assert_eq!(said(&with(&board(), line), "q1", 0), expected, "{line}");
    }
}

#[test]
fn every_kind_of_question_is_answered_as_it_is_on_paper() {
    for (line, question, expected) in [
        ("1: aunt; other", "some", r#"["a","o"]"#),
        ("1: a | b", "some", r#"["a","b"]"#),
        ("some: o\nsome.1 a neighbour", "some", r#"["o"] | a neighbour"#),
        ("many.1 12", "many", "12"),
        ("2: 12 of them in Leeds", "many", "12 | of them in Leeds"),
        ("day.1 31/03/2007", "day", "\"2007-03-31\""),
        ("wide.1 71", "wide", "71"),
        ("near.1 it depends\nnear: 4", "near", "4 | it depends"),
        ("grid.prison: 5\ngrid.school 3", "grid", r#"{"school":3,"prison":5}"#),
    ] {
        assert_eq!(said(&with(&session(KINDS, 1), line), question, 0), expected, "{line}");
    }
    // A question that wants words has them, on as many lines as it took.
    let words = with(&board(), "1: yes\nq1a.1 A lead officer.\nq1a.2 Half a day a week.");
    assert_eq!(said(&words, "q1a", 0), "A lead officer.\nHalf a day a week.");
}

#[test]
fn what_is_no_answer_is_told_with_what_was_expected_and_nothing_comes_in() {
    for (line, number, expected) in [
        ("1: perhaps", "1", "one of: Yes; Yes, but; No; Not yet"),
        ("1: nothing like it", "1", "one of: Yes; Yes, but; No; Not yet"),
    ] {
        let plan = planned(&board(), line);
        assert_eq!(plan.bad[0].1.wrong, Wrong::NoAnswer(number.to_owned(), expected.to_owned()), "{line}");
        assert!(!plan.is_whole());
    }
    for line in
        ["many.1 100", "day.1 30/02/2007", "wide.1 101", "near: six", "grid: 3", "grid.school 6", "1: a; c"]
    {
        let plan = planned(&session(KINDS, 1), line);
        assert!(matches!(plan.bad[..], [(0, ref bad)] if matches!(bad.wrong, Wrong::NoAnswer(..))), "{line}");
    }
    let twice = planned(&board(), "1: yes\n1: no");
    assert_eq!((twice.bad[0].1.line, &twice.bad[0].1.wrong), (2, &Wrong::AnsweredTwice("1".to_owned())));
}

#[test]
fn whose_answer_it_is_and_when_may_stand_behind_the_name_in_either_order() {
    let room = session(GUIDE, 3);
    let page = "q2: P1 10:42 yes\nq2: 10:43 P2 no\n10:44 q2: P3 no, hardly worth it\nq2.1 P3 not a penny";
    let after = with(&room, page);
    assert_eq!(said(&after, "q2", 0), "\"yes\"");
    assert_eq!(said(&after, "q2", 1), "\"no\"");
    assert_eq!(said(&after, "q2", 2), "\"hardly\" | worth it\nnot a penny");
    let times: Vec<String> = after
        .lists
        .responses
        .standing()
        .map(|(_, version)| version.body.said_at.as_ref().unwrap().to_string())
        .collect();
    assert!(times.contains(&"2026-03-05T10:44:00+01:00".to_owned()), "{times:?}");
    let nobodys = planned(&room, "q2: yes");
    assert_eq!(nobodys.bad[0].1.wrong, Wrong::Whose("2".to_owned()));
    let unknown = planned(&room, "q2: P9 yes");
    assert_eq!(unknown.unknown, BTreeMap::from([("P9".to_owned(), 1)]));
    assert_eq!(highest_seat(&pages(&["q2: P12 yes\nP19 is a form"]), room.guide(), &Reading::default()), 12);
}

#[test]
fn in_a_topic_guide_a_number_is_a_seat_and_a_line_of_a_prompt_is_a_note_under_it() {
    let room = session(GUIDE, 3);
    let page = "# strat\n2: a trust\npay.1 P3 10:42 \"Nobody pays.\" (laughs)\npay.2 1: the church";
    let after = with(&room, page);
    assert_eq!(after.lists.responses.standing().count(), 0);
    let mut notes: Vec<_> = after.lists.notes.standing().map(|(_, version)| version.body.clone()).collect();
    notes.sort_by(|one, other| one.text.cmp(&other.text));
    let told: Vec<_> = notes
        .iter()
        .map(|note| {
            let seat = note.participant.as_ref().map(|seat| after.seat_label(seat)).unwrap_or_default();
            let theme = note.theme.as_ref().map_or("", |theme| theme.as_str());
            let prompt = note.prompt.as_ref().map_or("", |prompt| prompt.as_str());
            (note.text.as_str(), note.kind.word(), seat, theme.to_owned(), prompt.to_owned())
        })
        .collect();
    let row = |text, kind, seat: &str, theme: &str, prompt: &str| {
        (text, kind, seat.to_owned(), theme.to_owned(), prompt.to_owned())
    };
    assert_eq!(
        told,
        [
            row("(laughs)", "comment", "", "funding", "pay"),
            row("Nobody pays.", "quote", "P3", "funding", "pay"),
            row("a trust", "point", "P2", "strategy", ""),
            row("the church", "point", "P1", "funding", "pay"),
        ]
    );
}

#[test]
fn a_page_brought_in_twice_changes_no_byte_and_a_corrected_one_is_a_version_over_the_first() {
    let page = "1: yes\nq1a.1 A lead officer.\n2: no";
    let first = with(&board(), page);
    let again = planned(&first, page);
    assert_eq!((again.count_answers(Coming::There), again.joined().is_none()), (3, true));
    let corrected = planned(&first, "1: yes\nq1a.1 A lead officer.\n2: yes, but by hand");
    assert_eq!((corrected.count_answers(Coming::There), corrected.count_answers(Coming::Corrected)), (2, 1));
    let after = corrected.joined().unwrap().clone();
    assert_eq!(said(&after, "q2", 0), "\"yes-but\" | by hand");
    let seat = respondent(&after).unwrap();
    let entry =
        after.lists.responses.get(EntryId::of_response(&QuestionId::new("q2"), &seat).as_str()).unwrap();
    assert_eq!((entry.versions().count(), entry.heads().len()), (2, 1));
}

#[test]
fn what_a_person_changed_since_is_not_written_over() {
    let first = with(&board(), "2: no");
    let seat = respondent(&first).unwrap();
    let mut recorder = Recorder::new(first, "q2w3e4".parse().unwrap());
    let id = EntryId::of_response(&QuestionId::new("q2"), &seat);
    let response = Response {
        question: QuestionId::new("q2"),
        participant: seat,
        answer: None,
        empty: Some(Empty::Declined),
        words: None,
        said_at: None,
    };
    recorder.write(&RESPONSES, &id, &now(), response, false).unwrap();
    let changed = recorder.session();
    assert_eq!(planned(changed, "2: no").count_answers(Coming::There), 1);
    let other = planned(changed, "2: yes");
    assert!(other.answers[0].is_in_conflict && other.answers[0].coming == Coming::Corrected);
    assert_eq!(other.joined().unwrap().lists.responses.get(id.as_str()).unwrap().heads().len(), 2);
}

#[test]
fn one_page_typed_up_by_two_people_is_one_answer_where_they_agree_and_a_conflict_where_not() {
    let empty = board();
    let mut one = with(&empty, "1: yes\n2: no");
    let text = write_session(&one);
    one.join(with(&empty, "1: yes\n2: no"));
    assert_eq!(write_session(&one), text);
    one.join(with(&empty, "1: yes\n2: not yet"));
    assert_eq!(one.versions_and_conflicts().1, 1);
}

#[test]
fn what_stands_on_two_pages_of_one_call_is_one_answer() {
    let plan =
        plan(&board(), &pages(&["1: yes\nq1a.1 A lead", "q1a.2 officer"]), &Reading::default(), &now());
    assert!(plan.is_whole());
    assert_eq!(said(plan.joined().unwrap(), "q1a", 0), "A lead\nofficer");
}

#[test]
fn words_without_a_tick_and_answers_that_are_led_past_are_told_and_kept() {
    let page = "2: no\n2a: by hand\nq3.1 never did";
    let plan = planned(&board(), page);
    let remarks: Vec<_> = plan.remarks.iter().map(|(_, line, remark)| (*line, *remark)).collect();
    assert_eq!(remarks, [(3, Remark::NothingTicked), (2, Remark::NotAsked)]);
    let after = plan.joined().unwrap();
    assert_eq!(said(after, "q2a", 0), "by hand");
    let route = Route::of(after.guide().unwrap());
    let walked = route.walk(&given(after, &route, &respondent(after).unwrap()));
    assert_eq!(walked[route.place("q2a").unwrap()], Standing::Kept);
}

#[test]
fn every_name_that_is_printed_is_read() {
    for session in [board(), session(KINDS, 1), session(GUIDE, 3)] {
        let guide = session.guide().unwrap();
        let printed = hearken::report::paper_twin::document(guide, "en");
        let text = hearken::document::text::written(&printed, false);
        let names = hearken::exchange::typed_answers::Names::of(Some(guide));
        let ids: Vec<&str> = guide
            .questions
            .iter()
            .map(|question| question.id.as_str())
            .chain(
                guide.themes.iter().flat_map(|theme| theme.prompts.iter().map(|prompt| prompt.id.as_str())),
            )
            .collect();
        let mut read = 0;
        for word in text.split_whitespace() {
            if word.rsplit_once('.').is_some_and(|(id, part)| ids.contains(&id) && !part.is_empty()) {
                assert!(names.is_at(word), "{word}");
                read += 1;
            }
        }
        assert!(read >= ids.len(), "{read} names for {} questions and prompts", ids.len());
    }
}
