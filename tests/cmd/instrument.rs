//! `hearken instrument`, and sessions held with an instrument of one's own.

use std::fs;

use hearken::format::strict;
use hearken::format::v1::{self, File};
use hearken::model::session::Session;
use unicode_width::UnicodeWidthStr as _;

use crate::support::{Laptop, Ran, ran};

const TWO_LANGUAGES: &str = include_str!("../vectors/two-languages.json");

/// A laptop whose study has one instrument of its own, `visits`.
fn with_visits() -> Laptop {
    let laptop = Laptop::new();
    let made = laptop.run(["instrument", "new", "visits", "--study", "study"]);
    assert_eq!(made.code, 0, "{}", made.err);
    laptop
}

const VISITS: &str = "study/instruments/visits.json";

/// Changes the text of `visits`.
fn change(laptop: &Laptop, from: &str, to: &str) {
    let text = laptop.read(VISITS);
    assert!(text.contains(from), "{from}");
    laptop.write(VISITS, text.replacen(from, to, 1));
}

fn new_session(laptop: &Laptop, more: &[&str]) -> Ran {
    let args = ["new", "--kind", "questionnaire", "--site", "Hull", "--study", "study"];
    ran(laptop.hearken().args(args).args(more))
}

fn sessions(laptop: &Laptop) -> Vec<String> {
    laptop.names("study").into_iter().filter(|name| name.contains("hull")).collect()
}

fn only_session(laptop: &Laptop) -> Session {
    let names = sessions(laptop);
    let [name] = names.as_slice() else { panic!("{names:?}") };
    match v1::read(laptop.read(&format!("study/{name}")).as_bytes()).unwrap() {
        File::Session(session) => *session,
        other => panic!("{}", other.kind()),
    }
}

#[test]
fn the_list_has_the_studys_own_and_those_that_come_with_the_program() {
    let laptop = with_visits();
    let listed = laptop.run(["instrument", "list", "--study", "study"]);
    assert_eq!((listed.code, listed.err.as_str()), (0, ""));
    let rows: Vec<Vec<&str>> = listed
        .out
        .lines()
        .map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
        .collect();
    assert_eq!(rows[0], ["Id", "Title", "Version", "Languages", "Themes", "Questions"]);
    assert_eq!(
        rows[1],
        ["visits", "A questionnaire to begin with: put your own title here", "1", "en, cy", "0", "4", "own"]
    );
    assert_eq!(rows[2], ["practice-survey", "Practice survey", "1", "en", "10", "0", "built in"]);
    let facts = laptop.run(["instrument", "list", "--study", "study", "--json"]).json();
    assert_eq!(
        (&facts["instruments"][0]["id"], &facts["instruments"][0]["built_in"]),
        (&"visits".into(), &false.into())
    );
    assert_eq!(facts["instruments"][5]["questions"], 30);
    laptop.write("study/instruments/broken.json", "{");
    let listed = laptop.run(["instrument", "list", "--study", "study"]);
    assert_eq!(listed.code, 3);
    assert!(
        listed.err.starts_with("No session can be held with this one: study/instruments/broken.json: "),
        "{}",
        listed.err
    );
    assert_eq!(
        laptop.run(["instrument", "list", "--study", "study", "--json"]).json()["unreadable"][0]["file"],
        "study/instruments/broken.json"
    );
}

#[test]
fn a_new_one_is_strict_explains_itself_and_is_never_written_over() {
    let laptop = Laptop::new();
    let made = laptop.run(["instrument", "new", "visits", "--study", "study"]);
    assert_eq!((made.code, made.out.as_str()), (0, "study/instruments/visits.json\n"));
    assert!(made.err.contains("hearken instrument check visits"), "{}", made.err);
    let written = laptop.read(VISITS);
    let instrument = strict::read_instrument(written.as_bytes()).unwrap();
    assert_eq!(instrument.guide().id, "visits");
    change(&laptop, "A scale.", "My scale.");
    let again = laptop.run(["instrument", "new", "visits", "--study", "study"]);
    assert_eq!((again.code, again.out.as_str()), (1, ""));
    assert!(again.err.contains("already there") && again.err.contains("left as it is"), "{}", again.err);
    assert!(laptop.read(VISITS).contains("My scale."));
    for odd in ["Visits", "../visits", "visits.json", "", "-", "b\u{1b}"] {
        let refused = laptop.run(["instrument", "new", "--study", "study", "--", odd]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{odd:?}: {}", refused.err);
        assert!(refused.is_safe());
    }
    assert_eq!(laptop.names("study/instruments"), ["visits.json"]);
    let quiet = laptop.run(["instrument", "new", "other", "--study", "study", "-q"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));
}

#[test]
fn one_made_from_another_is_version_1_and_says_which_question_it_has_from_where() {
    let laptop = Laptop::new();
    let made =
        laptop.run(["instrument", "new", "my-board", "--from", "safeguarding-board", "--study", "study"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.err.contains("may be added up"), "{}", made.err);
    let written = laptop.read("study/instruments/my-board.json");
    let instrument = strict::read_instrument(written.as_bytes()).unwrap();
    let guide = instrument.guide();
    assert_eq!((guide.id.as_str(), guide.version, guide.questions.len()), ("my-board", 1, 30));
    assert_eq!(guide.lineage.len(), 30);
    let first = &guide.lineage[0];
    assert_eq!(
        (first.question.as_str(), first.instrument.as_deref(), first.version),
        ("q1", Some("safeguarding-board"), 1)
    );
    assert_eq!(first.same, Some(true));
    let unknown = laptop.run(["instrument", "new", "third", "--from", "no-such", "--study", "study"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("there is no instrument “no-such”"), "{}", unknown.err);
    assert_eq!(laptop.run(["instrument", "new", "talk", "--from", "meeting", "--study", "study"]).code, 0);
    assert!(
        !laptop.read("study/instruments/talk.json").contains("lineage"),
        "a topic guide has no questions"
    );
    assert_eq!(laptop.run(["instrument", "check", "--study", "study"]).code, 0);
}

#[test]
fn it_is_shown_with_answers_and_conditions_in_words() {
    let laptop = with_visits();
    let shown = laptop.run(["instrument", "show", "visits", "--study", "study"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    for line in [
        "visits, version 1, own, in en, cy",
        "  1  A closed question. Its answers are a set, so that other questions can offer the same ones?",
        "      b  Yes, but, like yes",
        "      asked if 1 is like yes (“Yes” or “Yes, but”)",
        "      a point on the scale from 1 to 5, 1 is very hard, 5 is very easy",
        "      a whole number from 0 to 10000, in families",
    ] {
        assert!(shown.out.lines().any(|shown| shown == line), "{line}\n{}", shown.out);
    }
    let welsh = laptop.run(["instrument", "show", "visits", "--lang", "cy", "--study", "study"]);
    assert!(welsh.out.contains("  1  Cwestiwn caeedig."), "{}", welsh.out);
    let french = laptop.run(["instrument", "show", "visits", "--lang", "fr", "--study", "study"]);
    assert_eq!(french.code, 2);
    let guide = laptop.run(["instrument", "show", "practice-survey"]).out;
    assert!(guide.contains("\nStrategy, 8 minutes\n") && guide.contains("\n    - who wrote it\n"), "{guide}");
    let facts = laptop.run(["instrument", "show", "visits", "--study", "study", "--json"]).json();
    assert_eq!(facts["instrument"]["questions"][3]["unit"], "families");
    assert_eq!(laptop.run(["instrument", "show", "no-such"]).code, 2);
}

#[test]
fn every_slip_stands_under_its_line_with_what_may_be_meant() {
    let laptop = with_visits();
    change(
        &laptop,
        "{ \"question\": \"q1\", \"answer\": \"yes\" }",
        "{ \"question\": \"q11\", \"answer\": \"yes\" }",
    );
    change(&laptop, "\"most\": 5", "\"mosst\": 5");
    let checked = laptop.run(["instrument", "check", "visits", "--study", "study", "--ascii"]);
    assert_eq!(checked.code, 4);
    assert_eq!(
        checked.err,
        "hearken: 3 slips in 1 instrument\n  No session can be held with an instrument that has slips.\n"
    );
    insta::assert_snapshot!("three_slips", checked.out);
    let facts = laptop.run(["instrument", "check", "visits", "--study", "study", "--json"]).json();
    let slips = facts["instruments"][0]["slips"].as_array().unwrap();
    assert_eq!(slips.len(), 3);
    assert_eq!(
        (&slips[0]["way"], &slips[0]["meant"]),
        (&"questions[1].when.like.question".into(), &"q1".into())
    );
    assert_eq!((&slips[0]["line"], &slips[0]["column"]), (&44.into(), &39.into()));
    let lined = laptop.run(["instrument", "check", "visits", "--study", "study"]).out;
    assert!(lined.contains("╭▸ study/instruments/visits.json:44:39"), "{lined}");
    assert!(!lined.contains('\u{1b}'), "no colours into a pipe");
    let coloured = laptop.run(["instrument", "check", "visits", "--study", "study", "--color", "always"]).out;
    assert!(coloured.contains("\u{1b}["));
}

#[test]
fn a_long_line_is_cut_around_the_place_and_what_a_terminal_would_obey_is_shown() {
    let laptop = Laptop::new();
    let words = "why ".repeat(250_000);
    let text = format!(
        "{{\"format\": \"hearken/instrument\", \"id\": \"x\", \"version\": 1, \"title\": \"T\", \"questions\": [{{\"id\": \
         \"q1\", \"text\": \"{words}\u{202e}\u{9b}31m\", \"knd\": \"text\", \"kind\": \"text\"}}]}}"
    );
    laptop.write("long.json", text);
    let checked = laptop.run(["instrument", "check", "long.json"]);
    assert_eq!(checked.code, 4, "{}", checked.err);
    assert!(checked.is_safe(), "{}", checked.out);
    assert!(
        checked.out.contains("<U+202E>") && checked.out.contains("did you mean “kind”?"),
        "{}",
        checked.out
    );
    let picture = checked.out.lines().skip(1);
    assert!(
        picture.clone().count() > 3 && picture.into_iter().all(|line| line.width() <= 110),
        "{}",
        checked.out
    );
}

#[test]
fn ten_thousand_slips_end_in_a_clear_answer() {
    let laptop = Laptop::new();
    let question = |number: usize| {
        format!(
            "{{\"id\": \"q{number}\", \"text\": \"Why?\", \"kind\": \"text\", \"when\": {{\"answered\": \"r{number}\"}}}}"
        )
    };
    let questions: Vec<String> = (0..10_000).map(question).collect();
    let text = format!(
        "{{\"format\": \"hearken/instrument\", \"id\": \"x\", \"version\": 1, \"title\": \"T\", \"questions\": [\n{}\n]}}",
        questions.join(",\n")
    );
    laptop.write("many.json", text);
    let checked = laptop.run(["instrument", "check", "many.json"]);
    assert_eq!(checked.code, 4);
    assert!(checked.err.starts_with("hearken: 200 slips or more in 1 instrument\n"), "{}", checked.err);
    assert!(checked.out.contains("did you mean “q0”?"), "{}", checked.out);
}

#[test]
fn good_ones_files_that_are_none_and_nothing_at_all_are_told() {
    let laptop = Laptop::new();
    let none = laptop.run(["instrument", "check", "--study", "study"]);
    assert_eq!((none.code, none.err.as_str()), (0, ""));
    assert!(none.out.starts_with("This study has no instruments of its own"), "{}", none.out);
    let good = laptop.run(["instrument", "check", "meeting"]);
    assert_eq!(
        (good.code, good.out.as_str()),
        (0, "meeting: good: “Advisory group meeting”, version 1, 8 themes, 0 questions\n")
    );
    let stream = ran(laptop.hearken().args(["instrument", "check", "-"]).write_stdin(TWO_LANGUAGES));
    assert!(stream.out.starts_with("standard input: good: “Two languages”"), "{}", stream.out);
    laptop.write("empty.json", "");
    laptop.write("bytes.json", b"\xff\xfe{");
    laptop.write("other.json", "{\"format\": \"hearken/session\"}");
    let bad =
        laptop.run(["instrument", "check", "empty.json", "bytes.json", "other.json", "nowhere", "meeting"]);
    assert_eq!(bad.code, 4);
    assert!(bad.out.contains("the file is empty") && bad.out.contains("meeting: good"), "{}", bad.out);
    for told in ["“nowhere” is neither a file nor an instrument of this study", "3 slips in 3 instruments"]
    {
        assert!(bad.err.contains(told), "{told}: {}", bad.err);
    }
}

#[test]
fn a_lineage_that_joins_what_cannot_be_added_up_is_a_warning() {
    let laptop = with_visits();
    assert_eq!(new_session(&laptop, &["--instrument", "visits"]).code, 0);
    change(&laptop, "\"version\": 1", "\"version\": 2");
    change(&laptop, "\"kind\": \"number\",", "\"kind\": \"decimal\",");
    let lineage = r#""lineage": [
    { "question": "q1", "version": 1, "replaces": "q1", "same": true },
    { "question": "q3", "version": 1, "replaces": "q3", "same": true },
    { "question": "q2", "version": 1, "replaces": "q9", "same": true },
    { "question": "q2", "version": 7, "replaces": "q9", "same": true }
  ],
  "codebook""#;
    change(&laptop, "\"codebook\"", lineage);
    let checked = laptop.run(["instrument", "check", "visits", "--study", "study"]);
    assert_eq!((checked.code, checked.err.as_str()), (3, "2 warnings that a person should look at.\n"));
    for told in [
        "warning: question 3 is said to be the same as 3 of version 1, but its kind is “decimal” and was “number”",
        "warning: version 1 has no question “q9”",
        "visits.json: good",
    ] {
        assert!(checked.out.contains(told), "{told}: {}", checked.out);
    }
    let facts = laptop.run(["instrument", "check", "visits", "--study", "study", "--json"]).json();
    assert_eq!(facts["instruments"][0]["warnings"][0]["way"], "lineage[1]");
    assert_eq!(new_session(&laptop, &["--instrument", "visits"]).code, 0, "a warning stops nobody");
}

#[test]
fn a_session_is_held_with_one_of_the_studys_own() {
    let laptop = with_visits();
    let made = new_session(&laptop, &["--instrument", "visits"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert_eq!(only_session(&laptop).guide().unwrap().id, "visits");
}

#[test]
fn one_that_is_wrong_misnamed_or_like_a_built_in_one_begins_no_session() {
    for (from, to, told) in [
        ("\"most\": 5", "\"mosst\": 5", "visits.json: line 4"),
        (
            "\"id\": \"visits\"",
            "\"id\": \"visit\"",
            "holds the instrument “visit”: file and id have to be called the same",
        ),
    ] {
        let laptop = with_visits();
        change(&laptop, from, to);
        let refused = new_session(&laptop, &["--instrument", "visits"]);
        assert_eq!((refused.code, refused.out.as_str()), (4, ""), "{told}");
        assert!(refused.err.contains(told), "{}", refused.err);
        assert_eq!(sessions(&laptop), Vec::<String>::new());
        let checked = laptop.run(["instrument", "check", "--study", "study"]);
        assert_eq!(checked.code, 4, "the check tells it too: {}", checked.out);
    }
    let laptop = Laptop::new();
    let meeting = include_str!("../../src/format/builtin/meeting.json");
    laptop.write("study/instruments/meeting.json", meeting.replacen("Welcome and purpose", "Welcome", 1));
    let refused = new_session(&laptop, &["--instrument", "meeting"]);
    assert_eq!(refused.code, 4);
    assert!(
        refused.err.contains("has the id and the version of an instrument that comes with the program"),
        "{}",
        refused.err
    );
    assert!(laptop.run(["instrument", "check", "--study", "study"]).out.contains("did you mean “2”?"));
    let raised =
        meeting.replacen("Welcome and purpose", "Welcome", 1).replacen("\"version\": 1", "\"version\": 2", 1);
    laptop.write("study/instruments/meeting.json", raised);
    assert_eq!(new_session(&laptop, &["--instrument", "meeting"]).code, 0);
    assert_eq!(only_session(&laptop).guide().unwrap().themes[0].title, "Welcome");
}

#[test]
fn a_wording_that_changed_under_its_version_begins_no_session_and_old_ones_open_as_they_were() {
    let laptop = with_visits();
    assert_eq!(new_session(&laptop, &["--instrument", "visits"]).code, 0);
    let first = sessions(&laptop).remove(0);
    change(&laptop, "A scale.", "Another scale.");
    let refused = new_session(&laptop, &["--instrument", "visits"]);
    assert_eq!((refused.code, refused.out.as_str()), (4, ""));
    let told = format!(
        "the wording of “visits” changed since the session in study/{first}, and its version is still 1"
    );
    assert!(refused.err.contains(&told) && refused.err.contains("Raise “version”"), "{}", refused.err);
    assert!(refused.err.contains("“lineage”"), "{}", refused.err);
    assert_eq!(sessions(&laptop), [first.as_str()]);
    let checked = laptop.run(["instrument", "check", "--study", "study", "--json"]);
    assert_eq!(checked.code, 4);
    let slip = &checked.json()["instruments"][0]["slips"][0];
    assert_eq!((&slip["way"], &slip["meant"]), (&"version".into(), &"2".into()));
    assert_eq!(laptop.run(["show", "hull", "--study", "study"]).code, 0);
    assert_eq!(
        only_session(&laptop).guide().unwrap().questions[2].text,
        "A scale. How easy was it to find somebody to ask?"
    );
    change(&laptop, "\"version\": 1", "\"version\": 2");
    assert_eq!(new_session(&laptop, &["--instrument", "visits"]).code, 0);
    assert_eq!(sessions(&laptop).len(), 2);
}

#[test]
fn a_session_is_held_in_a_language_that_the_instrument_has() {
    let laptop = Laptop::new();
    laptop.write("study/instruments/two-languages.json", TWO_LANGUAGES);
    let refused = new_session(&laptop, &["--instrument", "two-languages", "--lang", "fr"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(
        refused.err.contains("“two-languages” has no text in the language “fr”; it has en, qaa"),
        "{}",
        refused.err
    );
    assert_eq!(laptop.names("study"), ["instruments"], "nothing was made");
    let made = new_session(&laptop, &["--instrument", "two-languages", "--lang", "qaa", "--themes", "vizoj"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let session = only_session(&laptop);
    assert_eq!(session.details().unwrap().lang.as_deref(), Some("qaa"));
    let guide = session.guide().unwrap();
    assert_eq!((guide.title.as_str(), guide.questions[0].text.as_str()), ("Doma lingvoj", "Kom vizoj?"));
    assert_eq!(guide.themes[0].prompts[0].probes[0].text, "by bus", "what has no text in it stays");
    let shown = laptop.run(["show", "hull", "--study", "study"]).out;
    assert!(shown.contains("Doma lingvoj") && shown.contains("\nVizoj\n"), "{shown}");
    fs::remove_file(laptop.at(&format!("study/{}", sessions(&laptop)[0]))).unwrap();
    assert_eq!(new_session(&laptop, &["--instrument", "practice-survey", "--lang", "en"]).code, 0);
    assert_eq!(only_session(&laptop).details().unwrap().lang.as_deref(), Some("en"));
}

#[test]
fn the_paper_twin_fits_a_page_and_goes_into_a_new_file() {
    let laptop = Laptop::new();
    for id in ["practice-survey", "safeguarding-board"] {
        let printed = laptop.run(["instrument", "print", id]);
        assert_eq!((printed.code, printed.err.as_str()), (0, ""));
        assert!(printed.out.lines().all(|line| line.width() <= 80), "{}", printed.out);
    }
    let plain = laptop.run(["instrument", "print", "safeguarding-board", "--ascii"]).out;
    assert!(plain.contains("\n     [ ] n No -> go to 2\n"), "{plain}");
    let made = laptop.run(["instrument", "print", "safeguarding-board", "-f", "html", "-o", "board.html"]);
    assert_eq!((made.code, made.out.as_str(), made.err.as_str()), (0, "", "Wrote board.html.\n"));
    assert!(laptop.read("board.html").starts_with("<!DOCTYPE html>"));
    let made = laptop.run(["instrument", "print", "safeguarding-board", "-f", "docx", "-o", "board.docx"]);
    assert_eq!((made.code, made.out.as_str(), made.err.as_str()), (0, "", "Wrote board.docx.\n"));
    assert!(std::fs::read(laptop.at("board.docx")).unwrap().starts_with(b"PK"));
    let to_a_terminal = laptop.run(["instrument", "print", "meeting", "-f", "docx"]);
    assert_eq!((to_a_terminal.code, to_a_terminal.out.as_str()), (2, ""));
    assert!(to_a_terminal.err.contains("-o has to name a file"), "{}", to_a_terminal.err);
    assert!(laptop.run(["instrument", "print", "meeting", "-f", "md"]).out.starts_with("# "));
    let again = laptop.run(["instrument", "print", "meeting", "-f", "html", "-o", "board.html"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("already there"), "{}", again.err);
    assert_eq!(laptop.run(["instrument", "print", "meeting", "--json"]).code, 2);
    assert_eq!(
        laptop.run(["instrument", "print", "meeting", "-o", "m.txt", "--json"]).json()["file"],
        "m.txt"
    );
    laptop.write("study/instruments/two-languages.json", TWO_LANGUAGES);
    let other = laptop.run(["instrument", "print", "two-languages", "--lang", "qaa", "--study", "study"]);
    assert!(other.out.contains("1    Kom vizoj?"), "{}", other.out);
}

#[test]
fn hostile_titles_stay_words_on_a_terminal_and_in_a_browser() {
    let laptop = Laptop::new();
    let text = TWO_LANGUAGES
        .replace("Two languages", "</title><script>alert(1)</script>\\u001b[2J\\u202e")
        .replace("How far", "<img src=x onerror=alert(1)> How far");
    laptop.write("study/instruments/two-languages.json", text);
    for args in [
        &["list"][..],
        &["show", "two-languages"],
        &["check"],
        &["print", "two-languages"],
        &["print", "two-languages", "-f", "html"],
    ] {
        let told = ran(laptop.hearken().arg("instrument").args(args).args(["--study", "study"]));
        assert_eq!(told.code, 0, "{args:?}: {}", told.err);
        assert!(told.is_safe(), "{args:?}: {:?}", told.out);
    }
    let html = laptop.run(["instrument", "print", "two-languages", "-f", "html", "--study", "study"]).out;
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
}
