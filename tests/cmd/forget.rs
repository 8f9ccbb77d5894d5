//! `hearken forget`

use crate::support::{ID, Laptop, OTHER_ID, cut_off, norwich, recording, text};

fn laptop() -> Laptop {
    let laptop = Laptop::new();
    laptop.write("norwich.json", text(&norwich(ID)));
    laptop.write("leeds.json", text(&norwich(OTHER_ID)));
    laptop.write(&format!(".hearken/{ID}.backup"), text(&norwich(ID)));
    laptop.write("exports/appendix.html", format!("<meta content=\"{ID}\">"));
    cut_off(&laptop.at("norwich.json"), "in the journal", "half typed");
    laptop
}

#[test]
fn without_a_terminal_and_without_yes_it_names_every_file_and_deletes_none() {
    let laptop = laptop();
    let ran = laptop.run(["forget", "norwich.json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for name in ["norwich.json", ".journal", ".backup", "appendix.html"] {
        assert!(ran.out.contains(name), "{name}: {}", ran.out);
    }
    assert!(laptop.at("norwich.json").exists() && laptop.at("exports/appendix.html").exists());
    assert_eq!(laptop.run(["forget", "norwich.json", "--json"]).json()["written"], false);
}

#[test]
fn with_yes_all_of_it_goes_and_another_session_stays() {
    let laptop = laptop();
    let ran = laptop.run(["forget", "norwich.json", "--yes", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.json()["removed"].as_array().unwrap().len(), 4);
    assert_eq!(laptop.names(""), [".hearken", "exports", "leeds.json"]);
    assert_eq!(laptop.names(".hearken"), [format!("{ID}.lock")]);
    assert_eq!(laptop.names("exports"), Vec::<String>::new());
    assert_eq!(
        laptop.run(["forget", "norwich", "--study", ".", "--yes"]).code,
        0,
        "leeds says it is of Norwich too"
    );
    assert_eq!(laptop.run(["forget", "norwich", "--study", ".", "--yes"]).code, 1);
}

#[test]
fn a_session_that_is_open_is_left_alone_with_exit_code_5() {
    let laptop = laptop();
    let keeper = recording(&laptop.at("norwich.json"), "more", "half");
    let ran = laptop.run(["forget", "norwich.json", "--yes"]);
    assert_eq!(ran.code, 5, "{}", ran.err);
    assert!(laptop.at("norwich.json").exists());
    drop(keeper);
}
