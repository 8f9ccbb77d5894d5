//! A questionnaire: one question at a time, one key an answer, follow-ups that come and go.

use hearken::app::Message;
use hearken::app::form::Own;
use hearken::app::live::asking::Asking;
use hearken::model::canonical::compact;
use hearken::model::note::{Empty, Response};
use hearken::model::running::SessionKind;
use hearken::report::answers::{counts, respondent};
use hearken::routing::route::Standing;

use super::room::Room;

const RETURN: &str = "<Down> <Down> <Down> <Down> <Down> <Enter> Board 01 <Enter> <Enter> NT <Enter>";

fn begun() -> Room {
    Room::asked(100, 30, RETURN)
}

fn response(room: &Room, question: &str) -> Option<Response> {
    let seat = respondent(room.session()).unwrap();
    room.session().lists.responses.current(&format!("{question}@{seat}")).cloned()
}

/// The answer to a question: its id, and the words to it.
fn answer(room: &Room, question: &str) -> (String, String) {
    let response = response(room, question).unwrap_or_else(|| panic!("{question} has no response"));
    let answer = response.answer.as_ref().and_then(|answer| answer.as_text()).unwrap_or_default().to_owned();
    (answer, response.words.unwrap_or_default())
}

fn asking(room: &Room) -> &Asking {
    room.live().asking().unwrap()
}

fn number(room: &Room) -> String {
    room.live().asked().unwrap().1.label().to_owned()
}

#[test]
fn a_key_answers_words_may_follow_and_enter_goes_to_the_question_that_opened() {
    let mut room = begun();
    room.shows("0 of 16 answered");
    room.shows("y  Yes");
    room.keys("b only when we hear of one");
    assert_eq!(answer(&room, "q1"), ("yes-but".to_owned(), String::new()));
    room.says("Now asked: 1a.");
    room.keys("<Enter>");
    assert_eq!(answer(&room, "q1"), ("yes-but".to_owned(), "only when we hear of one".to_owned()));
    assert_eq!(number(&room), "1a");
    room.keys("A lead on it <Enter>");
    assert_eq!(answer(&room, "q1a"), (String::new(), "A lead on it".to_owned()));
    assert_eq!(number(&room), "2");
    room.shows("2 of 17 answered");
}

#[test]
fn an_answer_that_is_hidden_is_kept_and_comes_back() {
    let mut room = begun();
    room.keys("y <Enter> We meet monthly <Enter> <BackTab> <BackTab>");
    assert_eq!(number(&room), "1");
    room.keys("n");
    room.says("Not asked any more, kept and not counted: 1a.");
    assert_eq!(asking(&room).standings()[1], Standing::Kept);
    assert_eq!(answer(&room, "q1a").1, "We meet monthly");
    room.keys("<C-o>");
    room.shows("kept, not counted");
    room.keys("<Esc> <BS> t");
    assert_eq!(answer(&room, "q1").0, "not-yet");
    room.keys("<BS> y");
    assert_eq!(asking(&room).standings()[1], Standing::Answered);
}

#[test]
fn each_kind_of_empty_has_its_key_and_is_kept_apart() {
    for (key, empty) in [
        ("d", Empty::DontKnow),
        ("r", Empty::Declined),
        ("x", Empty::NotAnswered),
        ("s", Empty::NotAsked),
        ("a", Empty::NotApplicable),
    ] {
        let mut room = begun();
        room.keys(key);
        assert_eq!(response(&room, "q1").unwrap().empty, Some(empty));
        let guide = room.session().guide().unwrap();
        let counted = counts(guide, &guide.questions[0], [room.session()]);
        assert_eq!((counted.base, counted.empty.get(&empty)), (1, Some(&1)));
        assert!(counted.answers.iter().all(|(_, count)| *count == 0));
    }
    let mut room = begun();
    room.keys("y <Enter> <C-l> decl <Enter>");
    assert_eq!(response(&room, "q1a").unwrap().empty, Some(Empty::Declined));
    assert_eq!(number(&room), "2");
}

#[test]
fn another_answer_takes_the_place_of_a_reason_to_be_empty() {
    let mut room = begun();
    room.keys("d <BS> y");
    let response = response(&room, "q1").unwrap();
    assert_eq!((response.empty, response.answer.unwrap().as_text()), (None, Some("yes")));
}

#[test]
fn a_letter_that_is_no_answer_is_told_and_changes_nothing() {
    let mut room = begun();
    room.keys("q");
    room.says("“q” is no answer here. These are: y b n t d r x s a w.");
    assert!(response_count(&room) == 0);
}

fn response_count(room: &Room) -> usize {
    room.session().lists.responses.all().len()
}

#[test]
fn an_answer_can_be_taken_away_and_taken_back() {
    let mut room = begun();
    room.keys("y <BS> <BS>");
    room.says("taken away");
    assert!(response(&room, "q1").is_none());
    room.keys("<C-z>");
    assert_eq!(answer(&room, "q1").0, "yes");
    room.keys("<C-z>");
    assert!(response(&room, "q1").is_none());
    room.keys("<C-y>");
    assert_eq!(answer(&room, "q1").0, "yes");
}

#[test]
fn quick_entry_takes_one_key_an_answer() {
    let mut room = begun();
    room.keys("<Esc> knnn");
    // 2b has opened on the way: it is answered in words, so the third letter is one.
    assert_eq!(answer(&room, "q1").0, "no");
    assert_eq!(answer(&room, "q2").0, "no");
    assert_eq!(number(&room), "2b");
    assert!(room.line().starts_with('n'));
}

#[test]
fn any_question_is_found_by_its_number_or_its_words() {
    let mut room = begun();
    room.keys("<C-f> 12 <Enter>");
    assert_eq!(number(&room), "12");
    room.keys("<C-f> foster <Enter>");
    assert_eq!(number(&room), "8");
    room.keys("<C-f> 5c");
    room.shows("not asked after what");
}

#[test]
fn the_review_lists_what_is_open_and_why_and_leads_there() {
    let mut room = begun();
    room.keys("n <Enter> d <Enter> <C-o>");
    room.shows("Nothing noted yet: Enter goes there");
    room.shows("Left without an answer");
    room.shows("don't know");
    room.keys("<Down> <Enter>");
    assert_eq!(number(&room), "4");
}

#[test]
fn after_the_last_question_comes_the_review() {
    let mut room = begun();
    room.keys("<C-f> 16 <Enter> y <Enter>");
    room.shows("Review");
    room.shows("1 of 16 questions have an answer or a reason.");
}

#[test]
fn words_half_typed_come_back_after_a_kill() {
    let mut room = begun();
    room.keys("y <Enter> We meet mon");
    let mut room = room.as_if_killed();
    assert_eq!((number(&room), room.line()), ("1a".to_owned(), "We meet mon"));
    room.keys("thly <Enter>");
    assert_eq!(answer(&room, "q1a").1, "We meet monthly");
    room.keys("<C-f> 5 <Enter> b of a ki");
    let room = room.as_if_killed();
    assert_eq!((number(&room), room.line()), ("5".to_owned(), " of a ki"));
    assert_eq!(answer(&room, "q5").0, "yes-but");
}

#[test]
fn leaving_a_question_by_any_way_saves_its_words() {
    for way in ["<Tab>", "<BackTab>", "<C-f> 9 <Enter>", "<C-o>", "<Esc>", "<Esc> <Esc> w"] {
        let mut room = begun();
        room.keys("<Tab> y in a spreadsheet");
        room.keys(way);
        assert_eq!(answer(&room, "q2").1, "in a spreadsheet", "{way}");
    }
}

#[test]
fn opened_again_it_goes_on_at_the_first_open_question() {
    let mut room = begun();
    room.keys("n <Enter> n <Enter>");
    room.open_again(5);
    assert_eq!(number(&room), "2b");
    room.shows("2 of 17 answered");
}

#[test]
fn two_who_type_the_same_return_conflict_only_where_they_differ() {
    let mut room = begun();
    let mut other = room.another_laptop("JD", "bbbbbb", &room.now());
    room.keys("n <Enter> y <Enter>");
    let seat = respondent(room.session()).unwrap();
    let now = room.now();
    for (question, answer) in [("q1", "no"), ("q2", "no")] {
        let response = Response {
            question: hearken::model::ids::QuestionId::new(question),
            participant: seat.clone(),
            answer: Some(hearken::model::json::Json::text(answer).into_owned()),
            empty: None,
            words: None,
            said_at: Some(hearken::model::when::When::new("2026-11-23T11:00:00+00:00")),
        };
        let id = hearken::model::ids::EntryId::new(format!("{question}@{seat}"));
        other.write(&hearken::model::session::RESPONSES, &id, &now, response, false).unwrap();
    }
    room.joins(other.into_session());
    assert_eq!(hearken::report::conflicts::count(room.session()), 1, "only question 2");
    room.keys("<Esc> 2 <Enter>");
    room.shows("1 of 1");
}

#[test]
fn a_click_answers_and_a_click_on_a_question_goes_there() {
    let mut room = begun();
    room.keys("<Esc> j");
    room.click("n  No");
    assert_eq!(answer(&room, "q1").0, "no");
    room.click("4   Do you");
    assert_eq!(number(&room), "4");
}

#[test]
fn what_is_asked_of_nobody_is_not_read_out_from_paper_but_reminded_of_in_talk() {
    let mut room = begun();
    room.keys("n");
    room.shows("The opening has not been read out");
    let mut room = begun();
    room.keys("<Esc> kn");
    room.hides("The opening has not been read out");
    assert!(response(&room, "q1").unwrap().said_at.is_none(), "nobody knows when it was said");
    room.open_again(1);
    room.hides("The opening has not been read out");
}

#[test]
fn it_reads_at_every_size() {
    for (width, height) in [(100, 30), (80, 24), (50, 14)] {
        let mut room = Room::asked(width, height, RETURN);
        room.keys("b only when we hear of one");
        insta::assert_snapshot!(format!("questionnaire-{width}x{height}"), room.screen());
        room.keys("<Enter> <C-o>");
        insta::assert_snapshot!(format!("questionnaire-review-{width}x{height}"), room.screen());
    }
    for (width, height) in [(20, 4), (1, 1), (1, 200), (200, 1)] {
        let mut room = Room::asked(width, height, RETURN);
        room.keys("b <Enter> words <Enter>");
        room.screen();
        assert_eq!(answer(&room, "q1a").1, "words");
    }
}

/// A session whose instrument has these questions.
fn of(questions: &str) -> Room {
    let text = format!(
        r#"{{ "format": "hearken/instrument", "id": "form", "version": 1, "title": "A form", "questions": [{questions}] }}"#
    );
    let instrument = hearken::format::strict::read_instrument(text.as_bytes()).unwrap();
    Room::with(100, 30, instrument)
}

fn answer_text(room: &Room, question: &str) -> String {
    response(room, question)
        .and_then(|response| response.answer)
        .map(|answer| compact(&answer))
        .unwrap_or_default()
}

const LAST: &str = r#"{"id": "end", "text": "Anything else?", "kind": "text"}"#;

#[test]
fn several_answers_are_ticked_and_other_wants_words() {
    let mut room = of(&format!(
        r#"{{"id": "who", "text": "Who helps?", "kind": "choices", "answers": [
            {{"id": "school", "text": "School"}}, {{"id": "health", "text": "Health"}},
            {{"id": "other", "text": "Other", "key": "o", "other": true}}]}}, {LAST}"#
    ));
    // “School” has taken the letter of “not asked”, which is found under the capital.
    room.shows("S not asked");
    room.keys("sh");
    assert_eq!(answer_text(&room, "who"), r#"["health","school"]"#);
    room.keys("s");
    assert_eq!(answer_text(&room, "who"), r#"["health"]"#);
    room.keys("o <Enter>");
    room.says("needs a word or two");
    room.keys("a neighbour <Enter>");
    assert_eq!(answer(&room, "who").1, "a neighbour");
    assert_eq!(number(&room), "end");
}

#[test]
fn numbers_and_dates_are_typed_and_what_is_none_is_told_and_stays() {
    let mut room = of(&format!(
        r#"{{"id": "many", "text": "How many?", "kind": "number", "unit": "children", "least": 0, "most": 500}},
        {{"id": "share", "text": "What share?", "kind": "decimal", "most": 100}},
        {{"id": "since", "text": "Since when?", "kind": "date"}}, {LAST}"#
    ));
    room.shows("Type a whole number from 0 to 500 (children), then Enter.");
    room.keys("501 <Enter>");
    room.says("“501” is no answer to this: it wants a whole number from 0 to 500.");
    assert_eq!((number(&room), room.line()), ("many".to_owned(), "501"));
    room.keys("<BS> <Enter>");
    assert_eq!((answer_text(&room, "many"), number(&room)), ("50".to_owned(), "share".to_owned()));
    room.keys("12.50 <Enter>");
    assert_eq!(answer_text(&room, "share"), "12.50");
    room.keys("30/2/2007 <Enter>");
    room.says("it wants a date of the calendar");
    room.keys("<C-u> 31/3/2007 <Enter>");
    assert_eq!((answer_text(&room, "since"), number(&room)), ("\"2007-03-31\"".to_owned(), "end".to_owned()));
    room.keys("<BackTab> <BackTab> <BackTab>");
    room.shows("✓ 50 children");
    room.keys("<C-l> don <Enter>");
    assert_eq!(response(&room, "many").unwrap().empty, Some(Empty::DontKnow));
}

#[test]
fn a_number_half_typed_is_never_thrown_away() {
    let mut room =
        of(&format!(r#"{{"id": "many", "text": "How many?", "kind": "number", "most": 9}}, {LAST}"#));
    room.keys("about ten <Tab>");
    assert_eq!(answer(&room, "many").1, "about ten");
}

#[test]
fn a_scale_has_a_key_for_each_point_and_a_matrix_goes_row_by_row() {
    let mut room = of(&format!(
        r#"{{"id": "often", "text": "How often?", "kind": "scale", "least": 1, "most": 5, "low": "never", "high": "always"}},
        {{"id": "with", "text": "How well?", "kind": "matrix", "least": 1, "most": 3,
            "items": [{{"id": "school", "text": "Schools"}}, {{"id": "police", "text": "Police"}}]}}, {LAST}"#
    ));
    room.shows("1  never");
    room.shows("5  always");
    room.keys("4 <Enter>");
    assert_eq!((answer_text(&room, "often"), number(&room)), ("4".to_owned(), "with".to_owned()));
    room.keys("3");
    room.keys("1");
    assert_eq!(answer_text(&room, "with"), r#"{"police":1,"school":3}"#);
    room.keys("<Up> 2");
    assert_eq!(answer_text(&room, "with"), r#"{"police":1,"school":2}"#);
    room.keys("<Enter>");
    assert_eq!(number(&room), "end");
}

#[test]
fn a_question_that_is_not_to_be_left_asks_for_the_reason() {
    let mut room = of(&format!(
        r#"{{"id": "role", "text": "Do you?", "kind": "choice", "required": true, "answers": [
            {{"id": "yes", "text": "Yes"}}, {{"id": "no", "text": "No"}}]}}, {LAST}"#
    ));
    room.keys("<Enter>");
    room.says("not to be left");
    room.keys("<Enter>");
    room.says("Why has it no answer?");
    room.keys("the lead was away <Enter>");
    let left = response(&room, "role").unwrap();
    assert_eq!((left.empty, left.words.as_deref()), (Some(Empty::NotAnswered), Some("the lead was away")));
    assert_eq!(number(&room), "end");
    room.keys("<BackTab> y <BS> <Enter>");
    assert_eq!(answer_text(&room, "role"), "\"yes\"");
}

#[test]
fn another_language_is_shown_in_the_middle_and_what_was_answered_stays() {
    let mut room = of(&format!(
        r#"{{"id": "role", "text": {{"en": "Do you help?", "eo": "Ĉu vi helpas?"}}, "kind": "choice", "answers": [
            {{"id": "yes", "text": {{"en": "Yes", "eo": "Jes"}}, "key": "y"}}, {{"id": "no", "text": "No"}}]}}, {LAST}"#
    ));
    room.shows("Do you help?");
    room.keys("y at times <Enter> <BackTab> <Esc> 4 eo <Enter>");
    room.shows("Ĉu vi helpas?");
    room.shows("✓ y  Jes");
    // What is not translated stands in the guide's own language.
    room.shows("n  No");
    assert_eq!(answer(&room, "role"), ("yes".to_owned(), "at times".to_owned()));
    assert_eq!(room.session().details().unwrap().lang.as_deref(), Some("eo"));
    room.open_again(1);
    room.keys("<BackTab>");
    room.shows("Ĉu vi helpas?");
    room.keys("<Esc> 4 <Enter>");
    room.shows("Do you help?");
}

/// A focus group of three people whose guide has one theme and a question of its own.
fn group() -> Room {
    let text = r#"{ "format": "hearken/instrument", "id": "guide", "version": 1, "title": "A guide",
        "themes": [{"id": "money", "title": "Money"}],
        "questions": [{"id": "enough", "number": "1", "theme": "money", "text": "Is there enough?", "kind": "choice",
            "answers": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]}] }"#;
    let instrument = hearken::format::strict::read_instrument(text.as_bytes()).unwrap();
    let mut room = Room::with(100, 30, instrument);
    room.keys("<Esc> w <C-n> <C-n> <Esc>");
    assert_eq!(room.session().seats().len(), 3, "{}", room.screen());
    room
}

#[test]
fn a_question_of_a_topic_guide_is_asked_seat_by_seat() {
    let mut room = group();
    room.keys("half a note <Esc> 5 <Enter>");
    room.shows("Asked of the room: 1");
    room.keys("yn");
    room.keys("d");
    let given: Vec<String> = room
        .session()
        .lists
        .responses
        .standing()
        .map(|(_, version)| {
            let label = room.session().seat_label(&version.body.participant);
            let answer = version.body.answer.as_ref().and_then(|answer| answer.as_text()).unwrap_or("–");
            format!("{label} {answer} {:?}", version.body.empty)
        })
        .collect();
    let mut given = given;
    given.sort();
    assert_eq!(given, ["P1 yes None", "P2 no None", "P3 – Some(DontKnow)"]);
    room.shows("don't know");
    room.keys("<Esc>");
    assert_eq!(room.line(), "half a note", "what was half typed stays");
    room.keys(" of it <Enter>");
    assert_eq!(room.notes().last().map(String::as_str), Some("half a note of it"));
}

#[test]
fn what_somebody_says_with_an_answer_is_a_note_under_the_question() {
    let mut room = group();
    room.keys("<Esc> 5 <Enter> nw");
    room.says("Type what P1 says with it");
    room.keys("not for trips <Enter>");
    let note = room.note(0);
    assert_eq!(note.text, "not for trips");
    assert_eq!(room.session().seat_label(note.participant.as_ref().unwrap()), "P1");
    assert_eq!(note.prompt.as_ref().map(hearken::model::ids::PromptId::as_str), Some("enough"));
    room.keys("1: another matter <Enter>");
    assert!(room.note(1).prompt.is_none(), "only the next note is about it");
    room.keys("half a note <Esc> 5 <Enter> w");
    room.says("Something is typed already");
    room.keys("<Esc>");
    assert_eq!(room.line(), "half a note");
}

#[test]
fn or_by_a_show_of_hands_that_names_the_question() {
    let mut room = group();
    room.keys("<Esc> 5 <Enter> =2/3 <Space> <Enter>");
    let note = room.note(0);
    assert_eq!((note.hands_for, note.hands_of, note.text.as_str()), (Some(2), Some(3), "Is there enough?"));
    assert_eq!(note.prompt.as_ref().map(hearken::model::ids::PromptId::as_str), Some("enough"));
    room.keys("=1/3 <Space> another matter <Enter>");
    assert!(room.note(1).prompt.is_none(), "only the next show of hands is about it");
}

#[test]
fn an_instrument_of_the_studys_own_is_offered_on_the_first_screen_with_its_languages() {
    let mut room = Room::new(100, 30);
    let text = r#"{ "format": "hearken/instrument", "id": "visits", "version": 1, "title": "Our visits",
        "questions": [{"id": "often", "text": {"en": "How often?", "eo": "Kiom ofte?"}, "kind": "text"}] }"#;
    let folder = room.study.root().join("instruments");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("visits.json"), text).unwrap();
    room.tell(Message::Instruments(vec![Own {
        id: "visits".to_owned(),
        title: "Our visits".to_owned(),
        kind: SessionKind::Questionnaire,
        languages: vec!["en".to_owned(), "eo".to_owned()],
    }]));
    room.keys("1 <Up>");
    room.shows("Our visits");
    room.keys(&"<Down> ".repeat(6));
    room.keys("<Enter>");
    room.shows("In which language?");
    room.keys("<Down> <Enter> Board 07 <Enter> <Enter> NT <Enter>");
    room.shows("Kiom ofte?");
    assert_eq!(room.session().guide().unwrap().id, "visits");
    assert_eq!(room.session().details().unwrap().lang.as_deref(), Some("eo"));
    assert_eq!(room.session().seats().len(), 1);
}
