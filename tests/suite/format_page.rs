//! `docs/format.md` says what the program does: its tables, names and examples are held against the code.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hearken::format::journal::Line;
use hearken::format::v1::{self, File};
use hearken::model::canonical::{
    COLLECTION_LAST, COLLECTION_ORDER, OTHER_LAST, OTHER_ORDER, SESSION_LAST, SESSION_ORDER, STUDY_LAST,
    STUDY_ORDER,
};
use hearken::model::condition::{CONDITION_NAMES, Relation};
use hearken::model::instrument::Guide;
use hearken::model::json::Json;
use hearken::model::question::Question;
use hearken::model::session::{Lists, SessionLists};
use hearken::model::shape::{SchemaMember, Shape};
use hearken::model::study::StudyLists;
use hearken::storage::journal;

const PAGE: &str = include_str!("../../docs/format.md");

/// The fenced blocks of the page: what stands behind the fence, and the lines inside, each with its line feed.
fn blocks() -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut open: Option<(&str, String)> = None;
    for line in PAGE.lines() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(info), None) => open = Some((info, String::new())),
            (Some(_), Some(_)) => found.extend(open.take()),
            (None, Some((_, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "the last fence of the page is not closed");
    found
}

fn blocks_of(info: &str) -> Vec<String> {
    blocks().into_iter().filter(|(found, _)| *found == info).map(|(_, text)| text).collect()
}

fn rewritten(text: &str) -> String {
    match v1::read(text.as_bytes()) {
        Ok(File::Session(session)) => v1::write_session(&session),
        other => panic!("not a session: {other:?}"),
    }
}

#[test]
fn the_order_tables_are_those_of_the_program() {
    let tables = [
        ("session", SESSION_ORDER),
        ("session-last", SESSION_LAST),
        ("collection", COLLECTION_ORDER),
        ("collection-last", COLLECTION_LAST),
        ("study", STUDY_ORDER),
        ("study-last", STUDY_LAST),
        ("other", OTHER_ORDER),
        ("other-last", OTHER_LAST),
    ];
    let printed: Vec<(String, String)> = blocks()
        .into_iter()
        .filter_map(|(_, text)| {
            let (head, names) = text.split_once('\n')?;
            Some((head.strip_prefix("order: ")?.to_owned(), names.trim_end().replace('\n', " ")))
        })
        .collect();
    let expected = tables.map(|(name, names)| (name.to_owned(), names.join(" ")));
    assert_eq!(printed, expected);
}

#[test]
fn the_complete_example_is_what_the_program_writes() {
    let examples = blocks_of("json example");
    assert_eq!(examples.len(), 1);
    for text in examples {
        assert_eq!(rewritten(&text), text);
        // Checked against its schema when all tests are done, by `.ci/run`.
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/written");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("format-page-example.json"), text).unwrap();
    }
}

#[test]
fn the_worked_example_of_erasure_comes_out_as_it_is_printed() {
    let before = blocks_of("json before");
    let after = blocks_of("json after");
    assert_eq!((before.len(), after.len()), (1, 3));
    let written = rewritten(&before.concat());
    for part in after {
        assert!(written.contains(part.trim_end_matches('\n')), "{part}\nis not in\n{written}");
    }
}

#[test]
fn the_lines_of_the_journal_read_as_they_stand() {
    let lines = blocks_of("journal").concat();
    let read = journal::parse(lines.into_bytes());
    assert_eq!(read.tail, None);
    assert_eq!(read.lines.len(), 5);
    for (q, text) in (0..).zip(&read.lines) {
        let line = Line::read(text).unwrap();
        assert_eq!((line.q, line.write()), (q, text.clone()));
    }
}

/// The part of a text from a heading to the next one of the same depth or less.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let depth = heading.bytes().take_while(|byte| *byte == b'#').count();
    let (_, inside) = text
        .split_once(&format!("\n{heading}\n"))
        .unwrap_or_else(|| panic!("there is no heading “{heading}”"));
    let next = (1..=depth).filter_map(|depth| inside.find(&format!("\n{} ", "#".repeat(depth)))).min();
    next.and_then(|end| inside.get(..end)).unwrap_or(inside)
}

/// The names at the beginning of the rows of a table, which are in backquotes.
fn names_in_rows(text: &str) -> BTreeSet<&str> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" |"));
    rows.flat_map(|(names, _)| names.split(", ")).map(|name| name.trim_matches('`')).collect()
}

/// Members of a study's lists whose words are told where a session has the same member.
const TOLD_ABOVE: &[(&str, &str)] = &[("writers", "role"), ("plan", "kind")];

/// The words a member is limited to.
fn words_of(member: &SchemaMember) -> Vec<&str> {
    match member.schema.get("enum") {
        Some(Json::List(words)) => words.iter().filter_map(Json::as_text).collect(),
        _ => Vec::new(),
    }
}

/// Every member and every word is told, and no member that is not there.
fn check(told: &str, list: &str, members: &[SchemaMember]) {
    let is_told = |name: &str| told.contains(&format!("`{name}`"));
    for member in members {
        assert!(is_told(member.name), "{list}: `{}` is not told", member.name);
        if !TOLD_ABOVE.contains(&(list, member.name)) {
            let untold: Vec<_> = words_of(member).into_iter().filter(|word| !is_told(word)).collect();
            assert!(untold.is_empty(), "{list}: {}: {untold:?} is not told", member.name);
        }
    }
    let known: BTreeSet<&str> = members.iter().map(|member| member.name).chain(["member", "---"]).collect();
    let invented: Vec<_> = names_in_rows(told).into_iter().filter(|name| !known.contains(name)).collect();
    assert!(invented.is_empty(), "{list}: {invented:?} is told, but not there");
}

#[test]
fn every_list_is_told_with_its_members_and_their_words() {
    let session = section(PAGE, "## The session");
    for (list, _, members) in SessionLists::schema_members() {
        check(section(session, &format!("### `{list}`")), list, &members);
    }
    let study = section(PAGE, "## The study");
    for (list, _, members) in StudyLists::schema_members() {
        check(section(study, &format!("### `{list}`")), list, &members);
    }
    let instruments = section(PAGE, "## Instruments");
    check(instruments.split("\n### ").next().unwrap(), "instrument", &Guide::schema_members());
    let questions = section(instruments, "### Questions");
    let (members, conditions) = questions.split_once("\nA condition is").unwrap();
    check(members.split("\n\nAn answer's").next().unwrap(), "question", &Question::schema_members());
    let told: Vec<&str> =
        conditions.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(told, CONDITION_NAMES);
    for word in Relation::ALL {
        assert!(conditions.contains(&format!("`{}`", word.word())), "{word:?}");
    }
}
