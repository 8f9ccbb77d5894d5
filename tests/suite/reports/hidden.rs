//! Small numbers are not shown, nor what would give them away.

use hearken::document::{Block, Cell, Document};
use hearken::report::appendix::report;
use hearken::report::suppress::Below;

use super::{IF_YES, YES_NO, corpus, example, form, page, returned};

/// What stands for the numbers of this name and its kinds, as far as they have a name.
fn shown(document: &Document, anchor: &str) -> Vec<(String, String)> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let cells = tables.flat_map(|table| table.rows.iter().flatten());
    let numbers = cells.filter_map(|cell| match cell {
        Cell::Number(amount) => Some((amount.anchor.clone()?, amount.shown.clone())),
        _ => None,
    });
    let of_it =
        |name: &str| name == anchor || name.strip_prefix(anchor).is_some_and(|rest| rest.starts_with('.'));
    numbers.filter(|(name, _)| of_it(name)).collect()
}

fn of(document: &Document, anchor: &str) -> String {
    let shown = shown(document, anchor);
    shown.into_iter().find(|(name, _)| name == anchor).unwrap_or_else(|| panic!("no {anchor}")).1
}

#[test]
fn the_returns_of_the_example_under_five() {
    let report = report(&example("2007"), Below::new(5));
    insta::assert_snapshot!("the_returns_of_the_example_under_five", page(&report.document));
}

#[test]
fn no_small_number_and_no_share_of_one_is_in_the_page() {
    for bound in 2..=12 {
        let report = report(&example(""), Below::new(bound));
        let tables = report.document.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        // How many sessions were held is no number of people, and stands first.
        for cell in tables.skip(1).flat_map(|table| table.rows.iter().flatten()) {
            if let Cell::Number(amount) = cell {
                let is_responses = amount.anchor.as_ref().is_some_and(|anchor| anchor.ends_with(".answered"));
                let is_shown = amount.anchor.is_some() && amount.value.is_some_and(|value| value < bound);
                assert!(!is_shown || is_responses, "{amount:?} under {bound}");
            }
        }
    }
}

#[test]
fn the_base_of_a_question_does_not_tell_the_answer_that_leads_to_it() {
    let form = form(1, &format!("{YES_NO}, {IF_YES}"), "");
    let yes = (1..=9).map(|number| returned(number, &form, &[("q1", "yes"), ("q1a", "|We lead.")]));
    let but = (10..=11).map(|number| returned(number, &form, &[("q1", "yes-but"), ("q1a", "~not_answered")]));
    let no = (12..=30).map(|number| returned(number, &form, &[("q1", "no")]));
    let all: Vec<_> = yes.chain(but).chain(no).collect();
    let report = report(&corpus(all), Below::new(3));
    let document = &report.document;
    assert_eq!(of(document, "appendix.q1.yes-but"), "hidden");
    assert_eq!(of(document, "appendix.q1.yes"), "9");
    assert_eq!(of(document, "appendix.q1"), "30");
    // 11 less 9 would be 2.
    assert_eq!(
        (of(document, "appendix.q1a").as_str(), of(document, "appendix.q1a.not_answered").as_str()),
        ("hidden", "hidden")
    );
    assert_eq!(of(document, "appendix.q1a.answered"), "9", "the responses are set out, and can be counted");
}

#[test]
fn responses_that_tell_a_hidden_answer_hide_its_neighbours_too() {
    let form = form(1, &format!("{YES_NO}, {IF_YES}"), "");
    let yes = (1..=9).map(|number| returned(number, &form, &[("q1", "yes"), ("q1a", "|We lead.")]));
    let but = (10..=11)
        .map(|number| returned(number, &form, &[("q1", "yes-but|Only once."), ("q1a", "|We help.")]));
    let no = (12..=30).map(|number| returned(number, &form, &[("q1", "no")]));
    let report = report(&corpus(yes.chain(but).chain(no).collect()), Below::new(3));
    // Eleven responses, nine of them after a yes: two after yes, but.
    assert_eq!(of(&report.document, "appendix.q1.yes"), "hidden");
    let page = page(&report.document);
    assert!(page.contains("Only once.") && !page.contains("Yes, but: Only once."), "{page}");
}
