//! What cells say, kind by kind.

use hearken::model::canonical::compact;
use hearken::model::note::Empty;

use super::{every_kind, rows};

/// What one column with this cell gives: the answer as JSON, why it is empty, or the words.
fn said(header: &str, cell: &str) -> Result<String, String> {
    let kinds = every_kind();
    let quoted = cell.replace('"', "\"\"");
    let row = rows(kinds.guide(), &format!("Board,{header}\nOne,\"{quoted}\"\n")).remove(0);
    row.map(|row| {
        let answered = row.answers.first().cloned();
        answered.map_or_else(String::new, |one| {
            let answer = one.answer.as_ref().map(compact);
            answer.or(one.empty.map(|empty| empty.word().to_owned())).or(one.words).unwrap_or_default()
        })
    })
    .map_err(|misfits| misfits.into_iter().map(|misfit| misfit.expected).collect::<Vec<_>>().join(" | "))
}

fn fits(header: &str, cells: &[(&str, &str)]) {
    for (cell, wanted) in cells {
        assert_eq!(said(header, cell).as_deref(), Ok(*wanted), "{header}: {cell:?}");
    }
}

fn misfits(header: &str, expected: &str, cells: &[&str]) {
    for cell in cells {
        assert_eq!(said(header, cell), Err(expected.to_owned()), "{header}: {cell:?}");
    }
}

#[test]
fn an_answer_is_known_by_its_id_or_its_text_in_any_case() {
    fits("1", &[("yes", "\"yes\""), (" YES. ", "\"yes\""), ("No", "\"no\""), ("UNSURE", "\"unsure\"")]);
    // An answer that is offered goes before a reason for none.
    fits("1", &[("don’t know", "\"unsure\""), ("", "not_answered"), ("n/a", "not_applicable")]);
    misfits("1", "one of: Yes; No; Don't know", &["Maybe", "y", "yes no", "=1+1", "'yes", "1"]);
}

#[test]
fn several_answers_stand_in_one_cell_or_in_a_column_each() {
    fits(
        "2",
        &[
            ("money; Help with visits", "[\"visits\",\"money\"]"),
            ("Money|money|", "[\"money\"]"),
            ("Time to talk; in private", "[\"talk\"]"),
        ],
    );
    misfits(
        "2",
        "some of: Help with visits; Advice on money; Time to talk; in private",
        &["money; jobs", "a,b"],
    );
    let kinds = every_kind();
    let text = "Board,2 visits,2 money\nOne,x,\nTwo,yes,1\nThree,no,0\nFour,often,Advice on money\n";
    let rows = rows(kinds.guide(), text);
    let answers = |at: usize| rows[at].as_ref().unwrap().answers[0].answer.as_ref().map(compact);
    assert_eq!(answers(0).as_deref(), Some("[\"visits\"]"));
    assert_eq!(answers(1).as_deref(), Some("[\"visits\",\"money\"]"));
    assert_eq!(rows[2].as_ref().unwrap().answers[0].empty, Some(Empty::NotAnswered));
    assert_eq!(rows[3].as_ref().unwrap_err()[0].column.as_deref(), Some("2 visits"));
}

#[test]
fn numbers_keep_their_digits_and_their_range() {
    fits("3", &[("0", "0"), ("500", "500"), ("declined", "declined")]);
    misfits(
        "3",
        "a whole number from 0 to 500",
        &["501", "-1", "2.5", "1e2", "+5", "=2", "about 20", "1,000", "007"],
    );
    fits("4", &[("2.50", "2.50"), ("-3", "-3"), ("not asked", "not_asked")]);
    misfits("4", "a number", &["2,5", ".5", "5.", "NaN"]);
    fits("6", &[("5", "5")]);
    misfits("6", "a point on the scale from 1 to 5", &["6", "0", "good"]);
}

#[test]
fn dates_are_of_the_calendar_with_the_day_first_where_slashes_are() {
    fits(
        "5",
        &[("2007-03-31", "\"2007-03-31\""), ("31/03/2007", "\"2007-03-31\""), ("1/2/2007", "\"2007-02-01\"")],
    );
    let expected = "a date like 2007-03-31 or 31/03/2007, the day first";
    misfits(
        "5",
        expected,
        &["03/31/2007", "2007-02-30", "31/3/07", "31.03.2007", "39172", "1/2/3/2007", "+1/2/2007"],
    );
}

#[test]
fn rows_of_a_matrix_are_answered_each_in_its_column() {
    let kinds = every_kind();
    let text = "Board,Police,Schools\nOne,3,\nTwo,,\nThree,don't know,n/a\nFour,6,good\n";
    let rows = rows(kinds.guide(), text);
    let first = |at: usize| rows[at].as_ref().unwrap().answers[0].clone();
    assert_eq!(first(0).answer.as_ref().map(compact).as_deref(), Some("{\"police\":3}"));
    assert_eq!((first(1).empty, first(2).empty), (Some(Empty::NotAnswered), Some(Empty::DontKnow)));
    assert_eq!(rows[3].as_ref().unwrap_err().len(), 2);
}

#[test]
fn words_stand_as_they_are_and_a_formula_is_words() {
    fits(
        "8",
        &[
            ("=1+1", "=1+1"),
            ("'quoted", "'quoted"),
            ("@home", "@home"),
            ("+44 and more", "+44 and more"),
            (" two\r\nlines and a \"mark\" ", "two\nlines and a \"mark\""),
            ("Don't know.", "dont_know"),
            ("blank", "not_answered"),
        ],
    );
}

#[test]
fn a_blank_cell_is_not_answered_where_it_was_asked_and_nothing_where_it_was_not() {
    let kinds = every_kind();
    let text = "Board,1,1 words,1a\nA,yes,,\nB,no,,\nC,,why not,\nD,no,,Carers\n";
    let rows = rows(kinds.guide(), text);
    let told = |at: usize| {
        let answers = &rows[at].as_ref().unwrap().answers;
        let one = |one: &hearken::exchange::returned::Answered| {
            (one.question.to_string(), one.empty, one.words.clone(), one.is_skipped)
        };
        answers.iter().map(one).collect::<Vec<_>>()
    };
    let none = Some(Empty::NotAnswered);
    let (first, second) = ("q1".to_owned(), "q1a".to_owned());
    assert_eq!(told(0), [(first.clone(), None, None, false), (second.clone(), none, None, false)]);
    assert_eq!(told(1), [(first.clone(), None, None, false)]);
    assert_eq!(told(2), [(first.clone(), none, Some("why not".to_owned()), false)]);
    let kept = (second, None, Some("Carers".to_owned()), true);
    assert_eq!(told(3), [(first, None, None, false), kept]);
}

#[test]
fn ragged_rows_and_keys_that_are_none_are_told_by_their_row() {
    let kinds = every_kind();
    let rows = rows(kinds.guide(), "Board,1\n\nOne\nTwo,yes,no\n,yes\n=A1,yes\n");
    let told: Vec<(usize, Option<&str>, &str)> = rows
        .iter()
        .flat_map(|row| row.as_ref().unwrap_err())
        .map(|misfit| (misfit.row, misfit.column.as_deref(), misfit.found.as_str()))
        .collect();
    assert_eq!(
        told,
        [(3, None, "1 cells"), (4, None, "3 cells"), (5, Some("Board"), ""), (6, Some("Board"), "=A1")]
    );
}
