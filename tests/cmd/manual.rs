//! `hearken manual`

use hearken::app::commands::COMMANDS;
use hearken::app::help::SIGNS;

use crate::support::Laptop;

/// The page for people who take notes.
const PAGE: &str = include_str!("../../docs/manual.md");

/// The rows of the table that begins with this head, without the line under it.
fn table(head: &str) -> Vec<&'static str> {
    let (_, table) = PAGE.split_once(&format!("\n{head}\n")).unwrap();
    table.lines().skip(1).take_while(|line| line.starts_with('|')).collect()
}

#[test]
fn the_signs_of_the_page_are_those_of_the_program() {
    let wanted: Vec<String> = SIGNS.iter().map(|(sign, means)| format!("| `{sign}` | {means} |")).collect();
    assert_eq!(table("| typed | means |"), wanted, "this should stand there:\n{}\n", wanted.join("\n"));
}

#[test]
fn every_key_of_the_page_is_one_of_the_program() {
    let known: Vec<String> =
        COMMANDS.iter().flat_map(|command| command.keys).map(ToString::to_string).collect();
    let rows = table("| key | does |");
    assert!(rows.len() > 5);
    for row in rows {
        let keys = row.trim_start_matches("| ").split(" | ").next().unwrap();
        assert!(keys.split(", ").all(|key| known.contains(&key.to_owned())), "{row}");
    }
}

#[test]
fn the_man_page_has_every_section_and_command() {
    let laptop = Laptop::new();
    let page = laptop.run(["manual"]);
    assert_eq!((page.code, page.err.as_str()), (0, ""));
    for section in [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "COMMANDS",
        "KEYS",
        "SIGNS",
        "FILES",
        "ENVIRONMENT",
        "\"EXIT STATUS\"",
        "EXAMPLES",
    ] {
        assert_eq!(page.out.matches(&format!(".SH {section}\n")).count(), 1, "{section}");
    }
    for command in laptop.commands() {
        assert!(page.out.contains(&format!(".SS {command}\n")), "{command}");
    }
}

#[test]
fn the_card_is_one_page_with_every_key_and_sign() {
    let laptop = Laptop::new();
    let card = laptop.run(["manual", "--card"]);
    assert_eq!((card.code, card.err.as_str()), (0, ""));
    assert!(card.out.lines().count() <= 66, "{}", card.out);
    assert!(card.out.lines().all(|line| line.chars().count() <= 80), "{}", card.out);
    for command in COMMANDS {
        let keys: Vec<String> = command.keys.iter().map(ToString::to_string).collect();
        assert!(card.out.contains(command.name) && keys.iter().all(|key| card.out.contains(key)));
    }
    assert!(SIGNS.iter().all(|(_, means)| card.out.contains(means)));
    let plain = laptop.run(["manual", "--card", "--ascii"]).out;
    assert!(plain.is_ascii() && !card.out.is_ascii());
    assert_eq!(plain.lines().count(), card.out.lines().count());
}

#[test]
fn the_card_is_a_document_too_and_the_page_is_not() {
    let laptop = Laptop::new();
    let made = laptop.run(["manual", "--card", "-o", "card.html"]);
    assert_eq!((made.code, made.err.as_str()), (0, "Wrote card.html.\n"));
    let card = laptop.read("card.html");
    for wanted in ["<h1>hearken: keys and signs</h1>", "In front of a note, if you like", "Ctrl+Q"] {
        assert!(card.contains(wanted), "{wanted} is not in {card}");
    }
    let refused = laptop.run(["manual", "-o", "page.html"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert_eq!(laptop.names(""), ["card.html"]);
}
