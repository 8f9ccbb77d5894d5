//! What each column is for: found by its name, or read from a file.

use hearken::exchange::columns::{Column, Columns, Unfit, Use};
use hearken::exchange::proposed::proposed;
use hearken::format::Problem;
use hearken::study::create::instrument;

use super::{every_kind, sheet, taken, unfit};

#[test]
fn a_question_is_found_by_its_id_its_number_its_text_and_the_beginning_of_it() {
    let board = instrument("safeguarding-board").unwrap();
    let found = taken(
        board.guide(),
        "Board,q1,1a,Question 2,Q3,\"5. Do you have a service level agreement\",Where do the greatest problems lie?,\
         what sort of product or tool,16: Would you like to receive",
    );
    let wanted = [
        "key",
        "answer q1",
        "answer q1a",
        "answer q2",
        "answer q3",
        "answer q5",
        "answer q11b",
        "answer q12",
        "answer q16",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn words_a_place_a_date_and_a_comment_are_found_by_their_names() {
    let board = instrument("safeguarding-board").unwrap();
    let found = taken(board.guide(), "Board,1 words,q1 - comments,1a words,Date returned,Area,Office note");
    assert_eq!(found, ["key", "words q1", "nothing", "answer q1a", "held_on", "site", "comment"]);
}

#[test]
fn answers_and_rows_with_columns_of_their_own_are_found_by_their_texts() {
    let kinds = every_kind();
    let found =
        taken(kinds.guide(), "Board,Help with visits,2: money,2 [Time to talk; in private],7 police,Schools");
    let wanted = [
        "key",
        "answer q2 visits",
        "answer q2 money",
        "answer q2 talk",
        "answer q7 police",
        "answer q7 schools",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn what_is_not_clear_is_not_taken() {
    let board = instrument("safeguarding-board").unwrap();
    // Two questions begin like this, and one is too short to be sure of.
    let header = "Board,Have your social work staff/care managers had,Do you,17,1b,Remarks";
    assert_eq!(taken(board.guide(), header), ["key", "nothing", "nothing", "nothing", "nothing", "nothing"]);
}

#[test]
fn a_map_reads_as_it_was_written() {
    let kinds = every_kind();
    let header = sheet("Board,1,1 words,Help with visits,Odd").header().to_vec();
    let columns = proposed(kinds.guide(), &header, "Board");
    assert_eq!(Columns::read(columns.written().as_bytes()).unwrap(), columns);
    assert!(columns.written().starts_with("{\n  \"format\": \"hearken/columns\",\n  \"version\": 1,\n"));
    assert_eq!(columns.passed_over().collect::<Vec<_>>(), ["Odd"]);
}

#[test]
fn a_map_is_read_strictly_and_its_faults_are_told_with_their_place() {
    let refused = |text: &str| Columns::read(text.as_bytes()).unwrap_err();
    let with = |column: &str| {
        format!(
            "{{\"format\": \"hearken/columns\", \"version\": 1, \"instrument\": \"kinds\",\n\"columns\": [{column}]}}"
        )
    };
    let told = |column: &str| refused(&with(column)).to_string();
    assert!(told("{\"column\": \"A\", \"use\": \"answers\"}").starts_with("line 2, column 36: "));
    assert!(told("{\"column\": \"A\"}").contains("“use” is missing"));
    assert!(told("{\"column\": \"A\", \"use\": \"key\", \"uses\": 1}").contains("uses"));
    assert!(matches!(refused("{\"format\": \"hearken/session\"}").problem, Problem::NotOurs(_)));
    assert!(matches!(refused("{}").problem, Problem::NotOurs(_)));
    let later = with("").replace("\"version\": 1", "\"version\": 2");
    assert_eq!(refused(&later).problem, Problem::LaterVersion(2));
}

#[test]
fn every_column_and_question_that_does_not_fit_is_told_at_once() {
    let kinds = every_kind();
    let about = |name: &str, purpose: Use, question: &str, part: Option<&str>| Column {
        question: Some(hearken::model::ids::QuestionId::new(question)),
        part: part.map(str::to_owned),
        ..Column::plain(name, purpose)
    };
    let map = Columns {
        instrument: "kinds".to_owned(),
        columns: vec![
            Column::plain("Board", Use::Key),
            about("Group", Use::Answer, "q11a", None),
            Column::plain("What", Use::Answer),
            about("Else", Use::Words, "q8", None),
            about("Offers", Use::Answer, "q2", Some("viists")),
            about("Good", Use::Answer, "q7", None),
            about("Hours", Use::Answer, "q4", Some("all")),
            about("Hours again", Use::Answer, "q4", None),
            about("Hours once more", Use::Answer, "q4", None),
            Column::plain("Gruop", Use::Nothing),
        ],
    };
    let header = "Board,Group,What,Else,Offers,Good,Hours,Hours again,Hours once more,New";
    let found: Vec<String> = unfit(kinds.guide(), &map, header).iter().map(ToString::to_string).collect();
    let wanted = [
        "there is no column “Gruop”; “Group” may have been meant",
        "the map says nothing of the column “New”: give it a “use”, “nothing” if it is not to be taken",
        "column “Group”: there is no question “q11a”; “q1a” may have been meant",
        "column “What”: for “answer” it has to name a question",
        "column “Else”: question 8 is answered in words, so its “use” is “answer”",
        "column “Offers”: its “part” has to be one of visits, money, talk",
        "column “Good”: its “part” has to be one of police, schools",
        "column “Hours”: question 4 is answered in one column and has no parts",
        "the columns “Hours again” and “Hours once more” are for the same",
    ];
    assert_eq!(found, wanted);
    let other = Columns { instrument: "board".to_owned(), columns: vec![Column::plain("Site", Use::Key)] };
    let found = unfit(kinds.guide(), &other, "Board,Site");
    assert!(
        matches!(found.as_slice(), [Unfit::OtherInstrument { .. }, Unfit::OtherKey { .. }, ..]),
        "{found:?}"
    );
}
