//! Any bytes as a sheet of returns: refused in words, or every row is a return or tells what does not fit, and the map of
//! columns that is proposed reads as it was written. The same bytes as a map of columns: refused in words or kept.
#![no_main]

use std::sync::LazyLock;

use hearken::exchange::cells::day;
use hearken::exchange::columns::Columns;
use hearken::exchange::proposed::proposed;
use hearken::exchange::returned::Reading;
use hearken::exchange::sheet::{Encoding, Sheet};
use hearken::format::v1;
use hearken::model::instrument::Instrument;
use libfuzzer_sys::fuzz_target;

/// An instrument with a question of every kind.
static KINDS: LazyLock<std::sync::Arc<Instrument>> = LazyLock::new(|| {
    v1::read_instrument(
        r#"{ "format": "hearken/instrument", "id": "kinds", "version": 1, "title": "Every kind",
        "questions": [
            { "id": "q1", "number": "1", "text": "Is there a group?", "kind": "choice", "answers": [
                { "id": "yes", "text": "Yes", "like": "yes" }, { "id": "no", "text": "No", "like": "no" } ] },
            { "id": "q1a", "number": "1a", "text": "If yes, who comes to the group?", "kind": "text",
                "when": { "like": { "question": "q1", "answer": "yes" } } },
            { "id": "q2", "number": "2", "text": "What does it offer?", "kind": "choices", "answers": [
                { "id": "visits", "text": "Help with visits" }, { "id": "money", "text": "Advice on money" } ] },
            { "id": "q3", "number": "3", "text": "How many families came?", "kind": "number", "least": 0, "most": 500 },
            { "id": "q4", "number": "4", "text": "Hours a week", "kind": "decimal" },
            { "id": "q5", "number": "5", "text": "Since when?", "kind": "date" },
            { "id": "q6", "number": "6", "text": "How well does it work?", "kind": "scale", "least": 1, "most": 5 },
            { "id": "q7", "number": "7", "text": "How good is the contact?", "kind": "matrix", "least": 1, "most": 5,
                "items": [ { "id": "police", "text": "Police" }, { "id": "schools", "text": "Schools" } ] }
        ] }"#,
    )
    .expect("an instrument")
});

fn as_map(bytes: &[u8]) {
    match Columns::read(bytes) {
        Err(error) => assert!(error.to_string().chars().all(|letter| !letter.is_control())),
        Ok(columns) => {
            let written = columns.written();
            let again = Columns::read(written.as_bytes()).expect("what was written can be read");
            assert_eq!(again.written(), written);
        }
    }
}

fn as_sheet(bytes: &[u8], encoding: Encoding) {
    let sheet = match Sheet::read(bytes.to_vec(), encoding) {
        Ok(sheet) => sheet,
        Err(error) => return assert!(!error.to_string().is_empty() && !error.advice().is_empty()),
    };
    let guide = KINDS.guide_in("en");
    let Some(key) = sheet.header().iter().find(|name| !name.is_empty()) else { return };
    let columns = proposed(guide, sheet.header(), key);
    as_map(columns.written().as_bytes());
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    match Reading::of(guide, &columns, sheet.header(), key, day("2007-03-31")) {
        Err(unfit) => assert!(!unfit.is_empty()),
        Ok(reading) => {
            for row in sheet.rows() {
                assert!((2..=lines).contains(&row.number), "row {} of {lines} lines", row.number);
                match reading.row(&row) {
                    Err(misfits) => assert!(misfits.iter().all(|misfit| misfit.row == row.number)),
                    Ok(found) => {
                        assert!(!found.key.is_empty());
                        assert!(
                            found
                                .answers
                                .iter()
                                .all(|answer| answer.answer.is_none() || answer.empty.is_none())
                        );
                    }
                }
            }
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    as_map(bytes);
    as_sheet(bytes, Encoding::Utf8);
    as_sheet(bytes, Encoding::Windows1252);
});
