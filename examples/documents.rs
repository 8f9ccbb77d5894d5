//! Writes documents with everything that can stand in one, in every format, to try them with other programs.
//!
//! ```sh
//! cargo run --example documents -- /tmp/documents
//! ```
//!
//! `report` is what a report looks like, `hostile` holds whatever a clipboard can hold, at length. Every word is
//! invented. The JSON file of each is what the other files have to say too.

use std::path::Path;
use std::process::ExitCode;

use hearken::document::{
    About, Amount, Block, Cell, Chart, ChartKind, Document, Format, Item, Level, Mark, Ruled, Table, written,
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Words that some program would obey: markup of HTML, XML and Markdown, formulas, escapes of a terminal, line breaks.
pub(crate) const HOSTILE: [&str; 16] = [
    "</title><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "&amp; &#60; ]]> <!-- -->",
    "=HYPERLINK(\"x\",\"y\")",
    "+1+1",
    "-2+3 - a list?",
    "@SUM(A1)",
    "\u{1b}[2J\u{0}\u{8}\u{202e}reversed",
    "# no heading #",
    "| a | b |\n|---|---|",
    "1. one\n2. two",
    "```\n[link](x) *strong* _em_ `code` ~~gone~~ $x$",
    "{{ name }} {% if %} ${HOME} %s",
    "مرحبا بالعالم 123 (نص)",
    "👩‍👩‍👧 🎈 é 東京 ﷽ \u{fffe}\u{ffff}",
    "a\r\nb\tc\u{2028}d\u{a0}e",
];

fn item(mark: Mark, label: Option<&str>, text: &str, leads_to: Option<&str>) -> Item {
    Item {
        mark,
        label: label.map(str::to_owned),
        text: text.to_owned(),
        leads_to: leads_to.map(str::to_owned),
    }
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

fn number(value: u64, anchor: &str) -> Amount {
    Amount::counted(value).anchored(anchor)
}

/// A report as people get it.
pub(crate) fn report() -> Document {
    let about = About {
        sessions: (1..=12).map(|number| format!("01jd8w7q5n3k9x2m4p6r8t{number:04}")).collect(),
        foot: texts(&[
            "Made from 12 sessions. Instrument practice-survey, version 3, digest 5f2c9a.",
            "Withdrawn: 1 participant.",
        ]),
    };
    let mut blocks = vec![
        Block::Paragraph(
            "What eight rooms said about work with children of prisoners. Every word is invented.".to_owned(),
        ),
        Block::Heading {
            level: Level::Section,
            text: "Funding".to_owned(),
            anchor: Some("theme.funding".to_owned()),
        },
        Block::Quote {
            words: "We find out in March whether we exist in April.".to_owned(),
            source: "Norwich, P3, 10:42".to_owned(),
        },
        Block::heading(Level::Part, "How it is paid for"),
        Block::Labelled {
            label: "1".to_owned(),
            text: "How is this work paid for now, and for how long?".to_owned(),
        },
        Block::List(vec![
            item(Mark::Tick, Some("y"), "Yes", None),
            item(Mark::Tick, Some("n"), "No", Some("go to 3")),
            item(Mark::Point, None, "Which funders", None),
            item(Mark::None, Some("1."), "One-off or recurring", None),
        ]),
        Block::Onward("go to 2".to_owned()),
        Block::Table(answers()),
        Block::heading(Level::Point, "By room"),
    ];
    blocks.extend(charts().into_iter().map(Block::Chart));
    blocks.push(Block::Remark("Counts under 3 are not shown, and a second one with each.".to_owned()));
    blocks.push(Block::heading(Level::Section, "Framework matrix"));
    blocks.push(Block::Table(matrix()));
    blocks.push(Block::Together(vec![
        Block::heading(Level::Part, "To write on"),
        Block::Ruled(Ruled { columns: texts(&["Seat", "Time"]), lines: texts(&["q1.1", "q1.2"]) }),
    ]));
    Document {
        title: "Practice survey: what was said".to_owned(),
        lang: Some("en-GB".to_owned()),
        about,
        blocks,
    }
}

/// Answers and what was not asked, with a share and a hidden count.
fn answers() -> Table {
    let row = |name: &str, yes: Amount, share: &str, value: u64| {
        let share = Amount { value: Some(value), shown: share.to_owned(), anchor: None };
        vec![
            Cell::text(name),
            Cell::Number(yes),
            Cell::Number(share),
            Cell::Shaded { text: share_word(value).to_owned(), share: u8::try_from(value).unwrap_or(100) },
        ]
    };
    Table {
        caption: Some("Is there a strategy?".to_owned()),
        head: texts(&["Answer", "Boards", "Share", "How many"]),
        rows: vec![
            row("Yes", number(14, "q1.yes"), "45 %", 45),
            row("Yes, but only in one part of the county", number(9, "q1.yes-but"), "29 %", 29),
            row("No", number(8, "q1.no"), "26 %", 26),
            vec![
                Cell::text("Not yet"),
                Cell::Number(Amount::hidden("under 3").anchored("q1.not-yet")),
                Cell::Tick,
            ],
        ],
        has_row_heads: true,
        remarks: texts(&["Of 31 boards that were asked. Not asked: 2. Declined: 1."]),
    }
}

fn share_word(share: u64) -> &'static str {
    if share > 40 { "many" } else { "some" }
}

fn charts() -> Vec<Chart> {
    let bar = |name: &str, counts: [u64; 4]| {
        let amount = |(part, count): (usize, u64)| match count {
            1 | 2 => Amount::hidden("under 3"),
            count => number(count, &format!("room.{}.{part}", name.to_lowercase())),
        };
        (name.to_owned(), counts.into_iter().enumerate().map(amount).collect())
    };
    let bars = vec![
        bar("Norwich", [9, 4, 3, 0]),
        bar("Banbury", [12, 1, 7, 5]),
        bar(
            "Devon and Cornwall, where two groups met in one room because of the snow that week, and one by telephone",
            [3, 3, 0, 2],
        ),
        bar("Telford", [0, 0, 0, 0]),
    ];
    let minutes = |name: &str, planned: u64, spent: u64| {
        (
            name.to_owned(),
            [Amount::counted(planned), number(spent, &format!("minutes.{}", name.to_lowercase()))],
        )
    };
    let heat = |name: &str, counts: [u64; 4]| {
        let amount =
            |(theme, count): (usize, u64)| number(count, &format!("notes.{}.{theme}", name.to_lowercase()));
        (name.to_owned(), counts.into_iter().enumerate().map(amount).collect())
    };
    vec![
        Chart {
            title: "Answers by room".to_owned(),
            in_words: "In Norwich and Banbury most said yes; in Telford nobody answered.".to_owned(),
            kind: ChartKind::Stacked { parts: texts(&["Yes", "Yes, but", "No", "Not yet"]), bars },
        },
        Chart {
            title: "Minutes planned and spent".to_owned(),
            in_words: "Funding took twice the time that was planned for it.".to_owned(),
            kind: ChartKind::Paired {
                names: texts(&["Planned", "Spent"]).try_into().unwrap_or_default(),
                unit: "min".to_owned(),
                rows: vec![minutes("Strategy", 10, 8), minutes("Funding", 10, 21), minutes("Training", 5, 0)],
            },
        },
        Chart {
            title: "Notes by room and theme".to_owned(),
            in_words: "Most notes are about funding.".to_owned(),
            kind: ChartKind::Heat {
                columns: texts(&["Strategy", "Funding", "Training", "Links with prisons"]),
                rows: vec![heat("Norwich", [3, 20, 7, 12]), heat("Banbury", [0, 15, 4, 9])],
            },
        },
    ]
}

/// Rooms down, themes across, a summary in each cell.
fn matrix() -> Table {
    let summary = "Funding is short-term and comes from trusts; two of three projects do not know whether they go on after \
                   March. Bids are written by the people who do the work, in the evening.";
    let row = |name: &str| {
        vec![Cell::text(name), Cell::text(summary), Cell::text("Nobody had a strategy."), Cell::text("")]
    };
    Table {
        caption: Some("What was said, by room and theme".to_owned()),
        head: texts(&["Room", "Funding", "Strategy", "Training"]),
        rows: vec![row("Norwich"), row("Banbury"), row("Telford")],
        has_row_heads: true,
        remarks: Vec::new(),
    }
}

/// Whatever a clipboard can hold, in every place where words can stand, and much of it.
pub(crate) fn hostile() -> Document {
    let all = || HOSTILE.iter().map(|text| (*text).to_owned());
    let mut blocks = Vec::new();
    for text in HOSTILE {
        let text = || text.to_owned();
        blocks.extend([
            Block::Heading { level: Level::Section, text: text(), anchor: Some(text()) },
            Block::Paragraph(text()),
            Block::Labelled { label: text(), text: text() },
            Block::Quote { words: text(), source: text() },
            Block::Remark(text()),
            Block::List(vec![
                item(Mark::Tick, Some(&text()), &text(), Some(&text())),
                item(Mark::None, Some(&text()), &text(), None),
            ]),
            Block::Onward(text()),
            Block::Ruled(Ruled { columns: vec![text()], lines: vec![text()] }),
        ]);
    }
    let cells = || {
        all().map(|text| {
            vec![
                Cell::Text(text.clone()),
                Cell::Number(Amount::hidden(text.clone()).anchored(text.clone())),
                Cell::Shaded { text, share: 70 },
            ]
        })
    };
    blocks.push(Block::Table(Table {
        caption: all().next(),
        head: all().skip(3).take(3).collect(),
        rows: cells().collect(),
        has_row_heads: true,
        remarks: all().collect(),
    }));
    let named = || all().map(|text| (text.clone(), vec![Amount::counted(3), Amount::hidden(text)]));
    let parts: Vec<String> = all().take(2).collect();
    for kind in [
        ChartKind::Stacked { parts: parts.clone(), bars: named().collect() },
        ChartKind::Heat { columns: parts.clone(), rows: named().collect() },
        ChartKind::Paired {
            names: parts.try_into().unwrap_or_default(),
            unit: HOSTILE[0].to_owned(),
            rows: all().map(|text| (text.clone(), [Amount::counted(9), Amount::hidden(text)])).collect(),
        },
    ] {
        blocks.push(Block::Chart(Chart {
            title: HOSTILE[3].to_owned(),
            in_words: HOSTILE[0].to_owned(),
            kind,
        }));
    }
    let long: Vec<String> = (0..1_250).map(|number| format!("word{number:04}")).collect();
    blocks.push(Block::Paragraph(long.join(" ")));
    let rows = (0..400).map(|number| {
        vec![Cell::Text(format!("Row {number}")), Cell::Number(Amount::counted(number)), Cell::Tick]
    });
    blocks.push(Block::Table(Table {
        head: texts(&["Row", "Number", "Tick"]),
        rows: rows.collect(),
        ..Table::default()
    }));
    let about = About { sessions: all().collect(), foot: all().collect() };
    Document { title: HOSTILE[0].to_owned(), lang: Some("en\"><script>".to_owned()), about, blocks }
}

/// Each document in each format, in a folder.
#[allow(dead_code, reason = "tests take the documents and do not write them")]
fn write(folder: &Path) -> Outcome {
    std::fs::create_dir_all(folder)?;
    for (name, document) in [("report", report()), ("hostile", hostile())] {
        for format in Format::ALL {
            let bytes = written(&document, format, false)?;
            std::fs::write(folder.join(format!("{name}.{}", format.ending())), bytes)?;
        }
    }
    Ok(())
}

#[allow(dead_code, reason = "tests take the documents and do not write them")]
fn main() -> ExitCode {
    let outcome = std::env::args_os().nth(1).ok_or("name a folder to write to".into());
    match outcome.and_then(|folder| write(Path::new(&folder))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("documents: {error}\n"));
            ExitCode::FAILURE
        }
    }
}
