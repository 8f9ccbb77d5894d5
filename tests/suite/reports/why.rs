//! Where a number comes from.

use std::collections::BTreeSet;

use hearken::document::{Block, Cell};
use hearken::report::made::Report;
use hearken::report::why::{near, why};
use hearken::report::{appendix, covered, followup};

use super::{example, page};

fn reports() -> Vec<Report> {
    let corpus = example("");
    vec![appendix::report(&corpus, None), followup::report(&corpus), covered::report(&corpus)]
}

#[test]
fn every_number_with_a_name_can_be_asked_about_and_no_two_have_one_name() {
    let corpus = example("");
    for report in reports() {
        let names: Vec<&String> = report
            .counted
            .iter()
            .flat_map(|counted| {
                std::iter::once(&counted.anchor).chain(counted.kinds.iter().map(|kind| &kind.anchor))
            })
            .collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        let tables = report.document.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let mut asked = 0;
        for cell in tables.flat_map(|table| table.rows.iter().flatten()) {
            let Cell::Number(amount) = cell else { continue };
            let Some(anchor) = &amount.anchor else { continue };
            let told = why(&corpus, &report, anchor).unwrap_or_else(|| panic!("no {anchor}"));
            let heading = format!("Counted ({})", amount.shown);
            let is_it = |block: &Block| matches!(block, Block::Heading { text, .. } if *text == heading);
            assert!(told.blocks.iter().any(is_it), "{anchor}: {heading}");
            asked += 1;
        }
        assert!(asked > 0, "{}", report.document.title);
    }
}

#[test]
fn a_number_lists_what_it_counts_and_what_it_leaves_out() {
    let corpus = example("");
    let told = why(&corpus, &appendix::report(&corpus, None), "appendix.q1.yes").unwrap();
    insta::assert_snapshot!("why", page(&told));
}

#[test]
fn a_name_that_is_not_there_is_answered_with_those_like_it() {
    let corpus = example("2007");
    let report = appendix::report(&corpus, None);
    assert!(why(&corpus, &report, "appendix.q1.maybe").is_none());
    assert_eq!(near(&report, "appendix.q1.maybe")[..2], ["appendix.q1", "appendix.q1.yes"]);
}

#[test]
fn the_digest_at_the_foot_is_that_of_the_files_one_after_the_other_by_id() {
    use sha2::{Digest as _, Sha256};
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let returns = files.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("2007"));
    let mut texts: Vec<String> = returns.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let id = |text: &String| text.split("\"id\": \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    texts.sort_by_key(id);
    let hex = format!("{:x}", Sha256::digest(texts.concat()));
    let about = example("2007").about().clone();
    assert_eq!(about.foot[0], format!("Sessions: 31, SHA-256 {hex}"));
    assert_eq!(about.sessions.len(), 31);
}
