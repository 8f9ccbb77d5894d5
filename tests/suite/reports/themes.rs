//! Reports that go theme by theme: matrix, summary, findings, practice.

use std::collections::BTreeSet;

use hearken::document::{Amount, Block, Cell, Chart, ChartKind, Document};
use hearken::format::builtin;
use hearken::model::ids::{EntryId, ThemeId};
use hearken::model::note::{Note, NoteKind, Origin, Stage, Summary};
use hearken::model::people::ConsentState;
use hearken::model::running::{SessionKind, Silence, ThemePlan};
use hearken::model::session::{SUMMARIES, Session, THEMES};
use hearken::report::matrix::Turned;
use hearken::report::suppress::Below;
use hearken::report::{findings, matrix, practice, summary};
use hearken::study::recorder::Recorder;

use super::{Writing, at, corpus, example, numbers, page, seat};

fn guide() -> std::sync::Arc<hearken::model::instrument::Instrument> {
    builtin::instruments().unwrap().into_iter().find(|one| one.guide().id == "practice-survey").unwrap()
}

fn note(kind: NoteKind, text: &str, label: &str, theme: &str) -> Note {
    let participant = (!label.is_empty()).then(|| seat(label));
    Note { participant, theme: Some(ThemeId::new(theme)), ..Note::new(kind, text, Origin::Live) }
}

/// Two groups: in York three people talked about funding, in Hull nobody did, and training was left out.
fn two() -> Vec<Session> {
    let york = Writing::new(1, SessionKind::FocusGroup, "York")
        .held_with(&guide())
        .seat("P1", ConsentState::Given)
        .seat("P2", ConsentState::NotAsked)
        .seat("P3", ConsentState::Given)
        .note(note(NoteKind::Quote, "We find out in March.", "P1", "funding"))
        .note(note(NoteKind::Quote, "Nobody tells us.", "P2", "funding"))
        .note(note(NoteKind::Point, "a trust pays", "P1", "funding"))
        .note(note(NoteKind::Comment, "the room is cold", "P3", "funding"))
        .note(Note {
            stage: Some(Stage::Established),
            ..note(NoteKind::Practice, "A toy library.", "P3", "practice")
        })
        .done();
    let notes: Vec<EntryId> = york.lists.notes.standing().map(|(id, _)| id.clone()).take(2).collect();
    let mut york = Recorder::new(york, "kj4x9q".parse().unwrap());
    let summed_up = Summary { text: "Money comes late.".to_owned(), notes };
    york.write(&SUMMARIES, &EntryId::new("funding"), &at(900), summed_up, false).unwrap();
    let hull = Writing::new(2, SessionKind::FocusGroup, "Hull")
        .held_with(&guide())
        .seat("P1", ConsentState::Given)
        .note(note(NoteKind::Point, "a plan", "P1", "strategy"))
        .done();
    let mut hull = Recorder::new(hull, "kj4x9q".parse().unwrap());
    let plan = ThemePlan { planned_minutes: None, order: None, silence: Some(Silence::LeftOutForTime) };
    hull.write(&THEMES, &EntryId::new("training"), &at(900), plan, false).unwrap();
    vec![york.into_session(), hull.into_session()]
}

fn words(text: &str) -> String {
    let is_word = |word: &&str| !word.chars().all(|letter| "=-.─".contains(letter));
    text.split_whitespace().filter(is_word).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_matrix_says_what_was_summed_up_with_its_notes_and_which_silence_the_rest_is() {
    let report = matrix::report(&corpus(two()), Turned::default());
    let page = words(&page(&report.document));
    for said in [
        "Funding: Money comes late. [1, 2]",
        "Training: Left out for time",
        "Strategy: Not summed up: 1 note",
        "Outcomes: Nothing noted",
        "[1] York, 2026-11-23, P1, 10:00",
        "“We find out in March.”",
        "A quote that may not be given.",
        "1 quote is left out: whoever said it was not asked whether it may be quoted.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("Nobody tells us."), "{page}");
    assert_eq!(numbers(&report.counted, "matrix.behind").0, 2);
}

#[test]
fn a_matrix_turned_round_holds_the_same_cells() {
    let cells = |turned| {
        let document = matrix::report(&corpus(two()), turned).document;
        let table = document.blocks.iter().find_map(|block| match block {
            Block::Table(table) => Some(table.clone()),
            _ => None,
        });
        table.unwrap()
    };
    let (down, across) = (cells(Turned::SessionsDown), cells(Turned::ThemesDown));
    assert_eq!((down.rows.len(), across.rows.len()), (2, 10));
    assert_eq!((down.head.len(), across.head.len()), (11, 3));
    for (session, row) in down.rows.iter().enumerate() {
        for (theme, cell) in row.iter().enumerate().skip(1) {
            assert_eq!(&across.rows[theme - 1][session + 1], cell);
        }
    }
}

#[test]
fn a_theme_is_raised_in_sessions_and_by_people_and_not_by_the_note_taker() {
    let report = summary::report(&corpus(two()), None);
    let sessions = numbers(&report.counted, "summary.funding.sessions");
    assert_eq!(sessions, (2, vec![("raised".to_owned(), 1), ("not raised".to_owned(), 1)]));
    let people = numbers(&report.counted, "summary.funding.people");
    assert_eq!(people, (4, vec![("heard".to_owned(), 2), ("not heard".to_owned(), 2)]));
    let kinds = numbers(&report.counted, "summary.funding.notes").1;
    let kinds: Vec<(&str, u64)> = kinds.iter().map(|(kind, count)| (kind.as_str(), *count)).collect();
    assert_eq!(kinds, [("point", 1), ("quote", 2), ("comment", 1)]);
    let page = words(&page(&report.document));
    assert!(
        page.contains("“We find out in March.” York, 2026-11-23, P1, 10:00")
            || page.contains("“We find out in March.” — York"),
        "{page}"
    );
    assert!(!page.contains("Nobody tells us."), "{page}");
    assert!(page.contains("Outcomes Nothing was noted on it, in 2 sessions that could."), "{page}");
}

#[test]
fn small_numbers_of_a_summary_are_hidden_in_tables_and_in_pictures() {
    let below = Below::new(3);
    let report = summary::report(&corpus(two()), below);
    let page = page(&report.document);
    assert!(page.contains("hidden"), "{page}");
    let heat = report.document.blocks.iter().find_map(|block| match block {
        Block::Chart(chart) => Some(chart),
        _ => None,
    });
    let ChartKind::Heat { rows, .. } = &heat.unwrap().kind else { panic!("no heat") };
    for (theme, counts) in rows {
        assert!(counts.iter().all(|count| count.value.is_none_or(|value| value >= 3)), "{theme} {counts:?}");
    }
    assert!(!heat.unwrap().in_words.contains(" 1"), "{}", heat.unwrap().in_words);
}

#[test]
fn findings_set_what_was_summed_up_beside_each_other_by_strand() {
    let mut sessions = two();
    let visit = Writing::new(3, SessionKind::PrisonVisit, "A prison").held_with(&guide()).done();
    sessions.push(visit);
    let report = findings::report(&corpus(sessions));
    let page = words(&page(&report.document));
    assert!(page.contains("Practice survey: 2 sessions; Prison visits: 1 session"), "{page}");
    assert!(page.contains("Funding (1 of 3 summed up)"), "{page}");
    assert!(page.contains("Practice survey · York, 2026-11-23: Money comes late."), "{page}");
    assert!(page.contains("Prison visits Not summed up in the one session that could."), "{page}");
    assert_eq!(numbers(&report.counted, "findings.funding").0, 1);
}

#[test]
fn practice_goes_from_emerging_to_established_and_says_where_it_was_heard() {
    let mut sessions = two();
    let more = Writing::new(4, SessionKind::Interview, "Leeds")
        .held_with(&guide())
        .seat("P1", ConsentState::Given)
        .note(Note {
            stage: Some(Stage::Emerging),
            ..note(NoteKind::Practice, "A lift home.", "P1", "practice")
        })
        .note(Note { theme: None, ..note(NoteKind::Practice, "A form.", "P1", "practice") })
        .done();
    sessions.push(more);
    let report = practice::report(&corpus(sessions));
    let page = words(&page(&report.document));
    let places: Vec<usize> =
        ["A lift home.", "A toy library.", "A form."].iter().map(|words| page.find(words).unwrap()).collect();
    assert!(places.is_sorted(), "{page}");
    assert!(page.contains("York, 2026-11-23, P3"), "{page}");
    assert_eq!(numbers(&report.counted, "practice.practice").0, 2);
    assert_eq!(numbers(&report.counted, "practice.no-theme").1, [("Stage not said".to_owned(), 1)]);
    assert_eq!(numbers(&report.counted, "practice.all").0, 3);
}

#[test]
fn without_themes_each_says_so_and_counts_nothing() {
    let empty = || corpus(vec![Writing::new(1, SessionKind::Meeting, "Nowhere").done()]);
    let documents = [
        matrix::report(&empty(), Turned::default()).document,
        summary::report(&empty(), None).document,
        findings::report(&empty()).document,
        practice::report(&empty()).document,
    ];
    let pages: Vec<String> = documents.iter().map(page).collect();
    insta::assert_snapshot!("without_themes", pages.join("\n"));
}

#[test]
fn the_example_theme_by_theme() {
    let all = example("");
    let begins = |document: &Document| page(document).lines().take(70).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("matrix_begins", begins(&matrix::report(&all, Turned::default()).document));
    insta::assert_snapshot!("summary_begins", begins(&summary::report(&all, None).document));
    insta::assert_snapshot!("findings_begins", begins(&findings::report(&all).document));
    insta::assert_snapshot!("practice", page(&practice::report(&all).document));
}

/// Every named number of a document, in tables and in pictures.
fn named(document: &Document) -> Vec<(String, Option<u64>)> {
    let mut all = Vec::new();
    let mut take = |amount: &Amount| all.extend(amount.anchor.clone().map(|name| (name, amount.value)));
    for block in &document.blocks {
        match block {
            Block::Table(table) => table.rows.iter().flatten().for_each(|cell| {
                if let Cell::Number(amount) = cell {
                    take(amount);
                }
            }),
            Block::Chart(Chart { kind: ChartKind::Heat { rows, .. }, .. }) => {
                rows.iter().flat_map(|(_, counts)| counts).for_each(&mut take);
            }
            _ => {}
        }
    }
    all
}

#[test]
fn a_total_that_one_table_hides_no_other_one_tells() {
    let corpus = example("");
    let mut sealed = 0;
    for bound in [3, 8, 13, 20, 40, 90, 120] {
        let report = summary::report(&corpus, Below::new(bound));
        let numbers = named(&report.document);
        let whole = named(&summary::report(&corpus, None).document);
        let themes: BTreeSet<&str> = whole
            .iter()
            .filter_map(|(name, _)| name.strip_prefix("summary.where.")?.split('.').next())
            .collect();
        for theme in themes {
            let of = |begins: String| {
                numbers
                    .iter()
                    .filter(move |(name, _)| *name == begins || name.starts_with(&format!("{begins}.")))
            };
            let by_kind: Vec<_> = of(format!("summary.{theme}.notes")).collect();
            let by_tag: Vec<_> = of(format!("summary.{theme}.tags")).collect();
            let by_session: Vec<_> = of(format!("summary.where.{theme}")).collect();
            let base = |all: &[&(String, Option<u64>)], name: &str| {
                all.iter().find(|(one, _)| one == name).and_then(|(_, value)| *value)
            };
            let total = base(&by_kind, &format!("summary.{theme}.notes"));
            if total.is_none() {
                sealed += 1;
                assert!(
                    by_kind.iter().chain(&by_tag).chain(&by_session).all(|(_, value)| value.is_none()),
                    "{theme}"
                );
                continue;
            }
            // Whoever knows the total has two hidden numbers at least wherever one is.
            for part in [&by_session, &by_kind] {
                let hidden = part.iter().filter(|(_, value)| value.is_none()).count();
                assert_ne!(hidden, 1, "{theme} under {bound}: {part:?}");
            }
            // Where nothing is tagged there is no such table.
            assert!(by_tag.is_empty() || base(&by_tag, &format!("summary.{theme}.tags")) == total, "{theme}");
        }
    }
    assert!(sealed > 0, "some totals have to be hidden, or this shows nothing");
}

#[test]
fn what_is_printed_session_by_session_is_what_is_made_of_all_in_memory() {
    use hearken::report::covered;
    use hearken::report::made::Reasons;
    let corpus = example("");
    for below in [None, Below::new(5)] {
        let of = |reasons| {
            let taken = corpus.sessions().iter().map(|session| summary::take(session, reasons)).collect();
            summary::made(corpus.head(), taken, (below, reasons)).document
        };
        let whole = summary::report(&corpus, below).document;
        assert_eq!(of(Reasons::Named), whole, "with its names");
        assert_eq!(page(&of(Reasons::Left)), page(&whole));
    }
    let of = |reasons| {
        let taken = corpus.sessions().iter().map(|session| covered::take(session, reasons)).collect();
        covered::made(corpus.head(), taken).document
    };
    let whole = covered::report(&corpus).document;
    assert_eq!(of(Reasons::Named), whole, "with its names");
    assert_eq!(page(&of(Reasons::Left)), page(&whole));
}
