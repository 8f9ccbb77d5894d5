//! `hearken report`

use std::fs;
use std::path::Path;

use crate::support::{ID, Laptop, OTHER_ID, cut_off, norwich, ran, text, with_quote};

fn example() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions").to_string_lossy().into_owned()
}

#[test]
fn the_appendix_of_the_example_has_the_published_figures_in_their_order() {
    let laptop = Laptop::new();
    let made = laptop.run(["report", "appendix", &example()]);
    assert_eq!((made.code, made.err.as_str()), (0, ""));
    let (_, question) = made.out.split_once("Question 1: ").unwrap();
    let rows: Vec<String> = question
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| line.ends_with('%'))
        .take(5)
        .collect();
    assert_eq!(rows, ["Yes 5 16 %", "Yes, but 1 3 %", "No 21 68 %", "Not yet 2 6 %", "Not answered 2 6 %"]);
    assert!(made.out.contains("All of this is invented"), "{}", made.out);
    assert_eq!(laptop.names(""), Vec::<String>::new());
}

#[test]
fn a_report_of_one_file_says_too_that_its_study_is_invented() {
    let file = format!("{}/2007-02-07-board-01-y12w16ap.json", example());
    let made = Laptop::new().run(["report", "appendix", &file]);
    assert!(
        made.out.contains("All of this is invented") && made.out.contains("1 session, 1 of them"),
        "{}",
        made.out
    );
}

#[test]
fn without_an_input_the_study_is_reported_on_and_what_was_withdrawn_in_it_is_in_no_report() {
    let laptop = Laptop::new();
    assert_eq!(laptop.run(["demo", "--into", "study"]).code, 0);
    let made = laptop.run(["report", "coverage", "--study", "study"]);
    assert_eq!(made.code, 0, "{}", made.err);
    // The session that the records beside it reach, named alone and in an older state.
    let folder = laptop.run(["report", "coverage", "study/"]);
    assert_eq!(folder.out, made.out);
}

#[test]
fn a_new_file_is_written_and_one_that_stands_is_not_written_over() {
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&with_quote(ID).0));
    let made = laptop.run(["report", "session", "norwich.json", "-f", "html", "-o", "norwich.html"]);
    assert_eq!((made.code, made.out.as_str(), made.err.as_str()), (0, "", "Wrote norwich.html.\n"));
    let page = laptop.read("norwich.html");
    let again = laptop.run(["report", "session", "norwich.json", "-o", "norwich.html"]);
    assert_eq!(again.code, 1, "{}", again.err);
    assert_eq!(laptop.read("norwich.html"), page);
    let told = laptop.run(["--json", "report", "session", "norwich.json", "-o", "other.txt"]).json();
    assert_eq!((told["file"].as_str(), told["sessions"][0].as_str()), (Some("other.txt"), Some(ID)));
    assert_eq!(laptop.run(["--json", "report", "session", "norwich.json"]).code, 2);
}

#[test]
fn the_same_inputs_give_the_same_bytes_in_whatever_order() {
    let laptop = Laptop::new();
    laptop.write("a.json", text(&with_quote(ID).0));
    laptop.write("b.json", text(&norwich(OTHER_ID)));
    for kind in ["appendix", "followup", "coverage"] {
        for format in ["text", "html"] {
            let one = laptop.run(["report", kind, "a.json", "b.json", "-f", format]);
            let other = laptop.run(["report", kind, "b.json", "a.json", "a.json", "-f", format]);
            assert_eq!((one.code, one.out), (0, other.out), "{kind} {format}");
        }
    }
}

#[test]
fn every_input_that_is_refused_is_named_and_nothing_is_written() {
    let laptop = Laptop::new();
    laptop.write("good.json", text(&norwich(ID)));
    laptop.write("bad.json", "{");
    laptop.write("other.json", "[]");
    let refused = laptop.run([
        "report",
        "appendix",
        "good.json",
        "bad.json",
        "other.json",
        "missing.json",
        "-o",
        "out.txt",
    ]);
    assert_eq!((refused.code, refused.out.as_str()), (4, ""), "{}", refused.err);
    for name in ["bad.json", "other.json", "missing.json"] {
        assert!(refused.err.contains(name), "{}", refused.err);
    }
    assert!(!laptop.at("out.txt").exists());
}

#[test]
fn inputs_without_a_session_give_no_report() {
    let laptop = Laptop::new();
    fs::create_dir(laptop.at("empty")).unwrap();
    let none = laptop.run(["report", "appendix", "empty"]);
    assert_eq!(none.code, 1);
    assert!(none.err.contains("the inputs hold no session"), "{}", none.err);
}

#[test]
fn without_a_study_there_is_no_session_to_report_on() {
    let none = Laptop::new().run(["report", "coverage"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""), "{}", none.err);
    assert!(none.err.contains("the inputs hold no session"), "{}", none.err);
}

#[test]
fn the_report_of_one_session_takes_one() {
    let laptop = Laptop::new();
    laptop.write("a.json", text(&norwich(ID)));
    laptop.write("b.json", text(&norwich(OTHER_ID)));
    let refused = laptop.run(["report", "session", "a.json", "b.json"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{}", refused.err);
    assert_eq!(laptop.run(["report", "session", "a.json", "--for", "participants"]).code, 0);
    assert_eq!(laptop.run(["report", "session", "a.json", "--for", "anybody"]).code, 2);
}

#[test]
fn small_numbers_are_hidden_from_two_up() {
    let laptop = Laptop::new();
    let folder = example();
    let made = laptop.run(["report", "appendix", &folder, "--suppress-below", "3"]);
    assert_eq!(made.code, 0);
    assert!(made.out.contains("The word hidden stands for every number under 3"), "{}", made.out);
    assert_eq!(laptop.run(["report", "appendix", &folder, "--suppress-below", "1"]).code, 2);
}

#[test]
fn a_number_tells_what_it_counts_and_one_that_is_not_there_is_refused() {
    let laptop = Laptop::new();
    let folder = example();
    let told = laptop.run(["report", "why", "appendix.q1.yes-but", &folder]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("Counted (1)") && told.out.contains("counted as No"), "{}", told.out);
    let refused = laptop.run(["report", "why", "appendix.q1.maybe", &folder]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("appendix.q1.yes"), "{}", refused.err);
    assert_eq!(laptop.run(["report", "why", "weather.today", &folder]).code, 2);
}

#[test]
fn what_only_a_journal_holds_is_told() {
    let laptop = Laptop::new();
    let path = laptop.write("norwich.json", text(&norwich(ID)));
    cut_off(&path, "the grant ends", "and th");
    let made = laptop.run(["report", "session", "norwich.json"]);
    assert_eq!(made.code, 3, "{}", made.err);
    assert!(made.err.contains("is in its journal and not in this"), "{}", made.err);
}

#[test]
fn words_in_notes_are_shown_and_not_obeyed() {
    let laptop = Laptop::new();
    let mut typing = crate::support::Typing::on(&norwich(ID), "kj4x9q");
    let odd = crate::support::note(
        hearken::model::note::NoteKind::Action,
        "funding",
        Some(1),
        "\u{1b}[2J\u{202e}x\u{7}",
    );
    typing.adds(7, odd);
    laptop.write("odd.json", text(&typing.done()));
    for kind in ["session", "followup", "coverage", "appendix"] {
        assert!(ran(laptop.hearken().args(["report", kind, "odd.json"])).is_safe(), "{kind}");
    }
}
