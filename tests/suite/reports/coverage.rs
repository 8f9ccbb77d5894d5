//! What was covered.

use hearken::report::coverage::coverage;
use hearken::report::covered::report;
use hearken::report::people::notes_by_seat;

use super::{example, numbers, page};

#[test]
fn what_was_covered_in_norwich() {
    let report = report(&example("2026-11-23-norwich"));
    insta::assert_snapshot!("coverage_of_norwich", page(&report.document));
}

#[test]
fn what_was_covered_in_the_example() {
    let report = report(&example(""));
    let page = page(&report.document);
    let first: Vec<&str> = page.lines().take(90).collect();
    insta::assert_snapshot!("coverage_begins", first.join("\n"));
    assert_eq!(numbers(&report.counted, "coverage.held").0, 43);
    assert_eq!(numbers(&report.counted, "coverage.held.focus-group").0, 8);
}

#[test]
fn the_report_counts_what_the_screen_counts() {
    let corpus = example("2026");
    let report = report(&corpus);
    for session in corpus.sessions() {
        let id = session.id().to_string();
        for theme in coverage(session).themes {
            let notes = format!("coverage.{id}.notes.{}", theme.id);
            let counted =
                report.counted.iter().find(|one| one.kinds.iter().any(|kind| kind.anchor == notes)).unwrap();
            let place = counted.kinds.iter().position(|kind| kind.anchor == notes).unwrap();
            assert_eq!(counted.counts()[place], theme.notes as u64, "{notes}");
            assert_eq!(numbers(&report.counted, &format!("coverage.{id}.heard.{}", theme.id)).0, theme.heard);
            let (cues, kinds) = numbers(&report.counted, &format!("coverage.{id}.cues.{}", theme.id));
            let asked = kinds.iter().find(|(name, _)| name == "asked").map_or(0, |(_, count)| *count);
            assert_eq!((cues, asked), (theme.probes, theme.ticked as u64), "{id} {}", theme.id);
        }
        if session.guide().is_some_and(|guide| !guide.themes.is_empty()) {
            let spoke = numbers(&report.counted, &format!("coverage.{id}.spoke")).0;
            assert_eq!(spoke, notes_by_seat(session).values().sum::<usize>(), "{id}");
        }
    }
}
