//! `hearken import csv`

use crate::support::{Laptop, Ran, ran};

const SHEET: &str =
    "Board,Date,1,1a,2,Odd\nBoard A,2007-03-01,yes,We lead.,no,\nBoard B,2007-03-02,no,,not yet,\n";

fn import(laptop: &Laptop, more: &[&str]) -> Ran {
    let args = ["import", "csv", "--instrument", "safeguarding-board", "--key", "Board", "--study", "study"];
    ran(laptop.hearken().args(args).args(more))
}

fn refused(sheet: impl AsRef<[u8]>, more: &[&str]) -> String {
    let laptop = Laptop::new();
    laptop.write("returns.csv", sheet);
    let all: Vec<&str> = ["returns.csv"].iter().chain(more).copied().collect();
    let refused = import(&laptop, &all);
    assert_eq!(refused.code, 4, "{}", refused.err);
    assert!(refused.is_safe() && refused.err.contains("Nothing was written."), "{}", refused.err);
    assert_eq!(laptop.names(""), ["returns.csv"]);
    refused.err
}

#[test]
fn columns_are_shown_first_and_then_what_came_of_the_rows() {
    let laptop = Laptop::new();
    laptop.write("returns.csv", SHEET);
    let imported = import(&laptop, &["returns.csv"]);
    let table = "column  is taken as\n\
        Board   the key       tells one return from the others\n\
        Date    the date\n\
        1       answer to 1   Does your local safeguarding children board have a role in …\n\
        1a      answer to 1a  If yes, please describe your role.\n\
        2       answer to 2   Does the safeguarding board record how many children in the…\n\
        Odd     not taken\n\n\
        2 returns: 2 new, 0 corrected, 0 as before.\n";
    assert_eq!(imported.out, table);
    let left = "1 column not taken: “Odd”. To take them, save the map with --map FILE, put it right and import again.\n";
    assert_eq!((imported.err.as_str(), imported.code), (left, 3));
    assert_eq!(laptop.names("study").iter().filter(|name| name.starts_with("2007-")).count(), 2);
    let again = import(&laptop, &["returns.csv"]);
    assert!(again.out.ends_with("\n2 returns: 0 new, 0 corrected, 2 as before.\n"), "{}", again.out);
    laptop.write("returns.csv", SHEET.replace("We lead.", "We lead on it."));
    let corrected = import(&laptop, &["returns.csv", "--json"]).json();
    assert_eq!((&corrected["corrected"], &corrected["same"]), (&1.into(), &1.into()));
    assert_eq!(import(&laptop, &["returns.csv", "-q"]).out, "");
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let laptop = Laptop::new();
    laptop.write("returns.csv", SHEET);
    let tried = import(&laptop, &["returns.csv", "--dry-run", "--map", "columns.json"]);
    assert!(tried.out.ends_with("2 returns: 2 new, 0 corrected, 0 as before; nothing was written.\n"));
    assert_eq!(laptop.names(""), ["returns.csv"]);
}

#[test]
fn the_map_is_written_when_it_is_not_there_and_decides_when_it_is() {
    let laptop = Laptop::new();
    laptop.write("returns.csv", SHEET);
    let with_map = ["returns.csv", "--map", "columns.json"];
    let first = import(&laptop, &with_map);
    assert!(first.err.contains("What each column is for stands in columns.json now."), "{}", first.err);
    let map = laptop.read("columns.json");
    laptop.write(
        "columns.json",
        map.replace("\"use\": \"nothing\"", "\"use\": \"answer\", \"question\": \"q15\""),
    );
    let second = import(&laptop, &with_map);
    assert_eq!((second.code, second.out.lines().count()), (0, 1), "{}", second.err);
    assert!(second.out.contains("2 corrected"), "{}", second.out);
    laptop.write("columns.json", map.replace("\"q1a\"", "\"q1z\""));
    let unknown = import(&laptop, &with_map);
    assert_eq!(unknown.code, 4);
    assert!(unknown.err.contains("columns.json, for returns.csv: column “1a”: there is no question “q1z”"));
    laptop.write("columns.json", map.replace("\"Odd\"", "\"Even\""));
    let other = import(&laptop, &with_map).err;
    assert!(other.contains("there is no column “Even”"), "{other}");
    assert!(other.contains("the map says nothing of the column “Odd”"), "{other}");
    laptop.write("columns.json", map.replace("\"use\": \"key\"", "\"use\": \"keys\""));
    let word = import(&laptop, &with_map);
    assert!(word.code == 4 && word.err.contains("columns.json: line 8, column 14: "), "{}", word.err);
}

#[test]
fn a_map_is_kept_also_when_the_rows_do_not_fit_for_then_it_is_needed_most() {
    let laptop = Laptop::new();
    laptop.write("returns.csv", SHEET.replace("yes", "perhaps"));
    let refused = import(&laptop, &["returns.csv", "--map", "columns.json"]);
    assert_eq!(refused.code, 4);
    assert!(refused.err.contains("stands in columns.json now. Nothing else was written."), "{}", refused.err);
    assert_eq!(laptop.names(""), ["columns.json", "returns.csv"]);
}

#[test]
fn every_cell_that_does_not_fit_is_listed_with_its_row_and_nothing_is_written() {
    let sheet = "Board,Date,1,1a,2\n\
                 Board A,13/13/2007,\u{1b}[2Jperhaps,We lead.,=1+1\n\
                 Board B,2007-03-02,no\n\
                 \n\
                 Board C,2007-03-02,no,\"two\nlines\",no\n\
                 ,2007-03-02,no,,no\n\
                 Board C,2007-03-02,no,,no\n";
    let wanted = "hearken: 6 things in 5 rows do not fit:\n  \
        returns.csv, row 2, column “Date”: expected a date like 2007-03-31 or 31/03/2007, the day first, found \
        “13/13/2007”\n  \
        returns.csv, row 2, column “1”: expected one of: Yes; Yes, but; No; Not yet, found “␛[2Jperhaps”\n  \
        returns.csv, row 2, column “2”: expected one of: Yes; Yes, but; No; Not yet, found “=1+1”\n  \
        returns.csv, row 3: expected 5 cells, as the header has, found 3 cells\n  \
        returns.csv, row 6, column “Board”: expected what tells this return from the others, found nothing\n  \
        returns.csv, row 7: the key “Board C” stands in row 5 too\n  \
        Nothing was written. Put this right in the sheet and import it again, or leave these rows out with \
        --skip-invalid.\n";
    assert_eq!(refused(sheet, &[]), wanted);
}

#[test]
fn a_long_list_is_cut_and_counted() {
    let row = |row: usize| format!("B{row},2007-03-01,{}", "perhaps ".repeat(20));
    let rows: Vec<String> = (0..60).map(row).collect();
    let told = refused(format!("Board,Date,1\n{}", rows.join("\n")), &[]);
    assert!(
        told.contains("60 things in 60 rows do not fit:") && told.contains("\n  and 10 more\n"),
        "{told}"
    );
    assert!(told.lines().all(|line| line.chars().count() < 200), "{told}");
}

#[test]
fn rows_that_do_not_fit_are_left_out_when_it_is_said_so_and_named() {
    let laptop = Laptop::new();
    laptop.write("returns.csv", SHEET.replace("yes", "perhaps"));
    let imported = import(&laptop, &["returns.csv", "--skip-invalid"]);
    assert_eq!(imported.code, 3);
    assert!(imported.out.ends_with("1 return: 1 new, 0 corrected, 0 as before.\n"), "{}", imported.out);
    let told = "Left out: 1 row that did not fit.\n  returns.csv, row 2, column “1”: expected one of: ";
    assert!(imported.err.contains(told), "{}", imported.err);
}

#[test]
fn sheets_that_cannot_be_read_say_why_and_what_to_do() {
    let old = b"Board,Date,1\nK\xf6ln,2007-03-01,yes\n";
    for (sheet, told) in [
        (&b""[..], "there is nothing in it"),
        (old, "line 2 is not in UTF-8; it looks like Windows-1252 or Latin-1\n  Save the sheet once more"),
        (b"\xff\xfeB\0", "it is in UTF-16"),
        (b"PK\x03\x04\x14\0", "this is a workbook"),
        (b",,\nBoard,Date,1\n", "it has no header"),
        (b"Board,1,Board\n", "two columns are called “Board”: A and C"),
        (b"Board,Date,1\nA,2007-03-01,\"yes\nB,2007-03-01,no\n", "in row 2 a quotation mark is opened"),
        (
            b"Baord,Date,1\nA,2007-03-01,yes\n",
            "there is no column “Board”; “Baord” may have been meant\n  The first row",
        ),
        (b"Board,Date\nA,2007-03-01\n", "no column is for the answer to a question of"),
        (b"Board,1\nA,yes\n", "no column says of which date a return is\n  Say --held-on DATE"),
        (
            b"Board,Date,1,\nA,2007-03-01,yes,more\n",
            "expected nothing, for column D has no name, found “more”",
        ),
    ] {
        let err = refused(sheet, &[]);
        assert!(err.contains(told), "{told}: {err}");
    }
    assert!(refused(SHEET.replace("We", "Wé"), &["--encoding", "latin-1"]).contains("Leave --encoding out."));
    let laptop = Laptop::new();
    laptop.write("returns.csv", old);
    let read = import(&laptop, &["returns.csv", "--encoding", "latin-1"]);
    assert_eq!(read.code, 0, "{}", read.err);
    assert!(laptop.names("study").iter().any(|name| name.starts_with("2007-03-01-köln-")));
}

#[test]
fn several_sheets_have_the_same_columns() {
    let laptop = Laptop::new();
    laptop.write("one.csv", SHEET);
    laptop.write("two.csv", "Odd,2,1a,1,Date,Board\n,no,,no,2007-03-03,Board C\n");
    assert!(import(&laptop, &["one.csv", "two.csv"]).out.contains("3 returns: 3 new"));
    laptop.write("two.csv", "Board,Date,1,2,3\nBoard C,2007-03-03,no,no,no\n");
    let other = import(&laptop, &["one.csv", "two.csv"]);
    let told = "two.csv: its columns are not those of one.csv: it has not “1a”, “Odd”; it has besides “3”";
    assert!(other.code == 4 && other.err.contains(told), "{}", other.err);
}

#[test]
fn a_session_that_is_open_elsewhere_stops_all_of_it_only_where_it_would_change() {
    let laptop = Laptop::new();
    laptop.write("returns.csv", SHEET);
    import(&laptop, &["returns.csv"]);
    let name = laptop.names("study").into_iter().find(|name| name.contains("board-a")).unwrap();
    let held = crate::support::recording(&laptop.at(&format!("study/{name}")), "by hand", "half");
    assert!(import(&laptop, &["returns.csv"]).out.contains("2 as before"));
    laptop.write("returns.csv", SHEET.replace("We lead.", "We lead on it.").replace("not yet", "yes"));
    let before = laptop.read(&format!("study/{name}"));
    let refused = import(&laptop, &["returns.csv"]);
    assert_eq!(refused.code, 5, "{}", refused.err);
    drop(held);
    assert_eq!(laptop.read(&format!("study/{name}")), before);
    assert!(import(&laptop, &["returns.csv"]).out.contains("2 corrected"));
}

#[test]
fn a_date_and_standard_input_can_be_given_and_what_is_no_questionnaire_is_wrong_usage() {
    let laptop = Laptop::new();
    let args = [
        "import",
        "csv",
        "--instrument",
        "safeguarding-board",
        "--key",
        "Board",
        "--held-on",
        "31/03/2007",
        "-",
    ];
    let imported =
        laptop.hearken().args(args).args(["--study", "study"]).write_stdin("Board,1\nA,yes\n").output();
    assert!(imported.unwrap().status.success());
    assert!(laptop.names("study").iter().any(|name| name.starts_with("2007-03-31-a-")));
    laptop.write("returns.csv", SHEET);
    for (instrument, told) in [("no-such", "there is no instrument"), ("meeting", "has no questions")] {
        let args = ["import", "csv", "--instrument", instrument, "--key", "Board", "returns.csv"];
        let refused = ran(laptop.hearken().args(args));
        assert!(refused.code == 2 && refused.err.contains(told), "{}", refused.err);
    }
    for args in
        [&["import"][..], &["import", "csv"], &["import", "csv", "--key", "", "--instrument", "x", "a.csv"]]
    {
        assert_eq!(ran(laptop.hearken().args(args)).code, 2);
    }
}
