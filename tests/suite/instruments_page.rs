//! `docs/instruments.md` says what the built-in guides are: its tables and sources are held against the files.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use hearken::format::builtin;
use hearken::format::v1::read_instrument;
use hearken::model::instrument::{Guide, Instrument};
use hearken::model::running::SessionKind;

const PAGE: &str = include_str!("../../docs/instruments.md");

fn guides() -> Vec<Arc<Instrument>> {
    let found = builtin::instruments().unwrap();
    assert!(!found.is_empty());
    found
}

fn minutes(guide: &Guide) -> u32 {
    guide.themes.iter().filter_map(|theme| theme.planned_minutes).sum()
}

/// What stands under a heading, up to the next one.
fn section(title: &str) -> &'static str {
    let (_, after) =
        PAGE.split_once(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("no section {title}"));
    after.split("\n## ").next().unwrap()
}

/// The rows of the only table in a text, without its head.
fn rows(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with('|')).skip(2).collect()
}

#[test]
fn the_first_table_names_every_built_in_guide_with_its_figures() {
    let before_sections = PAGE.split("\n## ").next().unwrap();
    let guides = guides();
    let rows = rows(before_sections);
    assert_eq!(rows.len(), guides.len());
    for (row, guide) in rows.iter().zip(guides.iter().map(|found| found.guide())) {
        let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
        let scripts: Vec<_> = guide.scripts.iter().map(|script| script.id.as_str()).collect();
        assert_eq!(cells[0], format!("`{}`", guide.id));
        assert_eq!(cells[1], guide.title);
        assert!(SessionKind::from_word(cells[2].trim_matches('`')).is_some(), "{}", cells[2]);
        assert_eq!(cells[3], guide.themes.len().to_string(), "{}", guide.id);
        assert_eq!(cells[4], minutes(guide).to_string(), "{}", guide.id);
        assert_eq!(cells[5], if scripts.is_empty() { "none".to_owned() } else { scripts.join(", ") });
        assert_eq!(cells[6], guide.codebook.len().to_string(), "{}", guide.id);
    }
}

#[test]
fn the_section_of_a_guide_lists_its_themes_with_their_minutes_in_order() {
    for guide in guides().iter().map(|found| found.guide()) {
        let expected: Vec<_> = guide
            .themes
            .iter()
            .map(|theme| format!("| {} | `{}` | {} |", theme.title, theme.id, theme.planned_minutes.unwrap()))
            .collect();
        assert_eq!(rows(section(&guide.title)), expected, "{}", guide.id);
    }
}

#[test]
fn the_section_of_a_guide_gives_its_source_word_for_word() {
    for guide in guides().iter().map(|found| found.guide()) {
        let quoted: Vec<_> =
            section(&guide.title).lines().filter_map(|line| line.strip_prefix("> ")).collect();
        assert_eq!(Some(quoted.join(" ")), guide.source, "{}", guide.id);
    }
}

#[test]
fn every_file_in_the_folder_of_guides_is_built_in_under_its_own_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/format/builtin");
    let mut in_folder = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let instrument = read_instrument(&fs::read_to_string(&path).unwrap()).unwrap();
        let id = instrument.guide().id.clone();
        assert_eq!(path.file_name().unwrap().to_str(), Some(format!("{id}.json").as_str()));
        in_folder.insert((id, instrument.digest().to_owned()));
    }
    let offered: BTreeSet<_> =
        guides().iter().map(|found| (found.guide().id.clone(), found.digest().to_owned())).collect();
    assert_eq!(in_folder, offered);
}

/// The worked example of the page.
fn example() -> &'static str {
    let own = section("An instrument of one's own");
    own.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap()
}

#[test]
fn the_worked_example_passes_the_strict_check() {
    let read = hearken::format::strict::read_instrument(example().as_bytes());
    let instrument = read.unwrap_or_else(|slips| panic!("{slips:#?}"));
    let guide = instrument.guide();
    assert!(guide.questions.iter().any(|question| question.when.is_some()));
    assert!(instrument.languages().len() > 1 && !guide.answer_sets.is_empty() && !guide.lineage.is_empty());
}

#[test]
fn the_page_lists_every_kind_and_every_condition() {
    use hearken::model::condition::CONDITION_NAMES;
    use hearken::model::question::QuestionKind;
    let own = section("An instrument of one's own");
    let kinds = QuestionKind::ALL.iter().map(|kind| kind.word());
    for word in kinds.chain(CONDITION_NAMES) {
        assert!(own.contains(&format!("\n| `{word}` | ")), "{word}");
    }
    for relation in hearken::model::condition::Relation::ALL {
        assert!(own.contains(&format!("`{}`", relation.word())), "{}", relation.word());
    }
}
